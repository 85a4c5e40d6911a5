"""One edition of an article after another: what a careful editor would say became of the facts, and why."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.errors import UsageError, ValidationError
from pipeline.extraction import extract_document
from pipeline.model.curation import Action, Decision
from pipeline.model.document import Document
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Candidate, Fact
from pipeline.publishing.changes import Bump, Cause, FactCounts, Status
from pipeline.publishing.comparison import Comparison, compare_packages
from pipeline.publishing.versioning import find_reasons, next_version
from pipeline.tables.schemas import read_schemas, schemas_folder
from tests.publishing.editions import ARTICLE, DOCUMENT_ID, edit, make_edition

FACTS = 17
"""That the article states."""
SECOND = """= Siege of Pell =

The Siege of Pell took place in 1711. Tamsin Roe was killed at the Siege of Pell.
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_edition(tmp_path_factory.mktemp("first") / "package", {DOCUMENT_ID: ARTICLE})


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Case], Path]:
    """Gives the package of the article after an edit, each made once."""
    made: dict[str, Path] = {}

    def make(case: Case) -> Path:
        if case.name not in made:
            folder = tmp_path_factory.mktemp("edited") / "package"
            made[case.name] = make_edition(folder, {DOCUMENT_ID: edit(ARTICLE, *case.changes)})
        return made[case.name]

    return make


Compare = Callable[[Path, Path], Comparison]


@pytest.fixture
def compare() -> Iterator[Compare]:
    opened: list[Comparison] = []

    def compare_and_keep(old: Path, new: Path) -> Comparison:
        opened.append(compare_packages(old, new))
        return opened[-1]

    yield compare_and_keep
    for comparison in opened:
        comparison.close()


def bump(comparison: Comparison) -> Bump:
    return max((reason.bump for reason in find_reasons(comparison)), default=Bump.NONE)


def statements(comparison: Comparison, status: Status) -> set[str]:
    if not any(counts.table == "facts" for counts in comparison.tables):
        return set()
    return {row.label for row in comparison.row_changes("facts", status, 100)}


def causes(comparison: Comparison) -> set[str]:
    return {change.cause for change in comparison.cell_changes()}


@dataclass(frozen=True, slots=True)
class Case:
    """An edit of the article, and what is to be said of it."""

    name: str
    changes: tuple[tuple[str, str], ...]
    bump: Bump
    revised: tuple[str, ...] = ()
    """The facts as they are now."""
    lost: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    removed_rows: tuple[str, ...] = ()
    """Tables that lose rows."""
    added_rows: tuple[str, ...] = ()


