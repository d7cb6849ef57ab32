"""The types of a case file's fields, and the base of all its records."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from factcheck.text.blanks import SAYS_SOMETHING
from sources.countries import NAMES

# The end of each pattern: in Python "$" alone also matches before a last line break. JSON Schema reads both the same.
_END = r"$(?!\n)"

Key = Annotated[
    str,
    Meta(
        title="key",
        description="Stable identifier: lower-case letters, digits, '.', '_' and '-', at most 100 characters.",
        pattern=rf"^[a-z0-9][a-z0-9._-]{{0,99}}{_END}",
    ),
]
# Dates name their reader (`claims.casefile.reading.dates`): a pattern knows no calendar, and they are stored in one form.
PartialDate = Annotated[
    str,
    Meta(
        title="date",
        description="2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z: the length is the precision.",
        max_length=40,
        extra={"reads": "partial_date"},
    ),
]
Day = Annotated[
    str,
    Meta(
        title="day",
        description="A calendar date, 2024-06-10.",
        pattern=rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_END}",
        extra={"reads": "day"},
    ),
]
Instant = Annotated[
    str,
    Meta(
        title="date-time",
        description="An ISO 8601 date-time with a UTC offset, 2024-06-10T14:30:00Z.",
        max_length=40,
        extra={"reads": "instant"},
    ),
]
Figure = Annotated[
    str,
    Meta(
        title="figure",
        description='Decimal digits as text, so that none is lost: "3000000" or "2.5".',
        max_length=40,
        extra={"reads": "figure"},
    ),
]
Name = Annotated[str, Meta(min_length=1, max_length=300, pattern=SAYS_SOMETHING)]
Line = Annotated[str, Meta(max_length=300)]
Text = Annotated[str, Meta(min_length=1, max_length=5_000, pattern=SAYS_SOMETHING)]
Note = Annotated[str, Meta(max_length=5_000)]
Reason = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=SAYS_SOMETHING)]
Url = Annotated[
    str,
    Meta(
        title="web address",
        description="An address that starts with http:// or https://, or empty.",
        max_length=2_000,
        pattern=rf"^(https?://[^\s<>\"]+)?{_END}",
    ),
]
Language = Annotated[
    str,
    Meta(
        title="language tag",
        description="A BCP 47 tag, en or pt-BR, or empty.",
        max_length=35,
        pattern=rf"^([a-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*)?{_END}",
    ),
]
# ISO 3166-1 calls the United Kingdom GB. UK is what people write, and would be another country to the policy.
Country = Annotated[
    str,
    Meta(
        title="country code",
        description="Two capital letters of ISO 3166-1, RU, or empty.",
        pattern=rf"^({'|'.join(sorted(NAMES))})?{_END}",
    ),
]
Topic = Annotated[
    str,
    Meta(
        title="topic",
        description="Lower-case letters, digits and '-', at most 60 characters.",
        pattern=rf"^[a-z0-9][a-z0-9-]{{0,59}}{_END}",
    ),
]
WikidataId = Annotated[
    str,
    Meta(title="Wikidata id", description="Q and a number, Q159, or empty.", pattern=rf"^(Q[1-9][0-9]{{0,15}})?{_END}"),
]
Actor = Annotated[str, Meta(min_length=1, max_length=300, pattern=SAYS_SOMETHING)]
Sha256 = Annotated[
    str,
    Meta(title="SHA-256", description="64 hexadecimal digits, in lower case.", pattern=rf"^[0-9a-f]{{64}}{_END}"),
]
Digest = Annotated[
    str, Meta(title="digest", description="32 hexadecimal digits, as in an export.", pattern=rf"^[0-9a-f]{{32}}{_END}")
]


class Record(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The base of every record of a case file: unknown fields are errors."""
