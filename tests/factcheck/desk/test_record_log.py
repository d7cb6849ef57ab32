from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User

from factcheck.desk.record_log import last_logged


def test_the_newest_entry_about_a_record_is_its_own(ed: User) -> None:
    one, other = Group.objects.create(name="one"), Group.objects.create(name="other")
    for record, message in ((one, "first"), (one, "second"), (other, "third"), (ed, "of another table")):
        LogEntry.objects.log_actions(ed.pk, [record], CHANGE, message)

    found = last_logged(one)
    assert found is not None
    assert (found.change_message, found.user) == ("second", ed)
    assert last_logged(Group.objects.create(name="new")) is None
