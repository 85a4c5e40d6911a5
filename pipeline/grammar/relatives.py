"""A relative or participle clause of a parsed sentence in, the nouns that it may belong to out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.arguments import (
    ACTORS,
    find_voice,
    is_relative,
    is_verb,
    own_objects,
    own_subjects,
)
from pipeline.grammar.clause import KindOf, Voice
from pipeline.grammar.noun_phrases import is_date, is_nominal, nominals_before, read_quantity
from pipeline.lexicon.events import event_words
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Sentence, Token

_CALLING = frozenset({"know", "call", "name", "dub", "term", "style", "entitle"})


def antecedents_of(sentence: Sentence, verb: Token, kind_of: KindOf) -> tuple[Token, ...]:
    """Return the nouns that a relative or reduced relative clause may belong to, nearest first: those whose
    phrase ends directly before it, and what the parser chose."""
    start = clause_start(sentence, verb)
    found = list(nominals_before(sentence, start.index))
    pronoun = relative_pronoun(sentence, verb)
    word = pronoun.text.lower() if pronoun is not None else ""
    chosen = sentence.head(verb)
    while chosen.dependency == "conj" and is_verb(chosen):
        chosen = sentence.head(chosen)
    if is_nominal(chosen) and chosen not in found and chosen.index < start.index and not is_date(chosen):
        found.append(chosen)
    found = [read_quantity(sentence, t).head for t in _drop_appositions(sentence, found, kind_of)]
    found = list(dict.fromkeys(_subject_of_copula(sentence, t) for t in found))
    if not word and _is_after_comma(sentence, start):
        found = _of_what_is(sentence, verb, found)
    if not word and verb.lemma in _CALLING and not _is_after_comma(sentence, start):
        found = _of_part(sentence, found)
    beyond = list(_nouns_beyond(sentence, found)) if _is_after_comma(sentence, start) else []
    if word in ("who", "whom"):
        return _people_of(found, beyond, kind_of)
    found.extend(t for t in beyond if t not in found)
    if verb.lemma in load_grammar_lexicon().statehood:
        found = [t for t in found if not _is_of_nature(sentence, t, kind_of)] or found
    if word in ("which", "that"):
        return tuple(t for t in found if kind_of(t) is not EntityKind.PERSON)
    return tuple(found)


def _is_of_nature(sentence: Sentence, token: Token, kind_of: KindOf) -> bool:
    """Whether a noun is that of a water or height, or the name of one: the Corrow of `in the valley of the
    Corrow` neither secedes nor declares war."""
    natural = load_grammar_lexicon().natural
    if token.mask is None:
        return token.lemma in natural
    if kind_of(token) is not EntityKind.PLACE:
        return False
    if natural & {token.text.split()[0].lower(), token.text.split()[-1].lower()}:
        return True
    joint = sentence.head(token)
    is_of = joint.lemma == "of" and token.dependency == "pobj"
    holder = sentence.head(joint) if is_of else token
    return holder is not token and holder.mask is None and holder.lemma in natural


def _subject_of_copula(sentence: Sentence, noun: Token) -> Token:
    """`The Code was a charter, signed in 1704`: what is said of the charter is said of the Code, and so it is
    with the last of `a general and envoy who`."""
    said = noun
    while said.dependency == "conj" and is_nominal(sentence.head(said)):
        said = sentence.head(said)
    verb = sentence.head(said)
    if (
        said.dependency != "attr"
        or verb.lemma != "be"
        or any(t.dependency == "neg" for t in sentence.children(verb))
    ):
        return noun
    subjects = own_subjects(sentence, verb)
    named = len(subjects) == 1 and is_nominal(subjects[0]) and not is_relative(subjects[0])
    return subjects[0] if named and subjects[0].lemma not in ("there", "it", "this", "that") else noun


def _of_what_is(sentence: Sentence, verb: Token, found: list[Token]) -> list[Token]:
    """`Halvey is a town in Drovia, founded in 1704`: a participle behind what something is said to be is of
    that thing, and not of the place that it lies in."""
    main = [t for t in found if t.dependency == "nsubj" and sentence.head(t).lemma == "be"]
    if len(main) != 1:
        return found
    copula = sentence.head(main[0])
    inside = [
        t for t in found if t.dependency == "pobj" and sentence.head(t).lemma in ("in", "of", "at", "near")
    ]
    is_whole = len(inside) == len(found) - 1 and all(copula.index < t.index < verb.index for t in inside)
    return main if is_whole else found


def _of_part(sentence: Sentence, found: list[Token]) -> list[Token]:
    """`the phase of the Salt War known as the Halvey campaign`: the phase is so called, the war is not."""
    for token in found:
        word = sentence.head(token)
        part = sentence.head(word)
        if token.dependency == "pobj" and word.lemma == "of" and part.lemma in event_words().parts:
            return [part]
    return found


def _people_of(near: list[Token], beyond: list[Token], kind_of: KindOf) -> tuple[Token, ...]:
    """Those that `who` may go back to: people directly before it, else people further off, else actors."""
    people = [t for t in near if is_people(t, kind_of)]
    named = [t for t in beyond if kind_of(t) is EntityKind.PERSON]
    if people and not (named and all(kind_of(t) is EntityKind.OFFICE for t in people)):
        return tuple(people)
    # "appointed Feld as envoy, who": the man, not the office.
    people = named or [t for t in beyond if is_people(t, kind_of)]
    return tuple(people or [t for t in near if kind_of(t) in ACTORS] or near)


def _drop_appositions(sentence: Sentence, found: list[Token], kind_of: KindOf) -> list[Token]:
    """Of nouns that stand for the same thing keep the person, else the first named. What stands behind a
    semicolon is the next of a list, whatever the parser makes of it: `the Army of Pell, led by Roe; the Army
    of Corrow, led by Feld`."""
    kept = list(found)
    for token in found:
        holder = sentence.head(token)
        if any(t.text == ";" for t in sentence.tokens[holder.index : token.index]):
            if token in kept:
                return [token, *(t for t in kept if t.index > token.index)]
        elif token.dependency == "appos" and holder in kept and token in kept:
            kept.remove(holder if kind_of(token) is EntityKind.PERSON else token)
    return kept


def _is_after_comma(sentence: Sentence, token: Token) -> bool:
    return token.index > 0 and sentence.tokens[token.index - 1].text in (",", "—", "–")


def _nouns_beyond(sentence: Sentence, found: list[Token]) -> Iterator[Token]:
    """Yield the nouns that a clause after a comma may reach back to, past what stands directly before it:
    the object of the verb whose adverbial that is (`founded a council at Halvey, styled ...`), or its
    subject where it has no object; past a purpose, what the purpose is of."""
    if not found:
        return
    last = found[-1]
    holder = sentence.head(last)
    if last.dependency == "pobj" and is_verb(sentence.head(holder)):
        verb = sentence.head(holder)
        if verb.dependency in ("acl", "relcl") and is_nominal(sentence.head(verb)):
            # "a revolt led by Roe, known as ..."
            yield sentence.head(verb)
            return
    if last.dependency == "pobj" and is_verb(sentence.head(holder)) and holder.lemma != "by":
        verb = sentence.head(holder)
        objects = own_objects(sentence, verb)
        passive = find_voice(sentence, verb) is Voice.PASSIVE
        yield from objects or (own_subjects(sentence, verb) if passive else ())
    elif last.dependency == "dobj" and _is_purpose(sentence, holder):
        yield from own_objects(sentence, sentence.head(holder))


def _is_purpose(sentence: Sentence, verb: Token) -> bool:
    if not is_verb(verb) or verb.dependency not in ("advcl", "xcomp") or not is_verb(sentence.head(verb)):
        return False
    return any(t.tag == "TO" for t in sentence.children(verb))


_ABSTRACT_ENDINGS = ("tions", "sions", "ments", "ances", "ences", "ings", "ties", "als", "ures")


def is_people(token: Token, kind_of: KindOf) -> bool:
    """Say whether `token` may be a person or people, by its kind, else by what sort of word it is."""
    kind = kind_of(token)
    if kind is not None:
        return kind in (EntityKind.PERSON, EntityKind.GROUP, EntityKind.UNIT, EntityKind.OFFICE)
    if token.mask is not None:
        return True
    if token.lemma in load_grammar_lexicon().kin or token.lemma.endswith(("er", "or", "man", "ist")):
        return True
    return token.tag == "NNS" and not token.text.lower().endswith(_ABSTRACT_ENDINGS)


def relative_pronoun(sentence: Sentence, verb: Token) -> Token | None:
    """Return the relative pronoun that opens the clause of `verb`; None where it has none."""
    for child in sentence.children(verb):
        if child.index > verb.index:
            break
        if is_relative(child) and child.dependency != "mark":
            return child
        for inner in sentence.subtree(child):
            if (
                inner.index < verb.index
                and is_relative(inner)
                and child.dependency in ("prep", "dobj", "nsubj", "nsubjpass")
            ):
                return inner
    return None


def clause_start(sentence: Sentence, verb: Token) -> Token:
    """Return the first token of the clause of `verb`: a reduced relative starts at its adverbs or itself."""
    first = verb
    for child in sentence.children(verb):
        if child.index < first.index and child.dependency not in ("punct", "cc"):
            first = sentence.subtree(child)[0]
            break
    while first.text in (",", "(", '"') and first.index < verb.index:
        first = sentence.tokens[first.index + 1]
    return first
