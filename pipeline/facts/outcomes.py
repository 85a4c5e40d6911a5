"""Outcomes: what came of an event, what a side lost, and what befell a person in it.

Losses of a side are its own (`Drovia lost 519 killed`, `Drovia suffered heavy casualties`); where only the
event or who did it is known, the verb is theirs (`Storming of Halvey killed 12`). Numbers stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.arguments import list_verbs
from pipeline.grammar.bodies import ACTORS, actor_at, is_body, is_narrowed, side_of
from pipeline.grammar.clause import Clause, SubjectSource, Voice
from pipeline.grammar.counts import CountedPhrase, find_counted_phrases, phrase_at, phrases_from, read_outcome
from pipeline.grammar.events import (
    IN_WORDS,
    PLACE_WORDS,
    clause_places,
    event_at,
    infobox_event,
    is_lasting,
    read_sense,
    sense_objects,
    with_words,
)
from pipeline.grammar.looting import PREDICATES as LOOTED
from pipeline.grammar.looting import looted_places
from pipeline.grammar.noun_phrases import find_prepositions, is_date, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.relatives import clause_start
from pipeline.grammar.sides import (
    argument_named,
    nameless_side,
    number_cells,
    quantity_argument,
    quantity_words,
    side_party,
)
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    normalized_argument,
    state_fact,
)
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import name_words, nouns
from pipeline.mentions.infobox import Side
from pipeline.mentions.infobox_values import Quantity
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Candidate, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "outcomes"
LONGEST_RESULT = 8
"""Words: a longer result is told, not named."""
_LOSING = frozenset({"lost", "suffered"})
_DEEDS = frozenset({"killed", "wounded", "captured", "sunk", "destroyed"})
_WEIGHED = frozenset({"inflicted", "left", "cost"})
_BODILY = frozenset({"killed", "wounded", "captured", "executed", "assassinated", "arrested"})
_TOTALLING = frozenset({"total", "number", "amount", "be"})
_OWN_END = frozenset({"died", "surrendered", "deserted"})
_RESULTS = (EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.GOVERNMENT, EntityKind.POLITY)


def outcomes(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the outcomes that the infobox and the sentences state."""
    for side in reading.infobox.sides:
        yield from _side_losses(reading, side)
        yield from _fates(reading, side)
    yield from _results(reading)
    phrases = {s.number: find_counted_phrases(reading.document.text, s) for s in reading.sentences}
    for clause in reading.clauses:
        here = phrases[clause.sentence.number]
        for sense in verb_senses(clause.lemma, KIND):
            yield from _clause_facts(reading, clause, sense, here)
            if sense.predicate in LOOTED:
                said = looted_places(reading, clause, KIND, sense.predicate)
                yield from (state_fact(reading, statement) for statement in said)
        yield from _costs(reading, clause, here)
        yield from _totals(reading, clause, here)


# ---------------------------------------------------------------- infobox


def _side_losses(reading: Reading, side: Side) -> Iterator[Fact | Candidate]:
    for quantity in side.casualties:
        event = infobox_event(reading, quantity.field.label_span)
        if event is not None:
            yield _state_quantity(reading, side, quantity, event)


