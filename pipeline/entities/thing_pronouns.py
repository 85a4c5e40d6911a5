"""Mentions and parsed sentences in, the states, bodies and events that `it`, `its` and `they` refer to out.

`it` is the one thing that stands as a subject before it in its sentence, where no other is named, else what
the sentence before is about; `they` a people or body in the plural, on the same terms. Whatever else could be
meant, be it a common noun, leaves them open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.entities.book import EntityBook
from pipeline.entities.mention_index import MentionIndex
from pipeline.model.document import Document
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm
from pipeline.model.syntax import MaskKind, Sentence, Token

SINGULAR = frozenset({"it", "its"})
PLURAL = frozenset({"they", "their"})
POSSESSIVE = frozenset({"its", "their"})
SUBJECTS = ("nsubj", "nsubjpass")
ARGUMENTS = (*SUBJECTS, "dobj", "dative", "pobj", "attr", "conj", "appos", "poss")
ACTORS = frozenset(
    {
        EntityKind.POLITY,
        EntityKind.GOVERNMENT,
        EntityKind.ORGANIZATION,
        EntityKind.UNIT,
        EntityKind.GROUP,
    }
)
# What a subject that is spoken of further can be beside them.
TOPICS = ACTORS | {EntityKind.EVENT, EntityKind.AGREEMENT, EntityKind.WORK, EntityKind.PLACE}
# "It seems", "it is said that": nothing is meant.
IMPERSONAL = frozenset({"seem", "appear", "happen", "turn", "follow", "take", "rain", "matter", "prove"})
OPEN = "?"
"""What stands for a noun of which nobody knows what it refers to."""


@dataclass(slots=True)
class _Topic:
    """What the sentence before is about, by entity id; None where nobody knows."""

    singular: str | None = None
    plural: str | None = None


@dataclass(slots=True)
class _Resolver:
    """Resolves the pronouns of one document, sentence after sentence."""

    at: MentionIndex
    kinds: dict[str, EntityKind]
    own: str | None
    """What the article is about; None where it is about nothing known."""
    resolved: dict[int, str] = field(default_factory=dict)
    """Pronouns by the place where they start."""

    def read_sentence(self, sentence: Sentence, topic: _Topic) -> tuple[list[Mention], _Topic]:
        found: list[Mention] = []
        for token in sentence.tokens:
            word = token.text.lower()
            if token.mask is None and (word in SINGULAR or word in PLURAL):
                who = self._referent(sentence, token, topic, is_plural=word in PLURAL)
                if who is not None:
                    self.resolved[token.span.start] = who
                    found.append(
                        Mention(token.span, token.text, MentionForm.PRONOUN, who, (), "pronoun of a thing")
                    )
        return found, self._topic_of(sentence)

    def _referent(self, sentence: Sentence, token: Token, topic: _Topic, *, is_plural: bool) -> str | None:
        before = [t for t in sentence.tokens[: token.index] if self._counts(sentence, t, is_plural)]
        is_holder = token.text.lower() in POSSESSIVE and token.dependency == "poss"
        if token.dependency == "dobj" and not is_plural:
            return self._undergoer(sentence, token, before)
        if not (is_holder or token.dependency in SUBJECTS) or _is_impersonal(sentence, token):
            return None
        if is_holder and not is_plural and self._has_other_object(sentence, token):
            return None
        if before:
            return self._one_of(sentence, before, is_plural=is_plural)
        subject = sentence.head(token) if is_holder else token
        verb = sentence.head(subject)
        if is_holder and not is_plural and topic.singular == self.own and _precedes_it(sentence, token):
            return topic.singular  # "During its reign it issued ..."
        if subject.dependency not in SUBJECTS or not _is_main(sentence, verb) or (is_holder and is_plural):
            return None  # "In its favour, Drovia had ...": of what follows
        return topic.plural if is_plural else topic.singular

    def _one_of(self, sentence: Sentence, before: Sequence[Token], *, is_plural: bool) -> str | None:
        """The one thing that acts among what is named before, a subject; what else is named is places."""
        acting = [t for t in before if t.dependency in SUBJECTS]
        subjects = dict.fromkeys(self._entity(t) or OPEN for t in acting)
        others = {self._entity(t) or OPEN for t in before} - subjects.keys()
        if not acting and len(others) == 1 and OPEN not in others:
            # "During its reign it issued ..."
            return others.pop() if all(t.text.lower() in POSSESSIVE for t in before) else None
        if len(subjects) != 1 or OPEN in subjects or any(_is_listed(sentence, t) for t in acting):
            return None
        if is_plural and not self._is_plural(acting[-1], self.at.at(acting[-1])):
            # A body may be they, where nothing else is several.
            kind = self.kinds[next(iter(subjects))]
            several = any(t.tag in ("NNS", "NNPS") for t in sentence.tokens[: before[-1].index])
            if several or kind is EntityKind.POLITY:
                return None
        return next(iter(subjects)) if all(self.kinds.get(i) is EntityKind.PLACE for i in others) else None

    def _has_other_object(self, sentence: Sentence, token: Token) -> bool:
        """`shelled the mill and forced its closure`: the mill's as well as not."""
        own = _verb_above(sentence, token)
        return any(
            t.dependency == "dobj" and t.mask is None and t.tag == "NN" and self.at.at(t) is None
            for t in sentence.tokens[: token.index]
            if sentence.head(t) is not own
        )

    def _undergoer(self, sentence: Sentence, token: Token, before: Sequence[Token]) -> str | None:
        """`besieged Halvey, capturing it`: the object of the verb before, where nothing else is named."""
        objects = [t for t in before if t.dependency not in SUBJECTS]
        ids = {self._entity(t) or OPEN for t in objects}
        is_shared = len(ids) == 1 and objects[-1].dependency == "dobj"
        own, other = sentence.head(token), sentence.head(objects[-1]) if objects else None
        if not is_shared or other is None or OPEN in ids or own.dependency not in ("conj", "advcl"):
            return None
        return ids.pop() if sentence.head(own).index == other.index else None

    def _entity(self, token: Token) -> str | None:
        """The thing that a token stands for; None for a person, and for what nobody knows."""
        if token.span.start in self.resolved and token.mask is None:
            return self.resolved[token.span.start]
        mention = self.at.at(token)
        if mention is None or mention.entity_id is None:
            return None
        return mention.entity_id if self.kinds.get(mention.entity_id) in TOPICS else None

    def _counts(self, sentence: Sentence, token: Token, is_plural: bool) -> bool:
        """Whether a token is an argument that a pronoun of that number may stand for. A body in the singular
        may be `they`, a person who acts as well."""
        if token.dependency not in ARGUMENTS or (token.mask is not None and token.mask.kind is MaskKind.DATE):
            return False
        mention = self.at.at(token)
        kind = self.kinds.get(mention.entity_id or "") if mention is not None else None
        if kind in (EntityKind.PERSON, EntityKind.OFFICE):
            return is_plural and token.dependency in (*SUBJECTS, "conj") and _is_of_list(sentence, token)
        if token.mask is None and token.text.lower() in SINGULAR | PLURAL:
            return (token.text.lower() in PLURAL) == is_plural and token.dependency in (*SUBJECTS, "poss")
        if (
            token.mask is None
            and (token.tag[:1] != "N" or mention is None)
            and token.dependency not in SUBJECTS
        ):
            return False  # A common noun that is no subject seldom is what is spoken of.
        if _is_compared(sentence, token):
            return True
        plural = self._is_plural(token, mention)
        return plural == is_plural or (is_plural and kind in ACTORS and token.dependency in SUBJECTS)

    def _is_plural(self, token: Token, mention: Mention | None) -> bool:
        if token.mask is None:
            return token.tag in ("NNS", "NNPS")
        if mention is None:
            return False
        if mention.form is MentionForm.DEMONYM:
            return True
        kind = self.kinds.get(mention.entity_id or "")
        return kind is EntityKind.GROUP and mention.text.endswith("s")

    def _is_rival(self, other: str, topic: str) -> bool:
        """Whether something else that a sentence names may as well be what the next one goes on about: what
        acts beside what acts, or what is of the same kind."""
        kind, own = self.kinds.get(other), self.kinds[topic]
        return other == OPEN or kind is own or (kind in ACTORS and own in ACTORS)

    def _topic_of(self, sentence: Sentence) -> _Topic:
        """What the main clause of a sentence is about: its one subject, where no other thing of its number
        is named."""
        for verb in sentence.tokens:
            if verb.dependency != "ROOT" or verb.part_of_speech not in ("VERB", "AUX"):
                continue
            subjects = [t for t in sentence.children(verb) if t.dependency in SUBJECTS]
            if len(subjects) != 1 or any(t.dependency == "conj" for t in sentence.children(subjects[0])):
                return _Topic()
            who, word = self._entity(subjects[0]), subjects[0].text.lower()
            mention = self.at.at(subjects[0])
            plural = word in PLURAL if word in SINGULAR | PLURAL else self._is_plural(subjects[0], mention)
            named = [t for t in sentence.tokens if self._counts(sentence, t, plural)]
            ids = {self._entity(t) or OPEN for t in named}
            is_told_on = who is not None and who == self.own
            if who is None or (not is_told_on and any(self._is_rival(i, who) for i in ids - {who})):
                # What the article is about, once it acts, goes on whatever else is named.
                return _Topic()
            return _Topic(plural=who) if plural else _Topic(singular=who)
        return _Topic()


