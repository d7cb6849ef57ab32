"""The claims of a sheet in words."""

from __future__ import annotations

import pytest

from claims.admin.documents.sheet_words import flag_line, worded_claims
from claims.models import Claim
from claims.queries.documents.story import story_sheet
from claims.sheets.values import SheetFlag
from sources.models import Document


@pytest.mark.parametrize(("waived", "line"), [(False, ""), (True, " [waived]")])
def test_a_flag_is_a_line_that_says_if_it_is_waived(waived, line):
    flag = SheetFlag(code="single_origin", severity="warning", reason="One origin: Ann.", waived=waived)
    assert flag_line(flag) == f"Single origin (warning): One origin: Ann.{line}"


def test_a_claim_is_worded_with_who_stands_where_and_without_implied_flags(arms, now):
    Claim.objects.filter(pk=arms.pk).update(stage="dropped")

    found = {each.shown.key: each for each in worded_claims(story_sheet(Document.objects.get(), now), now)}

    one = found["arms-transfers"]
    assert (str(one.status), one.support, one.denial, one.pk) == ("contested", "2–4+", "2", arms.pk)
    assert one.deniers[0] == "Government of Russia [has a stake in it]"
    assert one.notes == ("dropped",)
    assert not any(flag.implied_by for each in found.values() for flag in each.flags)
    assert any(flag.implied_by for each in found.values() for flag in each.shown.flags)
