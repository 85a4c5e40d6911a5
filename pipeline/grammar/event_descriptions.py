"""A Reading in, what its events are said to be out: `was a naval battle of the Salt War`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.clause import Clause
from pipeline.grammar.event_clauses import whole_period
from pipeline.grammar.event_fields import KIND, entity_of_event, event_statement
from pipeline.grammar.events import (
    EventMention,
    event_at,
    it_event,
)
from pipeline.grammar.noun_phrases import (
    find_appositions,
    find_of_objects,
    find_prepositions,
    noun_phrase_span,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    clause_statement,
    literal_argument,
)
from pipeline.lexicon.events import event_noun, event_words
from pipeline.lexicon.words import nouns
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

_WAS = re.compile(r",? (?:was|is|were|became|had|\(|also|known|or|sometimes)|,")
_APPOSED = re.compile(r"(?: \([^()]*\))?, (?:an?|the) ")


def event_descriptions(reading: Reading) -> Iterator[Statement]:
    """Yield what `The Battle of Halvey was a naval battle of the Salt War` states."""
    for clause in reading.clauses_of("be", "become"):
        for token in clause.subjects:
            event = event_at(reading, token) or it_event(reading, clause, token)
            if event is None or not _WAS.match(reading.document.text, event.span.end):
                continue
            for said in clause.complements_as():
                yield from _described(reading, clause.sentence, event, said, clause)
                dates = [d for d in clause.own_dates if d.span.start > said.span.end]
                if _says_sort(clause.sentence, said) and len(dates) == len(clause.dates) == 1:
                    yield from _dated_by_description(reading, clause, event)
    yield from _called_parts(reading)


def _called_parts(reading: Reading) -> Iterator[Statement]:
    """`the phase of the Salt War known as the Halvey campaign`: the campaign was a part of the war."""
    for clause in reading.clauses:
        if clause.lemma not in ("know", "call", "name", "dub", "term") or len(clause.objects) != 1:
            continue
        part = clause.objects[0]
        for said in clause.complements_as() if part.lemma in event_words().parts else ():
            yield from _described(reading, clause.sentence, event_at(reading, said), part, clause)


def _says_sort(sentence: Sentence, said: Token) -> bool:
    is_part = said.mask is None and said.lemma in event_words().parts
    return is_part or (said.mask is None and _sort_span(sentence, said) is not None)


def _dated_by_description(reading: Reading, clause: Clause, event: Argument) -> Iterator[Statement]:
    """`The Halvey campaign was a stage of the Salt War in 1704`: when what it was took place, it did."""
    date = clause.dates[0]
    if date.modifier in ("since", "from", "until", "by") or clause.negated:
        return
    start, end = whole_period(reading, event, date)
    statement = clause_statement(
        clause, kind=KIND, subject=event, predicate="occurred", about=entity_of_event(reading, event)
    )
    if start is not None:
        yield replace(statement, start=start, end=end)


def apposed_descriptions(reading: Reading, at: EventMention) -> Iterator[Statement]:
    """Yield what `the Battle of Halvey, a naval battle of the Salt War` states."""
    event = at.argument
    for said in find_appositions(at.sentence, at.token):
        start = noun_phrase_span(at.sentence, said).start
        gap = reading.document.text[event.span.end : max(event.span.end, start)]
        if event_at(reading, said) is None and _APPOSED.fullmatch(gap):
            yield from _described(reading, at.sentence, event, said, None)


def _described(
    reading: Reading, sentence: Sentence, event: Argument | None, said: Token, clause: Clause | None
) -> Iterator[Statement]:
    if event is None or said.mask is not None:
        return
    certainty = clause.certainty if clause else Certainty.ASSERTED
    negated = clause.negated if clause else False
    doubts = clause.doubts if clause else ()
    span = _sort_span(sentence, said) or _series_span(sentence, said)
    if span is not None:
        yield event_statement(
            reading, event, "type", literal_argument(reading, span), spans=(event.span.cover(span),),
            certainty=certainty, negated=negated, doubts=doubts,
        )  # fmt: skip
    for word, objects in find_prepositions(sentence, said):
        is_part = said.lemma in event_words().parts and word.lemma in ("of", "in")
        if not is_part and not (span is not None and word.lemma in ("of", "in")):
            continue
        for token in objects:
            whole = event_at(reading, token)
            if whole is not None and whole.reference != event.reference:
                yield event_statement(
                    reading, event, "part of", whole, spans=(event.span.cover(whole.span),),
                    certainty=certainty, negated=negated, doubts=doubts,
                )  # fmt: skip


def _sort_span(sentence: Sentence, said: Token) -> Span | None:
    """The words that say what sort of event one is: `naval battle` of `a decisive naval battle`; None where
    the noun is none of events, or is counted or somebody's."""
    words = noun_phrase_span(sentence, said)
    inside = [t for t in sentence.tokens if words.contains(t.span)]
    noun = event_noun(said.text)
    if noun is None or said.tag == "NNS":
        return None
    determiner = next((t.text.lower() for t in sentence.children(said) if t.dependency == "det"), None)
    is_sort = noun == "conflict" or nouns().heads[noun].names_in_lower_case
    if determiner not in ("a", "an") and not (determiner == "the" and is_sort):
        # "the success was the capture of Pell" says of no event what sort it was.
        return None
    if any(t.dependency in ("poss", "nummod") or t.tag in ("POS", "JJS", "CD") for t in inside):
        return None
    kept = inside
    while len(kept) > 1 and (_judges(kept[0]) or kept[0].text in (",", "and", '"')):
        kept = kept[1:]
    return Span(kept[0].span.start, kept[-1].span.end) if len(kept) <= 4 else None


def _series_span(sentence: Sentence, said: Token) -> Span | None:
    """`series of naval battles`: many events in a row; None where it is no series of events."""
    if said.lemma not in event_words().series:
        return None
    members = find_of_objects(sentence, said)
    if not members or members[0].mask is not None or event_noun(members[0].text) is None:
        return None
    inside = sentence.tokens[said.index : members[0].index + 1]
    plain = all(t.mask is None and t.tag in ("NN", "NNS", "IN", "JJ") for t in inside)
    return said.span.cover(members[0].span) if plain and len(inside) <= 5 else None


def _judges(token: Token) -> bool:
    return token.mask is None and bool({token.lemma.lower(), token.text.lower()} & event_words().judging)
