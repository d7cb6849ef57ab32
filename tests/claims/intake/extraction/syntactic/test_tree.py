"""What is read off a tree: phrases, subjects, and the extent of statements."""

from __future__ import annotations

from claims.intake.extraction.syntactic.clauses import Clauses
from claims.intake.extraction.syntactic.tree import Token, Tree
from claims.intake.sentences import Part
from tests.claims.intake.extraction.syntactic.trees import sentence_of, tree_of

QUARREL = (
    "The/DET/det/1 diplomat/NOUN/nsubj/7 ,/PUNCT/punct/1 who/PRON/nsubj/4 spoke/VERB/acl:relcl/1 quietly/ADV/advmod/4 "
    ",/PUNCT/punct/1 said/VERB/root/7 talks/NOUN/nsubj/9 failed/VERB/ccomp/7 and/CCONJ/cc/9 the/DET/det/12 "
    "envoy/NOUN/nsubj/13 denied/VERB/conj/9 that/PRON/obj/13 ./PUNCT/punct/7"
)


def words(row: str, part: Part) -> str:
    return sentence_of(row)[slice(*part)]


def clauses(row: str, *, drops: bool = False) -> Clauses:
    return Clauses(sentence_of(row), tree_of(row), [], drops=drops)


def test_a_noun_phrase_leaves_out_clauses_about_the_noun() -> None:
    assert words(QUARREL, tree_of(QUARREL).noun_phrase(1)) == "The diplomat"


def test_a_cycle_in_a_tree_ends() -> None:
    tree = Tree([Token(0, 1, "a", "a", "X", "dep", 1), Token(2, 3, "b", "b", "X", "dep", 0)])

    assert list(tree.up(0)) == [0, 1]
    assert tree.subtree(0) == [0, 1]


def test_a_statement_ends_where_another_cue_is_joined_to_it() -> None:
    assert words(QUARREL, clauses(QUARREL).statement(9, [7], [13])) == "talks failed"


def test_a_deed_that_is_joined_to_a_statement_belongs_to_it() -> None:
    row = (
        "She/PRON/nsubj/1 said/VERB/root/1 she/PRON/nsubj/3 left/VERB/ccomp/1 and/CCONJ/cc/3 told/VERB/conj/3 "
        "them/PRON/obj/5 ./PUNCT/punct/1"
    )
    assert words(row, clauses(row).statement(3, [1], [5])) == "she left and told them"


def test_a_plan_or_an_order_is_open() -> None:
    row = "They/PRON/nsubj/1 plan/VERB/root/1 to/PART/aux/3 deny/VERB/xcomp/1/VerbForm=Inf it/PRON/obj/3 ./PUNCT/punct/1"

    assert clauses(row).is_open(3, [3])
    assert not clauses(QUARREL).is_open(7, [7])


def test_a_noun_of_another_number_is_no_subject() -> None:
    row = "посредник/NOUN/nsubj/1/Number=Sing сказали/VERB/root/1/Number=Plur,VerbForm=Fin ./PUNCT/punct/1"

    assert not clauses(row, drops=True).agrees(0, 1)
    assert clauses(row).agrees(0, 1)


def test_a_verb_may_name_its_subject_and_take_an_infinitive() -> None:
    row = "обещаем/VERB/root/0/Person=1,VerbForm=Fin сдать/VERB/xcomp/0/VerbForm=Inf мост/NOUN/obj/1 ./PUNCT/punct/0"

    assert clauses(row, drops=True).first_person(0)
    assert clauses(row, drops=True).promise([0]) == 1


def test_words_that_an_odd_tree_hangs_on_nothing_belong_to_the_statement_before_them() -> None:
    row = (
        "She/PRON/nsubj/1 says/VERB/root/1 ships/NOUN/nsubj/3 left/VERB/ccomp/1 six/NUM/nummod/5 harbours/NOUN/nummod/4 "
        "./PUNCT/punct/1"
    )
    assert tree_of(row).is_cycle(5)
    assert words(row, clauses(row).statement(3, [1])) == "ships left six harbours"


def test_a_source_goes_on_with_a_noun_but_not_with_an_adverb() -> None:
    tree = tree_of("Holt/PROPN/nsubj/2 often/ADV/advmod/2 denied/VERB/root/2 it/PRON/obj/2 ./PUNCT/punct/2")

    assert not tree.goes_on(len("Holt"))
    assert tree_of(QUARREL).goes_on(len("The"))
