"""The texts people agree to: one file a version and language, kept for ever, hashed as it lies.

The file's sections (`# map`, ...) let a page put each paragraph beside its question; a page that
asks for consent shows all of them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from portal.lib import digest

CURRENT = "v2"
LANGUAGES = ("vi", "en")
SECTIONS = {
    "v1": ("intro", "map", "ask", "detect", "end"),
    "v2": ("intro", "map", "ask", "release", "detect", "keep", "end"),
}
HOLDS_FOR = timedelta(days=730)  # the 24 months that each version names

_FOLDER = Path(__file__).parent / "terms"


@dataclass(frozen=True)
class Terms:
    version: str
    language: str
    sha256: str
    sections: dict[str, str]

    @property
    def mark(self) -> str:
        """What a form carries, so that an answer is tied to the text it was given to."""
        return f"{self.version}.{self.language}.{self.sha256}"


def current(language: str) -> Terms:
    """The terms in force, in Vietnamese unless there is a text in the reader's language."""
    short = language.split("-", maxsplit=1)[0]
    return load(CURRENT, short if short in LANGUAGES else "vi")


def marked(mark: str) -> Terms | None:
    """The terms a form's mark names, if they are in force and unchanged; None otherwise."""
    for language in LANGUAGES:
        terms = load(CURRENT, language)
        if terms.mark == mark:
            return terms
    return None


def ends(at: datetime) -> datetime:
    """Until when consent that is given at `at` holds."""
    return at + HOLDS_FOR


@lru_cache
def load(version: str, language: str) -> Terms:
    content = (_FOLDER / f"{version}.{language}.txt").read_bytes()
    sections = _sections(content.decode())
    wanted = SECTIONS[version]
    if tuple(sections) != wanted:
        raise ValueError(f"got sections {list(sections)} in {version}.{language}, want {wanted}")
    return Terms(version, language, digest.sha256(content).hex(), sections)


def _sections(text: str) -> dict[str, str]:
    parts = [part.partition("\n") for part in text.split("# ")[1:]]
    return {title.strip(): body.strip() for title, _, body in parts}
