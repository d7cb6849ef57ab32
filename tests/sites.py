"""A web site on this machine, of which each page may behave as badly as a test wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from tests.receiver import Receiver, receiving

#: A paragraph long enough to be taken for an article.
PARAGRAPH = "The council said on Monday that the bridge will close for repairs, and that nobody knows when it opens again."


class Page(NamedTuple):
    """What is sent for a path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}


Pages = Mapping[str, Page | Callable[[Any], None]]


@contextmanager
def site(pages: Pages) -> Iterator[Receiver]:
    """Run a site with these pages by path; all others are unknown. A function gets the handler, and writes what it likes."""

    def answer(handler: Any) -> None:
        page = pages.get(handler.path, Page(b"unknown", 404))
        if callable(page):
            page(handler)
            return
        handler.send_response(page.status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(page.body)), **page.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(page.body)

    with receiving() as receiver:
        receiver.raw = answer
        yield receiver


def article(text: str = PARAGRAPH, *, title: str = "The bridge", head: str = "", language: str = "en") -> bytes:
    """Return a page with an article of one or more paragraphs."""
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n"))
    return (
        f"<html lang='{language}'><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()
