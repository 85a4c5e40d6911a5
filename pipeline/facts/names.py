"""Names: the text says what something is called, officially, in its own language, for short or by others.

A name that the text merely uses is no such fact. Who bears it is decided by kinds: in `a council at Halvey,
styled the Blue Bench` it is the council.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.grammar.antecedents import decide_clause, find_described, find_opening_it
from pipeline.grammar.arguments import is_relative
from pipeline.grammar.clause import Clause, Role, SubjectSource, Voice
from pipeline.grammar.noun_phrases import find_of_objects, is_matched_list, is_nominal, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.relatives import clause_start
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    entity_argument,
    literal_argument,
    state_fact,
    subject_argument,
)
from pipeline.lexicon.naming import naming
from pipeline.lexicon.states import demonyms
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import Statement as Field
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.fact import Candidate, Fact
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

KIND = "names"
KNOWN_AS, NATIVE, OFFICIAL = "known as", "native name", "official name"
TRANSLATION, ABBREVIATION, FULL, NICKNAME = "translation", "abbreviation", "full name", "nickname"
# The roles of infobox fields; `name` and `common name` only where they say more than the title.
FIELD_PREDICATES = {
    "name": KNOWN_AS,
    "official name": OFFICIAL,
    "common name": "common name",
    "native name": NATIVE,
    "birth name": "birth name",
    "other name": KNOWN_AS,
}
LABEL_PREDICATES = {"abbrev": ABBREVIATION, "nickname": NICKNAME}
# Kinds between which the text does not always tell: a country is a place and a state.
_ALIKE = (
    {EntityKind.POLITY, EntityKind.PLACE},
    {EntityKind.UNIT, EntityKind.ORGANIZATION, EntityKind.GROUP},
    {EntityKind.AGREEMENT, EntityKind.WORK},
    {EntityKind.POLITY, EntityKind.GOVERNMENT},
)
BRACKET = re.compile(r"[ \xa0]\((?P<inner>[^()\n]{2,120})\)")
AFTER_COMMA = re.compile(
    r"(?:[ \xa0]\([^()\n]*\))?,"
    r"[ \xa0](?P<words>[a-z.]+(?:[ \xa0][a-z.]+){0,3}?)[ \xa0](?:the[ \xa0])?(?=[^\Wa-z])"
)
OF = re.compile(r"[ \xa0]of[ \xa0](?:the[ \xa0])?")
OR = re.compile(r"[ \xa0]or[ \xa0](?:the[ \xa0])?")
LANGUAGE = re.compile(r"(?P<language>[A-Z][a-z]+(?: [A-Z][a-z]+)?|lit\.|literally):?[ \xa0]+(?P<name>.+)")
INITIALS = re.compile(r"[A-Z][A-Za-z.&-]{1,9}\Z")
CAPITALISED = re.compile(r"(?:[A-Z][\w'’-]*[ ](?:[\"“][A-Z]\w*[\"”][ ])?)+\Z")
LONGEST_QUOTED = 5
"""Words: what is longer in quotation marks is what somebody said, not a name."""
# Adjectives that tell no thing from another.
VAGUE = frozenset(
    {"new", "same", "second", "first", "third", "last", "next", "other", "own", "such", "whole", "so"}
)
QUOTES = frozenset({'"', "“", "”", "‘", "’", "''", "``"})


def names(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the names that the infobox, brackets and sentences state."""
    for field in reading.infobox.statements:
        yield from _field_names(reading, field)
    yield from _full_name(reading)
    for name in reading.names:
        if name.form is NameForm.NAME:
            yield from _names_beside(reading, name)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            yield from _clause_names(reading, clause, sense)
        if clause.lemma in naming().with_name:
            yield from _received_names(reading, clause)


# ---------------------------------------------------------------- infobox and lead


def _field_names(reading: Reading, field: Field) -> Iterator[Fact | Candidate]:
    predicate = FIELD_PREDICATES.get(field.role)
    subject = subject_argument(reading, field.field.label_span)
    if predicate is None or subject is None or reading.infobox_subject is None:
        return
    for start, special in LABEL_PREDICATES.items():
        if field.field.label.lower().startswith(start):
            predicate = special
    for item in field.items:
        name = literal_argument(reading, item.name)
        if predicate in (KNOWN_AS, "common name") and name.reference.text == reading.infobox_subject.name:
            continue
        doubts = [item.doubt] if item.doubt else []
        kind = _kind_of_name(reading, item.name)
        if kind is not None and not _is_alike(reading.infobox_subject.kind, kind):
            # The infobox of an occupation gives the long name of the occupied state.
            doubts.append("wrong kind")
        if field.role == "name" and not _shares_word(name.reference.text, reading.infobox_subject.name):
            doubts.append("another thing")
        statement = Statement(KIND, subject, predicate, name, spans=(field.field.span,), doubts=tuple(doubts))
        yield state_fact(reading, statement)