def _verb_above(sentence: Sentence, token: Token) -> Token | None:
    return next((a for a in sentence.ancestors(token) if a.part_of_speech in ("VERB", "AUX")), None)


def _is_listed(sentence: Sentence, token: Token) -> bool:
    """Whether a subject is one of several: `Roe and Feld`."""
    return any(t.dependency == "conj" for t in sentence.children(token))


def _is_of_list(sentence: Sentence, token: Token) -> bool:
    return token.dependency == "conj" or _is_listed(sentence, token)


def _is_compared(sentence: Sentence, token: Token) -> bool:
    """`Like many Drovians, they`: somebody else."""
    return token.dependency == "pobj" and sentence.head(token).lemma in ("like", "unlike")


def _is_main(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb heads the main clause, or stands in a list with what does."""
    while verb.dependency == "conj":
        verb = sentence.head(verb)
    return verb.dependency == "ROOT"


def _precedes_it(sentence: Sentence, token: Token) -> bool:
    """Whether the subject of the main verb behind an opening `its` is an `it`."""
    verb = next((t for t in sentence.tokens if t.dependency == "ROOT"), None)
    subjects = [t for t in sentence.children(verb) if t.dependency in SUBJECTS] if verb is not None else []
    return bool(subjects) and subjects[0].text.lower() == "it" and subjects[0].index > token.index


def _is_impersonal(sentence: Sentence, token: Token) -> bool:
    verb = sentence.head(token)
    if token.dependency not in SUBJECTS or token.text.lower() != "it":
        return False
    if verb.lemma in IMPERSONAL or verb.part_of_speech not in ("VERB", "AUX"):
        return True  # "made it difficult to ..."
    labels = {t.dependency for t in sentence.children(verb)}
    if verb.lemma == "be":
        return bool(labels & {"ccomp", "xcomp", "advcl", "csubj", "relcl"}) or "acomp" in labels
    return "auxpass" in labels and bool(labels & {"ccomp", "xcomp"})


def resolve_thing_pronouns(
    document: Document,
    book: EntityBook,
    mentions: tuple[Mention, ...],
    sentences: Sequence[Sentence],
    subject: Entity | None,
) -> tuple[Mention, ...]:
    """Return `mentions` with one more for each pronoun of a thing that just one fits. `subject` is the
    article's."""
    own = subject.entity_id if subject is not None else None
    resolver = _Resolver(MentionIndex(mentions), {e.entity_id: e.kind for e in book.entities}, own)
    found = list(mentions)
    topic, last = _Topic(), None
    for sentence in sentences:
        if last is None or "\n" in document.text[last.span.end : sentence.span.start]:
            topic = _Topic()
        new, topic = resolver.read_sentence(sentence, topic)
        found.extend(new)
        last = sentence
    return tuple(sorted(found, key=lambda m: (m.span, m.form.value)))
