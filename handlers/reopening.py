"""Taking reports of a division's month again after the lock: by word, by button, with the reason on record.

It closes by itself after two days (models/ledger.py); after a freeze what is changed meanwhile is an amendment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from handlers import asking, cases, wording
from handlers import wording_closing as words
from handlers.incoming import Visit
from handlers.letters import View, name_of
from handlers.naming import read
from handlers.owed import month_card, of_month, read_id, with_previous
from handlers.wording_ladder import NOT_REACHED
from models import outbox, people, thai
from models.calendar import Month
from models.decisions import decide
from models.ledger import REOPENED_FOR, Key
from models.records import StoredPlan, ledger, load_plan
from models.say import Choice, Message, Text
from models.tables import Division, Person

REASON = "reopen"
LONGEST_REASON = 300


def said(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """`กองช่าง ต.ค. 69 เพราะ วันที่ผิด` after the word: what stands behind division and month is the reason, with
    เพราะ or without. Asks for what is left out."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    query = select(Division).where(Division.organisation_id == visit.desk.organisation_id).order_by(Division.position)
    divisions = {d.id: d.name for d in visit.session.scalars(query)}
    meant = read(text, visit.incoming.today, divisions)
    if not meant.divisions or meant.month is None:
        return (Text(words.REOPEN_HOW),)
    if meant.division is None:
        choices = [Choice(divisions[i], f"reopen/{i}/{meant.month.key}") for i in meant.divisions]
        return (asking.offer(visit, person, words.REOPEN_WHICH, choices),)
    if not _without_because(meant.rest):
        return ask(visit, person, [meant.month], meant.division)
    about = {"division": meant.division, "months": [meant.month.key]}
    return reason(visit, person, asking.Question(REASON, about), meant.rest)


def _without_because(text: str) -> str:
    return re.sub(rf"^\s*(?:{words.WHY})\s*", "", text).strip()


def how(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word alone."""
    return (Text(words.REOPEN_HOW if people.is_secretary(visit.session, person) else wording.NOT_FOR_YOU),)


def ask(visit: Visit, person: Person, months: Sequence[Month], division_id: int) -> tuple[Message, ...]:
    """Ask for the reason, when something is locked."""
    division = _own(visit, division_id)
    found = [_locked_in(visit, division, month) for month in months] if division else []
    if not any(keys for _, keys, _ in found):
        return tuple(Text(refusal) for _, _, refusal in found) or (Text(wording.OLD_BUTTON),)
    asking.ask(visit, person, REASON, {"division": division_id, "months": [m.key for m in months]})
    stake = cases.approval_at_stake(visit, [m for m, (_, keys, _) in zip(months, found, strict=True) if keys])
    return (Text("\n".join(filter(None, [stake, words.REOPEN_REASON]))),)


def tapped(visit: Visit, person: Person, rest: Sequence[str]) -> tuple[Message, ...]:
    """`reopen/3/2026-10`: a division and months."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    match rest:
        case ["no"]:
            return (Text(words.NOT_OPENED),)
        case [division, months]:
            division_id, wanted = read_id(division), _months(months)
            if division_id and wanted:
                return ask(visit, person, wanted, division_id)
    return (Text(wording.OLD_BUTTON),)


def _months(text: str) -> list[Month]:
    try:
        return [Month.parse(key) for key in text.split(",")]
    except ValueError:
        return []


def reason(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...]:
    """The typed reason; the word again, with what it is about, asks anew."""
    why = _without_because(text)
    if thai.clean(why).startswith(words.REOPEN):
        return said(visit, person, why.removeprefix(words.REOPEN).strip())
    if not 3 <= len(why) <= LONGEST_REASON:
        asking.ask(visit, person, REASON, question.about)
        return (Text(words.REASON_SHORT),)
    months = [Month.parse(key) for key in question.about["months"]]
    return open_again(visit, person, question.about["division"], months, why)


def open_again(
    visit: Visit, person: Person, division_id: int, months: Sequence[Month], why: str
) -> tuple[Message, ...]:
    """Open all that a division owes in months that are locked, and tell its reporter."""
    division = _own(visit, division_id)
    if division is None:
        return (Text(wording.OLD_BUTTON),)
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    locked = [month for month in months if _locked_in(visit, division, month)[1]]
    stake = cases.approval_at_stake(visit, locked)
    opened = [_open_month(visit, person, division, month, why) for month in months]
    return (*opened[:-1], Text(f"{opened[-1].text}\n{stake}")) if stake else tuple(opened)


def _own(visit: Visit, division_id: int) -> Division | None:
    """A division of this organisation by its id."""
    found = visit.session.get(Division, division_id)
    return found if found and found.organisation_id == visit.desk.organisation_id else None


def _locked_in(visit: Visit, division: Division, month: Month) -> tuple[StoredPlan | None, list[Key], str]:
    """The plan and the reports of a division's month that are locked; without any, no plan and the sentence why."""
    stored = load_plan(visit.session, visit.desk.organisation_id, month.fiscal_year.number)
    owed = [o for o in ledger(visit.session, stored, divisions=[division.id]) if o.month == month] if stored else []
    if not owed or stored is None:
        return None, [], words.nothing_owed(division.name, month)
    if (opens := stored.deadlines(month).opens) > visit.incoming.at:
        return None, [], words.not_open_yet(division.name, month, opens)
    keys = [o.key for o in owed if o.locked(visit.incoming.at)]
    return (stored, keys, "") if keys else (None, [], words.open_anyway(division.name, month))


def _open_month(visit: Visit, person: Person, division: Division, month: Month, why: str) -> Text:
    stored, keys, refusal = _locked_in(visit, division, month)
    if stored is None:
        return Text(refusal)
    decide(visit.session, visit.desk.organisation_id, keys, "reopen", why, person.id, visit.incoming.at)
    visit.session.flush()
    until = visit.incoming.at + REOPENED_FOR
    view = View.at(visit.session, visit.desk.organisation_id, visit.incoming.at)
    asked = view.asked.get(division.id)
    if asked is None or asked.person is None:
        told = NOT_REACHED[asked.reason if asked else "no_reporter"]
    else:
        again = with_previous(stored, ledger(visit.session, stored, divisions=[division.id]))
        card = month_card(of_month(again, month, division.id), visit.incoming.at)
        message = Text(words.open_again(division.name, month, until, why))
        outbox.push(
            visit.session,
            visit.desk.organisation_id,
            asked.person.line_id,
            asked.person.id,
            (message, card),
            visit.desk.wall,
        )
        told = words.told(name_of(view, division.id))
    return Text(words.reopened(division.name, month, until, told))
