"""A parsed sentence with its dates in, its clauses with arguments, dates, truth and doubts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.grammar.arguments import (
    ACTORS,
    adjectives_after,
    antecedents_of,
    causative_object,
    clause_start,
    find_agents,
    find_verbs,
    find_voice,
    is_participle_taken_for_past,
    is_people,
    is_relative,
    is_stray_participle,
    is_verb,
    own_complements,
    own_indirect_objects,
    own_objects,
    own_prepositions,
    own_subjects,
    relative_pronoun,
    shared_object,
)
from pipeline.grammar.attachment import DateAttachment, attach_dates, governing_dates
from pipeline.grammar.clause import (
    Clause,
    Complement,
    KindOf,
    Preposition,
    Role,
    SubjectSource,
    Voice,
)
from pipeline.grammar.noun_phrases import (
    expand_list,
    is_date,
    is_matched_list,
    is_nominal,
    name_in_apposition,
    preposition_objects,
    read_quantity,
)
from pipeline.grammar.truth import Truth, find_control, find_qualifier, find_truth
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.model.date import DateMention
from pipeline.model.entity import EntityKind
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token


def find_clauses(sentence: Sentence, dates: Sequence[DateMention], kind_of: KindOf) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in the order of their verbs: finite, infinitive and participle
    clauses, reduced relatives, and `with Roe as regent`, whose verb is `with` and whose lemma is `be`.
    `dates` may hold the dates of the whole document. An argument that is not sure is a doubt, no guess."""
    attachments = attach_dates(sentence, dates)
    clauses = [_read_clause(sentence, verb, kind_of, attachments) for verb in find_verbs(sentence)]
    clauses += _verbless_clauses(sentence, kind_of)
    return tuple(sorted(clauses, key=lambda c: c.verb.index))


# ---------------------------------------------------------------- the surface subject


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
    objects = (
        () if head.lemma == "promise" else own_objects(sentence, head) or own_indirect_objects(sentence, head)
    )
    if objects:
        return SurfaceSubject(objects, SubjectSource.CONTROL)
    above = find_subject(sentence, head, kind_of)
    return SurfaceSubject(above.tokens, SubjectSource.CONTROL, above.candidates, above.doubt)


def _noun_subject(sentence: Sentence, verb: Token, kind_of: KindOf) -> SurfaceSubject:
    """The noun before a reduced relative. A list member is one choice among its list; nouns of which one
    lies in the other (`a council at Halvey, styled`) are two, for the kinds to decide."""
    if any(t.dependency == "aux" and t.tag == "TO" for t in sentence.children(verb)):
        return _infinitive_subject(sentence, verb, kind_of)
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
    purpose = any(t.dependency == "aux" and t.tag == "TO" for t in sentence.children(verb))
    if purpose:
        return _purpose_subject(sentence, verb, head, kind_of)
    finite = verb.tag in ("VBD", "VBZ", "VBP") and not is_participle_taken_for_past(sentence, verb)
    if finite and not any(t.dependency == "mark" for t in sentence.children(verb)):
        # A finite verb without subject: a relative or list that the parser lost.
        return SurfaceSubject((), SubjectSource.NONE)
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


# ---------------------------------------------------------------- the clause


@dataclass(frozen=True, slots=True)
class _Arguments:
    """The arguments of one verb in semantic roles, and what was not decided."""

    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    indirect_objects: tuple[Token, ...]
    candidates: tuple[Token, ...]
    open_role: Role | None
    qualifier: Span | None
    doubts: tuple[str, ...]


