"""What erasing a text does to the columns of the tables of sources, by table. Pure; a test fails for one that is not listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from factcheck.text.erasing import Columns, OnErase

_TEXT, _KEPT = OnErase.TEXT, OnErase.KEPT

TABLES: Final[Mapping[str, Columns]] = {
    "sources.Source": {
        _TEXT: "name short_name aliases description organisation anonymity_reason approved_by reliability_rationale graded_by",
        OnErase.KEY: "key",
        OnErase.ADDRESS: "homepage",
        OnErase.EMPTIED: "wikidata_id",
        OnErase.MADE: "search_text",
        _KEPT: "id kind identified vouched_by named_as plural country organisation_source approver reliability"
        " graded_on merged_into voice family recorded_at",
    },
    "sources.SourceChange": {
        _TEXT: "reason",
        OnErase.JSON: "old new",
        OnErase.ACTOR: "actor",
        _KEPT: "id source action at person applied_at",
    },
    "sources.Document": {
        _TEXT: "title author withdrawal_reason",
        OnErase.KEY: "key",
        OnErase.ADDRESS: "url archive_url",
        OnErase.MADE: "search_text",
        _KEPT: "id publisher kind published_at language copy_of withdrawn_at withdrawal_recorded_at doubted_at recorded_at",
    },
    "sources.AuthorsRetraction": {
        _TEXT: "reason",
        OnErase.ACTOR: "recorded_by",
        _KEPT: "id document withdrawn_at recorded_at",
    },
    "sources.UndoneRetraction": {
        _TEXT: "withdrawal_reason undo_reason",
        OnErase.ACTOR: "undone_by",
        _KEPT: "id document authors_retraction withdrawn_at withdrawal_recorded_at undone_at",
    },
    "sources.Correction": {_TEXT: "note", OnErase.ACTOR: "recorded_by", _KEPT: "id document said_at recorded_at"},
    "sources.ExpressionOfConcern": {
        _TEXT: "note lift_reason",
        OnErase.ACTOR: "recorded_by lifted_by",
        _KEPT: "id document said_at recorded_at lifted_at",
    },
    "sources.Capture": {
        OnErase.SAME_LENGTH: "text",
        _TEXT: "title author problem name media_type reason attach_reason",
        OnErase.ADDRESS: "archive_url url final_url canonical_url",
        OnErase.JSON: "redirects headers",
        OnErase.ACTOR: "recorded_by attached_by",
        OnErase.DIGEST: "sha256 text_sha256",
        _KEPT: "id document way outcome http_status size published_at language fetched_at recorded_at attached_at",
    },
    "sources.CapturedBytes": {OnErase.BYTES: "data", OnErase.DIGEST: "sha256"},
    "sources.BodyBand": {OnErase.DIGEST: "band", _KEPT: "id capture"},
    "sources.CopyHint": {
        _TEXT: "words decision_reason",
        OnErase.ACTOR: "decided_by",
        _KEPT: "id capture sign original credited found_at decided_at accepted",
    },
    "sources.CaptureTimestamp": {
        OnErase.DIGEST: "token",
        OnErase.ACTOR: "recorded_by",
        _KEPT: "id capture authority stamped_at",
    },
    "sources.CaptureList": {
        _TEXT: "reason",
        OnErase.ACTOR: "recorded_by",
        _KEPT: "id recorded_at document stopped_at",
    },
    "sources.ListedUrl": {OnErase.ADDRESS: "url", _KEPT: "id list taken_at capture"},
    "sources.LinkCheck": {
        _TEXT: "problem",
        OnErase.ACTOR: "recorded_by",
        _KEPT: "id document checked_at outcome http_status capture",
    },
    "sources.LinkState": {
        _KEPT: "document due_at checked_at outcome gone_since gone_checks failing_since blocked_since capture changed_at"
    },
    "sources.SourceRelation": {
        _TEXT: "reason struck_reason",
        _KEPT: "id from_source to_source kind from_on until_on recorded_at struck_at",
    },
    "sources.IndependenceJudgement": {
        _TEXT: "reason",
        OnErase.ACTOR: "recorded_by",
        _KEPT: "id a b outcome recorded_at superseded_at",
    },
    "sources.PersonMatch": {
        _TEXT: "settled_reason",
        OnErase.ACTOR: "settled_by",
        _KEPT: "id unnamed person found_at settled_at",
    },
    "sources.SelfNaming": {
        _TEXT: "reason struck_reason",
        OnErase.ACTOR: "proposed_by confirmed_by struck_by",
        _KEPT: "id unnamed named document proposed_at proposer confirmed_at confirmer struck_at striker",
    },
    "sources.SourceWord": {OnErase.MADE: "word", _KEPT: "id source of_person"},
    "sources.SearchWord": {OnErase.MADE: "word key", _KEPT: "id"},
}
