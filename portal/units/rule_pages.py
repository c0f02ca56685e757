"""The rules of a unit: what holds, since when and by which document; an administrator adds rows."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, allowed, policed, require
from portal.places.models import Unit
from portal.places.rules import Rule, rows_for, standing

from . import services
from .forms import RuleForm
from .present import line_of, lines_by_group, past_of, rule_from_slug
from .queries import get_unit


@require_http_methods(["GET", "HEAD"])
@policed("rule:view")
def rules(request: PersonRequest, code: str) -> HttpResponse:
    unit, at = get_unit(code), now()
    require(request.user, "rule:view", unit, at=at)
    context = {
        "unit": unit,
        "groups": lines_by_group(standing(unit, at)),
        "may_change": allowed(request.user, "rule:change", unit, at=at),
    }
    return render(request, "units/rules.html", context)


@require_http_methods(["GET", "HEAD"])
@policed("rule:view")
def rule(request: PersonRequest, code: str, key: str) -> HttpResponse:
    """One rule, and every row that was ever written for it here or above."""
    unit, at = get_unit(code), now()
    require(request.user, "rule:view", unit, at=at)
    wanted = _rule(key)
    stands = next(one for one in standing(unit, at) if one.rule == wanted)
    context = {
        "unit": unit,
        "line": line_of(stands),
        "past": past_of(wanted, rows_for(unit).filter(key=wanted.key)),
        "may_change": allowed(request.user, "rule:change", unit, at=at),
    }
    return render(request, "units/rule.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@policed("rule:change")
def change(request: PersonRequest, code: str, key: str) -> HttpResponse:
    """Write, check, send: the answers travel in the form, nothing is kept before the last step."""
    unit, at = get_unit(code), now()
    require(request.user, "rule:change", unit, at=at)
    wanted = _rule(key)
    today = {"valid_from": timezone.localtime(at).strftime("%d/%m/%Y")}
    data = request.POST if request.method == "POST" else None
    form = RuleForm(data, rule=wanted, initial=today)
    step = request.POST.get("step", "check")
    if step == "edit" or not form.is_valid():
        return _form_page(request, unit, wanted, form, edit=step == "edit")
    try:
        facts = _facts(form, unit, wanted)
        if step != "save":
            services.check_rule(**{k: facts[k] for k in facts if k != "public_id"}, at=at)
            stands = next(one for one in standing(unit, at) if one.rule == wanted)
            context = {"unit": unit, "line": line_of(stands), "form": form, **form.cleaned_data}
            return render(request, "units/check_rule.html", context)
        services.set_rule(**facts, person=request.user, at=at)
    except Refused as refused:
        add_refusal(form, refused)
        return _form_page(request, unit, wanted, form)
    return redirect("units:rule", unit.code, key)


def _facts(form: RuleForm, unit: Unit, wanted: Rule) -> dict[str, Any]:
    return {"unit": unit, "key": wanted.key, **form.facts()}


def _form_page(
    request: PersonRequest, unit: Unit, wanted: Rule, form: RuleForm, *, edit: bool = False
) -> HttpResponse:
    stands = next(one for one in standing(unit, now()) if one.rule == wanted)
    context = {"unit": unit, "line": line_of(stands), "form": form}
    status = 422 if form.is_bound and not edit else 200
    return render(request, "units/change_rule.html", context, status=status)


def _rule(key: str) -> Rule:
    try:
        return rule_from_slug(key)
    except LookupError as error:
        raise Http404(key) from error
