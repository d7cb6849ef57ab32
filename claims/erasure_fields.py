"""What erasing a text does to the columns of the tables of claims, by table. Pure.

Those of a claim and of an attribution are in ``claims.claim_fields`` and ``claims.attribution_fields``. A test fails for a
column that is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from factcheck.text.erasing import Columns, OnErase

_TEXT, _JSON, _ACTOR, _KEPT = OnErase.TEXT, OnErase.JSON, OnErase.ACTOR, OnErase.KEPT
_DIGEST, _MADE, _KEY, _CHAIN = OnErase.DIGEST, OnErase.MADE, OnErase.KEY, OnErase.CHAIN

TABLES: Final[Mapping[str, Columns]] = {
    "claims.ClaimTopic": {_KEY: "topic", _KEPT: "id claim"},
    "claims.ClaimRelation": {_TEXT: "struck_reason", _KEPT: "id from_claim to_claim kind recorded_at struck_at"},
    "claims.ClaimWords": {_MADE: "words", _KEPT: "claim"},
    "claims.AttributionDocument": {
        _TEXT: "quote_exact quote_prefix quote_suffix quote_translation struck_reason",
        _KEPT: "id claim attribution document quote_start quote_end recorded_at struck_at",
    },
    "claims.PageProblem": {
        _TEXT: "end_reason",
        _ACTOR: "ended_by",
        _KEPT: "id claim attribution document missing_since missing_why gone_since gone_checks failing_since last_failed_at"
        " archived recorded_at ended_at",
    },
    "claims.LinkWatchSwitch": {_TEXT: "reason", _ACTOR: "recorded_by", _KEPT: "id stopped recorded_at"},
    "claims.QuoteAnchor": {
        _TEXT: "exact prefix suffix reason",
        _ACTOR: "recorded_by",
        _KEPT: "id attribution document capture start end recorded_at",
    },
    "claims.CaptureReading": {_ACTOR: "recorded_by", _KEPT: "id capture extractor language dropped read_at"},
    # Offsets into the text of a capture, and no words of it.
    "claims.ProposedAttribution": {
        _TEXT: "rule",
        _ACTOR: "decided_by",
        _KEPT: "id reading number confidence stance naming hedge spans decision rejected_because changed decided_at",
    },
    "claims.UndoneWithdrawal": {_TEXT: "reason", _KEPT: "id attribution retraction withdrawn_at recorded_at"},
    "claims.Citation": {_TEXT: "struck_reason", _KEPT: "id claim citing cited kind recorded_at struck_at"},
    "claims.Interest": {_TEXT: "reason struck_reason", _KEPT: "id claim source side recorded_at struck_at"},
    "claims.Decision": {
        _TEXT: "reason struck_reason",
        _JSON: "about",
        _ACTOR: "actor struck_by",
        _DIGEST: "findings_digest",
        _KEPT: "id claim kind attribution source other_claim document request outcome happened_at answer_by person recorded_at"
        " struck_at",
    },
    "claims.PrivateNote": {_TEXT: "text", _ACTOR: "actor struck_by", _KEPT: "id claim person recorded_at struck_at"},
    "claims.Comment": {
        _TEXT: "text",
        _ACTOR: "actor struck_by",
        _KEPT: "id claim person recorded_at edited_at struck_at",
    },
    "claims.Complaint": {
        _TEXT: "sender text answer struck_reason",
        _ACTOR: "actor answered_by struck_by",
        _KEPT: "id kind source document received_at due_at person recorded_at answered_at struck_at",
    },
    "claims.RatingWord": {_TEXT: "word definition", _KEY: "key", _KEPT: "id scale position retired_at"},
    "claims.Verdict": {
        _TEXT: "rationale",
        _DIGEST: "findings_digest",
        _KEPT: "id claim state rating drafted_by drafted_at submitted_at decided_by decided_at ended_at",
    },
    "claims.VerdictEvidence": {_KEPT: "id verdict attribution position"},
    "claims.VerdictNote": {_TEXT: "text", _ACTOR: "actor", _KEPT: "id verdict action person at"},
    "claims.Assessment": {
        _TEXT: "explanation",
        _JSON: "result",
        _DIGEST: "facts_digest findings_digest",
        _KEPT: "id claim at now said_until sources_at status policy_version due_at",
    },
    "claims.Standing": {
        _TEXT: "error",
        _DIGEST: "result_digest facts_digest fingerprint",
        _KEPT: ("claim assessment status policy_version now due_at marked_at support_at_least support_at_most support_open"),
    },
    "claims.Flag": {
        _TEXT: "reason waiver_reason",
        _JSON: "culprits",
        _ACTOR: "waived_by",
        _DIGEST: "waived_findings",
        _KEPT: "id claim code severity level raised_at raised_by cleared_at cleared_by waived_at waived_until",
    },
    "claims.SourcePrint": {_DIGEST: "print", _KEPT: "source"},
    "claims.OutsideView": {_MADE: "parts support", _DIGEST: "digest", _KEPT: "claim status retired flags"},
    "claims.Revision": {
        _CHAIN: "reason body",
        _ACTOR: "actor",
        _DIGEST: "body_sha256 previous_sha256 sha256 sealed",
        OnErase.SAFE: "salt",
        _KEPT: "id claim number at action assessment body_from erased",
    },
    "claims.PublicBody": {_CHAIN: "body", _DIGEST: "sha256 chain_sha256", _KEPT: "claim revision at body_from"},
    "claims.DeskPolicy": {
        _TEXT: "reason",
        _ACTOR: "recorded_by drafted_by",
        _KEPT: "id version min_on_record min_disinterested shelf_life_days outcome_grace_days dead_link_checks dead_link_hours"
        " unreachable_days severities switched_off"
        " recorded_at dropped_at",
    },
    "claims.RulesInForce": {_ACTOR: "actor", _KEPT: "id rules at"},
    "claims.VerificationRun": {
        _TEXT: "trouble",
        _ACTOR: "actor stopped_by",
        _KEPT: "id scope state started_at finished_at alive_at queued now policy_version desk_policy draft verified assessed"
        " changed raised cleared failed surprises seconds",
    },
    "claims.VerificationChunk": {
        _JSON: "report",
        _KEPT: "id run number first_id last_id state finished_at verified assessed changed raised cleared failed surprises"
        " seconds",
    },
    "claims.SavedView": {_TEXT: "name", _JSON: "query", _KEPT: "id user is_default"},
    "claims.OpenClaim": {_KEPT: "id user claim opened_at seen_at"},
    "claims.ChainHead": {
        # It covers salted digests alone, which stay when a text is erased.
        OnErase.SAFE: "rows_sha256 leaves_sha256 leaves previous_sha256 sha256 signature",
        _KEPT: "number day made_at after through count key_id",
    },
    "claims.Heartbeat": {_KEPT: "name at"},
    "claims.DeskVisit": {_KEPT: "user before_at seen_at"},
    "claims.Notice": {_TEXT: "text", _ACTOR: "actor", _KEPT: "id person claim comment at seen_at"},
    "claims.WebhookSubscription": {
        _TEXT: "name",
        _JSON: "wanted",
        OnErase.ADDRESS: "url",
        _ACTOR: "created_by",
        _DIGEST: "place_digest",
        OnErase.SAFE: "key",
        _KEPT: "id desk place_id secret_number old_secret_until created_at owner of_staff paused_at ended_at failures probe_at"
        " busy_until",
    },
    "claims.WebhookStep": {_TEXT: "reason", _ACTOR: "actor", _KEPT: "id subscription at action"},
    "claims.WebhookDelivery": {
        _TEXT: "answer",
        _DIGEST: "message_id",
        _KEPT: "id subscription revision state attempts created_at next_attempt_at give_up_at last_attempt_at ended_at"
        " answer_status",
    },
    "claims.Erasure": {
        _TEXT: "reason ordered_by",
        _JSON: "claims sent",
        _ACTOR: "actor",
        _KEPT: "id at person how places stays finished_at",
    },
}

#: Where the claim of a row is, by table: whose revision lists what was erased of it. Notes and comments are in no revision.
OWNERS: Final[Mapping[str, str]] = {
    "claims.Claim": "id",
    "claims.Attribution": "claim_id",
    "claims.ClaimTopic": "claim_id",
    "claims.ClaimRelation": "from_claim_id",
    "claims.AttributionDocument": "claim_id",
    "claims.PageProblem": "claim_id",
    "claims.QuoteAnchor": "attribution__claim_id",
    "claims.UndoneWithdrawal": "attribution__claim_id",
    "claims.Citation": "claim_id",
    "claims.Interest": "claim_id",
    "claims.Decision": "claim_id",
    "claims.Verdict": "claim_id",
    "claims.VerdictNote": "verdict__claim_id",
    "claims.Assessment": "claim_id",
    "claims.Standing": "claim_id",
    "claims.Flag": "claim_id",
}
