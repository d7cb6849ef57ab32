"""A case encodes to stable, readable JSON."""

from __future__ import annotations

from claims.casefile import CaseFile, decode, encode
from tests.claims.casefile.build import decoded


def test_what_is_encoded_decodes_to_the_same() -> None:
    assert decode(encode(decoded())) == decoded()


def test_fields_left_out_stay_out() -> None:
    assert encode(CaseFile(format="factcheck-case/1", claims=[])) == b'{\n  "format": "factcheck-case/1",\n  "claims": []\n}\n'


def test_text_is_written_as_it_reads() -> None:
    assert "平壌".encode() in encode(decoded({"$.claims[0].text": "平壌"}))


def test_encoding_is_stable() -> None:
    assert encode(decode(encode(decoded()))) == encode(decoded())
