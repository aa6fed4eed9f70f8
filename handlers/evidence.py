"""The evidence inbox: photos, files and links that are sent at any time are kept at once; those that no open report
takes are asked for: of which measure? (DESIGN.md section 1, "Photo of the meeting? Just send it.")

The delivery threads fetch the content afterwards (scheduler/fetching.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from handlers import answering, asking, drafts, naming, order_evidence, resuming, wording
from handlers import wording_evidence as words
from handlers.attaching import attach
from handlers.incoming import Incoming, Visit
from handlers.owed import Owed, everything, tag, title_row
from models import outbox, people, thai
from models.calendar import be_year
from models.conversation import Said
from models.evidence import LINK_TYPE, LONGEST_LINK, MOST_BYTES, refused_name
from models.records import LIVE
from models.say import Card, Choice, Message, Text, Tone
from models.shown import brief
from models.tables import Division, EvidenceRow, Person

MORE_MAY_COME = timedelta(seconds=15)  # an unfinished set of photos is answered after it; a token lives one minute
SHORTLY = timedelta(minutes=10)  # photos sent one after another within this time get a short answer each

_LINK = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)
_WORDS_BESIDE_A_LINK = re.compile(
    r"(?:หลักฐาน|ลิงก์|ลิงค์|ลิ้งค์|ลิ้งก์|link|เว็บไซต์|เว็บ|facebook|เพจ|โพสต์|รูป|ภาพ|ไฟล์"
    r"|แนบ|ส่ง|ดู|ได้|ที่|ตาม|นี้|นี่|ของ|และ|[:\-–,. ])*+"
    r"(?:(?:ข้อ|มาตรการ)(?:ที่)?\s*(\d{1,4}))?[:\-–,. ]*"
)


def receive(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A photo or file: refused at once when its name or size says so, else kept. Photos of one set are answered once:
    when the last of them has come, or a little after the last that came."""
    if not people.divisions(visit.session, person):
        return (Text(wording.NOT_YOURS),)
    if refusal := _refusal(visit.incoming):
        return (Text(refusal), *resuming.asked_again(visit, person))
    row, is_new = _photo_or_file(visit, person)
    if not is_new:
        return ()
    answer = _taken(visit, person, (row.id,))
    if row.name:  # a photo was made by LINE, a file by anybody
        answer = _not_looked_at(answer)
    if not row.set_id:
        return answer
    name = f"{person.id}/{row.set_id}"
    outbox.overtaken(visit.session, name)
    if _set_is_whole(visit, row):
        return answer
    outbox.reply_unless_overtaken(
        visit.session, name, person, visit.incoming.reply_token, answer, visit.desk.wall, MORE_MAY_COME
    )
    return ()


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
        return attach_to(visit, person, Place(number), new)
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
    if incoming.file_name and (why := refused_name(incoming.file_name)):
        return words.file_named(brief(incoming.file_name, 60), words.FILE_WRONG_KIND[why])
    if incoming.file_size == 0:
        return words.file_named(brief(incoming.file_name, 60), words.FILE_WRONG_KIND["empty"])
    too_big = (incoming.file_size or 0) > MOST_BYTES
    return words.file_named(brief(incoming.file_name, 60), words.FILE_TOO_BIG) if too_big else ""


def _not_looked_at(answer: tuple[Message, ...]) -> tuple[Message, ...]:
    """The answer to a file, whose content is not known yet, with the line that says so."""
    first, *rest = answer
    if isinstance(first, Card):
        return (replace(first, lead=f"{words.NOT_LOOKED_AT}\n{first.lead}".strip()), *rest)
    return (replace(first, text=f"{first.text}\n{words.NOT_LOOKED_AT}"), *rest)


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
    of_set = select(EvidenceRow.id).where(EvidenceRow.person_id == row.person_id, EvidenceRow.set_id == row.set_id)
    return len(visit.session.scalars(of_set).all()) >= (row.set_total or 0)


