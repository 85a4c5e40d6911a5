"""What a person decides of candidates and facts is done, and is refused where it meets nothing."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.build import build
from pipeline.errors import ValidationError
from pipeline.lexicon.predicates import predicates
from pipeline.model.evidence import Basis
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Candidate, Fact
from pipeline.reading.curation import read_curation
from pipeline.reconciliation.curation import curate
from pipeline.reconciliation.identity import candidate_id, fact_id
from pipeline.tables.rows import make_tables
from pipeline.tables.schemas import read_schemas
from pipeline.validation.evidence import check_evidence
from tests.facts.article import CONTEXT, extract_article, make_article, whole_span

HEADER = "action,id,reason,author,expected_quote\n"
TEXT = (
    "On 3 May 1704 Osk Feld left Pell for Halvey. Osk Feld served as mayor of Halvey from 1702 to 1705. "
    "The Treaty of Pell was signed."
)


@pytest.fixture(scope="module")
def read() -> Extraction:
    return extract_article(make_article(TEXT, context=CONTEXT))


def decide(folder: Path, read: Extraction, *rows: tuple[str, str, str]) -> Extraction:
    lines = [f'{action},{item},I was there,Nobody,"{quote}"\n' for action, item, quote in rows]
    (folder / "curation.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    [curated] = curate([read], read_curation(folder))
    return curated


def row_of(read: Extraction, action: str, item: Fact | Candidate) -> tuple[str, str, str]:
    fact = item.fact if isinstance(item, Candidate) else item
    item_id = candidate_id(item) if isinstance(item, Candidate) else fact_id(item)
    return action, item_id, whole_span(fact).of(read.document.text)


def a_candidate(read: Extraction) -> Candidate:
    return next(c for c in read.candidates if c.fact.kind == "agreements")


def a_fact(read: Extraction) -> Fact:
    return next(f for f in read.facts if f.kind == "tenures")


def test_without_decisions_nothing_changes(read: Extraction, tmp_path: Path) -> None:
    assert decide(tmp_path, read) is read
    assert read_curation(tmp_path / "nowhere") == ()


def test_an_accepted_candidate_is_a_curated_fact(read: Extraction, tmp_path: Path) -> None:
    candidate = a_candidate(read)
    curated = decide(tmp_path, read, row_of(read, "accept", candidate))
    [fact] = [f for f in curated.facts if fact_id(f) == fact_id(candidate.fact)]
    assert {e.basis for e in fact.evidence} == {Basis.CURATED}
    assert candidate not in curated.candidates
    tables = make_tables([curated], predicates(), read_schemas())
    assert check_evidence(tables, {"case": read.document.text}) == []
    bases = tables.table("evidence").columns("fact_id", "basis")
    assert ("curated" in [b for i, b in bases if i == fact_id(fact)]) is True


def test_a_rejected_fact_is_gone(read: Extraction, tmp_path: Path) -> None:
    fact = a_fact(read)
    curated = decide(tmp_path, read, row_of(read, "reject", fact))
    assert len(curated.facts) == len(read.facts) - 1
    assert fact_id(fact) not in map(fact_id, curated.facts)


def test_a_rejected_candidate_leaves_the_review_list(read: Extraction, tmp_path: Path) -> None:
    candidate = a_candidate(read)
    curated = decide(tmp_path, read, row_of(read, "reject", candidate))
    assert candidate not in curated.candidates
    assert curated.facts == read.facts


def test_an_accepted_fact_is_vouched_for(read: Extraction, tmp_path: Path) -> None:
    fact = a_fact(read)
    curated = decide(tmp_path, read, row_of(read, "accept", fact))
    [same] = [f for f in curated.facts if fact_id(f) == fact_id(fact)]
    assert {e.basis for e in same.evidence} == {Basis.CURATED}


def test_what_meets_nothing_is_refused(read: Extraction, tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match=r"curation\.csv:2: no candidate and no fact has the id 0123"):
        decide(tmp_path, read, ("accept", "0123456789abcdef", "Pell"))


def test_another_quote_is_refused(read: Extraction, tmp_path: Path) -> None:
    action, item, _ = row_of(read, "reject", a_fact(read))
    with pytest.raises(ValidationError, match="was decided for 'Feld' and is now"):
        decide(tmp_path, read, (action, item, "Feld"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "expected the columns action, id, reason, author, expected_quote, found none"),
        ("id,action\n", "expected the columns"),
        (HEADER + "accept,1\n", r":2: expected 5 values, found 2"),
        (HEADER + "praise,1,a,b,c\n", "expected accept or reject, found 'praise'"),
        (HEADER + "accept,1,,b,c\n", "reason is empty"),
        (HEADER + "accept,1,a, ,c\n", "author is empty"),
        (HEADER + "accept,1,a,b,c\nreject,1,a,b,c\n", r":3: 1 is decided at .*:2 as well"),
        (HEADER + 'accept,1,a,b,"c\n', "unexpected end of data"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "curation.csv").write_text(content, encoding="utf-8")
    with pytest.raises(ValidationError, match=message):
        read_curation(tmp_path)


def test_the_project_ships_a_header_only() -> None:
    path = Path(__file__).parents[2] / "raw" / "curation.csv"
    assert path.read_text(encoding="utf-8") == HEADER


def test_a_build_ends_where_a_decision_meets_nothing(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    text = make_article(TEXT, context=CONTEXT)
    (raw / "case.txt").write_text(text, encoding="utf-8")
    digest = sha256(text.encode("utf-8")).hexdigest()
    (raw / "sources.csv").write_text(
        "document_id,title,url,revision,licence,attribution,sha256\n"
        f"case,Case,https://example.org,,CC0,Nobody,{digest}\n",
        encoding="utf-8",
    )
    (raw / "curation.csv").write_text(HEADER + "reject,0123456789abcdef,a,b,c\n", encoding="utf-8")
    with pytest.raises(ValidationError, match="no candidate and no fact") as caught:
        build(raw, tmp_path / "out", lambda _: None)
    assert caught.value.exit_code == 5
    assert not (tmp_path / "out").exists()
