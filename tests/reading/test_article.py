"""Texts in the article format: what every line becomes, and what is no article."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import SourceError
from pipeline.model.document import BlockKind, Document, Source
from pipeline.reading.article import read_article

SOURCE = Source("salt-wars", "Salt Wars", "https://example.org", None, "CC0", "Nobody", "0" * 64)


def read(text: str) -> Document:
    return read_article(SOURCE, text, "raw/salt-wars.txt")


def kinds(text: str) -> list[tuple[str, str]]:
    """Each line that is not blank: its kind and its content."""
    document = read(text)
    return [
        (block.kind.value, block.content.of(text))
        for block in document.blocks
        if block.kind is not BlockKind.BLANK
    ]


# The text below a title, and what each line of it becomes.
LINES = [
    ("", []),
    ("Roe paid.", [("paragraph", "Roe paid.")]),
    ("  Roe paid.\t", [("paragraph", "Roe paid.")]),
    ("\xa0Roe paid.\xa0", [("paragraph", "Roe paid.")]),
    ("==Siege==", [("heading", "Siege")]),
    ("== Siege ==", [("heading", "Siege")]),
    ("====  Siege of Pell ====", [("heading", "Siege of Pell")]),
    ("========= Deep =========", [("heading", "Deep")]),
    ("== 1702–1710 ==", [("heading", "1702–1710")]),
    ("== A = B ==", [("heading", "A = B")]),
    ("= Siege =", [("heading", "Siege")]),
    ("=== Siege ==", [("heading", "Siege")]),
    ("== ==", [("remainder", "== ==")]),
    ("=====", [("remainder", "=====")]),
    ("Roe == Feld", [("paragraph", "Roe == Feld")]),
    ("- A mill", [("bullet", "A mill")]),
    ("-  A mill", [("bullet", "A mill")]),
    ("* A mill", [("bullet", "A mill")]),
    ("** A mill", [("bullet", "A mill")]),
    ("• A mill", [("bullet", "A mill")]),
    ("– A mill", [("bullet", "A mill")]),
    ("- 1702", [("bullet", "1702")]),
    ("-A mill", [("paragraph", "-A mill")]),
    ("-", [("remainder", "-")]),
    ("- ", [("remainder", "-")]),
    ("- ()", [("remainder", "- ()")]),
    ("()", [("remainder", "()")]),
    ("—", [("remainder", "—")]),
    ("Roe paid.\x0cFeld left.\u2028Dray came.", [("paragraph", "Roe paid.\x0cFeld left.\u2028Dray came.")]),
    # Lists in prose are no infobox.
    ("The towns were:\n- Pell: a port\n- Corrow: a fort", [
        ("paragraph", "The towns were:"), ("bullet", "Pell: a port"), ("bullet", "Corrow: a fort")]),
    ("The war ended.\n- Pell: a port", [("paragraph", "The war ended."), ("bullet", "Pell: a port")]),
    ("- Pell: a port\n- a fort", [("bullet", "Pell: a port"), ("bullet", "a fort")]),
    ("Roe paid.\n\nTowns\n- Pell: a port", [
        ("paragraph", "Roe paid."), ("paragraph", "Towns"), ("bullet", "Pell: a port")]),
    ("== Towns ==\n- Pell: a port", [("heading", "Towns"), ("bullet", "Pell: a port")]),
    # An infobox ends where a heading, a sentence or a blank line comes.
    ("Infobox\n- Date: 1702\n\n- a mill", [
        ("infobox header", "Infobox"), ("field", "Date: 1702"), ("bullet", "a mill")]),
    ("Infobox\n- Date: 1702\n== Towns ==\n- Pell: a port", [
        ("infobox header", "Infobox"), ("field", "Date: 1702"), ("heading", "Towns"),
        ("bullet", "Pell: a port")]),
    ("Infobox\n- Date: 1702\nRoe paid.\n- Pell: a port", [
        ("infobox header", "Infobox"), ("field", "Date: 1702"), ("paragraph", "Roe paid."),
        ("bullet", "Pell: a port")]),
    # What is broken in an infobox is not lost, and not read as prose.
    ("Infobox\n- Date: 1702\n- no key here\n- \n- Place: Pell", [
        ("infobox header", "Infobox"), ("field", "Date: 1702"), ("remainder", "- no key here"),
        ("remainder", "-"), ("field", "Place: Pell")]),
    ("Infobox\n- Date: 1702\nto 1710\n- Place: Pell", [
        ("infobox header", "Infobox"), ("field", "Date: 1702"), ("remainder", "to 1710"),
        ("field", "Place: Pell")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), LINES)
def test_every_line_is_what_it_looks_like(body: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(f"= Salt Wars =\n\n{body}") == [("title", "Salt Wars"), *expected]


@pytest.mark.parametrize(
    "header",
    [
        "Infobox",
        "infobox",
        "Infobox\n",
        "Salt Wars",
        "Salt Wars\n",
        "{{Infobox war",
        "Velmoran war template",
        "",
    ],
)
def test_an_infobox_has_any_header_or_none(header: str) -> None:
    text = f"= Salt Wars =\n\n{header}\n- Date: 1702\n- Result:\n\nRoe paid."
    document = read(text)
    assert [(field.label, field.value) for field in document.fields] == [("Date", "1702"), ("Result", "")]
    assert [block.content.of(text) for block in document.prose] == ["Roe paid."]


# A field as written: its label, key, index and value.
FIELDS = [
    ("- Date: 1702", "Date", "Date", None, "1702"),
    ("- Leader2: Tamsin Roe", "Leader2", "Leader", 2, "Tamsin Roe"),
    ("- Year Leader12: 1703–1705", "Year Leader12", "Year Leader", 12, "1703–1705"),
    ("- Term Start2: 4 May 1709", "Term Start2", "Term Start", 2, "4 May 1709"),
    ("- Term Start 2: 4 May 1709", "Term Start 2", "Term Start", 2, "4 May 1709"),
    ("- Census 1702: 900", "Census 1702", "Census 1702", None, "900"),
    ("- 1702: a year", "1702", "1702", None, "a year"),
    ("- P1: Old Velmora (1690)Velmora", "P1", "P", 1, "Old Velmora (1690)Velmora"),
    ("- Signatories: Osk Feld, , Tamsin Roe", "Signatories", "Signatories", None, "Osk Feld, , Tamsin Roe"),
    ("- Parties: ,", "Parties", "Parties", None, ","),
    ("- Date: 1702-05-04", "Date", "Date", None, "1702-05-04"),
    ("- Date: 14 May 1702 ()", "Date", "Date", None, "14 May 1702 ()"),
    ("- Government Type: Regency^{a}", "Government Type", "Government Type", None, "Regency^{a}"),
    ("- Flag Type: Top: the Blue Bench, Bottom: Drovia", "Flag Type", "Flag Type", None,
     "Top: the Blue Bench, Bottom: Drovia"),
    ("- Commander2: Karsten Dray KIA, Backed by:, Drovia", "Commander2", "Commander", 2,
     "Karsten Dray KIA, Backed by:, Drovia"),
    ("- Result:", "Result", "Result", None, ""),
    ("- Result:   ", "Result", "Result", None, ""),
    ("- Result :  peace", "Result", "Result", None, "peace"),
    ("- Result:peace", "Result", "Result", None, "peace"),
    ("- Opened 10:30: the gate", "Opened 10:30", "Opened 10:30", None, "the gate"),
    ("-   Result: peace", "Result", "Result", None, "peace"),
    ("- Año: 1702", "Año", "Año", None, "1702"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "label", "key", "index", "value"), FIELDS)
@pytest.mark.parametrize("end", ["", "\n", "\r\n- Last: one"])
def test_a_field_keeps_label_and_value_as_written(
    line: str, label: str, key: str, index: int | None, value: str, end: str
) -> None:
    text = f"= Salt Wars =\n\nInfobox\n{line}{end}"
    field = read(text).fields[0]
    assert (field.label, field.key, field.index, field.value) == (label, key, index, value)
    assert field.label_span.of(text) == label
    assert field.value_span.of(text) == value
    assert field.span.of(text).startswith(label) and field.span.of(text).endswith(value or ":")
    assert field.span.contains(field.label_span) and field.span.contains(field.value_span)


def test_fields_are_numbered_in_document_order() -> None:
    fields = read("= Salt Wars =\n\nInfobox\n- B2: x\n- A1: y\n- A1: z\n").fields
    assert [(f.field_id, f.number) for f in fields] == [
        ("salt-wars/f1", 1),
        ("salt-wars/f2", 2),
        ("salt-wars/f3", 3),
    ]


def test_sections_know_their_parents() -> None:
    text = (
        "= Salt Wars =\nRoe.\n== Causes ==\n==== Tolls ====\nFeld.\n=== Salt ===\n== End ==\n= Notes =\nDray."
    )
    document = read(text)
    found = [(s.heading, s.number, s.level, s.parent_id and s.parent_id[-2:]) for s in document.sections]
    assert found == [
        ("Salt Wars", 0, 1, None),
        ("Causes", 1, 2, "s0"),
        ("Tolls", 2, 4, "s1"),
        ("Salt", 3, 3, "s1"),
        ("End", 4, 2, "s0"),
        ("Notes", 5, 1, "s0"),
    ]
    assert [(b.content.of(text), b.section_id[-2:]) for b in document.prose] == [
        ("Roe.", "s0"),
        ("Feld.", "s2"),
        ("Dray.", "s5"),
    ]
    assert document.section("salt-wars/s3").heading == "Salt"
    with pytest.raises(KeyError):
        document.section("salt-wars/s9")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff", "LINE", " LINE\t LINE"])
def test_line_ends_blank_lines_and_a_byte_order_mark_are_no_trouble(line_end: str, start: str) -> None:
    text = (start + "= Salt Wars =LINELINEInfoboxLINE- Date: 1702LINELINERoe paid.").replace("LINE", line_end)
    document = read(text)
    assert (document.title, document.fields[0].value) == ("Salt Wars", "1702")
    assert [block.content.of(text) for block in document.prose] == ["Roe paid."]
    assert [block.line_number for block in document.blocks] == list(range(1, len(document.blocks) + 1))
    assert document.title_span.of(text) == "Salt Wars"


NO_ARTICLE = [
    ("", 1),
    ("\n\n", 1),
    ("Salt Wars\n", 1),
    ("\n\nRoe paid.\n= Salt Wars =", 3),
    ("== Salt Wars ==", 1),
    ("= Salt Wars ==", 1),
    ("= Salt Wars", 1),
    ("=  =", 1),
    ("Infobox\n- Date: 1702", 1),
]


@pytest.mark.parametrize(("text", "line"), NO_ARTICLE)
def test_what_does_not_begin_with_a_title_is_no_article(text: str, line: int) -> None:
    with pytest.raises(
        SourceError, match=rf"^raw/salt-wars\.txt:{line}: expected a title such as '= Title ='"
    ) as error:
        read(text)
    assert "\n" not in str(error.value)


pieces = st.sampled_from(
    ["= T =", "==H==", "=", "- ", "* ", "A: b", "Infobox", ":", "\n", "\r\n", "\r", " ", "\t", "\ufeff",
     "\u2028", "\x0c", "Roe paid.", "()", "é", "🜔", "1702", "-", "Leader2: Roe"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(pieces).map("".join)).map(lambda text: "= T =\n" + text) | st.text())
@example("= T =\n\nInfobox\n- A" + "9" * 5000 + ": b")
@example("= T =\n- " + "a " * 5000)
@example("= T =\n" + "= " * 5000)
def test_any_text_reads_and_every_line_is_one_block(text: str) -> None:
    try:
        document = read(text)
    except SourceError as error:
        assert "\n" not in str(error)
        return
    position = 0
    for number, block in enumerate(document.blocks, 1):
        assert block.line_number == number
        assert text[position : block.span.start] in ("", "\n", "\r\n", "\r")
        assert block.span.contains(block.content)
        assert "\n" not in block.span.of(text) and "\r" not in block.span.of(text)
        position = block.span.end
    assert text[position:] in ("", "\n", "\r\n", "\r")
    assert document.sections[0].parent_id is None and document.sections[0].number == 0
    known = {section.section_id for section in document.sections}
    assert all(block.section_id in known for block in document.blocks)
    for section in document.sections:
        assert section.heading_span.of(text) == section.heading != ""
    for field in document.fields:
        assert field.label_span.of(text) == field.label != ""
        assert field.value_span.of(text) == field.value
    of_kind = [block for block in document.blocks if block.kind is BlockKind.FIELD]
    assert [block.content for block in of_kind] == [field.span for field in document.fields]
    assert len([block for block in document.blocks if block.kind is BlockKind.TITLE]) == 1
