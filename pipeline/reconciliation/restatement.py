"""Facts as they were read in, one fact a statement out, with the evidence of every place that states it.

Two readings are one fact where they have one fact id. Beyond that, a poorer statement becomes evidence of
a fuller one: the same kind, subject, predicate, object, denial and certainty, where all that the poorer
says of date, place and cells the fuller says as well, or says more finely (`in January 1704` and `on
January 17`; `President Roe` and `President of Velmora`). What is said without who did it (`Halvey was
occupied in 1704`) is poorer than what says who did. Where two facts are fuller, it is not known which of
them is meant, and all three stay: two terms of one man are two, and so are two battles of one place. An
undated act of a kind that can recur (a town taken, a journey) stays beside a dated one as well.

What happens once only (a battle, a signing, by `functional_on` of the predicates) is one fact even where each
statement says something that the other does not, such as the day and the place, as long as they agree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.lexicon.predicates import predicates
from pipeline.model.date import PartialDate
from pipeline.model.evidence import Evidence
from pipeline.model.fact import Cell, Fact, Reference
from pipeline.reconciliation.identity import fact_id

# Cells that say in other words what the object says: two spellings of one office.
WORDING = frozenset({"title"})
# Acts that can happen again: without a date of its own, one is not known to be the dated one.
RECURRENT = frozenset({"territorial_changes", "movements", "outcomes", "communications"})
AGENTLESS = "was "
"""How the label of a predicate begins whose subject has something done to it by nobody knows whom."""
IRREGULAR = {"was overthrown": "overthrew"}
FINAL = frozenset({"was killed", "was executed", "was assassinated"})
"""What befalls a person once, dated or not."""
WORD = re.compile(r"\w+")
EMPTY_WORDS = frozenset({"of", "the", "to", "for", "in"})


def join_restatements(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the facts in the order of the text, restatements joined as this module says."""
    joined: dict[str, Fact] = {}
    for fact in sorted(facts, key=_first_place):
        key = fact_id(fact)
        joined[key] = _join(joined[key], fact) if key in joined else fact
    fullest = _absorb_agentless(_absorb_poorer(list(joined.values())))
    return tuple(sorted(_unite_single(fullest), key=_first_place))


def _first_place(fact: Fact) -> tuple[int, int, str, str]:
    first = min(e.span for e in fact.evidence if e.field is None)
    return first.start, first.end, fact.kind, fact.predicate


# --- one fact id ------------------------------------------------------------------------------------------


def _join(first: Fact, later: Fact) -> Fact:
    """The first statement gives the columns that the id does not cover; the later one adds the cells that the
    first leaves empty, and its evidence."""
    known = {c.column for c in first.cells}
    cells = [c for c in later.cells if c.column not in known]
    return replace(first, cells=(*first.cells, *cells), evidence=_merge(first, later, cells))


def _merge(first: Fact, later: Fact, cells: Sequence[Cell]) -> tuple[Evidence, ...]:
    taken = {c.column for c in cells}
    same = {c.column for c in first.cells if c in later.cells}
    spine = {None, "subject", "object", "place"}
    # A date of the same EDTF may be written otherwise; its text column keeps the words of the first.
    kept = [e for e in later.evidence if e.field in spine or e.field in taken or e.field in same]
    return (*first.evidence, *(e for e in kept if e not in first.evidence))


# --- poorer and fuller --------------------------------------------------------------------------------------


def _absorb_poorer(facts: list[Fact]) -> list[Fact]:
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, fact in enumerate(facts):
        key = (fact.kind, _key(fact.subject), fact.predicate, fact.negated, fact.certainty)
        alike[key].append(i)
    absorbed: dict[int, int] = {}
    for group in alike.values():
        for poorer in group:
            fuller = [i for i in group if i != poorer and _says_more(facts[i], facts[poorer])]
            # Of a chain of ever fuller statements only the fullest counts.
            fuller = [i for i in fuller if not any(j != i and _says_more(facts[j], facts[i]) for j in fuller)]
            if len(fuller) == 1:
                absorbed[poorer] = fuller[0]
    return _absorb(facts, absorbed)


