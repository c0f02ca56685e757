"""Why a recorder gave nothing: one family, each with a code that words are found by."""


class SourceError(Exception):
    code = "sources.failed"
    passing = False  # whether trying again later can help


class UnknownAdapter(SourceError):  # noqa: N818 -- the family's name says error
    """No adapter of that name."""

    code = "sources.unknown_adapter"


class BadAddress(SourceError):  # noqa: N818
    """Not an address a recorder can have."""

    code = "sources.bad_address"


class ForbiddenAddress(SourceError):  # noqa: N818
    """The address leads into a network that the portal never calls."""

    code = "sources.forbidden_address"


class Unreachable(SourceError):  # noqa: N818
    """Nobody answers there, or the connection broke."""

    code = "sources.unreachable"
    passing = True


class TooSlow(SourceError):  # noqa: N818
    """It answers, but not in time."""

    code = "sources.too_slow"
    passing = True


class Busy(SourceError):  # noqa: N818
    """It answers that it cannot answer now."""

    code = "sources.busy"
    passing = True


class WrongPassword(SourceError):  # noqa: N818
    """Name or password are wrong, or the account may not see recordings.

    Never tried again by itself: recorders lock an account after a few wrong passwords.
    """

    code = "sources.wrong_password"


class NotUnderstood(SourceError):  # noqa: N818
    """Something answers, but not as this kind of recorder does."""

    code = "sources.not_understood"


class NoRecording(SourceError):  # noqa: N818
    """The recorder no longer has it."""

    code = "sources.no_recording"


class NotVideo(SourceError):  # noqa: N818
    """What came is no video."""

    code = "sources.not_video"


class TooLarge(SourceError):  # noqa: N818
    """More bytes than agreed."""

    code = "sources.too_large"
