"""The parts every page is built from. Built in: no load tag needed. Seen running at /design/."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import segno
from django import forms, template
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from portal.lib import clock
from portal.look.moments import MomentInput

register = template.Library()

KINDS = {
    "person": _("Người"),
    "bicycle": _("Xe đạp"),
    "motorbike": _("Xe máy"),
    "car": _("Ô tô"),
    "bus": _("Xe buýt"),
    "truck": _("Xe tải"),
    "animal": _("Con vật"),
    "moving_object": _("Vật chuyển động"),
}
MAP_DRAW_FIELDS = ("mark", "lat", "lng", "radius_m", "corners", "width_m")
_FAMILIES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (MomentInput, "moment"),
    (forms.CheckboxInput, "check"),
    (forms.Textarea, "text"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.HiddenInput, "hidden"),
)


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, hint: str = "", suffix: str = "", width: str = "", *, asked: bool = False
) -> dict[str, Any]:
    """One form field with label, hint and error. `width` is short, middle or full. `asked`: never
    called optional, since the service may want it.
    """
    widget = bound.field.widget
    kind = next((name for family, name in _FAMILIES if isinstance(widget, family)), "text")
    hint = hint or str(bound.help_text)
    grouped = kind in {"choices", "moment"}
    described = _described(bound, hint)
    attrs: dict[str, Any] = {} if grouped else {"class": _css(kind, width), **described}
    return {
        "field": bound,
        "kind": kind,
        "hint": hint,
        "suffix": suffix,
        "grouped": grouped,
        "described": described.get("aria-describedby", ""),
        "control": _drawn(bound, kind, attrs),
        "optional": not (bound.field.required or asked)
        and kind not in {"choices", "check", "hidden"},
    }


@register.filter
def first_line(words: object) -> str:
    """A choice may carry a second line, after a line break, that explains it."""
    return str(words).partition("\n")[0]


@register.filter
def other_lines(words: object) -> str:
    return str(words).partition("\n")[2]


@register.filter
def invalid(attrs: Mapping[str, Any]) -> bool:
    """Whether a widget's attributes mark it wrong (a template cannot spell the hyphen)."""
    return bool(attrs.get("aria-invalid"))


def _drawn(bound: BoundField, kind: str, attrs: dict[str, Any]) -> str:
    if kind == "choices":
        return ""
    if kind == "moment" and bound.errors:
        attrs["aria-invalid"] = "true"
    if isinstance(bound.field.widget, forms.Textarea):
        attrs.setdefault("rows", 5)
    return bound.as_widget(attrs=attrs)


def _described(bound: BoundField, hint: str) -> dict[str, str]:
    ids = [f"{bound.auto_id}-hint"] if hint else []
    if bound.errors:
        ids.append(f"{bound.auto_id}-error")
    attrs = {"aria-describedby": " ".join(ids)} if ids else {}
    return {**attrs, "aria-invalid": "true"} if bound.errors else attrs


def _css(kind: str, width: str) -> str:
    css = {"check": "check-box", "select": "select", "file": "file"}.get(kind, "input")
    return f"{css} {css}-{width}" if width else css


@register.inclusion_tag("components/error_summary.html")
def error_summary(*given: BaseForm | None) -> dict[str, Any]:
    """What is wrong, on top of the form, each line leading to its field."""
    problems = [
        {"id": _first_control(form, name), "label": _label(form, name, str(words)), "words": words}
        for form in given
        if form is not None
        for name, errors in form.errors.items()
        for words in errors
        if not (name == "lng" and words in form.errors.get("lat", ()))
    ]
    return {"problems": problems}


def _label(form: BaseForm, name: str, words: str) -> str:
    """Of its field; empty where the words say it themselves, or are of a whole place."""
    if name not in form.fields or form[name].is_hidden:
        return ""
    if name == "lat" and words in form.errors.get("lng", ()):
        return ""
    label = str(form[name].label)
    return "" if label in words else label