CASES = (
    Case(
        "a name corrected wherever it stands",
        (("Karsten Dray", "Karsten Drey"), ("Dray", "Drey")),
        Bump.PATCH,
        revised=(
            "Karsten Drey | held office | Governor of Pell | 1702 | 1706",
            "Karsten Drey | moved | Corrow | 1706 | Pell",
            "Karsten Drey | was killed | Battle of Corrow",
            "Karsten Drey | participant | Battle of Corrow",
        ),
    ),
    Case(
        "a name corrected in one sentence, which makes it another man's",
        (("Osk Feld was deposed", "Osk Felt was deposed"),),
        Bump.MINOR,
        revised=("Osk Felt | was overthrown | 1709-04-30", "Osk Felt | left for | Pell | Halvey"),
        added_rows=("entities", "names"),
    ),
    Case(
        "a day corrected",
        (("11 August 1707", "12 August 1707"),),
        Bump.PATCH,
        revised=("Battle of Corrow | occurred | 1707-08-12",),
    ),
    Case(
        "a year corrected in the infobox",
        (("1705–1709", "1705–1708"),),
        Bump.PATCH,
        revised=("Osk Feld | held office | Regent | 1705 | 1708",),
    ),
    Case(
        "a sentence added",
        (("ruled Velmora.\n", "ruled Velmora. Drovia occupied Pell in 1708.\n"),),
        Bump.MINOR,
        new=("Drovia | occupied | Pell | 1708",),
        added_rows=(
            "coverage", "facts", "evidence", "sentences", "dates", "mentions", "territorial_changes",
        ),
    ),
    Case(
        "a sentence moved",
        (
            (" In 1706 Dray moved from Pell to Corrow.", ""),
            ("in 1706.\n", "in 1706. In 1706 Dray moved from Pell to Corrow.\n"),
        ),
        Bump.PATCH,
    ),
    Case(
        "a sentence deleted with its fact",
        ((" Drovia captured the town of Linden.", ""),),
        Bump.MAJOR,
        lost=("Drovia | captured | Linden",),
        removed_rows=(
            "coverage", "entities", "facts", "evidence", "names", "sentences", "mentions",
            "territorial_changes",
        ),
    ),
    Case(
        "the first full name changed, and the entity's id with it",
        (
            ("Tamsin Roe was appointed", "Tamsin Aldous Roe was appointed"),
            ("Leader1: Tamsin Roe", "Leader1: Tamsin Aldous Roe"),
        ),
        Bump.PATCH,
        revised=(
            "Tamsin Aldous Roe | held office | Regent | 1703 | 1705",
            "Tamsin Aldous Roe | held office | Regent of Velmora | 1703-05-04",
            "Tamsin Aldous Roe | signatory | Treaty of Linden | 1704-06-09",
        ),
    ),
    Case(
        "a sentence said in other words",
        (("left Halvey for Pell", "departed from Halvey for Pell"),),
        Bump.PATCH,
        revised=("Osk Feld | left for | Pell | Halvey",),
    ),
    Case("a heading renamed", (("== Osk Feld ==", "== Second regent =="),), Bump.PATCH),
    Case(
        "a sentence replaced by an unrelated one",
        (("Drovia captured the town of Linden.", "In 1708 Karsten Dray fled to Corrow."),),
        Bump.MAJOR,
        lost=("Drovia | captured | Linden",),
        new=("Karsten Dray | fled to | Corrow | 1708",),
        removed_rows=(
            "coverage", "entities", "facts", "evidence", "names", "sentences", "mentions",
            "territorial_changes",
        ),
        added_rows=(
            "coverage", "facts", "evidence", "sentences", "dates", "mentions", "movements",
        ),
    ),
    Case("a blank more between two paragraphs", (("\n\n== Osk", "\n\n\n== Osk"),), Bump.PATCH),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_edit(case: Case, first: Path, edited: Callable[[Case], Path], compare: Compare) -> None:
    found = compare(first, edited(case))
    assert statements(found, Status.REVISED) == set(case.revised)
    assert statements(found, Status.REMOVED) == set(case.lost)
    assert statements(found, Status.ADDED) == set(case.new)
    assert {t.table for t in found.tables if t.removed} == set(case.removed_rows)
    assert {t.table for t in found.tables if t.added} == set(case.added_rows)
    assert bump(found) is case.bump
    assert causes(found) == {Cause.SOURCE_TEXT.value}
    assert not found.schema_changes
    facts = found.facts
    assert facts.kept + facts.moved + facts.revised + facts.lost == FACTS
    assert (facts.revised, facts.lost, facts.new) == (len(case.revised), len(case.lost), len(case.new))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_edit_undone(case: Case, first: Path, edited: Callable[[Case], Path], compare: Compare) -> None:
    there, back = compare(first, edited(case)), compare(edited(case), first)
    assert [(t.table, t.added, t.removed, t.revised, t.moved) for t in there.tables] == [
        (t.table, t.removed, t.added, t.revised, t.moved) for t in back.tables
    ]
    assert Counter(
        (c.table, c.key, c.previous_key, c.column, c.old, c.new) for c in there.cell_changes()
    ) == (Counter((c.table, c.previous_key, c.key, c.column, c.new, c.old) for c in back.cell_changes()))


def test_every_fact_is_told(first: Path, tmp_path: Path) -> None:
    text = edit(ARTICLE, ("11 August", "12 August"), (" Drovia captured the town of Linden.", ""))
    second = make_edition(tmp_path / "second", {DOCUMENT_ID: text})
    before, after = (read_ids(package) for package in (first, second))
    with compare_packages(first, second, list_kept=True) as found:
        told = list(found.fact_changes())
        assert sorted(fact.old_id for fact in told if fact.old_id) == sorted(before)
        assert sorted(fact.new_id for fact in told if fact.new_id) == sorted(after)
        counted = Counter(fact.status for fact in told)
        assert found.facts == FactCounts(
            counted["kept"], counted["moved"], counted["revised"], counted["lost"], counted["new"]
        )
    assert counted["kept"] and counted["moved"] and counted["revised"] == 1 and counted["lost"] == 1
    for fact in told:
        if fact.status in ("kept", "moved"):
            assert fact.old_id == fact.new_id
        assert (fact.cause is None) == (fact.status == "kept")


def read_ids(package: Path) -> list[str]:
    with (package / "data" / "facts.csv").open(encoding="utf-8", newline="") as stream:
        return [row["fact_id"] for row in csv.DictReader(stream)]


def test_an_entity_with_another_id_is_why_its_facts_are_revised(
    first: Path, tmp_path: Path, compare: Compare
) -> None:
    # The text of this sentence is as it was; only who Roe is was said otherwise before it.
    text = edit(ARTICLE, *CASES[7].changes)
    found = compare(first, make_edition(tmp_path / "second", {DOCUMENT_ID: text}))
    renamed = (f"{DOCUMENT_ID}/tamsin-roe", f"{DOCUMENT_ID}/tamsin-aldous-roe")
    revised = [fact for fact in found.fact_changes() if fact.status == "revised"]
    assert len(revised) == 3
    assert all(fact.renamed == (renamed,) and fact.cause is Cause.SOURCE_TEXT for fact in revised)
    assert all(fact.old_id != fact.new_id for fact in revised)


def test_a_package_is_the_same_as_itself(first: Path, tmp_path: Path, compare: Compare) -> None:
    shutil.copytree(first, tmp_path / "copy")
    describe(tmp_path / "copy", lambda d: d.update(version="1.2.0", created="2026-01-02"))
    for other in (first, tmp_path / "copy"):
        found = compare(first, other)
        assert found.is_same
        assert list(found.cell_changes()) == []
        assert found.facts == FactCounts(FACTS, 0, 0, 0, 0)


def describe(package: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = package / "datapackage.json"
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")


def test_an_article_more_and_one_less(first: Path, tmp_path: Path, compare: Compare) -> None:
    both = make_edition(tmp_path / "both", {DOCUMENT_ID: ARTICLE, "siege-of-pell": SECOND})
    more, less = compare(first, both), compare(both, first)
    assert (bump(more), bump(less)) == (Bump.MINOR, Bump.MAJOR)
    assert more.facts == FactCounts(FACTS, 0, 0, 0, less.facts.lost)
    assert less.facts.kept == FACTS and less.facts.lost
    assert causes(more) == causes(less) == {Cause.SOURCE_TEXT.value}


# --- the same text, read otherwise ------------------------------------------------------------------------


def read_without(kind: str) -> Callable[[Document], Extraction]:
    def read(document: Document) -> Extraction:
        extraction = extract_document(document)
        return replace(extraction, facts=tuple(fact for fact in extraction.facts if fact.kind != kind))

    return read


def read_changed(change: Callable[[Fact], Fact]) -> Callable[[Document], Extraction]:
    def read(document: Document) -> Extraction:
        extraction = extract_document(document)
        return replace(extraction, facts=tuple(map(change, extraction.facts)))

    return read


def test_a_rule_that_reads_less_or_more(first: Path, tmp_path: Path, compare: Compare) -> None:
    second = make_edition(tmp_path / "second", {DOCUMENT_ID: ARTICLE}, read=read_without("recognitions"))
    less, more = compare(first, second), compare(second, first)
    assert (bump(less), bump(more)) == (Bump.MAJOR, Bump.MINOR)
    assert statements(less, Status.REMOVED) == {"Drovia | recognized | Regency of Velmora | 1706"}
    assert causes(less) == causes(more) == {Cause.RULES.value}


def test_a_rule_that_reads_otherwise(first: Path, tmp_path: Path, compare: Compare) -> None:
    def leave_out_place(fact: Fact) -> Fact:
        if fact.kind != "movements":
            return fact
        kept = tuple(evidence for evidence in fact.evidence if evidence.field != "place")
        return replace(fact, place=None, evidence=kept)

    second = make_edition(tmp_path / "second", {DOCUMENT_ID: ARTICLE}, read=read_changed(leave_out_place))
    found = compare(first, second)
    assert statements(found, Status.REVISED) == {
        "Karsten Dray | moved | Corrow | 1706",
        "Osk Feld | left for | Pell",
    }
    assert (found.facts.revised, found.facts.lost, found.facts.new) == (2, 0, 0)
    assert causes(found) == {Cause.RULES.value}
    revised = {row.label: row.cells for row in found.row_changes("facts", Status.REVISED, 9)}
    assert ("place", "Halvey", None) in revised["Osk Feld | left for | Pell"]


def test_a_rule_and_the_text_are_told_apart(tmp_path: Path, compare: Compare) -> None:
    text = edit(ARTICLE, ("11 August 1707", "12 August 1707"))
    texts = {DOCUMENT_ID: text, "siege-of-pell": SECOND}
    old = make_edition(tmp_path / "old", {DOCUMENT_ID: ARTICLE, "siege-of-pell": SECOND})
    second = make_edition(tmp_path / "second", texts, read=read_without("outcomes"))
    found = compare(old, second)
    told = {row.label: row.cause for row in found.row_changes("facts", Status.REVISED, 9)}
    told |= {row.label: row.cause for row in found.row_changes("facts", Status.REMOVED, 9)}
    assert told == {
        "Battle of Corrow | occurred | 1707-08-12": Cause.SOURCE_TEXT,
        "Karsten Dray | was killed | Battle of Corrow": Cause.RULES,
        "Osk Feld | was overthrown | 1709-04-30": Cause.RULES,
        "Tamsin Roe | was killed | Siege of Pell": Cause.RULES,
    }


def test_one_fact_read_as_two_was_split(first: Path, tmp_path: Path, compare: Compare) -> None:
    def read(document: Document) -> Extraction:
        extraction = extract_document(document)
        facts: list[Fact] = []
        for fact in extraction.facts:
            if (
                fact.kind == "tenures"
                and fact.end is not None
                and "Governor" in (fact.object or fact.subject).text
            ):
                facts += [replace(fact, end=None), replace(fact, start=None)]
            else:
                facts.append(fact)
        return replace(extraction, facts=tuple(facts))

    second = make_edition(tmp_path / "second", {DOCUMENT_ID: ARTICLE}, read=read)
    split, merged = compare(first, second), compare(second, first)
    assert [(group.table, group.was_split) for group in split.regroupings] == [("facts", True)]
    assert [(group.table, group.was_split) for group in merged.regroupings] == [("facts", False)]
    assert (bump(split), bump(merged)) == (Bump.MAJOR, Bump.MAJOR)


# --- decisions of persons ---------------------------------------------------------------------------------


def decide(action: Action, item_id: str, quote: str) -> Decision:
    return Decision("curation.csv:2", action, item_id, "it is another treaty", "Ann Onym", quote)


def test_a_rejected_fact_is_gone_by_curation(first: Path, tmp_path: Path, compare: Compare) -> None:
    with (first / "data" / "facts.csv").open(encoding="utf-8", newline="") as stream:
        fact = next(row for row in csv.DictReader(stream) if row["kind"] == "recognitions")
    decision = decide(Action.REJECT, fact["fact_id"], fact["quote"])
    second = make_edition(tmp_path / "second", {DOCUMENT_ID: ARTICLE}, decisions=[decision])
    found = compare(first, second)
    assert causes(found) == {Cause.CURATION.value}
    assert statements(found, Status.REMOVED) == {"Drovia | recognized | Regency of Velmora | 1706"}
    assert bump(found) is Bump.MAJOR
    back = compare(second, first)
    assert (causes(back), bump(back)) == ({Cause.CURATION.value}, Bump.MINOR)


def read_with_candidates(document: Document) -> Extraction:
    extraction = extract_document(document)
    held = [fact for fact in extraction.facts if fact.kind == "recognitions"]
    return replace(
        extraction,
        facts=tuple(fact for fact in extraction.facts if fact.kind != "recognitions"),
        candidates=(*extraction.candidates, *(Candidate(fact, "doubt") for fact in held)),
    )


def test_an_accepted_candidate_is_new_by_curation(tmp_path: Path, compare: Compare) -> None:
    old = make_edition(tmp_path / "old", {DOCUMENT_ID: ARTICLE}, read=read_with_candidates)
    with (old / "review.csv").open(encoding="utf-8", newline="") as stream:
        (candidate,) = csv.DictReader(stream)
    decision = decide(Action.ACCEPT, candidate["candidate_id"], candidate["quote"])
    new = make_edition(
        tmp_path / "new", {DOCUMENT_ID: ARTICLE}, read=read_with_candidates, decisions=[decision]
    )
    found = compare(old, new)
    assert statements(found, Status.ADDED) == {"Drovia | recognized | Regency of Velmora | 1706"}
    assert (causes(found), bump(found)) == ({Cause.CURATION.value}, Bump.MINOR)


# --- schemas ----------------------------------------------------------------------------------------------


def test_a_column_added(first: Path, tmp_path: Path, compare: Compare) -> None:
    folder = tmp_path / "schemas"
    shutil.copytree(schemas_folder(), folder)
    schema = json.loads((folder / "tenures.json").read_text("utf-8"))
    field = {"name": "standing", "type": "string", "title": "Standing", "description": "How it is held.",
             "from": "certainty"}  # fmt: skip
    schema["fields"].insert(6, field)
    (folder / "tenures.json").write_text(json.dumps(schema), "utf-8")
    second = make_edition(tmp_path / "second", {DOCUMENT_ID: ARTICLE}, schemas=read_schemas(folder))
    found, back = compare(first, second), compare(second, first)
    assert (bump(found), bump(back)) == (Bump.MAJOR, Bump.MAJOR)
    assert [(c.table, c.column, c.part) for c in found.schema_changes] == [("tenures", "standing", "added")]
    assert [(c.table, c.column, c.part) for c in back.schema_changes] == [("tenures", "standing", "removed")]
    # Its cells are new, but no row of what was there before is another one.
    assert found.tables == ()
    assert causes(found) == {Cause.SCHEMA.value}
    assert next_version(found, "1.4.2", None).version == "2.0.0"


def test_a_table_added(first: Path, tmp_path: Path, compare: Compare) -> None:
    folder = tmp_path / "schemas"
    shutil.copytree(schemas_folder(), folder)
    schema = json.loads((folder / "tenures.json").read_text("utf-8")) | {"name": "reigns", "title": "Reigns"}
    (folder / "reigns.json").write_text(json.dumps(schema), "utf-8")
    second = make_edition(tmp_path / "second", {DOCUMENT_ID: ARTICLE}, schemas=read_schemas(folder))
    assert bump(compare(first, second)) is Bump.MINOR
    assert bump(compare(second, first)) is Bump.MAJOR


# --- what is no package -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("break_it", "error"),
    [
        (lambda p: shutil.rmtree(p), UsageError),
        (lambda p: (p / "datapackage.json").unlink(), UsageError),
        (lambda p: (p / "datapackage.json").write_text("{"), ValidationError),
        (lambda p: (p / "datapackage.json").write_text('{"resources": [{"name": "a", "path": "a.csv"}]}'),
         ValidationError),
        (lambda p: (p / "data" / "facts.csv").unlink(), ValidationError),
        (lambda p: (p / "data" / "facts.csv").write_text("fact_id\n"), ValidationError),
        (lambda p: flip(p / "data" / "entities.csv"), ValidationError),
    ],
)  # fmt: skip
def test_a_broken_package(
    break_it: Callable[[Path], object], error: type[Exception], first: Path, tmp_path: Path
) -> None:
    shutil.copytree(first, tmp_path / "broken")
    break_it(tmp_path / "broken")
    for pair in ((first, tmp_path / "broken"), (tmp_path / "broken", first)):
        with pytest.raises(error):
            compare_packages(*pair)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
