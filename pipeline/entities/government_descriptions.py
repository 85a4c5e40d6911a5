"""A parsed sentence with the entities at its tokens in, what a noun phrase says of a government out: its
head, seat, state, name and sort."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.entities.book import EntityBook
from pipeline.entities.pronouns import IN_LIST
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import government_types
from pipeline.model.document import Document
from pipeline.model.entity import EntityKind, Mention
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

NOUNS = frozenset({"government", "regime", "junta"})
# A government of occupied land, where the word before says so, and somebody sets it up.
ADMINISTRATIONS = frozenset({"administration"})
OCCUPYING = frozenset({"military", "civil", "civilian", "provisional", "colonial", "puppet"})
RULERS = frozenset(
    {
        "president",
        "chancellor",
        "premier",
        "minister",
        "king",
        "queen",
        "emperor",
        "empress",
        "regent",
        "dictator",
    }
)
SEAT_VERBS = frozenset(
    {"base", "headquarter", "seat", "locate", "establish", "settle", "install", "set", "form"}
)
HEAD_VERBS = frozenset({"head", "lead", "preside", "chair", "direct"})
HEAD_NOUNS = frozenset({"head", "leader", "chief"})
# What is headed by somebody as a government is.
BODIES_WITH_HEAD = frozenset(
    {"commission", "committee", "council", "delegation", "deputation", "junta", "cabinet", "ministry"}
    | {"party", "group", "opposition", "army", "force", "mission", "inquiry", "coalition", "faction"}
)
NAME_VERBS = frozenset({"know", "call", "name", "style", "dub", "title"})
COPULAS = frozenset({"was", "were", "is", "be", "been", "itself"})
TAIL_FILLERS = frozenset(
    {
        ",",
        "and",
        "was",
        "were",
        "is",
        "be",
        "been",
        "had",
        "has",
        "which",
        "that",
        "itself",
        "(",
        ")",
        "officially",
    }
)
# What may stand between a participle, its preposition and the name behind.
SKIPPED = frozenset({"the", "itself", "up", "out", '"', "“", "''", "``"})
ORDINALS = frozenset({"second", "third", "fourth", "fifth"})
# Adjectives that tell no government from another.
EMPTY_ADJECTIVES = frozenset(
    {
        "new",
        "own",
        "old",
        "former",
        "current",
        "present",
        "local",
        "central",
        "previous",
        "other",
        "same",
        "then",
        *ORDINALS,
    }
)
INDEFINITE = frozenset({"a", "an", "another", "no", "any", "either", "neither", "each", "every", "some"})
# A name that stands only so may be that of a place or a party, whatever it looks like.
_BEHIND_NAME = re.compile(rf" (?:{'|'.join(sorted(NOUNS))})\b")
_BEFORE_NAME = re.compile(rf"\b(?:{'|'.join(sorted(NOUNS))}) of (?:the )?\Z")
# With one of these and nothing else, a government is another than the one just named.
OTHER = frozenset({"old", "former", "previous", "other", "new", "next", "present", "current"})
DEFINITE = frozenset({"the", "this", "that"})


def names_government(sentence: Sentence, token: Token) -> bool:
    """Say whether a common noun stands for a government: `regime`, `a military administration` that somebody
    sets up."""
    if token.mask is not None or token.tag != "NN":
        return False
    if token.lemma in NOUNS:
        return True
    words = {c.lemma for c in sentence.children(token) if c.index < token.index}
    is_rule = token.lemma in ADMINISTRATIONS and not words.isdisjoint(OCCUPYING)
    return is_rule and _is_founded(sentence, token)


@dataclass(slots=True)
class GovernmentDescription:
    """What one noun phrase says of a government. Ids of entities; None where it does not say."""

    token: Token
    span: Span
    """The shortest stretch that tells this government from others."""
    longer_span: Span
    """The stretch that says its seat as well, where `span` leaves that out; else `span`."""
    is_definite: bool
    head: str | None = None
    seat: str | None = None
    polity: str | None = None
    name: str | None = None
    adjectives: frozenset[str] = frozenset()
    type_words: tuple[Token, ...] = ()
    """Adjectives that say what sort of government it is."""
    places: dict[str, Span] = field(default_factory=dict)
    """Where each of head, seat and polity stands."""
    new_seat: str | None = None
    """A seat that the sentence gives it, and that does not tell which government it is."""
    listed_head: str | None = None
    """A head by a pronoun that only stands in a list behind a name: it is stated, and does not tell which
    government it is."""
    stated_head: str | None = None
    """A head that the sentence gives it, and that does not tell which government it is."""
    is_predicated: bool = False
    """Whether the reading has come to what the sentence says of it: `was established in`."""
    is_named_by_head: bool = False
    """Whether its head stands in front by name, not as a pronoun."""
    is_predicate: bool = False
    """Whether it says what something is, and refers to nothing: `served as the government`."""
    is_founded: bool = False
    """Whether it says of what sort a government is that somebody sets up: `established a provisional
    government`; it is then another than those before it."""
    is_of_another: bool = False
    """Whether a word says that it is that of somebody whom nobody knows, or another one: `the Heron
    government`, `the old government`, `either government`."""

    @property
    def is_bare(self) -> bool:
        return not (
            self.head
            or self.seat
            or self.polity
            or self.name
            or self.is_founded
            or (self.new_seat and not self.is_definite)
        )


class DescriptionReader:
    """Reads descriptions off dependency trees, with the entities at their tokens."""

    def __init__(self, document: Document, book: EntityBook, mentions: Sequence[Mention]) -> None:
        text = document.text
        names = {e.entity_id: e.name for e in book.entities}
        self.met = {
            m.entity_id
            for m in mentions
            if m.text == names.get(m.entity_id or "")
            and not _BEHIND_NAME.match(text, m.span.end)
            and not _BEFORE_NAME.search(text[max(0, m.span.start - 20) : m.span.start])
        }
        self.kinds = {e.entity_id: e.kind for e in book.entities}
        self.at: dict[int, Mention] = {}
        for mention in mentions:
            if mention.entity_id is not None:
                for i in range(mention.span.start, mention.span.end):
                    if i not in self.at or len(self.at[i].span) >= len(mention.span):
                        self.at[i] = mention

    def entity(self, token: Token | None, *kinds: EntityKind) -> str | None:
        mention = self._mention(token) if token is not None else None
        if mention is None or self.kinds.get(mention.entity_id or "") not in kinds:
            return None
        return mention.entity_id

    def known_person(self, token: Token) -> str | None:
        """The person at a token, where the name also stands elsewhere than beside a government."""
        person = self.entity(token, EntityKind.PERSON)
        return person if person in self.met else None

    def _mention(self, token: Token) -> Mention | None:
        # A token may end with a foreign name in brackets, and begin with a title.
        return next(
            (self.at[i] for i in range(token.span.end - 1, token.span.start - 1, -1) if i in self.at), None
        )

    def read(self, sentence: Sentence, token: Token) -> GovernmentDescription:
        children = list(sentence.children(token))
        determiner = next((c.lemma for c in children if c.dependency == "det"), None)
        said = GovernmentDescription(token, token.span, token.span, determiner not in INDEFINITE)
        said.is_predicate = token.dependency == "attr" or (
            token.dependency == "pobj" and sentence.head(token).lemma == "as"
        )
        said.adjectives = frozenset(
            c.lemma
            for c in children
            if c.dependency == "amod" and c.mask is None and c.lemma not in EMPTY_ADJECTIVES
        )
        said.type_words = tuple(c for c in children if _is_type(c))
        said.adjectives |= {c.lemma for c in said.type_words}
        for child in children:
            self._read_child(sentence, said, child)
        if said.span.start == token.span.start and said.polity is None and said.head is None:
            # "a rival government in Pell" is the rival government
            first = next((t for t in said.type_words if t.index < token.index), None)
            if first is None and said.adjectives and said.span == token.span:
                first = next(c for c in children if c.dependency == "amod" and c.mask is None)
            if first is not None:
                said.longer_span = Span(first.span.start, said.span.end)
                said.span = Span(first.span.start, token.span.end)
        self._read_tail(sentence, said)
        head = said.places.get("head")
        if said.span == token.span and head is not None and head.start > token.span.start:
            # "a third government headed by Roe"
            counted = [c for c in children if c.lemma in ORDINALS and c.index < token.index]
            said.span = said.span.cover(head).cover(counted[0].span if counted else token.span)
        said.longer_span = said.longer_span.cover(said.span)
        if said.head is None and said.polity is not None and determiner not in INDEFINITE:
            said.stated_head = self.stated_head(sentence, token)
        said.is_founded = determiner in ("a", "an") and bool(said.type_words) and _is_founded(sentence, token)
        said.is_of_another = self._is_of_another(children, said, determiner)
        return said

    def stated_head(self, sentence: Sentence, token: Token) -> str | None:
        """The person who leads a government by what the sentence says around it: `Roe led the Blue Bench`,
        `Roe, head of the Blue Bench`, `the Blue Bench, headed by Roe`. None where it says nothing of that."""
        above = sentence.head(token)
        if token.dependency == "dobj" and above.lemma in HEAD_VERBS:
            children = list(sentence.children(above))
            acting = [c for c in children if c.dependency == "nsubj"]
            is_denied = any(c.dependency in ("neg", "aux") for c in children)
            return self.entity(acting[0], EntityKind.PERSON) if len(acting) == 1 and not is_denied else None
        if token.dependency == "pobj" and above.lemma == "of":
            noun = sentence.head(above)
            return self._holder_of(sentence, noun) if noun.lemma in HEAD_NOUNS else None
        behind = [t for t in sentence.tokens[token.index + 1 : token.index + 5] if t.text != ","]
        if len(behind) > 2 and behind[0].lemma in HEAD_VERBS and behind[1].lemma == "by":
            return self.entity(behind[2], EntityKind.PERSON)
        return None

    def _holder_of(self, sentence: Sentence, noun: Token) -> str | None:
        """Who is the head that `noun` says: by apposition, or in a clause with `was`."""
        head = sentence.head(noun)
        if noun.dependency == "appos":
            return self.entity(head, EntityKind.PERSON)
        if noun.dependency == "attr" and head.lemma == "be":
            children = list(sentence.children(head))
            acting = [c for c in children if c.dependency == "nsubj"]
            is_denied = any(c.dependency in ("neg", "aux") for c in children)
            return self.entity(acting[0], EntityKind.PERSON) if len(acting) == 1 and not is_denied else None
        return None

    def _is_of_another(
        self, children: Sequence[Token], said: GovernmentDescription, determiner: str | None
    ) -> bool:
        modifiers = [c for c in children if c.dependency in ("compound", "nmod", "amod", "poss")]
        if any(c.mask is not None and c.mask.kind is not MaskKind.DATE for c in modifiers) and said.is_bare:
            return True
        is_other = any(c.lemma in OTHER for c in modifiers) or determiner in INDEFINITE - {"a", "an"}
        return is_other and said.is_bare and not said.new_seat

    def _read_child(self, sentence: Sentence, said: GovernmentDescription, child: Token) -> None:
        if child.dependency == "poss":
            mention = self._mention(child)
            is_listed = mention is not None and mention.resolution == IN_LIST
            part = "listed_head" if is_listed else "head"
            self._set(said, part, self.entity(child, EntityKind.PERSON), child)
            self._set(said, "polity", self.entity(child, EntityKind.POLITY), child)
            said.is_named_by_head = said.head is not None and child.mask is not None
        elif child.dependency in ("compound", "nmod", "amod"):
            is_demonym = child.mask is not None and child.mask.kind is MaskKind.DEMONYM
            self._set(said, "polity", self.entity(child, EntityKind.POLITY), child)
            if not is_demonym:
                self._set(said, "head", self.known_person(child), child)
                self._set(said, "seat", self.entity(child, EntityKind.PLACE), child)
                said.is_named_by_head = said.is_named_by_head or said.head is not None
            if child.text.lower() == "based":
                tied = [c for c in sentence.children(child) if c.mask is not None]
                if tied:
                    self._set(
                        said, "seat", self.entity(tied[0], EntityKind.PLACE, EntityKind.POLITY), tied[0]
                    )
        elif child.dependency == "prep" and child.lemma in ("of", "in", "at"):
            for place in self._objects(sentence, child):
                self._set(said, "seat", self.entity(place, EntityKind.PLACE), place)
                if child.lemma == "of":
                    self._set(said, "head", self.known_person(place), place)
                    self._set(said, "polity", self.entity(place, EntityKind.POLITY), place)

    def _set(self, said: GovernmentDescription, part: str, entity: str | None, token: Token) -> None:
        if entity is not None and getattr(said, part) is None:
            setattr(said, part, entity)
            said.places[part] = Span(self._start(token), self._end(token))
            if said.span == said.token.span and token.mask is not None:
                said.span = said.span.cover(Span(self._start(token), token.span.end))

    def _start(self, token: Token) -> int:
        mention = self._mention(token)
        return mention.span.start if mention is not None else token.span.start

    def _end(self, token: Token) -> int:
        mention = self._mention(token)
        return mention.span.end if mention is not None else token.span.end

    def _objects(self, sentence: Sentence, preposition: Token) -> Iterator[Token]:
        return (c for c in sentence.children(preposition) if c.dependency == "pobj")

    def _read_tail(self, sentence: Sentence, said: GovernmentDescription) -> None:
        """Read what follows the noun as far as it can only be about it: `in Halvey, known as the Blue Bench,
        headed by Roe`. The parser ties such participles to the nearest noun, the place."""
        i = said.token.index + 1
        while i < len(sentence.tokens):
            step = self._read_step(sentence, said, i)
            if step == 0:
                return
            i += step

    def _read_step(self, sentence: Sentence, said: GovernmentDescription, i: int) -> int:
        """Read one piece of the tail, from token `i` on; return how many tokens it has, 0 at the end."""
        tokens = sentence.tokens
        word = tokens[i].text.lower()
        if word in ("not", "never"):
            return 0
        if word in COPULAS:
            said.is_predicated = True
        if word in TAIL_FILLERS or tokens[i].tag in ("RB", "POS"):
            return 1
        following = [t for t in tokens[i + 1 : i + 4] if t.text.lower() not in SKIPPED]
        skipped = 1 + next(
            (n for n, t in enumerate(tokens[i + 1 : i + 4]) if following and t is following[0]), 0
        )
        first = following[0] if following else None
        second = tokens[i + skipped + 1] if i + skipped + 1 < len(tokens) else None
        while second is not None and second.text.lower() in SKIPPED:
            skipped, second = skipped + 1, tokens[i + skipped + 2] if i + skipped + 2 < len(tokens) else None
        if word in ("in", "at"):
            if first is not None and first.mask is not None and first.mask.kind is MaskKind.DATE:
                return 2
            return (
                skipped + 1 if first is not None and self._take(said, "seat", first, EntityKind.PLACE) else 0
            )
        if word == "of" and first is not None and first.mask is not None and said.polity is not None:
            # "the government of Velmora under Roe"
            return skipped + 1 if self.entity(first, EntityKind.POLITY) == said.polity else 0
        if word == "under" and first is not None:
            is_head = not said.is_definite or self._is_ruler(first)
            return skipped + 1 if is_head and self._take(said, "head", first, EntityKind.PERSON) else 0
        if first is None or second is None:
            return 0
        lemma, preposition = tokens[i].lemma, first.text.lower()
        if lemma in SEAT_VERBS and preposition in ("in", "at"):
            return skipped + 2 if self._take(said, "seat", second, EntityKind.PLACE) else 0
        if lemma in HEAD_VERBS and preposition == "by":
            if tokens[i - 1].text == "," and _is_of_body(sentence, said.token):
                return 0
            return skipped + 2 if self._take(said, "head", second, EntityKind.PERSON) else 0
        if lemma in NAME_VERBS and preposition == "as":
            return skipped + 2 if self._take(said, "name", second, EntityKind.GOVERNMENT) else 0
        if lemma in NAME_VERBS and lemma != "know":
            return skipped + 1 if self._take(said, "name", first, EntityKind.GOVERNMENT) else 0
        return 0

    def _is_ruler(self, token: Token) -> bool:
        """Whether a name bears the title of who heads a government: `President Roe`. Under others there is
        often only what else the sentence speaks of: `troops of the Drovian government under Osk Feld`."""
        mention = self._mention(token)
        title = token.text[: mention.span.start - token.span.start].lower() if mention is not None else ""
        return bool(title.split()) and title.split()[-1] in RULERS

    def _take(self, said: GovernmentDescription, part: str, token: Token, kind: EntityKind) -> bool:
        entity = self.entity(token, kind)
        if entity is None:
            return False
        if part == "seat" and said.is_predicated:
            said.new_seat = entity
        elif getattr(said, part) is None:
            setattr(said, part, entity)
        said.places.setdefault(part, Span(self._start(token), self._end(token)))
        return True


def _is_type(token: Token) -> bool:
    """Whether a word before a government says of what sort it is: `provisional`, `puppet`."""
    is_before = token.dependency in ("amod", "compound", "nmod") and token.mask is None
    return is_before and token.lemma in government_types()


def _is_founded(sentence: Sentence, token: Token) -> bool:
    """Whether somebody is said to have set up, or headed, what `token` names."""
    verb = sentence.head(token)
    if token.dependency not in ("dobj", "nsubjpass") or verb.tag not in ("VBD", "VBN", "VBG"):
        return False
    denied = any(c.dependency == "neg" or c.tag == "MD" for c in sentence.children(verb))
    if verb.lemma in HEAD_VERBS and not denied:
        return True
    senses = verb_senses(verb.lemma, "governments")
    return not denied and any(s.predicate == "established" and s.about == "object" for s in senses)


def _is_of_body(sentence: Sentence, token: Token) -> bool:
    """Whether a government only says what a body is about that may be headed itself: `a commission into the
    finances of the government, headed by Roe`."""
    above = (t for t in sentence.ancestors(token) if t.mask is None and t.tag in ("NN", "NNS"))
    return any(t.lemma in BODIES_WITH_HEAD and t.index < token.index for t in above)
