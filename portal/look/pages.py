"""The front page, the language switch, and the page that shows every component."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.people.models import User
from portal.people.rights import public_page

from . import samples


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What this is, for a visitor; the desks of this person, for somebody signed in."""
    name = "look/home.html" if request.user.is_authenticated else "look/welcome.html"
    return render(request, name)


@public_page
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and with the person for messages sent to them."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    language = request.POST.get("language", "")
    if not translation.check_for_language(language) or language not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User) and request.user.language != language:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86_400,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@public_page
def design(request: HttpRequest) -> HttpResponse:
    """Every component with its markup, so that pages are built from what already exists."""
    form = samples.SampleForm(request.POST if request.method == "POST" else None)
    return render(request, "look/design.html", {"samples": list(samples.shown(request, form))})


@public_page
def design_points(request: HttpRequest) -> JsonResponse:
    """Invented cameras around a place, for the map that chooses an area."""
    try:
        place = [float(request.GET[name]) for name in ("lat", "lng", "radius")]
    except (KeyError, ValueError):
        return JsonResponse({"type": "FeatureCollection", "features": []}, status=400)
    return JsonResponse(samples.points(*place))
