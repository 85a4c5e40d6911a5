"""The facts of one document in, the same facts out as the rules that compare them look them up."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.lexicon.conflicts import conflict_words
from pipeline.model.document import Document
from pipeline.model.entity import Entity, Name
from pipeline.model.fact import Certainty, Fact, Reference
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence


@dataclass(frozen=True, slots=True)
class Statements:
    """What a document states. Read-only."""

    document: Document
    sentences: Sequence[Sentence]
    entities: Mapping[str, Entity]
    names: Sequence[Name]
    facts: Sequence[Fact]
    """In the order of the text, restatements joined; those that are negated or not asserted too."""

    def stated(self, kind: str, *predicates: str) -> list[Fact]:
        """Return the facts of a kind that are asserted and not negated; of all its predicates where none is
        given."""
        return [
            f
            for f in self.facts
            if f.kind == kind
            and f.certainty is Certainty.ASSERTED
            and not f.negated
            and (not predicates or f.predicate in predicates)
        ]

    def is_in(self, inner: Reference, outer: Reference) -> bool:
        """Say whether the text puts one place into another, at any remove."""
        links: dict[str | None, list[str | None]] = defaultdict(list)
        for fact in self.stated("relations", "located in", "part of"):
            if fact.object is not None:
                links[key_of(fact.subject)].append(key_of(fact.object))
        reached, target = [key_of(inner)], key_of(outer)
        for place in reached:
            reached += [p for p in links[place] if p not in reached]
        return target in reached

    def line_of(self, fact: Fact) -> int:
        """Return where the sentence or line begins in which a fact is first stated."""
        start = whole_span(fact).start
        for sentence in self.sentences:
            if sentence.span.start <= start < sentence.span.end:
                return sentence.span.start
        return self.document.text.rfind("\n", 0, start) + 1

    def words_of_line(self, fact: Fact) -> frozenset[str]:
        """Return the words, without capitals, of the sentence or line in which a fact is first stated."""
        start = self.line_of(fact)
        ends = [s.span.end for s in self.sentences if s.span.start == start]
        end = ends[0] if ends else self.document.text.find("\n", start)
        return frozenset(re.findall(r"\w+", self.document.text[start:end].casefold()))

    def in_one_line(self, facts: Iterable[Fact]) -> bool:
        """Say whether one sentence or line states all of the facts: then the text holds them together."""
        return len({self.line_of(f) for f in facts}) == 1


def whole_span(fact: Fact) -> Span:
    """Return the first span that states the whole fact."""
    return min(e.span for e in fact.evidence if e.field is None)


def key_of(reference: Reference | None) -> str | None:
    """Return what tells a subject or object apart: its entity, else its words; None where there is none."""
    return (reference.entity_id or reference.text) if reference is not None else None


def is_denial(stance: Fact) -> bool:
    """Say whether a stance denies its target recognition."""
    if stance.predicate in ("withheld recognition", "disputed"):
        return not stance.negated
    return stance.predicate == "recognized" and stance.negated


def is_change(stated: Statements, denial: Fact, statement: Fact) -> bool:
    """Say whether a denial can have been true until what a text without dates states further on; not where
    it is one for all time (`never`)."""
    is_told_first = whole_span(denial).start < whole_span(statement).start
    return is_told_first and not conflict_words().always & stated.words_of_line(denial)


def text_of(fact: Fact) -> str:
    """Return the name or value of the object; nothing where there is none."""
    return fact.object.text if fact.object is not None else ""


def cell_of(fact: Fact, column: str) -> Reference | None:
    """Return the cell of a column beyond the spine; None where it is empty."""
    return next((c.value for c in fact.cells if c.column == column), None)


def group_by(facts: Iterable[Fact], *parts: str) -> list[list[Fact]]:
    """Return the facts in groups that have the same `parts` (`subject`, `predicate`, `object`, `place`), in
    the order of the first of each."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        values = [getattr(fact, part) for part in parts]
        key = tuple(key_of(v) if isinstance(v, Reference) else v for v in values)
        groups.setdefault(key, []).append(fact)
    return list(groups.values())
