"""Relations on the desk: recorded, ended, struck out, and what is refused."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sources.models import Source, SourceRelation
from tests.claims.admin.posting import errors, opened

pytestmark = pytest.mark.usefixtures("sample", "committed")
RELATE = "/admin/sources/sourcerelation/add/"


def key(name):
    return Source.objects.get(key=name)


class TestARelation:
    def typed(self, **more):
        both = {"from_source": key("vedomosti").pk, "to_source": key("moscow").pk}
        return {**both, "kind": "owned_by", "reason": "the registry of owners", **more}

    def test_is_recorded_and_struck_out(self, editor):
        sent = editor.post(RELATE, opened(editor, RELATE, **self.typed(from_on="2020-01-31")))
        assert sent.status_code == 302, errors(sent)
        relation = SourceRelation.objects.get(kind="owned_by")
        assert key("moscow").family == key("vedomosti")
        strike = reverse("admin:sources_sourcerelation_strike", args=[relation.pk])
        assert strike in editor.get(reverse("admin:sources_sourcerelation_change", args=[relation.pk])).content.decode()

        sent = editor.post(strike, opened(editor, strike, reason="it was sold"))

        assert sent.status_code == 302, errors(sent)
        relation.refresh_from_db()
        assert relation.struck_reason == "it was sold"
        assert key("moscow").family is None

    def test_ends_and_begins_again(self, editor):
        editor.post(RELATE, opened(editor, RELATE, **self.typed(kind="part_of", from_on="2010-01-01")))
        first = SourceRelation.objects.get(from_source=key("vedomosti"), kind="part_of", struck_at=None)
        end = reverse("admin:sources_sourcerelation_end", args=[first.pk])
        assert end in editor.get(reverse("admin:sources_sourcerelation_change", args=[first.pk])).content.decode()

        sent = editor.post(end, opened(editor, end, until_on="2014-12-31", reason="left office"))

        assert sent.status_code == 302, errors(sent)
        assert "recorded again" in str(editor.get(end).content)
        terms = SourceRelation.objects.filter(from_source=key("vedomosti"), kind="part_of", struck_at=None)
        assert [term.period for term in terms] == ["from 2010-01-01 until 2014-12-31"]
        sent = editor.post(RELATE, opened(editor, RELATE, **self.typed(kind="part_of", from_on="2019-01-01")))
        assert sent.status_code == 302, errors(sent)
        assert terms.all().count() == 2

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"reason": ""}, "reason"),
            ({"kind": ""}, "kind"),
            ({"from_on": "2999-01-01"}, "begins on"),
            ({"from_on": "2020-01-02", "until_on": "2020-01-01"}, "end is before the start"),
        ],
    )
    def test_that_does_not_hold_together_is_refused(self, wrong, said, editor):
        assert said in errors(editor.post(RELATE, opened(editor, RELATE, **self.typed(**wrong))))

    def test_of_a_source_with_itself_or_an_unnamed_one_is_refused(self, editor):
        unnamed = key("vedomosti-diplomat").pk
        assert "unnamed" in errors(editor.post(RELATE, opened(editor, RELATE, **self.typed(from_source=unnamed))))
        itself = key("moscow").pk
        assert errors(editor.post(RELATE, opened(editor, RELATE, **self.typed(from_source=itself))))
        assert not SourceRelation.objects.filter(kind="owned_by").exists()

    def test_is_not_recorded_twice(self, editor):
        editor.post(RELATE, opened(editor, RELATE, **self.typed()))

        assert "already" in errors(editor.post(RELATE, opened(editor, RELATE, **self.typed())))
