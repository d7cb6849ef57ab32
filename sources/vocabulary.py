"""The words that sources are recorded in: each the one spelling that is stored and exchanged."""

from __future__ import annotations

from typing import Final

#: Kinds of source. A publisher passes on what others say; the rest speak, show or measure.
OUTLET: Final = "outlet"
WIRE_AGENCY: Final = "wire_agency"
PUBLISHERS: Final = (OUTLET, WIRE_AGENCY)
PERSON: Final = "person"
KINDS: Final = (
    PERSON,
    OUTLET,
    WIRE_AGENCY,
    "government",
    "organisation",
    "research_group",
    "imagery",
    "dataset",
    "document_series",
    "desk",
)

# Relations that make two sources one voice, and those that make two voices one family.
SPEAKS_FOR: Final = "speaks_for"
PART_OF: Final = "part_of"
SAME_AS: Final = "same_as"
VOICE_RELATIONS: Final = (SPEAKS_FOR, PART_OF, SAME_AS)
OWNED_BY: Final = "owned_by"
SHARES_REPORTING_WITH: Final = "shares_reporting_with"
FAMILY_RELATIONS: Final = (OWNED_BY, SHARES_REPORTING_WITH)
RELATIONS: Final = VOICE_RELATIONS + FAMILY_RELATIONS

INDEPENDENT: Final = "independent"
DEPENDENT: Final = "dependent"
UNSURE: Final = "unsure"
OUTCOMES: Final = (INDEPENDENT, DEPENDENT, UNSURE)

#: The Admiralty scale of source reliability (NATO AJP-2.1). F means that it cannot be judged; it is not a middle grade.
GRADES: Final = ("A", "B", "C", "D", "E", "F")

DOCUMENT_KINDS: Final = ("article", "statement", "transcript", "photograph", "video", "post", "dataset", "report")
