"""The monthly meeting: the secretary gives its day once, and reporters have it as a ready choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from handlers import asking, wording
from handlers import wording_people as words
from handlers.days import read_nearest
from handlers.incoming import Visit
from handlers.owed import plans_at
from models import meetings, people, thai
from models.calendar import Month
from models.say import Choice, Message, Text
from models.shown import CANCEL
from models.tables import Person

ASKED = "meeting"
_WORD = re.compile(rf"(?:ขอ|แจ้ง|กำหนด|บันทึก|ตั้ง|เปลี่ยน)*\s*(?:วัน)?{words.MEETING}(?:ประจำเดือน(?:นี้)?)?")
MOST = 10  # days of one announcement
FARTHEST = timedelta(days=732)  # no button of ours names a day so far away


_ADD = re.compile(r"(?:เพิ่ม|ใส่|เอา|รวม|ต้องการ|ขอ)*(?:วันประชุม|วันที่|วัน|ประชุม)?(?:นี้|ไป|ให้|ด้วย|เลย|ได้)*")
_YES = re.compile(r"(?:ใช่|ได้|ตกลง|โอเค|ok|yes)(?:แล้ว)?")
_NO = re.compile(r"(?:ไม่|no)(?:ต้อง|ใช่|ใช้|ขอ|เป็นไร)?")


def is_added(text: str) -> bool | None:
    """What a reply to the question for the day of the meeting means: add it (ใช่, เพิ่ม, ด้วย) or not (ไม่, ไม่เพิ่ม, ไม่ต้อง);
    None when it says neither."""
    said = thai.bare(text)
    for agreed, begins in ((True, _YES), (False, _NO)):
        if (match := begins.match(said)) and _ADD.fullmatch(said, match.end()):
            return agreed
    return True if said and _ADD.fullmatch(said) else None


def ask(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word ประชุม: what is announced for the months that can be reported now, and the question for the day."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    known = [
        (month, meetings.dates_of(visit.session, visit.desk.organisation_id, month)) for month in _open_months(visit)
    ]
    return (_question(visit, person, words.ask_meeting(known, visit.incoming.today)),)


def _question(visit: Visit, person: Person, text: str) -> Text:
    asking.ask(visit, person, ASKED)
    return Text(text, (Choice(words.PICK_DATE, "meet/day", kind="date"), Choice(CANCEL, "meet/no")))


def _open_months(visit: Visit) -> list[Month]:
    """The months that have begun and are not locked."""
    today, at = visit.incoming.today, visit.incoming.at
    plans = plans_at(visit.session, visit.desk.organisation_id, at)
    return sorted(
        {m for p in plans for m in p.fiscal_year.months if m.first_day <= today and at <= p.deadlines(m).locks}
    )


def after_its_word(text: str) -> str | None:
    """What stands after the word ประชุม and what else it is called (วันประชุม, ประชุมประจำเดือน); None without it."""
    said = thai.clean(text)
    match = _WORD.match(said)
    return said[match.end() :].strip() if match else None


def says_days(visit: Visit, text: str) -> bool:
    """Whether a text is nothing but days, so that `ประชุม 7 พ.ย. 69` is an announcement."""
    return bool(read_nearest(text, visit.incoming.today).dates)


def say(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """The day or days, typed or picked. One in the future, or of a month that is not open, is asked back."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    dates = read_nearest(text, visit.incoming.today).dates
    if not 0 < len(dates) <= MOST:
        return (_question(visit, person, words.meeting_unread(visit.incoming.today)),)
    months = _open_months(visit)
    outside = [d for d in dates if d <= visit.incoming.today and Month.of(d) not in months]
    future = [d for d in dates if d > visit.incoming.today]
    if outside:
        return (_sure(visit, person, words.meeting_outside(outside), dates),)
    if future:
        return (_sure(visit, person, words.meeting_in_future(future), dates),)
    return _announce(visit, person, dates)


def _sure(visit: Visit, person: Person, text: str, dates: Sequence[date]) -> Text:
    send = "meet/sure/" + ",".join(d.isoformat() for d in dates)
    yes, no = Choice(words.RIGHT_DAY, send), Choice(words.OTHER_DAY, f"word/{words.MEETING}")
    return asking.confirm(visit, person, text, yes, no)


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...]:
    """The date picker, and the button that confirms an odd day."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    match rest:
        case ["day"]:
            return say(visit, person, visit.incoming.picked)
        case ["sure", given]:
            try:
                dates = [date.fromisoformat(d) for d in given.split(",")]
            except ValueError:
                return (Text(wording.OLD_BUTTON),)
            if len(dates) > MOST or any(abs(d - visit.incoming.today) > FARTHEST for d in dates):
                return (Text(wording.OLD_BUTTON),)
            return _announce(visit, person, dates)
    return (Text(wording.OLD_BUTTON),)


def _announce(visit: Visit, person: Person, dates: Sequence[date]) -> tuple[Message, ...]:
    session, organisation_id = visit.session, visit.desk.organisation_id
    months = sorted({Month.of(d) for d in dates})
    before = [d for month in months for d in meetings.dates_of(session, organisation_id, month)]
    meetings.announce(session, organisation_id, person.id, dates, visit.incoming.at)
    replaced = before if set(before) != set(dates) else []
    return (Text(words.meeting_noted(dates, replaced, held=max(dates) <= visit.incoming.today)),)
