"""A parsed sentence and the nouns that name events in, each with participants, place, date and truth out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pipeline.grammar.arguments import is_verb
from pipeline.grammar.attachment import attach_dates
from pipeline.grammar.clause import KindOf, Preposition
from pipeline.grammar.noun_phrases import (
    expand_list,
    find_modifiers,
    find_possessor,
    find_prepositions,
    is_date,
    list_head,
    noun_phrase_span,
    read_quantity,
)
from pipeline.grammar.truth import find_truth
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.model.date import DateMention
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

_PLACE_WORDS = ("at", "in", "near", "outside", "off", "around", "on")
SERIES = frozenset({"series", "wave", "string", "succession", "spate"})
_POSTPONED = frozenset({"would", "modal", "condition"})


@dataclass(frozen=True, slots=True)
class NominalEvent:
    """A noun that names an event: `Roe's refusal`, `the sale of the keep to Drovia by Roe in 1707`. What
    `of` means differs from noun to noun (`the death of Roe`, `the capture of Pell`): see `agents`."""

    sentence: Sentence
    token: Token
    lemma: str
    possessor: Token | None
    """The holder before it; a pronoun for `his death`."""
    of_objects: tuple[Token, ...]
    by_objects: tuple[Token, ...]
    modifiers: tuple[Token, ...]
    """Names and demonyms before it: `Drovian` in `the Drovian advance`."""
    prepositions: tuple[Preposition, ...]
    """All but `of` and `by`, lists expanded."""
    places: tuple[Token, ...]
    """What stands after `at`, `in`, `near` and is a place."""
    dates: tuple[DateMention, ...]
    """Those that date the noun itself, not the clause around it."""
    certainty: Certainty
    certainty_reason: Span | None
    negated: bool
    negation: Span | None
    parent: Token | None
    """The verb or noun that it is an argument of."""
    doubts: tuple[str, ...]

    def prepositions_of(self, *words: str) -> tuple[Token, ...]:
        """Return what stands after the prepositions `words`, in text order; `of` and `by` have their own."""
        return tuple(o for p in self.prepositions if p.word in words for o in p.objects)

    @property
    def agents(self) -> tuple[Token, ...]:
        """Who acts, for a noun of an act upon something (`capture`, `sale`): those after `by`, else the
        holder, else a people or name before it; and nobody where `of` alone stands."""
        if self.by_objects:
            return self.by_objects
        if self.possessor is not None:
            return (self.possessor,)
        return self.modifiers

    @property
    def patients(self) -> tuple[Token, ...]:
        """What is acted upon, for such a noun: what stands after `of`; the holder where somebody else stands
        after `by`."""
        if self.of_objects:
            return self.of_objects
        return (self.possessor,) if self.by_objects and self.possessor is not None else ()

    @property
    def span(self) -> Span:
        """The shortest stretch that holds the noun with its participants; places and dates not included."""
        spans = [noun_phrase_span(self.sentence, self.token)]
        spans += [t.span for t in (*self.of_objects, *self.by_objects, *self.modifiers)]
        if self.possessor is not None:
            spans.append(self.possessor.span)
        return Span(min(s.start for s in spans), max(s.end for s in spans))


def find_nominal_events(
    sentence: Sentence, dates: Sequence[DateMention], kind_of: KindOf, triggers: Collection[str]
) -> tuple[NominalEvent, ...]:
    """Return the nouns of a sentence whose lemma is one of `triggers`, in text order, with all members of a
    list of nouns. `dates` may hold the dates of the whole document. What is feared, planned or denied is
    marked so."""
    attachments = attach_dates(sentence, dates)
    found = []
    for token in sentence.tokens:
        if token.mask is not None or token.lemma not in triggers or not token.tag.startswith(("NN", "VBG")):
            continue
        if token.dependency in ("compound", "nmod", "amod") or (token.tag == "VBG" and not _is_gerund(token)):
            continue
        own = tuple(a.date for a in attachments if a.owner.index == token.index)
        found.append(_read_event(sentence, token, kind_of, own))
    return tuple(found)


def _is_gerund(token: Token) -> bool:
    return token.dependency in ("pobj", "nsubj", "nsubjpass", "dobj", "conj", "attr", "ROOT")


def _read_event(
    sentence: Sentence, token: Token, kind_of: KindOf, dates: tuple[DateMention, ...]
) -> NominalEvent:
    first = _first_of_list(sentence, token)
    phrases = _phrases(sentence, token)
    of_objects = tuple(o for p in phrases if p.word == "of" for o in p.objects)
    of_objects = tuple(read_quantity(sentence, o).head for o in of_objects)
    by_objects = tuple(o for p in phrases if p.word == "by" for o in p.objects)
    certainty, reason, doubts = _find_certainty(sentence, token)
    negation = _find_denial(sentence, token)
    head = sentence.head(token)
    return NominalEvent(
        sentence=sentence,
        token=token,
        lemma=token.lemma,
        possessor=find_possessor(sentence, token) or (find_possessor(sentence, first) if first else None),
        of_objects=of_objects,
        by_objects=by_objects,
        modifiers=_actor_modifiers(sentence, token, first, kind_of),
        prepositions=tuple(p for p in phrases if p.word not in ("of", "by")),
        places=_places(phrases, kind_of),
        dates=dates,
        certainty=certainty,
        certainty_reason=reason,
        negated=negation is not None,
        negation=negation,
        parent=head if head.index != token.index else None,
        doubts=doubts,
    )


def _first_of_list(sentence: Sentence, token: Token) -> Token | None:
    """The noun whose holder a later one shares: `Roe's capture and sale of Pell`."""
    if token.dependency != "conj" or is_verb(sentence.head(token)):
        return None
    if any(c.dependency in ("det", "poss") for c in sentence.children(token)):
        return None
    return sentence.head(token)


def _phrases(sentence: Sentence, token: Token) -> list[Preposition]:
    """The phrases of the noun; those behind the last noun of a list are of all of it (`the siege and capture
    of Pell`), unless a noun has its own `of`."""
    holders = [token]
    if not any(c.dependency == "prep" and c.lemma == "of" for c in sentence.children(token)):
        later = [
            c for c in sentence.children(token) if c.dependency == "conj" and _first_of_list(sentence, c)
        ]
        holders += later[-1:]
    first = _first_of_list(sentence, token)
    series = _series_of(sentence, token)
    phrases = []
    for holder in (*holders, *([first] if first else []), *([series] if series else [])):
        for word, objects in find_prepositions(sentence, holder):
            if holder in (first, series) and word.index < token.index:
                continue
            names = tuple(o for o in objects if not is_date(o))
            if names:
                phrases.append(Preposition(word.lemma, word, names))
    phrases.extend(_stranded(sentence, token))
    return sorted(phrases, key=lambda p: p.token.index)


def _series_of(sentence: Sentence, token: Token) -> Token | None:
    """The series of `a series of raids by Drovia on Pell`, on which the parser hangs what the raids have."""
    first = list_head(sentence, token)
    word = sentence.head(first)
    above = sentence.head(word)
    is_counted = first.dependency == "pobj" and word.lemma == "of" and above.mask is None
    return above if is_counted and above.lemma in SERIES else None


def _stranded(sentence: Sentence, token: Token) -> Iterator[Preposition]:
    """`the sale of the keep to Drovia by Roe`: `by` tied to a name of the same phrase before it."""
    for word, objects in find_prepositions(sentence, token):
        for inner in objects:
            for nested, names in find_prepositions(sentence, inner):
                if nested.lemma == "by" and word.lemma in ("of", "to") and names and inner.mask is not None:
                    yield Preposition("by", nested, tuple(n for n in names if not is_date(n)))


def _places(phrases: Sequence[Preposition], kind_of: KindOf) -> tuple[Token, ...]:
    return tuple(
        o for p in phrases if p.word in _PLACE_WORDS for o in p.objects if kind_of(o) is EntityKind.PLACE
    )


def _actor_modifiers(
    sentence: Sentence, token: Token, first: Token | None, kind_of: KindOf
) -> tuple[Token, ...]:
    found: list[Token] = []
    for holder in (token, *([first] if first else [])):
        for modifier in find_modifiers(sentence, holder):
            named = modifier.mask is not None and modifier.mask.kind is not MaskKind.DATE
            if named or kind_of(modifier) is not None:
                found.extend(expand_list(sentence, modifier))
    return tuple(found)


# ---------------------------------------------------------------- what the text says of it


def _find_certainty(sentence: Sentence, token: Token) -> tuple[Certainty, Span | None, tuple[str, ...]]:
    """A noun under a fear, a plan or a verb of preventing, after `planned` or `imminent`, or an argument of a
    clause that is itself planned or imagined, is not said to have happened. What stands after `after`,
    `before` or `during` is taken for granted, whatever the clause."""
    lexicon = load_grammar_lexicon()
    for modifier in find_modifiers(sentence, token):
        if modifier.lemma in lexicon.unreal_adjectives or modifier.text.lower() in lexicon.unreal_adjectives:
            return Certainty.PLANNED, modifier.span, ()
    previous = token
    for holder in sentence.ancestors(token):
        if holder.dependency == "prep" and holder.lemma in (
            "after",
            "before",
            "during",
            "since",
            "following",
        ):
            return Certainty.ASSERTED, None, ()
        if is_verb(holder):
            return _certainty_under(sentence, previous, holder)
        if holder.mask is None and holder.lemma in lexicon.unreal_nouns and holder.tag.startswith("NN"):
            return Certainty.PLANNED, holder.span, ()
        previous = holder
    return Certainty.ASSERTED, None, ()


def _certainty_under(
    sentence: Sentence, argument: Token, verb: Token
) -> tuple[Certainty, Span | None, tuple[str, ...]]:
    governed = argument.dependency in ("dobj", "nsubjpass", "conj", "pobj") or (
        argument.dependency in ("prep", "dative")
        and argument.lemma in ("for", "to", "from", "against", "of", "on")
    )
    if governed and verb.lemma in load_grammar_lexicon().unreal_verbs:
        return Certainty.PLANNED, verb.span, ()
    truth = find_truth(sentence, verb)
    if truth.certainty in (Certainty.PLANNED, Certainty.COUNTERFACTUAL) and argument.index > verb.index:
        return truth.certainty, truth.reason, tuple(d for d in truth.doubts if d in _POSTPONED)
    return Certainty.ASSERTED, None, ()


def _find_denial(sentence: Sentence, token: Token) -> Span | None:
    for child in sentence.children(token):
        if child.dependency in ("det", "neg") and child.lemma in ("no", "neither"):
            return child.span
    head = sentence.head(token)
    if token.dependency == "pobj" and head.lemma == "without":
        return head.span
    if is_verb(head) and token.dependency in ("dobj", "attr", "nsubj", "nsubjpass"):
        truth = find_truth(sentence, head)
        happens = head.lemma in ("occur", "happen", "take", "begin", "result", "be", "follow", "have", "make")
        return truth.negation if happens else None
    return None