def _state_quantity(reading: Reading, side: Side, quantity: Quantity, event: Argument) -> Fact | Candidate:
    party, doubt = side_party(reading, side, quantity)
    label = quantity.field.label_span
    losing = normalized_argument(
        _loss_of(reading, quantity), quantity.category_span or label, "casualty_word"
    )
    cells = [("event", event), ("loss", losing), *number_cells(quantity.number, quantity.low, quantity.high)]
    cells += [("party", party)] if party is not None else []
    cells += [("thing", literal_argument(reading, quantity.thing))] if quantity.thing is not None else []
    if side.index is not None:
        cells.append(("side", normalized_argument(str(side.index), label, "side_of_label")))
    words = quantity_words(quantity)
    period = quantity.periods[0] if len(quantity.periods) == 1 else None
    doubts = [d for d in (quantity.doubt, doubt) if d]
    doubts += ["two senses of a loss"] if _is_torn(reading, quantity) else []
    doubts += ["several dates"] if len(quantity.periods) > 1 else []
    whose = party or nameless_side(side, event, label)
    if whose is not None:
        predicate = "suffered" if quantity.category == "casualties" else "lost"
        said, spoken = whose, quantity_argument(reading, quantity, words)
    else:
        predicate = quantity.category or "lost"
        doubts += ["whose losses"] if predicate == "lost" else []
        end = quantity.thing.end if quantity.thing is not None else quantity.number.end
        said, spoken = event, literal_argument(reading, Span(quantity.number.start, end))
    return state_fact(
        reading,
        Statement(
            KIND,
            said,
            predicate,
            spoken,
            about=reading.entities.get(event.reference.entity_id or ""),
            start=period.start if period else None,
            end=period.end if period else None,
            qualifier=next((n.span for n in quantity.notes if n.kind.value == "text"), None),
            cells=tuple(cells),
            spans=(label.cover(quantity.span),),
            doubts=tuple(doubts),
        ),
    )


def _loss_of(reading: Reading, quantity: Quantity) -> str:
    """What happened, by its usual name; several things in the words of the field (`killed or captured`)."""
    words = reading.quote(quantity.category_span).lower() if quantity.category_span is not None else ""
    return words if re.search(r"\b(?:or|and)\b|[,&/]", words) else quantity.category or "lost"


def _is_torn(reading: Reading, quantity: Quantity) -> bool:
    """`Killed and wounded: 25,000 killed`: the label says another thing than the words."""
    if quantity.category_span is None:
        return False
    known = force_words().casualty_words
    for label in quantity.labels:
        said = known.get(reading.quote(label.span).lower())
        if said is not None and said not in (quantity.category, "casualties"):
            return True
    return False


_FATE_PREDICATES = {
    "killed": "was killed",
    "wounded": "was wounded",
    "captured": "was captured",
    "executed": "was executed",
    "assassinated": "was assassinated",
    "died of wounds": "died of wounds",
    "surrendered": "surrendered",
    "died": "died",
    "missing": "went missing",
    "deserted": "deserted",
}


def _fates(reading: Reading, side: Side) -> Iterator[Fact | Candidate]:
    """`Karsten Dray KIA` among the commanders."""
    for item in (*side.commanders, *side.belligerents):
        fate = item.fate
        event = infobox_event(reading, item.field.label_span)
        person = argument_at(reading, item.name, EntityKind.PERSON)
        predicate = _FATE_PREDICATES.get(fate.word or "") if fate is not None else None
        if fate is None or event is None or person is None or predicate is None or person.span != item.name:
            continue
        period = fate.period
        yield state_fact(
            reading,
            Statement(
                KIND,
                person,
                predicate,
                event,
                about=reading.entities.get(event.reference.entity_id or ""),
                start=period.start if period else None,
                end=period.end if period else None,
                cells=(("event", event),),
                spans=(item.field.label_span.cover(fate.span).cover(item.name),),
                doubts=(item.doubt,) if item.doubt else (),
            ),
        )


def _results(reading: Reading) -> Iterator[Fact | Candidate]:
    """`Result: Drovian victory, Treaty of Linden`."""
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
            yield state_fact(
                reading,
                Statement(
                    KIND,
                    event,
                    "result",
                    result,
                    about=reading.entities.get(event.reference.entity_id or ""),
                    cells=(("event", event),),
                    spans=(statement.field.label_span.cover(span),),
                    doubts=tuple(doubts),
                ),
            )


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


_BEFALLEN = {
    "surrender": "surrendered",
    "death": "died",
    "execution": "was executed",
    "capture": "was captured",
}


