"""Verbs of two senses: whether what somebody rejects, confirms or claims is a statement, or a thing such as a bid. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from claims.intake.extraction.basic.drafts import CLAUSES, Draft
from claims.intake.extraction.syntactic.tree import Token, Tree

#: Verbs of what somebody says is not so, or does not give.
_DENY: Final = re.compile(r"\b(?:deny|den(?:y|ies|ied|ying))$", re.IGNORECASE)
_REJECT: Final = re.compile(
    r"\b(?:reject|dismiss|rubbish)(?:s|es|ed|ing)?$|\b(?:recant|retract|withdr[ae]w)\w*$|(?<!\w)(?:отверг|отклон|отвод)\w*$",
    re.IGNORECASE,
)
_CONFIRM: Final = re.compile(
    r"\b(?:confirm|admit|acknowledg|conced|accept|recogni[sz]|verif|contradict)\w*$"
    r"|(?<!\w)(?:подтвер|призна|удостовер|провер|опровер)\w*$",
    re.IGNORECASE,
)
#: Verbs of whoever decides on what others ask for.
DECIDES: Final = re.compile("|".join(each.pattern for each in (_DENY, _REJECT, _CONFIRM)), re.IGNORECASE)
_HOLD: Final = re.compile(r"(?<!\w)призна\w*$", re.IGNORECASE)
_CLAIM: Final = re.compile(r"\bclaim(?:s|ed|ing)?$", re.IGNORECASE)
#: Verbs of what is played, paid or decided too: "disputed the bill", "ruled out the goal", "questioned the driver".
_DISPUTE: Final = re.compile(
    r"\b(?:disput|contest|challeng|question)\w*$|\brul(?:e|es|ed|ing) out$|(?<!\w)(?:оспор|оспар|исключ)\w*$", re.IGNORECASE
)
_DISPUTED: Final = re.compile(
    r"(?:award|ball|ban|bill|border|bout|bridge|coach|constituency|decision|driver|election|fee|fine|game|goal|invoice|judgment|land"
    r"|man|men|match|order|patent|penalt(?:y|ie)|player|race|ruling|seat|sentence|speeding|striker|suspect|tackle|tax|territory"
    r"|ticket|title|try|verdict|will|witness|woman|women"
    r"|акци\w+|гол\w*|границ\w+|завещани\w+|налог\w*|наследств\w+|пенальти|постановлени\w+|приговор\w*|решени[ея]|территори\w+"
    r"|улик\w+|штраф\w*)(?:s|es)?",
    re.IGNORECASE,
)
#: Verbs of what is promised, entered or offered, where no deed follows: «объявил состав», «обещал жене шубу».
_OFFER: Final = re.compile(r"(?<!\w)(?:заяв|объяв|обеща|посули)\w*$|\bannounc(?:e|es|ed|ing)$", re.IGNORECASE)
_OFFERED: Final = re.compile(
    r"(?:winner|squad|line-?up|team|candidate|prize|reward|competition|tender|contest|programme|program|shortlist"
    r"|вратар\w+|игрок\w*|кандидат\w*|конкурс\w*|команд\w+|наград\w+|победител\w+|приз\w*|программ\w+|состав\w*|спис\w+"
    r"|тендер\w*|лауреат\w*|набор|товар\w*|пьес\w+)s?",
    re.IGNORECASE,
)
#: Words for what is said, or for what speaks against somebody.
_SAID: Final = re.compile(
    r"(?:accus|allegat|assertion|assumption|blame|charge|claim|comparison|conclusion|conspirac|criticism|finding|fault|guilt|idea"
    r"|insinuation|involvement|knowledge|liabilit|link|negligence|notion|possibilit|prospect|report|responsibilit|role|rumou?r"
    r"|speculation|statement|suggestion|suspicion|talk|testimony|theor|version|wrongdoing|account|story|article|remark|word"
    r"|confession|denial|evidence|tie|fraud|bias|racism|existence|fact|perception|complicit|collusion|misconduct|argument"
    r"|characteri[sz]ation|description|explanation|impression|narrative|view|warning|concern|fear"
    r"|обвин|сообщ|слух|слов|утвержд|подозр|упр[её]к|критик|претенз|верси|предполож|домыс|догад|нам[её]к|заявлени|информац"
    r"|причастн|вин[аыуео]|связ[ьи]|факт|возможн|довод|аргумент|публикац|сведени|данны|вывод|участи|сговор|договор[её]нност"
    r"|существован|наличи|рассказ|уход|ответственн|отставк|опасени|тезис|мысл|показани|отрицан|опровержен|взгляд|мнени|оценк)",
    re.IGNORECASE,
)
#: Deeds and states that may be so or not, even to somebody: by their ends, and others by their words.
_DEED: Final = re.compile(
    r"(?!rival|journal|capital|hospital|animal|meal|criminal|official|terminal|building|wing|king|ring|parliament|apartment|patient)"
    r"\w{2,}(?:[ts]ion|ment|ing|ance|ence|ure|ism|ness|al|age|acy|ship|racy|ery)s?"
    r"|(?:abuse|affair|arson|assault|attack|ban|blackout|blast|breach|bribe|bribery|bug|call|case|change|clash|closure|contact"
    r"|corruption|cover-up|crash|crime|cut|damage|deal|death|debt|defeat|delay|dispute|disease|error|espionage|exit|failure|famine"
    r"|feud|fire|flaw|fraud|hack|hand|harm|hunger|illness|injury|job|killing|lapse|layoff|leak|lie|loss|merger|mistake"
    r"|move|murder|need|offence|offense|outbreak|part|plan|plot|pressure|problem|purge|purchase|raid|rape|rift|row|sabotage|sale"
    r"|scheme|shortage|shortfall|slur|split|strike|strikebreaking|takeover|talk|theft|threat|transfer|treason|trick|trip|use|visit"
    r"|war|crisis|romance|bankruptcy|insolvency|test|norovirus|forgery|perjury|cruelty|discovery|recovery|injury|robbery"
    r"|smear|surveillance|contract|request|order|approach|offer)s?",
    re.IGNORECASE,
)
#: What somebody is denied, whatever its end: to be let in, a permit, a chance.
_GIVEN: Final = re.compile(
    r"(?:access|admission|aid|appeal|application|asylum|bail|benefit|berth|boarding|bonus|care|chance|citizenship|clearance|clemency"
    r"|compensation|counsel|coverage|credit|custody|entry|equali[sz]er|exemption|extension|funding|goal|hearing|landing|leave|licen[cs]e"
    r"|loan|medication|motion|opportunity|parole|passage|passport|payment|pension|permission|permit|petition|planning|promotion"
    r"|protection|refuge|refund|representation|request|residency|right|seat|service|shelter|status|title|treatment|victory|visa|vote"
    r"|win|attention|burial|consent|cost|food|freedom|heating|help|information|mercy|overtime|relief|respite|tenure|tender|water|work)s?",
    re.IGNORECASE,
)
#: What is confirmed, admitted or conceded and is no statement: an order, a rank, a goal, a person.
_THING: Final = re.compile(
    r"(?:account|address|adult|age|appointment|award|ballot|bid|bill|booking|budget|candidate|card|champion|child|children|class"
    r"|contract|corner|credential|crown|document|form|game|gift|goal|ground|guest|identity|invitation|invoice|judge|kick|land|lead"
    r"|licen[cs]e|match|medal|member|membership|name|nominee|order|passenger|password|patient|payment|penalt(?:y|ie)|people|permit"
    r"|place|point|post|prize|promotion|record|refugee|relegation|reputation|reservation|seat|set|signature|status|student|teenager"
    r"|territory|throne|ticket|title|treat(?:y|ie)|tr(?:y|ie)|user|visitor|wicket"
    r"|биографи\w+|бронирован\w+|брон[ьи]|верность|диплом\w*|заказ\w*|звани\w+|квалификаци\w+|класс\w*|лидерств\w+|личност\w+"
    r"|мастерств\w+|мест[оа]|оплат\w+|плат[её]ж\w*|полномочи\w+|привержен\w+|преданность|рекорд\w*|репутаци\w+|статус\w*|титул\w*"
    r"|уров\w+|чемпионств\w+|членств\w+|амбици\w+|стереотип\w*|миф\w*|поговорк\w+|прогноз\w*|теорем\w+|гипотез\w*)s?",
    re.IGNORECASE,
)
#: What is won, lost or taken by whoever "claims" it.
_WON: Final = re.compile(
    r"(?:asylum|benefit|bronze|casualt(?:y|ie)|championship|compensation|crown|expense|gold|inheritance|lead|life|live|lives|medal|pension|place"
    r"|point|prize|record|refund|scalp|seat|silver|spot|throne|title|trophy|victim|wicket|win)s?",
    re.IGNORECASE,
)
#: Bodies that grant and refuse: what they dismiss is a request.
_BENCH: Final = re.compile(r"\b(?:court|judges?|tribunal|jury|magistrates?|referee|bench)$|(?:^|\s)суд\w{0,3}$", re.IGNORECASE)
#: How Russian adjectives end of what somebody is held to be: «признал причину уважительной».
_HELD: Final = re.compile(r"\w+(?:ой|ей|ым|им|ыми|ими|ою)", re.IGNORECASE)
#: Verbs whose object in English is who hears them: "warned drivers".
_HEARS: Final = re.compile(r"\b(?:warn|tell|told|inform|remind|assur|notif|advis|caution)\w*$", re.IGNORECASE)
#: Verbs that take what they say something of: «считает рассказ правдоподобным».
_OPINES: Final = re.compile(r"(?:счита|счёл|сочл|наз(?:ва|ов|ыва)|оцени)\w*$", re.IGNORECASE)
#: Russian nouns that state what happened, for what somebody says: «подчеркнул важность», «сообщил об увольнении».
_HAPPENS: Final = re.compile(
    r"\w+(?:ни[еяю]|ти[ея]|ци[яию]|ост[ьи]|ств[оа])|войн\w|(?:отставк|забастовк|поддержк|победу|потер|убыт|прибыл|рост|перемири|дефолт"
    r"|помощ|уход|переход|перенос|запрет)\w*",
    re.IGNORECASE,
)
_SPOKEN: Final = re.compile(r"(?:joke|grace|prayer|name|price|rule|word|poem|hello|goodbye|reward|suspect)s?", re.IGNORECASE)
#: The verbs of the things that each of these takes for its object.
_KINDS: Final = ((_CONFIRM, _THING), (_DISPUTE, _DISPUTED), (_OFFER, _OFFERED), (_CLAIM, _WON))
_ANY: Final = frozenset(("any", "all", "ever"))
_TIME: Final = re.compile(r"(?:day|week|month|year|night|morning|afternoon|evening|time)s?$", re.IGNORECASE)


def of_thing(text: str, draft: Draft, tree: Tree, clause: int | None = None) -> bool:
    """Report whether a verb of two senses has a thing for its object, so that it attributes nothing: "rejected a bid"."""
    if draft.content is None or draft.takes not in ("object", *CLAUSES):
        return False
    if draft.content.start > 0 and text[draft.content.start - 1] in '"“«':
        return False
    cue = text[slice(*draft.cue)]
    words = [each for each in tree.within(draft.content) if tree.tokens[each].dep != "punct"]
    if text[slice(*draft.content)].lower() == "ни слова" or (_HOLD.search(cue) and _is_held(tree, words)):
        return True
    at = noun_of(tree, words)
    if clause is not None or at is None or _states(tree, at, words):
        return False
    return _is_thing(cue, draft.takes, tree, at, text[slice(*draft.source)] if draft.source else "")


def _is_thing(cue: str, takes: str, tree: Tree, at: int, source: str) -> bool:
    if _REJECT.search(cue):
        return bool(_BENCH.search(source)) or not _is_said(tree.tokens[at])
    if _DENY.search(cue):
        return _is_given(tree, at)
    if takes in CLAUSES and _is_told(cue, tree.tokens[at]):
        return True
    kinds = next((kinds for verb, kinds in _KINDS if verb.search(cue)), None)
    return kinds is not None and (_is_person(tree.tokens[at], cue) or _is_a(kinds, tree.tokens[at]))


def _is_told(cue: str, head: Token) -> bool:
    """Report whether the noun of a verb of speech is what is spoken, or who hears it: "said a few words", «сказал правду»."""
    if head.pos != "NOUN" or head.dep not in ("obj", "iobj"):
        return False
    if _HEARS.search(cue) or _is_a(_SPOKEN, head):
        return True
    russian = any("Animacy" in each for each in head.feats)
    return russian and not _OPINES.search(cue) and not _HAPPENS.fullmatch(head.text)


def _is_given(tree: Tree, at: int) -> bool:
    """Report whether a noun is what somebody does not get: "denied bail", "denied berths to nine trawlers"."""
    head = tree.tokens[at]
    if head.pos == "PROPN" or _is_to_whom(tree, at):
        return True
    whole = any(tree.tokens[each].text.lower() in _ANY for each in tree.below[at])
    handed = _is_handed(tree, at) and not _is_said(head) and not _is_a(_DEED, head)
    return not whole and (handed or _is_a(_GIVEN, head))


def _is_person(head: Token, cue: str) -> bool:
    named = head.pos == "PROPN" and not _DISPUTE.search(cue) and not _OFFER.search(cue)
    return named or (head.pos != "PRON" and {"Animacy=Anim", "Case=Acc"} <= head.feats)


def _is_said(head: Token) -> bool:
    return bool(_SAID.match(head.text))


def _is_a(kinds: re.Pattern[str], head: Token) -> bool:
    return bool(kinds.fullmatch(head.text) or kinds.fullmatch(head.lemma))


def _is_to_whom(tree: Tree, at: int) -> bool:
    """Report whether a second noun follows the first, who is then denied it: "denied his rival a title"."""
    beside = (each for each in tree.below[tree.tokens[at].head] if each > at and tree.tokens[each].pos == "NOUN")
    return any(
        tree.tokens[each].dep in ("obl", "obj") and not tree.children(each, "case") and not _TIME.search(tree.tokens[each].text)
        for each in beside
    )


def _is_handed(tree: Tree, at: int) -> bool:
    """Report whether it is said to whom something is denied: "denied berths to nine trawlers"."""
    below = (*tree.children(tree.tokens[at].head, "obl", "iobj"), *tree.children(at, "nmod"))
    return any(tree.tokens[case].text.lower() == "to" for each in below for case in tree.children(each, "case"))


def noun_of(tree: Tree, words: Sequence[int]) -> int | None:
    """Return the noun of a statement that is a noun phrase: the first of its words that another one outside governs."""
    outside = [each for each in words if tree.tokens[each].head not in words or tree.tokens[each].head == each]
    return next((each for each in outside if tree.tokens[each].dep not in ("case", "mark", "cc")), None)


def _states(tree: Tree, at: int, words: Sequence[int]) -> bool:
    """Report whether words have a verb of their own: a clause, or "selling engines"."""
    if tree.tokens[at].pos not in ("NOUN", "PROPN", "NUM"):
        return True
    inside = [tree.tokens[each] for each in words]
    return any(each.dep in ("nsubj", "nsubj:pass") and each.head in words and not _relative(tree, each) for each in inside)


def _relative(tree: Tree, token: Token) -> bool:
    return any(tree.tokens[each].dep in ("acl:relcl", "acl", "advcl", "conj", "parataxis") for each in tree.up(token.head))


def _is_held(tree: Tree, words: Sequence[int]) -> bool:
    """Report whether a noun is followed by the adjective that somebody holds it to be: «травму неопасной»."""
    tokens = [tree.tokens[each] for each in words]
    if any({"Animacy=Anim", "Case=Ins"} <= each.feats and _bare(tree, at) for at, each in zip(words, tokens, strict=True)):
        return True  # «признал банк банкротом»
    for noun, word, after in zip(tokens, tokens[1:], [*tokens[2:], None], strict=False):
        adjective = word.pos == "ADJ" or (word.pos == "VERB" and "VerbForm=Part" in word.feats)
        if noun.pos in ("NOUN", "PROPN") and adjective and _HELD.fullmatch(word.text):
            return after is None or after.pos not in ("NOUN", "PROPN", "ADJ")
    return False


def _bare(tree: Tree, word: int) -> bool:
    return (
        tree.tokens[word].pos == "NOUN"
        and not tree.children(word, "case")
        and tree.tokens[word].dep in ("xcomp", "obl", "nmod")
    )
