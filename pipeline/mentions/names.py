"""A Document and its dates in, the names, titles and demonyms of its text out.

Names are found by how they are written, before anything is parsed: capitalised words, the particles
and `of` that join them, the titles and demonyms in front, the noun that heads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.lexicon.states import formal_state_pattern, state_by_name
from pipeline.lexicon.words import HeadNoun, name_words, nouns, titles
from pipeline.mentions.demonym_forms import find_demonyms
from pipeline.mentions.name_words import Word, read_words
from pipeline.model.date import DateMention
from pipeline.model.document import BlockKind, Document
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span

ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their"})
JOINTS = frozenset({"of", "of the", "for", "for the", "of the city of", "in the", "between"})
TITLE_JOINTS = frozenset({"of", "of the", "for", "for the", "to", "to the", "in"})
PARENTHESIS = re.compile(r"[ \xa0]\((?P<inner>[^()]{2,90})\)")
WORD_GAP = re.compile(r"[ \xa0]\Z")


@dataclass(frozen=True, slots=True)
class _Context:
    """What the reading of one chain needs to know of its document."""

    text: str
    demonyms: Mapping[str, str]
    lower_case_words: frozenset[str]
    inner_words: frozenset[str]
    """Words that are capitalised somewhere inside a sentence."""
    standing_alone: frozenset[str]
    """Words that are capitalised somewhere between words that are not."""
    date_at: Callable[[Span], DateMention | None]


def find_names(document: Document, dates: Sequence[DateMention]) -> tuple[NameSpan, ...]:
    """Return the names of title, paragraphs and bullets, in document order, not overlapping."""
    reference_sections = {
        s.section_id for s in document.sections if s.heading.lower() in name_words().reference_headings
    }
    stretches = [
        (b.content, read_words(document.text, b.content))
        for b in document.blocks
        if b.kind in (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.BULLET)
        and b.section_id not in reference_sections
    ]
    context = _read_context(document, dates, [words for _, words in stretches])
    found: list[NameSpan] = []
    for _, words in stretches:
        for chain in _chains(words, context):
            found.extend(_read_chain(chain, context))
    found = _with_particles(document.text, found)
    found = [_with_lower_case_head(document.text, name) for name in found]
    found = _with_title(document, found)
    found = _with_linked_titles(document, found)
    return tuple(_with_native_names(document.text, found, context))


def find_names_in(
    text: str, stretch: Span, dates: Sequence[DateMention], demonyms: Mapping[str, str]
) -> tuple[NameSpan, ...]:
    """Return the names of one stretch that is no sentence, such as an infobox value."""
    words = read_words(text, stretch, whole=False)
    context = _Context(text, demonyms, frozenset(), frozenset(), frozenset(), _date_finder(dates))
    return tuple(name for chain in _chains(words, context) for name in _read_chain(chain, context))


def _date_finder(dates: Sequence[DateMention]) -> Callable[[Span], DateMention | None]:
    # Vague words such as "now" are no reason to break a name; a month or a year is.
    by_character = {i: d for d in dates if d.edtf is not None for i in range(d.span.start, d.span.end)}
    return lambda span: by_character.get(span.start)


def _read_context(document: Document, dates: Sequence[DateMention], texts: list[list[Word]]) -> _Context:
    words = [w for text in texts for w in text]
    return _Context(
        text=document.text,
        demonyms=find_demonyms(texts),
        lower_case_words=frozenset(w.text for w in words if not w.is_capitalised),
        inner_words=frozenset(w.text for w in words if w.is_capitalised and not w.begins_sentence),
        standing_alone=frozenset(
            w.text
            for text in texts
            for before, w, after in zip([None, *text], text, [*text[1:], None], strict=False)
            if w.is_capitalised
            and not (before and before.is_capitalised)
            and not (after and after.is_capitalised)
        ),
        date_at=_date_finder(dates),
    )


# --- chains -----------------------------------------------------------------------------------------


def _chains(words: list[Word], context: _Context) -> Iterable[list[Word]]:
    """Yield runs of words that may be one name with what stands before it: capitalised words, joined by
    spaces, particles or `of`."""
    i = 0
    while i < len(words):
        if not _may_name(words[i], context):
            i += 1
            continue
        chain, i = _read_run(words, i, context)
        yield chain


def _may_name(word: Word, context: _Context) -> bool:
    date = context.date_at(word.span)
    if date is not None and not (date.text[0].isdigit() and not word.text[0].isdigit()):
        return False
    if date is not None or not word.is_capitalised or word.text in name_words().months_and_days:
        return False
    lower = word.text.lower()
    if lower in name_words().function_words and lower not in titles().modifiers:
        # "La Torre" begins with a particle; "The", "I" and "May" begin nothing. "First Republic" does.
        return False
    return not (word.begins_sentence and lower in name_words().function_words and not word.text.endswith("."))


def _read_run(words: list[Word], i: int, context: _Context) -> tuple[list[Word], int]:
    chain = [words[i]]
    before = words[i - 1] if i else None
    i += 1
    while i < len(words):
        if chain[-1].is_possessive:
            break
        if WORD_GAP.match(words[i].gap) and _may_name(words[i], context):
            chain.append(words[i])
            i += 1
            continue
        joined = _joined(words, i, chain, before, context)
        if not joined:
            break
        chain.extend(words[i : i + joined])
        i += joined
    return chain, i


def _joined(words: list[Word], i: int, chain: list[Word], before: Word | None, context: _Context) -> int:
    """How many words from `i` on continue the chain through particles or a joint; 0 for none."""
    for length in (3, 2, 1):
        between = words[i : i + length]
        after = words[i + length] if i + length < len(words) else None
        if (
            len(between) < length
            or after is None
            or not all(WORD_GAP.match(w.gap) for w in (*between, after))
        ):
            continue
        if any(w.is_capitalised for w in between):
            continue
        phrase = " ".join(w.text for w in between)
        date = context.date_at(after.span)
        if date is not None:
            if phrase == "of" and _is_kind(chain, EntityKind.EVENT):
                # "the Salt War of 1704": the year is part of the name
                return length + sum(date.span.contains(w.span) for w in words[i + length : i + length + 6])
            continue
        if not after.is_capitalised or not _may_name(after, context):
            continue
        if phrase in name_words().particles and not _is_title(chain) and _head_of(chain) is None:
            return length + 1
        if phrase in JOINTS and _takes_of(chain, phrase, before, context):
            return length + 1
        if phrase in TITLE_JOINTS and _takes_domain(_without_demonyms(chain, context), phrase):
            return length + 1
    return 0


def _takes_domain(chain: Sequence[Word], phrase: str) -> bool:
    if not chain or _title_start(chain) is None or any(w.text in ("of", "to", "for") for w in chain):
        return False
    last = chain[-1].text.lower()
    if phrase in ("to", "to the"):
        return last in name_words().missions
    if phrase == "in":
        return last in ("chief", "commander", "general")
    return last not in titles().honorifics


def _takes_of(chain: Sequence[Word], phrase: str, before: Word | None, context: _Context) -> bool:
    chain = _without_demonyms(chain, context)
    if not chain or _is_title(chain):
        return False
    if phrase == "between":
        return False
    head = _head_of(chain)
    if phrase in ("for", "for the", "in the"):
        return head is not None and head.kind is EntityKind.ORGANIZATION and phrase != "in the"
    if head is not None:
        return True
    last = chain[-1]
    if last.text in context.demonyms or state_by_name(last.text) is not None or len(chain) > 1:
        return False
    # "the Shield of Halvey": a capitalised noun after "the" is none that a name could follow as it is.
    return not last.begins_sentence and before is not None and before.text.lower() in ARTICLES


def _without_demonyms(chain: Sequence[Word], context: _Context) -> Sequence[Word]:
    while chain and chain[0].text in context.demonyms:
        chain = chain[1:]
    return chain


def _lower(chain: Sequence[Word]) -> str:
    return " ".join(w.text.lower() for w in chain)


def _head_of(chain: Sequence[Word]) -> HeadNoun | None:
    """The noun that heads a chain: its last word or two before the first joint."""
    before = _before_joint(chain)
    for length in (3, 2, 1):
        if len(before) >= length and _lower(before[-length:]) in nouns().heads:
            return nouns().heads[_lower(before[-length:])]
    return None


def _before_joint(chain: Sequence[Word]) -> Sequence[Word]:
    for i, word in enumerate(chain):
        if i and word.text in ("of", "for", "to", "in"):
            return chain[:i]
    return chain


def _is_kind(chain: Sequence[Word], kind: EntityKind) -> bool:
    head = _head_of(chain)
    return head is not None and head.kind is kind


def _is_title(chain: Sequence[Word]) -> bool:
    return _title_length(chain) == len(chain)


def _title_length(chain: Sequence[Word]) -> int:
    """How many words at the start of the chain are a title; 0 for none. Demonyms are not counted here."""
    best = 0
    known = titles()
    for length in range(1, min(len(chain), 7) + 1):
        phrase = _lower(chain[:length])
        if phrase in known.offices or phrase in known.ranks or phrase in known.honorifics:
            best = length
            continue
        head = next(
            (n for n in (3, 2, 1) if n < length and _lower(chain[length - n : length]) in known.heads), 0
        )
        rest = chain[: length - head] if head else chain[:length]
        if head and all(_is_title_word(w) for w in rest):
            best = length
        elif (
            best
            and best == length - 1
            and _lower(chain[length - 1 : length]) in known.modifiers
            and length > 1
        ):
            best = length  # "Minister Plenipotentiary"
    return best


def _title_start(chain: Sequence[Word]) -> int | None:
    """Where in the chain a title begins that reaches up to its first joint; None where there is none.

    One word that no list knows may stand before its head if it is shaped like an adjective:
    `Restorative President`.
    """
    before = _before_joint(chain)
    head = next((n for n in (3, 2, 1) if n <= len(before) and _lower(before[-n:]) in titles().heads), 0)
    if not head:
        return None
    start = len(before) - head
    while start and _is_title_word(before[start - 1]):
        start -= 1
    if start and head and before[start - 1].text.lower().endswith(name_words().adjective_endings):
        start -= 1
    return start


def _is_title_word(word: Word) -> bool:
    lower = word.text.lower()
    return lower in titles().modifiers or lower in titles().heads


# --- one chain into names -----------------------------------------------------------------------------


def _read_chain(chain: list[Word], context: _Context) -> list[NameSpan]:
    found: list[NameSpan] = []
    rest = _without_sentence_opener(chain, context)
    while rest and rest[0].text in context.demonyms and (len(rest) == 1 or not _keeps_demonym(rest, context)):
        found.append(_demonym(rest[0], context))
        rest = rest[1:]
    if not rest:
        return found
    start = _title_start(rest)
    if start and (start == 1 or _is_known_name(rest[:start], context)) and _is_known_name(rest[:1], context):
        # "appointed Roe Restorative President": a name, then what he became
        found.extend(_plain_name(rest[:start], context, follows_title=False))
        return [*found, _title(rest[start:], context)]
    inside = _title_inside(rest)
    if inside:
        found.extend(_plain_name(rest[:inside], context, follows_title=False))
        rest = rest[inside:]
    length = len(rest) if start == 0 and _title_end(rest) else _title_length(rest)
    if 0 < length < len(rest) and _head_of(rest[length:]) is not None and _head_of(rest) is not None:
        length = 0  # "Justice Ministry" is a ministry, and nobody's title
    if length:
        length = _with_domain(rest, length)
        found.append(_title(rest[:length], context))
        rest = rest[length:]
    if rest:
        found.extend(_plain_name(rest, context, follows_title=length > 0))
    return found


def _title_inside(chain: Sequence[Word]) -> int:
    """Where a title begins inside a chain that goes on with a name: `Corrow Governor Tamsin Roe`; else 0."""
    for i in range(1, len(chain) - 1):
        phrase = chain[i].text.lower()
        is_title = phrase in titles().offices | titles().ranks and phrase not in name_words().surname_titles
        if (
            is_title
            and chain[i + 1].text not in ("of", "for", "to", "in")
            and not chain[i + 1].text.endswith(".")
        ):
            start = i
            while start > 1 and _is_title_word(chain[start - 1]):
                start -= 1
            return start
        if is_title and chain[i + 1].text.lower() in titles().ranks and i + 2 < len(chain):
            return i
    return 0


def _title_end(chain: Sequence[Word]) -> bool:
    """Whether a title that begins the chain takes up all of it: nothing follows, or only its domain."""
    return len(_before_joint(chain)) < len(chain) or _title_length(chain) in (0, len(chain))


def _is_known_name(words: Sequence[Word], context: _Context) -> bool:
    return len(words) == 1 and words[0].text in context.standing_alone


def _without_sentence_opener(chain: list[Word], context: _Context) -> list[Word]:
    first = chain[0]
    if not first.begins_sentence or len(chain) == 1 or first.text in context.demonyms:
        return chain
    if state_by_name(first.text) or state_by_name(_text(chain, context)) or first.text.endswith("."):
        return chain
    is_known = first.text in context.inner_words or _title_length(chain) or _head_of(chain)
    if not is_known and first.text.lower() in context.lower_case_words:
        return chain[1:]  # "Captured Halvey ..."
    return chain


def _keeps_demonym(chain: Sequence[Word], context: _Context) -> bool:
    """Whether the demonym belongs to the name: `Velmoran Army`, but not `Velmoran General Roe`."""
    rest = chain[1:]
    if rest[0].text in context.demonyms:
        return _keeps_demonym(rest, context)
    if _title_length(rest):
        return False
    head = _head_of(rest)
    if head is None:
        return False
    return head.kind is not EntityKind.POLITY or len(_before_joint(rest)) == 1


def _with_domain(chain: Sequence[Word], length: int) -> int:
    """Extend a title over its domain: `Minister` over `of War`."""
    if length < len(chain) and chain[length].text in ("of", "to", "for", "in"):
        return len(chain)
    return length


def _span(words: Sequence[Word]) -> Span:
    return Span(words[0].span.start, words[-1].span.end)


def _text(words: Sequence[Word], context: _Context) -> str:
    return _span(words).of(context.text)


def _demonym(word: Word, context: _Context) -> NameSpan:
    place = context.demonyms[word.text]
    following = re.match(r" ([\w]+)", context.text[word.span.end : word.span.end + 30])
    describes = following is not None and following[1].lower() not in name_words().function_words
    if state_by_name(word.text) is not None and not describes:
        return NameSpan(word.span, word.text, NameForm.NAME, EntityKind.POLITY, None, (), None, True)
    return NameSpan(word.span, word.text, NameForm.DEMONYM, EntityKind.POLITY, place, (), None, True)


def _title(words: Sequence[Word], context: _Context) -> NameSpan:
    before = _before_joint(words)
    length = next(
        n for n in (3, 2, 1) if n <= len(before) and (_lower(before[-n:]) in titles().heads or n == 1)
    )
    inner = _inner(words[len(before) :])
    is_office = not all(w.text.lower() in titles().ranks | titles().honorifics for w in before)
    kind = EntityKind.OFFICE if is_office or len(before) < len(words) else None
    sure = len(words) > 1 or not words[0].begins_sentence
    return NameSpan(
        _span(words), _text(words, context), NameForm.TITLE, kind, _lower(before[-length:]), inner, None, sure
    )


def _inner(words: Sequence[Word]) -> tuple[Span, ...]:
    """The names that follow the joints of a name or title."""
    found: list[Span] = []
    run: list[Word] = []
    for word in [*words, None]:
        if word is not None and (word.is_capitalised or (run and word.text in name_words().particles)):
            run.append(word)
            continue
        if run:
            found.append(_span(run))
        run = []
    return tuple(found)


def _plain_name(words: list[Word], context: _Context, follows_title: bool) -> list[NameSpan]:
    text = _text(words, context)
    first, is_alone = words[0], len(words) == 1
    state = state_by_name(text)
    head = _head_of(words)
    kind: EntityKind | None = None
    noun: str | None = None
    if follows_title:
        kind = EntityKind.PERSON
    elif state is not None or formal_state_pattern().fullmatch(text):
        kind = EntityKind.POLITY
    elif head is not None and not is_alone:
        if head.kind is None:
            return []
        kind, noun = head.kind, head.noun
    elif len(words) > 1 and first.text.lower() in nouns().place_first:
        kind, noun = EntityKind.PLACE, first.text.lower()
    elif is_alone and head is not None:
        kind, noun = head.kind, head.noun
    is_sure = not (is_alone and first.begins_sentence and state is None and not follows_title)
    if not is_sure and first.text in context.inner_words:
        is_sure = True
    if not is_sure and first.text.lower() in context.lower_case_words:
        return []
    if is_alone and head is not None and first.begins_sentence:
        return []
    inner = _inner(words[len(_before_joint(words)) :])
    return [NameSpan(_span(words), text, NameForm.NAME, kind, noun, inner, None, is_sure)]


def _with_particles(text: str, found: list[NameSpan]) -> list[NameSpan]:
    """Extend `Roe` in `by de Roe` where the document has a full name that ends with `de Roe`."""
    full_names = [n.text for n in found if " " in n.text]
    result = []
    for name in found:
        before = re.search(
            r"(?<!\w)((?:\w+['’]?[ ]){1,2})\Z", text[max(0, name.span.start - 14) : name.span.start]
        )
        phrase = before[1] if before else ""
        if phrase and phrase.rstrip() not in name_words().particles:
            phrase = phrase.split(" ", 1)[1]
        if phrase.rstrip() in name_words().particles and any(
            f.endswith(f" {phrase}{name.text}") for f in full_names
        ):
            span = Span(name.span.start - len(phrase), name.span.end)
            name = replace(name, span=span, text=span.of(text))
        result.append(name)
    return result


def _with_lower_case_head(text: str, name: NameSpan) -> NameSpan:
    """Extend `Corrow` over a lower-case noun that makes a name of it: `the Corrow campaign`, `the battle
    of Corrow`."""
    if name.form is not NameForm.NAME or name.kind not in (None, EntityKind.PLACE, EntityKind.PERSON):
        return name
    for match in (LOWER_HEAD_AFTER.match(text, name.span.end), _search_before(text, name.span.start)):
        if match is None or match["noun"] not in nouns().heads:
            continue
        head = nouns().heads[match["noun"]]
        if not head.names_in_lower_case or head.kind is EntityKind.GOVERNMENT:
            continue
        if match.re is LOWER_HEAD_AFTER:
            opening = (
                name.span.start - 1
                if match["quote"] and text[name.span.start - 1] in '"“'
                else name.span.start
            )
            span = Span(opening, match.end("noun"))
        else:
            span = Span(name.span.end - (name.span.end - match.start("noun")), name.span.end)
        return replace(
            name, span=span, text=span.of(text), kind=head.kind, noun=head.noun, inner=(name.span,)
        )
    return name


LOWER_HEAD_AFTER = re.compile(r"(?P<quote>[\"”]?)[ ](?P<noun>[a-z]+)\b")
LOWER_HEAD_BEFORE = re.compile(r"(?<!\w)(?P<noun>(?:[a-z]+ )?[a-z]+) of (?:the )?\Z")


def _search_before(text: str, end: int) -> re.Match[str] | None:
    for start in (end - 40, end - 25):
        match = LOWER_HEAD_BEFORE.search(text, max(0, start), end)
        if match is not None and match["noun"] not in nouns().heads and " " in match["noun"]:
            match = re.compile(r"(?<!\w)(?P<noun>[a-z]+) of (?:the )?\Z").search(text, match.start(), end)
        if match is not None:
            return match
    return None


# --- the article's own title, and names in brackets ---------------------------------------------------


def _with_title(document: Document, found: list[NameSpan]) -> list[NameSpan]:
    """Add the places where the text uses the article's title, as one name each, in whatever case."""
    title = re.sub(r" \([^)]*\)\Z", "", document.title)
    head = next((n for n in found if document.title_span.contains(n.span)), None)
    words = read_words(title, Span(0, len(title)))
    if len(words) < 2:
        return found
    heads = [nouns().heads.get(w.text.lower()) for w in _before_joint(words)]
    last = heads[-1] if heads else None
    kind = last.kind if last else (head.kind if head and head.text == title else None)
    noun = last.noun if last else None
    own = []
    pattern = re.compile(r"(?<!\w)" + re.escape(title).replace(r"\ ", r"[ \xa0]") + r"(?!\w)", re.IGNORECASE)
    for block in document.blocks:
        if block.kind in (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.HEADING):
            for match in pattern.finditer(document.text, block.content.start, block.content.end):
                span = Span(match.start(), match.end())
                inner = tuple(n.span for n in found if span.contains(n.span) and n.span != span)
                own.append(NameSpan(span, match.group(), NameForm.NAME, kind, noun, inner, None, True))
    kept = [n for n in found if not any(n.span.overlaps(o.span) and not _is_longer(n, o) for o in own)]
    own = [o for o in own if not any(o.span.overlaps(n.span) for n in kept)]
    return sorted([*kept, *own], key=lambda n: n.span)


