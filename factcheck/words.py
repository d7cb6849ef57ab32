"""Vocabularies: closed sets of recorded words, each defined once, with its label. Pure.

The stored value is the word itself, in English. Choices, constraints, the schemas of case files and of the API, and the labels
that people read are all generated from the enum.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, Self, TypeAlias, TypeVar, get_args


def gettext_noop(text: str) -> str:
    """Return ``text`` unchanged: it marks it for ``make messages`` in modules that may not import Django."""
    return text


#: The English label of each word, by the word without underscores (some are stored so); ``factcheck.desk.labels`` translates
#: it.
LABELS: Final[dict[str, str]] = {}


def name_word(word: str, label: str) -> None:
    """Register the label of a word.

    Raises: ValueError if the word already has another label: ``factcheck.desk.labels.label`` looks it up by the word only.
    """
    known = LABELS.setdefault(word.replace("_", " "), label)
    if known != label:
        raise ValueError(f"'{word}' has both labels “{known}” and “{label}”: use one label per word")


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
        """Return all words as plain strings, in order: the values of database constraints and schemas."""
        return tuple(member.value for member in cls)


if TYPE_CHECKING:
    T = TypeVar("T")
    #: The type of a field that holds a word of a vocabulary as a plain string, ``OneOf[Stance]``; or one of a subset,
    #: ``OneOf[Literal[Stance.DENIES, Stance.DECLINED]]`` (a tuple works too). msgspec decodes and describes it as a ``Literal``
    #: of these words.
    OneOf: TypeAlias = str | T
else:

    class OneOf:
        def __class_getitem__(cls, words: type[Word]) -> object:
            members = get_args(words) or tuple(words)
            return Literal[tuple(member.value for member in members)]
