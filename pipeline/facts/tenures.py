"""Tenures: a person holds an office or a rank, from when until when, on whose authority.

Stated by infobox groups, by titles (`Chancellor Roe`, `Roe, Keeper of the Seal until 1711`) and by verbs
(`appointed Roe envoy`, `Roe became regent in 1703`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import find_appositions, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    literal_argument,
    normalized_argument,
    state_fact,
    subject_argument,
)
from pipeline.grammar.titles import NOT_NOW, TitlePhrase, read_title
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import titles
from pipeline.mentions.infobox import OfficeHolding
from pipeline.mentions.infobox_values import Item, NoteKind, Period
from pipeline.model.date import PartialDate
from pipeline.model.entity import EntityKind, Mention, MentionForm
from pipeline.model.fact import Candidate, Fact
from pipeline.model.name import NameSpan
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND, HELD = "tenures", "held office"
AUTHORITIES = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
)
# What can be assumed or held in words that are no title of a person: "assumed command of the fleet".
# Offices that an infobox lists beside the one that it is about.
ASSOCIATED_OFFICES = frozenset(
    {"president", "vice president", "prime minister", "deputy", "monarch", "governor", "chancellor", "regent"}
)
POWERS = frozenset(
    {"command", "presidency", "throne", "regency", "premiership", "governorship", "chancellorship", "crown"}
)
# Titles in lower case before a name that say what somebody does rather than what they hold.
OCCUPATIONS = frozenset(
    {
        *(
            "diplomat",
            "leader",
            "ruler",
            "monarch",
            "chieftain",
            "representative",
            "delegate",
            "chief",
            "lord",
        ),
        # and words that are as often adjectives or common nouns: "a major Velmoran attack"
        *("major", "private", "count", "ban", "master", "general secretary"),
    }
)
OPEN_DATES = frozenset({"until", "since", "from"})


def tenures(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the tenures that the infobox and the sentences state."""
    for holding in reading.infobox.holdings:
        yield from _infobox_tenures(reading, holding)
        yield from _associates(reading, holding)
    for sentence in reading.sentences:
        yield from _titles_before_names(reading, sentence)
        yield from _appositions(reading, sentence)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            yield from _clause_tenures(reading, clause, sense)


# --- infobox ------------------------------------------------------------------------------------------


def _infobox_tenures(reading: Reading, holding: OfficeHolding) -> Iterator[Fact | Candidate]:
    person = _holder(reading, holding)
    if person is None or holding.title is None:
        return
    title = literal_argument(reading, holding.title.span)
    office = argument_at(reading, holding.title.span, EntityKind.OFFICE) or title
    cells = [("title", title)]
    polity = next((a for d in holding.title.domains if (a := _polity_at(reading, d))), None)
    if polity is None and not holding.title.domains and _is_about(reading, EntityKind.POLITY):
        # "Title Leader: Regent" in the infobox of a state: the regent of that state.
        polity = subject_argument(reading, holding.title.field.label_span)
    if polity is not None:
        cells.append(("polity", polity))
    cells += _notes(holding)
    for column, items in (("predecessor", holding.predecessors), ("successor", holding.successors)):
        person_there = _person_at(reading, items[0]) if len(items) == 1 and items[0].doubt is None else None
        if person_there is not None:
            cells.append((column, person_there))
    for period in holding.periods or (None,):
        start, end = _bounds(period)
        yield state_fact(
            reading,
            Statement(
                KIND,
                person,
                HELD,
                office,
                start=start,
                end=end,
                cells=tuple(cells),
                spans=tuple(_spans(holding, period)),
                doubts=(holding.doubt,) if holding.doubt else (),
            ),
        )


