"""A Reading in, the names out that stand directly behind another: in brackets, between commas, or behind `or`
where an article opens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.bearers import is_alike, kind_of_name, kind_of_words
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, literal_argument
from pipeline.lexicon.demonyms import shares_stem
from pipeline.lexicon.naming import naming
from pipeline.lexicon.states import demonyms
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span

KIND = "names"
KNOWN_AS, NATIVE, TRANSLATION, ABBREVIATION = "known as", "native name", "translation", "abbreviation"
_ASIDE_PREDICATES = {"nicknamed": "nickname"}
BRACKET = re.compile(r"[ \xa0]\((?P<inner>[^()\n]{2,120})\)")
AFTER_COMMA = re.compile(
    r"(?:[ \xa0]\([^()\n]*\))?,"
    r"[ \xa0](?P<words>[a-z.]+(?:[ \xa0][a-z.]+){0,3}?)[ \xa0](?:the[ \xa0])?(?=[^\Wa-z])"
)
OF = re.compile(r"[ \xa0]of[ \xa0](?:the[ \xa0])?")
# `, known in Drovian as X`, ` (called X by the Drovians)`, `—by then referred to in Drovia as X`.
ASIDE = re.compile(
    r"(?:[ \xa0]\([^()\n]*\))?(?:,[ \xa0]|[—–]|[ \xa0]\()"
    r"(?:(?:by[ ]then|[a-z]+ly|also|often|now|then|later|today|sometimes|better|more|simply)[ ]){0,3}"
    r"(?P<verb>known|called|referred[ ]to|dubbed|termed|nicknamed)"
    r"(?:(?:[ ](?:in|by|to|among)[ ][^,()—–;.\n]{2,40}?)?[ ]as)?[ ](?:the[ ])?(?=[\"“]?[^\Wa-z])"
)
AFTER_ASIDE = re.compile(r"[\"”]?(?:[ ](?:by|in|among)[ ][^,()—–;.\n]{2,40}?)?(?=[,)—–.;])")
PLURAL_OF = re.compile(r"(?P<noun>[a-z]{3,}s) of (?:the )?\Z")
OR = re.compile(r"[ \xa0]or[ \xa0](?:the[ \xa0])?")
LANGUAGE = re.compile(r"(?P<language>[A-Z][a-z]+(?: [A-Z][a-z]+)?|lit\.|literally):?[ \xa0]+(?P<name>.+)")
INITIALS = re.compile(r"[A-Z][A-Za-z.&-]{1,9}\Z")


def adjoined_names(reading: Reading) -> Iterator[Statement]:
    """Yield the second names that stand directly behind a name, each as a statement of `names`."""
    for name in reading.names:
        if name.form is NameForm.NAME:
            yield from _names_behind(reading, name)


def _names_behind(reading: Reading, name: NameSpan) -> Iterator[Statement]:
    """What stands in brackets or between commas directly behind a name."""
    bearer = argument_at(reading, name.span)
    if bearer is None:
        return
    text = reading.document.text
    if name.native is not None:
        if kind_of_words(reading.quote(name.native)) is None:
            # "Europe (First World War)": words of the source's own language.
            yield _beside(reading, bearer, name, NATIVE, name.native)
        return
    bracket = BRACKET.match(text, name.span.end)
    if bracket is not None:
        offset = bracket.start("inner")
        own = _own_languages(name.text, bracket["inner"])
        for part in re.finditer(r"[^;,]+", bracket["inner"]):
            labelled = LANGUAGE.match(part.group().strip())
            if own and labelled is not None and labelled["language"] not in own:
                continue  # what others call it
            words = part.group()
            start = offset + part.start() + len(words) - len(words.lstrip())
            yield from _in_brackets(reading, bearer, name, Span(start, start + len(words.strip())), own)
    yield from _lead_alternative(reading, bearer, name)
    comma = AFTER_COMMA.match(text, name.span.end)
    if comma is not None and comma["words"] in naming().introductions:
        second = _name_from(reading, comma.end())
        is_other = second is not None and reading.quote(second) != bearer.reference.text
        if second is not None and is_other and text[second.end : second.end + 1] in (",", ")"):
            # "an Assembly, known as the Halvey Assembly": the first is no name of its own.
            yield _beside(reading, bearer, name, naming().introductions[comma["words"]], second)
            return
    yield from _aside(reading, bearer, name)


def _aside(reading: Reading, bearer: Argument, name: NameSpan) -> Iterator[Statement]:
    """`Halvey, known in Drovian as Halveyra, fell`, `the Salt War (called the Gate War by the Drovians)`: a
    name with where it is used, or who uses it."""
    text = reading.document.text
    found = ASIDE.match(text, name.span.end)
    if found is None or _body_of(reading, bearer, name) is not None:
        return
    start = found.end() + (text[found.end()] in '"“')
    second = _name_from(reading, start)
    if second is None or AFTER_ASIDE.match(text, second.end) is None:
        return
    other = reading.entity_at(second, EntityKind.PERSON)
    if other is not None and other.entity_id != bearer.reference.entity_id and " " in other.name:
        return  # somebody else
    if reading.quote(second) not in (bearer.reference.text, reading.quote(name.span)):
        yield _beside(reading, bearer, name, _ASIDE_PREDICATES.get(found["verb"], KNOWN_AS), second)


def _own_languages(name: str, inner: str) -> frozenset[str]:
    """The languages among those in brackets that are the name's own: `Velmoran` of `Republic of Velmora`."""
    words = [w for w in re.findall(r"[^\W\d_]+", name) if w[0].isupper()]
    languages = re.findall(r"([A-Z][a-z]+):", inner)
    return frozenset(language for language in languages if any(_is_of(language, word) for word in words))


