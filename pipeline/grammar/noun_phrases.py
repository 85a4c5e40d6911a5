"""A nominal token of a parsed sentence in, what belongs to it out: list members, holder, modifiers, span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.lexicon.dates import load_date_lexicon
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.lexicon.words import nouns
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

EVENT_ENDINGS = ("ing", "tion", "sion", "ment", "al", "ance", "ence", "ure")
# What the parser sees for the names of places, and of states.
PLACE_MASKS = ("London", "France")
NOMINAL_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "WDT"})
# "second, headed by ..." and "the former": adjectives and the like that stand where a noun would.
ARGUMENT_LABELS = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "attr", "oprd", "appos", "conj"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """`most of the town` as the town and the words that narrow it."""

    head: Token
    qualifier: Span | None
    """Where `most of` stands; None for `all of` and the like, which narrow nothing."""
    negative: bool
    """Whether the words deny: `none of the towns`."""


def is_nominal(token: Token) -> bool:
    """Say whether `token` can head a noun phrase; a masked date cannot."""
    if token.mask is not None:
        return token.mask.kind is MaskKind.NAME or (
            token.mask.kind is MaskKind.DEMONYM and token.dependency in ARGUMENT_LABELS
        )
    return token.tag in NOMINAL_TAGS or (
        token.tag in ("JJ", "JJS", "JJR") and token.dependency in ARGUMENT_LABELS
    )


def is_date(token: Token) -> bool:
    """Say whether `token` is a masked date."""
    return token.mask is not None and token.mask.kind is MaskKind.DATE


def is_event_noun(token: Token) -> bool:
    """Say whether `token` is a common noun of something that happens, which has participants and a date."""
    if token.mask is not None:
        return False
    lemma = token.lemma
    return lemma in load_grammar_lexicon().dated_nouns or (len(lemma) > 5 and lemma.endswith(EVENT_ENDINGS))


def expand_list(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Return `token` and the nominals coordinated with it, in text order. A conjunct that is a clause is
    left out, and so is one that is denied (`Roe but not Feld` gives Roe, `not Roe but Feld` gives Feld)."""
    members = [token, *_conjuncts(sentence, token)]
    kept = tuple(m for m in members if not _is_denied_member(sentence, m))
    if _announces_rest(sentence, members):
        return tuple(members[1:])
    return kept or (token,)


def _announces_rest(sentence: Sentence, members: list[Token]) -> bool:
    """`three towns, Pell, Corrow and Linden`, where the parser takes four things for a list of three: the
    number before the first says how many follow."""
    first, *rest = members
    if first.mask is not None or len(rest) < 2 or any(t.mask is None for t in rest):
        return False
    numbers = load_date_lexicon().numbers
    counts = {numbers.get(t.text.lower(), 0) for t in find_numerals(sentence, first)}
    return len(rest) in counts or any(t.text == str(len(rest)) for t in find_numerals(sentence, first))


def _conjuncts(sentence: Sentence, token: Token) -> Iterator[Token]:
    for child in sentence.children(token):
        if child.dependency == "appos" and (places := _places_beside(sentence, token, child)):
            yield from places
            yield from _conjuncts(sentence, child)
        elif child.dependency == "appos" and _is_listed(sentence, token, child):
            yield child
            yield from _conjuncts(sentence, child)
        if child.dependency == "conj" and is_nominal(child) and not _has_subject(sentence, child):
            if _is_stray_nor(sentence, child) or (
                child.tag.startswith("JJ") and not token.tag.startswith("JJ")
            ):
                # "Roe, tired and old, left"
                continue
            yield child
            yield from _conjuncts(sentence, child)


def _places_beside(sentence: Sentence, token: Token, apposition: Token) -> tuple[Token, ...]:
    """Pell in `took Halvey, the town of Pell in Corrow, and Linden`: a place that is called by its name is
    not the one before it. Empty where what stands beside a name says what it is."""
    if token.mask is None or token.mask.placeholder not in PLACE_MASKS or apposition.mask is not None:
        return ()
    if apposition.lemma not in nouns().place_types or apposition.lemma == "capital":
        return ()
    named = find_of_objects(sentence, apposition)
    first = next((c for c in sentence.children(apposition) if c.index > apposition.index), None)
    is_name = bool(named) and first is not None and first.lemma == "of"
    is_place = all(t.mask is not None and t.mask.placeholder == PLACE_MASKS[0] for t in named)
    return named if is_name and is_place and (len(named) == 1 or apposition.tag == "NNS") else ()


def _is_listed(sentence: Sentence, token: Token, apposition: Token) -> bool:
    """`the keep, the mill and the harbour`, `Corrow, Linden and Pell`, where the parser takes the second for
    an apposition: like stands beside like, and a list goes on."""
    if not is_nominal(apposition) or apposition.index < token.index:
        return False
    if sentence.tokens[first_token(sentence, apposition).index - 1].text != ",":
        return False
    if not any(c.dependency == "conj" and is_nominal(c) for c in sentence.children(apposition)):
        return False
    if token.mask is not None or apposition.mask is not None:
        return token.mask is not None and apposition.mask is not None
    return all(any(c.dependency == "det" for c in sentence.children(t)) for t in (token, apposition))