def _associates(reading: Reading, holding: OfficeHolding) -> Iterator[Fact | Candidate]:
    """`Vicepresident: Osk Feld` beside the president of Velmora: Feld was vice president of Velmora."""
    polity = None
    if holding.title is not None and holding.title.doubt is None:
        polity = next((a for d in holding.title.domains if (a := _polity_at(reading, d))), None)
    for associate in holding.associates:
        person = _person_at(reading, associate.person)
        if person is None or associate.person.doubt or associate.role not in ASSOCIATED_OFFICES:
            continue
        field = associate.person.field
        title = normalized_argument(associate.role, field.label_span, "office_of_label")
        for period in associate.person.periods or (None,):
            start, end = _bounds(period)
            yield state_fact(
                reading,
                Statement(
                    KIND,
                    person,
                    HELD,
                    title,
                    start=start,
                    end=end,
                    cells=(("title", title), *((("polity", polity),) if polity else ())),
                    spans=(field.label_span.cover(associate.person.span),),
                ),
            )


def _holder(reading: Reading, holding: OfficeHolding) -> Argument | None:
    if holding.holder is not None:
        return _person_at(reading, holding.holder)
    if not _is_about(reading, EntityKind.PERSON):
        return None
    return subject_argument(reading, holding.fields[0].label_span)


def _is_about(reading: Reading, kind: EntityKind) -> bool:
    return reading.infobox_subject is not None and reading.infobox_subject.kind is kind


def _person_at(reading: Reading, item: Item) -> Argument | None:
    return argument_at(reading, item.name, EntityKind.PERSON)


def _polity_at(reading: Reading, span: Span) -> Argument | None:
    found = argument_at(reading, span, EntityKind.POLITY)
    if found is not None:
        return found
    entity = reading.entity_named(reading.quote(span), EntityKind.POLITY)
    return (
        Argument(
            replace(literal_argument(reading, span).reference, text=entity.name, entity_id=entity.entity_id),
            span,
            "full name",
        )
        if entity
        else None
    )


def _notes(holding: OfficeHolding) -> list[tuple[str, Argument]]:
    notes = holding.holder.notes if holding.holder is not None else ()
    return [
        ("capacity", normalized_argument(n.word, n.span, "capacity_of_note"))
        for n in notes
        if n.kind is NoteKind.CAPACITY and n.word
    ][:1]


def _bounds(period: Period | None) -> tuple[PartialDate | None, PartialDate | None]:
    if period is None:
        return None, None
    # A single year in an infobox is all of the tenure that the source gives: its start and its end.
    return (period.start, period.start) if period.is_point else (period.start, period.end)


def _spans(holding: OfficeHolding, period: Period | None) -> Iterator[Span]:
    """The fields that state the tenure: who, else what; and when. Each is a line of its own."""
    named = [holding.holder.field] if holding.holder is not None else []
    if not named and holding.title is not None:
        named = [holding.title.field]
    dated = [f for f in holding.fields if period and any(f.span.contains(s) for s in period.spans)]
    yield from dict.fromkeys(f.span for f in (*named, *dated))


# --- titles beside names --------------------------------------------------------------------------------


def _titles_before_names(reading: Reading, sentence: Sentence) -> Iterator[Fact | Candidate]:
    """`Velmoran Chancellor Tamsin Roe`; `the Chancellor, Tamsin Roe`."""
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
        words, office = _of_one(reading, title), _of_one(reading, whole)
        polity = argument_at(reading, demonym.span, EntityKind.POLITY) if demonym else None
        if person is None or _names_no_persons(reading, title, mention):
            continue
        yield state_fact(
            reading,
            Statement(
                KIND,
                person,
                HELD,
                office,
                cells=(("title", words), *((("polity", polity),) if polity else ())),
                spans=(whole.cover(mention.span),),
                doubts=("not held now",) if before and before[0] in NOT_NOW else (),
            ),
        )


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


def _of_one(reading: Reading, title: Span) -> Argument:
    """A title as one person has it: that of each of `Generals Roe and Feld` is General."""
    words = reading.quote(title).split(" ")
    single = titles().plurals.get(words[-1].lower())
    if single is None:
        return literal_argument(reading, title)
    single = single.capitalize() if words[-1][:1].isupper() else single
    return normalized_argument(" ".join([*words[:-1], single]), title, "title_of_one")


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
        if phrase in titles().offices | titles().ranks and phrase not in OCCUPATIONS:
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


