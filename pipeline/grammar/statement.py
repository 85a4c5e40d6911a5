"""Arguments with their places in the text in, a Fact with its evidence out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause
from pipeline.grammar.reading import Reading
from pipeline.grammar.wording import quotations
from pipeline.model.date import PartialDate
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.evidence import Basis, Evidence
from pipeline.model.fact import Candidate, Cell, Certainty, Fact, Reference
from pipeline.model.span import Span
from pipeline.model.syntax import Token

LONGEST_LITERAL = 60
"""Characters: a longer cell is half a sentence, not a value."""
LONGEST_WORDING = {"names": 120, "agreement_terms": 160, "communications": 200}
"""Characters, for the kinds whose objects are names of treaties, provisions or words that were spoken."""
WORDED = ("communications", "names")
"""The kinds that tell of words, which may stand in quotation marks."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A subject, object, place or cell with where it was read."""

    reference: Reference
    span: Span
    rule: str | None
    """What made the value of the quote, where they differ; None where the value is the quote."""
    is_inferred: bool = False
    """Whether the quote does not name the value, so that a reader needs the rule to see it."""


def entity_argument(reading: Reading, entity: Entity, span: Span, rule: str) -> Argument:
    """Return an argument for an entity that the text refers to at `span`, by `rule`."""
    is_same = reading.quote(span) == entity.name
    return Argument(Reference(entity.name, entity.entity_id), span, None if is_same else rule)


def argument_at(reading: Reading, place: Token | Span, *kinds: EntityKind) -> Argument | None:
    """Return the argument for the entity at a token or span; None where there is no entity of `kinds`."""
    mention, entity = reading.mention_at(place), reading.entity_at(place, *kinds)
    if mention is None or entity is None:
        return None
    return entity_argument(reading, entity, mention.span, mention.resolution)


def subject_argument(reading: Reading, span: Span) -> Argument | None:
    """Return what the infobox is about as argument, for what it says without naming it: attested by the label
    at `span`. None where it is about no known entity."""
    subject = reading.infobox_subject
    if subject is None:
        return None
    return Argument(Reference(subject.name, subject.entity_id), span, "infobox of the article", True)


def literal_argument(reading: Reading, span: Span) -> Argument:
    """Return the words at `span` as a literal value."""
    return Argument(Reference(reading.quote(span), None), span, None)


