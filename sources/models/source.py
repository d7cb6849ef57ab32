"""Sources: named ones, and unnamed ones without anything that could identify them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from sources.models.naming import NamedQuerySet
from sources.person_names import IDENTITY
from sources.vocabulary import Grade


class SourceQuerySet(NamedQuerySet["Source"]):
    FIRST = ("-identified",)  # the key of an unnamed source starts with that of its outlet

    def unnamed(self) -> SourceQuerySet:
        return self.filter(identified=False)

    def vouched_for_by(self, outlets: Iterable[int]) -> SourceQuerySet:
        """Unnamed sources that one of the outlets, by id, vouches for, alone or among others."""
        ids = list(outlets)
        through = Source.also_vouched_by.through._default_manager
        return self.filter(Q(vouched_by__in=ids) | Exists(through.filter(from_source=OuterRef("pk"), to_source__in=ids)))

    def lacking_approval(self) -> SourceQuerySet:
        """Unnamed sources that lack a description, a reason for their anonymity or an approving editor, and are so still."""
        return self.unnamed().filter(named_as=None).filter(Q(description="") | Q(anonymity_reason="") | Q(approved_by=""))


class Source(models.Model):
    """A person, outlet, government … that says, shows or passes on something."""

    key = models.CharField(max_length=100, unique=True, help_text="Stable; never changes once used.")
    name = models.CharField(max_length=300, help_text='For an unnamed source its role: "Unnamed diplomat".')
    short_name = models.CharField(max_length=300, blank=True, help_text='As copy calls it: "Moscow".')
    kind = models.CharField(max_length=40)
    aliases = models.TextField(blank=True, help_text="Other names, one per line.")
    identified = models.BooleanField(default=True, help_text="No for a source whose name the outlet withheld. Never changes.")
    vouched_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="vouches_for",
        help_text="The outlet that knows who an unnamed source is.",
    )  # fmt: skip
    also_vouched_by = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="also_vouches_for",
        help_text="Further outlets that know who it is: they were briefed together.",
    )  # fmt: skip
    named_as = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="was_unnamed",
        help_text="The named source that an unnamed one has said in public to be.",
    )  # fmt: skip
    description = models.TextField(blank=True, help_text='As published: "a diplomat it did not identify".')
    plural = models.BooleanField(default=False, help_text='More than one: "officials", "others".')
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2.")
    organisation = models.CharField(max_length=300, blank=True, help_text="Free text: it proves nothing of two sources.")
    organisation_source = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The organisation as a source: two unnamed sources of different ones are certainly two.",
    )  # fmt: skip
    homepage = models.URLField(max_length=2000, blank=True)
    wikidata_id = models.CharField(max_length=20, blank=True)
    anonymity_reason = models.TextField(blank=True, help_text="Why the outlet withheld the name.")
    approved_by = models.CharField(max_length=300, blank=True, help_text="The editor who approved using this unnamed source.")
    # The account of the approver; empty if a case file names the approver, which only the command line accepts.
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    reliability = models.CharField(
        max_length=1, blank=True, help_text="Admiralty grade A–F; F: cannot be judged. Empty: not graded."
    )
    reliability_rationale = models.TextField(blank=True)
    graded_by = models.CharField(max_length=300, blank=True)
    graded_on = models.DateField(null=True, blank=True)
    # For a second record of the same source; it keeps its attributions, speaks with the other's voice, and is not offered any
    # more.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    # The smallest ids of the sources that are one voice, and one family, with this one; null: itself. Operations compute them
    # from the relations and judgements.
    voice = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    # The normalized spellings of its names (``sources.names``), which operations update with the names.
    search_text = models.TextField(blank=True, editable=False, default="")
    recorded_at = models.DateTimeField()

    objects = SourceQuerySet.as_manager()

    class Meta:
        permissions = [
            ("approve_unnamed", "Can approve the use of an unnamed source"),
            ("grade_source", "Can grade how reliable a source is"),
            ("merge_source", "Can merge duplicate sources and undo it"),
        ]
        constraints = [
            models.CheckConstraint(
                name="source_unnamed_has_a_voucher",
                condition=Q(identified=True, vouched_by=None) | Q(identified=False, vouched_by__isnull=False),
                violation_error_message="An unnamed source needs an outlet that vouches for it; a named one has none.",
            ),
            models.CheckConstraint(
                name="source_unnamed_has_no_identity",
                condition=Q(identified=True) | Q(**dict.fromkeys(IDENTITY, "")),
                violation_error_message=(
                    "An unnamed source has no aliases, short name, homepage or Wikidata id: they would tell who it is."
                ),
            ),
            models.CheckConstraint(
                name="source_named_needs_no_approval",
                condition=Q(identified=False) | Q(anonymity_reason="", approved_by=""),
                violation_error_message="Only an unnamed source has a reason for anonymity and an approving editor.",
            ),
            # Except for a second record of an outlet's same unnamed source, which has the voice of the first.
            models.CheckConstraint(
                name="source_unnamed_is_its_own_voice",
                # Without the null checks the comparison is unknown where there is no merger, and a database accepts unknown.
                condition=Q(identified=True)
                | Q(voice=None, family=None)
                | Q(
                    merged_into__isnull=False,
                    voice__isnull=False,
                    family__isnull=False,
                    voice=F("merged_into"),
                    family=F("merged_into"),
                )
                | Q(named_as__isnull=False),
            ),
            models.CheckConstraint(
                name="source_named_as_another",
                condition=Q(named_as=None) | Q(identified=False, voice__isnull=False, family__isnull=False),
                violation_error_message="Only an unnamed source can have named itself since.",
            ),
            models.CheckConstraint(name="source_merged_into_another", condition=Q(merged_into=None) | ~Q(merged_into=F("id"))),
            models.CheckConstraint(
                name="source_organisation_another",
                condition=Q(organisation_source=None) | ~Q(organisation_source=F("id")),
                violation_error_message="A source cannot be its own organisation.",
            ),
            models.CheckConstraint(name="source_vouched_by_another", condition=Q(vouched_by=None) | ~Q(vouched_by=F("id"))),
            models.CheckConstraint(name="source_reliability_grade", condition=Q(reliability__in=("", *Grade.words()))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The texts by which it is found, without aliases. For an unnamed source only what was published."""
        return tuple(name for name in (self.name, self.short_name, self.key) if name)

    @property
    def alias_list(self) -> list[str]:
        return self.aliases.split("\n") if self.aliases else []
