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

from handlers import asking, drafts, joining, order_sending, reporting, submitting, wording
from handlers import wording_evidence as words
from handlers import wording_forms as form_words
from handlers.incoming import Visit
from handlers.owed import Owed, tag
from handlers.words import WORDS
from models import audit, decisions, endorsements, forms, outbox, people, publishing, reading, reports, thai
from models.calendar import Month
from models.draft import UNSENT, open_question
from models.form import BY_NAME
from models.ledger import Key
from models.records import LIVE
from models.same import read_no_activity
from models.say import Choice, Message, Text
from models.shown import BACK, CANCEL, EDIT, HELP, KEEP, SAME, SEND, SKIP
from models.sources import FROM, SOURCES, ids, without
from models.tables import BundleRow, ConversationRow, EvidenceRow, Person, Progress, ProgressEntry

LATER_BY = timedelta(days=2)  # LINE lets a message be unsent for a day; what came of it is not older than this before


def take_back(visit: Visit, person: Person) -> tuple[Message, ...]:
    """An unsend event: everything that came of the message goes; gives what the person is to send again."""
    evidence = visit.session.scalars(
        select(EvidenceRow)
        .where(
            EvidenceRow.person_id == person.id,
            EvidenceRow.message_id == visit.incoming.message_id,
            EvidenceRow.state != "unsent",
        )
        .order_by(EvidenceRow.part)
    ).all()
    told = _evidence(visit, person, evidence) if evidence else []
    if any([forms.take_back(visit.session, row.id, visit.incoming.at) for row in evidence]):
        told.append(Text(form_words.DROPPED))
    more, gone = _answers(visit, person)
    of_orders, texts = order_sending.taken_back(visit, person)
    _forget(visit, person, [*gone, *texts, *_of_the_round(visit, person)])
    return tuple([*told, *more, *of_orders][:5])


# --- Evidence ------------------------------------------------------------------------------------------------


def _evidence(visit: Visit, person: Person, rows: Sequence[EvidenceRow]) -> list[Message]:
    """The rows stay, without what was sent; a row that has a hash is the order to delete its file
    (scheduler/fetching.py)."""
    what = "ลิงก์" if rows[0].url else "ไฟล์" if rows[0].name else "รูป"
    ids_ = {row.id for row in rows}
    other = {row.id: same.id for row in rows if (same := _second(visit, row))}
    lost = {row.id for row in rows if row.state in LIVE} - set(other)
    told: list[Message] = []
    for head, entry in _sent(visit, person):
        held = entry.answers["evidence"]
        if not ids_ & set(held):
            continue
        entry.answers = {**entry.answers, "evidence": _replaced(held, ids_, other)}
        _note(visit, entry, ["evidence"])
        if lost & set(held):
            entry.answers = _marked(entry.answers, ["evidence"])
            if entry.id == head.entry_id and (owed := _owed(visit, entry)):
                sentence = words.unsent_evidence(what, owed.measure.order, owed.month)
                told.append(Text(sentence, (Choice(wording.EDIT, f"edit/{tag(owed.key)}"),)))
    for draft in _drafts(visit, person):
        if theirs := draft.answers.get("_theirs"):
            held = theirs["evidence"]
            draft.answers = {**draft.answers, "_theirs": {**theirs, "evidence": _replaced(held, ids_, other)}}
        files = draft.answers.get("_files", [])
        if ids_ & set(files):
            draft.answers = {**draft.answers, "_files": _replaced(files, ids_, other)}
    if shown := sorted({one for row in rows for one in (row.url, row.name) if one}):
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


