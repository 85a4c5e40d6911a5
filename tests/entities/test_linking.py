"""Invented names in: which of them are one thing, and of which kind it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities.book import EntityBook, make_slug
from pipeline.entities.people import link_people
from pipeline.model.document import Source
from pipeline.model.entity import EntityKind
from pipeline.model.span import Span
from pipeline.reading.article import read_article
from tests.entities.reading import read_text, referents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Persons: full names, short names, initials, accents.
        ("[Tamsin Marin Roe] came. [Roe] left with [Marin Roe].", ["Tamsin Marin Roe"] * 3),
        ("[Osk Pérel] came. General [Perel] left.", ["Osk Pérel"] * 2),
        ("[Osk A. Feld] came. [Osk Aron Feld] left.", ["Osk A. Feld"] * 2),
        ("[Osk Pérel] came. Then [Perel] was large.", ["Osk Pérel"] * 2),
        # Namesakes: who was introduced, whose title it is.
        ("[Osk Feld] came. [Feld] won.\n\nLater [Ana Feld] came.", ["Osk Feld", "Osk Feld", "Ana Feld"]),
        ("Osk Feld came. Feld won.\n\nAna Feld came.\n\n[Feld] was old.", ["Osk Feld"]),
        ("Osk Feld and Ana Feld came. [Feld] won.", ["?"]),
        ("General Osk Feld and Admiral Ivo Feld came. Admiral [Feld] won.", ["Ivo Feld"]),
        (
            "Osk Feld came. Feld won.\n\nIvo Feld, brother of President [Feld], left. President [Feld] won.",
            ["Osk Feld", "Osk Feld"],
        ),
        ("Osk Feld won.\n\nIvo Feld, brother of Osk Feld, left. [Feld] won.", ["?"]),
        (
            "Chancellor Ivo Feld and Admiral Osk Feld came.\n\nHe met Ivo Feld. President [Feld] won.",
            ["?"],
        ),
        ("King [Osk] and King [Osk the Younger] died.", ["Osk", "Osk the Younger"]),
        (
            "[Osk al-Feld] and his cousin [Osk al-Feld the Younger] met.",
            ["Osk al-Feld", "Osk al-Feld the Younger"],
        ),
        ("Osk Feld came.\n\nIvo Feld came. The elder [Feld] left.", ["?"]),
        # One who was called so, and another who comes into the same paragraph.
        (
            "Osk Feld came.\n\n[Feld] won. His brother, Jon Feld, lost. [Feld] left.",
            ["Osk Feld", "?"],
        ),
        # Arabic articles, and fathers.
        ("[Osk ibn Tam al-Feld] came. Then [al-Feld] left with General [Feld].", ["Osk ibn Tam al-Feld"] * 3),
        ("[Osk ibn Tam] came with his son [Tam].", ["Osk ibn Tam", "Tam"]),
        ("[Osk ibn Tam al-Feld] came, the son of [Tam al-Feld].", ["Osk ibn Tam al-Feld", "Tam al-Feld"]),
        # Given names: where no family name follows, and not those of kings.
        ("[Isa de Pell] came. General [Isa] left.", ["Isa de Pell"] * 2),
        ("King [Osk II] came. Then [Osk] refused an armistice.", ["Osk II"] * 2),
        ("[Osk Pasha], who was old, came. Later [Osk]'s successor left.", ["Osk Pasha"] * 2),
        (
            "[Osk Pasha], who was old, met [Osk Bey], who left. Later [Osk]'s successor left.",
            ["Osk Pasha", "Osk Bey", "?"],
        ),
        ("[Karl Feld] came. General [Karl] left.", ["Karl Feld", "Karl"]),
        ("[Karl de Feld] came. Emperor [Karl] left.", ["Karl de Feld", "Karl"]),
        # States: formal names, codes, demonyms, initials.
        (
            "[Velmora] declared war. The [Republic of Velmora] lost. [Velmoran] troops fled.",
            ["Velmora", "Velmora", "Velmora"],
        ),
        ("[Halvey] is a town. He left the [Republic of Halvey] in Halvey.", ["Halvey", "Republic of Halvey"]),
        # What else its land was, is another.
        (
            "The [Republic of Velmora] was old. The [Free State of Velmora] was proclaimed in 1719.",
            ["Republic of Velmora", "Free State of Velmora"],
        ),
        (
            "The [Kingdom of Drovia] declared war. King Osk III of [Drovia] died, and [Drovia] lost.",
            ["Drovia"] * 3,
        ),
        ("The [Velmoran States] declared war. The [V.S.] won.", ["Velmoran States"] * 2),
        ("The [Peru–Salt Union] fell. The [Peru-Salt Union] is gone.", ["Peru–Salt Union"] * 2),
        # Groups and their adjective.
        ("The [Herons] rose. [Heron] militia fled.", ["Herons"] * 2),
        ("The [Tories] rose. [Tory] militia fled.", ["Tories"] * 2),
        # Peoples that are more than a state's, where the text never names the state.
        ("The [Arabs] fled. [Arab] troops came.", ["Arabs", "?"]),
        ("The [Arabs] fled to Arabia.", ["Arabia"]),
        ("The [Danes] fled.", ["Denmark"]),
        # Places.
        ("He lived in [Santa Petra]. He died in [Petra].", ["Santa Petra"] * 2),
        ("He lived in [New Halvey]. He died in [Halvey].", ["New Halvey", "Halvey"]),
        ("He lived in [Little Petra]. He died in [Petra].", ["Little Petra", "Petra"]),
        ("He lived in [La Petra]. He died in [Petra].", ["La Petra"] * 2),
        # Offices.
        (
            "He was [Lord Chancellor of Velmora]. Velmora had a king. Velmoran [Lord Chancellor] Feld left.",
            ["Lord Chancellor of Velmora"] * 2,
        ),
        # A common noun with a capital is a description.
        ("The [Confederation of Pell] fell. The [Confederation] is gone.", ["Confederation of Pell"] * 2),
    ],
)
def test_names_name(text: str, expected: list[str]) -> None:
    assert referents(text) == expected


@pytest.mark.parametrize(
    ("infobox", "text", "name", "kind"),
    [
        (["Combatant1: BOL"], "Bolivia fought.", "Bolivia", EntityKind.POLITY),
        (["Birth Date: 1704-05-02"], "He was born.", "Sol", EntityKind.PERSON),
        (["Signatories: Osk Feld", "Date Signed: 4 May 1704"], "It was signed.", "Sol", EntityKind.AGREEMENT),
    ],
)
def test_infobox_tells_kinds(infobox: list[str], text: str, name: str, kind: EntityKind) -> None:
    entities = read_text(text, title="Sol", infobox=infobox).resolved.entities
    assert [e.kind for e in entities if e.name == name] == [kind]


def test_code_of_a_state_is_the_state() -> None:
    read = read_text("Bolivia fought.", infobox=["Combatant1: BOL"])
    assert len({m.entity_id for m in read.resolved.mentions if m.text in ("BOL", "Bolivia")}) == 1


def test_subject_is_who_the_first_sentence_names() -> None:
    read = read_text(
        "Osk Santa Feld Gonz (4 May 1704 – 5 June 1750) was a general.\n\nIvo Santa Feld Gonz left.",
        title="Osk Santa Feld",
        infobox=["Birth Date: 1704-05-04"],
    )
    persons = [e.name for e in read.resolved.entities if e.kind is EntityKind.PERSON]
    assert persons == ["Osk Santa Feld", "Ivo Santa Feld Gonz"]


def test_a_person_and_a_place_of_one_name_stay_two() -> None:
    read = read_text("Tamsin Linden was born in Linden. Linden, who left, died in Linden in 1704.")
    linden = {m.entity_id for m in read.resolved.mentions if m.text == "Linden"}
    assert len(linden) == 2


def test_a_province_and_a_town_of_one_name_stay_two_and_the_rest_is_open() -> None:
    text = "The province of [Corrow] is east of the town of [Corrow]. He died in [Corrow]."
    read = read_text(text.replace("[", "").replace("]", ""))
    corrow = [m.entity_id for m in read.resolved.mentions if m.text == "Corrow"]
    assert len(set(corrow)) == 3
    assert corrow[2] is None


# --- persons by their spellings alone --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forms", "same"),
    [
        (["Tamsin Roe", "Tamsin M. Roe"], True),
        (["Tamsin M. Roe", "Tamsin Marin Roe"], True),
        (["Tamsin Roe", "Tamsin Roe Pell"], True),
        (["Edmund Vale", "Edmund Vale Harrow", "Osk Harrow"], False),
        (["Edmund Vale", "Edmund Vale Jr."], False),
        (["Edmund Vale", "Edmund Vale II"], False),
        (["Osk of Pell", "Osk"], True),
        (["Osk of Pell", "Pell"], False),
        (["Osk II", "Osk"], True),
        (["Osk II", "Osk III"], False),
        (["Tamsin Roe", "Osk Roe"], False),
        (["Tamsin A. Roe", "Tamsin B. Roe"], False),
    ],
)
def test_spellings_of_one_person(forms: list[str], same: bool) -> None:
    persons = link_people(forms, None).person_of
    assert (persons.get(forms[0]) == persons.get(forms[1])) is same


NAMES = st.lists(
    st.lists(st.sampled_from("Osk Roe A. de Feld Pell".split()), min_size=1, max_size=4).map(" ".join),
    unique=True,
    max_size=8,
)


@given(NAMES)
def test_every_spelling_is_a_person_or_open(forms: list[str]) -> None:
    people = link_people(forms, forms[0] if forms else None)
    assert set(people.person_of) | set(people.candidates) == set(forms)
    assert not set(people.person_of) & set(people.candidates)
    assert set(people.person_of.values()) <= set(forms)
    assert link_people(forms, forms[0] if forms else None) == people


# --- ids -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Bancu Azura", "bancu-azura"),
        ("Árpád Łoza-Ø", "arpad-loza-o"),
        ("Treaty of Pell (1704)", "treaty-of-pell-1704"),
        ("«»", "unnamed"),
        ("Ω", "u3a9"),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert make_slug(name) == slug


@given(st.lists(st.tuples(st.sampled_from(["Roe", "Pell", "Ω"]), st.sampled_from(EntityKind)), max_size=12))
def test_ids_are_unique_and_follow_the_order_of_filing(things: list[tuple[str, EntityKind]]) -> None:
    source = Source("case", "T", "https://example.org", None, "CC0", "E", "0" * 64)
    book = EntityBook(read_article(source, "= T =\n\nx\n", "case.txt"))
    filed = [book.file((name, kind.value), kind, name, Span(i, i)) for i, (name, kind) in enumerate(things)]
    assert len({e.entity_id for e in filed}) == len(set(things))
    assert {e.entity_id for e in book.entities} == {e.entity_id for e in filed}


WORDS = "Roe Feld Halvey the of General he his Velmora government Velmoran and de in , . left was him".split()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_text_gives_mentions_that_slice_back_and_known_ids(words: str) -> None:
    read = read_text(f"Then {words}")
    ids = [e.entity_id for e in read.resolved.entities]
    assert len(ids) == len(set(ids))
    for mention in read.resolved.mentions:
        assert mention.span.of(read.text) == mention.text
        assert mention.entity_id is None or mention.entity_id in ids
        assert set(mention.candidates) <= set(ids)
    for entity in read.resolved.entities:
        assert entity.span.end <= len(read.text)
    assert read_text(f"Then {words}") == read