def _is_stray_nor(sentence: Sentence, token: Token) -> bool:
    """A member behind `nor` belongs to a list that `neither` or a denial opens, not to the noun that ends a
    relative clause before it."""
    before = _word_before(sentence, first_token(sentence, token))
    if before is None or before.lemma != "nor":
        return False
    head = list_head(sentence, token)
    opening = _word_before(sentence, first_token(sentence, head))
    return opening is None or (opening.lemma not in ("neither", "nor") and head.lemma != "neither")


def _has_subject(sentence: Sentence, token: Token) -> bool:
    return any(c.dependency in ("nsubj", "nsubjpass") for c in sentence.children(token))


def _is_denied_member(sentence: Sentence, token: Token) -> bool:
    if any(c.dependency == "neg" and c.lemma == "not" for c in sentence.children(token)):
        return True
    before = _word_before(sentence, first_token(sentence, token))
    return before is not None and before.lemma == "not" and before.dependency in ("neg", "preconj", "advmod")


def _word_before(sentence: Sentence, token: Token) -> Token | None:
    return sentence.tokens[token.index - 1] if token.index else None


def first_token(sentence: Sentence, token: Token) -> Token:
    """Return the first token of the noun phrase that `token` heads, its determiner included."""
    first = token
    for child in sentence.children(token):
        if child.index < first.index and child.dependency in (
            "det",
            "amod",
            "compound",
            "nmod",
            "nummod",
            "poss",
            "predet",
            "quantmod",
        ):
            first = min(first, first_token(sentence, child), key=lambda t: t.index)
    return first


def list_head(sentence: Sentence, token: Token) -> Token:
    """Return the first member of the list that `token` is in; itself where it is in none."""
    while token.dependency == "conj" and is_nominal(sentence.head(token)):
        token = sentence.head(token)
    return token


def is_matched_list(sentence: Sentence) -> bool:
    """Say whether the sentence pairs two lists one by one (`respectively`), so that neither may be
    expanded against the other."""
    return any(t.lemma == "respectively" for t in sentence.tokens)


def read_quantity(sentence: Sentence, token: Token) -> Quantity:
    """Return what `token` is about: `most of the town` is about the town. `token` itself where it
    counts nothing."""
    words = load_grammar_lexicon().quantities
    effect = words.get(token.lemma) if token.mask is None else None
    if effect is None:
        return Quantity(token, None, False)
    for child in sentence.children(token):
        if child.dependency == "prep" and child.lemma == "of":
            for inner in sentence.children(child):
                if inner.dependency == "pobj" and is_nominal(inner):
                    start = _quantity_start(sentence, token)
                    qualifier = Span(start.span.start, child.span.end) if effect == "part" else None
                    return Quantity(inner, qualifier, effect == "none")
    return Quantity(token, None, effect == "none")


def _quantity_start(sentence: Sentence, token: Token) -> Token:
    first = token
    for child in sentence.children(token):
        if child.index < first.index and child.dependency in ("det", "amod", "advmod", "compound"):
            first = child
    return first


def find_possessor(sentence: Sentence, token: Token) -> Token | None:
    """Return the holder in `Roe's council`; a pronoun for `its council`; None where there is none."""
    for child in sentence.children(token):
        if child.dependency == "poss":
            return child
    return None


def find_prepositions(sentence: Sentence, token: Token) -> tuple[tuple[Token, tuple[Token, ...]], ...]:
    """Return the prepositions that depend on `token`, each with its objects, lists expanded."""
    return tuple(
        (child, preposition_objects(sentence, child))
        for child in sentence.children(token)
        if child.dependency in ("prep", "agent", "dative")
        and child.part_of_speech in ("ADP", "SCONJ", "VERB")
    )


def preposition_objects(sentence: Sentence, preposition: Token) -> tuple[Token, ...]:
    """Return the objects of a preposition, lists expanded; through a second one in `along with Roe`."""
    found: list[Token] = []
    for child in sentence.children(preposition):
        if child.dependency == "pobj":
            found.extend(expand_list(sentence, child))
        elif (
            child.dependency in ("prep", "pcomp")
            and child.part_of_speech in ("ADP", "SCONJ")
            and child.index == preposition.index + 1
        ):
            found.extend(preposition_objects(sentence, child))
    return tuple(found)


