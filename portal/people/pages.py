"""A person's own page: details, language, offices, organisations, ways to sign in."""

from datetime import datetime

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.lib import clock
from portal.lib.errors import Refused
from portal.lib.words import sentence

from . import enrolment, second_factor, services
from .forms import DetailsForm, EnrolmentForm
from .models import Office, User
from .rights import PersonRequest, policed, public_page


@policed("account:view")
def profile(request: PersonRequest) -> HttpResponse:
    at = clock.now()
    person = request.user
    return render(
        request,
        "people/profile.html",
        {
            "offices": _offices(person, at),
            "memberships": person.memberships_at(at),
            "official": person.is_official(at),
        },
    )


def _offices(person: User, at: datetime) -> list[Office]:
    """Those held now and those to come, each with who gave it."""
    rows = person.offices.filter(Q(valid_to=None) | Q(valid_to__gt=at))
    related = rows.select_related("unit", "neighbourhood", "appointed_by")
    return list(related.order_by("valid_from", "pk"))


@policed("account:change")
def change_details(request: PersonRequest) -> HttpResponse:
    form = DetailsForm(request.POST or None, initial={"full_name": request.user.full_name})
    if request.method == "POST" and form.is_valid():
        services.rename(person=request.user, full_name=form.cleaned_data["full_name"])
        messages.success(request, _("Đã lưu họ và tên."))
        return redirect("people:profile")
    return render(request, "people/details.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@policed("account:change")
def enrol(request: PersonRequest) -> HttpResponse:
    """Type the code from the administrator, before the first second factor counts."""
    at = clock.now()
    person = request.user
    waits = enrolment.waiting_code(person, at) is not None
    if waits and _has_older_factor_to_show(request):
        messages.info(
            request,
            _("Hãy dùng ứng dụng xác thực hoặc khóa trên máy. Mã dự phòng không dùng ở bước này."),
        )
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('mfa_reauthenticate')}?{query}")
    form = EnrolmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enrolment.redeem(person=person, text=form.cleaned_data["code"], at=at)
        except Refused as refused:
            form.add_error("code", sentence(refused))
        else:
            return _after_code(request, at)
    done = bool(person.confirmed_factors())
    context = {"form": form, "waits": waits, "done": done, "official": person.is_official(at)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/enrol.html", context, status=status)


def _has_older_factor_to_show(request: PersonRequest) -> bool:
    person = request.user
    if person.confirmed_factors() or not is_mfa_enabled(person, enrolment.PRIMARY):
        return False
    return second_factor.shown_before_the_office(request, person) is None


def _after_code(request: PersonRequest, at: datetime) -> HttpResponse:
    """A factor that was shown counts from now on; without one, one is set up next."""
    older = second_factor.shown_before_the_office(request, request.user)
    if older is None:
        second_factor.grant(request, request.user, at)
        return redirect("mfa_activate_totp")
    enrolment.confirm_only(person=request.user, authenticator=older, at=at)
    messages.success(
        request,
        _("Đã kích hoạt. Chỉ lớp bảo vệ bạn vừa dùng được giữ lại; hãy tạo mã dự phòng mới."),
    )
    back = request.GET.get("next", "")
    here = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return redirect(back if here else "mfa_index")


@public_page
def no_passwords(request: HttpRequest, rest: str) -> HttpResponse:
    """Stands before allauth's password pages: nobody has a password here, so none can be stolen."""
    raise Http404(f"{request.path}: {rest}")
