"""A clause and its counted phrases in, what was done to whom in it, or how somebody ended, out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.bodies import ACTORS, actor_at, is_body, is_narrowed
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.counts import CountedPhrase, phrase_at
from pipeline.grammar.events import event_at, read_head_noun, sense_objects
from pipeline.grammar.losses import object_phrases
from pipeline.grammar.noun_phrases import find_of_objects, is_date
from pipeline.grammar.outcome_statements import (
    counted_span,
    event_of_clause,
    far_agent,
    far_participle,
    is_event,
    listed_outcome,
    outcome_statement,
    party_of,
    phrase_cells,
    phrase_doubts,
)
from pipeline.grammar.reading import Reading
from pipeline.grammar.relatives import clause_start
from pipeline.grammar.statement import Argument, Statement, argument_at, literal_argument
from pipeline.lexicon.events import event_words
from pipeline.lexicon.forces import force_words
from pipeline.lexicon.verbs import VerbSense
from pipeline.lexicon.words import nouns
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.syntax import Token

OWN_ENDS = frozenset({"died", "surrendered", "deserted"})
_DEEDS = frozenset({"killed", "wounded", "captured", "sunk", "destroyed"})
_WEIGHED = frozenset({"inflicted", "left", "cost"})
_BODILY = frozenset(
    {"killed", "wounded", "captured", "executed", "assassinated", "arrested", "imprisoned", "released"}
)
_TOGETHER = frozenset({"along", "together"})
_LEADING = ("lead", "stage", "launch", "mount", "attempt", "plan", "organize", "organise", "head", "join")
_UNTIED = (("unknown control",), ("subject missing",), ())
_OVERTHROWN = (EntityKind.PERSON, EntityKind.GOVERNMENT)


def decide_victim(reading: Reading, clause: Clause, phrases: Sequence[CountedPhrase]) -> Clause:
    """Return the clause with its undecided argument filled; with a doubt where the noun that it follows
    directly is none of those to choose from: `Drovia, all of whom sent troops that crushed Feld`."""
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


def deeds(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    holders: tuple[Token, ...],
    phrases: Sequence[CountedPhrase],
) -> Iterator[Statement]:
    """Yield what `the storming killed 12 guards`, `30 Drovians were captured at the siege of Pell`, `Roe was
    killed` state."""
    event = event_of_clause(reading, clause)
    agents = [a for t in clause.subjects if (a := actor_at(reading, clause.sentence, t)) is not None]
    agents += [a for t in clause.subjects if (a := event_at(reading, t)) is not None]
    far = far_participle(clause)
    for phrase in object_phrases(reading, clause, phrases):
        yield from _deed_on_number(reading, clause, sense, holders, phrase, agents, event, far)
    for token in clause.objects:
        person = argument_at(reading, token, EntityKind.PERSON)
        if any(c.lemma == "the" for c in clause.sentence.children(token)):
            # "captured the Citadel": nobody's name has an article.
            person = None
        if person is not None and sense.predicate in _BODILY and sense.noun in (None, "prisoner", "arrest"):
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
) -> Iterator[Statement]:
    spoken = literal_argument(reading, phrase.span)
    party = party_of(reading, clause.sentence, phrase)
    listed = listed_outcome(reading, clause)
    if listed is not None:
        # "killed, wounded or captured 300 Drovians": one number of all three.
        if party is not None:
            cells = phrase_cells(reading, phrase, *listed, party)
            yield outcome_statement(
                reading, clause, party, "lost", spoken, event, cells, phrase_doubts(phrase), holders
            )
        return
    loss = phrase.outcome or sense.predicate
    cells = phrase_cells(reading, phrase, loss, clause.verb.span, party)
    doubts = [*phrase_doubts(phrase), *_unfit(phrase, sense)]
    doers = [a for a in agents if not phrase.span.contains(a.span)]
    if phrase.outcome is None and sense.predicate in _WEIGHED:
        return
    if len(doers) == 1:
        doubts += [*far, *far_agent(reading, clause, doers[0])]
        yield outcome_statement(
            reading, clause, doers[0], sense.predicate, spoken, event, cells, doubts, holders
        )
    elif event is not None:
        yield outcome_statement(
            reading, clause, event, sense.predicate, spoken, event, cells, doubts, holders
        )
    elif party is not None:
        yield from _told_by_party(reading, clause, sense, phrase, party, cells, doubts, holders)


def _told_by_party(
    reading: Reading,
    clause: Clause,
    sense: VerbSense,
    phrase: CountedPhrase,
    party: Argument,
    cells: Sequence[tuple[str, Argument]],
    doubts: Sequence[str],
    holders: tuple[Token, ...],
) -> Iterator[Statement]:
    """Where neither the event nor who did it is known: a side lost its soldiers and ships; of other people it
    is only said what befell them."""
    spoken = literal_argument(reading, counted_span(phrase))
    lemma = phrase.thing.lemma.lower() if phrase.thing is not None else ""
    own = phrase.thing is not None and phrase.thing.mask is None and lemma not in force_words().people
    if own and sense.predicate in (*_DEEDS, "died", "surrendered"):
        yield outcome_statement(reading, clause, party, "lost", spoken, None, cells, doubts, holders)
    elif sense.predicate in OWN_ENDS:
        yield outcome_statement(reading, clause, spoken, sense.predicate, None, None, cells, doubts, holders)
    elif sense.predicate in _BODILY and clause.voice is Voice.PASSIVE:
        yield outcome_statement(
            reading, clause, spoken, f"was {sense.predicate}", None, None, cells, doubts, holders
        )


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
) -> Iterator[Statement]:
    if len(agents) == 1 and agents[0].reference != person.reference and not is_event(reading, agents[0]):
        doubts = far_agent(reading, clause, agents[0])
        yield outcome_statement(reading, clause, agents[0], sense.predicate, person, event, (), doubts)
    elif not agents and clause.voice is Voice.PASSIVE:
        yield outcome_statement(reading, clause, person, f"was {sense.predicate}", event, event)


def own_ends(
    reading: Reading, clause: Clause, sense: VerbSense, phrases: Sequence[CountedPhrase]
) -> Iterator[Statement]:
    """Yield what `2,500 Drovians died`, `Roe surrendered to Feld`, `Feld died at Pell` state."""
    event = event_of_clause(reading, clause)
    for token in clause.subjects:
        phrase = phrase_at(phrases, token)
        if phrase is not None and phrase.count is not None:
            party = party_of(reading, clause.sentence, phrase)
            cells = phrase_cells(reading, phrase, sense.predicate, clause.verb.span, party)
            doubts = (*phrase_doubts(phrase), *_unfit(phrase, sense))
            spoken = literal_argument(reading, counted_span(phrase))
            if event is not None:
                yield outcome_statement(reading, clause, event, sense.predicate, spoken, event, cells, doubts)
            elif party is not None:
                yield from _told_by_party(reading, clause, sense, phrase, party, cells, doubts, ())
            continue
        who = argument_at(reading, token, EntityKind.PERSON)
        if sense.predicate == "died" and event is not None:
            yield from _died_with(reading, clause, event, phrases)
        if sense.predicate == "surrendered":
            who = argument_at(reading, token, *ACTORS, EntityKind.PLACE) or _garrison(reading, clause, token)
        if who is not None and not (sense.predicate == "surrendered" and clause.objects):
            yield outcome_statement(
                reading, clause, who, sense.predicate, event or _victor(reading, clause), event
            )


def _died_with(
    reading: Reading, clause: Clause, event: Argument, phrases: Sequence[CountedPhrase]
) -> Iterator[Statement]:
    """`Feld died in the battle along with more than 300 men`."""
    for phrase in clause.prepositions:
        before = clause.sentence.tokens[phrase.token.index - 1].text.lower()
        is_beside = phrase.word in _TOGETHER or (phrase.word == "with" and before in _TOGETHER)
        for token in phrase.objects if is_beside else ():
            counted = phrase_at(phrases, token)
            if counted is None or counted.count is None or counted.outcome is not None:
                continue
            thing = counted.thing.lemma.lower() if counted.thing is not None else ""
            if thing in force_words().members | force_words().people:
                party = party_of(reading, clause.sentence, counted)
                cells = phrase_cells(reading, counted, "died", clause.verb.span, party)
                spoken = literal_argument(reading, counted_span(counted))
                doubts = phrase_doubts(counted)
                yield outcome_statement(reading, clause, event, "died", spoken, event, cells, doubts)


def _garrison(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """`the Velmoran garrison`, told by a name; `large numbers of Velmoran troops` are some of them."""
    found = actor_at(reading, clause.sentence, token) if token.dependency in ("nsubj", "conj") else None
    return None if found is None or re.search(r"\d", reading.quote(found.span)) else found


def _victor(reading: Reading, clause: Clause) -> Argument | None:
    tokens = [
        o
        for p in clause.prepositions
        if p.word == "to" and clause.sentence.tokens[p.token.index - 1].lemma != "not"
        for o in p.objects
    ]
    found = [a for t in tokens if (a := argument_at(reading, t, *ACTORS)) is not None]
    return found[0] if len(found) == 1 else None


def defeats(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Statement]:
    """Yield what `Feld defeated Dray in 1704` states, where no battle is named: with one, both are
    participants of it."""
    if event_of_clause(reading, clause) is not None:
        return
    sentence = clause.sentence
    victors = [a for t in clause.subjects if (a := actor_at(reading, sentence, t)) is not None]
    # "pushed into Drovia, which was repulsed": what was beaten off may be the push.
    is_relative = clause.verb.dependency in ("relcl", "acl")
    unsure = ("relative",) if sense.predicate == "repulsed" and is_relative else ()
    for token in clause.objects:
        loser = actor_at(reading, sentence, token)
        if loser is None:
            continue
        doubts = ("narrowed",) if is_narrowed(sentence, token) else _unknown_place(reading, clause)
        doubts = (*unsure, *doubts)
        for victor in victors:
            if victor.reference != loser.reference:
                far = far_agent(reading, clause, victor)
                yield outcome_statement(
                    reading, clause, victor, sense.predicate, loser, None, (), (*doubts, *far)
                )
        if not clause.subjects and clause.voice is Voice.PASSIVE and clause.lemma != "beat":
            # "was beaten and robbed": no defeat.
            yield outcome_statement(reading, clause, loser, f"was {sense.predicate}", None, None, (), doubts)


def overthrows(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Statement]:
    """Yield what `Roe overthrew Feld in 1704`, `Feld's council was toppled` state."""
    clause = _led_to(reading, clause)
    event = event_of_clause(reading, clause)
    agents = [a for t in clause.subjects if (a := actor_at(reading, clause.sentence, t)) is not None]
    agents += [a for t in clause.subjects if (a := event_at(reading, t)) is not None]
    # "those guildsmen who had helped to topple Feld": some of them.
    narrowed = ("narrowed",) if any(is_narrowed(clause.sentence, t) for t in clause.subjects) else ()
    for token in clause.objects:
        deposed = argument_at(reading, token, *_OVERTHROWN)
        if deposed is None:
            continue
        for agent in agents:
            if agent.reference != deposed.reference:
                doubts = (*narrowed, *far_agent(reading, clause, agent))
                yield outcome_statement(reading, clause, agent, sense.predicate, deposed, event, (), doubts)
        if not clause.subjects and clause.voice is Voice.PASSIVE:
            yield outcome_statement(reading, clause, deposed, "was overthrown", event, event)


def _led_to(reading: Reading, clause: Clause) -> Clause:
    """`In 1704 Roe led a coup to overthrow Feld`: who leads it means to do so, then."""
    before = (*((clause.parent,) if clause.parent is not None else ()), *clause.subjects)
    nouns = [t for t in before if t.mask is None and t.lemma in event_words().uprisings]
    if not nouns or clause.certainty is not Certainty.PLANNED or clause.doubts not in _UNTIED:
        return clause
    for other in reading.clauses_of(*_LEADING):
        if other.sentence is clause.sentence and nouns[0] in other.objects and not other.negated:
            doubts, dates = other.doubts, other.dates
            return replace(clause, subjects=other.subjects, dates=dates, doubts=doubts)
    return clause


def suppressions(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Statement]:
    """Yield what `the Velmoran army crushed the Pell uprising`, `units of the army suppressed the Republic of
    Pell` state."""
    victors = [a for t in clause.subjects if (a := _suppressor(reading, clause, t)) is not None]
    for token in clause.objects:
        state = argument_at(reading, token, EntityKind.POLITY) if clause.lemma == "suppress" else None
        mention = reading.mention_at(token)
        for victor in victors if mention is not None and mention.form is MentionForm.NAME else ():
            if state is not None and state.reference != victor.reference:
                yield outcome_statement(reading, clause, victor, sense.predicate, state, None)
        event = event_at(reading, token)
        noun = read_head_noun(reading.entities[event.reference.entity_id or ""]) if event else None
        if event is None or noun is None or noun[0] not in event_words().uprisings:
            continue
        for victor in victors:
            doubts = far_agent(reading, clause, victor)
            yield outcome_statement(reading, clause, victor, sense.predicate, event, event, (), doubts)


def _unknown_place(reading: Reading, clause: Clause) -> tuple[str, ...]:
    """`were defeated on the island`: a defeat somewhere is no defeat in the war."""
    tokens = [o for o in sense_objects(clause, clause.objects, "in", "at", "on", "near") if not is_date(o)]
    known = [t for t in tokens if reading.entity_at(t) is not None]
    return ("where",) if len(known) < len(tokens) else ()


def _suppressor(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """Who acts, also where only `units of the Drovian army` are said to."""
    found = actor_at(reading, clause.sentence, token)
    wholes = find_of_objects(clause.sentence, token) if found is None and is_body(token) else ()
    return argument_at(reading, wholes[0], *ACTORS) if len(wholes) == 1 else found
