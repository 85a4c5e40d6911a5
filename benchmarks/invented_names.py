"""An article in, a renaming of every name that it seems to hold out: invented names of a given style.

It reads capital letters, so it is coarser than a mapping that somebody made by reading.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import count

from benchmarks.renaming import Renaming
from pipeline.lexicon.demonyms import shares_stem
from pipeline.lexicon.states import DemonymForm, demonyms, states

_WORD = re.compile(r"[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+|-(?=[^\W\d_a-z])[^\W\d_]+)*")
_LABEL = re.compile(r"(?m)^- [^:\n]{1,60}:")
# English words that names of events, offices and institutions are made of, beyond the word lists.
_COMMON = frozenset(
    "A Abbey Accord Act Admiral Air Alliance Allied Allies Ambassador Archbishop Armistice Army "
    "Articles Assembly Bank Battalion Battle Bay Bench Bishop Board Bottom Bridge Brigade Bureau "
    "Cabinet Campaign Cape Captain Cathedral Central Chamber Chancellor Charter Chief Church City "
    "Civil Coast Coat Code College Colonel Commander Commission Committee Conference Congress "
    "Constitution Consul Convention Corps Council Count Court Crown Cry Day Declaration Department "
    "Division Duke East Eastern Emperor Empire Envoy Exchequer Executive Expedition Federal "
    "Federation First Fleet Foreign Fort Fourth Free Front Gate General Government Governor Grand "
    "Great Guard Hero High Hill Holy House I II III IV Imperial Independence Independent Island "
    "Islands Judge Justice Keeper King Kingdom Lady Lake Law League Liberal Lieutenant Long Lord "
    "Major Manifesto Marshal Militia Minister Ministry Mountains National Navy New North Northern "
    "Occupation Ocean Of Office Order Pact Palace Parliament Party Peace Peninsula Plain "
    "Plenipotentiary Port Prefect President Prime Prince Princess Protocol Province Provisional Queen "
    "Rebellion Red Regent Regiment Republic Restoration Revolution Revolutionary River Royal Saint "
    "Sea Second Secretary See Senate Senator Siege Sir Sound South Southern St State States Strait "
    "Sultan Supreme The Third Top Treasury Treaty Tribunal Truce Union United University Upper Valley "
    "Vice Viceroy War West Western Year".split()
)


@dataclass(frozen=True)
class Style:
    """How the invented names of one language sound."""

    onsets: tuple[str, ...]
    middles: tuple[str, ...]
    ends: tuple[str, ...]
    particle: str
    accented: tuple[str, str]
    """A letter, and what every fifth name has in its place."""
    year_shift: int


STYLES = {
    "spanish": Style(
        ("Alb", "Mor", "Qu", "Sal", "Ter", "Vill", "Zar", "Gal", "Cor", "Bel", "Oj", "Nav"),
        ("ac", "ord", "ang", "ibr", "ent", "ald", "uer", "ist", "om", "err", "inz"),
        ("ona", "eda", "illo", "ares", "uela", "eno", "ura", "iego", "anca"),
        "de",
        ("e", "é"),
        -400,
    ),
    "slavic": Style(
        ("Dr", "Kr", "Zv", "Mil", "Rad", "Vlad", "Bor", "Stan", "Tr", "Gor", "Psk", "Jar"),
        ("ev", "ogr", "isl", "akov", "uch", "enk", "osl", "avn", "irg", "ozd"),
        ("ava", "itsa", "ovo", "nik", "enko", "or", "ima", "una", "ets"),
        "von",
        ("a", "á"),
        -300,
    ),
    "english": Style(
        ("Bramb", "Corr", "Th", "Wen", "Hal", "Ask", "Mor", "Pell", "Tarn", "Gr", "Osw", "Kest"),
        ("al", "ing", "er", "ind", "ow", "eld", "urr", "av", "ick"),
        ("by", "wyn", "holt", "mere", "ford", "dale", "moor", "a", "wick"),
        "van",
        ("o", "ô"),
        -200,
    ),
}


def make_mapping(text: str, style: str = "english") -> Renaming:
    """Return a renaming of the capitalised names and the demonyms of an article in the raw format.

    Names are mapped word by word, so that a surname alone follows the full name; a state's names of several
    words as a whole. The same text and style give the same renaming. Raises KeyError for an unknown style.
    """
    chosen = STYLES[style]
    supply = _invented(chosen, text)
    body = _LABEL.sub(lambda m: " " * len(m[0]), text)
    names: dict[str, str] = {}
    found = _state_phrases(body)
    stems: dict[str, str] = {}
    words = _names_of(_without(body, found))
    for state in states():
        here = [name for name in state.names if name not in names and _stands_in(name, body)]
        forms = [w for w in (*state.adjectives, *state.people) if _stands_in(w, body)]
        if here or forms:
            _map_state(here, forms, names, next(supply))
    for word in words:
        if word in names:
            continue
        place = next((p for p in stems if p[:2] == word[:2] and shares_stem(p, word)), None)
        made = _demonym(stems[place]) + ("s" if word.endswith("s") else "") if place else ""
        if made and made not in names.values():
            names[word] = made
        else:
            names[word] = stems[word] = next(supply)
    return Renaming(names, _year_shift(chosen, text))


def _year_shift(style: Style, text: str) -> int:
    """The shift of the style, or a smaller one where that would leave the years of four digits."""
    years = [int(year) for year in re.findall(r"(?<![\d,.])(?:1\d{3}|20\d\d)(?![\d,])", text)] or [1900]
    wanted = (style.year_shift, -100, 100)
    return next((shift for shift in wanted if min(years) + shift >= 1000 and max(years) + shift < 2100), 0)


def _map_state(here: list[str], forms: list[str], names: dict[str, str], invented: str) -> None:
    """Give a state one invented name; its other names get it with a word before, so that they stay apart."""
    prefixes = ("", "Old ", "Fair ", "Inner ", "Outer ", "Lesser ", "Elder ", "Hither ")
    for prefix, name in zip(prefixes, here, strict=False):
        names.setdefault(name, prefix + invented)
    endings = iter(("", "t", "d", "m", "v", "l"))
    for form in forms:
        if form in names:
            continue
        plural = (
            DemonymForm.PEOPLE in demonyms()[form].forms
            and DemonymForm.ADJECTIVE not in demonyms()[form].forms
        )
        made = _demonym(invented) + ("s" if plural else "")
        while made in names.values():
            made = _demonym(invented + next(endings)) + ("s" if plural else "")
        names[form] = made


def _demonym(place: str) -> str:
    """`Velmora` to `Velmoran`, `Corrow` to `Corrovian`, `Halvey` to `Halveyan`."""
    if place.endswith(("ia", "a")):
        return place + "n"
    if place.endswith("ow"):
        return place[:-1] + "vian"
    if place.endswith("o"):
        return place[:-1] + "an"
    if place.endswith("e"):
        return place + "an"
    if place.endswith("y"):
        return place + "an"
    return place + "ian"


def _state_phrases(text: str) -> list[str]:
    names = [name for state in states() for name in state.names if not _WORD.fullmatch(name)]
    return [name for name in names if _stands_in(name, text)]


def _stands_in(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _without(text: str, phrases: list[str]) -> str:
    for phrase in sorted(phrases, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", lambda m: "," * len(m[0]), text)
    return text


def _names_of(text: str) -> list[str]:
    """The words that look like names, in the order of their first place."""
    lower = {m[0] for m in _WORD.finditer(text) if m[0][0].islower()}
    found: dict[str, None] = {}
    openers: dict[str, None] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        if not word[0].isupper() or len(word) < 2 or word.isupper():
            continue
        if word in _COMMON or word.lower() in lower or word.lower() in _listed_words():
            continue
        is_certain = word in demonyms() or not word.isascii() or not _opens(text, match.start())
        (found if is_certain else openers)[word] = None
        if is_certain and word in openers:
            del openers[word]
    pairs = re.findall(r"(?<!\w)([^\W\d_]+) (?=([^\W\d_]+))", text)
    before_names = {first for first, second in pairs if second in found}
    followed = [w for w in openers if w in before_names]
    return [*found, *(w for w in followed if w not in found)]


def _opens(text: str, position: int) -> bool:
    before = text[max(0, position - 40) : position].rstrip(" \"'“‘(")
    # An initial's full stop ends no sentence: "Tamsin E. Roe".
    if re.search(r"\b[^\W\d_]\.\Z", before):
        return False
    return not before or before[-1] in ".:?!\n=-" or text.endswith("- ", 0, position)


@cache
def _listed_words() -> frozenset[str]:
    """Every word of the project's word lists but for the states: what a language has in common."""
    words: set[str] = set()
    for file in sorted(resources.files("pipeline.lexicon").joinpath("en").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml") and file.name != "states.toml":
            words.update(_strings(tomllib.loads(file.read_text(encoding="utf-8"))))
    return frozenset(words)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (m[0].lower() for m in _WORD.finditer(value))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _invented(style: Style, text: str) -> Iterator[str]:
    """Endless names of the style, none twice and none that stands in `text`: short and long ones, some
    with an accent, a hyphen or a particle."""
    given: set[str] = set()
    for number in count():
        onset = style.onsets[number % len(style.onsets)]
        middle = style.middles[(number * 7 + number // len(style.onsets)) % len(style.middles)]
        end = style.ends[(number * 5 + number // len(style.middles)) % len(style.ends)]
        # Once the combinations come round again, names get longer by a syllable.
        longer = style.middles[number // 100 % len(style.middles)] * (number // 100 > 0)
        longer += style.middles[number // 1000 % len(style.middles)] * (number // 1000 > 0)
        name = onset + longer + middle + end
        if number % 5 == 4:
            name = name.replace(*style.accented, 1)
        if number % 11 == 6:
            name = f"{name}-{style.onsets[(number + 3) % len(style.onsets)]}{end}"
        if number % 9 == 5:
            name = f"{style.particle} {name}"
        if name not in given and name not in text:
            given.add(name)
            yield name
