"""Tying evidence to a measure: to its draft, or to the report that was sent already; and taking it out of a draft."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from handlers import asking, drafts, resuming, wording
from handlers import wording_evidence as words
from handlers.incoming import Visit
from handlers.owed import Owed, tag
from handlers.submitting import submit
from models import people, thai
from models.draft import LOST
from models.records import counted, live_evidence
from models.say import Choice, Message, Text
from models.shown import brief
from models.tables import ConversationRow, EvidenceRow, Person, ProgressEntry

REMOVING = "remove"  # in Person.asking: the list of what can be taken out waits for a number


def attach(visit: Visit, person: Person, tag_text: str, ids: Sequence[int] = ()) -> tuple[Message, ...]:
    """Tie what waits (or `ids`) to a measure, and say how much it has now; or say why not."""
    owed = drafts.find_owed(visit, tag_text)
    if owed is None:
        return (Text(wording.OLD_BUTTON),)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    if owed.month.first_day > visit.incoming.today:
        return (Text(wording.not_yet_open(owed.month)),)
    if owed.obligation.locked(visit.incoming.at):
        return (Text(words.evidence_locked(owed.month)),)
    if owed.obligation.state == "waived":
        return (Text(wording.WAIVED),)
    files = list(ids) or list(drafts.waiting_files(visit, person))
    if not files:
        return (Text(words.NOTHING_WAITING), *resuming.asked_again(visit, person))
    visit.session.execute(update(EvidenceRow).where(EvidenceRow.id.in_(files)).values(attached=True))
    tied = _to_sent if owed.obligation.is_in else _to_draft
    return (tied(visit, person, owed, files), *resuming.asked_again(visit, person))


def _to_draft(visit: Visit, person: Person, owed: Owed, files: Sequence[int]) -> Text:
    draft = drafts.draft_of(visit, person, owed.key) or drafts.new_draft(visit, person, owed)
    draft.answers = {**draft.answers, "_files": _united(draft.answers.get("_files", []), files)}
    count = len(counted(visit.session, person.organisation_id, draft.answers["_files"]))
    if draft.open:
        return Text(words.attached_here(owed.measure.order, count))
    go_on = Choice(words.report_item(owed.measure.order), f"open/{tag(owed.key)}")
    return Text(words.attached(owed.measure.order, count), (go_on,))


def _to_sent(visit: Visit, person: Person, owed: Owed, files: Sequence[int]) -> Text:
    """A report that is in gets a new revision with the evidence added; a draft that changes it follows."""
    head = drafts.head_of(visit, owed.key)
    assert head is not None  # what is in has a head
    before, said = head.revision, visit.session.get_one(ProgressEntry, head.entry_id).answers
    together = _united(said["evidence"], files)
    live = live_evidence(visit.session, person.organisation_id, together)
    kept = [i for i in together if i in live]
    if kept != said["evidence"]:
        rest = [name for name in said.get("unsent", []) if name != "evidence"]
        bare = {name: value for name, value in said.items() if name != "unsent"}
        submit(visit, person, owed, bare | {"evidence": kept} | ({"unsent": rest} if rest else {}))
    draft = drafts.draft_of(visit, person, owed.key)
    if draft:
        base = head.revision if draft.answers.get(drafts.BASE) == before else draft.answers.get(drafts.BASE, 0)
        files_now = _united(draft.answers.get("_files", []), files)
        lost = [name for name in draft.answers.get(LOST, []) if name != "evidence"]
        draft.answers = {**draft.answers, "_files": files_now, drafts.BASE: base, LOST: lost}
    count = len(counted(visit.session, person.organisation_id, kept))
    show = Choice(wording.STATUS, f"word/{wording.STATUS}")
    return Text(words.added_to_sent(owed.measure.order, owed.month, count), (show,))


def _united(files: Sequence[int], more: Sequence[int]) -> list[int]:
    return list(dict.fromkeys([*files, *more]))


# --- Taking out ----------------------------------------------------------------------------------------------


def list_to_remove(visit: Visit, person: Person) -> tuple[Message, ...]:
    """What the open report has, numbered by when it was sent, to take one or all of it out."""
    draft = drafts.open_draft(visit, person)
    owed = drafts.owed_of(visit, draft) if draft else None
    if draft is None or owed is None:
        return (Text(words.OPEN_TO_REMOVE, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)
    rows = _rows(visit, draft)
    if not rows:
        return (Text(words.NOTHING_TO_REMOVE), *resuming.asked_again(visit, person))
    asking.ask(visit, person, REMOVING)
    lines = [f"{n} {_name_of(row)}" for n, row in enumerate(rows, 1)]
    choices = [Choice(words.nth_item(n), f"evidence/remove/{row.id}") for n, row in enumerate(rows, 1)]
    every, none = (
        Choice(words.REMOVE_ALL, "evidence/remove/all"),
        Choice(words.REMOVE_NONE, "evidence/remove/none"),
    )
    shown = "\n".join([words.which_to_remove(owed.measure.order), *lines])
    return (Text(shown, (*choices[:11], every, none)),)


def _rows(visit: Visit, draft: ConversationRow) -> list[EvidenceRow]:
    """The live evidence of a draft, equal ones once."""
    ids = counted(visit.session, draft.organisation_id, draft.answers.get("_files", []))
    found = {row.id: row for row in visit.session.scalars(select(EvidenceRow).where(EvidenceRow.id.in_(ids)))}
    return [found[i] for i in ids]


def _name_of(row: EvidenceRow) -> str:
    what = row.url or (f"ไฟล์ {row.name}" if row.name else "รูป")
    return f"{brief(what, 60)} · {thai.short_moment(row.sent_at)}"


def remove_typed(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """What was typed after the list; None when it answers something else."""
    if thai.same_words(text, words.REMOVE_ALL) or thai.same_words(text, "ทั้งหมด"):
        return remove(visit, person, "all")
    if thai.same_words(text, words.REMOVE_NONE):
        return remove(visit, person, "none")
    draft = drafts.open_draft(visit, person)
    rows = _rows(visit, draft) if draft else []
    position = next((n for n in range(len(rows)) if thai.same_words(text, words.nth_item(n + 1))), None)
    number = thai.read_number(text)
    if position is None and number is not None and 1 <= number <= len(rows):
        position = number - 1
    return None if position is None else remove(visit, person, str(rows[position].id))


def remove(visit: Visit, person: Person, which: str) -> tuple[Message, ...]:
    """Take one (its id) or `all` out of the open report, or `none`. Nothing is deleted, it waits again."""
    draft = drafts.open_draft(visit, person)
    if draft is None:
        return (Text(wording.OLD_BUTTON),)
    files = draft.answers.get("_files", [])
    live = live_evidence(visit.session, person.organisation_id, files)
    gone = [i for i in live if which in ("all", str(i))]
    if not gone:
        return (Text(words.REMOVED_NONE), *resuming.asked_again(visit, person))
    left = [i for i in files if i not in gone]
    before, after = (len(counted(visit.session, person.organisation_id, some)) for some in (files, left))
    draft.answers = {**draft.answers, "_files": left}
    visit.session.execute(update(EvidenceRow).where(EvidenceRow.id.in_(gone)).values(attached=False))
    return (Text(words.removed(before - after, after)), *resuming.asked_again(visit, person))
