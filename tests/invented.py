"""An invented article with all that was read from it, made by hand; and a second one, of before year 1."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pipeline.model.date import CalendarDay, DateMention, PartialDate, Resolution
from pipeline.model.document import BlockKind, Document, Source
from pipeline.model.entity import Entity, EntityKind, Mention, MentionForm, Name, NameType
from pipeline.model.evidence import Basis, Evidence
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Candidate, Cell, Certainty, Fact, Reference, UnreadTrigger
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence
from pipeline.reading.article import read_article

VELMORA = """= Velmoran Regency =

Infobox
- Title Leader: Regent
- Leader1: Tamsin Roe
- Year Leader1: 1703–1705
- Date Event1: 9 May
- Year Event1: 1704
- Flag:

The Storming of Halvey took place at Halvey on May 2, 1704. The Velmoran Guard attacked "the keep, or mill".

== Regency ==
The Blue Bench (Bancu Azura) sat in Halvey from 1702 to 1710. Drovia recognized the Blue Bench in May 1703.
Osk Feld did not recognize the Blue Bench. Six days later, it rained.

=== Aftermath ===
- Karsten Dray was to become Keeper of Pell by early 1707.
- Dray, now Keeper of Halvey since 1706 and still today, laughed.
"""

LINDEN = """= Siege of Linden =