def _is_of(language: str, word: str) -> bool:
    listed = demonyms().get(language)
    return shares_stem(word, language) or (
        listed is not None and any(word in s.name.split() for s in listed.states)
    )


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


def _lead_alternative(reading: Reading, bearer: Argument, name: NameSpan) -> Iterator[Statement]:
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
    reading: Reading, bearer: Argument, name: NameSpan, span: Span, own: frozenset[str]
) -> Iterator[Statement]:
    words = reading.quote(span)
    language = LANGUAGE.match(words)
    if language is not None:
        is_own = language["language"] in own
        predicate = NATIVE if is_own else _predicate_of_language(reading, language["language"])
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
            outer, inner = inner, _without_quotes(reading, inner)
            body = _body_of(reading, bearer, name)
            if body is not None and reading.quote(inner).endswith("s"):
                if inner != outer or _is_name(reading, inner):
                    yield _of_body(reading, body, naming().introductions[phrase], inner)
            elif _is_name(reading, inner):
                yield _beside(reading, bearer, name, naming().introductions[phrase], inner)
            return


def _body_of(reading: Reading, holder: Argument, name: NameSpan) -> Argument | None:
    """The people of `the supporters of Roe`, where a name of several behind it is theirs, not Roe's; None
    where no such noun stands before the name of a person."""
    entity = reading.entities.get(holder.reference.entity_id or "")
    start = reading.document.text.rfind("\n", 0, name.span.start) + 1
    found = PLURAL_OF.search(reading.document.text, start, name.span.start)
    if entity is None or entity.kind is not EntityKind.PERSON or found is None:
        return None
    return literal_argument(reading, Span(found.start(), name.span.end))


def _of_body(reading: Reading, body: Argument, predicate: str, name: Span) -> Statement:
    return Statement(KIND, body, predicate, literal_argument(reading, name), spans=(body.span.cover(name),))


def _is_foreign_word(reading: Reading, bearer: Argument, word: str, span: Span) -> bool:
    """Whether one word in brackets behind the name of a body is its name in another language: nothing that
    the text names elsewhere, and no noun of the source's own."""
    entity = reading.entities.get(bearer.reference.entity_id or "")
    if entity is None or entity.kind not in (EntityKind.GOVERNMENT, EntityKind.ORGANIZATION):
        return False
    if not re.fullmatch(r"[^\W\d_]{6,}", word) or not word[1:].islower() or word[0].islower():
        return False
    if kind_of_words(word) is not None:
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


def _beside(reading: Reading, bearer: Argument, name: NameSpan, predicate: str, second: Span) -> Statement:
    entity, kind = reading.entity_at(name.span), kind_of_name(reading, second)
    doubts = ("wrong kind",) if entity and kind and not is_alike(entity.kind, kind) else ()
    if predicate in (NATIVE, TRANSLATION, ABBREVIATION):
        # A foreign name has no kind of its own.
        doubts = ()
    whole = name.span.cover(second)
    if reading.document.text[second.end : second.end + 1] == ")":
        whole = Span(whole.start, whole.end + 1)
    return Statement(
        KIND,
        replace(bearer, span=name.span),
        predicate,
        literal_argument(reading, second),
        spans=(whole,),
        doubts=doubts,
    )
