"""A noun in, the actor that it stands for where a stance is taken out."""

from __future__ import annotations

from dataclasses import replace

from pipeline.grammar.antecedents import find_it, find_one_of_two
from pipeline.grammar.noun_phrases import find_modifiers, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, entity_argument, literal_argument
from pipeline.lexicon.stances import stances
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Sentence, Token

ACTORS = (
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.PERSON,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
)
STATES = (EntityKind.POLITY, EntityKind.GOVERNMENT)


def find_actor(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    """Return who takes a stance, by the noun that stands for him; None where it stands for none who could."""
    one = find_one_of_two(reading, sentence, token, ACTORS)
    if one is not None:
        return replace(entity_argument(reading, one, token.span, "one of two"), is_inferred=True)
    meant = find_it(reading, sentence, token, ACTORS)
    if meant is not None:
        return entity_argument(reading, meant, token.span, "the one that fits before it")
    found = argument_at(reading, token, *ACTORS)
    if found is not None:
        return with_phrase(reading, sentence, token, found)
    # A place that takes a stance is its people or its state.
    place = argument_at(reading, token, EntityKind.PLACE)
    if place is not None:
        return place
    phrase = noun_phrase_span(sentence, token)
    is_known = reading.quote(phrase) in stances().collectives or is_body_of_state(reading, sentence, token)
    if _is_any_state(sentence, token):
        return literal_argument(reading, noun_phrase_span(sentence, token, with_determiner=True))
    return literal_argument(reading, phrase) if is_known else None


def _is_any_state(sentence: Sentence, token: Token) -> bool:
    """`was not recognized by any other country`: with the denial of the verb, by none."""
    beside = [t.text for t in sentence.children(token)]
    is_plain = beside in (["any"], ["any", "other"], ["any", "foreign"])
    return (
        token.mask is None
        and token.lemma in ("country", "state", "nation", "power", "government")
        and is_plain
    )


def is_body_of_state(reading: Reading, sentence: Sentence, token: Token) -> bool:
    """Say whether a noun stands for people of one state who take stances: `the Velmoran resistance`."""
    if token.mask is not None or token.lemma not in stances().bodies or reading.mention_at(token) is not None:
        return False
    return any(reading.entity_at(m, *STATES) is not None for m in find_modifiers(sentence, token))


def with_phrase(reading: Reading, sentence: Sentence, token: Token, argument: Argument) -> Argument:
    """Return the argument with all the words of a description: `Roe's government`, `the government of
    Velmora`."""
    if token.mask is not None or token.tag == "PRP":
        return argument
    phrase = noun_phrase_span(sentence, token, with_of=True)
    same = reading.quote(phrase) == argument.reference.text
    return replace(argument, span=phrase, rule=None if same else argument.rule or "description")
