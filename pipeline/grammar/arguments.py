"""A verb of a parsed sentence in, its voice and the arguments that stand beside it out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.grammar.clause import Complement, KindOf, Preposition, Voice
from pipeline.grammar.noun_phrases import (
    expand_list,
    find_prepositions,
    is_date,
    is_nominal,
    nominals_before,
    preposition_objects,
)
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Sentence, Token

VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
ACTORS = frozenset(
    {
        EntityKind.PERSON,
        EntityKind.POLITY,
        EntityKind.GOVERNMENT,
        EntityKind.ORGANIZATION,
        EntityKind.UNIT,
        EntityKind.GROUP,
        EntityKind.OFFICE,
    }
)
_OBJECT_LABELS = frozenset({"dobj", "obj"})


def find_verbs(sentence: Sentence) -> Iterator[Token]:
    """Yield the verbs that head a clause, in text order: not auxiliaries, not participles that stand as
    adjectives before a noun."""
    for token in sentence.tokens:
        if token.mask is not None or token.tag not in VERB_TAGS:
            continue
        if token.dependency in ("aux", "auxpass", "amod", "compound", "nmod", "prep", "case", "det", "prt"):
            continue
        if token.dependency in ("pobj", "nsubj", "dobj", "poss") and token.tag == "VBG":
            continue
        yield token


def is_verb(token: Token) -> bool:
    """Say whether `token` can head a clause."""
    return (
        token.mask is None and token.tag in VERB_TAGS and token.dependency not in ("aux", "auxpass", "amod")
    )


def auxiliaries(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the auxiliaries beside `verb`, in text order; `was` of `was exiled` also where the parser
    takes the participle for an adjective."""
    found = [t for t in sentence.children(verb) if t.dependency in ("aux", "auxpass")]
    if verb.dependency == "acomp" and verb.tag == "VBN":
        head = sentence.head(verb)
        found = [*(t for t in sentence.children(head) if t.dependency == "aux"), head]
    return found


def find_voice(sentence: Sentence, verb: Token) -> Voice:
    """Return the voice of `verb`. A participle without an auxiliary of its own is passive after a noun and
    in a list of passive verbs (`was captured and exiled`), unless it has an object or never takes one."""
    children = list(sentence.children(verb))
    if any(t.dependency in ("auxpass", "nsubjpass") for t in children):
        return Voice.PASSIVE
    if verb.dependency == "acomp":
        return Voice.PASSIVE if verb.tag == "VBN" and sentence.head(verb).lemma == "be" else Voice.ACTIVE
    own_auxiliary = [t for t in children if t.dependency == "aux"]
    if verb.tag == "VBN" and not own_auxiliary and verb.dependency != "conj":
        return Voice.ACTIVE if verb.lemma in _perfect_only() else Voice.PASSIVE
    if verb.tag == "VBN" and own_auxiliary and any(t.lemma == "be" for t in own_auxiliary):
        return Voice.PASSIVE
    if verb.dependency == "conj" and not own_auxiliary and verb.tag in ("VBN", "VBD"):
        return _voice_in_list(sentence, verb, children)
    return Voice.ACTIVE


def _perfect_only() -> frozenset[str]:
    return frozenset({"become", "arrive", "come", "go", "die", "return", "fall", "rise"})


def _voice_in_list(sentence: Sentence, verb: Token, children: list[Token]) -> Voice:
    if not is_verb(sentence.head(verb)) or find_voice(sentence, sentence.head(verb)) is Voice.ACTIVE:
        return Voice.ACTIVE
    if any(t.dependency in ("nsubj", "dobj", "ccomp", "xcomp") for t in children):
        return Voice.ACTIVE
    if verb.tag == "VBD" and not verb.text.lower().endswith("ed"):
        return Voice.ACTIVE
    if verb.lemma in load_grammar_lexicon().intransitive:
        return Voice.ACTIVE
    return Voice.PASSIVE


