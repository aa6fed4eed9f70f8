"""Answering: opening a report, saying things to it, sending it, changing it afterwards.

The conversation itself is pure (models/conversation.py); this module finds what is meant, keeps the draft in
its row at every step, and writes the answer when it is sent. All drafts of a person stay; one is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from handlers import wording
from handlers.incoming import Visit
from handlers.owed import Owed, answerable, everything, find, month_card, of_month, read_tag, tag
from models import people
from models.calendar import Month
from models.conversation import Said, answer_rows, ask, brief, collected, open_question, reopened, take
from models.form import Context
from models.ledger import Key
from models.plan import Measure
from models.records import ledger, load_plans
from models.say import Card, Choice, Message, Text
from models.tables import ConversationRow, DecisionRow, EvidenceRow, Person, Progress, ProgressEntry

BASE = "_base"  # in a draft: the revision that it started from, to notice somebody else's newer answer


def open_draft(visit: Visit, person: Person) -> ConversationRow | None:
    """The draft that typed text goes to."""
    return visit.session.scalar(
        select(ConversationRow).where(ConversationRow.person_id == person.id, ConversationRow.open)
    )


# --- What is to be reported ----------------------------------------------------------------------------------


def report(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word รายงาน: go on with the open draft, else the card of the oldest open month with something missing."""
    if draft := open_draft(visit, person) or _paused(visit, person):
        return _resume(visit, person, draft)
    return cards(visit, person)


def _paused(visit: Visit, person: Person) -> ConversationRow | None:
    """The report that was left last, when it has answers and is still wanted."""
    rows = visit.session.scalars(
        select(ConversationRow)
        .where(ConversationRow.person_id == person.id)
        .order_by(ConversationRow.moved_at.desc())
        .limit(5)
    )
    for draft in rows:
        owed = _owed_of(visit, draft) if "status" in draft.answers and not draft.answers.get("_asked") else None
        if owed and owed.missing and not owed.obligation.locked(visit.incoming.at):
            return draft
    return None


