"""My household, shop or school: who belongs to it, inviting, answering, leaving."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed
from portal.people.roles import Role

from . import invitations, queries, services
from .forms import InviteForm, NewForm
from .holdings import cameras_in_use
from .models import Invitation
from .vocabulary import State, roles_offered
from .words import ROLE_MEANINGS

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD"])
@policed("organisation:create")
def index(request: PersonRequest) -> HttpResponse:
    """What I belong to, my part in each, and what I am invited to."""
    at = now()
    waiting = queries.waiting_for(request.user, at)
    context = {"mine": queries.mine(request.user, at), "waiting": waiting}
    return render(request, "organisations/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("organisation:create")
def new(request: PersonRequest) -> HttpResponse:
    form = NewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = services.found(actor=request.user, at=now(), **form.facts())
        except Refused as refused:
            if refused.field == "phone":
                refused.field = "technician"
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã lập xong. Bạn mời thêm người ở trang này."))
            return redirect("organisations:show", row.public_id)
    status = 422 if form.is_bound else 200
    return render(request, "organisations/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD"])
@policed("organisation:view")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    """Who belongs to it, since when, in which part; who did; who is invited."""
    at = now()
    row = queries.get_organisation(public_id, request.user, "organisation:view", at)
    may_invite = bool(roles_offered(row.kind)) and allowed(
        request.user, "organisation:invite", row, at=at
    )
    context = {
        "organisation": row,
        "present": queries.present(row, request.user, at),
        "past": Paginator(queries.past(row, at), PAGE_SIZE).get_page(request.GET.get("page")),
        "cameras": cameras_in_use([row.pk])[row.pk],
        "may_invite": may_invite,
        "waiting": queries.waiting_in(row, at) if may_invite else [],
    }
    return render(request, "organisations/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("organisation:invite")
def invite(request: PersonRequest, public_id: str) -> HttpResponse:
    """The answer is the same whether or not anybody has an account with that number."""
    at = now()
    row = queries.get_organisation(public_id, request.user, "organisation:invite", at)
    form = InviteForm(request.POST if request.method == "POST" else None, organisation=row)
    if form.is_valid():
        try:
            invitations.invite(organisation=row, actor=request.user, at=at, **form.facts())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(
                request, _("Đã gửi lời mời. Người đó có 14 ngày để đăng nhập và trả lời.")
            )
            return redirect("organisations:show", row.public_id)
    context = {"form": form, "organisation": row}
    status = 422 if form.is_bound else 200
    return render(request, "organisations/invite.html", context, status=status)


@require_POST
@policed("invitation:withdraw")
def withdraw(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    row = queries.get_invitation(public_id, request.user, "invitation:withdraw", at)
    invitations.withdraw(invitation=row, at=at)
    messages.success(request, _("Đã rút lời mời."))
    return redirect("organisations:show", row.organisation.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("invitation:answer")
def answer(request: PersonRequest, public_id: str) -> HttpResponse:
    """What one is invited to, by whom, what it means: yes or no."""
    at = now()
    row = queries.get_invitation(public_id, request.user, "invitation:answer", at)
    if request.method == "POST":
        verdict = invitations.VERDICTS.get(request.POST.get("verdict", ""))
        if verdict is None:
            raise Refused("organisations.verdict_missing")
        verdict(invitation=row, person=request.user, at=at)
        if request.POST["verdict"] == "decline":
            messages.success(request, _("Đã từ chối lời mời."))
            return redirect("organisations:index")
        messages.success(request, _("Bạn đã tham gia."))
        return redirect("organisations:show", row.organisation.public_id)
    context = {
        "invitation": row,
        "waits": row.waits(at),
        "inviter": _inviter(row),
        "joined": row.state == State.ACCEPTED,
        "meaning": ROLE_MEANINGS[Role(row.role)],
    }
    return render(request, "organisations/invitation.html", context)


def _inviter(row: Invitation) -> str:
    """With the number that stood in the message, so that the two can be compared."""
    person = row.invited_by
    if person.phone and person.phone_verified:
        return f"{person.full_name}, {person.phone.as_national}"
    return person.full_name


@require_http_methods(["GET", "HEAD", "POST"])
@policed("organisation:leave")
def leave(request: PersonRequest, public_id: str) -> HttpResponse:
    """What leaving means; the button leaves. The last who speaks is told what to do first."""
    at = now()
    row = queries.get_organisation(public_id, request.user, "organisation:leave", at)
    try:
        if request.method == "POST":
            services.leave(organisation=row, person=request.user, at=at)
            messages.success(request, _("Bạn đã rời khỏi %(name)s.") % {"name": row.name})
            return redirect("organisations:index")
        services.refuse_last(row, request.user, at)
    except Refused as refused:
        context = {"organisation": row, "problem": sentence(refused)}
        status = 422 if request.method == "POST" else 200
        return render(request, "organisations/last.html", context, status=status)
    part = queries.find_part(public_id, request.user.public_id, at)
    return render(request, "organisations/leave.html", {"part": part})


@require_http_methods(["GET", "HEAD", "POST"])
@policed("membership:end")
def end(request: PersonRequest, public_id: str, person_id: str) -> HttpResponse:
    """What it means for the other person; the button ends their part."""
    at = now()
    part = queries.get_part(public_id, person_id, request.user, "membership:end", at)
    if request.method == "POST":
        services.end_part(part=part, actor=request.user, at=at)
        messages.success(
            request, _("%(name)s không còn ở trong đây nữa.") % {"name": part.person.full_name}
        )
        return redirect("organisations:show", part.organisation.public_id)
    return render(request, "organisations/end.html", {"part": part})
