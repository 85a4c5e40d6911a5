"""Date mentions and a parsed sentence in, the verb or noun that each date belongs to, and periods, out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.grammar.arguments import is_verb, list_verbs
from pipeline.grammar.clause import Clause
from pipeline.grammar.noun_phrases import is_date, is_event_noun, is_nominal
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.lexicon.verbs import verb_senses
from pipeline.lexicon.words import titles
from pipeline.model.date import DateMention, PartialDate
from pipeline.model.syntax import MaskKind, Sentence, Token

# Words in front of a date that make it no point in time.
_BOUNDS = frozenset({"by", "until", "till", "since", "from", "to", "after", "before", "between"})
# What lasts over two days, where "left on 4 and 5 May" tells of two who left.
_LASTING = frozenset({"fight", "hold", "take", "rage", "last", "occur"})
_NAMING = frozenset({"know", "call", "name", "dub", "term", "nickname"})


@dataclass(frozen=True, slots=True)
class DateAttachment:
    """One date of a sentence and what it belongs to."""

    date: DateMention
    token: Token
    owner: Token
    """The verb or noun that it dates."""
    sure: bool
    """False where a nearer verb than the parser's might own it."""


def attach_dates(sentence: Sentence, dates: Sequence[DateMention]) -> tuple[DateAttachment, ...]:
    """Return every date of `dates` that stands in the sentence and names a time, with its owner, in text
    order. `dates`, in text order, may hold those of other sentences. A date belongs to the noun it follows
    only where that noun is one that has a date (`the signing of ... on D`, `the war of D`, anything in
    brackets)."""
    return tuple(
        DateAttachment(date, token, *_find_owner(sentence, token))
        for date, token in date_tokens(sentence, dates)
        if not _dates_second_agent(sentence, token)
    )


def _dates_second_agent(sentence: Sentence, token: Token) -> bool:
    """Whether a date is only that of a second doer: `was succeeded by Roe, and from May 1704 by Feld`."""
    behind = sentence.tokens[token.index + 1 : token.index + 2]
    before = [t.text.lower() for t in sentence.tokens[max(0, token.index - 2) : token.index]]
    joined = before[-1:] == ["and"] or (before[:1] == ["and"] and before[1:] in (["from"], ["in"], ["after"]))
    return joined and any(t.text == "by" for t in behind)


def _date_start(date: DateMention) -> int:
    return date.span.start


def date_tokens(sentence: Sentence, dates: Sequence[DateMention]) -> tuple[tuple[DateMention, Token], ...]:
    """Return the dates that stand in the sentence and name a time, each with its masked token, or the word on
    which the others depend where it is not masked (`two years later`). `dates` are in text order."""
    found = []
    first = bisect_left(dates, sentence.span.start, key=_date_start)
    for date in dates[first : bisect_left(dates, sentence.span.end, key=_date_start)]:
        if date.edtf is None or not sentence.span.contains(date.span):
            continue
        tokens = [t for t in sentence.tokens if t.span.overlaps(date.span)]
        masked = [t for t in tokens if t.mask is not None and t.mask.kind is MaskKind.DATE]
        inside = {t.index for t in tokens}
        top = next((t for t in tokens if t.head not in inside or t.head == t.index), None)
        token = masked[0] if masked else top
        if token is not None:
            found.append((date, token))
    return tuple(found)


def _find_owner(sentence: Sentence, token: Token) -> tuple[Token, bool]:
    if token.mask is not None and not is_date(token):
        # "the civil war of 1704" as one name
        return token, True
    if token.mask is None:
        for child in sentence.children(token):
            if child.dependency == "relcl" and is_verb(child):
                # "the same day Roe left": the day of the leaving
                return child, True
    if _is_bracketed(sentence, token):
        return _nominal_before_bracket(sentence, token), True
    current = token
    for holder in sentence.ancestors(token):
        if _calls_object(sentence, holder, current):
            current = holder
            continue
        if is_verb(holder) and not _is_rank(sentence, holder):
            return _nearest_verb(sentence, token, current, holder)
        if is_nominal(holder) and not is_date(holder) and _has_date(sentence, current, holder, token):
            return holder, True
        current = holder
    return current, False


def _is_rank(sentence: Sentence, verb: Token) -> bool:
    """`was promoted to colonel`, where the parser takes the rank for what he was promoted to do."""
    if verb.dependency != "xcomp" or verb.text.lower() not in titles().heads:
        return False
    if any(t.dependency == "dobj" for t in sentence.children(verb)):
        return False  # "was chosen to captain the ship"
    return any(s.preposition == "to" for s in verb_senses(sentence.head(verb).lemma, "tenures"))


