"""The newsroom's own model over HTTP: what is sent to it, and that no answer of it does any harm."""

from __future__ import annotations

import json
import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims import extractors
from claims.extractors import ExtractorError, HttpExtractor, UnknownExtractorError, extract
from claims.intake.extraction import plugins
from claims.intake.extraction.proposals import MOST, Fault
from factcheck import outbound
from factcheck.outbound import Answer
from tests.examples import tried
from tests.receiver import Receiver, receiving

TEXT = "Mills said the dam had failed."


def span(words: str, **other: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "quote": words, **other}


def proposal(**other: Any) -> dict[str, Any]:
    content, cue, source = span("the dam had failed"), span("said"), span("Mills")
    return {"stance": "supports", "content": content, "cue": cue, "source": source, "naming": "named", **other}


@pytest.fixture
def model(settings: Any) -> Iterator[Receiver]:
    with receiving() as receiver:
        settings.EXTRACTOR_URL = receiver.url
        settings.EXTRACTOR_TOKEN = "hush"
        settings.EXTRACTOR_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
        settings.EXTRACTOR_LANGUAGES = ["en"]
        settings.EXTRACTOR_SECONDS = 5.0
        receiver.status = 200
        yield receiver


def answer(model: Receiver, *proposals: Any) -> None:
    model.body = json.dumps({"proposals": proposals}).encode()


def test_the_text_is_posted_with_the_token_and_proposals_come_back(model: Receiver) -> None:
    answer(model, proposal(rule="llm-2", confidence=0.7), proposal(stance="denies", confidence=7), proposal(stance="questions"))
    found = extract(TEXT, "en", "http")
    (got,) = model.got
    assert (got.method, got.path, json.loads(got.body)) == ("POST", "/hook", {"text": TEXT, "language": "en"})
    assert (got.headers["authorization"], got.headers["content-type"]) == ("Bearer hush", "application/json")
    assert [(each.stance, each.rule, each.confidence) for each in found.kept] == [
        ("supports", "llm-2", 0.7), ("denies", "", 1.0), ("questions", "", None),
    ]  # fmt: skip
    assert [each.stance for each in found.shown] == ["supports", "denies"]  # what it does not measure is hidden


def test_what_is_no_proposal_is_dropped_and_counted(model: Receiver) -> None:
    wrong: list[Any] = [
        None, 7, "x", [], {}, [[[[]]]],
        proposal(stance="agrees"), proposal(stance=None), proposal(identity="Jo Mills"), proposal(confidence="high"),
        proposal(naming=None), proposal(content=span("Mills", start="0")), proposal(content=span("Mills", start=1.5)),
        proposal(rule="a\u202eb"), proposal(rule="x" * 61), proposal(rule="a\nb"),
    ]  # fmt: skip
    outside = proposal(content=span("Mills", end=10**30))
    answer(model, *wrong, outside, proposal(cue=span("said", quote="sung")), proposal(), proposal())
    found = extract(TEXT, "en", "http")
    assert len(found.kept) == 1
    assert found.dropped == {Fault.FORMAT: len(wrong), Fault.OFFSETS: 1, Fault.QUOTE: 1, Fault.TWICE: 1}


def test_no_more_than_a_thousand_are_kept(model: Receiver) -> None:
    answer(model, *(proposal(rule=f"r{number}") for number in range(MOST + 5)))
    found = extract(TEXT, "en", "http")
    assert (len(found.kept), found.dropped) == (MOST, {Fault.TOO_MANY: 5})


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"{}", b"<html>", b"\xff\xfe", b'{"proposals": {}}', b'{"proposals": null}', b'{"proposals": [',
        b'{"proposals": [], "more": 1}', b'{"proposals": [NaN]}', b'{"proposals": ["\\ud800', b"[" * 1_900_000,
        b'{"proposals": [' + b"[" * 900_000 + b"]" * 900_000 + b"]}", b'{"a":' * 300_000, b'{"proposals": []} []',
    ],
)  # fmt: skip
def test_an_answer_that_is_no_list_of_proposals_is_one_clear_error(body: bytes, model: Receiver) -> None:
    model.body = body
    with pytest.raises(ExtractorError, match="answered with what is no list of proposals"):
        extract(TEXT, "en", "http")


