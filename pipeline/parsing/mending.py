"""The tokens of a parsed sentence in, the same tokens with heads where grammar leaves only one choice out.

A small parser ties a word to the nearest one that could bear it. Each rule here moves a word only where what
the parser chose cannot stand in English, and another word in reach bears it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.model.syntax import MaskKind, Token

_OBJECTS = ("dobj", "obj")
_SUBJECTS = ("nsubj", "nsubjpass")
_FINITE = ("VBD", "VBZ", "VBP")


def mend_heads(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return `tokens` with another head and label for each that a rule moves."""
    tree = _Tree(list(tokens))
    for rule in (
        _subject_behind_date,
        _free_participle,
        _join_agents,
        _join_passives,
        _part_from_relative,
        _join_lost_verb,
        _read_rank,
        _date_relative,
        _date_past_manner,
    ):
        rule(tree)
    return tuple(tree.tokens)


class _Tree:
    """Tokens whose heads may change."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens

    def children(self, token: Token) -> Iterator[Token]:
        return (t for t in self.tokens if t.head == token.index and t.index != token.index)

    def head(self, token: Token) -> Token:
        return self.tokens[token.head]

    def has(self, token: Token, *labels: str) -> bool:
        return any(t.dependency in labels for t in self.children(token))

    def move(self, token: Token, head: Token, label: str) -> None:
        self.tokens[token.index] = replace(token, head=head.index, dependency=label)

    def end(self, token: Token) -> int:
        """The index of the last token below a token, itself included."""
        last = token.index
        for child in self.children(token):
            last = max(last, self.end(child))
        return last

    def before(self, token: Token) -> Token | None:
        return self.tokens[token.index - 1] if token.index else None


def _subject_behind_date(tree: _Tree) -> None:
    """`In May 1704 the council, meeting at Pell, fell`: no noun stands beside a date as another word for it,
    so behind a date that opens a clause without a subject it is the subject."""
    for noun in list(tree.tokens):
        date = tree.head(noun)
        if noun.dependency != "appos" or date.mask is None or date.mask.kind is not MaskKind.DATE:
            continue
        if noun.index < date.index or (noun.mask is not None and noun.mask.kind is MaskKind.DATE):
            continue
        word = tree.head(date)
        verb = tree.head(word) if date.dependency == "pobj" else word
        start = min((t.index for t in tree.children(noun)), default=noun.index)
        is_next = min(start, noun.index) == date.index + 1
        if verb.index < noun.index or verb.tag not in (*_FINITE, "VBN") or tree.has(verb, *_SUBJECTS):
            continue
        if is_next and (verb.tag != "VBN" or tree.has(verb, "aux", "auxpass")):
            tree.move(noun, verb, "nsubjpass" if tree.has(verb, "auxpass") else "nsubj")


def _free_participle(tree: _Tree) -> None:
    """`Osk Feld, nicknamed the Heron, was a general`: a participle between commas is of the name before it,
    and the finite verb behind it heads the sentence."""
    naming = load_grammar_lexicon().naming
    for verb in list(tree.tokens):
        before = tree.before(verb)
        is_participle = verb.tag == "VBN" or (verb.tag == "VBD" and verb.lemma in naming)
        is_bare = is_participle and not tree.has(verb, "aux", "auxpass", "cc")
        if verb.dependency != "ROOT" or not is_bare or before is None or before.text != ",":
            continue
        subjects = [t for t in tree.children(verb) if t.dependency == "nsubj" and t.index < verb.index]
        finite = [t for t in tree.children(verb) if t.dependency == "conj" and t.tag in _FINITE]
        if len(subjects) != 1 or len(finite) != 1 or tree.has(finite[0], *_SUBJECTS):
            continue
        main = finite[0]
        if tree.tokens[main.index - 1].text != ",":
            continue
        for child in list(tree.children(verb)):
            if child.index > main.index or child.index == subjects[0].index:
                tree.move(child, main, child.dependency)
        tree.tokens[main.index] = replace(main, head=main.index, dependency="ROOT")
        tree.move(verb, subjects[0], "acl")


def _join_agents(tree: _Tree) -> None:
    """`a crowd led by Roe and Feld took the mill`: where the parser gives a verb two subjects, and the second
    is of the sort of the agent before `and`, both led, and the crowd took it."""
    for second in list(tree.tokens):
        verb = tree.head(second)
        if second.dependency not in _SUBJECTS or second.mask is None or verb.index < second.index:
            continue
        subjects = [t for t in tree.children(verb) if t.dependency in _SUBJECTS and t.index < second.index]
        agent = _agent_of_participle(tree, subjects[-1]) if subjects else None
        if agent is None:
            continue
        last = tree.end(agent)
        joint = tree.tokens[last + 1]
        start = min((t.index for t in tree.children(second)), default=second.index)
        if joint.lemma != "and" or min(start, second.index) != joint.index + 1:
            continue
        alike = [t for t in (agent, *tree.children(agent)) if t.mask is not None]
        if any(t.mask and t.mask.placeholder == second.mask.placeholder for t in alike):
            tree.move(joint, agent, "cc")
            tree.move(second, agent, "conj")


def _agent_of_participle(tree: _Tree, noun: Token) -> Token | None:
    """Who stands behind `by` in the participle that follows a noun: Roe in `a crowd led by Roe`."""
    for verb in tree.children(noun):
        if verb.dependency == "acl" and verb.tag == "VBN" and verb.index > noun.index:
            for word in tree.children(verb):
                if word.dependency == "agent" and word.lemma == "by":
                    return next((t for t in tree.children(word) if t.dependency == "pobj"), None)
    return None


def _join_passives(tree: _Tree) -> None:
    """`was accused of treason, tried and shot`: what can befall persons only goes on with the passive, and
    is nothing that befell the treason."""
    personal = load_grammar_lexicon().personal
    for verb in list(tree.tokens):
        noun, before = tree.head(verb), tree.before(verb)
        if verb.tag != "VBN" or verb.dependency != "acl" or before is None or before.text != ",":
            continue
        listed = [t for t in tree.children(verb) if t.dependency == "conj" and t.tag in ("VBN", "VBD")]
        is_person = noun.mask is not None and noun.mask.placeholder == _PERSON
        if not any(t.lemma in personal for t in (verb, *listed)) or is_person or not tree.has(verb, "cc"):
            continue
        main = _passive_above(tree, noun)
        if main is not None and not tree.has(verb, "aux", "auxpass", *_SUBJECTS):
            tree.move(verb, main, "conj")
            tree.move(before, main, "punct")


_PERSON = "Smith"
"""What masks the names of persons."""


def _passive_above(tree: _Tree, noun: Token) -> Token | None:
    """The passive verb of whose prepositional phrase a noun is, with nothing but nouns between."""
    while noun.dependency in ("pobj", "prep", "conj", "appos"):
        noun = tree.head(noun)
    return noun if noun.tag == "VBN" and tree.has(noun, "auxpass") else None


def _part_from_relative(tree: _Tree) -> None:
    """`refused to pay the toll that Drovia had imposed and ordered a strike`: a verb with its own object
    stands in no relative clause that leaves its object out, so it goes on with the finite verb above."""
    for verb in list(tree.tokens):
        relative = tree.head(verb)
        is_second = verb.dependency == "conj" and verb.tag in _FINITE and relative.dependency == "relcl"
        if not is_second or not tree.has(verb, *_OBJECTS) or tree.has(verb, *_SUBJECTS, "mark"):
            continue
        gap = any(t.tag in ("WDT", "WP") and t.dependency in _OBJECTS for t in tree.children(relative))
        if not gap or not tree.has(relative, *_SUBJECTS):
            continue
        above = _finite_above(tree, relative)
        joint = next((t for t in tree.children(relative) if t.dependency == "cc"), None)
        if above is not None and above.tag == verb.tag and joint is not None:
            tree.move(verb, above, "conj")
            tree.move(joint, above, "cc")


def _finite_above(tree: _Tree, token: Token) -> Token | None:
    """The nearest finite verb above a token that has a subject; None where a denial or a helper makes it more
    than what its form says."""
    while token.head != token.index:
        token = tree.head(token)
        if token.mask is None and token.tag in _FINITE and tree.has(token, *_SUBJECTS):
            return token if not tree.has(token, "aux", "auxpass", "neg") else None
    return None


def _join_lost_verb(tree: _Tree) -> None:
    """`The council, in which Roe sat, abolished tolls, raised a guard and left`: a verb with an object, tied
    to the subject of the verb behind it as if it were a participle, is the first of the list."""
    lexicon = load_grammar_lexicon()
    for verb in list(tree.tokens):
        noun, before = tree.head(verb), tree.before(verb)
        is_tied = verb.dependency == "acl" and verb.tag in ("VBD", "VBN") and noun.dependency == "nsubj"
        if not is_tied or before is None or before.text != "," or not tree.has(verb, *_OBJECTS):
            continue
        main = tree.head(noun)
        keeps_object = verb.lemma in lexicon.naming or verb.lemma in lexicon.giving
        if keeps_object or main.index < verb.index or main.tag != "VBD" or tree.has(main, "aux", "auxpass"):
            continue
        is_list = any(t.dependency == "conj" and t.tag == "VBD" for t in tree.children(main))
        if is_list and not tree.has(verb, "aux", "auxpass", *_SUBJECTS):
            tree.move(verb, main, "conj")


def _read_rank(tree: _Tree) -> None:
    """`was promoted to marshal and elected envoy`: `marshal` is what one is promoted to, no verb."""
    for word in list(tree.tokens):
        before = tree.before(word)
        verb = tree.head(word)
        if before is None or before.tag != "TO" or before.head != word.index or word.dependency != "xcomp":
            continue
        if verb.lemma not in _RAISING or tree.has(word, *_OBJECTS):
            continue
        for child in list(tree.children(word)):
            if child.index != before.index:
                tree.move(child, verb, child.dependency)
        tree.tokens[before.index] = replace(
            before, tag="IN", part_of_speech="ADP", dependency="prep", head=verb.index
        )
        tree.tokens[word.index] = replace(
            word, tag="NN", part_of_speech="NOUN", dependency="pobj", head=before.index
        )


_RAISING = frozenset({"promote", "elevate", "demote"})


def _date_relative(tree: _Tree) -> None:
    """`was a general who served as regent, from 1703 to 1705`: a date behind the relative clause of what
    somebody was is that of the clause."""
    for word in list(tree.tokens):
        be, comma = tree.head(word), tree.before(word)
        if word.dependency != "prep" or be.lemma != "be" or comma is None or comma.text != ",":
            continue
        dated = [t for t in tree.children(word) if t.dependency == "pobj"]
        if not dated or any(t.mask is None or t.mask.kind is not MaskKind.DATE for t in dated):
            continue
        said = [t for t in tree.children(be) if t.dependency == "attr" and t.index < word.index]
        relatives = [t for noun in said for t in _relatives_of(tree, noun) if tree.end(t) == comma.index - 1]
        if len(relatives) == 1:
            tree.move(word, relatives[0], "prep")


def _date_past_manner(tree: _Tree) -> None:
    """`entered Pell without resistance on 4 May`: how a thing is done has no day of its own."""
    for word in list(tree.tokens):
        noun = tree.head(word)
        manner = tree.head(noun)
        if word.dependency != "prep" or noun.dependency != "pobj" or noun.mask is not None:
            continue
        dated = [t for t in tree.children(word) if t.dependency == "pobj"]
        if not dated or any(t.mask is None or t.mask.kind is not MaskKind.DATE for t in dated):
            continue
        verb = tree.head(manner)
        is_manner = manner.lemma == "without" and manner.dependency == "prep" and word.index > noun.index
        if is_manner and verb.mask is None and verb.tag in (*_FINITE, "VBN", "VBG", "VB"):
            tree.move(word, verb, "prep")


def _relatives_of(tree: _Tree, noun: Token) -> Iterator[Token]:
    """The verbs of the relative clauses of a noun and of those listed with it."""
    for child in tree.children(noun):
        if child.dependency == "relcl":
            yield child
        elif child.dependency == "conj":
            yield from _relatives_of(tree, child)
