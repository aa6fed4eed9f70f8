"""The word หนังสือ: the Word papers of a round as buttons, for who reads them (handlers/files.py)."""

from __future__ import annotations

from exports import analysis_paper, report
from exports.documents import DOCX, PAPERS
from handlers import asking, files, overview, wording
from handlers import wording_papers as words
from handlers.incoming import Visit
from models import assessments, reports, thai
from models.calendar import Round
from models.records import StoredPlan
from models.say import Card, Message, Text
from models.tables import Person

KINDS = tuple(kind for kind, paper in PAPERS.items() if paper.mimetype == DOCX)


def view(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The papers of the round that is meant by a word."""
    if not files.may_read(visit, person):
        return (Text(wording.NOT_FOR_YOU),)
    found = overview.round_of_words(visit, person)
    return (_card(visit, person, *found),) if found else (Text(wording.NO_PLAN),)


def said(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """A paper called by its name, or the papers of an earlier round; None when the text is neither."""
    found = overview.round_of_words(visit, person) if files.may_read(visit, person) else None
    if found is None:
        return None
    stored, round = found
    for kind in (*KINDS, "evidence"):
        if thai.same_words(text.removeprefix(words.ASK), PAPERS[kind].title):
            return _paper(visit, person, stored, round, kind)
    for earlier in _earlier(stored, round):
        if thai.same_words(text, words.of_round(earlier)):
            return (_card(visit, person, stored, earlier),)
    return None


def shown(visit: Visit, person: Person, year: str, key: str) -> tuple[Message, ...]:
    """The button for the papers of another round."""
    if not files.may_read(visit, person):
        return (Text(wording.NOT_FOR_YOU),)
    found = files.round_named(visit, year, key)
    return (_card(visit, person, *found),) if found else (Text(wording.OLD_BUTTON),)


def tapped(visit: Visit, person: Person, kind: str, year: str, key: str) -> tuple[Message, ...] | None:
    """The button of a paper of ours, however old; None for the other files of a round."""
    if kind not in KINDS or not files.may_read(visit, person):
        return None
    found = files.round_named(visit, year, key)
    return _paper(visit, person, *found, kind) if found else None


def _paper(visit: Visit, person: Person, stored: StoredPlan, round: Round, kind: str) -> tuple[Message, ...]:
    if kind == "analysis" and (reason := _no_analysis(visit, stored)):
        return (Text(reason),)
    return (files.card(visit, person, stored, round, kind),)


def _no_analysis(visit: Visit, stored: StoredPlan) -> str | None:
    """Why there can be no analysis report, or None."""
    found = assessments.of_plan(visit.session, stored.organisation_id, stored.plan)
    return analysis_paper.refusal(found.analysis)


def _card(visit: Visit, person: Person, stored: StoredPlan, round: Round) -> Card:
    """The papers that can be made, and the buttons for the rounds before."""
    row = reports.standing(visit.session, stored.id, round.key)
    can = [kind for kind in KINDS if kind != "analysis" or not _no_analysis(visit, stored)]
    buttons = [files.button(stored, round, kind, PAPERS[kind].title, strong=kind == "memo") for kind in can]
    asking.remember(visit, person, buttons)  # typed after this card, a name means the paper of this round
    return Card(
        title=words.TITLE,
        subtitle=report.round_text(round),
        lead=words.frozen(row.version) if row else words.DRAFT,
        note=words.HOW,
        buttons=(*buttons, *(files.papers_button(stored, r, words.of_round(r)) for r in _earlier(stored, round))),
        alt=words.TITLE,
    )


def _earlier(stored: StoredPlan, round: Round) -> tuple[Round, ...]:
    """The rounds of the plan that ended before this one."""
    return tuple(one for one in stored.rounds if one.last < round.last)
