"""A change of a source that a colleague changed meanwhile."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sources.models import Source, SourceChange
from tests.claims.admin.posting import errors, opened, sendable

pytestmark = pytest.mark.usefixtures("sample", "committed")
RELATE = "/admin/sources/sourcerelation/add/"


def key(name):
    return Source.objects.get(key=name)


def page_of(name):
    return reverse("admin:sources_source_change", args=[key(name).pk])


@pytest.mark.usefixtures("announced")
class TestAStaleChange:
    """Ed and the boss have the same source open; the boss saves first."""

    def boss_changes(self, superuser, url, **typed):
        superuser.post(url, opened(superuser, url, **{"reason": "as its site says", **typed}))

    def test_is_rejected_with_who_changed_what_and_nothing_lost(self, editor, superuser):
        url = page_of("bloomberg")
        mine = opened(editor, url, short_name="Bloomberg", reason="typed by hand")
        self.boss_changes(superuser, url, organisation="Bloomberg L.P.", plural="on")

        sent = editor.post(url, mine)

        assert "by boss (as its site says)" in errors(sent)
        assert sent.context["form"].errors["organisation"] == [
            "Changed by somebody else: it was empty and is now “Bloomberg L.P.”."
        ]
        assert sent.context["form"].errors["plural"] == ["Changed by somebody else: it was no and is now yes."]
        assert "typed by hand" in sent.content.decode()
        assert key("bloomberg").short_name == ""

    def test_is_saved_when_sent_again_on_top_of_the_colleagues(self, editor, superuser):
        url = page_of("bloomberg")
        self.boss_changes(superuser, url, plural="on", graded_on="2024-06-01", aliases="One\nTwo")
        mine = opened(editor, url, short_name="Bloomberg", reason="typed by hand")
        typed = opened(superuser, url, reason="back", organisation="B", aliases="One\nThree", graded_on="2024-06-02")
        superuser.post(url, {name: value for name, value in typed.items() if name != "plural"})

        sent = editor.post(url, sendable(editor.post(url, mine)))

        assert sent.status_code == 302, errors(sent)
        source = key("bloomberg")
        assert (source.short_name, source.organisation, source.plural) == ("Bloomberg", "B", False)
        assert (source.alias_list, str(source.graded_on)) == (["One", "Three"], "2024-06-02")
        last = SourceChange.objects.filter(source=source).order_by("-id").first()
        assert (last.actor, set(last.new)) == ("user:ed", {"short_name"})

    def test_of_an_unnamed_source_names_the_voucher_that_it_has_now(self, senior, superuser):
        url = page_of("vedomosti-diplomat")
        mine = opened(senior, url, approved_by="sen", reason="she did")
        self.boss_changes(superuser, url, vouched_by=key("bloomberg").pk)

        sent = senior.post(url, mine)

        assert "it was “Vedomosti” and is now “Bloomberg News”" in errors(sent)
        assert senior.post(url, sendable(sent)).status_code == 302
        source = key("vedomosti-diplomat")
        assert (source.vouched_by.key, source.approved_by) == ("bloomberg", "sen")

    def test_ignores_a_difference_in_line_ends(self, editor, superuser):
        url = page_of("bloomberg")
        self.boss_changes(superuser, url, aliases="One\nTwo")
        mine = opened(editor, url, short_name="Bloomberg", reason="typed by hand")
        self.boss_changes(superuser, url, organisation="B")
        as_browsers_send = {name: str(value).replace("\n", "\r\n") for name, value in mine.items()}

        assert set(editor.post(url, as_browsers_send).context["form"].errors) == {"organisation", "__all__"}

    def test_is_not_one_made_after_a_relation_was_recorded(self, editor, superuser):
        url = page_of("bloomberg")
        mine = opened(editor, url, short_name="Bloomberg", reason="as copy calls it")
        both = {"from_source": key("bloomberg").pk, "to_source": key("moscow").pk}
        superuser.post(RELATE, opened(superuser, RELATE, **both, kind="owned_by", reason="the registry of owners"))

        assert editor.post(url, mine).status_code == 302

    def test_is_one_that_says_no_version(self, editor):
        url = page_of("bloomberg")
        mine = opened(editor, url, short_name="Bloomberg", reason="as copy calls it")
        del mine["version_seen"]

        assert "version_seen" in errors(editor.post(url, mine))
