"""Answering: what is said to an open report, and what is written when it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from handlers import bundles, receipts, reporting, resuming, telling, wording
from handlers import wording_together as words
from handlers.drafts import (
    BASE,
    LEFT,
    THEN,
    asks_for_words,
    context_of,
    draft_of,
    find_owed,
    head_of,
    key_of,
    make_open,
    open_draft,
    owed_of,
)
from handlers.incoming import Visit
from handlers.owed import Owed, tag
from handlers.submitting import ask_to_reopen, submit
from models import people, thai
from models.conversation import Said, ask, take, word_of
from models.draft import collected, complete, open_question, reopened
from models.form import BY_NAME
from models.ledger import Key
from models.question import Context
from models.replies import small_talk
from models.say import Choice, Message, Text
from models.shown import PAUSE, brief, theirs
from models.tables import ConversationRow, EvidenceRow, Person, ProgressEntry

LATE = "_late"  # in a draft: texts about which it is asked whether they are its answers
STALE = timedelta(hours=12)


def say(visit: Visit, person: Person, said: Said, tag_text: str = "") -> tuple[Message, ...]:
    """Something said to a report: to the one that a button names, else to the open one."""
    if tag_text:
        owed = find_owed(visit, tag_text)
        if owed is None:
            return (Text(wording.OLD_BUTTON),)
        draft = draft_of(visit, person, owed.key)
        if draft is None:  # sent already, or a button of another day: show how it stands
            return reporting.open_report(visit, person, tag_text)
    else:
        draft = open_draft(visit, person)
        owed = owed_of(visit, draft) if draft else None
        if draft is None:
            return (Text(wording.OLD_BUTTON),)
        if owed is None:
            return _not_owed_any_more(draft, said)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    if said.text and _waiting(draft):
        settled = {wording.USE: True, wording.DROP: False}.get(said.text.strip(), thai.read_yes_no(said.text))
        if settled is not None:
            return settle_late(visit, person, use=settled)
    if visit.incoming.at < draft.moved_at and said.text:
        return _ask_about(visit, draft, owed, said.text, stale=False)
    if said.text and not tag_text and _is_stale(visit, person, draft, said.text):
        return _ask_about(visit, draft, owed, said.text, stale=True)
    if visit.incoming.at < draft.moved_at and said.question:  # a late button: what it answered was asked again since
        return resuming.asked_again(visit, person)
    make_open(visit, person, draft)
    context = context_of(visit, person, owed)
    asked_late = _waiting(draft)
    turn = take(_without_lost_files(visit, draft.answers), replace(said, message=visit.incoming.message_id), context)
    draft.answers = turn.answers
    _attach(visit, turn.answers.get("_files", []))
    if _waiting(draft) and not asked_late:  # it stood aside with the answer that is there again
        return (*turn.replies, *_late_question(draft, owed))
    if not turn.outcome and complete(turn.answers, context) and bundles.is_told(visit, person, tag(owed.key)):
        return telling.go_on(visit, person)
    if turn.outcome == "cancel":
        return _leave(visit, person, draft, context, said.text)
    if turn.outcome == "submit":
        return _submit(visit, person, owed, draft, context)
    return turn.replies


def _is_stale(visit: Visit, person: Person, draft: ConversationRow, text: str) -> bool:
    """Whether the open question takes any words, and was asked so long ago that these may be about something else."""
    short = word_of(text) or small_talk(text) or thai.means_nothing(text) or thai.read_number(text) is not None
    if visit.incoming.at - draft.moved_at < STALE or short or draft.answers.get("_doubt"):
        return False
    return asks_for_words(visit, person, draft)


def _not_owed_any_more(draft: ConversationRow, said: Said) -> tuple[Message, ...]:
    """The plan changed, or a colleague finished the measure: the draft is closed, and what was typed stays in it."""
    draft.open = False
    if said.text:
        draft.answers = {**draft.answers, "_unsent": [*draft.answers.get("_unsent", []), said.text]}
    return (Text(wording.NO_LONGER_OWED, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)


def _waiting(draft: ConversationRow) -> list[dict[str, Any]]:
    """Texts about which it is asked whether they are used; a draft of an older version held one as it was."""
    kept = draft.answers.get(LATE, [])
    return [{"text": kept}] if isinstance(kept, str) else list(kept)


def _ask_about(visit: Visit, draft: ConversationRow, owed: Owed, text: str, *, stale: bool) -> tuple[Message, ...]:
    """A text that may not be meant for the open question is shown back with ใช้ and ไม่ใช้; it never overwrites
    (DESIGN.md section 8, "Stored bodies"). `stale`: the question was asked another day."""
    message = visit.incoming.message_id
    new = {"text": text, "message": message, "at": visit.incoming.at.isoformat(), "stale": stale}
    draft.answers = {**draft.answers, LATE: [*_waiting(draft), new]}
    return _late_question(draft, owed)


def _late_question(draft: ConversationRow, owed: Owed) -> tuple[Message, ...]:
    first = _waiting(draft)[0]
    at = datetime.fromisoformat(first["at"]) if "at" in first else draft.moved_at
    shown = brief(first["text"])
    text = (
        wording.came_back(owed.measure.order, owed.month, shown)
        if first.get("stale")
        else wording.came_late(shown, at)
    )
    return (Text(text, (Choice(wording.USE, "late/use"), Choice(wording.DROP, "late/drop"))),)


def settle_late(visit: Visit, person: Person, *, use: bool) -> tuple[Message, ...]:
    """ใช้ and ไม่ใช้, pressed or typed, about the first text that waits."""
    draft = open_draft(visit, person)
    owed = owed_of(visit, draft) if draft else None
    if draft is None or owed is None or not _waiting(draft):
        return (Text(wording.OLD_BUTTON),)
    first, *rest = _waiting(draft)
    answers = {name: value for name, value in draft.answers.items() if name != LATE} | ({LATE: rest} if rest else {})
    if not use:
        answers |= {"_unsent": [*answers.get("_unsent", []), first["text"]]}
    draft.answers = answers
    if use:
        draft.moved_at = visit.incoming.at
        context = context_of(visit, person, owed)
        said = Said(text=first["text"], message=first.get("message", ""))
        turn = take(draft.answers, said, context)
        draft.answers = turn.answers
        return turn.replies or resuming.asked_again(visit, person)
    if rest:
        return _late_question(draft, owed)
    if first.get("stale"):  # it was meant for something else, and that report is left
        draft.open = False
        told = telling.tell(visit, person, first["text"], message=first.get("message", ""))
        return told or reporting.cards(visit, person)
    return resuming.asked_again(visit, person)


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


def _leave(visit: Visit, person: Person, draft: ConversationRow, context: Context, said: str) -> tuple[Message, ...]:
    draft.open = False
    if told := bundles.latest_told(visit, person):  # what one message said is left as a whole; its drafts stay
        told.state = {**told.state, "done": True}
    if _unchanged(visit, draft):
        visit.session.delete(draft)
        return (Text(wording.LEFT_AS_IT_WAS, (Choice(wording.MENU, f"word/{wording.MENU}"),)),)
    if "status" not in draft.answers:
        draft.answers = {**draft.answers, LEFT: True}
    question = open_question(draft.answers, context)
    if question and question.name == "status" and not thai.same_words(said, PAUSE):  # ยกเลิก may mean the measure
        cancelled = Choice(wording.MEASURE_CANCELLED, f"say/{context.tag}/status/cancelled")
        return (Text(wording.LEFT_AT_STATUS, (cancelled, Choice(wording.MENU, f"word/{wording.MENU}"))),)
    again = Choice(wording.REPORT, f"open/{context.tag}")
    return (Text(wording.LEFT, (again, Choice(wording.MENU, f"word/{wording.MENU}"))),)


def _unchanged(visit: Visit, draft: ConversationRow) -> bool:
    """Whether the draft only opened a sent report, and nothing was changed in it."""
    head = head_of(visit, key_of(draft))
    if head is None:
        return False
    sent = reopened(visit.session.get_one(ProgressEntry, head.entry_id).answers)
    names = {*BY_NAME, "_files"}
    return all(draft.answers.get(n) == sent.get(n) for n in names if n != "evidence")


def cancel_measure(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The words ยกเลิกมาตรการนี้ typed after leaving a report at its first question."""
    draft = visit.session.scalar(
        select(ConversationRow)
        .where(ConversationRow.person_id == person.id)
        .order_by(ConversationRow.moved_at.desc(), ConversationRow.id.desc())
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
        ask_to_reopen(visit, person, owed, draft)
        if owed.obligation.is_in:  # it was opened again, and closed meanwhile
            closed = wording.sent_and_closed(owed.measure.order, owed.month, owed.division, owed.in_frozen_round)
            return (Text(f"{closed}\n{wording.KEPT_FOR_LATER}"),)
        return (Text(wording.locked(owed.month, owed.obligation.deadlines)),)
    head = head_of(visit, owed.key)
    revision = head.revision if head else 0
    if head and draft.answers.get(BASE, 0) != revision:
        entry = visit.session.get_one(ProgressEntry, head.entry_id)
        own = entry.person_id == person.id
        draft.answers = {**draft.answers, BASE: revision, "_theirs": entry.answers, "_own": own}
        return (*theirs(entry.answers, context, own=own), *ask(draft.answers, context))
    entry, head = submit(visit, person, owed, collected(draft.answers, context))
    after = draft.answers.get(THEN, [])
    with_others = bundles.sent_alone(visit, person, tag(owed.key))
    visit.session.delete(draft)
    visit.session.flush()
    following = telling.go_on(visit, person) if with_others else ()
    following = following or reporting.next_of(visit, person, after)
    if not following and (rest := bundles.left_waiting(visit, person, owed.month, owed.key.division_id)):
        following = bundles.ask(visit, rest, words.THE_OTHERS, again=True)
    return (receipts.one(visit, owed, entry, head, goes_on=bool(following)), *following)[:5]
