"""A verb of a parsed sentence in, its voice and the arguments that stand beside it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.grammar.clause import Complement, KindOf, Preposition, Voice
from pipeline.grammar.noun_phrases import (
    expand_list,
    find_prepositions,
    is_date,
    is_event_noun,
    is_nominal,
    preposition_objects,
)
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.lexicon.words import titles
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
# Of the verbs that share no object, those that take one as often.
_UNDERGONE = frozenset({"take", "try", "break", "sink", "move", "drive"})
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
        if token.text.lower() in load_grammar_lexicon().prepositional and token.dependency != "ROOT":
            continue
        if not token.text[0].isalpha() or (token.dependency == "pcomp" and _is_no_verb(sentence, token)):
            continue
        if any(c.dependency == "ccomp" and _inverted_had(sentence, c) for c in sentence.children(token)):
            continue
        yield token


def _is_no_verb(sentence: Sentence, token: Token) -> bool:
    """After a preposition only an -ing form is a verb, or what has a subject or auxiliary: `by surprise`."""
    labels = {t.dependency for t in sentence.children(token)}
    return token.tag != "VBG" and not labels & {"nsubj", "nsubjpass", "aux", "auxpass", "mark"}


def is_verb(token: Token) -> bool:
    """Say whether `token` can head a clause."""
    return (
        token.mask is None and token.tag in VERB_TAGS and token.dependency not in ("aux", "auxpass", "amod")
    )


def auxiliaries(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the auxiliaries beside `verb`, in text order; `was` of `was exiled` also where the parser
    takes the participle for an adjective."""
    found = [t for t in sentence.children(verb) if t.dependency in ("aux", "auxpass")]
    be = split_auxiliary(sentence, verb)
    if be is not None:
        found = [*(t for t in sentence.children(be) if t.dependency == "aux"), be]
    had = _inverted_had(sentence, verb)
    return [had, *found] if had is not None else found


def _inverted_had(sentence: Sentence, verb: Token) -> Token | None:
    """`Had the guild paid`, where the parser takes `had` for a verb of its own."""
    head = sentence.head(verb)
    if verb.dependency != "ccomp" or head.text.lower() != "had" or own_subjects(sentence, head):
        return None
    subjects = own_subjects(sentence, verb)
    return head if subjects and head.index < subjects[0].index else None


def split_auxiliary(sentence: Sentence, verb: Token) -> Token | None:
    """Return the `was` of a passive that the parser does not see as one: `was exiled` with the participle as
    an adjective, `was, almost in its entirety, returned`. None elsewhere."""
    if verb.tag != "VBN" and not (verb.tag == "VBD" and verb.text.endswith("ed")):
        return None
    head = sentence.head(verb)
    if verb.dependency == "acomp":
        return head if head.lemma == "be" else None
    if any(t.dependency in ("aux", "auxpass", "nsubj", "nsubjpass") for t in sentence.children(verb)):
        return None
    if verb.index < 3 or sentence.tokens[verb.index - 1].text != ",":
        return None
    for token in reversed(sentence.tokens[max(0, verb.index - 12) : verb.index - 1]):
        if token.lemma == "be" and token.part_of_speech in ("AUX", "VERB"):
            opened = sentence.tokens[token.index + 1].text == ","
            bare = not any(t.dependency in ("attr", "acomp") for t in sentence.children(token))
            return token if opened and bare else None
        if is_verb(token):
            return None
    return None


def is_lost_main_verb(sentence: Sentence, verb: Token) -> bool:
    """Say whether the parser takes the main verb for a participle of its subject: `The treaty, known as the
    Senn Code, ceded Pell`. Then it has an object, which a passive participle cannot have."""
    if verb.dependency not in ("acl", "relcl") or not verb.text.lower().endswith("ed"):
        return False
    lexicon = load_grammar_lexicon()
    if any(t.dependency in ("aux", "auxpass", "nsubj", "nsubjpass") for t in sentence.children(verb)):
        return False
    has_object = any(t.dependency in _OBJECT_LABELS for t in sentence.children(verb))
    if not has_object and verb.lemma not in lexicon.intransitive:
        return False
    if has_object and (verb.lemma in lexicon.naming or (not _keeps_no_object(verb) and verb.lemma != "cede")):
        return False
    return any(t.dependency == "ROOT" and is_nominal(t) for t in sentence.ancestors(verb))


def is_participle_taken_for_past(sentence: Sentence, verb: Token) -> bool:
    """Say whether a clause without subject, tagged as past tense, is a participle: `was a town, founded in
    1704`."""
    if verb.tag != "VBD" or verb.dependency not in ("advcl", "acl") or not verb.text.lower().endswith("ed"):
        return False
    return not any(
        t.dependency in ("aux", "auxpass", "nsubj", "nsubjpass", "mark", "dobj")
        for t in sentence.children(verb)
    )