def _full_name(reading: Reading) -> Iterator[Fact | Candidate]:
    """The name that opens a biography, where it is longer than the title."""
    subject = reading.subject
    if subject is None or subject.kind is not EntityKind.PERSON or not reading.sentences:
        return
    first = reading.sentences[0]
    mention = next(
        (m for m in reading.mentions if m.entity_id == subject.entity_id and first.span.contains(m.span)),
        None,
    )
    if mention is None or len(mention.text.split()) <= len(reading.document.title.split()):
        return
    argument = argument_at(reading, mention.span)
    if argument is not None and mention.span.start == first.span.start:
        name = literal_argument(reading, mention.span)
        yield state_fact(reading, Statement(KIND, argument, FULL, name, spans=(mention.span,)))


# ---------------------------------------------------------------- beside a name


def _names_beside(reading: Reading, name: NameSpan) -> Iterator[Fact | Candidate]:
    """What stands in brackets or between commas directly behind a name."""
    bearer = argument_at(reading, name.span)
    if bearer is None:
        return
    text = reading.document.text
    if name.native is not None:
        if _kind_of_noun_in(reading.quote(name.native)) is None:
            # "Europe (First World War)": words of the source's own language.
            yield _beside(reading, bearer, name, NATIVE, name.native)
        return
    bracket = BRACKET.match(text, name.span.end)
    if bracket is not None:
        offset = bracket.start("inner")
        for part in re.finditer(r"[^;,]+", bracket["inner"]):
            words = part.group()
            start = offset + part.start() + len(words) - len(words.lstrip())
            yield from _in_brackets(reading, bearer, name, Span(start, start + len(words.strip())))
    yield from _lead_alternative(reading, bearer, name)
    comma = AFTER_COMMA.match(text, name.span.end)
    if comma is not None and comma["words"] in naming().introductions:
        second = _name_from(reading, comma.end())
        is_other = second is not None and reading.quote(second) != bearer.reference.text
        if second is not None and is_other and text[second.end : second.end + 1] in (",", ")"):
            # "an Assembly, known as the Halvey Assembly": the first is no name of its own.
            yield _beside(reading, bearer, name, naming().introductions[comma["words"]], second)


def _name_from(reading: Reading, start: int) -> Span | None:
    """The name that starts there, with what `of` joins to it: `Sack of Pell`, whose first word alone is no
    name; None where there is none."""
    by_start = {n.span.start: n for n in reading.names if n.form is NameForm.NAME}
    first = by_start.get(start)
    if first is None:
        return None
    joint = OF.match(reading.document.text, first.span.end)
    second = by_start.get(joint.end()) if joint is not None else None
    return first.span if second is None else first.span.cover(second.span)


def _lead_alternative(reading: Reading, bearer: Argument, name: NameSpan) -> Iterator[Fact | Candidate]:
    """`The Salt War or War of the Gate was ...`, where an article opens with what it is about."""
    if (
        reading.subject is None
        or not reading.sentences
        or bearer.reference.entity_id != reading.subject.entity_id
    ):
        return
    opening, text = reading.sentences[0], reading.document.text
    between = OR.match(text, name.span.end)
    if between is None or not opening.span.contains(name.span) or name.span.start - opening.span.start > 4:
        return
    second = _name_from(reading, between.end())
    if second is not None:
        yield _beside(reading, bearer, name, KNOWN_AS, second)


