"""Change what a fact was read from, read again, and see whether the row follows, turns or vanishes.

A row that does not follow its evidence was not read from it. For every published fact of the sources in
RAW, its sentence (or infobox line) is changed in one way at a time: another name of the same kind for the
subject, then for the object; another year; a plain negation; the sentence gone. The changed article is read
anew, and the row must have the new name or year, must be denied or gone, must be gone. No gold is needed.

    python benchmarks/countertest.py RAW [--document ID] [--kind KIND] [--failures]

prints, by kind and change, the share that passed, and every fact that did not (`--failures`). A change that
does not apply is left out: a subject that is a pronoun or a description is not swapped, a fact without a
verb in its quote is not negated, a fact stated twice does not go with one sentence.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.extraction import extract_document
from pipeline.model.document import Document
from pipeline.model.entity import EntityKind, MentionForm
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Certainty, Fact
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token
from pipeline.reading.article import read_article
from pipeline.reading.sources import read_sources, read_text

CHANGES = ("subject", "object", "year", "negation", "gone")
YEARS_LATER = 11
"""Far enough that a changed year is no other year of most articles, near enough for its century."""
FINITE = frozenset({"VBD", "VBZ", "VBP"})
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Trial:
    """One change of one fact."""

    fact: Fact
    change: str
    text: str
    """The changed article."""
    unit: Span
    """Where the changed sentence or line stands in it."""
    expected: str
    """The new name or the new EDTF date; empty where the row must turn or vanish."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a trial."""

    document_id: str
    kind: str
    change: str
    passed: bool
    row: str


def trials(document: Document, extraction: Extraction) -> Iterator[Trial]:
    """Yield every change that applies to every published fact."""
    units = [s.span for s in extraction.sentences] + [f.span for f in document.fields]
    for fact in extraction.facts:
        if fact.certainty is not Certainty.ASSERTED or fact.negated:
            continue
        whole = [e.span for e in fact.evidence if e.field is None]
        unit = next((u for u in units if u.contains(whole[0])), None)
        if unit is None:
            continue
        yield from _name_trials(document, extraction, fact, unit)
        yield from _year_trials(document, fact, unit)
        sentence = next((s for s in extraction.sentences if s.span == unit), None)
        if sentence is not None:
            yield from _negation_trials(document, fact, sentence, whole[0])
        if all(unit.contains(span) for span in whole):
            yield _changed(document, fact, "gone", unit, unit, "")


def _name_trials(document: Document, extraction: Extraction, fact: Fact, unit: Span) -> Iterator[Trial]:
    names = {m.span for m in extraction.mentions if m.form is MentionForm.NAME}
    kinds = {e.entity_id: e.kind for e in extraction.entities}
    for part in ("subject", "object"):
        reference = fact.subject if part == "subject" else fact.object
        places = [e.span for e in fact.evidence if e.field == part and unit.contains(e.span)]
        if reference is None or reference.entity_id is None or not places or places[0] not in names:
            continue
        whole = next(
            (e.span for e in fact.evidence if e.field == ("object" if part == "subject" else "subject")), None
        )
        if whole is not None and places[0].contains(whole):
            continue  # "the Battle of Halvey" is a battle by its own name, not by another
        other = _other_name(document, extraction, kinds[reference.entity_id], unit, fact)
        if other is not None:
            yield _changed(document, fact, part, unit, places[0], other)


def _other_name(
    document: Document, extraction: Extraction, kind: EntityKind, unit: Span, fact: Fact
) -> str | None:
    """The first full name of another entity of the kind that neither fact nor sentence speaks of."""
    taken = {fact.subject.entity_id, fact.object.entity_id if fact.object else None}
    here = unit.of(document.text)
    for entity in extraction.entities:
        name = entity.name
        # Descriptions ("the Velmoran government") are no names that could stand anywhere.
        named = name[0].isupper() and name.split()[-1][0].isupper() and "(" not in name
        said = named and entity.span.of(document.text) == name
        if entity.kind is kind and entity.entity_id not in taken and said and entity.name not in here:
            if any(word in here.split() for word in entity.name.split() if word[0].isupper()):
                continue
            return entity.name
    return None


def _year_trials(document: Document, fact: Fact, unit: Span) -> Iterator[Trial]:
    for date in (fact.start, fact.end):
        match = YEAR.search(date.text) if date is not None and unit.contains(date.span) else None
        if date is None or match is None or str(int(match[0])) not in date.edtf:
            continue
        year = str(int(match[0]) + YEARS_LATER)
        span = Span(date.span.start + match.start(), date.span.start + match.end())
        yield _changed(document, fact, "year", unit, span, year)
        return


def _negation_trials(document: Document, fact: Fact, sentence: Sentence, whole: Span) -> Iterator[Trial]:
    verb = _only_verb(sentence, whole)
    if verb is None:
        return
    helpers = [
        t for t in sentence.children(verb) if t.dependency in ("aux", "auxpass") and t.index < verb.index
    ]
    if helpers or verb.lemma == "be":
        place = (helpers[0] if helpers else verb).span
        words = f"{place.of(document.text)} not"
    elif verb.tag == "VBD":
        place, words = verb.span, f"did not {verb.lemma}"
    else:
        return
    yield _changed(document, fact, "negation", sentence.span, place, words, expected="")


def _only_verb(sentence: Sentence, whole: Span) -> Token | None:
    """The one verb of the fact's words; None where there is none, or several that might state it."""
    inside = [t for t in sentence.tokens if whole.contains(t.span) and t.part_of_speech in ("VERB", "AUX")]
    main = [t for t in inside if t.dependency not in ("aux", "auxpass")]
    return main[0] if len(main) == 1 and (main[0].tag in FINITE or _is_helped(sentence, main[0])) else None


