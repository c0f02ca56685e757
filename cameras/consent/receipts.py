"""A receipt of one answer: fields after ISO/IEC TS 27560:2023 as JSON-LD after the W3C DPV's
profile for it, signed with the key of the record under a name of its own. How to check one without
this portal: docs/consent-receipt.md.

A file is the canonical JSON of ``{"note": ..., "receipt": ...}`` and a newline. The note is a
C2SP signed note (Ed25519) whose text is the canonical JSON of the receipt.
"""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from portal.ledger import feed, note
from portal.lib import canonical, clock
from portal.lib.ids import subject

from . import texts
from .models import ConsentEvent
from .scopes import Means, Scope, Verb
from .vocabulary import MEANS_WORDS, SCOPE_WORDS

PROFILE = "https://w3id.org/dpv/schema/dpv-27560"
CONTEXT = {
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
    "schema": "https://schema.org/",
    "ward": "https://example.invalid/ward-camera-portal#",  # words of our own, said in the docs
}
LAW = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"
STATUS = {
    Verb.GRANT: "dpv:ConsentGiven",
    Verb.REFUSE: "dpv:ConsentRefused",
    Verb.WITHDRAW: "dpv:ConsentWithdrawn",
}
# What each scope lets happen, in the vocabulary's own terms: purpose, operation, data.
PROCESSES = {
    Scope.MAP: ("dpv:LawEnforcement", "dpv:Consult", "pd:Location"),
    Scope.ASK: ("dpv:LawEnforcement", "dpv:Obtain", "pd:Video"),
    Scope.RELEASE: ("dpv:LawEnforcement", "dpv:Obtain", "pd:Video"),
    Scope.DETECT: ("dpv:LawEnforcement", "dpv:Analyse", "pd:Video"),
}
MOST_BYTES = 100_000


class Untrue(Exception):  # noqa: N818 -- an outcome, named as it reads
    """No receipt that this key has signed, to the byte."""


def signer() -> note.Signer:
    """Raises Refused when the key cannot be used."""
    return feed.signer_of("consent-receipts")


def signed(event: ConsentEvent) -> bytes:
    """The file for this answer: the same bytes each time. Raises Refused without a usable key."""
    receipt = document(event)
    text = canonical.encode(receipt).decode() + "\n"
    return canonical.encode({"note": signer().sign(text), "receipt": receipt}) + b"\n"


def opened(file: bytes, verifier: note.Verifier) -> dict[str, Any]:
    """The receipt in a file, once it is found to be what was signed, to the byte. Raises Untrue."""
    if len(file) > MOST_BYTES:
        raise Untrue("too long for a receipt")
    try:
        held = json.loads(file)
        if not isinstance(held, dict) or set(held) != {"note", "receipt"}:
            raise Untrue("no receipt")
        text = note.open_note(held["note"], verifier)
        same = text.encode() == canonical.encode(held["receipt"]) + b"\n"
        if not same or file != canonical.encode(held) + b"\n":
            raise Untrue("not the bytes that were signed")
    except (note.NoteError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Untrue("no receipt, or not signed by this key") from error
    receipt: dict[str, Any] = held["receipt"]
    return receipt


def document(event: ConsentEvent) -> dict[str, Any]:
    """The receipt as it is signed. Raises ValueError for a leaving, to which no text was shown."""
    terms = texts.load(event.terms_version, event.terms_language)
    if terms.sha256 != event.terms_sha256:
        raise ValueError(f"got another text than event {event.public_id} was given to")
    with translation.override(event.terms_language):
        record = _record(event, terms)
    address = reverse("consent:paper", args=[event.camera.public_id, event.public_id])
    return {
        "@context": CONTEXT,
        "@id": f"{settings.PUBLIC_ADDRESS}{address}",
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": f"{PROFILE}#receipt-record",
        "dct:created": clock.to_text(event.at),
        "dct:identifier": f"receipt-{event.public_id}",
        "dct:publisher": _controller(event),
        "dpv:hasRecordOfActivity": record,
        "schema:recipient": "dpv:DataSubject",
    }


def _record(event: ConsentEvent, terms: texts.Terms) -> dict[str, Any]:
    withdraw = reverse("consent:withdraw", args=[event.camera.public_id])
    return {
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": f"{PROFILE}#record",
        "dct:identifier": event.public_id,
        "dct:subject": event.camera.subject,
        "dpv:hasApplicableLaw": LAW,
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "schema:url": f"{settings.PUBLIC_ADDRESS}{withdraw}",
        },
        "dpv:hasConsentStatus": _status(event),
        "dpv:hasDataController": _controller(event),
        "dpv:hasDataSubject": {"@id": event.person.subject, "@type": "dpv:DataSubject"},
        "dpv:hasJurisdiction": "loc:VN",
        "dpv:hasLegalBasis": "dpv:ExplicitlyExpressedConsent",
        "dpv:hasNotice": {
            "@type": "dpv:ConsentNotice",
            "dct:language": terms.language,
            "schema:version": terms.version,
            "ward:sha256": terms.sha256,
        },
        "dpv:hasProcess": [
            _process(event, scope, terms) for scope in Scope if scope in event.scopes
        ],
    }


def _status(event: ConsentEvent) -> dict[str, Any]:
    status: dict[str, Any] = {
        "@type": STATUS[Verb(event.verb)],
        "dct:description": str(MEANS_WORDS[Means(event.means)]),
        "dpv:isIndicatedAtTime": clock.to_text(event.at),
        "dpv:isIndicatedBy": event.person.subject,
        "ward:recordedBy": subject("person", event.recorded_by.public_id),
    }
    if until := event.limits.get("until"):
        status["dpv:hasDuration"] = {"@type": "dpv:UntilTimeDuration", "schema:endDate": until}
    return status


def _process(event: ConsentEvent, scope: Scope, terms: texts.Terms) -> dict[str, Any]:
    purpose, operation, data = PROCESSES[scope]
    process: dict[str, Any] = {
        "@type": "dpv:Process",
        "dct:description": terms.sections[scope],
        "dct:identifier": str(scope),
        "dct:title": str(SCOPE_WORDS[scope]),
        "dpv:hasDataSource": "dpv:DataSubject",
        "dpv:hasPersonalData": data,
        "dpv:hasProcessing": operation,
        "dpv:hasPurpose": purpose,
        "dpv:hasRecipient": "dpv:LawEnforcementAuthority",
    }
    if scope is Scope.RELEASE and "release" in event.limits:
        process["ward:limits"] = event.limits["release"]
    if scope is Scope.ASK and "keep_days" in event.limits:
        process["dpv:hasStorageCondition"] = {
            "@type": "dpv:StorageDuration",
            "ward:daysAfterCaseClosed": event.limits["keep_days"],
        }
    return process


def _controller(event: ConsentEvent) -> dict[str, str]:
    unit = event.camera.unit
    return {
        "@id": unit.subject,
        "@type": "dpv:DataController",
        "schema:name": unit.full_name,
        **({"schema:telephone": settings.HELP_PHONE} if settings.HELP_PHONE else {}),
    }
