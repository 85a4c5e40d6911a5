"""The names of a document and its facts in, its names with those that only facts state out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.entity import Name, NameType
from pipeline.model.fact import Certainty, Fact

# What sort of name a predicate of the table `names` states; any other is a variant.
TYPES = {
    "native name": NameType.NATIVE,
    "translation": NameType.TRANSLATION,
    "abbreviation": NameType.SHORT,
    "common name": NameType.SHORT,
    "nickname": NameType.EPITHET,
}


def add_stated_names(names: Sequence[Name], facts: Sequence[Fact]) -> tuple[Name, ...]:
    """Return `names` and those that asserted facts state of an entity which are not among them, in the order
    of the text: a name in brackets or quotation marks names nothing else, and was not found as a name."""
    known = {(name.entity_id, name.name) for name in names}
    found = list(names)
    for fact in facts:
        if fact.kind != "names" or fact.negated or fact.certainty is not Certainty.ASSERTED:
            continue
        place = next((e.span for e in fact.evidence if e.field == "object"), None)
        if fact.subject.entity_id is None or fact.object is None or place is None:
            continue
        key = (fact.subject.entity_id, fact.object.text)
        if key not in known:
            known.add(key)
            found.append(Name(*key, TYPES.get(fact.predicate, NameType.VARIANT), place))
    return tuple(sorted(found, key=lambda n: (n.span, n.entity_id)))
