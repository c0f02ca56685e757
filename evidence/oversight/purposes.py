"""Does a purpose say anything? Accents are ignored. Pure.

Four signs: few distinct words; no word that tells where; no word that tells what happened; the
same text written for other cases as well. Two of them make it vague. The words are ordinary ones
of police work; no text is judged by one of them alone.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from portal.lib.words import folded

FEW_WORDS = 5  # fewer distinct ones than this
OTHER_CASES = 2  # the same text in so many further cases
SIGNS = 2
_WORD = re.compile(r"\w+")
# Without accents some words cannot be told from others (cổng, công; chợ, cho): these are left out.
_WHERE = re.compile(
    r"\d|\b(duong|hem|ngach|kiet|nga (tu|ba|nam|sau)|vong xoay|cau vuot|truong hoc|khu vuc"
    r"|khu pho|to dan pho|thon|xom|quan (an|ca phe|nuoc)|cong vien|benh vien|ben xe|bai xe"
    r"|cay xang|ngan hang|tiem|cua hang|chung cu|nha tro|toa nha|quoc lo|dai lo|truoc nha)\b"
)
_WHAT = re.compile(
    r"\b(trom|cuop|giat|moc tui|danh nhau|thuong tich|hanh hung|gay roi|tai nan|va cham|bo chay"
    r"|dot nhap|pha hoai|dap pha|vu chay|ma tuy|lua dao|chiem doat|mat tich|di lac|bi lac"
    r"|that lac|mat (xe|tai san|dien thoai|tien)|do rac|xa rac|lan chiem|dua xe|chem|bat coc"
    r"|xam hai|nghi pham|nhan chung|bi hai|hung thu)\b"
)


@dataclass(frozen=True, slots=True)
class Signs:
    few_words: bool
    no_place: bool
    no_event: bool
    repeated: bool

    @property
    def is_vague(self) -> bool:
        return sum((self.few_words, self.no_place, self.no_event, self.repeated)) >= SIGNS


@lru_cache(maxsize=65_536)
def same(text: str) -> str:
    """Texts that read the same compare equal: words only, without accents and case."""
    return " ".join(_WORD.findall(folded(text)))


def signs(text: str, other_cases: int) -> Signs:
    """`other_cases`: in how many further cases the same person wrote the same text."""
    few_words, no_place, no_event = _of_words(same(text))
    return Signs(
        few_words=few_words,
        no_place=no_place,
        no_event=no_event,
        repeated=other_cases >= OTHER_CASES,
    )


@lru_cache(maxsize=65_536)
def _of_words(plain: str) -> tuple[bool, bool, bool]:
    few = len(set(plain.split())) < FEW_WORDS
    return few, _WHERE.search(plain) is None, _WHAT.search(plain) is None
