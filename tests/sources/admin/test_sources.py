from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.urls import reverse

from claims.models import Claim, Standing
from sources import tasks
from sources.models import IndependenceJudgement, Source, SourceChange, SourceRelation
from sources.operations import SourceOperationError, record_sources, relate
from tests.claims.admin.posting import errors, opened, sendable

pytestmark = pytest.mark.usefixtures("sample")

ADD = "/admin/sources/source/add/"
UNNAMED = f"{ADD}?unnamed=1"
RELATE = "/admin/sources/sourcerelation/add/"
JUDGE = "/admin/sources/independencejudgement/add/"


@pytest.fixture
def announced(monkeypatch):
    """Count the announcements instead of sending them."""
    calls = []
    for module in ("sources.admin.sources", "sources.admin.relations", "sources.admin.judgements"):
        monkeypatch.setattr(f"{module}.announce_changes", lambda: calls.append(1))
    return calls


@pytest.fixture(autouse=True)
def _commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        yield


def key(name):
    return Source.objects.get(key=name)


def page_of(name):
    return reverse("admin:sources_source_change", args=[key(name).pk])


def test_a_named_source_is_recorded_with_a_key_of_its_name(editor, sample):
    data = opened(editor, ADD, name="Yonhap News", kind="wire_agency", country="KR", aliases="Yonhap\n\n YNA ", reason="new")

    sent = editor.post(ADD, data)

    assert sent.status_code == 302, errors(sent)
    source = key("yonhap-news")
    assert (source.identified, source.alias_list) == (True, ["Yonhap", "YNA"])
    assert SourceChange.objects.get(source=source).actor == "user:ed"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"country": "korea"}, "country"),
        ({"homepage": "javascript:alert(1)"}, "homepage"),
        ({"wikidata_id": "159"}, "wikidata_id"),
        ({"key": "bloomberg"}, "key"),
        ({"key": "A B"}, "key"),
        ({"kind": ""}, "kind"),
        ({"reliability": "A", "reliability_rationale": ""}, "reliability_rationale"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_with_nothing_lost(wrong, field, senior, sample):
    sent = senior.post(ADD, opened(senior, ADD, **{"name": "Yonhap News", "kind": "wire_agency", **wrong}))

    assert field in sent.context["form"].errors, errors(sent)
    assert "Yonhap News" in sent.content.decode()
    assert Source.objects.count() == 15


NO_KEY = "No key can be made from this name. Enter one in Latin letters, such as defence-ministry."


@pytest.mark.parametrize(
    ("wrong", "field", "advice"),
    [
        (
            {"name": "وزارة الدفاع"},
            "key",
            "No key can be made from this name. Enter one in Latin letters, such as defence-ministry.",
        ),
        ({"country": "gb"}, "country", "Write GB."),
        ({"country": "UK"}, "country", "Write GB."),
        ({"homepage": "https://a.b/cde fg"}, "homepage", "The address has a space at character 16. Write %20 instead."),
    ],
)
def test_a_refused_field_says_what_to_write(wrong, field, advice, senior, sample):
    sent = senior.post(ADD, opened(senior, ADD, **{"name": "Yonhap News", "kind": "wire_agency", **wrong}))

    assert advice in sent.context["form"].errors[field]


class TestInTheSameInstant:
    """A colleague's record is stored between our look and our own."""

    def test_a_source_key_is_taken_once_and_the_second_is_rejected(self, editor, now, monkeypatch):
        def look(keys):
            theirs = Source(key="yonhap-news", name="Yonhap", kind="wire_agency")
            record_sources([theirs], at=now, actor="user:boss")
            return {}

        monkeypatch.setattr("sources.admin.sources.sources_by_key", look)
        mine = opened(editor, ADD, name="Yonhap News", kind="wire_agency", reason="typed by hand")

        sent = editor.post(ADD, mine)

        assert "Somebody else recorded a source “yonhap-news” (Yonhap) at the same moment" in errors(sent)
        assert "Try again" in errors(sent)
        assert "typed by hand" in sent.content.decode()
        monkeypatch.undo()
        assert "A source “yonhap-news” already exists" in errors(editor.post(ADD, mine))

    def test_of_many_sources_none_is_stored(self, now):
        rows = [Source(key=name, name=name, kind="outlet") for name in ("new-one", "bloomberg")]

        with pytest.raises(SourceOperationError, match="bloomberg"):
            record_sources(rows, at=now, actor="user:ed")

        assert not Source.objects.filter(key="new-one").exists()
        assert not SourceChange.objects.filter(actor="user:ed").exists()

    def test_a_relation_is_recorded_once_and_the_second_is_rejected(self, editor, now, monkeypatch):
        both = {"from_source": key("vedomosti"), "to_source": key("moscow"), "kind": "owned_by"}
        data = {name: getattr(value, "pk", value) for name, value in both.items()}
        mine = opened(editor, RELATE, **data, reason="typed by hand")

        def look(relation):
            relate([SourceRelation(**both, reason="theirs")], at=now, actor="user:boss")

        monkeypatch.setattr("sources.admin.relations._check", look)
        monkeypatch.setattr("sources.operations.relations._refuse_relation", lambda _relation, _at: None)

        sent = editor.post(RELATE, mine)

        assert "Somebody else recorded “Vedomosti owned by Government of Russia” at the same moment" in errors(sent)
        assert "typed by hand" in sent.content.decode()
        assert SourceRelation.objects.get(kind="owned_by").reason == "theirs"
        monkeypatch.undo()
        assert "already" in errors(editor.post(RELATE, mine))

    def test_another_broken_constraint_is_not_taken_for_it(self, now):
        with pytest.raises(IntegrityError):
            record_sources([Source(key="new", name="New", kind="outlet", reliability="Z")], at=now, actor="user:ed")


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

        assert "by user:boss (as its site says)" in errors(sent)
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


class TestAnUnnamedSource:
    def typed(self, **more):
        return {"name": "Unnamed official", "kind": "person", "vouched_by": key("bloomberg").pk, **more}

    def test_is_recorded_with_its_voucher_and_approved_by_somebody_else(self, senior, superuser):
        mine = opened(senior, UNNAMED, **self.typed(description="an official", anonymity_reason="afraid"))
        assert "approved_by" in errors(senior.post(UNNAMED, {**mine, "approved_by": "sen"}))

        assert senior.post(UNNAMED, mine).status_code == 302
        source = key("unnamed-official")
        url = page_of(source.key)
        assert "approved_by" in errors(senior.post(url, opened(senior, url, approved_by="sen", reason="mine")))
        sent = superuser.post(url, opened(superuser, url, approved_by="boss", reason="read it"))

        assert sent.status_code == 302, errors(sent)
        source.refresh_from_db()
        assert (source.identified, source.vouched_by.key, source.approved_by) == (False, "bloomberg", "boss")
        assert source.approver.username == "boss"

    @pytest.mark.usefixtures("ed")
    def test_is_approved_only_by_somebody_who_may(self, senior):
        sent = senior.post(UNNAMED, opened(senior, UNNAMED, **self.typed(approved_by="ed")))

        assert "approved_by" in errors(sent)

    def test_waits_for_approval_where_an_editor_records_it(self, editor):
        sent = editor.post(UNNAMED, opened(editor, UNNAMED, **self.typed(approved_by="ed", anonymity_reason="afraid")))

        assert sent.status_code == 302, errors(sent)
        source = key("unnamed-official")
        assert (source.approved_by, source.anonymity_reason) == ("", "")

    def test_has_no_field_for_an_identity_and_says_what_is_never_entered(self, editor):
        page = editor.get(UNNAMED).content.decode()

        assert "Never enter anything" in page
        for name in ("aliases", "homepage", "wikidata_id"):
            assert f'name="{name}"' not in page
            assert f'name="{name}"' not in editor.get(page_of("vedomosti-diplomat")).content.decode()

    @pytest.mark.parametrize(
        "identity", [{"aliases": "His Name"}, {"homepage": "https://example.org/he"}, {"wikidata_id": "Q1"}]
    )
    def test_is_refused_with_an_identity_however_it_is_sent(self, identity, editor):
        sent = editor.post(UNNAMED, opened(editor, UNNAMED, **self.typed(**identity)))

        assert "would reveal who it is" in errors(sent)
        assert "His Name" not in sent.content.decode()
        assert Source.objects.count() == 15

    def test_needs_a_named_voucher(self, editor):
        other = key("vedomosti-diplomat").pk
        assert "named source" in errors(editor.post(UNNAMED, opened(editor, UNNAMED, **self.typed(vouched_by=other))))
        assert "vouched_by" in errors(editor.post(UNNAMED, opened(editor, UNNAMED, **self.typed(vouched_by=""))))

    def test_is_vouched_for_by_several_outlets_that_it_briefed(self, editor):
        bloomberg, vedomosti = key("bloomberg").pk, key("vedomosti").pk
        twice = self.typed(also_vouched_by=[bloomberg])
        assert "also_vouched_by" in errors(editor.post(UNNAMED, opened(editor, UNNAMED, **twice)))
        unnamed = self.typed(also_vouched_by=[key("vedomosti-diplomat").pk])
        assert "also_vouched_by" in errors(editor.post(UNNAMED, opened(editor, UNNAMED, **unnamed)))

        assert editor.post(UNNAMED, opened(editor, UNNAMED, **self.typed(also_vouched_by=[vedomosti]))).status_code == 302
        page = editor.get(page_of("unnamed-official")).content.decode()
        assert "Vedomosti</a>" in page.split("Vouched for by")[1].split("</dd>")[0]
        assert "Unnamed official" in editor.get(page_of("vedomosti")).content.decode()

    def test_shows_which_outlets_a_colleague_changed_meanwhile(self, editor, senior):
        editor.post(UNNAMED, opened(editor, UNNAMED, **self.typed()))
        url = page_of("unnamed-official")
        mine = opened(editor, url, description="an official", reason="as published")
        also = opened(senior, url, also_vouched_by=[key("vedomosti").pk], reason="both were there")
        assert senior.post(url, also).status_code == 302

        refused = editor.post(url, mine)
        assert "it was empty and is now “Vedomosti”" in errors(refused)
        assert editor.post(url, sendable(refused)).status_code == 302
        assert [outlet.key for outlet in key("unnamed-official").also_vouched_by.all()] == ["vedomosti"]

    def test_stays_unnamed(self, editor):
        url = page_of("vedomosti-diplomat")

        editor.post(url, opened(editor, url, identified="on", key="his-name", reason="named now", country="RU"))

        source = key("vedomosti-diplomat")
        assert (source.identified, source.country) == (False, "RU")


def test_a_change_is_kept_with_what_was_before_and_why(editor, sample, announced):
    url = page_of("bloomberg")

    editor.post(url, opened(editor, url, short_name="Bloomberg", reason="as copy calls it"))

    change = SourceChange.objects.filter(source=key("bloomberg"), action="changed").get()
    assert (change.old, change.new, change.reason) == ({"short_name": ""}, {"short_name": "Bloomberg"}, "as copy calls it")


def test_a_change_needs_its_reason(editor, sample):
    url = page_of("bloomberg")

    sent = editor.post(url, opened(editor, url, short_name="Bloomberg"))

    assert "reason" in errors(sent)
    assert key("bloomberg").short_name == ""


def test_the_announcement_is_sent_after_the_commit(editor, sample, announced, django_capture_on_commit_callbacks):
    url = page_of("bloomberg")

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url, opened(editor, url, short_name="Bloomberg", reason="as copy calls it"))

    assert announced == [1]


