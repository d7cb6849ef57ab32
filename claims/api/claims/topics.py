"""The topics that claims are filed under."""

from __future__ import annotations

from operator import itemgetter

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.claims.read import reads
from claims.queries.claims import parts
from factcheck.api.paging import after_parameters, keyed_page
from factcheck.api.views import ApiView


class TopicLine(msgspec.Struct, frozen=True, kw_only=True):
    """A topic, and how many claims that go on are filed under it."""

    topic: str
    claims: int


class TopicPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of topics."""

    topics: tuple[TopicLine, ...]
    next: str | None


class TopicList(ApiView):
    """``GET /topics/``: in their order, each with how many claims it has."""

    ops = {
        "GET": reads(
            "list_topics",
            "The topics that claims are filed under, each with how many claims it has.",
            "claims.view_claim",
            "claims.view_claimtopic",
            parameters=after_parameters("topic"),
            gives=TopicPage,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        return keyed_page(request, "topics", parts.topics_counted, itemgetter("topic"))
