from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Attribution, Claim, Revision
from sources.models import Source
from tests.claims.admin.posting import errors, opened, row


@pytest.fixture
def url(arms):
    return reverse("admin:claims_claim_change", args=[arms.pk])


def source(key):
    return Source.objects.get(key=key).pk


def new(**typed):
    return row("attributions", 0, **{"source": source("bloomberg"), "stance": "supports", "basis": "statement", **typed})


def test_sending_the_form_untouched_changes_nothing(editor, arms, url):
    sent = editor.post(url, opened(editor, url), follow=True)

    assert "Nothing changed" in sent.content.decode()
    assert Claim.objects.get(pk=arms.pk).revision == arms.revision
    assert arms.attributions.count() == Claim.objects.get(pk=arms.pk).attributions.count()


def test_an_untouched_row_takes_no_stance_and_does_not_block(editor, arms, url):
    before = arms.attributions.count()

    editor.post(url, opened(editor, url, priority="1"))

    arms.refresh_from_db()
    assert (arms.priority, arms.attributions.count()) == (1, before)
    assert '<option value="" selected>Choose …</option>' in editor.get(url).content.decode()


def test_a_row_without_a_stance_is_refused_at_its_field(editor, arms, url):
    sent = editor.post(url, opened(editor, url, **new(stance="")))

    assert sent.context["formsets"][0]["formset"].errors == [{"stance": ["This field is required."]}]


def test_for_an_outlet_in_its_own_voice_unstated_is_proposed(editor, arms, url):
    asked = editor.post(url, opened(editor, url, **new(basis="")))
    (wire,) = (form for form in asked.context["formsets"][0]["formset"] if form.has_changed())

    assert "cites no source" in wire.errors["basis"][0]
    assert wire["basis"].value() == "unstated"
    assert not Attribution.objects.filter(claim=arms, source__key="bloomberg", stance="supports").exists()
    assert editor.post(url, opened(editor, url, **new(basis=wire["basis"].value()))).status_code == 302
    assert Attribution.objects.get(claim=arms, source__key="bloomberg", stance="supports").basis == "unstated"


@pytest.mark.parametrize(
    "said", [{"stance": "reports", "cites": ["us-accuses"]}, {"stance": "questions"}, {"cites": ["us-accuses"]}]
)
def test_an_empty_basis_is_a_statement_unless_an_outlet_asserts_it(said, editor, arms, url):
    sent = editor.post(url, opened(editor, url, **new(basis="", **said)))

    assert sent.status_code == 302, errors(sent)
    assert Attribution.objects.order_by("-id").first().basis == "statement"


def test_an_attribution_with_its_quote_and_links_is_recorded(editor, arms, url):
    said = new(stance="reports", cites=["us-accuses"], quote_exact="“massive amounts”", said_at="2024-06-11", scope="partial")

    sent = editor.post(url, opened(editor, url, reason="read on the wire", **said))

    assert sent.status_code == 302, errors(sent)
    stored = Attribution.objects.order_by("-id").first()
    assert (stored.source.key, stored.stance, stored.scope, stored.quote_exact, stored.said_at) == (
        "bloomberg",
        "reports",
        "partial",
        "“massive amounts”",
        "2024-06-11",
    )
    assert [link.cited.key for link in stored.citations.all()] == ["us-accuses"]
    last = Revision.objects.filter(claim=arms).order_by("-number").first()
    assert (last.number, last.actor, last.reason) == (arms.revision + 1, "user:ed", "read on the wire")


def test_a_key_is_made_from_the_source_and_never_taken_twice(editor, arms, url):
    editor.post(url, opened(editor, url, **new(source=source("us-government"))))
    assert Attribution.objects.order_by("-id").first().key == "us-government"

    editor.post(url, opened(editor, url, **new(source=source("us-government"))))
    assert Attribution.objects.order_by("-id").first().key == "us-government-2"


def test_a_key_that_is_recorded_already_is_refused(editor, arms, url):
    sent = editor.post(url, opened(editor, url, **new(key="us-accuses")))

    assert "This key is taken in this claim" in errors(sent)


