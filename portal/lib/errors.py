"""The one error family a person may meet, and the warning of development stand-ins."""


class Refused(Exception):  # noqa: N818 -- a refusal is an answer, not a fault
    """The portal understood and says no.

    `code` names the reason as ``package.reason`` (``requests.window_in_future``); the sentence in
    the reader's language stands in that package's ``words.py`` (see `portal.lib.words`). `facts`
    fill the sentence's placeholders. `field` names the form field at fault, if there is one.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        detail = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({detail})" if detail else self.code


class StandIn(UserWarning):
    """A part that is fine on a laptop and wrong in production (file broker, console SMS...)."""