def _calls_object(sentence: Sentence, verb: Token, current: Token) -> bool:
    """`began a campaign known as the Salt March in 1709`: when it began, not since when it is called so."""
    noun = sentence.head(verb)
    is_naming = verb.dependency == "acl" and verb.tag == "VBN" and verb.lemma in _NAMING
    return is_naming and noun.dependency == "dobj" and current.lemma in ("in", "on")


def _is_bracketed(sentence: Sentence, token: Token) -> bool:
    depth = 0
    for other in sentence.tokens[: token.index]:
        depth += (other.text == "(") - (other.text == ")")
    return depth > 0


def _nominal_before_bracket(sentence: Sentence, token: Token) -> Token:
    """`the Treaty (1709)` dates the treaty; what is said inside brackets of its own is dated by its verb."""
    index = token.index
    while index > 0 and sentence.tokens[index].text != "(":
        index -= 1
        if is_verb(sentence.tokens[index]):
            return sentence.tokens[index]
    before = sentence.tokens[index - 1] if index else token
    return before


def _has_date(sentence: Sentence, current: Token, noun: Token, date: Token) -> bool:
    """Whether a date below `current` dates `noun` rather than the clause around it."""
    if current.index < noun.index and current.dependency in ("compound", "nmod", "amod", "poss", "nummod"):
        return True
    if noun.index > date.index:
        return False
    if current.dependency == "prep" and current.lemma in ("of", "between"):
        return current.lemma == "of" or is_event_noun(noun) or not _is_said_of_subject(sentence, noun)
    if is_event_noun(noun):
        return current.dependency == "prep" and _is_close(sentence, noun, current)
    if noun.dependency == "appos" or (noun.dependency == "conj" and _has_comma(sentence, noun)):
        return True
    return (
        current.dependency == "prep"
        and current.lemma in ("from", "until", "since")
        and _ends_in_comma(sentence, noun, date)
    )


def _is_said_of_subject(sentence: Sentence, noun: Token) -> bool:
    """`was Minister of War between 1703 and 1709`, `served as regent between ...`: when somebody was it."""
    governor = sentence.head(noun)
    if noun.dependency == "pobj" and governor.lemma == "as":
        return is_verb(sentence.head(governor))
    return noun.dependency in ("attr", "oprd") and is_verb(governor)


def _is_close(sentence: Sentence, noun: Token, preposition: Token) -> bool:
    """No comma between an event noun and its date; the object of the main verb leaves the date to the verb
    (`signed an agreement in 1704`)."""
    if any(t.text == "," for t in sentence.tokens[noun.index : preposition.index]):
        return False
    return not (noun.dependency in ("dobj", "attr", "oprd", "nsubjpass") and is_verb(sentence.head(noun)))


def _has_comma(sentence: Sentence, token: Token) -> bool:
    return token.index > 0 and sentence.tokens[token.index - 1].text == ","


def _ends_in_comma(sentence: Sentence, noun: Token, date: Token) -> bool:
    """`with Feld, envoy to Pell until 1711, ...`: the date closes an aside."""
    after = sentence.tokens[date.index + 1] if date.index + 1 < len(sentence.tokens) else None
    opened = any(t.text == "," for t in sentence.tokens[max(0, noun.index - 3) : noun.index])
    return opened and after is not None and after.text == ","


def _nearest_verb(sentence: Sentence, token: Token, top: Token, verb: Token) -> tuple[Token, bool]:
    """The verb that a date belongs to: of verbs in a list the last before it, where it follows one; within
    an opening subordinate clause, that clause's verb, which the parser sometimes misses."""
    if token.index < verb.index:
        aside = _aside_before(sentence, verb, token, top)
        if aside is not None and aside.index < token.index:
            return aside, True
        noun = _event_before(sentence, token, verb)
        if noun is not None:
            return noun, True
        inner = _enclosing_subordinate(sentence, token, verb)
        return (inner, True) if inner is not None else (verb, True)
    later = _fronted_in_list(sentence, token, verb)
    if later is not None:
        return later, True
    members = [t for t in list_verbs(sentence, verb) if verb.index < t.index < token.index]
    if members:
        last = members[-1]
        if any(t.text == "," for t in sentence.tokens[last.index : top.index]):
            return last, False
        return last, True
    aside = _aside_before(sentence, verb, token, top)
    if aside is not None:
        return aside, True
    between = sentence.tokens[verb.index + 1 : top.index]
    crossed = [t for t in between if is_verb(t) and t.dependency in ("relcl", "advcl") and t.tag != "VBN"]
    if crossed and not any(t.text == "," for t in sentence.tokens[crossed[-1].index : top.index]):
        return verb, False
    return verb, True


