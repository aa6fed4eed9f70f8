"""The evidence inbox: photos, files and links that are sent at any time are kept at once; those that no open report
takes are asked for: of which measure? (DESIGN.md section 1, "Photo of the meeting? Just send it.")

The delivery threads fetch the content afterwards (scheduler/fetching.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import PurePath

from sqlalchemy import or_, select

from handlers import answering, drafts, resuming, wording
from handlers import wording_evidence as words
from handlers.attaching import attach
from handlers.incoming import Incoming, Visit
from handlers.owed import Owed, everything, tag
from models import people, thai
from models.conversation import Said
from models.evidence import LINK_TYPE, LONGEST_LINK, MOST_BYTES, SUFFIXES
from models.records import LIVE
from models.say import Card, Choice, Message, Row, Text, Tone
from models.shown import brief
from models.tables import EvidenceRow, Person

SHORTLY = timedelta(minutes=10)  # photos sent one after another within this time get a short answer each

_LINK = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_WORDS_BESIDE_A_LINK = re.compile(
    r"(?:หลักฐาน|ลิงก์|ลิงค์|ลิ้งค์|ลิ้งก์|link|เว็บไซต์|เว็บ|facebook|เพจ|โพสต์|รูป|ภาพ|ไฟล์"
    r"|แนบ|ส่ง|ดู|ได้|ที่|ตาม|นี้|นี่|ของ|และ|[:\-–,. ])*+"
    r"(?:(?:ข้อ|มาตรการ)(?:ที่)?\s*(\d{1,4}))?[:\-–,. ]*"
)


def receive(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A photo or file: refused at once when its name or size says so, else kept. Photos of one set are answered once,
    when the last of them has come."""
    if not people.divisions(visit.session, person):
        return (Text(wording.NOT_YOURS),)
    if refusal := _refusal(visit.incoming):
        return (Text(refusal), *resuming.asked_again(visit, person))
    row, is_new = _photo_or_file(visit, person)
    answer = _taken(visit, person, (row.id,))
    return answer if is_new and _set_is_whole(visit, row) else ()


def receive_links(visit: Visit, person: Person, links: Sequence[str], number: int | None) -> tuple[Message, ...]:
    """A text of nothing but links, perhaps with the number of the measure: each link is evidence."""
    if not people.divisions(visit.session, person):
        return (Text(wording.NOT_YOURS),)
    if any(len(link) > LONGEST_LINK for link in links):
        return (Text(words.LINK_TOO_LONG), *resuming.asked_again(visit, person))
    draft = drafts.open_draft(visit, person)
    near = [*drafts.waiting_files(visit, person), *(draft.answers.get("_files", []) if draft else [])]
    of_this_message = (EvidenceRow.organisation_id == person.organisation_id) & (
        EvidenceRow.message_id == visit.incoming.message_id  # LINE may bring it again under another event id
    )
    known = visit.session.scalars(select(EvidenceRow.url).where(or_(EvidenceRow.id.in_(near), of_this_message))).all()
    new = [_link(visit, person, link, part) for part, link in enumerate(links) if link not in known]
    if not new:
        asked = resuming.asked_again(visit, person) if draft else ask(visit, person, short=True)
        return (Text(words.LINK_TWICE), *asked)
    if number is not None:
        return attach_by_number(visit, person, number, new)
    return _taken(visit, person, new)


def links_in(text: str) -> tuple[tuple[str, ...], int | None] | None:
    """The links of a text that says nothing more, and the number of the measure when it names one; else None.

    `หลักฐาน https://…` and `ข้อ 2 https://…` say nothing more; `เผยแพร่แผนแล้ว https://…` is an answer.
    """
    links = tuple(dict.fromkeys(link.rstrip(".,;:!?)]}'") for link in _LINK.findall(text)))
    beside = _WORDS_BESIDE_A_LINK.fullmatch(thai.clean(_LINK.sub(" ", text))) if links else None
    return (links, int(beside[1]) if beside[1] else None) if beside else None