def find_of_objects(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Return what stands after `of`: the town and the keep in `the fall of the town and the keep`."""
    return tuple(
        o for word, objects in find_prepositions(sentence, token) if word.lemma == "of" for o in objects
    )


def find_appositions(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Return the nominals that stand beside `token` for the same thing: `Feld, keeper of the seal`."""
    return tuple(
        c
        for c in sentence.children(token)
        if c.dependency == "appos"
        and is_nominal(c)
        and not is_date(c)
        and not _places_beside(sentence, token, c)
    )


def name_in_apposition(sentence: Sentence, token: Token, *, is_office: bool = False) -> tuple[Token, ...]:
    """Return the names that stand in apposition to a common noun for the same thing: Halvey for `the capital,
    Halvey`, all three for `three towns, Halvey, Pell and Corrow`. `token` itself where it is a name (unless
    `is_office`), or where none follows."""
    if token.mask is not None and not is_office:
        return (token,)
    for child in find_appositions(sentence, token):
        if child.mask is None or child.mask.kind is not MaskKind.NAME or child.index < token.index:
            continue
        members = expand_list(sentence, child)
        if len(members) == 1 or token.tag == "NNS":
            return members
    return (token,)


def find_modifiers(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Return the adjectives, nouns and names before `token` that say more of it, in text order."""
    return tuple(
        c
        for c in sentence.children(token)
        if c.index < token.index and c.dependency in ("amod", "compound", "nmod", "npadvmod", "advmod")
    )


def find_numerals(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """Return the numbers that count `token`: `400` in `400 men`."""
    return tuple(c for c in sentence.children(token) if c.dependency == "nummod")


def find_seat(sentence: Sentence, token: Token) -> Token | None:
    """Return the place in `the Corrow-based guild`; None where no such modifier stands before `token`."""
    for modifier in find_modifiers(sentence, token):
        if modifier.lemma in ("base", "based", "headquartered") or modifier.text == "based":
            for inner in sentence.children(modifier):
                if inner.index < modifier.index and is_nominal(inner):
                    return inner
            before = sentence.tokens[modifier.index - 2] if modifier.index > 1 else None
            if before is not None and sentence.tokens[modifier.index - 1].text == "-" and is_nominal(before):
                return before
    return None


def noun_phrase_span(
    sentence: Sentence, token: Token, *, with_determiner: bool = False, with_of: bool = False
) -> Span:
    """Return the shortest stretch that names what `token` heads: its modifiers before it and itself,
    without lists, appositions and relative clauses. `with_determiner` adds `the`, `with_of` what follows
    directly after `of`."""
    start, end = token.span.start, token.span.end
    labels = {"amod", "compound", "nmod", "nummod", "poss", "quantmod"}
    if with_determiner:
        labels |= {"det", "predet"}
    index = token.index
    for child in sorted(sentence.children(token), key=lambda c: -c.index):
        if child.index < index and child.dependency in labels and not _spans_comma(sentence, child, token):
            start = min(start, min(t.span.start for t in sentence.subtree(child)))
    if with_of:
        end = _end_of_phrase(sentence, token)
    return Span(start, end)


def _spans_comma(sentence: Sentence, child: Token, token: Token) -> bool:
    return any(t.text in (",", "(", ")", ";", "—") for t in sentence.tokens[child.index : token.index])


def _end_of_phrase(sentence: Sentence, token: Token) -> int:
    for child in sentence.children(token):
        if child.lemma == "of" and child.index == token.index + 1:
            for inner in sentence.children(child):
                if inner.dependency == "pobj":
                    return noun_phrase_span(sentence, inner, with_of=True).end
    return token.span.end


def nominals_before(sentence: Sentence, index: int) -> tuple[Token, ...]:
    """Return the nominals whose phrase ends directly before token `index`, commas and brackets aside:
    nearest first, then what they depend on. For `a council at Halvey, styled` these are Halvey and
    council; what stands in a list before the last member comes with it."""
    last = _before_brackets(sentence, index - 1)
    if last < 0:
        return ()
    token = sentence.tokens[last]
    while not is_nominal(token) and token.head != token.index and token.head < index:
        token = sentence.head(token)
    found: list[Token] = []
    while is_nominal(token) and not is_date(token):
        found.append(token)
        holder = sentence.head(token)
        if holder.index > index or holder.index == token.index:
            break
        if token.dependency == "pobj" and is_nominal(sentence.head(holder)) and holder.dependency != "agent":
            token = sentence.head(holder)
        elif (token.dependency == "appos" and is_nominal(holder)) or (
            token.dependency == "conj" and is_nominal(holder) and not _has_own_clause(sentence, holder, token)
        ):
            token = holder
        else:
            break
    return tuple(found)


def _before_brackets(sentence: Sentence, last: int) -> int:
    """The index of the last word before commas and quotation marks, and before a whole pair of brackets."""
    while last >= 0 and sentence.tokens[last].text in (",", "(", ")", '"', "“", "”", "—", "–"):
        if sentence.tokens[last].text == ")":
            opening = next((i for i in range(last, -1, -1) if sentence.tokens[i].text == "("), last)
            last = opening
        last -= 1
    if last > 0 and is_date(sentence.tokens[last]) and sentence.tokens[last - 1].dependency == "prep":
        # "passed the act in 1704, which"
        return last - 2
    return last


def _has_own_clause(sentence: Sentence, first: Token, second: Token) -> bool:
    """`the first, headed by Roe, and the second, headed by ...`: each has its own."""
    return any(c.dependency in ("relcl", "acl") and c.index < second.index for c in sentence.children(first))
