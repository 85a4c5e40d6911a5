"""A Reading in, how long states and other bodies were there out: `existed from 1701 to 1709`, `the Republic
of Pell (1701–1709)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.clause import Clause
from pipeline.grammar.happening_brackets import is_dealt_with
from pipeline.grammar.reading import Reading
from pipeline.grammar.relating import KIND
from pipeline.grammar.statement import Statement, argument_at, clause_statement
from pipeline.lexicon.words import nouns
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan

EXISTED = "existed"
DATED = re.compile(r" (?P<open>\(|of )(?=[\d])")
NEIGHBOURS = frozenset({"predecessor polity", "successor polity"})
STATES = (EntityKind.POLITY, EntityKind.GOVERNMENT)


def existences(reading: Reading) -> Iterator[Statement]:
    """Yield from when to when bodies existed, by their names and by clauses."""
    for name in reading.names:
        if name.form is NameForm.NAME:
            yield from _dated_names(reading, name)
    for clause in reading.clauses:
        yield from _said_to_exist(reading, clause)


def _said_to_exist(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """`the Republic of Pell existed from 1701 to 1709`."""
    if clause.lemma not in ("exist", "last", "endure") or not clause.dates:
        return
    for token in clause.subjects:
        subject = argument_at(reading, token, *STATES, EntityKind.ORGANIZATION)
        if subject is None:
            continue
        said = clause_statement(clause, kind=KIND, subject=subject, predicate=EXISTED)
        if said.end is not None:
            yield said


def _is_of_body(name: str) -> bool:
    """Whether a name says what it is of: after `Spain (1865–1866)` the years are those of something else."""
    words = name.lower().split()
    heads = [h for w in (words[0], words[-1]) if (h := nouns().heads.get(w)) is not None]
    return len(words) > 1 and any(h.kind in (*STATES, EntityKind.ORGANIZATION) for h in heads)


def _is_of_other_field(reading: Reading, name: NameSpan) -> bool:
    """Whether years behind a name are those of what its field of the infobox states, such as how long
    somebody was a member; those of what was there before and after are its own."""
    field = next((f for f in reading.document.fields if f.span.contains(name.span)), None)
    if field is None:
        return False
    return not any(s.field == field and s.role in NEIGHBOURS for s in reading.infobox.statements)


def _dated_names(reading: Reading, name: NameSpan) -> Iterator[Statement]:
    """`the Republic of Pell (1701–1709)`, `the Halvey Confederation of 1701–1709`."""
    subject = argument_at(reading, name.span, *STATES, EntityKind.ORGANIZATION)
    found = DATED.match(reading.document.text, name.span.end) if subject is not None else None
    if found is None or subject is None or not _is_of_body(reading.quote(name.span)):
        return
    if _is_of_other_field(reading, name):
        return
    date = next((d for d in reading.dates if d.span.start == found.end()), None)
    if is_dealt_with(reading.document.text, name.span.start):
        return
    closing = reading.document.text[date.span.end : date.span.end + 1] if date is not None else ""
    if date is None or date.start is None or date.end is None or (found["open"] == "(" and closing != ")"):
        return
    whole = subject.span.cover(date.span)
    yield Statement(KIND, subject, EXISTED, start=date.start, end=date.end, spans=(whole,))
