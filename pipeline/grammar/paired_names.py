"""A clause of naming in, the names that it gives to several things out, each with its bearer: `the supporters
of Roe and Feld were called reds and blues respectively`, `... called "reds" and those of Feld "blues"`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.grammar.clause import Clause
from pipeline.grammar.name_phrases import QUOTES, find_name
from pipeline.grammar.noun_phrases import find_of_objects, is_matched_list, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, literal_argument, normalized_argument
from pipeline.lexicon.verbs import verb_senses
from pipeline.model.fact import Reference
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

# What stands for a verb that is left out, between whose a body is and its name.
FILLERS = frozenset({"were", "called", "known", "named", "termed", "dubbed", "as", "the", ",", *QUOTES})
JOINTS = frozenset({"and", "while", "whereas", ",", ";"})
NEAR = 7
"""Words: a name that stands farther off is of something else."""


@dataclass(frozen=True, slots=True)
class PairedName:
    """One of several names that a sentence gives, with what bears it."""

    bearer: Argument
    name: Span
    whole: Span
    """The shortest stretch that says so."""


def paired_names(reading: Reading, clause: Clause) -> tuple[PairedName, ...]:
    """Return the names that `respectively` pairs with their bearers, one by one. Empty where the sentence
    pairs nothing, or not as many names as bearers."""
    if not is_matched_list(clause.sentence):
        return ()
    found = [find_name(reading, clause.sentence, c.token) for c in clause.complements]
    names = [span for span in found if span is not None]
    bearers = _listed_bearers(reading, clause)
    if not len(found) == len(names) == len(bearers) or len(names) < 2:
        return ()
    return tuple(PairedName(b, n, b.span.cover(n)) for b, n in zip(bearers, names, strict=True))


def gapped_names(reading: Reading, clause: Clause) -> tuple[PairedName, ...]:
    """Return the names behind the first one whose verb is left out: that of Feld's supporters in `the
    supporters of Roe were called "reds" and those of Feld "blues"`."""
    sentence, noun = clause.sentence, clause.objects[0] if len(clause.objects) == 1 else None
    if noun is None or noun.mask is not None or noun.tag != "NNS" or not find_of_objects(sentence, noun):
        return ()
    found = []
    for token in sentence.tokens[clause.verb.index + 1 :]:
        holder = _holder_behind(sentence, token)
        name = _name_behind(reading, sentence, holder) if holder is not None else None
        if holder is not None and name is not None:
            span = token.span.cover(holder.span)
            bearer = _of_holder(reading, sentence, noun, holder, span)
            found.append(PairedName(bearer, name, noun.span.cover(name)))
    return tuple(found)


def _listed_bearers(reading: Reading, clause: Clause) -> tuple[Argument, ...]:
    """What a list of names is given to: a list of things, one noun of several holders, or `they`."""
    sentence, tokens = clause.sentence, clause.objects
    if len(tokens) > 1:
        found = [argument_at(reading, t) for t in tokens]
        return tuple(a for a in found if a is not None)
    if len(tokens) == 1 and tokens[0].tag == "NNS" and tokens[0].mask is None:
        holders = find_of_objects(sentence, tokens[0])
        return tuple(
            _of_holder(reading, sentence, tokens[0], h, tokens[0].span.cover(h.span)) for h in holders
        )
    if len(tokens) == 1 and tokens[0].text.lower() == "they":
        return _named_before(reading, sentence, tokens[0])
    return ()


def _named_before(reading: Reading, sentence: Sentence, pronoun: Token) -> tuple[Argument, ...]:
    """The bodies to which the sentence before gives a name each, as what `they` means."""
    before = next((s for s in reading.sentences if s.number == sentence.number - 1), None)
    if before is None or before.section_id != sentence.section_id:
        return ()
    for clause in reading.clauses:
        if clause.sentence is not before or not verb_senses(clause.lemma, "names"):
            continue
        pairs = paired_names(reading, clause)
        if not pairs and (others := gapped_names(reading, clause)):
            noun = clause.objects[0]
            first = literal_argument(reading, noun_phrase_span(before, noun, with_of=True))
            pairs = (PairedName(first, clause.verb.span, clause.span), *others)
        if pairs:
            return tuple(
                Argument(
                    Reference(p.bearer.reference.text, p.bearer.reference.entity_id),
                    pronoun.span,
                    "bearers of names before it",
                    is_inferred=True,
                )
                for p in pairs
            )
    return ()


def _of_holder(reading: Reading, sentence: Sentence, noun: Token, holder: Token, span: Span) -> Argument:
    """`supporters of Feld` for the second of `the supporters of Roe and Feld`."""
    words = f"{reading.quote(noun_phrase_span(sentence, noun))} of {holder.text}"
    if reading.quote(span) == words:
        return literal_argument(reading, span)
    return normalized_argument(words, span, "noun_of_several")


def _holder_behind(sentence: Sentence, token: Token) -> Token | None:
    """Feld in `and those of Feld`, where `token` is `those`."""
    tokens: Sequence[Token] = sentence.tokens
    if token.text.lower() != "those" or tokens[token.index - 1].text not in JOINTS:
        return None
    behind = [t for t in tokens[token.index + 1 : token.index + 4] if t.lemma != "the"]
    is_held = len(behind) > 1 and behind[0].text == "of" and behind[1].mask is not None
    return behind[1] if is_held else None


def _name_behind(reading: Reading, sentence: Sentence, holder: Token) -> Span | None:
    """The name that stands behind a holder with nothing but the words of naming between."""
    for token in sentence.tokens[holder.index + 1 : holder.index + 1 + NEAR]:
        if token.text.lower() not in FILLERS:
            return find_name(reading, sentence, token)
    return None
