"""A verb of a parsed sentence in, its subject out: its own, or shared with another clause or noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.grammar.arguments import (
    ACTORS,
    find_voice,
    is_lost_main_verb,
    is_participle_taken_for_past,
    is_relative,
    is_stray_participle,
    is_verb,
    own_indirect_objects,
    own_objects,
    own_subjects,
)
from pipeline.grammar.clause import KindOf, SubjectSource, Voice
from pipeline.grammar.noun_phrases import expand_list, is_nominal, preposition_objects
from pipeline.grammar.relatives import antecedents_of, clause_start, is_people
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.model.entity import EntityKind
from pipeline.model.syntax import Sentence, Token


@dataclass(frozen=True, slots=True)
class SurfaceSubject:
    """What stands, or is understood, as the subject of a verb, whatever its role."""

    tokens: tuple[Token, ...]
    source: SubjectSource
    candidates: tuple[Token, ...] = ()
    """More than one where it was not decided; then `tokens` is empty."""
    doubt: str | None = None


def find_subject(sentence: Sentence, verb: Token, kind_of: KindOf) -> SurfaceSubject:
    """Return the surface subject of `verb`: its own, or that of the clause or the noun it depends on."""
    own = own_subjects(sentence, verb)
    if own and is_relative(own[0]):
        return _relative_subject(sentence, verb, kind_of, own[0])
    if own:
        return SurfaceSubject(own, _own_source(sentence, verb))
    if is_stray_participle(sentence, verb):
        return _stray_subject(sentence, verb, kind_of)
    if verb.dependency == "conj" and is_verb(sentence.head(verb)):
        governor = _list_governor(sentence, verb)
        shared = find_subject(sentence, governor, kind_of)
        stray = _stray_relative(sentence, governor, verb)
        if stray is not None:
            near = tuple(t for t in sentence.tokens[stray.index - 1 : stray.index] if is_nominal(t))
            candidates = (*near, *shared.tokens)
            return SurfaceSubject((), SubjectSource.COORDINATION, candidates, "two antecedents")
        if _lost_its_subject(sentence, governor, verb):
            return SurfaceSubject((), SubjectSource.COORDINATION, (), "subject missing")
        rival = _relative_before(sentence, governor, verb)
        if rival is not None:
            candidates = (*find_subject(sentence, rival, kind_of).tokens, *shared.tokens)
            return SurfaceSubject((), SubjectSource.COORDINATION, candidates, "two antecedents")
        return SurfaceSubject(shared.tokens, SubjectSource.COORDINATION, shared.candidates, shared.doubt)
    if verb.dependency in ("xcomp", "ccomp") and not _is_finite(sentence, verb):
        return _controller(sentence, verb, kind_of)
    if verb.dependency in ("acl", "relcl"):
        return _noun_subject(sentence, verb, kind_of)
    if verb.dependency == "advcl":
        return _participle_subject(sentence, verb, kind_of)
    if verb.dependency == "pcomp":
        return _preposition_subject(sentence, verb, kind_of)
    return SurfaceSubject((), SubjectSource.NONE)


def _is_finite(sentence: Sentence, verb: Token) -> bool:
    helpers = [t for t in sentence.children(verb) if t.dependency in ("aux", "auxpass")]
    return verb.tag in ("VBD", "VBZ", "VBP") if not helpers else helpers[0].tag not in ("TO", "VB", "VBG")


def _own_source(sentence: Sentence, verb: Token) -> SubjectSource:
    if verb.dependency == "pcomp" and sentence.head(verb).lemma == "with":
        return SubjectSource.ABSOLUTE
    return SubjectSource.OWN


def _list_governor(sentence: Sentence, verb: Token) -> Token:
    """The verb whose subject a coordinated `verb` shares: a finite verb cannot share that of an infinitive,
    however the parser ties them (`refused to pay and left`)."""
    head = sentence.head(verb)
    finite = verb.tag in ("VBD", "VBZ", "VBP")
    while (
        finite and head.tag == "VB" and is_verb(sentence.head(head)) and head.dependency in ("xcomp", "advcl")
    ):
        head = sentence.head(head)
    return head


def _lost_its_subject(sentence: Sentence, governor: Token, verb: Token) -> bool:
    """Whether a finite passive is tied to a verb before it though nothing lists the two: `took Pell after the
    revolt, led by Roe, was crushed`, where the revolt was."""
    helper = next((t for t in sentence.children(verb) if t.dependency == "auxpass"), None)
    if helper is None or helper.tag not in ("VBD", "VBZ", "VBP"):
        return False
    between = sentence.tokens[governor.index + 1 : verb.index]
    return not any(
        t.dependency == "cc" and sentence.head(t).index in (governor.index, verb.index) for t in between
    )


def _stray_relative(sentence: Sentence, first: Token, verb: Token) -> Token | None:
    """A `who` or `which` between two verbs that is the subject of none, so that the second may be its verb:
    `overthrew Feld who under the threat of a fleet paid and left`; None where there is none."""
    for token in sentence.tokens[first.index + 1 : verb.index]:
        is_subject = token.tag in ("WP", "WDT") and token.dependency == "nsubj"
        if is_subject and not is_verb(sentence.head(token)):
            return token
    return None


def _relative_before(sentence: Sentence, first: Token, verb: Token) -> Token | None:
    """The verb of a relative clause that runs up to the conjunction before `verb`, which may as well go on
    there: `issued a plan that called for peace and demanded ...`."""
    conjunction = next(
        (t for t in reversed(sentence.tokens[first.index : verb.index]) if t.dependency == "cc"), None
    )
    if conjunction is None or sentence.tokens[conjunction.index - 1].text == ",":
        return None
    for other in sentence.tokens[first.index + 1 : conjunction.index]:
        relative = other.dependency == "relcl" and other.tag == verb.tag and is_verb(other)
        if relative and sentence.subtree(other)[-1].index >= conjunction.index - 1:
            return other
    return None


def _relative_subject(sentence: Sentence, verb: Token, kind_of: KindOf, pronoun: Token) -> SurfaceSubject:
    found = antecedents_of(sentence, verb, kind_of)
    word = pronoun.text.lower()
    lexicon = load_grammar_lexicon()
    if (
        word == "which"
        and verb.lemma in lexicon.consequences | lexicon.effects
        and _after_comma(sentence, pronoun)
    ):
        return SurfaceSubject((), SubjectSource.RELATIVE, found, "clause as subject")
    if len(found) == 1:
        known = kind_of(found[0])
        fits = known in ACTORS or (known is None and is_people(found[0], kind_of))
        wrong = word in ("who", "whom") and not fits
        return SurfaceSubject(found, SubjectSource.RELATIVE, (), "wrong kind" if wrong else None)
    members = _whole_list(found)
    if members and verb.text.lower() in {"were", "are", "have"} | _plural_helpers(sentence, verb):
        return SurfaceSubject(members, SubjectSource.RELATIVE)
    return SurfaceSubject((), SubjectSource.RELATIVE, found, "two antecedents")


def _plural_helpers(sentence: Sentence, verb: Token) -> set[str]:
    helpers = [t for t in sentence.children(verb) if t.dependency in ("aux", "auxpass")]
    return {verb.text.lower()} if any(t.text.lower() in ("were", "are", "have") for t in helpers) else set()


def _whole_list(found: Sequence[Token]) -> tuple[Token, ...]:
    """`Roe and Feld` where the antecedents are just the members of one list; empty otherwise."""
    if len(found) > 1 and all(t.dependency == "conj" for t in found[:-1]):
        return tuple(sorted(found, key=lambda t: t.index))
    return ()


def _after_comma(sentence: Sentence, token: Token) -> bool:
    return token.index > 0 and sentence.tokens[token.index - 1].text == ","


def _stray_subject(sentence: Sentence, verb: Token, kind_of: KindOf) -> SurfaceSubject:
    """What a participle after a comma, taken for a second verb, may belong to."""
    near = antecedents_of(sentence, verb, kind_of)
    if len(near) == 1:
        # Alone before it stands the object or a name; the subject is as likely.
        near += find_subject(sentence, sentence.head(verb), kind_of).tokens
    return SurfaceSubject((), SubjectSource.REDUCED_RELATIVE, near, "two antecedents")


def _controller(sentence: Sentence, verb: Token, kind_of: KindOf) -> SurfaceSubject:
    head = sentence.head(verb)
    if head.dependency == "amod" and is_nominal(sentence.head(head)):
        # "ships willing to fight"
        return SurfaceSubject((sentence.head(head),), SubjectSource.CONTROL)
    if not is_verb(head):
        head = next((t for t in sentence.ancestors(verb) if is_verb(t)), head)
    if not is_verb(head):
        return SurfaceSubject((), SubjectSource.NONE)
    if any(t.dependency == "mark" for t in sentence.children(verb)):
        return SurfaceSubject((), SubjectSource.NONE)
    told = _told_before(sentence, verb, head)
    if told:
        return SurfaceSubject(told, SubjectSource.CONTROL)
    objects = (
        () if head.lemma == "promise" else own_objects(sentence, head) or own_indirect_objects(sentence, head)
    )
    if objects:
        return SurfaceSubject(objects, SubjectSource.CONTROL)
    above = find_subject(sentence, head, kind_of)
    return SurfaceSubject(above.tokens, SubjectSource.CONTROL, above.candidates, above.doubt)


def _told_before(sentence: Sentence, verb: Token, head: Token) -> tuple[Token, ...]:
    """The guards of `allowed the guards to re-enter the town`: the parser cuts a verb with a hyphen into
    several, of which the first has the subject."""
    first = verb
    while first.index > 1 and sentence.tokens[first.index - 1].text == "-":
        first = sentence.tokens[first.index - 2]
    return own_subjects(sentence, first) if first.head == head.index and first is not verb else ()


def _noun_subject(sentence: Sentence, verb: Token, kind_of: KindOf) -> SurfaceSubject:
    """The noun before a reduced relative. A list member is one choice among its list; nouns of which one
    lies in the other (`a council at Halvey, styled`) are two, for the kinds to decide."""
    if any(t.dependency == "aux" and t.tag == "TO" for t in sentence.children(verb)):
        return _infinitive_subject(sentence, verb, kind_of)
    if is_lost_main_verb(sentence, verb):
        noun = next(t for t in sentence.ancestors(verb) if t.dependency == "ROOT")
        return SurfaceSubject(expand_list(sentence, noun), SubjectSource.OWN)
    found = antecedents_of(sentence, verb, kind_of)
    if (
        verb.lemma in load_grammar_lexicon().consequences
        and verb.tag == "VBG"
        and _after_comma(sentence, verb)
    ):
        return SurfaceSubject((), SubjectSource.REDUCED_RELATIVE, found, "clause as subject")
    if len(found) == 1:
        return SurfaceSubject(found, SubjectSource.REDUCED_RELATIVE)
    return SurfaceSubject((), SubjectSource.REDUCED_RELATIVE, found, "two antecedents" if found else None)


def _infinitive_subject(sentence: Sentence, verb: Token, kind_of: KindOf) -> SurfaceSubject:
    """`Roe's refusal to pay`: the holder; `the first to reach Pell`: the noun itself."""
    noun = sentence.head(verb)
    if noun.lemma == "order" and sentence.tokens[max(0, noun.index - 1)].lemma == "in":
        governor = next((t for t in sentence.ancestors(noun) if is_verb(t)), None)
        return (
            find_subject(sentence, governor, kind_of) if governor else SurfaceSubject((), SubjectSource.NONE)
        )
    if (
        noun.dependency == "dobj"
        and load_grammar_lexicon().control.get(sentence.head(noun).lemma) == "planned"
    ):
        return SurfaceSubject((noun,), SubjectSource.CONTROL)
    for child in sentence.children(noun):
        if child.dependency == "poss" and verb.dependency == "acl":
            return SurfaceSubject((child,), SubjectSource.CONTROL)
    if is_nominal(noun) and kind_of(noun) in ACTORS:
        return SurfaceSubject((noun,), SubjectSource.CONTROL)
    return SurfaceSubject((), SubjectSource.NONE)


def _participle_subject(sentence: Sentence, verb: Token, kind_of: KindOf) -> SurfaceSubject:
    head = sentence.head(verb)
    if not is_verb(head):
        return SurfaceSubject((), SubjectSource.NONE)
    absolute = _absolute_before(sentence, verb, head)
    if absolute:
        return SurfaceSubject(absolute, SubjectSource.ABSOLUTE)
    meant = _meant_by_for(sentence, verb)
    if meant:
        return SurfaceSubject(meant, SubjectSource.CONTROL)
    purpose = any(t.dependency == "aux" and t.tag == "TO" for t in sentence.children(verb))
    if purpose:
        return _purpose_subject(sentence, verb, head, kind_of)
    finite = verb.tag in ("VBD", "VBZ", "VBP") and not is_participle_taken_for_past(sentence, verb)
    if finite and not any(t.dependency == "mark" for t in sentence.children(verb)):
        # A finite verb without subject: a relative or list that the parser lost.
        return SurfaceSubject((), SubjectSource.NONE)
    if _is_bracketed(sentence, verb):
        near = antecedents_of(sentence, verb, kind_of)
        if len(near) == 1:
            return SurfaceSubject(near, SubjectSource.REDUCED_RELATIVE)
        return SurfaceSubject((), SubjectSource.REDUCED_RELATIVE, near, "two antecedents" if near else None)
    above = find_subject(sentence, head, kind_of)
    if _opens_sentence(sentence, verb):
        return SurfaceSubject(above.tokens, SubjectSource.PARTICIPLE, above.candidates, above.doubt)
    found = antecedents_of(sentence, verb, kind_of)
    near = tuple(t for t in found if t not in above.tokens)
    rival = _nearer_clause(sentence, verb, head, kind_of)
    if rival and not _has_marker(sentence, verb):
        return SurfaceSubject((), SubjectSource.PARTICIPLE, (*rival, *above.tokens), "two antecedents")
    if find_voice(sentence, verb) is Voice.PASSIVE and near:
        # ", headed by Roe": as likely of the noun before it as of the subject.
        return SurfaceSubject((), SubjectSource.REDUCED_RELATIVE, (*near, *above.tokens), "two antecedents")
    close = bool(near) and kind_of(near[0]) is EntityKind.PERSON
    close = close and head.lemma not in load_grammar_lexicon().overcoming
    bare = bool(near) and not _after_comma(sentence, clause_start(sentence, verb))
    if (close or (bare and kind_of(near[0]) is not EntityKind.PLACE)) and not _has_marker(sentence, verb):
        return SurfaceSubject((), SubjectSource.PARTICIPLE, (*near, *above.tokens), "two antecedents")
    doubt = above.doubt
    if verb.lemma in load_grammar_lexicon().consequences and verb.index > head.index:
        doubt = "clause as subject"
    return SurfaceSubject(above.tokens, SubjectSource.PARTICIPLE, above.candidates, doubt)


def _meant_by_for(sentence: Sentence, verb: Token) -> tuple[Token, ...]:
    """The armies of `a plan for these armies to march`: what stands between `for` and `to` behind a noun; in
    `sailed for Pell to rest` it is where somebody sails."""
    particle = next((t for t in sentence.children(verb) if t.tag == "TO" and t.dependency == "aux"), None)
    before = sentence.tokens[particle.index - 1] if particle is not None and particle.index else None
    if before is None or before.dependency != "pobj" or not is_nominal(before):
        return ()
    word = sentence.head(before)
    return (before,) if word.text.lower() == "for" and is_nominal(sentence.head(word)) else ()


def _is_bracketed(sentence: Sentence, verb: Token) -> bool:
    """`public opinion (driven by the guild)`: of what stands before the bracket."""
    start = clause_start(sentence, verb).index
    return start > 1 and sentence.tokens[start - 1].text == "("


def _opens_sentence(sentence: Sentence, verb: Token) -> bool:
    """Whether a participle stands before all nominals of its sentence: `Headed by Roe, the council ...`."""
    start = clause_start(sentence, verb)
    return not any(is_nominal(t) and t.dependency != "pobj" for t in sentence.tokens[: start.index])


def _nearer_clause(sentence: Sentence, verb: Token, head: Token, kind_of: KindOf) -> tuple[Token, ...]:
    """The subjects of a clause that ends directly before the participle, inside the clause the parser ties
    it to: `sent envoys to Pell, where Roe and Feld signed a pact, ending the war`."""
    start = clause_start(sentence, verb)
    for other in reversed(sentence.tokens[head.index + 1 : start.index]):
        if not is_verb(other) or other.dependency not in ("relcl", "advcl", "ccomp"):
            continue
        last = sentence.subtree(other)[-1].index
        is_finite = other.tag in ("VBD", "VBZ", "VBP", "VBN") or any(
            t.tag in ("VBD", "VBZ", "VBP", "MD") for t in sentence.children(other)
        )
        if last >= start.index - 2 and is_finite:
            return find_subject(sentence, other, kind_of).tokens
    return ()


def _has_marker(sentence: Sentence, verb: Token) -> bool:
    """`while`, `when`, `before` and the like tie a participle to the main subject."""
    return any(t.dependency in ("mark", "advmod") and t.tag in ("IN", "WRB") for t in sentence.children(verb))


def _purpose_subject(sentence: Sentence, verb: Token, head: Token, kind_of: KindOf) -> SurfaceSubject:
    objects = own_objects(sentence, head)
    if load_grammar_lexicon().control.get(head.lemma) == "planned" and objects:
        return SurfaceSubject(objects, SubjectSource.CONTROL)
    above = find_subject(sentence, head, kind_of)
    if (
        objects
        and kind_of(objects[-1]) in (*ACTORS, None)
        and objects[-1].index == _last_before(sentence, verb)
    ):
        # "founded a guild to hold Pell": the guild or its founder.
        return SurfaceSubject((), SubjectSource.CONTROL, (*objects, *above.tokens), "two antecedents")
    return SurfaceSubject(above.tokens, SubjectSource.CONTROL, above.candidates, above.doubt)


def _last_before(sentence: Sentence, verb: Token) -> int:
    return clause_start(sentence, verb).index - 1


def _absolute_before(sentence: Sentence, verb: Token, head: Token) -> tuple[Token, ...]:
    """The noun of `, with Feld, who had been named envoy, succeeding him`, where the parser ties the
    participle to the main verb."""
    if verb.tag not in ("VBG", "VBN"):
        return ()
    for token in sentence.children(head):
        if (
            token.lemma != "with"
            or not head.index < token.index < verb.index
            or not _after_comma(sentence, token)
        ):
            continue
        end = sentence.subtree(token)[-1].index
        gap = sentence.tokens[end + 1 : clause_start(sentence, verb).index]
        if all(t.dependency in ("punct", "advmod") for t in gap):
            return preposition_objects(sentence, token)
    return ()


def _preposition_subject(sentence: Sentence, verb: Token, kind_of: KindOf) -> SurfaceSubject:
    """`after serving as envoy, Roe left`: the subject of the clause; `prevented Feld from leaving`: the
    object. Nobody where the preposition belongs to a noun."""
    preposition = sentence.head(verb)
    head = sentence.head(preposition)
    while head.dependency in ("prep", "advmod") and not is_verb(head) and head.head != head.index:
        head = sentence.head(head)
    if not is_verb(head):
        return SurfaceSubject((), SubjectSource.NONE)
    if preposition.lemma in ("from", "into", "of", "for"):
        objects = own_objects(sentence, head)
        if objects:
            return SurfaceSubject(objects, SubjectSource.CONTROL)
    above = find_subject(sentence, head, kind_of)
    source = SubjectSource.CONTROL if preposition.lemma in ("from", "in", "of") else SubjectSource.PARTICIPLE
    return SurfaceSubject(above.tokens, source, above.candidates, above.doubt)