def _answers(visit: Visit, person: Person) -> tuple[list[Message], list[str]]:
    """Take the message out of bundles, drafts and answers that were sent; gives what the person is told, and the
    texts that went."""
    told: list[Message] = []
    gone: list[str] = []
    for bundle in visit.session.scalars(select(BundleRow).where(BundleRow.person_id == person.id)):
        bundle.state, aside = _bundle_without(bundle.state, visit.incoming.message_id)
        gone += aside
        bundle.open = bundle.open and not bundle.state.get("done")
    sent = _sent(visit, person)
    own = {(e.measure_id, e.division_id, e.month) for _, e in sent if e.person_id == person.id}
    for draft in _drafts(visit, person):  # a colleague may be changing what the person had sent
        theirs = draft.person_id != person.id
        may_be_text = not theirs or (draft.measure_id, draft.division_id, draft.month) in own
        fields = _fields_from(draft.answers, draft.answers.get(FROM, {}), visit, may_be_text)
        kept, aside = _without_kept_texts(draft.answers, visit, may_be_text)
        if not fields and kept == draft.answers:
            continue
        gone += [*aside, *_texts(draft.answers, fields)]
        owed = drafts.owed_of(visit, draft)
        draft.answers = _taken_out(kept, fields, visit, visit.session.get_one(Person, draft.person_id), owed)
        if fields and owed and not theirs:
            told.append(Text(words.unsent_draft(_labels(fields), owed.measure.order)))
    for head, entry in sent:
        may_be_text = (entry.measure_id, entry.division_id, entry.month) in own
        left, fields, out = _sent_without(entry.answers, visit, may_be_text)
        gone += out
        if left != entry.answers:
            entry.answers = left
            _note(visit, entry, fields or ["said"])
        if fields and entry.id == head.entry_id and (owed := _owed(visit, entry)):
            sentence = words.unsent_answer(_labels(fields), owed.measure.order, owed.month)
            told.append(Text(sentence, (Choice(wording.EDIT, f"edit/{tag(owed.key)}"),)))
    return told, gone


def _note(visit: Visit, entry: ProgressEntry, fields: Sequence[str]) -> None:
    """The audit knows which fields were taken out of which revision; the words are kept nowhere."""
    key = Key(entry.measure_id, entry.division_id, entry.month)
    submitting.note(visit, key, audit.ANSWER_UNSENT, entry.id, {}, {"fields": list(fields)})


def _fields_from(answers: Mapping[str, Any], noted: Mapping[str, Any], visit: Visit, may_be_text: bool) -> list[str]:
    """The fields that came from the message, alone or with others: as noted with the answers; where nothing is noted,
    its very text."""
    text = visit.incoming.text.strip()
    return [
        name
        for name in BY_NAME
        if name in answers
        and (
            visit.incoming.message_id in ids(noted[name])
            if name in noted
            else may_be_text and name != "status" and text != "" and answers[name] == text
        )
    ]


