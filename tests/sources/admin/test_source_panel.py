"""What the page of a source shows of it."""

from __future__ import annotations

from datetime import datetime

from sources.admin.source_panel import panel
from sources.models import Source
from tests.cases import load, outlet, unnamed


def shown(source: Source, *, shows_approval: bool) -> dict[str, str]:
    return {str(name): str(value) for name, value in panel(source, shows_approval=shows_approval)["facts"]}


def test_an_unnamed_source_has_all_of_its_outlets_and_its_approval_only_for_who_may_see_it(db: None, now: datetime) -> None:
    aide = {**unnamed("aide", "post"), "vouched_by": ["post", "wire"], "anonymity_reason": "afraid", "approved_by": "sen"}
    load({"sources": [outlet("post"), outlet("wire"), aide]}, at=now)
    source = Source.objects.get(key="aide")
    public, whole = shown(source, shows_approval=False), shown(source, shows_approval=True)
    assert "Post" in public["Vouched for by"]
    assert "Wire" in public["Vouched for by"]
    assert (whole["Why unnamed"], whole["Approved by"]) == ("afraid", "sen")
    assert public.keys() == whole.keys() - {"Why unnamed", "Approved by"}


def test_an_organisation_is_a_link_and_its_words_stand_beside_it(db: None, now: datetime) -> None:
    ministry = {"key": "ministry", "name": "Ministry", "kind": "government"}
    aide = {**unnamed("aide", "post"), "organisation": "the ministry", "organisation_key": "ministry"}
    load({"sources": [outlet("post"), ministry, aide]}, at=now)
    facts = shown(Source.objects.get(key="aide"), shows_approval=False)
    assert "<a " in facts["Organisation"]
    assert facts["Organisation as text"] == "the ministry"
