"""A Document in, all that was read from it out: the stages of one article, one after the other."""

from __future__ import annotations

from pipeline.entities.linking import link_names
from pipeline.entities.references import resolve_references
from pipeline.facts import fact_readers
from pipeline.grammar.called_events import add_called_events
from pipeline.grammar.happenings import add_happenings
from pipeline.grammar.occasions import add_occasions
from pipeline.grammar.reading import make_reading
from pipeline.grammar.unnamed_agreements import add_unnamed_agreements
from pipeline.mentions.dates import find_dates
from pipeline.mentions.infobox import read_infobox
from pipeline.mentions.infobox_names import infobox_names
from pipeline.mentions.name_kinds import type_names
from pipeline.mentions.names import find_names
from pipeline.model.document import Document
from pipeline.model.extraction import Extraction
from pipeline.model.fact import Candidate, Fact
from pipeline.parsing.masks import mask_text
from pipeline.parsing.parser import parse_document
from pipeline.reconciliation.conflicts import find_conflicts
from pipeline.reconciliation.restatement import join_restatements
from pipeline.reconciliation.stated_names import add_stated_names
from pipeline.reconciliation.unread import unread_triggers


def extract_document(document: Document) -> Extraction:
    """Return what the document states, with what was nearly read. Raises nothing that a source can cause."""
    dates = find_dates(document)
    infobox = read_infobox(document, dates)
    known = infobox_names(document, infobox)
    names = type_names(document, (*known, *find_names(document, dates, known)))
    sentences = parse_document(document, mask_text(document.text, names, dates))
    linked = link_names(document, names)
    resolved = resolve_references(document, linked, sentences)
    reading = make_reading(
        document,
        infobox,
        dates,
        [n.name for n in names],
        sentences,
        resolved.entities,
        resolved.mentions,
        resolved.government_statements,
        resolved.subject,
    )
    reading = add_called_events(reading)
    reading = add_unnamed_agreements(add_occasions(reading, linked.book), linked.book)
    reading = add_happenings(reading, linked.book)
    found = [fact for read in fact_readers() for fact in read(reading)]
    facts = join_restatements([f for f in found if isinstance(f, Fact)])
    candidates = tuple(f for f in found if isinstance(f, Candidate))
    return Extraction(
        document=document,
        sentences=sentences,
        dates=dates,
        entities=tuple(reading.entities.values()),
        mentions=reading.mentions,
        names=add_stated_names(linked.names, facts),
        facts=facts,
        candidates=candidates,
        unread=tuple(unread_triggers(reading.clauses, facts, candidates)),
        conflicts=find_conflicts(document, sentences, tuple(reading.entities.values()), linked.names, facts),
    )
