"""Check your answers: a draft in words, line by line, with the page where each is changed."""

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cameras.registry.drafts import NEW_BUSINESS, NEW_HOUSEHOLD, machine_of
from cameras.registry.models import Draft
from cameras.registry.presets import LENS_CODES, RESOLUTIONS
from cameras.registry.vocabulary import Connection, Ownership, PlaceKind, Recording, direction
from cameras.registry.words import PRESET_WORDS
from portal.people.models import Organisation

from .vocabulary import SCOPE_QUESTIONS, SCOPE_WORDS, days_words

Row = tuple[object, object, str]


def rows(draft: Draft) -> list[Row]:
    """Label, value, address of the page. The draft has every answer."""
    return [*_where(draft), *_sees(draft), *_machine(draft), *_owner(draft), *_consent(draft)]


def _where(draft: Draft) -> list[Row]:
    facts, change = draft.answers["where"], _change(draft, "registry:where")
    looks = _("Không rõ") if facts["bearing"] is None else direction(facts["bearing"])
    pin = f"{facts['lat']:.5f}, {facts['lng']:.5f}"
    return [
        (_("Vị trí ghim"), pin, change),
        (_("Hướng nhìn"), looks, change),
        (_("Địa chỉ"), facts["address"] or _("Không ghi"), change),
        (_("Phường, xã"), facts["unit_name"], change),
    ]


def _sees(draft: Draft) -> list[Row]:
    facts, change = draft.answers["sees"], _change(draft, "registry:sees")
    unknown = _("Không rõ")
    night = {True: _("Có"), False: _("Không"), None: unknown}[facts["night_vision"]]
    recording = Recording(facts["recording"]).label if facts["recording"] else unknown
    days = _("%(days)s ngày") % {"days": facts["days"]} if facts["days"] else ""
    return [
        (_("Camera nhìn vào"), PlaceKind(facts["place_kind"]).label, change),
        (_("Thấy ban đêm"), night, change),
        (_("Cách ghi"), recording, change),
        (_("Hình được giữ"), days or _("Không rõ, tạm tính 7 ngày"), change),
    ]


def _machine(draft: Draft) -> list[Row]:
    facts, change = machine_of(draft), _change(draft, "registry:machine")
    unknown = _("Không rõ")
    inside = {True: _("Trong nhà"), False: _("Ngoài trời"), None: unknown}[facts["indoor"]]
    width, height = RESOLUTIONS.get(facts["resolution"], (0, 0))
    lens = f"{number_format(LENS_CODES[facts['lens']])} mm" if facts["lens"] else unknown
    stored = Connection(facts["connection"]).label if facts["connection"] else unknown
    return [
        (_("Loại máy"), PRESET_WORDS.get(facts["preset"], unknown), change),
        (_("Lắp ở"), inside, change),
        (_("Độ nét"), f"{width} × {height}" if width else unknown, change),
        (_("Ống kính"), lens, change),
        (_("Hình được lưu ở"), stored, change),
    ]


def _owner(draft: Draft) -> list[Row]:
    facts, change = draft.answers["owner"], _change(draft, "registry:owner")
    return [
        (_("Tên camera"), facts["name"], change),
        (_("Camera của"), _owner_name(facts["owner"], facts["organisation_name"]), change),
        (_("Tiền mua camera"), _paid_by(facts.get("ownership", "")), change),
        (_("Đầu ghi"), facts["link"]["url"] if facts["link"] else _("Chưa nối"), change),
    ]


def _paid_by(ownership: str) -> object:
    return Ownership(ownership).label if ownership else _("Của người đứng tên camera")


def _owner_name(chosen: str, new_name: str) -> str:
    if chosen in (NEW_HOUSEHOLD, NEW_BUSINESS):
        return new_name
    return str(Organisation.objects.values_list("name", flat=True).get(public_id=chosen))


def _consent(draft: Draft) -> list[Row]:
    answers, change = draft.answers["consent"]["answers"], _change(draft, "consent:ask")
    words = {True: _("Đồng ý"), False: _("Không đồng ý")}
    rows: list[Row] = [
        (SCOPE_WORDS[scope], words[answers[scope]], change) for scope in SCOPE_QUESTIONS
    ]
    if days := draft.answers["consent"].get("keep_days"):
        rows.append((_("Giữ đoạn hình sau khi vụ việc đóng"), days_words(days), change))
    return rows


def _change(draft: Draft, page: str) -> str:
    return reverse(page, args=[draft.public_id])