def _befallen(
    reading: Reading, span: Span, event: Argument, label: Span, doubts: Sequence[str]
) -> Iterator[Fact | Candidate]:
    """`Surrender and exile of Feld and Roe`: what befell each of them."""
    noun, of, _ = reading.quote(span).partition(" of ")
    words = [w for w in re.split(r",? and |, ", noun.lower()) if w in _BEFALLEN]
    if not of or not words:
        return
    people = [
        argument_named(reading, part)
        for part in _members(reading, Span(span.start + len(noun + of), span.end))
    ]
    for word in words:
        for person in people:
            if (
                person is None
                or reading.entities[person.reference.entity_id or ""].kind is not EntityKind.PERSON
            ):
                continue
            yield state_fact(
                reading,
                Statement(
                    KIND,
                    person,
                    _BEFALLEN[word],
                    event,
                    about=reading.entities.get(event.reference.entity_id or ""),
                    cells=(("event", event),),
                    spans=(label.cover(person.span),),
                    doubts=tuple(doubts),
                ),
            )


def _members(reading: Reading, span: Span) -> Iterator[Span]:
    """The members of `Feld, Roe and Dray`."""
    start = span.start
    for joint in re.finditer(r",? and |, ", reading.quote(span)):
        yield Span(start, span.start + joint.start())
        start = span.start + joint.end()
    yield Span(start, span.end)


# ---------------------------------------------------------------- clauses


def _clause_facts(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Fact | Candidate]:
    if sense.predicate == "ended":
        yield from _endings(reading, clause, sense)
        return
    decided = _decide(reading, clause, phrases)
    holders = read_sense(decided, sense)
    if holders is None:
        return
    if sense.predicate in _LOSING:
        yield from _own_losses(reading, decided, sense, phrases)
    elif sense.predicate == "defeated":
        yield from _defeats(reading, decided, sense)
    elif sense.predicate == "resulted in":
        yield from _consequences(reading, decided, sense, phrases)
    elif sense.predicate in _OWN_END:
        yield from _own_ends(reading, decided, sense, phrases)
    else:
        yield from _deeds(reading, decided, sense, holders, phrases)


def _decide(reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]) -> Clause:
    """The clause with its undecided argument filled; with a doubt where the noun that it follows directly is
    none of those to choose from: `Drovia, all of whom sent troops that crushed Feld`."""
    decided = decide_clause(reading, clause, lambda t: _can_undergo(reading, t, phrases))
    if clause.open_role is None or not clause.candidates:
        return decided
    tokens = clause.sentence.tokens
    last = clause_start(clause.sentence, clause.verb).index - 1
    while last > 0 and tokens[last].part_of_speech == "PUNCT":
        last -= 1
    near = tokens[max(last, 0)]
    passed = near.mask is None and near.tag.startswith("NN") and near not in clause.candidates
    return replace(decided, doubts=("nearer noun", *decided.doubts)) if passed else decided


def _can_undergo(reading: Reading, token: Token, phrases: Sequence[CountedPhrase]) -> bool:
    """Whether a relative clause of losses may belong to a noun; also to one that names nobody (`troops`)."""
    kinds = (*ACTORS, EntityKind.EVENT)
    known = argument_at(reading, token, *kinds) is not None or phrase_at(phrases, token) is not None
    return known or is_body(token) or token.text.lower() in nouns().groups


def _events_of_clause(reading: Reading, clause: Clause) -> Argument | None:
    """The event that the clause says it happened in, or that does it: of a battle in a war, the battle."""
    tokens = (*clause.objects, *sense_objects(clause, clause.objects, *IN_WORDS))
    found = [a for t in (*clause.subjects, *tokens) if (a := event_at(reading, t)) is not None]
    unique = {a.reference.entity_id or "": a for a in found}
    if len(unique) > 1:
        unique = {k: a for k, a in unique.items() if not is_lasting(reading.entities[k])}
    return next(iter(unique.values())) if len(unique) == 1 else None


def _entity(reading: Reading, argument: Argument | None) -> Entity | None:
    return reading.entities.get(argument.reference.entity_id or "") if argument is not None else None