def _absorb(facts: Sequence[Fact], absorbed: Mapping[int, int]) -> list[Fact]:
    """Give each poorer fact's evidence of the whole to the fuller one; both by their place in `facts`."""
    result = {i: fact for i, fact in enumerate(facts) if i not in absorbed}
    for poorer, target in absorbed.items():
        while target in absorbed:
            target = absorbed[target]
        whole = tuple(
            e for e in facts[poorer].evidence if e.field is None and e not in result[target].evidence
        )
        result[target] = replace(result[target], evidence=(*result[target].evidence, *whole))
    return list(result.values())


def _key(reference: Reference | None) -> str | None:
    return (reference.entity_id or reference.text) if reference is not None else None


def _says_more(fuller: Fact, poorer: Fact) -> bool:
    """Whether `fuller` says all that `poorer` says, and something more."""
    if (
        fuller.kind in RECURRENT
        and poorer.start is None
        and poorer.end is None
        and (fuller.start or fuller.end)
    ):
        return False
    if not (_covers_object(fuller, poorer) and _covers_cells(fuller, poorer)):
        return False
    if poorer.place is not None and _key(poorer.place) != _key(fuller.place):
        return False
    if poorer.qualifier is not None and poorer.qualifier != fuller.qualifier:
        return False
    if not (_covers_date(fuller.start, poorer.start) and _covers_date(fuller.end, poorer.end)):
        return False
    return _weight(fuller) > _weight(poorer)


def _weight(fact: Fact) -> tuple[int, int, int, int]:
    """How much a fact says: dates first, by how fine they are, then words."""
    dates = [d for d in (fact.start, fact.end) if d is not None]
    words = len(_words(fact.object.text)) if fact.object is not None else 0
    return len(dates), sum(len(d.edtf) for d in dates), len(fact.cells) + (fact.place is not None), words


def _covers_object(fuller: Fact, poorer: Fact) -> bool:
    if _key(fuller.object) == _key(poorer.object):
        return True
    if fuller.kind != "tenures" or fuller.object is None or poorer.object is None:
        return False
    return _title_words(poorer) == _title_words(fuller)


def _title_words(fact: Fact) -> frozenset[str]:
    """The words of an office without its state, which the cell `polity` names."""
    cells = {c.column: c.value.text for c in fact.cells}
    state = _words(cells.get("polity", ""))
    return frozenset(_words(cells.get("title", fact.object.text if fact.object else ""))) - frozenset(state)


def _words(text: str) -> list[str]:
    return [w for w in WORD.findall(text.casefold()) if w not in EMPTY_WORDS]


def _covers_cells(fuller: Fact, poorer: Fact) -> bool:
    known = {c.column: _key(c.value) for c in fuller.cells}
    return all(c.column in WORDING or known.get(c.column) == _key(c.value) for c in poorer.cells)


def _covers_date(fuller: PartialDate | None, poorer: PartialDate | None) -> bool:
    """Whether the fuller date lies within the poorer, which may be missing."""
    if poorer is None or fuller == poorer:
        return True
    if fuller is None or ".." in poorer.edtf:
        return False
    starts = poorer.earliest is None or (fuller.earliest is not None and fuller.earliest >= poorer.earliest)
    ends = poorer.latest is None or (fuller.latest is not None and fuller.latest <= poorer.latest)
    return starts and ends


# --- without an agent ---------------------------------------------------------------------------------------


def _absorb_agentless(facts: list[Fact]) -> list[Fact]:
    fuller_of: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, fact in enumerate(facts):
        for key in _undergone(fact):
            fuller_of[key].append(i)
    absorbed: dict[int, int] = {}
    for i, fact in enumerate(facts):
        if fact.predicate.startswith(AGENTLESS) and fact.object is None:
            key = (fact.kind, fact.predicate, _key(fact.subject), fact.negated, fact.certainty)
            fuller = [j for j in fuller_of[key] if _tells_doer(facts[j], fact)]
            if len(fuller) == 1:
                absorbed[i] = fuller[0]
    return _absorb(facts, absorbed)


