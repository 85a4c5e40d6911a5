"""A clause of losses or deeds in, what its statements share out: the event, cells, gates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.grammar.arguments import list_verbs
from pipeline.grammar.bodies import side_of
from pipeline.grammar.clause import Clause, SubjectSource, Voice
from pipeline.grammar.counts import CountedPhrase, read_outcome
from pipeline.grammar.events import (
    IN_WORDS,
    PLACE_WORDS,
    clause_places,
    event_at,
    is_lasting,
    sense_objects,
    with_words,
)
from pipeline.grammar.noun_phrases import is_date
from pipeline.grammar.reading import Reading
from pipeline.grammar.sides import number_cells
from pipeline.grammar.statement import (
    Argument,
    Statement,
    clause_statement,
    literal_argument,
    normalized_argument,
)
from pipeline.lexicon.forces import force_words
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "outcomes"


def outcome_statement(
    reading: Reading,
    clause: Clause,
    said: Argument,
    predicate: str,
    spoken: Argument | None,
    event: Argument | None,
    cells: Sequence[tuple[str, Argument]] = (),
    doubts: Sequence[str] = (),
    words: tuple[Token, ...] = (),
) -> Statement:
    """Return the statement of an outcome that a clause makes: its place is the one place of the clause, its
    quote is drawn out over `words`."""
    places = [] if _hangs_on_date(clause) else list(clause_places(reading, clause))
    if spoken is not None and any(p.reference == spoken.reference for p in places):
        places = []
    events = [("event", event)] if event is not None else []
    doubts = (*doubts, *doubts_of_verb(reading, clause))
    statement = clause_statement(
        clause,
        kind=KIND,
        subject=said,
        predicate=predicate,
        object=spoken,
        about=entity_of(reading, event),
        place=places[0] if len(places) == 1 else None,
        cells=(*events, *cells),
        doubts=doubts,
    )
    return with_words(statement, words)


_FACTUAL = frozenset(
    {"after", "by", "upon", "on", "following", "since", "despite", "through", "while", "when"}
)


def doubts_of_verb(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """Return the gates that a verb of deeds fails: `seized or sank three ships`, one of two; `preoccupied
    with crushing Feld`, not said to happen."""
    sentence, verb = clause.sentence, clause.verb
    joined = [c for v in list_verbs(sentence, verb) for c in sentence.children(v) if c.dependency == "cc"]
    before = verb.index - 1
    while before > 0 and sentence.tokens[before].dependency in ("aux", "auxpass", "advmod"):
        before -= 1
    joined.append(sentence.tokens[max(before, 0)])
    if any(c.lemma == "or" for c in joined) and listed_outcome(reading, clause) is None:
        return ("one or the other",)
    head = sentence.head(verb)
    if verb.dependency == "pcomp" and head.lemma not in _FACTUAL:
        return ("not said to happen",)
    return ()


def event_of_clause(reading: Reading, clause: Clause) -> Argument | None:
    """Return the event that a clause says it happened in, or that does it: of a battle in a war, the battle.
    None where there is none, or more than one."""
    tokens = (*clause.objects, *sense_objects(clause, clause.objects, *IN_WORDS))
    found = [a for t in (*clause.subjects, *tokens) if (a := event_at(reading, t)) is not None]
    unique = {a.reference.entity_id or "": a for a in found}
    if len(unique) > 1:
        unique = {k: a for k, a in unique.items() if not is_lasting(reading.entities[k])}
    return next(iter(unique.values())) if len(unique) == 1 else None


def entity_of(reading: Reading, argument: Argument | None) -> Entity | None:
    """Return the entity of an argument; None for a literal value and for no argument."""
    return reading.entities.get(argument.reference.entity_id or "") if argument is not None else None


def is_event(reading: Reading, argument: Argument) -> bool:
    """Say whether an argument is an event."""
    entity = entity_of(reading, argument)
    return entity is not None and entity.kind is EntityKind.EVENT


def _hangs_on_date(clause: Clause) -> bool:
    """`on 5 May 1704 and Pell seemed lost`, where the parser takes the town for a second date."""
    objects = clause.objects_of(*PLACE_WORDS)
    return any(is_date(clause.sentence.head(o)) for o in objects)


def listed_outcome(reading: Reading, clause: Clause) -> tuple[str, Span] | None:
    """Return what a list of verbs says of one number, with its words, where it holds the verb of the clause
    and joins its verbs by `or`: `killed, wounded or captured 300 Drovians`. None for no such list."""
    text, sentence = reading.document.text, clause.sentence
    for verb in list_verbs(sentence, clause.verb):
        found = read_outcome(text, verb.span.start, sentence.span.end)
        if found is not None and found[1].contains(clause.verb.span) and found[1] != clause.verb.span:
            return found if re.search(r"\bor\b", reading.quote(found[1])) else None
    return None


def far_agent(reading: Reading, clause: Clause, agent: Argument) -> tuple[str, ...]:
    """Return the gate of an agent who did a part of it: `300 were taken, 200 by Feld and the rest by Roe`."""
    between = text_between(reading, clause.verb.span, agent.span)
    return ("far agent",) if clause.voice is Voice.PASSIVE and re.search(r"[,;\d]", between) else ()


def far_participle(clause: Clause) -> tuple[str, ...]:
    """Return the gate of a participle to which another verb stands nearer than the one whose subject it was
    given: `Feld was driven off by Roe, who burned Pell, taking 200 prisoners`."""
    if clause.subject_source is not SubjectSource.PARTICIPLE or clause.parent is None:
        return ()
    between = clause.sentence.tokens[clause.parent.index + 1 : clause.verb.index]
    nearer = [
        t for t in between if t.tag in ("VBD", "VBZ", "VBP") and t.dependency in ("relcl", "ccomp", "advcl")
    ]
    return ("nearer verb",) if nearer else ()


def text_between(reading: Reading, first: Span, second: Span) -> str:
    """Return the text from the end of one span to the start of another; empty where they touch or overlap."""
    return reading.document.text[first.end : max(first.end, second.start)]


def phrase_cells(
    reading: Reading, phrase: CountedPhrase, loss: str, word: Span, party: Argument | None
) -> list[tuple[str, Argument]]:
    """Return the cells of a counted loss: what happened, the number, what is counted, whose it is."""
    cells = [("loss", normalized_argument(loss, word, "casualty_word"))]
    if phrase.count is not None:
        cells += number_cells(phrase.count.span, phrase.count.low, phrase.count.high)
        if phrase.thing is not None and phrase.thing.lemma not in force_words().losses:
            cells.append(("thing", literal_argument(reading, phrase.thing.span)))
    if party is not None:
        cells.append(("party", party))
    return cells


def phrase_doubts(phrase: CountedPhrase) -> tuple[str, ...]:
    """Return the gates of a counted phrase."""
    return ("part of a number",) if phrase.is_part else ()


def counted_span(phrase: CountedPhrase) -> Span:
    """Return the number with its noun: `300 guards` of `300 guards died`."""
    return Span(phrase.span.start, phrase.thing.span.end) if phrase.thing is not None else phrase.span


def party_of(reading: Reading, sentence: Sentence, phrase: CountedPhrase) -> Argument | None:
    """Return whose what is counted is; None where the phrase does not say."""
    return side_of(reading, sentence, phrase.thing) if phrase.thing is not None else None