def _state_clause(
    reading: Reading,
    clause: Clause,
    said: Argument,
    predicate: str,
    spoken: Argument | None,
    event: Argument | None,
    cells: Sequence[tuple[str, Argument]] = (),
    doubts: Sequence[str] = (),
    words: tuple[Token, ...] = (),
) -> Fact | Candidate:
    places = [] if _hangs_on_date(clause) else clause_places(reading, clause)
    events = [("event", event)] if event is not None else []
    doubts = (*doubts, *_doubts_of_verb(reading, clause))
    statement = clause_statement(
        clause,
        kind=KIND,
        subject=said,
        predicate=predicate,
        object=spoken,
        about=_entity(reading, event),
        place=places[0] if len(places) == 1 else None,
        cells=(*events, *cells),
        doubts=doubts,
    )
    return state_fact(reading, with_words(statement, words))


_FACTUAL = frozenset(
    {"after", "by", "upon", "on", "following", "since", "despite", "through", "while", "when"}
)


def _doubts_of_verb(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """`seized or sank three ships`: one of two; `preoccupied with crushing Feld`: not said to happen."""
    sentence, verb = clause.sentence, clause.verb
    joined = [c for v in list_verbs(sentence, verb) for c in sentence.children(v) if c.dependency == "cc"]
    before = verb.index - 1
    while before > 0 and sentence.tokens[before].dependency in ("aux", "auxpass", "advmod"):
        before -= 1
    joined.append(sentence.tokens[max(before, 0)])
    if any(c.lemma == "or" for c in joined) and _listed_outcome(reading, clause) is None:
        return ("one or the other",)
    head = sentence.head(verb)
    if verb.dependency == "pcomp" and head.lemma not in _FACTUAL:
        return ("not said to happen",)
    return ()


def _hangs_on_date(clause: Clause) -> bool:
    """`on 5 May 1704 and Pell seemed lost`, where the parser takes the town for a second date."""
    objects = clause.objects_of(*PLACE_WORDS)
    return any(is_date(clause.sentence.head(o)) for o in objects)


def _phrase_cells(
    reading: Reading, phrase: CountedPhrase, loss: str, word: Span, party: Argument | None
) -> list[tuple[str, Argument]]:
    cells = [("loss", normalized_argument(loss, word, "casualty_word"))]
    if phrase.count is not None:
        cells += number_cells(phrase.count.span, phrase.count.low, phrase.count.high)
        if phrase.thing is not None and phrase.thing.lemma not in force_words().losses:
            cells.append(("thing", literal_argument(reading, phrase.thing.span)))
    if party is not None:
        cells.append(("party", party))
    return cells


def _phrase_doubts(phrase: CountedPhrase) -> tuple[str, ...]:
    return ("part of a number",) if phrase.is_part else ()


# ---------------------------------------------------------------- somebody's own losses


def _own_losses(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Fact | Candidate]:
    """`Drovia lost 600 men and 3 ships`, `the Drovians suffered heavy casualties`."""
    losers = [a for t in clause.subjects if (a := actor_at(reading, clause.sentence, t)) is not None]
    events = [a for t in clause.subjects if (a := event_at(reading, t)) is not None]
    for phrase in _object_phrases(reading, clause, phrases):
        if not _is_loss(phrase, sense.predicate):
            continue
        for loser in losers if not events else ():
            loss = phrase.outcome or "lost"
            cells = _phrase_cells(reading, phrase, loss, clause.verb.span, loser)
            spoken = literal_argument(reading, phrase.span)
            doubts = (
                *_phrase_doubts(phrase),
                *_far_participle(clause),
                *(("whose losses",) if len(losers) > 1 else ()),
            )
            predicate = "suffered" if phrase.outcome == "casualties" else sense.predicate
            event = _events_of_clause(reading, clause)
            yield _state_clause(reading, clause, loser, predicate, spoken, event, cells, doubts)


def _object_phrases(
    reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]
) -> tuple[CountedPhrase, ...]:
    found: list[CountedPhrase] = []
    for token in clause.objects:
        phrase = phrase_at(phrases, token)
        if phrase is not None and phrase not in found:
            found.append(phrase)
    if clause.voice is Voice.ACTIVE and not found:
        after = [p for p in phrases if 0 <= p.span.start - clause.verb.span.end <= 1]
        found += after[:1]
    if found and clause.voice is Voice.ACTIVE:
        chained = phrases_from(reading.document.text, phrases, found[-1])
        found += [p for p in chained if p not in found]
    return tuple(found)


