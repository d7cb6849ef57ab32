"""A WACZ file holds the captures as WARC records, an index into them, and the digests of everything."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from warcio.archiveiterator import ArchiveIterator

from sources.fetching.wacz import Archived, surt, write_wacz

AT = datetime(2024, 6, 10, 8, 30, tzinfo=UTC)
HEADERS = {"content-type": "text/html", "content-encoding": "gzip", "content-length": "9", "x-odd": "a\r\nb: \u20ac"}
URL = "https://www.paper.example/a?b=C"
STAMPS = [b"one", b"two"]
PAGE = Archived(1, URL, AT, b"<p>The bridge.", 200, HEADERS, "text/html", "The bridge", "The bridge.", STAMPS)
PASTED = Archived(2, "", AT, "Міст".encode(), None, {}, "text/plain", "", "Міст")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write_wacz([PAGE, PASTED], title="Bridge", now=AT))) as archive:
        assert all(each.compress_type == zipfile.ZIP_STORED for each in archive.infolist())
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_records_are_read_back_with_their_bytes(files: dict[str, bytes]) -> None:
    records = [
        (record.rec_type, record.rec_headers["WARC-Target-URI"], record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(files["archive/data.warc.gz"]))
        if record.rec_type != "warcinfo"
    ]

    assert records == [
        ("response", PAGE.url, PAGE.body),
        ("resource", f"urn:sha256:{sha256(PASTED.body).hexdigest()}", PASTED.body),
    ]


def test_headers_describe_the_body_as_it_is_stored(files: dict[str, bytes]) -> None:
    records = ArchiveIterator(io.BytesIO(files["archive/data.warc.gz"]))
    (record,) = (each for each in records if each.rec_type == "response")

    assert record.http_headers.get_header("Content-Length") == str(len(PAGE.body))
    assert record.http_headers.get_header("Content-Encoding") is None
    assert record.http_headers.get_header("X-Archive-Orig-content-encoding") == "gzip"
    assert record.http_headers.get_header("x-odd") == "a b: ?"
    assert record.rec_headers["WARC-Payload-Digest"] == f"sha256:{sha256(PAGE.body).hexdigest()}"


def test_the_index_leads_to_each_record(files: dict[str, bytes]) -> None:
    for line in files["indexes/index.cdxj"].decode().splitlines():
        _key, at, facts = line.split(" ", 2)
        place = json.loads(facts)
        piece = files["archive/data.warc.gz"][int(place["offset"]) :][: int(place["length"])]
        (record,) = ArchiveIterator(io.BytesIO(piece))
        assert (record.rec_headers["WARC-Target-URI"], at) == (place["url"], "20240610083000")


def test_time_stamps_are_beside_the_records(files: dict[str, bytes]) -> None:
    assert [files["timestamps/1-1.tsr"], files["timestamps/1-2.tsr"]] == STAMPS


def test_pages_and_digests_are_listed(files: dict[str, bytes]) -> None:
    package = json.loads(files["datapackage.json"])

    assert (package["wacz_version"], package["title"], package["created"]) == ("1.1.1", "Bridge", "2024-06-10T08:30:00Z")
    assert {each["path"]: (each["hash"], each["bytes"]) for each in package["resources"]} == {
        path: (f"sha256:{sha256(content).hexdigest()}", len(content))
        for path, content in files.items()
        if not path.startswith("datapackage")
    }
    assert json.loads(files["datapackage-digest.json"])["hash"] == f"sha256:{sha256(files['datapackage.json']).hexdigest()}"
    header, first, _ = (json.loads(line) for line in files["pages/pages.jsonl"].decode().splitlines())
    assert (header["format"], first["url"], first["title"]) == ("json-pages-1.0", PAGE.url, "The bridge")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Paper.example/A?b=C", "example,paper)/a?b=c"),
        ("http://127.0.0.1:8000", "1,0,0,127:8000)/"),
        ("urn:sha256:ab", "urn:sha256:ab"),
    ],
)
def test_urls_are_sorted_by_their_domains(url: str, key: str) -> None:
    assert surt(url) == key
