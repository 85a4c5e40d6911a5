"""Mentions of persons and parsed sentences in, the persons that pronouns refer to out.

A pronoun is the one person named before it in its sentence, else the subject of the sentence before, and
nobody whom grammar excludes: in `Roe appointed him` he is not Roe, in `Feld, his deputy` not Feld. Where two
persons fit it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.entities.book import EntityBook
from pipeline.entities.mention_index import MentionIndex
from pipeline.lexicon.relations import gender_nouns
from pipeline.lexicon.words import titles
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.syntax import MaskKind, Sentence, Token

PERSONAL = frozenset({"he", "she", "him"})
POSSESSIVE = frozenset({"his", "her"})
REFLEXIVE = frozenset({"himself", "herself"})
FEMININE = frozenset({"she", "her", "herself"})
PRONOUNS = PERSONAL | POSSESSIVE | REFLEXIVE
SUBJECTS = ("nsubj", "nsubjpass")
OBJECTS = ("dobj", "dative", "pobj")
# Links by which a verb without a subject of its own has that of another.
SHARING = ("conj", "xcomp", "advcl", "ccomp", "pcomp")
MODIFIERS = ("compound", "nmod")
DEMANDING = frozenset({"demand", "request", "insist", "urge", "propose", "suggest", "require", "recommend"})
UNKNOWN = "?"
IN_LIST = "pronoun in a list"
"""How a possessive is resolved that stands in a list behind the one whose it is."""
# The kinds of the words before `his`: a preposition, a name, what is the person's, and a noun with "of".
_LISTED = re.compile(
    r"\bin name 's (?:adjective )?(?:noun|name) (?:, )?and (?:the )?(?:adjective )?noun of\Z"
)


def _is_objective(token: Token) -> bool:
    """`made him envoy`, where the parser takes him for the subject of what he became."""
    return token.text.lower() == "him" or (token.text.lower() == "her" and token.tag == "PRP")


def _is_thing(token: Token) -> bool:
    return token.mask is None and token.tag in ("NN", "NNS")


def _shape(token: Token) -> str:
    """What stands for a token in a pattern of word kinds."""
    if token.mask is not None:
        return "name" if token.mask.kind is MaskKind.NAME else "other"
    word = token.text.lower()
    if word in ("and", ",", "the", "of"):
        return word
    kinds = {"IN": "in", "NN": "noun", "NNS": "noun", "JJ": "adjective"}
    return kinds.get(token.tag, "other")


@dataclass(slots=True)
class _Story:
    """What a paragraph has told so far of persons, by their entity ids."""

    persons: list[str] = field(default_factory=list)
    last_subject: str | None = None
    is_continued: bool = False
    """Whether the last subject was a pronoun."""
    last_named: tuple[str, ...] = ()
    last_objects: tuple[str, ...] = ()
    """Other persons who acted in the last sentence, or on whom its subject acted."""


@dataclass(slots=True)
class _Resolver:
    """Resolves the pronouns of one document, sentence after sentence."""

    document: Document
    at: MentionIndex
    persons: frozenset[str]
    states: frozenset[str]
    surnames: frozenset[str]
    hero: str | None
    """The person that the article is about; None where it is about no person."""
    genders: dict[str, bool] = field(default_factory=dict)
    """Whether a person was a woman where a pronoun said it."""
    resolved: dict[int, str] = field(default_factory=dict)
    """Pronouns by the place where they start."""

    def person_at(self, token: Token | None) -> str | None:
        """The person that a name or a resolved pronoun stands for; None for anything else."""
        if token is None:
            return None
        if token.span.start in self.resolved:
            return self.resolved[token.span.start]
        mention = self.at.at(token)
        return mention.entity_id if mention is not None and mention.entity_id in self.persons else None

    def read_sentence(self, sentence: Sentence, story: _Story) -> list[Mention]:
        found: list[Mention] = []
        named: list[str] = []
        # "Velmora ... her fleet": states and ships are she as well.
        has_state = any(self._is_state(t) for t in sentence.tokens)
        for token in sentence.tokens:
            word = token.text.lower()
            self._learn_gender(sentence, token)
            if token.mask is not None or word not in PRONOUNS:
                named.extend(self._named(sentence, token))
            elif not (word in FEMININE and has_state):
                mention = self._read_pronoun(sentence, token, named, story)
                found.append(mention)
                named.append(mention.entity_id or UNKNOWN)
        self._remember(sentence, named, story)
        return found

    def _learn_gender(self, sentence: Sentence, token: Token) -> None:
        """Learn from `his sister, Mara Roe` that she is a woman; what a pronoun has told before stays."""
        is_woman = gender_nouns().get(token.lemma.lower())
        if token.mask is not None or is_woman is None:
            return
        beside = [c for c in sentence.children(token) if c.dependency == "appos" and c.index > token.index]
        head = sentence.head(token)
        if token.dependency in MODIFIERS and head.index == token.index + 1:
            beside.append(head)
        who = self.person_at(beside[0]) if len(beside) == 1 else None
        if who is not None:
            self.genders.setdefault(who, is_woman)

    def _is_state(self, token: Token) -> bool:
        mention = self.at.at(token)
        return mention is not None and mention.entity_id in self.states

    def _named(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        mention = self.at.at(token)
        if token.dependency in MODIFIERS and self.person_at(token) and _is_thing(sentence.head(token)):
            return (UNKNOWN,)  # "the Roe government": of whom one speaks is the government
        if mention is not None and mention.resolution == "ambiguous":
            return mention.candidates
        who = self.person_at(token)
        if who is None and (self._is_unknown_person(token, mention) or self._may_be_person(token)):
            return (UNKNOWN,)
        return (who,) if who is not None else ()

    def _named_beside(self, sentence: Sentence, token: Token) -> str | None:
        """Who is named beside a common noun that acts: Feld of `His secretary, Osk Feld, fled`."""
        if token.dependency not in SUBJECTS or not _is_thing(token):
            return None
        beside = [c for c in sentence.children(token) if c.dependency == "appos" and c.index > token.index]
        return self.person_at(beside[0]) if len(beside) == 1 else None

    def _is_open_pronoun(self, token: Token) -> bool:
        """Whether a `he` acts of whom nobody knows who he is."""
        is_personal = token.mask is None and token.text.lower() in PERSONAL
        return is_personal and token.dependency in SUBJECTS and token.span.start not in self.resolved

    def _may_be_person(self, token: Token) -> bool:
        """Whether the name of a place that acts is that of a person as well: `Corrow left with his men`."""
        return token.mask is not None and token.dependency in SUBJECTS and token.text in self.surnames

    def _is_unknown_person(self, token: Token, mention: Mention | None) -> bool:
        """Whether somebody acts of whom nobody knows who it is: `the King`, a name of no kind."""
        if token.dependency not in SUBJECTS:
            return False
        if mention is not None:
            return mention.entity_id is None and mention.form in (MentionForm.NAME, MentionForm.TITLE)
        return token.lemma.lower() in titles().offices | titles().ranks

    def _read_pronoun(self, sentence: Sentence, token: Token, named: Sequence[str], story: _Story) -> Mention:
        listed = self._holder_in_list(sentence, token) or self._joined_holder(sentence, token)
        if listed is not None:
            self.resolved[token.span.start] = listed
            return Mention(token.span, token.text, MentionForm.PRONOUN, listed, (), IN_LIST)
        excluded = self._excluded(sentence, token)
        if named == [UNKNOWN] and self._is_told_by_unknown(sentence, token):
            named = ()  # "the king appointed him": not himself
        is_woman = token.text.lower() in FEMININE
        fitting = tuple(
            p for p in dict.fromkeys(named) if p not in excluded and self.genders.get(p, is_woman) == is_woman
        )
        if self.hero is not None and len(fitting) == 1 and self._only_holds(sentence, token, fitting[0]):
            fitting = (*fitting, self.hero) if story.persons else (self.hero,)
        mover = self._who_went(sentence, token)
        if mover is not None and mover in fitting:
            fitting = (mover,)
        if len(fitting) > 1 and token.dependency in SUBJECTS:
            acting = self._acting_before(sentence, token)
            fitting = acting if len(acting) == 1 and acting[0] in fitting else fitting
        if not fitting:
            others = {p for p, known in self.genders.items() if known != is_woman}
            fitting = self._from_before(token, story, excluded | others)
        if len(fitting) == 1 and fitting[0] != UNKNOWN:
            self.resolved[token.span.start] = fitting[0]
            self.genders.setdefault(fitting[0], is_woman)
            return Mention(token.span, token.text, MentionForm.PRONOUN, fitting[0], (), "pronoun")
        candidates = tuple(p for p in fitting if p != UNKNOWN)
        resolution = "ambiguous" if candidates else "unknown"
        return Mention(token.span, token.text, MentionForm.PRONOUN, None, candidates, resolution)

    def _who_went(self, sentence: Sentence, token: Token) -> str | None:
        """Feld in `Roe won, and Feld fled to Pell, where he died`: who acts in the clause of the place that a
        `where` goes back to, unless that clause has a person for its object."""
        verb = sentence.head(token)
        if token.dependency not in SUBJECTS or verb.dependency != "relcl":
            return None
        if not any(c.lemma == "where" and c.tag == "WRB" for c in sentence.children(verb)):
            return None
        above = next((a for a in sentence.ancestors(verb) if a.part_of_speech == "VERB"), None)
        if above is None or above.index > verb.index:
            return None
        objects = [c for c in sentence.children(above) if c.dependency in ("dobj", "dative")]
        if any(self._named(sentence, c) or c.text.lower() in PRONOUNS for c in objects):
            return None
        if any(c.dependency == "nsubjpass" for c in sentence.children(above)):
            return next(
                (self.person_at(c) for c in sentence.children(above) if c.dependency == "nsubjpass"), None
            )
        first = next((c for c in sentence.children(above) if c.index > above.index), above)
        return self._acting(sentence, first)

    def _only_holds(self, sentence: Sentence, token: Token, who: str) -> bool:
        """Whether the only one named before `him` in a life is another, who holds what acts: in `Roe's guild
        sentenced him` it is as likely the person whose life is told, and surely so where that opens a
        paragraph."""
        if who == self.hero or not _is_objective(token):
            return False
        named = [t for t in sentence.tokens[: token.index] if self.person_at(t) == who]
        return all(t.dependency == "poss" and sentence.head(t).dependency in SUBJECTS for t in named)

    def _acting_before(self, sentence: Sentence, token: Token) -> tuple[str, ...]:
        """The persons who act before a pronoun that acts itself, where all others only hold something: Feld
        in `Feld could not defeat Roe's army, and he left`; nobody where another is spoken of otherwise."""
        acting: list[str] = []
        for other in sentence.tokens[: token.index]:
            who = self.person_at(other)
            is_named = who is not None or self._named(sentence, other)
            if is_named and other.dependency in SUBJECTS and who is not None:
                acting.append(who)
            elif is_named and other.dependency not in ("poss", *MODIFIERS):
                return ()
        return tuple(dict.fromkeys(acting))

    def _holder_in_list(self, sentence: Sentence, token: Token) -> str | None:
        """`until Roe's Cry of Pell and the founding of her council`: what two listed nouns say when is one
        person's. None for a list that is an object: `Feld liked Roe's plan and the end of his exile`."""
        if token.text.lower() not in POSSESSIVE:
            return None
        before = sentence.tokens[: token.index]
        words = " ".join("'s" if t.tag == "POS" else _shape(t) for t in before[-9:])
        found = _LISTED.search(words)
        if found is None:
            return None
        holder = before[-len(found[0].split()) + 1]
        return self.person_at(holder) if holder.mask is not None else None

    def _joined_holder(self, sentence: Sentence, token: Token) -> str | None:
        """Feld in `was born to Feld and his wife`: whose name stands before `and`."""
        if token.text.lower() not in POSSESSIVE or token.index < 2:
            return None
        name, joint = sentence.tokens[token.index - 2 : token.index]
        holder = self.person_at(name) if name.mask is not None and joint.text == "and" else None
        head = sentence.head(token)
        is_joined = head.dependency == "conj" and sentence.head(head) is name
        is_woman = token.text.lower() in FEMININE
        return holder if is_joined and self.genders.get(holder or "", is_woman) == is_woman else None

    def _from_before(self, token: Token, story: _Story, excluded: frozenset[str]) -> tuple[str, ...]:
        """Who the sentences before give: their last subject; in a life, the person whose life it is."""
        told = tuple(p for p in dict.fromkeys(story.persons) if p not in excluded)
        if self.hero is not None and self.hero not in excluded and not set(told) - {self.hero}:
            return (self.hero,)
        if self._goes_on_with_life(token, story) and self.hero is not None and self.hero not in excluded:
            return (self.hero,)
        if story.last_subject is None or story.last_subject in excluded:
            return ()
        if token.text.lower() in POSSESSIVE and len(told) > 1:
            return told  # "Roe won. Feld became deputy. His government ..."
        if story.is_continued and token.dependency in SUBJECTS:
            # "He met Dray. He then left": a pronoun that acts goes on with the one that acted.
            return (story.last_subject,)
        others = [p for p in story.last_objects if p not in excluded]
        if self.hero in story.last_named and self.hero != story.last_subject and self.hero not in excluded:
            # "In 1704 Roe named Feld envoy. He ...", in the life of Feld, however the parser takes the names.
            others.append(self.hero or UNKNOWN)
        return (story.last_subject, *dict.fromkeys(others))

    def _goes_on_with_life(self, token: Token, story: _Story) -> bool:
        """Whether a pronoun that acts is the person whose life is told, where others are named as well: the
        last sentence was about that person, or about nobody."""
        if self.hero is None or token.dependency not in SUBJECTS or self.hero not in story.persons:
            return False
        is_open = story.last_subject is None or (story.last_subject == UNKNOWN and story.is_continued)
        return story.last_subject == self.hero or (is_open and set(story.last_objects) <= {self.hero})

    def _excluded(self, sentence: Sentence, token: Token) -> frozenset[str]:
        """Whom grammar excludes: the subject of the verb that the pronoun is an object of, and who stands
        before an apposition that the pronoun begins."""
        if token.text.lower() in REFLEXIVE:
            return frozenset()
        found: set[str | None] = set()
        if token.text.lower() in POSSESSIVE and token.dependency == "poss":
            head = sentence.head(token)
            if head.dependency == "appos":
                found.add(self.person_at(sentence.head(head)))
            before = sentence.tokens[token.index - 1] if token.index else None
            if before is not None and before.text == "," and before.index:
                found.add(self.person_at(sentence.tokens[before.index - 1]))
        elif token.dependency in OBJECTS or _is_objective(token):
            found.add(self._acting(sentence, token))
        elif token.dependency in SUBJECTS:
            found |= self._in_opening_participle(sentence, token)
            found |= self._in_opening_phrase(sentence, token)
            found.add(self._demanding(sentence, token))
        return frozenset(p for p in found if p is not None)

    def _in_opening_participle(self, sentence: Sentence, token: Token) -> set[str | None]:
        """Who is named in the participle that opens a clause and shares its subject: in `Invited by Roe, he
        landed` he is not Roe."""
        opening = [
            c
            for c in sentence.children(sentence.head(token))
            if c.dependency == "advcl" and c.tag in ("VBN", "VBG") and c.index < token.index
        ]
        return {
            self.person_at(t)
            for participle in opening
            if not any(c.dependency in (*SUBJECTS, "mark") for c in sentence.children(participle))
            for t in sentence.subtree(participle)
        }

    def _in_opening_phrase(self, sentence: Sentence, token: Token) -> set[str | None]:
        """Who is named behind the preposition that opens a clause: in `Together with Roe, he founded a guild`
        and in `Against Roe he had no chance` he is not Roe."""
        opening = [
            c
            for c in sentence.children(sentence.head(token))
            if c.dependency in ("prep", "advmod") and c.index < token.index
        ]
        return {
            self.person_at(t)
            for phrase in opening
            for t in sentence.subtree(phrase)
            if t.dependency in ("pobj", "conj") and t.index < token.index
        }

    def _demanding(self, sentence: Sentence, token: Token) -> str | None:
        """Who demands that the pronoun act: in `Roe demanded that she sign` she is not Roe."""
        verb = sentence.head(token)
        above = sentence.head(verb)
        if verb.dependency != "ccomp" or above.lemma not in DEMANDING:
            return None
        acting = next((c for c in sentence.children(above) if c.dependency in SUBJECTS), None)
        return self.person_at(acting)

    def _is_told_by_unknown(self, sentence: Sentence, token: Token) -> bool:
        """Whether `him` is the object of a verb whose subject is a person of whom nobody knows who it is."""
        verb = next((a for a in sentence.ancestors(token) if a.part_of_speech in ("VERB", "AUX")), None)
        if verb is None or not _is_objective(token):
            return False
        acting = [c for c in sentence.children(verb) if c.dependency in SUBJECTS and c.index < verb.index]
        return len(acting) == 1 and self._is_unknown_person(acting[0], self.at.at(acting[0]))

    def _acting(self, sentence: Sentence, token: Token) -> str | None:
        """The person who is the subject of the verb that governs an object."""
        verb = next((a for a in sentence.ancestors(token) if a.part_of_speech in ("VERB", "AUX")), None)
        while verb is not None:
            for child in sentence.children(verb):
                if child.dependency in SUBJECTS:
                    if child.tag in ("WP", "WDT") and verb.dependency == "relcl":
                        return self.person_at(sentence.head(verb))
                    return self.person_at(child)
            if verb.dependency not in SHARING or sentence.head(verb).index == verb.index:
                return None
            verb = sentence.head(verb)
        return None

    def _remember(self, sentence: Sentence, named: Sequence[str], story: _Story) -> None:
        subject: str | None = None
        is_pronoun = False
        objects: list[str] = []
        for token in sentence.tokens:
            who = self.person_at(token)
            if who is None and subject is None:
                who = self._named_beside(sentence, token)
            if who is None and subject is None and self._is_unknown_person(token, self.at.at(token)):
                subject = UNKNOWN
            elif who is None and subject is None and self._is_open_pronoun(token):
                subject, is_pronoun = UNKNOWN, True
            elif who is not None and token.dependency in SUBJECTS and subject is None:
                subject = who
                is_pronoun = token.mask is None and token.text.lower() in PERSONAL
            elif who is not None and token.dependency in (*SUBJECTS, "dobj", "dative", "conj"):
                objects.append(who)
        story.persons.extend(p for p in named if p != UNKNOWN)
        story.last_named = tuple(named)
        story.last_subject = subject
        story.is_continued = is_pronoun
        story.last_objects = tuple(p for p in dict.fromkeys(objects) if p != subject)


def resolve_pronouns(
    document: Document,
    book: EntityBook,
    mentions: tuple[Mention, ...],
    sentences: Sequence[Sentence],
    subject: Entity | None,
) -> tuple[Mention, ...]:
    """Return `mentions` with one more for each pronoun of a person. `subject` is the article's."""
    kinds = {e.entity_id: e.kind for e in book.entities}
    resolver = _Resolver(
        document,
        MentionIndex(mentions),
        frozenset(e for e, kind in kinds.items() if kind is EntityKind.PERSON),
        frozenset(e for e, kind in kinds.items() if kind is EntityKind.POLITY),
        frozenset(e.name.split()[-1] for e in book.entities if e.kind is EntityKind.PERSON and " " in e.name),
        subject.entity_id if subject is not None and subject.kind is EntityKind.PERSON else None,
    )
    found = list(mentions)
    story, last = _Story(), None
    for sentence in sentences:
        if last is None or "\n" in document.text[last.span.end : sentence.span.start]:
            story = _Story()
        found.extend(resolver.read_sentence(sentence, story))
        last = sentence
    return tuple(sorted(found, key=lambda m: (m.span, m.form.value)))
