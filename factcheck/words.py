"""Vocabularies: closed sets of recorded words, each word said once, with its label. Pure.

The stored value is the word itself, in English. Choices, constraints, the schemas of case files and of the API, and the labels
that people read are all made from the enum.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, Self, TypeAlias, TypeVar, get_args


def gettext_noop(text: str) -> str:
    """Return ``text`` unchanged: marks it for ``make messages``, where the module may not import Django."""
    return text


#: The English label of each word, by the word without underscores, as which some are stored; ``factcheck.desk.labels``
#: translates it.
LABELS: Final[dict[str, str]] = {}


def name_word(word: str, label: str) -> None:
    """Register the label of a word.

    Raises: ValueError where the word has another label already: ``factcheck.desk.labels.label`` looks it up by the word alone.
    """
    known = LABELS.setdefault(word.replace("_", " "), label)
    if known != label:
        raise ValueError(f"'{word}' is called both “{known}” and “{label}”: one word has one label")


class Word(StrEnum):
    """One word of a vocabulary: ``WIRE_AGENCY = "wire_agency", _("wire agency")``, with ``gettext_noop as _``."""

    label: str

    def __new__(cls, word: str, label: str, *_traits: object) -> Self:
        member = str.__new__(cls, word)
        member._value_ = word
        member.label = label
        return member

    def __init__(self, word: str, label: str) -> None:
        name_word(word, label)

    @classmethod
    def words(cls) -> tuple[str, ...]:
        """Return all words as plain texts, in their order: what constraints of the database and schemas hold."""
        return tuple(member.value for member in cls)


if TYPE_CHECKING:
    T = TypeVar("T")
    #: The type of a field that holds a word of a vocabulary as a plain text, ``OneOf[Stance]``; or one of some of its words,
    #: ``OneOf[Literal[Stance.DENIES, Stance.DECLINED]]``, a tuple of which it takes as well. msgspec decodes and describes it
    #: as a ``Literal`` of these words.
    OneOf: TypeAlias = str | T
else:

    class OneOf:
        def __class_getitem__(cls, words: type[Word]) -> object:
            members = get_args(words) or tuple(words)
            return Literal[tuple(member.value for member in members)]
