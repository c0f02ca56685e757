"""The machine looks at sealed footage and proposes; a person confirms or rejects.

The decoder runs in a child process that gets the decrypted bytes through a pipe and gives raw
pictures back; only these reach the engine. What it finds is kept as a derivative of the item.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Q

from cameras.consent.decision import Basis, Step
from cameras.consent.queries import allowing
from cameras.consent.scopes import Scope
from cameras.registry import masking
from detection.engine.frames import BadFrames, Frame, Want
from detection.engine.look import ENGINE_VERSION, Findings, look, plan_for
from evidence.custody import covers, gate
from evidence.custody import services as custody
from evidence.custody.basis import verdict_for
from evidence.custody.models import Item
from evidence.custody.queries import playable_parts
from evidence.custody.vocabulary import ItemKind, ItemRole
from portal.files import vault
from portal.files.models import StoredObject
from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.jobs import nudge
from portal.media.errors import MediaError
from portal.media.frames import pictures_of

from . import claims, queries, record, registry, words
from .models import CONFIRMED, DONE, REJECTED, Analysis, Review

__all__ = ["review", "run", "sweep", "words"]

WORKER = "system:findings"
MAX_SIDE = 960  # px of the pictures that are looked at
EVERY_MS = 200
MOST_FRAMES = 2_000_000  # decoded, of one clip
RENEW_S = 2.0
SWEEP_ITEMS = 200

Clock = Callable[[], datetime]

logger = logging.getLogger(__name__)


def sweep(*, at: datetime) -> int:
    """Find footage that may be looked at and work that was left lying; wake workers for it."""
    claims.recover(at)
    # A pulled clip can be decoded as it is; an upload once something playable was made of it.
    ready = Q(role=ItemRole.FOOTAGE) | Q(
        role=ItemRole.UPLOAD, derivatives__role__in=(ItemRole.INDEX, ItemRole.FOOTAGE)
    )
    # Without leave nothing is looked at, so such clips must not crowd out the others.
    by_law = ~Q(target__request__basis=Basis.CONSENT)
    fresh = (
        Item.objects.filter(
            ready,
            by_law | allowing(Scope.DETECT, at, prefix="target__camera__"),
            target__isnull=False,
            kind=ItemKind.ORIGINAL,
            analysis=None,
            destroyed_at=None,
            case__closed_at=None,
        )
        .order_by("-pk")
        .distinct()[:SWEEP_ITEMS]
    )
    for item in fresh:
        if verdict_for(item, Step.DETECT, at=at).flows:
            Analysis.objects.get_or_create(
                item=item, defaults={"next_try_at": at, "created_at": at}
            )
    waiting = list(claims.due(at).values_list("public_id", flat=True)[:SWEEP_ITEMS])
    for public_id in waiting:
        nudge("findings.run", public_id)
    return len(waiting)


def run(*, public_id: str, tick: Clock = clock.now) -> None:
    """Look at one clip, if it is due and nobody else does. Ends in the row whatever happens."""
    analysis = claims.claim(public_id, tick())
    if analysis is None:
        return
    try:
        _work(analysis, tick)
    except claims.Lost:
        logger.info("analysis %s went on without this worker", public_id)
    except MediaError as error:
        logger.warning("analysis %s: %s", public_id, error)
        if error.kind == "not_video":
            claims.fail(analysis, "not_video", tick())
        else:
            claims.give_back(analysis, "decoder_failed", tick())
    except BadFrames as error:
        logger.warning("analysis %s: %s", public_id, error)
        claims.fail(analysis, "not_video", tick())
    except (vault.Damaged, vault.Destroyed, vault.UnknownKey) as error:
        logger.error("analysis %s: %s", public_id, error)  # noqa: TRY400 -- the row keeps it
        claims.fail(analysis, "damaged", tick())
    except Refused as refused:
        logger.info("analysis %s: %s", public_id, refused)
        claims.fail(analysis, _reason(refused), tick())


def _reason(refused: Refused) -> str:
    return "model_missing" if refused.code.startswith("findings.model") else "not_allowed"


def _work(analysis: Analysis, tick: Clock) -> None:
    item = analysis.item
    verdict_for(item, Step.DETECT, at=tick()).require()
    masks = covers.masks_of(item, tick())
    polygons = masking.polygons_of(masks)
    eyes = registry.detector_for(registry.installed_model())
    plan = plan_for(eyes.detector, EVERY_MS)
    parts = playable_parts(item)
    passes = len(plan.passes())

    def source(want: Want) -> Iterator[Frame]:
        with pictures_of(
            chain.from_iterable(vault.read(part.stored) for part in parts),
            keys_only=want.keys_only,
            every_ms=want.every_ms,
            keys_every_ms=want.keys_every_ms,
            max_side=MAX_SIDE,
            max_frames=MOST_FRAMES,
            masks=polygons,
        ) as pictures:
            for picture in pictures:
                yield Frame(picture.at_ms, picture.pixels, picture.is_key)

    findings = look(source, eyes.detector, plan=plan, progress=_Pulse(analysis, passes, tick))
    if not findings.sampled:
        raise MediaError("not_video", "no picture in it")
    recipe: dict[str, object] = {
        "engine": ENGINE_VERSION,
        "every_ms": plan.every_ms,
        "keys_first": plan.keys_first,
        "masks": covers.names_of(masks),
        "max_side": MAX_SIDE,
        "model": eyes.name,
        "model_sha256": eyes.sha256,
    }
    _keep(analysis, findings, recipe, tick())


class _Pulse:
    """Called with each frame: every two seconds renews the lease and asks the basis anew."""

    def __init__(self, analysis: Analysis, passes: int, tick: Clock) -> None:
        self._analysis, self._passes, self._tick = analysis, passes, tick
        item = analysis.item
        first, last = item.first_frame_at, item.last_frame_at
        self._length = last - first if first and last else timedelta()
        self._next = time.monotonic() + RENEW_S

    def __call__(self, number: int, t_ms: int) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + RENEW_S
        at = self._tick()
        length_ms = max(self._length // timedelta(milliseconds=1), t_ms, 1)
        done = (number * length_ms + t_ms) * 1000 // (self._passes * length_ms)
        claims.renew(self._analysis, min(done, 999), at)
        verdict_for(self._analysis.item, Step.DETECT, at=at).require()


def _keep(analysis: Analysis, findings: Findings, recipe: dict[str, object], at: datetime) -> None:
    """Seal the findings file, then row, item and ledger entry together, if it is still ours."""
    item = analysis.item
    stored = _sealed(record.encode(findings))
    with transaction.atomic():
        if not claims.held(analysis).select_for_update().exists():
            raise claims.Lost(analysis.public_id)
        verdict_for(item, Step.DETECT, at=at, lock=True).require()
        made = custody.Derived(
            role=ItemRole.FINDINGS, media_type="application/json", recipe=recipe, stored=stored
        )
        child = custody.derive(parent=item, made=made, actor=WORKER, at=at)
        facts = {
            "findings_sha256": stored.sha256,
            "model": recipe["model"],
            "model_sha256": recipe["model_sha256"],
            "tracks": len(findings.tracks),
        }
        append(Draft(Kind.FINDING_PRODUCED, item.subjects, facts), actor=WORKER, at=at)
        claims.held(analysis).update(
            state=DONE,
            token="",
            lease_until=None,
            progress_pm=1000,
            derivative=child,
            tracks=len(findings.tracks),
            model_name=str(recipe["model"]),
            model_sha256=str(recipe["model_sha256"]),
            finished_at=at,
        )


def _sealed(data: bytes) -> StoredObject:
    with vault.create() as writer:
        writer.write(data)
        return writer.seal()


def review(*, item: Item, track: int, verdict: str, visitor: gate.Visitor, at: datetime) -> Review:
    """A person's word on one proposal, on the record. Who has not opened the clip has none."""
    person = visitor.person
    if verdict not in (CONFIRMED, REJECTED):
        raise Refused("findings.unknown_verdict", field="verdict")
    with transaction.atomic():
        analysis = Analysis.objects.select_for_update().filter(item=item, state=DONE).first()
        if analysis is None or analysis.derivative is None:
            raise Refused("findings.not_ready")
        viewing = gate.open_viewing(item=item, visitor=visitor, at=at)
        if viewing is None:
            raise Refused("findings.not_opened")
        gate.check(viewing, visitor, at)
        found = queries.findings_for(item, at)
        if found is None:
            raise Refused("findings.not_ready")
        chosen = next((one for one in found.tracks if one.n == track), None)
        if chosen is None:
            raise Refused("findings.no_such_track", field="track", track=track)
        facts = {"findings": analysis.derivative.subject, "track": track, "kind": chosen.kind}
        kind = Kind.FINDING_CONFIRMED if verdict == CONFIRMED else Kind.FINDING_REJECTED
        append(Draft(kind, item.subjects, facts), actor=person.subject, at=at)
        return Review.objects.create(
            item=item,
            findings=analysis.derivative,
            track=track,
            verdict=verdict,
            person=person,
            at=at,
        )
