"""A clause or noun of speech in, what is said and to whom out.

What is said is a quotation, an infinitive or clause, what something is declared to be, or a noun, in words of
the source that stand for themselves. Of several ways a clause has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.grammar.arguments import is_verb
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.noun_phrases import find_prepositions, first_token, is_date, is_event_noun
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, literal_argument
from pipeline.grammar.wording import TELLING, clause_wording, find_quotation, noun_wording
from pipeline.lexicon.speech import SpeechAct, speech_words, tells_by_itself
from pipeline.lexicon.verbs import VerbSense
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

SPEAKERS = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
    EntityKind.UNIT,
)
NAMED = (EntityKind.WORK, EntityKind.AGREEMENT, EntityKind.EVENT, EntityKind.GOVERNMENT, EntityKind.POLITY)
NAMED_BY = frozenset({"proclaimed", "announced", "issued", "rejected", "accepted", "declared"})
# What somebody rejected when he "rejected the idea", only what was said before tells.
POINTING = frozenset({"idea", "notion", "proposition", "plan", "project", "scheme"})
_COUNTING = frozenset({"first", "second", "third", "last", "former", "latter", "other", "same"})
_GOES_ON = re.compile(r"[^.\n\"“]{0,30}, [\"“]")


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, to whom, and why it may not be published."""

    argument: Argument
    addressees: tuple[Argument, ...]
    doubts: tuple[str, ...] = ()


def find_contents(reading: Reading, clause: Clause, sense: VerbSense, act: SpeechAct) -> Iterator[Content]:
    """Yield the contents of an act of speech, each put in one way; of several ways the first that the clause
    has."""
    if sense.preposition is not None and "noun" in act.forms:
        yield from _after_preposition(reading, clause, sense, act)
        return
    quoted = find_quotation(reading.document, clause) if "quotation" in act.forms else None
    if quoted is not None:
        following = reading.document.text[clause.verb.span.end :][:40]
        doubts = (
            ("quotation goes on",)
            if quoted.end < clause.verb.span.start and _GOES_ON.match(following)
            else ()
        )
        heard = _addressees(reading, clause, act, clause.objects)
        yield Content(literal_argument(reading, quoted), heard, doubts)
        return
    verb = _content_verb(clause)
    if verb is not None:
        content = _clause_content(reading, clause, act, verb)
        if content is not None:
            yield content
        return
    complement = _complement_content(reading, clause) if "complement" in act.forms else None
    if complement is not None:
        yield complement
    elif not clause.complements and not _has_lost_clause(clause):
        yield from _noun_contents(reading, clause, act)


def _has_lost_clause(clause: Clause) -> bool:
    """Whether a clause or a second object follows that the parser did not find: `announced that 400 men who`,
    `declaring themselves the victors`."""
    following = clause.sentence.tokens[clause.verb.index + 1 : clause.verb.index + 2]
    return any(t.lemma == "that" or _is_reflexive(clause, t) for t in following)


def _content_verb(clause: Clause) -> Token | None:
    """The head of the infinitive or clause that says what is said."""
    for child in clause.sentence.children(clause.verb):
        if child.dependency in ("ccomp", "xcomp") and child.index > clause.verb.index and is_verb(child):
            return child
    return _verb_behind_occasion(clause)


def _verb_behind_occasion(clause: Clause) -> Token | None:
    """`said in a speech at Pell that the war was over`, where the parser ties what is said to the speech."""
    sentence, occasions = clause.sentence, [o for p in clause.prepositions for o in p.objects]
    if clause.objects:
        return None
    for token in sentence.tokens[clause.verb.index + 1 :]:
        noun = sentence.head(token)
        if token.dependency not in ("relcl", "acl") or noun not in occasions or not is_verb(token):
            continue
        labels = {t.dependency: t for t in sentence.children(token)}
        if "mark" in labels and labels["mark"].lemma == "that" and "nsubj" in labels:
            return token
    return None