def _in_brackets(
    reading: Reading, bearer: Argument, name: NameSpan, span: Span
) -> Iterator[Fact | Candidate]:
    words = reading.quote(span)
    language = LANGUAGE.match(words)
    if language is not None:
        predicate = _predicate_of_language(reading, language["language"])
        inner = _without_quotes(reading, Span(span.start + language.start("name"), span.end))
        if predicate is not None and not any(c.isdigit() for c in reading.quote(inner)):
            yield _beside(reading, bearer, name, predicate, inner)
            return
    if _abbreviates(words, name.text):
        yield _beside(reading, bearer, name, ABBREVIATION, span)
        return
    if _is_foreign_word(reading, bearer, words, span):
        yield _beside(reading, bearer, name, NATIVE, span)
        return
    for phrase in sorted(naming().introductions, key=len, reverse=True):
        if words.startswith((phrase + " ", phrase + " the ")):
            inner = Span(span.start + len(phrase) + 1, span.end)
            if reading.quote(inner).startswith("the "):
                inner = Span(inner.start + 4, inner.end)
            inner = _without_quotes(reading, inner)
            if _is_name(reading, inner):
                yield _beside(reading, bearer, name, naming().introductions[phrase], inner)
            return


def _is_foreign_word(reading: Reading, bearer: Argument, word: str, span: Span) -> bool:
    """Whether one word in brackets behind the name of a body is its name in another language: nothing that
    the text names elsewhere, and no noun of the source's own."""
    entity = reading.entities.get(bearer.reference.entity_id or "")
    if entity is None or entity.kind not in (EntityKind.GOVERNMENT, EntityKind.ORGANIZATION):
        return False
    if not re.fullmatch(r"[^\W\d_]{6,}", word) or not word[1:].islower() or word[0].islower():
        return False
    if _kind_of_noun_in(word) is not None:
        return False
    elsewhere = len(re.findall(rf"\b{re.escape(word)}\b", reading.document.text, re.IGNORECASE)) > 1
    return not elsewhere and reading.entity_at(span) is None


def _predicate_of_language(reading: Reading, word: str) -> str | None:
    if word in naming().own_languages:
        return TRANSLATION
    is_language = word in naming().languages or demonyms().get(word) is not None
    is_demonym = any(n.form is NameForm.DEMONYM and n.text == word for n in reading.names)
    return NATIVE if is_language or is_demonym else None


def _without_quotes(reading: Reading, span: Span) -> Span:
    text = reading.quote(span)
    left = len(text) - len(text.lstrip("\"“”'‘’ "))
    return Span(span.start + left, span.start + max(left, len(text.rstrip("\"“”'‘’ "))))


def _is_name(reading: Reading, span: Span) -> bool:
    return any(n.span == span and n.form is NameForm.NAME for n in reading.names)


def _abbreviates(short: str, name: str) -> bool:
    """Whether the capitals of `short` are letters of `name`, in order, from its first on, one at least for
    each capitalised word."""
    if not INITIALS.match(short) or sum(c.isupper() for c in short) < 2 or short[0] != name[0]:
        return False
    letters = iter(name.casefold())
    capitals = [c.casefold() for c in short if c.isupper()]
    return all(c in letters for c in capitals) and 2 <= sum(w[0].isupper() for w in name.split()) <= len(
        capitals
    )


def _beside(
    reading: Reading, bearer: Argument, name: NameSpan, predicate: str, second: Span
) -> Fact | Candidate:
    entity, kind = reading.entity_at(name.span), _kind_of_name(reading, second)
    doubts = ("wrong kind",) if entity and kind and not _is_alike(entity.kind, kind) else ()
    if predicate in (NATIVE, TRANSLATION, ABBREVIATION):
        # A foreign name has no kind of its own.
        doubts = ()
    whole = name.span.cover(second)
    if reading.document.text[second.end : second.end + 1] == ")":
        whole = Span(whole.start, whole.end + 1)
    return state_fact(
        reading,
        Statement(
            KIND,
            replace(bearer, span=name.span),
            predicate,
            literal_argument(reading, second),
            spans=(whole,),
            doubts=doubts,
        ),
    )


# ---------------------------------------------------------------- verbs of naming


