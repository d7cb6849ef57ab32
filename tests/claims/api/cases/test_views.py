"""Case files over the API: whole, as lines, tried first, and given back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import OperationalError
from django.utils import timezone

from claims.casefile import decode
from claims.models import Claim, Revision
from claims.operations.cases import streaming
from claims.operations.desk.roles import EDITOR, SENIOR, VIEWER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE
from sources.models import Source
from tests.cases import claim, load, outlet, person, row, unnamed
from tests.exchange import exported
from tests.factcheck.api.asking import Caller, caller

pytestmark = pytest.mark.django_db
LINES = "application/x-ndjson"
CASE = {"format": "factcheck-case/1", "sources": [person("ada")], "claims": [claim("c", row("ada"))]}


@pytest.fixture
def desk(db: None) -> Caller:
    """A senior editor's token that may write claims and sources."""
    return caller(SENIOR, (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE))


def send(one: Caller, *lines: Any, query: str = "", **headers: str) -> Any:
    body = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return one._client.generic(
        "POST", f"/api/v1/cases/{query}", body, LINES, headers={"Authorization": f"Bearer {one.text}", **headers}
    )


def answered(response: Any) -> list[dict[str, Any]]:
    assert (response.status_code, response["Content-Type"]) == (200, LINES)
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


class TestACaseFile:
    @pytest.mark.door
    def test_is_loaded_and_a_second_time_changes_nothing(self, desk: Caller) -> None:
        shown = desk.post("cases/?reason=From+the+archive", CASE)
        assert shown.json() == {
            "sources": 1, "documents": 0, "claims": 1, "attributions": 1, "revised": ["c"], "changed": [], "dry_run": False,
        }  # fmt: skip
        revision = Revision.objects.get()
        assert revision.actor.startswith("token:")
        assert (revision.action, revision.reason) == ("load case", "From the archive")
        assert desk.post("cases/", CASE).json()["revised"] == []

    def test_another_name_of_a_stored_source_needs_to_be_said(self, desk: Caller) -> None:
        desk.post("cases/", CASE)
        renamed = {**CASE, "sources": [person("ada", name="Ada Lovelace")]}
        (fault,) = desk.post("cases/?dry_run=1", renamed).json()["errors"]
        assert "update_sources=1" in fault["detail"]
        expected = [{"list": "sources", "key": "ada", "field": "name", "old": "Ada", "new": "Ada Lovelace"}]
        for query in ("dry_run=1&update_sources=1", "update_sources=1"):
            assert desk.post(f"cases/?{query}", renamed).json()["changed"] == expected
        (line, _) = answered(send(desk, {"sources": [person("ada")]}, query="?update_sources=1"))
        assert (line["changed"][0]["old"], line["changed"][0]["new"]) == ("Ada Lovelace", "Ada")

    def test_tried_first_stores_nothing(self, desk: Caller) -> None:
        assert desk.post("cases/?dry_run=1", CASE).json()["revised"] == ["c"]
        assert not Claim.objects.exists()
        assert not Source.objects.exists()

    def test_with_faults_is_refused_whole_with_the_place_of_each(self, desk: Caller) -> None:
        shown = desk.post("cases/", {**CASE, "claims": [claim("c", row("ada")), claim("d", row("eve", stanse="denies"))]})
        assert shown.status_code == 422
        assert [each["pointer"] for each in shown.json()["errors"]] == [
            "/claims/1/attributions/0/stanse",
            "/claims/1/attributions/0/source",
        ]
        assert not Claim.objects.exists()

    def test_may_be_larger_than_other_bodies(self, desk: Caller, settings: LazySettings) -> None:
        settings.API_MOST_BYTES = 100
        assert desk.post("cases/", CASE).status_code == 200

    def test_of_sources_requires_their_scope(self) -> None:
        one = caller(SENIOR, (CLAIMS_READ, CLAIMS_WRITE))
        shown = one.post("cases/", CASE)
        assert (shown.status_code, [each["pointer"] for each in shown.json()["errors"]]) == (403, ["/sources"])
        assert not Source.objects.exists()


