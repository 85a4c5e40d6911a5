"""A Reading in, the tenures out that titles beside names state: `Chancellor Roe`, `Roe, Keeper of the Seal
until 1711`, `the mayor of Pell, Karsten Dray`, `As governor of Pell, Feld ...`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import find_appositions
from pipeline.grammar.offices import AMBIGUOUS, OCCUPATIONS, headed_body, says_enough
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, Statement, argument_at, clause_statement
from pipeline.grammar.terms import dates_behind, term_around, with_dates
from pipeline.grammar.titles import (
    NOT_NOW,
    TitlePhrase,
    read_title,
    title_of_one,
    title_of_own_state,
    title_with_state,
)
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import titles
from pipeline.model.entity import EntityKind, Mention, MentionForm
from pipeline.model.fact import Certainty
from pipeline.model.name import NameSpan
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND, HELD = "tenures", "held office"
# Who leads a state, so that the state is said to be under them: `Velmora under Chancellor Roe`.
RULERS = frozenset(
    {
        *("president", "king", "queen", "emperor", "empress", "tsar", "sultan", "regent", "chancellor"),
        *("premier", "prime minister", "dictator", "shah", "kaiser", "doge", "stadtholder", "lord protector"),
    }
)
UNDER = re.compile(r"(?P<state>[^\W_]),? under (?:the )?\Z")
# In lower case before a name they are what somebody does: `the leader Roe`. A commander holds a place there.
NO_TITLES = (OCCUPATIONS - {"commander"}) | AMBIGUOUS


def titles_with_names(reading: Reading, sentence: Sentence) -> Iterator[Statement]:
    """Yield the tenures that titles in front of names or beside them state."""
    yield from _titles_before_names(reading, sentence)
    yield from _appositions(reading, sentence)


def _titles_before_names(reading: Reading, sentence: Sentence) -> Iterator[Statement]:
    """`Velmoran Chancellor Tamsin Roe`; `the Chancellor, Tamsin Roe`; `Velmora under Chancellor Roe`."""
    text = reading.document.text
    if _is_headline(sentence):
        return
    for mention in reading.mentions_in(sentence.span):
        if mention.form is not MentionForm.NAME or reading.entity_at(mention.span, EntityKind.PERSON) is None:
            continue
        title = _title_at(reading, mention, sentence)
        if title is None:
            continue
        demonym = reading.demonym_before(title)
        whole = Span(demonym.span.start if demonym else title.start, title.end)
        before = (
            text[max(sentence.span.start, whole.start - 12) : whole.start].lower().rstrip(" -").split()[-1:]
        )
        person = argument_at(reading, mention.span)
        words, office = title_of_one(reading, title), title_of_one(reading, whole)
        polity = argument_at(reading, demonym.span, EntityKind.POLITY) if demonym else None
        if person is None or _names_no_persons(reading, title, mention):
            continue
        if not _are_one(sentence, title, mention):
            continue
        if demonym is None:
            polity = _state_under(reading, sentence, title)
            office = title_with_state(words, polity)
        is_rank = words.reference.text.lower() in titles().ranks
        start, end = (None, None) if is_rank else term_around(reading, sentence, whole)
        quote = (polity.span.cover(whole) if polity else whole).cover(mention.span)
        yield Statement(
            KIND,
            person,
            HELD,
            office,
            start=start,
            end=end,
            cells=(("title", words), *((("polity", polity),) if polity else ())),
            spans=(with_dates(quote, start),),
            doubts=("not held now",) if before and before[0] in NOT_NOW else (),
        )


def _are_one(sentence: Sentence, title: Span, mention: Mention) -> bool:
    """Whether a title and the name behind its comma are of one: not where the name opens the clause, as in
    `After the choice of a Chancellor, Tamsin Roe left`."""
    inside = [t for t in sentence.tokens if title.contains(t.span)]
    name = next(
        (t for t in sentence.tokens if t.span.contains(mention.span) or mention.span.contains(t.span)), None
    )
    if name is None or not inside or sentence.tokens[name.index - 1].text != ",":
        return True
    heads = {t.index for t in inside}
    opens = name.dependency in ("nsubj", "nsubjpass") and sentence.head(name).index not in heads
    return not opens or any(sentence.head(t).index == name.index for t in inside)


def _state_under(reading: Reading, sentence: Sentence, title: Span) -> Argument | None:
    """The state of `Velmora under Chancellor Roe`, where the title is that of who leads a state."""
    if reading.quote(title).lower() not in RULERS:
        return None
    found = UNDER.search(reading.document.text, sentence.span.start, title.start)
    if found is None:
        return None
    return argument_at(reading, Span(found.start("state"), found.end("state")), EntityKind.POLITY)


def _names_no_persons(reading: Reading, title: Span, mention: Mention) -> bool:
    """Whether a title of several stands before one word and no second name follows: `Kings Hill` is one."""
    is_of_several = reading.quote(title).split(" ")[-1].lower() in titles().plurals
    following = reading.document.text[mention.span.end : mention.span.end + 6]
    return is_of_several and " " not in mention.text and not re.match(r" and |, ", following)


def _is_headline(sentence: Sentence) -> bool:
    """Whether a list item is the title of something else: `Envoy Praises Talks With Velmora`."""
    return sentence.is_bullet and any(
        t.index and t.mask is None and t.tag in ("IN", "CC") and t.text.istitle() for t in sentence.tokens
    )


def _title_at(reading: Reading, mention: Mention, sentence: Sentence) -> Span | None:
    """The title in front of a name, capitalised or not, with nothing or a comma between."""
    text = reading.document.text
    name = reading.title_before(mention.span)
    if name is not None:
        return name.span if _is_held(name, text[name.span.end : mention.span.start]) else None
    before = text[sentence.span.start : mention.span.start]
    words = list(re.finditer(r"[\w'’-]+", before))
    best: Span | None = None
    for length in (1, 2, 3):
        if len(words) < length or not before.endswith(" "):
            break
        phrase = before[words[-length].start() :].rstrip()
        if phrase in titles().offices | titles().ranks and phrase not in NO_TITLES:
            start = sentence.span.start + words[-length].start()
            best = Span(start, start + len(phrase))
    return best


def _is_held(name: NameSpan, gap: str) -> bool:
    """Whether a capitalised title is one that its bearer holds: no honorific, and after `the` where a comma
    stands between."""
    words = name.text.lower().split()
    if all(w in titles().honorifics for w in words):
        return False
    return gap == " " or name.kind is EntityKind.OFFICE


def _appositions(reading: Reading, sentence: Sentence) -> Iterator[Statement]:
    """`Osk Feld, Keeper of the Seal until 1711`; `Osk Feld, head of the mint`."""
    for token in sentence.tokens:
        person = argument_at(reading, token, EntityKind.PERSON) if token.mask else None
        if person is None:
            if token.mask is None and token.lemma in titles().heads:
                yield from _titles_and_names(reading, sentence, token)
            continue
        for apposed in find_appositions(sentence, token):
            title = _apposed_title(reading, sentence, apposed)
            between = reading.quote(Span(token.span.end, max(token.span.end, apposed.span.start)))
            if (
                title is None
                or apposed.index < token.index
                or not re.fullmatch(r", (?:the |then )?[\w ]*", between)
                or (not says_enough(title) and re.match(r", an? ", between))
            ):
                continue
            start, end = dates_behind(reading, title.title.span)
            yield Statement(
                KIND,
                person,
                HELD,
                title.argument,
                start=start,
                end=end,
                cells=title.cells,
                spans=(with_dates(person.span.cover(title.title.span), start, end),),
                doubts=(
                    *(("not held now",) if title.is_past else ()),
                    *(("whose title",) if _belongs_to_chosen(reading, sentence, token, apposed) else ()),
                ),
            )


def _belongs_to_chosen(reading: Reading, sentence: Sentence, person: Token, title: Token) -> bool:
    """Whether a title behind a name is rather that of who is chosen: `elected Roe, a pupil of Osk Feld,
    regent of Pell`."""
    chosen = [
        c
        for c in reading.clauses
        if c.sentence is sentence and c.lemma in load_grammar_lexicon().naming and not c.complements
    ]
    return any(
        c.verb.index < person.index < title.index and c.objects and person not in c.objects
        for c in chosen
        if any(reading.entity_at(o, EntityKind.PERSON) is not None for o in c.objects)
    )


def _apposed_title(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    return read_title(reading, sentence, token) or headed_body(reading, sentence, token)


def opening_titles(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """Yield the tenure of a title that opens a sentence: `As governor of Pell, Osk Feld built a mill`."""
    first = clause.sentence.tokens[0]
    if first.text != "As" or len(clause.subjects) != 1 or clause.verb is not clause.sentence.head(first):
        return
    if clause.certainty is Certainty.COUNTERFACTUAL or verb_senses(clause.lemma, KIND):
        return
    person = argument_at(reading, clause.subjects[0], EntityKind.PERSON)
    labels = [c.token for c in clause.complements if c.word == "as"]
    opening = [t for t in labels if clause.sentence.head(t) is first]
    title = read_title(reading, clause.sentence, opening[0]) if len(opening) == 1 else None
    if person is None or title is None or title.is_past or not says_enough(title):
        return
    if reading.document.text[title.title.span.end : person.span.start].startswith(","):
        whole = title.title.span.cover(person.span)
        yield Statement(KIND, person, HELD, title.argument, cells=title.cells, spans=(whole,))


def titles_as_subjects(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """Yield the tenure of `its first president was Osk Feld`, `the regent of Pell was Tamsin Roe`: an office
    that says of what it is one, and who that was."""
    tokens = clause.complements_as() if clause.lemma == "be" and len(clause.subjects) == 1 else ()
    person = argument_at(reading, tokens[0], EntityKind.PERSON) if len(tokens) == 1 else None
    noun = clause.subjects[0] if person is not None else None
    title = read_title(reading, clause.sentence, noun) if noun is not None and noun.tag == "NN" else None
    if noun is None or person is None or title is None or tokens[0].mask is None:
        return
    title = title_of_own_state(reading, clause.sentence, noun, title)
    if title.is_past or (title.polity is None and " of " not in title.title.reference.text):
        return
    yield clause_statement(
        clause,
        kind=KIND,
        subject=person,
        predicate=HELD,
        object=title.argument,
        cells=title.cells,
        is_dated=False,
    )


def _titles_and_names(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Statement]:
    """`the mayor of Pell, Karsten Dray,`: the title, and the name beside it."""
    names = [a for a in find_appositions(sentence, token) if a.index > token.index and a.mask is not None]
    title = read_title(reading, sentence, token) if len(names) == 1 and token.tag == "NN" else None
    person = argument_at(reading, names[0], EntityKind.PERSON) if title is not None else None
    if title is None or person is None or not says_enough(title):
        return
    if reading.document.text[title.title.span.end : names[0].span.start] != ", ":
        return
    if reading.title_before(names[0].span) is not None and reading.title_before(person.span) is None:
        return
    whole = title.title.span.cover(person.span)
    yield Statement(
        KIND,
        person,
        HELD,
        title.argument,
        cells=title.cells,
        spans=(whole,),
        doubts=("not held now",) if title.is_past else (),
    )
