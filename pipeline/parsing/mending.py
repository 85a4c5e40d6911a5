"""The tokens of a parsed sentence in, the same tokens with heads where grammar leaves only one choice out.

A small parser ties a word to the nearest one that could bear it. Each rule here moves a word only where what
the parser chose cannot stand in English, and another word in reach bears it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.model.syntax import Token

_OBJECTS = ("dobj", "obj")
_SUBJECTS = ("nsubj", "nsubjpass")
_FINITE = ("VBD", "VBZ", "VBP")


def mend_heads(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Return `tokens` with another head and label for each that a rule moves."""
    tree = _Tree(list(tokens))
    for rule in (_join_agents, _join_passives, _part_from_relative, _join_lost_verb, _read_rank):
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