def _read_clause(
    sentence: Sentence, verb: Token, kind_of: KindOf, attachments: Sequence[DateAttachment]
) -> Clause:
    truth = find_truth(sentence, verb)
    voice = find_voice(sentence, verb)
    surface = find_subject(sentence, verb, kind_of)
    arguments = _find_arguments(sentence, verb, voice, surface, kind_of)
    own, governing = governing_dates(sentence, verb, attachments)
    head = sentence.head(verb)
    return Clause(
        sentence=sentence,
        verb=verb,
        lemma=verb.lemma,
        particle=next((t.lemma for t in sentence.children(verb) if t.dependency == "prt"), None),
        voice=voice,
        subjects=arguments.subjects,
        objects=arguments.objects,
        indirect_objects=arguments.indirect_objects,
        complements=own_complements(sentence, verb),
        prepositions=_prepositions(sentence, verb, kind_of),
        dates=governing,
        own_dates=own,
        negated=truth.negated,
        negation=truth.negation,
        certainty=truth.certainty,
        certainty_reason=truth.reason,
        qualifier=find_qualifier(sentence, verb) or arguments.qualifier,
        subject_source=surface.source,
        candidates=arguments.candidates,
        open_role=arguments.open_role,
        control=truth.control,
        parent=head if head is not verb and head.index != verb.index else None,
        doubts=_join_doubts(sentence, verb, voice, surface, arguments, truth, attachments),
    )


def _find_arguments(
    sentence: Sentence, verb: Token, voice: Voice, surface: SurfaceSubject, kind_of: KindOf
) -> _Arguments:
    direct = tuple(t for t in own_objects(sentence, verb) if not is_relative(t))
    doubts: tuple[str, ...] = ()
    candidates, open_role = (surface.candidates, Role.SUBJECT) if surface.candidates else ((), None)
    if voice is Voice.PASSIVE:
        subjects = find_agents(sentence, verb, kind_of)
        indirect = own_indirect_objects(sentence, verb)
        if direct:
            # "Roe was granted powers": who is granted something receives it.
            objects, indirect = direct, (*indirect, *surface.tokens)
        else:
            caused = causative_object(sentence, verb)
            objects = surface.tokens if caused is None else expand_list(sentence, caused)
            open_role = Role.OBJECT if candidates else None
    else:
        subjects, objects = surface.tokens, direct
        indirect = own_indirect_objects(sentence, verb)
        if not objects:
            objects = shared_object(sentence, verb)[0]
        if not objects:
            gap = _object_gap(sentence, verb, kind_of)
            if len(gap) == 1:
                objects = gap
            elif gap and open_role is None:
                candidates, open_role = gap, Role.OBJECT
                doubts = ("two antecedents",)
    if surface.source is SubjectSource.OWN:
        subjects = expand_denied(sentence, subjects)
    subjects, first = _drop_quantities(sentence, subjects)
    objects, second = _drop_quantities(sentence, objects)
    subjects, objects = (_prefer_names(sentence, tokens, kind_of) for tokens in (subjects, objects))
    return _Arguments(subjects, objects, indirect, candidates, open_role, first or second, doubts)


def _object_gap(sentence: Sentence, verb: Token, kind_of: KindOf) -> tuple[Token, ...]:
    """The noun that a relative clause leaves out as its object: `the town, which Dray burned`, `the treaty
    Roe signed`. Empty where the clause is no such relative."""
    if verb.dependency != "relcl":
        return ()
    pronoun = relative_pronoun(sentence, verb)
    if pronoun is not None:
        if pronoun.dependency != "dobj" or sentence.head(pronoun).index != verb.index:
            return ()
        return antecedents_of(sentence, verb, kind_of)
    lexicon = load_grammar_lexicon()
    noun = sentence.head(verb)
    bare = not any(
        t.dependency in ("dobj", "ccomp", "xcomp", "acomp", "attr") for t in sentence.children(verb)
    )
    if (
        bare
        and verb.lemma not in lexicon.intransitive
        and noun.lemma not in lexicon.unbound
        and is_nominal(noun)
    ):
        return (noun,)
    return ()


def _prefer_names(sentence: Sentence, tokens: Sequence[Token], kind_of: KindOf) -> tuple[Token, ...]:
    """`the regent, Tamsin Roe, left`: Roe left."""
    return tuple(
        name
        for t in tokens
        for name in name_in_apposition(sentence, t, is_office=kind_of(t) is EntityKind.OFFICE)
    )


def _drop_quantities(sentence: Sentence, tokens: Sequence[Token]) -> tuple[tuple[Token, ...], Span | None]:
    quantities = [read_quantity(sentence, t) for t in tokens]
    qualifier = next((q.qualifier for q in quantities if q.qualifier is not None), None)
    return tuple(q.head for q in quantities), qualifier


