"""Territorial changes: a territory is held by somebody, or passes from one to another.

Held (occupied, captured, claimed ...): the subject holds the object. Passing (ceded, awarded, returned,
annexed, fell): the subject is the territory, the object whoever receives it, and who gave it and under which
treaty stand beside. Where nobody is named who does it (`was captured`), the territory stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.clause import Clause, Role, Voice
from pipeline.grammar.encirclements import encirclements
from pipeline.grammar.land_acts import LandAct, find_land_acts, find_named_acts
from pipeline.grammar.land_fields import find_field_acts
from pipeline.grammar.land_participles import find_participle_acts
from pipeline.grammar.land_statements import (
    GAVE_UP,
    KIND,
    actors_of,
    extent_cells,
    state_land,
    treaties_of,
    with_other_ends,
)
from pipeline.grammar.lands import (
    TERRITORIES,
    Land,
    find_described_land,
    find_land,
    find_lands,
    is_hands,
    list_introducer,
    owners_of_hands,
)
from pipeline.grammar.noun_phrases import find_of_objects, find_prepositions
from pipeline.grammar.reading import Reading
from pipeline.grammar.relating import entity_of, in_brackets_after
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    literal_argument,
    state_fact,
    subject_argument,
)
from pipeline.lexicon.territory import territory_words
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.mentions.infobox import Statement as FieldStatement
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Token

_THERE = re.compile(r"\b(?:in|at|near|outside) \Z")
ACTORS = (
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.PERSON,
    EntityKind.ORGANIZATION,
    EntityKind.UNIT,
    EntityKind.GROUP,
)
# What a land does or becomes: the clause's subject is the land.
BECOMING = frozenset(
    {"fell to", "fell", "belonged to", "became part of", "came under", "remained with"}
    | {"returned to", "transferred to", "seceded from"}
)
PART_OF = frozenset({"became part of", "belonged to"})
IN_HANDS = frozenset({"came under", "remained with"})
SECEDED = "seceded from"
DIVIDED = "divided among"
STATES = (EntityKind.POLITY, EntityKind.GOVERNMENT)


def territorial_changes(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield what the infobox, the clauses and the nouns of acts state of territories."""
    for found in _changes(reading):
        yield from with_other_ends(found) if isinstance(found, Fact) else (found,)


def _changes(reading: Reading) -> Iterator[Fact | Candidate]:
    for statement in reading.infobox.statement("today"):
        yield from _today(reading, statement)
    for role in ("territory", "result"):
        for statement in reading.infobox.statement(role):
            for item in statement.items:
                for act in find_field_acts(reading, item.span) if item.doubt is None else ():
                    yield from _act_facts(reading, act)
    for undecided in reading.clauses:
        yield from encirclements(reading, undecided)
        senses = verb_senses(undecided.lemma, KIND)
        if not senses:
            continue
        clause = _decide(reading, undecided)
        for sense in senses:
            found = tuple(_read_sense(reading, clause, sense))
            yield from found
            if found and sense.about == "subject" and sense.predicate in (*BECOMING, GAVE_UP):
                break  # The list has the fullest sense first.
    for act in (*find_named_acts(reading), *find_participle_acts(reading)):
        yield from _act_facts(reading, act)
    for sentence in reading.sentences:
        for act in find_land_acts(reading, sentence):
            yield from _act_facts(reading, act)


