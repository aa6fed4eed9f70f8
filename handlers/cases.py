"""A frozen report on its way through the chain: found by a button however old, shown, put before who is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from exports import summary as spoken
from exports.amendments import amendments
from exports.documents import PAPERS
from exports.freezing import thawed
from exports.rounds import build_report
from handlers import files, runs, staff, wording
from handlers import wording_chain as words
from handlers.incoming import Visit
from handlers.owed import read_id
from handlers.wording_closing import changes
from handlers.wording_publishing import PUBLISH
from models import chain, endorsements, outbox, people, reports, thai
from models.calendar import Month, Round, bangkok_date, is_workday
from models.chain import Seat
from models.endorsements import Course
from models.records import StoredPlan, load_plans
from models.report_tables import Endorsement, ReportRow
from models.say import Card, Choice, Message, Row, Text, Tone
from models.tables import Person

SHOWN = 3  # reports that one answer shows
LETTERS = 300  # of a comment in a card; the whole stands in the memo
GIVEN_ALONG = ("memo", "excel", "evidence")  # the papers that the one who endorses can open


@dataclass(frozen=True)
class Case:
    """The frozen report of a round that counts, with its plan and where it is in the chain."""

    stored: StoredPlan
    round: Round
    row: ReportRow
    course: Course

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return words.report_name(self.round, self.row.version)

    @property
    def waits_at(self) -> Seat | None:
        """The post that it waits for; None when it is with who prepared it, or through."""
        return self.course.turn if self.course.state == "waiting" else None


# --- Finding -------------------------------------------------------------------------------------------------


def every(session: Session, organisation_id: int, today: date) -> list[Case]:
    """The frozen report of every round that has one, newest first."""
    plans = {stored.id: stored for stored in load_plans(session, organisation_id)}
    rows = reports.all_standing(session, organisation_id)
    return [_case(session, plans[row.plan_id], row, today) for row in rows]


def _case(session: Session, stored: StoredPlan, row: ReportRow, today: date) -> Case:
    course = endorsements.course(session, row, stored.plan, today)
    return Case(stored, Round.parse(stored.fiscal_year, row.round), row, course)


def find(visit: Visit, person: Person, report: str) -> Case | tuple[Message, ...]:
    """The report of a button; when it does not count any more, the sentence that says so, with what counts now."""
    row = visit.session.get(ReportRow, read_id(report) or 0)
    if row is None or row.organisation_id != visit.desk.organisation_id:
        return (Text(wording.OLD_BUTTON),)
    if row.undone_at is not None:
        return (Text(words.UNDONE),)
    found = every(visit.session, visit.desk.organisation_id, visit.incoming.today)
    newest = next(case for case in found if (case.row.plan_id, case.row.round) == (row.plan_id, row.round))
    if newest.row.id == row.id:
        return newest
    choices = _buttons(visit, person, newest) or (Choice(words.WHERE, f"word/{words.WHERE}"),)
    return (Text(words.old_version(newest.name), choices),)


def approval_at_stake(visit: Visit, months: Sequence[Month]) -> str:
    """That a change of these months makes a new version that must be endorsed again, where the report of their round
    is endorsed or on its way; "" where it is not."""
    found = every(visit.session, visit.desk.organisation_id, visit.incoming.today)
    of_them = [c for c in found if set(c.round.months) & set(months)]
    lines = {state: [c.name for c in of_them if c.course.state == state] for state in ("complete", "waiting")}
    return "\n".join(words.endorsed_again(state, names) for state, names in lines.items() if names)


def may_see(visit: Visit, person: Person) -> bool:
    """Whether the person may see where a report is: who oversees the organisation, heads a division, keeps the
    website, or holds a post of the chain."""
    session = visit.session
    if people.oversees(session, person) or people.holds(session, person, ["head", "webkeeper"]):
        return True
    return chain.holds_one(session, person, visit.incoming.today)


def waiting_for(visit: Visit, person: Person) -> list[Case]:
    """The reports that wait for a word of the person."""
    found = every(visit.session, visit.desk.organisation_id, visit.incoming.today)
    return [c for c in found if c.waits_at and c.waits_at.holder and c.waits_at.holder.id == person.id]


def asked_for(visit: Visit, row: ReportRow) -> list[Person]:
    """Who was asked for a word on a report and has not given it: who holds the post that it waits for."""
    found = every(visit.session, visit.desk.organisation_id, visit.incoming.today)
    return [c.waits_at.holder for c in found if c.row.id == row.id and c.waits_at and c.waits_at.holder]


# --- To who is next ------------------------------------------------------------------------------------------


def answers(case: Case, seat: Seat) -> tuple[Choice, ...]:
    """The two buttons of who holds the post whose turn it is."""
    what = f"{case.row.id}/{seat.post_id}"
    return (
        Choice(words.AGREE, f"chain/endorse/{what}", strong=True),
        Choice(words.SEND_BACK, f"chain/return/{what}"),
    )


def please(session: Session, case: Case, seat: Seat, now: datetime, first: str = "") -> tuple[Message, ...]:
    """What is put before who holds the post: what was said on it, the round in one card with what was left out and
    changed since, its papers, two buttons."""
    lines = [first] if first else []
    lines.append(words.please_endorse(case.name, words.post_of(seat.name, seat.acting)))
    lines += [_said(word, seat.action) for seat, word in case.course.steps if word is not None]
    lines.append(words.HOW_TO_ENDORSE)
    papers = [
        files.button(case.stored, case.round, kind, PAPERS[kind].title) for kind in GIVEN_ALONG if kind in PAPERS
    ]
    report = thawed(case.row)
    changed = len(amendments(report, build_report(session, case.stored, case.round, now)))
    notes = [changes(changed)] if changed else []
    card = spoken.card(report, (*answers(case, seat), *papers), notes=notes)
    return (Text("\n".join(lines)), card)


def _said(word: Endorsement, action: str) -> str:
    verdict = "prepare" if action == "prepare" else word.verdict
    return words.said_before(words.post_of(word.post_name, word.acting), verdict, brief(word.comment))


def brief(comment: str) -> str:
    """A comment on one line, so that none can look like another post's, and within the letters of a card."""
    return cut if len(cut := " ".join(comment.split())) <= LETTERS else f"{thai.cut(cut, LETTERS)}…"