def _with_linked_titles(document: Document, found: list[NameSpan]) -> list[NameSpan]:
    """Take each bullet of a list of links ("See also") as the one name that it is."""
    linking = {s.section_id for s in document.sections if s.heading.lower() in name_words().link_headings}
    whole = []
    for block in document.blocks:
        if block.kind is BlockKind.BULLET and block.section_id in linking:
            text = block.content.of(document.text)
            words = read_words(document.text, block.content, whole=False)
            if 0 < len(words) <= 12 and words[0].is_capitalised and text[-1] not in ".;:":
                head = _head_of(words)
                inner = tuple(n.span for n in found if block.content.contains(n.span))
                kind, noun = (head.kind, head.noun) if head else (None, None)
                whole.append(NameSpan(block.content, text, NameForm.NAME, kind, noun, inner, None, True))
    kept = [n for n in found if not any(n.span.overlaps(w.span) for w in whole)]
    return sorted([*kept, *whole], key=lambda n: n.span)


def _is_longer(name: NameSpan, other: NameSpan) -> bool:
    return name.span != other.span and name.span.contains(other.span)


def _with_native_names(text: str, found: list[NameSpan], context: _Context) -> list[NameSpan]:
    """Give each name the foreign name that follows it in parentheses, and drop what was read inside."""
    result: list[NameSpan] = []
    inside: list[Span] = []
    for name in found:
        if any(s.contains(name.span) for s in inside):
            continue
        match = PARENTHESIS.match(text, name.span.end)
        native = _native_span(match, name, context) if match and name.form is NameForm.NAME else None
        if native is not None and match is not None:
            inside.append(Span(match.start(), match.end()))
        result.append(replace(name, native=native) if native else name)
    return result


def _native_span(match: re.Match[str], name: NameSpan, context: _Context) -> Span | None:
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
