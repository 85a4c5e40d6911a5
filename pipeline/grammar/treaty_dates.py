"""A Reading in, the sentences that go on about `this treaty` out, with what the sentence before them says was
settled by it, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.grammar.attachment import date_tokens
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.noun_phrases import noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.agreements import agreement_words
from pipeline.model.date import DateMention
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence


@dataclass(frozen=True, slots=True)
class SettledMatter:
    """`The Halvey question was settled in 1729. This treaty ...`: what a treaty settled, and when."""

    sentence: Sentence
    """The sentence that goes on about the treaty."""
    treaty: Argument
    matter: Span
    date: DateMention
    """Of the settling; what the treaty did is of that time too."""
    span: Span
    """The stretch that says what was settled when."""
    verbs: tuple[int, ...]
    """The indices of the verbs in `sentence` that say what came of the treaty."""


def settled_matters(reading: Reading) -> Iterator[SettledMatter]:
    """Yield what sentences say was settled at a point in time, where the next sentence of the paragraph is
    about `this treaty` and has no date of its own."""
    by_number = {s.number: s for s in reading.sentences}
    for clause in reading.clauses:
        sentence, before = clause.sentence, by_number.get(clause.sentence.number - 1)
        treaty = _this_treaty(reading, clause)
        if treaty is None or before is None or date_tokens(sentence, reading.dates):
            continue
        if "\n" in reading.document.text[before.span.end : sentence.span.start]:
            continue
        settling = next((c for c in reading.clauses if c.sentence is before and _settles(c)), None)
        if settling is None or len(date_tokens(before, reading.dates)) != 1:
            continue
        date, matter = settling.own_dates[0], noun_phrase_span(before, settling.objects[0])
        yield SettledMatter(
            sentence,
            treaty,
            matter,
            date,
            matter.cover(settling.verb.span).cover(date.span),
            tuple(c.verb.index for c in reading.clauses if c.sentence is sentence and _goes_with(c, clause)),
        )


def _this_treaty(reading: Reading, clause: Clause) -> Argument | None:
    """The treaty that a main clause is about, in the words `this treaty` that open its sentence."""
    if len(clause.subjects) != 1 or clause.voice is not Voice.ACTIVE:
        return None
    sentence, subject = clause.sentence, clause.subjects[0]
    # An aside, `this treaty, known as ...,`, may hide the main verb from the parser.
    is_main = "ROOT" in (clause.verb.dependency, subject.dependency)
    opens = subject.index == 1 and sentence.tokens[0].text == "This"
    return argument_at(reading, subject, EntityKind.AGREEMENT) if is_main and opens else None


def _settles(clause: Clause) -> bool:
    """Whether a main clause says that something was settled at a point in time: `would only be settled in
    1729` looks ahead from the past, and says so too."""
    dates = clause.own_dates
    is_point = len(dates) == 1 and dates[0].start is not None and dates[0].end is None
    if not is_point or dates[0].modifier is not None or clause.lemma not in agreement_words().settling:
        return False
    is_told = clause.certainty is Certainty.ASSERTED and not clause.negated and not clause.doubts
    return (
        is_told
        and clause.voice is Voice.PASSIVE
        and clause.verb.dependency == "ROOT"
        and len(clause.objects) == 1
    )


def _goes_with(clause: Clause, main: Clause) -> bool:
    """Whether a clause says what came of the treaty of the main clause: the main clause itself, and `while
    Velmora regained Pell and received Corrow`."""
    sentence, verb = main.sentence, clause.verb
    if clause.verb is main.verb:
        return True
    if verb.dependency == "conj" and verb.tag == "VBD":
        verb = sentence.head(verb)
    marks = {c.text.lower() for c in sentence.children(verb) if c.dependency == "mark"}
    return verb is main.verb or (
        verb.dependency == "advcl" and sentence.head(verb) is main.verb and marks == {"while"}
    )