def _first_control(form: BaseForm, name: str) -> str:
    if name == NON_FIELD_ERRORS or name not in form.fields:
        return ""
    bound = form[name]
    several = forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, several) else bound.auto_id


@register.inclusion_tag("components/tag.html")
def tag(words: object, tone: str = "plain") -> dict[str, object]:
    """A state in one or two words. Tones: plain, good, warn, bad, info."""
    return {"words": words, "tone": tone}


@register.inclusion_tag("components/note.html")
def note(words: object, tone: str = "info", title: object = "") -> dict[str, object]:
    """A sentence that must not be missed. Tones: info, good, warn, bad."""
    return {"words": words, "tone": tone, "title": title}


@register.inclusion_tag("components/fact.html")
def fact(
    label: object, value: object, change: str = "", what: object = "", anchor: str = ""
) -> dict[str, object]:
    """One row of `<dl class="facts">`; `change` is the address where it is changed."""
    return {
        "label": label,
        "value": value,
        "change": f"{change}#{anchor}" if change and anchor else change,
        "what": what or label,
    }


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[tuple[object, ...]]) -> dict[str, object]:
    """Check your answers: rows of (label, value) or (label, value, address to change it)."""
    return {"rows": [(*row, "")[:3] for row in rows]}


@register.inclusion_tag("components/steps.html")
def steps(current: int, total: int, title: object = "") -> dict[str, object]:
    """Where the person stands in a flow of pages."""
    numbers = range(1, total + 1)
    marks = ["done" if n < current else "now" if n == current else "next" for n in numbers]
    return {"current": current, "total": total, "title": title, "marks": marks}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: object) -> dict[str, object]:
    """Work under way: a bar with its numbers in words."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("components/empty.html")
def empty(
    title: object, body: object = "", href: str = "", words: object = ""
) -> dict[str, object]:
    """A list with nothing in it yet says what will stand here and how to begin."""
    return {"title": title, "body": body, "href": href, "words": words}


@register.inclusion_tag("components/event.html")
def event(
    at: datetime, title: object, body: object = "", tone: str = "plain", href: str = ""
) -> dict[str, object]:
    """One line of `<ol class="timeline">`."""
    return {"at": at, "title": title, "body": body, "tone": tone, "href": href}


@register.inclusion_tag("components/stat.html")
def stat(value: object, label: object, hint: object = "", href: str = "") -> dict[str, object]:
    """One big number with its meaning, inside `<div class="stats">`."""
    return {"value": value, "label": label, "hint": hint, "href": href}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: RequestContext, page: "Page[Any]", name: str = "page") -> dict[str, object]:
    """Older and newer, and where one is. Keeps the other query parameters."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    return {"page": page, "name": name, "kept": f"{query.urlencode()}&" if query else ""}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: RequestContext, url: str, words: object, tone: str = "second", **values: object
) -> dict[str, object]:
    """A button that changes something: a form of its own with hidden values."""
    return {
        "url": url,
        "words": words,
        "tone": tone,
        "values": values,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("components/receipt.html")
def receipt(
    number: str,
    title: object,
    href: str = "",
    note: object = "",
) -> dict[str, object]:
    """Proof that something arrived: number, QR code of its address, and the address in words."""
    address = f"{settings.PUBLIC_ADDRESS}{href}" if href.startswith("/") else href
    return {"number": number, "title": title, "note": note, "address": address}


@register.simple_tag
def qr(text: str, scale: int = 4) -> SafeString:
    """An SVG QR code, drawn here; error correction that survives a printed poster."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(scale=scale, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawing)  # noqa: S308 -- segno draws modules only, the text is not in it


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, str]:
    """A drawing beside words, hidden from readers of the page."""
    return {"name": name}


@register.inclusion_tag("components/map_point.html")
def map_point(
    lat: BoundField,
    lng: BoundField,
    bearing: BoundField | None = None,
    fov: BoundField | None = None,
    reach: BoundField | None = None,
    outline: Mapping[str, Any] | None = None,
    centre: str = "",
) -> dict[str, object]:
    """Put a pin and turn the camera's view. Without JavaScript: number boxes."""
    turned = [b for b in (bearing, fov, reach) if b is not None]
    return {
        "lat": lat, "lng": lng, "bearing": bearing, "fov": fov, "reach": reach,
        "outline": outline, "centre": centre, "turned": turned,
        "errors": [e for b in (lat, lng, *turned) for e in b.errors],
        "own_id": f"{lat.auto_id}-map",
        **_map_settings(),
    }  # fmt: skip


@register.inclusion_tag("components/map_draw.html")
def map_draw(
    form: BaseForm,
    url: str = "",
    data: Mapping[str, Any] | None = None,
    outline: Mapping[str, Any] | None = None,
    centre: str = "",
) -> dict[str, object]:
    """Say where: one place and a radius, a drawn area, or a drawn route.

    The form has `mark` (radio: spot, area, route), `lat`, `lng`, `radius_m`, `corners` (text:
    "lat, lng; lat, lng") and `width_m`; where `mark` may be `camera`, `camera` (its public id) as
    well. `url` answers GeoJSON for ?lat=&lng=&radius=, ?area= or ?route=&width=; `data` is what was
    found. Without JavaScript: number boxes.
    """
    fields = {name: form[name] for name in MAP_DRAW_FIELDS}
    camera = form["camera"] if "camera" in form.fields else None
    errors = [error for name in MAP_DRAW_FIELDS[1:] for error in fields[name].errors]
    return {
        **fields, "camera": camera, "url": url, "data": data, "outline": outline, "centre": centre,
        "errors": [*errors, *(camera.errors if camera else [])],
        "own_id": f"{fields['corners'].auto_id}-map",
        **_map_settings(),
    }  # fmt: skip


@register.inclusion_tag("components/map_show.html")
def map_show(
    url: str = "",
    data: Mapping[str, Any] | None = None,
    outline: Mapping[str, Any] | None = None,
    centre: str = "",
    label: object = "",
    name: str = "map",
    *,
    live: bool = False,
) -> dict[str, object]:
    """Show GeoJSON points or cells, from an address or given here. `live`: the address is asked for
    each frame anew, with ?west=&south=&east=&north=&zoom=.
    """
    return {
        "url": url, "data": data, "outline": outline, "centre": centre, "label": label,
        "own_id": name, "live": live,
        **_map_settings(),
    }  # fmt: skip


def _map_settings() -> dict[str, object]:
    tiles = settings.LEAFLET_CONFIG["TILES"]
    lat, lng = settings.LEAFLET_CONFIG["DEFAULT_CENTER"]
    zoom = settings.LEAFLET_CONFIG["DEFAULT_ZOOM"]
    return {"tiles": tiles, "default_centre": f"{lat},{lng},{zoom}"}


@register.inclusion_tag("components/player.html")
def player(
    video: str,
    start: datetime,
    findings: Mapping[str, Any] | None = None,
    poster: str = "",
    fps: float = 25,
    masks: Iterable[Iterable[tuple[int, int]]] = (),
    size: tuple[int, int] | None = None,
) -> dict[str, object]:
    """The clip with its controls, boxes and timeline. `start` is the first frame's true time.

    `masks` are polygons in thousandths of the picture, drawn over it; `size` of any picture of the
    clip gives its shape before the clip itself does.
    """
    return {
        "video": video,
        "start": clock.to_text(start),
        "findings": findings,
        "poster": poster,
        "fps": fps,
        "kinds": {kind: str(words) for kind, words in KINDS.items()},
        "masks": [" ".join(f"{x},{y}" for x, y in corners) for corners in masks],
        "shape": _shape(size),
    }


def _shape(size: tuple[int, int] | None) -> str:
    """How tall a picture stands for its width, for the room it is given on the page."""
    width, height = size or (16, 9)
    return "wide" if width * 2 > height * 3 else "square" if width > height else "tall"


@register.filter
def kind_words(kind: str) -> str:
    """What the detector calls person -> Người."""
    return str(KINDS.get(kind, kind))