def _is_loss(phrase: CountedPhrase, predicate: str) -> bool:
    if phrase.outcome is not None:
        return True
    if phrase.thing is None or predicate == "suffered":
        return False
    known = force_words()
    return phrase.thing.lemma.lower() in (known.members | known.equipment)


def _costs(reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]) -> Iterator[Fact | Candidate]:
    """`They marched at the cost of six casualties`, `took the keep with the loss of 30 men`."""
    for noun in clause.objects_of("at", "with"):
        if noun.lemma not in ("cost", "loss", "price") or noun.mask is not None:
            continue
        for word, objects in find_prepositions(clause.sentence, noun):
            for token in objects if word.lemma == "of" else ():
                phrase = phrase_at(phrases, token)
                if phrase is None or not _is_loss(phrase, "lost"):
                    continue
                losers = [
                    a for t in clause.subjects if (a := actor_at(reading, clause.sentence, t)) is not None
                ]
                for loser in losers:
                    cells = _phrase_cells(reading, phrase, phrase.outcome or "lost", noun.span, loser)
                    predicate = "suffered" if phrase.outcome == "casualties" else "lost"
                    yield _state_clause(
                        reading, clause, loser, predicate, literal_argument(reading, phrase.span),
                        _events_of_clause(reading, clause), cells,
                        (*_phrase_doubts(phrase), *(("whose losses",) if len(losers) > 1 else ())),
                    )  # fmt: skip


def _totals(reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]) -> Iterator[Fact | Candidate]:
    """`Drovian losses totalled over 1,000 men`, `Roe's casualties were 500 killed and 20 missing`."""
    known = force_words()
    for token in clause.subjects if clause.lemma in _TOTALLING else ():
        if token.mask is not None or token.lemma not in ("casualty", "loss"):
            continue
        party = side_of(reading, clause.sentence, token)
        after = [p for p in phrases if p.span.start >= clause.verb.span.end]
        if (
            not after
            or party is None
            or re.search(r"[,;(]", _between(reading, clause.verb.span, after[0].span))
        ):
            continue
        for phrase in phrases_from(reading.document.text, phrases, after[0]):
            fits = phrase.thing is None or phrase.thing.lemma in known.countable | known.losses.keys()
            loss = phrase.outcome or known.losses[token.lemma]
            bare = phrase.outcome is None and phrase.thing is None
            spoken = literal_argument(reading, phrase.span)
            if bare:
                words = f"{reading.quote(phrase.span)} {token.text}"
                spoken = normalized_argument(words, token.span.cover(phrase.span), "number_of_subject")
            yield _state_clause(
                reading, clause, party, "suffered" if bare or phrase.outcome == "casualties" else "lost",
                spoken, _events_of_clause(reading, clause),
                _phrase_cells(reading, phrase, loss, token.span, party),
                (*_phrase_doubts(phrase), *(() if fits else ("no loss",))), (token,),
            )  # fmt: skip


def _between(reading: Reading, first: Span, second: Span) -> str:
    return reading.document.text[first.end : max(first.end, second.start)]


# ---------------------------------------------------------------- what was done to whom


