"""Typed names and dates in, what the parser is to see instead of them out.

The placeholders were compared by reading the parses of sixteen articles: one plain word for all names
of a kind parses best, `foreign` best for adjectives of place, and one month for every date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.mentions.name_kinds import TypedName, is_adjective
from pipeline.model.date import DateMention, Resolution
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm
from pipeline.model.span import Span
from pipeline.model.syntax import Mask, MaskKind

PLACEHOLDERS = {
    EntityKind.PERSON: "Smith",
    EntityKind.PLACE: "London",
    EntityKind.POLITY: "France",
    EntityKind.GOVERNMENT: "Congress",
    EntityKind.ORGANIZATION: "Congress",
    EntityKind.UNIT: "Congress",
    EntityKind.EVENT: "Verdun",
    EntityKind.AGREEMENT: "Versailles",
    EntityKind.WORK: "Versailles",
    EntityKind.OFFICE: "chairman",
    EntityKind.GROUP: "Germans",
    None: "Smith",
}
OPENING = re.compile(r"(?:between|from|by|until|till|since|before|after|during) (?:the )?", re.IGNORECASE)
ADJECTIVE, PEOPLE, DATE = "foreign", "Germans", "June"


def mask_text(text: str, names: Sequence[TypedName], dates: Sequence[DateMention]) -> tuple[Mask, ...]:
    """Return the masks of a text, in order, not overlapping. A person is masked with the demonym and the
    title directly in front, any name with the foreign name in brackets behind it."""
    masks: list[Mask] = []
    i = 0
    while i < len(names):
        run = _person_with_title(text, names, i)
        masks.append(_mask(text, run))
        i += len(run)
    taken = [m.span for m in masks]
    for date in dates:
        span = _bare_span(date)
        if span is not None and not any(span.overlaps(s) for s in taken):
            masks.append(Mask(MaskKind.DATE, span, DATE))
    return tuple(sorted((m for m in masks if m.placeholder), key=lambda m: m.span))


def _person_with_title(text: str, names: Sequence[TypedName], i: int) -> Sequence[TypedName]:
    """The names from `i` on that are one person: `Velmoran General Tamsin Roe`."""
    end = i
    while (
        end + 1 < len(names)
        and names[end].name.form in (NameForm.DEMONYM, NameForm.TITLE)
        and text[names[end].name.span.end : names[end + 1].name.span.start] == " "
    ):
        end += 1
    last = names[end]
    if (
        last.name.form is NameForm.NAME
        and last.kind is EntityKind.PERSON
        and names[end - 1].name.form is NameForm.TITLE
    ):
        return names[i : end + 1]
    return names[i : i + 1]


def _mask(text: str, run: Sequence[TypedName]) -> Mask:
    last = run[-1]
    end = (
        last.name.native.end + text[last.name.native.end :].index(")") + 1
        if last.name.native
        else last.name.span.end
    )
    span = Span(run[0].name.span.start, end)
    if last.name.form is NameForm.DEMONYM:
        is_people = last.name.text.endswith("s") or not text[end : end + 2].lstrip(" ")[:1].isalpha()
        return Mask(MaskKind.DEMONYM, span, PEOPLE if is_people else ADJECTIVE)
    if last.kind is EntityKind.GROUP and is_adjective(text, span):
        return Mask(MaskKind.DEMONYM, span, ADJECTIVE)
    if last.kind is None and (not last.name.is_sure or last.name.form is NameForm.TITLE):
        return Mask(MaskKind.NAME, span, "")
    return Mask(MaskKind.NAME, span, PLACEHOLDERS[last.kind])


def _bare_span(date: DateMention) -> Span | None:
    """The date without the `by` or `until` in front, which the parser should see; None for what parses well
    as it is and says how it hangs together: `six days later`, `the same year`."""
    if date.edtf is None or date.resolution not in (Resolution.EXPLICIT, Resolution.IMPLIED):
        return None
    parts = [p for p in (date.start, date.end) if p is not None]
    if not parts:
        return None
    first = min(parts, key=lambda p: p.span)
    opening = OPENING.match(first.text)
    return Span(first.span.start + (opening.end() if opening else 0), date.span.end)
