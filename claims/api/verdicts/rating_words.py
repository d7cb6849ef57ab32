"""The desk's words for verdicts: whoever reads claims may read them; administrators add and change them."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from django.db import transaction
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.claims.bodies import tagged
from claims.api.claims.read import reads
from claims.api.writing import Because, DeskWrite
from claims.models import RatingWord
from claims.operations.desk.page_permissions import RECORD_PAGES
from claims.operations.verdicts.rating_words import Meaning, add_word, change_word
from claims.queries.verdicts.read import all_words, word_of
from factcheck.access.scopes import ADMIN
from factcheck.api.describing import Op
from factcheck.api.history import note_added, note_changed
from factcheck.api.problems import ProblemError
from factcheck.api.views import answer, encoded, unchanged

_KIND = RECORD_PAGES["claims.ratingword"]
_READS = "claims.view_ratingword"

WordKey = Annotated[
    str,
    Meta(
        title="key", description="Letters, digits, '_' and '-', at most 40 characters.", pattern=r"^[A-Za-z0-9_-]{1,40}$(?!\n)"
    ),
]
Word = Annotated[str, Meta(min_length=1, max_length=60)]
Definition = Annotated[str, Meta(min_length=1, max_length=2_000)]
Scale = Annotated[int, Meta(ge=-100, le=100)]
Position = Annotated[int, Meta(ge=0, le=1_000)]


class RatingWordBody(msgspec.Struct, frozen=True, kw_only=True):
    """A word for verdicts: its place on the scale, worst first (null: off the scale), and its position in the list."""

    key: str
    word: str
    definition: str
    scale: int | None
    position: int
    retired: bool


class RatingWordList(msgspec.Struct, frozen=True, kw_only=True):
    """All words, in order; a retired one stays on the verdicts that have it."""

    words: tuple[RatingWordBody, ...]


def _body(row: RatingWord) -> RatingWordBody:
    values = {name: getattr(row, name) for name in ("key", "word", "definition", "scale", "position")}
    return RatingWordBody(**values, retired=row.retired_at is not None)


def _sent(request: Request, body: msgspec.Struct, status: int = 200) -> HttpResponse:
    text = encoded(body)
    etag = tagged("rating words", text.decode())
    if request.method == "GET" and (same := unchanged(request, etag)) is not None:
        return same
    response = answer(text, etag=etag)
    response.status_code = status
    return response


def _found(key: str) -> RatingWord:
    found = word_of(key)
    if found is None:
        raise ProblemError("not-found", f"Unknown word “{key}”.")
    return found


class NewRatingWord(Because, frozen=True, kw_only=True):
    """A word, its meaning for editors and readers, and its places. The key never changes."""

    key: WordKey
    word: Word
    definition: Definition
    scale: Scale | None = None
    position: Position = 0


class RatingWords(DeskWrite):
    """``/rating-words/``: list words, and add one."""

    recorded_as = "rating word added"
    ops = {
        "GET": reads("list_rating_words", "The desk's words for verdicts.", _READS, gives=RatingWordList),
        "POST": Op(
            name="add_rating_word",
            does="Add a word for verdicts.",
            scope=ADMIN,
            needs=_KIND.adds or (),
            takes=NewRatingWord,
            gives=RatingWordBody,
            status=201,
            problems=("key-taken",),
            example={
                "key": "out-of-context",
                "word": "Out of context",
                "definition": "True as such, but presented so that it misleads.",
                "position": 9,
                "reason": "We need it for pictures.",
            },
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        return _sent(request, RatingWordList(words=tuple(map(_body, all_words()))))

    def posted(self, request: Request, said: NewRatingWord, **_keys: Any) -> HttpResponse:
        if word_of(said.key) is not None:
            raise ProblemError("key-taken", f"The word “{said.key}” already exists; it may be retired.")
        meaning = Meaning(said.word, said.definition, said.scale, said.position)
        with transaction.atomic():
            row = add_word(said.key, meaning, self.change(request, said.reason))
            # In the admin's history, as if it were added there.
            note_added(request, row, said.reason)
        response = _sent(request, _body(row), 201)
        response["Location"] = request.build_absolute_uri(f"/api/v1/rating-words/{row.key}/")
        return response


class RatingWordChange(Because, frozen=True, kw_only=True):
    """Changes to a word: members that are left out stay. A retired word can no longer be chosen."""

    word: Word | UnsetType = UNSET
    definition: Definition | UnsetType = UNSET
    scale: Scale | UnsetType | None = UNSET
    position: Position | UnsetType = UNSET
    retired: bool | UnsetType = UNSET


class RatingWordChanged(RatingWordBody, frozen=True, kw_only=True):
    """The current word, and how many claims that show it wait for the next verification to be updated."""

    waiting: int


class OneRatingWord(DeskWrite):
    """``/rating-words/KEY/``: read a word, and change it."""

    recorded_as = "rating word changed"
    ops = {
        "GET": reads("read_rating_word", "One of the desk's words for verdicts.", _READS, gives=RatingWordBody),
        "PATCH": Op(
            name="change_rating_word",
            does="Change or retire a word; readers of published verdicts see the new one.",
            scope=ADMIN,
            needs=_KIND.changes or (),
            takes=RatingWordChange,
            gives=RatingWordChanged,
            example={"word": "Not proven", "reason": "Plainer."},
        ),
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        return _sent(request, _body(_found(key)))

    def patched(self, request: Request, said: RatingWordChange, **keys: Any) -> HttpResponse:
        row = _found(keys["key"])
        current = {"word": row.word, "definition": row.definition, "scale": row.scale, "position": row.position}
        sent = {name: getattr(said, name) for name in current if getattr(said, name) is not UNSET}
        retired = row.retired_at is not None if said.retired is UNSET else said.retired
        with transaction.atomic():
            waiting = change_word(row, Meaning(**{**current, **sent}), self.change(request, said.reason), retired=retired)
            note_changed(request, row, said.reason)
        body = msgspec.to_builtins(_body(_found(row.key)))
        return _sent(request, RatingWordChanged(**body, waiting=waiting))