def cards(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The card of each of the person's divisions, of its oldest open month with something missing."""
    return _cards(visit, person, _own(visit, person))


def _cards(visit: Visit, person: Person, found: Sequence[Owed]) -> tuple[Message, ...]:
    made: list[Message] = []
    for division in people.divisions(visit.session, person):
        wanted = answerable(found, [division], visit.incoming.at)
        if wanted:
            month = _asked_month(wanted, visit)
            made.append(month_card(of_month(found, month, division), visit.incoming.at))
    if made:
        return tuple(made)
    if any(o.key.division_id in people.divisions(visit.session, person) for o in found):
        return (Text(wording.ALL_IN, (Choice(wording.STATUS, f"word/{wording.STATUS}"),)),)
    return (_nothing(visit),)


def _nothing(visit: Visit) -> Text:
    """Why there is no card: nothing is owed, or there is no plan yet."""
    return Text(wording.NOTHING_OWED if load_plans(visit.session, visit.desk.organisation_id) else wording.NO_PLAN)


def _asked_month(wanted: Sequence[Owed], visit: Visit) -> Month:
    """The oldest month that has opened; when none has, the oldest that has begun."""
    opened = [o.month for o in wanted if _opened(o, visit)]
    return min(opened or [o.month for o in wanted])


def start(visit: Visit, person: Person, month: str, division: str) -> tuple[Message, ...]:
    """The card's button: the first missing measure of that month and division."""
    found = _own(visit, person)
    try:
        wanted_month, wanted_division = Month.parse(month), int(division)
    except ValueError:
        return (Text(wording.OLD_BUTTON),)
    if wanted_division not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    of_card = of_month(found, wanted_month, wanted_division)
    wanted = answerable(of_card, [wanted_division], visit.incoming.at)
    if wanted:
        return _open(visit, person, wanted[0])
    if of_card and any(o.missing for o in of_card):
        return (Text(_why_not(of_card[0], visit)), *_cards(visit, person, found)[:4])
    return _cards(visit, person, found)


def next_missing(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The words เริ่มรายงาน and ข้อถัดไป typed: the next missing measure of the oldest open month."""
    found = _own(visit, person)
    wanted = answerable(found, people.divisions(visit.session, person), visit.incoming.at)
    if not wanted:
        return _cards(visit, person, found)
    month = _asked_month(wanted, visit)
    of_it = [o for o in wanted if o.month == month]
    latest = _latest_entry(visit, person)
    after = [
        o
        for o in of_it
        if latest
        and (latest.month, latest.division_id) == (month, o.key.division_id)
        and o.measure.order > next((w.measure.order for w in found if w.key.measure_id == latest.measure_id), 0)
    ]
    return _open(visit, person, (after or of_it)[0])


def edit_latest(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word แก้ไข typed with no report open: the report that the person sent last."""
    latest = _latest_entry(visit, person)
    if latest is None:
        return (Text(wording.NOTHING_TO_EDIT, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)
    return open_report(visit, person, tag(Key(latest.measure_id, latest.division_id, latest.month)), edit=True)


def _latest_entry(visit: Visit, person: Person) -> ProgressEntry | None:
    return visit.session.scalar(
        select(ProgressEntry).where(ProgressEntry.person_id == person.id).order_by(ProgressEntry.id.desc()).limit(1)
    )


def by_number(visit: Visit, person: Person, number: int) -> tuple[Message, ...] | None:
    """A measure's number: of the oldest open month. None when there is no such one."""
    found = _own(visit, person)
    divisions = people.divisions(visit.session, person)
    wanted = answerable(found, divisions, visit.incoming.at)
    if not wanted:
        return None
    several = [o for o in wanted if o.measure.order == number and _opened(o, visit)]
    if len(several) > 1:
        return (_which_month(several),)
    month = several[0].month if several else _asked_month(wanted, visit)
    named = [o for o in found if o.month == month and o.key.division_id in divisions and o.measure.order == number]
    named.sort(key=lambda o: not o.missing)
    return _open(visit, person, named[0]) if named else None


def _opened(owed: Owed, visit: Visit) -> bool:
    return owed.obligation.deadlines.opens <= visit.incoming.at


def _which_month(several: Sequence[Owed]) -> Card:
    """A number alone does not say which of several open months (or of two divisions) is meant: ask, never guess."""
    buttons = tuple(
        Choice(wording.month_button(o.month, o.division), f"open/{tag(o.key)}", strong=n == 0)
        for n, o in enumerate(several[:6])
    )
    first = several[0]
    return Card(
        title=wording.numbered(first.measure.order, brief(first.measure.title, 80)),
        lead=wording.WHICH_MONTH,
        buttons=buttons,
        alt=wording.WHICH_MONTH,
    )


def open_report(visit: Visit, person: Person, tag_text: str, *, edit: bool = False) -> tuple[Message, ...]:
    """A measure's own button, however old: open it, or say why not."""
    owed = _find(visit, tag_text)
    if owed is None:
        return (Text(wording.OLD_BUTTON),)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    return _open(visit, person, owed, edit=edit)


def _find(visit: Visit, tag_text: str) -> Owed | None:
    key = read_tag(tag_text)
    return find(visit.session, visit.desk.organisation_id, key) if key else None


def _own(visit: Visit, person: Person) -> list[Owed]:
    """Everything that the person's divisions owe."""
    divisions = people.divisions(visit.session, person)
    return everything(visit.session, visit.desk.organisation_id, visit.incoming.at, divisions)


def _why_not(owed: Owed, visit: Visit) -> str:
    """Why an obligation cannot be answered now, or "" when it can."""
    if owed.month.first_day > visit.incoming.today:
        return wording.not_yet_open(owed.month)
    if owed.obligation.locked(visit.incoming.at):
        return wording.locked_before_start(owed.month)
    return wording.WAIVED if owed.obligation.state == "waived" else ""


def _open(visit: Visit, person: Person, owed: Owed, *, edit: bool = False) -> tuple[Message, ...]:
    draft = _draft_of(visit, person, owed.key)
    if (why := _why_not(owed, visit)) and not (draft and owed.obligation.state == "missing"):
        return (Text(why),)
    if draft is None and owed.obligation.is_in and not edit:
        return _as_submitted(visit, owed)
    fresh = draft is None
    if draft is None:
        head = _head(visit, owed.key)
        answers: dict[str, Any] = {BASE: head.revision if head else 0}
        if head and owed.obligation.answer:
            answers |= reopened(visit.session.get_one(ProgressEntry, head.entry_id).answers)
        draft = ConversationRow(
            organisation_id=person.organisation_id,
            person_id=person.id,
            measure_id=owed.key.measure_id,
            division_id=owed.key.division_id,
            month=owed.key.month,
            answers=answers,
            open=False,
            moved_at=visit.incoming.at,
        )
        visit.session.add(draft)
    _make_open(visit, person, draft)
    if edit and owed.obligation.is_in and not draft.answers.get("_at"):
        draft.answers = {**draft.answers, "_edit": True}
    asked = ask(draft.answers, _context(visit, person, owed))
    return asked if fresh else (Text(wording.RESUMED), *asked)


def _make_open(visit: Visit, person: Person, draft: ConversationRow) -> None:
    """One draft of a person is open; the others are kept."""
    visit.session.flush()
    visit.session.execute(
        update(ConversationRow)
        .where(ConversationRow.person_id == person.id, ConversationRow.id != draft.id, ConversationRow.open)
        .values(open=False)
    )
    draft.open, draft.moved_at = True, max(visit.incoming.at, draft.moved_at)


def _as_submitted(visit: Visit, owed: Owed) -> tuple[Message, ...]:
    """A report that is in: what it says, and the button to change it."""
    head = _head(visit, owed.key)
    if head is None:
        return (Text(wording.OLD_BUTTON),)
    entry = visit.session.get_one(ProgressEntry, head.entry_id)
    edit = Choice(wording.EDIT, f"edit/{tag(owed.key)}")
    return (
        Card(
            title=wording.numbered(owed.measure.order, brief(owed.measure.title, 80)),
            subtitle=wording.month_title(owed.month, owed.division),
            lead=wording.already_in(entry.submitted_at),
            rows=answer_rows(entry.answers, entry.answers["evidence"]),
            buttons=(edit,),
            alt=wording.already_in(entry.submitted_at),
        ),
    )


def _draft_of(visit: Visit, person: Person, key: Key) -> ConversationRow | None:
    return visit.session.scalar(
        select(ConversationRow).where(
            ConversationRow.person_id == person.id,
            ConversationRow.measure_id == key.measure_id,
            ConversationRow.division_id == key.division_id,
            ConversationRow.month == key.month,
        )
    )


def _head(visit: Visit, key: Key) -> Progress | None:
    return visit.session.scalar(
        select(Progress)
        .where(
            Progress.measure_id == key.measure_id,
            Progress.division_id == key.division_id,
            Progress.month == key.month,
        )
        .with_for_update()
    )


def _step(measure: Measure) -> str:
    """The first step of a measure whose title is a question of the survey, and so does not say what to do."""
    asks = measure.issue is not None and measure.issue.text == measure.title
    return measure.steps[0] if asks and measure.steps else ""


def _context(visit: Visit, person: Person, owed: Owed) -> Context:
    waiting = visit.session.scalars(
        select(EvidenceRow.id)
        .where(
            EvidenceRow.person_id == person.id,
            ~EvidenceRow.attached,
            EvidenceRow.state.in_(("fetch", "stored")),
        )
        .order_by(EvidenceRow.id)
    ).all()
    return Context(
        tag=tag(owed.key),
        order=owed.measure.order,
        title=owed.measure.title,
        division=owed.division,
        step=_step(owed.measure),
        month=owed.month,
        round=owed.stored.round_of(owed.month),
        today=visit.incoming.today,
        ask_outcome=owed.obligation.last_owed_in_round,
        waiting_files=tuple(waiting),
    )


# --- Saying things to an open report -------------------------------------------------------------------------


def _resume(visit: Visit, person: Person, draft: ConversationRow) -> tuple[Message, ...]:
    owed = _owed_of(visit, draft)
    if owed is None:
        draft.open = False
        return cards(visit, person)
    _make_open(visit, person, draft)
    return (Text(wording.RESUMED), *ask(draft.answers, _context(visit, person, owed)))


def asked_again(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The open question once more, after something else was answered in between; () when none is open."""
    draft = open_draft(visit, person)
    owed = _owed_of(visit, draft) if draft else None
    return ask(draft.answers, _context(visit, person, owed)) if draft and owed else ()


def expects_no_words(visit: Visit, person: Person) -> bool:
    """Whether `ข้อ 3` can only name a measure now: no report is open, or its first question is."""
    draft = open_draft(visit, person)
    return draft is None or "status" not in draft.answers


def _owed_of(visit: Visit, draft: ConversationRow) -> Owed | None:
    return _find(visit, tag(Key(draft.measure_id, draft.division_id, draft.month)))


def say(visit: Visit, person: Person, said: Said, tag_text: str = "") -> tuple[Message, ...]:
    """Something said to a report: to the one that a button names, else to the open one."""
    if tag_text:
        owed = _find(visit, tag_text)
        if owed is None:
            return (Text(wording.OLD_BUTTON),)
        draft = _draft_of(visit, person, owed.key)
        if draft is None:  # sent already, or a button of another day: show how it stands
            return open_report(visit, person, tag_text)
    else:
        draft = open_draft(visit, person)
        owed = _owed_of(visit, draft) if draft else None
        if draft is None:
            return (Text(wording.OLD_BUTTON),)
        if owed is None:
            return _not_owed_any_more(draft, said)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    if visit.incoming.at < draft.moved_at and said.text:
        return _came_late(visit, draft, said)
    if visit.incoming.at < draft.moved_at and said.question:  # a late button: what it answered was asked again since
        return asked_again(visit, person)
    _make_open(visit, person, draft)
    context = _context(visit, person, owed)
    turn = take(_without_lost_files(visit, draft.answers), said, context)
    draft.answers = turn.answers
    _attach(visit, turn.answers.get("_files", []))
    if turn.outcome == "cancel":
        return _leave(draft, context)
    if turn.outcome == "submit":
        return _submit(visit, person, owed, draft, context)
    return turn.replies


def _not_owed_any_more(draft: ConversationRow, said: Said) -> tuple[Message, ...]:
    """The plan changed, or a colleague finished the measure: the draft is closed, and what was typed stays in it."""
    draft.open = False
    if said.text:
        draft.answers = {**draft.answers, "_unsent": [*draft.answers.get("_unsent", []), said.text]}
    return (Text(wording.NO_LONGER_OWED, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)


def _came_late(visit: Visit, draft: ConversationRow, said: Said) -> tuple[Message, ...]:
    """An event that happened before the draft's last move is shown back with ใช้ and ไม่ใช้; it never overwrites
    (DESIGN.md section 8, "Stored bodies")."""
    draft.answers = {**draft.answers, "_late": said.text}
    choices = (Choice(wording.USE, "late/use"), Choice(wording.DROP, "late/drop"))
    return (Text(wording.came_late(brief(said.text), visit.incoming.at), choices, numbered=0),)


def settle_late(visit: Visit, person: Person, *, use: bool) -> tuple[Message, ...]:
    """The buttons ใช้ and ไม่ใช้ of a message that came late."""
    draft = open_draft(visit, person)
    if draft is None or "_late" not in draft.answers:
        return (Text(wording.OLD_BUTTON),)
    text = draft.answers["_late"]
    kept = {name: value for name, value in draft.answers.items() if name != "_late"}
    draft.answers = kept if use else kept | {"_unsent": [*kept.get("_unsent", []), text]}
    return say(visit, person, Said(text=text)) if use else asked_again(visit, person)


def _without_lost_files(visit: Visit, answers: dict[str, Any]) -> dict[str, Any]:
    """The draft without files that turned out to be none that are kept, or that LINE no longer had."""
    files = answers.get("_files", [])
    if not files:
        return answers
    good = visit.session.scalars(
        select(EvidenceRow.id).where(EvidenceRow.id.in_(files), EvidenceRow.state.in_(("fetch", "stored")))
    ).all()
    return {**answers, "_files": [f for f in files if f in good]}


def _attach(visit: Visit, files: Sequence[int]) -> None:
    if files:
        visit.session.execute(update(EvidenceRow).where(EvidenceRow.id.in_(files)).values(attached=True))


def _leave(draft: ConversationRow, context: Context) -> tuple[Message, ...]:
    draft.open = False
    question = open_question(draft.answers, context)
    if question and question.name == "status":
        cancelled = Choice(wording.MEASURE_CANCELLED, f"say/{context.tag}/status/cancelled")
        return (Text(wording.LEFT_AT_STATUS, (cancelled, Choice(wording.MENU, f"word/{wording.MENU}"))),)
    again = Choice(wording.REPORT, f"open/{context.tag}")
    return (Text(wording.LEFT, (again, Choice(wording.MENU, f"word/{wording.MENU}"))),)


def cancel_measure(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The words ยกเลิกมาตรการนี้ typed after leaving a report at its first question."""
    draft = visit.session.scalar(
        select(ConversationRow)
        .where(ConversationRow.person_id == person.id)
        .order_by(ConversationRow.moved_at.desc())
        .limit(1)
    )
    if draft is None or "status" in draft.answers:
        return (Text(wording.OLD_BUTTON),)
    key = Key(draft.measure_id, draft.division_id, draft.month)
    return say(visit, person, Said(question="status", value="cancelled"), tag(key))


def _submit(
    visit: Visit, person: Person, owed: Owed, draft: ConversationRow, context: Context
) -> tuple[Message, ...]:
    """Send the report, unless the month is locked or somebody else of the division sent a newer one meanwhile."""
    at = visit.incoming.at
    if owed.obligation.locked(at):
        return _ask_to_reopen(visit, person, owed, draft)
    head = _head(visit, owed.key)
    revision = head.revision if head else 0
    if head and draft.answers.get(BASE, 0) != revision:
        draft.answers = {**draft.answers, BASE: revision}
        theirs = visit.session.get_one(ProgressEntry, head.entry_id).answers
        shown = Card(
            title=wording.SENT_BEFORE,
            subtitle=wording.numbered(owed.measure.order, brief(owed.measure.title, 80)),
            rows=answer_rows(theirs, theirs["evidence"]),
            alt=wording.SENT_BEFORE,
        )
        return (Text(wording.NEWER_ANSWER), shown, *ask(draft.answers, context))
    answers = collected(draft.answers, context)
    entry = ProgressEntry(
        organisation_id=person.organisation_id,
        measure_id=owed.key.measure_id,
        division_id=owed.key.division_id,
        month=owed.key.month,
        revision=revision + 1,
        answers=answers,
        person_id=person.id,
        submitted_at=at,
    )
    visit.session.add(entry)
    visit.session.flush()
    if head is None:
        head = Progress(
            organisation_id=person.organisation_id,
            measure_id=owed.key.measure_id,
            division_id=owed.key.division_id,
            month=owed.key.month,
            first_submitted_at=at,
            revision=entry.revision,
            entry_id=entry.id,
        )
        visit.session.add(head)
    else:
        head.revision, head.entry_id = entry.revision, entry.id
    visit.session.delete(draft)
    visit.session.flush()
    return (_receipt(visit, owed, entry, head),)


def _ask_to_reopen(visit: Visit, person: Person, owed: Owed, draft: ConversationRow) -> tuple[Message, ...]:
    """After the lock the draft is kept and the wish is written down once, for the secretary to see."""
    draft.open = False
    answer = (Text(wording.locked(owed.month, owed.obligation.deadlines)),)
    if draft.answers.get("_asked"):
        return answer
    draft.answers = {**draft.answers, "_asked": True}
    visit.session.add(
        DecisionRow(
            organisation_id=person.organisation_id,
            measure_id=owed.key.measure_id,
            division_id=owed.key.division_id,
            month=owed.key.month,
            kind="asked",
            reason="",
            person_id=person.id,
            at=visit.incoming.at,
        )
    )
    return answer


def _receipt(visit: Visit, owed: Owed, entry: ProgressEntry, head: Progress) -> Card:
    """What was saved, for which month, whether in time, what is still missing, and what can come next."""
    now = [Owed(owed.stored, o) for o in ledger(visit.session, owed.stored, divisions=[owed.key.division_id])]
    month = of_month(now, owed.month, owed.key.division_id)
    missing = [o for o in month if o.missing]
    in_time = head.first_submitted_at <= owed.obligation.deadlines.due
    after = [o for o in missing if o.measure.order > owed.measure.order]
    buttons = [Choice(wording.EDIT, f"edit/{tag(owed.key)}"), Choice(wording.STATUS, f"word/{wording.STATUS}")]
    if missing:
        buttons.insert(0, Choice(wording.NEXT, f"open/{tag((after or missing)[0].key)}", strong=True))
    return Card(
        title=wording.saved(owed.month),
        subtitle=wording.numbered(owed.measure.order, brief(owed.measure.title, 80)),
        lead=wording.saved_when(in_time, entry.submitted_at, entry.revision),
        rows=answer_rows(entry.answers, entry.answers["evidence"]),
        note=wording.still_missing(sorted(o.measure.order for o in missing), owed.month),
        buttons=tuple(buttons),
        alt=wording.saved(owed.month),
        tone="good" if in_time else "warn",
    )


# --- Where a division stands ---------------------------------------------------------------------------------


def status(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word สถานะ for a reporter: of each open month of each division, what is in and what is missing."""
    at = visit.incoming.at
    found = _own(visit, person)
    cards: list[Message] = []
    for division in people.divisions(visit.session, person):
        own = [o for o in found if o.key.division_id == division]
        begun = [o for o in own if o.month.first_day <= visit.incoming.today and not o.obligation.locked(at)]
        months = sorted({o.month for o in begun if o.obligation.deadlines.opens <= at} or {o.month for o in begun})
        earlier = sorted({o.month for o in own if o.missing and o.obligation.locked(at)})
        wanted = [m for m in months if any(o.missing for o in of_month(own, m, division))]
        for month in (wanted or months[-1:])[:2]:
            cards.append(month_card(of_month(own, month, division), at, [m for m in earlier if m < month]))
    return tuple(cards[:5]) or (_nothing(visit),)
