"""Keys and names of things in, one Entity a key out, with ids that are unique in their document."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace

from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.span import Span

# Letters that no decomposition makes of a plain one and a mark.
WITHOUT_MARK = str.maketrans(
    {"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe"}
)


def make_slug(name: str) -> str:
    """Return a name in lower-case ASCII letters, digits and hyphens: `Bancu Azura` -> `bancu-azura`."""
    folded = unicodedata.normalize("NFKD", name.translate(WITHOUT_MARK))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return slug or "-".join(f"u{ord(c):x}" for c in name if c.isalnum()) or "unnamed"


@dataclass(slots=True)
class EntityBook:
    """The entities of a document while it is read. Each is filed under a key that says what makes two
    names one."""

    document: Document
    _by_key: dict[tuple[str, ...], Entity] = field(default_factory=dict)
    _slugs: set[str] = field(default_factory=set)

    def file(
        self, key: tuple[str, ...], kind: EntityKind, name: str, span: Span, place_type: str | None = None
    ) -> Entity:
        """Return the entity of `key`, made from these values where it is new."""
        known = self._by_key.get(key)
        if known is None:
            known = Entity(self._new_id(name, kind), kind, name, place_type, span)
        elif place_type and not known.place_type and kind is EntityKind.PLACE:
            known = replace(known, place_type=place_type)
        self._by_key[key] = known
        return known

    def _new_id(self, name: str, kind: EntityKind) -> str:
        slug = make_slug(name)
        if slug in self._slugs:
            slug = f"{slug}-{kind.value}"
        base, number = slug, 2
        while slug in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        self._slugs.add(slug)
        return f"{self.document.document_id}/{slug}"

    def find(self, key: tuple[str, ...]) -> Entity | None:
        """Return the entity of `key`; None where there is none."""
        return self._by_key.get(key)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All entities, in the order of the text."""
        return tuple(sorted(self._by_key.values(), key=lambda e: (e.span, e.entity_id)))
