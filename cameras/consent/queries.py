"""What others ask of consent: the facts for a decision, and which cameras allow what."""

from datetime import datetime

from django.db.models import Q

from cameras.registry.models import Camera
from cameras.registry.vocabulary import Status

from .decision import Basis, Facts, Step
from .limits import Wanted
from .models import CurrentConsent
from .scopes import Scope
from .services import standing, standing_of


def facts_for(
    camera: Camera,
    *,
    basis: Basis,
    step: Step,
    case_open: bool,
    approved: bool,
    agreed: bool,
    authority_until: datetime | None = None,
    ahead: Wanted | None = None,
    at: datetime,
    lock: bool = False,
) -> Facts:
    """Everything `decide` needs. A writer passes `lock` inside its transaction: from then until
    its commit no withdrawal can come between the answer and what is done with it.
    """
    if lock:
        locked = CurrentConsent.objects.select_for_update().filter(camera=camera)
        list(locked.values_list("pk"))
    active = Camera.objects.filter(pk=camera.pk, status=Status.ACTIVE).exists()
    return Facts(
        basis=basis,
        step=step,
        standing=standing(camera, at),
        camera_active=active,
        case_open=case_open,
        approved=approved,
        agreed=agreed,
        authority_until=authority_until,
        ahead=ahead,
    )


def keep_days(camera: Camera, *, taken_at: datetime, at: datetime) -> int | None:
    """For how many days after its case footage of that instant may be kept, by its owner's word of
    then and of now, the shorter one; None where they set no limit.
    """
    limits = (
        standing_of(camera, said_by=taken_at).answer(Scope.ASK).keep_days,
        standing(camera, at).answer(Scope.ASK).keep_days,
    )
    return min((days for days in limits if days is not None), default=None)


def allowing(scope: Scope, at: datetime, *, prefix: str = "") -> Q:
    """Condition on Camera (`prefix` leads to it): this scope is allowed and has not run out.

    For lists and maps. What lets bytes flow is `decide`, which folds the events themselves.
    """
    path = f"{prefix}current_consent__"
    current = Q(**{f"{path}until": None}) | Q(**{f"{path}until__gt": at})
    return Q(**{f"{path}{scope}": True}) & current
