"""Names as people type them: the spellings of one name, in Latin or Cyrillic letters, normalized to one form.

"Vedomosti" must find "Ведомости" and vice versa, on both databases (LIKE of SQLite only folds ASCII letters). So the forms are
computed here, stored with each record, and compared as plain ASCII where a name has Latin or Cyrillic letters.

The table is our own, not a library's: stored forms must change with our migrations, not with a library's release; and no
library folds the many Latin spellings of one Cyrillic name (Yuri, Yuriy, Jurij), which is most of the work. Transliteration
follows BGN/PCGN (1947, 2019) in the simplified form of the press: ё as e, no signs for ъ and ь. Other scripts stay unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final

from factcheck.text.search_words import folded
from factcheck.text.texts import in_form

#: How well a text matches the name of a record, best first.
EXACT: Final = "exact"
ALIAS: Final = "alias"
SPELLING: Final = "spelling"
PART: Final = "part"

_RUSSIAN = "а a б b в v г g д d е e ё e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh"
_RUSSIAN += " щ shch ъ - ы y ь - э e ю yu я ya"
_OTHERS = "і i ї yi є ye ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz ѓ gj ќ kj ѕ dz ә a ғ g қ k ң n ө o ұ u ү u һ h"
_LATIN = "ł l ø o đ dj ð d þ th æ ae œ oe ı i ħ h ŋ n ə a"


def _pairs(text: str) -> dict[int, str]:
    words = text.split()
    return {ord(letter): "" if said == "-" else said for letter, said in zip(words[::2], words[1::2], strict=True)}


_LETTERS: Final = _pairs(f"{_RUSSIAN} {_OTHERS} {_LATIN}")
_DROPPED: Final = dict.fromkeys(map(ord, "'’‘ʼʹ`´.\u200c\u200d\u2060"), "")
_BETWEEN: Final = re.compile(r"[\W_]+")
_ARTICLE: Final = re.compile(r"^the (?=.)")
#: Equivalent spellings, in the order in which they are folded. Collisions should be rare, but may occur: exact spellings always
#: come first, and a looser match is shown as such.
_FOLDS: Final = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        ("x", "ks"),
        ("dj", "d"),  # Đoković; but in Vietnamese đ is d: Đà Nẵng
        ("shch", "sc"),
        ("sch", "s"),  # German: Schoigu
        ("([szc])h", r"\1"),  # Šojgu, Shoigu; Čurkin, Churkin
        ("kh", "h"),
        ("tz", "ts"),
        ("[jy]", "i"),  # Sergey, Sergej, Sergei
        ("i+e", "e"),  # Yeltsin, Eltsin
        ("([aou])e", r"\1"),  # Müller as Mueller
        (r"ndr\b", "nder"),  # Aleksandr, Alexander
        (r"(\w)\1+", r"\1"),  # Zelenskyy, Zelensky
    )
)


def bare(text: str) -> str:
    """Return a name without case, punctuation and a leading article; its letters stay unchanged."""
    caseless = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", in_form(text)).casefold())
    return _ARTICLE.sub("", _BETWEEN.sub(" ", caseless.translate(_DROPPED)).strip())


def plain(text: str) -> str:
    """Return the bare form of a name in Latin letters without diacritics, if it is written in Latin or Cyrillic ones."""
    latin = folded(bare(text).translate(_LETTERS))
    return _ARTICLE.sub("", _BETWEEN.sub(" ", latin).strip())


def skeleton(text: str) -> str:
    """Return the plain form with equivalent spellings folded."""
    found = plain(text)
    for pattern, said in _FOLDS:
        found = pattern.sub(said, found)
    return found.strip()


def search_text(names: Iterable[str]) -> str:
    """Return the stored search text of a record: each form of each name on its own line, with line ends at both ends."""
    lines = dict.fromkeys(form for name in names for form in (plain(name), skeleton(name)) if form)
    return "".join(["\n", *(f"{line}\n" for line in lines)]) if lines else ""


def whole_lines(text: str) -> tuple[str, ...]:
    """Return the string that a record's search text contains if one of its names is ``text``, in any spelling."""
    return tuple(dict.fromkeys(f"\n{form}\n" for form in (plain(text), skeleton(text)) if form))


def how_called(text: str, names: Iterable[str], aliases: Iterable[str]) -> str:
    """Return how well ``text`` matches these names: one of the words above, or nothing if only a part matches."""
    wanted, own, others = bare(text), list(names), list(aliases)
    if not wanted:
        return ""
    if wanted in map(bare, own):
        return EXACT
    if wanted in map(bare, others):
        return ALIAS
    spelled = skeleton(text)
    return SPELLING if spelled and spelled in map(skeleton, (*own, *others)) else ""


def key_from(text: str, *, length: int = 80) -> str:
    """Return a key derived from a name; empty if it has no letters for one."""
    ascii_only = plain(text).encode("ascii", "ignore").decode()
    return "-".join(ascii_only.split())[:length].strip("-")


def free_key(wanted: str, taken: Collection[str]) -> str:
    """Return ``wanted``, or with the lowest unused number appended."""
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
