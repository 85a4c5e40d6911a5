"""A name and the words around it in, what they say of its kind out: votes for persons, places, states ...

Strong evidence decides a mention by itself; weaker evidence counts together, over all mentions of a
spelling, and only where nothing stronger speaks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.lexicon.relations import kin_predicates
from pipeline.lexicon.words import name_words, nouns, titles
from pipeline.model.entity import EntityKind
from pipeline.model.name import NameForm, NameSpan

STRONG, MIDDLING, WEAK = 4.0, 1.5, 0.5
# However often a letter goes "to Roe", that alone makes no place of him.
MOST_OF_MIDDLING, MOST_OF_WEAK = 3.0, 1.0
WINDOW = 60
# "a major Allied offensive": in lower case some ranks are adjectives as well.
VAGUE = frozenset({"", "a", "an", "any", "every", "more", "most", "no", "other", "several", "some", "the"})
# In front of a plural, a word that takes all or some of many.
OF_MANY = frozenset({"the", "those", "these", "many", "most", "some", "few", "several", "all", "both"})

INITIAL = re.compile(r"(?<!\w)\w\.(?!\w\.)")
LAST_WORDS = re.compile(r"(?:(?P<second>[\w'’-]+) )?(?P<last>[\w'’-]+),? (?:the )?\Z")
KIN_BEFORE = re.compile(
    r"\b(?:[Hh]is|[Hh]er|whose|\w+['’]s)(?: (?:\w+er|\w+est|late|only|own|first|second|third))? [a-z]+,? \Z"
)
WITH_KIN = re.compile(
    r" and (?:his|her) (?:\w+ )?(?:wife|husband|son|daughter|brother|sister|mother|father)s?\b"
)
DIRECTLY_BEFORE = re.compile(r"(?P<second>[\w-]+ )?(?P<last>[\w-]+) \Z")
NEXT_WORDS = re.compile(r",? (?P<first>[\w-]+)(?: (?P<second>[\w-]+))?")
NEXT_NOUN = re.compile(r" (?P<noun>[a-z][a-z-]*)\b")
APPOSED = re.compile(r", (?:the |then |a |an |former )*(?P<noun>[\w-]+)(?: (?:of|to|for|in) | \w+ of )")
LIFESPAN = re.compile(r" \((?:c\. |born )?[^()]{0,40}\d{3,4}\s?[–-]\s?[^()]{0,24}\d{3,4}\)")
LEADERSHIP = re.compile(r"['’]s? (?:[a-z-]+ )?(?:government|army|troops|forces|regime|rule|reign|men)\b")
OWNED = re.compile(r"['’]s? (?P<first>[a-z-]+)(?: (?P<second>[a-z]+))?")
TYPE_BEFORE = re.compile(r"(?P<type>[a-z]+) of (?:the )?\Z")
HELD_BY = re.compile(r"\b[Tt]he (?P<noun>[a-z]+) of \Z")
PLACE_BEFORE = re.compile(
    r"(?P<word>\w+) (?:the |nearby |central |northern |southern |eastern |western |all of )?\Z"
)
OWNED_LAND = re.compile(r"(?P<noun>[A-Za-z]+) (?P<joint>of|over) (?:the )?\Z")
MARCHED_ON = re.compile(r"\b(?:march|advanc|descend|converg|clos)(?:e|ed|ing|es)? (?:on|upon|in on) \Z")
# "north of Corrow", "by way of Corrow", "the governor of Corrow".
BESIDE = re.compile(r"\b(?:(?:north|south|east|west)(?:east|west|wards?)?|way|vicinity) of (?:the )?\Z")
SEAT_OF = re.compile(
    r"\b(?:governor|mayor|burgomaster|(?:arch)?bishop|patriarch|prefect|intendant|commandant|governorship|"
    r"bishopric|mayoralty|garrison) of \Z"
)
# What is done to towns and to no person: "Corrow was stormed".
UNDERGOES = re.compile(
    r" (?:was|were|had been|has been|being) (?:\w+ly |again |then |later |soon |first |also )?"
    r"(?:stormed|besieged|shelled|bombarded|sacked|looted|plundered|razed|fortified|blockaded|evacuated|ceded|"
    r"annexed|reoccupied|retaken|recaptured|rebuilt|refounded|garrisoned|renamed)\b"
)
FALLS = re.compile(r" (?:fell|capitulated) (?:on|in|to|after|a|the|without|again)\b")
# "Corrow, a small port on the coast", "the fortress Corrow", "a sixth state, Corrow, left".
SAID_TO_BE = re.compile(r", (?:a|an|the|then|once|now) (?P<words>[a-z-]+(?: [a-z-]+){0,3})")
DIRECTLY_TYPED = re.compile(
    r"\b(?:the|a|an|of) (?:[a-z-]+ )?(?P<noun>fortress|town|city|village|port|island|castle) \Z"
)
NAMED_STATE = re.compile(
    r"(?<!of )\b(?:state|republic|kingdom|duchy|principality|federation|empire|sultanate|emirate|khanate), \Z"
)
LEFT_FOR = re.compile(
    r"\b(?:left|leav\w+|sail\w*|depart\w*|embark\w*|bound|head\w*|out|off|made|march\w*|start\w*|exile|way) "
    r"for (?:the )?\Z"
)
REGION_BEFORE = re.compile(r"\b(?:north|south|east|west|central|(?:north|south)(?:east|west))(?:ern)? \Z")
WITH_STATE = re.compile(r"(?P<noun>[A-Za-z]+) (?P<joint>with|to|against|on|between|from|of) (?:the )?\Z")
BEFORE_VERB = re.compile(r" (?:(?:had|has|never|also|then|later|soon|formally|officially|finally|both) )*")
PEOPLE_BEFORE = re.compile(r"(?P<word>\w+) \Z")
CAPITAL_BEFORE = re.compile(r"(?:\b[A-Z][\w-]+(?:['’]s?)?|\bits|\btheir) capital,? (?:city,? )?(?:of )?\Z")
THE_CAPITAL = re.compile(
    r", (?:(?:then|now) )?(?:the|its|their)(?: [a-z]+)? capital(?: city)?(?:[,.;)]| of )"
)
AFTER_CAPITAL = re.compile(r"\b(?:of|from|to|in|on|at|toward|towards|near|outside) the capital,? \Z")
TRANSLATED = re.compile(r" \((?:English: |lit\. |or |the )?(?P<inner>[A-Z][\w' ]+)\)")

CALLED = re.compile(
    r"(?P<noun>[a-z]+),? (?:(?:which|that) (?:was|is|became) )?"
    r"(?:(?:also|later|commonly|officially|better|widely|now|sometimes) )?"
    r"(?:known as|called|named|dubbed|termed|nicknamed|code-?named) (?:the )?[\"“]?\Z"
)
# A stretch of history is called as an event is: "a period known as the Renewal".
STRETCHES = frozenset({"period", "phase", "stage", "episode", "era"})


@dataclass(slots=True)
class Evidence:
    """The votes for the kinds that one mention, or one spelling, may be of."""

    votes: dict[EntityKind, float] = field(default_factory=dict)
    place_type: str | None = None

    def add(self, kind: EntityKind, weight: float) -> None:
        """Count one vote."""
        self.votes[kind] = self.votes.get(kind, 0.0) + weight

    def has(self, kind: EntityKind, least: float) -> bool:
        """Say whether the votes for a kind reach `least`."""
        return self.votes.get(kind, 0.0) >= least


def strongest(votes: Mapping[EntityKind, float], least: float) -> EntityKind | None:
    """Return the kind with the most votes; None where they are under `least`, or another has more than half
    as many."""
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0].value))
    if not ranked or ranked[0][1] < least or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def sum_votes(mentions: list[Evidence]) -> dict[EntityKind, float]:
    """Return the votes of all mentions of a spelling together; the weaker ones count only up to a bound."""
    sums: dict[EntityKind, dict[float, float]] = defaultdict(lambda: defaultdict(float))
    for evidence in mentions:
        for kind, weight in evidence.votes.items():
            strong = weight - weight % STRONG if weight >= STRONG else 0.0
            rest = weight - strong
            sums[kind][STRONG] += strong
            sums[kind][MIDDLING if rest >= MIDDLING else WEAK] += rest
    return {
        kind: by[STRONG] + min(by[MIDDLING], MOST_OF_MIDDLING) + min(by[WEAK], MOST_OF_WEAK)
        for kind, by in sums.items()
    }


def read_evidence(text: str, name: NameSpan, before: NameSpan | None, after: NameSpan | None) -> Evidence:
    """Return what the shape of a name and the words around it say. `before` and `after` are its neighbours
    among the names of the text; None where there is none."""
    found = Evidence()
    if name.form is not NameForm.NAME:
        return found
    if name.kind is not None:
        found.add(name.kind, STRONG)
    elif name.possible:
        found.add(name.possible[0], WEAK)
    left, right = line_before(text, name.span.start), line_after(text, name.span.end)
    if name.kind is None:
        for kind, weight in _person_votes(text, name, left, right, before, after):
            found.add(kind, weight)
        for kind, weight in _group_votes(name, left, right):
            found.add(kind, weight)
        for weight in _state_votes(left, right):
            found.add(EntityKind.POLITY, weight)
        if _is_called_event(left, right):
            found.add(EntityKind.EVENT, STRONG)
    if name.kind in (None, EntityKind.PLACE, EntityKind.POLITY):
        _add_place_votes(name, left, right, found)
    if name.possible:
        found.votes = {k: v for k, v in found.votes.items() if k in name.possible}
    return found


def _is_called_event(left: str, right: str) -> bool:
    """`a campaign known as X`, `the period called the X`; not where the name may go on: `dubbed "Charge of
    the Herons"`."""
    called = CALLED.search(left)
    if called is None or (called[0][-1] in '"“') != right.startswith(('"', "”", ',"', '."', ",”", ".”")):
        return False
    if re.match(r" (?:of|for|and)\b| [A-Z0-9]", right):
        return False
    word = called["noun"]
    head = nouns().heads.get(word)
    return word in STRETCHES or (head is not None and head.kind is EntityKind.EVENT)


def line_before(text: str, start: int) -> str:
    """Return what stands in the same line before a place, up to a window."""
    return text[max(text.rfind("\n", 0, start) + 1, start - WINDOW) : start]


def line_after(text: str, end: int) -> str:
    """Return what stands in the same line from a place on, up to a window."""
    return text[end : end + WINDOW].split("\n", 1)[0]


# --- persons -------------------------------------------------------------------------------------------


def _person_votes(
    text: str, name: NameSpan, left: str, right: str, before: NameSpan | None, after: NameSpan | None
) -> Iterator[tuple[EntityKind, float]]:
    words, person = name_words(), EntityKind.PERSON
    if _is_beside_title(text, name, before, after):
        yield person, STRONG
    if INITIAL.search(name.text) and " " in name.text:
        yield person, STRONG
    directly = DIRECTLY_BEFORE.search(left)
    last = directly["last"] if directly else ""
    second = (directly["second"] or "").strip() if directly else ""
    if last in titles().heads and not (last in words.adjective_titles and second.lower() in VAGUE):
        yield person, STRONG
    if KIN_BEFORE.search(left) and (found := LAST_WORDS.search(left)) and found["last"] in kin_predicates():
        yield person, STRONG  # "his widow, Mara Roe"
    if WITH_KIN.match(right):
        yield person, STRONG
    if last in words.before_person or (last == "by" and second in words.before_by_person):
        yield person, MIDDLING
    if last in words.callings:
        yield person, MIDDLING
    follows = NEXT_WORDS.match(right)
    # "the envoy of Halvey, who ...": the envoy; "those Herons who": some of them
    if follows and last.lower() not in ("the", "of", "in", "at", "from") and not _is_one_of_many(name, last):
        phrase = f"{follows['first']} {follows['second']}"
        if follows["first"] in ("who", "whom", "himself", "herself"):
            yield person, STRONG
        elif (follows["first"] in words.after_person or phrase in words.after_person) and not _acts_as_state(
            right
        ):
            yield person, MIDDLING
    apposed = APPOSED.match(right)
    if apposed and (apposed["noun"] in titles().heads or apposed["noun"] == "head"):
        yield person, STRONG
    if LIFESPAN.match(right) and " " in name.text:
        yield person, WEAK
    if LEADERSHIP.match(right):
        yield person, WEAK


def _is_one_of_many(name: NameSpan, before: str) -> bool:
    """Whether a plural stands behind a word that takes some of many: `those Herons`, `most Herons`."""
    return before.lower() in OF_MANY and name.text.endswith("s") and not name.text.endswith("ss")


def _is_beside_title(text: str, name: NameSpan, before: NameSpan | None, after: NameSpan | None) -> bool:
    if before is not None and before.form is NameForm.TITLE:
        gap = text[before.span.end : name.span.start]
        if gap == " " or (gap == ", " and before.kind is EntityKind.OFFICE):
            return True
    if after is not None and after.form is NameForm.TITLE and after.kind is not None:
        return text[name.span.end : after.span.start] in (", ", ", then ", ", the ")
    return False


# --- groups, organisations and states ------------------------------------------------------------------


def _group_votes(name: NameSpan, left: str, right: str) -> Iterator[tuple[EntityKind, float]]:
    follows = NEXT_NOUN.match(right)
    last_word = name.text.rsplit(" ", 1)[-1]
    if follows and follows["noun"] in name_words().group_nouns:
        yield EntityKind.GROUP, MIDDLING
    if left.lower().endswith("the ") and last_word.endswith("s") and not last_word.endswith("ss"):
        # "the Herons"; but "the Free Cantons" may be a state, and "the Salt Flats" a land.
        yield EntityKind.GROUP, WEAK if " " in name.text else MIDDLING
    if follows and follows["noun"] in name_words().organization_nouns:
        yield EntityKind.ORGANIZATION, MIDDLING
    before = LAST_WORDS.search(left)
    if before and before["last"] in name_words().vessels:
        yield EntityKind.UNIT, STRONG
    if before and before["last"] in name_words().publications:
        yield EntityKind.WORK, STRONG
    translated = TRANSLATED.match(right)
    if translated:
        head = nouns().heads.get(translated["inner"].split(" of ")[0].split(" for ")[0].split()[-1].lower())
        if head is not None and head.kind is not None:
            yield head.kind, STRONG


def _state_votes(left: str, right: str) -> Iterator[float]:
    """`war with X`, `relations with X`, `ambassador to X`, `X declared war`, `X's independence`."""
    if right.startswith("-"):
        return  # "relations with the Halvey-based government"
    words = name_words()
    before = WITH_STATE.search(left)
    if before and before["noun"].lower() in words.state_nouns.get(before["joint"], ()):
        yield MIDDLING
    owned = OWNED.match(right)
    if owned and not words.state_possessions.isdisjoint(owned.groups()):
        yield MIDDLING
    if _acts_as_state(right) and not _is_of_people(left):
        yield MIDDLING


def _is_of_people(left: str) -> bool:
    """Whether who acts stands before: `the clergy of Halvey recognized`, `the mayor of Halvey`; but what the
    government of Drovia does, Drovia does."""
    holder = HELD_BY.search(left)
    if SEAT_OF.search(left):
        return True
    return holder is not None and not heads_a_body(holder["noun"]) and holder["noun"] not in titles().heads


def _acts_as_state(right: str) -> bool:
    following = BEFORE_VERB.sub("", right, count=1)
    return right.startswith(" ") and following.startswith(name_words().state_acts)


# --- places --------------------------------------------------------------------------------------------


def _add_place_votes(name: NameSpan, left: str, right: str, found: Evidence) -> None:
    is_possessor = right.startswith(("'", "’"))
    kind = name.kind or EntityKind.PLACE
    typed = TYPE_BEFORE.search(left)
    singular = singular_type(typed["type"]) if typed else None
    if singular and not is_possessor:
        found.add(kind, STRONG)
        found.place_type = singular
    follows = NEXT_NOUN.match(right)
    after_type = singular_type(follows["noun"]) if follows else None
    # "the Heron territory" is that of the Herons; "the Corrow province" is Corrow.
    if follows and name.kind is None and after_type and follows["noun"] in name_words().types_after_name:
        found.add(kind, STRONG)
        found.place_type = found.place_type or after_type
    if follows and not found.place_type and (after_type or heads_a_body(follows["noun"])):
        return  # "in Corrow troops", "in Heron territory": the name only describes them
    if name.kind is not None:
        return
    if re.match(r"-[a-z]+", right):
        found.add(kind, STRONG)  # "the Halvey-based guild"
    if MARCHED_ON.search(left) and not is_possessor:
        found.add(kind, MIDDLING)
    if (BESIDE.search(left) or SEAT_OF.search(left)) and not is_possessor:
        found.add(kind, MIDDLING)
    if _is_said_to_be_place(right) or (DIRECTLY_TYPED.search(left) and not is_possessor):
        found.add(kind, MIDDLING)
    if NAMED_STATE.search(left) and right.startswith(","):
        found.add(EntityKind.POLITY, STRONG)
    if UNDERGOES.match(right):
        found.add(kind, MIDDLING)
    elif FALLS.match(right):
        found.add(kind, WEAK)
    if REGION_BEFORE.search(left):
        found.add(kind, MIDDLING)
    if CAPITAL_BEFORE.search(left) and not is_possessor:
        found.add(kind, STRONG)  # "the Velmoran capital, Halvey"
        found.place_type = found.place_type or "capital"
    if THE_CAPITAL.match(right):
        found.add(kind, STRONG)  # "Halvey, the capital, fell"
    if AFTER_CAPITAL.search(left) and re.match(r"[,.;)]| (?:and|on|in|was|by)\b", right):
        found.add(kind, MIDDLING)  # "fled from the capital, Halvey, to Pell"
    owned = OWNED_LAND.search(left)
    if owned and not is_possessor and owned["noun"].lower() in name_words().land_nouns[owned["joint"]]:
        found.add(kind, MIDDLING)  # "control over Halvey", "the annexation of Halvey"
    match = PLACE_BEFORE.search(left)
    if match is None or is_possessor:
        return
    word = match["word"].lower()
    if word in name_words().place_prepositions or match.group().endswith("nearby "):
        found.add(kind, STRONG)
    elif word in name_words().weak_place_prepositions or word in name_words().before_place:
        many = PEOPLE_BEFORE.search(left)
        if word == "to" and left.lower().endswith("according to "):
            return
        if word == "for" and not LEFT_FOR.search(left):
            found.add(kind, WEAK)  # "103 votes for Roe"
            return
        is_many = many is not None and _is_one_of_many(name, many["word"])
        found.add(kind, WEAK if is_many else MIDDLING)  # "fell to the Herons"
    elif word in name_words().weak_before_place:
        found.add(kind, WEAK)


def _is_said_to_be_place(right: str) -> bool:
    """Whether a comma and what the place is follow: `Corrow, a small port`, but not `Roe, a town clerk` or
    `Roe, a lord of the port`."""
    said = SAID_TO_BE.match(right)
    words = said["words"].split() if said is not None else []
    for word, after in pairwise([*words, "in"]):
        if word in titles().heads or word in ("of", "in", "at", "from", "to"):
            return False
        if singular_type(word) == word:
            return after in name_words().function_words
    return False


def heads_a_body(word: str) -> bool:
    """Say whether a noun is that of a body of people: `troops`, `government`."""
    return word in nouns().groups or word in name_words().political_nouns or word in name_words().group_nouns


def singular_type(word: str) -> str | None:
    """Return the place type that a word is, singular or plural; None for any other word."""
    types = nouns().place_types
    if word in types:
        return word
    for ending, single in (("ies", "y"), ("es", ""), ("s", "")):
        stem = word.removesuffix(ending) + single
        if word.endswith(ending) and stem in types:
            return stem
    return None
