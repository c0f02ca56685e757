from collections.abc import Callable
from typing import Any

import pytest

from portal.people.checks import production_settings

GOOD = {
    "PRODUCTION": True,
    "SECRET_KEY": "s" * 50,
    "VAULT_KEY": "v" * 50,
    "CELERY_BROKER_URL": "redis://broker:6379/0",
    "SOURCE_ALLOW": ["10.1.2.3"],
    "DEMO": False,
    "PUBLIC_ADDRESS": "https://camera.example",
    "ZALO_CHANNEL": "",
    "SMS_URL": "https://sms.example/send",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "DEFAULT_FROM_EMAIL": "camera@ward.example",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}},
}


@pytest.fixture
def problems(settings: Any) -> Callable[..., list[str]]:
    def ask(**changes: Any) -> list[str]:
        for name, value in {**GOOD, **changes}.items():
            setattr(settings, name, value)
        found = [message.id or "" for message in production_settings(None)]
        return [code for code in found if code != "portal.W001"]  # the tests may run on SQLite

    return ask


def test_a_complete_production_has_no_problem(problems: Callable[..., list[str]]) -> None:
    assert problems() == []


def test_a_laptop_is_not_asked(problems: Callable[..., list[str]]) -> None:
    assert problems(PRODUCTION=False, SECRET_KEY="short", CELERY_BROKER_URL="filesystem://") == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"SECRET_KEY": "short"}, "portal.E001"),
        ({"VAULT_KEY": ""}, "portal.E002"),
        ({"CELERY_BROKER_URL": "filesystem://"}, "portal.E003"),
        ({"CELERY_BROKER_URL": ""}, "portal.E003"),
        ({"SOURCE_ALLOW": ["127.0.0.1"]}, "portal.E004"),
        ({"SOURCE_ALLOW": ["10.0.0.1", "127.0.0.1:8555"]}, "portal.E004"),
        ({"SOURCE_ALLOW": ["localhost"]}, "portal.E004"),
        ({"SOURCE_ALLOW": ["[::1]:80"]}, "portal.E004"),
        ({"SOURCE_ALLOW": ["::1"]}, "portal.E004"),
        ({"SOURCE_ALLOW": ["0.0.0.0/0"]}, "portal.E004"),
        ({"DEMO": True}, "portal.E005"),
        ({"PUBLIC_ADDRESS": "http://camera.example"}, "portal.E006"),
        ({"CACHES": {"default": {"BACKEND": "x.locmem.LocMemCache"}}}, "portal.E007"),
        ({"ZALO_CHANNEL": "portal.notices.channels.FileZalo"}, "portal.E008"),
        ({"SMS_URL": ""}, "portal.E009"),
        ({"SMS_URL": "http://sms.example/send"}, "portal.E009"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}, "portal.E010"),
        ({"DEFAULT_FROM_EMAIL": "portal@localhost"}, "portal.E011"),
    ],
)
def test_each_stand_in_is_named(
    problems: Callable[..., list[str]], changes: dict[str, Any], code: str
) -> None:
    assert problems(**changes) == [code]
