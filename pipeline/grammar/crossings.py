"""A clause in, out whether its subject may be another noun than the one that the parse gives it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.arguments import is_verb, list_verbs
from pipeline.grammar.clause import Clause, SubjectSource
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

RELATIVE_TAGS = frozenset({"WP", "WDT", "WP$"})


def subject_doubts(clause: Clause) -> Iterator[str]:
    """Yield the gates that a clause fails whose subject may be another: across a relative clause (`met Feld,
    who was ill, and promised help`), across quotation marks, beside an infinitive (`told Feld to wait,
    promising help`)."""
    sentence, verb = clause.sentence, clause.verb
    if clause.subject_source is SubjectSource.COORDINATION:
        earlier = [t for t in list_verbs(sentence, verb) if t.index < verb.index]
        bearers = [t for t in earlier if any(c.dependency == "nsubj" for c in sentence.children(t))]
        start = bearers[-1].index if bearers else sentence.head(verb).index
        if any(t.tag in RELATIVE_TAGS for t in sentence.tokens[start : verb.index]):
            yield "relative between"
    parent = clause.parent
    is_aside = verb.dependency == "advcl" and verb.tag == "VBG" and parent is not None and is_verb(parent)
    if is_aside and parent is not None and parent.tag in ("VB", "VBG") and _has_another(sentence, parent):
        yield "participle of an infinitive"
    if verb.dependency == "pcomp" and _is_infinitive(sentence, sentence.head(sentence.head(verb))):
        yield "participle of an infinitive"
    quoted = [q for q in _quotations(sentence) if not q.contains(verb.span)]
    if any(q.contains(t.span) for q in quoted for t in clause.subjects if t.index < verb.index):
        yield "subject in a quotation"


def _has_another(sentence: Sentence, verb: Token) -> bool:
    """Whether the clause above an infinitive or gerund has an object, which may be who does it: `told Feld to
    wait`; not `continued advancing`."""
    if verb.dependency not in ("xcomp", "pcomp", "ccomp"):
        return False
    above = sentence.head(verb) if verb.dependency != "pcomp" else sentence.head(sentence.head(verb))
    holders = (above, verb) if is_verb(above) else ()
    labels = {(h.index, t.dependency) for h in holders for t in sentence.children(h)}
    return any((above.index, d) in labels for d in ("dobj", "dative")) or (verb.index, "nsubj") in labels


def _is_infinitive(sentence: Sentence, verb: Token) -> bool:
    return any(t.tag == "TO" and t.dependency == "aux" for t in sentence.children(verb))


def _quotations(sentence: Sentence) -> list[Span]:
    marks = [t for t in sentence.tokens if t.text in ('"', "“", "”")]
    return [
        Span(opening.span.start, closing.span.end)
        for opening, closing in zip(marks[::2], marks[1::2], strict=False)
    ]
