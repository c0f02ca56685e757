"""The notices of the person who is signed in."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.lib.clock import now
from portal.people.rights import PersonRequest, policed

from . import services
from .models import Notice

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD"])
@policed("notices:view")
def index(request: PersonRequest) -> HttpResponse:
    rows = Notice.objects.filter(person=request.user)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notices/index.html", {"page": page})


@require_POST
@policed("notices:view")
def read_all(request: PersonRequest) -> HttpResponse:
    services.mark_all_read(person=request.user, at=now())
    return redirect("notices:index")
