"""Names as first found in, the same names out with all that belongs to them: particles, a lower-case noun,
the whole of the article's title, a foreign name in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from pipeline.lexicon.states import demonyms, formal_state_pattern, state_by_name
from pipeline.lexicon.words import name_words, nouns
from pipeline.mentions.name_chains import NameContext, head_of
from pipeline.mentions.name_words import Word, read_words
from pipeline.mentions.title_words import before_joint
from pipeline.model.document import BlockKind, Document
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span

PARENTHESIS = re.compile(r"[ \xa0]\((?P<inner>[^()]{2,90})\)")
# "(Velmoran: Bancu Azura; Drovian: Blaa Benk)": what it is called, each behind the language.
IN_LANGUAGE = re.compile(r"(?P<language>[A-Z][a-z]+(?: [A-Z][a-z]+)?): ?[^;:,]+(?=[;,]|$)")
WORDS_BEFORE = re.compile(r"(?<!\w)((?:\w+['’]?[ ]){1,2})\Z")
LOWER_HEAD_AFTER = re.compile(r"(?P<quote>[\"”]?)[ ](?P<noun>[a-z]+)\b")
LOWER_HEAD_BEFORE = re.compile(r"(?<!\w)(?P<noun>[a-z]+(?: [a-z]+)?) of (?:the )?\Z")
NEXT_WORD = re.compile(r" ([a-z]+)\b")
ONE_WORD_BEFORE = re.compile(r"(?<!\w)(?P<noun>[a-z]+) of (?:the )?\Z")
BRACKETED_END = re.compile(r" \([^)]*\)\Z")
LONGEST_LINK = 12


def with_particles(text: str, found: Sequence[NameSpan]) -> list[NameSpan]:
    """Extend `Roe` in `by van Roe`, and in `by el Roe` where the document has a full name that ends so."""
    full_names = [n.text for n in found if " " in n.text]
    result: list[NameSpan] = []
    for name in found:
        longer = _with_particle(text, name, full_names)
        is_free = not result or result[-1].span.end <= longer.span.start
        result.append(longer if is_free else name)
    return result


def with_epithets(text: str, found: Sequence[NameSpan]) -> list[NameSpan]:
    """Extend `Osk` in `Osk the Younger`, who is another than Osk."""
    result: list[NameSpan] = []
    for name in found:
        if result and result[-1].span.overlaps(name.span):
            continue  # "Younger"
        match = _epithet_pattern().match(text, name.span.end)
        if match and name.form is NameForm.NAME and name.kind in (None, EntityKind.PERSON):
            span = Span(name.span.start, match.end())
            name = replace(name, span=span, text=span.of(text), kind=EntityKind.PERSON)
        result.append(name)
    return result


@cache
def _epithet_pattern() -> re.Pattern[str]:
    epithets = "|".join(re.escape(s) for s in sorted(name_words().suffixes) if s.startswith("the "))
    return re.compile(rf" (?:{epithets})\b")


def _with_particle(text: str, name: NameSpan, full_names: Sequence[str]) -> NameSpan:
    before = WORDS_BEFORE.search(text[max(0, name.span.start - 14) : name.span.start])
    phrase = before[1] if before else ""
    if phrase and phrase.rstrip() not in name_words().particles:
        phrase = phrase.split(" ", 1)[1]
    if phrase.rstrip() not in name_words().particles:
        return name
    is_own = phrase.rstrip() in name_words().leading_particles
    if not is_own and not any(f.endswith(f" {phrase}{name.text}") for f in full_names):
        return name
    span = Span(name.span.start - len(phrase), name.span.end)
    return replace(name, span=span, text=span.of(text))


def with_ordinal(text: str, name: NameSpan) -> NameSpan:
    """Extend `Velmoran Republic` in `the first Velmoran Republic`, which is one of several of that name."""
    before = WORDS_BEFORE.search(text[max(0, name.span.start - 14) : name.span.start])
    article, _, word = before[1].strip().partition(" ") if before else ("", "", "")
    if name.kind is not EntityKind.POLITY or article.lower() != "the" or word not in name_words().ordinals:
        return name
    if formal_state_pattern().fullmatch(name.text) is None:
        return name
    span = Span(name.span.start - len(word) - 1, name.span.end)
    return replace(name, span=span, text=span.of(text))


def with_lower_case_head(text: str, name: NameSpan) -> NameSpan:
    """Extend `Corrow` over a lower-case noun that makes a name of it: `the Corrow campaign`, `the battle
    of Corrow`."""
    if name.form is not NameForm.NAME or name.kind not in (None, EntityKind.PLACE, EntityKind.PERSON):
        return name
    for match in (LOWER_HEAD_AFTER.match(text, name.span.end), _noun_before(text, name.span.start)):
        head = nouns().heads.get(match["noun"]) if match is not None else None
        if (
            match is None
            or head is None
            or not head.names_in_lower_case
            or head.kind is EntityKind.GOVERNMENT
        ):
            continue
        if match.re is LOWER_HEAD_AFTER and _describes_next(text, match.end("noun")):
            continue
        if match.re is LOWER_HEAD_AFTER:
            is_quoted = match["quote"] and text[name.span.start - 1] in '"“'
            span = Span(name.span.start - 1 if is_quoted else name.span.start, match.end("noun"))
        else:
            span = Span(match.start("noun"), name.span.end)
        return replace(
            name, span=span, text=span.of(text), kind=head.kind, noun=head.noun, inner=(name.span,)
        )
    return name


def _describes_next(text: str, end: int) -> bool:
    """Whether the noun that ends at `end` is only part of the next: `war effort`."""
    after = NEXT_WORD.match(text, end)
    return after is not None and after[1] in name_words().after_event


def _noun_before(text: str, end: int) -> re.Match[str] | None:
    """`battle of`, `civil war of` directly before a name."""
    start = max(0, end - 40)
    two = LOWER_HEAD_BEFORE.search(text, start, end)
    if two is not None and two["noun"] in nouns().heads:
        return two
    return ONE_WORD_BEFORE.search(text, start, end)


# --- whole names that are known from elsewhere ---------------------------------------------------------


def with_known_names(
    document: Document, found: Sequence[NameSpan], known: Sequence[NameSpan]
) -> list[NameSpan]:
    """Take a name of several parts that the infobox gives as one, wherever the text writes it:
    `Kingdom of Velmora and Drovia`."""
    composed = {n.text: n for n in known if re.search(r" and ", n.text) and n.form is NameForm.NAME}
    own = [
        replace(name, span=span, text=span.of(document.text), inner=(), native=None)
        for name in composed.values()
        for span in _places_of(document, name.text, (BlockKind.PARAGRAPH, BlockKind.BULLET))
    ]
    return _replacing(found, own)


def with_title(document: Document, found: Sequence[NameSpan]) -> list[NameSpan]:
    """Add the places where the text uses the article's title, as one name each, in whatever case."""
    title = BRACKETED_END.sub("", document.title)
    first = next((n for n in found if document.title_span.contains(n.span)), None)
    words = read_words(title, Span(0, len(title)))
    if len(words) < 2:
        return list(found)
    heads = [nouns().heads.get(w.text.lower()) for w in before_joint(words)]
    last = heads[-1] if heads else None
    kind = last.kind if last else (first.kind if first and first.text == title else None)
    noun = last.noun if last else None
    own = []
    kinds = (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.HEADING)
    for span in _places_of(document, title, kinds):
        inner = tuple(n.span for n in found if span.contains(n.span) and n.span != span)
        own.append(NameSpan(span, span.of(document.text), NameForm.NAME, kind, noun, inner, None, True))
    return _replacing(found, own)