def test_the_announcement_reassesses_the_claims(sample, now):
    claim = Claim.objects.get(key="arms-transfers")
    SourceChange.objects.create(source=key("bloomberg"), action="changed", old={"name": "B"}, at=now, actor="user:ed")
    Standing.objects.filter(pk=claim.pk).update(facts_digest="before")

    tasks.announce_changes()

    assert not SourceChange.objects.filter(applied_at=None).exists()
    assert Standing.objects.get(pk=claim.pk).facts_digest != "before"


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


class TestAJudgement:
    def typed(self, one, other, outcome, **more):
        return {"one": key(one).pk, "other": key(other).pk, "outcome": outcome, "reason": "we asked both", **more}

    def test_is_recorded_and_supersedes_the_one_before(self, editor):
        for outcome in ("dependent", "unsure"):
            sent = editor.post(JUDGE, opened(editor, JUDGE, **self.typed("vedomosti", "bloomberg", outcome)))
            assert sent.status_code == 302, errors(sent)

        assert IndependenceJudgement.objects.get(superseded_at=None).outcome == "unsure"
        assert IndependenceJudgement.objects.count() == 2

    def test_of_independence_says_through_whom_the_two_are_still_joined(self, editor):
        for one, other in (("vedomosti", "bloomberg"), ("bloomberg", "spokesman-review")):
            editor.post(JUDGE, opened(editor, JUDGE, **self.typed(one, other, "dependent")))

        data = opened(editor, JUDGE, **self.typed("vedomosti", "spokesman-review", "independent"))
        page = editor.post(JUDGE, data, follow=True).content.decode()

        assert "still joined through" in page
        assert "Bloomberg News" in page

    @pytest.mark.parametrize(
        ("one", "other", "outcome", "said"),
        [
            ("vedomosti", "vedomosti", "unsure", "against itself"),
            ("vedomosti", "vedomosti-diplomat", "dependent", "help identify it"),
            ("vedomosti", "bloomberg", "", "outcome"),
        ],
    )
    def test_that_may_not_be_said_is_refused(self, one, other, outcome, said, editor):
        assert said in errors(editor.post(JUDGE, opened(editor, JUDGE, **self.typed(one, other, outcome))))
        assert not IndependenceJudgement.objects.exists()


def test_unnamed_sources_that_lack_approval_are_found(editor, sample):
    found = editor.get("/admin/sources/source/", {"lacks": "approval"}).context["cl"].result_list

    assert {source.key for source in found} == {"vedomosti-diplomat", "other-accusers", "research-groups"}


def test_a_search_for_sources_needs_the_permission_to_read_them(newcomer, sample):
    asked = {"term": "vedo", "app_label": "claims", "model_name": "attribution", "field_name": "source"}

    assert newcomer.get("/admin/sources/source/find/", asked).status_code == 403


def test_sources_are_found_by_typing(editor, sample):
    asked = {"term": "vedo", "app_label": "claims", "model_name": "attribution", "field_name": "source"}

    found = editor.get("/admin/sources/source/find/", asked).json()["results"]

    assert {each["text"] for each in found} == {"Vedomosti", "Unnamed diplomat – known to Vedomosti (vedomosti-diplomat)"}
