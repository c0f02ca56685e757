"""What the policy's relations mean for contributions."""

from datetime import datetime

from portal.people.models import User
from portal.people.rights import relation

from .models import Contribution


@relation("contribution", "not-recorder")
def is_not_recorder(person: User, thing: Contribution, at: datetime) -> bool:
    del at
    return thing.recorded_by_id != person.pk
