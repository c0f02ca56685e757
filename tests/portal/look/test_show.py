import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from portal.look import samples

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["look:home", "look:design"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_public_pages_open_in_both_languages(client: Client, name: str, language: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.content.decode()


def test_no_page_carries_inline_styles_or_scripts(client: Client) -> None:
    for name in ("look:home", "look:design"):
        finder = _Inline()
        finder.feed(client.get(reverse(name)).content.decode())
        assert finder.found == []


def test_no_template_of_the_house_carries_inline_styles_or_scripts() -> None:
    wrong = [
        path.relative_to(settings.ROOT).as_posix()
        for path in Path(settings.ROOT, "templates").rglob("*.html")
        if re.search(r"""\s(style|on[a-z]+)=["']""", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []


class _Inline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.found += [f"{tag} {name}" for name in names if name == "style" or name[:2] == "on"]
        data = names.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in names and not data):
            self.found.append(tag)


def test_every_component_is_shown_with_its_own_source(client: Client) -> None:
    page = client.get(reverse("look:design")).content.decode()
    for name, _title in samples.SAMPLES:
        assert f'id="{name}"' in page
    tags = Path(settings.ROOT, "portal/look/templatetags/components.py").read_text()
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(settings.ROOT, "templates/look/design").glob("*.html")
    )
    for tag in re.findall(r"@register\.inclusion_tag.*?\ndef (\w+)", tags):
        assert f"{{% {tag} " in shown, tag


def test_the_language_switch_remembers_and_never_leads_elsewhere(client: Client) -> None:
    answer = client.post(reverse("look:language"), {"language": "en", "next": "/design/"})
    assert answer["Location"] == "/design/"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    for away in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        answer = client.post(reverse("look:language"), {"language": "vi", "next": away})
        assert answer["Location"] == "/"
    client.post(reverse("look:language"), {"language": "xx", "next": "/"})
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "vi"


def test_a_wrong_form_names_each_field_and_keeps_the_input(client: Client) -> None:
    answer = client.post(reverse("look:design"), {"name": "Cổng <b>", "when_day": "31/02/2026"})
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert 'href="#id_when_0"' in page
    assert 'href="#id_kind_0"' in page
    assert 'value="Cổng &lt;b&gt;"' in page
    assert 'aria-invalid="true"' in page


def test_a_field_ties_hint_and_error_to_its_control() -> None:
    class Small(forms.Form):
        name = forms.CharField(help_text="Gợi ý", max_length=3)

    drawn = Template("{% field form.name %}").render(Context({"form": Small({"name": "abcd"})}))
    assert 'aria-describedby="id_name-hint id_name-error"' in drawn
    assert 'id="id_name-hint"' in drawn
    assert 'id="id_name-error"' in drawn


def test_a_receipt_carries_a_code_of_the_full_address() -> None:
    drawn = Template('{% receipt "VT-1" "Xong" "/cameras/" %}').render(Context())
    assert f"{settings.PUBLIC_ADDRESS}/cameras/" in drawn
    assert 'class="qr"' in drawn


def test_words_are_escaped_in_every_component() -> None:
    hostile = "<script>alert(1)</script>"
    page = Template(
        "{% tag w %}{% note w 'info' w %}{% empty w w '/' w %}{% stat w w w %}{% fact w w '/' %}"
        "{% steps 1 2 w %}{% receipt w w '/' w %}"
    )
    assert "<script>" not in page.render(Context({"w": hostile}))
