"""`{% running_opening row person as opening %}`: what a request's page says of an opening."""

from django import template

from evidence.emergency.models import Opening
from evidence.emergency.queries import running_of
from evidence.requests.models import FootageRequest
from portal.lib import clock
from portal.people.models import User

register = template.Library()


@register.simple_tag
def running_opening(row: FootageRequest, person: User) -> Opening | None:
    return running_of(row, person, clock.now())