def _deeds(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    holders: tuple[Token, ...],
    phrases: Sequence[CountedPhrase],
) -> Iterator[Fact | Candidate]:
    """`The storming killed 12 guards`, `30 Drovians were captured at the siege of Pell`, `Roe was killed`."""
    event = _events_of_clause(reading, clause)
    agents = [a for t in clause.subjects if (a := actor_at(reading, clause.sentence, t)) is not None]
    agents += [a for t in clause.subjects if (a := event_at(reading, t)) is not None]
    far = _far_participle(clause)
    for phrase in _object_phrases(reading, clause, phrases):
        yield from _deed_on_number(reading, clause, sense, holders, phrase, agents, event, far)
    for token in clause.objects:
        person = argument_at(reading, token, EntityKind.PERSON)
        if any(c.lemma == "the" for c in clause.sentence.children(token)):
            # "captured the Citadel": nobody's name has an article.
            person = None
        if person is not None and sense.predicate in _BODILY and sense.noun in (None, "prisoner"):
            yield from _deed_on_person(reading, clause, sense, person, agents, event)


def _deed_on_number(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    holders: tuple[Token, ...],
    phrase: CountedPhrase,
    agents: Sequence[Argument],
    event: Argument | None,
    far: tuple[str, ...],
) -> Iterator[Fact | Candidate]:
    spoken = literal_argument(reading, phrase.span)
    party = _party_of(reading, clause.sentence, phrase)
    listed = _listed_outcome(reading, clause)
    if listed is not None:
        # "killed, wounded or captured 300 Drovians": one number of all three.
        if party is not None:
            cells = _phrase_cells(reading, phrase, *listed, party)
            yield _state_clause(
                reading, clause, party, "lost", spoken, event, cells, _phrase_doubts(phrase), holders
            )
        return
    loss = phrase.outcome or sense.predicate
    cells = _phrase_cells(reading, phrase, loss, clause.verb.span, party)
    doubts = [*_phrase_doubts(phrase), *_unfit(phrase, sense)]
    doers = [a for a in agents if not phrase.span.contains(a.span)]
    if phrase.outcome is None and sense.predicate in _WEIGHED:
        return
    if len(doers) == 1:
        doubts += [*far, *_far_agent(reading, clause, doers[0])]
        yield _state_clause(reading, clause, doers[0], sense.predicate, spoken, event, cells, doubts, holders)
    elif event is not None:
        yield _state_clause(reading, clause, event, sense.predicate, spoken, event, cells, doubts, holders)
    elif party is not None:
        yield from _told_by_party(reading, clause, sense, phrase, party, cells, doubts, holders)


def _counted_span(phrase: CountedPhrase) -> Span:
    """The number with its noun: `300 guards` of `300 guards died`."""
    return Span(phrase.span.start, phrase.thing.span.end) if phrase.thing is not None else phrase.span


def _listed_outcome(reading: Reading, clause: Clause) -> tuple[str, Span] | None:
    """What a list of verbs says of one number, where it holds the verb of the clause."""
    text, sentence = reading.document.text, clause.sentence
    for verb in list_verbs(sentence, clause.verb):
        found = read_outcome(text, verb.span.start, sentence.span.end)
        if found is not None and found[1].contains(clause.verb.span) and found[1] != clause.verb.span:
            return found if re.search(r"\bor\b", reading.quote(found[1])) else None
    return None


def _told_by_party(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    phrase: CountedPhrase,
    party: Argument,
    cells: Sequence[tuple[str, Argument]],
    doubts: Sequence[str],
    holders: tuple[Token, ...],
) -> Iterator[Fact | Candidate]:
    """Where neither the event nor who did it is known: a side lost its soldiers and ships; of other people it
    is only said what befell them."""
    spoken = literal_argument(reading, _counted_span(phrase))
    lemma = phrase.thing.lemma.lower() if phrase.thing is not None else ""
    own = phrase.thing is not None and phrase.thing.mask is None and lemma not in force_words().people
    if own and sense.predicate in (*_DEEDS, "died", "surrendered"):
        yield _state_clause(reading, clause, party, "lost", spoken, None, cells, doubts, holders)
    elif sense.predicate in _OWN_END:
        yield _state_clause(reading, clause, spoken, sense.predicate, None, None, cells, doubts, holders)
    elif sense.predicate in _BODILY and clause.voice is Voice.PASSIVE:
        yield _state_clause(
            reading, clause, spoken, f"was {sense.predicate}", None, None, cells, doubts, holders
        )