def _fronted_in_list(sentence: Sentence, token: Token, verb: Token) -> Token | None:
    """The later verb that a date opens, although the parser ties it to the one before: `died on D, and in E
    the guild left`."""
    opening = [t.index for t in sentence.children(verb) if t.dependency == "cc" and t.index < token.index]
    if not opening:
        return None
    # What stands behind "and" with its subject and no other conjunction is a clause of the list.
    others = [
        t
        for t in sentence.children(verb)
        if t.dependency == "advcl" and t.index > token.index and _stands_alone(sentence, t)
    ]
    for later in sorted((*list_verbs(sentence, verb), *others), key=lambda t: t.index):
        if later.index > token.index and later.index > verb.index:
            between = sentence.tokens[opening[-1] : token.index]
            return None if any(is_verb(t) for t in between) else later
    return None


def _stands_alone(sentence: Sentence, verb: Token) -> bool:
    labels = {t.dependency for t in sentence.children(verb)}
    return "mark" not in labels and "nsubj" in labels and verb.tag in ("VBD", "VBZ", "VBP")


def _event_before(sentence: Sentence, token: Token, verb: Token) -> Token | None:
    """The subject that a date between it and its verb belongs to: `the death of Feld on D weakened ...`."""
    for child in sentence.children(verb):
        between = sentence.tokens[child.index : token.index]
        is_subject = child.dependency in ("nsubj", "nsubjpass") and is_event_noun(child)
        if is_subject and between and not any(t.text == "," for t in between):
            return child
    return None


def _aside_before(sentence: Sentence, verb: Token, token: Token, top: Token) -> Token | None:
    """The apposition that a date closes, although the parser ties it to the verb: `met Feld, envoy to Pell
    until 1711, and ...`."""
    after = sentence.tokens[token.index + 1] if token.index + 1 < len(sentence.tokens) else None
    if sentence.head(token).index < token.index and sentence.head(token).dependency == "prep":
        top = sentence.head(token)
    if top.lemma not in ("from", "until", "since") and (after is None or after.text != ","):
        return None
    for other in reversed(sentence.tokens[verb.index + 1 if verb.index < token.index else 0 : top.index]):
        if other.text == "," or is_verb(other):
            return None
        if other.dependency == "appos" and not is_date(other):
            return other
    return None


def _enclosing_subordinate(sentence: Sentence, token: Token, verb: Token) -> Token | None:
    for child in sentence.children(verb):
        if child.dependency == "advcl" and child.index < token.index < verb.index:
            between = sentence.tokens[child.index : token.index]
            if not any(t.text == "," for t in between):
                return child
    return None


# ---------------------------------------------------------------- which dates govern a clause


def governing_dates(
    sentence: Sentence, verb: Token, attachments: Sequence[DateAttachment]
) -> tuple[tuple[DateMention, ...], tuple[DateMention, ...]]:
    """Return the dates of the clause itself, and those that govern it. A date before the first verb of a
    list is everyone's; one before a later verb is that verb's and of those after it; one after a shared
    object is of all that share it. A participle after its clause takes a date that opens the sentence."""
    by_owner: dict[int, list[DateAttachment]] = {}
    for attachment in attachments:
        by_owner.setdefault(attachment.owner.index, []).append(attachment)
    own = tuple(a.date for a in by_owner.get(verb.index, ()))
    if own or not by_owner or _moves_on(sentence, verb):
        return own, own
    return own, _inherited(sentence, verb, by_owner)


def _moves_on(sentence: Sentence, verb: Token) -> bool:
    """`later`, `soon after`, `previously`: the clause is not of the time of the one before."""
    words = load_grammar_lexicon().later
    for token in sentence.children(verb):
        if token.dependency == "aux" and token.text.lower() == "had":
            return True
        bare = not any(c.dependency == "pobj" for c in sentence.children(token))
        if token.dependency in ("advmod", "prep") and token.lemma in words and bare:
            return True
    return False


