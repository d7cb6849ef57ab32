"""Saved views are private to their owner."""

from __future__ import annotations

from django.contrib.auth.models import User

from claims.operations.desk.saved_views import save_view
from claims.queries.desk.saved_views import views_of


def test_a_persons_views_come_by_name_and_are_nobody_elses(ed: User, sen: User) -> None:
    for person, name in ((ed, "Stale"), (ed, "Mine"), (sen, "Critical")):
        save_view(person.pk, name, {"flag": "stale"})
    assert [view.name for view in views_of(ed.pk)] == ["Mine", "Stale"]
    assert [view.name for view in views_of(sen.pk)] == ["Critical"]
    assert views_of(sen.pk + 1) == []