def _places_of(document: Document, name: str, kinds: Sequence[BlockKind]) -> Iterable[Span]:
    pattern = re.compile(r"(?<!\w)" + re.escape(name).replace(r"\ ", r"[ \xa0]") + r"(?!\w)", re.IGNORECASE)
    for block in document.blocks:
        if block.kind in kinds:
            for match in pattern.finditer(document.text, block.content.start, block.content.end):
                yield Span(match.start(), match.end())


def _replacing(found: Sequence[NameSpan], own: Sequence[NameSpan]) -> list[NameSpan]:
    """Both in document order, without the found names that overlap; a longer name around one of `own`
    stands."""
    kept = [n for n in found if not any(n.span.overlaps(o.span) and not _is_longer(n, o) for o in own)]
    own = [o for o in own if not any(o.span.overlaps(n.span) for n in kept)]
    return sorted([*kept, *own], key=lambda n: n.span)


def _is_longer(name: NameSpan, other: NameSpan) -> bool:
    return name.span != other.span and name.span.contains(other.span)


def with_linked_titles(document: Document, found: Sequence[NameSpan]) -> list[NameSpan]:
    """Take each bullet of a list of links ("See also") as the one name that it is."""
    linking = {s.section_id for s in document.sections if s.heading.lower() in name_words().link_headings}
    whole = []
    for block in document.blocks:
        if block.kind is BlockKind.BULLET and block.section_id in linking:
            text = block.content.of(document.text)
            words = read_words(document.text, block.content, whole=False)
            if 0 < len(words) <= LONGEST_LINK and words[0].is_capitalised and text[-1] not in ".;:":
                whole.append(_linked_title(block.content, text, words, found))
    kept = [n for n in found if not any(n.span.overlaps(w.span) for w in whole)]
    return sorted([*kept, *whole], key=lambda n: n.span)


