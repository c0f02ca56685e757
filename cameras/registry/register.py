"""Registering a camera, one thing a page. The pages of consent and sending are in consent."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require
from portal.places.models import Unit

from . import drafts, whereabouts
from .forms import MachineForm, OwnerForm, SeesForm, WhereForm
from .models import Draft
from .presets import UNKNOWN
from .vocabulary import DIRECTIONS

PAGES = {
    "where": "registry:where",
    "sees": "registry:sees",
    "owner": "registry:owner",
    "consent": "consent:ask",
    None: "consent:check",
}
YES_NO = {"yes": True, "no": False, UNKNOWN: None}


def _get(draft_id: str, request: PersonRequest) -> Draft:
    """Somebody else's draft does not exist; a sent one can no longer be changed."""
    draft = get_object_or_404(Draft, public_id=draft_id, camera=None)
    require(request.user, "draft:change", draft, at=now())
    return draft


def _onward(draft: Draft) -> HttpResponse:
    return redirect(PAGES[drafts.next_step(draft)], draft.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("camera:register")
def start(request: PersonRequest) -> HttpResponse:
    """What will be asked; the button makes the draft."""
    if request.method != "POST":
        return render(request, "registry/start.html")
    return _onward(drafts.start(person=request.user, at=now()))


@require_GET
@policed("draft:change")
def go_on(request: PersonRequest, draft_id: str) -> HttpResponse:
    """Where the person stopped. A draft that was sent leads to its receipt."""
    draft = get_object_or_404(Draft, public_id=draft_id)
    require(request.user, "draft:change", draft, at=now())
    if draft.camera is not None:
        return redirect("consent:receipt", draft.camera.public_id)
    return _onward(draft)


@require_POST
@policed("draft:change")
def discard(request: PersonRequest, draft_id: str) -> HttpResponse:
    drafts.discard(_get(draft_id, request))
    messages.success(request, _("Đã bỏ bản đăng ký dở."))
    return redirect("registry:index")


@require_http_methods(["GET", "HEAD", "POST"])
@policed("draft:change")
def where(request: PersonRequest, draft_id: str) -> HttpResponse:
    """Page 1: pin and direction, address, unit; asked again when they do not fit together."""
    at = now()
    draft = _get(draft_id, request)
    posted, guessed = _pinned(_unswapped(request.POST))
    form = WhereForm(posted or None, initial=_where_initial(draft))
    question: whereabouts.Swapped | whereabouts.FarAway | None = None
    if form.is_valid() and guessed is None:
        facts = form.cleaned_data
        chosen = request.POST.get("unit", "")
        try:
            place = whereabouts.settle(facts["lat"], facts["lng"], facts["unit_text"], chosen, at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            if isinstance(place, whereabouts.Place):
                drafts.save_step(draft, "where", _where_answers(place, form), at=at)
                _tell_new_name(request, place)
                return _onward(draft)
            question = place
    context = {
        "form": form,
        "draft": draft,
        "swapped": question if isinstance(question, whereabouts.Swapped) else None,
        "far": question if isinstance(question, whereabouts.FarAway) else None,
        "guessed": guessed,
    }
    return render(request, "registry/where.html", context, status=422 if form.is_bound else 200)


def _unswapped(posted: QueryDict) -> QueryDict:
    """The two numbers changed round when the person said that they were."""
    if "swap" not in posted:
        return posted
    turned = posted.copy()
    turned["lat"], turned["lng"] = posted.get("lng", ""), posted.get("lat", "")
    return turned


def _pinned(posted: QueryDict) -> tuple[QueryDict, Unit | None]:
    """With a pin in the middle of the unit that was written, where the person has put none."""
    if not posted or posted.get("lat") or posted.get("lng"):
        return posted, None
    unit = whereabouts.guess(posted.get("address", ""), posted.get("unit_text", ""))
    if unit is None:
        return posted, None
    pinned = posted.copy()
    pinned["lat"], pinned["lng"] = f"{unit.lat:.6f}", f"{unit.lng:.6f}"
    return pinned, unit


def _where_answers(place: whereabouts.Place, form: WhereForm) -> dict[str, object]:
    return {
        "lat": place.lat,
        "lng": place.lng,
        "bearing": form.looks(),
        "address": form.cleaned_data["address"],
        "unit_text": form.cleaned_data["unit_text"],
        "unit": place.unit.public_id,
        "unit_name": place.unit.full_name,
        "far_m": place.far_m,
    }


def _where_initial(draft: Draft) -> dict[str, object]:
    saved = draft.answers.get("where")
    if not saved:
        return {"direction": UNKNOWN}
    named = saved["bearing"] in DIRECTIONS
    return {
        **saved,
        "lat": f"{saved['lat']:.6f}",
        "lng": f"{saved['lng']:.6f}",
        "direction": str(saved["bearing"]) if named else UNKNOWN,
    }


def _tell_new_name(request: PersonRequest, place: whereabouts.Place) -> None:
    if place.former is not None:
        text = _("%(old)s nay là %(new)s. Camera được ghi vào đơn vị mới.")
        messages.info(request, text % {"old": place.former.name, "new": place.unit.full_name})


@require_http_methods(["GET", "HEAD", "POST"])
@policed("draft:change")
def sees(request: PersonRequest, draft_id: str) -> HttpResponse:
    """Page 2: what the camera sees, and the class of machine. 'I do not know' is an answer."""
    draft = _get(draft_id, request)
    form = SeesForm(request.POST or None, initial=_sees_initial(draft))
    if form.is_valid():
        facts = form.cleaned_data
        answers = {
            "place_kind": facts["place_kind"],
            "night_vision": YES_NO[facts["night_vision"]],
            "recording": "" if facts["recording"] == UNKNOWN else facts["recording"],
            "days": facts["days"],
        }
        steps = {"sees": answers}
        if facts["preset"]:
            preset = "" if facts["preset"] == UNKNOWN else facts["preset"]
            steps["machine"] = {**drafts.machine_of(draft), "preset": preset}
        drafts.save_steps(draft, steps, at=now())
        return _onward(draft)
    context = {"form": form, "draft": draft}
    return render(request, "registry/sees.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("draft:change")
def machine(request: PersonRequest, draft_id: str) -> HttpResponse:
    """The machine in detail, for who knows it: nobody is led here, the last page leads here."""
    draft = _get(draft_id, request)
    form = MachineForm(request.POST or None, initial=_machine_initial(draft))
    if form.is_valid():
        facts = form.cleaned_data
        answers = {name: "" if said == UNKNOWN else said for name, said in facts.items()}
        answers["indoor"] = YES_NO[facts["indoor"]]
        drafts.save_step(draft, "machine", answers, at=now())
        return _onward(draft)
    context = {"form": form, "draft": draft}
    return render(request, "registry/machine.html", context, status=422 if form.is_bound else 200)


def _machine_initial(draft: Draft) -> dict[str, object]:
    saved = drafts.machine_of(draft)
    names = ("preset", "resolution", "lens", "connection")
    said = {name: saved.get(name) or UNKNOWN for name in names}
    return {**said, "indoor": _word_of(saved.get("indoor"))}


def _word_of(answer: bool | None) -> str:
    return next(word for word, value in YES_NO.items() if value is answer)


def _sees_initial(draft: Draft) -> dict[str, object]:
    saved = draft.answers.get("sees")
    preset = drafts.machine_of(draft)["preset"] or UNKNOWN
    if not saved:
        return {"night_vision": UNKNOWN, "recording": UNKNOWN, "preset": preset}
    return {
        **saved,
        "preset": preset,
        "night_vision": _word_of(saved["night_vision"]),
        "recording": saved["recording"] or UNKNOWN,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@policed("draft:change")
def owner(request: PersonRequest, draft_id: str) -> HttpResponse:
    """Page 3: its name and whose it is. Who knows their recorder may link it here."""
    at = now()
    draft = _get(draft_id, request)
    owners = [(row.public_id, row.name) for row in drafts.organisations_of(request.user, at)]
    form = OwnerForm(request.POST or None, owners=owners, initial=_owner_initial(draft, owners))
    if form.is_valid():
        try:
            answers = _owner_answers(form, draft, request)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            drafts.save_step(draft, "owner", answers, at=at)
            return _onward(draft)
    link_open = any(form[name].errors for name in ("url", "adapter", "channel", "username"))
    linked = bool((draft.answers.get("owner") or {}).get("link"))
    context = {"form": form, "draft": draft, "link_open": link_open or linked, "linked": linked}
    return render(request, "registry/owner.html", context, status=422 if form.is_bound else 200)


def _owner_initial(draft: Draft, owners: list[tuple[str, str]]) -> dict[str, object]:
    saved = draft.answers.get("owner")
    if not saved:
        only = owners[0][0] if len(owners) == 1 else ""
        return {"owner": only, "ownership": UNKNOWN, "channel": 1}
    ownership = saved.get("ownership") or UNKNOWN
    return {**saved, "ownership": ownership, **(saved["link"] or {"channel": 1})}


def _owner_answers(form: OwnerForm, draft: Draft, request: PersonRequest) -> dict[str, object]:
    facts = form.cleaned_data
    name = facts["organisation_name"]
    if facts["owner"] == drafts.NEW_HOUSEHOLD:
        name = _("Hộ %(name)s") % {"name": request.user.full_name}
    link = form.link()
    if link is not None:
        link["password_sealed"] = _sealed_password(draft, link["url"], facts["password"])
    return {
        "name": facts["name"],
        "owner": facts["owner"],
        "organisation_name": name,
        "ownership": "" if facts["ownership"] == UNKNOWN else facts["ownership"],
        "link": link,
    }


def _sealed_password(draft: Draft, url: str, password: str) -> str:
    """A new one, or without a new one the one that was given before for the same recorder."""
    before = (draft.answers.get("owner") or {}).get("link")
    if before and before["url"] == url and not password:
        return str(before["password_sealed"])
    return drafts.seal_password(draft, password)
