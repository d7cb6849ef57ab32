"""Documents that the desk holds, and what their publishers did to them since."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sources.models.naming import NamedQuerySet
from sources.models.source import Source


class DocumentQuerySet(NamedQuerySet["Document"]):
    SEARCHED = ("search_text", "publisher__search_text")


class Document(models.Model):
    """An article, statement, transcript, photograph …, as published."""

    key = models.CharField(max_length=100, unique=True)
    publisher = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=2000, blank=True)
    archive_url = models.URLField(max_length=2000, blank=True, default="", help_text="Where a copy of it is kept.")
    author = models.CharField(max_length=300, blank=True)
    # Text, as all partial dates: its length is its precision.
    published_at = models.CharField(max_length=17, blank=True, help_text="2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z.")
    language = models.CharField(max_length=35, blank=True)
    copy_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    withdrawn_at = models.CharField(max_length=17, blank=True, help_text="When the publisher retracted it, as stated.")
    withdrawal_recorded_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    doubted_at = models.DateTimeField(
        null=True, blank=True, help_text="When the last expression of concern about it that is not lifted was recorded."
    )
    # The normalized spellings of its title (``sources.names``), which operations update with the title.
    search_text = models.TextField(blank=True, editable=False, default="")
    recorded_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(name="document_doubted", fields=["id"], condition=Q(doubted_at__isnull=False))]
        constraints = [
            models.CheckConstraint(name="document_not_its_own_copy", condition=Q(copy_of=None) | ~Q(copy_of=F("id"))),
            models.CheckConstraint(
                name="document_withdrawal_whole",
                condition=Q(withdrawal_recorded_at=None, withdrawn_at="", withdrawal_reason="")
                | (Q(withdrawal_recorded_at__isnull=False) & ~Q(withdrawal_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def names(self) -> tuple[str, ...]:
        """The texts by which it is found."""
        return tuple(name for name in (self.title, self.key, self.url) if name)


class AuthorsRetraction(models.Model):
    """A retraction of a document by some of its authors; the others stand by it. Append-only.

    It is in force until an ``UndoneRetraction`` undoes it.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="authors_retractions")
    authors = models.ManyToManyField(Source, related_name="+")
    withdrawn_at = models.CharField(max_length=17, blank=True, help_text="When they took it back, as they say.")
    reason = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=300)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(name="authors_retraction_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.reason}"


class UndoneRetraction(models.Model):
    """A retraction of a document, by its publisher or by some of its authors, that was undone. Append-only.

    The document itself holds the current retraction by its publisher. ``claims.models.UndoneWithdrawal`` holds the
    attributions that an undone one had withdrawn.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="undone_retractions")
    authors_retraction = models.OneToOneField(
        AuthorsRetraction, null=True, blank=True, on_delete=models.PROTECT, related_name="undone"
    )
    withdrawn_at = models.CharField(max_length=17, blank=True, help_text="As was recorded of the document.")
    withdrawal_recorded_at = models.DateTimeField()
    withdrawal_reason = models.TextField()
    undone_at = models.DateTimeField()
    undone_by = models.CharField(max_length=300)
    undo_reason = models.TextField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="undone_retraction_says_why", condition=~Q(withdrawal_reason="") & ~Q(undo_reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.withdrawal_reason}"


class Correction(models.Model):
    """A publisher's correction of a document, in its words or the desk's. Append-only."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="corrections")
    note = models.TextField(help_text="What was corrected, in the publisher's words.")
    said_at = models.CharField(max_length=17, blank=True, help_text="When, as stated: 2024-06-10.")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(name="correction_says_what", condition=~Q(note=""))]

    def __str__(self) -> str:
        return self.note


class ExpressionOfConcern(models.Model):
    """A publisher's word that a document may not be reliable, which is neither a correction nor a retraction.

    Append-only; ``Document.doubted_at`` says whether one is in force.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="concerns")
    note = models.TextField(help_text="What is in doubt, in the publisher's words.")
    said_at = models.CharField(max_length=17, blank=True, help_text="When, as stated: 2024-06-10.")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=300)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=300, blank=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="concern_says_what", condition=~Q(note="")),
            models.CheckConstraint(
                name="concern_lifted_whole",
                condition=Q(lifted_at=None, lifted_by="", lift_reason="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_by="") & ~Q(lift_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.note