def ask(session: Session, case: Case, now: datetime, wall: datetime, first: str = "") -> str:
    """Push it to who holds the post that it waits for; gives the message's id, "" when there is nobody."""
    seat = case.waits_at
    if seat is None or seat.holder is None:
        return ""
    to = seat.holder
    runs.asked_anew(session, to, case.stored, case.round)
    return outbox.push(session, to.organisation_id, to.line_id, to.id, please(session, case, seat, now, first), wall)


def holders(session: Session, organisation_id: int, today: date) -> dict[int, int]:
    """By report that waits: who holds the post that it waits for."""
    found = every(session, organisation_id, today)
    return {c.row.id: c.waits_at.holder.id for c in found if c.waits_at and c.waits_at.holder}


def ask_new_holders(
    session: Session, organisation_id: int, before: dict[int, int], now: datetime, wall: datetime
) -> int:
    """After posts or holders changed: push what waits to those who did not hold it `before`; gives how many."""
    today = bangkok_date(now)
    after = holders(session, organisation_id, today)
    found = [c for c in every(session, organisation_id, today) if after.get(c.row.id) != before.get(c.row.id)]
    return sum(bool(ask(session, case, now, wall)) for case in found)


# --- Where it is ---------------------------------------------------------------------------------------------


def where_now(case: Case) -> str:
    """Where a report is now, in a line."""
    return words.waits_at(case.waits_at.name) if case.waits_at else words.STATES[case.course.state]


