"""How often one person may call recorders: a form that calls any private address can also be used
to search somebody's network, address by address.
"""

from datetime import datetime, timedelta

from django.core.cache import cache

from portal.lib.errors import Refused
from portal.people.models import User

MOST_TESTS = 20  # setting up the recorders of a large shop takes about as many
WITHIN = timedelta(hours=1)


def count_test(person: User, at: datetime) -> None:
    """Count one call, whatever the address. Raises Refused when the hour's are used up."""
    key = f"registry:tests:{person.public_id}"
    since = (at - WITHIN).timestamp()
    recent = [instant for instant in cache.get(key, []) if instant > since]
    if len(recent) >= MOST_TESTS:
        raise Refused("registry.too_many_tests", count=MOST_TESTS)
    cache.set(key, [*recent, at.timestamp()], WITHIN.total_seconds())
