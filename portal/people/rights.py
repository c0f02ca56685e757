"""The one door of the policy: may this person do this to that thing, at this instant?

A package registers what only it knows in its rights.py, which is imported when the portal starts::

    @unit_of("request")                     # where a thing lies, for the relation own-unit
    def _(wanted: FootageRequest) -> int | None: return wanted.case.unit_id

    @organisation_of("request")             # whose it is, for the relation owner
    def _(target: Target) -> int | None: return target.camera.owner_id

    @relation("request", "not-requester")   # any other fact of the thing
    def _(person: User, wanted: FootageRequest, at: datetime) -> bool: ...

Without such a function ``thing.unit_id`` and ``thing.owner_id`` (or ``organisation_id``) are read.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from portal.lib import clock
from portal.lib.errors import Refused

from . import policy
from .models import User
from .roles import MEMBER_ROLES, OFFICE_ROLES, Role
from .second_factor import missing_second_factor


class Shut(Refused, PermissionDenied):
    """Denied, and told why: the person may know of the thing. A page of its own, status 403."""


class PersonRequest(HttpRequest):
    """The request behind a `policed` page: somebody is signed in."""

    user: User


Person = User | AnonymousUser


Predicate = Callable[[Any, Any, datetime], bool]
Found = int | frozenset[int] | None  # one key, several, or none
Locator = Callable[[Any], Found]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
P = TypeVar("P", bound=Predicate)
L = TypeVar("L", bound=Locator)

_RELATIONS: dict[tuple[str, str], Predicate] = {}
_UNITS: dict[str, Locator] = {}
_ORGANISATIONS: dict[str, Locator] = {}


def relation(noun: str, name: str) -> Callable[[P], P]:
    """Register what `name` means for things called `noun`."""

    def register(predicate: P) -> P:
        _RELATIONS[noun, name] = predicate
        return predicate

    return register


def unit_of(noun: str) -> Callable[[L], L]:
    """Register how to find the primary key of the unit in which such a thing lies, or of several:
    then an office in one of them is enough.
    """

    def register(locate: L) -> L:
        _UNITS[noun] = locate
        return locate

    return register


def organisation_of(noun: str) -> Callable[[L], L]:
    """Register how to find the primary key of the organisation to which such a thing belongs."""

    def register(locate: L) -> L:
        _ORGANISATIONS[noun] = locate
        return locate

    return register


def known_relations() -> frozenset[tuple[str, str]]:
    return frozenset(_RELATIONS)


def allowed(person: Person, action: str, thing: object = None, *, at: datetime) -> bool:
    """May the person do it? Without a thing: is there any thing on which a role of theirs may?"""
    if action not in policy.ACTIONS:
        raise LookupError(f"got action {action!r}, want one that stands in people/policy.py")
    return any(
        _holds(person, line, thing, at)
        for role in roles_of(person, at)
        for line in policy.rows(role, action)
    )


def require(person: Person, action: str, thing: object = None, *, at: datetime) -> None:
    """Raise PermissionDenied, or Http404 when the person may not even know of the thing."""
    if allowed(person, action, thing, at=at):
        return
    if thing is None or _may_know(person, action, thing, at):
        raise PermissionDenied(action)
    raise Http404(action)


def roles_of(person: Person, at: datetime) -> frozenset[Role]:
    """Every role held at this instant. Whoever is signed in is no visitor."""
    if isinstance(person, AnonymousUser) or not person.is_active:
        return frozenset({Role.VISITOR})
    return person.roles_at(at)


def policed(action: str, *, public: bool = False) -> Callable[[View], View]:
    """A page under the policy: signs in first, asks for the second factor, then for the action.

    The page itself still asks `require(person, action, thing, at=...)` for the thing it shows.
    With `public` a visitor comes in too, and only the page's own questions decide.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not public:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                at = clock.now()
                elsewhere = missing_second_factor(request, at)
                # Without a second factor one's own account stays open: it is set up there.
                if elsewhere is not None and not action.startswith("account:"):
                    return elsewhere
                require(request.user, action, at=at)
            return view(request, *args, **kwargs)

        checked.policy_action = action  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return decorate


def public_page(view: View) -> View:
    """A page for everybody: the front page, a unit's board, a link that carries its own right."""
    view.policy_action = "public"  # type: ignore[attr-defined]
    return view


def _may_know(person: Person, action: str, thing: object, at: datetime) -> bool:
    """May the person do something else to it? What everybody may (ANY) says nothing of this one."""
    noun = action.partition(":")[0]
    return any(
        _holds(person, line, thing, at)
        for role in roles_of(person, at)
        for other in sorted(policy.actions_of(noun) - {action})
        for line in policy.rows(role, other)
        if line.relations != (policy.ANY,)
    )


def _holds(person: Person, line: policy.Row, thing: object, at: datetime) -> bool:
    if thing is None:
        return True
    noun = line.action.partition(":")[0]
    return all(_relation_holds(person, line.role, noun, name, thing, at) for name in line.relations)


def _relation_holds(
    person: Person, role: Role, noun: str, name: str, thing: object, at: datetime
) -> bool:
    if name == policy.ANY:
        return True
    if isinstance(person, AnonymousUser):
        return False
    if name == policy.OWN_UNIT and role in OFFICE_ROLES:
        where = _found(_UNITS.get(noun), thing, ("unit_id",))
        units = where if isinstance(where, frozenset) else {where}
        return not person.units_with(role, at).isdisjoint(units)
    if name == policy.OWNER and role in MEMBER_ROLES:
        owner = _found(_ORGANISATIONS.get(noun), thing, ("owner_id", "organisation_id"))
        return owner in person.organisations_with((role,), at)
    if name == policy.SELF:
        return bool(thing == person) or getattr(thing, "person_id", None) == person.pk
    predicate = _RELATIONS.get((noun, name))
    if predicate is None:
        raise LookupError(f"nobody registered what {name!r} means for {noun!r}")
    return predicate(person, thing, at)


def _found(locate: Locator | None, thing: object, attributes: tuple[str, ...]) -> Found:
    if locate is not None:
        return locate(thing)
    for name in attributes:
        if hasattr(thing, name):
            value = getattr(thing, name)
            return value if isinstance(value, int) else None
    raise LookupError(f"got a {type(thing).__name__} without {' or '.join(attributes)}")
