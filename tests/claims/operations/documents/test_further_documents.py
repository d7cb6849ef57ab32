"""One statement held in several documents: it counts as long as one of them was not retracted."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.casefile import CaseFileError, encode
from claims.models import Attribution, AttributionDocument, Claim, PublicBody
from claims.operations.desk.roles import EDITOR
from claims.operations.documents.changes import (
    attach_document,
    correct_document,
    detach_document,
    undo_retraction,
    withdraw_document,
)
from claims.operations.merges.merge import merge, undo_merge
from claims.operations.merges.removal import remove_claim
from claims.operations.merges.split import Part, split
from claims.operations.writing import OperationError
from claims.queries.cases.export import export
from claims.queries.facts.hidden_sources import public_source
from claims.queries.integrity import broken_rules
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from sources.models import Document
from tests.cases import claim, load, outlet, person, row
from tests.claims.admin.posting import opened
from tests.claims.operations.moving import assert_whole, because, flags, pk
from tests.factcheck.api.asking import caller

QUOTE = {"exact": "We sold them.", "translation": "Ми їх продали."}
HELD = [{"document": "tape", "quote": QUOTE}]
HOUR = timedelta(hours=1)


def document(key: str, publisher: str, published_at: str) -> dict[str, Any]:
    return {"key": key, "publisher": publisher, "kind": "article", "title": key.title(), "published_at": published_at}


@pytest.fixture
def desk(db: None, now: datetime) -> datetime:
    """What Ada said, held in an article and on a tape; a third document; and a claim without any of them."""
    sources = [outlet("post"), outlet("wire"), person("ada"), person("ben")]
    documents = [
        document("article", "post", "2024-06-03"),
        document("tape", "wire", "2024-05-25"),
        document("third", "post", "2024"),
    ]
    said = row("ada", document="article", documents=HELD, quote={"exact": "We did sell them."})
    load({"sources": sources, "documents": documents, "claims": [claim("c", said), claim("d", row("ben"))]}, at=now)
    return now + HOUR


def held(key: str) -> Document:
    return Document.objects.get(key=key)


def ada() -> Attribution:
    return Attribution.objects.get(claim__key="c", key="ada")


def shown(key: str = "c") -> Any:
    (found,) = json.loads(PublicBody.objects.get(claim__key=key).body)["attributions"]
    return found


def documents(key: str = "c") -> list[str]:
    return [each["key"] for each in shown(key).get("documents", ())]


def test_a_case_file_brings_them_and_an_export_loads_back_to_the_same(desk: datetime) -> None:
    assert (shown()["document"]["key"], shown()["quote"]["exact"]) == ("article", "We did sell them.")
    assert [(each["key"], each["publisher"], each["quote"]) for each in shown()["documents"]] == [("tape", "wire", QUOTE)]
    exported = json.loads(encode(export([pk("c")], whole=False)))
    assert exported["claims"][0]["attributions"][0]["documents"] == HELD
    assert {each["key"] for each in exported["documents"]} == {"article", "tape"}

    assert load({name: exported[name] for name in ("sources", "documents", "claims")}, at=desk).revised == ()
    assert_whole(desk)


def test_a_file_adds_further_documents_and_those_that_it_leaves_out_stay(desk: datetime) -> None:
    load({"claims": [claim("c", row("ada", documents=[{"document": "third"}]))]}, at=desk)

    assert documents() == ["tape", "third"]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"document": "article", "documents": [{"document": "article"}]}, "documents[0].document: already given at"),
        ({"documents": [{"document": "tape"}, {"document": "tape"}]}, "documents[1].document: already given at"),
        ({"documents": [{"document": "tapes"}]}, "no document 'tapes'"),
        ({"documents": [{"document": "tape", "quote": {"exact": "x", "start": 5, "end": 2}}]}, "quote.end: 2 is before start"),
        ({"documents": [{"document": "tape", "quote": {"exact": "Other words."}}]}, "quote in document 'tape'"),
    ],
)
def test_a_file_that_contradicts_itself_or_the_record_is_refused(desk: datetime, fields: Any, found: str) -> None:
    with pytest.raises(CaseFileError) as refused:
        load({"claims": [claim("c", row("ada", **fields))]}, at=desk)

    assert found in str(refused.value)


def test_a_new_attribution_has_its_first_document_apart(desk: datetime) -> None:
    with pytest.raises(CaseFileError, match="give the first one as 'document'"):
        load({"claims": [claim("c", row("new", "ben", documents=[{"document": "tape"}]))]}, at=desk)


def test_retracting_one_leaves_what_another_still_holds(desk: datetime) -> None:
    withdraw_document(held("article"), because(desk))
    assert (ada().withdrawal_recorded_at, "retracted_source" in flags("c")) == (None, False)
    assert_whole(desk)

    withdraw_document(held("tape"), because(desk + HOUR, reason="The tape is cut."), withdrawn_at="2024-06-11")

    assert (ada().withdrawn_at, ada().withdrawal_reason, ada().withdrawn_with_document) == (
        "2024-06-11",
        "The tape is cut.",
        True,
    )
    assert "retracted_source" in flags("c")
    assert list(broken_rules()) == []
    assert_whole(desk + HOUR)


@pytest.mark.parametrize("key", ["article", "tape"])
def test_undoing_one_of_two_retractions_restores_it(desk: datetime, key: str) -> None:
    withdraw_document(held("tape"), because(desk))
    withdraw_document(held("article"), because(desk + HOUR))

    undone = undo_retraction(held(key), because(desk + 2 * HOUR))

    assert [each.key for each in undone.restored] == ["ada"]
    assert (ada().withdrawal_recorded_at, ada().withdrawn_with_document) == (None, False)
    then = Claim.objects.get(key="c").as_of(recorded=desk + HOUR)
    assert "retracted_source" in {flag.code for flag in then.flags}
    assert undo_retraction(held({"article": "tape", "tape": "article"}[key]), because(desk + 3 * HOUR)).restored == ()
    assert list(broken_rules()) == []
    assert_whole(desk + 3 * HOUR)


def test_a_file_with_a_retracted_document_records_what_another_one_holds(desk: datetime) -> None:
    withdraw_document(held("third"), because(desk))

    load({"claims": [claim("e", row("ada", document="third", documents=[{"document": "tape"}]))]}, at=desk + HOUR)
    load({"claims": [claim("f", row("ada", document="third"))]}, at=desk + HOUR)

    withdrawn = dict(Attribution.objects.values_list("claim__key", "withdrawn_with_document"))
    assert (withdrawn["e"], withdrawn["f"]) == (False, True)


def test_with_document_is_refused_while_a_further_document_is_current(desk: datetime) -> None:
    withdraw_document(held("third"), because(desk))
    withdrawn = {"by": "outlet", "reason": "Gone.", "with_document": True}
    said = row("ada", document="third", documents=[{"document": "tape"}], withdrawn=withdrawn)

    with pytest.raises(CaseFileError, match="document 'tape' is not retracted"):
        load({"claims": [claim("e", said)]}, at=desk)


def test_attaching_another_document_adds_it_with_its_own_words(desk: datetime) -> None:
    attach_document(ada(), held("third"), because(desk), quote={"quote_exact": "They were sold."})

    assert documents() == ["tape", "third"]
    assert shown()["documents"][1]["quote"] == {"exact": "They were sold."}
    for key in ("article", "tape"):
        with pytest.raises(OperationError, match="already has the document"):
            attach_document(ada(), held(key), because(desk))
    assert_whole(desk)


def test_what_was_withdrawn_with_its_documents_gets_no_more(desk: datetime) -> None:
    for key in ("article", "tape"):
        withdraw_document(held(key), because(desk))

    with pytest.raises(OperationError, match="record an attribution that supersedes it"):
        attach_document(ada(), held("third"), because(desk))


def test_detaching_strikes_a_further_document_out_and_keeps_the_first(desk: datetime) -> None:
    detach_document(ada(), held("tape"), because(desk, reason="It is another tape."))

    assert documents() == []
    assert AttributionDocument.objects.get().struck_reason == "It is another tape."
    with pytest.raises(OperationError, match="is not a further document"):
        detach_document(ada(), held("article"), because(desk))
    attach_document(ada(), held("tape"), because(desk + HOUR))
    assert documents() == ["tape"]
    assert_whole(desk + HOUR)


def test_detaching_the_last_that_was_not_retracted_withdraws_the_attribution(desk: datetime) -> None:
    withdraw_document(held("article"), because(desk, reason="Wrong."))

    detach_document(ada(), held("tape"), because(desk + HOUR))

    assert (ada().withdrawn_with_document, ada().withdrawal_reason) == (True, "Wrong.")
    assert list(broken_rules()) == []
    assert_whole(desk + HOUR)


def test_a_correction_of_a_further_document_reaches_the_claim(desk: datetime) -> None:
    correct_document(held("tape"), "The date was wrong.", because(desk), taken_back=[ada()])

    assert shown()["documents"][0]["corrections"] == [{"note": "The date was wrong."}]
    assert ada().withdrawal_reason == "The date was wrong."


def test_what_was_said_after_one_of_them_was_published_is_a_chronology_error(desk: datetime) -> None:
    rows = [row("ben", said_at="2024-06-02"), row("post", stance="reports", cites=["ben"], document="article")]
    load({"claims": [claim("e", *rows)]}, at=desk)
    assert "chronology_error" not in flags("e")

    attach_document(Attribution.objects.get(claim__key="e", key="post"), held("tape"), because(desk))

    assert "chronology_error" in flags("e")
    assert_whole(desk)


def test_merged_and_split_claims_take_them_along(desk: datetime) -> None:
    merge(pk("c"), pk("d"), because(desk))
    copy = Attribution.objects.get(claim__key="d", key="ada")
    assert [(each.document.key, each.quote_exact) for each in copy.further_documents.all()] == [("tape", "We sold them.")]
    undo_merge(pk("c"), because(desk + HOUR))

    split(pk("c"), [Part("one", "One."), Part("two", "Two.")], {"ada": ["one"]}, because(desk + 2 * HOUR))

    assert documents("one") == ["tape"]
    partial = Attribution.objects.get(claim__key="c", supersedes__isnull=False)
    assert [each.document.key for each in partial.further_documents.all()] == ["tape"]
    assert_whole(desk + 2 * HOUR)


def test_a_row_that_another_document_holds_is_not_the_same_row(desk: datetime) -> None:
    load({"claims": [claim("d", row("ada", document="article", quote={"exact": "We did sell them."}))]}, at=desk)

    found = merge(pk("c"), pk("d"), because(desk))

    assert found.copied == (("ada", "ada-2"),)


def test_a_deleted_claim_keeps_none(desk: datetime) -> None:
    remove_claim(pk("c"), because(desk))

    assert AttributionDocument.objects.count() == 0
    assert list(broken_rules()) == []


def test_the_api_attaches_and_detaches_them_and_shows_them_in_the_chain(desk: datetime) -> None:
    ed = caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))
    sent = {"document": "third", "quote": {"exact": "They were sold."}, "reason": "Found."}
    added = ed.post("claims/c/attributions/ada/attach/", sent, **{"If-Match": ed.get("claims/c/")["ETag"]})
    assert (added.status_code, [each["key"] for each in added.json()["attributions"][0]["documents"]]) == (
        200,
        ["tape", "third"],
    )
    (node,) = ed.get("claims/c/chain/").json()["nodes"]
    assert (node["document"], node["documents"]) == ("article", ["tape", "third"])

    sent = {"document": "third", "reason": "Another speech."}
    ed.post("claims/c/attributions/ada/detach/", sent, **{"If-Match": ed.get("claims/c/")["ETag"]})

    assert documents() == ["tape"]


def test_the_page_of_an_attribution_shows_adds_and_detaches_them(editor: Client, desk: datetime) -> None:
    page = reverse("admin:claims_attribution_change", args=[ada().pk])
    assert "“We sold them.”" in editor.get(page).content.decode()
    attach, detach = (reverse(f"admin:claims_attribution_{name}", args=[ada().pk]) for name in ("attach", "detach"))
    more = {"document": str(held("third").pk), "quote_exact": "They were sold.", "reason": "Found."}
    editor.post(attach, opened(editor, attach, **more))
    assert documents() == ["tape", "third"]

    editor.post(detach, opened(editor, detach, document=str(held("tape").pk), reason="Another tape."))

    assert documents() == ["third"]
    assert "struck out" in editor.get(page).content.decode()


def test_a_further_document_makes_its_publisher_known_to_readers(desk: datetime) -> None:
    assert public_source("wire", desk) == held("tape").publisher_id

    detach_document(ada(), held("tape"), because(desk))

    assert public_source("wire", desk) is None