def _clause_content(reading: Reading, clause: Clause, act: SpeechAct, verb: Token) -> Content | None:
    sentence = clause.sentence
    children = list(sentence.children(verb))
    particle = next((t for t in children if t.dependency == "aux" and t.tag == "TO"), None)
    form = "infinitive" if particle is not None else "clause"
    if form not in act.forms or not is_verb(verb):
        return None
    if particle is None and not _is_told(sentence, clause, verb):
        return None
    if verb.lemma in act.barred or _is_extracted(clause, verb):
        return None
    subject = next((t for t in children if t.dependency in ("nsubj", "nsubjpass")), None)
    if act.predicate == "decided" and clause.objects:
        return None  # "chose Feld to lead the army"
    start, told = particle, list(clause.objects)
    if particle is not None and subject is not None and subject.index < particle.index:
        told = [subject]
    if particle is not None:
        denial = next((t for t in children if t.dependency == "neg" and t.index < particle.index), None)
        start = denial or particle
    if particle is not None and clause.voice is Voice.ACTIVE:
        # "ordered his men to fire", "ordered Pell to be razed": who is told nothing belongs to the content.
        undergoes = any(t.dependency == "auxpass" for t in children)
        before = [t for t in told if clause.verb.index < t.index < particle.index]
        if act.predicate == "called on":
            before = [o for o in clause.objects_of("on", "upon") if o.index < particle.index][:1]
        if before and (undergoes or not _is_known(reading, before[0])):
            start = first_token(sentence, before[0])
        told = [] if undergoes else told
    wording = clause_wording(sentence, verb, start)
    heard = _addressees(reading, clause, act, told)
    # "ordered him to send Feld and 400 men", where the parser lists the men with the ordering
    stray = any(t.dependency == "conj" and t.tag[:1] == "N" for t in sentence.children(clause.verb))
    behind = any(
        t.dependency in ("ccomp", "xcomp", "dobj") and wording is not None and t.span.start >= wording.end
        for t in children
    )
    if wording is None or stray or behind or _breaks_off(sentence, wording):
        cut = verb.span.cover((start or verb).span)
        return Content(literal_argument(reading, cut), heard, ("wording not whole",))
    return Content(literal_argument(reading, wording), heard)


def _breaks_off(sentence: Sentence, wording: Span) -> bool:
    """Whether the words end in a verb of speech whose own content follows: `said he would propose | 1 May be
    a holiday`."""
    last = next((t for t in reversed(sentence.tokens) if t.span.end <= wording.end), None)
    following = sentence.tokens[last.index + 1 : last.index + 2] if last is not None else ()
    goes_on = any(t.dependency not in ("punct", "cc", "mark", "prep", "advmod") for t in following)
    return last is not None and last.tag[:1] == "V" and goes_on and tells_by_itself(last.lemma)


def _is_known(reading: Reading, token: Token) -> bool:
    return reading.mention_at(token) is not None or token.tag == "PRP"


def _is_extracted(clause: Clause, verb: Token) -> bool:
    """Whether a part of what is said stands before the act: `the town that he claimed to hold`."""
    inside = clause.sentence.subtree(verb)
    return any(t.index < clause.verb.index for t in inside)


def _is_told(sentence: Sentence, clause: Clause, verb: Token) -> bool:
    """Whether a finite clause is what is said: with `that`, or with a plain subject of its own."""
    children = list(sentence.children(verb))
    told = [t for t in clause.objects if clause.verb.index < t.index < verb.index]
    if any(t.mask is None and t.tag != "PRP" for t in told) and clause.lemma not in TELLING:
        return False  # "wrote a letter ..., the tolls were gone"
    if any(t.dependency == "mark" and t.lemma != "that" for t in children):
        return False
    if any(t.tag in ("WRB", "WP", "WDT") and t.index < verb.index for t in children):
        return False
    if any(t.lemma == "that" and t.dependency == "mark" for t in children):
        return True
    between = sentence.tokens[clause.verb.index + 1 : verb.index]
    subjects = [t for t in children if t.dependency in ("nsubj", "nsubjpass", "expl")]
    return bool(subjects) and not any(t.text in (",", ":", '"') or t.dependency == "cc" for t in between)


