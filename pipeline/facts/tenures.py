"""Tenures: a person holds an office or a rank, from when until when, on whose authority.

Stated by infobox groups, by titles (`Chancellor Roe`, `Roe, Keeper of the Seal until 1711`), by verbs
(`appointed Roe envoy`, `Roe became regent in 1703`, `headed the Salt Guild`) and by nouns of a term of office
(`Roe's reign as queen ended in 1705`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.grammar.attachment import period_of
from pipeline.grammar.clause import Clause
from pipeline.grammar.held_titles import HELD, KIND, opening_titles, titles_as_subjects, titles_with_names
from pipeline.grammar.holdings import infobox_tenures
from pipeline.grammar.noun_phrases import find_possessor, preposition_objects
from pipeline.grammar.offices import (
    NumberedTerm,
    headship_of,
    is_judged,
    numbered_terms,
    office_at,
    rule_over,
    says_enough,
    seat_in,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    state_fact,
)
from pipeline.grammar.terms import term_statements, with_dates
from pipeline.grammar.terms_of_posts import held_until
from pipeline.grammar.titles import TitlePhrase, read_title, title_of_own_state
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import name_words, titles
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

AUTHORITIES = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
)
TWO_DATES = "two dates"
# Between two stretches of time of one office.
AND_AGAIN = re.compile(r"(?:,|,? and)(?: (?:then|again|later|once more|from))* ?")
# What is taken or assumed by who enters an office: `took office as president`.
ENTERED = frozenset({"office", "power", "charge", "command", "post", "seat"})
# "took command of the city": which city, only what was said before tells.
UNNAMED_PLACE = re.compile(
    r"(?:commander|head|leader|governor|ruler) of the "
    r"(?:city|town|village|fort|fortress|castle|island|province|region|area|place)"
)
REPROACHES = frozenset(
    {"criticize", "criticise", "blame", "accuse", "condemn", "denounce", "reproach", "fault"}
)
# What a verb makes of its object, where it needs no title: `headed the Salt Guild`.
COMPOSED = {"headed": headship_of, "seated": seat_in, "ruled": rule_over}


def tenures(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the tenures that the infobox and the sentences state."""
    for statement in infobox_tenures(reading, KIND, HELD):
        yield state_fact(reading, statement)
    numbered: set[int] = set()
    for sentence in reading.sentences:
        for statement in titles_with_names(reading, sentence):
            yield state_fact(reading, statement)
        for term in numbered_terms(reading, sentence):
            numbered.add(term.title.title.span.start)
            yield state_fact(reading, _of_numbered_term(term))
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            yield from _clause_tenures(reading, clause, sense, numbered)
        for statement in (*opening_titles(reading, clause), *titles_as_subjects(reading, clause)):
            yield state_fact(reading, statement)
    for statement in term_statements(reading, KIND, HELD):
        yield state_fact(reading, statement)


def _of_numbered_term(term: NumberedTerm) -> Statement:
    title = term.title
    return Statement(
        KIND,
        term.person,
        HELD,
        title.argument,
        start=term.start,
        end=term.end,
        cells=title.cells,
        spans=(term.span,),
        doubts=("not held now",) if title.is_past else (),
    )


def _clause_tenures(
    reading: Reading, clause: Clause, sense: VerbSense, numbered: set[int]
) -> Iterator[Fact | Candidate]:
    holders = _holders(clause, sense)
    title = _clause_title(reading, clause, sense)
    if title is None and sense.about == "object" and sense.preposition is None and sense.predicate == "began":
        holders, title = _adjacent_holder_and_title(reading, clause)
    if title is None or title.title.span.start in numbered:
        return
    for token in holders:
        person = argument_at(reading, token, EntityKind.PERSON)
        if person is None:
            continue
        statement = clause_statement(
            clause,
            kind=KIND,
            subject=person,
            predicate=HELD,
            object=title.argument,
            cells=(*title.cells, *_other_cells(reading, clause, sense, person)),
            doubts=(*_doubts(clause, sense, title), *_reproached(clause)),
        )
        for term in _terms(reading, clause, sense, statement):
            yield state_fact(reading, _with_later_end(reading, clause, person, term))