def _read_sense(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    if sense.particle is not None and clause.particle != sense.particle:
        return
    if sense.predicate == DIVIDED:
        yield from _divided(reading, clause, sense)
    elif sense.about == "object" and sense.predicate not in IN_HANDS:
        yield from _passing(reading, clause, sense)
    elif sense.about == "object":
        yield from _becoming(reading, clause, sense, clause.objects)
    elif sense.predicate in BECOMING and (not clause.objects or sense.predicate in PART_OF):
        yield from _becoming(reading, clause, sense, clause.subjects)
    elif sense.predicate in BECOMING:
        return
    elif sense.predicate == GAVE_UP:
        yield from _giving_up(reading, clause, sense)
    else:
        yield from _held(reading, clause, sense)


def _decide(reading: Reading, clause: Clause) -> Clause:
    """Return the clause with the argument that the grammar left open: a land, or who or what acts upon it."""
    introducer = list_introducer(reading, clause) if clause.open_role is Role.OBJECT else None
    if introducer is not None:
        return clause.decide(lambda token: token is introducer)
    return decide_clause(reading, clause, _fits(reading, clause))


def _fits(reading: Reading, clause: Clause) -> Callable[[Token], bool]:
    kinds = (*ACTORS, EntityKind.AGREEMENT) if clause.open_role is Role.SUBJECT else TERRITORIES
    return lambda token: reading.entity_at(token, *kinds) is not None


def _today(reading: Reading, said: FieldStatement) -> Iterator[Fact | Candidate]:
    """`Today: Drovia`: where the land of a former state lies now."""
    land = subject_argument(reading, said.field.label_span)
    # An occupation may have the infobox of a state, which has a name of its own.
    is_state = bool(reading.infobox.statement("official name"))
    kinds = (*TERRITORIES, EntityKind.EVENT) if is_state else TERRITORIES
    if land is None or reading.infobox_subject is None or reading.infobox_subject.kind not in kinds:
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


# ---------------------------------------------------------------- held


def _territories(reading: Reading, clause: Clause, tokens: tuple[Token, ...]) -> list[Land]:
    """The lands that tokens of the clause name, none twice."""
    found: list[Land] = []
    for token in tokens:
        lands = find_lands(reading, clause.sentence, token, clause.objects_of("over"))
        described = None if lands else find_described_land(reading, clause.sentence, token)
        for land in (*lands, *((Land(described, None),) if described is not None else ())):
            if land.argument not in [known.argument for known in found]:
                found.append(land)
    return [land for land in found if not _contains_one_before(reading, found, land)]


def _contains_one_before(reading: Reading, found: list[Land], land: Land) -> bool:
    """Whether a land only says where the one before it lies: `captured Halvey, Velmora`. A list would end in
    `and`."""
    i = found.index(land)
    if i == 0 or i + 1 < len(found) or land.argument.span.start < found[i - 1].argument.span.end:
        return False
    return reading.quote(Span(found[i - 1].argument.span.end, land.argument.span.start)) == ", "


def _held(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    holders = actors_of(reading, clause, clause.subjects)
    lands = _territories(reading, clause, clause.objects)
    if not holders and _is_agentless(clause):
        yield from _undergone(reading, clause, sense, lands)
    for land in lands:
        for holder in holders:
            if holder.reference == land.argument.reference:
                continue
            cells = (("holder", holder), ("territory", land.argument), *extent_cells(reading, clause, land))
            yield state_land(reading, clause, land, holder, sense.predicate, land.argument, cells)


def _is_agentless(clause: Clause) -> bool:
    """Whether a finite passive does not say by whom: `Halvey was captured`."""
    has_auxiliary = any(t.dependency == "auxpass" for t in clause.sentence.children(clause.verb))
    return clause.voice is Voice.PASSIVE and not clause.subjects and has_auxiliary


def _undergone(
    reading: Reading, clause: Clause, sense: VerbSense, lands: list[Land]
) -> Iterator[Fact | Candidate]:
    predicate = territory_words().unsaid.get(sense.predicate)
    if predicate is None:
        return
    for land in lands:
        cells = (("territory", land.argument), *extent_cells(reading, clause, land))
        yield state_land(reading, clause, land, land.argument, predicate, None, cells)


# ---------------------------------------------------------------- passing


def _passing(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    if sense.preposition is not None and not clause.objects_of(sense.preposition):
        return
    givers = actors_of(reading, clause, clause.subjects)
    treaties = treaties_of(reading, clause)
    lands = _territories(reading, clause, clause.objects)
    if _is_agentless(clause) and not clause.objects_of("to", "into") and not clause.indirect_objects:
        yield from _undergone(reading, clause, sense, lands)
    for land, goals in _passed_to(reading, clause, lands):
        receivers = actors_of(reading, clause, goals)
        receivers += [a for t in goals if is_hands(t) for a in owners_of_hands(reading, clause.sentence, t)]
        takes = sense.predicate == "annexed to" and not receivers
        for receiver in givers if takes else receivers:
            if receiver.reference == land.argument.reference:
                continue
            cells = [("territory", land.argument), ("to", receiver), *extent_cells(reading, clause, land)]
            cells += [("from", giver) for giver in givers[:1] if len(givers) == 1 and not takes]
            cells += [("agreement", treaty) for treaty in treaties[:1]]
            about = reading.entities[treaties[0].reference.entity_id or ""] if treaties else None
            yield state_land(
                reading, clause, land, land.argument, sense.predicate, receiver, tuple(cells), about
            )


def _passed_to(
    reading: Reading, clause: Clause, lands: list[Land]
) -> Iterator[tuple[Land, tuple[Token, ...]]]:
    """Each land with the nouns of who may receive it. `Gave Pell to Drovia and Corrow to Velmora` has two
    pairs, though for the parser Drovia and Corrow are one list."""
    phrases = [p for p in clause.prepositions if p.word in ("to", "into")]
    if len(phrases) < 2:
        goals = (*(o for p in phrases for o in p.objects), *clause.indirect_objects)
        goals = goals or _goals_behind(clause)
        yield from ((land, goals) for land in lands)
        return
    first, second = phrases[:2]
    yield from ((land, first.objects[:1]) for land in lands)
    if len(first.objects) == 2 and second.token.index == first.objects[1].index + 1:
        other = find_land(reading, first.objects[1])
        if other is not None:
            yield Land(other, None), second.objects


def _goals_behind(clause: Clause) -> tuple[Token, ...]:
    """Drovia in `ceded Pell and a part of Corrow to Drovia`, where the parser ties it to the last land."""
    if not clause.objects or clause.voice is Voice.PASSIVE:
        return ()
    last = clause.objects[-1]
    holders = [last]
    if last.dependency == "pobj":
        holders.append(clause.sentence.head(clause.sentence.head(last)))
    phrases = [p for holder in holders for p in find_prepositions(clause.sentence, holder)]
    is_behind = [(w, objects) for w, objects in phrases if w.lemma == "to" and w.index > last.index]
    return tuple(o for _, objects in is_behind for o in objects)


def _divided(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    """`Halvey was partitioned between Drovia and Velmora`: each has a part of it."""
    words = (sense.preposition or "").split("|")
    found = (argument_at(reading, t, *STATES) for t in clause.objects_of(*words))
    states = [a for a in found if a is not None]
    for land in _territories(reading, clause, clause.objects) if len(states) > 1 else ():
        for state in states:
            if state.reference != land.argument.reference:
                cells = (("territory", land.argument), ("to", state), *extent_cells(reading, clause, land))
                yield state_land(reading, clause, land, land.argument, sense.predicate, state, cells)


def _giving_up(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    """`Velmora relinquished Halvey`: to whom is not said."""
    if clause.objects_of("to") or clause.indirect_objects or _goals_behind(clause):
        return
    for land in _territories(reading, clause, clause.objects):
        for giver in actors_of(reading, clause, clause.subjects):
            if giver.reference != land.argument.reference:
                cells = (("territory", land.argument), ("from", giver), *extent_cells(reading, clause, land))
                yield state_land(reading, clause, land, giver, sense.predicate, land.argument, cells)


# ---------------------------------------------------------------- what a land does


def _becoming(
    reading: Reading, clause: Clause, sense: VerbSense, tokens: tuple[Token, ...]
) -> Iterator[Fact | Candidate]:
    """`Halvey fell to the Drovians`, `came under Drovian rule`, `became part of Drovia`."""
    lands = [
        land
        for land in _territories(reading, clause, tokens)
        if land.extent or clause.qualifier or _is_certain_land(reading, land.argument)
    ]
    receivers: list[Argument | None] = list(_owners(reading, clause, sense))
    if sense.predicate == "fell":
        receivers = [None] if _falls(clause) else []
    for land in lands:
        for owner in receivers:
            if owner is not None and owner.reference == land.argument.reference:
                continue
            cells = [("territory", land.argument), *extent_cells(reading, clause, land)]
            role = "from" if sense.predicate == SECEDED else "to"
            cells += [(role, owner)] if owner is not None else []
            yield state_land(reading, clause, land, land.argument, sense.predicate, owner, tuple(cells))


def _is_certain_land(reading: Reading, land: Argument) -> bool:
    """Whether what acts like a person or a state is a land indeed: the text says which sort of place, or that
    somebody was there."""
    entity = reading.entities[land.reference.entity_id or ""]
    if entity.kind is not EntityKind.PLACE or entity.place_type is not None:
        return entity.place_type is not None
    text = reading.document.text
    own = (m for m in reading.mentions if m.entity_id == entity.entity_id)
    return any(_THERE.search(text, max(0, m.span.start - 10), m.span.start) for m in own)


def _falls(clause: Clause) -> bool:
    """Whether a bare `fell` is said, not `fell ill`, `fell into ruin`, `fell behind`."""
    children = clause.sentence.children(clause.verb)
    beside = [t for t in children if t.dependency in ("acomp", "attr", "oprd", "prt", "xcomp", "advmod")]
    plain = all(t.lemma.endswith("ly") or t.lemma in ("soon", "then") for t in beside)
    sentence, after = clause.sentence, clause.verb.index + 1
    if any(t.text in ("to", "into") for t in sentence.tokens[after : after + 1]):
        return False
    known = ("on", "in", "after", "during", "by", "before", "at", "until", "within")
    return plain and all(
        p.word in known and (p.word in ("after", "following") or not p.objects) for p in clause.prepositions
    )


def _owners(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Argument]:
    """To whom a land falls, or of whom it becomes a part."""
    if sense.predicate in PART_OF and sense.preposition is None:
        yield from _wholes(reading, clause, sense)
        return
    words = tuple((sense.preposition or "").split("|"))
    for token in clause.objects_of(*words):
        if is_hands(token):
            yield from owners_of_hands(reading, clause.sentence, token)
        elif sense.predicate not in IN_HANDS:
            yield from actors_of(reading, clause, (token,))


def _wholes(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Argument]:
    """`became a province of Drovia`, `had been part of Drovia`; what it is today is its place."""
    if sense.predicate == "belonged to" and not _is_past(clause):
        return
    for said in clause.complements_as():
        if said.mask is None and said.lemma in territory_words().parts:
            for token in find_of_objects(clause.sentence, said):
                whole = find_land(reading, token)
                inner = in_brackets_after(reading, whole, *TERRITORIES) if whole is not None else None
                yield from (w for w in (whole, inner) if w is not None)


def _is_past(clause: Clause) -> bool:
    tokens = [clause.verb, *(t for t in clause.sentence.children(clause.verb) if t.dependency == "aux")]
    return any(t.tag == "VBD" for t in tokens)


# ---------------------------------------------------------------- nouns of acts


def _act_facts(reading: Reading, act: LandAct) -> Iterator[Fact | Candidate]:
    """`the Drovian occupation of Halvey`, `the cession of Halvey to Drovia in 1709`."""
    unsaid = territory_words().unsaid.get(act.predicate)
    for land in act.lands if unsaid is not None and not (act.actors or act.receivers) else ():
        cells = [("territory", land.argument)]
        cells += [("extent", literal_argument(reading, land.extent))] if land.extent else []
        yield state_fact(
            reading,
            Statement(
                KIND, land.argument, unsaid or "", cells=tuple(cells), spans=(act.span,), doubts=act.doubts
            ),
        )
    for land in act.lands:
        for other in act.receivers if act.is_passing else act.actors:
            if other.reference == land.argument.reference:
                continue
            ends = (land.argument, other) if act.is_passing else (other, land.argument)
            role = "to" if act.is_passing else "from" if act.predicate == GAVE_UP else "holder"
            cells = [("territory", land.argument), (role, other)]
            cells += [("extent", literal_argument(reading, land.extent))] if land.extent else []
            cells += [("from", a) for a in act.actors[:1] if act.is_passing and len(act.actors) == 1]
            cells += [("agreement", act.treaty)] if act.treaty is not None else []
            yield state_fact(
                reading,
                Statement(
                    KIND,
                    ends[0],
                    act.predicate,
                    ends[1],
                    about=entity_of(reading, act.treaty) if act.treaty is not None else None,
                    start=act.date.start if act.date else None,
                    end=act.date.end if act.date else None,
                    negated=act.negated,
                    certainty=act.certainty,
                    qualifier=land.extent,
                    cells=tuple(cells),
                    spans=(act.span,),
                    doubts=act.doubts,
                ),
            )
