"""The unit as the thing the policy is asked about: whose coverage is this?"""

from portal.places.models import Unit


class Ground:
    def __init__(self, unit: Unit) -> None:
        self.unit_id = unit.pk
