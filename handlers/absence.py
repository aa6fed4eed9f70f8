"""On leave: reminders go to the deputy until the day that was said; what is answered meanwhile still counts."""

from __future__ import annotations

import re
from datetime import date, timedelta

from handlers import asking, wording
from handlers import wording_people as words
from handlers.incoming import Visit
from models import audit, people, thai
from models.dates_inside import read_any_date
from models.same import read_leave
from models.say import Choice, Message, Text
from models.shown import CANCEL
from models.tables import Division, Person

ASKED = "leave"
LONGEST = 180  # days
_LEAVE = r"(?:ขอ|แจ้ง|ผม|ดิฉัน|ฉัน|หนู)*\s*ลา(?:ป่วย|กิจ|พักร้อน|พักผ่อน|คลอด|บวช|ศึกษาต่อ)?\s*"
_BEGINS = re.compile(_LEAVE)
_SAID = re.compile(_LEAVE + r"(?:ถึง|จนถึง|ไปถึง)")
_WISHED = re.compile(_LEAVE + r"(?:$|\d|วัน|ตั้งแต่|พรุ่งนี้|มะรืน)")


SOON = timedelta(days=3)  # a leave is told at most so early: on Friday for Monday; the reminders turn at once
_WEEKDAY = re.compile(rf"(?:วัน)?(?:{'|'.join(thai.WEEKDAYS)}|พฤหัส)")


def says_leave(visit: Visit, text: str, *, busy: bool) -> bool:
    """Whether a text tells a leave with its last day: `ลาถึงวันศุกร์`, `ลาพรุ่งนี้ถึง 30 พ.ย.`; or begins as such.

    `busy`: a report is open. Its answers may be about somebody's leave, so only a whole sentence with its day counts.
    """
    said, today = thai.clean(text), visit.incoming.today
    if busy:
        return bool(_BEGINS.match(said)) and "ถึง" in said and days(text, today) is not None
    leave = read_leave(text, today)
    return bool(_SAID.match(said)) or (leave is not None and leave.last is not None)


def says_back(visit: Visit, text: str) -> bool:
    """Whether somebody is back at work: `กลับมาแล้ว`, `หายป่วยแล้ว`, `ยกเลิกลา`."""
    leave = read_leave(text, visit.incoming.today)
    return leave is not None and leave.back


def wishes_leave(text: str) -> bool:
    """Whether a text is about a leave without saying until when: `ลาป่วย`, `ลา 3 วัน`; it is asked, not guessed."""
    return bool(_WISHED.match(thai.clean(text)))


def says_until(visit: Visit, text: str) -> bool:
    """Whether a text, `ลาถึง` aside, is nothing but a day, so that it answers the question until when."""
    return bool(_WEEKDAY.fullmatch(thai.bare(text))) or days(text, visit.incoming.today) is not None


def days(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of `ลาถึง 30 พ.ย.`, `ลาพรุ่งนี้ถึงวันศุกร์` or of a day alone; None when they must be
    asked. A day that has passed or lies far ahead is given as it is, so that it can be named."""
    said = thai.clean(text)
    if _BEGINS.match(said):
        read = read_leave(said, today)
    else:
        span = read_leave(f"ลา {said}", today)  # 3-5 พ.ย. has a beginning of its own, a day alone is the last one
        read = span if span and span.first != span.last else read_leave(f"ลาถึง {said}", today)
    if read and read.first and read.last:
        return read.first, read.last
    return read_any_date(_SAID.sub("", said, count=1), today)


def ask(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ลา: until when."""
    if not people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    away = people.is_away(person, visit.incoming.today) and person.away_until
    return (_question(visit, person, words.away_now(away) if away else words.ask_leave(visit.incoming.today)),)


def _question(visit: Visit, person: Person, text: str) -> Text:
    asking.ask(visit, person, ASKED)
    choices = [Choice(words.PICK_DATE, "leave/until", kind="date")]
    if people.is_away(person, visit.incoming.today):
        choices.append(Choice(words.BACK_AT_WORK, "word/" + words.BACK_AT_WORK))
    return Text(text, (*choices, Choice(CANCEL, "leave/no")))


def begin(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """`ลาถึง 30 พ.ย.`, or the day alone after the question: noted, with who gets the reminders; else asked back."""
    if not people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    today = visit.incoming.today
    read = days(text, today)
    if read is None:
        return (_question(visit, person, words.leave_unread(today)),)
    first, until = read
    if until < today:
        return (_question(visit, person, words.day_has_passed(until)),)
    if (until - today).days > LONGEST:
        return (_question(visit, person, words.day_is_far(until, LONGEST)),)
    if first > today + SOON:
        return (Text(words.LEAVE_STARTS_LATER),)
    _note(visit, person, until)
    person.away_until = until
    visit.session.flush()
    lines = _who_instead(visit, person, today)
    back = Choice(words.BACK_AT_WORK, f"word/{words.BACK_AT_WORK}")
    return (Text(words.leave_noted(max(first, today), until, today, lines), (back,)),)


def _who_instead(visit: Visit, person: Person, today: date) -> list[str]:
    asked = people.to_ask(visit.session, visit.desk.organisation_id, today)
    lines = []
    for division_id in people.divisions(visit.session, person):
        name, found = visit.session.get_one(Division, division_id).name, asked[division_id].person
        if found is None:
            lines.append(words.no_deputy(name))
        elif found.id != person.id:
            lines.append(words.reminders_go_to(name, found.name or wording.ROLE_NAMES["reporter"]))
    return lines


def back(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The words กลับมาแล้ว and ยกเลิกการลา."""
    if not people.is_away(person, visit.incoming.today):
        return (Text(words.NOT_AWAY, (Choice(wording.MENU, f"word/{wording.MENU}"),)),)
    _note(visit, person, None)
    person.away_until = None
    return (Text(words.BACK_AGAIN, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)


def _note(visit: Visit, person: Person, until: date | None) -> None:
    """Write the change of a leave in the audit."""
    before = person.away_until if people.is_away(person, visit.incoming.today) else None
    audit.record(
        visit.session,
        person.organisation_id,
        visit.incoming.at,
        audit.LEAVE,
        about="person",
        about_id=person.id,
        old={"until": before.isoformat()} if before else {},
        new={"until": until.isoformat()} if until else {},
    )