def test_a_compressed_answer_was_not_asked_for_and_is_not_inflated(model: Receiver) -> None:
    model.body = zlib.compress(b" " * 100_000_000, wbits=31)
    model.headers = {"Content-Encoding": "gzip"}
    with pytest.raises(ExtractorError, match="no list of proposals"):
        extract(TEXT, "en", "http")
    assert model.got[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("status", [204, 301, 302, 307, 401, 404, 429, 500, 503])
def test_another_status_is_an_error_and_no_redirect_is_followed(status: int, model: Receiver) -> None:
    answer(model, proposal())
    model.status, model.headers = status, {"Location": model.url}
    with pytest.raises(ExtractorError, match=f"the status {status}"):
        extract(TEXT, "en", "http")
    assert len(model.got) == 1


def drip(handler: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        handler.wfile.write(b" ")
        handler.wfile.flush()
        threading.Event().wait(0.02)


def pour(handler: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
    for _ in range(100):
        handler.wfile.write(b" " * 1_000_000)


def test_an_endless_a_huge_and_a_missing_answer_are_clear_errors(model: Receiver, settings: Any) -> None:
    model.raw = pour
    with pytest.raises(ExtractorError, match="more than 2,000,000 bytes"):
        extract(TEXT, "en", "http")
    settings.EXTRACTOR_SECONDS = 0.3
    model.raw = drip
    with pytest.raises(ExtractorError, match=r"no complete response within 0\.3 seconds"):
        extract(TEXT, "en", "http")
    settings.EXTRACTOR_URL = "http://127.0.0.1:9999/"
    with pytest.raises(ExtractorError, match="the connection failed"):
        extract(TEXT, "en", "http")


def test_it_may_be_at_a_private_address_only_in_an_allowed_network(model: Receiver, settings: Any) -> None:
    settings.EXTRACTOR_ALLOWED_NETWORKS = [ip_network("10.0.0.0/8")]
    with pytest.raises(ExtractorError, match="not a public address"):
        extract(TEXT, "en", "http")
    settings.EXTRACTOR_ALLOWED_NETWORKS = []
    with pytest.raises(ExtractorError, match="must start with https"):
        extract(TEXT, "en", "http")
    settings.EXTRACTOR_URL = ""
    assert "http" not in extractors.extractors()
    with pytest.raises(UnknownExtractorError):
        extract(TEXT, "en", "http")
    assert model.got == []
    assert extract(TEXT, "en").kept[0].rule == "clause"  # basic needs none of it


def test_offline_is_said(model: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_names(*_asked: Any, **_named: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "no server of names")

    monkeypatch.setattr(outbound.socket, "getaddrinfo", no_names)
    settings.EXTRACTOR_URL = "https://model.example/"
    with pytest.raises(ExtractorError, match="did not answer: there is no network"):
        extract(TEXT, "en", "http")


def test_it_is_not_asked_about_other_languages(model: Receiver) -> None:
    with pytest.raises(UnknownExtractorError, match="“http” for the language “uk”"):
        extract("Міністр заявив.", "uk", "http")
    assert model.got == []


def test_the_command_asks_it(model: Receiver, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    answer(model, proposal(confidence=0.9))
    call_command("extract", article, "--extractor", "http")
    assert capsys.readouterr().out.startswith("0.90  supports           Mills (named): the dam had failed\n1 proposals;")
    model.status = 500
    with pytest.raises(CommandError, match="the status 500"):
        call_command("extract", article, "--extractor", "http")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*proposal(), "relays", "x"]), inner, max_size=5)
    ),
    max_leaves=20,
)
_NEAR = st.fixed_dictionaries(
    {}, optional={name: _JSON | st.just(value) for name, value in proposal(relays=[], rule="r").items()}
)


@settings(max_examples=tried(200), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(found=st.lists(_JSON | _NEAR, max_size=5) | _JSON, tail=st.binary(max_size=3))
def test_whatever_it_answers_is_proposals_or_one_error(found: Any, tail: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = Answer(200, {}, json.dumps({"proposals": found}).encode() + tail)
    monkeypatch.setattr(extractors, "send", lambda *_a, **_k: answered)
    with suppress(ExtractorError):
        checked = plugins.extract(TEXT, "en", "http", [HttpExtractor()])
        assert all(TEXT[each.content.start : each.content.end] == each.content.quote for each in checked.kept)
