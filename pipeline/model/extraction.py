"""All that was read from one document: what the tables are made from."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.conflict import Conflict
from pipeline.model.date import DateMention
from pipeline.model.document import Document
from pipeline.model.entity import Entity, Mention, Name
from pipeline.model.fact import Candidate, Fact, UnreadTrigger
from pipeline.model.syntax import Sentence


@dataclass(frozen=True, slots=True)
class Extraction:
    """The reading of one document, every part in document order."""

    document: Document
    sentences: tuple[Sentence, ...]
    dates: tuple[DateMention, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    names: tuple[Name, ...]
    facts: tuple[Fact, ...]
    """Restatements already joined: no two have one fact id."""
    candidates: tuple[Candidate, ...]
    unread: tuple[UnreadTrigger, ...]
    conflicts: tuple[Conflict, ...] = ()
    """Of `facts`, those that do not agree."""