def is_stray_participle(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb that the parser puts into a list without `and` is a reduced relative clause:
    `founded a council at Halvey, styled the Bench`."""
    if verb.dependency != "conj" or not verb.text.lower().endswith("ed") or verb.index == 0:
        return False
    head = sentence.head(verb)
    if not is_verb(head) or sentence.tokens[verb.index - 1].text != "," or own_subjects(sentence, verb):
        return False
    joined = any(t.dependency == "cc" for v in list_verbs(sentence, verb) for t in sentence.children(v))
    has_object = any(t.dependency in _OBJECT_LABELS for t in sentence.children(verb))
    return not joined and (not has_object or verb.lemma in load_grammar_lexicon().naming)


def find_voice(sentence: Sentence, verb: Token) -> Voice:
    """Return the voice of `verb`. A participle without an auxiliary of its own is passive after a noun and
    in a list of passive verbs (`was captured and exiled`), unless it has an object or never takes one."""
    children = list(sentence.children(verb))
    if any(t.dependency in ("auxpass", "nsubjpass") for t in children):
        return Voice.PASSIVE
    if split_auxiliary(sentence, verb) is not None or is_stray_participle(sentence, verb):
        return Voice.PASSIVE
    if verb.dependency == "acomp":
        return Voice.ACTIVE
    if is_lost_main_verb(sentence, verb):
        return Voice.ACTIVE
    if causative_object(sentence, verb) is not None:
        return Voice.PASSIVE
    if any(t.dependency == "nsubj" for t in children):
        # "with the town occupied", "had Roe arrested"
        bare = verb.tag == "VBN" and not any(t.dependency == "aux" for t in children)
        return Voice.PASSIVE if bare and verb.dependency in ("ccomp", "pcomp") else Voice.ACTIVE
    if _keeps_no_object(verb) and any(t.dependency in _OBJECT_LABELS for t in children):
        return Voice.ACTIVE
    own_auxiliary = [t for t in children if t.dependency == "aux"]
    if is_participle_taken_for_past(sentence, verb):
        return Voice.PASSIVE
    if verb.tag == "VBN" and not own_auxiliary and verb.dependency != "conj":
        return Voice.ACTIVE if verb.lemma in _perfect_only() else Voice.PASSIVE
    if verb.tag == "VBN" and own_auxiliary and any(t.lemma == "be" for t in own_auxiliary):
        return Voice.PASSIVE
    if verb.dependency == "conj" and not own_auxiliary and verb.tag in ("VBN", "VBD"):
        return _voice_in_list(sentence, verb, children)
    return Voice.ACTIVE


def causative_object(sentence: Sentence, verb: Token) -> Token | None:
    """Return Feld in `Roe had Feld arrested`, where the verb is given two subjects; None elsewhere."""
    subjects = [t for t in sentence.children(verb) if t.dependency == "nsubj"]
    helpers = [t for t in sentence.children(verb) if t.dependency == "aux" and t.lemma == "have"]
    if verb.tag == "VBN" and len(subjects) == 2 and helpers:
        between = subjects[0].index < helpers[0].index < subjects[1].index < verb.index
        return subjects[1] if between else None
    return None


def _keeps_no_object(verb: Token) -> bool:
    """Whether the passive of `verb` leaves no object behind, as that of `grant` and `name` does."""
    lexicon = load_grammar_lexicon()
    return verb.lemma not in lexicon.naming and verb.lemma not in lexicon.giving


def _perfect_only() -> frozenset[str]:
    return frozenset({"become", "arrive", "come", "go", "die", "return", "fall", "rise"})


def _voice_in_list(sentence: Sentence, verb: Token, children: list[Token]) -> Voice:
    if not is_verb(sentence.head(verb)) or find_voice(sentence, sentence.head(verb)) is Voice.ACTIVE:
        return Voice.ACTIVE
    blocking = (
        {"nsubj", "ccomp", "xcomp"}
        if verb.lemma in load_grammar_lexicon().naming
        else {"nsubj", "dobj", "ccomp", "xcomp"}
    )
    if any(t.dependency in blocking for t in children):
        return Voice.ACTIVE
    if verb.tag == "VBD" and not verb.text.lower().endswith("ed"):
        return Voice.ACTIVE
    if verb.lemma in load_grammar_lexicon().intransitive:
        # "was shelled but never taken", "was dismissed, tried by a court and shot"
        is_undergone = verb.tag == "VBN" and verb.lemma in _UNDERGONE
        has_agent = any(t.dependency == "agent" for t in children)
        return Voice.PASSIVE if is_undergone or has_agent else Voice.ACTIVE
    return Voice.PASSIVE


def own_subjects(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the nominal subjects that stand beside `verb`, a relative pronoun among them; lists expanded."""
    holder = split_auxiliary(sentence, verb) or verb
    subjects = [
        t for t in sentence.children(holder) if t.dependency in ("nsubj", "nsubjpass") and is_nominal(t)
    ]
    if not subjects:
        return ()
    token = subjects[0]
    last = next((t for t in reversed(subjects) if t.index < holder.index), token)
    if any(t.dependency == "cc" for t in sentence.tokens[token.index : last.index]):
        # The parser took the first from the clause before: "wanted Feld to hold it but Roe appointed Dray".
        token = last
    return expand_list(sentence, _past_opening_participle(sentence, token, verb))


def _past_opening_participle(sentence: Sentence, subject: Token, verb: Token) -> Token:
    """The name directly before the verb in `Insisting on a vote, Roe won`, where the parser takes the opening
    participle for the subject."""
    if subject.index > 0 or subject.mask is not None or not subject.text.endswith("ing"):
        return subject
    names = [t for t in sentence.tokens[: verb.index] if t.mask is not None and is_nominal(t)]
    if names and names[-1].index == verb.index - 1 and sentence.tokens[names[-1].index - 1].text == ",":
        return names[-1]
    return subject


def own_objects(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the direct objects that stand beside `verb`, lists expanded."""
    naming = split_naming(sentence, verb)
    if naming is not None:
        return () if naming[0] is None else (naming[0],)
    for token in sentence.children(verb):
        if token.dependency not in _OBJECT_LABELS or is_date(token):
            continue
        if is_nominal(token) or token.tag == "VBG":
            # A second object is an apposition that the parser lost: "took Pell in the south, a rich town".
            return expand_list(sentence, token)
    return ()


def own_indirect_objects(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """Return the bare indirect objects beside `verb`: `Roe` in `granted Roe powers`."""
    found: list[Token] = []
    for token in sentence.children(verb):
        if token.dependency == "dative" and is_nominal(token):
            found.extend(expand_list(sentence, token))
    return tuple(found)


def own_prepositions(sentence: Sentence, verb: Token) -> tuple[Preposition, ...]:
    """Return the prepositional phrases beside `verb`; not `as`, not dates, not the agent of a passive."""
    be = split_auxiliary(sentence, verb)
    holders = [verb, *([be] if be is not None else [])]
    found = []
    for holder in holders:
        for token, objects in find_prepositions(sentence, holder):
            objects = tuple(o for o in objects if not is_date(o))
            if objects and token.lemma != "as" and token.dependency != "agent":
                found.append(
                    Preposition(token.lemma if token.part_of_speech != "VERB" else token.text, token, objects)
                )
        found.extend(_joined_prepositions(sentence, holder, found))
    return tuple(sorted(found, key=lambda p: p.token.index))


def _joined_prepositions(
    sentence: Sentence, verb: Token, before: Sequence[Preposition]
) -> Iterator[Preposition]:
    """`to Corrow` of `to Pell and then to Corrow`; not where a date stands between: it dates one of them."""
    inside = [t for child in sentence.children(verb) for t in sentence.children(child)]
    if any(is_date(t) for t in inside):
        return
    for child in sentence.children(verb):
        if (
            child.dependency == "conj"
            and child.tag in ("IN", "TO")
            and child.lemma in {p.word for p in before}
        ):
            objects = tuple(o for o in preposition_objects(sentence, child) if not is_date(o))
            if objects:
                yield Preposition(child.lemma, child, objects)


def own_complements(sentence: Sentence, verb: Token) -> tuple[Complement, ...]:
    """Return what the clause says its subject or object is: predicate nouns, `named Feld envoy`, `as`."""
    lexicon = load_grammar_lexicon()
    found: list[Complement] = []
    for token in sentence.children(verb):
        if token.dependency in ("attr", "oprd") and is_nominal(token) and not is_date(token):
            found.extend(Complement(None, t) for t in expand_list(sentence, token))
        elif token.dependency == "acomp" and token.tag in ("JJ", "RB", "NN"):
            # Offices are often taken for adjectives: "became regent".
            found.append(Complement(None, token))
        elif token.dependency == "advcl" and token.tag == "JJ" and _opens_with_as(sentence, token):
            found.append(Complement("as", token))
        elif token.dependency == "prep" and token.lemma == "as":
            such = token.index > 0 and sentence.tokens[token.index - 1].lemma == "such"
            if such or any(t.lemma in lexicon.as_idioms for t in sentence.children(token)):
                continue
            objects = preposition_objects(sentence, token) or adjectives_after(sentence, token)
            found.extend(Complement("as", t) for t in objects if not is_date(t))
    naming = split_naming(sentence, verb)
    if naming is not None:
        found.insert(0, Complement(None, naming[1]))
    if not found:
        found.extend(_complements_behind_object(sentence, verb))
    return tuple(found)


def _opens_with_as(sentence: Sentence, token: Token) -> bool:
    return any(t.lemma == "as" and t.index == token.index - 1 for t in sentence.children(token))


def adjectives_after(sentence: Sentence, preposition: Token) -> tuple[Token, ...]:
    """Return the adjectives after `as`: `recognized it as legitimate`, and offices taken for adjectives."""
    offices = titles().offices | titles().ranks
    return tuple(
        t
        for t in sentence.children(preposition)
        if t.index > preposition.index
        and (t.tag in ("JJ", "VBN") or (t.dependency == "pcomp" and t.text in offices))
    )


def split_naming(sentence: Sentence, verb: Token) -> tuple[Token | None, Token] | None:
    """Return who is named and what, where the parser makes one noun phrase of `named Feld envoy`, or an
    object of what a passive names (`was made envoy`, then nobody stands there); None elsewhere."""
    if verb.lemma not in load_grammar_lexicon().naming:
        return None
    for token in sentence.children(verb):
        if (
            token.dependency == "ccomp"
            and (is_nominal(token) or token.tag == "JJ")
            and token.index > verb.index
        ):
            for child in sentence.children(token):
                if child.dependency in ("nsubj", "poss", "dobj") and verb.index < child.index < token.index:
                    return child, token
    objects = [t for t in sentence.children(verb) if t.dependency in _OBJECT_LABELS and is_nominal(t)]
    if len(objects) == 2 and objects[0].index > verb.index and find_voice(sentence, verb) is Voice.ACTIVE:
        return objects[0], objects[1]
    if len(objects) != 1 or any(t.dependency == "oprd" for t in sentence.children(verb)):
        return None
    if find_voice(sentence, verb) is Voice.PASSIVE:
        return None, objects[0]
    for child in sentence.children(objects[0]):
        if child.dependency not in ("compound", "nmod", "appos") or not is_nominal(child):
            continue
        if child.index < objects[0].index and _is_unlike(child, objects[0]):
            return child, objects[0]
    return None


def _is_unlike(first: Token, second: Token) -> bool:
    """A name and a common noun, or names of different kinds, are two things, not one name."""
    if first.mask is None or second.mask is None:
        return (first.mask is None) != (second.mask is None)
    return first.mask.placeholder != second.mask.placeholder


def _complements_behind_object(sentence: Sentence, verb: Token) -> Iterator[Complement]:
    """`recognized Roe as regent`, where the parser ties `as` to the name before it."""
    for token in sentence.children(verb):
        if token.dependency not in (*_OBJECT_LABELS, "nsubjpass"):
            continue
        for child in sentence.children(token):
            such = sentence.tokens[child.index - 1].lemma == "such"
            if child.dependency == "prep" and child.lemma == "as" and child.index > verb.index and not such:
                yield from (
                    Complement("as", t) for t in preposition_objects(sentence, child) if not is_date(t)
                )


def find_agents(sentence: Sentence, verb: Token, kind_of: KindOf) -> tuple[Token, ...]:
    """Return who stands after `by` in a passive; also where the parser ties `by` to a name before it. A
    means (`by force`) and a date are no agents."""
    for token in sentence.children(verb):
        if token.lemma == "by" and token.dependency in ("agent", "prep"):
            agents = tuple(
                o
                for o in preposition_objects(sentence, token)
                if not is_date(o) and not _is_means(sentence, o)
            )
            if agents:
                return agents
    return _stray_agents(sentence, verb, kind_of)


def _is_means(sentence: Sentence, noun: Token) -> bool:
    """`by force`, `by a landslide`; but `by foreign ships` they act."""
    lexicon = load_grammar_lexicon()
    if noun.mask is not None:
        return False
    bare = not any(
        c.dependency in ("det", "amod", "poss", "compound", "nummod") for c in sentence.children(noun)
    )
    return noun.lemma in lexicon.measures or (bare and noun.lemma in lexicon.means)


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
    """Whether `by` cannot belong to the noun before it: a name, an office, no act and no work."""
    if kind_of(noun) in (EntityKind.EVENT, EntityKind.WORK, EntityKind.AGREEMENT):
        return False
    return not is_event_noun(noun) and (
        noun.mask is not None or noun.lemma not in load_grammar_lexicon().authored
    )


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