def _is_helped(sentence: Sentence, verb: Token) -> bool:
    return any(t.dependency in ("aux", "auxpass") and t.tag in FINITE for t in sentence.children(verb))


def _changed(
    document: Document,
    fact: Fact,
    change: str,
    unit: Span,
    place: Span,
    words: str,
    expected: str | None = None,
) -> Trial:
    text = document.text[: place.start] + words + document.text[place.end :]
    longer = len(words) - len(place)
    return Trial(
        fact, change, text, Span(unit.start, unit.end + longer), words if expected is None else expected
    )


def run_trial(document: Document, trial: Trial) -> Outcome:
    """Read the changed article and say whether the row did what it must."""
    source = replace(document.source, sha256="")
    again = extract_document(read_article(source, trial.text, "changed"))
    here = [
        f for f in again.facts if any(e.field is None and e.span.overlaps(trial.unit) for e in f.evidence)
    ]
    fact = trial.fact
    alike = [f for f in here if (f.kind, f.predicate) == (fact.kind, fact.predicate) and _is_plain(f)]
    if trial.change in ("subject", "object"):
        follows = [
            f
            for f in alike
            if _name(f, trial.change) == trial.expected and _rest_is_same(f, fact, trial.change)
        ]
        stays = [
            f
            for f in alike
            if _name(f, trial.change) == _name(fact, trial.change) and _rest_is_same(f, fact, trial.change)
        ]
        passed = bool(follows) and not stays
    elif trial.change == "year":
        dates = [d.edtf for f in alike if _key(f) == _key(fact) for d in (f.start, f.end) if d is not None]
        passed = any(trial.expected in d for d in dates)
    else:
        passed = not any(_key(f) == _key(fact) and _edtf(f) == _edtf(fact) for f in alike)
    row = " | ".join((fact.subject.text, fact.predicate, _name(fact, "object"), _edtf(fact)))
    row += f" -> {trial.expected or trial.change}"
    return Outcome(document.document_id, fact.kind, trial.change, passed, row)


def _is_plain(fact: Fact) -> bool:
    return fact.certainty is Certainty.ASSERTED and not fact.negated


def _name(fact: Fact, part: str) -> str:
    reference = fact.subject if part == "subject" else fact.object
    return reference.text if reference is not None else ""


def _rest_is_same(one: Fact, other: Fact, part: str) -> bool:
    if other.kind == "governments":
        return True  # a government that is only described is called by its head or seat, and follows it
    rest = "object" if part == "subject" else "subject"
    # A birth or a founding is called by whom it befell, and follows it.
    following = _name(other, rest).replace(_name(other, part), _name(one, part))
    return _name(one, rest) in (_name(other, rest), following)


def _key(fact: Fact) -> tuple[str, str]:
    return _name(fact, "subject"), _name(fact, "object")


def _edtf(fact: Fact) -> str:
    return "/".join(d.edtf if d is not None else "" for d in (fact.start, fact.end))


_DOCUMENT: list[Document] = []


def _start_worker(document: Document) -> None:
    _DOCUMENT[:] = [document]


def _work(trial: Trial) -> Outcome:
    return run_trial(_DOCUMENT[0], trial)


def test_document(document: Document, kinds: Sequence[str], processes: int) -> list[Outcome]:
    """Return the outcomes of all trials of one document, in the order of its facts."""
    found = [t for t in trials(document, extract_document(document)) if not kinds or t.fact.kind in kinds]
    with ProcessPoolExecutor(processes, initializer=_start_worker, initargs=(document,)) as pool:
        return list(pool.map(_work, found, chunksize=4))


def print_outcomes(outcomes: Sequence[Outcome], show_failures: bool) -> None:
    """Print the shares by kind and change, and the failures where wanted."""
    if show_failures:
        for outcome in outcomes:
            if not outcome.passed:
                print(f"FAILED {outcome.document_id} {outcome.kind} {outcome.change}: {outcome.row}")
    counts = Counter((o.kind, o.change, o.passed) for o in outcomes)
    print(f"{'kind':22}" + "".join(f"{c:>16}" for c in CHANGES) + f"{'all':>16}")
    for kind in [*sorted({o.kind for o in outcomes}), "all"]:
        cells = []
        for change in (*CHANGES, "all"):
            right = sum(
                n for (k, c, p), n in counts.items() if p and kind in (k, "all") and change in (c, "all")
            )
            count = sum(n for (k, c, _), n in counts.items() if kind in (k, "all") and change in (c, "all"))
            cells.append(f"{right}/{count} {100 * right / count:5.1f} %" if count else "-")
        print(f"{kind:22}" + "".join(f"{cell:>16}" for cell in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("raw", type=Path, help="a folder of sources with its sources.csv")
    parser.add_argument("--document", action="append", help="only this document id; may be given again")
    parser.add_argument(
        "--kind", action="append", default=[], help="only this kind of fact; may be given again"
    )
    parser.add_argument("--failures", action="store_true", help="print every fact that did not follow")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    outcomes: list[Outcome] = []
    for source in read_sources(arguments.raw):
        if not arguments.document or source.document_id in arguments.document:
            text = read_text(arguments.raw, source)
            document = read_article(source, text, arguments.raw / f"{source.document_id}.txt")
            outcomes += test_document(document, arguments.kind, arguments.processes)
    print_outcomes(outcomes, arguments.failures)


if __name__ == "__main__":
    main()
