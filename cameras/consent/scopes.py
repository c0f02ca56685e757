"""What an owner can allow, and how they say so. Pure; the words for it are in vocabulary.py."""

from enum import StrEnum


class Scope(StrEnum):
    MAP = "map"  # known to the police of the unit on their map
    ASK = "ask"  # may be asked for footage; every single request is asked again
    DETECT = "detect"  # detection may run on a clip that was handed over


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
