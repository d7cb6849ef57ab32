from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Claim, Standing
from sources import tasks
from sources.models import Source, SourceChange, SourceRelation
from sources.operations import record_sources, relate
from tests.claims.admin.posting import errors, opened, sendable

pytestmark = pytest.mark.usefixtures("sample", "committed")
ADD = "/admin/sources/source/add/"
UNNAMED = f"{ADD}?unnamed=1"
RELATE = "/admin/sources/sourcerelation/add/"


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


def test_a_country_is_found_by_its_name(senior, sample):
    page = senior.get(ADD).content.decode()

    assert 'list="id_country_suggestions"' in page
    assert '<datalist id="id_country_suggestions">' in page
    assert '<option value="UA">Ukraine</option>' in page


def test_an_organisation_is_chosen_among_named_sources(senior, sample):
    url = page_of("vedomosti-diplomat")

    def choose(chosen):
        return senior.post(url, opened(senior, url, organisation_source=key(chosen).pk, reason="as published"))

    assert "Choose a named source that is not a person." in errors(choose("vedomosti-diplomat"))
    assert choose("moscow").status_code == 302
    assert key("vedomosti-diplomat").organisation_source == key("moscow")
    page = senior.get(url).content.decode()
    assert f'<dt>Organisation</dt><dd><a href="{page_of("moscow")}"' in page


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
        ({"country": "Ukraine"}, "country", "Write UA."),
        (
            {"country": "EU"},
            "country",
            "A union of states is an organisation: record it as a source, and choose it as the organisation.",
        ),
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


def test_unnamed_sources_that_lack_approval_are_found(editor, sample):
    found = editor.get("/admin/sources/source/", {"lacks": "approval"}).context["cl"].result_list

    assert {source.key for source in found} == {"vedomosti-diplomat", "other-accusers", "research-groups"}
