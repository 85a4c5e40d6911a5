"""A sentence in, the two parties that its `both sides` are out: the two that were just said to fight, or
those that the infobox sets against each other."""

from __future__ import annotations

from pipeline.grammar.bodies import ACTORS, actor_at
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, entity_argument
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Sentence, Token

_SIDES = frozenset({"side", "army", "party", "force", "fleet", "belligerent", "nation", "country", "navy"})
_FOUGHT = frozenset({"belligerent", "attacker", "participant"})
_RULE = "both of two"


def both_sides(reading: Reading, sentence: Sentence, token: Token) -> tuple[Argument, ...]:
    """Return the two parties that a token means; empty where it is no `both sides`, or nobody knows them."""
    before = sentence.tokens[token.index - 1].text.lower() if token.index > 0 else ""
    if token.mask is not None or token.lemma not in _SIDES or before != "both":
        return ()
    found = _sides_of_sentence(reading, sentence, token) or _sides_of_infobox(reading)
    span = sentence.tokens[token.index - 1].span.cover(token.span)
    return tuple(Argument(a.reference, span, _RULE, is_inferred=True) for a in found)


def _sides_of_sentence(reading: Reading, sentence: Sentence, token: Token) -> tuple[Argument, ...]:
    """`Drovian troops and Velmoran troops fought at Halvey. Both sides ...`: told before it in its sentence,
    or in the one before."""
    for clause in reversed(reading.clauses):
        ahead = sentence.number - clause.sentence.number
        is_near = ahead == 1 or (ahead == 0 and clause.verb.index < token.index)
        if not is_near or clause.sentence.section_id != sentence.section_id:
            continue
        senses = verb_senses(clause.lemma, "participations")
        fights = any(s.predicate in _FOUGHT for s in senses)
        found = [a for t in clause.subjects if (a := actor_at(reading, clause.sentence, t)) is not None]
        if fights and len(found) == len(clause.subjects) == 2:
            return tuple(found)
    return ()


def _sides_of_infobox(reading: Reading) -> tuple[Argument, ...]:
    """The one party of each of the two sides of a battle or war that the infobox is about."""
    subject, sides = reading.infobox_subject, reading.infobox.sides
    numbered = [s for s in sides if s.index is not None]
    if subject is None or subject.kind is not EntityKind.EVENT or len(numbered) != 2:
        return ()
    found: list[Argument] = []
    for side in numbered:
        members = [i for i in side.belligerents if i.role("belligerent") == "belligerent" and not i.doubt]
        who = argument_at(reading, members[0].name, *ACTORS, EntityKind.PLACE) if len(members) == 1 else None
        entity = reading.entities.get(who.reference.entity_id or "") if who is not None else None
        if entity is not None and who is not None:
            found.append(entity_argument(reading, entity, who.span, who.rule or _RULE))
    return tuple(found) if len(found) == 2 else ()
