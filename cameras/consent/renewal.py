"""A new version of the terms asks again: whoever agreed to an older one is told, once a version.

What they agreed to holds on as it is, for the purposes they were asked about, until they answer or
it runs out. What is new in the terms is off.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cameras.registry.vocabulary import Status
from portal.ledger.kinds import Kind
from portal.notices.services import NewNotice, notify_many
from portal.people.models import User

from . import texts
from .models import ConsentEvent, TermsNotice
from .scopes import Verb

BATCH = 500


def ask_again(at: datetime) -> int:
    """Tell the next of them. How many were told."""
    with transaction.atomic():
        people = list(_agreed_to_older()[:BATCH])
        rows = [TermsNotice(person=one, version=texts.CURRENT, at=at) for one in people]
        TermsNotice.objects.bulk_create(rows)
        notify_many([_news(one) for one in people], at=at)
    return len(people)


def _agreed_to_older() -> "QuerySet[User]":
    """Whose last word about a camera in use is a yes to an older text, and who was not told yet."""
    later = ConsentEvent.objects.filter(
        camera=OuterRef("camera"), person=OuterRef("person"), terms_version=texts.CURRENT
    )
    older = ConsentEvent.objects.filter(
        ~Exists(later), person=OuterRef("pk"), verb=Verb.GRANT, camera__status=Status.ACTIVE
    ).exclude(terms_version=texts.CURRENT)
    told = TermsNotice.objects.filter(person=OuterRef("pk"), version=texts.CURRENT)
    return User.objects.filter(Exists(older), ~Exists(told), is_active=True).order_by("pk")


def _news(person: User) -> NewNotice:
    return NewNotice(
        person=person,
        kind=Kind.CONSENT_GRANTED,
        title=_("Bản cam kết đã được thay bằng bản mới"),
        body=_(
            "Những gì bạn đã đồng ý vẫn giữ nguyên như cũ, mục mới thì chưa bật. "
            "Hãy mở trang của camera, đọc bản mới rồi trả lời lại."
        ),
        link=reverse("registry:index"),
        subject=person.subject,
    )