The Siege of Linden took place in 264 BC.
"""


class Reader:
    """Builds an Extraction of a text, with every span found by its words."""

    def __init__(self, document_id: str, text: str) -> None:
        digest = hashlib.sha256(text.encode()).hexdigest()
        source = Source(
            document_id,
            text.partition("\n")[0].strip("= "),
            f"https://example.org/wiki/{document_id}",
            None,
            "CC BY-SA 4.0",
            "Example Wiki contributors",
            digest,
        )
        self.document = read_article(source, text, document_id)
        self.text = text
        self.dates: list[DateMention] = []
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.names: list[Name] = []
        self.facts: list[Fact] = []
        self.candidates: list[Candidate] = []
        self.unread: list[UnreadTrigger] = []

    def at(self, words: str, nth: int = 1) -> Span:
        """Return where `words` stand for the `nth` time."""
        start = -1
        for _ in range(nth):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def entity(self, kind: EntityKind, name: str, nth: int = 1) -> Reference:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        entity_id = f"{self.document.document_id}/{slug}"
        span = self.at(name, nth)
        self.entities.append(Entity(entity_id, kind, name, None, span))
        self.mentions.append(Mention(span, name, MentionForm.NAME, entity_id, (), "full name"))
        self.names.append(Name(entity_id, name, NameType.CANONICAL, span))
        return Reference(name, entity_id)

    def date(
        self, words: str, edtf: str, earliest: str | None, latest: str | None, within: str = ""
    ) -> PartialDate:
        outer = self.at(within or words)
        start = self.text.index(words, outer.start)
        return PartialDate(
            words, edtf, day(earliest), day(latest), Span(start, start + len(words)), "explicit"
        )

    def mention_date(
        self, date: PartialDate, *, anchor: Span | None = None, vague: str | None = None
    ) -> None:
        resolution = Resolution.VAGUE if vague else Resolution.RELATIVE if anchor else Resolution.EXPLICIT
        self.dates.append(
            DateMention(
                span=date.span,
                text=date.text,
                edtf=None if vague else date.edtf,
                earliest=date.earliest,
                latest=date.latest,
                start=None if vague else date,
                end=None,
                parts=() if vague else (date,),
                modifier=None,
                day_part=None,
                duration=None,
                resolution=resolution,
                anchor=anchor,
                vague=vague,
            )
        )

    def fact(
        self,
        kind: str,
        subject: Reference,
        predicate: str,
        obj: Reference | None,
        whole: str,
        *,
        start: PartialDate | None = None,
        end: PartialDate | None = None,
        place: Reference | None = None,
        cells: tuple[Cell, ...] = (),
        negated: bool = False,
        certainty: Certainty = Certainty.ASSERTED,
        about: str | None = None,
        qualifier: str | None = None,
    ) -> Fact:
        """Return a fact whose parts are all attested inside `whole`."""
        span = self.at(whole)
        evidence = [Evidence(None, span, Basis.NORMALIZED, "clause")]
        parts = [
            ("subject", subject),
            ("object", obj),
            ("place", place),
            *((c.column, c.value) for c in cells),
        ]
        for field, reference in parts:
            if reference is not None:
                inner = whole.find(reference.text)
                found = (
                    Span(span.start + inner, span.start + inner + len(reference.text)) if inner >= 0 else span
                )
                basis = Basis.LITERAL if inner >= 0 else Basis.INFERRED
                evidence.append(Evidence(field, found, basis, None if inner >= 0 else "test"))
        for field, date in (("start", start), ("end", end)):
            if date is not None:
                evidence.append(Evidence(field, date.span, Basis.NORMALIZED, "read_date"))
        made = Fact(
            kind,
            self.document.document_id,
            about,
            subject,
            predicate,
            obj,
            start,
            end,
            place,
            negated,
            certainty,
            qualifier,
            cells,
            tuple(evidence),
        )
        self.facts.append(made)
        return made

    def extraction(self) -> Extraction:
        return Extraction(
            self.document,
            tuple(sentences(self.document)),
            tuple(self.dates),
            tuple(self.entities),
            tuple(self.mentions),
            tuple(self.names),
            tuple(self.facts),
            tuple(self.candidates),
            tuple(self.unread),
        )


def day(text: str | None) -> CalendarDay | None:
    """Return the day of `YYYY-MM-DD`, with a minus sign before year 0."""
    if text is None:
        return None
    year, month, number = text.rsplit("-", 2)
    return CalendarDay(int(year), int(month), int(number))


def sentences(document: Document) -> list[Sentence]:
    """Split at full stops: enough for invented prose."""
    found: list[Sentence] = []
    for block in document.prose:
        for match in re.finditer(r"[^.]+\.", block.content.of(document.text)):
            words = match[0].strip()
            start = block.content.start + match.start() + match[0].index(words)
            number, is_bullet = len(found) + 1, block.kind is BlockKind.BULLET
            span = Span(start, start + len(words))
            sentence_id = f"{document.document_id}/t{number}"
            found.append(Sentence(sentence_id, number, block.section_id, is_bullet, span, (), ()))
    return found


def read_velmora(document_id: str = "velmoran-regency") -> Extraction:
    """Return what a careful reader takes from the first article."""
    r = Reader(document_id, VELMORA)
    roe, regent = r.entity(EntityKind.PERSON, "Tamsin Roe"), r.entity(EntityKind.OFFICE, "Regent")
    storming = r.entity(EntityKind.EVENT, "Storming of Halvey")
    halvey = r.entity(EntityKind.PLACE, "Halvey", 2)
    guard = r.entity(EntityKind.UNIT, "Velmoran Guard")
    bench = r.entity(EntityKind.GOVERNMENT, "Blue Bench")
    drovia, feld = r.entity(EntityKind.POLITY, "Drovia"), r.entity(EntityKind.PERSON, "Osk Feld")
    dray = r.entity(EntityKind.PERSON, "Karsten Dray")
    keeper = r.entity(EntityKind.OFFICE, "Keeper of Pell")
    r.mentions.append(
        Mention(
            r.at("it rained"),
            "it rained",
            MentionForm.PRONOUN,
            None,
            tuple(sorted((str(bench.entity_id), str(feld.entity_id)))),
            "ambiguous",
        )
    )
    r.mentions.append(Mention(r.at("Dray", 2), "Dray", MentionForm.NAME, dray.entity_id, (), "short name"))

    since, until = (
        r.date("1703", "1703", "1703-01-01", "1703-12-31"),
        r.date("1705", "1705", "1705-01-01", "1705-12-31"),
    )
    fought = r.date("May 2, 1704", "1704-05-02", "1704-05-02", "1704-05-02")
    opened, closed = (
        r.date("1702", "1702", "1702-01-01", "1702-12-31"),
        r.date("1710", "1710", "1710-01-01", "1710-12-31"),
    )
    known = r.date("May 1703", "1703-05", "1703-05-01", "1703-05-31")
    later = r.date("Six days later", "1703-05-09", "1703-05-09", "1703-05-09")
    planned = r.date("by early 1707", "[..1707]", None, "1707-04-30")
    kept = r.date("since 1706", "1706", "1706-01-01", "1706-12-31")
    still = r.date("still today", "..", None, None)
    for date in (since, until, fought, opened, closed, known, planned, kept):
        r.mention_date(date)
    r.mention_date(later, anchor=known.span)
    # In an infobox the year may follow its day.
    year = r.date("1704", "1704", "1704-01-01", "1704-12-31", "Year Event1: 1704")
    r.mention_date(year)
    r.mention_date(r.date("9 May", "1704-05-09", "1704-05-09", "1704-05-09"), anchor=year.span)
    r.mention_date(r.date("now", "", None, None), vague="present")

    whole = "Title Leader: Regent\n- Leader1: Tamsin Roe\n- Year Leader1: 1703–1705".splitlines()
    r.fact(
        "tenures",
        roe,
        "held office",
        regent,
        whole[1].removeprefix("- "),
        start=since,
        end=until,
        cells=(Cell("title", Reference("Regent", regent.entity_id)),),
    )
    title = Evidence("title", r.at("Regent"), Basis.LITERAL, None)
    r.facts[-1] = _with_evidence(r.facts[-1], title)
    clause = "Storming of Halvey took place at Halvey on May 2, 1704"
    r.fact("events", storming, "type", Reference("storming", None), clause)
    r.fact("events", storming, "occurred", None, clause, start=fought, place=halvey)
    r.fact("events", storming, "location", halvey, clause)
    attack = 'Velmoran Guard attacked "the keep, or mill"'
    r.fact(
        "participations",
        guard,
        "attacker",
        storming,
        attack,
        about=storming.entity_id,
        cells=(Cell("side", Reference('"the keep, or mill"', None)),),
        qualifier='so-called, "or" not',
    )
    sat = "Blue Bench (Bancu Azura) sat in Halvey from 1702 to 1710"
    r.fact("governments", bench, "seat", halvey, sat, start=opened, end=closed)
    r.fact("governments", bench, "established", None, sat, start=opened)
    r.fact("governments", bench, "ended", None, sat, start=closed)
    r.fact("names", bench, "native name", Reference("Bancu Azura", None), "Blue Bench (Bancu Azura)")
    r.names.append(Name(str(bench.entity_id), "Bancu Azura", NameType.NATIVE, r.at("Bancu Azura")))
    r.fact(
        "recognitions",
        drovia,
        "recognized",
        bench,
        "Drovia recognized the Blue Bench in May 1703",
        start=known,
    )
    r.fact(
        "recognitions", feld, "recognized", bench, "Osk Feld did not recognize the Blue Bench", negated=True
    )
    r.fact("recognitions", feld, "withheld recognition", bench, "Osk Feld did not recognize the Blue Bench")
    r.fact(
        "tenures",
        dray,
        "held office",
        keeper,
        "Karsten Dray was to become Keeper of Pell by early 1707",
        start=planned,
        cells=(Cell("title", keeper),),
        certainty=Certainty.PLANNED,
    )
    r.fact(
        "tenures",
        dray,
        "held office",
        Reference("Keeper of Halvey", None),
        "Dray, now Keeper of Halvey since 1706 and still today",
        start=kept,
        end=still,
        cells=(Cell("title", Reference("Keeper of Halvey", None)),),
    )
    review = r.fact("relations", dray, "see also", feld, "laughed")
    r.facts.remove(review)
    r.candidates += [Candidate(review, "too far apart"), Candidate(review, "too far apart")]
    r.unread.append(UnreadTrigger(r.at("rained"), "events"))
    return r.extraction()


def _with_evidence(fact: Fact, more: Evidence) -> Fact:
    from dataclasses import replace

    kept = tuple(e for e in fact.evidence if e.field != more.field)
    return replace(fact, evidence=(*kept, more))


def read_linden() -> Extraction:
    """Return what a careful reader takes from the second article."""
    r = Reader("siege-of-linden", LINDEN)
    siege = r.entity(EntityKind.EVENT, "Siege of Linden")
    date = r.date("264 BC", "-0263", "-263-01-01", "-263-12-31")
    r.mention_date(date)
    r.fact("events", siege, "occurred", None, "Siege of Linden took place in 264 BC", start=date)
    return r.extraction()


def write_raw(folder: Path, *extractions: Extraction) -> Path:
    """Write the sources of some extractions, as a folder that a build can read."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = ("document_id", "title", "url", "revision", "licence", "attribution", "sha256")
    lines = [",".join(columns)]
    for extraction in extractions:
        source = extraction.document.source
        (folder / f"{source.document_id}.txt").write_bytes(extraction.document.text.encode())
        lines.append(",".join(str(getattr(source, column) or "") for column in columns))
    (folder / "sources.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def read_invented() -> tuple[Extraction, Extraction]:
    """Return both, as a build reads them: by document id."""
    return read_linden(), read_velmora()


def extract_invented(document: Document) -> Extraction:
    """Stand in for the extraction of a text."""
    return next(e for e in read_invented() if e.document.document_id == document.document_id)


def build_invented(raw: str, out: str) -> None:
    """Build the package of `raw`, for a test that does so in a process of its own."""
    import pipeline.build

    pipeline.build.extract_document = extract_invented  # type: ignore[assignment]
    pipeline.build.build(Path(raw), Path(out), lambda _: None)
