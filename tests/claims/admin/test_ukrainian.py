"""The desk in Ukrainian: nothing is left in English but what is stored, and nothing is stored in Ukrainian."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain

import pytest
from babel.messages.pofile import read_po
from django.urls import reverse
from django.utils.translation import deactivate, override

from bootstrap import messages
from claims.models import Claim, Revision
from claims.policy.assess import RULES
from factcheck.desk.labels import label
from factcheck.words import LABELS, Word
from sources.models import Source
from tests.claims.admin.bare_words import ROOT, bare_in_code, bare_in_template, glued_in_code, texts_of
from tests.claims.admin.posting import errors, opened
from tests.claims.admin.quick_desk import Desk

CODE = sorted(chain((ROOT / "claims/admin").rglob("*.py"), (ROOT / "sources/admin").rglob("*.py")))
TEMPLATES = sorted(chain.from_iterable((ROOT / app).rglob("*.html") for app in messages.APPS))
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")
#: What the sample says itself, in the same words as the desk.
SAID_BY_THE_SAMPLE = {"a diplomat it did not identify"}


@pytest.fixture(autouse=True)
def _english_afterwards() -> Iterator[None]:
    """A request leaves its language to the thread, and so to the next test."""
    yield
    deactivate()


def recorded_words():
    """Every word that the vocabularies and rules record."""
    for vocabulary in Word.__subclasses__():
        if not vocabulary.__module__.startswith("tests"):
            yield from vocabulary.words()
    yield from (rule.code for rule in RULES)


def actions():
    """Every action that the admin records in so many words."""
    for node in chain.from_iterable(ast.walk(ast.parse(path.read_text())) for path in CODE):
        if isinstance(node, ast.keyword) and node.arg == "recorded_as":
            yield from (each.value for each in ast.walk(node.value) if _is_text(each))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Change":
            yield from (each.value for each in node.args[2:3] if _is_text(each))


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 1


def test_every_recorded_word_has_a_label_that_reads_the_same_in_english():
    words = {word.replace("_", " ") for word in chain(recorded_words(), actions())}

    assert len(words) > 100
    assert words - set(LABELS) == set()
    with override("en"):
        # Stored texts never change; the label of these says it better.
        shown_otherwise = {word for word in LABELS if str(label(word)) != word}
        assert shown_otherwise == {
            "unnamed unapproved",
            "upstream not seen",
            "told again from an earlier place",
            "verdict dropped",
            # Of captures.
            *("noted", "not found", "gone", "refused address", "robots", "failed", "credit", "canonical", "near text"),
            # Of the sign-in log.
            *("by administrator", "devices removed", "host command", "linked", "oidc", "refused sign in", "second passkey"),
            *("tokens kept", "tokens revoked"),
            *("throttled", "totp", "wrong code"),
        }


def test_nothing_that_is_shown_is_bare_english():
    found = {str(path.relative_to(ROOT)): list(bare_in_code(path)) for path in CODE}
    found |= {str(path.relative_to(ROOT)): bare_in_template(path) for path in TEMPLATES}

    assert {name: bare for name, bare in found.items() if bare} == {}


def test_every_translation_can_be_gathered():
    glued = {str(path.relative_to(ROOT)): glued_in_code(path) for path in CODE}
    hidden = [str(path.relative_to(ROOT)) for path in TEMPLATES if re.search(r"""[{:=|]\s*_\(["']""", path.read_text())]

    assert {name: lines for name, lines in glued.items() if lines} == {}
    assert hidden == []


@pytest.fixture
def catalogue():
    with messages.catalogue_path("uk").open("rb") as file:
        return [each for each in read_po(file, locale="uk") if each.id]


def test_the_catalogue_is_what_make_messages_writes_and_nothing_is_left_to_translate():
    path = messages.catalogue_path("uk")
    text, compiled = messages.updated("uk")

    assert messages.untranslated("uk") == []
    assert path.read_bytes() == text, "the desk says something else now: make messages, then translate what it names"
    assert path.with_suffix(".mo").read_bytes() == compiled


def test_translations_keep_the_values_and_have_all_plural_forms(catalogue):
    plural = [each for each in catalogue if not isinstance(each.id, str)]

    assert {len(each.string) for each in plural} == {4}
    wrong = [each.id for each in catalogue if not all(_values(form) == _values(_many(each)) for form in _forms(each))]
    assert wrong == []


def _forms(message):
    return [message.string] if isinstance(message.string, str) else message.string


def _many(message):
    return message.id if isinstance(message.id, str) else message.id[1]


def _values(text):
    return sorted(set(PLACEHOLDER.findall(text)))


def pages(claim, source):
    of_claim = {"change", "chain", "decisions", "history", "edit", "quick", "merge", "split", "verdict", "as_of"}
    named = {name: reverse(f"admin:claims_claim_{name}", args=[claim.pk]) for name in of_claim}
    named |= {name: reverse(f"admin:{name}") for name in ("index", "claims_claim_changelist", "sources_source_changelist")}
    named |= {name: reverse(f"admin:{name}") for name in ("claims_claim_add", "sources_source_add", "claims_flag_changelist")}
    named["settle"] = reverse("admin:claims_claim_settle", args=[claim.pk]) + "?code=contested"
    named["source"] = reverse("admin:sources_source_change", args=[source.pk])
    named["attribution"] = reverse("admin:claims_attribution_change", args=[claim.attributions.first().pk])
    return named


def test_the_main_pages_are_in_ukrainian_and_in_nothing_else(senior, arms, catalogue):
    said = {each.id for each in catalogue if isinstance(each.id, str) and " " in each.id.strip() and "%" not in each.id}
    said -= {each for each in said if len(each.split()) < 3} | SAID_BY_THE_SAMPLE

    for name, url in pages(arms, Source.objects.get(key="vedomosti-diplomat")).items():
        page = senior.get(url, headers={"accept-language": "uk,en;q=0.5"}).content.decode()
        shown = texts_of(page)

        assert '<html lang="uk"' in page, name
        assert said & set(shown) == set(), name
        assert sum(bool(re.search("[а-яіїєґ]", text)) for text in shown) > 25, name


def test_a_person_chooses_the_language_and_keeps_it(senior, arms):
    index = reverse("admin:index")

    assert f'action="{reverse("set_language")}"' in senior.get(index).content.decode()
    speak(senior, "uk")
    assert "Редакція" in senior.get(index, headers={"accept-language": "en"}).content.decode()
    speak(senior, "en")
    assert "The desk" in senior.get(index, headers={"accept-language": "uk"}).content.decode()


def speak(client, language):
    client.post(reverse("set_language"), {"language": language})


def test_what_is_recorded_in_ukrainian_is_stored_as_it_is_in_english(senior, sample):
    stored, add = {}, reverse("admin:claims_claim_add")
    for language in ("en", "uk"):
        speak(senior, language)
        typed = {"key": f"in-{language}", "text": "The harvest failed.", "embargo_until": "2024-07-01T14:30"}
        sent = senior.post(add, opened(senior, add, **typed))
        assert sent.status_code == 302, errors(sent)
        claim = Claim.objects.get(key=f"in-{language}")
        desk = Desk(senior, claim)
        desk.record(desk.look(said__name="Vedomosti", basis="unstated", said_at="2024-06-11"))
        last = Revision.objects.filter(claim=claim).order_by("number").last()
        flags = list(claim.flags.order_by("code").values_list("code", "reason"))
        stored[language] = (last.action, flags, claim.standing.assessment.explanation, claim.embargo_until, claim.window_from)

    assert stored["uk"] == stored["en"]


def test_a_flag_resolved_in_ukrainian_is_recorded_in_english(senior, arms):
    speak(senior, "uk")
    url = reverse("admin:claims_claim_settle", args=[arms.pk]) + "?code=contested"

    page = senior.get(url)
    sent = senior.post(url, opened(senior, url, reason="Both stand."), follow=True)

    assert "Розв’язати суперечку" in page.content.decode()
    assert "Суперечку розв’язано." in sent.content.decode()
    last = Revision.objects.filter(claim=arms).order_by("number").last()
    assert (last.action, last.reason) == ("contest resolved", "Both stand.")
