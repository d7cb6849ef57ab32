"""Records that break a rule are reported."""

from __future__ import annotations

from datetime import datetime

import pytest

from claims.models import Flag, Revision, Standing
from claims.queries.integrity import broken_rules
from tests.cases import claim, load, person, row


@pytest.mark.parametrize(("model", "field"), [(Standing, "assessment"), (Flag, "raised_by"), (Revision, "assessment")])
def test_what_names_a_missing_assessment_is_reported(
    db: None, now: datetime, model: type[Standing | Flag | Revision], field: str
) -> None:
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"))]}, at=now)
    first = model.objects.order_by("pk").values_list("pk", flat=True)[0]
    model.objects.filter(pk=first).update(**{f"{field}_id": 10**6})
    assert f"{first} of claim “c” names an assessment that is missing or another claim's" in " ".join(broken_rules())
