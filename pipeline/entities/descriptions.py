"""Mentions and parsed sentences in, what `the battle`, `the city`, `the general` refer to out.

A description is resolved where just one thing that it fits was named: since the heading, or in the paragraph
where the noun is of persons, places or troops, which a text has many of. The rest is recorded as open.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.entities.linking import SETTLEMENTS, LinkedNames
from pipeline.entities.mention_index import MentionIndex
from pipeline.lexicon.words import nouns, titles
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.syntax import Sentence, Token

# "the war with Drovia" is perhaps not the one that was named.
TELLING = frozenset({"of", "with", "against", "between", "for", "over", "on"})
DEFINITE = frozenset({"the", "this", "that"})
# "this treaty, known as the Treaty of Pell": no other that was named before.
NAMED_BEHIND = re.compile(
    r",? (?:which (?:was|is|became) |also |commonly |formally |officially |better )*"
    r"(?:known as|called|named|titled|entitled) (?:the )?[\"“']?"
)
# A description with any other modifier may mean something else ("the second battle").
NEUTRAL_MODIFIERS = frozenset({"aforementioned", "same", "so-called"})
# Before a capitalised noun: `the restored Diet` is the Diet.
SAME_BODY = frozenset({"restored", "reconvened", "assembled", "reopened", "whole", "full", "entire"})
# Of the state that an article is about: `the new republic`.
OF_OWN_STATE = frozenset(
    {"the", "new", "young", "fledgling", "nascent", "newborn", "short-lived", "whole", "entire"}
)
CONFUSED = re.compile(r"\bnot (?:to )?be confused with\b")
UNIQUE_KINDS = frozenset({EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.WORK, EntityKind.ORGANIZATION})
# Nouns of states that a text uses of more than the one that is called so.
LOOSE_STATES = frozenset({"state", "states", "colony", "colonies", "mandate", "union", "dynasty", "league"})
# "this fight" is the battle that was told of; "the fight" may be any struggle.
LOOSE_FIGHTS = frozenset({"fight", "encounter"})
# Nouns by which one thing is called in turn: a war is the conflict as well.
ALIKE = (
    frozenset({"war", "conflict"}),
    frozenset({"battle", "engagement", "combat", "clash", "action", "fight", "encounter"}),
    frozenset({"treaty", "agreement", "pact", "accord", "settlement"}),
    frozenset({"revolt", "rebellion", "uprising", "insurrection", "revolution", "mutiny"}),
    frozenset({"manifesto", "proclamation", "declaration", "pronunciamiento"}),
)
CAPITAL = "capital"
# How far back the place is that `the city` means.
WINDOW = 2
# How far back what `this treaty` means is named, in characters: two short sentences.
NEAR = 200


@dataclass(frozen=True, slots=True)
class _Story:
    """Where a token stands: where its section, its paragraph, the sentences just before and its own start."""

    section: int
    paragraph: int
    window: int
    sentence: int


@dataclass(slots=True)
class _Describer:
    """What the entities of one document can be called, and where they are named."""

    document: Document
    entities: dict[str, Entity]
    mentions: Sequence[Mention]
    own: Entity | None
    """What the article is about."""
    nouns_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By entity, the nouns that describe it."""
    named: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    """By noun, where the entities that it describes are named or described."""
    places: list[tuple[int, str]] = field(default_factory=list)
    """Where places are named."""
    capitals: dict[str, int] = field(default_factory=dict)
    """Where places are first called capitals."""
    others: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """By noun, where a text speaks of something that only a noun with other words tells: `an offensive`."""

    wholes: frozenset[str] = frozenset()
    """What the infobox says that the article's subject is part of."""

    def learn(self, sentences: Sequence[Sentence]) -> None:
        fields = [f.span for f in self.document.fields if f.label.replace(" ", "").casefold() == "partof"]
        inside = (m.entity_id for m in self.mentions if any(s.contains(m.span) for s in fields))
        self.wholes = frozenset(entity_id for entity_id in inside if entity_id is not None)
        for entity in self.entities.values():
            self.nouns_of[entity.entity_id].update(_own_nouns(entity))
        for before, after in _titled(self.document, self.mentions):
            self.nouns_of[after].add(before)
        if self.own is not None and self.own.kind is EntityKind.PERSON and sentences:
            opening = (m for m in self.mentions if sentences[0].span.contains(m.span))
            offices = {_title_noun(m) for m in opening if m.form is MentionForm.TITLE}
            # "Feld was a general who served as Regent": what the article calls the one whose life it tells.
            self.nouns_of[self.own.entity_id].update(o for o in offices if o is not None)
        at = MentionIndex(self.mentions)
        self._learn_what_is_said(sentences, at)
        for sentence in sentences:
            for token in sentence.tokens:
                if token.mask is None and token.lemma == CAPITAL:
                    for capital in self._called_capital(sentence, token, at):
                        self.capitals.setdefault(capital, token.span.start)
                is_other = token.mask is None and _describes(token) and at.at(token) is None
                says = is_other and self._says_what_is(sentence, token, at)
                if is_other and not says and not is_bare_description(sentence, token):
                    self.others[_noun_of(token)].append(token.span.start)
        told_apart = _told_apart(self.document)
        for mention in self.mentions:
            if any(place <= mention.span.start < end for place, end in told_apart):
                continue
            if mention.entity_id and mention.form in (MentionForm.NAME, MentionForm.DESCRIPTION):
                for noun in sorted(self.nouns_of[mention.entity_id]):
                    self.named[noun].append((mention.span.start, mention.entity_id))
                if self.entities[mention.entity_id].kind is EntityKind.PLACE:
                    self.places.append((mention.span.start, mention.entity_id))

    def _learn_what_is_said(self, sentences: Sequence[Sentence], at: MentionIndex) -> None:
        """`The Salt Republic was a federation`: what the opening says that the article's subject was."""
        if self.own is None or not sentences:
            return
        opening = sentences[0]
        for verb in (t for t in opening.tokens if t.lemma == "be" and t.dependency == "ROOT"):
            subjects = [at.at(t) for t in opening.children(verb) if t.dependency == "nsubj"]
            said = [t for t in opening.children(verb) if t.dependency == "attr"]
            said += [t for noun in said[:1] for t in opening.children(noun) if t.dependency == "conj"]
            if any(m is not None and m.entity_id == self.own.entity_id for m in subjects):
                nouns_said = {t.lemma for t in said if t.mask is None and _describes(t)}
                is_person = self.own.kind is EntityKind.PERSON
                fitting = {n for n in nouns_said if is_person or _kind_of_noun(n) is self.own.kind}
                self.nouns_of[self.own.entity_id].update(sorted(fitting))

    def own_state(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        """The state that the article is about, where `the new republic` speaks of it; empty elsewhere."""
        if self.own is None or self.own.kind is not EntityKind.POLITY or token.tag != "NN":
            return ()
        words = [c for c in sentence.children(token) if c.dependency != "punct"]
        before = {c.text.lower() for c in words if c.index < token.index}
        is_said = token.lemma in self.nouns_of[self.own.entity_id] and "the" in before
        is_plain = before - {"the"} <= OF_OWN_STATE and not any(c.dependency == "prep" for c in words)
        return (self.own.entity_id,) if is_said and is_plain and before != {"the"} else ()

    def _called_capital(self, sentence: Sentence, token: Token, at: MentionIndex) -> Iterator[str]:
        """`the Drovian capital, Halvey`, `Halvey, capital of Drovia`, `Halvey is the capital of Drovia`."""
        beside = [c for c in sentence.children(token) if c.dependency == "appos"]
        if token.dependency == "appos":
            beside.append(sentence.head(token))
        if token.dependency == "attr" and sentence.head(token).lemma == "be":
            beside += [c for c in sentence.children(sentence.head(token)) if c.dependency == "nsubj"]
        for other in beside:
            mention = at.at(other) if other.mask is not None else None
            entity = self.entities.get(mention.entity_id or "") if mention is not None else None
            if entity is not None and entity.kind is EntityKind.PLACE:
                yield entity.entity_id

    def _says_what_is(self, sentence: Sentence, token: Token, at: MentionIndex) -> bool:
        """`The Salt War was a war`, `the Salt War, a war of the Crowns`: no other than the one named."""
        head = sentence.head(token)
        named = [head] if token.dependency == "appos" else []
        if token.dependency == "attr" and head.lemma == "be":
            named += [c for c in sentence.children(head) if c.dependency == "nsubj"]
        known = [m.entity_id for t in named if (m := at.at(t)) is not None and m.entity_id is not None]
        called = {_noun_of(token)}.union(*(group for group in ALIKE if _noun_of(token) in group))
        return any(not called.isdisjoint(self.nouns_of[e]) for e in known)

    def candidates(self, token: Token, noun: str, story: _Story, *, is_open: bool) -> tuple[str, ...]:
        """Return the entities that a bare description may mean; none where something else that the paragraph
        calls so stands nearer."""
        found = self._candidates(token, noun, story)
        if len(found) != 1 or is_open or (self.own is not None and found[0] == self.own.entity_id):
            return found
        before = token.span.start
        nearest = max((p for p in self.others.get(noun, ()) if story.paragraph <= p < before), default=-1)
        places = [*self.named.get(noun, ()), *self.places]
        return found if any(e == found[0] and nearest < p < before for p, e in places) or nearest < 0 else ()

    def pointed_at(self, token: Token, ids: tuple[str, ...], story: _Story) -> tuple[str, ...]:
        """Return of several candidates for `this treaty` the one that was named just before, be it in the
        line above; all of them where none was, or two were."""
        start = max(story.section, token.span.start - NEAR)
        near = {m.entity_id for m in self.mentions if start <= m.span.start < token.span.start}
        found = tuple(e for e in ids if e in near and self.entities[e].kind in UNIQUE_KINDS)
        return found if len(found) == 1 else ids

    def _candidates(self, token: Token, noun: str, story: _Story) -> tuple[str, ...]:
        if noun == CAPITAL:
            return self._capital(token, story)
        if noun in SETTLEMENTS:
            return self._settlements(token, noun, story)
        found = self._candidates_called(token, (noun,), story)
        alike = next((sorted(group) for group in ALIKE if noun in group), None)
        return found or (self._candidates_called(token, alike, story) if alike is not None else ())

    def _candidates_called(self, token: Token, called: Sequence[str], story: _Story) -> tuple[str, ...]:
        places = sorted(p for noun in called for p in self.named.get(noun, ()))
        found = [(place, e) for place, e in places if place < token.span.start]
        kinds = {self.entities[e].kind for _, e in found}
        if kinds and kinds <= {EntityKind.PERSON, EntityKind.GROUP, EntityKind.PLACE}:
            return _distinct(e for place, e in found if place >= story.paragraph)
        since = _distinct(e for place, e in found if place >= story.section)
        if self.own is not None and not self.nouns_of[self.own.entity_id].isdisjoint(called):
            # The article's own battle competes with the ones that its section has named, but in the lead it
            # is the one meant.
            is_lead = story.section == self.document.sections[0].heading_span.start
            return (self.own.entity_id,) if is_lead else _distinct((*since, self.own.entity_id))
        if len(since) > 1:
            here = _distinct(e for place, e in found if place >= story.paragraph)
            return here if len(here) == 1 else since
        everywhere = _distinct(e for _, e in places)
        whole = [e for e in everywhere if e in self.wholes]
        if not since and found and len(everywhere) > 1 and len(whole) == 1:
            return (whole[0],)  # the war that the battle is part of
        is_sure = len(everywhere) == 1 and kinds <= UNIQUE_KINDS
        return since or (everywhere if found and is_sure else ())

    def _capital(self, token: Token, story: _Story) -> tuple[str, ...]:
        """The one place that the text has called a capital, where the paragraph names it."""
        known = [e for e, place in self.capitals.items() if place < token.span.start]
        here = {e for place, e in self.places if story.paragraph <= place < token.span.start}
        return tuple(known) if len(self.capitals) == 1 and here & set(known) else ()

    def _settlements(self, token: Token, noun: str, story: _Story) -> tuple[str, ...]:
        """The towns that `the city` may mean: those named in its sentence, or in the last ones; else the one
        that the paragraph calls so."""
        for start in (story.sentence, story.window):
            near = _distinct(
                e
                for place, e in self.places
                if start <= place < token.span.start and self._may_be(self.entities[e])
            )
            if near:
                return near
        return _distinct(
            e for place, e in self.named.get(noun, ()) if story.paragraph <= place < token.span.start
        )

    def _may_be(self, place: Entity) -> bool:
        sorts = self.nouns_of[place.entity_id] - {CAPITAL}
        return not sorts or bool(sorts & SETTLEMENTS)


def _told_apart(document: Document) -> tuple[tuple[int, int], ...]:
    """The stretches behind `not to be confused with`: what is named there is not spoken of any more."""
    text = document.text
    return tuple(
        (
            m.end(),
            min(
                (i for i in (text.find("\n", m.end()), text.find(". ", m.end())) if i >= 0), default=len(text)
            ),
        )
        for m in CONFUSED.finditer(text)
    )


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _own_nouns(entity: Entity) -> Iterator[str]:
    words = entity.name.lower().split(" of ")[0].split()
    if entity.kind is EntityKind.GROUP and words[-1] in nouns().groups:
        yield words[-1]
    elif entity.kind is not EntityKind.PERSON:
        for length in (2, 1):
            if len(words) >= length and " ".join(words[-length:]) in nouns().heads:
                yield words[-1]
                break
    if entity.place_type is not None:
        yield entity.place_type


def _titled(document: Document, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """The last word of each title directly before a person, with the person."""
    by_start = {m.span.start: m for m in mentions if m.form is MentionForm.NAME and m.entity_id}
    for mention in mentions:
        if mention.form is not MentionForm.TITLE:
            continue
        person = by_start.get(mention.span.end + 1)
        if person is not None and person.entity_id and document.text[mention.span.end] == " ":
            word = _title_noun(mention)
            if word is not None:
                yield word, person.entity_id


def _title_noun(mention: Mention) -> str | None:
    """The last word of a title before its domain; None where it is no office and no rank."""
    word = mention.text.lower().split(" of ")[0].split()[-1]
    return word if word in titles().offices | titles().ranks else None


def resolve_descriptions(
    document: Document, linked: LinkedNames, mentions: tuple[Mention, ...], sentences: Sequence[Sentence]
) -> tuple[Mention, ...]:
    """Return `mentions` with one more for each bare description that something fits, an ambiguous one where
    several do. What is written as a name but is only a noun (`the Assembly`) is resolved in the same way."""
    open_names = [m for m in mentions if m.resolution == "open"]
    found = [m for m in mentions if m.resolution != "open"]
    describer = _Describer(document, {e.entity_id: e for e in linked.book.entities}, found, linked.subject)
    describer.learn(sentences)
    opening = {m.span.start for m in open_names}
    taken = MentionIndex(found)
    bodies = _file_nameless_bodies(linked, describer, open_names)
    names_at = {m.span.start: m.entity_id for m in found if m.form is MentionForm.NAME and m.entity_id}
    for sentence, story in _told(document, sentences):
        for token in sentence.tokens:
            is_open = token.mask is not None and any(
                i in opening for i in range(token.span.start, token.span.end)
            )
            state = describer.own_state(sentence, token) if token.mask is None else ()
            if state and taken.at(token) is None:
                found.append(_mention(document, token, state))
                continue
            if taken.at(token) is not None or not (is_open or is_bare_description(sentence, token)):
                continue
            if is_open and _is_told_apart(sentence, token, SAME_BODY):
                continue  # "Roe's Assembly", "the Armistice with Drovia"
            noun = token.text.lower() if is_open else _noun_of(token)
            ids = describer.candidates(token, noun, story, is_open=is_open)
            if len(ids) > 1 and any(c.lemma == "this" for c in sentence.children(token)):
                ids = describer.pointed_at(token, ids, story)
            if is_open and not ids and (own := bodies.get(noun)) is not None:
                ids = (own,)
            behind = NAMED_BEHIND.match(document.text, token.span.end)
            if behind is not None and (other := names_at.get(behind.end())) is not None:
                ids = (other,) if noun in describer.nouns_of[other] else ()
            if ids or is_open:
                found.append(_mention(document, token, ids))
    in_prose = {m.span for m in found}
    found += [replace(m, resolution="unknown") for m in open_names if m.span not in in_prose]
    return tuple(sorted(found, key=lambda m: (m.span, m.form.value)))


def _file_nameless_bodies(
    linked: LinkedNames, describer: _Describer, open_names: Sequence[Mention]
) -> dict[str, str]:
    """File the bodies that a text calls by a capitalised noun and by no longer name, as it does parliaments;
    return them by that noun. Once is not enough."""
    counts = Counter(m.text.lower() for m in open_names)
    found: dict[str, str] = {}
    for mention in sorted(open_names, key=lambda m: m.span):
        noun = mention.text.lower()
        head = nouns().heads.get(noun)
        is_body = head is not None and head.kind is EntityKind.ORGANIZATION and not head.is_plural
        if noun not in found and is_body and counts[noun] > 1 and not describer.named.get(noun):
            entity = linked.book.file(("body", noun), EntityKind.ORGANIZATION, mention.text, mention.span)
            found[noun] = entity.entity_id
    return found


def _mention(document: Document, token: Token, ids: tuple[str, ...]) -> Mention:
    who = ids[0] if len(ids) == 1 else None
    resolution = "description" if who else "ambiguous" if ids else "unknown"
    text = token.span.of(document.text)
    return Mention(token.span, text, MentionForm.DESCRIPTION, who, () if who else ids, resolution)


def _told(document: Document, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, _Story]]:
    starts = {s.section_id: s.heading_span.start for s in document.sections}
    before: list[Sentence] = []
    for sentence in sentences:
        if before and "\n" in document.text[before[-1].span.end : sentence.span.start]:
            before = []
        first = before[0].span.start if before else sentence.span.start
        window = before[-WINDOW:][0].span.start if before else sentence.span.start
        yield sentence, _Story(starts[sentence.section_id], first, window, sentence.span.start)
        before.append(sentence)


def is_bare_description(sentence: Sentence, token: Token) -> bool:
    """Say whether `token` is a common noun behind `the` or `this` that nothing else tells from others."""
    if token.mask is not None or token.part_of_speech not in ("NOUN", "PROPN") or not _describes(token):
        return False
    children = list(sentence.children(token))
    if not any(c.dependency == "det" and c.lemma in DEFINITE for c in children):
        return False
    if token.lemma in LOOSE_FIGHTS and not any(c.dependency == "det" and c.lemma == "this" for c in children):
        return False
    kind = _kind_of(token)
    if kind not in UNIQUE_KINDS and (token.dependency in ("appos", "attr") or _is_as(sentence, token)):
        return False  # "Feld, the general": what he is
    return not any(
        (c.dependency in ("amod", "compound", "nummod", "poss", "nmod") and c.lemma not in NEUTRAL_MODIFIERS)
        or (c.dependency == "prep" and (c.lemma in TELLING or kind not in UNIQUE_KINDS))
        or (kind not in UNIQUE_KINDS and c.dependency in ("appos", "relcl", "acl", "conj", "nummod"))
        for c in children
    )


def _is_told_apart(sentence: Sentence, token: Token, neutral: frozenset[str] = frozenset()) -> bool:
    """Whether other words than `neutral` ones say which one a capitalised noun means."""
    return any(
        (c.dependency in ("amod", "compound", "nummod", "poss", "nmod") and c.text.lower() not in neutral)
        or (c.dependency == "prep" and c.lemma in TELLING)
        for c in sentence.children(token)
    )


def _is_as(sentence: Sentence, token: Token) -> bool:
    return token.dependency == "pobj" and sentence.head(token).lemma in ("as", "like")


def _noun_of(token: Token) -> str:
    """The noun under which a description is looked up: troops are always several."""
    return token.text.lower() if token.tag == "NNS" else token.lemma


def _kind_of(token: Token) -> EntityKind | None:
    return _kind_of_noun(token.lemma)


def _kind_of_noun(noun: str) -> EntityKind | None:
    head = nouns().heads.get(noun)
    return head.kind if head is not None else None


def _describes(token: Token) -> bool:
    """Whether a noun is of a sort that a description is made of."""
    lemma, lower = token.lemma, token.text.lower()
    if token.tag == "NNS":
        return lower in nouns().groups
    if lemma in LOOSE_FIGHTS:
        return True
    if lemma in titles().offices | titles().ranks or lemma in nouns().place_types or lemma in nouns().groups:
        return lemma not in LOOSE_STATES
    kind = _kind_of(token)
    return kind in UNIQUE_KINDS or (kind is EntityKind.POLITY and lemma not in LOOSE_STATES)
