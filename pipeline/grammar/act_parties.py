"""A sentence in, who took part in an event by the nouns of acts out: `the defeat of Feld by Roe at the Battle
of Halvey`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.antecedents import find_two_states
from pipeline.grammar.attachment import read_period
from pipeline.grammar.events import IN_WORDS, event_at, is_lasting
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.participants import KIND, entity_of, participants_at
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, entity_argument
from pipeline.lexicon.acts import act_nouns
from pipeline.lexicon.events import event_words
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# Verbs that tie an act to the event that it ended: "ended in a Drovian victory".
_ENDED_IN = frozenset({"be", "end", "result", "culminate", "conclude", "become", "bring", "mark"})


def parties_of_acts(reading: Reading, sentence: Sentence) -> Iterator[Statement]:
    """Yield the parties of `the defeat of Feld by Roe at the Battle of Halvey`."""
    if not any(t.lemma in act_nouns() for t in sentence.tokens):
        return
    for act in find_nominal_events(sentence, reading.dates, reading.kind_at, act_nouns()):
        event = _event_of_act(reading, sentence, act)
        if event is None:
            continue
        period = read_period(sentence, act.dates)
        dates = [d for d in (period.start, period.end) if d is not None]
        is_over = _is_over(sentence, act)
        certainty, doubts = (Certainty.ASSERTED, ()) if is_over else (act.certainty, act.doubts)
        for role, token in _roles_of_act(act):
            for member in _members(reading, sentence, token):
                yield Statement(
                    KIND,
                    member,
                    role,
                    event,
                    about=entity_of(reading, event),
                    start=period.start,
                    end=period.end,
                    negated=act.negated,
                    certainty=certainty,
                    spans=(_cover(act.token.span, member.span, event.span, *(d.span for d in dates)),),
                    doubts=(*doubts, *((period.doubt,) if period.doubt else ())),
                )


def _members(reading: Reading, sentence: Sentence, token: Token) -> tuple[Argument, ...]:
    """Who a token stands for; of `their`, the two states of which the sentence speaks before it."""
    if token.text.lower() != "their":
        return participants_at(reading, sentence, token)
    pairs = [
        (t, states)
        for t in sentence.tokens[: token.index]
        if (states := find_two_states(reading, sentence, t))
    ]
    if len(pairs) != 1:
        return ()
    noun, states = pairs[0]
    others = sentence.tokens[noun.index + 1 : token.index]
    between = [t for t in others if t.mask is not None or participants_at(reading, sentence, t)]
    return () if between else tuple(entity_argument(reading, s, token.span, "both of two") for s in states)


def _is_over(sentence: Sentence, act: NominalEvent) -> bool:
    """`intended to make peace at the end of their involvement in the Salt War`: what ends was, whatever is
    planned for then."""
    above = sentence.head(act.token)
    ending = sentence.head(above)
    known = event_words().endings | event_words().beginnings
    return act.possessor is not None and above.lemma == "of" and ending.mask is None and ending.lemma in known


def _cover(*spans: Span) -> Span:
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _event_of_act(reading: Reading, sentence: Sentence, act: NominalEvent) -> Argument | None:
    """The event that an act belongs to: `the defeat of Feld at the Battle of Halvey`; `the Battle of Halvey
    ended in a Drovian victory`."""
    words = ("from",) if "withdrew" in act_nouns()[act.lemma].roles.values() else (*IN_WORDS, "into")
    objects = [o for p in act.prepositions if p.word in words for o in p.objects]
    found = {a.reference.entity_id: a for o in objects if (a := event_at(reading, o)) is not None}
    if objects and not found:
        return None
    if found:
        return next(iter(found.values())) if len(found) == 1 else None
    verb = sentence.head(act.token)
    if act.token.dependency == "pobj" and verb.lemma in ("in", "with"):
        verb = sentence.head(verb)
    elif act.token.dependency not in ("attr", "dobj"):
        return _fight_before(reading, sentence, act)
    if verb.lemma not in _ENDED_IN or act.token.index < verb.index:
        return _fight_before(reading, sentence, act)
    subjects = [t for t in sentence.children(verb) if t.dependency == "nsubj"]
    return event_at(reading, subjects[0]) if len(subjects) == 1 else None


def _fight_before(reading: Reading, sentence: Sentence, act: NominalEvent) -> Argument | None:
    """The battle that `the Drovian victory` looks back on: the last one that the paragraph spoke of, else the
    one that the article is about. None where it is told as a new one (`a Drovian victory`)."""
    roles = act_nouns()[act.lemma].roles.values()
    plain = [t for t in sentence.children(act.token) if t.mask is None]
    words = [t.lemma.lower() for t in plain if t.dependency in ("det", "amod", "nummod")]
    is_looked_back_on = words == ["the"] and bool(act.modifiers) and act.token.tag == "NN"
    if not is_looked_back_on or "victor" not in roles or act.prepositions or act.of_objects or act.dates:
        return None
    text, start = reading.document.text, act.token.span.start
    paragraph = Span(text.rfind("\n", 0, start) + 1, start)
    before = [e for m in reading.mentions_in(paragraph) if (e := reading.entities.get(m.entity_id or ""))]
    fights = [e for e in before if e.kind is EntityKind.EVENT and not is_lasting(e)]
    if not fights and reading.subject is not None and reading.subject.kind is EntityKind.EVENT:
        fights = [] if is_lasting(reading.subject) else [reading.subject]
    return entity_argument(reading, fights[-1], act.token.span, "the last fight") if fights else None


def _roles_of_act(act: NominalEvent) -> Iterator[tuple[str, Token]]:
    roles = act_nouns()[act.lemma].roles
    holders = (act.possessor,) if act.possessor is not None else act.modifiers
    by_word = {"of": act.of_objects, "by": act.by_objects, "holder": holders}
    for place, role in roles.items():
        if place in by_word:
            yield from ((role, token) for token in by_word[place])
        else:
            yield from ((role, o) for p in act.prepositions if p.word == place for o in p.objects)
