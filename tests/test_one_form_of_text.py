"""Text is stored in one form by every door, and no column escapes it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from claims.claim_fields import Kind, fields
from claims.models import Attribution, Claim, Decision, PrivateNote, Revision
from claims.operations.desk.roles import EDITOR, SENIOR
from factcheck.access.models import ApiToken
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE
from factcheck.api.views import ApiView
from factcheck.text.texts import is_in_form
from tests.cases import claim, load, outlet, person, row
from tests.claims.admin.posting import errors, opened
from tests.claims.admin.quick_desk import Desk
from tests.factcheck.api.asking import caller

OURS = ("claims", "sources", "access")
#: What a machine writes, or what a check of its own holds to ASCII: codes, keys, dates, digests, and sentences and words made
#: of texts that are in the form already.
MADE = {
    "rules", "kind", "stance", "scope", "basis", "hedge", "ground_rule", "key", "topic", "state", "status", "stage", "action",
    "code", "severity", "level", "result_digest", "facts_digest", "policy_version", "findings_digest", "digest", "sha256",
    "body_sha256", "previous_sha256", "chain_sha256", "place_digest", "message_id", "who", "country", "language",
    "wikidata_id", "reliability", "said_at", "withdrawn_at", "published_at", "withdrawn_by", "window_from", "window_until",
    "happened_at", "outcome", "said_until", "waived_findings", "search_text", "words", "explanation", "error", "trouble",
    "answer", "archive_url", "body", "flags", "parts", "quantity_as_of", "rows_sha256", "leaves_sha256", "key_id", "signature",
    "way", "problem", "final_url", "media_type", "text_sha256", "canonical_url", "sign", "authority",
    "missing_why", "exact", "prefix", "suffix", "extractor", "rule", "naming", "decision", "rejected_because", "changed",
}  # fmt: skip
#: How people are called: the names with which they sign in, which Django brings to NFKC, or a token's key.
PEOPLE = {
    "actor",
    "recorded_by",
    "struck_by",
    "revoked_by",
    "created_by",
    "drafted_by",
    "waived_by",
    "settled_by",
    "given_by",
    "lifted_by",
    "undone_by",
    "attached_by",
    "decided_by",
    "proposed_by",
    "confirmed_by",
    "answered_by",
    "stopped_by",
    "ended_by",
}
#: What people write.
WRITTEN = {
    "text", "quote_exact", "quote_prefix", "quote_suffix", "quote_translation", "hedge_words", "reporter", "reason",
    "withdrawal_reason", "void_reason", "attach_reason",
    "struck_reason", "waiver_reason", "revoked_reason", "name", "short_name", "aliases", "description", "organisation",
    "homepage", "anonymity_reason", "approved_by", "reliability_rationale", "graded_by", "title", "url", "author", "note",
    "rationale", "definition", "word", "settled_reason", "undo_reason", "lift_reason", "ordered_by", "sender",
    "decision_reason", "end_reason",
    *(field.name for field in fields() if field.kind is Kind.LINE),
}  # fmt: skip


def columns() -> Iterator[tuple[str, str]]:
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField):
                    yield model.__name__, field.name


def test_every_text_column_is_known_as_written_by_people_or_made() -> None:
    unknown = [f"{model}.{name}" for model, name in columns() if name not in WRITTEN | MADE | PEOPLE]

    assert unknown == [], "say in this test who writes them; what people write must come by a door that brings it to form"


def stored_out_of_form() -> list[str]:
    """Return the columns of the database in which a text is not in the one form."""
    found = []
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            names = [f.name for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
            for values in model._default_manager.values_list(*names) if names else ():
                found += [f"{model.__name__}.{n}" for n, text in zip(names, values, strict=True) if not is_in_form(text or "")]
    return found


ODD = "Café\r\nin Đà Nẵng: naïve\u00ad\u200b"
NFD = unicodedata.normalize("NFD", ODD)
FORM = "Café\nin Đà Nẵng: naïve"


def odd_case() -> dict[str, Any]:
    line = NFD.replace("\r\n", " ")
    quote = {"exact": NFD, "prefix": line, "suffix": line, "translation": NFD, "start": 4, "end": 4 + len(NFD)}
    said = row("a", "ada", quote=quote, document="d", withdrawn={"by": "source", "reason": NFD})
    voided = row("b", "ada", voided={"reason": NFD})
    judged = {"a": "ada", "b": "paper", "outcome": "unsure", "reason": NFD}
    return {
        "sources": [
            person("ada", name=line, short_name=line, aliases=[line], description=NFD, organisation=line),
            outlet("paper", reliability={"grade": "B", "rationale": NFD, "graded_by": line, "graded_on": "2024-06-01"}),
        ],
        "relations": [{"from": "ada", "to": "paper", "kind": "speaks_for", "reason": NFD}],
        "judgements": [judged],
        "documents": [
            {
                "key": "d",
                "publisher": "paper",
                "kind": "article",
                "title": line,
                "author": line,
                "corrections": [{"note": NFD}],
                "concerns": [{"note": NFD, "lifted": {"reason": NFD}}],
                "authors_withdrawn": [{"authors": ["ada"], "reason": NFD, "undone": {"reason": NFD}}],
            }
        ],
        "claims": [claim("c", said, voided, text=NFD, place=line, interests=[{"source": "ada", "side": 1, "reason": NFD}])],
    }


def test_a_case_file_is_stored_in_the_one_form_and_the_same_in_another_form_changes_nothing(db: None, now: Any) -> None:
    load(odd_case(), at=now)

    assert stored_out_of_form() == []
    stored = Attribution.objects.get(key="a")
    assert (Claim.objects.get().text, stored.quote_exact, stored.quote_end) == (FORM, FORM, 4 + len(FORM))
    composed = json.loads(unicodedata.normalize("NFC", json.dumps(odd_case(), ensure_ascii=False)))
    composed["claims"][0]["attributions"][0]["quote"]["end"] = 4 + len(FORM)
    composed["claims"][0]["attributions"][0]["quote"]["exact"] = FORM
    again = load(composed, at=now)
    assert (again.claims, again.attributions, again.sources, again.revised) == (0, 0, 0, ())
    assert not Decision.objects.exists()


def operations(resolver: URLResolver | None = None) -> Iterator[tuple[type[ApiView], str, Any]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from operations(pattern)
        elif issubclass(view := getattr(pattern.callback, "view_class", object), ApiView):
            yield from ((view, method, op) for method, op in view.ops.items() if op.takes is not None)


def odd(value: Any) -> Any:
    """Return a value with an odd ending on what can only be free text: what has a space in it."""
    if isinstance(value, dict):
        return {name: odd(each) for name, each in value.items()}
    if isinstance(value, list):
        return [odd(each) for each in value]
    return f"{value} e\u0301\u00ad." if isinstance(value, str) and " " in value else value


def test_every_body_that_the_api_takes_is_decoded_in_the_one_form() -> None:
    tried = 0
    for view, _method, op in operations():
        example = msgspec.to_builtins(op.example)
        sent = json.dumps(odd(example))
        if sent == json.dumps(example):
            continue
        decoded = msgspec.to_builtins(view().decoded(sent.encode(), op))
        assert is_in_form(json.dumps(decoded, ensure_ascii=False)), op.name
        assert "é." in json.dumps(decoded, ensure_ascii=False), op.name
        tried += 1
    assert tried > 20


def test_a_claim_and_a_note_over_the_api_are_stored_in_the_one_form(sample: None) -> None:
    one = caller(SENIOR, (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE))

    made = one.post("claims/", {"key": "odd", "text": NFD})
    noted = one.post("claims/limousine/notes/", {"text": NFD})

    assert (made.status_code, noted.status_code) == (201, 201), (made.content, noted.content)
    assert (Claim.objects.get(key="odd").text, PrivateNote.objects.get().text) == (FORM, FORM)
    assert stored_out_of_form() == []


def test_what_a_browser_sends_is_stored_in_the_one_form(editor: Client, arms: Claim) -> None:
    url = reverse("admin:claims_claim_edit", args=[arms.pk])

    sent = editor.post(url, opened(editor, url, text=NFD, reason=NFD))

    assert sent.status_code == 302, errors(sent)
    arms.refresh_from_db()
    assert (arms.text, Revision.objects.latest("id").reason) == (FORM, FORM)
    desk = Desk(editor, arms)
    desk.record(desk.look(said__name="Bloomberg News", basis="unstated", quote_exact=NFD, quote_translation=NFD))
    stored = Attribution.objects.latest("id")
    assert (stored.quote_exact, stored.quote_translation) == (FORM, FORM)
    assert stored_out_of_form() == []


def test_the_query_of_a_browser_is_normalized(editor: Client, db: None, now: Any) -> None:
    load({"sources": [outlet("soir", name="Stoltenberg é")], "claims": []}, at=now)
    find = reverse("admin:sources_source_find")
    asked = {"app_label": "claims", "model_name": "attribution", "field_name": "source", "term": "Stol\u00adtenberg e\u0301"}

    assert [found["key"] for found in editor.get(find, asked).json()["results"]] == ["soir"]


def test_a_password_is_left_as_it_was_typed(db: None, settings: Any) -> None:
    from django.contrib.auth.models import User

    User.objects.create_superuser("zoë", password="pa\u00adsse\u0301")
    sent = Client().post(
        "/admin/account/login/", {"login": unicodedata.normalize("NFD", "zoë"), "password": "pa\u00adsse\u0301"}
    )

    assert sent.status_code == 302


@pytest.mark.django_db
def test_what_is_said_on_the_command_line_is_stored_in_the_one_form(tmp_path: Any) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(f'format: factcheck-case/1\nclaims: [{{key: c, text: "{NFD.splitlines()[0]}"}}]\r\n'.encode())
    caller(EDITOR)

    call_command("load_case", str(file), f"--reason={NFD}", verbosity=0)
    call_command("token", "make", "api-editor", NFD)

    assert Revision.objects.get().reason == FORM
    assert ApiToken.objects.latest("id").name == FORM
    assert stored_out_of_form() == []
