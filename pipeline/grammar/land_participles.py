"""A Reading in, what participles before the name of a land tell of it out: `the occupied town of Halvey`.

Who did it is said only where somebody keeps what was taken: `Drovia was to retain the conquered provinces`.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.bodies import actor_at
from pipeline.grammar.clause import Voice
from pipeline.grammar.land_acts import LandAct
from pipeline.grammar.lands import Land, find_lands
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument
from pipeline.lexicon.territory import territory_words
from pipeline.lexicon.words import nouns
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token


def find_participle_acts(reading: Reading) -> Iterator[LandAct]:
    """Yield what was done to lands that a participle tells it of, with no actor where none is told."""
    words = territory_words()
    for sentence in reading.sentences:
        for token in sentence.tokens:
            noun = sentence.head(token)
            predicate = words.participles.get(token.text.lower()) if token.mask is None else None
            if predicate is None or token.dependency != "amod" or token.index > noun.index:
                continue
            lands = _lands(reading, sentence, noun)
            if not lands:
                continue
            actors = tuple(_keepers(reading, sentence, noun))
            spans = [token.span, *(land.argument.span for land in lands), *(a.span for a in actors)]
            yield LandAct(
                span=Span(min(s.start for s in spans), max(s.end for s in spans)),
                predicate=predicate,
                is_passing=False,
                lands=lands,
                actors=actors,
                receivers=(),
                doubts=(),
            )


def _lands(reading: Reading, sentence: Sentence, noun: Token) -> tuple[Land, ...]:
    """The lands of `the conquered provinces of Halvey and Pell`; none for `occupied Velmora`, of which it may
    be a part only, and none for a part (`occupied areas of Halvey`, `the captured towns of Halvey`)."""
    if noun.mask is not None or noun.lemma not in nouns().place_types:
        return ()
    lands = tuple(land for land in find_lands(reading, sentence, noun) if land.extent is None)
    return lands if (len(lands) > 1) is (noun.tag == "NNS") else ()


def _keepers(reading: Reading, sentence: Sentence, noun: Token) -> Iterator[Argument]:
    """Who keeps the land, and so is who took it."""
    for clause in reading.clauses:
        is_kept = clause.sentence is sentence and clause.voice is Voice.ACTIVE and noun in clause.objects
        if is_kept and clause.lemma in territory_words().keeping and len(clause.subjects) == 1:
            actor = actor_at(reading, sentence, clause.subjects[0])
            if actor is not None and actor.reference.entity_id is not None:
                yield actor
                return
