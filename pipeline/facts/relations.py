"""Relations: what relates two things and has no table of its own: where something lies, what came before it,
who is allied with whom, what an infobox says of its subject, what an article refers its readers to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.grammar.antecedents import decide_clause, find_it, find_opening_it, find_pair, place_at
from pipeline.grammar.arguments import is_verb
from pipeline.grammar.capitals import CAPITAL, capital_statements
from pipeline.grammar.chronology import event_orders
from pipeline.grammar.clause import Clause, SubjectSource, Voice
from pipeline.grammar.events import read_sense, sense_objects
from pipeline.grammar.existences import existences
from pipeline.grammar.field_relations import infobox_relations
from pipeline.grammar.kinship import kin_statements
from pipeline.grammar.noun_phrases import (
    expand_list,
    find_appositions,
    find_modifiers,
    find_of_objects,
    find_prepositions,
    find_seat,
)
from pipeline.grammar.polity_relations import polity_relations
from pipeline.grammar.reading import Reading
from pipeline.grammar.relating import (
    KIND,
    entity_of,
    in_brackets_after,
    kinds_fit,
    pair_fits,
    relation_named,
)
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    entity_argument,
    literal_argument,
    state_fact,
)
from pipeline.grammar.succession_phrases import successions
from pipeline.lexicon.relations import RelationPhrase, relation_phrases
from pipeline.lexicon.verbs import VerbSense, verb_senses
from pipeline.lexicon.words import nouns
from pipeline.model.document import Block, BlockKind
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import MaskKind, Sentence, Token

SEE_ALSO, LOCATED, BASED = "see also", "located in", "based in"
SEE_ALSO_HEADINGS = frozenset({"see also", "related articles", "related topics"})
PLACES = (EntityKind.PLACE, EntityKind.POLITY)
STATES = (EntityKind.POLITY, EntityKind.GOVERNMENT)
PARTS = (*PLACES, EntityKind.PERSON, EntityKind.ORGANIZATION)
# What a state is divided into; a town of a state lies in it.
PART_NOUNS = frozenset(
    {"province", "republic", "department", "district", "canton", "county", "territory", "colony"}
)
# Of a people, `a Velmoran province`: not what it holds far off, as a colony or an island.
DIVISIONS = frozenset({"province", "department", "district", "canton", "county", "region", "territory"})
SETTLEMENTS = frozenset({"town", "city", "village", "port", "municipality"})
SCHOOLS = re.compile(
    r"universi|college|school|academ|institut|seminar|lyc[eé]e|lyceum|gymnasium|conservator|colegio|escuela"
    r"|école|hochschule|polytechni|faculty|instituto",
    re.IGNORECASE,
)
ARMED = re.compile(
    r"army|navy|force|guard|militia|legion|corps|regiment|fleet|rifles|infantry|cavalry", re.IGNORECASE
)


def relations(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the relations that the infobox, the sentences and the list of related articles state."""
    for statement in infobox_relations(reading, KIND):
        yield state_fact(reading, statement)
    yield from (state_fact(reading, said) for said in existences(reading))
    for sentence in reading.sentences:
        for token in sentence.tokens:
            yield from _nominal_relations(reading, sentence, token)
    for clause in reading.clauses:
        for sense in verb_senses(clause.lemma, KIND):
            yield from _clause_relations(reading, clause, sense)
        for phrase in relation_phrases():
            if clause.lemma in phrase.verbs:
                yield from _phrase_relations(reading, clause, phrase)
        if clause.lemma in ("be", "become", "form"):
            yield from _copula_relations(reading, clause)
    for block in reading.document.blocks:
        yield from _related_articles(reading, block)
    yield from (state_fact(reading, said) for said in capital_statements(reading, KIND))
    yield from (state_fact(reading, order) for order in event_orders(reading, KIND))
    yield from (state_fact(reading, said) for said in successions(reading, KIND))
    yield from (state_fact(reading, said) for said in polity_relations(reading))
    for kin in kin_statements(reading, KIND):
        if kin.object is not None and pair_fits(reading, kin.predicate, kin.subject, kin.object):
            yield state_fact(reading, kin)


# ---------------------------------------------------------------- noun phrases


