"""A Reading in, the terms of office that nouns name out: `Roe's reign as queen ended in 1705`.

The noun says whose, the title stands behind `as`; a verb of beginning or ending says from when or until when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.arguments import is_verb
from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import find_of_objects, find_possessor, find_prepositions
from pipeline.grammar.offices import says_enough
from pipeline.grammar.powers import holder_of_power
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Statement, argument_at, clause_statement
from pipeline.grammar.titles import TitlePhrase, read_title
from pipeline.model.date import PartialDate
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

TERMS = frozenset(
    {"term", "tenure", "reign", "mandate", "incumbency", "stint", "duty", "service", "time", "year"}
)
# How somebody came into office; only where the text takes it for known (`after his election as president`).
ENTRIES = frozenset(
    {"appointment", "election", "reelection", "re-election", "inauguration", "accession", "coronation"}
)
# Offices whose noun stands with who holds them: `Roe's presidency`.
POWERS_OF_ONE = frozenset(
    {"presidency", "regency", "premiership", "governorship", "chancellorship", "kingship"}
)
KNOWN_AFTER = frozenset({"after", "following", "upon", "since"})
BEGINNING = frozenset({"begin", "start", "commence"})
ENDING = frozenset({"end", "expire", "conclude", "finish", "cease"})
OPEN_DATES = frozenset({"until", "since", "from"})
POINT = re.compile(r"-?\d{4}(?:-\d\d){0,2}")


def term_statements(reading: Reading, kind: str, predicate: str) -> Iterator[Statement]:
    """Yield the tenures that nouns of a term or of an entry into office state, as facts of `kind`."""
    for sentence in reading.sentences:
        for token in sentence.tokens:
            if token.mask is None and token.lemma in TERMS | ENTRIES:
                yield from _stated(reading, sentence, token, kind, predicate)
            elif token.mask is None and token.lemma in POWERS_OF_ONE:
                yield from _powers(reading, sentence, token, kind, predicate)


def _stated(
    reading: Reading, sentence: Sentence, token: Token, kind: str, predicate: str
) -> Iterator[Statement]:
    holder = find_possessor(sentence, token)
    person = argument_at(reading, holder, EntityKind.PERSON) if holder is not None else None
    title = _title_behind(reading, sentence, token)
    if person is None or title is None or title.is_past or not says_enough(title):
        return
    if token.lemma in ENTRIES and sentence.head(token).lemma not in KNOWN_AFTER:
        return
    whole = person.span.cover(title.title.span).cover(token.span)
    start, end = dates_behind(reading, title.title.span)
    if token.lemma in ENTRIES:
        start, end = _day_behind(reading, title.title.span), None
    statement = Statement(
        kind,
        person,
        predicate,
        title.argument,
        start=start,
        end=end,
        cells=title.cells,
        spans=(with_dates(whole, start, end),),
    )
    clause = _clause_of(reading, sentence, token) if token.lemma in TERMS else None
    yield statement if clause is None else _bounded(clause, statement)


def _powers(
    reading: Reading, sentence: Sentence, token: Token, kind: str, predicate: str
) -> Iterator[Statement]:
    """`during Roe's presidency`, `the presidency of Osk Feld (1703–1705)`."""
    holders = [find_possessor(sentence, token), *find_of_objects(sentence, token)]
    people = [a for h in holders if h is not None and (a := argument_at(reading, h, EntityKind.PERSON))]
    if len(people) != 1 or token.tag != "NN":
        return
    whole = people[0].span.cover(token.span)
    start, end = dates_behind(reading, Span(whole.start, whole.end))
    office = holder_of_power(reading, sentence, token, with_of=False)
    if office is None:
        return
    yield Statement(
        kind,
        people[0],
        predicate,
        office,
        start=start,
        end=end,
        cells=(("title", office),),
        spans=(with_dates(whole, start, end),),
    )


def _title_behind(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    found = [o for word, objects in find_prepositions(sentence, token) if word.lemma == "as" for o in objects]
    return read_title(reading, sentence, found[0]) if len(found) == 1 else None


def _clause_of(reading: Reading, sentence: Sentence, token: Token) -> Clause | None:
    """The clause that says when the term began or ended."""
    verbs = BEGINNING | ENDING
    return next(
        (c for c in reading.clauses if c.sentence is sentence and token in c.subjects and c.lemma in verbs),
        None,
    )


def _bounded(clause: Clause, statement: Statement) -> Statement:
    assert statement.object is not None
    said = clause_statement(
        clause,
        kind=statement.kind,
        subject=statement.subject,
        predicate=statement.predicate,
        object=statement.object,
        cells=statement.cells,
    )
    said = replace(said, spans=(said.spans[0].cover(statement.spans[0]),))
    return replace(said, start=None, end=said.start) if clause.lemma in ENDING else said


def dates_behind(reading: Reading, span: Span) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the dates that stand directly behind a title, and so are its own: `until 1711`, `(1703–1711)`;
    twice None where none does."""
    text = reading.document.text
    for date in reading.dates:
        gap = text[span.end : date.span.start]
        if date.edtf is None or date.span.start < span.end or len(gap) > 12:
            continue
        if date.modifier in OPEN_DATES and re.fullmatch(r",? ?(?:until|since|from)? ?", gap):
            return date.start, date.end
        if re.fullmatch(r" \((?:from |in )?", gap) and date.end is not None:
            return date.start, date.end
        if re.fullmatch(r",? from ", gap) and date.end is not None:
            return date.start, date.end
    return None, None


def _day_behind(reading: Reading, span: Span) -> PartialDate | None:
    """The date of `election as president in 1703`."""
    text = reading.document.text
    for date in reading.dates:
        gap = text[span.end : date.span.start] if date.span.start >= span.end else ""
        if gap in (" in ", " on ") and date.edtf is not None and date.end is None:
            return date.start
    return None


def term_around(
    reading: Reading, sentence: Sentence, title: Span
) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the bounds of the term under whose holder something was done: what Drovia did in 1704 `under
    President Roe` makes Roe president from 1704 or before until 1704 or later. Twice None where `under` does
    not stand before the title, or the clause has no single date of its own."""
    before = [t for t in sentence.tokens if t.span.end <= title.start and t.lemma != "the"]
    if not before or before[-1].text.lower() != "under":
        return None, None
    above = next((t for t in sentence.ancestors(before[-1]) if is_verb(t)), None)
    clause = next((c for c in reading.clauses if c.sentence is sentence and c.verb is above), None)
    if clause is None or clause.certainty is not Certainty.ASSERTED or clause.negated:
        return None, None
    period = read_period(sentence, clause.own_dates)
    day = period.start
    if day is None or period.end is not None or period.doubt or not POINT.fullmatch(day.edtf):
        return None, None
    latest_start = replace(day, edtf=f"[..{day.edtf}]", earliest=None)
    earliest_end = replace(day, edtf=f"[{day.edtf}..]", latest=None)
    return latest_start, earliest_end


def with_dates(span: Span, *dates: PartialDate | None) -> Span:
    """Return the span with the dates that are not None."""
    for date in dates:
        if date is not None:
            span = span.cover(date.span)
    return span
