"""The countries of ISO 3166-1 by their alpha-2 codes, and what was meant by what is not one. Pure.

Only these codes are stored, because two unnamed sources of different countries are certainly two: "UK" beside "GB", or "SU"
beside "RU", would make two of one. ``XK`` (Kosovo) is among them: ISO leaves it to its users, the European Union and the IMF
use it, and no other code says it. See docs/decisions/0036-traits-that-prove.md.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from iso3166 import countries

#: The names of the countries by code, as short as they are without a statement on their status: "Taiwan".
NAMES: Final[dict[str, str]] = {country.alpha2: country.apolitical_name for country in countries}

#: Codes in use that are reserved or withdrawn, where one country is meant: it was renamed, or has another code in ISO 3166-1.
_OTHER_CODES: Final = {
    "UK": "GB",
    "EL": "GR",
    "FX": "FR",
    "BU": "MM",
    "TP": "TL",
    "ZR": "CD",
    "RH": "ZW",
    "DY": "BJ",
    "HV": "BF",
}
_UNIONS: Final = frozenset(("EU", "EZ", "UN"))
#: Withdrawn codes of states that broke up or merged: no code of today says the same.
_FORMER: Final = frozenset(("AN", "CS", "DD", "NT", "PC", "SU", "VD", "YD", "YU"))
_BY_NAME: Final = {
    name.casefold(): country.alpha2 for country in countries for name in (country.alpha3, country.name, country.apolitical_name)
}


class Mistake(Enum):
    """Why a text is no country code."""

    SPELLING = "another spelling"
    UNION = "a union of states"
    FORMER = "a former state"
    UNKNOWN = "no country"


class NoCountry(NamedTuple):
    """Why a text is no country code, and the code that was meant, if it is known."""

    mistake: Mistake
    meant: str = ""


def country_mistake(text: str) -> NoCountry | None:
    """Return why a text is no country code; None for a code, and for an empty text."""
    if not text or text in NAMES:
        return None
    code = text.strip().upper()
    meant = _OTHER_CODES.get(code, code if code in NAMES else _BY_NAME.get(text.strip().casefold(), ""))
    if meant:
        return NoCountry(Mistake.SPELLING, meant)
    if code in _UNIONS:
        return NoCountry(Mistake.UNION)
    return NoCountry(Mistake.FORMER if code in _FORMER else Mistake.UNKNOWN)


def country_advice(text: str) -> str:
    """Return what to write in place of a text that is no country code; empty where nothing better is known."""
    found = country_mistake(text)
    if found is None or found.mistake == Mistake.UNKNOWN:
        return ""
    if found.mistake == Mistake.SPELLING:
        return f"Write {found.meant}."
    return _ADVICE[found.mistake]


_ADVICE: Final = {
    Mistake.UNION: (
        "A union of states is an organisation: record it as a source of kind organisation, and name it as organisation_key."
    ),
    Mistake.FORMER: (
        "This state no longer exists: leave the country empty, record the state as a source of kind government, and name it as"
        " organisation_key."
    ),
}