def _appositions(reading: Reading, sentence: Sentence) -> Iterator[Fact | Candidate]:
    """`Osk Feld, Keeper of the Seal until 1711`; `Osk Feld, head of the mint`."""
    for token in sentence.tokens:
        person = argument_at(reading, token, EntityKind.PERSON) if token.mask else None
        if person is None:
            continue
        for apposed in find_appositions(sentence, token):
            title = _apposed_title(reading, sentence, apposed)
            between = reading.quote(Span(token.span.end, max(token.span.end, apposed.span.start)))
            if (
                title is None
                or apposed.index < token.index
                or not re.fullmatch(r", (?:the |then )?[\w ]*", between)
            ):
                continue
            start, end = _dates_behind(reading, title.title.span)
            yield state_fact(
                reading,
                Statement(
                    KIND,
                    person,
                    HELD,
                    title.argument,
                    start=start,
                    end=end,
                    cells=title.cells,
                    spans=(_with_dates(person.span.cover(title.title.span), start, end),),
                    doubts=("not held now",) if title.is_past else (),
                ),
            )


def _apposed_title(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    title = read_title(reading, sentence, token)
    if title is not None or token.lemma not in ("head", "commander", "leader"):
        return title
    span = noun_phrase_span(sentence, token, with_of=True)
    if span.end == token.span.end:
        return None
    words = literal_argument(reading, span)
    return TitlePhrase(words, words, token.lemma, None, None, is_past=False)


def _dates_behind(reading: Reading, span: Span) -> tuple[PartialDate | None, PartialDate | None]:
    """The dates that stand directly behind a title, and so are its own: `until 1711`, `(1703–1711)`."""
    text = reading.document.text
    for date in reading.dates:
        gap = text[span.end : date.span.start]
        if date.edtf is None or date.span.start < span.end or len(gap) > 12:
            continue
        if date.modifier in OPEN_DATES and re.fullmatch(r",? ?(?:until|since|from)? ?", gap):
            return date.start, date.end
        if re.fullmatch(r" \((?:from |in )?", gap) and date.end is not None:
            return date.start, date.end
        if re.fullmatch(r",? from ", gap) and date.end is not None:
            return date.start, date.end
    return None, None


def _with_dates(span: Span, *dates: PartialDate | None) -> Span:
    for date in dates:
        if date is not None:
            span = span.cover(date.span)
    return span


# --- verbs -----------------------------------------------------------------------------------------------


def _clause_tenures(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    holders: Sequence[Token] = clause.objects if sense.about == "object" else clause.subjects
    title = _clause_title(reading, clause, sense)
    if title is None and sense.about == "object" and sense.preposition is None:
        holders, title = _adjacent_holder_and_title(reading, clause)
    if title is None:
        return
    for token in holders:
        person = argument_at(reading, token, EntityKind.PERSON)
        if person is None:
            continue
        statement = clause_statement(
            clause,
            kind=KIND,
            subject=person,
            predicate=HELD,
            object=title.argument,
            cells=(*title.cells, *_other_cells(reading, clause, sense, person)),
            doubts=("not held now",) if title.is_past else (),
        )
        yield state_fact(reading, _with_period(clause, sense, statement))


def _clause_title(reading: Reading, clause: Clause, sense: VerbSense) -> TitlePhrase | None:
    """The one title that the clause gives: its complement, or the office that is assumed or left."""
    sentence = clause.sentence
    tokens: Sequence[Token] = clause.complements_as()
    if sense.preposition is not None:
        tokens = clause.objects_of(sense.preposition) or (tokens if sense.preposition == "as" else ())
        tokens = tokens or _title_taken_for_verb(clause, sense.preposition)
    elif sense.predicate == "assumed":
        tokens = clause.objects
    if sense.lemma == "be":
        tokens = [t for t in tokens if not _is_judged(sentence, t)]
    found = [t for token in tokens if (t := _title_or_power(reading, sentence, token)) is not None]
    # "became a leader in building the guild": only the leader of something holds a place.
    found = [t for t in found if t.head not in OCCUPATIONS or t.polity or " of " in t.title.reference.text]
    return found[0] if len(found) == 1 else None


def _title_taken_for_verb(clause: Clause, preposition: str) -> tuple[Token, ...]:
    """`was promoted to colonel`, where the parser takes the rank for an infinitive."""
    known = titles().offices | titles().ranks
    return tuple(
        t
        for t in clause.sentence.children(clause.verb)
        if t.dependency == "xcomp"
        and t.text.lower() in known
        and clause.sentence.tokens[t.index - 1].text.lower() == preposition == "to"
    )


def _is_judged(sentence: Sentence, token: Token) -> bool:
    """Whether an adjective that belongs to no title stands before the noun: `was a poor commander`."""
    known = titles().modifiers | titles().heads | titles().capacity.keys()
    return any(
        c.dependency == "amod" and c.mask is None and c.text.lower() not in known
        for c in sentence.children(token)
    )


def _adjacent_holder_and_title(
    reading: Reading, clause: Clause
) -> tuple[Sequence[Token], TitlePhrase | None]:
    """`appointed Roe Lord Regent`, where two capitalised names in a row are one to the parser: the person
    directly behind the verb, and the title directly behind the person."""
    tokens = clause.sentence.tokens[clause.verb.index + 1 : clause.verb.index + 6]
    if not tokens or reading.entity_at(tokens[0], EntityKind.PERSON) is None:
        return (), None
    for i, token in enumerate(tokens[1:], start=1):
        title = read_title(reading, clause.sentence, token)
        if title is not None and title.title.span.start == tokens[1].span.start:
            return tokens[:1], title
        if i > 1 and token.text in (",", ".", ";"):
            break
    return (), None


def _title_or_power(reading: Reading, sentence: Sentence, token: Token) -> TitlePhrase | None:
    title = read_title(reading, sentence, token)
    if title is not None or token.lemma not in POWERS:
        return title
    span = noun_phrase_span(sentence, token, with_of=True)
    if token.lemma == "command" and span.end == token.span.end:
        return None  # of what, the text does not say
    words = literal_argument(reading, span)
    polity = next(
        (
            a
            for t in sentence.tokens
            if span.contains(t.span) and (a := argument_at(reading, t, EntityKind.POLITY))
        ),
        None,
    )
    return TitlePhrase(words, words, token.lemma, polity, None, is_past=False)


def _other_cells(
    reading: Reading, clause: Clause, sense: VerbSense, person: Argument
) -> Iterator[tuple[str, Argument]]:
    if sense.predicate == "began" and sense.about == "object" and len(clause.subjects) == 1:
        authority = argument_at(reading, clause.subjects[0], *AUTHORITIES)
        if authority is not None and authority.reference != person.reference:
            yield "authority", authority
    if sense.predicate == "succeeded":
        others = [a for t in clause.objects if (a := argument_at(reading, t, EntityKind.PERSON))]
        # "..., with Roe succeeding him": nobody succeeds themselves, whoever `him` is.
        if len(others) == 1 and others[0].reference != person.reference:
            yield "predecessor", others[0]


def _with_period(clause: Clause, sense: VerbSense, statement: Statement) -> Statement:
    """Give the tenure the dates of the clause in the sense of its verb: what begins it, ends it, or only
    falls into it."""
    start, end = statement.start, statement.end
    if sense.predicate == "left":
        return replace(statement, start=None, end=start) if end is None else replace(statement, start=None)
    if sense.predicate == "held" and start is not None and end is None and not _is_open(clause):
        # "was regent in 1703": a year is all that is said of the tenure; a day only falls into it.
        whole_year = re.fullmatch(r"-?\d{4}", start.edtf)
        return replace(statement, end=start) if whole_year else replace(statement, start=None)
    return statement


def _is_open(clause: Clause) -> bool:
    return any(d.modifier in ("since", "from") for d in clause.dates)