def _nominal_relations(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Fact | Candidate]:
    if token.mask is not None:
        yield from _apposed_place(reading, sentence, token)
        return
    head = nouns().heads.get(token.lemma)
    if head is None or head.kind is None:
        return
    if head.kind is EntityKind.PLACE:
        yield from _places_of_state(reading, sentence, token)
    yield from _seats(reading, sentence, token)


def _said(
    reading: Reading, label: str, subject: Argument | None, other: Argument | None, words: Token
) -> Iterator[Fact | Candidate]:
    if subject is None or other is None or not pair_fits(reading, label, subject, other):
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
    for noun in _apposed(sentence, token) if subject is not None else ():
        yield from _place_in(reading, sentence, subject, noun)
        if noun.index > token.index and reading.document.text[token.span.end :].startswith(", a"):
            yield from _place_of_people(reading, sentence, subject, noun)


def _apposed(sentence: Sentence, token: Token) -> Iterator[Token]:
    """The nouns in apposition to a name; also where the parser ties one that directly follows it to the noun
    above: `an invasion of Halvey, a Velmoran province`."""
    yield from find_appositions(sentence, token)
    above = sentence.head(sentence.head(token))
    if token.dependency == "pobj" and above.mask is None and above.lemma not in nouns().place_types:
        for noun in find_appositions(sentence, above):
            if sentence.subtree(noun)[0].index == token.index + 2 and above.index < token.index:
                yield noun


def _place_of_people(
    reading: Reading, sentence: Sentence, subject: Argument | None, noun: Token
) -> Iterator[Fact | Candidate]:
    """`Halvey, a Velmoran province`: what a state is divided into is a part of it, and a town lies in it."""
    label = "part of" if noun.lemma in DIVISIONS else LOCATED if noun.lemma in SETTLEMENTS else None
    modifiers = find_modifiers(sentence, noun)
    people = [m for p in modifiers if p.mask is not None for m in expand_list(sentence, p)]
    was_once = any(m.lemma.lower() in ("former", "once", "late", "old", "future") for m in modifiers)
    if label is None or noun.tag != "NN" or len(people) != 1 or was_once:
        return
    state = argument_at(reading, people[0], EntityKind.POLITY)
    if state is not None and people[0].mask is not None and people[0].mask.kind is MaskKind.DEMONYM:
        yield from _said(reading, label, subject, state, noun)


def _place_in(
    reading: Reading, sentence: Sentence, subject: Argument | None, noun: Token
) -> Iterator[Fact | Candidate]:
    head = nouns().heads.get(noun.lemma) if noun.mask is None else None
    if head is None or head.kind is not EntityKind.PLACE:
        return
    for word, objects in find_prepositions(sentence, noun):
        for place in objects if word.lemma == "in" else ():
            yield from _said(reading, LOCATED, subject, argument_at(reading, place, *PLACES), noun)


def _seats(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Fact | Candidate]:
    """`the Corrow-based guild`: where an organization or unit sits; governments have a table of their own."""
    seat = find_seat(sentence, token)
    if seat is not None:
        subject = argument_at(reading, token, EntityKind.ORGANIZATION, EntityKind.UNIT)
        yield from _said(reading, BASED, subject, argument_at(reading, seat, EntityKind.PLACE), token)


# ---------------------------------------------------------------- clauses


def _clause_relations(reading: Reading, clause: Clause, sense: VerbSense) -> Iterator[Fact | Candidate]:
    predicate = relation_named(sense.predicate)
    kinds = predicate.subject_kinds
    decided = decide_clause(reading, clause, lambda t: kinds_fit(kinds, reading.entity_at(t)))
    subjects = decided.objects if sense.about == "object" else decided.subjects
    undecided = decided.candidates if decided.open_role is not None else ()
    others = decided.objects if sense.about == "subject" else decided.subjects
    if sense.preposition is not None:
        others = decided.objects_of(*sense.preposition.split("|"))
    if sense.noun is not None:
        # "resigned in favour of Roe"
        holders = read_sense(decided, sense)
        others = sense_objects(decided, holders, sense.preposition or "of") if holders is not None else ()
    for subject_token in subjects or undecided:
        for other_token in others:
            subject = _end(reading, clause.sentence, subject_token)
            other = _main_subject(reading, clause, other_token) or _end(reading, clause.sentence, other_token)
            if subject is not None and other is not None:
                yield from _stated(reading, decided, sense.predicate, subject, other)


