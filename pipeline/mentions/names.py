"""A Document and its dates in, the names, titles and demonyms of its text out.

Names are found by how they are written, before anything is parsed: capitalised words, the particles
and `of` that join them, the titles and demonyms in front, the noun that heads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.lexicon.states import demonyms as listed_demonyms
from pipeline.lexicon.states import formal_state_pattern, state_by_name
from pipeline.lexicon.words import HeadNoun, name_words, nouns, titles
from pipeline.mentions.name_chains import (
    NameContext,
    chains,
    demonym_length,
    head_of,
    is_opener,
    make_context,
)
from pipeline.mentions.name_extents import (
    with_epithets,
    with_known_names,
    with_linked_titles,
    with_lower_case_head,
    with_native_names,
    with_ordinal,
    with_particles,
    with_title,
)
from pipeline.mentions.name_words import Word, read_words
from pipeline.mentions.title_words import (
    JOINTS,
    ORDINAL,
    before_joint,
    lower_phrase,
    split_styles,
    title_inside,
    title_length,
    title_start,
)
from pipeline.model.date import DateMention
from pipeline.model.document import BlockKind, Document
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan
from pipeline.model.span import Span

ACRONYM = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,}(?:-[A-Z]+)?\Z")
# What is left of "post-Second World War years" names no war.
PREFIXED = re.compile(r"(?<!\w)(?:post|pre|mid|inter)-\w+ \Z")
ROMAN_NUMERAL = re.compile(r"[IVXLC]+\Z")


def find_names(
    document: Document, dates: Sequence[DateMention], known: Sequence[NameSpan] = ()
) -> tuple[NameSpan, ...]:
    """Return the names of title, paragraphs and bullets, in document order, not overlapping. `known` are
    names that the infobox gives: the text may write them as well."""
    left_out = _reference_sections(document)
    stretches = [
        read_words(document.text, b.content)
        for b in document.blocks
        if b.kind in (BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.BULLET) and b.section_id not in left_out
    ]
    context = make_context(document.text, dates, stretches)
    found = [
        n for words in stretches for chain in chains(words, context) for n in _read_chain(chain, context)
    ]
    found = with_epithets(document.text, with_particles(document.text, found))
    found = [with_lower_case_head(document.text, with_ordinal(document.text, name)) for name in found]
    found = with_known_names(document, found, known)
    found = with_title(document, found)
    found = with_linked_titles(document, found)
    return tuple(with_native_names(document.text, found, context))


def _reference_sections(document: Document) -> frozenset[str]:
    """The sections that list works, with all below them: nothing is told there."""
    found: set[str] = set()
    for section in document.sections:
        is_list = section.heading.lower() in name_words().reference_headings
        if is_list or section.parent_id in found:
            found.add(section.section_id)
    return frozenset(found)


# --- one chain into names -----------------------------------------------------------------------------


def _read_chain(chain: Sequence[Word], context: NameContext) -> Iterator[NameSpan]:
    rest = _without_sentence_opener(chain, context)
    state = _state_length(rest)
    if state:
        yield from _plain_name(rest[:state], context, follows_title=False)
        rest = rest[state:]
    while (length := demonym_length(rest, context)) and not _keeps_demonym(rest, length, context):
        yield _demonym(rest[:length], context)
        rest = rest[length:]
    if not rest:
        return
    before = _name_before_title(rest, context)
    if before:
        yield from _plain_name(rest[:before], context, follows_title=False)
        rest = rest[before:]
    if len(rest) > 1 and ORDINAL.match(rest[0].text) and title_length(rest[1:]):
        rest = rest[1:]  # "1st Earl of Halvey"
    length = _leading_title_length(rest, context)
    if length:
        yield from _titles(rest[:length], context)
        rest = rest[length:]
    if rest:
        yield from _plain_name(rest, context, follows_title=length > 0)


def _state_length(chain: Sequence[Word]) -> int:
    """How many words of the start are the name of a state that something of its own follows: 2 in
    `South Velmora President Tamsin Roe`; 0 where all is one name."""
    for length in range(min(4, len(chain) - 1), 1, -1):
        name, rest = " ".join(w.text for w in chain[:length]), chain[length:]
        is_own = head_of(rest) is None and rest[0].text not in JOINTS and not rest[0].text.islower()
        if state_by_name(name) is not None and is_own:
            return length
    return 0


def _name_before_title(chain: Sequence[Word], context: NameContext) -> int:
    """How many words of the start are a name that a title follows: `appointed Roe Lord Regent` has a name
    and what he became, `Corrow Governor Tamsin Roe` a place and its governor. 0 for none."""
    start = title_start(chain) or 0
    if chain[-1].text in name_words().styles_behind and start == len(chain) - 1:
        return 0  # "Osk Pasha"
    if start == 1 and _is_known_name(chain[0], context):
        return start
    if start == 2 and is_opener(chain[0]):
        return start  # "New Halvey Secretary of State"
    return title_inside(chain, lambda word: _is_known_name(word, context))


def _is_known_name(word: Word, context: NameContext) -> bool:
    return word.text in context.standing_alone or word.text in context.surnames


def _leading_title_length(chain: Sequence[Word], context: NameContext) -> int:
    """How many words of the start are a title with its domain; 0 for none."""
    reaches_joint = title_start(chain) == 0 and len(before_joint(chain)) < len(chain)
    length = len(before_joint(chain)) if reaches_joint else title_length(chain)
    if not length and title_start(chain) == 0:
        length = len(chain)
    if not length:
        return _plural_title_length(chain)
    rest = chain[length:]
    if rest and _heads_a_body(rest, length, chain):
        return 0  # "Justice Ministry" is a ministry, and nobody's title
    if rest and length == 1 and rest[0].text not in JOINTS and _may_be_name(chain[0]):
        return 0  # "Shah Osk Roe"
    is_common = len(rest) == 1 and rest[0].text.lower() in context.lower_case_words
    if is_common and length == 1 and lower_phrase(chain[:1]) in name_words().surname_titles:
        return 0  # "King Cotton"
    return length + _domain_length(rest, context)


def _heads_a_body(rest: Sequence[Word], length: int, chain: Sequence[Word]) -> bool:
    """Whether what follows a title makes one name with it, and is no surname: `Post Office` behind `General`,
    but not `Gates`."""
    head = head_of(rest)
    is_surname = (
        head is not None and head.kind is EntityKind.PLACE and lower_phrase(chain[:length]) in titles().ranks
    )
    return head is not None and head_of(chain) is not None and not is_surname


def _may_be_name(title: Word) -> bool:
    return title.text.lower() in name_words().name_titles


def _plural_title_length(chain: Sequence[Word]) -> int:
    """`Generals` in front of the first of several names."""
    return next((n for n in (2, 1) if n < len(chain) and lower_phrase(chain[:n]) in titles().plurals), 0)


def _domain_length(rest: Sequence[Word], context: NameContext) -> int:
    """How much of what follows a title is its domain: `of War`; `of Velmora` before its holder's name."""
    if not rest or rest[0].text not in JOINTS:
        return 0
    start = next(i for i, w in enumerate(rest) if w.is_capitalised)
    domains = titles().domains
    end = start
    while end < len(rest) and (
        rest[end].text.lower() in domains or (rest[end].text == "and" and end > start)
    ):
        end += 1
    if end > start:
        return end
    for length in range(len(rest) - start - 1, 0, -1):
        words, holder = rest[start : start + length], rest[start + length :]
        name = " ".join(w.text for w in words)
        is_known = name in context.standing_alone and name.lower() not in name_words().function_words
        is_whole = state_by_name(name) is not None or (length == 1 and is_known)
        if is_whole and holder[0].is_capitalised and head_of(holder) is None:
            return start + length
    return len(rest)


