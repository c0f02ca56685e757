"""How to reach one camera's owner: asked why first, shown once, kept on the record."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.lib.clock import now
from portal.lib.errors import Refused
from portal.look.refusals import add_refusal
from portal.people.rights import PersonRequest, policed, require

from . import details
from .forms import LookupForm
from .models import Target


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@policed("details:open")
def show(request: PersonRequest, public_id: str) -> HttpResponse:
    """GET asks why and shows nothing of the owner; each POST is one more look on the record."""
    at = now()
    rows = Target.objects.select_related("camera", "request__case__unit")
    target = get_object_or_404(rows, public_id=public_id)
    require(request.user, "details:open", target, at=at)
    pace = details.pace_of(request.user, target, at)
    form = LookupForm(request.POST or None, asks_reason=pace.is_beyond)
    opened = None
    if form.is_valid():
        try:
            opened = details.open_details(
                target=target, person=request.user, at=at, **form.cleaned_data
            )
        except Refused as refused:
            if refused.field == "reason" and not pace.is_beyond:
                form = LookupForm(request.POST, asks_reason=True)  # another tab was faster
            else:
                add_refusal(form, refused)
    context = {"target": target, "row": target.request, "form": form, "opened": opened}
    context |= {"pace": pace, "at": at}
    status = 422 if form.is_bound and opened is None else 200
    return render(request, "requests/details.html", context, status=status)
