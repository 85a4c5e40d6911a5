"""Invented sentences in: each [marked] pronoun or description must refer to whom the case says."""

from __future__ import annotations

import pytest

from tests.entities.reading import referents

LIFE = "Osk Feld"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The one person named before it in its sentence, else the last sentence's subject.
        ("Tamsin Roe left Halvey when [she] was old.", ["Tamsin Roe"]),
        ("Osk Feld died in Halvey. [He] was old.", ["Osk Feld"]),
        ("Osk Feld proclaimed [himself] king.", ["Osk Feld"]),
        ("Osk Feld was captured. [He] escaped, and [his] men followed.", ["Osk Feld", "Osk Feld"]),
        # Two persons fit: open.
        ("Osk Feld met Karsten Dray before [he] died.", ["?"]),
        ("Osk Feld and Karsten Dray met. [He] died.", ["?"]),
        ("Osk Feld appointed Karsten Dray as envoy. [He] left for Pell.", ["?"]),
        ("Osk Feld won. Karsten Dray became deputy. [His] government fell.", ["?"]),
        # Whom grammar excludes.
        ("Osk Feld resigned. Karsten Dray appointed [him] envoy.", ["Osk Feld"]),
        ("Osk Feld resigned. Karsten Dray, who survived [him] by a year, left.", ["Osk Feld"]),
        ("Osk Feld left. Karsten Dray, [his] deputy, stayed.", ["Osk Feld"]),
        ("Karsten Dray praised [him].", ["?"]),
        ("Osk Feld resigned. Karsten Dray made [him] envoy.", ["Osk Feld"]),
        # Who goes somewhere is who is there.
        ("Osk Feld won, and Karsten Dray fled to Pell, where [he] died.", ["Karsten Dray"]),
        ("Osk Feld resigned in favour of Karsten Dray and went to Pell, where [he] died.", ["Osk Feld"]),
        ("Osk Feld sent Karsten Dray to Pell, where [he] died.", ["?"]),
        ("Osk Feld resigned. The queen appointed [him] envoy.", ["Osk Feld"]),
        ("Osk Feld and Karsten Dray resigned. The queen met [him].", ["?"]),
        ("Osk Feld resigned. Together with Karsten Dray and others [he] founded a guild.", ["Osk Feld"]),
        ("Against Karsten Dray [he] had no chance.", ["?"]),
        # Listed with what is another's, after a preposition.
        ("Osk Feld waited until Karsten Dray's departure and the end of [his] term.", ["Karsten Dray"]),
        ("Osk Feld liked Karsten Dray's plan and the end of [his] exile.", ["?"]),
        ("Osk Feld waited until the departure of Karsten Dray and the end of [his] term.", ["?"]),
        # Somebody whom nobody knows.
        ("Osk Feld agreed. The king objected, but [he] stayed.", ["?"]),
        ("Osk Feld agreed. The minister resigned. [He] left for Pell.", ["?"]),
        ("Osk Feld defeated the king, but [he] died.", ["Osk Feld"]),
        # Who acts goes on acting; others only hold something.
        ("Osk Feld could not defeat Karsten Dray's army, and [he] left.", ["Osk Feld"]),
        ("Osk Feld met Tamsin Roe, Karsten Dray's aide, and [he] left.", ["?"]),
        ("Osk Feld won. He met Karsten Dray. [He] then left.", ["Osk Feld"]),
        ("Osk Feld won. He met Karsten Dray. Tamsin Roe liked [him].", ["?"]),
        # A name that only says which government it is.
        ("Tamsin Roe was old. Osk Feld was old.\n\nThe Roe government fell, and [his] army fled.", ["?"]),
        # A new paragraph begins a new story.
        ("Osk Feld died.\n\n[He] was old.", ["?"]),
        # States are she as well.
        ("Velmora sent [her] fleet.", ["?"]),
        ("It was said that [he] left.", ["?"]),
    ],
)
def test_pronouns(text: str, expected: list[str]) -> None:
    assert referents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Osk Feld was a general.\n\n[He] was born in Halvey.", [LIFE]),
        ("Osk Feld was a general.\n\nIn 1704 [his] army won.", [LIFE]),
        ("Osk Feld was a general.\n\nKarsten Dray came. [His] army won.", ["Karsten Dray"]),
        ("Osk Feld was a general. Karsten Dray appointed [him] envoy in 1704.", [LIFE]),
        ("Osk Feld met Karsten Dray in 1704. Then [he] left.", [LIFE]),
        ("Osk Feld met Karsten Dray in 1704. It rained. Then [he] left.", [LIFE]),
        ("Osk Feld met Karsten Dray in 1704. Dray won. Then [he] left.", ["Karsten Dray"]),
        ("Osk Feld met Karsten Dray in 1704. Tamsin Roe saw [him].", ["?"]),
        # Whose council it is, is not whom it sentences, where a paragraph so opens.
        ("Osk Feld was a general.\n\nKarsten Dray's council exiled [him]. [He] left.", [LIFE, LIFE]),
        (
            "Osk Feld was old. In 1704 President Dray appointed Feld Minister of War. [He] raised a guard.",
            ["?"],
        ),
        ("Osk Feld was old. Karsten Dray rose. Karsten Dray's council exiled [him].", ["?"]),
    ],
)
def test_pronouns_in_a_life(text: str, expected: list[str]) -> None:
    assert referents(text, title=LIFE, infobox=["Birth Date: 4 May 1704"]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What the opening says that the article is about.
        ("The Republic of Velmora was a federation. The [federation] fell.", ["Republic of Velmora"]),
        ("The Republic of Velmora was a federation.\n\nDrovia saw the [new republic].", ["?"]),
        ("The Republic of Velmora was old.\n\nDrovia saw the new [republic].", ["Republic of Velmora"]),
        ("The Republic of Velmora was old.\n\nDrovia saw the other [republic].", ["?"]),
        ("The Republic of Velmora was old.\n\nDrovia saw a new [republic].", ["?"]),
    ],
)
def test_descriptions_of_the_state_that_the_article_is_about(text: str, expected: list[str]) -> None:
    assert referents(text, title="Republic of Velmora") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The war that the battle is part of, where no other is named nearer.
        ("It was fought after the Pell War.\n\n== Later ==\n\nThe [war] went on.", ["Salt War"]),
        ("It was fought in 1704.\n\n== Later ==\n\nThe Pell War was long. The [war] went on.", ["Pell War"]),
        # What is told apart is not spoken of.
        (
            "The Pell War was long. It should not be confused with the Corrow War. The [war] ended.",
            ["Pell War"],
        ),
    ],
)
def test_wars_around_a_battle(text: str, expected: list[str]) -> None:
    assert (
        referents(text, title="Battle of Halvey", infobox=["Partof: the Salt War", "Date: 1704"]) == expected
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Velmora declared war. Some 9,000 Velmoran [troops] landed.", ["Velmoran troops"]),
        ("Velmora declared war. The Velmoran [reserve] arrived.", ["Velmoran reserve"]),
        ("Velmora declared war. Two Velmoran [armies] landed.", ["?"]),
        ("Velmora declared war. A Velmoran [column] landed.", ["?"]),
    ],
)
def test_bodies_of_a_state(text: str, expected: list[str]) -> None:
    assert referents(text) == expected


