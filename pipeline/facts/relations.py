"""Relations: what relates two things and has no table of its own: where something lies, what came before it,
who is allied with whom, what an infobox says of its subject, what an article refers its readers to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.grammar.antecedents import decide_clause, find_pair, place_at
from pipeline.grammar.arguments import is_verb
from pipeline.grammar.chronology import event_orders
from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import (
    find_appositions,
    find_modifiers,
    find_of_objects,
    find_possessor,
    find_prepositions,
    find_seat,
)
from pipeline.grammar.reading import Reading
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
from pipeline.lexicon.predicates import ANY, Predicate, predicates
from pipeline.lexicon.relations import RelationPhrase, kin_predicates, relation_phrases
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import nouns
from pipeline.mentions.infobox import OfficeHolding
from pipeline.mentions.infobox import Statement as Field
from pipeline.mentions.infobox_values import Item, Period
from pipeline.model.date import PartialDate
from pipeline.model.document import Block, BlockKind
from pipeline.model.entity import Entity, EntityKind
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "relations"
SEE_ALSO, LOCATED, CAPITAL, BASED = "see also", "located in", "capital", "based in"
SEE_ALSO_HEADINGS = frozenset({"see also", "related articles", "related topics"})
# What a field of an infobox states of its subject, by the role that the word list gives it.
# Beside a name in an infobox: its bearer does not hold the office yet.
AWAITED = frozenset({"designated", "designate", "elect", "nominee", "incoming", "-designate", "-elect"})
FIELD_PREDICATES = {
    "capital": CAPITAL,
    "capital in exile": "capital in exile",
    "largest city": "largest city",
    "predecessor polity": "preceded by",
    "successor polity": "succeeded by",
    "predecessor organization": "preceded by",
    "successor organization": "succeeded by",
    "today": "territory today in",
    "part of polity": "part of",
    "parent organization": "part of",
    "headquarters": BASED,
    "located in": LOCATED,
    "status": "status",
    "era": "era",
    "government type": "form of government",
    "language": "language",
    "religion": "religion",
    "currency": "currency",
    "legislature": "legislature",
    "party membership": "member of",
    "allegiance": "allegiance",
    "branch": "served in",
    "served in": "served in",
    "profession": "profession",
    "nationality": "nationality",
    "education": "educated at",
    "residence": "resided in",
    "spouse": "spouse",
    "child": "child",
    "parent": "parent",
    "relative": "relative",
    "founder": "founded by",
    "ideology": "ideology",
    "ally": "allied with",
    "opponent": "opposed to",
}
PLACES = (EntityKind.PLACE, EntityKind.POLITY)
STATES = (EntityKind.POLITY, EntityKind.GOVERNMENT)


def relations(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the relations that the infobox, the sentences and the list of related articles state."""
    for field in reading.infobox.statements:
        yield from _field_relations(reading, field)
    for holding in reading.infobox.holdings:
        yield from _neighbours_in_office(reading, holding)
    for item in reading.infobox.items():
        yield from _containing_places(reading, item)
    for sentence in reading.sentences:
        for token in sentence.tokens:
            yield from _nominal_relations(reading, sentence, token)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            yield from _clause_relations(reading, clause, sense)
        for phrase in relation_phrases():
            if clause.lemma in phrase.verbs:
                yield from _phrase_relations(reading, clause, phrase)
        if clause.lemma == "be":
            yield from _copula_relations(reading, clause)
    for block in reading.document.blocks:
        yield from _related_articles(reading, block)
    yield from (state_fact(reading, order) for order in event_orders(reading, KIND))


def _predicate(label: str) -> Predicate:
    return next(p for p in predicates() if p.kind == KIND and p.predicate == label)


def _fits(kinds: tuple[str, ...], entity: Entity | None) -> bool:
    return ANY in kinds or (entity is not None and entity.kind.value in kinds)


def _entity(reading: Reading, argument: Argument) -> Entity | None:
    return reading.entities.get(argument.reference.entity_id or "")


def _pair_fits(reading: Reading, label: str, subject: Argument, other: Argument) -> bool:
    """Whether both ends are of kinds between which the relation holds, and not one and the same."""
    predicate = _predicate(label)
    first, second = _entity(reading, subject), _entity(reading, other)
    if subject.reference == other.reference or not _fits(predicate.subject_kinds, first):
        return False
    if label == "succeeded" and (first is None or second is None or first.kind is not second.kind):
        # A state takes the place of a state, a government of a government.
        return False
    return not predicate.object_kinds or _fits(predicate.object_kinds, second)


# ---------------------------------------------------------------- infobox