def test_new_rows_cite_each_other_by_key(editor, arms, url):
    rows = new(source=source("us-government"), key="statement") | row(
        "attributions", 1, source=source("vedomosti"), stance="reports", cites_new="statement"
    )
    data = opened(editor, url, **rows) | {"attributions-TOTAL_FORMS": "2", "attributions-1-scope": "full"}
    data |= {"attributions-1-basis": "statement", "attributions-1-ground_rule": "on_the_record"}

    sent = editor.post(url, data)

    assert sent.status_code == 302, errors(sent)
    assert [link.cited.key for link in Attribution.objects.get(claim=arms, key="vedomosti").citations.all()] == ["statement"]


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"cites_new": "nobody", "stance": "reports"}, "cites_new", "no attribution 'nobody' in this claim"),
        ({"copies": "nobody", "stance": "reports"}, "copies", "no attribution 'nobody' in this claim"),
        ({"copies": "us-accuses"}, "stance", "a copy has no stance of its own"),
        ({"stance": "reports"}, "stance", "needs a link"),
        ({"said_at": "yesterday"}, "said_at", "yesterday"),
        ({"key": "No Key!"}, "key", "No Key!"),
        ({"quote_prefix": "before"}, "quote_exact", "exact"),
        ({"quote_exact": "with a \u202e mark"}, "quote_exact", "U+202E"),
    ],
)
def test_a_problem_is_shown_at_the_field_it_is_about(typed, field, said, editor, arms, url):
    sent = editor.post(url, opened(editor, url, **new(**typed)))

    assert said in " ".join(sent.context["formsets"][0]["formset"].errors[0].get(field, [])), errors(sent)
    assert Claim.objects.get(pk=arms.pk).revision == arms.revision


def test_a_problem_of_the_claim_is_shown_at_its_field(editor, url):
    sent = editor.post(url, opened(editor, url, window_from="2025", window_until="2024", language="English"))

    assert {"window_until", "language"} & set(sent.context["form"].errors)


def test_off_the_record_is_not_offered_and_not_taken(editor, arms, url):
    assert "off_the_record" not in editor.get(url).content.decode()

    sent = editor.post(url, opened(editor, url, **new(ground_rule="off_the_record")))

    assert "ground_rule" in sent.context["formsets"][0]["formset"].errors[0]
    assert not Attribution.objects.filter(ground_rule="off_the_record").exists()


def test_changing_the_text_needs_a_reason_and_loses_nothing_typed(editor, arms, url):
    sent = editor.post(url, opened(editor, url, text="Another text.", **new(quote_exact="typed by hand")))

    assert "Enter a reason for the new text" in errors(sent)
    assert "typed by hand" in sent.content.decode()
    assert Claim.objects.get(pk=arms.pk).text == arms.text


def test_only_what_was_changed_is_written(editor, arms, url):
    data = opened(editor, url, topics="arms, Black Sea")
    editor.post(url, data)

    arms.refresh_from_db()
    assert sorted(each.topic for each in arms.topics.all()) == ["arms", "black-sea"]


def test_a_claim_is_assigned_with_a_revision(editor, ed, arms, url):
    editor.post(url, opened(editor, url, assignee=str(ed.pk)))

    arms.refresh_from_db()
    assert arms.assignee == ed
    assert Revision.objects.filter(claim=arms).order_by("-number").first().action == "assigned"


def test_interests_and_relations_are_recorded(editor, arms, url):
    other = Claim.objects.exclude(pk=arms.pk).first()
    data = opened(editor, url, **row("interests", 0, source=source("bloomberg"), side="-1", reason="why"))
    data |= row("relations", 0, kind="contradicts", claim=other.pk)

    sent = editor.post(url, data)

    assert sent.status_code == 302, errors(sent)
    assert arms.interests.filter(source__key="bloomberg", side=-1).exists()
    assert arms.relations_from.filter(to_claim=other, kind="contradicts").exists()


def test_a_new_claim_gets_a_key_from_its_text(editor, sample):
    add = reverse("admin:claims_claim_add")
    sent = editor.post(add, opened(editor, add, text="The sea is salt.", **new(source=source("putin"))))

    claim = Claim.objects.get(key="the-sea-is-salt")
    assert sent.url == reverse("admin:claims_claim_change", args=[claim.pk])
    assert (claim.revision, claim.attributions.count()) == (1, 1)


