"""My cameras: the list, one camera, its recorder, taking it off the list."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.look.templatetags.words import duration
from portal.people.models import Organisation, OrganisationKind, User
from portal.people.rights import PersonRequest, allowed, policed, require

from . import drafts, health, links, services
from .forms import LinkForm, link_initial
from .models import Camera, Link
from .pace import count_test
from .queries import cameras_of, drafts_of
from .state import health_of

SMALL_OFFSET_MS = 1_500  # recorders tell their time in whole seconds


def _get(public_id: str, request: PersonRequest, action: str) -> Camera:
    rows = Camera.objects.select_related("owner", "unit__province", "link", "current_consent")
    row = get_object_or_404(rows, public_id=public_id)
    require(request.user, action, row, at=now())
    return row


@require_GET
@policed("camera:register")
def index(request: PersonRequest) -> HttpResponse:
    """Cameras in use, and registrations that wait to be finished."""
    at = now()
    cameras = cameras_of(request.user, at).select_related(
        "owner", "unit", "current_consent", "link"
    )
    rows = [(row, health_of(row, at)) for row in cameras]
    waiting = [(draft, drafts.next_step(draft)) for draft in drafts_of(request.user)]
    memberships = request.user.memberships_at(at)
    has_more = any(m.organisation.kind != OrganisationKind.HOUSEHOLD for m in memberships)
    context = {
        "cameras": rows,
        "waiting": waiting,
        "has_establishment": has_more,
        "together": _speaks_for(request.user, [row for row, _ in rows], at),
    }
    return render(request, "registry/index.html", context)


def _speaks_for(person: User, rows: Sequence[Camera], at: datetime) -> list[Organisation]:
    """Owners of several of these cameras, for all of which the person may answer at once."""
    several = {key for key, number in Counter(row.owner_id for row in rows).items() if number > 1}
    first = {row.owner_id: row for row in rows if row.owner_id in several}
    return [row.owner for row in first.values() if allowed(person, "consent:give", row, at=at)]


@require_GET
@policed("camera:view")
def camera(request: PersonRequest, public_id: str) -> HttpResponse:
    """One camera: its facts, what its owner allows, how its recorder is."""
    at = now()
    row = _get(public_id, request, "camera:view")
    link = Link.objects.filter(camera=row).first()
    may = {
        name: allowed(request.user, action, row, at=at)
        for name, action in (("change", "camera:change"), ("consent", "consent:give"))
    }
    context = {"camera": row, "may": may, "health": health_of(row, at), **_link_state(link)}
    return render(request, "registry/camera.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("camera:change")
def link(request: PersonRequest, public_id: str) -> HttpResponse:
    """Where the recorder is. The password is asked for, kept sealed and never shown."""
    row = _get(public_id, request, "camera:change")
    existing = Link.objects.filter(camera=row).first()
    form = LinkForm(request.POST or None, initial=link_initial(existing))
    if form.is_valid():
        try:
            facts = form.link() or {}
            new = links.NewLink(password=form.cleaned_data["password"], **facts)
            links.link_camera(row, new, actor=request.user, at=now())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã lưu. Hãy bấm Thử kết nối để biết có gọi được không."))
            return redirect("registry:link", row.public_id)
    context = {"camera": row, "form": form, **_link_state(existing)}
    return render(request, "registry/link.html", context, status=422 if form.is_bound else 200)


@require_POST
@policed("camera:change")
def test_link(request: PersonRequest, public_id: str) -> HttpResponse:
    """Call the recorder once, measure its clock, and say in plain words how it went."""
    row = _get(public_id, request, "camera:change")
    existing = get_object_or_404(Link, camera=row)
    try:
        at = now()
        count_test(request.user, at)
        health.test(existing, at=at)
    except Refused as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, _("Gọi được đầu ghi và đã đo đồng hồ của nó."))
    return redirect("registry:link", row.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("camera:change")
def remove(request: PersonRequest, public_id: str) -> HttpResponse:
    """Ask once, then take the camera off the list. What was already given stays on the record."""
    row = _get(public_id, request, "camera:change")
    if request.method == "POST":
        services.remove_camera(row, actor=request.user, at=now())
        messages.success(request, _("Đã gỡ camera khỏi danh sách."))
        return redirect("registry:index")
    return render(request, "registry/remove.html", {"camera": row})


def _link_state(link: Link | None) -> dict[str, object]:
    """What a page says about a link: the last test's trouble, how its clock goes."""
    if link is None:
        return {"link": None}
    problem = sentence(Refused(link.last_problem)) if link.last_problem else ""
    return {"link": link, "problem": problem, "clock_words": _clock_words(link.clock_offset_ms)}


def _clock_words(offset_ms: int | None) -> str:
    if offset_ms is None:
        return ""
    if abs(offset_ms) < SMALL_OFFSET_MS:
        return _("Đúng giờ")
    how_much = duration(timedelta(milliseconds=abs(offset_ms)))
    words = _("Nhanh %(time)s") if offset_ms > 0 else _("Chậm %(time)s")
    return words % {"time": how_much}