THINGS = "Velmora fought Drovia. Velmoran troops met Drovian troops. The Herons rose in the town of Pell.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The one thing that acts before it in its sentence.
        ("Velmora lost because [it] had no fleet.", ["Velmora"]),
        ("Velmora moved [its] army to Drovia.", ["Velmora"]),
        ("Velmora attacked Drovia because [it] had no fleet.", ["?"]),
        ("Velmora held Drovia after [its] army had won.", ["?"]),
        ("The Velmorans fled when [they] lost.", ["Velmora"]),
        ("The Velmorans fought the Drovians when [they] landed.", ["?"]),
        ("The Velmorans and the Herons said that [they] were tired.", ["?"]),
        ("Osk Feld and Karsten Dray met the Herons because [they] were tired.", ["?"]),
        ("After Osk Feld resigned, the Herons fled, and [they] won.", ["Herons"]),
        ("Like many Herons, [they] rose.", ["?"]),
        # What is taken, and taken again.
        ("Osk Feld besieged Pell, burning [it].", ["Pell"]),
        ("Osk Feld led the Herons to Pell, burning [it].", ["?"]),
        ("Osk Feld praised Velmora. Karsten Dray left [it].", ["?"]),
        # What the sentence before is about.
        ("The Treaty of Pell was signed by Velmora. [It] ended the war.", ["Treaty of Pell"]),
        ("Velmora lost. [It] paid. [It] fell.", ["Velmora", "Velmora"]),
        ("The Herons rose. [They] won.", ["Herons"]),
        ("The Herons attacked the Velmorans. [They] won.", ["?"]),
        ("Velmora and Drovia lost. [It] paid.", ["?"]),
        ("Velmora lost.\n\n[It] paid.", ["?"]),
        ("Velmora lost. In [its] favour, Drovia paid.", ["?"]),
        # Nothing is meant.
        ("Velmora lost. [It] was said that Osk Feld won.", ["?"]),
        ("Velmora lost. [It] seems old.", ["?"]),
        ("Velmora made [it] difficult to win.", ["?"]),
    ],
)
def test_pronouns_of_things(text: str, expected: list[str]) -> None:
    assert referents(THINGS + text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Treaty of Pell was signed in 1704. The [treaty] ended the war.", ["Treaty of Pell"]),
        ("The Battle of Corrow was fought in 1704. The [battle] lasted a day.", ["Battle of Corrow"]),
        ("The Salt Council met in Pell. The [Council] left in 1705.", ["Salt Council"]),
        (
            "The Treaty of Pell and the Treaty of Linden were signed. The [treaty] ended the war.",
            ["?"],
        ),
        ("The Battle of Corrow was fought. A [battle] was fought.", ["?"]),
        ("The Battle of Corrow was fought. The second [battle] was lost.", ["?"]),
        ("The Salt War began in 1704. The [war] with Drovia ended.", ["?"]),
        ("The Salt War began in 1704. The [war] ended.", ["Salt War"]),
        ("The [Council] left in 1705.", ["?"]),
        # A body that has no longer name, and is called so more than once.
        ("The [Senate] met in 1705. Osk Feld left the [Senate].", ["Senate", "Senate"]),
        ("The [Senate] met in 1705. Osk Feld left the Velmoran Senate.", ["?"]),
        # Before the heading, where the text has no other of its kind.
        ("The Treaty of Pell was signed.\n\n== Later ==\n\nThe [treaty] was old.", ["Treaty of Pell"]),
        ("The Treaty of Pell and the Treaty of Linden fell.\n\n== Later ==\n\nThe [treaty] was old.", ["?"]),
        # The one that the paragraph names, of several since the heading.
        (
            "The Treaty of Pell was signed.\n\nThe Treaty of Linden was signed. The [treaty] was old.",
            ["Treaty of Linden"],
        ),
        # Something else that is called so stands nearer.
        ("The Heron Offensive failed. Roe began an offensive. The [offensive] failed.", ["?"]),
        ("Feld liked the Salt Council. Roe's [Council] left.", ["?"]),
        ("The Battle of Corrow was lost. The [battle] that Roe won was long.", ["Battle of Corrow"]),
        # Towns: the one named in the sentence, or the last ones; the one that is called so.
        ("Osk Feld landed in Halvey and burned the [town].", ["Halvey"]),
        ("Osk Feld landed in Halvey. He burned the [town].", ["Halvey"]),
        ("Osk Feld went from Halvey to Pell. He burned the [town].", ["?"]),
        ("Osk Feld landed in the province of Corrow. He burned the [town].", ["?"]),
        ("Osk Feld landed in the province of Corrow. He burned the [province].", ["Corrow"]),
        ("Osk Feld landed in Halvey. The [town] of his mother fell.", ["?"]),
        ("Osk Feld landed in Halvey. The old [town] fell.", ["?"]),
        ("Osk Feld landed in Halvey, the [town] of the Herons.", ["?"]),
        # Capitals: the only one, where the paragraph names it.
        ("The Velmoran capital, Halvey, fell. Osk Feld left the [capital].", ["Halvey"]),
        ("The Velmoran capital, Halvey, fell.\n\nOsk Feld left the [capital].", ["?"]),
        ("The capital, Halvey, fell. The Drovian capital, Pell, fell. Feld left the [capital].", ["?"]),
        # Who was called so in the paragraph.
        ("General Osk Feld met Karsten Dray. The [general] left.", ["Osk Feld"]),
        ("General Osk Feld met General Karsten Dray. The [general] left.", ["?"]),
        ("General Osk Feld won.\n\nThe [general] left.", ["?"]),
        ("General Osk Feld met Karsten Dray, the [general].", ["?"]),
        # Troops: those of the paragraph.
        ("Velmora fought. Velmoran troops landed. The [troops] won.", ["Velmoran troops"]),
        ("Velmora fought Drovia. Velmoran troops met Drovian troops. The [troops] won.", ["?"]),
        (
            "Velmoran troops fled to Velmora. The Velmoran [force] landed. Osk Feld's [force] won.",
            ["Velmoran force", "Osk Feld's force"],
        ),
        ("Velmoran troops fled to Velmora. A Velmoran [squadron] landed.", ["?"]),
        # What a thing is called in turn.
        ("The Salt War began in 1704. The [conflict] ended in 1706.", ["Salt War"]),
        ("The Treaty of Pell was signed. The [agreement] ended the war.", ["Treaty of Pell"]),
        ("The Treaty of Pell and the Accord of Linden were signed. The [agreement] fell.", ["?"]),
        ("The Treaty of Pell was signed. The [battle] was lost.", ["?"]),
        # Whose they are, by a pronoun.
        ("Feld's army fled. Osk Feld left, and his [army] returned.", ["Feld's army"]),
        ("Osk Feld left, and his [army] returned.", ["?"]),
        # States of that constitution.
        ("The Republic of Pell and Velmora lost. The [republic] fell.", ["Republic of Pell"]),
        ("The Republic of Pell lost. The [state] fell.", ["?"]),
    ],
)
def test_descriptions(text: str, expected: list[str]) -> None:
    assert referents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Osk Feld ruled in Pell. Feld's [government] fell. The [government] of Feld had been weak.",
            ["Feld's government", "Feld's government"],
        ),
        (
            "The Halvey-based [government] met in Halvey. The [government] in Halvey fell.",
            ["Halvey-based government", "Halvey-based government"],
        ),
        ("Feld's government fell. The old [government] fled.", ["?"]),
        ("Feld's government fell. Pell did not recognize either [government].", ["?"]),
        ("Velmora lay east. Velmoran troops fled. The Heron [government] fell.", ["?"]),
        # What the text ties together: a head and a proper name, a head and a state.
        ("Osk Feld led the Blue Government. Feld's [government] fell.", ["Blue Government"]),
        ("Osk Feld was head of the Blue Government. Feld's [government] fell.", ["Blue Government"]),
        ("The Blue Government, headed by Osk Feld, won. Feld's [government] fell.", ["Blue Government"]),
        ("Osk Feld never led the Blue Government. Feld's [government] fell.", ["Feld's government"]),
        (
            "Velmora fought. General Osk Feld led the Velmoran [government]. Feld's [government] fell.",
            ["Feld's government", "Feld's government"],
        ),
        (
            "Velmora fought. General Osk Feld left the Velmoran [government]. Feld's [government] fell.",
            ["Velmoran government", "Feld's government"],
        ),
    ],
)
def test_governments(text: str, expected: list[str]) -> None:
    assert referents(text) == expected