def expand_denied(sentence: Sentence, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`by neither Roe, who left, nor Feld, nor by the guild`: every member, whatever the parser made of the
    list, since each but the first stands behind its own `nor`."""
    if not tokens or not any(t.lemma == "neither" for t in sentence.tokens[: tokens[0].index]):
        return tokens
    neither = next(t for t in reversed(sentence.tokens[: tokens[0].index]) if t.lemma == "neither")
    if tokens[0].index - neither.index > 4:
        return tokens
    found = [tokens[0]]
    for token in sentence.tokens[tokens[0].index :]:
        if token.lemma == "nor":
            member = next(
                (t for t in sentence.tokens[token.index + 1 :] if is_nominal(t) and t.tag != "DT"), None
            )
            while member is not None and member.dependency in ("compound", "amod", "nmod", "poss"):
                member = sentence.head(member)
            if member is not None and member not in found and not is_date(member):
                found.append(member)
    return tuple(found)


def _prepositions(sentence: Sentence, verb: Token, kind_of: KindOf) -> tuple[Preposition, ...]:
    found = []
    for phrase in own_prepositions(sentence, verb):
        if phrase.token.lemma == "by" and find_voice(sentence, verb) is Voice.PASSIVE:
            agents = find_agents(sentence, verb, kind_of)
            if agents == phrase.objects:
                continue
        if any(is_relative(o) for o in phrase.objects):
            antecedents = antecedents_of(sentence, verb, kind_of)
            if len(antecedents) == 1:
                found.append(Preposition(phrase.word, phrase.token, antecedents))
            continue
        found.append(phrase)
    where = _where(sentence, verb, kind_of)
    if where is not None:
        found.insert(0, where)
    control = find_control(sentence, verb)
    if control is not None and verb.dependency == "xcomp" and is_verb(control.token):
        # "continued in Pell to trade", "in Pell they were to meet"
        passes = control.effect == "asserted" or control.lemma == "be"
        found.extend(_prepositions(sentence, control.token, kind_of) if passes else ())
    return tuple(found)


def _where(sentence: Sentence, verb: Token, kind_of: KindOf) -> Preposition | None:
    if verb.dependency != "relcl":
        return None
    for token in sentence.children(verb):
        if token.tag == "WRB" and token.lemma == "where":
            found = antecedents_of(sentence, verb, kind_of)
            places = tuple(t for t in found if kind_of(t) in (EntityKind.PLACE, EntityKind.POLITY))
            if not places and found and kind_of(found[0]) is None:
                places = found[:1]
            places = places or _places_before(sentence, verb, kind_of)
            return Preposition("where", token, places) if len(places) == 1 else None
    return None


def _places_before(sentence: Sentence, verb: Token, kind_of: KindOf) -> tuple[Token, ...]:
    """The places of the clause that a `where` clause belongs to: `exiled to Pell with his wife, where`."""
    governor = next((t for t in sentence.ancestors(verb) if is_verb(t)), None)
    if governor is None:
        return ()
    objects = [o for p in own_prepositions(sentence, governor) for o in p.objects if o.index < verb.index]
    objects += own_objects(sentence, governor)
    return tuple(o for o in objects if kind_of(o) in (EntityKind.PLACE, EntityKind.POLITY))


def _join_doubts(
    sentence: Sentence,
    verb: Token,
    voice: Voice,
    surface: SurfaceSubject,
    arguments: _Arguments,
    truth: Truth,
    attachments: Sequence[DateAttachment],
) -> tuple[str, ...]:
    found: list[str] = []
    if surface.doubt is not None:
        found.append(surface.doubt)
    if surface.source is SubjectSource.COORDINATION and _has_rival_subject(sentence, verb):
        found.append("subject missing")
    if _hangs_on_fragment(sentence, verb, surface):
        found.append("main verb lost")
    found.extend(arguments.doubts)
    if voice is Voice.ACTIVE and not surface.tokens and not surface.candidates:
        found.append("subject missing")
    if voice is Voice.PASSIVE and not surface.tokens and not surface.candidates:
        found.append("object missing")
    if any(
        t.mask is None and t.lemma in ("no", "none", "nobody", "nothing", "neither")
        for t in arguments.subjects
    ):
        found.append("negative subject")
    found.extend(truth.doubts)
    if any(a.owner.index == verb.index and not a.sure for a in attachments):
        found.append("date attachment")
    if is_matched_list(sentence) and (len(arguments.subjects) > 1 or len(arguments.objects) > 1):
        found.append("crossing list")
    if sentence.tokens[-1].text == "?":
        found.append("question")
    if _denies_until(sentence, verb):
        found.append("not until")
    return tuple(dict.fromkeys(found))


def _has_rival_subject(sentence: Sentence, verb: Token) -> bool:
    """Whether a noun stands between the conjunction and a second verb, where its own subject would be:
    `neared bankruptcy and costs outran income`, with the parser tying the costs to the first verb."""
    between: list[Token] = []
    for token in reversed(sentence.tokens[: verb.index]):
        if token.dependency == "cc" or token.text in (",", ";"):
            break
        between.append(token)
    return any(
        t.dependency in ("conj", "dobj", "appos", "npadvmod") and is_nominal(t) and not is_date(t)
        for t in between
    ) and any(t.dependency == "cc" for t in sentence.tokens[: verb.index])


def _hangs_on_fragment(sentence: Sentence, verb: Token, surface: SurfaceSubject) -> bool:
    """Whether a sentence that ends in a full stop has no main verb, but this participle of its only noun."""
    if sentence.is_bullet or sentence.tokens[-1].text != "." or surface.source is SubjectSource.OWN:
        return False
    head = sentence.head(verb)
    agents = any(t.dependency == "agent" for t in sentence.children(verb))
    return verb.dependency == "acl" and head.dependency == "ROOT" and is_nominal(head) and not agents


def _denies_until(sentence: Sentence, verb: Token) -> bool:
    children = list(sentence.children(verb))
    holds_until = any(
        t.lemma == "until" or any(c.lemma == "until" for c in sentence.children(t)) for t in children
    )
    return any(t.dependency == "neg" for t in children) and holds_until


# ---------------------------------------------------------------- with X as Y


def _verbless_clauses(sentence: Sentence, kind_of: KindOf) -> list[Clause]:
    """`with Roe as regent` says that Roe was regent."""
    found = []
    for token in sentence.tokens:
        if token.lemma != "with" or token.dependency != "prep" or not is_verb(sentence.head(token)):
            continue
        nouns = preposition_objects(sentence, token)
        roles = [
            Complement("as", inner)
            for holder in (token, *nouns[-1:])
            for child in sentence.children(holder)
            if child.dependency == "prep" and child.lemma == "as"
            for inner in preposition_objects(sentence, child) or adjectives_after(sentence, child)
        ]
        roles += _roles_beside(sentence, token)
        if nouns and roles and all(kind_of(n) in ACTORS for n in nouns):
            found.append(_verbless_clause(sentence, token, nouns, tuple(roles)))
    return found


def _roles_beside(sentence: Sentence, token: Token) -> list[Complement]:
    """`as regent`, where the parser ties it to the verb beside `with Roe`."""
    end = sentence.subtree(token)[-1].index
    return [
        Complement("as", inner)
        for child in sentence.children(sentence.head(token))
        if child.lemma == "as" and child.dependency == "prep" and child.index == end + 1
        for inner in preposition_objects(sentence, child) or adjectives_after(sentence, child)
    ]


def _verbless_clause(
    sentence: Sentence, token: Token, nouns: tuple[Token, ...], roles: tuple[Complement, ...]
) -> Clause:
    governor = sentence.head(token)
    truth = find_truth(sentence, governor)
    certain = truth.certainty in (Certainty.ASSERTED, Certainty.REPORTED)
    return Clause(
        sentence=sentence,
        verb=token,
        lemma="be",
        particle=None,
        voice=Voice.ACTIVE,
        subjects=nouns,
        objects=(),
        indirect_objects=(),
        complements=roles,
        prepositions=(),
        dates=(),
        own_dates=(),
        negated=False,
        negation=None,
        certainty=truth.certainty,
        certainty_reason=truth.reason,
        qualifier=None,
        subject_source=SubjectSource.ABSOLUTE,
        candidates=(),
        open_role=None,
        control=None,
        parent=governor,
        doubts=() if certain else truth.doubts,
    )
