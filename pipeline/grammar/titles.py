"""A token of a sentence in, the title of an office or rank that it heads out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.grammar.noun_phrases import PLACE_MASKS, find_possessor, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    argument_at,
    entity_argument,
    literal_argument,
    normalized_argument,
)
from pipeline.lexicon.words import name_words, titles
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

# Words that say that somebody no longer or not yet holds what follows.
NOT_NOW = frozenset(
    {
        *("former", "ex", "retired", "ousted", "deposed", "onetime", "erstwhile", "late"),
        *("future", "would-be", "aspiring"),
    }
)
POLITICAL = (EntityKind.POLITY, EntityKind.PLACE)


@dataclass(frozen=True, slots=True)
class TitlePhrase:
    """A title as a text writes it: `provisional Regent of Velmora`."""

    argument: Argument
    """The office entity where the title names one, else its words."""
    title: Argument
    """The words."""
    head: str
    """Its head noun in lower case: `regent`."""
    polity: Argument | None
    """The state that it is an office of, where the title says so."""
    capacity: Argument | None
    """By what right it is held, where the title says so."""
    is_past: bool
    """Whether a word in front says that it is held no longer, or not yet."""

    @property
    def cells(self) -> tuple[tuple[str, Argument], ...]:
        """The cells of `tenures` that the title fills."""
        cells = (("title", self.title), ("capacity", self.capacity), ("polity", self.polity))
        return tuple((column, argument) for column, argument in cells if argument is not None)


def read_title(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    """Return the title that `token` heads, with its modifiers and domain; None where it heads none."""
    if token.mask is not None:
        return _named_title(reading, sentence, token)
    head = _head_words(sentence, token)
    if head is None:
        return None
    first = _first_token(sentence, _head_start(sentence, token, head))
    span = Span(first.span.start, _end(sentence, token, head))
    return _phrase(reading, sentence, span, head, token)


def title_of_one(reading: Reading, title: Span, head: Span | None = None) -> Argument:
    """Return a title as one person has it: that of each of `Generals Roe and Feld` is General, of two who
    were `commanders of the forts` commander of the forts. `head` is where its head noun stands; None for the
    last word before `of`."""
    words = reading.quote(title)
    before = words.split(" of ")[0]
    place = head or Span(title.start + before.rfind(" ") + 1, title.start + len(before))
    noun = reading.quote(place)
    single = titles().plurals.get(noun.lower())
    if single is None:
        return literal_argument(reading, title)
    single = single.capitalize() if noun[:1].isupper() else single
    text = reading.document.text
    whole = text[title.start : place.start] + single + text[place.end : title.end]
    return normalized_argument(whole, title, "title_of_one")


def title_with_state(title: Argument, polity: Argument | None) -> Argument:
    """Return the office that a title is in a state: `Regent` of the Republic of Velmora is `Regent of the
    Republic of Velmora`. The title itself where no state is known, or where it names a domain."""
    words = title.reference.text
    if polity is None or re.search(r" (?:of|to|for|in|from) |\(", words):
        return title
    state = polity.reference.text
    article = "the " if re.match(r"[A-Z]\w+ of |United ", state) else ""
    return Argument(
        replace(title.reference, text=f"{words} of {article}{state}", entity_id=None),
        title.span,
        "title with its state",
        is_inferred=True,
    )


def title_of_own_state(reading: Reading, sentence: Sentence, token: Token, title: TitlePhrase) -> TitlePhrase:
    """Return the title that `token` heads as that of the state whose it is said to be: `Velmora's regent`,
    `its first president`. The title itself where it tells its state, or nobody knows whose it is."""
    own = find_possessor(sentence, token) if title.polity is None else None
    polity = argument_at(reading, own, EntityKind.POLITY) if own is not None else None
    if polity is None:
        return title
    return replace(title, argument=title_with_state(title.title, polity), polity=polity)


def _named_title(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    mention = reading.mention_at(token)
    entity = reading.entity_at(token, EntityKind.OFFICE)
    if mention is None or entity is None or mention.span != token.span:
        return None
    first = _first_token(sentence, token)
    span = Span(first.span.start, _end_with_state(reading, sentence, token))
    found = _phrase(reading, sentence, span, token.text.lower().split(" of ")[0].split()[-1], token)
    if span == mention.span:
        argument = argument_at(reading, token, EntityKind.OFFICE)
        if argument is not None:
            return TitlePhrase(argument, found.title, found.head, found.polity, found.capacity, found.is_past)
    return found


def _end_with_state(reading: Reading, sentence: Sentence, token: Token) -> int:
    """The end of a title that is one name, over the state directly behind it: `General of the Army of
    Drovia`."""
    after = sentence.tokens[token.index + 1 : token.index + 4]
    if not after or after[0].text != "of":
        return token.span.end
    state = next((t for t in after[1:] if t.lemma != "the"), None)
    is_state = state is not None and reading.entity_at(state, EntityKind.POLITY) is not None
    return state.span.end if state is not None and is_state and state.mask is not None else token.span.end


def _head_words(sentence: Sentence, token: Token) -> str | None:
    """The head of a title that ends at `token`, in lower case, of up to three words; None for no title."""
    known = titles().offices | titles().ranks
    words = [t.text.lower() for t in sentence.tokens[: token.index + 1]]
    after = [t.text.lower() for t in _tail(sentence, token)]
    if after:
        phrase = f"{words[-1]} {after[0]} {after[1]}"
        return phrase if words[-1] in known or phrase in known else None
    for length in (3, 2, 1):
        phrase = " ".join(words[-length:])
        if length <= len(words) and phrase in known:
            return phrase
    return token.lemma if token.lemma in known else None


def _head_start(sentence: Sentence, token: Token, head: str) -> Token:
    """The first word of a head of several words that ends at `token`: `chargé` of `chargé d'affaires`."""
    first = sentence.tokens[max(0, token.index + 1 - len(head.split()))]
    words = [t.text.lower() for t in sentence.tokens[first.index : token.index + 1]]
    return first if " ".join(words) == head else token


def _tail(sentence: Sentence, token: Token) -> tuple[Token, ...]:
    """The words of `in chief` or `of staff` behind a title, hyphens left out: `general-in-chief`."""
    following = sentence.tokens[token.index + 1 : token.index + 5]
    is_joined = bool(following) and following[0].text == "-"
    words = tuple(t for t in following if t.text != "-")[:2] if is_joined else following[:2]
    tail = " ".join(t.text.lower() for t in words)
    is_head = token.text.lower() == "head" and tail in ("of state", "of government")
    return words if tail in ("in chief", "of staff") or is_head else ()


def _first_token(sentence: Sentence, token: Token) -> Token:
    """The first word of the title: back over modifiers, other title words and the demonym of its state."""
    first = token
    while first.index:
        before = sentence.tokens[first.index - 1]
        lower = before.text.lower()
        is_word = (
            lower in titles().modifiers | titles().heads | titles().capacity.keys() and before.mask is None
        ) or _is_of_compound(sentence, before, first)
        is_demonym = before.mask is not None and before.mask.kind is MaskKind.DEMONYM
        is_hyphen = lower == "-" and first.index > 1
        is_latin = lower == "de" and first.text.lower() in ("jure", "facto")
        is_part = is_word or is_demonym or is_hyphen or is_latin or lower in NOT_NOW
        if not is_part or _is_choice(sentence, before):
            break
        first = before
    while first.text in ("-", "then") and first.index < token.index:
        first = sentence.tokens[first.index + 1]
    return first


def _is_choice(sentence: Sentence, word: Token) -> bool:
    """Whether `elected` tells of an election: `Roe, elected regent in 1704, left`."""
    is_after_comma = bool(word.index) and sentence.tokens[word.index - 1].text == ","
    return word.text.lower() in ("elected", "appointed", "chosen") and is_after_comma


def _is_of_compound(sentence: Sentence, before: Token, title: Token) -> bool:
    """Whether a common noun belongs to the title behind it: the keeper of `lock keeper` keeps no seal."""
    if before.mask is not None or before.dependency not in ("compound", "nmod") or before.tag != "NN":
        return False
    return sentence.head(before).index >= title.index and before.text.islower()


def _end(sentence: Sentence, token: Token, head: str) -> int:
    """The end of the title: over `in chief`, and over the domain after `of`, `to` or `for`, or where an envoy
    is: `minister in Halvey`."""
    last = token
    if head.endswith((" in chief", " of staff", "head of state", "head of government")):
        last = _tail(sentence, token)[-1]
    following = sentence.tokens[last.index + 1] if last.index + 1 < len(sentence.tokens) else None
    if following is None or following.text.lower() not in ("of", "to", "for", "in"):
        return last.span.end
    if following.text.lower() != "of" and token.lemma not in name_words().missions:
        return last.span.end
    for child in sentence.children(following):
        is_place = child.mask is not None and child.mask.placeholder in PLACE_MASKS
        if child.dependency == "pobj" and (is_place or following.text.lower() != "in"):
            own = noun_phrase_span(sentence, child, with_of=True)
            return max(own.end, child.span.end)
    return last.span.end


def _phrase(reading: Reading, sentence: Sentence, span: Span, head: str, token: Token) -> TitlePhrase:
    inside = [t for t in sentence.tokens if span.contains(t.span)]
    past = [t for t in inside if t.text.lower() in NOT_NOW]
    if past:
        span = Span(past[-1].span.end, span.end)
        while reading.document.text[span.start] in " -":
            span = Span(span.start + 1, span.end)
        inside = [t for t in inside if span.contains(t.span)]
    polity = next(
        (
            a
            for t in inside
            if t.mask
            and not _is_sent_to(reading, t.span)
            and (a := argument_at(reading, t, EntityKind.POLITY))
        ),
        None,
    )
    if polity is None and token.mask is not None:
        polity = _polity_inside(reading, token)
    words = title_of_one(reading, span, token.span if token.mask is None else None)
    return TitlePhrase(words, words, head, polity, _capacity(reading, span), bool(past))


def _polity_inside(reading: Reading, token: Token) -> Argument | None:
    """The state inside a title that is one name: `President of Velmora`."""
    name = next((n for n in reading.names if n.span == token.span), None)
    for span in name.inner if name is not None else ():
        entity = reading.entity_named(reading.quote(span), *POLITICAL)
        if entity is not None and not _is_sent_to(reading, span):
            return entity_argument(reading, entity, span, "full name")
    return None


def _is_sent_to(reading: Reading, span: Span) -> bool:
    """Whether a state is where an envoy is sent, and not whose envoy it is: `Minister to Velmora`."""
    before = reading.document.text[max(0, span.start - 8) : span.start].removesuffix("the ")
    return before.endswith((" to ", " in "))


def _capacity(reading: Reading, span: Span) -> Argument | None:
    text = reading.quote(span).lower()
    for words, value in titles().capacity.items():
        start = text.find(words)
        if text == words:
            continue  # "was elected deputy": the office itself, not somebody's deputy
        ends_word = start >= 0 and not text[start + len(words) : start + len(words) + 1].isalpha()
        if ends_word and (start == 0 or not text[start - 1].isalpha()):
            place = Span(span.start + start, span.start + start + len(words))
            return normalized_argument(value, place, "capacity_of_title")
    return None