def _linked_title(span: Span, text: str, words: Sequence[Word], found: Sequence[NameSpan]) -> NameSpan:
    inner = tuple(n.span for n in found if span.contains(n.span))
    same = next((n for n in found if n.span == span), None)
    if same is not None and same.form is NameForm.NAME:
        return replace(same, is_sure=True)
    head = head_of(words)
    kind, noun = (head.kind, head.noun) if head else (None, None)
    return NameSpan(span, text, NameForm.NAME, kind, noun, inner, None, True)


# --- names in brackets ---------------------------------------------------------------------------------


def with_native_names(text: str, found: Sequence[NameSpan], context: NameContext) -> list[NameSpan]:
    """Give each name the foreign name that follows it in parentheses, and drop what was read inside."""
    result: list[NameSpan] = []
    inside: list[Span] = []
    for name in found:
        if any(s.contains(name.span) for s in inside):
            continue
        match = PARENTHESIS.match(text, name.span.end)
        if match and name.form is NameForm.NAME:
            inside.extend(_called_in_languages(match, context))
        native = _native_span(match, name, context) if match and name.form is NameForm.NAME else None
        if native is not None and match is not None:
            inside.append(Span(match.start(), match.end()))
        result.append(replace(name, native=native) if native else name)
    return result


def _called_in_languages(match: re.Match[str], context: NameContext) -> Iterable[Span]:
    """The parts of brackets that name a language and what it calls the thing before them: no other names."""
    start = match.start("inner")
    for part in IN_LANGUAGE.finditer(match["inner"]):
        word = part["language"]
        if word in context.demonyms or word in demonyms() or word.endswith(name_words().demonym_endings):
            yield Span(start + part.start(), start + part.end())


def _native_span(match: re.Match[str], name: NameSpan, context: NameContext) -> Span | None:
    inner = re.split(r"[,;/]", match["inner"])[0].rstrip()
    words = read_words(inner, Span(0, len(inner)), whole=False)
    if not words or not words[0].is_capitalised or any(c.isdigit() for c in inner) or ":" in inner:
        return None
    lower = [w.text for w in words if not w.is_capitalised]
    if any(w in name_words().function_words and w not in name_words().particles for w in lower):
        return None
    if any(w in context.demonyms or state_by_name(w) for w in [w.text for w in words if w.is_capitalised]):
        return None
    if name.kind in (EntityKind.PERSON, None) and not lower and inner.isascii():
        return None  # "Tamsin (Harris) Roe", "Halvey (Velmora)"
    if len(words) == 1 and inner.isascii():
        return None
    return Span(match.start("inner"), match.start("inner") + len(inner))