def _without_sentence_opener(chain: Sequence[Word], context: NameContext) -> Sequence[Word]:
    first = chain[0]
    if not first.begins_sentence or len(chain) == 1 or first.text in context.demonyms:
        return chain
    text = _text(chain, context)
    if state_by_name(first.text) or state_by_name(text) or first.text.endswith("."):
        return chain
    is_known = first.text in context.inner_words or title_length(chain) or head_of(chain)
    is_particle = first.text.lower() in name_words().particles
    if not is_known and not is_particle and first.text.lower() in context.lower_case_words:
        return chain[1:]  # "Captured Halvey ..."
    return chain


def _keeps_demonym(chain: Sequence[Word], length: int, context: NameContext) -> bool:
    """Whether the demonym belongs to the name: `Velmoran Army`, but not `Velmoran General Roe`."""
    rest = chain[length:]
    if not rest:
        return False
    if following := demonym_length(rest, context):
        return _keeps_demonym(rest, following, context)
    if title_length(rest):
        return head_of(rest[title_length(rest) :]) is not None and head_of(rest) is not None
    head = head_of(rest)
    if head is None:
        return False
    return head.kind is not EntityKind.POLITY or len(before_joint(rest)) == 1


def _span(words: Sequence[Word]) -> Span:
    return Span(words[0].span.start, words[-1].span.end)


def _text(words: Sequence[Word], context: NameContext) -> str:
    return _span(words).of(context.text)


def _demonym(words: Sequence[Word], context: NameContext) -> NameSpan:
    span, text = _span(words), _text(words, context)
    following = re.match(r" ([\w]+)", context.text[span.end : span.end + 30])
    describes = following is not None and following[1].lower() not in name_words().function_words
    if state_by_name(text) is not None and not describes:
        return NameSpan(span, text, NameForm.NAME, EntityKind.POLITY, None, (), None, True)
    place = context.demonyms.get(text)
    if text in context.demonyms and not place:
        return NameSpan(span, text, NameForm.DEMONYM, EntityKind.POLITY, None, (), None, True)
    if place is None:
        listed = listed_demonyms().get(text)
        # "South Velmoran" is of South Velmora; the closed list knows irregular ones.
        place = listed.states[0].name if listed else f"{words[0].text} {context.demonyms[words[1].text]}"
    return NameSpan(span, text, NameForm.DEMONYM, EntityKind.POLITY, place, (), None, True)


