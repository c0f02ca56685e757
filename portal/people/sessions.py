"""Ending a person's sessions: elsewhere after a way of signing in has changed, or everywhere.

Each session carries a hash of the account's password field. Nobody has a password here, so the
field holds a random text; a new one ends every session that does not know it, listed or not.
"""

import json
from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from .models import User


def end_others(*, request: HttpRequest, person: User) -> None:
    """Every session but this one is over at once; this one goes on under a new key."""
    before = request.session.session_key
    _renew(person)
    update_session_auth_hash(request, person)
    _remove(UserSession.objects.filter(user=person).exclude(session_key=before))
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def end_all(*, person: User, keys: Iterable[str] = ()) -> None:
    """Every session is over; `keys` are those `mentioning` found."""
    _renew(person)
    _remove(UserSession.objects.filter(user=person))
    Session.objects.filter(session_key__in=list(keys)).delete()


def mentioning(person: User, words: Iterable[str]) -> list[str]:
    """Keys of sessions that are the person's or hold one of these words, such as a number typed
    into a sign-in that was never finished. Reads every session: not inside a transaction.
    """
    wanted = [word for word in words if word]
    found = []
    for session in Session.objects.iterator(chunk_size=500):
        data = session.get_decoded()
        text = json.dumps(data, ensure_ascii=False, default=str)
        if data.get("_auth_user_id") == str(person.pk) or any(word in text for word in wanted):
            found.append(session.session_key)
    return found


def _renew(person: User) -> None:
    person.set_unusable_password()
    person.save(update_fields=["password"])


def _remove(rows: Iterable[UserSession]) -> None:
    for row in rows:
        row.end()
