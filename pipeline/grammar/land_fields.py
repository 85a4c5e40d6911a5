"""A short clause of an infobox in, what it tells of lands out: `Drovia cedes Pell to Velmora`,
`Pell was returned to Velmora`.

Such an item is no sentence that the parser reads. It is read by its shape, and only where every word of it is
accounted for: names, one verb or noun of territory, and the little words between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.land_acts import LandAct
from pipeline.grammar.lands import TERRITORIES, Land
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, entity_argument, literal_argument
from pipeline.lexicon.states import state_by_name
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.model.date import DateMention
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span

KIND = "territorial_changes"
_HOLDERS = (
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
    EntityKind.PERSON,
)
_WORD = re.compile(r"[\w'’.-]+")
_BE = frozenset({"is", "are", "was", "were"})
_JOINT = re.compile(r",? and |, ")
_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?: (?:[^\W\d_a-z][\w'’.-]*|of|de|del|la|the))*")
# What may stand before the names of lands, and says no more than that they are lands.
_INTRODUCER = re.compile(
    r"(?:control (?:of|over) )?(?:(?:the|its|their|all of) )*(?:[a-z]+ of (?:the )?)?(?=[^\W\d_a-z])"
)
_DATE_PREPOSITION = re.compile(r" ?\(?(?:in|on|by|since|until)? ?\Z")
_PARTS = re.compile(r" (to|by|from) ")


@dataclass(frozen=True, slots=True)
class _Clause:
    """An item cut at its verb: offsets into the document."""

    left: Span
    right: Span
    is_passive: bool
    senses: tuple[VerbSense, ...]


def find_field_acts(reading: Reading, item: Span) -> Iterator[LandAct]:
    """Yield what an item of an infobox tells of lands; nothing where a word of it is left over."""
    dates = [d for d in reading.dates if item.contains(d.span)]
    if len(dates) > 1:
        return
    body = _without_date(reading, item, dates)
    if body is None:
        return
    clause = _cut(reading, body)
    if clause is not None:
        yield from _clause_acts(reading, clause, body, dates)


def _without_date(reading: Reading, item: Span, dates: list[DateMention]) -> Span | None:
    """The item up to a date that ends it; None where the date stands elsewhere."""
    text = reading.quote(item)
    if not dates:
        return Span(item.start, item.start + len(text.rstrip(" .;")))
    rest = reading.document.text[dates[0].span.end : item.end].strip(" .;)")
    before = _DATE_PREPOSITION.search(text[: dates[0].span.start - item.start])
    return Span(item.start, item.start + before.start()) if not rest and before else None


def _cut(reading: Reading, body: Span) -> _Clause | None:
    words = [Span(body.start + m.start(), body.start + m.end()) for m in _WORD.finditer(reading.quote(body))]
    for i, word in enumerate(words):
        text = reading.quote(word)
        if not text.islower():
            continue
        senses = tuple(s for lemma in _lemmas(text) for s in verb_senses(lemma, KIND) if s.particle is None)
        if not senses or i == 0:
            continue
        left_end, before = words[i - 1].end, reading.quote(words[i - 1])
        if before.endswith("ly") and before.islower() and i > 1:
            left_end, before = words[i - 2].end, reading.quote(words[i - 2])
        follows = reading.quote(words[i + 1]) if i + 1 < len(words) else ""
        is_passive = before in _BE or (text.endswith("ed") and follows in ("to", "by"))
        if before in _BE:
            left_end = words[[reading.quote(w) for w in words].index(before) - 1].end
        return _Clause(Span(body.start, left_end), Span(word.end, body.end), is_passive, senses)
    return None


def _lemmas(word: str) -> tuple[str, ...]:
    """What a form of a verb can be of: `cedes`, `ceded`, `occupies`, `lost`."""
    irregular = {
        "lost": "lose",
        "took": "take",
        "held": "hold",
        "gave": "give",
        "sold": "sell",
        "given": "give",
    }
    stems = [irregular.get(word, "")]
    for ending, plain in (
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("es", "e"),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
    ):
        stems += [word.removesuffix(ending) + plain] if word.endswith(ending) else []
    return tuple(dict.fromkeys(s for s in stems if s))


def _clause_acts(
    reading: Reading, clause: _Clause, body: Span, dates: list[DateMention]
) -> Iterator[LandAct]:
    parts = _parts(reading, clause.right)
    if parts is None:
        return
    lands = _lands(reading, clause.left if clause.is_passive else parts[""])
    actors = _actors(reading, parts.get("by") if clause.is_passive else clause.left)
    receivers = _actors(reading, parts.get("to"))
    if lands is None or actors is None or receivers is None:
        return
    for sense in clause.senses:
        is_passing = sense.about == "object"
        if is_passing and not receivers and sense.predicate == "annexed to":
            actors, receivers = (), actors
        needed = receivers if is_passing else actors
        if sense.preposition is not None or not needed or (not is_passing and receivers):
            continue
        date = dates[0] if dates else None
        yield LandAct(
            span=Span(body.start, max(body.end, date.span.end) if date else body.end),
            predicate=sense.predicate,
            is_passing=is_passing,
            lands=lands,
            actors=actors,
            receivers=receivers,
            doubts=(),
            date=date,
        )
        return


def _parts(reading: Reading, right: Span) -> dict[str, Span] | None:
    """What stands behind the verb, cut at `to`, `by` and `from`; None where one of them comes twice."""
    text = " " + reading.quote(right).strip()
    start = right.end - len(text.rstrip()) if text.strip() else right.end
    found: dict[str, Span] = {}
    key, begin = "", 1
    for match in _PARTS.finditer(text):
        found[key] = Span(start + min(begin, match.start()), start + match.start())
        key, begin = match[1], match.end()
        if key in found:
            return None
    found[key] = Span(start + begin, start + len(text))
    return found


def _lands(reading: Reading, span: Span) -> tuple[Land, ...] | None:
    """The lands that a phrase lists; None where it holds anything else."""
    lead = _INTRODUCER.match(reading.quote(span))
    if lead is None:
        return None
    found: list[Land] = []
    for name in _names(reading, Span(span.start + lead.end(), span.end)):
        words = reading.quote(name)
        if not _NAME.fullmatch(words) or len(words.split()) > 5:
            return None
        entity = reading.entity_named(words, *TERRITORIES)
        if entity is None and reading.entity_named(words) is not None:
            return None
        found.append(
            Land(
                entity_argument(reading, entity, name, "full name")
                if entity is not None
                else literal_argument(reading, name),
                None,
            )
        )
    return tuple(found) or None


def _actors(reading: Reading, span: Span | None) -> tuple[Argument, ...] | None:
    """Who is listed; empty for no phrase, None where it holds anything else."""
    found: list[Argument] = []
    for name in _names(reading, span) if span is not None else ():
        words = reading.quote(name)
        bare = words.removeprefix("the ").removeprefix("The ")
        entity = reading.entity_named(bare, *_HOLDERS)
        place = Span(name.end - len(bare), name.end)
        if entity is not None:
            found.append(entity_argument(reading, entity, place, "full name"))
        elif state_by_name(bare) is not None and reading.entity_named(bare) is None:
            found.append(literal_argument(reading, place))
        else:
            return None
    return tuple(found)


def _names(reading: Reading, span: Span) -> Iterator[Span]:
    text, start = reading.quote(span), 0
    for joint in (*_JOINT.finditer(text), None):
        end = joint.start() if joint is not None else len(text)
        yield Span(span.start + start, span.start + end)
        start = joint.end() if joint is not None else end