def _inherited(
    sentence: Sentence, verb: Token, by_owner: Mapping[int, list[DateAttachment]]
) -> tuple[DateMention, ...]:
    word = _second_absolute(sentence, verb)
    if word is not None:
        return _beside_absolute(sentence, verb, word, by_owner)
    members = list_verbs(sentence, verb)
    position = [m.index for m in members].index(verb.index)
    has_own_subject = any(t.dependency in ("nsubj", "nsubjpass") for t in sentence.children(verb))
    for earlier in reversed(members[:position]):
        fronted = tuple(a.date for a in by_owner.get(earlier.index, ()) if a.token.index < earlier.index)
        if fronted and has_own_subject:
            # A bound is not carried over to what somebody else did.
            return tuple(d for d in fronted if d.modifier != "by")
        if fronted:
            return fronted
        if by_owner.get(earlier.index) and earlier is not members[0]:
            break
    later = members[position + 1] if position + 1 < len(members) else None
    if later is not None and _shares_end(sentence, verb, later):
        trailing = tuple(a.date for a in by_owner.get(later.index, ()) if a.token.index > later.index)
        if trailing:
            return trailing
    return _from_governor(sentence, members[0], by_owner)


def _shares_end(sentence: Sentence, verb: Token, later: Token) -> bool:
    between = sentence.tokens[verb.index + 1 : later.index]
    return all(t.dependency in ("cc", "advmod") for t in between)


def _from_governor(
    sentence: Sentence, verb: Token, by_owner: Mapping[int, list[DateAttachment]]
) -> tuple[DateMention, ...]:
    head = sentence.head(verb)
    children = list(sentence.children(verb))
    if (
        verb.dependency in ("xcomp", "ccomp")
        and is_verb(head)
        and not any(t.dependency == "mark" for t in children)
    ):
        effect = load_grammar_lexicon().control.get(head.lemma)
        if effect == "asserted":
            return tuple(a.date for a in by_owner.get(head.index, ())) or _fronted(sentence, head, by_owner)
        return ()
    if verb.dependency == "pcomp" and head.lemma == "with":
        beside = _beside_absolute(sentence, verb, head, by_owner)
        if beside:
            return beside
        head = sentence.head(head)
    elif verb.dependency != "advcl" or any(t.dependency in ("mark", "nsubj", "nsubjpass") for t in children):
        return ()
    if verb.tag not in ("VBG", "VBN") or verb.index < head.index or _is_perfect(sentence, verb):
        return ()  # "left on 4 May, having burned the town": before it
    # "By May 1704 X had fallen, with ...": a bound says nothing of what goes with it.
    fronted = _fronted(sentence, head, by_owner) if is_verb(head) else ()
    return tuple(d for d in fronted if d.modifier != "by")


def _beside_absolute(
    sentence: Sentence, verb: Token, word: Token, by_owner: Mapping[int, list[DateAttachment]]
) -> tuple[DateMention, ...]:
    """The date of `The truce failed in 1704, with Feld retreating to Pell`: what goes with a failure is
    of the same day. A period or bound of the one is none of the other's."""
    governor = sentence.head(word)
    if verb.tag not in ("VBG", "VBN") or not is_verb(governor) or _is_perfect(sentence, verb):
        return ()
    dates = [a for a in by_owner.get(governor.index, ()) if a.token.index > governor.index]
    if len(dates) != 1 or dates[0].token.index > word.index or not dates[0].sure:
        return ()
    date = dates[0].date
    is_point = date.start is not None and date.end is None and date.modifier not in _BOUNDS
    before = _word_before(sentence, date)
    return (date,) if is_point and before in ("in", "on", "of", "during") else ()


def _second_absolute(sentence: Sentence, verb: Token) -> Token | None:
    """The `with` of `with Feld returning to Pell and Corrow being sold`, which the parser hangs on the verb
    before `with` where a comma stands before `and`."""
    children = list(sentence.children(verb))
    auxiliaries = [t.text.lower() for t in children if t.dependency in ("aux", "auxpass")]
    if (
        verb.dependency != "conj"
        or auxiliaries != ["being"]
        or not any(t.dependency == "nsubjpass" for t in children)
    ):
        return None
    governor = sentence.head(verb)
    words = [
        t
        for t in sentence.children(governor)
        if t.lemma == "with"
        and governor.index < t.index < verb.index
        and any(c.dependency == "pcomp" for c in sentence.children(t))
    ]
    return words[-1] if words else None


def _is_perfect(sentence: Sentence, verb: Token) -> bool:
    words = {t.text.lower() for t in sentence.children(verb) if t.dependency == "aux"}
    return not words.isdisjoint(("having", "have", "has", "had"))