def _field_relations(reading: Reading, field: Field) -> Iterator[Fact | Candidate]:
    label = FIELD_PREDICATES.get(field.role)
    subject = subject_argument(reading, field.field.label_span)
    if label is None or subject is None:
        return
    if not _fits(_predicate(label).subject_kinds, reading.infobox_subject):
        return
    for item in field.items:
        value = _value(reading, item, label)
        if value.reference == subject.reference:
            continue
        start, end = _bounds(item.periods)
        doubts = [item.doubt] if item.doubt else []
        if len(item.periods) > 1:
            doubts.append("two dates")
        whole = field.field.span if len(field.items) == 1 else field.field.label_span.cover(item.span)
        yield state_fact(
            reading,
            Statement(
                KIND, subject, label, value, start=start, end=end, spans=(whole,), doubts=tuple(doubts)
            ),
        )


def _value(reading: Reading, item: Item, label: str) -> Argument:
    """The value of a field: the linked article that the source names, where it names one, else the entity,
    else the words."""
    if item.alias is not None:
        return literal_argument(reading, item.alias)
    kinds = [EntityKind(k) for k in _predicate(label).object_kinds if k != ANY]
    return argument_at(reading, item.name, *kinds) or literal_argument(reading, item.name)


def _bounds(periods: tuple[Period, ...]) -> tuple[PartialDate | None, PartialDate | None]:
    if len(periods) != 1:
        return None, None
    period = periods[0]
    return period.start, period.end or (period.start if period.is_point else None)


def _neighbours_in_office(reading: Reading, holding: OfficeHolding) -> Iterator[Fact | Candidate]:
    """Who held the office before and after the person that the article is about."""
    person = reading.infobox_subject
    if holding.holder is not None or person is None or person.kind is not EntityKind.PERSON:
        return
    for is_later, items in ((False, holding.predecessors), (True, holding.successors)):
        for item in items if len(items) == 1 else ():
            subject = subject_argument(reading, item.field.label_span)
            other = argument_at(reading, item.name, EntityKind.PERSON)
            if subject is None or other is None or subject.reference == other.reference:
                continue
            is_awaited = any(reading.quote(n.span).lower() in AWAITED for n in item.notes)
            yield state_fact(
                reading,
                Statement(
                    KIND,
                    subject,
                    "succeeded by" if is_later else "succeeded",
                    other,
                    spans=(item.field.label_span.cover(item.name),),
                    doubts=(item.doubt,) if item.doubt else ("not held now",) if is_awaited else (),
                ),
            )


def _containing_places(reading: Reading, item: Item) -> Iterator[Fact | Candidate]:
    """`Halvey, Velmora`: the first lies in the second."""
    for inner, outer in pairwise((item.name, *item.containing)):
        subject, place = argument_at(reading, inner, *PLACES), argument_at(reading, outer, *PLACES)
        if subject is not None and place is not None and subject.reference != place.reference:
            doubts = (item.doubt,) if item.doubt else ()
            yield state_fact(reading, Statement(KIND, subject, LOCATED, place, doubts=doubts))


# ---------------------------------------------------------------- noun phrases


def _nominal_relations(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Fact | Candidate]:
    if token.mask is not None:
        yield from _apposed_place(reading, sentence, token)
        return
    if token.lemma == "capital":
        yield from _capitals(reading, sentence, token)
    if token.lemma in kin_predicates() and not _is_half_a_word(reading, token):
        yield from _kin(reading, sentence, token)
    head = nouns().heads.get(token.lemma)
    if head is None or head.kind is None:
        return
    if head.kind is EntityKind.PLACE:
        yield from _places_of_state(reading, sentence, token)
    yield from _seats(reading, sentence, token)


def _said(
    reading: Reading, label: str, subject: Argument | None, other: Argument | None, words: Token
) -> Iterator[Fact | Candidate]:
    if subject is None or other is None or not _pair_fits(reading, label, subject, other):
        return
    whole = subject.span.cover(other.span).cover(words.span)
    yield state_fact(reading, Statement(KIND, subject, label, other, spans=(whole,)))


def _holders(reading: Reading, sentence: Sentence, token: Token) -> list[Argument]:
    """The state of `the Velmoran capital`, `the capital of Velmora`."""
    found = [
        a
        for t in (*find_modifiers(sentence, token), *find_of_objects(sentence, token))
        if (a := argument_at(reading, t, *STATES)) is not None
    ]
    return found[:1]


def _capitals(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Fact | Candidate]:
    """`the Velmoran capital, Halvey`, `Halvey, the capital of Velmora`."""
    if any(
        m.lemma in ("provisional", "former", "old", "new", "future") for m in find_modifiers(sentence, token)
    ):
        return
    places = list(find_appositions(sentence, token))
    if token.dependency == "appos":
        places.append(sentence.head(token))
    places += [t for t in find_of_objects(sentence, token) if reading.entity_at(t, EntityKind.PLACE)]
    for state in _holders(reading, sentence, token):
        for place in places:
            yield from _said(reading, CAPITAL, state, argument_at(reading, place, EntityKind.PLACE), token)