def _complement_content(reading: Reading, clause: Clause) -> Content | None:
    """`declared itself neutral`, `proclaimed himself regent`."""
    sentence = clause.sentence
    bare = [c.token for c in clause.complements if c.word is None]
    reflexive = next((t for t in sentence.tokens if _is_reflexive(clause, t)), None)
    if reflexive is None or (reflexive.text.lower() == "themselves" and not _are_many(reading, clause)):
        return None
    if not bare:
        bare = [t for t in sentence.children(clause.verb) if t.dependency in ("ccomp", "oprd", "acomp")]
        bare = [t for t in bare if not is_verb(t) and t.index > reflexive.index]
    wording = noun_wording(sentence, bare[0]) if len(bare) == 1 else None
    if wording is None or wording.start - reflexive.span.end > 12:
        return None
    return Content(literal_argument(reading, Span(reflexive.span.start, wording.end)), ())


def _are_many(reading: Reading, clause: Clause) -> bool:
    return all(reading.entity_at(t, EntityKind.GROUP) is not None for t in clause.subjects)


def _is_reflexive(clause: Clause, token: Token) -> bool:
    return token.index == clause.verb.index + 1 and token.text.lower() in (
        "himself",
        "herself",
        "itself",
        "themselves",
    )


def _noun_contents(reading: Reading, clause: Clause, act: SpeechAct) -> Iterator[Content]:
    if not act.forms & {"noun", "event"}:
        return
    tokens = clause.objects
    if clause.voice is Voice.ACTIVE:
        tokens = tuple(t for t in tokens if t.index > clause.verb.index)
    for token in tokens:
        content = read_noun_content(reading, clause.sentence, act, token, clause.verb)
        if content is None:
            continue
        own = _addressees(reading, clause, act, clause.indirect_objects)
        yield replace(
            content, addressees=(*content.addressees, *(a for a in own if a not in content.addressees))
        )


def read_noun_content(
    reading: Reading, sentence: Sentence, act: SpeechAct, token: Token, verb: Token | None = None
) -> Content | None:
    """Return what a noun says that is said, None where it says nothing whole. `verb` is that of the saying:
    the men of `the men promised by Roe`."""
    named = argument_at(reading, token, *NAMED) if token.mask is not None else None
    if token.mask is not None:
        # "proclaimed Velmora neutral" proclaims no state.
        alone = not any(
            t.dependency in ("ccomp", "oprd", "acomp") for t in sentence.children(sentence.head(token))
        )
        fits = named is not None and act.predicate in NAMED_BY and alone
        return Content(named, ()) if named is not None and fits else None
    if not _can_be_said(act, token):
        return None
    words = tuple(w for w in act.addressed if w not in ("of", "from"))
    outer = {w: _names_after(reading, sentence, token, w) for w in _words_of(sentence, token, words)}
    heard = [o for names in outer.values() for o in names]
    # "war on Drovia" is another war than "war on Velmora": there the addressee stays.
    left_out = tuple(w for w, names in outer.items() if names and act.predicate != "declared")
    if act.predicate == "issued":
        left_out = (*left_out, *(t for t in sentence.children(token) if t.dependency == "acl"))
    if verb is not None and verb.dependency in ("acl", "relcl") and sentence.head(verb) is token:
        left_out = (*left_out, verb)
    wording = noun_wording(sentence, token, without=left_out)
    if wording is None:
        return None
    if act.predicate == "declared" and not heard:
        wording, heard = _with_enemy(reading, sentence, act, token, wording)
    found = tuple(a for t in heard if (a := argument_at(reading, t, *SPEAKERS)) is not None)
    following = next((t for t in sentence.tokens if t.span.start >= wording.end), None)
    doubts = []
    if _points_back(sentence, token):
        doubts.append("points back")
    if act.predicate == "advocated" and following is not None and following.text == "to":
        doubts.append("wording not whole")  # "increased help to the rebels", tied to the verb
    return Content(literal_argument(reading, wording), found, tuple(doubts))


def _points_back(sentence: Sentence, noun: Token) -> bool:
    """Whether a noun means what was told before, and tells nothing of it: `the idea`, `the first plan`."""
    beside = [t for t in sentence.children(noun) if t.dependency not in ("punct", "cc", "conj")]
    words = {t.lemma.lower() for t in beside}
    return noun.lemma.lower() in POINTING and "the" in words and words <= {"the"} | _COUNTING