def _undergone(fact: Fact) -> Iterator[tuple[object, ...]]:
    """What a fact with an agent says without it: `Drovia occupied Pell` that Pell was occupied, `Pell was
    ceded to Drovia` that Pell was ceded."""
    act, _, particle = fact.predicate.partition(" ")
    rest = (fact.negated, fact.certainty)
    if fact.object is None:
        return
    if particle in ("to", "by"):
        yield (fact.kind, AGENTLESS + act, _key(fact.subject), *rest)
    for label in (AGENTLESS + fact.predicate, *(p for p, a in IRREGULAR.items() if a == fact.predicate)):
        yield (fact.kind, label, _key(fact.object), *rest)


def _tells_doer(fuller: Fact, poorer: Fact) -> bool:
    """Whether `fuller`, which names who did it, says all else that `poorer` says."""
    is_final = poorer.predicate in FINAL and poorer.subject.entity_id is not None
    is_undated = poorer.start is None and poorer.end is None
    if is_undated and (fuller.start or fuller.end) and fuller.kind in RECURRENT and not is_final:
        return False
    return (
        (poorer.about_id is None or poorer.about_id == fuller.about_id)
        and (poorer.place is None or _key(poorer.place) == _key(fuller.place))
        and (poorer.qualifier is None or poorer.qualifier == fuller.qualifier)
        and _covers_cells(fuller, poorer)
        and _covers_date(fuller.start, poorer.start)
        and _covers_date(fuller.end, poorer.end)
    )


# --- what happens once --------------------------------------------------------------------------------------


def _unite_single(facts: list[Fact]) -> list[Fact]:
    once = {
        (p.kind, p.predicate) for p in predicates() if p.functional_on == ("subject",) and not p.object_kinds
    }
    alike: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for i, fact in enumerate(facts):
        # One part in one event is one thing as well.
        is_part = fact.kind == "participations" and fact.about_id is not None
        is_single = ((fact.kind, fact.predicate) in once or is_part) and fact.subject.entity_id is not None
        what = (fact.kind, fact.subject.entity_id, fact.predicate)
        key = (*what, fact.about_id if is_part else None, fact.negated, fact.certainty)
        alike[key if is_single else (i,)].append(fact)
    return [fact for group in alike.values() for fact in _unite(group)]


def _unite(facts: list[Fact]) -> list[Fact]:
    """One fact where all agree; else all of them, since nobody knows which goes with which."""
    fullest = max(facts, key=_weight)
    for other in facts:
        places = {_key(f.place) for f in facts if f.place is not None}
        objects = {_key(f.object) for f in facts if f.object is not None}
        qualifiers = {f.qualifier for f in facts}
        is_poorer = _covers_date(fullest.start, other.start) and _covers_date(fullest.end, other.end)
        if (
            not is_poorer
            or max(map(len, (places, objects, qualifiers))) > 1
            or other.about_id != fullest.about_id
        ):
            return facts
    united = fullest
    for other in facts:
        if other is not fullest:
            united = _add_parts(united, other)
    return [united]


def _add_parts(fuller: Fact, other: Fact) -> Fact:
    """`fuller` with the place, object and cells that only `other` has, and with its evidence."""
    columns = {c.column for c in fuller.cells}
    cells = [c for c in other.cells if c.column not in columns]
    spine = [name for name in ("place", "object") if getattr(fuller, name) is None]
    fields = {None, "subject", *spine, *(c.column for c in cells)}
    evidence = [e for e in other.evidence if e.field in fields and e not in fuller.evidence]
    return replace(
        fuller,
        place=fuller.place or other.place,
        object=fuller.object or other.object,
        cells=(*fuller.cells, *cells),
        evidence=(*fuller.evidence, *evidence),
    )