def _taken(visit: Visit, person: Person, new: Sequence[int]) -> tuple[Message, ...]:
    """What was kept goes with the answer to an order that is being written, else to the open report; with none open
    it waits, and the measure is asked for."""
    if (joined := order_evidence.receive(visit, person, new)) is not None:
        return joined
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
    asking.ask(visit, person, asking_of(visit), {"of": [tag(o.key) for o in only]}, lasts=True)
    labels = _labels(offered)
    choices = [Choice(label, f"evidence/{tag(o.key)}") for o, label in zip(offered, labels, strict=True)]
    later = Choice(words.NOT_YET, "evidence/later")
    where = [f"{label} " for label in _places(offered)]
    one_card = not any(map(str.strip, where))
    example = words.item(offered[0].measure.order) if one_card else labels[0]
    if short:
        return (Text(words.kept_more(len(waiting), example), (*choices[:12], later)),)
    rows = tuple(
        replace(
            title_row(o.measure, len(offered), before="" if one_card else place),
            state=_state(o)[0],
            tone=_state(o)[1],
            choice=choice,
        )
        for o, place, choice in zip(offered, where, choices, strict=True)
    )
    return (
        Card(
            title=words.kept(len(waiting)),
            subtitle=wording.month_button(offered[0].month, offered[0].division) if one_card else "",
            lead=lead or words.WHICH_MEASURE,
            rows=rows,
            note=words.type_measure(example),
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


def _places(offered: Sequence[Owed]) -> list[str]:
    """Month and division of each measure, only where they tell two apart."""
    months, divisions = len({o.month for o in offered}) > 1, len({o.key.division_id for o in offered}) > 1
    return [" ".join([thai.short_month(o.month)] * months + [o.division] * divisions) for o in offered]


def _labels(offered: Sequence[Owed]) -> list[str]:
    """What is typed, or tapped under a text, for each measure: แนบข้อ ๒ พ.ย. ๖๙ กองช่าง."""
    named = zip(offered, _places(offered), strict=True)
    return [f"{words.attach_to(o.measure.order)} {place}".strip() for o, place in named]


def answer(visit: Visit, person: Person, text: str, about: Mapping[str, Any]) -> tuple[Message, ...] | None:
    """What was typed after the question which measure (`about`: those that it was narrowed down to); None when it
    answers something else."""
    if any(thai.same_words(text, word) for word in (words.NOT_YET, "ยังไม่ระบุ", "ไว้ก่อน", "ภายหลัง", "ข้าม")):
        return later(visit, person)
    offered = _offered(visit, person)
    among = [o for o in offered if tag(o.key) in about.get("of", ())] or offered
    if place := place_in(text, _names(visit, person)):
        return attach_to(visit, person, place, among=among)
    if drafts.open_draft(visit, person):  # a month or a division may be meant for its question
        return None
    divisions = {o.key.division_id: o.division for o in offered}
    said = naming.read(thai.clean(text), visit.incoming.today, divisions, {o.month for o in offered})
    if said.rest or (said.month is None and not said.divisions):
        return None
    fitting = [
        o
        for o in among
        if said.month in (None, o.month) and (not said.divisions or o.key.division_id in said.divisions)
    ]
    if len(fitting) == 1:
        return attach(visit, person, tag(fitting[0].key))
    return ask(visit, person, only=fitting or among)


def attach_said(visit: Visit, person: Person, text: str, ids: Sequence[int] = ()) -> tuple[Message, ...] | None:
    """Attach what waits (or `ids`) to the measure that a text names; None when it names none, or says more."""
    place = place_in(text, _names(visit, person))
    return attach_to(visit, person, place, ids) if place else None


def says_attach(visit: Visit, person: Person, text: str) -> bool:
    """Whether a text says so by itself, with no question open: `แนบข้อ 2 พ.ย. 69`."""
    place = place_in(text, _names(visit, person))
    return place is not None and place.by_word


@dataclass(frozen=True)
class Place:
    """A measure as it is named for evidence; what was not said is None. `by_word`: the text said แนบ."""

    order: int
    month: int | None = None
    year: int | None = None  # the last two digits, BE
    division: str | None = None
    by_word: bool = False

    def fits(self, owed: Owed) -> bool:
        """Whether the measure, month and division can be meant."""
        return (
            owed.measure.order == self.order
            and self.month in (None, owed.month.month)
            and self.year in (None, be_year(owed.month.year) % 100)
            and self.division in (None, owed.division)
        )


_MONTHS = [
    re.escape(thai.clean(long)) + "|" + thai.clean(short).replace(".", r"\.?\s?") + r"\.?"
    for long, short in zip(thai.MONTHS, thai.SHORT_MONTHS, strict=True)
]
_PLACE = re.compile(
    r"(?P<word>(?:เป็น|แนบ|กับ|หลักฐาน|ของ|\s)*)(?P<item>(?:ข้อ|มาตรการ)(?:ที่)?)?\s*(?P<order>\d{1,4})[.)]?"
    rf"(?:\s*(?:ของ)?(?:เดือน)?\s*(?P<month>{'|'.join(_MONTHS)})\s*(?P<year>\d{{4}}|\d\d)?)?"
)


def place_in(text: str, divisions: Sequence[str] = ()) -> Place | None:
    """The measure in `2`, `ข้อ 2`, `แนบข้อ 2 พ.ย. 69`, `เป็นหลักฐานของข้อ 2 กองช่าง`; `divisions`: names that can be
    meant. A number and a month alone (`2 พ.ย.`) are a date."""
    division = next((name for name in sorted(divisions, key=len, reverse=True) if name in text), None)
    rest = text.replace(f"ของ{division}", " ").replace(division, " ") if division else text
    match = _PLACE.fullmatch(thai.clean(rest))
    if match is None or (match["month"] and not (match["word"].strip() or match["item"])):
        return None
    month = next((n for n, name in enumerate(_MONTHS, 1) if re.fullmatch(name, match["month"] or "-")), None)
    year = int(match["year"]) % 100 if match["year"] else None
    return Place(int(match["order"]), month, year, division, "แนบ" in match["word"])


def _names(visit: Visit, person: Person) -> list[str]:
    return [visit.session.get_one(Division, i).name for i in people.divisions(visit.session, person)]


def attach_to(
    visit: Visit, person: Person, place: Place, ids: Sequence[int] = (), among: Sequence[Owed] = ()
) -> tuple[Message, ...]:
    """Attach what waits (or `ids`) to the measure that is named, first of those `among` which it is asked; when it is
    none or several, ask."""
    offered = _offered(visit, person)
    named = [o for o in among if place.fits(o)] or [o for o in offered if place.fits(o)]
    if len(named) == 1:
        return attach(visit, person, tag(named[0].key), ids)
    none = words.no_such_item(place.order, place.month, place.division)
    return ask(visit, person, lead="" if named or not offered else none, only=named)


def later(_visit: Visit, _person: Person) -> tuple[Message, ...]:
    """The button ระบุภายหลัง."""
    return (Text(words.LEFT_WAITING, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)
