"""What an owner can allow, and how they say so. Pure; the words for it are in vocabulary.py."""

from enum import StrEnum


class Scope(StrEnum):
    MAP = "map"  # known to the police of the unit on their map
    ASK = "ask"  # may be asked for footage; every single request is asked again
    RELEASE = "release"  # handed over without asking, within limits that the owner drew
    DETECT = "detect"  # detection may run on a clip that was handed over


# Answered by yes or no alone. A release ahead of any request says within which limits as well.
PLAIN = frozenset({Scope.MAP, Scope.ASK, Scope.DETECT})
# Names nobody may use for anything else: no question offers them, no event may hold them.
RESERVED = frozenset({"live"})


def with_what_rests_on_it(no: frozenset[Scope]) -> frozenset[Scope]:
    """Whoever may not even be asked is not taken from without asking either."""
    return no | {Scope.RELEASE} if Scope.ASK in no else no


class Verb(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    LEAVE = "leave"  # of the organisation, by themself: what they refused binds nobody any more


class Means(StrEnum):
    WEB = "web"
    ASSISTED = "assisted"
    IMPORT = "import"
    LINK = "link"
