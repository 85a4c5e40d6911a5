"""A Reading in, what came of its events out: by the infobox, or by verbs such as `resulted in`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.clause import Clause, Role
from pipeline.grammar.counts import CountedPhrase, phrase_at
from pipeline.grammar.events import event_at, infobox_event, read_sense, sense_objects
from pipeline.grammar.noun_phrases import find_prepositions, is_date, noun_phrase_span
from pipeline.grammar.outcome_statements import (
    KIND,
    is_event,
    outcome_statement,
    party_of,
    phrase_cells,
    phrase_doubts,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.sides import argument_named
from pipeline.grammar.statement import Argument, Statement, argument_at, literal_argument
from pipeline.lexicon.acts import act_nouns
from pipeline.lexicon.events import event_words
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.verbs import VerbSense
from pipeline.lexicon.words import name_words
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

LONGEST_RESULT = 8
"""Words: a longer result is told, not named."""
_RESULTS = (EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.GOVERNMENT, EntityKind.POLITY)


def infobox_results(reading: Reading) -> Iterator[Statement]:
    """Yield what the infobox says came of its event: `Result: Drovian victory, Treaty of Linden`."""
    for statement in reading.infobox.statement("result"):
        event = infobox_event(reading, statement.field.label_span)
        for item in statement.items if event is not None else ():
            if event is None:
                continue
            span = _cut_relative(reading, item.name)
            named = argument_at(reading, span, *_RESULTS)
            whole = named is not None and named.span == span
            result = named if whole and named is not None else literal_argument(reading, span)
            doubts = [item.doubt] if item.doubt else []
            doubts += [] if whole or _is_short(reading, span) else ["result told in a clause"]
            yield from _befallen(reading, span, event, statement.field.label_span, doubts)
            yield from _winners(reading, item.name, event, statement.field.label_span)
            yield Statement(
                KIND,
                event,
                "result",
                result,
                about=reading.entities.get(event.reference.entity_id or ""),
                cells=(("event", event),),
                spans=(statement.field.label_span.cover(span),),
                doubts=tuple(doubts),
            )


_WON = re.compile(
    r"(?P<vote>(?:[A-Z]?[\w-]+ )?(?:[Ee]lections?|[Pp]lebiscite|[Rr]eferendum)) "
    r"(?:(?:is|are|was|were) )?(?:held|called) "
    r"(?:in which (?P<first>[^,]+?) (?:wins|won)|(?:which is |which are )?won by (?P<second>[^,]+?))\.?"
)


def _winners(reading: Reading, span: Span, event: Argument, label: Span) -> Iterator[Statement]:
    """`General elections are held in which Feld wins`: who won them."""
    found = _WON.fullmatch(reading.quote(span))
    if found is None:
        return
    part = "first" if found["first"] else "second"
    who = argument_named(reading, Span(span.start + found.start(part), span.start + found.end(part)))
    if who is not None and reading.entities[who.reference.entity_id or ""].kind is EntityKind.PERSON:
        vote = literal_argument(reading, Span(span.start, span.start + found.end("vote")))
        about = reading.entities.get(event.reference.entity_id or "")
        whole = Span(label.start, span.start + found.end())
        yield Statement(KIND, who, "won", vote, about=about, spans=(whole,))


def _cut_relative(reading: Reading, span: Span) -> Span:
    """`Elections are held in which Roe wins`: the result without what is told of it."""
    found = re.search(r",? (?:(?:in|by|after|under|through) )?(?:which|whom|where) ", reading.quote(span))
    return Span(span.start, span.start + found.start()) if found else span


def _is_short(reading: Reading, span: Span) -> bool:
    """Whether a result is named in a few words; a name counts as one."""
    words = reading.quote(span)
    particles = "|".join(sorted(name_words().particles))
    spare = sum(
        len(m[0].split()) - 1 for m in re.finditer(rf"[A-Z]\S*(?: (?:(?:{particles}) )*[A-Z]\S*)+", words)
    )
    plain = re.search(r"[,;:]|\b(?:which|who|that|where|but|see)\b", words) is None
    return plain and len(words.split()) - spare <= LONGEST_RESULT


_EXILES = frozenset({"exile", "banishment"})
_BEFALLEN = {
    "surrender": "surrendered",
    "death": "died",
    "execution": "was executed",
    "capture": "was captured",
}


def _befallen(
    reading: Reading, span: Span, event: Argument, label: Span, doubts: Sequence[str]
) -> Iterator[Statement]:
    """`Surrender and exile of Feld and Roe`: what befell each of them."""
    words, people = _befallen_people(reading, span)
    for word in (w for w in words if w in _BEFALLEN):
        for person in people:
            yield Statement(
                KIND,
                person,
                _BEFALLEN[word],
                event,
                about=reading.entities.get(event.reference.entity_id or ""),
                cells=(("event", event),),
                spans=(label.cover(person.span),),
                doubts=tuple(doubts),
            )


def exiled_people(reading: Reading) -> Iterator[tuple[Argument, Span]]:
    """Yield those of whom the infobox says that their exile came of its event, each with the stretch that
    says so: `Result: Surrender and exile of Feld and Roe`."""
    for statement in reading.infobox.statement("result"):
        label = statement.field.label_span
        for item in statement.items if infobox_event(reading, label) is not None else ():
            words, people = _befallen_people(reading, item.name)
            for person in people if _EXILES & set(words) and not item.doubt else ():
                yield person, label.cover(person.span)


def _befallen_people(reading: Reading, span: Span) -> tuple[list[str], list[Argument]]:
    """The nouns before `of` in a result, and the persons behind it."""
    noun, of, _ = reading.quote(span).partition(" of ")
    words = [w for w in re.split(r",? and |, ", noun.lower()) if w in _BEFALLEN or w in _EXILES]
    if not of or not words:
        return [], []
    parts = _members(reading, Span(span.start + len(noun + of), span.end))
    named = [argument_named(reading, part) for part in parts]
    people = [
        a
        for a in named
        if a is not None and reading.entities[a.reference.entity_id or ""].kind is EntityKind.PERSON
    ]
    return words, people


def _members(reading: Reading, span: Span) -> Iterator[Span]:
    """The members of `Feld, Roe and Dray`."""
    start = span.start
    for joint in re.finditer(r",? and |, ", reading.quote(span)):
        yield Span(start, span.start + joint.start())
        start = span.start + joint.end()
    yield Span(start, span.end)


def endings(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Statement]:
    """Yield what `the Treaty of Linden ended the Salt War`, `put an end to the Salt War` state."""
    kinds = (EntityKind.EVENT, EntityKind.AGREEMENT)
    decided = decide_clause(reading, clause, lambda t: event_at(reading, t, *kinds) is not None)
    if "wrong kind" in decided.doubts:
        decided = _decide_by_named(reading, decided)
    words = read_sense(decided, sense)
    causes = [a for t in decided.subjects if (a := _cause_at(reading, decided, t)) is not None]
    if words is None or len(causes) != 1:
        return
    ended = (*decided.objects, *(sense_objects(decided, words, "to") if words else ()))
    for token in ended:
        event = event_at(reading, token)
        if event is not None and event.reference != causes[0].reference:
            yield outcome_statement(reading, decided, causes[0], sense.predicate, event, event, (), (), words)
        elif event is None and (ended_thing := _told_end(reading, decided.sentence, token)) is not None:
            yield outcome_statement(
                reading, decided, causes[0], sense.predicate, ended_thing, None, (), (), words
            )


def _decide_by_named(reading: Reading, clause: Clause) -> Clause:
    """`The Treaty of Linden was signed in the port of Pell, which ended the Salt War`: neither town nor port
    did, but the one treaty or event that the sentence names before, where it is about that.
    The clause as it is otherwise, and where it tells of a `who`."""
    sentence = clause.sentence
    opens = [t for t in sentence.children(clause.verb) if t.tag == "WDT" and t.dependency == "nsubj"]
    if clause.open_role is not Role.SUBJECT or len(opens) != 1:
        return clause
    named: dict[str, Token] = {}
    for token in sentence.tokens[: opens[0].index]:
        entity = reading.entity_at(token, EntityKind.EVENT, EntityKind.AGREEMENT)
        if entity is not None:
            named.setdefault(entity.entity_id, token)
    about = next(iter(named.values()), None)
    if about is None or len(named) != 1 or about.dependency not in ("nsubj", "nsubjpass"):
        return clause
    if sentence.head(about).dependency != "ROOT":
        return clause
    doubts = tuple(d for d in clause.doubts if d != "wrong kind")
    return replace(clause, subjects=(about,), candidates=(), open_role=None, doubts=doubts)


def _cause_at(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """What brings something to its end: an event or agreement, or one in which an act took place or that was
    made by it: `the Drovian victory at the Battle of Halvey`, `the signing of the Treaty of Linden`."""
    kinds = (EntityKind.EVENT, EntityKind.AGREEMENT)
    found = event_at(reading, token, *kinds)
    if found is not None or token.mask is not None:
        return found
    words = (
        ("at", "in")
        if token.lemma in act_nouns()
        else ("of",)
        if token.lemma in event_words().makings
        else ()
    )
    inside = [
        o
        for word, objects in find_prepositions(clause.sentence, token)
        if word.lemma in words
        for o in objects
    ]
    named = [a for o in inside if (a := event_at(reading, o, *kinds)) is not None]
    return named[0] if len(named) == 1 else None


def _told_end(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """`the territorial dispute`, `Drovian rule`: what has an end and no name, told by more than its noun."""
    if token.mask is not None or token.lemma not in force_words().ended:
        return None
    span = noun_phrase_span(sentence, token)
    inside = [t for t in sentence.tokens if span.contains(t.span) and t is not token]
    told = [t for t in inside if t.tag in ("JJ", "NN", "NNP") or t.mask is not None]
    vague = any(t.dependency in ("poss", "nummod") for t in inside)
    return literal_argument(reading, span) if told and not vague and len(inside) <= 3 else None


def consequences(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Statement]:
    """Yield what `the Salt War ended in a Drovian victory`, `the battle resulted in the Treaty of Linden`
    state."""
    causes = [
        a
        for t in clause.subjects
        if (a := event_at(reading, t, EntityKind.EVENT, EntityKind.AGREEMENT)) is not None
    ]
    if len(causes) != 1:
        return
    cause = causes[0]
    about = cause if is_event(reading, cause) else None
    for token in clause.objects_of(sense.preposition or "in"):
        if is_date(token):
            continue
        phrase = phrase_at(phrases, token)
        if phrase is not None and phrase.outcome is not None:
            party = party_of(reading, clause.sentence, phrase)
            cells = phrase_cells(reading, phrase, phrase.outcome, phrase.span, party)
            spoken = literal_argument(reading, phrase.span)
            yield outcome_statement(
                reading, clause, cause, sense.predicate, spoken, about, cells, phrase_doubts(phrase)
            )
            continue
        named = argument_at(reading, token, EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.GOVERNMENT)
        result = named or _short_result(reading, clause.sentence, token)
        if result is not None and result.reference != cause.reference:
            yield outcome_statement(reading, clause, cause, sense.predicate, result, about)


def _short_result(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """`Drovian victory`, `defeat of Feld`: a noun of what comes of a war, told by a name."""
    words = force_words()
    if token.mask is not None or token.lemma not in words.owned_results | words.plain_results:
        return None
    span = noun_phrase_span(sentence, token, with_of=True)
    named = any(t.mask is not None and span.contains(t.span) for t in sentence.tokens)
    plain = token.lemma in words.plain_results
    return (
        literal_argument(reading, span)
        if (named or plain) and len(reading.quote(span).split()) <= 6
        else None
    )
