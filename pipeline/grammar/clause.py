"""What a clause is: one verb with its arguments, dates, and how the text puts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from pipeline.model.date import DateMention
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KindOf = Callable[[Token], EntityKind | None]
"""What a token refers to; None where nobody knows."""


class Voice(Enum):
    """Whether the surface subject acts or undergoes."""

    ACTIVE = "active"
    PASSIVE = "passive"


class SubjectSource(Enum):
    """Where the surface subject of a clause was found."""

    OWN = "own"
    COORDINATION = "coordination"
    RELATIVE = "relative"
    REDUCED_RELATIVE = "reduced relative"
    PARTICIPLE = "participle"
    CONTROL = "control"
    ABSOLUTE = "absolute"
    NONE = "none"


class Role(Enum):
    """Which argument a noun outside the clause fills."""

    SUBJECT = "subject"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Preposition:
    """A prepositional phrase of a clause, its objects expanded over lists."""

    word: str
    """In lower case; `where` for a relative clause of place (`Halvey, where ...`)."""
    token: Token
    objects: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Complement:
    """What the clause says that its subject or object is: `was a charter`, `named Feld envoy`, `as envoy`."""

    word: str | None
    """`as` where it introduces the complement; None for a bare one."""
    token: Token


@dataclass(frozen=True, slots=True)
class Control:
    """The verb, or `be` with an adjective, that governs an infinitive or -ing clause."""

    lemma: str
    """`refuse`, `be-able` ...; `be` for `was to`, `purpose` for a bare `to`."""
    effect: str
    """asserted, planned, refused, abstained, reported."""
    token: Token


@dataclass(frozen=True, slots=True)
class Clause:
    """One verb of a sentence, finite or not, with its arguments in semantic roles: in a passive, what
    undergoes is an object, and a subject is only what stands after `by`."""

    sentence: Sentence
    verb: Token
    lemma: str
    particle: str | None
    """`out` in `carried out`."""
    voice: Voice
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    indirect_objects: tuple[Token, ...]
    complements: tuple[Complement, ...]
    prepositions: tuple[Preposition, ...]
    dates: tuple[DateMention, ...]
    """The dates that govern the clause, its own or a governing clause's; only such as name a date."""
    own_dates: tuple[DateMention, ...]
    """Those of `dates` that stand in the clause itself."""
    negated: bool
    negation: Span | None
    certainty: Certainty
    certainty_reason: Span | None
    """The words that plan, report or imagine; None where the clause is asserted."""
    qualifier: Span | None
    """The words that weaken or narrow the clause."""
    subject_source: SubjectSource
    candidates: tuple[Token, ...]
    """The nouns between which the argument `open_role` was not decided; empty where it was."""
    open_role: Role | None
    control: Control | None
    parent: Token | None
    """The verb or noun that governs the clause; None for a main clause."""
    doubts: tuple[str, ...]
    """The gates that the clause fails; empty where it may be published."""

    @property
    def doubt(self) -> str | None:
        """The first gate that the clause fails; None where it fails none."""
        return self.doubts[0] if self.doubts else None

    @property
    def span(self) -> Span:
        """The shortest stretch that holds the verb with its auxiliaries and denial, subjects, objects and
        complements; prepositions and dates not included."""
        spans = [self.verb.span]
        spans += [t.span for t in self.sentence.children(self.verb) if t.dependency in _VERB_GROUP]
        spans += [t.span for t in (*self.subjects, *self.objects, *self.indirect_objects)]
        spans += [c.token.span for c in self.complements]
        if self.negation is not None:
            spans.append(self.negation)
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def objects_of(self, *words: str) -> tuple[Token, ...]:
        """Return the objects of the prepositions `words`, in text order."""
        return tuple(o for p in self.prepositions if p.word in words for o in p.objects)

    def complements_as(self) -> tuple[Token, ...]:
        """Return the nominals that say what subject or object is or becomes, with or without `as`."""
        return tuple(c.token for c in self.complements)

    def decide(self, fits: Callable[[Token], bool]) -> Clause:
        """Return the clause with its undecided argument filled by the one candidate that `fits`; where none
        or more than one does, the clause with the doubt `wrong kind` or `two antecedents`. A clause whose
        arguments are all decided is returned as it is."""
        if self.open_role is None:
            return self
        fitting = [t for t in self.candidates if fits(t)]
        doubts = tuple(d for d in self.doubts if d != "two antecedents")
        if len(fitting) != 1:
            gate = "two antecedents" if fitting else "wrong kind"
            return replace(self, doubts=(gate, *doubts))
        if self.open_role is Role.SUBJECT:
            return replace(self, subjects=(fitting[0],), candidates=(), open_role=None, doubts=doubts)
        return replace(self, objects=(fitting[0],), candidates=(), open_role=None, doubts=doubts)


_VERB_GROUP = frozenset({"aux", "auxpass", "neg", "prt"})