def _with_later_end(reading: Reading, clause: Clause, person: Argument, tenure: Statement) -> Statement:
    """`became regent in 1703, a post she held until 1711`."""
    held = held_until(reading, clause, person)
    if held is None or tenure.end is not None or (held.start is not None and tenure.start is not None):
        return tenure
    start, end = tenure.start or held.start, held.end
    return replace(tenure, start=start, end=end, spans=(with_dates(tenure.spans[0], start, end),))


def _terms(reading: Reading, clause: Clause, sense: VerbSense, statement: Statement) -> Iterator[Statement]:
    """The tenure, or both of `was regent from 1703 to 1705 and again from 1707 to 1709`."""
    dates = sorted(clause.dates, key=lambda d: d.span)
    stretches = [(d.start, d.end) for d in dates if d.modifier != "between"]
    gaps = [reading.quote(Span(a.span.end, b.span.start)) for a, b in pairwise(dates)]
    is_several = sense.predicate == "held" and len(stretches) == len(dates) > 1
    is_several = is_several and all(AND_AGAIN.fullmatch(gap) for gap in gaps)
    if not is_several or any(start is None or end is None for start, end in stretches):
        yield _with_period(clause, sense, statement)
        return
    doubts = tuple(d for d in statement.doubts if d != TWO_DATES)
    for start, end in stretches:
        yield replace(statement, start=start, end=end, doubts=doubts)


def _doubts(clause: Clause, sense: VerbSense, title: TitlePhrase) -> tuple[str, ...]:
    """Who only means to resign holds the office, and is not going to."""
    if sense.predicate == "left" and clause.certainty is not Certainty.ASSERTED:
        return ("not left yet",)
    if UNNAMED_PLACE.fullmatch(title.argument.reference.text):
        return ("place not named",)
    return ("not held now",) if title.is_past else ()


def _reproached(clause: Clause) -> tuple[str, ...]:
    """`criticized Feld for not assuming the regency`: that he did not is what his critics say."""
    above = {t.lemma for t in clause.sentence.ancestors(clause.verb)}
    is_said = clause.negated and clause.verb.tag == "VBG" and above & REPROACHES
    return ("told by critics",) if is_said else ()


def _holders(clause: Clause, sense: VerbSense) -> Sequence[Token]:
    if sense.predicate != "given":
        return clause.objects if sense.about == "object" else clause.subjects
    # "gave Feld the title of", "conferred the title of ... on Feld", "Feld was given the title of"
    sentence = clause.sentence
    taken = [t for t in sentence.children(clause.verb) if t.dependency == "nsubjpass"]
    inside = [t for o in clause.objects for t in sentence.subtree(o) if t.text in ("on", "upon")]
    taken += [o for word in inside for o in preposition_objects(sentence, word)]
    return [*clause.indirect_objects, *clause.objects_of("on", "upon", "to"), *taken]


def _clause_title(reading: Reading, clause: Clause, sense: VerbSense) -> TitlePhrase | None:
    """The one title that the clause gives: its complement, or the office that is assumed or left."""
    sentence = clause.sentence
    if sense.predicate in COMPOSED:
        compose = COMPOSED[sense.predicate]
        over = clause.objects_of(sense.preposition) if sense.preposition else clause.objects
        composed = [t for token in over if (t := compose(reading, sentence, token)) is not None]
        return composed[0] if len(composed) == 1 else None
    tokens: Sequence[Token] = clause.complements_as()
    is_power = sense.preposition is None and sense.predicate in ("assumed", "left", "occupied", "given")
    if sense.preposition is not None:
        if clause.lemma in ("take", "assume") and any(t.lemma not in ENTERED for t in clause.objects):
            return None
        tokens = clause.objects_of(sense.preposition) or (tokens if sense.preposition == "as" else ())
        tokens = tokens or _title_taken_for_verb(clause, sense.preposition)
    elif is_power:
        tokens = clause.objects
    behind = [t for t in tokens if t.index > clause.verb.index]
    if len(tokens) > len(behind) > 0:
        tokens = behind  # "Roe, as eldest member, acted as president"
    if sense.lemma == "be":
        tokens = [t for t in tokens if not is_judged(sentence, t)]
    found = [
        title_of_own_state(reading, sentence, k, title)
        for k in tokens
        if (title := office_at(reading, sentence, k, is_bare=not is_power)) is not None
        and (says_enough(title) or (title.head == "commander" and not is_power) or _is_sent(sentence, k))
    ]
    return found[0] if len(found) == 1 else None


