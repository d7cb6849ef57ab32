"""What the page of a source shows above its form: its facts, ties, judgements, documents and changes."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from factcheck.desk.labels import joined
from sources.admin.display import address, judgement_text, record_link, relation_text, with_key, words
from sources.admin.finding import choice_label
from sources.admin.seen import visible_actor, visible_reason
from sources.admin.self_namings import namings_shown
from sources.models import Source
from sources.queries import vouchers_of
from sources.queries.matching import possible_duplicates
from sources.queries.vouchers import known_to

#: Rows that the page of a source shows of each list; the lists themselves show the rest.
SHOWN: Final = 20


def outlets(source: Source) -> SafeString:
    """Return links to the outlets that vouch for a source, as "AP and Reuters"."""
    return mark_safe(joined([record_link(outlet) for outlet in vouchers_of(source)]))  # noqa: S308 - of escaped links


def panel(source: Source, *, shows_approval: bool) -> dict[str, Any]:
    """Return the facts and lists of the page of a source; without ``shows_approval``, nothing that reveals an approval."""
    facts = [
        (_("Key"), source.key),
        (_("Recorded as"), _("named") if source.identified else _("unnamed (permanent)")),
        (_("Merged into"), record_link(source.merged_into) if source.merged_into else ""),
        (_("Vouched for by"), outlets(source)),
        (_("Has said since to be"), record_link(source.named_as) if source.named_as else ""),
        (_("Kind"), words(source.kind)),
        (_("Short name"), source.short_name),
        (_("Also known as"), source.aliases),
        (_("Description"), source.description),
        (_("Country"), source.country),
        (_("Organisation"), record_link(source.organisation_source) if source.organisation_source else ""),
        (_("Organisation as text"), source.organisation),
        (_("Homepage"), address(source.homepage)),
        (_("Wikidata"), source.wikidata_id),
        (_("Why unnamed"), source.anonymity_reason if shows_approval else ""),
        (_("Approved by"), source.approved_by if shows_approval else ""),
        (_("Grade"), " ".join(filter(None, (source.reliability, source.reliability_rationale)))),
        (_("One voice with"), record_link(source.voice) if source.voice else ""),
        (_("In the family of"), record_link(source.family) if source.family else ""),
    ]
    ties = [*source.relations_from.select_related("from_source", "to_source").order_by("id")[:SHOWN]]
    ties += source.relations_to.select_related("from_source", "to_source").order_by("id")[:SHOWN]
    judged = [*source.judgements_a.filter(superseded_at=None).select_related("a", "b").order_by("id")[:SHOWN]]
    judged += source.judgements_b.filter(superseded_at=None).select_related("a", "b").order_by("id")[:SHOWN]
    return {
        "names_itself": shows_approval and not source.identified,
        "namings": namings_shown(source) if shows_approval and not source.identified else [],
        "facts": [(name, value) for name, value in facts if value],
        "relations": [(record_link(row, relation_text(row)), row) for row in ties],
        "judgements": [(record_link(row, judgement_text(row)), row) for row in judged],
        "second_records": [record_link(row, with_key(row, row.key)) for row in source.merged.order_by("id")[:SHOWN]],
        "alike": []
        if source.merged_into_id
        else [(record_link(row, choice_label(row)), row) for row in possible_duplicates(source)],
        "vouches": [record_link(row) for row in known_to(source)[:SHOWN]],
        "changes": [
            (row, visible_actor(row, shows_approval=shows_approval), visible_reason(row, shows_approval=shows_approval))
            for row in source.changes.order_by("-id")[:SHOWN]
        ],
        "documents": [record_link(row) for row in source.documents.order_by("-id")[:SHOWN]],
        "all_changes": f"{reverse('admin:sources_sourcechange_changelist')}?q={source.key}",
    }