def _refusal(incoming: Incoming) -> str:
    """Why a file cannot be kept, as far as its name and size say so; "" when it may."""
    if incoming.file_name and PurePath(incoming.file_name).suffix.lower() not in SUFFIXES:
        return words.file_named(brief(incoming.file_name, 60), words.FILE_WRONG_KIND)
    too_big = (incoming.file_size or 0) > MOST_BYTES
    return words.file_named(brief(incoming.file_name, 60), words.FILE_TOO_BIG) if too_big else ""


def _photo_or_file(visit: Visit, person: Person) -> tuple[EvidenceRow, bool]:
    """The row of what was sent, and whether it is new (LINE may bring a message twice under another event id)."""
    incoming = visit.incoming
    known = visit.session.scalar(
        select(EvidenceRow).where(
            EvidenceRow.organisation_id == person.organisation_id, EvidenceRow.message_id == incoming.message_id
        )
    )
    row = known or EvidenceRow(
        organisation_id=person.organisation_id,
        person_id=person.id,
        message_id=incoming.message_id,
        name=incoming.file_name,
        set_id=incoming.set_id or None,
        set_total=incoming.set_total or None,
        state="fetch",
        sent_at=incoming.at,
    )
    visit.session.add(row)
    visit.session.flush()
    return row, known is None


def _link(visit: Visit, person: Person, link: str, part: int) -> int:
    row = EvidenceRow(
        organisation_id=person.organisation_id,
        person_id=person.id,
        message_id=visit.incoming.message_id,
        part=part,
        name="",
        url=link,
        content_type=LINK_TYPE,
        state="stored",
        sent_at=visit.incoming.at,
    )
    visit.session.add(row)
    visit.session.flush()
    return row.id


def _set_is_whole(visit: Visit, row: EvidenceRow) -> bool:
    """Whether all photos that were sent together have come; they may come in any order."""
    if not row.set_id:
        return True
    of_set = select(EvidenceRow.id).where(EvidenceRow.person_id == row.person_id, EvidenceRow.set_id == row.set_id)
    return len(visit.session.scalars(of_set).all()) >= (row.set_total or 0)


def _taken(visit: Visit, person: Person, new: Sequence[int]) -> tuple[Message, ...]:
    """What was kept goes to the open report; with none open it waits, and the measure is asked for."""
    if drafts.open_draft(visit, person):
        return answering.say(visit, person, Said(files=tuple(new)))
    before = select(EvidenceRow.id).where(
        EvidenceRow.person_id == person.id,
        EvidenceRow.id.not_in(new),
        EvidenceRow.sent_at > visit.incoming.at - SHORTLY,
        ~EvidenceRow.attached,
        EvidenceRow.state.in_(LIVE),
        or_(EvidenceRow.set_id.is_(None), EvidenceRow.set_id != visit.incoming.set_id),
    )
    just_asked = person.asking == asking_of(visit) and visit.session.scalar(before.limit(1)) is not None
    return ask(visit, person, short=just_asked)


# --- Of which measure? ---------------------------------------------------------------------------------------


def asking_of(visit: Visit) -> str:
    """What Person.asking holds while the question which measure waits: it lapses with the day, because a month's card
    may come meanwhile and ask for a number too."""
    return f"evidence/{visit.incoming.today.isoformat()}"


def ask(
    visit: Visit, person: Person, *, lead: str = "", only: Sequence[Owed] = (), short: bool = False
) -> tuple[Message, ...]:
    """The word หลักฐาน, and the answer to what was sent with no report open: what waits, and which measure it is of.

    `only` narrows the measures down; `short` leaves the card out, because it has just been shown.
    """
    if not people.divisions(visit.session, person):
        return (Text(wording.NOT_YOURS),)
    waiting = drafts.waiting_files(visit, person)
    if not waiting:
        return (Text(words.NOTHING_WAITING),)
    offered = list(only) or _offered(visit, person)
    if not offered:
        return (Text(words.kept_for_later(len(waiting))),)
    person.asking = asking_of(visit)
    choices = [Choice(label, f"evidence/{tag(o.key)}") for o, label in zip(offered, _labels(offered), strict=True)]
    later = Choice(words.NOT_YET, "evidence/later")
    if short:
        return (Text(words.kept_more(len(waiting)), (*choices[:12], later)),)
    months = {o.month for o in offered}
    divisions = {o.division for o in offered}
    one_card = len(months) == 1 and len(divisions) == 1
    rows = tuple(
        Row(
            (f"{o.division} " if len(divisions) > 1 else "")
            + wording.numbered(o.measure.order, brief(o.measure.title, 80)),
            *_state(o),
            choice,
        )
        for o, choice in zip(offered, choices, strict=True)
    )
    return (
        Card(
            title=words.kept(len(waiting)),
            subtitle=wording.month_button(offered[0].month, offered[0].division) if one_card else "",
            lead=lead or words.WHICH_MEASURE,
            rows=rows,
            note=words.TYPE_NUMBER_OF_EVIDENCE,
            buttons=(later,),
            alt=f"{words.kept(len(waiting))} {words.WHICH_MEASURE}",
        ),
    )