def _texts(answers: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
    """What the fields say, where people typed it."""
    return [answers[name] for name in fields if name != "status" and isinstance(answers[name], str)]


def _bundle_without(state: dict[str, Any], message: str) -> tuple[dict[str, Any], list[str]]:
    """What several reports together were told, without the message, and the texts that went; what it answered is
    asked again."""
    every = (*state.get("said", {}).values(), state.get("care", {}))
    of_it = [one for one in every if message in ids(one.get("message"))]
    gone = [one["text"] for one in of_it]
    said = {name: words for name, words in state.get("said", {}).items() if message not in ids(words.get("message"))}
    kept = {**state, "said": said}
    if message in ids(state.get("care", {}).get("message")):
        kept.pop("care")
    if state.get("days_from") == message:
        kept.pop("days")
        kept.pop("days_from")
    which = message in ids(state.get("messages") or state.get("message"))
    return kept | ({"text": "", "done": True} if which else {}), gone


def _without_kept_texts(answers: dict[str, Any], visit: Visit, may_be_text: bool) -> tuple[dict[str, Any], list[str]]:
    """The draft without the message among what it keeps aside, without the doubt that it raised, and cleaned of it in
    the copy of a colleague's answer; and the texts that went."""
    message, text = visit.incoming.message_id, visit.incoming.text.strip()
    kept, gone = dict(answers), []
    rest_too = False  # drafts of an older version do not note where what waits came from
    for name, words_ in (("_doubt", "value"), ("_loose", "text")):
        if kept.get(name) and message in ids(kept[name].get("from")):
            gone.append(kept.pop(name)[words_])
            rest_too = True
    if "_next" in kept:
        of_it = [one for one in kept["_next"] if message in ids(one.get("from")) or (rest_too and "from" not in one)]
        gone += [one["value"] for one in of_it]
        kept["_next"] = [one for one in kept["_next"] if one not in of_it]
    if "_said" in kept:
        kept["_said"], pieces = without(kept["_said"], message, text if may_be_text else "")
        gone += pieces
    if isinstance(kept.get("_late"), str):
        kept["_late"] = [{"text": kept["_late"]}]
    if "_late" in kept:  # by its id; an older draft held the text alone
        kept["_late"] = [
            one
            for one in kept["_late"]
            if (one["message"] != message if one.get("message") else one["text"].strip() != text)
        ]
    if "_unsent" in kept and may_be_text:
        kept["_unsent"] = [one for one in kept["_unsent"] if one.strip() != text]
    if kept.get("_theirs"):
        kept["_theirs"], _, pieces = _sent_without(kept["_theirs"], visit, may_be_text)
        gone += pieces
    if kept.get("_aside"):
        kept["_aside"], pieces = _without_kept_texts(kept["_aside"], visit, may_be_text)
        gone += pieces
    for name in ("_next", "_said", "_late", "_unsent", "_aside"):
        if not kept.get(name):
            kept.pop(name, None)
    return kept, [one for one in gone if isinstance(one, str)]


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


def _sent_without(
    answers: dict[str, Any], visit: Visit, may_be_text: bool
) -> tuple[dict[str, Any], list[str], list[str]]:
    """A submitted answer without the message, the fields that it had filled, and the texts that went. Texts and dates
    are empty then; the status stays, or the report would count as missing; all of them are marked."""
    fields = _fields_from(answers, answers.get(SOURCES, {}), visit, may_be_text)
    gone = _texts(answers, fields)
    left = answers
    if fields:
        empty = {name: [] if name == "dates" else "" for name in fields if name != "status"}
        flags = {name: found for name, found in answers["flags"].items() if name not in fields}
        left = _marked({**answers, **empty, "flags": flags}, fields)
    if "said" in answers:
        said, pieces = without(
            answers["said"], visit.incoming.message_id, visit.incoming.text.strip() if may_be_text else ""
        )
        if pieces:
            left = {**left, "said": said}
            gone += pieces
    return left, fields, gone


def _marked(answers: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """A submitted answer with the fields named that wait for something new."""
    return {**answers, UNSENT: sorted({*answers.get(UNSENT, []), *fields})}


def _labels(fields: list[str]) -> list[str]:
    return [BY_NAME[name].label for name in fields]


def _of_the_round(visit: Visit, person: Person) -> list[str]:
    """Take the message out of what stands with a round's report: own words, reasons, comments; gives these texts."""
    text, at = visit.incoming.text.strip(), visit.incoming.at
    since = at - LATER_BY
    return [
        *reports.unsend(visit.session, person, text, since, at),
        *decisions.unsend(visit.session, person, text, since),
        *endorsements.typed(visit.session, person, text, since),
    ]


# --- What the bot said ---------------------------------------------------------------------------------------


def _forget(visit: Visit, person: Person, gone: Sequence[str]) -> None:
    """Take the message out of what the bot wrote to anybody: whole, in the pieces that were read out of it, and as a
    name. A word of ours is in everybody's cards and tells nothing."""
    text = visit.incoming.text.strip()
    organisation_id, since = person.organisation_id, visit.desk.wall - LATER_BY
    told = {one.strip() for one in (text, *gone, *_pieces(visit, person, text))}
    told = {one for one in told if one and thai.clean(one) not in _OUR_WORDS}
    if told:
        outbox.forget(visit.session, organisation_id, sorted(told), since)
        audit.forget(visit.session, organisation_id, sorted(told), visit.incoming.at - LATER_BY)
        endorsements.forget(visit.session, person, sorted(told), visit.incoming.at - LATER_BY)
        publishing.forget(visit.session, person, sorted(told), visit.incoming.at - LATER_BY)
    if text and person.name == joining.as_name(text):
        outbox.forget(visit.session, organisation_id, [person.name], since, names=True)
        audit.forget(visit.session, organisation_id, [person.name], visit.incoming.at - LATER_BY, names=True)
        asking.forget(visit, person.name)
        person.name = None


def _pieces(visit: Visit, person: Person, text: str) -> list[str]:
    """How a message may have been taken apart: by the measures that it names, and by what it says of each."""
    orders = tuple(sorted({o.measure.order for o in reporting.own(visit, person)}))
    _, without_division = people.division_named(visit.session, person, text)
    found: list[str] = []
    for one in {text, without_division}:
        parts = reading.read_report(one, Month.of(visit.incoming.today), visit.incoming.today, orders)
        found += [piece for part in parts for piece in (part.said, part.activity, part.output, part.problem)]
        if nothing := read_no_activity(one):
            found.append(nothing.reason)
    return found


_OURS = {o.label for q in BY_NAME.values() for o in q.options} | {BACK, SKIP, CANCEL, HELP, EDIT, KEEP, SEND, SAME}
_OUR_WORDS = {*WORDS, *map(thai.clean, _OURS)}


# --- Where to look -------------------------------------------------------------------------------------------


def _drafts(visit: Visit, person: Person) -> list[ConversationRow]:
    """All drafts of the organisation: a colleague's holds what was sent when it is being changed or added to."""
    found = select(ConversationRow).where(ConversationRow.organisation_id == person.organisation_id)
    return list(visit.session.scalars(found.order_by(ConversationRow.id)))


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
