"""Bringing a list: start, name the columns, mend and answer, confirm, wait, and what came of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed

from . import headings, queries, services
from .columns import BY_NAME
from .exports import used_columns
from .forms import CellsForm, ColumnsForm, UploadForm
from .models import Import, Verdict
from .preview import line_shown, orders
from .rights import choices_of
from .words import State

PAGE_SIZE = 25


@require_safe
@policed("import:view")
def index(request: PersonRequest) -> HttpResponse:
    at = now()
    page = Paginator(queries.lists_of(request.user, at), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "may_start": bool(choices_of(request.user, at))}
    return render(request, "census/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("census:start")
def start(request: PersonRequest) -> HttpResponse:
    """The template to download, and the filled-in list to upload."""
    at = now()
    choices = choices_of(request.user, at)
    form = UploadForm(request.POST or None, request.FILES or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            source = services.upload(
                whose=form.chosen(), file=form.cleaned_data["file"], person=request.user, at=at
            )
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("census:show", source.public_id)
    kinds = [kind for kind, boards in (("board", True), ("own", False))
             if any(whose.is_board == boards for whose in choices)]  # fmt: skip
    context = {"form": form, "kinds": kinds}
    return render(request, "census/start.html", context, status=422 if form.errors else 200)


@require_safe
@policed("import:view")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    """Where the list stands: work under way, the preview, or what came of it."""
    source = queries.get_import(public_id, request.user, now())
    if source.is_working:
        return render(request, "census/working.html", {"source": source})
    if request.headers.get("HX-Request"):  # the work that was waited for is over
        return HttpResponse(headers={"HX-Refresh": "true"})
    if source.state == State.MAPPING:
        return redirect("census:columns", source.public_id)
    if source.state == State.CHECKED:
        return render(request, "census/preview.html", _preview(request, source))
    reason = sentence(Refused(source.reason, **source.facts)) if source.reason else ""
    context = {"source": source, "reason": reason, "may_answer": _may_answer(request, source)}
    return render(request, "census/ended.html", context)


def _may_answer(request: PersonRequest, source: Import) -> bool:
    """Whoever brought an organisation's list is not always who may sign for its cameras."""
    own = source.state == State.DONE and not source.is_board
    return own and allowed(request.user, "consent:give", source, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@policed("import:view")
def columns(request: PersonRequest, public_id: str) -> HttpResponse:
    """What the unknown headings mean, each with a proposal."""
    at = now()
    source = queries.get_import(public_id, request.user, at)
    if source.state != State.MAPPING:
        return redirect("census:show", source.public_id)
    settled = headings.settle(source.headings, source.chosen)
    # Nothing unknown, and yet no names: then every column is asked about, one of them has to be it.
    every = list(range(len(source.headings)))
    places = headings.unknown(source.headings, settled) or every
    form = ColumnsForm(request.POST or None, source=source, places=places)
    if form.is_valid():
        try:
            services.name_columns(source=source, chosen=form.chosen(), at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("census:show", source.public_id)
    known = [BY_NAME[name].heading for name in settled.values() if name in BY_NAME]
    context = {"source": source, "form": form, "known": known}
    return render(request, "census/columns.html", context, status=422 if form.is_bound else 200)


@require_POST
@policed("import:view")
def mend(request: PersonRequest, public_id: str, number: int) -> HttpResponse:
    """One row: other words in its cells, what is offered, kept as it is, or left out."""
    source = queries.get_import(public_id, request.user, now())
    verb, _colon, code = request.POST.get("verb", "mend").partition(":")
    if verb == "drop":
        line = services.drop(source=source, number=number)
    elif verb == "keep":
        line = services.keep(source=source, number=number)
    elif verb == "take":
        line = services.take_offer(source=source, number=number, code=code)
    else:
        form = CellsForm(request.POST)
        texts = form.texts() if form.is_valid() else {}
        line = services.mend(source=source, number=number, texts=texts)
    _say(request, line.verdict, number)
    return redirect(_back(request, source, number))


@require_POST
@policed("import:view")
def order(request: PersonRequest, public_id: str) -> HttpResponse:
    source = queries.get_import(public_id, request.user, now())
    services.order(source=source, what=request.POST.get("order", ""), at=now())
    return redirect("census:show", source.public_id)


@require_POST
@policed("import:view")
def confirm(request: PersonRequest, public_id: str) -> HttpResponse:
    source = queries.get_import(public_id, request.user, now())
    services.confirm(source=source, person=request.user, at=now())
    return redirect("census:show", source.public_id)


@require_POST
@policed("import:view")
def withdraw(request: PersonRequest, public_id: str) -> HttpResponse:
    source = queries.get_import(public_id, request.user, now())
    services.withdraw(source=source, at=now())
    messages.success(request, _("Đã bỏ danh sách. Tệp và mọi dòng trong đó đã được xóa."))
    return redirect("census:index")


def _preview(request: PersonRequest, source: Import) -> dict[str, Any]:
    counts = queries.counts(source)
    open_rows = counts[Verdict.WRONG] + counts[Verdict.ASKS]
    first = next((v for v in (Verdict.WRONG, Verdict.ASKS) if counts[v]), "all")
    which = request.GET.get("show", first)
    page = Paginator(queries.shown(source, which), PAGE_SIZE).get_page(request.GET.get("page"))
    names = used_columns(source)
    reason = sentence(Refused(source.reason, **source.facts)) if source.reason else ""
    return {
        "source": source,
        "counts": counts,
        "open_rows": open_rows,
        "which": which,
        "page": page,
        "columns": [BY_NAME[name] for name in names],
        "lines": [line_shown(line, names) for line in page],
        "orders": orders(source) if open_rows else [],
        "reason": reason,
    }


def _say(request: PersonRequest, verdict: str, number: int) -> None:
    if verdict in (Verdict.WRONG, Verdict.ASKS):
        messages.warning(request, _("Dòng %(row)s vẫn còn chỗ phải xem.") % {"row": number})
    elif verdict == Verdict.DROPPED:
        messages.success(request, _("Đã bỏ dòng %(row)s.") % {"row": number})
    else:
        messages.success(request, _("Dòng %(row)s đã ổn.") % {"row": number})


def _back(request: PersonRequest, source: Import, number: int) -> str:
    """To the same page of the same rows."""
    which, page = request.POST.get("show", ""), request.POST.get("page", "")
    kept = f"?show={which}&page={page}" if which.isalpha() and page.isdigit() else ""
    return f"{reverse('census:show', args=[source.public_id])}{kept}#row-{number}"
