"""Files that leave: templates, lists with their problems, one's own cameras, a unit's inventory."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from portal.lib import clock
from portal.lib.clock import now
from portal.lib.words import folded
from portal.people.rights import PersonRequest, policed, require
from portal.places.models import Unit

from . import exports, queries, template, totals
from .rights import choices_of
from .writing import Row, Sheet, delimited, xlsx

XLSX, CSV = "xlsx", "csv"
TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
}


@require_safe
@policed("census:start")
def empty(request: PersonRequest, kind: str, layout: str) -> HttpResponseBase:
    """The template: of a board's list or of an organisation's own."""
    del request
    if kind not in {"own", "board"}:
        raise Http404
    boards = kind == "board"
    return _file(
        "mau-danh-sach-camera",
        layout,
        {
            XLSX: lambda: iter([template.xlsx(boards=boards)]),
            CSV: lambda: template.delimited_text(boards=boards),
        },
    )


@require_safe
@policed("import:view")
def annotated(request: PersonRequest, public_id: str) -> HttpResponseBase:
    """The list as it stands with what is to be mended, in Vietnamese as all lists are."""
    source = queries.get_import(public_id, request.user, now())
    with translation.override("vi"):
        return _file("can-sua", XLSX, {XLSX: lambda: xlsx([exports.annotated(source)])})


@require_safe
@policed("camera:view")
def own(request: PersonRequest, layout: str) -> HttpResponseBase:
    """The cameras of everybody for whom this person acts."""
    sheet = exports.own(request.user, now())
    return _file("camera-cua-toi", layout, _layouts([sheet], sheet.headings, sheet.rows))


@require_safe
@policed("inventory:view")
def inventory(request: PersonRequest) -> HttpResponse:
    """What the unit's list holds, and the buttons to take it along."""
    at = now()
    context = {
        "units": queries.units_of_keeper(request.user, at),
        "may_start": bool(choices_of(request.user, at)),
    }
    return render(request, "census/inventory.html", context)


@require_POST
@policed("inventory:view")
def take_inventory(request: PersonRequest, code: str, layout: str) -> HttpResponseBase:
    """On the record before the first byte: hence a button and not a link."""
    at = now()
    unit = get_object_or_404(Unit.objects.select_related("province"), code=code)
    require(request.user, "inventory:view", unit, at=at)
    if layout not in TYPES:
        raise Http404
    exports.record_export(unit, person=request.user, layout=layout, at=at)
    headings, rows = exports.flat_inventory(unit, request.user, at)
    sheets = [totals.summary(unit, request.user, at), *exports.inventory(unit, request.user, at)]
    name = slugify(folded(unit.full_name))
    return _file(f"kiem-ke-camera-{name}", layout, _layouts(sheets, headings, rows))


Makers = dict[str, Callable[[], "Iterator[bytes] | Iterator[str]"]]


def _layouts(sheets: list[Sheet], headings: Iterable[str], rows: Iterable[Row]) -> Makers:
    return {XLSX: lambda: xlsx(sheets), CSV: lambda: delimited(list(headings), rows)}


def _file(name: str, layout: str, makers: Makers) -> StreamingHttpResponse:
    if layout not in makers:
        raise Http404
    made: datetime = now().astimezone(clock.VIETNAM)
    response = StreamingHttpResponse(makers[layout](), content_type=TYPES[layout])
    filename = f"{name}-{made:%Y-%m-%d}.{layout}"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "no-store"
    return response