def _titles(words: Sequence[Word], context: NameContext) -> Iterator[NameSpan]:
    """A title as one span, a style behind an office as another: `Prime Minister`, `Lord`."""
    parts = split_styles(words) if len(before_joint(words)) == len(words) else (words,)
    for part in parts:
        yield _title(part, context)


def _title(words: Sequence[Word], context: NameContext) -> NameSpan:
    before = before_joint(words)
    known = titles()
    length = next(
        n for n in (3, 2, 1) if n <= len(before) and (lower_phrase(before[-n:]) in known.all_heads or n == 1)
    )
    head = lower_phrase(before[-length:])
    inner = _inner(words[len(before) :])
    is_office = head not in known.plurals and not all(
        w.text.lower() in known.ranks | known.honorifics for w in before
    )
    kind = EntityKind.OFFICE if is_office or len(before) < len(words) else None
    sure = len(words) > 1 or not words[0].begins_sentence
    noun = known.plurals.get(head, head)
    return NameSpan(_span(words), _text(words, context), NameForm.TITLE, kind, noun, inner, None, sure)


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


def _plain_name(words: Sequence[Word], context: NameContext, follows_title: bool) -> Iterator[NameSpan]:
    text = _text(words, context)
    first, is_alone = words[0], len(words) == 1
    if text in name_words().codes or (len(words) == 1 and ORDINAL.match(text)):
        return
    state, head = state_by_name(text), head_of(words)
    is_common = head is not None and (head.kind is None or head.is_plural)
    if is_common and is_alone and not follows_title and state is None:
        return
    kind, noun = (EntityKind.PERSON, None) if follows_title else read_shape(words, text)
    if kind is EntityKind.EVENT and PREFIXED.search(
        context.text, max(0, first.span.start - 24), first.span.start
    ):
        return
    if kind is None and ORDINAL.match(first.text):
        return  # "the 17th Foot": what it is, no noun says
    is_sure = not (is_alone and first.begins_sentence and state is None and not follows_title)
    if not is_sure:
        if first.text in context.inner_words or (ACRONYM.match(text) and len(text) > 1):
            is_sure = True
        elif first.text.lower() in context.lower_case_words or head is not None:
            return
    inner = _inner(words[len(before_joint(words)) :])
    yield NameSpan(_span(words), text, NameForm.NAME, kind, noun, inner, None, is_sure)


def read_shape(words: Sequence[Word], text: str) -> tuple[EntityKind | None, str | None]:
    """Return what the words of a name say that it is, and the noun that says so; None where nothing does."""
    state, head, first = state_by_name(text), head_of(words), words[0].text.lower()
    if formal_state_pattern().fullmatch(text):
        body = _body_of_state(words, head)
        return (body.kind, body.noun) if body is not None else (EntityKind.POLITY, None)
    if state is not None and not state.also and state.kind != "city":
        return EntityKind.POLITY, None
    if text in name_words().continents:
        return EntityKind.PLACE, None
    if words[0].text in name_words().ship_prefixes and len(words) > 1:
        return EntityKind.UNIT, "ship"
    if head is not None and head.kind is not None and _tells_kind(words, head):
        return _head_kind(words, head.noun, head.kind), head.noun
    if head is not None and head.kind is None:
        return None, None  # "Lake Prize"
    if len(words) > 1 and first in nouns().place_first:
        return EntityKind.PLACE, first
    if len(words) > 1 and nouns().foreign.get(first, EntityKind.PLACE) is not EntityKind.PLACE:
        return nouns().foreign[first], None
    if ACRONYM.match(text) and not ROMAN_NUMERAL.match(text) and state is None:
        return EntityKind.ORGANIZATION, None
    return None, None


def _tells_kind(words: Sequence[Word], head: HeadNoun) -> bool:
    """Whether a head noun is proof: `Battles of Halvey` are battles, but `Osk Marches` may be a land."""
    is_vague = head.is_plural and head.kind is not EntityKind.POLITY
    return not is_vague or len(before_joint(words)) < len(words)


def _body_of_state(words: Sequence[Word], head: HeadNoun | None) -> HeadNoun | None:
    """The noun of a body behind the formal name of its state: `Republic of Velmora Guard`."""
    last = nouns().heads.get(words[-1].text.lower())
    bodies = (EntityKind.ORGANIZATION, EntityKind.UNIT, EntityKind.EVENT)
    return last if last is not None and last is not head and last.kind in bodies else None


def _head_kind(words: Sequence[Word], noun: str, kind: EntityKind | None) -> EntityKind | None:
    """The kind of a name by its head noun and what stands around it: `the 5th Army` is a unit, `the
    Congress of Halvey` a meeting."""
    before = before_joint(words)
    if kind is EntityKind.ORGANIZATION and noun in nouns().meetings and len(before) == 1 and len(words) == 3:
        is_place = words[2].is_capitalised and not words[2].text.endswith("s")
        return EntityKind.EVENT if is_place and words[1].text == "of" else kind
    is_numbered = ORDINAL.match(words[0].text) or words[0].text.lower() in name_words().ordinals
    if kind is EntityKind.ORGANIZATION and noun in nouns().groups and is_numbered:
        return EntityKind.UNIT
    return kind