class TestLines:
    def test_are_answered_one_by_one_and_counted(self, desk: Caller) -> None:
        shown = answered(send(desk, {"sources": [person("ada")]}, claim("c", row("ada")), b"nonsense", claim("d", row("eve"))))
        assert shown[:2] == [{"line": 1, "outcome": "created"}, {"line": 2, "outcome": "created", "key": "c"}]
        assert [each["errors"][0].get("pointer", "") for each in shown[2:4]] == ["", "/attributions/0/source"]
        assert shown[4] == {"lines": 4, "created": 2, "changed": 0, "unchanged": 0, "refused": 2, "dry_run": False}
        assert Claim.objects.get().key == "c"

    def test_tried_first_store_nothing(self, desk: Caller) -> None:
        shown = answered(send(desk, {"sources": [person("ada")]}, claim("c", row("ada")), query="?dry_run=1"))
        assert shown[-1] == {"lines": 2, "created": 2, "changed": 0, "unchanged": 0, "refused": 0, "dry_run": True}
        assert not Source.objects.exists()

    def test_of_sources_are_refused_without_their_scope(self) -> None:
        one = caller(SENIOR, (CLAIMS_READ, CLAIMS_WRITE))
        shown = answered(send(one, {"sources": [person("ada")]}, claim("c")))
        assert shown[0]["errors"] == [{"detail": "This requires the scope sources:write.", "pointer": "/sources"}]
        assert shown[1]["outcome"] == "created"

    def test_who_may_not_approve_or_grade_does_not_by_lines_either(self) -> None:
        approved = unnamed("u", "post", anonymity_reason="Fears for his post.", approved_by="Ed")
        editor = caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE))
        shown = answered(send(editor, {"sources": [outlet("post")]}, {"sources": [approved]}))
        assert [each["pointer"] for each in shown[1]["errors"]] == [
            "/sources/0/anonymity_reason",
            "/sources/0/approved_by",
        ]

    def test_whoever_loads_a_source_does_not_approve_it(self) -> None:
        senior = caller(SENIOR, (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE))
        mine = unnamed("u", "post", anonymity_reason="Fears for his post.", approved_by="api-senior-editor")
        colleagues = {**mine, "key": "v", "approved_by": "sam"}
        shown = answered(send(senior, {"sources": [outlet("post")]}, {"sources": [mine]}, {"sources": [colleagues]}))
        assert [[each["pointer"] for each in line["errors"]] for line in shown[1:3]] == [["/sources/0/approved_by"]] * 2
        # A command is taken at its word, so that an export loads back; loaded again here it says nothing new.
        load({"sources": [colleagues]}, at=timezone.now(), actor="command:load_case")
        assert (Source.objects.get(key="v").approved_by, Source.objects.get(key="v").approver) == ("sam", None)
        assert answered(send(senior, {"sources": [colleagues]}))[0]["outcome"] == "unchanged"

    def test_ask_for_the_rights_of_a_case_file(self) -> None:
        assert send(caller(VIEWER, (CLAIMS_READ, CLAIMS_WRITE)), claim("c")).status_code == 403
        assert send(caller(SENIOR, (CLAIMS_READ,)), claim("c")).status_code == 403

    def test_beyond_the_limit_are_refused_before_anything_is_stored(self, desk: Caller, settings: LazySettings) -> None:
        settings.API_MOST_LINES_BYTES = 100
        shown = send(desk, claim("c"), claim("d", text="x" * 100))
        assert (shown.status_code, shown.json()["detail"]) == (413, "The limit is 100 bytes.")
        assert not Claim.objects.exists()

    def test_of_unknown_length_are_read_to_the_end_that_the_server_knows(self, desk: Caller, settings: LazySettings) -> None:
        def chunked(data: bytes) -> Any:
            shown = {"wsgi.input": io.BytesIO(data), "wsgi.input_terminated": True, "CONTENT_LENGTH": "", "CONTENT_TYPE": LINES}
            return desk._client.generic("POST", "/api/v1/cases/", headers={"Authorization": f"Bearer {desk.text}"}, **shown)

        assert answered(chunked(json.dumps(claim("c")).encode()))[0]["key"] == "c"
        settings.API_MOST_LINES_BYTES = 100
        assert chunked(json.dumps(claim("d", text="x" * 100)).encode()).status_code == 413

    def test_take_no_idempotency_key(self, desk: Caller) -> None:
        shown = send(desk, claim("c"), **{"Idempotency-Key": "one"})
        assert shown.status_code == 400
        assert not Claim.objects.exists()

    def test_that_the_database_ends_show_so_and_nothing_of_its_insides(
        self, desk: Caller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(*_arguments: Any) -> Any:
            raise OperationalError("server at 10.0.0.5 closed the connection")

        monkeypatch.setattr(streaming, "begin", failing)
        response = send(desk, claim("c"))
        assert b"10.0.0.5" not in (body := b"".join(response.streaming_content))
        assert json.loads(body)["type"] == "/api/v1/problems/unavailable"

    def test_faults_of_hostile_names_can_be_reported(self, desk: Caller) -> None:
        (shown, _) = answered(send(desk, b'{"key": "c", "text": "x", "\\ud800/\\"~": 1}'))
        assert shown["errors"][0]["pointer"] == '/?~1"~0'


class TestGivenBack:
    def test_a_case_loads_back_to_the_same(self, desk: Caller, loaded: Callable[..., Any]) -> None:
        loaded(
            sources=[person("ada"), person("ben"), outlet("post")],
            documents=[{"key": "doc", "publisher": "post", "kind": "article", "title": "A story"}],
            claims=[
                claim("c", row("ada", document="doc")),
                claim("d", row("ben"), relations=[{"kind": "contradicts", "claim": "c"}]),
            ],
        )
        before = exported()
        shown = desk.get("cases/?key=d")
        assert [each.key for each in decode(shown.content).claims or ()] == ["c", "d"]
        assert desk.post("cases/", shown.content).json()["revised"] == []
        assert exported() == before
        assert desk.get("cases/?key=d", **{"If-None-Match": shown["ETag"]}).status_code == 304

    def test_of_no_claim_or_one_that_is_not_there_says_so(self, desk: Caller) -> None:
        assert desk.get("cases/").json()["errors"][0]["parameter"] == "key"
        assert desk.get("cases/?key=nobody").status_code == 404

    def test_asks_for_the_scope_of_reading(self) -> None:
        assert caller(SENIOR, (CLAIMS_WRITE,)).get("cases/?key=c").status_code == 403
