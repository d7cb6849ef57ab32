"""Verbs of speech that no lexicon lists, where a tree shows that a clause with "that" is what they say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claims.intake.extraction.basic.lexicon import Cue, Match
from claims.intake.extraction.syntactic.tree import Tree
from claims.intake.sentences import Part

#: Verbs that with "that" can only be of speech, or mostly are: a closed class, of manner, of writing, and of assurance.
_SPEECH: Final = re.compile(
    r"(?:caution|boast|brag|gloat|joke|jest|quip|lament|grumble|gripe|groan|moan|whine|fume|rage|thunder|bellow|bark|snarl|scoff"
    r"|sneer|snort|sigh|sob|whisper|murmur|mutter|mumble|drawl|gush|enthuse|exult|chirp|post|tweet|blog|text|e-?mail|cable"
    r"|telegraph|wire|phone|radio|scribble|jot|minute|attest|testify|swear|vow|pledge|avow|aver|assever\w*|opine|posit|postulate"
    r"|theori[sz]e|hypothesi[sz]e|conjecture|venture|volunteer|interject|counter|retort|rejoin|parry|protest|plead|preach|lecture"
    r"|profess|divulge|confide|intimate|insinuate|hint|reaffirm|restate|reassert|muse|reason|remonstrate|charge|rule|decree"
    r"|pontificate|editoriali[sz]e|forewarn|prophesy|foretell|prognosticate|reminisce|clarif\w+|elucidate|stipulate|summari[sz]e"
    r"|underline|underscore|marvel|rejoice|fret|bemoan|bewail|grouse|carp|spout|leak|report back|sum up)"
)
#: The same of Russian, by their stems: parsers give no lemmas that are sure.
_RUSSIAN: Final = re.compile(
    r"(?:хваста|хвастну|похваста|бахвал|хвали|похвали|бросил|броса|обронил|анонсир|шут|пошут|съязв|ирониз|сострил|пожалова|жалова|сетова"
    r"|посетова|сокруша|негод|возмуща|возмути|ворча|проворча|бурча|пробурча|буркну|шепну|прошепта|шепта|крикну|выкрикну|прокрича"
    r"|воскликну|вздохну|вздыха|хмыкну|фыркну|ухмыльну|усмехну|пролепета|процеди|выпали|выдал|выболта|проболта|проговори|обмолви|оговори"
    r"|поклял|клял|кляну|божи|побожи|побожил|присягну|твит|запости|постит|телеграфир|радирова|отстуча|черкну|строчи|нацарапа|набра"
    r"|разоткровенн|исповеда|поведа|посвяти|растолков|втолков|вещал|вещает|пророчи|предрек|предрёк|напророчи|прогнозир|спрогнозир"
    r"|парирова|возрази|возража|огрызну|отреза|отчекани|отбри|срезюмир|резюмир|подытожи|рапорт|отрапорт|доклад|доложи|трубит|трубят"
    r"|свидетельств|засвидетельств|уверя|заверя|ручал|поручил(?=ся|ась|ись)|голосит|причита"
    r"|хихикну|рявкну|гаркну|вопи|завопи|твержда|тверди|талдыч|бубни|язви|философств|умозаключ|рассуди|рассужда)\w*",
    re.IGNORECASE,
)
_THAT: Final = frozenset(("that", "что", "будто"))
#: Most such verbs of a sentence: it bounds the work on hostile text (a guess).
_MOST: Final = 4
_SAYS: Final = {False: Cue("supports", "clause", _SPEECH, ()), True: Cue("supports", "told", _RUSSIAN, ())}


def unlisted(tree: Tree, known: Sequence[Match], quotes: Sequence[Part]) -> Iterator[Match]:
    """Yield the verbs of speech with a clause and a subject that no cue covers: "cautioned that flooding may return"."""
    russian = any("Animacy" in feat for token in tree.tokens for feat in token.feats)
    made = 0
    for clause, token in enumerate(tree.tokens):
        verb = token.head
        if token.dep != "ccomp" or clause < verb or made == _MOST:
            continue
        marks = {tree.tokens[each].text.lower() for each in tree.children(clause, "mark")}
        speaker = next(iter(tree.children(verb, "nsubj")), None)
        if marks.isdisjoint(_THAT) or speaker is None or not _is_speech(tree, verb, russian=russian):
            continue
        part = Part(tree.tokens[_first(tree, verb, speaker)].start, tree.tokens[verb].end)
        covered = any(each.start < part.end and part.start < each.end for each in known)
        if not covered and not any(each.start < part.start < each.end for each in quotes):
            made += 1
            yield Match(part.start, part.end, _SAYS[russian])


def _is_speech(tree: Tree, verb: int, *, russian: bool) -> bool:
    token = tree.tokens[verb]
    if token.pos != "VERB" or any("Polarity=Neg" in tree.tokens[each].feats for each in tree.children(verb, "advmod")):
        return False  # what somebody never joked about is open
    return bool(_RUSSIAN.fullmatch(token.text) if russian else _SPEECH.fullmatch(token.lemma))


def _first(tree: Tree, verb: int, speaker: int) -> int:
    """Return the first word of a verb with its auxiliaries: "has cautioned"."""
    auxiliaries = [each for each in tree.children(verb, "aux") if speaker < each < verb]
    return min(auxiliaries, default=verb)
