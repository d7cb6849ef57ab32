"""The claims, their topics and their relations to each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.functional import cached_property
from django.utils.module_loading import import_string

from claims.claim_fields import ClaimField
from claims.models.as_of import ClaimAsOf
from claims.vocabulary import ClaimRelationKind
from factcheck.database.exact_decimals import ExactDecimalField

#: SQLite stores figures as text, which it would compare letter by letter.
_FIGURE: Final = models.DecimalField(max_digits=24, decimal_places=6)


class Claims(models.Manager["Claim"]):
    """Claims, each with the number of its last revision as ``revision``: the number when the rest of the row was read."""

    def get_queryset(self) -> models.QuerySet[Claim]:
        # Read with each claim and not stored here: incrementing it would rewrite the claim with all its indexes
        # (decision 10).
        return self.alone().annotate(revision=Coalesce("public_body__revision", 0))  # type: ignore[no-redef]

    def alone(self) -> models.QuerySet[Claim]:
        """Return claims without that number, read from their own table alone."""
        return super().get_queryset()


class Claim(models.Model):
    """One checkable statement. Its Standing and Flag rows hold what verification found.

    A column is listed in ``claims.claim_fields`` too: a test fails for one that is not.
    """

    key = models.CharField(max_length=100, unique=True, help_text="Stable; never changes once used.")
    text = models.TextField()
    window_from = models.CharField(max_length=17, blank=True, help_text="When it is said to happen, from: 2024, 2024-06 …")
    window_until = models.CharField(max_length=17, blank=True, help_text="… and until.")
    place = models.CharField(max_length=300, blank=True, default="", help_text="Where it is said to happen.")
    predicts = models.BooleanField(null=True, blank=True, help_text="Empty: as found from the dates.")
    quantity_low = ExactDecimalField(null=True, blank=True, help_text="The figure that it states, at least; empty: open.")
    quantity_high = ExactDecimalField(null=True, blank=True, help_text="… and at most; the same for a single figure.")
    quantity_unit = models.CharField(max_length=300, blank=True, default="")
    quantity_as_of = models.CharField(max_length=17, blank=True, default="")
    language = models.CharField(max_length=35, blank=True)
    stage = models.CharField(max_length=20, default="new")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    priority = models.PositiveSmallIntegerField(default=5, help_text="0 first … 9 last.")
    public = models.BooleanField(default=True)
    embargo_until = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When an administrator deleted it: its key and the chain of its revisions are all that is left.",
    )

    objects = Claims()

    class Meta:
        # Also for claims reached through other records, and for refresh_from_db.
        base_manager_name = "objects"
        permissions = [
            ("merge_claim", "Can merge duplicate claims and undo it"),
            ("split_claim", "Can split a claim into its parts and undo it"),
            ("remove_claim", "Can delete a claim and leave a tombstone"),
            ("waive_flag", "Can waive flags"),
        ]
        constraints = [
            models.CheckConstraint(
                name="claim_not_merged_into_itself", condition=Q(merged_into=None) | ~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(
                name="claim_quantity_in_order",
                condition=Q(quantity_low=None)
                | Q(quantity_high=None)
                | Q(GreaterThanOrEqual(Cast("quantity_high", _FIGURE), Cast("quantity_low", _FIGURE))),
            ),
            models.CheckConstraint(name="claim_priority", condition=Q(priority__lte=9)),
        ]
        indexes = [models.Index(name="claim_embargoed", fields=["id"], condition=Q(embargo_until__isnull=False))]

    def __str__(self) -> str:
        return self.text or self.key  # a deleted claim has no text

    @cached_property
    def revision(self) -> int:
        """The number of the last revision; 0 before the first. It is stored with the public body, not here.

        On a claim loaded through another record it is looked up on first access.
        """
        if Claim.public_body.is_cached(self):
            return self.public_body.revision
        numbers = Claim.objects.filter(pk=self.pk).values_list("public_body__revision", flat=True)
        return numbers.first() or 0

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Reload, including the revision."""
        self.__dict__.pop("revision", None)
        super().refresh_from_db(*args, **kwargs)

    def as_of(self, *, recorded: datetime | None = None, said: str = "") -> ClaimAsOf:
        """Return what the record held about this claim at ``recorded`` (None: now), with the flags open then and why.

        With ``said`` (a partial date; its end counts) it is assessed again, from what was said by then and recorded by
        ``recorded``.

        Raises: PartialDateError if ``said`` is not a date.
        """
        # Imported by name: models do not import what is computed from them, and callers hold a claim, not those modules.
        answer: Callable[..., ClaimAsOf] = import_string("claims.verification.as_of.claim_as_of")
        return answer(self, recorded=recorded, said=said)


def column_of(field: ClaimField) -> str:
    """Return the name of the attribute that holds a column's value; for a reference, that of its id."""
    column: Any = Claim._meta.get_field(field.name)
    return str(column.attname)


class ClaimTopic(models.Model):
    """A topic that a claim is filed under."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(name="claimtopic_once", fields=["claim", "topic"])]
        # For the filter by topic, and for the list of topics in use, which is read by jumping along it.
        indexes = [models.Index(name="claimtopic_topic", fields=["topic", "claim"])]

    def __str__(self) -> str:
        return self.topic


class ClaimRelation(models.Model):
    """How one claim relates to another. Struck out, never deleted."""

    from_claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="relations_from")
    to_claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="relations_to")
    kind = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="claimrelation_of_two", condition=~Q(from_claim=F("to_claim"))),
            models.CheckConstraint(name="claimrelation_kind", condition=Q(kind__in=ClaimRelationKind.words())),
            models.UniqueConstraint(
                name="claimrelation_once", fields=["from_claim", "to_claim", "kind"], condition=Q(struck_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_claim_id} {self.kind.replace('_', ' ')} {self.to_claim_id}"
