"""Terms of agreements: one provision of a treaty or law, in the words of the text.

`The treaty granted Drovia the tolls of Halvey`: what a treaty itself is said to do is a provision of it, and
so is what is said to be under it: `Under the treaty, Velmora ceded Halvey`. What such a sentence goes on to
say `was to` be is one as well, and every item of a list of terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.grammar.antecedents import decide_clause, find_opening_it
from pipeline.grammar.clause import Clause, SubjectSource, Voice
from pipeline.grammar.reading import Reading
from pipeline.grammar.statement import (
    Argument,
    Statement,
    argument_at,
    clause_statement,
    entity_argument,
    literal_argument,
    normalized_argument,
    state_fact,
)
from pipeline.grammar.treaty_terms import (
    FollowingTerm,
    deeds_beside,
    governing_treaty,
    listed_terms,
    term_to_be,
    terms_that_follow,
    treaty_of_terms,
)
from pipeline.lexicon.agreements import agreement_words
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import nouns
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Candidate, Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

KIND = "agreement_terms"
# What hangs on a verb without being part of what is provided: reasons, times, asides, the next clause.
OUTSIDE = frozenset(
    {"advcl", "conj", "cc", "punct", "nsubj", "nsubjpass", "mark", "relcl", "parataxis", "aux", "auxpass"}
)
WITHOUT_OBJECT = ("provide", "stipulate", "state", "specify")
STRIFE = frozenset({"hostility", "participation", "involvement", "fighting", "bloodshed"})
TIMES = frozenset({"after", "before", "during", "since", "following"})


def agreement_terms(reading: Reading) -> Iterator[Fact | Candidate]:
    """Yield the provisions that clauses with a treaty as their subject state, those under a treaty, what goes
    on with either, and lists of terms."""
    stated: list[tuple[Clause, Argument]] = []
    for undecided in reading.clauses:
        clause = decide_clause(reading, undecided, lambda t: reading.kind_at(t) is EntityKind.AGREEMENT)
        # "provided the following" is no provision, but introduces a list of them.
        objects = [t for t in clause.objects if t.lemma not in ("following", "follow")]
        has_content = bool(objects) or (clause.lemma in WITHOUT_OBJECT and not clause.objects)
        is_term = not _ends_strife(reading, clause)
        if verb_senses(clause.lemma, KIND) and is_term and has_content and clause.voice is Voice.ACTIVE:
            for token in clause.subjects:
                agreement = _agreement(reading, clause, token)
                if agreement is not None:
                    stated.append((clause, agreement))
                    for provided in _provisions(clause):
                        yield _fact(reading, clause, agreement, provided)
        governing = governing_treaty(reading, clause)
        planned = term_to_be(clause) if governing is not None else None
        if governing is not None and planned is not None:
            stated.append((clause, governing[1]))
            yield _fact_to_be(reading, governing[1], planned, without=governing[0])
        elif governing is not None and clause.subject_source is SubjectSource.OWN:
            provision = _governed_provision(clause, governing[0])
            if provision is not None:
                stated.append((clause, governing[1]))
                yield _fact(reading, clause, governing[1], provision)
    for clause, agreement in stated:
        for other in terms_that_follow(reading, clause):
            yield _fact_to_be(reading, agreement, other)
        for deed, subject in deeds_beside(reading, clause):
            yield _fact(reading, deed, agreement, _deed_provision(reading, deed, subject))
    for listed in listed_terms(reading):
        statement = Statement(
            KIND,
            listed.agreement,
            "provides",
            literal_argument(reading, listed.item),
            about=reading.entities[listed.agreement.reference.entity_id or ""],
            spans=(listed.introduction, listed.item),
        )
        yield state_fact(reading, statement)


def _ends_strife(reading: Reading, clause: Clause) -> bool:
    """Whether a treaty is told to have ended a war or a part in it: what came of it, and no provision."""
    heads = nouns().heads
    return clause.lemma == "end" and any(
        reading.kind_at(t) is EntityKind.EVENT
        or t.lemma in STRIFE
        or ((head := heads.get(t.lemma)) is not None and head.kind is EntityKind.EVENT)
        for t in clause.objects
    )


def _agreement(reading: Reading, clause: Clause, token: Token) -> Argument | None:
    """The treaty that a token stands for, whose terms it means, or that the `it` of a main clause goes on
    with."""
    for named in (token, *treaty_of_terms(clause.sentence, token)):
        found = argument_at(reading, named, EntityKind.AGREEMENT)
        if found is not None:
            return found
    meant = find_opening_it(reading, clause.sentence, token, (EntityKind.AGREEMENT,))
    return entity_argument(reading, meant, token.span, "pronoun") if meant is not None else None


def _fact_to_be(
    reading: Reading, agreement: Argument, term: FollowingTerm, without: Token | None = None
) -> Fact | Candidate:
    """That something is to be done is what the treaty provides, and asserted; the doing itself is planned."""
    end = _provision(term.clause.sentence, term.clause, without).end
    provided = replace(term.clause, certainty=Certainty.ASSERTED, certainty_reason=None)
    return _fact(reading, provided, agreement, Span(term.subject.start, end))


def _deed_provision(reading: Reading, clause: Clause, subject: Token) -> Span | Argument:
    """What a clause beside a term says: as it stands, or with its subject from the clause that has it."""
    sentence = clause.sentence
    said, start = _provision(sentence, clause), min(t.span.start for t in sentence.subtree(subject))
    if sentence.head(subject) is clause.verb:
        return Span(start, said.end)
    named = reading.quote(Span(start, max(t.span.end for t in sentence.subtree(subject))))
    return normalized_argument(f"{named} {reading.quote(said)}", said, "subject_of_first_verb")


def _fact(
    reading: Reading, clause: Clause, agreement: Argument, provision: Span | Argument
) -> Fact | Candidate:
    said = literal_argument(reading, provision) if isinstance(provision, Span) else provision
    statement = clause_statement(
        clause,
        kind=KIND,
        subject=agreement,
        predicate="provides",
        object=said,
        about=reading.entities[agreement.reference.entity_id or ""],
        doubts=(
            *(("next clause",) if _runs_on(clause.sentence, said.span) else ()),
            *(("agreement without a name",) if _is_any(agreement) else ()),
        ),
        is_dated=False,
    )
    return state_fact(reading, statement)


def _is_any(agreement: Argument) -> bool:
    """Whether a treaty is called by a bare noun that fits any other as well: `agreement`."""
    return agreement.reference.text.lower() in agreement_words().unnamed


def _runs_on(sentence: Sentence, span: Span) -> bool:
    """Whether a finite verb stands directly behind: `Halvey was ceded to Drovia and Pell [was sold]`, where
    the parser takes the subject of the next clause for the end of a list."""
    after = next((t for t in sentence.tokens if t.span.start >= span.end), None)
    return after is not None and after.tag in ("VBD", "VBZ", "VBP", "MD")


def _governed_provision(clause: Clause, preposition: Token) -> Span | None:
    """What stands under a treaty: the whole main clause, from its subject on. None where the clause tells of
    the treaty itself, or has no subject before its verb."""
    sentence, verb = clause.sentence, clause.verb
    subjects = [t for t in sentence.children(verb) if t.dependency in ("nsubj", "nsubjpass")]
    is_main = verb.dependency in ("ROOT", "conj", "ccomp")
    if not subjects or not is_main or clause.lemma in agreement_words().not_terms or clause.negated:
        return None
    start = min(t.span.start for t in sentence.subtree(subjects[0]))
    end = _provision(sentence, clause, without=preposition).end
    return Span(start, end) if end > verb.span.end or clause.voice is Voice.PASSIVE else None


def _provision(sentence: Sentence, clause: Clause, without: Token | None = None) -> Span:
    """From the verb, with an adverb directly before it, to the end of its last object or complement."""
    start, end = clause.verb.span.start, clause.verb.span.end
    for child in sentence.children(clause.verb):
        if child.index == clause.verb.index - 1 and child.dependency == "advmod":
            start = child.span.start
        is_time = (child.dependency == "prep" and child.lemma in TIMES) or child is without
        if is_time and child is not without and _is_term_of_years(sentence, child):
            is_time = False
        if child.index > clause.verb.index and child.dependency not in OUTSIDE and not is_time:
            end = max(end, _end(sentence, child))
    return Span(start, end)


def _provisions(clause: Clause) -> tuple[Span, ...]:
    """What a treaty does as one provision, or where it says several things by `that`, each as its own:
    `provided that Halvey would be sold, and that Pell would be kept`."""
    sentence, whole = clause.sentence, _provision(clause.sentence, clause)
    starts = [
        t
        for before, t in pairwise(sentence.tokens)
        if whole.contains(t.span)
        and _is_that(t)
        and (before.index == clause.verb.index or before.text == "," or before.dependency == "cc")
    ]
    if len(starts) < 2 or starts[0].index != clause.verb.index + 1:
        return (whole,)
    found = []
    for that, behind in zip(starts, (*starts[1:], None), strict=True):
        last = behind.index if behind is not None else len(sentence.tokens)
        kept = [t for t in sentence.tokens[that.index : last] if whole.contains(t.span)]
        while kept[-1].part_of_speech == "PUNCT" or kept[-1].dependency == "cc":
            kept.pop()
        found.append(Span(whole.start if that is starts[0] else that.span.start, kept[-1].span.end))
    return tuple(found)


def _is_that(token: Token) -> bool:
    return token.dependency == "mark" and token.text.lower() == "that"


def _is_term_of_years(sentence: Sentence, preposition: Token) -> bool:
    """`after ten years`: what is provided is for then, where `after the war` only tells when it was."""
    return any(
        t.dependency == "pobj" and any(c.dependency == "nummod" for c in sentence.children(t))
        for t in sentence.children(preposition)
    )


def _end(sentence: Sentence, token: Token) -> int:
    """The end of a phrase without what is loosely added to it: relative clauses, participles, asides."""
    loose: set[int] = set()
    for child in sentence.subtree(token):
        if child.dependency in ("relcl", "advcl", "appos") or (
            child.dependency == "acl" and child.tag != "TO"
        ):
            loose |= {t.index for t in sentence.subtree(child)}
    kept = [t for t in sentence.subtree(token) if t.index not in loose]
    while kept and kept[-1].part_of_speech == "PUNCT":
        kept.pop()
    return max(t.span.end for t in kept) if kept else token.span.end
