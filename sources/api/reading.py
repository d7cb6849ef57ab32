"""Sources, read."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from factcheck.access.scopes import CLAIMS_READ
from factcheck.api.describing import TEXT, YES_NO, Op, Parameter, one_word
from factcheck.api.paging import after_parameters, before_parameters, json_answer, keyed_page, numbered_page
from factcheck.api.parameters import one_of, yes_no
from factcheck.api.problems import ProblemError
from factcheck.api.views import ApiView
from sources.api.bodies import (
    SourceBody,
    SourceChangePage,
    SourceJudgementPage,
    SourceNamingPage,
    SourcePage,
    SourceTiePage,
)
from sources.api.tags import tag
from sources.models import Source
from sources.queries import ledger, reading
from sources.queries.approvers import APPROVE
from sources.queries.reading import Shown
from sources.queries.self_namings import naming_page
from sources.vocabulary import Grade, SourceKind


class SourceList(ApiView):
    """``GET /sources/``: filtered by kind, country, grade, or whether they are named, merged or approved."""

    ops = {
        "GET": Op(
            name="list_sources",
            does="A page of sources, in the order of their keys.",
            scope=CLAIMS_READ,
            needs=("sources.view_source",),
            parameters={
                **after_parameters("key"),
                "kind": Parameter("Of this kind.", one_word(*SourceKind.words())),
                "country": Parameter("Of this country, ISO 3166-1.", TEXT, "RU"),
                "grade": Parameter("Of this grade of the Admiralty scale.", one_word(*Grade.words())),
                "identified": Parameter("Whether they are named.", YES_NO),
                "second": Parameter("Whether they are second records, merged into another one.", YES_NO),
                "lacks_approval": Parameter("Whether they are unnamed and nobody approved their use yet.", YES_NO),
                "q": Parameter("Words of their names.", TEXT, "Vedomosti"),
            },
            gives=SourcePage,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent = request.query_params
        sources = reading.all_sources(
            sent.get("q", ""),
            kind=one_of(sent, "kind", SourceKind.words()),
            reliability=one_of(sent, "grade", Grade.words()),
            country=sent.get("country", "").upper(),
            identified=yes_no(sent, "identified"),
            merged_into__isnull=yes_no(sent, "second", opposite=True),
            lacking_approval=yes_no(sent, "lacks_approval"),
        )
        return keyed_page(request, "sources", lambda after, limit: reading.source_page(sources, after, limit))


class SourcesView(ApiView):
    """The base of reading and changing one source: what the caller may see of it."""

    def shown(self) -> Shown:
        """Return what the caller may see in addition to what all readers may."""
        user = self.request.user
        return Shown(approval=user.has_perm(APPROVE), grader=user.has_perm("sources.grade_source"))

    def body(self, key: str) -> dict[str, Any]:
        """Return a source as the caller may see it. Raises: ProblemError if there is none."""
        found = reading.source_detail(key, self.shown())
        if found is None:
            raise ProblemError("not-found", f"Unknown source “{key}”.")
        return found

    def found(self, key: str) -> Source:
        """Return the source with a key. Raises: ProblemError if there is none."""
        found = reading.source_of_key(key)
        if found is None:
            raise ProblemError("not-found", f"Unknown source “{key}”.")
        return found


class SourceDetail(SourcesView):
    """``GET /sources/KEY/``: with its relations and the judgements of its independence."""

    ops = {
        "GET": Op(
            name="read_source",
            does="One source, with its relations and the judgements of its independence.",
            scope=CLAIMS_READ,
            needs=("sources.view_source",),
            gives=SourceBody,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        body = self.body(key)
        return json_answer(request, body, etag=tag(body, SourceBody))


class SourceChanges(SourcesView):
    """``GET /sources/KEY/changes/``: the audit log of a source."""

    ops = {
        "GET": Op(
            name="list_source_changes",
            does="The changes of a source, by whom, when and why; newest first.",
            scope=CLAIMS_READ,
            needs=("sources.view_sourcechange",),
            parameters=before_parameters("changes"),
            gives=SourceChangePage,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        source, shown = self.found(key), self.shown()
        return numbered_page(request, "changes", lambda before, limit: ledger.change_page(source, before, limit, shown))


class NamingList(SourcesView):
    """``GET /sources/KEY/naming/``: who an unnamed source has said in public to be, for senior editors."""

    ops = {
        "GET": Op(
            name="list_source_namings",
            does="Proposed, confirmed, declined and undone bindings of an unnamed source to a named one; newest first.",
            scope=CLAIMS_READ,
            needs=(APPROVE,),
            parameters=before_parameters("namings"),
            gives=SourceNamingPage,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        source = self.found(key)
        return numbered_page(request, "namings", lambda before, limit: naming_page(source, before, limit))


class RelationList(SourcesView):
    """``GET /sources/KEY/relations/``: all recorded relations."""

    ops = {
        "GET": Op(
            name="list_source_relations",
            does="All relations of a source, newest first, including struck out ones.",
            scope=CLAIMS_READ,
            needs=("sources.view_sourcerelation",),
            parameters=before_parameters("relations"),
            gives=SourceTiePage,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        source = self.found(key)
        return numbered_page(request, "relations", lambda before, limit: reading.relation_page(source, before, limit))


class JudgementList(SourcesView):
    """``GET /sources/KEY/judgements/``: all recorded judgements."""

    ops = {
        "GET": Op(
            name="list_source_judgements",
            does="All judgements of a source's independence, newest first, including superseded ones.",
            scope=CLAIMS_READ,
            needs=("sources.view_independencejudgement",),
            parameters=before_parameters("judgements"),
            gives=SourceJudgementPage,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        source = self.found(key)
        return numbered_page(request, "judgements", lambda before, limit: reading.judgement_page(source, before, limit))
