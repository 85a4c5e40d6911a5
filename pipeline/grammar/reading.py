"""A document as the fact modules see it: its clauses, and the entity at every token."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.entities.governments import GovernmentStatement
from pipeline.grammar.clause import Clause, KindOf
from pipeline.grammar.clauses import find_clauses
from pipeline.grammar.truth import as_provided
from pipeline.grammar.undergoers import settle_undergoer
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.mentions.infobox import Infobox
from pipeline.model.date import DateMention
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

if TYPE_CHECKING:
    from pipeline.grammar.happening import Happening


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is known of a document when its facts are read. Read-only."""

    document: Document
    infobox: Infobox
    dates: tuple[DateMention, ...]
    names: tuple[NameSpan, ...]
    """Names, titles and demonyms as written, in document order."""
    sentences: tuple[Sentence, ...]
    entities: Mapping[str, Entity]
    """By id."""
    mentions: tuple[Mention, ...]
    government_statements: tuple[GovernmentStatement, ...]
    """What descriptions of governments say of them: `Roe's government`, `the Halvey-based government`."""
    subject: Entity | None
    """What the article is about; None where its title names no entity."""
    clauses: tuple[Clause, ...] = ()
    """Of all sentences, in the order of the text."""
    happenings: tuple[Happening, ...] = ()
    """What befell persons and states, each an event of its own."""
    _by_character: Mapping[int, Mention] = field(default_factory=dict, repr=False, compare=False)
    _by_span: dict[tuple[int, int], Mention | None] = field(default_factory=dict, repr=False, compare=False)
    """What `mention_at` has found so far, by start and end."""
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)
    """Where each of `mentions` starts."""
    _titles: Mapping[int, NameSpan] = field(default_factory=dict, repr=False, compare=False)
    """Titles by where they end."""

    @property
    def document_id(self) -> str:
        """The id of the document."""
        return self.document.document_id

    @property
    def infobox_subject(self) -> Entity | None:
        """What the infobox is about: the event that it names itself, where it does; else what the article is
        about. None where it names an event that nobody knows, or the article is about no entity."""
        for statement in self.infobox.statement("name"):
            if statement.field.key in ("Conflict", "Event Name") and statement.items:
                name = statement.items[0].name
                mention = self.mention_at(name)
                if mention is not None and mention.span == name:
                    return self.entity_at(name, EntityKind.EVENT)
                own = self.subject.name.casefold() if self.subject is not None else None
                return self.subject if self.quote(name).casefold() == own else None
        return self.subject

    def quote(self, span: Span) -> str:
        """Return the characters of a span."""
        return span.of(self.document.text)

    def mention_at(self, place: Token | Span) -> Mention | None:
        """Return the mention that a token or span stands for; of a person with a title the person's. None
        where there is none."""
        span = place.span if isinstance(place, Token) else place
        key = (span.start, span.end)
        if key not in self._by_span:
            places = range(span.end - 1, span.start - 1, -1)
            found = (self._by_character[i] for i in places if i in self._by_character)
            self._by_span[key] = next(found, None)
        return self._by_span[key]

    def entity_at(self, place: Token | Span, *kinds: EntityKind) -> Entity | None:
        """Return the entity that a token or span refers to; None where nobody knows, or where it is of none
        of `kinds` (any kind where none is given)."""
        mention = self.mention_at(place)
        entity = self.entities.get(mention.entity_id or "") if mention is not None else None
        return entity if entity is not None and (not kinds or entity.kind in kinds) else None

    def kind_at(self, token: Token) -> EntityKind | None:
        """Return the kind of what a token refers to; None where nobody knows."""
        entity = self.entity_at(token)
        return entity.kind if entity is not None else None

    def entity_named(self, text: str, *kinds: EntityKind) -> Entity | None:
        """Return the one entity of `kinds` that some mention calls `text`; None for none or several."""
        ids = {m.entity_id for m in self.mentions if m.text == text and m.entity_id is not None}
        found = [self.entities[i] for i in ids if not kinds or self.entities[i].kind in kinds]
        return found[0] if len(found) == 1 else None

    def mentions_in(self, span: Span) -> Iterator[Mention]:
        """Yield the mentions within `span`, in text order."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return (m for m in self.mentions[first:last] if m.span.end <= span.end)

    def title_before(self, span: Span) -> NameSpan | None:
        """Return the title in front of a name, with nothing or a comma between: `General` in `General Roe`
        and in `the General, Roe`; None for none."""
        for gap in (" ", ", "):
            title = self._titles.get(span.start - len(gap))
            if title is not None and self.document.text.startswith(gap, title.span.end):
                return title
        return None

    def demonym_before(self, span: Span) -> Mention | None:
        """Return the demonym directly before a span: `Velmoran` in `Velmoran General`; None for none."""
        return next(
            (m for m in self.mentions if m.form is MentionForm.DEMONYM and m.span.end + 1 == span.start),
            None,
        )

    def with_mentions(self, found: Iterable[Mention], entities: Iterable[Entity]) -> Reading:
        """Return the reading with `found` among its mentions, and `entities` for its entities."""
        mentions = tuple(sorted((*self.mentions, *found), key=lambda m: (m.span, m.form.value)))
        return replace(
            self,
            entities={e.entity_id: e for e in entities},
            mentions=mentions,
            _by_character=index_mentions(mentions),
            _by_span={},
            _starts=tuple(m.span.start for m in mentions),
        )

    def clauses_of(self, *lemmas: str) -> Iterator[Clause]:
        """Yield the clauses whose verb is one of `lemmas`."""
        return (c for c in self.clauses if c.lemma in lemmas)


def make_reading(
    document: Document,
    infobox: Infobox,
    dates: Sequence[DateMention],
    names: Sequence[NameSpan],
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    mentions: Sequence[Mention],
    government_statements: Sequence[GovernmentStatement],
    subject: Entity | None,
) -> Reading:
    """Return the Reading of a document, its clauses found."""
    by_id = {e.entity_id: e for e in entities}
    by_character = index_mentions(mentions)

    def kind_of(token: Token) -> EntityKind | None:
        places = range(token.span.end - 1, token.span.start - 1, -1)
        mention = next((by_character[i] for i in places if i in by_character), None)
        entity = by_id.get(mention.entity_id or "") if mention is not None else None
        return entity.kind if entity is not None else None

    return Reading(
        document=document,
        infobox=infobox,
        dates=tuple(dates),
        names=tuple(names),
        sentences=tuple(sentences),
        entities=by_id,
        mentions=tuple(mentions),
        government_statements=tuple(government_statements),
        subject=subject,
        clauses=tuple(_find_all_clauses(document, sentences, dates, kind_of)),
        _by_character=by_character,
        _starts=tuple(m.span.start for m in mentions),
        _titles={n.span.end: n for n in names if n.form is NameForm.TITLE},
    )


def _find_all_clauses(
    document: Document, sentences: Sequence[Sentence], dates: Sequence[DateMention], kind_of: KindOf
) -> Iterator[Clause]:
    terms = _sections_of_terms(document)
    for sentence in sentences:
        clauses = tuple(settle_undergoer(c, kind_of) for c in find_clauses(sentence, dates, kind_of))
        yield from (as_provided(c) for c in clauses) if sentence.section_id in terms else clauses


def _sections_of_terms(document: Document) -> frozenset[str]:
    """The sections that tell what a treaty or law provides, those below them with them."""
    headings = load_grammar_lexicon().provision_headings
    found: set[str] = set()
    for section in document.sections:
        if section.parent_id in found or section.heading.strip().lower() in headings:
            found.add(section.section_id)
    return frozenset(found)


def index_mentions(mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Return the shortest mention at each character: in `Treaty of Halvey` the treaty, that being one."""
    found: dict[int, Mention] = {}
    for mention in mentions:
        for i in range(mention.span.start, mention.span.end):
            if i not in found or len(found[i].span) >= len(mention.span):
                found[i] = mention
    return found
