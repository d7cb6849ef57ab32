"""The text of web pages, by trafilatura. It runs in a process of its own (``reader``), because its input is hostile."""

from __future__ import annotations

import codecs
import logging
import re
from typing import Any, Final
from urllib.parse import urljoin

import lxml.html
import trafilatura
from trafilatura.utils import detect_encoding

from factcheck.dates.partial_dates import PartialDateError, parse
from sources.fetching.cleaning import clean, clean_line
from sources.fetching.contents import MOST_TEXT, Contents, UnreadableError

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it would log parts of pages

_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_.:-]{1,40})", re.IGNORECASE)
#: Browsers look for a declared charset only here.
_HEAD: Final = 1_024
#: Python's codecs that are no charset of a page.
_NO_CHARSETS: Final = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "undefined"))
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_VISIBLE: Final = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::template)]"
_URL: Final = re.compile(r"https?://[^\s<>\"'\\^`{|}\x00-\x20]{1,1990}")


def read_page(body: bytes, charset: str, url: str) -> Contents:
    """Return the text of a page and what it says about itself; ``charset`` is what the server declared, if anything.

    Raises: UnreadableError.
    """
    # A declaration of an encoding contradicts a decoded text, and lxml refuses it.
    page = _XML_DECLARATION.sub("", decoded(body, charset)).replace("\x00", "")
    try:
        # The parser of HTML expands no entities of a DOCTYPE and loads nothing.
        tree = lxml.html.document_fromstring(page)
    except (lxml.etree.LxmlError, ValueError):
        raise UnreadableError("It is not a web page.") from None
    said = _about(tree, url)  # before the extraction, which changes the tree
    text = clean(_text(tree, url), MOST_TEXT)
    if not text:
        raise UnreadableError("It has no text; it may need a browser that runs its scripts.")
    return Contents(text=text, **said)


def decoded(body: bytes, charset: str) -> str:
    """Return a page as text: UTF-8 if it is, else as declared by a byte order mark, the server or the page, else a guess."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", errors="replace")
    declared = _META_CHARSET.search(body[:_HEAD])
    names = ["utf-8-sig", charset, declared[1].decode() if declared else "", *detect_encoding(body)[:2]]
    for name in filter(_is_charset, names):
        try:
            return body.decode(name)
        except (UnicodeError, LookupError):
            continue
    return body.decode(errors="replace")


def _is_charset(name: str) -> bool:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return found.name not in _NO_CHARSETS and getattr(found, "_is_text_encoding", True)


def _text(tree: Any, url: str) -> str:
    try:
        found = trafilatura.bare_extraction(tree, url=url or None, include_comments=False, with_metadata=False)
    except ValueError:  # lxml refuses to write the control characters that it has read
        found = None
    # An index page or a form is no article: then all of its text.
    return str(getattr(found, "text", None) or "") or "\n".join(tree.xpath(_VISIBLE))


def _about(tree: Any, url: str) -> dict[str, str]:
    dates = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
    try:
        meta: Any = trafilatura.extract_metadata(tree, default_url=url or None, date_config={**dates, "url": url or None})
    except Exception:  # noqa: BLE001 - it reads whatever a page claims about itself; the text is worth more
        meta = None
    return {
        "title": clean_line(getattr(meta, "title", None) or "", 300),
        "author": clean_line(getattr(meta, "author", None) or "", 300),
        "published_at": _date(getattr(meta, "date", None) or ""),
        "language": _language(tree),
        "canonical_url": _canonical(tree, url),
    }


def _date(said: str) -> str:
    try:
        return parse(said)
    except PartialDateError:
        return ""


def _language(tree: Any) -> str:
    said = tree.get("lang") or tree.get("xml:lang") or ""
    return said if _LANGUAGE.fullmatch(said) else ""


def _canonical(tree: Any, url: str) -> str:
    """Return the URL that a page gives as its own."""
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for said in tree.xpath(path)[:1]:
            try:
                found = urljoin(url, str(said).strip())
            except ValueError:
                continue
            if _URL.fullmatch(found):
                return found.partition("#")[0]
    return ""
