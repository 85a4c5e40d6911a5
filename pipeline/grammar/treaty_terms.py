"""A clause in, the treaty out under which the text puts what the clause says: `under the terms of the treaty,
Velmora ceded Halvey`."""

from __future__ import annotations

from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import find_of_objects, find_possessor
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.agreements import agreement_words
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Sentence, Token


def treaty_of_terms(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Return the treaty of `the terms of the treaty` and `the treaty's terms`; empty for another noun."""
    if token.mask is not None or token.lemma not in agreement_words().terms:
        return ()
    holder = find_possessor(sentence, token)
    return (*find_of_objects(sentence, token), *((holder,) if holder is not None else ()))


def governing_treaty(reading: Reading, clause: Clause) -> tuple[Token, Argument] | None:
    """Return the preposition and the treaty that a clause stands under (`under the treaty, Velmora ceded
    Halvey`); None where it stands under none, or under two. `By` counts only before the verb, since behind it
    the doer follows."""
    found: dict[str | None, tuple[Token, Argument]] = {}
    for phrase in clause.prepositions:
        is_before = phrase.token.index < clause.verb.index
        if phrase.word not in agreement_words().under or (phrase.word == "by" and not is_before):
            continue
        for token in phrase.objects:
            for named in (token, *treaty_of_terms(clause.sentence, token)):
                treaty = argument_at(reading, named, EntityKind.AGREEMENT)
                if treaty is not None:
                    found.setdefault(treaty.reference.entity_id, (phrase.token, treaty))
    return next(iter(found.values())) if len(found) == 1 else None
