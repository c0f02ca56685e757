"""How a second factor comes to count for an office: by a code that was handed over in person.

A code by SMS reaches whoever holds the telephone number, and may be a thief. So the first factor of
an official, also one set up earlier as a resident, counts from the moment on in which a code was
typed that an administrator gave from hand to hand. Further factors are set up in a session that has
shown one that counts. Each factor that counts has a row; what has none opens no office.
"""

from datetime import datetime

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from portal.ledger.kinds import Kind
from portal.ledger.write import Draft, append
from portal.lib.digest import equal
from portal.lib.errors import Refused
from portal.places.models import Unit

from . import sessions
from .enrolment_code import TRIES, VALID_FOR, as_typed, digest, new_code, new_salt
from .models import ConfirmedFactor, EnrolmentCode, User

OPERATOR = "system:operator"  # who appoints the first administrator, from the command line
PRIMARY = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes only replace them


@transaction.atomic
def issue_code(
    *, person: User, unit: Unit, issued_by: User | None, lost: bool = False, at: datetime
) -> str:
    """Draw a code and return it, once: only its hash is kept. Codes drawn before are dead.

    With `lost` (a stolen or broken telephone) every second factor of the person is removed and all
    their sessions end, so that they can come in by message and start again with this code.
    """
    if issued_by is not None and issued_by.pk == person.pk:
        raise Refused("people.code_for_oneself")
    User.objects.select_for_update().get(pk=person.pk)
    if not _in_office(person, at, unit):
        raise Refused("people.code_without_office")
    EnrolmentCode.objects.filter(person=person, ended_at=None).update(ended_at=at)
    if lost:
        Authenticator.objects.filter(user=person).delete()
        sessions.end_all(person=person)
    code, salt = new_code(), new_salt()
    row = EnrolmentCode.objects.create(
        person=person,
        unit=unit,
        issued_by=issued_by,
        issued_at=at,
        expires_at=at + VALID_FOR,
        salt=salt,
        hashed=digest(key=_key(), salt=salt, code=code),
    )
    facts = {"expires": row.expires_at.isoformat(), "removed_factors": lost}
    draft = Draft(Kind.FACTOR_CODE_ISSUED, (person.subject, unit.subject), facts)
    append(draft, actor=issued_by.subject if issued_by else OPERATOR, at=at)
    person.forget_read()
    return code


def waiting_code(person: User, at: datetime) -> EnrolmentCode | None:
    """The code that could be typed now, if there is one."""
    row = _newest(person)
    return row if row is not None and row.is_open(at) else None


def redeem(*, person: User, text: str, at: datetime) -> EnrolmentCode:
    """Take a typed code. Each try counts before it is compared, also when many come at once."""
    row = _newest(person)
    if row is None or not _in_office(person, at):
        raise Refused("people.code_none", field="code")
    row.refuse_unless_open(at)
    typed = as_typed(text)
    if typed is None:
        raise Refused("people.code_malformed", field="code")
    mine = EnrolmentCode.objects.filter(pk=row.pk, used_at=None, ended_at=None)
    counted = mine.filter(tries__lt=TRIES).update(tries=F("tries") + 1)
    row.refresh_from_db(fields=["tries", "used_at"])  # others may have tried at the same instant
    if not counted:
        row.refuse_unless_open(at)
        raise Refused("people.code_none", field="code")
    if not equal(row.hashed, digest(key=_key(), salt=row.salt, code=typed)):
        left = TRIES - row.tries
        if left < 1:
            raise Refused("people.code_dead", field="code")
        raise Refused("people.code_wrong", field="code", left=left)
    with transaction.atomic():
        if not mine.update(used_at=at):
            raise Refused("people.code_used", field="code")
        subjects = (person.subject, row.unit.subject)
        append(Draft(Kind.FACTOR_CODE_USED, subjects), actor=person.subject, at=at)
    return row


@transaction.atomic
def confirm(*, person: User, authenticator: Authenticator, means: str, at: datetime) -> None:
    """From now on this factor counts for the person's offices. `means` is code or factor."""
    _row, made = ConfirmedFactor.objects.get_or_create(
        authenticator=authenticator, defaults={"person": person, "at": at}
    )
    if made and authenticator.type in PRIMARY:
        facts = {"factor": str(authenticator.type), "means": means}
        units = dict.fromkeys(office.unit.subject for office in person.offices_at(at))
        draft = Draft(Kind.FACTOR_ENROLLED, (person.subject, *units), facts)
        append(draft, actor=person.subject, at=at)
    person.forget_read()


@transaction.atomic
def confirm_only(*, person: User, authenticator: Authenticator, at: datetime) -> None:
    """A factor from before the office counts now; whatever else was set up before it is gone."""
    Authenticator.objects.filter(user=person).exclude(pk=authenticator.pk).delete()
    confirm(person=person, authenticator=authenticator, means="code", at=at)


def _newest(person: User) -> EnrolmentCode | None:
    rows = EnrolmentCode.objects.filter(person=person, ended_at=None)
    return rows.select_related("unit").order_by("-pk").first()


def _in_office(person: User, at: datetime, unit: Unit | None = None) -> bool:
    """Holds an office, or one that has been given from a later day on."""
    rows = person.offices.filter(Q(valid_to=None) | Q(valid_to__gt=at))
    return (rows.filter(unit=unit) if unit else rows).exists()


def _key() -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"people/enrolment-code").derive(
        settings.VAULT_KEY.encode()
    )