def _with_enemy(
    reading: Reading, sentence: Sentence, act: SpeechAct, token: Token, wording: Span
) -> tuple[Span, list[Token]]:
    """`declared war on Drovia`, where the parser ties the enemy to the verb."""
    verb = sentence.head(token)
    for word in _words_of(sentence, verb, act.addressed):
        names = _names_after(reading, sentence, verb, word)
        objects = [t for t in sentence.children(word) if t.dependency == "pobj"]
        if objects and word.span.start == wording.end + 1 and not is_date(objects[0]):
            last = names[-1] if names else objects[0]
            return Span(wording.start, last.span.end), names
    return wording, []


def _words_of(sentence: Sentence, token: Token, words: Sequence[str]) -> list[Token]:
    return [w for w, _ in find_prepositions(sentence, token) if w.lemma in words]


def _names_after(reading: Reading, sentence: Sentence, token: Token, word: Token) -> list[Token]:
    """The actors behind one preposition of a noun; empty where anything else stands there."""
    objects = next((o for w, o in find_prepositions(sentence, token) if w.index == word.index), ())
    return list(objects) if all(reading.entity_at(o, *SPEAKERS) is not None for o in objects) else []


def _can_be_said(act: SpeechAct, token: Token) -> bool:
    if token.tag not in ("NN", "NNS", "NNP", "NNPS", "VBG") or token.lemma in act.barred or is_date(token):
        return False
    if act.nouns:
        return token.lemma in act.nouns
    if "event" in act.forms:
        return is_event_noun(token) or token.lemma in speech_words().events
    return True


def _after_preposition(
    reading: Reading, clause: Clause, sense: VerbSense, act: SpeechAct
) -> Iterator[Content]:
    gerund = _gerund_behind(clause, sense) if "gerund" in act.forms else None
    wording = clause_wording(clause.sentence, gerund, gerund) if gerund is not None else None
    if wording is not None:
        yield Content(literal_argument(reading, wording), _addressees(reading, clause, act, clause.objects))
    phrase = next((p for p in clause.prepositions if p.word == sense.preposition), None)
    for token in phrase.objects if phrase is not None else ():
        content = read_noun_content(reading, clause.sentence, act, token)
        if content is not None and act.predicate == "called for":
            content = with_infinitive(reading, clause.sentence, content)
        if content is not None:
            yield replace(content, addressees=_addressees(reading, clause, act, clause.objects))


def _gerund_behind(clause: Clause, sense: VerbSense) -> Token | None:
    """`betraying` in `accused Feld of betraying Pell`, by whatever of them the parser ties `of` to."""
    sentence = clause.sentence
    for holder in (clause.verb, *clause.objects):
        for word in sentence.children(holder):
            if word.lemma == sense.preposition and word.index > clause.verb.index:
                found = (t for t in sentence.children(word) if t.dependency == "pcomp" and t.tag == "VBG")
                return next(found, None)
    return None


def with_infinitive(reading: Reading, sentence: Sentence, content: Content) -> Content | None:
    """Return a content with the infinitive behind it, as `called for the towns to send men` is not for the
    towns. None where the infinitive cannot be cut out."""
    span = content.argument.span
    following = [t for t in sentence.tokens if t.span.start >= span.end][:2]
    if not following or following[0].tag != "TO":
        return content
    verb = sentence.head(following[0])
    start = next(t for t in sentence.tokens if t.span.start >= span.start)
    wording = clause_wording(sentence, verb, following[0]) if is_verb(verb) else None
    if wording is None:
        return None
    return replace(content, argument=literal_argument(reading, Span(start.span.start, wording.end)))


def _addressees(
    reading: Reading, clause: Clause, act: SpeechAct, told: Sequence[Token]
) -> tuple[Argument, ...]:
    tokens = [*told, *clause.indirect_objects, *clause.objects_of(*act.addressed)]
    found = [a for t in tokens if (a := argument_at(reading, t, *SPEAKERS)) is not None]
    return tuple(dict.fromkeys(found))
