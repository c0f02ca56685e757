"""The notices of the person who is signed in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.lib.words import sentence
from portal.people.rights import PersonRequest, policed

from . import services
from .forms import ChoiceForm, as_it_stands
from .models import Choice, Notice
from .reach import QuietHours, channel_for, channels_of

PAGE_SIZE = 20


@require_http_methods(["GET", "HEAD"])
@policed("notices:view")
def index(request: PersonRequest) -> HttpResponse:
    rows = Notice.objects.filter(person=request.user).prefetch_related("deliveries")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notices/index.html", {"page": page})


@require_POST
@policed("notices:view")
def read_all(request: PersonRequest) -> HttpResponse:
    services.mark_all_read(person=request.user, at=now())
    return redirect("notices:index")


@require_http_methods(["GET", "HEAD", "POST"])
@policed("account:change")
def choose(request: PersonRequest) -> HttpResponse:
    """By which channel, and in which hours not."""
    at, person = now(), request.user
    choice = Choice.objects.filter(person=person).first()
    form = ChoiceForm(
        request.POST or None,
        initial=as_it_stands(choice, channel_for(person, choice)),
        ways=channels_of(person),
        usual=QuietHours([person.pk], at).of(person, None),
    )
    if form.is_valid():
        way = form.cleaned_data["channel"]
        try:
            services.choose(person=person, channel=way, quiet=form.quiet(), at=at)
        except Refused as refused:
            form.add_error(refused.field, sentence(refused))
        else:
            messages.success(request, _("Đã lưu cách nhận thông báo."))
            return redirect("people:profile")
    status = 422 if form.is_bound else 200
    return render(request, "notices/choose.html", {"form": form}, status=status)
