"""Messages that a person took back: LINE requires that they vanish from storage, pages and exports
(LINE-PLATFORM.md, "Webhook in": unsend).

The body of the event itself is blanked by the worker (models/inbox.py, take_back). Here goes what came of it:
evidence, answers in drafts, answers that were sent, and the bot's messages that repeat the text. The event has no
reply token, so what the person is told rides on the next reply.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from handlers import drafts, wording
from handlers import wording_evidence as words
from handlers.incoming import Visit
from handlers.owed import Owed, tag
from models import outbox
from models.draft import open_question
from models.form import BY_NAME
from models.ledger import Key
from models.records import LIVE
from models.say import Choice, Message, Text
from models.tables import BundleRow, ConversationRow, EvidenceRow, Person, Progress, ProgressEntry

FROM, SOURCES = "_from", "sources"  # {field: message id}: of a draft, of a submitted answer
UNSENT = "unsent"  # in a submitted answer: the fields whose message was taken back
LATER_BY = timedelta(days=2)  # LINE lets a message be unsent for a day; what came of it is not older than this before


def take_back(visit: Visit, person: Person) -> tuple[Message, ...]:
    """An unsend event: everything that came of the message goes; gives what the person is to send again."""
    evidence = visit.session.scalars(
        select(EvidenceRow).where(
            EvidenceRow.person_id == person.id,
            EvidenceRow.message_id == visit.incoming.message_id,
            EvidenceRow.state != "unsent",
        )
    ).all()
    told = _evidence(visit, person, evidence) if evidence else []
    told += _answers(visit, person)
    if text := visit.incoming.text.strip():
        if person.name == text:
            person.name = None
        outbox.forget(visit.session, person.organisation_id, text, visit.desk.wall - LATER_BY)
    return tuple(told[:5])


# --- Evidence ------------------------------------------------------------------------------------------------


def _evidence(visit: Visit, person: Person, rows: Sequence[EvidenceRow]) -> list[Message]:
    """The rows stay, without what was sent; a row that has a hash is the order to delete its file
    (scheduler/fetching.py)."""
    what = "ลิงก์" if rows[0].url else "ไฟล์" if rows[0].name else "รูป"
    ids = {row.id for row in rows}
    other = {row.id: same.id for row in rows if (same := _second(visit, row))}
    lost = {row.id for row in rows if row.state in LIVE} - set(other)
    told: list[Message] = []
    for head, entry in _sent(visit, person):
        held = entry.answers["evidence"]
        if not ids & set(held):
            continue
        entry.answers = {**entry.answers, "evidence": _replaced(held, ids, other)}
        if lost & set(held):
            entry.answers = _marked(entry.answers, ["evidence"])
            if entry.id == head.entry_id and (owed := _owed(visit, entry)):
                sentence = words.unsent_evidence(what, owed.measure.order, owed.month)
                told.append(Text(sentence, (Choice(wording.EDIT, f"edit/{tag(owed.key)}"),)))
    for draft in _drafts(visit, person):
        files = draft.answers.get("_files", [])
        if ids & set(files):
            draft.answers = {**draft.answers, "_files": _replaced(files, ids, other)}
    for shown in {row.url for row in rows} | {row.name for row in rows}:
        if shown:
            outbox.forget(visit.session, person.organisation_id, shown, visit.desk.wall - LATER_BY)
    for row in rows:
        row.state, row.name, row.url, row.error, row.next_try_at = "unsent", "", None, None, None
    visit.session.flush()
    return told


def _second(visit: Visit, row: EvidenceRow) -> EvidenceRow | None:
    """The same content that the person sent a second time, and did not take back: it counts from now on."""
    if row.sha256 is None or row.state != "stored":
        return None
    again = visit.session.scalar(
        select(EvidenceRow)
        .where(EvidenceRow.person_id == row.person_id, EvidenceRow.sha256 == row.sha256, EvidenceRow.state == "same")
        .order_by(EvidenceRow.id)
        .limit(1)
    )
    if again:
        again.state = "stored"
    return again


def _replaced(files: Sequence[int], gone: Collection[int], other: Mapping[int, int]) -> list[int]:
    return list(dict.fromkeys(other.get(i, i) for i in files if i not in gone or i in other))


# --- Answers -------------------------------------------------------------------------------------------------


def _answers(visit: Visit, person: Person) -> list[Message]:
    told: list[Message] = []
    for bundle in visit.session.scalars(select(BundleRow).where(BundleRow.person_id == person.id)):
        bundle.state = _bundle_without(bundle.state, visit.incoming.message_id)
    for draft in _drafts(visit, person):
        fields = _fields_from(draft.answers, draft.answers.get(FROM, {}), visit, may_be_text=True)
        kept = _without_kept_texts(draft.answers, visit)
        if fields or kept != draft.answers:
            owed = drafts.owed_of(visit, draft)
            draft.answers = _taken_out(kept, fields, visit, person, owed)
            if fields and owed:
                told.append(Text(words.unsent_draft(_labels(fields), owed.measure.order)))
    sent = _sent(visit, person)
    own = {(e.measure_id, e.division_id, e.month) for _, e in sent if e.person_id == person.id}
    for head, entry in sent:
        may_be_text = (entry.measure_id, entry.division_id, entry.month) in own
        fields = _fields_from(entry.answers, entry.answers.get(SOURCES, {}), visit, may_be_text)
        if not fields:
            continue
        entry.answers = _without_whole(_marked(_blanked(entry.answers, fields), fields), visit.incoming.text.strip())
        if entry.id == head.entry_id and (owed := _owed(visit, entry)):
            sentence = words.unsent_answer(_labels(fields), owed.measure.order, owed.month)
            told.append(Text(sentence, (Choice(wording.EDIT, f"edit/{tag(owed.key)}"),)))
    return told


def _fields_from(
    answers: Mapping[str, Any], sources: Mapping[str, str], visit: Visit, may_be_text: bool
) -> list[str]:
    """The fields that came from the message: as noted with the answers; where nothing is noted, its very text."""
    text = visit.incoming.text.strip()
    return [
        name
        for name in BY_NAME
        if name in answers
        and (
            sources[name] == visit.incoming.message_id
            if name in sources
            else may_be_text and name != "status" and text != "" and answers[name] == text
        )
    ]


def _bundle_without(state: dict[str, Any], message: str) -> dict[str, Any]:
    """What several reports together were told, without the message: what it answered is asked again."""
    said = {name: words for name, words in state.get("said", {}).items() if words.get("message") != message}
    kept = {**state, "said": said}
    if state.get("care", {}).get("message") == message:
        kept.pop("care")
    return kept | ({"text": "", "done": True} if state.get("message") == message else {})


def _without_kept_texts(answers: dict[str, Any], visit: Visit) -> dict[str, Any]:
    """The draft without the message among the texts that it keeps aside, and without the doubt that it raised."""
    text = visit.incoming.text.strip()
    kept = dict(answers)
    for name in ("_doubt", "_loose"):
        if kept.get(name) and kept[name].get("from") == visit.incoming.message_id:
            kept.pop(name)
            kept.pop("_next", None)  # the rest of the same message
    if text and text in kept.get("_said", ""):
        kept["_said"] = kept["_said"].replace(text, "").strip()
    kept.pop("_theirs", None)  # a copy of what was sent, which may have been taken back; it is shown again at sending
    if text and str(kept.get("_late", "")).strip() == text:
        kept.pop("_late")
    if text and "_unsent" in kept:
        kept["_unsent"] = [t for t in kept["_unsent"] if t.strip() != text]
    return kept


def _taken_out(
    answers: dict[str, Any], fields: list[str], visit: Visit, person: Person, owed: Owed | None
) -> dict[str, Any]:
    """The draft without some fields. The question that is open stays open, because the person is about to answer it
    and is told only afterwards; what was taken out is asked next."""
    context = drafts.context_of(visit, person, owed) if owed else None
    asked = open_question(answers, context) if context else None
    kept = {name: value for name, value in answers.items() if name not in fields}
    for group in ("_flags", FROM):
        if group in kept:
            kept[group] = {name: value for name, value in kept[group].items() if name not in fields}
    return kept | {"_at": asked.name} if asked and fields else kept


def _blanked(answers: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """A submitted answer without what some fields said: texts and dates empty. The status stays, or the report would
    count as missing; it is marked like the others."""
    empty = {name: [] if name == "dates" else "" for name in fields if name != "status"}
    flags = {name: found for name, found in answers["flags"].items() if name not in fields}
    return {**answers, **empty, "flags": flags}


def _without_whole(answers: dict[str, Any], text: str) -> dict[str, Any]:
    """A submitted answer without a message that was taken apart into fields."""
    if not text or text not in answers.get("said", ""):
        return answers
    return {**answers, "said": answers["said"].replace(text, "").strip()}


def _marked(answers: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """A submitted answer with the fields named that wait for something new."""
    return {**answers, UNSENT: sorted({*answers.get(UNSENT, []), *fields})}


def _labels(fields: list[str]) -> list[str]:
    return [BY_NAME[name].label for name in fields]


# --- Where to look -------------------------------------------------------------------------------------------


def _drafts(visit: Visit, person: Person) -> list[ConversationRow]:
    found = visit.session.scalars(select(ConversationRow).where(ConversationRow.person_id == person.id))
    return list(found)


def _sent(visit: Visit, person: Person) -> list[tuple[Progress, ProgressEntry]]:
    """The submitted answers that the message can be in, all revisions, also those by colleagues who took them over.

    Changing them is the one exception to "append-only": LINE requires that what was unsent is kept nowhere.
    """
    rows = visit.session.execute(
        select(Progress, ProgressEntry)
        .join(
            ProgressEntry,
            (ProgressEntry.measure_id == Progress.measure_id)
            & (ProgressEntry.division_id == Progress.division_id)
            & (ProgressEntry.month == Progress.month),
        )
        .where(
            ProgressEntry.organisation_id == person.organisation_id,
            ProgressEntry.submitted_at >= visit.incoming.at - LATER_BY,
        )
        .order_by(ProgressEntry.id)
    )
    return [(head, entry) for head, entry in rows]


def _owed(visit: Visit, entry: ProgressEntry) -> Owed | None:
    return drafts.find_owed(visit, tag(Key(entry.measure_id, entry.division_id, entry.month)))
