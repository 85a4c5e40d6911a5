"""A Reading in, which places its clauses say were looted or destroyed, and by whom, out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.antecedents import decide_clause, place_at
from pipeline.grammar.bodies import ACTORS
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.noun_phrases import find_modifiers, find_prepositions
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, clause_statement, entity_argument
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.syntax import Token

PREDICATES = ("looted", "destroyed")
SETTLEMENTS = frozenset({"city", "town", "village"})


def looted_places(reading: Reading, clause: Clause, kind: str, predicate: str) -> Iterator[Statement]:
    """Yield what a clause whose verb means `predicate` says of places, as statements of `kind`: the subject
    is who did it, or the place where nobody is said to have."""
    clause = decide_clause(reading, clause, lambda t: argument_at(reading, t, *ACTORS) is not None)
    actors = [a for t in clause.subjects if (a := argument_at(reading, t, *ACTORS)) is not None]
    for token in clause.objects:
        place = place_at(reading, clause.sentence, token) or _known_settlement(reading, clause, token)
        if place is None:
            continue
        for actor in actors if len(actors) == len(clause.subjects) else ():
            if actor.reference != place.reference:
                yield clause_statement(clause, kind=kind, subject=actor, predicate=predicate, object=place)
        if not clause.subjects and clause.voice is Voice.PASSIVE:
            yield clause_statement(clause, kind=kind, subject=place, predicate=f"was {predicate}")


def _known_settlement(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """`the city`, where the sentence before, in the same paragraph, names one place and this one none before
    it."""
    sentence = clause.sentence
    children = [c.lemma for c in sentence.children(token) if c.dependency == "det"]
    if token.mask is not None or token.lemma not in SETTLEMENTS or children != ["the"]:
        return None
    if any(find_modifiers(sentence, token)) or any(find_prepositions(sentence, token)):
        return None
    if sentence.number < 2:
        return None
    before = reading.sentences[sentence.number - 2]
    if "\n" in reading.document.text[before.span.end : sentence.span.start]:
        return None
    here = [m for m in reading.mentions_in(sentence.span) if m.span.end <= token.span.start]
    named = [m for m in (*reading.mentions_in(before.span), *here) if m.form is MentionForm.NAME]
    places = {m.entity_id for m in named
              if m.entity_id and reading.entities[m.entity_id].kind is EntityKind.PLACE}  # fmt: skip
    if len(places) != 1:
        return None
    return entity_argument(reading, reading.entities[places.pop()], token.span, "description")