def _far_agent(reading: Reading, clause: Clause, agent: Argument) -> tuple[str, ...]:
    """`300 were taken, 200 by Feld and the rest by the Drovians`: who did it did a part of it."""
    between = _between(reading, clause.verb.span, agent.span)
    return ("far agent",) if clause.voice is Voice.PASSIVE and re.search(r"[,;\d]", between) else ()


def _far_participle(clause: Clause) -> tuple[str, ...]:
    """`Feld was driven off by Roe, who burned Pell, taking 200 prisoners`: another verb stands nearer than
    the one whose subject the participle was given."""
    if clause.subject_source is not SubjectSource.PARTICIPLE or clause.parent is None:
        return ()
    between = clause.sentence.tokens[clause.parent.index + 1 : clause.verb.index]
    nearer = [
        t for t in between if t.tag in ("VBD", "VBZ", "VBP") and t.dependency in ("relcl", "ccomp", "advcl")
    ]
    return ("nearer verb",) if nearer else ()


def _party_of(reading: Reading, sentence: Sentence, phrase: CountedPhrase) -> Argument | None:
    return side_of(reading, sentence, phrase.thing) if phrase.thing is not None else None


def _unfit(phrase: CountedPhrase, sense: VerbSense) -> tuple[str, ...]:
    """What cannot be killed, sunk or captured by number."""
    known = force_words()
    if phrase.thing is None:
        return (
            ()
            if phrase.outcome is not None or sense.predicate in ("killed", "wounded")
            else ("what is counted",)
        )
    lemma = phrase.thing.lemma.lower()
    if phrase.thing.mask is not None:
        return ()
    fitting = known.members | known.people | known.losses.keys()
    if sense.predicate in ("sunk", "destroyed"):
        fitting = known.equipment
    elif sense.predicate in ("captured", "lost"):
        fitting |= known.equipment
    return () if lemma in fitting else ("what is counted",)


def _deed_on_person(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    person: Argument,
    agents: Sequence[Argument],
    event: Argument | None,
) -> Iterator[Fact | Candidate]:
    if len(agents) == 1 and agents[0].reference != person.reference and not _is_event(reading, agents[0]):
        doubts = _far_agent(reading, clause, agents[0])
        yield _state_clause(reading, clause, agents[0], sense.predicate, person, event, (), doubts)
    elif not agents and clause.voice is Voice.PASSIVE:
        yield _state_clause(reading, clause, person, f"was {sense.predicate}", event, event)


def _is_event(reading: Reading, argument: Argument) -> bool:
    entity = _entity(reading, argument)
    return entity is not None and entity.kind is EntityKind.EVENT


def _own_ends(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Fact | Candidate]:
    """`2,500 Drovians died`, `Roe surrendered to Feld`, `Feld died at Pell`."""
    event = _events_of_clause(reading, clause)
    for token in clause.subjects:
        phrase = phrase_at(phrases, token)
        if phrase is not None and phrase.count is not None:
            party = _party_of(reading, clause.sentence, phrase)
            cells = _phrase_cells(reading, phrase, sense.predicate, clause.verb.span, party)
            doubts = (*_phrase_doubts(phrase), *_unfit(phrase, sense))
            spoken = literal_argument(reading, _counted_span(phrase))
            if event is not None:
                yield _state_clause(reading, clause, event, sense.predicate, spoken, event, cells, doubts)
            elif party is not None:
                yield from _told_by_party(reading, clause, sense, phrase, party, cells, doubts, ())
            continue
        kinds = ACTORS if sense.predicate == "surrendered" else (EntityKind.PERSON,)
        who = argument_at(reading, token, *kinds)
        if who is not None and not (sense.predicate == "surrendered" and clause.objects):
            yield _state_clause(
                reading, clause, who, sense.predicate, event or _victor(reading, clause), event
            )