def own_subjects(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the nominal subjects that stand beside `verb`, a relative pronoun among them; lists expanded."""
    holder = sentence.head(verb) if verb.dependency == "acomp" else verb
    for token in sentence.children(holder):
        if token.dependency in ("nsubj", "nsubjpass") and not is_date(token):
            return expand_list(sentence, token)
    return ()


def own_objects(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the direct objects that stand beside `verb`, lists expanded."""
    naming = split_naming(sentence, verb)
    if naming is not None:
        return () if naming[0] is None else (naming[0],)
    found: list[Token] = []
    for token in sentence.children(verb):
        if (
            token.dependency in _OBJECT_LABELS
            and (is_nominal(token) or token.tag == "VBG")
            and not is_date(token)
        ):
            found.extend(expand_list(sentence, token))
    return tuple(found)


def own_indirect_objects(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the bare indirect objects beside `verb`: `Roe` in `granted Roe powers`."""
    found: list[Token] = []
    for token in sentence.children(verb):
        if token.dependency == "dative" and is_nominal(token):
            found.extend(expand_list(sentence, token))
    return tuple(found)


def own_prepositions(sentence: Sentence, verb: Token) -> tuple[Preposition, ...]:
    """Return the prepositional phrases beside `verb`; not `as`, not dates, not the agent of a passive."""
    holders = [verb]
    if verb.dependency == "acomp" and verb.tag == "VBN":
        holders.append(sentence.head(verb))
    found = []
    for holder in holders:
        for token, objects in find_prepositions(sentence, holder):
            objects = tuple(o for o in objects if not is_date(o))
            if objects and token.lemma != "as" and token.dependency != "agent":
                found.append(
                    Preposition(token.lemma if token.part_of_speech != "VERB" else token.text, token, objects)
                )
    return tuple(sorted(found, key=lambda p: p.token.index))


def own_complements(sentence: Sentence, verb: Token) -> tuple[Complement, ...]:
    """Return what the clause says its subject or object is: predicate nouns, `named Feld envoy`, `as`."""
    found: list[Complement] = []
    for token in sentence.children(verb):
        if token.dependency in ("attr", "oprd") and is_nominal(token) and not is_date(token):
            found.extend(Complement(None, t) for t in expand_list(sentence, token))
        elif token.dependency == "prep" and token.lemma == "as":
            objects = preposition_objects(sentence, token) or _adjective_after(sentence, token)
            found.extend(Complement("as", t) for t in objects if not is_date(t))
    naming = split_naming(sentence, verb)
    if naming is not None:
        found.insert(0, Complement(None, naming[1]))
    if not found:
        found.extend(_complements_behind_object(sentence, verb))
    return tuple(found)


def _adjective_after(sentence: Sentence, preposition: Token) -> tuple[Token, ...]:
    return tuple(
        t for t in sentence.children(preposition) if t.tag in ("JJ", "VBN") and t.index > preposition.index
    )


def split_naming(sentence: Sentence, verb: Token) -> tuple[Token | None, Token] | None:
    """Return who is named and what, where the parser makes one noun phrase of `named Feld envoy`, or an
    object of what a passive names (`was made envoy`, then nobody stands there); None elsewhere."""
    if verb.lemma not in load_grammar_lexicon().naming:
        return None
    objects = [t for t in sentence.children(verb) if t.dependency in _OBJECT_LABELS and is_nominal(t)]
    if len(objects) != 1 or any(t.dependency == "oprd" for t in sentence.children(verb)):
        return None
    if find_voice(sentence, verb) is Voice.PASSIVE:
        return None, objects[0]
    for child in sentence.children(objects[0]):
        if child.dependency not in ("compound", "nmod", "appos") or not is_nominal(child):
            continue
        if child.index < objects[0].index and (child.mask is not None) != (objects[0].mask is not None):
            return child, objects[0]
    return None


def _complements_behind_object(sentence: Sentence, verb: Token) -> Iterator[Complement]:
    """`recognized Roe as regent`, where the parser ties `as` to the name before it."""
    for token in sentence.children(verb):
        if token.dependency not in (*_OBJECT_LABELS, "nsubjpass"):
            continue
        for child in sentence.children(token):
            if child.dependency == "prep" and child.lemma == "as" and child.index > verb.index:
                yield from (
                    Complement("as", t) for t in preposition_objects(sentence, child) if not is_date(t)
                )


def find_agents(sentence: Sentence, verb: Token, kind_of: KindOf) -> tuple[Token, ...]:
    """Return who stands after `by` in a passive; also where the parser ties `by` to a name before it. A
    means (`by force`) and a date are no agents."""
    means = load_grammar_lexicon().means
    for token in sentence.children(verb):
        if token.lemma == "by" and token.dependency in ("agent", "prep"):
            agents = tuple(
                o
                for o in preposition_objects(sentence, token)
                if not is_date(o) and (o.mask is not None or o.lemma not in means)
            )
            if agents:
                return agents
    return _stray_agents(sentence, verb, kind_of)


def _stray_agents(sentence: Sentence, verb: Token, kind_of: KindOf) -> tuple[Token, ...]:
    for token in sentence.tokens[verb.index + 1 :]:
        if is_verb(token) and token.dependency not in ("aux", "auxpass"):
            return ()
        if token.lemma != "by" or token.dependency not in ("prep", "agent"):
            continue
        holder = sentence.head(token)
        if verb.index not in {t.index for t in sentence.ancestors(token)} or not is_nominal(holder):
            continue
        agents = preposition_objects(sentence, token)
        if agents and all(kind_of(a) in ACTORS for a in agents) and _bears_no_agent(holder, kind_of):
            return agents
    return ()


def _bears_no_agent(noun: Token, kind_of: KindOf) -> bool:
    """Whether `by` cannot belong to the noun before it: a name, or an office, not an act or a work."""
    kind = kind_of(noun)
    if kind in (EntityKind.EVENT, EntityKind.WORK, EntityKind.AGREEMENT):
        return False
    return noun.mask is not None or kind is not None


def is_relative(token: Token) -> bool:
    """Say whether `token` is a relative pronoun: who, whom, whose, which, that, where."""
    return token.tag in RELATIVE_TAGS or (token.tag == "IN" and token.text.lower() == "that")


def list_verbs(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the verbs coordinated with `verb`, itself included, in text order."""
    first = verb
    while first.dependency == "conj" and is_verb(sentence.head(first)):
        first = sentence.head(first)
    found, stack = [first], [first]
    while stack:
        for child in sentence.children(stack.pop()):
            if child.dependency == "conj" and is_verb(child):
                found.append(child)
                stack.append(child)
    return sorted(found, key=lambda t: t.index)


def shared_object(sentence: Sentence, verb: Token) -> tuple[tuple[Token, ...], Token | None]:
    """Return the objects that `verb` shares with the verb coordinated directly after it, and that verb:
    the Code in `praised and adopted the Code`, the guild in `recognized and established relations with the
    guild`. Nothing where `verb` has an object or complement of its own, or takes none."""
    following = next((t for t in list_verbs(sentence, verb) if t.index > verb.index), None)
    if following is None or not _stands_bare(sentence, verb, following):
        return (), None
    objects = own_objects(sentence, following)
    if not objects:
        objects, following_next = shared_object(sentence, following)
        return objects, following_next and following
    if len(objects) == 1 and _is_light(sentence, objects[0]):
        holders = (objects[0], following)
        for holder in holders:
            for token, shared in find_prepositions(sentence, holder):
                names = tuple(o for o in shared if not is_date(o))
                if token.lemma in ("with", "to", "over", "against", "on", "for", "of") and names:
                    return names, following
    return objects, following


def _stands_bare(sentence: Sentence, verb: Token, following: Token) -> bool:
    if verb.lemma in load_grammar_lexicon().intransitive or find_voice(sentence, verb) is Voice.PASSIVE:
        return False
    between = sentence.tokens[verb.index + 1 : following.index]
    return all(t.dependency in ("cc", "advmod", "punct", "preconj", "prt", "aux", "neg") for t in between)


def _is_light(sentence: Sentence, noun: Token) -> bool:
    """A common noun without determiner says with its verb one thing: `established relations`."""
    return noun.mask is None and not any(
        c.dependency in ("det", "poss", "nummod") for c in sentence.children(noun)
    )


def antecedents_of(sentence: Sentence, verb: Token, kind_of: KindOf) -> tuple[Token, ...]:
    """Return the nouns that a relative or reduced relative clause may belong to, nearest first: those whose
    phrase ends directly before it, and what the parser chose."""
    start = clause_start(sentence, verb)
    found = list(nominals_before(sentence, start.index))
    chosen = sentence.head(verb)
    while chosen.dependency == "conj" and is_verb(chosen):
        chosen = sentence.head(chosen)
    if is_nominal(chosen) and chosen not in found and chosen.index < start.index and not is_date(chosen):
        found.append(chosen)
    pronoun = relative_pronoun(sentence, verb)
    if _is_after_comma(sentence, start):
        found.extend(t for t in _nouns_beyond(sentence, found) if t not in found)
    if pronoun is not None and pronoun.text.lower() in ("who", "whom"):
        people = [
            t for t in found if kind_of(t) in (EntityKind.PERSON, EntityKind.GROUP) or _is_people(t, kind_of)
        ]
        return tuple(people or [t for t in found if kind_of(t) in ACTORS] or found)
    if pronoun is not None and pronoun.text.lower() in ("which", "that"):
        return tuple(t for t in found if kind_of(t) is not EntityKind.PERSON)
    return tuple(found)


def _is_after_comma(sentence: Sentence, token: Token) -> bool:
    return token.index > 0 and sentence.tokens[token.index - 1].text in (",", "—", "–")


def _nouns_beyond(sentence: Sentence, found: list[Token]) -> Iterator[Token]:
    """Yield the nouns that a clause after a comma may reach back to, past what stands directly before it:
    the object of the verb whose adverbial that is (`founded a council at Halvey, styled ...`), or its
    subject where it has no object; past a purpose, what the purpose is of."""
    if not found:
        return
    last = found[-1]
    holder = sentence.head(last)
    if last.dependency == "pobj" and is_verb(sentence.head(holder)) and holder.lemma != "by":
        verb = sentence.head(holder)
        objects = own_objects(sentence, verb)
        passive = find_voice(sentence, verb) is Voice.PASSIVE
        yield from objects or (own_subjects(sentence, verb) if passive else ())
    elif last.dependency == "dobj" and _is_purpose(sentence, holder):
        yield from own_objects(sentence, sentence.head(holder))


def _is_purpose(sentence: Sentence, verb: Token) -> bool:
    if not is_verb(verb) or verb.dependency not in ("advcl", "xcomp") or not is_verb(sentence.head(verb)):
        return False
    return any(t.tag == "TO" for t in sentence.children(verb))


_ABSTRACT_ENDINGS = ("tions", "sions", "ments", "ances", "ences", "ings", "ties", "als", "ures")


def _is_people(token: Token, kind_of: KindOf) -> bool:
    if kind_of(token) is EntityKind.UNIT:
        return True
    unknown = token.mask is None and kind_of(token) is None and token.tag == "NNS"
    return unknown and not token.text.lower().endswith(_ABSTRACT_ENDINGS)


def relative_pronoun(sentence: Sentence, verb: Token) -> Token | None:
    """Return the relative pronoun that opens the clause of `verb`; None where it has none."""
    for child in sentence.children(verb):
        if child.index > verb.index:
            break
        if is_relative(child) and child.dependency != "mark":
            return child
        for inner in sentence.subtree(child):
            if (
                inner.index < verb.index
                and is_relative(inner)
                and child.dependency in ("prep", "dobj", "nsubj", "nsubjpass")
            ):
                return inner
    return None


def clause_start(sentence: Sentence, verb: Token) -> Token:
    """Return the first token of the clause of `verb`: a reduced relative starts at its adverbs or itself."""
    first = verb
    for child in sentence.children(verb):
        if child.index < first.index and child.dependency not in ("punct", "cc"):
            first = sentence.subtree(child)[0]
            break
    while first.text in (",", "(", '"') and first.index < verb.index:
        first = sentence.tokens[first.index + 1]
    return first
