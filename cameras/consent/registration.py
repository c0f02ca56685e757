"""The end of a registration: camera, link and consent come into being together or not at all."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cameras.registry import drafts, links
from cameras.registry.models import Camera, Draft
from cameras.registry.services import register_cameras
from portal.lib.errors import Refused
from portal.people.models import User

from . import services, texts
from .scopes import PLAIN, Means, Scope


def save_answers(
    draft: Draft, *, mark: str, yes: frozenset[Scope], keep_days: int | None = None, at: datetime
) -> None:
    """Keep what was answered with the mark of the text it was answered to."""
    if texts.marked(mark) is None:
        raise Refused("consent.terms_changed")
    answers: dict[str, Any] = {str(scope): scope in yes for scope in sorted(PLAIN)}
    said = {"answers": answers, "keep_days": keep_days, "terms": mark}
    drafts.save_step(draft, "consent", said, at=at)


def finish(draft: Draft, *, person: User, at: datetime) -> Camera:
    """Register what the draft says. Sent twice, also at once, it is one camera."""
    with transaction.atomic():
        row = Draft.objects.select_for_update().get(pk=draft.pk)
        if row.camera is not None:
            return row.camera
        ready = drafts.ready(row, person=person, at=at)
        said = row.answers["consent"]
        terms = texts.marked(said["terms"])
        if terms is None:
            raise Refused("consent.terms_changed")
        camera = register_cameras([ready.spec], actor=person, at=at)[0]
        if ready.link is not None:
            links.link_camera(camera, ready.link, actor=person, at=at)
        yes = frozenset(scope for scope in PLAIN if said["answers"][scope])
        answers = services.Said(
            camera=camera,
            person=person,
            yes=yes,
            no=PLAIN - yes,
            keep_days=said.get("keep_days"),
        )
        services.answer(answers, terms=terms, means=Means.WEB, actor=person, at=at)
        row.camera, row.changed_at = camera, at
        row.answers = {}  # the camera is the truth now, and a sealed password need not lie twice
        row.save(update_fields=["camera", "answers", "changed_at"])
    return camera