def _victor(reading: Reading, clause: Clause) -> Argument | None:
    tokens = [
        o
        for p in clause.prepositions
        if p.word == "to" and clause.sentence.tokens[p.token.index - 1].lemma != "not"
        for o in p.objects
    ]
    found = [a for t in tokens if (a := argument_at(reading, t, *ACTORS)) is not None]
    return found[0] if len(found) == 1 else None


# ---------------------------------------------------------------- defeats and consequences


def _defeats(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    """`Feld defeated Dray in 1704`, where no battle is named: with one, both are participants of it."""
    if _events_of_clause(reading, clause) is not None:
        return
    sentence = clause.sentence
    victors = [a for t in clause.subjects if (a := actor_at(reading, sentence, t)) is not None]
    for token in clause.objects:
        loser = actor_at(reading, sentence, token)
        if loser is None:
            continue
        doubts = ("narrowed",) if is_narrowed(sentence, token) else _unknown_place(reading, clause)
        for victor in victors:
            if victor.reference != loser.reference:
                far = _far_agent(reading, clause, victor)
                yield _state_clause(
                    reading, clause, victor, sense.predicate, loser, None, (), (*doubts, *far)
                )
        if not clause.subjects and clause.voice is Voice.PASSIVE and clause.lemma != "beat":
            # "was beaten and robbed": no defeat.
            yield _state_clause(reading, clause, loser, "was defeated", None, None, (), doubts)


def _endings(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    """`The Treaty of Linden ended the Salt War`, `put an end to the Salt War`."""
    kinds = (EntityKind.EVENT, EntityKind.AGREEMENT)
    decided = decide_clause(reading, clause, lambda t: event_at(reading, t, *kinds) is not None)
    words = read_sense(decided, sense)
    causes = [a for t in decided.subjects if (a := event_at(reading, t, *kinds)) is not None]
    if words is None or len(causes) != 1:
        return
    ended = (*decided.objects, *(sense_objects(decided, words, "to") if words else ()))
    for token in ended:
        event = event_at(reading, token)
        if event is not None and event.reference != causes[0].reference:
            yield _state_clause(reading, decided, causes[0], sense.predicate, event, event, (), (), words)


def _unknown_place(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """`were defeated on the island`: a defeat somewhere is no defeat in the war."""
    tokens = [o for o in sense_objects(clause, clause.objects, "in", "at", "on", "near") if not is_date(o)]
    known = [t for t in tokens if reading.entity_at(t) is not None]
    return ("where",) if len(known) < len(tokens) else ()


def _consequences(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Fact | Candidate]:
    """`The Salt War ended in a Drovian victory`, `the battle resulted in the Treaty of Linden`."""
    causes = [
        a
        for t in clause.subjects
        if (a := event_at(reading, t, EntityKind.EVENT, EntityKind.AGREEMENT)) is not None
    ]
    if len(causes) != 1:
        return
    cause = causes[0]
    about = cause if _is_event(reading, cause) else None
    for token in clause.objects_of(sense.preposition or "in"):
        if is_date(token):
            continue
        phrase = phrase_at(phrases, token)
        if phrase is not None and phrase.outcome is not None:
            party = _party_of(reading, clause.sentence, phrase)
            cells = _phrase_cells(reading, phrase, phrase.outcome, phrase.span, party)
            spoken = literal_argument(reading, phrase.span)
            yield _state_clause(
                reading, clause, cause, sense.predicate, spoken, about, cells, _phrase_doubts(phrase)
            )
            continue
        named = argument_at(reading, token, EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.GOVERNMENT)
        result = named or _short_result(reading, clause.sentence, token)
        if result is not None and result.reference != cause.reference:
            yield _state_clause(reading, clause, cause, sense.predicate, result, about)


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
