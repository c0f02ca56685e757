"""A question about one's own data, and the desk's answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.lib import clock
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import asking
from .forms import AnswerForm, AskForm
from .models import DataRequest

SHOWN = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@policed("account:view")
def ask(request: PersonRequest) -> HttpResponse:
    """The question, and what was asked and answered before."""
    at = clock.now()
    units = asking.units_for(request.user, at)
    form = AskForm(request.POST or None, units=units)
    if form.is_valid():
        try:
            asking.ask(person=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã gửi. Bạn được trả lời trong 2 ngày làm việc."))
            return redirect("privacy:ask")
    context = {"form": form, "rows": asking.of_person(request.user)[:SHOWN]}
    return render(request, "privacy/ask.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@policed("datarequest:answer")
def answer(request: PersonRequest, public_id: str) -> HttpResponse:
    """For the desk: what was asked, and the one answer."""
    at = clock.now()
    rows = DataRequest.objects.select_related("unit", "person")
    row = get_object_or_404(rows, public_id=public_id)
    require(request.user, "datarequest:answer", row, at=at)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            asking.answer(row=row, person=request.user, text=form.cleaned_data["answer"], at=at)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("Đã gửi câu trả lời."))
            return redirect("duties:index")
    context = {"form": form, "row": row}
    return render(request, "privacy/answer.html", context, status=422 if form.is_bound else 200)