def _places_of_state(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Fact | Candidate]:
    """`the Velmoran town of Halvey`: Halvey lies in Velmora."""
    state = next(
        (a for m in find_modifiers(sentence, token) if (a := argument_at(reading, m, EntityKind.POLITY))),
        None,
    )
    places = find_of_objects(sentence, token)
    if (len(places) > 1) is not (token.tag == "NNS"):
        # "the Velmoran cities of Corrow" lie in Corrow.
        return
    for place in places:
        yield from _said(reading, LOCATED, argument_at(reading, place, EntityKind.PLACE), state, token)


def _apposed_place(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Fact | Candidate]:
    """`Halvey, a town in Velmora,`: Halvey lies in Velmora."""
    subject = argument_at(reading, token, EntityKind.PLACE)
    before = reading.mention_at(Span(max(0, token.span.start - 3), token.span.start))
    if before is not None and reading.document.text[before.span.end : token.span.start] == ", ":
        # "Halvey, Corrow, the largest port in the Kingdom of Velmora": it is said of Halvey.
        return
    for noun in find_appositions(sentence, token) if subject is not None else ():
        yield from _place_in(reading, sentence, subject, noun)


def _place_in(
    reading: Reading, sentence: Sentence, subject: Argument | None, noun: Token
) -> Iterator[Fact | Candidate]:
    head = nouns().heads.get(noun.lemma) if noun.mask is None else None
    if head is None or head.kind is not EntityKind.PLACE:
        return
    for word, objects in find_prepositions(sentence, noun):
        for place in objects if word.lemma == "in" else ():
            yield from _said(reading, LOCATED, subject, argument_at(reading, place, *PLACES), noun)


def _is_half_a_word(reading: Reading, token: Token) -> bool:
    """`son` of `son-in-law`, which the parser takes apart."""
    text = reading.document.text
    return "-" in (text[token.span.start - 1 : token.span.start], text[token.span.end : token.span.end + 1])


def _kin(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Fact | Candidate]:
    """`his father, Jonas Feld`, `Roe's brother Osk Feld`, `Osk Feld, a nephew of Roe`."""
    named = list(find_appositions(sentence, token))
    holders = [find_possessor(sentence, token), *find_of_objects(sentence, token)]
    head = sentence.head(token)
    if token.dependency == "appos":
        named.append(head)
    elif token.dependency in ("compound", "nmod") and head.index == token.index + 1:
        named.append(head)
        holders.append(find_possessor(sentence, head))
    for holder in dict.fromkeys(h for h in holders if h is not None):
        for other in named[:1] if token.tag == "NN" else ():
            subject = argument_at(reading, holder, EntityKind.PERSON)
            person = argument_at(reading, other, EntityKind.PERSON)
            yield from _said(reading, kin_predicates()[token.lemma], subject, person, token)


def _seats(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Fact | Candidate]:
    """`the Corrow-based guild`: where an organization or unit sits; governments have a table of their own."""
    seat = find_seat(sentence, token)
    if seat is not None:
        subject = argument_at(reading, token, EntityKind.ORGANIZATION, EntityKind.UNIT)
        yield from _said(reading, BASED, subject, argument_at(reading, seat, EntityKind.PLACE), token)


# ---------------------------------------------------------------- clauses


