"""Captures as a WACZ file, which viewers of web archives replay: WARC records, an index, a list of pages, digests.

WARC 1.1 (ISO 28500:2017); WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/). What the server compressed is stored
inflated, as in captures: the headers that said so are kept as ``X-Archive-Orig-…``.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

SOFTWARE: Final = "factcheck"
_DATA: Final = "data.warc.gz"
#: Headers that describe how the body was sent, which is not how it is stored.
_OF_TRANSFER: Final = frozenset(("content-encoding", "transfer-encoding", "content-length"))


class Archived(NamedTuple):
    """A capture with its bytes. Without a status it was a file or a pasted text."""

    number: int
    url: str  # empty: nobody knows it
    at: datetime
    body: bytes
    status: int | None
    headers: Mapping[str, str]
    media_type: str
    title: str
    text: str
    stamps: Sequence[bytes] = ()  # time-stamp tokens over the bytes


def write_wacz(items: Iterable[Archived], *, title: str, now: datetime) -> bytes:
    """Return the bytes of a WACZ file with these captures."""
    warc, lines, pages = io.BytesIO(), [], [_json({"format": "json-pages-1.0", "id": "pages", "title": "Captures"})]
    writer = WARCWriter(warc, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(_DATA, {"software": SOFTWARE, "format": "WARC File Format 1.1"}))
    stamps: dict[str, bytes] = {}
    for item in items:
        stamps |= {f"timestamps/{item.number}-{count}.tsr": token for count, token in enumerate(item.stamps, start=1)}
        start = warc.tell()
        writer.write_record(_record(writer, item))
        lines.append(_indexed(item, start, warc.tell() - start))
        shown = {"url": _address(item), "ts": _instant(item.at), "title": item.title, "text": item.text}
        pages.append(_json({"id": str(item.number), **shown}))
    files = {
        f"archive/{_DATA}": warc.getvalue(),
        "indexes/index.cdxj": "".join(sorted(lines)).encode(),
        "pages/pages.jsonl": "".join(pages).encode(),
        **stamps,
    }
    package = _package(files, title, now)
    files["datapackage.json"] = package
    files["datapackage-digest.json"] = _json({"path": "datapackage.json", "hash": f"sha256:{_digest(package)}"}).encode()
    return _zipped(files)


def surt(url: str) -> str:
    """Return a URL in the order in which archives sort: ``com,example)/path?query``."""
    parts = urlsplit(url)
    if not parts.hostname:
        return url.lower()
    host = ",".join(reversed(parts.hostname.lower().removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{host}{port}){parts.path or '/'}{f'?{parts.query}' if parts.query else ''}".lower()


def _address(item: Archived) -> str:
    return item.url or f"urn:sha256:{_digest(item.body)}"


def _record(writer: WARCWriter, item: Archived) -> Any:
    digest = _digest(item.body)
    headers = {
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{_address(item)} {item.at.isoformat()} {digest}')}>",
        "WARC-Date": _instant(item.at),
        "WARC-Payload-Digest": f"sha256:{digest}",
    }
    more: dict[str, Any] = {"payload": io.BytesIO(item.body), "length": len(item.body), "warc_headers_dict": headers}
    if item.status is None:
        kind = item.media_type or "application/octet-stream"
        return writer.create_warc_record(_address(item), "resource", warc_content_type=kind, **more)
    return writer.create_warc_record(_address(item), "response", http_headers=_response_headers(item), **more)


def _response_headers(item: Archived) -> StatusAndHeaders:
    sent = [(f"X-Archive-Orig-{name}" if name in _OF_TRANSFER else name, _latin(value)) for name, value in item.headers.items()]
    known = {status.value: status.phrase for status in HTTPStatus}
    status = f"{item.status} {known.get(item.status or 0, '')}".strip()
    return StatusAndHeaders(status, [*sent, ("Content-Length", str(len(item.body)))], protocol="HTTP/1.1")


def _latin(value: str) -> str:
    return " ".join(value.encode("latin-1", errors="replace").decode("latin-1").split())


def _indexed(item: Archived, offset: int, length: int) -> str:
    facts = {
        "url": _address(item),
        "mime": item.media_type,
        "status": str(item.status or 200),
        "digest": f"sha256:{_digest(item.body)}",
        "length": str(length),
        "offset": str(offset),
        "filename": _DATA,
    }
    return f"{surt(_address(item))} {item.at.astimezone(UTC):%Y%m%d%H%M%S} {_json(facts)}"


def _package(files: Mapping[str, bytes], title: str, now: datetime) -> bytes:
    resources = [
        {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{_digest(content)}", "bytes": len(content)}
        for path, content in files.items()
    ]
    about = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "created": _instant(now),
        "software": SOFTWARE,
        "resources": resources,
    }
    return json.dumps(about, ensure_ascii=False, indent=2).encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in files.items():
            # Stored, because viewers read parts of them in place.
            archive.writestr(zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_STORED)
    return packed.getvalue()


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _json(value: Mapping[str, Any] | Sequence[Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