def test_a_new_claim_never_writes_over_a_recorded_one(editor, arms):
    add = reverse("admin:claims_claim_add")
    sent = editor.post(add, opened(editor, add, text="Other words.", key="arms-transfers"))

    assert "already exists" in errors(sent)
    assert Claim.objects.get(pk=arms.pk).text == arms.text


def test_a_text_without_letters_requires_a_key(editor, sample):
    add = reverse("admin:claims_claim_add")

    assert "Enter a key" in errors(editor.post(add, opened(editor, add, text="这是一个说法。")))


class TestAStaleWrite:
    def test_is_refused_saying_what_changed_with_nothing_lost(self, editor, superuser, arms, url):
        mine = opened(editor, url, stage="checked", **new(quote_exact="typed by hand"))
        superuser.post(url, opened(superuser, url, priority="1", reason="it is urgent"))

        sent = editor.post(url, mine)

        page = sent.content.decode()
        assert "changed since you opened it" in errors(sent)
        assert "user:boss, changed (it is urgent)" in errors(sent)
        assert "typed by hand" in page
        arms.refresh_from_db()
        assert (arms.stage, arms.priority, arms.revision) == ("new", 1, 2)

    def test_is_saved_on_top_once_the_editor_has_read_it(self, editor, superuser, arms, url):
        mine = opened(editor, url, stage="checked")
        superuser.post(url, opened(superuser, url, priority="1"))
        editor.post(url, mine)

        sent = editor.post(url, mine | {"revision_now": "2", "agree": "on"})

        assert sent.status_code == 302, errors(sent)
        arms.refresh_from_db()
        assert (arms.stage, arms.priority) == ("checked", 1)  # the colleague's change stays

    def test_is_rejected_again_if_the_claim_changes_again(self, editor, superuser, url):
        mine = opened(editor, url, stage="checked")
        for priority in ("1", "2"):
            superuser.post(url, opened(superuser, url, priority=priority))

        sent = editor.post(url, mine | {"revision_now": "2", "agree": "on"})

        assert "you saw revision 2" in errors(sent)

    def test_is_not_agreed_to_by_silence(self, editor, superuser, url):
        mine = opened(editor, url, stage="checked")
        superuser.post(url, opened(superuser, url, priority="1"))

        assert "changed since" in errors(editor.post(url, mine | {"revision_now": "2"}))


def test_superseding_opens_a_row_with_all_but_the_stance(editor, arms, url):
    url = f"{url}?supersede=us-accuses"
    page = opened(editor, url)
    assert page["attributions-0-supersedes"] == "us-accuses"
    assert page["attributions-0-source"] == source("us-government")
    assert page.get("attributions-0-stance", "") == ""

    assert "Nothing changed" in editor.post(url, page, follow=True).content.decode()
    sent = editor.post(url, page | {"attributions-0-stance": "denies"})

    assert sent.status_code == 302, errors(sent)
    assert Attribution.objects.get(supersedes__key="us-accuses", claim=arms).stance == "denies"


def test_superseding_a_relay_keeps_what_it_passes_on(editor, url):
    page = opened(editor, f"{url}?supersede=bloomberg")

    assert set(page["attributions-0-cites"]) >= {"us-accuses", "moscow-denies"}
    assert opened(editor, f"{url}?supersede=spokesman-review")["attributions-0-copies"] == "bloomberg"


def test_a_reader_sees_no_form_and_cannot_write(newcomer, arms, url):
    from django.contrib.auth.models import Permission, User

    User.objects.get(username="new").user_permissions.add(Permission.objects.get(codename="view_claim"))
    page = newcomer.get(url)

    assert page.status_code == 200
    assert b'name="text"' not in page.content
    assert newcomer.post(url, {"text": "mine"}).status_code == 403


def test_a_new_row_requires_the_permission_to_add_it(newcomer, arms, url):
    from django.contrib.auth.models import Permission, User

    wanted = Permission.objects.filter(codename__in=("view_claim", "change_claim"))
    User.objects.get(username="new").user_permissions.add(*wanted)

    assert newcomer.get(url).context["formsets"] == []