def _end(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    return argument_at(reading, token) or place_at(reading, sentence, token) or _it(reading, sentence, token)


def _main_subject(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """Whom `him` means in `Roe was exiled, with Feld succeeding him`: who the main clause is about."""
    if clause.subject_source is not SubjectSource.ABSOLUTE or token.text.lower() not in ("him", "her"):
        return None
    above = next(
        (c for c in reading.clauses if c.sentence is clause.sentence and c.verb is clause.parent), None
    )
    if above is None:
        return None
    surface = above.objects if above.voice is Voice.PASSIVE else above.subjects
    entity = reading.entity_at(surface[0], EntityKind.PERSON) if len(surface) == 1 else None
    if entity is None:
        return None
    return entity_argument(reading, entity, token.span, "who the main clause is about")


def _it(reading: Reading, sentence: Sentence, token: Token) -> Argument | None:
    meant = find_it(reading, sentence, token, STATES) or find_opening_it(reading, sentence, token, STATES)
    if meant is None:
        return None
    return entity_argument(reading, meant, token.span, "the one that fits before it")


def _is_apt(reading: Reading, clause: Clause, label: str, other: Argument) -> bool:
    """Whether what is studied at is a school, or the town of one, and what is joined is no army."""
    entity = entity_of(reading, other)
    if label == "educated at":
        is_town = entity is not None and entity.kind is EntityKind.PLACE and not clause.objects_of("at")
        return (is_town and clause.lemma in ("study", "educate")) or SCHOOLS.search(
            other.reference.text
        ) is not None
    if label == "member of":
        is_body = entity is not None and entity.kind is EntityKind.ORGANIZATION
        return is_body and ARMED.search(other.reference.text) is None
    return True


def _stated(
    reading: Reading,
    clause: Clause,
    label: str,
    subject: Argument,
    other: Argument,
    words: Token | None = None,
) -> Iterator[Fact | Candidate]:
    if pair_fits(reading, label, subject, other) and _is_apt(reading, clause, label, other):
        said = clause_statement(clause, kind=KIND, subject=subject, predicate=label, object=other)
        if words is not None:
            said = replace(said, spans=(said.spans[0].cover(words.span),))
        yield state_fact(reading, said)


def _copula_relations(reading: Reading, clause: Clause) -> Iterator[Fact | Candidate]:
    """`Halvey is a town in Velmora`, `Halvey was a part of Velmora`."""
    if clause.certainty is not Certainty.ASSERTED or len(clause.subjects) != 1 or not is_verb(clause.verb):
        return
    whole = argument_at(reading, clause.subjects[0], *PARTS)
    for noun in clause.complements_as() if whole is not None else ():
        assert whole is not None
        yield from _part_or_member(reading, clause, whole, noun)
    subject = argument_at(reading, clause.subjects[0], EntityKind.PLACE)
    for noun in clause.complements_as() if subject is not None and clause.lemma == "be" else ():
        assert subject is not None
        if noun.lemma != CAPITAL and not clause.negated:
            yield from _place_in(reading, clause.sentence, subject, noun)


def _part_or_member(
    reading: Reading, clause: Clause, subject: Argument, noun: Token
) -> Iterator[Fact | Candidate]:
    """`Halvey was part of Velmora`, `one of the provinces of Velmora`, `a member of the Salt League`."""
    if noun.mask is not None:
        return
    sentence = clause.sentence
    counted = find_of_objects(sentence, noun) if noun.lemma == "one" else ()
    for head in counted or (noun,):
        is_part = head.lemma == "part" or (head.lemma in PART_NOUNS and head.mask is None)
        label = "part of" if is_part else "member of" if head.lemma == "member" else None
        for other in find_of_objects(sentence, head) if label is not None else ():
            if other.mask is not None and other.mask.kind is MaskKind.DEMONYM:
                continue  # "part of the Drovian (and Velmoran) lands"
            held = argument_at(reading, other, *(PLACES if is_part else (EntityKind.ORGANIZATION,)))
            inner = in_brackets_after(reading, held, *PLACES) if held is not None and is_part else None
            for whole in (held, inner):
                if whole is not None and label is not None:
                    yield from _stated(reading, clause, label, subject, whole, head)


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
        argument = _end(reading, sentence, token) if not pair else None
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
