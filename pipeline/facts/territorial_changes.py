"""Territorial changes: a territory is held by somebody, or passes from one to another.

Held (occupied, captured, claimed ...): the subject holds the object. Passing (ceded, awarded, returned,
annexed): the subject is the territory, the object whoever receives it, and who gave it and under which
treaty stand beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.clause import Clause, Role
from pipeline.grammar.noun_phrases import find_of_objects, find_prepositions
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    state_fact,
    subject_argument,
)
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import Statement as FieldStatement
from pipeline.model.entity import EntityKind, Mention, MentionForm
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

KIND = "territorial_changes"
TERRITORIES = (EntityKind.PLACE, EntityKind.POLITY)
ACTORS = (
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.PERSON,
    EntityKind.ORGANIZATION,
    EntityKind.UNIT,
    EntityKind.GROUP,
)
STATES = frozenset({"state", "country", "kingdom", "republic", "colony", "island"})
LAND_WORDS = frozenset({"land", "area", "part"})
CONTROL = frozenset({"control", "sovereignty", "possession", "authority", "administration", "rule"})
UNDER = ("under", "by", "in", "through", "with")


def territorial_changes(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield what the infobox and the clauses state of territories."""
    for statement in reading.infobox.statement("today"):
        yield from _today(reading, statement)
    for undecided in reading.clauses:
        if not verb_senses(undecided.lemma, KIND):
            continue
        clause = decide_clause(reading, undecided, _fits(reading, undecided))
        for sense in verb_senses(clause.lemma, KIND):
            yield from (
                _passing(reading, clause, sense) if sense.about == "object" else _held(reading, clause, sense)
            )


def _fits(reading: Reading, clause: Clause) -> Callable[[Token], bool]:
    """What the argument that the grammar left open can be: a land, or who or what acts upon it."""
    kinds = (*ACTORS, EntityKind.AGREEMENT) if clause.open_role is Role.SUBJECT else TERRITORIES
    return lambda token: reading.entity_at(token, *kinds) is not None


def _today(reading: Reading, said: FieldStatement) -> Iterator[Fact | Candidate]:
    """`Today: Drovia`: where the land of a former state lies now."""
    land = subject_argument(reading, said.field.label_span)
    if land is None or reading.infobox_subject is None or reading.infobox_subject.kind not in TERRITORIES:
        return
    for item in said.items:
        state = argument_at(reading, item.name, *TERRITORIES)
        if state is not None and item.doubt is None and state.reference != land.reference:
            yield state_fact(
                reading,
                Statement(
                    KIND,
                    land,
                    "today part of",
                    state,
                    cells=(("territory", land), ("to", state)),
                    spans=(said.field.label_span.cover(item.span),),
                ),
            )


def _territories(reading: Reading, clause: Clause) -> list[Argument]:
    """The lands that the clause's objects name: `Halvey`, `the provinces of Halvey and Pell`, `control over
    Halvey`, `the Halvey and Pell provinces`."""
    found: list[Argument] = []
    for token in clause.objects:
        own = _land(reading, token)
        inner: tuple[Token, ...] = ()
        if own is None and token.lemma in nouns().place_types | LAND_WORDS:
            # "territories of Velmora" are a part of that state, and none that the words name.
            inner = tuple(
                t
                for t in find_of_objects(clause.sentence, token)
                if reading.kind_at(t) is not EntityKind.POLITY or token.lemma in STATES
            )
            inner = inner or _names_before(clause.sentence, token)
        elif own is None and token.lemma in CONTROL:
            inner = (*find_of_objects(clause.sentence, token), *clause.objects_of("over"))
            inner = (*inner, *_objects_over(clause.sentence, token))
        lands = [own] if own is not None else [_land(reading, t) for t in inner]
        found.extend(a for a in lands if a is not None and a not in found)
    return [a for a in found if not _contains_one_before(reading, found, a)]


def _land(reading: Reading, token: Token) -> Argument | None:
    mention = reading.mention_at(token)
    if mention is None or mention.form is MentionForm.DEMONYM:
        return None  # "freed the Velmorans": people are no land
    if _may_be_ship(reading, mention):
        return None
    return argument_at(reading, token, *TERRITORIES)


def _may_be_ship(reading: Reading, mention: Mention) -> bool:
    """Whether the name of a land has here, and nowhere else, the article of ships: `lost the Velmora`."""
    text = reading.document.text
    others = [m.span for m in reading.mentions if m.entity_id == mention.entity_id and m.text == mention.text]
    with_article = [s for s in others if text[max(0, s.start - 4) : s.start].lower() == "the "]
    return with_article == [mention.span] and len(others) > 3


def _contains_one_before(reading: Reading, found: list[Argument], land: Argument) -> bool:
    """Whether a land only says where the one before it lies: `captured Halvey, Velmora`. A list would end in
    `and`."""
    i = found.index(land)
    if i == 0 or i + 1 < len(found) or land.span.start < found[i - 1].span.end:
        return False
    return reading.quote(Span(found[i - 1].span.end, land.span.start)) == ", "


def _names_before(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """`the Halvey and Pell provinces`: for the parser these are parts of one name."""
    before = [t for t in sentence.subtree(token) if t.index < token.index and t.mask is not None]
    return tuple(t for t in before if t.mask is not None and t.mask.kind is MaskKind.NAME)


def _objects_over(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    return tuple(
        o for word, objects in find_prepositions(sentence, token) if word.lemma == "over" for o in objects
    )


def _held(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    holders = _actors(reading, clause.subjects)
    for territory in _territories(reading, clause):
        for holder in holders:
            if holder.reference == territory.reference:
                continue
            cells = (("holder", holder), ("territory", territory), *_extent(reading, clause))
            yield state_fact(
                reading,
                clause_statement(
                    clause,
                    kind=KIND,
                    subject=holder,
                    predicate=sense.predicate,
                    object=territory,
                    cells=cells,
                ),
            )


def _passing(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    receivers = _actors(reading, (*clause.objects_of("to"), *clause.indirect_objects))
    givers = _actors(reading, clause.subjects)
    treaties = _agreements(reading, clause)
    if sense.predicate == "annexed to" and not receivers:
        receivers, givers = givers, []
    for territory in _territories(reading, clause):
        for receiver in receivers:
            if receiver.reference == territory.reference:
                continue
            cells = [("territory", territory), ("to", receiver), *_extent(reading, clause)]
            cells += [("from", giver) for giver in givers[:1] if len(givers) == 1]
            cells += [("agreement", treaty) for treaty in treaties[:1]]
            about = reading.entities[treaties[0].reference.entity_id or ""] if treaties else None
            yield state_fact(
                reading,
                clause_statement(
                    clause,
                    kind=KIND,
                    subject=territory,
                    predicate=sense.predicate,
                    object=receiver,
                    about=about,
                    cells=tuple(cells),
                ),
            )


def _actors(reading: Reading, tokens: tuple[Token, ...]) -> list[Argument]:
    return [a for t in tokens if (a := argument_at(reading, t, *ACTORS)) is not None]


def _agreements(reading: Reading, clause: Clause) -> list[Argument]:
    """The treaty that does it (`the treaty ceded Halvey`) or under which it is done."""
    tokens = (*clause.subjects, *clause.objects_of(*UNDER))
    return [a for t in tokens if (a := argument_at(reading, t, EntityKind.AGREEMENT)) is not None]


def _extent(reading: Reading, clause: Clause) -> Iterator[tuple[str, Argument]]:
    if clause.qualifier is not None:
        yield "extent", literal_argument(reading, clause.qualifier)
