"""What the record holds about one subject, and letting private texts go."""

from collections.abc import Callable, Iterator

from django.db.models import Q

from portal.lib.clock import to_text

from .models import Detail, Entry, Mention

PAGE = 500


def held(subject: str, *, mine: Callable[[Entry, str], bool]) -> Iterator[dict[str, object]]:
    """Entries that `subject` wrote or that name it, oldest first, page by page. `mine` says whose
    a private text is: what others wrote stays behind its commitment.
    """
    named = Mention.objects.filter(subject=subject).values("entry_id")
    entries = Entry.objects.filter(Q(actor=subject) | Q(pk__in=named)).order_by("seq")
    last = 0
    while page := list(entries.filter(seq__gt=last).prefetch_related("details")[:PAGE]):
        yield from (_row(entry, mine) for entry in page)
        last = page[-1].seq


def details_of(*, kind: str, names: frozenset[str], about: str = "", by: str = "") -> list[int]:
    """Numbers of entries of one kind that still have one of these private texts."""
    entries = Entry.objects.filter(kind=kind)
    if about:
        entries = entries.filter(mentions__subject=about)
    if by:
        entries = entries.filter(actor=by)
    rows = Detail.objects.filter(name__in=names, entry__in=entries)
    return list(rows.values_list("entry_id", flat=True).distinct())


def _row(entry: Entry, mine: Callable[[Entry, str], bool]) -> dict[str, object]:
    body = entry.parsed
    return {
        "number": entry.seq,
        "at": to_text(entry.at),
        "kind": entry.kind,
        "by": entry.actor,
        "subjects": body["subjects"],
        "facts": body["facts"],
        "my_texts": {d.name: d.text for d in entry.details.all() if mine(entry, d.name)},
        "leaf_sha256": bytes(entry.leaf_hash).hex(),
    }
