"""A parsed sentence with its dates in, its clauses with arguments, dates, truth and doubts out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.grammar.arguments import (
    ACTORS,
    adjectives_after,
    causative_object,
    find_agents,
    find_verbs,
    find_voice,
    is_relative,
    is_verb,
    own_complements,
    own_indirect_objects,
    own_objects,
    own_prepositions,
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
from pipeline.grammar.gapping import split_gapped
from pipeline.grammar.noun_phrases import (
    expand_list,
    is_date,
    is_matched_list,
    is_nominal,
    name_in_apposition,
    preposition_objects,
    read_quantity,
)
from pipeline.grammar.relatives import antecedents_of, relative_pronoun
from pipeline.grammar.subjects import SurfaceSubject, find_subject
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
    read = (_read_clause(sentence, verb, kind_of, attachments) for verb in find_verbs(sentence))
    clauses = [told for clause in read for told in split_gapped(clause, kind_of)]
    clauses += _verbless_clauses(sentence, kind_of)
    return tuple(sorted(clauses, key=lambda c: c.verb.index))


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
        doubts=_join_doubts(sentence, verb, voice, surface, arguments, truth, attachments, kind_of),
    )


def _find_arguments(
    sentence: Sentence, verb: Token, voice: Voice, surface: SurfaceSubject, kind_of: KindOf
) -> _Arguments:
    direct = tuple(t for t in own_objects(sentence, verb) if not is_relative(t))
    doubts: tuple[str, ...] = ()
    candidates = tuple(dict.fromkeys(_prefer_names(sentence, surface.candidates, kind_of)))
    open_role = Role.SUBJECT if candidates else None
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
    # "Pell, Halvey and a part of Corrow": what narrows one of several narrows the clause no more.
    narrowing = [q.qualifier for q in quantities if q.qualifier is not None and len(quantities) == 1]
    qualifier = next(iter(narrowing), None)
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
    kind_of: KindOf,
) -> tuple[str, ...]:
    found: list[str] = []
    if surface.doubt is not None:
        found.append(surface.doubt)
    if surface.source is SubjectSource.COORDINATION and _has_rival_subject(sentence, verb):
        found.append("subject missing")
    if voice is Voice.ACTIVE and _lacks_name(sentence, verb, arguments, kind_of):
        found.append("complement missing")
    for tokens in (arguments.subjects, arguments.objects):
        if _mixes_kinds(tokens, kind_of) or _lacks_conjunction(sentence, tokens):
            found.append("crossing list")
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
    if any(
        t.dependency == "advmod" and t.lemma in load_grammar_lexicon().missing_adverbs
        for t in sentence.children(verb)
    ):
        found.append("nearly")
    if _denies_until(sentence, verb):
        found.append("not until")
    if any(t.text.lower() == "longer" for t in sentence.children(verb)) and truth.negated:
        found.append("no longer")
    return tuple(dict.fromkeys(found))


def _lacks_name(sentence: Sentence, verb: Token, arguments: _Arguments, kind_of: KindOf) -> bool:
    """Whether a verb of naming has but one of the two it needs: `proclaimed Regent` of a passive whose
    auxiliary is left out, `a force called the Heron Company attacked`."""
    if verb.lemma not in load_grammar_lexicon().naming or own_complements(sentence, verb):
        return False
    if verb.lemma in ("call", "name", "dub", "title", "entitle", "style", "nickname", "term", "christen"):
        return any(t.mask is not None for t in arguments.objects)
    return bool(arguments.objects) and all(kind_of(t) is EntityKind.OFFICE for t in arguments.objects)


def _mixes_kinds(tokens: Sequence[Token], kind_of: KindOf) -> bool:
    """Whether a list holds things that no list holds together, such as a people and a battle."""
    kinds = {kind_of(t) for t in tokens} - {None}
    happenings = kinds & {EntityKind.EVENT}
    actors = kinds & ACTORS - {EntityKind.POLITY}
    return bool((happenings and kinds - happenings) or (actors and EntityKind.PLACE in kinds))


def _lacks_conjunction(sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """Whether names stand beside each other without `and`: most likely the parser lost a verb between."""
    if len(tokens) < 2 or not all(t.dependency in ("conj", "appos") for t in tokens[1:]):
        return False
    between = sentence.tokens[tokens[0].index : tokens[-1].index]
    words = ("and", "or", "nor", "&", "as", "but", "plus", "with", "/")
    return not any(t.lemma in words or t.dependency == "cc" for t in between)


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
