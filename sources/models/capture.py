"""Captures: what a page, a file or a pasted text was at one time, and what seems to be a copy of another document.

What the desk fetched is for the desk's eyes. Readers see only copies that were noted by hand (``Capture.objects.noted()``).
"""

from __future__ import annotations

from django.db import models
from django.db.models import ExpressionWrapper, Q

from sources.models.document import Document
from sources.models.source import Source
from sources.vocabulary import CAPTURED, NOTED, CaptureWay, CopySign

#: SHA-256 as text.
_DIGEST_LENGTH = 64


class CaptureQuerySet(models.QuerySet["Capture"]):
    def noted(self) -> CaptureQuerySet:
        """Copies that somebody keeps elsewhere, of which only the digest is recorded: all that readers see of captures."""
        return self.filter(way=NOTED)

    def held(self) -> CaptureQuerySet:
        """Captures that the desk made itself, failed ones included."""
        return self.exclude(way=NOTED)

    def of_form(self, copy: Capture) -> CaptureQuerySet:
        """Captures of the same form of a document: its page as it was fetched, or what somebody uploaded or pasted.

        A print of a page or a PDF file has other words than the page, so these are not compared with each other.
        """
        fetched = Q(way=CaptureWay.FETCHED)
        return self.filter(fetched if copy.way == CaptureWay.FETCHED else ~fetched)

    def page_first(self) -> CaptureQuerySet:
        """Captures as they were fetched, newest first, and then those by hand."""
        fetched = ExpressionWrapper(Q(way=CaptureWay.FETCHED), models.BooleanField())
        return self.alias(fetched=fetched).order_by("-fetched", "-id")


class Capture(models.Model):
    """A copy of a document, or the attempt to make one. Append-only, except for the document and what is erased.

    ``text`` is what was extracted, normalised; offsets of quotes count its characters. ``CapturedBytes`` holds the bytes.
    """

    # None until an editor attaches it.
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="captures")
    way = models.CharField(max_length=20, db_default=NOTED, default=NOTED, help_text=", ".join(CaptureWay.words()))
    outcome = models.CharField(max_length=20, db_default=CAPTURED, default=CAPTURED)
    problem = models.TextField(blank=True, default="", db_default="", help_text="Why there is no copy, in a sentence.")
    url = models.CharField(max_length=2000, blank=True, default="", db_default="", help_text="As requested.")
    final_url = models.CharField(max_length=2000, blank=True, default="", db_default="", help_text="After redirects.")
    redirects = models.JSONField(default=list, db_default=[], help_text="URLs from which it was redirected, in order.")
    name = models.CharField(max_length=300, blank=True, default="", db_default="", help_text="Of an uploaded file.")
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict, db_default={}, help_text="Of the response, by lower-case name; no cookies.")
    media_type = models.CharField(max_length=100, blank=True, default="", db_default="")
    sha256 = models.CharField(max_length=_DIGEST_LENGTH, blank=True, help_text="Of the bytes; empty without a copy.")
    size = models.PositiveIntegerField(null=True, help_text="Bytes.")
    title = models.CharField(max_length=300, blank=True, default="", db_default="")
    author = models.CharField(max_length=300, blank=True, default="", db_default="")
    published_at = models.CharField(max_length=17, blank=True, default="", db_default="", help_text="A partial date.")
    language = models.CharField(max_length=35, blank=True, default="", db_default="")
    canonical_url = models.CharField(max_length=2000, blank=True, default="", db_default="", help_text="As the page says.")
    text = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=_DIGEST_LENGTH, blank=True, default="", db_default="")
    fetched_at = models.DateTimeField()
    archive_url = models.URLField(max_length=2000, blank=True)
    reason = models.TextField(blank=True, default="", db_default="")
    recorded_by = models.CharField(max_length=300, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(null=True, help_text="Unknown for copies noted by hand.")
    # Of a document that an editor named later than it was recorded.
    attached_at = models.DateTimeField(null=True, blank=True)
    attached_by = models.CharField(max_length=300, blank=True, default="", db_default="")
    attach_reason = models.TextField(blank=True, default="", db_default="")

    objects = CaptureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="capture_once", fields=["document", "fetched_at"], condition=Q(way=NOTED)),
            models.CheckConstraint(
                name="capture_copy_or_problem",
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", outcome=CAPTURED, problem="")
                | (Q(sha256__regex=r"^([0-9a-f]{64})?$", text="") & ~Q(outcome=CAPTURED) & ~Q(problem="")),
            ),
            models.CheckConstraint(name="capture_noted_of_document", condition=~Q(way=NOTED, document=None)),
        ]
        indexes = [
            models.Index(name="capture_text", fields=["text_sha256"], condition=~Q(text_sha256="")),
            models.Index(name="capture_sha256_found", fields=["sha256"], condition=~Q(way=NOTED) & ~Q(sha256="")),
        ]

    def __str__(self) -> str:
        return f"{self.document or self.title or self.url or self.name or self.way} as of {self.fetched_at:%Y-%m-%d %H:%M}"


class CapturedBytes(models.Model):
    """The bytes of captures, once for each content."""

    sha256 = models.CharField(max_length=_DIGEST_LENGTH, primary_key=True)
    data = models.BinaryField(help_text="Compressed by zlib.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256


class BodyBand(models.Model):
    """A band of the MinHash signature of a captured text: texts that share one may be near-duplicates."""

    capture = models.ForeignKey(Capture, on_delete=models.CASCADE, related_name="bands")
    band = models.BigIntegerField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.capture_id}: {self.band}"


class CopyHint(models.Model):
    """A sign that a captured page copies another document, or a source's report: a proposal until an editor decides."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="copy_hints")
    sign = models.CharField(max_length=20, help_text=", ".join(CopySign.words()))
    words = models.CharField(max_length=500, help_text="What says so: a byline, a canonical URL, how much text is the same.")
    # The original as far as it is known; an editor may choose another one.
    original = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    credited = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=300, blank=True)
    accepted = models.BooleanField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="copyhint_once", fields=["capture", "sign", "words"]),
            models.CheckConstraint(name="copyhint_says_what", condition=~Q(words="")),
            models.CheckConstraint(
                name="copyhint_decided_whole",
                condition=Q(decided_at=None, decided_by="", accepted=None, decision_reason="")
                | (Q(decided_at__isnull=False, accepted__isnull=False) & ~Q(decided_by="") & ~Q(decision_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.words


class CaptureTimestamp(models.Model):
    """A time-stamp token (RFC 3161) over the digest of a capture's bytes. Append-only."""

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="timestamps")
    authority = models.CharField(max_length=2000, help_text="The URL of the time-stamping authority.")
    stamped_at = models.DateTimeField(help_text="As the token says.")
    token = models.BinaryField(help_text="The DER-encoded response, which `openssl ts -verify` reads.")
    recorded_by = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.capture_id}: {self.stamped_at:%Y-%m-%d %H:%M}"