def normalized_argument(value: str, span: Span, rule: str) -> Argument:
    """Return a literal value that the function named `rule` made of the words at `span`."""
    return Argument(Reference(value, None), span, rule)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a text states, before it is a row: the parts of a Fact with their places."""

    kind: str
    subject: Argument
    predicate: str
    object: Argument | None = None
    about: Entity | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    place: Argument | None = None
    negated: bool = False
    certainty: Certainty = Certainty.ASSERTED
    qualifier: Span | None = None
    cells: tuple[tuple[str, Argument], ...] = ()
    """Column -> argument, for the columns of the typed table beyond the spine."""
    spans: tuple[Span, ...] = ()
    """Whole-fact spans, each on one line; where empty, the shortest stretch that holds all arguments."""
    doubts: tuple[str, ...] = ()
    """The gates that it fails; empty for a statement that may be published."""


def state_fact(reading: Reading, statement: Statement) -> Fact | Candidate:
    """Return the Fact of a statement, or a Candidate where it fails a gate."""
    fact = Fact(
        kind=statement.kind,
        document_id=reading.document_id,
        about_id=_about_id(statement),
        subject=statement.subject.reference,
        predicate=statement.predicate,
        object=statement.object.reference if statement.object is not None else None,
        start=statement.start,
        end=statement.end,
        place=statement.place.reference if statement.place is not None else None,
        negated=statement.negated,
        certainty=statement.certainty,
        qualifier=reading.quote(statement.qualifier) if statement.qualifier is not None else None,
        cells=tuple(Cell(column, argument.reference) for column, argument in statement.cells),
        evidence=tuple(_evidence(statement)),
    )
    gate = next(iter(_failed_gates(reading, statement)), None)
    return fact if gate is None else Candidate(fact, gate)


def _about_id(statement: Statement) -> str | None:
    """The event or agreement that a statement belongs to; a statement of it belongs to itself, so that the
    infobox and the prose state one fact."""
    if statement.about is not None:
        return statement.about.entity_id
    return statement.subject.reference.entity_id if statement.kind in ("events", "agreements") else None


def _failed_gates(reading: Reading, statement: Statement) -> Iterable[str]:
    yield from statement.doubts
    if (
        statement.certainty is Certainty.ASSERTED
        and statement.kind not in WORDED
        and _is_quoted(reading, statement)
    ):
        yield "quoted"
    if statement.certainty is Certainty.COUNTERFACTUAL and any(
        re.search(r"\d{3}", reading.quote(d.span)) is None
        for d in (statement.start, statement.end)
        if d is not None
    ):
        yield "date of what never was"  # "Had the war lasted until the winter": of which year?
    longest = LONGEST_WORDING.get(statement.kind, LONGEST_LITERAL)
    for argument in (statement.subject, statement.object, statement.place):
        if argument is not None and argument.reference.entity_id is None:
            if len(argument.reference.text) > longest:
                yield "cell too long"
            if "\n" in argument.reference.text:
                yield "cell crosses lines"
            if argument.reference.text.count('"') % 2:
                yield "quotation cut"
            if _cuts_word(reading.document.text, argument.span):
                yield "cut word"


def _is_quoted(reading: Reading, statement: Statement) -> bool:
    """Whether all of a statement is said by others: `proclaimed himself "Osk I, Prince of Pell"`. What is
    called by a name or a title there, `the "Salt War" of General Roe`, is called so by others as well."""
    text = reading.document.text
    for span in statement.spans or (_whole_span(statement),):
        line = Span(text.rfind("\n", 0, span.start) + 1, (text.find("\n", span.end) + 1 or len(text) + 1) - 1)
        is_told = "," in reading.quote(span)
        if not is_told or not any(q.contains(span) for q in quotations(reading.document, line)):
            return False
    return True


def _cuts_word(text: str, span: Span) -> bool:
    """Whether a span begins or ends inside a word with hyphens: `to re` of `to re-enter`; `then-` is a word
    of its own."""
    if text.startswith("then-", max(0, span.start - 5)):
        return False
    before, after = text[max(0, span.start - 2) : span.start + 1], text[span.end - 1 : span.end + 2]
    return any(part[1:2] == "-" and part[0].isalnum() and part[-1].isalnum() for part in (before, after))


def _evidence(statement: Statement) -> Iterable[Evidence]:
    for span in statement.spans or (_whole_span(statement),):
        yield Evidence(None, span, Basis.LITERAL, None)
    arguments = [("subject", statement.subject), ("object", statement.object), ("place", statement.place)]
    for name, argument in (*arguments, *statement.cells):
        if argument is not None:
            yield Evidence(name, argument.span, _basis(argument), argument.rule)
    for name, date in (("start", statement.start), ("end", statement.end)):
        if date is not None:
            yield Evidence(name, date.span, Basis.LITERAL, None)


def _basis(argument: Argument) -> Basis:
    if argument.rule is None:
        return Basis.LITERAL
    return Basis.INFERRED if argument.is_inferred else Basis.NORMALIZED


def _whole_span(statement: Statement) -> Span:
    spans = [a.span for a in (statement.subject, statement.object, statement.place) if a is not None]
    spans += [d.span for d in (statement.start, statement.end) if d is not None]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def clause_statement(
    clause: Clause,
    *,
    kind: str,
    subject: Argument,
    predicate: str,
    object: Argument | None = None,  # noqa: A002 - the field's name everywhere in the data model
    about: Entity | None = None,
    place: Argument | None = None,
    cells: tuple[tuple[str, Argument], ...] = (),
    doubts: Sequence[str] = (),
    is_dated: bool = True,
) -> Statement:
    """Return the statement that a clause makes: its dates, denial, certainty, qualifier and doubts are the
    clause's, its quote the stretch from the first of its parts to the last."""
    period = read_period(clause.sentence, clause.dates) if is_dated else None
    found = Statement(
        kind=kind,
        subject=subject,
        predicate=predicate,
        object=object,
        about=about,
        start=period.start if period else None,
        end=period.end if period else None,
        place=place,
        negated=clause.negated,
        certainty=clause.certainty,
        qualifier=clause.qualifier,
        cells=cells,
        doubts=(*clause.doubts, *([period.doubt] if period and period.doubt else []), *doubts),
    )
    parts = [a.span for a in (subject, object, place, *(a for _, a in cells)) if a is not None]
    parts += [d.span for d in (found.start, found.end) if d is not None]
    parts += [clause.verb.span, *([clause.negation] if clause.negation else [])]
    return replace(found, spans=(Span(min(s.start for s in parts), max(s.end for s in parts)),))
