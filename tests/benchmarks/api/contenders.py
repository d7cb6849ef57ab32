"""Other ways to send fifty claims with their attributions, behind the same middleware, tokens and throttle as ours.

Each sends what an outsider needs of a claim and nothing more than our stored bodies hold, so that none does work that ours is
spared. They tell pages apart by the claim before, as ours do: with numbered pages they would count and skip rows besides.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.viewsets import ReadOnlyModelViewSet

from claims.models import Attribution, Citation, Claim, Flag
from factcheck.access.scopes import CLAIMS_READ
from factcheck.api.describing import Op, Parameter
from factcheck.api.views import ApiView, answer
from sources.models import Document, Source

PAGE = 50


def _op(**more: Any) -> Mapping[str, Op]:
    return {"GET": Op(name="bench", does="Is measured.", scope=CLAIMS_READ, needs=("claims.view_claim",), **more)}


class Empty(ApiView):
    """Nothing at all: what the server, the middleware, the token and the throttle cost."""

    ops = _op()

    def get(self, request: Request) -> HttpResponse:  # noqa: ARG002 - a view
        return answer(b"{}")


class SourceSerializer(serializers.ModelSerializer[Source]):
    """A source by its name."""

    class Meta:
        model = Source
        fields = ("key", "name", "kind", "identified", "description", "country")


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """What was published, and by whom."""

    publisher = serializers.CharField(source="publisher.key")

    class Meta:
        model = Document
        fields = ("key", "title", "publisher", "kind", "url", "published_at")


class CitationSerializer(serializers.ModelSerializer[Citation]):
    """What an attribution passes on."""

    cited = serializers.CharField(source="cited.key")

    class Meta:
        model = Citation
        fields = ("cited", "kind")


class AttributionSerializer(serializers.ModelSerializer[Attribution]):
    """An attribution with its source, its document and its links."""

    source = SourceSerializer()
    document = DocumentSerializer()
    citations = CitationSerializer(many=True)

    class Meta:
        model = Attribution
        fields = (
            "key", "source", "stance", "scope", "basis", "said_at", "quote_exact", "withdrawn_at", "withdrawn_by",
            "withdrawal_reason", "document", "citations",
        )  # fmt: skip


class FlagSerializer(serializers.ModelSerializer[Flag]):
    """An open flag."""

    class Meta:
        model = Flag
        fields = ("code", "severity", "reason", "level")


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    """A claim with its attributions."""

    status = serializers.CharField(source="standing.status")
    explanation = serializers.CharField(source="standing.assessment.explanation")
    topics = serializers.SlugRelatedField(slug_field="topic", many=True, read_only=True)
    flags = FlagSerializer(many=True)
    attributions = AttributionSerializer(many=True)

    class Meta:
        model = Claim
        fields = (
            "key", "text", "status", "explanation", "language", "window_from", "window_until", "topics", "flags",
            "attributions",
        )  # fmt: skip


class NewestFirst(CursorPagination):
    """Fifty claims at a time."""

    page_size = PAGE
    ordering = "-id"


class PlainClaims(ReadOnlyModelViewSet[Claim]):
    """The plain way: serializers of models within each other, everything prefetched."""

    ops = _op()
    serializer_class = ClaimSerializer
    pagination_class = NewestFirst
    queryset = Claim.objects.select_related("standing__assessment").prefetch_related(
        "topics",
        Prefetch("flags", Flag.objects.filter(cleared_at=None)),
        Prefetch("attributions", Attribution.objects.filter(voided_at=None).select_related("source", "document__publisher")),
        Prefetch("attributions__citations", Citation.objects.filter(struck_at=None).select_related("cited")),
    )


_BUILT = """
SELECT coalesce(json_agg(json_build_object(
    'key', c.key, 'text', c.text, 'status', s.status, 'explanation', e.explanation, 'language', c.language,
    'window_from', c.window_from, 'window_until', c.window_until,
    'topics', (SELECT coalesce(json_agg(t.topic ORDER BY t.topic), '[]') FROM claims_claimtopic t WHERE t.claim_id = c.id),
    'flags', (
        SELECT coalesce(json_agg(json_build_object(
            'code', f.code, 'severity', f.severity, 'reason', f.reason, 'level', f.level
        )), '[]')
        FROM claims_flag f WHERE f.claim_id = c.id AND f.cleared_at IS NULL
    ),
    'attributions', (
        SELECT coalesce(json_agg(json_build_object(
            'key', a.key,
            'source', json_build_object(
                'key', o.key, 'name', o.name, 'kind', o.kind, 'identified', o.identified, 'description', o.description,
                'country', o.country
            ),
            'stance', a.stance, 'scope', a.scope, 'basis', a.basis, 'said_at', a.said_at, 'quote_exact', a.quote_exact,
            'withdrawn_at', a.withdrawn_at, 'withdrawn_by', a.withdrawn_by, 'withdrawal_reason', a.withdrawal_reason,
            'document', CASE WHEN d.id IS NOT NULL THEN json_build_object(
                'key', d.key, 'title', d.title, 'publisher', p.key, 'kind', d.kind, 'url', d.url, 'published_at', d.published_at
            ) END,
            'citations', (
                SELECT coalesce(json_agg(json_build_object('cited', b.key, 'kind', l.kind)), '[]')
                FROM claims_citation l JOIN claims_attribution b ON b.id = l.cited_id
                WHERE l.citing_id = a.id AND l.struck_at IS NULL
            )
        ) ORDER BY a.key), '[]')
        FROM claims_attribution a
        JOIN sources_source o ON o.id = a.source_id
        LEFT JOIN sources_document d ON d.id = a.document_id
        LEFT JOIN sources_source p ON p.id = d.publisher_id
        WHERE a.claim_id = c.id AND a.voided_at IS NULL
    )
) ORDER BY c.id DESC), '[]')::text
FROM (SELECT * FROM claims_claim WHERE id < %s ORDER BY id DESC LIMIT %s) c
JOIN claims_standing s ON s.claim_id = c.id
JOIN claims_assessment e ON e.id = s.assessment_id
"""


class Built(ApiView):
    """The database builds the JSON; the view only sends it."""

    ops = _op(parameters={"before": Parameter("The id of the claim that the page comes after.")})

    def get(self, request: Request) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(_BUILT, [int(request.query_params["before"]), PAGE])
            (shown,) = cursor.fetchone()
        return answer(f'{{"claims":{shown}}}'.encode())


def worker(request: HttpRequest) -> HttpResponse:
    """Tell the number of this process."""
    return HttpResponse(str(os.getpid()))
