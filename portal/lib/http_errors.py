"""What can go wrong on the way to another machine: one family, with words for programs."""


class HttpError(Exception):
    code = "failed"


class BadAddress(HttpError):  # noqa: N818 -- the family's name says error
    """No address a request can be sent to."""

    code = "bad_address"


class Forbidden(HttpError):  # noqa: N818
    """The address lies where the portal never calls."""

    code = "forbidden_address"


class Unreachable(HttpError):  # noqa: N818
    """No such name, no route, no connection, or it broke."""

    code = "unreachable"


class TimedOut(HttpError):  # noqa: N818
    """The other side answers too slowly, or not at all."""

    code = "timed_out"


class TooLarge(HttpError):  # noqa: N818
    """More bytes than the caller allows."""

    code = "too_large"


class Denied(HttpError):  # noqa: N818
    """401 or 403, after the login was offered."""

    code = "denied"


class BadAnswer(HttpError):  # noqa: N818
    """Not the answer of a working server: a redirect, an error, no HTTP."""

    code = "bad_answer"

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status