def card(visit: Visit, person: Person, case: Case) -> Card:
    """Where a report is: every post with what it said, when, and its comment."""
    rows = [_returned(word) for word in case.course.returns]
    rows += [_row(visit, case, seat, word) for seat, word in case.course.steps]
    lead = where_now(case)
    return Card(
        title=words.WHERE_TITLE,
        subtitle=case.name,
        lead=lead,
        rows=tuple(rows),
        buttons=_buttons(visit, person, case),
        alt=f"{case.name} {lead}",
        tone="good" if case.course.state == "complete" else "warn",
    )


def _returned(word: Endorsement) -> Row:
    state = words.verdict_on("return", word.at)
    return Row(words.post_of(word.post_name, word.acting), state, "bad", note=brief(word.comment))


def _row(visit: Visit, case: Case, seat: Seat, word: Endorsement | None) -> Row:
    if word is not None:
        verdict = "prepare" if seat.action == "prepare" else word.verdict
        tone: Tone = "quiet" if verdict == "skip" else "good"
        said = words.verdict_on(verdict, word.at)
        return Row(words.post_of(word.post_name, word.acting), said, tone, note=brief(word.comment))
    if case.course.turn != seat:
        return Row(seat.name, words.NOT_YET_THERE, "quiet")
    if case.waits_at is None:
        return Row(seat.name, words.TO_PROPOSE, "warn")
    if seat.holder is None:
        return Row(seat.name, words.NO_HOLDER, "bad")
    days = waited(visit, case)
    slow = days >= case.stored.rules.of(Month.of(visit.incoming.today)).endorse
    notes = [words.holder(staff.shown(seat.holder), seat.acting, seat.until)]
    notes += [words.UNREACHABLE] if seat.holder.unreachable_since else []
    return Row(seat.name, words.waiting(days), "bad" if slow else "warn", note=" · ".join(notes))


def waited(visit: Visit, case: Case) -> int:
    """The workdays that passed since it came to the post that it waits for."""
    if case.course.since is None:
        return 0
    day, days = bangkok_date(case.course.since), 0
    while day < visit.incoming.today:
        day += timedelta(days=1)
        days += is_workday(day, case.stored.holidays)
    return days


def _buttons(visit: Visit, person: Person, case: Case) -> tuple[Choice, ...]:
    found: list[Choice] = []
    seat = case.waits_at
    if seat and seat.holder and seat.holder.id == person.id:
        found += answers(case, seat)
    if people.is_secretary(visit.session, person):
        found += for_secretary(case)
    return tuple(found)


def next_step(visit: Visit, place: tuple[StoredPlan, Round], row: ReportRow) -> Choice:
    """What follows for a frozen report: proposing it, else where it is."""
    course = endorsements.course(visit.session, row, place[0].plan, visit.incoming.today)
    if course.state in ("new", "returned"):
        return Choice(words.PROPOSE, f"chain/propose/{row.id}", strong=True)
    return Choice(words.WHERE, f"word/{words.WHERE}", strong=True)


def for_secretary(case: Case) -> tuple[Choice, ...]:
    """What the secretary can do with a report where it is now."""
    seat = case.waits_at
    match case.course.state:
        case "new" | "returned":
            label = words.AGAIN if case.course.returns else words.PROPOSE
            return (Choice(label, f"chain/propose/{case.row.id}", strong=True),)
        case "waiting" if seat and seat.holder:
            return (Choice(words.CHASE, f"chain/chase/{case.row.id}"),)
        case "waiting" if seat:
            name = Choice(words.NAME_HOLDER, f"post/{seat.key}", strong=True)
            skip = Choice(words.SKIP_POST, f"chain/skip/{case.row.id}/{seat.post_id}")
            return (name,) if seat.action == "approve" else (name, skip)
    return (Choice(PUBLISH, f"publish/{case.row.id}"),)
