"""A person's own page: details, language, offices, organisations, ways to sign in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.lib import clock

from . import services
from .forms import DetailsForm
from .rights import PersonRequest, policed, public_page


@policed("account:view")
def profile(request: PersonRequest) -> HttpResponse:
    at = clock.now()
    person = request.user
    return render(
        request,
        "people/profile.html",
        {
            "held": person.offices_at(at),
            "memberships": person.memberships_at(at),
            "official": person.is_official(at),
        },
    )


@policed("account:change")
def change_details(request: PersonRequest) -> HttpResponse:
    form = DetailsForm(request.POST or None, initial={"full_name": request.user.full_name})
    if request.method == "POST" and form.is_valid():
        services.rename(person=request.user, full_name=form.cleaned_data["full_name"])
        messages.success(request, _("Đã lưu họ và tên."))
        return redirect("people:profile")
    return render(request, "people/details.html", {"form": form})


@public_page
def no_passwords(request: HttpRequest, rest: str) -> HttpResponse:
    """Stands before allauth's password pages: nobody has a password here, so none can be stolen."""
    raise Http404(f"{request.path}: {rest}")
