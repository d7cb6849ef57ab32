"""A desk that watches a page: two claims that quote it, one that rests on it without a quote, and one of another page."""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.models import Attribution
from claims.operations.documents.page_problems import note_check
from claims.verification import Change
from sources.models import Capture, Document
from sources.operations.link_checks import record_check
from tests.cases import claim, load, outlet, person, row

DAY = timedelta(days=1)
TEXT = "The ministry spoke on Monday. “No convoy has crossed the border,” it said. Nobody asked questions."
QUOTE = {"exact": "No convoy has crossed the border", "prefix": "The ministry spoke on Monday. “", "suffix": ",” it said."}


class PageDesk:
    """It has a clock, which advances with each check."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        page = {"publisher": "paper", "kind": "article", "url": "https://paper.example/"}
        documents = [{"key": key, "title": key, **page} for key in ("page", "other")]
        quoted = row("ministry", document="page", quote=QUOTE)
        claims = [claim("c", quoted), claim("d", quoted), claim("e", row("ann", document="page"))]
        claims.append(claim("f", row("ann", document="other")))
        sources = [outlet("paper"), person("ministry"), person("ann")]
        load({"sources": sources, "documents": documents, "claims": claims}, at=now)

    @property
    def page(self) -> Document:
        return Document.objects.get(key="page")

    def change(self, reason: str = "") -> Change:
        return Change(self.now, "user:eve", "page checked", reason)

    def check(self, text: str = "", outcome: str = "") -> int:
        """Check the page a day later, which has a text or has another outcome; return how many claims are concerned."""
        self.now += DAY
        found = Capture(document=self.page, way="fetched", outcome=outcome or "captured", fetched_at=self.now)
        if text:
            found.text, found.text_sha256, found.sha256 = text, f"{len(text):064}", "0" * 64
            found.save()
        state = record_check(self.page, found, at=self.now, actor="job:link-watch", due_at=self.now)
        return note_check(self.page, state, Change(self.now, "job:link-watch", "page checked", ""))

    def upload(self, text: str, media_type: str = "") -> Capture:
        """Attach a print of the page, a day later."""
        self.now += DAY
        texts = {"text": text, "text_sha256": f"{len(text):064}", "sha256": "1" * 64, "media_type": media_type}
        return Capture.objects.create(document=self.page, way="uploaded", fetched_at=self.now, **texts)

    def row(self, key: str = "c") -> Attribution:
        return Attribution.objects.get(claim__key=key)
