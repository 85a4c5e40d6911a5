"""A clause in, the lands that it says were under siege, blockade or occupation out: `Halvey was under siege`,
`Feld laid siege to Halvey`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.bodies import actor_at
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.land_statements import actors_of, extent_cells, state_land
from pipeline.grammar.lands import Land, find_lands
from pipeline.grammar.noun_phrases import find_modifiers, find_of_objects, find_possessor, find_prepositions
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument
from pipeline.lexicon.territory import territory_words
from pipeline.model.fact import Candidate, Fact
from pipeline.model.syntax import Token

_HELD_BY = {"siege": "besieged", "blockade": "blockaded", "occupation": "occupied"}
_BEING = frozenset({"be", "come", "remain", "lie", "stay", "fall"})
_PUTTING = frozenset({"place", "put", "keep", "hold"})
_LAYING = frozenset({"lay", "impose", "establish", "maintain", "mount", "begin"})


def encirclements(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """Yield who besieged, blockaded or occupied which lands, and that they were, where nobody is said to have
    done so."""
    for noun, tokens, doers in _told(clause):
        actors = actors_of(reading, clause, doers) or list(_doers(reading, clause, noun))
        for token in tokens:
            for land in find_lands(reading, clause.sentence, token, ()):
                yield from _of_land(reading, clause, land, noun, actors, unsaid=not doers)


def _told(clause: Clause) -> Iterator[tuple[Token, tuple[Token, ...], tuple[Token, ...]]]:
    """The noun, what stands for the lands, and who does it by the verb."""
    is_put = clause.lemma in _PUTTING and clause.objects
    for noun in clause.objects_of("under") if clause.lemma in _BEING or is_put else ():
        if noun.mask is None and noun.lemma in _HELD_BY:
            yield noun, clause.objects if is_put else clause.subjects, clause.subjects if is_put else ()
    for noun in clause.objects if clause.lemma in _LAYING and clause.voice is Voice.ACTIVE else ():
        if noun.mask is None and noun.lemma in ("siege", "blockade"):
            beside = [o for word, objects in find_prepositions(clause.sentence, noun)
                      if word.lemma in ("to", "on") for o in objects]  # fmt: skip
            tokens = (*beside, *clause.objects_of("to", "on"), *find_of_objects(clause.sentence, noun))
            yield noun, tuple(dict.fromkeys(tokens)), clause.subjects


def _doers(reading: Reading, clause: Clause, noun: Token) -> Iterator[Argument]:
    """`under Drovian occupation`, `under siege by the Drovians`."""
    sentence = clause.sentence
    by = [o for word, objects in find_prepositions(sentence, noun) if word.lemma == "by" for o in objects]
    holder = find_possessor(sentence, noun)
    for token in (
        *by,
        *clause.objects_of("by"),
        *find_modifiers(sentence, noun),
        *((holder,) if holder else ()),
    ):
        found = actor_at(reading, sentence, token)
        if found is not None:
            yield found
            return


def _of_land(
    reading: Reading, clause: Clause, land: Land, noun: Token, actors: list[Argument], *, unsaid: bool
) -> Iterator[Fact | Candidate]:
    predicate = _HELD_BY[noun.lemma]
    extent = tuple(extent_cells(reading, clause, land))
    for actor in actors:
        if actor.reference != land.argument.reference:
            cells = (("holder", actor), ("territory", land.argument), *extent)
            yield state_land(reading, clause, land, actor, predicate, land.argument, cells, noun=noun)
    undergone = territory_words().unsaid.get(predicate)
    if not actors and unsaid and undergone is not None:
        cells = (("territory", land.argument), *extent)
        yield state_land(reading, clause, land, land.argument, undergone, None, cells, noun=noun)
