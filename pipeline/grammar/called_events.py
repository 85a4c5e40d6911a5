"""A Reading in, the same Reading with a mention where a noun stands for the event that it is called out:
`began a campaign known as the Salt March`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at, literal_argument
from pipeline.lexicon.events import event_noun, event_words
from pipeline.mentions.kind_evidence import STRETCHES
from pipeline.model.entity import EntityKind, Mention, MentionForm
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

_CALLING = frozenset({"know", "call", "name", "dub", "term", "nickname"})
_DIRECTLY = re.compile(
    r",?(?: which (?:was|is|became))?(?: (?:also|later|commonly|officially|sometimes|now))? "
)
# "the phase of the war known as the Salt March": the phase is called so.
_WITHIN = re.compile(r" of the [a-z]+(?= )")
_RULE = "called by a name"
LONGEST_PHRASE = 8
"""Tokens from a noun to the verb that says what it is called."""
_AS = re.compile(r"(?: as)?(?: the)? [\"“]?")


def add_called_events(reading: Reading) -> Reading:
    """Return the reading with its nouns of events that are called by a name directly behind them."""
    return reading.with_mentions(_called(reading), reading.entities.values())


def is_called(reading: Reading, token: Token) -> bool:
    """Say whether a noun stands for the event that it is called directly behind it."""
    mention = reading.mention_at(token)
    return token.mask is None and mention is not None and mention.resolution == _RULE


def sorts_of_called(reading: Reading) -> Iterator[tuple[Argument, Argument]]:
    """Yield the events that are called so, each with the noun that says of what sort it is."""
    for mention in reading.mentions:
        if mention.resolution != _RULE:
            continue
        noun = reading.quote(mention.span).split()[0].rstrip(",")
        span = Span(mention.span.start, mention.span.start + len(noun))
        event = argument_at(reading, span, EntityKind.EVENT)
        if event is not None and event_noun(noun) is not None:
            yield event, literal_argument(reading, span)


def _called(reading: Reading) -> Iterator[Mention]:
    last = 0
    for sentence in reading.sentences:
        for token in sentence.tokens:
            is_noun = token.mask is None and token.tag == "NN" and token.span.start >= last
            if not is_noun or reading.mention_at(token) is not None:
                continue
            is_stretch = token.lemma in STRETCHES | event_words().parts
            name = _name_behind(reading, sentence, token) if is_stretch or event_noun(token.lemma) else None
            event = reading.entity_at(name, EntityKind.EVENT) if name is not None else None
            if name is not None and event is not None:
                span = token.span.cover(name.span)
                text, last = reading.quote(span), span.end
                yield Mention(span, text, MentionForm.DESCRIPTION, event.entity_id, (), _RULE)


def _name_behind(reading: Reading, sentence: Sentence, token: Token) -> Token | None:
    """What a noun is called: `campaign, dubbed the Salt March`, `phase of the war known as the Salt
    March`."""
    for verb in sentence.tokens[token.index + 1 : token.index + LONGEST_PHRASE]:
        if verb.tag != "VBN" or verb.lemma not in _CALLING:
            continue
        between = reading.document.text[token.span.end : verb.span.start]
        within = _WITHIN.match(between) if token.lemma in STRETCHES | event_words().parts else None
        is_direct = _DIRECTLY.fullmatch(between, within.end() if within is not None else 0) is not None
        if not (is_direct or sentence.head(verb).index == token.index):
            return None
        for name in sentence.tokens[verb.index + 1 : verb.index + 4]:
            if (
                _AS.fullmatch(reading.document.text[verb.span.end : name.span.start])
                and name.mask is not None
            ):
                return name
    return None
