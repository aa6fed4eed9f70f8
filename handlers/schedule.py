"""The secretary's calendar in the chat: dates of the year that must not be missed, and the offices' days off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select

from handlers import wording
from handlers import wording_schedule as words
from handlers.incoming import Visit
from handlers.owed import read_id
from models import audit, holidays, people, thai
from models.calendar import Month
from models.dates_inside import find_dates, read_any_date
from models.post_tables import Reminder
from models.say import Choice, Message, Text
from models.shown import brief
from models.tables import CalendarEntry, Person
from models.thai import fold

LONGEST_NAME = 120
MOST = 10  # lines of one list


def dates(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word กำหนดการ: the dates to come, and how to add one."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    found = _entries(visit)
    shown = [words.entry_line(n, e.name, e.day, visit.incoming.today) for n, e in enumerate(found[:MOST], 1)]
    text = "\n".join(shown) if shown else words.NO_DATES
    return (Text(f"{text}\n{words.DATES_HOW}"),)


def _entries(visit: Visit) -> Sequence[CalendarEntry]:
    query = select(CalendarEntry).where(
        CalendarEntry.organisation_id == visit.desk.organisation_id, CalendarEntry.day >= visit.incoming.today
    )
    return visit.session.scalars(query.order_by(CalendarEntry.day, CalendarEntry.id)).all()


def add_date(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """`กำหนดการ ส่งข้อมูล OIT 30 เม.ย. 70`; a window from one day to another is noted as its two days."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    read = _name_and_days(text, visit.incoming.today)
    if read is None:
        return (Text(words.DATES_UNREAD),)
    name, first, last = read
    today = visit.incoming.today
    if last < today:
        return (Text(words.day_has_passed(last)),)
    named = [(name, first)] if first == last else [(words.begins(name), first), (words.ends(name), last)]
    named = [(title, day) for title, day in named if day >= today]  # a window may be open already
    for title, day in named:
        entry = CalendarEntry(
            organisation_id=visit.desk.organisation_id, day=day, name=title, person_id=person.id, at=visit.incoming.at
        )
        visit.session.add(entry)
        _note(visit, new={title: day.isoformat()})
    visit.session.flush()
    lines = [words.noted(title, day) for title, day in named]
    warned = words.warned(max(day for _, day in named), today)
    return (Text("\n".join([*lines, warned]), (Choice(words.DATES, f"word/{words.DATES}"),)),)


def remove_date(visit: Visit, person: Person, number: str) -> tuple[Message, ...]:
    """`ลบกำหนดการ 2`: by the number of the list."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    found, position = _entries(visit), read_id(thai.clean(number).removeprefix("ที่").strip())
    if not position or position > len(found):
        return (Text(words.NO_SUCH_DATE, (Choice(words.DATES, f"word/{words.DATES}"),)),)
    entry = found[position - 1]
    warned = (Reminder.step == "date", Reminder.period.startswith(f"{entry.id}-"))
    visit.session.execute(delete(Reminder).where(Reminder.organisation_id == entry.organisation_id, *warned))
    visit.session.delete(entry)  # the id may be given again, and must not count as warned of
    _note(visit, old={entry.name: entry.day.isoformat()})
    return (Text(words.removed(entry.name, entry.day), (Choice(words.DATES, f"word/{words.DATES}"),)),)


def _note(visit: Visit, old: dict[str, str] | None = None, new: dict[str, str] | None = None) -> None:
    audit.record(visit.session, visit.desk.organisation_id, visit.incoming.at, audit.DATE, old=old, new=new)


def _name_and_days(text: str, today: date) -> tuple[str, date, date] | None:
    """What a date is called, and its first and last day; None when it has no name, or not one sure day or span."""
    folded, places = fold(text)
    found = find_dates(folded, Month.of(today), today)
    if len(found) != 1:
        return None
    begin, end = places[found[0].start], places[found[0].end - 1] + 1
    name = " ".join(f"{text[:begin]} {text[end:]}".split()).strip(" :-–,")
    days = read_any_date(text[begin:end].strip().removeprefix("ภายใน").strip(), today)
    name = re.sub(r"\s*(?:ภายใน|ก่อน|ไม่เกิน)(?:วันที่)?$", "", name)
    return (brief(name, LONGEST_NAME), *days) if name and days else None


# --- Days off ------------------------------------------------------------------------------------------------


def days_off(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word วันหยุด: the next days off, and for the secretary how to change them."""
    today = visit.incoming.today
    ahead = today + timedelta(days=366)
    found = holidays.named(visit.session, visit.desk.organisation_id)
    lines = [words.day_line(day, name) for day, name in found.items() if today <= day <= ahead][:MOST]
    text = "\n".join(lines) if lines else words.NO_DAYS_OFF
    how = f"\n{words.DAYS_OFF_HOW}" if people.is_secretary(visit.session, person) else ""
    return (Text(text + how),)


def add_day_off(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """`วันหยุด 13 พ.ค. 70 วันพืชมงคล`: a day that the cabinet announced; every deadline moves with it."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    read = _name_and_days(text, visit.incoming.today)
    if read is None or read[1] != read[2]:
        return (Text(words.DAY_OFF_UNREAD),)
    name, day, _ = read
    if day < visit.incoming.today:
        return (Text(words.day_off_has_passed(day)),)
    holidays.add(visit.session, visit.desk.organisation_id, {day: name}, visit.incoming.at)
    return (Text(words.day_off_noted(name, day)),)


def remove_day_off(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """`ลบวันหยุด 4 พ.ค. 70`."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    days = read_any_date(text.strip(), visit.incoming.today)
    if days is None or days[0] != days[1]:
        return (Text(words.DAY_OFF_UNREAD),)
    if days[0] < visit.incoming.today:
        return (Text(words.day_off_has_passed(days[0])),)
    if not holidays.remove(visit.session, visit.desk.organisation_id, days[0], visit.incoming.at):
        return (Text(words.not_a_day_off(days[0])),)
    return (Text(words.day_off_removed(days[0])),)
