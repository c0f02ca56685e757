"""The auditor's sheets. A committee sees how many questions are open, and nothing of them."""

from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require
from portal.people.roles import Role

from . import queries, services
from .forms import AnswerForm
from .models import Question, Sheet
from .present import WIDTH, shown

PAGE = 24  # sheets: two years of one unit


@require_http_methods(["GET", "HEAD"])
@policed("oversight:count")
def index(request: PersonRequest) -> HttpResponse:
    at, person = now(), request.user
    sheets = Paginator(queries.listed(person, at), PAGE).get_page(request.GET.get("page"))
    committee = queries.open_counts(queries.units_of(person, Role.COMMITTEE, at))
    audits = bool(person.units_with(Role.AUDITOR, at))
    context = {"sheets": sheets, "committee": committee, "audits": audits}
    return render(request, "oversight/index.html", context)


@require_http_methods(["GET", "HEAD"])
@policed("oversight:view")
def sheet(request: PersonRequest, public_id: str) -> HttpResponse:
    rows = Sheet.objects.select_related("unit").defer("unit__outline")
    row = get_object_or_404(rows, public_id=public_id)
    require(request.user, "oversight:view", row, at=now())
    questions = [shown(one) for one in queries.questions_of(row, request.user)]
    context = {"sheet": row, "questions": questions, "width": WIDTH}
    return render(request, "oversight/sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("question:view")
def question(request: PersonRequest, public_id: str) -> HttpResponse:
    at = now()
    rows = Question.objects.select_related("sheet__unit", "officer", "other")
    row = get_object_or_404(rows.defer("sheet__unit__outline"), public_id=public_id)
    require(request.user, "question:view", row, at=at)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        require(request.user, "question:answer", row, at=at)
        try:
            services.answer(question=row, person=request.user, at=at, **form.facts())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("oversight:sheet", row.sheet.public_id)
    context = {
        "shown": shown(row),
        "question": row,
        "answers": row.answers.select_related("person"),
        "form": form,
        "width": WIDTH,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "oversight/question.html", context, status=status)
