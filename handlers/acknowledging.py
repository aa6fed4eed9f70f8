"""Taking note (รับทราบ) of a month, a round or a frozen report: by button, by word; the secretary sees who has."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from exports.report import round_text
from handlers import wording
from handlers import wording_details as words
from handlers.incoming import Visit
from models import acknowledgements, people, reports, thai
from models.calendar import FiscalYear, Month, Round
from models.post_tables import Reminder
from models.records import StoredPlan, load_plan
from models.report_tables import ReportRow
from models.say import Message, Text
from models.tables import Person, PlanRow

STEPS = ("digest", "named", "summary")  # of the ladder, that an executive takes note of


def of_round(session: Session, stored: StoredPlan, round: Round) -> str:
    """What is taken note of with a round's card: the frozen report, or the round as it stands."""
    frozen = reports.standing(session, stored.id, round.key)
    return f"report/{frozen.id}" if frozen else f"round/{stored.plan.fiscal_year}-{round.key}"


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...]:
    """The button of a card: `month/2026-10`, `round/2570-6m`, `report/12`."""
    if not people.is_executive(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    what = "/".join(rest)
    name = _named(visit.session, visit.desk.organisation_id, what)
    return (Text(_note(visit, person, what, name)),) if name else (Text(wording.OLD_BUTTON),)


def _note(visit: Visit, person: Person, what: str, name: str) -> str:
    before = acknowledgements.note(visit.session, person, what, visit.incoming.at)
    return words.noted_before(name, before) if before else words.noted(name, visit.incoming.at)


def _named(session: Session, organisation_id: int, what: str) -> str:
    """What is taken note of, in words; "" when there is no such thing (a button's data may be forged)."""
    kind, _, key = what.partition("/")
    try:
        if kind == "month":
            return words.of_what_month(Month.parse(key)) if _year(session, organisation_id, Month.parse(key)) else ""
        if kind == "report":
            row = session.get(ReportRow, int(key)) if key.isascii() and key.isdigit() and len(key) < 10 else None
            if row is None or row.organisation_id != organisation_id:
                return ""
            year = session.get_one(PlanRow, row.plan_id).fiscal_year
            return _round_name(Round.parse(FiscalYear(year), row.round))
        year_text, _, round_key = key.partition("-")
        if kind != "round" or not (len(year_text) == 4 and year_text.isascii() and year_text.isdigit()):
            return ""
        round = Round.parse(FiscalYear(int(year_text)), round_key)
        return _round_name(round) if _year(session, organisation_id, round.first) else ""
    except ValueError:
        return ""


def _round_name(round: Round) -> str:
    return f"{words.of_round(round_text(round))} ปี {thai.thai_digits(round.fiscal_year.number)}"


def _year(session: Session, organisation_id: int, month: Month) -> bool:
    """Whether there is a plan of the month's year."""
    query = select(PlanRow.id).where(
        PlanRow.organisation_id == organisation_id, PlanRow.fiscal_year == month.fiscal_year.number
    )
    return session.scalar(query) is not None


def said(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """The word รับทราบ: an executive takes note of what was sent last; the secretary sees who has."""
    if not thai.same_words(text, words.NOTED) or not people.oversees(visit.session, person):
        return None
    executive = people.is_executive(visit.session, person)
    found = _sent_last(visit, person if executive else None)
    name = _named(visit.session, visit.desk.organisation_id, found) if found else ""
    if not name:
        return (Text(words.NOTHING_TO_NOTE),)
    if executive:
        return (Text(_note(visit, person, found, name)),)
    return (Text(words.who_noted(name, _lines(visit, found))),)


def _sent_last(visit: Visit, person: Person | None) -> str:
    """What was sent last, to a person or to any executive, by the ladder or with a freeze; "" when nothing was."""
    query = select(Reminder).where(Reminder.organisation_id == visit.desk.organisation_id, Reminder.step.in_(STEPS))
    if person is not None:
        query = query.where(Reminder.person_id == person.id)
    row = visit.session.scalar(query.order_by(Reminder.at.desc(), Reminder.id.desc()).limit(1))
    told = reports.all_standing(visit.session, visit.desk.organisation_id)
    told = [one for one in told if person is None or one.frozen_at >= person.joined_at]
    newest = max(told, key=lambda one: one.frozen_at, default=None)
    if newest is not None and (row is None or newest.frozen_at >= row.at):
        return f"report/{newest.id}"
    if row is None:
        return ""
    if row.step != "summary":
        return f"month/{row.period}"
    year, _, key = row.period.partition("-")
    stored = load_plan(visit.session, visit.desk.organisation_id, int(year))
    return of_round(visit.session, stored, Round.parse(stored.fiscal_year, key)) if stored else ""


def _lines(visit: Visit, what: str) -> list[str]:
    at = acknowledgements.of(visit.session, visit.desk.organisation_id, what)
    executives = people.holding(visit.session, visit.desk.organisation_id, ["executive"])
    shown = [(p.name or wording.ROLE_NAMES["executive"], at.get(p.id)) for p in executives]
    return [words.noted_line(name, when) for name, when in shown] or [words.NO_EXECUTIVE]


def counted(session: Session, organisation_id: int, what: str) -> list[str]:
    """For the secretary's card: how many executives have taken note; [] when there is no executive."""
    executives = people.holding(session, organisation_id, ["executive"])
    at = acknowledgements.of(session, organisation_id, what)
    part = sum(p.id in at for p in executives)
    return [words.noted_count(part, len(executives))] if executives else []