def _clause_relations(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    predicate = _predicate(sense.predicate)
    kinds = predicate.subject_kinds
    decided = decide_clause(reading, clause, lambda t: _fits(kinds, reading.entity_at(t)))
    subjects = decided.objects if sense.about == "object" else decided.subjects
    undecided = decided.candidates if decided.open_role is not None else ()
    others = decided.objects if sense.about == "subject" else decided.subjects
    if sense.preposition is not None:
        others = decided.objects_of(*sense.preposition.split("|"))
    for subject_token in subjects or undecided:
        for other_token in others:
            subject = _end(reading, clause.sentence, subject_token)
            other = _end(reading, clause.sentence, other_token)
            if subject is not None and other is not None:
                yield from _stated(reading, decided, sense.predicate, subject, other)


def _end(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    return argument_at(reading, token) or place_at(reading, sentence, token)


def _stated(
    reading: Reading,
    clause: Clause,
    label: str,
    subject: Argument,
    other: Argument,
    words: Token | None = None,
) -> Iterator[Fact | Candidate]:
    if _pair_fits(reading, label, subject, other):
        said = clause_statement(clause, kind=KIND, subject=subject, predicate=label, object=other)
        if words is not None:
            said = replace(said, spans=(said.spans[0].cover(words.span),))
        yield state_fact(reading, said)


def _copula_relations(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`Halvey was the capital of Velmora`, `Halvey is a town in Velmora`."""
    if clause.certainty is not Certainty.ASSERTED or len(clause.subjects) != 1 or not is_verb(clause.verb):
        return
    yield from _kin_of(reading, clause)
    subject = argument_at(reading, clause.subjects[0], EntityKind.PLACE)
    for noun in clause.complements_as() if subject is not None else ():
        assert subject is not None
        if noun.mask is None and noun.lemma == "capital":
            for state in _holders(reading, clause.sentence, noun):
                yield from _stated(reading, clause, CAPITAL, state, subject)
        elif not clause.negated:
            yield from _place_in(reading, clause.sentence, subject, noun)


def _kin_of(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`Feld was a brother of Roe`."""
    person = argument_at(reading, clause.subjects[0], EntityKind.PERSON)
    for noun in clause.complements_as() if person is not None else ():
        is_kin = noun.mask is None and noun.lemma in kin_predicates() and noun.tag == "NN"
        if not is_kin or _is_half_a_word(reading, noun):
            continue
        holders = (find_possessor(clause.sentence, noun), *find_of_objects(clause.sentence, noun))
        for holder in (h for h in holders if h is not None):
            subject = argument_at(reading, holder, EntityKind.PERSON)
            if subject is not None and person is not None:
                yield from _stated(reading, clause, kin_predicates()[noun.lemma], subject, person)


def _phrase_relations(reading: Reading, clause: Clause, phrase: RelationPhrase) -> Iterator[Fact | Candidate]:
    """`Drovia broke off relations with Velmora`, `relations were established between Drovia and Velmora`."""
    sentence = clause.sentence
    noun = next((o for o in _all_nouns(clause) if o.mask is None and o.lemma in phrase.nouns), None)
    if noun is None:
        return
    others = [o for p in clause.prepositions if p.word in phrase.prepositions for o in p.objects]
    others += _objects_of(sentence, noun, phrase.prepositions)
    between = [o for p in clause.prepositions if p.word == "between" for o in p.objects]
    between += _objects_of(sentence, noun, ("between",))
    if between:
        parties = _parties(reading, sentence, between)
        if len(parties) == 2:
            yield from _stated(reading, clause, phrase.predicate, parties[0], parties[1], noun)
        return
    subjects = _parties(reading, sentence, clause.subjects)
    for subject in subjects:
        for other in _parties(reading, sentence, list(dict.fromkeys(others))):
            yield from _stated(reading, clause, phrase.predicate, subject, other, noun)
    if not others and len(subjects) == 2 and phrase.prepositions == ("with",):
        yield from _stated(reading, clause, phrase.predicate, subjects[0], subjects[1], noun)


def _all_nouns(clause: Clause) -> Iterator[Token]:
    yield from clause.objects
    yield from clause.objects_of("into")
    for token in clause.sentence.children(clause.verb):
        if token.dependency in ("dobj", "nsubjpass"):
            yield token


def _objects_of(sentence: Sentence, noun: Token, words: tuple[str, ...]) -> list[Token]:
    return [o for word, objects in find_prepositions(sentence, noun) if word.lemma in words for o in objects]


def _parties(reading: Reading, sentence: Sentence, tokens: list[Token] | tuple[Token, ...]) -> list[Argument]:
    found: list[Argument] = []
    for token in tokens:
        pair = find_pair(reading, sentence, token)
        found += [entity_argument(reading, e, token.span, "the two of the sentence before") for e in pair]
        argument = argument_at(reading, token) if not pair else None
        if argument is not None:
            found.append(argument)
    return found


# ---------------------------------------------------------------- related articles


def _related_articles(reading: Reading, block: Block) -> Iterator[Fact | Candidate]:
    """The items under a heading such as `See also`, up to a dash or colon that explains one."""
    section = reading.document.section(block.section_id)
    if block.kind is not BlockKind.BULLET or section.heading.strip().casefold() not in SEE_ALSO_HEADINGS:
        return
    text = reading.quote(block.content)
    cut = min((i for mark in (" – ", " — ", " - ", ": ") if (i := text.find(mark)) > 0), default=len(text))
    span = Span(block.content.start, block.content.start + len(text[:cut].rstrip(" .")))
    if len(span) == 0:
        return
    title = reading.document.title_span
    subject = argument_at(reading, title) if reading.subject is not None else None
    mention = reading.mention_at(span)
    whole = argument_at(reading, span) if mention is not None and mention.span == span else None
    yield state_fact(
        reading,
        Statement(
            KIND,
            subject or literal_argument(reading, title),
            SEE_ALSO,
            whole or literal_argument(reading, span),
            spans=(span,),
        ),
    )
