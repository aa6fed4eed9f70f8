"""What is done with a round and its report beside reporting: gaps, freezing, papers, scores, endorsing, publishing,
and what executives look at and order.

One place that knows which words, buttons and open questions belong to them; `handlers/errands.py` asks it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from handlers import (
    acknowledging,
    asking,
    closing,
    details,
    endorsing,
    gaps,
    gaps_waived,
    looking_back,
    narrating,
    order_lists,
    order_sending,
    ordering,
    own_forms,
    papers,
    posts,
    proposing,
    publishing,
    reopening,
    scopes,
    scoring,
)
from handlers import wording_chain as chain_words
from handlers import wording_closing as closing_words
from handlers import wording_details as detail_words
from handlers import wording_narrative as narrative_words
from handlers import wording_scores as score_words
from handlers.incoming import Visit
from handlers.wording_forms import FORM
from handlers.wording_orders import ORDERS
from handlers.wording_papers import PAPERS
from handlers.wording_people import AS_IT_WAS
from handlers.wording_publishing import PUBLISH
from models import thai
from models.conversation import word_of
from models.say import Message, Text
from models.shown import BACK
from models.tables import Person

Answer = Callable[[Visit, Person], tuple[Message, ...]]
Reading = Callable[[Visit, Person, str], tuple[Message, ...] | None]
Typed = Callable[[Visit, Person, asking.Question, str], tuple[Message, ...] | None]

WORDS: dict[str, Answer] = {  # alone, when no report is open
    ORDERS: order_lists.listed,
    detail_words.ALL_DIVISIONS: details.by_word,
    FORM: own_forms.view,
    PAPERS: papers.view,
    PUBLISH: publishing.by_word,
    closing_words.GAPS: gaps.view,
    closing_words.CLOSE: closing.view,
    closing_words.CLOSE_NOW: closing.sure_by_word,
    closing_words.CLOSE_VERSION: closing.sure_by_word,
    closing_words.SEE_GAPS: gaps.view,
    closing_words.SEE_CHANGES: closing.of_frozen(closing.changes),
    closing_words.UNDO: closing.of_frozen(closing.undo),
    closing_words.CHANGES: closing.of_frozen(closing.changes),
    closing_words.COMPARE: closing.of_frozen(closing.versions),
    closing_words.REOPEN: reopening.how,
    narrative_words.EDIT_TEXT: narrating.how,
    narrative_words.LOOK_BACK: looking_back.how,
    score_words.SCORES: scoring.view,
    score_words.COVERED: scoring.covered,
    score_words.COMPARED: scoring.compared,
    score_words.COMPLETE: scoring.complete,
    chain_words.CHAIN: posts.view,
    chain_words.CHAIN_TOO: posts.view,
    chain_words.NAME_HOLDER: posts.view,
    chain_words.PROPOSE: proposing.by_word,
    chain_words.PROPOSE_TOO: proposing.by_word,
    chain_words.AGAIN: proposing.by_word,
    chain_words.WHERE: proposing.where,
    chain_words.WHERE_TOO: proposing.status_of_report,
    chain_words.CHASE: proposing.chase_by_word,
    chain_words.SKIP_POST: proposing.skip_by_word,
    **{word: partial(endorsing.by_word, verdict=verdict) for word, verdict in endorsing.VERDICTS.items()},
}
VERDICTS = frozenset(endorsing.VERDICTS)
READINGS: tuple[Reading, ...] = (  # a word with what it is about, by anybody who may
    details.said,
    acknowledging.said,
    looking_back.said,
    scoring.said,
    papers.said,
)
OF_THE_SECRETARY: tuple[tuple[str, Reading], ...] = (  # the word, and what reads the rest
    (closing_words.GAPS, gaps.view),
    (closing_words.REOPEN, reopening.said),
    (narrative_words.EDIT_TEXT, narrating.said),
    (chain_words.CHAIN, posts.change),
    (closing_words.COMPARE, closing.compare),
)
OF_A_DAY = (posts.ASKED, publishing.ASKED_DAY)  # questions whose answer is a day
_TYPED: dict[str, Typed] = {  # questions whose answer is any text; beside an open report any but a number
    gaps_waived.REASON: gaps_waived.reason,
    reopening.REASON: reopening.reason,
    narrating.ASKED: narrating.typed,
}


def said(visit: Visit, person: Person, text: str, *, busy: bool) -> tuple[Message, ...] | None:
    """Words that mean themselves also in the middle of a report: of orders, and of the chain."""
    if (found := order_lists.said(visit, person, text, busy=busy)) is not None:
        return found
    return endorsing.said(visit, person, text, busy=busy)


def takes_any_words(question: asking.Question) -> Typed | None:
    """What takes the reply to a question that is asked before everything else: the words of an order."""
    return ordering.answered if question.name in (ordering.ASKED, order_sending.SURE) else None


def takes_words(question: asking.Question) -> bool:
    """Whether any words can be the reply to one of these questions."""
    return question.name in (ordering.ASKED, order_sending.SURE, endorsing.ASKED, publishing.ASKED_NOTE, *_TYPED)


def answered(
    visit: Visit, person: Person, question: asking.Question, text: str, *, busy: bool
) -> tuple[Message, ...] | None:
    """A reply to one of these questions; None when it is none of them, or may be meant for the open report."""
    match question.name:
        case posts.ASKED if not busy or posts.says_until(visit, text):
            return posts.until(visit, person, question, text)
        case publishing.ASKED_NOTE:
            return publishing.answered(visit, person, question, text)
        case publishing.ASKED_DAY if not busy or publishing.says_day(visit, text):
            return publishing.answered(visit, person, question, text)
        case order_lists.WHICH:
            return order_lists.chosen(visit, person, question, text)
        case ordering.WHICH_MEASURE:
            return ordering.measure_typed(visit, person, question, text)
        case narrating.WHICH if not busy:
            return narrating.answered(visit, person, text)
        case looking_back.WHICH if not busy:
            return looking_back.answered(visit, person, text)
    if question.name in _TYPED and (word := word_of(text)):  # what steers a report is not printed in one
        return (Text(AS_IT_WAS),) if word == BACK else None
    if question.name in _TYPED and not (busy and thai.read_number(text) is not None):
        return _TYPED[question.name](visit, person, question, text)
    if question.name == scopes.ASKED and not busy:
        return details.answered(visit, person, question, text)
    return None


def tapped(visit: Visit, person: Person, send: str) -> tuple[Message, ...] | None:
    """A button of these; None when it is none."""
    match send.split("/"):
        case ["see", *rest]:
            return details.tap(visit, person, rest)
        case ["ack", *rest]:
            return acknowledging.tap(visit, person, rest)
        case ["order", *rest]:
            return order_lists.tap(visit, person, rest)
        case ["form", *rest]:
            return own_forms.tap(visit, person, rest)
        case ["gaps" | "gap", year, round, *rest]:
            return gaps.tapped(visit, person, year, round, rest)
        case ["close", year, round, *rest]:
            return closing.tapped(visit, person, year, round, rest)
        case ["story", year, round, *rest]:
            return narrating.tapped(visit, person, year, round, rest)
        case ["reopen", *rest]:
            return reopening.tapped(visit, person, rest)
        case ["scores", *rest]:
            return scoring.tap(visit, person, rest)
        case ["paper", kind, year, key]:
            return papers.tapped(visit, person, kind, year, key)
        case ["papers", year, key]:
            return papers.shown(visit, person, year, key)
        case ["chain", *rest]:
            return proposing.tap(visit, person, rest)
        case ["post", key, *rest]:
            return posts.tap(visit, person, [key, *rest])
        case ["publish", report, *rest]:
            return publishing.tap(visit, person, [report, *rest])
    return None
