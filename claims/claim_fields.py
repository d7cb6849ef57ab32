"""Every column of a claim, once: where it is read, written and shown, and what happens to it on split and erasure. Pure.

A column whose ``kind`` is a value needs only one entry here, besides the model and its migration: the case file, the public
body, the API, the forms and filters of the admin, spreadsheets, splitting and erasure are generated from it. Columns of other
kinds are handled by hand where they are used; tests compare those places with this list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from claims.vocabulary import Stage
from factcheck.text.erasing import OnErase
from factcheck.words import gettext_noop

#: Priorities: 0 is first, 9 last.
LOWEST_PRIORITY: Final = 9


class Kind(StrEnum):
    """What a column holds. Every place that reads the registry supports all value kinds."""

    # Values.
    LINE = "line"  # text of one line
    LANGUAGE = "language"  # a BCP 47 tag
    DATE = "date"  # a partial date
    WORD = "word"  # one of a few words
    PRIORITY = "priority"
    YES_NO = "yes_no"
    YES_NO_OPEN = "yes_no_open"  # yes, no, or left open (null)
    INSTANT = "instant"
    FIGURE = "figure"  # an exact decimal, or null
    # Handled by hand where they are used.
    KEY = "key"
    TEXT = "text"
    PERSON = "person"
    CLAIM = "claim"
    RECORD_TIME = "record_time"  # when the service recorded something; nobody edits it


_BY_HAND: Final = frozenset({Kind.KEY, Kind.TEXT, Kind.PERSON, Kind.CLAIM, Kind.RECORD_TIME})


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimField:
    """One column of a claim.

    ``case_file`` and ``body`` are the paths in a claim of a case file and in the public body; empty if it is not included. A
    path with a dot leads into a record handled by hand (``window.from``).
    """

    name: str
    kind: Kind
    label: str  # on the desk: lower case where the language has case; translated on display
    meaning: str = ""  # in the documentation of case files
    case_file: str
    body: str
    editable: bool  # by editors: the form of a claim, and PATCH of the API
    filterable: bool  # in the list of the admin, or of the API
    kept_on_split: bool  # the parts of a split claim get its value
    emptied_on_erasure: bool  # when a claim is deleted for good
    on_erase: OnErase  # what erasing a text does to it
    empty: Any = None  # what a new claim has, what a case file need not say, and what erasure leaves
    help: str = ""  # under the field of the form, translated where it is shown
    filter_help: str = ""  # for the API: filters by the value itself are made from the registry
    filter_example: str = ""
    left_open: str = ""  # for YES_NO_OPEN: what null means
    words: tuple[str, ...] = ()  # of WORD
    most: int = 300  # for LINE: the most characters
    of_the_desk: bool = False  # not for readers: ``expand=desk`` of the API
    sheet: str = ""  # the heading of its column in spreadsheets
    assessed: bool = False  # the policy reads it, so it is part of the fingerprint of the claim

    @property
    def is_value(self) -> bool:
        """Whether the places that read the registry handle it without code for this column."""
        return self.kind not in _BY_HAND

    @property
    def in_case_file(self) -> bool:
        """Whether it is a separate field in a case file, generated from the registry."""
        return self.is_value and self.case_file == self.name

    @property
    def in_body(self) -> bool:
        """Whether it is a separate field in the public body, generated from the registry."""
        return self.is_value and self.body == self.name

    @property
    def is_filtered_by_value(self) -> bool:
        """Whether its filters match one value and are generated from the registry. Readers may filter only by what they see."""
        return self.filterable and bool(self.filter_help)


def fields() -> Iterator[ClaimField]:
    """Yield every column, in the order in which forms and documents show them."""
    yield from FIELDS


FIELDS: Final = (
    ClaimField(
        name="key",
        kind=Kind.KEY,
        label="key",
        case_file="key",
        body="key",
        editable=False,
        filterable=False,
        kept_on_split=False,
        emptied_on_erasure=False,
        on_erase=OnErase.KEY,
        sheet="key",
        assessed=True,
    ),
    ClaimField(
        name="text",
        kind=Kind.TEXT,
        label="text",
        meaning="one checkable statement",
        case_file="text",
        body="text",
        editable=True,
        filterable=False,
        kept_on_split=False,
        emptied_on_erasure=True,
        on_erase=OnErase.TEXT,
        empty="",
        sheet="text",
    ),
    ClaimField(
        name="language",
        kind=Kind.LANGUAGE,
        label=gettext_noop("language"),
        meaning="of the text",
        case_file="language",
        body="language",
        editable=True,
        filterable=True,
        kept_on_split=True,
        emptied_on_erasure=True,
        on_erase=OnErase.KEPT,
        empty="",
        help="en, pt-BR",
        filter_help="In this language, a BCP 47 tag; `none`: no language given.",
        filter_example="en",
        sheet="language",
    ),
    ClaimField(
        name="window_from",
        kind=Kind.DATE,
        label=gettext_noop("said to happen from"),
        case_file="window.from",
        body="window.from",
        editable=True,
        filterable=False,
        kept_on_split=True,
        emptied_on_erasure=True,
        on_erase=OnErase.KEPT,
        empty="",
        help=gettext_noop("2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z: as precise as it is known."),
        sheet="said_to_happen_from",
        assessed=True,
    ),
    ClaimField(
        name="window_until",
        kind=Kind.DATE,
        label=gettext_noop("… until"),
        case_file="window.until",
        body="window.until",
        editable=True,
        filterable=False,
        kept_on_split=True,
        emptied_on_erasure=True,
        on_erase=OnErase.KEPT,
        empty="",
        sheet="said_to_happen_until",
        assessed=True,
    ),
    ClaimField(
        name="place",
        kind=Kind.LINE,
        label=gettext_noop("place"),
        meaning="where it is said to happen, as free text",
        case_file="place",
        body="place",
        editable=True,
        filterable=True,
        kept_on_split=True,
        emptied_on_erasure=True,
        on_erase=OnErase.TEXT,
        empty="",
        help=gettext_noop("Where it is said to happen, in a few words: Pyongyang."),
        filter_help="Said to happen at this place, as recorded; `none`: no place given.",
        filter_example="Pyongyang",
        sheet="place",
    ),
    ClaimField(
        name="predicts",
        kind=Kind.YES_NO_OPEN,
        label=gettext_noop("prediction"),
        meaning="whether it predicts, as an editor says; `null`: as found from the dates",
        case_file="predicts",
        body="predicts",
        editable=True,
        filterable=False,
        kept_on_split=True,
        emptied_on_erasure=True,
        on_erase=OnErase.KEPT,
        help=gettext_noop("Whether it says what will happen. Leave it open where the dates tell."),
        left_open=gettext_noop("as found from the dates"),
        sheet="predicts",
        assessed=True,
    ),
    ClaimField(
        name="quantity_low",
        kind=Kind.FIGURE,
        label=gettext_noop("figure, at least"),
        case_file="quantity.low",
        body="quantity.low",
        editable=True,
        filterable=False,
        kept_on_split=False,
        emptied_on_erasure=True,
        on_erase=OnErase.KEPT,
        help=gettext_noop("If it states a figure: 3000000 or 2.5. Leave one of the two empty for “at least” or “up to”."),
        sheet="quantity_low",
        assessed=True,
    ),
    ClaimField(
        name="quantity_high",
        kind=Kind.FIGURE,
        label=gettext_noop("… at most"),
        case_file="quantity.high",
        body="quantity.high",
        editable=True,
        filterable=False,
        kept_on_split=False,
        emptied_on_erasure=True,
        on_erase=OnErase.KEPT,
        help=gettext_noop("The same again for a single figure."),
        sheet="quantity_high",
        assessed=True,
    ),
    ClaimField(
        name="quantity_unit",
        kind=Kind.LINE,
        label=gettext_noop("unit of the figure"),
        case_file="quantity.unit",
        body="quantity.unit",
        editable=True,
        filterable=True,
        kept_on_split=False,
        emptied_on_erasure=True,
        on_erase=OnErase.TEXT,
        empty="",
        help=gettext_noop("What is counted or measured: shells, US dollars, percent."),
        filter_help="States a figure in this unit, as recorded; `none`: no unit given.",
        filter_example="shells",
        sheet="quantity_unit",
        assessed=True,
    ),
    ClaimField(
        name="quantity_as_of",
        kind=Kind.DATE,
        label=gettext_noop("figure as of"),
        case_file="quantity.as_of",
        body="quantity.as_of",
        editable=True,
        filterable=False,
        kept_on_split=False,
        emptied_on_erasure=True,
        on_erase=OnErase.KEPT,
        empty="",
        sheet="quantity_as_of",
        assessed=True,
    ),
    ClaimField(
        name="stage",
        kind=Kind.WORD,
        label=gettext_noop("stage"),
        meaning=", ".join(f"`{word}`" for word in Stage.words()),
        case_file="stage",
        body="",
        editable=True,
        filterable=True,
        kept_on_split=True,
        emptied_on_erasure=True,
        on_erase=OnErase.KEPT,
        empty=Stage.NEW.value,
        words=Stage.words(),
        of_the_desk=True,
        sheet="stage",
    ),
    ClaimField(
        name="priority",
        kind=Kind.PRIORITY,
        label=gettext_noop("priority"),
        meaning=f"0 first to {LOWEST_PRIORITY} last",
        case_file="priority",
        body="",
        editable=True,
        filterable=True,
        kept_on_split=True,
        emptied_on_erasure=False,
        on_erase=OnErase.KEPT,
        empty=5,
        of_the_desk=True,
        sheet="priority",
    ),
    ClaimField(
        name="assignee",
        kind=Kind.PERSON,
        label=gettext_noop("assignee"),
        case_file="",
        body="",
        editable=True,
        filterable=True,
        kept_on_split=True,
        emptied_on_erasure=True,
        on_erase=OnErase.KEPT,
        of_the_desk=True,
        sheet="assignee",
    ),
    ClaimField(
        name="public",
        kind=Kind.YES_NO,
        label=gettext_noop("readers may see it"),
        meaning="readers may see it",
        case_file="public",
        body="",
        editable=True,
        filterable=True,
        kept_on_split=True,
        emptied_on_erasure=False,
        on_erase=OnErase.KEPT,
        empty=True,
        of_the_desk=True,
        sheet="public",
    ),
    ClaimField(
        name="embargo_until",
        kind=Kind.INSTANT,
        label=gettext_noop("not before"),
        meaning="a date-time with a UTC offset: readers may not see the claim before",
        case_file="embargo_until",
        body="",
        editable=True,
        filterable=False,
        kept_on_split=True,
        emptied_on_erasure=False,
        on_erase=OnErase.KEPT,
        help=gettext_noop("In the desk's time zone."),
        of_the_desk=True,
    ),
    ClaimField(
        name="merged_into",
        kind=Kind.CLAIM,
        label="merged into",
        meaning="the claim that this one was merged into: it raises no more flags. Nothing is copied: the file"
        " has the records of both",
        case_file="merged_into",
        body="merged_into",
        editable=False,
        filterable=True,
        kept_on_split=False,
        emptied_on_erasure=False,
        on_erase=OnErase.KEPT,
    ),
    ClaimField(
        name="recorded_at",
        kind=Kind.RECORD_TIME,
        label="recorded at",
        meaning="a date-time with a UTC offset, in exports only",
        case_file="recorded_at",
        body="",
        editable=False,
        filterable=True,
        kept_on_split=False,
        emptied_on_erasure=False,
        on_erase=OnErase.KEPT,
        of_the_desk=True,
        sheet="recorded_at",
        assessed=True,
    ),
    ClaimField(
        name="removed_at",
        kind=Kind.RECORD_TIME,
        label="deleted at",
        case_file="",
        body="",
        editable=False,
        filterable=True,
        kept_on_split=False,
        emptied_on_erasure=False,
        on_erase=OnErase.KEPT,
    ),
)