def _clause_names(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    if clause.voice is Voice.ACTIVE and sense.preposition == "passive":
        # What somebody calls a thing is what he says of it.
        return
    sentence = clause.sentence
    if _opens_bracket(sentence, clause.verb):
        return
    predicate = sense.predicate
    if predicate == KNOWN_AS and _is_official(clause):
        predicate = OFFICIAL
    tokens = _complement_names(sentence, [c.token for c in clause.complements])
    joint = _joint_name(reading, sentence, tokens)
    for token in tokens[:1] if joint is not None else tokens:
        span = joint or find_name(reading, sentence, token)
        if span is None:
            continue
        decided = _decide(reading, clause, span)
        bearers = decided.objects or (decided.candidates if decided.open_role is Role.OBJECT else ())
        restricted = _restricted_noun(sentence, clause)
        if restricted is not None:
            bearers = (restricted,)
            decided = replace(decided, doubts=tuple(d for d in decided.doubts if d != "two antecedents"))
        doubts = _doubts_of_name(reading, sentence, tokens, span)
        if len(decided.objects) > 1 and not reading.quote(span).endswith("s"):
            # "Halvey and the other islands are together called the Heron Keys": neither is so called.
            doubts = (*doubts, "one name of several")
        if sense.lemma == "name" and any(_is_person(reading, b) for b in bearers):
            # "was named envoy", "was named Man of the Year"
            continue
        for bearer in bearers:
            distant = ("two antecedents",) if _is_distant(reading, decided, bearer, span) else ()
            named = _described_by(reading, sentence, bearer)
            yield from _named(reading, decided, predicate, named, span, (*doubts, *distant))


def _restricted_noun(sentence: Sentence, clause: Clause) -> Token | None:
    """The noun that a participle without comma directly follows: `a soldier known as the Bear`."""
    first = clause_start(sentence, clause.verb)
    before = sentence.tokens[first.index - 1] if first.index else None
    if clause.subject_source is not SubjectSource.REDUCED_RELATIVE or before is None:
        return None
    return before if before.mask is None and is_nominal(before) and before.dependency != "pobj" else None


def _described_by(reading: Reading, sentence: Sentence, token: Token) -> Token:
    """The name that a noun stands beside: Feld in `Osk Feld, a soldier known as the Bear`."""
    if token.dependency == "appos" and token.mask is None and reading.entity_at(token) is None:
        holder = sentence.head(token)
        return holder if reading.entity_at(holder) is not None else token
    return token


def _opens_bracket(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb stands first in brackets, which say it of what stands before them."""
    before = [t for t in sentence.tokens[: verb.index] if t.dependency not in ("advmod", "neg")]
    return bool(before) and before[-1].text == "("


def _decide(reading: Reading, clause: Clause, name: Span) -> Clause:
    return decide_clause(reading, clause, lambda t: _fits(reading, t, name))


def _is_person(reading: Reading, token: Token) -> bool:
    return reading.entity_at(token, EntityKind.PERSON) is not None


def _complement_names(sentence: Sentence, tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The members of a list of names, up to where something else comes between: in `were called "reds" and
    those of Feld "blues"` only the first."""
    found = list(tokens[:1])
    for token in tokens[1:]:
        between = sentence.tokens[found[-1].index + 1 : token.index]
        own = {c.index for c in sentence.children(token)}
        if all(t.text != "(" and (t.dependency in ("cc", "punct", "det") or t.index in own) for t in between):
            found.append(token)
        else:
            break
    return tuple(found)


def _doubts_of_name(
    reading: Reading, sentence: Sentence, tokens: Sequence[Token], span: Span
) -> tuple[str, ...]:
    found = []
    if is_matched_list(sentence):
        found.append("crossing list")
    text = reading.quote(span)
    if len(tokens) > 1 and _is_one_name(sentence, tokens) and _joint_name(reading, sentence, tokens) is None:
        found.append("one name or two")
    if " " not in text and text.lower() in nouns().heads:
        # "the April 12 Incident", "1965's Man": what tells it apart was read as something else.
        found.append("name cut")
    return tuple(found)


def _joint_name(reading: Reading, sentence: Sentence, tokens: Sequence[Token]) -> Span | None:
    """The one name of `known as the Storming and Sack of Halvey`: two nouns of events that share what stands
    after `of`. None where there are two names, or nobody can tell."""
    if len(tokens) != 2 or not _is_one_name(sentence, tokens):
        return None
    first, second = (find_name(reading, sentence, t) for t in tokens)
    if first is None or second is None or first.end > second.start:
        return None
    words, others = reading.quote(first).split(), reading.quote(second).split()
    is_event = all(_kind_of_noun_in(w) is EntityKind.EVENT for w in (words[-1], others[0]))
    return first.cover(second) if is_event and len(words) == 1 and "of" in others else None


def _is_one_name(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """`known as the Storming and Sack of Halvey`: joined by `and`, without an article before each."""
    for first, second in pairwise(tokens):
        between = {t.lemma for t in sentence.tokens[first.index + 1 : second.index]}
        if "and" in between and not between & {"the", *QUOTES}:
            return True
    return False


def _is_distant(reading: Reading, clause: Clause, bearer: Token, name: Span) -> bool:
    """Whether a participle stands off the noun that it seems to belong to, and no kind supports that."""
    if clause.subject_source is SubjectSource.OWN:
        return False
    between = _outside_brackets(clause.sentence.tokens[bearer.index + 1 : clause.verb.index])
    entity, kind = reading.entity_at(bearer), _kind_of_name(reading, name)
    if entity is not None and entity.kind is kind:
        return False
    return any(is_nominal(t) and not is_relative(t) for t in between)


def _outside_brackets(tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.text != ")":
            yield token


def _is_official(clause: Clause) -> bool:
    return any(
        t.dependency == "advmod" and t.lemma in naming().official
        for t in clause.sentence.children(clause.verb)
    )


def find_name(reading: Reading, sentence: Sentence, token: Token) -> Span | None:
    """Return where the name stands that a noun heads: a name as written, without article and foreign name,
    or what stands in quotation marks; None where it is no name (`known as a poet`)."""
    quoted = _quotation_at(sentence, token)
    if quoted is not None:
        return quoted
    if token.mask is not None and token.mask.kind is MaskKind.NAME:
        found = [n.span for n in reading.names if n.form is NameForm.NAME and token.span.contains(n.span)]
        return _with_words_before(reading, max(found, key=len)) if found else None
    if token.mask is None and token.text[0].isupper() and token.dependency != "poss":
        return _with_words_before(reading, token.span)
    return None


def _with_words_before(reading: Reading, span: Span) -> Span:
    """The name with the capitalised words before it that were read as something else: `Hundred` in `the
    Hundred Days War`, the nickname in `Karsten "Bear" Dray`."""
    before = CAPITALISED.search(reading.document.text, 0, span.start)
    return Span(before.start(), span.end) if before is not None else span


def _quotation_at(sentence: Sentence, token: Token) -> Span | None:
    opening = next((t for t in reversed(sentence.tokens[: token.index]) if t.text in QUOTES), None)
    closing = next((t for t in sentence.tokens[token.index + 1 :] if t.text in QUOTES), None)
    if opening is None or closing is None or closing.index - opening.index > LONGEST_QUOTED + 1:
        return None
    is_bracketed = opening.index > 0 and sentence.tokens[opening.index - 1].text == "("
    if is_bracketed or sum(t.text in QUOTES for t in sentence.tokens[: opening.index]) % 2:
        return None
    inside = list(sentence.tokens[opening.index + 1 : closing.index])
    while inside and inside[-1].text in (".", ","):
        inside.pop()
    return Span(inside[0].span.start, inside[-1].span.end) if inside else None


def _fits(reading: Reading, token: Token, name: Span) -> bool:
    """Whether what `token` means can bear the name, by the kinds of both; where the name tells no kind,
    anything can."""
    bearer, kind = reading.entity_at(token), _kind_of_name(reading, name)
    known = bearer.kind if bearer is not None else _kind_of_noun(token)
    return kind is None or (known is not None and _is_alike(known, kind))


def _kind_of_noun(token: Token) -> EntityKind | None:
    head = nouns().heads.get(token.lemma) if token.mask is None else None
    return head.kind if head is not None else None


def _kind_of_name(reading: Reading, span: Span) -> EntityKind | None:
    """The kind of a name: of what it names, or of the noun that heads it."""
    entity, mention = reading.entity_at(span), reading.mention_at(span)
    is_article = reading.document.text[max(0, span.start - 4) : span.start].lower() == "the "
    if entity is not None and entity.kind is EntityKind.PERSON and is_article:
        return None  # no person bears an article: "known as the Black Week"
    if entity is not None and mention is not None and mention.span.start <= span.start:
        return entity.kind
    # "Sack of Pell", where only Pell is known, is no place.
    return _kind_of_noun_in(reading.quote(span))


def _kind_of_noun_in(name: str) -> EntityKind | None:
    """The kind that the first or last word of a name tells; of `World War II` the word before its number."""
    words = [w for w in name.lower().split() if not re.fullmatch(r"[ivx]+|\d+", w)]
    heads = (nouns().heads.get(w) for w in (words[-1:] + words[:1]))
    return next((h.kind for h in heads if h is not None), None)


def _kinds_alike(kind: EntityKind | None) -> tuple[EntityKind, ...]:
    """The kinds that can bear a name of `kind`; where it tells none, all but a person, who is no `it`."""
    if kind is None:
        return tuple(k for k in EntityKind if k is not EntityKind.PERSON)
    return tuple(k for k in EntityKind if _is_alike(k, kind))


def _shares_word(first: str, second: str) -> bool:
    words = {w for w in re.findall(r"\w{3,}", first) if w[0].isupper()}
    return bool(words & set(re.findall(r"\w{3,}", second)))


def _is_alike(first: EntityKind, second: EntityKind) -> bool:
    return first is second or any({first, second} <= alike for alike in _ALIKE)


def _named(
    reading: Reading, clause: Clause, predicate: str, token: Token, span: Span, doubts: tuple[str, ...]
) -> Iterator[Fact | Candidate]:
    sentence = clause.sentence
    bearer, entity = argument_at(reading, token), reading.entity_at(token)
    if entity is None:
        kinds = _kinds_alike(_kind_of_name(reading, span))
        meant = find_described(reading, sentence, token) or find_opening_it(reading, sentence, token, kinds)
        if meant is not None:
            entity, bearer = meant, entity_argument(reading, meant, token.span, "the one that fits before it")
    if bearer is None or entity is None:
        kind, named = _kind_of_noun(token), _kind_of_name(reading, span)
        if named is not None and kind is not None and _is_alike(kind, named):
            # "a council, styled the Blue Bench": the thing has no other name.
            return
        bearer = literal_argument(reading, noun_phrase_span(sentence, token, with_of=True))
        if not _is_specific(sentence, token, bearer.span):
            doubts = (*doubts, "unresolved subject")
    elif entity.name == reading.quote(span):
        return
    else:
        doubts = (*doubts, *_doubts_of_bearer(reading, sentence, token, span))
    yield state_fact(
        reading,
        clause_statement(
            clause,
            kind=KIND,
            subject=bearer,
            predicate=predicate,
            object=literal_argument(reading, span),
            doubts=doubts,
            is_dated=bool(clause.own_dates),
        ),
    )


def _doubts_of_bearer(reading: Reading, sentence: Sentence, token: Token, name: Span) -> Iterator[str]:
    entity, mention = reading.entity_at(token), reading.mention_at(token)
    kind = _kind_of_name(reading, name)
    named = reading.entity_at(name) if kind is not None else None
    if entity is not None and kind is not None and not _is_alike(entity.kind, kind):
        yield "wrong kind"
    if any(c.lemma in ("some", "many", "several", "most") for c in sentence.children(token)):
        yield "some of them"
    is_described = mention is not None and mention.form is MentionForm.DESCRIPTION
    if is_described and entity is not None and named not in (None, entity) and kind in (None, entity.kind):
        # "this treaty, known as the Treaty of Linden" need not be the treaty that was spoken of.
        yield "two things"


def _is_specific(sentence: Sentence, token: Token, span: Span) -> bool:
    """Whether words say enough of what has no other name: of whom people are (`supporters of Roe`), or of
    what sort an event is (`the great rising`)."""
    inside = [t for t in sentence.tokens if span.contains(t.span)]
    is_named = any(t.mask is not None and t.mask.kind is not MaskKind.DATE for t in inside)
    is_sort = any(t.dependency == "amod" and t.mask is None and t.lemma not in VAGUE for t in inside)
    if any(t.tag == "PRP$" for t in inside):
        return False
    head = nouns().heads.get(token.lemma)
    if token.tag == "NN":
        return head is not None and head.kind is EntityKind.EVENT and (is_named or is_sort)
    return token.tag == "NNS" and is_named


def _received_names(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`the city took the name Halvey`, `the guild received the name of Blue Bench`."""
    sentence = clause.sentence
    for token in _after_name(sentence, clause):
        span = find_name(reading, sentence, token)
        for bearer in clause.subjects if span is not None else ():
            assert span is not None
            yield from _named(reading, clause, KNOWN_AS, bearer, span, ())


def _after_name(sentence: Sentence, clause: Clause) -> Iterator[Token]:
    for token in clause.objects:
        if token.mask is None and token.lemma == "name":
            beside = (c for c in sentence.children(token) if c.index > token.index)
            yield from (c for c in beside if c.dependency in ("appos", "nmod"))
            yield from find_of_objects(sentence, token)
        elif token.dependency == "appos" and sentence.head(token).lemma == "name":
            yield token
