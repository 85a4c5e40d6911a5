"""The sentences of a Reading in, what their verbs and nouns tell befell somebody out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.grammar.antecedents import decide_clause
from pipeline.grammar.attachment import read_period
from pipeline.grammar.clause import Clause, Voice
from pipeline.grammar.events import PLACES, clause_places, it_event, read_sense
from pipeline.grammar.founders import foundings
from pipeline.grammar.happening import Told, says_state, sort_named
from pipeline.grammar.happening_things import named_thing, thing_argument
from pipeline.grammar.nominals import NominalEvent, find_nominal_events
from pipeline.grammar.noun_phrases import find_of_objects, is_date, noun_phrase_span
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import Argument, argument_at
from pipeline.lexicon.happenings import HappeningSort, happening_sorts
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import nouns
from pipeline.model.date import DateMention
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

_OTHER = frozenset({"another", "any", "every", "each", "no", "new", "second", "third"})
_INDEFINITE = frozenset({"a", "an", "some"})
# What a noun stands after that takes it for granted: "in response to the death of Feld".
_ANSWERS = frozenset({"response", "reaction", "due", "owing", "prior", "aftermath", "wake", "time", "news"})
_FOLLOWS = frozenset({"see", "follow", "precede", "mourn", "avenge", "witness", "survive"})
_LOOKS_ON = frozenset(
    {"after", "before", "since", "following", "until", "upon", "with", "by", "during", "on"}
)
_CAME_OF = frozenset({"arise", "result", "emerge", "stem", "come"})
_FOUNDING = frozenset({"found", "establish", "create", "form", "constitute"})
_AGENTS = (
    EntityKind.PERSON,
    EntityKind.POLITY,
    EntityKind.GOVERNMENT,
    EntityKind.ORGANIZATION,
    EntityKind.GROUP,
)
_TERMS = frozenset({"term", "mandate"})
_OF_STATES = frozenset({"establishment", "dissolution"})
_GOES_ON = re.compile(r" (?:No\. )?\d+\b(?! [A-Z])")
_SERVED = re.compile(r" in (?:prison|jail|exile|captivity|(?:the|a) (?:mines|galleys|fortress))\b")
LONGEST_BEHIND = 40
"""Characters: a longer phrase is told, not a part of a name."""
_POSTPONED = (Certainty.PLANNED, Certainty.COUNTERFACTUAL)


def clause_happenings(reading: Reading) -> Iterator[Told]:
    """Yield what verbs tell: `Feld was born at Pell in 1681`, `the league was dissolved in 1709`. Of two
    sorts that one verb can say, the first that fits."""
    for clause in reading.clauses:
        if clause.negated or clause.certainty in _POSTPONED:
            continue
        seen: set[Span] = set()
        for sort in happening_sorts():
            for told in _of_sort(reading, clause, sort):
                if told.who.span not in seen:
                    seen.add(told.who.span)
                    yield told


def _of_sort(reading: Reading, clause: Clause, sort: HappeningSort) -> Iterator[Told]:
    is_undergone = clause.lemma in sort.undergone
    is_done = clause.lemma in sort.done or (sort.sort == "dissolution" and _ends(clause))
    if is_done and is_undergone:
        is_undergone = bool(clause.objects)
    if not (is_undergone or is_done):
        return
    if clause.lemma in sort.passive and clause.voice is not Voice.PASSIVE:
        return
    if clause.lemma in sort.alone and not is_undergone and clause.objects:
        return
    if sort.sort in ("establishment", "proclamation", "recall") and clause.complements:
        # "proclaimed the league ended" founds none.
        return
    wanted = sort.beside.get(clause.lemma)
    words = (w for t in _tokens_beside(clause) for w in (t.lemma.lower(), t.text.lower()))
    if wanted is not None and not any(w in wanted for w in words):
        return
    if sort.sort == "resignation" and any(
        p.word in ("after", "at")
        and any(o.lemma in _TERMS for o in _with_what_is_of(clause.sentence, p.objects))
        for p in clause.prepositions
    ):
        return  # "stepped down after his first term": it had run out.
    yield from _of_clause(reading, clause, sort, is_undergone=is_undergone)


def _with_what_is_of(sentence: Sentence, objects: Sequence[Token]) -> Iterator[Token]:
    """`the end of his term`: the end, and the term."""
    for token in objects:
        yield token
        yield from find_of_objects(sentence, token)


def _tokens_beside(clause: Clause) -> Iterator[Token]:
    """The nouns and adjectives beside a verb, with what they are made of: `court-martial`."""
    sentence = clause.sentence
    nearby = [*clause.objects, *clause.complements_as(), *(o for p in clause.prepositions for o in p.objects)]
    nearby += [t for t in clause.subjects if clause.voice is Voice.PASSIVE]
    nearby += [
        t
        for t in sentence.children(clause.verb)
        if t.dependency in ("acomp", "dobj", "oprd", "attr", "prt", "advmod")
    ]
    for token in nearby:
        yield token
        yield from sentence.children(token)


def _ends(clause: Clause) -> bool:
    """`The league ended`, `came to an end`, `ceased to exist`."""
    for sense in verb_senses(clause.lemma, "events"):
        if sense.predicate == "ended" and sense.about == "subject" and not clause.objects:
            return read_sense(clause, sense) is not None and clause.lemma in ("end", "come", "cease")
    return False


def _of_clause(
    reading: Reading, clause: Clause, sort: HappeningSort, *, is_undergone: bool
) -> Iterator[Told]:
    decided = decide_clause(reading, clause, lambda t: _fits(reading, clause.sentence, t, sort))
    found = decided.objects if is_undergone else decided.subjects
    dates = (
        decided.own_dates if sort.sort == "birth" else decided.dates or _dates_of_existence(reading, clause)
    )
    period = read_period(decided.sentence, dates)
    places = _places(reading, decided)
    agents = _agents(reading, decided, sort) if is_undergone else ()
    is_told = bool(period.start or period.end or len(places) == 1)
    wanted = sort.beside.get(clause.lemma, frozenset())
    said = [t.span for t in _tokens_beside(decided) if {t.lemma.lower(), t.text.lower()} & wanted]
    for token in found:
        who = None
        if sort.kinds:
            who = argument_at(reading, token, *sort.kinds) or it_event(reading, decided, token, *sort.kinds)
        if who is None and not _is_modifier(clause):
            who = named_thing(reading, decided.sentence, token, sort) or thing_argument(
                reading, decided.sentence, token, sort, clause.verb
            )
        if who is None or not _is_whole(reading, who, sort):
            continue
        if who.reference.entity_id is not None and _is_another(decided.sentence, token):
            continue
        if _GOES_ON.match(reading.document.text, who.span.end):
            continue  # "Resolution 505" is told by its number.
        if not (is_told or sort.is_told or (agents and who.reference.entity_id is None)):
            continue
        if token.text.lower() == "it" and _may_mean_an_event(reading, decided.sentence, token):
            continue
        behind = _behind(reading.document.text, decided, sort)
        if behind is not None and any(behind[1].contains(p.span) and len(places) == 1 for p in places):
            behind = None  # the place of the event says it
        span = _cover(who.span, decided.verb.span, *((behind[1],) if behind else ()), *said)
        dated = tuple(d.span for d in (period.start, period.end) if d is not None)
        doubts = ("own judge",) if _is_of_doer(reading, decided, token, who) else ()
        yield Told(
            sort,
            who,
            decided.verb.span,
            span,
            period.start,
            period.end,
            (_cover(span, *dated),) if dated else (),
            places if len(places) == 1 else (),
            decided.certainty,
            (*decided.doubts, *((period.doubt,) if period.doubt else ()), *doubts),
            tuple(a for a in agents if a.reference != who.reference),
            behind=behind[0] if behind else None,
        )


def _dates_of_existence(reading: Reading, clause: Clause) -> tuple[DateMention, ...]:
    """`ceased to exist in 1709`, where the parser gives the year to what ceases."""
    if clause.lemma != "cease":
        return ()
    within = [
        c for c in reading.clauses_of("exist") if c.sentence is clause.sentence and c.parent == clause.verb
    ]
    return within[0].own_dates if len(within) == 1 else ()


def _is_of_doer(reading: Reading, clause: Clause, token: Token, who: Argument) -> bool:
    """Whether a pronoun would mean him whose own body does it: `Feld's council tried him` means another."""
    if reading.quote(token.span)[:1].isupper() or token.part_of_speech != "PRON":
        return False
    holders = (c for t in clause.subjects for c in clause.sentence.children(t) if c.dependency == "poss")
    found = (argument_at(reading, h) for h in holders)
    return any(a is not None and a.reference == who.reference for a in found)


def _is_modifier(clause: Clause) -> bool:
    """`a bill abolishing serfdom` does not say that serfdom was abolished."""
    return clause.verb.tag == "VBG" and clause.verb.dependency == "acl"


def _agents(reading: Reading, clause: Clause, sort: HappeningSort) -> tuple[Argument, ...]:
    """Who did it: `Feld founded the Blue League`, `the league was formed by Drovia`."""
    if sort.agent is None or (sort.sort == "establishment" and clause.lemma not in _FOUNDING):
        return ()
    beside = [p for p in clause.prepositions if p.word == "with" and _is_together(clause.sentence, p.token)]
    tokens = (*clause.subjects, *(o for p in beside for o in p.objects))
    found = [argument_at(reading, t, *_AGENTS) for t in tokens]
    return tuple(a for a in found if a is not None)


def _is_together(sentence: Sentence, preposition: Token) -> bool:
    before = sentence.tokens[preposition.index - 1] if preposition.index else None
    return before is not None and before.lemma.lower() in ("together", "along", "jointly")


def _behind(text: str, clause: Clause, sort: HappeningSort) -> tuple[str, Span] | None:
    """What belongs to the name of an event, with its place: `to ten years in prison`, `as president`, `from
    command`. None where there is nothing, or more than a few words."""
    sentence = clause.sentence
    phrases = [(p.token, o) for p in clause.prepositions if p.word in sort.behind for o in p.objects[:1]]
    phrases += [
        (sentence.head(c.token), c.token)
        for c in clause.complements
        if c.word in sort.behind and c.token.dependency == "pobj"
    ]
    for word, token in phrases[:1]:
        if not token.tag.startswith("NN") or token.index < word.index or is_date(token):
            continue
        whole = token.span
        if token.mask is None:
            whole = noun_phrase_span(sentence, token, with_determiner=True, with_of=True)
        served = _SERVED.match(text, whole.end)
        whole = Span(whole.start, whole.end + (len(served[0]) if served is not None else 0))
        # "relieved of his command" is a dismissal from command.
        if any(c.lemma in ("that", "this", "which") for c in sentence.children(token)):
            continue
        holder = next((c for c in sentence.children(token) if c.tag == "PRP$"), None)
        whole_words = Span(holder.span.end + 1, whole.end).of(text) if holder is not None else whole.of(text)
        preposition = "from" if word.lemma == "of" and sort.link == "of" else word.lemma
        if len(whole_words) <= LONGEST_BEHIND:
            return f"{preposition} {whole_words}", word.span.cover(whole)
    return None


def _fits(reading: Reading, sentence: Sentence, token: Token, sort: HappeningSort) -> bool:
    who = argument_at(reading, token, *sort.kinds) if sort.kinds else None
    who = who or named_thing(reading, sentence, token, sort) or thing_argument(reading, sentence, token, sort)
    return who is not None and _is_whole(reading, who, sort)


def _may_mean_an_event(reading: Reading, sentence: Sentence, it: Token) -> bool:
    """Whether `it` may be an event that is spoken of before: in `Velmora suffered a civil war. It claimed
    many lives; it came to an end in 1712` the war ended, not the state."""
    before = reading.sentences[max(0, sentence.number - 3) : sentence.number - 1]
    tokens = [t for s in before for t in s.tokens] + list(sentence.tokens[: it.index])
    heads = [nouns().heads.get(t.lemma) for t in tokens if t.mask is None and t.part_of_speech == "NOUN"]
    return any(head is not None and head.kind is EntityKind.EVENT for head in heads)


def _is_another(sentence: Sentence, token: Token) -> bool:
    """`founded a new Blue League`: not the one of that name."""
    return bool(_determiners(sentence, token) & _OTHER)


def _determiners(sentence: Sentence, token: Token) -> frozenset[str]:
    return frozenset(c.lemma.lower() for c in sentence.children(token) if c.dependency in ("det", "amod"))


def _is_whole(reading: Reading, who: Argument, sort: HappeningSort) -> bool:
    """Whether a state is named as one, and by a name that shares a word with the one that it has here: a land
    is not founded, and `proclaimed Velmora neutral` founds no state. A body has a name that tells its sort,
    where the sort of event asks for that."""
    entity, name = reading.entities.get(who.reference.entity_id or ""), reading.quote(who.span)
    if entity is None or name.lower() == "it":
        return True
    if sort.named and entity.kind is EntityKind.ORGANIZATION:
        return any(word in sort.named for word in entity.name.lower().replace("-", " ").split())
    if entity.kind is not EntityKind.POLITY or sort.sort not in _OF_STATES:
        return True
    return says_state(name) and bool(set(name.split()) & set(entity.name.split()))


def _places(reading: Reading, clause: Clause) -> tuple[Argument, ...]:
    """Where: `in Halvey`, and `in the town of Halvey`."""
    found = clause_places(reading, clause)
    if found:
        return found
    described: list[Argument] = []
    for token in clause.objects_of("in", "at", "on"):
        head = nouns().heads.get(token.lemma)
        if token.mask is None and head is not None and head.kind is EntityKind.PLACE:
            named = [
                argument_at(reading, o, EntityKind.PLACE) for o in find_of_objects(clause.sentence, token)
            ]
            described += [a for a in named if a is not None]
    return tuple(described)


def _cover(*spans: Span) -> Span:
    return Span(min(s.start for s in spans), max(s.end for s in spans))


# ---------------------------------------------------------------- nouns


def noun_happenings(reading: Reading) -> Iterator[Told]:
    """Yield what nouns tell: `the death of Feld at Pell in 1711`, `Feld's death`, `the assassination of
    President Osk Feld`."""
    by_noun: dict[str, list[HappeningSort]] = {}
    for sort in happening_sorts():
        for noun in sorted(sort.nouns):
            by_noun.setdefault(noun, []).append(sort)
    for sentence in reading.sentences:
        if not any(t.lemma in by_noun for t in sentence.tokens):
            continue
        for act in find_nominal_events(sentence, reading.dates, reading.kind_at, by_noun):
            is_told = not act.negated and act.certainty not in _POSTPONED
            if is_told and _is_taken_to_be(sentence, act.token):
                found = (
                    told for sort in by_noun[act.lemma] for told in _of_nominal(reading, sentence, act, sort)
                )
                yield from islice(found, 1)


def _is_taken_to_be(sentence: Sentence, token: Token) -> bool:
    """Whether a noun is spoken of as something that happened: `after the death of Feld`, `Feld's death in
    1711 ended it`; `ordered the execution of Feld` does not say so."""
    if token.tag == "NNS" or _determiners(sentence, token) & (_OTHER | _INDEFINITE):
        return False
    head = sentence.head(token)
    if token.dependency == "pobj":
        answers = head.lemma in ("to", "of") and sentence.head(head).lemma in _ANSWERS
        came_of = head.lemma == "from" and sentence.head(head).lemma in _CAME_OF
        return answers or came_of or head.lemma.lower() in _LOOKS_ON
    return token.dependency in ("nsubj", "nsubjpass") or (
        token.dependency == "dobj" and head.lemma in _FOLLOWS
    )


def _of_nominal(
    reading: Reading, sentence: Sentence, act: NominalEvent, sort: HappeningSort
) -> Iterator[Told]:
    holders: Sequence[Token] = act.of_objects
    if not holders and act.possessor is not None and not act.by_objects:
        holders = (act.possessor,)
    members = []
    if sort.kinds:
        members = [a for t in holders if (a := argument_at(reading, t, *sort.kinds)) is not None]
    if not members and act.of_objects:
        members = [a for t in holders if (a := thing_argument(reading, sentence, t, sort)) is not None]
    period = read_period(sentence, act.dates)
    places = [a for t in act.places if (a := argument_at(reading, t, *PLACES)) is not None]
    if len(members) != 1 or not _is_whole(reading, members[0], sort):
        return
    who = members[0]
    is_told = sort.undated or (who.reference.entity_id is None and re.search(r"\d{3}", who.reference.text))
    if not (is_told or period.start or period.end or len(places) == 1):
        return
    span = who.span.cover(act.token.span)
    dated = tuple(d.span for d in (period.start, period.end) if d is not None)
    yield Told(
        sort,
        who,
        act.token.span,
        span,
        period.start,
        period.end,
        (_cover(span, *dated),) if dated else (),
        tuple(places) if len(places) == 1 else (),
        act.certainty,
        (*act.doubts, *((period.doubt,) if period.doubt else ())),
        event=reading.entity_at(act.token, EntityKind.EVENT),
    )


def told_foundings(reading: Reading) -> Iterator[Told]:
    """Yield foundings told by their founders: `Its founders were Feld and Roe`, `Feld, founder of the Blue
    League`."""
    sort = sort_named("establishment")
    for told in foundings(reading, *sort.kinds):
        entity = reading.entities[told.founded.reference.entity_id or ""]
        if entity.kind is not EntityKind.POLITY or says_state(entity.name):
            yield Told(sort, told.founded, told.words, told.span, agents=told.founders)
