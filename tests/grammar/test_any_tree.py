"""Whatever tree a parser hands over is read without an error, within its sentence and in bounded time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.grammar.clause import Clause
from pipeline.grammar.clauses import find_clauses
from pipeline.grammar.nominals import find_nominal_events
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.model.syntax import Mask, MaskKind, Sentence, Token

WORDS = [
    ("raided", "raid", "VERB", "VBD"),
    ("raided", "raid", "VERB", "VBN"),
    ("founding", "found", "VERB", "VBG"),
    ("refuse", "refuse", "VERB", "VB"),
    ("said", "say", "VERB", "VBD"),
    ("was", "be", "AUX", "VBD"),
    ("had", "have", "AUX", "VBD"),
    ("would", "would", "AUX", "MD"),
    ("to", "to", "PART", "TO"),
    ("guild", "guild", "NOUN", "NN"),
    ("siege", "siege", "NOUN", "NN"),
    ("most", "most", "ADJ", "JJS"),
    ("who", "who", "PRON", "WP"),
    ("which", "which", "PRON", "WDT"),
    ("where", "where", "SCONJ", "WRB"),
    ("with", "with", "ADP", "IN"),
    ("by", "by", "ADP", "IN"),
    ("of", "of", "ADP", "IN"),
    ("as", "as", "ADP", "IN"),
    ("neither", "neither", "CCONJ", "CC"),
    ("nor", "nor", "CCONJ", "CC"),
    ("and", "and", "CCONJ", "CC"),
    ("not", "not", "PART", "RB"),
    ("later", "later", "ADV", "RB"),
    (",", ",", "PUNCT", ","),
    ("(", "(", "PUNCT", "-LRB-"),
    (")", ")", "PUNCT", "-RRB-"),
    ('"', '"', "PUNCT", "``"),
    ("Halvey", "Halvey", "PROPN", "NNP"),
]
LABELS = (
    "nsubj nsubjpass dobj iobj dative pobj prep agent aux auxpass neg advmod mark cc conj relcl acl advcl "
    "ccomp xcomp pcomp appos amod compound nmod poss det attr oprd acomp punct prt nummod parataxis dep "
    "npadvmod expl"
).split()


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    """A sentence of random words under a random tree."""
    count = draw(st.integers(1, 18))
    words = draw(st.lists(st.sampled_from(WORDS), min_size=count, max_size=count))
    order = draw(st.permutations(range(count)))
    heads = list(range(count))
    for position in range(1, count):
        heads[order[position]] = order[draw(st.integers(0, position - 1))]
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=count, max_size=count))
    tokens, start = [], 0
    for i, (text, lemma, part, tag) in enumerate(words):
        span = Span(start, start + len(text))
        mask = Mask(MaskKind.NAME, span, "London") if text == "Halvey" else None
        label = "ROOT" if heads[i] == i else labels[i]
        tokens.append(Token(i, span, text, lemma, part, tag, label, heads[i], mask))
        start = span.end + 1
    children: list[list[int]] = [[] for _ in tokens]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    whole = Span(0, max(1, start - 1))
    return Sentence("x/t1", 1, "x/s0", False, whole, tuple(tokens), tuple(tuple(c) for c in children))


def _kind_of(token: Token) -> EntityKind | None:
    return EntityKind.PERSON if token.mask is not None else None


@given(sentences())
@settings(max_examples=400, deadline=None)
def test_any_tree_is_read(sentence: Sentence) -> None:
    clauses = find_clauses(sentence, (), _kind_of)
    assert [c.verb.index for c in clauses] == sorted(c.verb.index for c in clauses)
    for clause in clauses:
        _check(clause)
    for event in find_nominal_events(sentence, (), _kind_of, {"siege"}):
        assert sentence.span.contains(event.span)


def _check(clause: Clause) -> None:
    assert clause.sentence.span.contains(clause.span)
    assert clause.negated is (clause.negation is not None)
    assert (clause.open_role is None) is not bool(clause.candidates)
    decided = clause.decide(lambda _: True)
    assert decided.open_role is None or len(clause.candidates) != 1
