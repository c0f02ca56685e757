"""What police asked for, in public: no sign-in, and only what `public.py` has published."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from portal.people.rights import public_page
from portal.places.models import Unit

from .disclosure import LEAST
from .models import PublicMonth
from .public_present import month_table, unit_table, unreviewed_of


@require_http_methods(["GET", "HEAD"])
@public_page
def public(request: HttpRequest) -> HttpResponse:
    """One month of all units, or all months of one unit."""
    months = list(PublicMonth.objects.all()[:24])
    context = {"months": months, "least": LEAST, "below": LEAST - 1}
    code = request.GET.get("unit", "")
    if code:
        unit = Unit.objects.filter(code=code, valid_to=None).defer("outline").first()
        if unit is None:
            raise Http404(code)
        return render(
            request,
            "reports/public_unit.html",
            {
                **context,
                "unit": unit,
                "rows": unit_table(unit, months),
                "unreviewed": unreviewed_of(unit, months),
            },
        )
    month = _chosen(request, months)
    if month is not None:
        context |= {"month": month, **month_table(month)}
    return render(request, "reports/public.html", context)


def _chosen(request: HttpRequest, months: list[PublicMonth]) -> PublicMonth | None:
    asked = request.GET.get("month", "")
    if not asked:
        return months[0] if months else None
    found = next((row for row in months if f"{row.month:%Y-%m}" == asked), None)
    if found is None:
        raise Http404(asked)
    return found