def _fronted(
    sentence: Sentence, verb: Token, by_owner: Mapping[int, list[DateAttachment]]
) -> tuple[DateMention, ...]:
    for member in reversed([m for m in list_verbs(sentence, verb) if m.index <= verb.index]):
        fronted = tuple(a.date for a in by_owner.get(member.index, ()) if a.token.index < member.index)
        if fronted or by_owner.get(member.index):
            return fronted
    return ()


# ---------------------------------------------------------------- periods


@dataclass(frozen=True, slots=True)
class Period:
    """When something was: a point has a start only, as DESIGN.md says of dates."""

    start: PartialDate | None
    end: PartialDate | None
    doubt: str | None
    """`two dates` where unrelated dates stand beside each other; None otherwise."""


def period_of(clause: Clause, *, lasting: bool = False) -> Period:
    """Return when a clause says that something was, by the dates that govern it: see `read_period`."""
    return read_period(clause.sentence, clause.dates, lasting=lasting)


def read_period(sentence: Sentence, dates: Sequence[DateMention], *, lasting: bool = False) -> Period:
    """Return the period that the dates of a clause or noun name together: one date as it is, `from A` with
    `to` or `until B` joined. Two dates that nothing joins give neither, and a doubt. `between A and B` is a
    point somewhere between them, or all the time between them where what is dated is `lasting`."""
    if not dates:
        return Period(None, None, None)
    if len(dates) > 1 and len({d.edtf for d in dates}) == 1:
        # "six days later, on October 29"
        dates = dates[-1:]
    if lasting and len(dates) == 1 and dates[0].modifier == "between" and len(dates[0].parts) == 2:
        return Period(dates[0].parts[0], dates[0].parts[1], None)
    if len(dates) == 1:
        return Period(dates[0].start, dates[0].end, None)
    if len(dates) == 2:
        first, second = sorted(dates, key=lambda d: d.span)
        if first.start is not None and second.start is None and second.end is not None:
            return Period(first.start, second.end, None)
        if (
            first.modifier == "from"
            and first.start is not None
            and _word_before(sentence, second) in ("to", "until")
        ):
            return Period(first.start, second.end or second.start, None)
        if _is_next_day(sentence, first, second):
            return Period(first.start, second.start, None)
        if _refines(first, second):
            return Period(second.start, second.end, None)
        if _refines(second, first):
            return Period(first.start, first.end, None)
    return Period(None, None, "two dates")


def _is_next_day(sentence: Sentence, first: DateMention, second: DateMention) -> bool:
    """`was fought on 4 and 5 May 1704`: two days of one month that follow each other are one stretch, for
    what can last so long. `Feld and Roe left on 4 and 5 May`: one each."""
    day, next_day = first.earliest, second.earliest
    if day is None or next_day is None or day != first.latest or next_day != second.latest:
        return False
    is_next = (day.year, day.month, day.day + 1) == (next_day.year, next_day.month, next_day.day)
    between = [
        t.text for t in sentence.tokens if first.span.end <= t.span.start and t.span.end <= second.span.start
    ]
    token = next((t for _, t in date_tokens(sentence, (first,))), None)
    above = next((t for t in sentence.ancestors(token) if is_verb(t)), None) if token is not None else None
    return is_next and between == ["and"] and above is not None and _lasts(sentence, above)


def _lasts(sentence: Sentence, verb: Token) -> bool:
    """Whether a verb tells of one thing that goes on: `took place`, not `took Pell`, nor of two battles."""
    things = [t for t in sentence.children(verb) if t.dependency in ("nsubj", "nsubjpass", "dobj")]
    is_one = not any(c.dependency == "conj" for t in things for c in sentence.children(t))
    is_one = is_one and sum(t.dependency != "dobj" for t in things) == 1
    is_whole = verb.lemma != "take" or any(t.lemma == "place" for t in things)
    return is_one and is_whole and verb.lemma in _LASTING


def _word_before(sentence: Sentence, date: DateMention) -> str | None:
    index = next((t.index for t in sentence.tokens if t.span.overlaps(date.span)), 0)
    return sentence.tokens[index - 1].lemma if index else None


def _refines(wide: DateMention, narrow: DateMention) -> bool:
    """Whether `narrow` is a part of `wide`, or the same: `in 1704, on 4 May`, `six days later, on 10 May`."""
    if None in (wide.earliest, wide.latest, narrow.earliest, narrow.latest) or narrow.end is not None:
        return False
    assert wide.earliest and wide.latest and narrow.earliest and narrow.latest
    return wide.earliest <= narrow.earliest and narrow.latest <= wide.latest
