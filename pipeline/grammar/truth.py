"""A verb of a parsed sentence in, how the text puts it out: denied, planned, reported, imagined, weakened."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.grammar.arguments import auxiliaries, find_voice, is_verb, list_verbs, split_auxiliary
from pipeline.grammar.clause import Clause, Control, Voice
from pipeline.grammar.noun_phrases import is_date
from pipeline.lexicon.agreements import agreement_words
from pipeline.lexicon.grammar import load_grammar_lexicon
from pipeline.model.fact import Certainty
from pipeline.model.span import Span
from pipeline.model.syntax import Sentence, Token

_RANK = (Certainty.ASSERTED, Certainty.REPORTED, Certainty.PLANNED, Certainty.COUNTERFACTUAL)
_EFFECTS = {
    "asserted": Certainty.ASSERTED,
    "presupposed": Certainty.ASSERTED,
    "reported": Certainty.REPORTED,
    "planned": Certainty.PLANNED,
    "refused": Certainty.PLANNED,
    "abstained": Certainty.ASSERTED,
    "counterfactual": Certainty.COUNTERFACTUAL,
}
# "saw the army leave", "had the keep burned": what is seen or made happens.
_WITNESSING = frozenset({"see", "make", "have", "watch", "hear", "get", "lead", "cause"})
_FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP"})


@dataclass(frozen=True, slots=True)
class Truth:
    """How the text puts one clause."""

    certainty: Certainty
    reason: Span | None
    negated: bool
    negation: Span | None
    control: Control | None
    doubts: tuple[str, ...]


def find_truth(sentence: Sentence, verb: Token) -> Truth:
    """Return certainty and denial of the clause of `verb`, with what it takes over from the clauses that
    govern it: a plan inside a report is planned, a denied success is denied."""
    control = find_control(sentence, verb)
    negation = find_negation(sentence, verb)
    certainty, reason, doubts = _own_certainty(sentence, verb)
    governed = _governor_certainty(sentence, verb, control)
    if governed is not None and _RANK.index(governed.certainty) > _RANK.index(certainty):
        certainty, reason = governed.certainty, governed.reason
    if governed is not None:
        doubts = (*doubts, *(d for d in governed.doubts if d not in doubts))
        if governed.negated and negation is None:
            negation = governed.negation
    return Truth(certainty, reason, negation is not None, negation, control, doubts)


def as_provided(clause: Clause) -> Clause:
    """Return a clause that stands among the terms of a treaty: in the present tense it says what is yet to
    be done (`Drovia returns Pell by May 1704`), and so do the infinitives and participles below it."""
    if clause.certainty not in (Certainty.ASSERTED, Certainty.REPORTED) or not _is_in_present(clause):
        return clause
    return replace(clause, certainty=Certainty.PLANNED, certainty_reason=clause.verb.span)


def _is_in_present(clause: Clause) -> bool:
    chain = [clause.verb, *(t for t in clause.sentence.ancestors(clause.verb) if is_verb(t))]
    for verb in chain:
        tags = {t.tag for t in (verb, *auxiliaries(clause.sentence, verb))}
        if tags & {"VBD", "VBZ", "VBP", "MD"}:
            return "VBD" not in tags
    return False


# ---------------------------------------------------------------- what the clause itself says


def _own_certainty(sentence: Sentence, verb: Token) -> tuple[Certainty, Span | None, tuple[str, ...]]:
    lexicon = load_grammar_lexicon()
    inversion = find_inversion(sentence, verb)
    if inversion is not None:
        return Certainty.COUNTERFACTUAL, inversion.span, ()
    for token in sentence.children(verb):
        if token.dependency == "mark" and token.lemma in lexicon.conditions:
            return Certainty.PLANNED, token.span, ("condition",)
    modal = find_modal(sentence, verb)
    if modal is not None:
        return _modal_certainty(sentence, verb, modal)
    if _names_content(sentence, verb):
        return Certainty.REPORTED, sentence.head(verb).span, ("unknown content",)
    report = find_report(sentence, verb)
    if report is not None and _is_awaited(sentence, verb):
        return Certainty.PLANNED, report, ()
    if report is not None:
        return Certainty.REPORTED, report, ()
    return Certainty.ASSERTED, None, ()


def _is_awaited(sentence: Sentence, verb: Token) -> bool:
    """`"until Feld is overthrown"`: what those who speak wait for, in the present tense, is yet to come."""
    opens = any(t.lemma in ("until", "till") and t.index < verb.index for t in sentence.children(verb))
    tags = {t.tag for t in (verb, *auxiliaries(sentence, verb))}
    return opens and bool(tags & {"VBZ", "VBP"}) and "VBD" not in tags


def find_inversion(sentence: Sentence, verb: Token) -> Token | None:
    """Return the `Had` of `Had Roe paid, ...`; None where the subject stands before its auxiliary."""
    children = list(sentence.children(verb))
    helpers = [
        t for t in auxiliaries(sentence, verb) if t.lemma in ("have", "should", "be") or t.text == "Were"
    ]
    subjects = [t for t in children if t.dependency in ("nsubj", "nsubjpass")]
    if not helpers or not subjects or verb.dependency not in ("advcl", "ROOT", "ccomp"):
        return None
    first = helpers[0]
    before = sentence.tokens[: first.index]
    opens = not before or before[-1].text in (",", ";", "—", '"') or _follows_unreal(sentence, verb, first)
    if first.index < subjects[0].index and opens and sentence.tokens[-1].text != "?":
        return first
    return None


def _follows_unreal(sentence: Sentence, verb: Token, auxiliary: Token) -> bool:
    """`Roe would have stayed had Feld paid`: a clause that opens with its auxiliary, behind what would be."""
    if auxiliary.text not in ("had", "should", "were") or verb.index < auxiliary.index:
        return False
    before = sentence.tokens[: auxiliary.index]
    return any(t.tag == "MD" and t.lemma in ("would", "could", "might", "should") for t in before)


def find_modal(sentence: Sentence, verb: Token) -> Token | None:
    """Return the modal verb of the clause, also one shared in a list of verbs; None where there is none."""
    modals = load_grammar_lexicon().modals | {"would", "'d", "will", "'ll", "shall"}
    for token in auxiliaries(sentence, verb):
        if token.text.lower() in modals and token.tag == "MD":
            return token
    if shares_auxiliaries(sentence, verb):
        return find_modal(sentence, sentence.head(verb))
    return None


def shares_auxiliaries(sentence: Sentence, verb: Token) -> bool:
    """Say whether `verb` stands in a list of verbs under the auxiliaries of the one before it."""
    if verb.dependency != "conj" or not is_verb(sentence.head(verb)):
        return False
    if any(t.dependency in ("aux", "auxpass", "nsubj", "nsubjpass") for t in sentence.children(verb)):
        return False
    head = sentence.head(verb)
    if verb.tag == head.tag:
        return True
    # After "would" or "to" a second verb has the bare form; what is finite stands on its own.
    return verb.tag not in _FINITE_TAGS and not (verb.tag == "VBG" or head.tag == "VBG")


def _modal_certainty(
    sentence: Sentence, verb: Token, modal: Token
) -> tuple[Certainty, Span | None, tuple[str, ...]]:
    word = modal.text.lower()
    if any(t.lemma == "have" and t.index > modal.index for t in auxiliaries(sentence, verb)):
        return Certainty.COUNTERFACTUAL, modal.span, ()
    if word in ("will", "'ll", "shall"):
        return Certainty.PLANNED, modal.span, ()
    if word not in ("would", "'d"):
        return Certainty.PLANNED, modal.span, ("modal",)
    if _is_in_content(sentence, verb) or _has_condition(sentence, verb):
        return Certainty.PLANNED, modal.span, ()
    if _tells_what_came_later(sentence, verb):
        return Certainty.ASSERTED, None, ()
    return Certainty.PLANNED, modal.span, ("would",)


def _is_in_content(sentence: Sentence, verb: Token) -> bool:
    content = load_grammar_lexicon().content
    if _names_content(sentence, verb):
        return True
    return any(
        t.dependency == "ccomp" or (is_verb(t) and t.lemma in content)
        for t in (verb, *sentence.ancestors(verb))
    )


def _names_content(sentence: Sentence, verb: Token) -> bool:
    """Whether a that-clause says what a noun is of: `an agreement that the guild would leave`."""
    noun = sentence.head(verb)
    if verb.dependency not in ("acl", "ccomp", "relcl") or not noun.tag.startswith("NN"):
        return False
    if noun.lemma in load_grammar_lexicon().factive_nouns:
        return False
    return any(t.dependency == "mark" and t.lemma == "that" for t in sentence.children(verb))


def _has_condition(sentence: Sentence, verb: Token) -> bool:
    conditions = load_grammar_lexicon().conditions
    for child in sentence.children(verb):
        if child.dependency == "advcl" and (
            find_inversion(sentence, child)
            or any(t.dependency == "mark" and t.lemma in conditions for t in sentence.children(child))
        ):
            return True
    return False


def _tells_what_came_later(sentence: Sentence, verb: Token) -> bool:
    """In history "would" tells what came later where something fixes it: an adverb of time, a date, an
    agent, or that something became or was called so; never with a denial."""
    adverbs = load_grammar_lexicon().narrative_adverbs
    children = list(sentence.children(verb))
    if any(t.dependency == "neg" for t in children):
        return False
    if verb.lemma in ("become", "prove") or any(
        t.lemma in adverbs and t.dependency == "advmod" for t in children
    ):
        return True
    if any(is_date(t) for c in children if c.dependency == "prep" for t in sentence.children(c)):
        return True
    if find_voice(sentence, verb) is Voice.PASSIVE:
        return any(
            t.dependency == "agent" or (t.dependency == "prep" and t.lemma in ("as", "by")) for t in children
        )
    return False


def find_report(sentence: Sentence, verb: Token) -> Span | None:
    """Return the words that make the clause a report of others: `reportedly`, `according to Roe`, quotation
    marks around it; None where there are none."""
    adverbs = load_grammar_lexicon().reporting_adverbs
    for member in list_verbs(sentence, verb):
        for token in sentence.children(member):
            if member is not verb and token.index > member.index:
                continue
            if token.dependency == "advmod" and token.lemma in adverbs:
                return token.span
            if (
                token.dependency == "prep"
                and token.text.lower() == "according"
                and _is_told_by(sentence, token)
            ):
                return Span(token.span.start, sentence.subtree(token)[-1].span.end)
    return _quotation_around(sentence, verb)


def _is_told_by(sentence: Sentence, according: Token) -> bool:
    """`according to his interests` tells no source, and a treaty does itself what is done according to it."""
    treaties = agreement_words().unnamed | agreement_words().terms
    for token in sentence.subtree(according):
        if token.dependency == "pobj":
            if {token.lemma, *token.text.lower().split()} & treaties:
                return False
            return not any(c.dependency == "poss" and c.tag == "PRP$" for c in sentence.children(token))
    return False


def _quotation_around(sentence: Sentence, verb: Token) -> Span | None:
    marks = [t for t in sentence.tokens if t.text in ('"', "“", "”", "''", "``")]
    for opening, closing in zip(marks[::2], marks[1::2], strict=False):
        if opening.index < verb.index < closing.index and closing.index - opening.index > 3:
            return Span(opening.span.start, closing.span.end)
    return None


# ---------------------------------------------------------------- what governs the clause


def find_control(sentence: Sentence, verb: Token) -> Control | None:
    """Return the verb or adjective that governs an infinitive or -ing clause, and what it does to it; None
    where the clause stands on its own."""
    if verb.dependency == "conj" and is_verb(sentence.head(verb)):
        head = sentence.head(verb)
        if _are_infinitives(sentence, verb) and not _are_infinitives(sentence, head):
            return Control("purpose", "planned", head)
        is_bare = verb.tag == "VB" and head.tag != "VB" and not auxiliaries(sentence, verb)
        if is_bare and _phrase_before(sentence, verb) is None:
            # "voted to leave the guild, close the port and ...": of what was voted, not of the voting.
            return Control(head.lemma, "unknown", head)
        shared = shares_auxiliaries(sentence, verb) or _are_infinitives(sentence, verb, head)
        return find_control(sentence, sentence.head(verb)) if shared else None
    head = sentence.head(verb)
    has_to = any(t.dependency == "aux" and t.tag == "TO" for t in sentence.children(verb))
    if verb.dependency in ("xcomp", "ccomp") and (has_to or _is_bare(sentence, verb)):
        return _verb_control(sentence, verb, head)
    helpers = [t for t in sentence.children(verb) if t.dependency in ("aux", "auxpass")]
    is_gerund = (helpers[0] if helpers else verb).tag == "VBG"
    if verb.dependency == "pcomp" and is_gerund and is_verb(sentence.head(head)):
        return _preposition_control(sentence, head)
    if verb.dependency in ("advcl", "acl", "relcl", "ROOT", "pcomp") and has_to:
        return _purpose(sentence, verb, head)
    return None


def _are_infinitives(sentence: Sentence, *verbs: Token) -> bool:
    """`to settle it and to leave`"""
    return all(any(t.tag == "TO" for t in sentence.children(v) if t.dependency == "aux") for v in verbs)


def _is_bare(sentence: Sentence, verb: Token) -> bool:
    children = list(sentence.children(verb))
    if any(t.tag in ("MD", "VBD", "VBZ", "VBP") and t.dependency == "aux" for t in children):
        return False
    if any(t.dependency == "mark" for t in children):
        return False
    return verb.tag in ("VBG", "VB")


def _verb_control(sentence: Sentence, verb: Token, head: Token) -> Control | None:
    words = load_grammar_lexicon().control
    if not is_verb(head):
        key = f"be-{head.lemma}"
        return Control(key, words.get(key, "planned"), head)
    if head.lemma == "be":
        return Control("be", "planned", head)
    if head.lemma == "use" and head.tag == "VBD":
        return None
    particle = next((t.lemma for t in sentence.children(head) if t.dependency == "prt"), "")
    if f"{head.lemma}-{particle}" in words:
        return Control(f"{head.lemma}-{particle}", words[f"{head.lemma}-{particle}"], head)
    if f"{head.lemma}-{verb.lemma}" in words:
        # Who is appointed to lead has yet to lead; who is appointed to be envoy is envoy.
        return Control(f"{head.lemma}-{verb.lemma}", words[f"{head.lemma}-{verb.lemma}"], head)
    effect = words.get(head.lemma)
    own_subject = any(t.dependency in ("nsubj", "nsubjpass") for t in sentence.children(verb))
    if effect is None and verb.dependency == "ccomp" and own_subject and head.lemma in _WITNESSING:
        effect = "asserted"
    return Control(head.lemma, effect or "unknown", head)


def _preposition_control(sentence: Sentence, preposition: Token) -> Control | None:
    words = load_grammar_lexicon().control
    head = sentence.head(preposition)
    both = f"{head.lemma}-{preposition.lemma}"
    if both in words:
        return Control(both, words[both], head)
    if head.lemma in words and preposition.lemma in ("from", "in", "of", "on", "at", "to"):
        return Control(head.lemma, words[head.lemma], head)
    return None


def _purpose(sentence: Sentence, verb: Token, head: Token) -> Control:
    words = load_grammar_lexicon().control
    if head.index == verb.index:
        # A sentence that is only an infinitive, "To rise in arms": nothing but its "to" governs it.
        return Control("purpose", "planned", next(t for t in sentence.children(verb) if t.tag == "TO"))
    governor = sentence.head(head)
    if not is_verb(head) and head.dependency == "dobj" and words.get(governor.lemma) == "planned":
        # "allowed a council to elect Roe", where the parser ties the infinitive to the council.
        return Control(governor.lemma, "planned", governor)
    if (
        is_verb(head)
        and head.lemma == "go"
        and any(t.lemma == "on" and t.index == head.index + 1 for t in sentence.tokens)
    ):
        return Control("go", "asserted", head)
    if not is_verb(head) and (head.lemma in ("first", "last", "only", "second", "third")):
        return Control("purpose", "asserted", head)
    if not is_verb(head) and any(
        c.lemma in ("first", "last", "only", "second", "third") and c.dependency == "amod"
        for c in sentence.children(head)
    ):
        return Control("purpose", "asserted", head)
    if is_verb(head) and any(t.lemma == "only" and t.index == verb.index - 2 for t in sentence.tokens):
        return Control("purpose", "asserted", head)
    if is_verb(head) and head.lemma == "rise":
        return Control("rise", "asserted", head)
    if is_verb(head) and words.get(head.lemma) in ("planned", "refused", "reported"):
        return Control(head.lemma, words[head.lemma], head)
    return Control("purpose", "planned", head)


def _governor_certainty(sentence: Sentence, verb: Token, control: Control | None) -> Truth | None:
    """What `verb` takes over: from a verb that controls it, from a verb of saying over a that-clause, from
    the verb before it in a list, from the clause that a participle goes with."""
    if control is not None:
        return _controlled(sentence, control)
    noun = _unreal_noun_above(sentence, verb)
    if noun is not None:
        return Truth(Certainty.PLANNED, noun.span, False, None, None, ())
    head = sentence.head(verb)
    if verb.dependency == "conj" and is_verb(head):
        return _listed(sentence, verb, head)
    if verb.dependency in ("ccomp", "parataxis") and is_verb(head):
        return _content(sentence, verb, head)
    if verb.dependency == "advcl" and verb.tag in ("VBG", "VBN") and is_verb(head):
        if any(t.dependency in ("mark", "nsubj", "nsubjpass") for t in sentence.children(verb)):
            return None
        return _only_certainty(find_truth(sentence, head))
    if verb.dependency == "pcomp" and is_verb(sentence.head(head)) and head.lemma in ("with", "by", "in"):
        return _only_certainty(find_truth(sentence, _finite_above(sentence, sentence.head(head))))
    return None


def _unreal_noun_above(sentence: Sentence, verb: Token) -> Token | None:
    """The plan, hope or fear that a clause is of: `had dreams of crossing the river`, and what goes with it,
    `, taking Pell`. None where it is of none."""
    if verb.dependency == "advcl" and verb.tag == "VBG":
        head = sentence.head(verb)
        between = sentence.tokens[head.index : verb.index]
        inner = [t for t in between if t.dependency == "pcomp" and t.tag == "VBG"]
        return _unreal_noun_above(sentence, inner[-1]) if inner else None
    if verb.dependency != "pcomp":
        return None
    noun = sentence.head(sentence.head(verb))
    is_unreal = noun.mask is None and noun.lemma in load_grammar_lexicon().unreal_nouns
    return noun if is_unreal and noun.tag in ("NN", "NNS") else None


def _finite_above(sentence: Sentence, verb: Token) -> Token:
    """`left to avoid it, with the town being taken`: what follows goes with the leaving."""
    while verb.dependency == "advcl" and any(t.tag == "TO" for t in sentence.children(verb)):
        if not is_verb(sentence.head(verb)):
            break
        verb = sentence.head(verb)
    return verb


def _only_certainty(truth: Truth) -> Truth | None:
    if truth.certainty in (Certainty.ASSERTED, Certainty.REPORTED):
        return None
    return Truth(truth.certainty, truth.reason, False, None, None, truth.doubts)


def _controlled(sentence: Sentence, control: Control) -> Truth:
    outer = find_truth(sentence, control.token) if is_verb(control.token) else None
    effect = control.effect
    certainty = _EFFECTS.get(effect, Certainty.PLANNED)
    reason = None if certainty is Certainty.ASSERTED else control.token.span
    doubts = {"refused": ("refused",), "unknown": ("unknown control",)}.get(effect, ())
    negation = control.token.span if effect == "abstained" else None
    if outer is not None:
        if _RANK.index(outer.certainty) > _RANK.index(certainty):
            certainty, reason = outer.certainty, outer.reason
        if outer.negated and effect in ("asserted", "reported"):
            negation = outer.negation
        doubts = (*doubts, *outer.doubts)
    return Truth(certainty, reason, negation is not None, negation, None, doubts)


def _listed(sentence: Sentence, verb: Token, head: Token) -> Truth | None:
    if not shares_auxiliaries(sentence, verb):
        truth = find_truth(sentence, head)
        if find_inversion(sentence, head) is not None and verb.tag in ("VBD", "VBN"):
            return Truth(truth.certainty, truth.reason, False, None, None, truth.doubts)
        return None
    truth = find_truth(sentence, head)
    negation = truth.negation if _denial_reaches(sentence, verb, head) else None
    doubts = truth.doubts
    return Truth(truth.certainty, truth.reason, negation is not None, negation, None, doubts)


def _denial_reaches(sentence: Sentence, verb: Token, head: Token) -> bool:
    """`did not recognize or support` denies both, `did not recognize but attacked` one."""
    between = sentence.tokens[head.index + 1 : verb.index]
    if any(t.lemma in ("but", "yet") for t in between):
        return False
    has_auxiliary = any(t.dependency in ("aux", "auxpass") for t in sentence.children(head))
    return any(t.lemma in ("or", "nor", "and") for t in between) and (
        has_auxiliary or verb.tag == head.tag == "VB"
    )


def _content(sentence: Sentence, verb: Token, head: Token) -> Truth | None:
    lexicon = load_grammar_lexicon()
    effect = lexicon.content.get(head.lemma)
    outer = find_truth(sentence, head)
    if effect is None:
        if any(t.lemma in ("so", "such") for t in sentence.tokens[max(0, head.index - 4) : verb.index]):
            # "was so weak that it fell": a consequence, which happened.
            return None
        if verb.dependency == "ccomp" and any(
            t.dependency == "mark" and t.lemma == "that" for t in sentence.children(verb)
        ):
            return Truth(Certainty.REPORTED, head.span, False, None, None, ("unknown content",))
        return None
    certainty = _EFFECTS[effect]
    reason: Span | None = head.span if certainty is not Certainty.ASSERTED else None
    if outer.negated and effect != "presupposed":
        certainty, reason = Certainty.COUNTERFACTUAL, outer.negation
    elif _RANK.index(outer.certainty) > _RANK.index(certainty):
        certainty, reason = outer.certainty, outer.reason
    return Truth(certainty, reason, False, None, None, outer.doubts)


# ---------------------------------------------------------------- denial


def find_negation(sentence: Sentence, verb: Token) -> Span | None:
    """Return the word that denies the clause: beside the verb, on its subject or object (`no state`), around
    its agents (`by neither`), or before it (`without attacking`); None where nothing does."""
    lexicon = load_grammar_lexicon()
    holder = split_auxiliary(sentence, verb) or verb
    for token in {t.index: t for h in (holder, verb) for t in sentence.children(h)}.values():
        if (
            token.dependency in ("neg", "advmod")
            and token.lemma in lexicon.negators
            and not _is_not_only(sentence, token)
        ):
            return token.span
        if token.text.lower() == "longer" and sentence.tokens[max(0, token.index - 1)].lemma == "no":
            return Span(sentence.tokens[token.index - 1].span.start, token.span.end)
        if (
            token.dependency in ("preconj", "cc")
            and token.lemma in ("neither", "nor")
            and token.index < verb.index
        ):
            return token.span
        if token.dependency in ("nsubj", "nsubjpass", "dobj", "agent", "prep", "attr"):
            denial = _denial_inside(sentence, token)
            if denial is not None:
                return denial.span
    head = sentence.head(verb)
    if verb.dependency in ("pcomp", "advcl") and (_phrase(sentence, head) in lexicon.negative_prepositions):
        return head.span
    before = _phrase_before(sentence, verb)
    return before


def _is_not_only(sentence: Sentence, token: Token) -> bool:
    following = sentence.tokens[token.index + 1] if token.index + 1 < len(sentence.tokens) else None
    return following is not None and following.lemma in ("only", "until", "just", "merely")


def _denial_inside(sentence: Sentence, argument: Token) -> Token | None:
    """The `no`, `none` or `neither` that heads or opens an argument or the object of `by`."""
    words = load_grammar_lexicon().negative_subjects
    heads = [argument]
    if argument.dependency in ("agent", "prep"):
        if argument.lemma not in ("by", "with", "in") or (
            argument.dependency == "prep" and argument.lemma != "by"
        ):
            return None
        heads = [t for t in sentence.children(argument) if t.dependency == "pobj"]
    for head in heads:
        if head.mask is None and head.lemma in words and head.text.lower() != "no":
            return head
        for child in sentence.children(head):
            if (
                child.index < head.index
                and child.lemma in words
                and child.dependency in ("det", "cc", "preconj", "neg")
            ):
                return child
    return None


def _phrase(sentence: Sentence, preposition: Token) -> str:
    before = sentence.tokens[preposition.index - 1] if preposition.index else None
    if before is not None and preposition.lemma in ("of", "than"):
        return f"{before.lemma} {preposition.lemma}"
    return preposition.lemma


def _phrase_before(sentence: Sentence, verb: Token) -> Span | None:
    """`rather than attack`, however it is parsed."""
    if verb.index < 2:
        return None
    first, second = sentence.tokens[verb.index - 2 : verb.index]
    if f"{first.lemma} {second.lemma}" in load_grammar_lexicon().negative_prepositions:
        return Span(first.span.start, second.span.end)
    return None


# ---------------------------------------------------------------- what weakens it


def find_qualifier(sentence: Sentence, verb: Token) -> Span | None:
    """Return the words that narrow or weaken the clause: `nominally`, `almost in its entirety`, `with few
    exceptions`; None where there are none."""
    lexicon = load_grammar_lexicon()
    adverbs = lexicon.qualifying_adverbs | lexicon.missing_adverbs
    holder = split_auxiliary(sentence, verb) or verb
    for token in {t.index: t for h in (holder, verb) for t in sentence.children(h)}.values():
        if token.dependency == "advmod" and token.lemma in adverbs:
            return token.span
        if token.dependency == "prep":
            inside = sentence.subtree(token)
            if inside[0].lemma in adverbs and len(inside) <= 5:
                return Span(inside[0].span.start, inside[-1].span.end)
            if token.lemma == "with" and any(t.lemma == "exception" for t in inside) and len(inside) <= 6:
                return Span(inside[0].span.start, inside[-1].span.end)
    return None
