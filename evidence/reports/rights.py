"""Where figures lie: in the unit whose page they stand on."""

from portal.people.rights import unit_of
from portal.places.models import Unit


@unit_of("figure")
def _of_figure(thing: Unit) -> int:
    return thing.pk