def _offered(visit: Visit, person: Person) -> list[Owed]:
    """The measures that evidence can be given to: of the months that are open, those still wanted first.

    When nothing of an open month is wanted, the month that has begun is offered as well.
    """
    divisions = people.divisions(visit.session, person)
    at, today = visit.incoming.at, visit.incoming.today
    begun = [
        o
        for o in everything(visit.session, visit.desk.organisation_id, at, divisions)
        if o.month.first_day <= today and not o.obligation.locked(at) and o.obligation.state != "waived"
    ]
    opened = [o for o in begun if o.obligation.deadlines.opens <= at]
    wanted = opened if any(o.missing for o in opened) else begun
    return sorted(wanted, key=lambda o: not (o.missing or _waits_for_evidence(o)))


def _waits_for_evidence(owed: Owed) -> bool:
    """Whether evidence of a report that was sent has been unsent, and nothing came in its place."""
    return owed.obligation.answer is not None and "evidence" in owed.obligation.answer.unsent


def _state(owed: Owed) -> tuple[str, Tone]:
    """What stands beside a measure: that it was sent, or that it waits for evidence in the place of an unsent one."""
    if _waits_for_evidence(owed):
        return words.NEW_EVIDENCE_WANTED, "warn"
    return (wording.STATES[owed.obligation.state], "good") if owed.obligation.is_in else ("", "plain")


def _labels(offered: Sequence[Owed]) -> list[str]:
    """The words of each measure's button; month and division only where they tell two apart."""
    months, divisions = {o.month for o in offered}, {o.key.division_id for o in offered}
    return [
        words.attach_to(o.measure.order)
        + (f" {thai.short_month(o.month)}" if len(months) > 1 else "")
        + (f" {o.division}" if len(divisions) > 1 else "")
        for o in offered
    ]


def answer(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """What was typed after the question which measure; None when it answers something else."""
    offered = _offered(visit, person)
    for owed, label in zip(offered, _labels(offered), strict=True):
        if thai.same_words(text, label):
            return attach(visit, person, tag(owed.key))
    if any(thai.same_words(text, word) for word in (words.NOT_YET, "ไว้ก่อน", "ภายหลัง", "ข้าม")):
        return later(visit, person)
    number = number_in(text)
    return None if number is None else attach_by_number(visit, person, number)


def number_in(text: str) -> int | None:
    """The measure's number in `2`, `ข้อ 2`, `แนบข้อ 2`, `เป็นหลักฐานของข้อ 2`."""
    bare = re.sub(r"^(?:เป็น|แนบ|กับ|หลักฐาน|ของ|\s)+", "", text.strip())
    item = thai.read_item(bare)
    return thai.read_number(bare) if item is None else item


def attach_by_number(visit: Visit, person: Person, number: int, ids: Sequence[int] = ()) -> tuple[Message, ...]:
    """Attach what waits (or `ids`) to the measure of that number; when it is none or several, ask."""
    offered = _offered(visit, person)
    named = [o for o in offered if o.measure.order == number]
    if len(named) == 1:
        return attach(visit, person, tag(named[0].key), ids)
    return ask(visit, person, lead="" if named or not offered else words.no_such_item(number), only=named)


def later(_visit: Visit, _person: Person) -> tuple[Message, ...]:
    """The button ยังไม่ระบุ."""
    return (Text(words.LEFT_WAITING, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)