def _is_sent(sentence: Sentence, token: Token) -> bool:
    """`named Feld his representative`: whose he is stands before it."""
    return token.lemma in name_words().missions and find_possessor(sentence, token) is not None


def _title_taken_for_verb(clause: Clause, preposition: str) -> tuple[Token, ...]:
    """`was promoted to colonel`, where the parser takes the rank for an infinitive."""
    known = titles().offices | titles().ranks
    return tuple(
        t
        for t in clause.sentence.children(clause.verb)
        if t.dependency == "xcomp"
        and t.text.lower() in known
        and clause.sentence.tokens[t.index - 1].text.lower() == preposition == "to"
    )


def _adjacent_holder_and_title(
    reading: Reading, clause: Clause
) -> tuple[Sequence[Token], TitlePhrase | None]:
    """`appointed Roe Lord Regent`, where two capitalised names in a row are one to the parser: the person
    directly behind the verb, and the title directly behind the person."""
    tokens = clause.sentence.tokens[clause.verb.index + 1 : clause.verb.index + 6]
    if not tokens or reading.entity_at(tokens[0], EntityKind.PERSON) is None:
        return (), None
    for i, token in enumerate(tokens[1:], start=1):
        title = read_title(reading, clause.sentence, token)
        if title is not None and title.title.span.start == tokens[1].span.start:
            return tokens[:1], title
        if i > 1 and token.text in (",", ".", ";"):
            break
    return (), None


def _other_cells(
    reading: Reading, clause: Clause, sense: VerbSense, person: Argument
) -> Iterator[tuple[str, Argument]]:
    if sense.predicate == "began" and sense.about == "object" and len(clause.subjects) == 1:
        authority = argument_at(reading, clause.subjects[0], *AUTHORITIES)
        if authority is not None and authority.reference != person.reference:
            yield "authority", authority
    if sense.predicate == "succeeded":
        others = [a for t in clause.objects if (a := argument_at(reading, t, EntityKind.PERSON))]
        # "..., with Roe succeeding him": nobody succeeds themselves, whoever `him` is.
        if len(others) == 1 and others[0].reference != person.reference:
            yield "predecessor", others[0]


def _with_period(clause: Clause, sense: VerbSense, statement: Statement) -> Statement:
    """Give the tenure the dates of the clause in the sense of its verb: what begins it, ends it, or only
    falls into it."""
    start, end = statement.start, statement.end
    if sense.predicate == "held" and len(clause.dates) == 1 and clause.dates[0].modifier == "between":
        # "was regent between 1703 and 1709": all that time, not a point in it.
        period = period_of(clause, lasting=True)
        return replace(statement, start=period.start, end=period.end)
    if sense.predicate == "left":
        return replace(statement, start=None, end=start) if end is None else replace(statement, start=None)
    if sense.predicate == "held" and start is not None and end is None and not _is_open(clause):
        # "was regent in 1703": a year is all that is said of the tenure; a day only falls into it.
        whole_year = re.fullmatch(r"-?\d{4}", start.edtf)
        return replace(statement, end=start) if whole_year else replace(statement, start=None)
    return statement


def _is_open(clause: Clause) -> bool:
    return any(d.modifier in ("since", "from") for d in clause.dates)
