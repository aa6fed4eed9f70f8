"""A free message that reports: which measures it is about, and what it says of each.

`ข้อ 3 ประชุมเมื่อ 7 พ.ย. 69 ผู้เข้าร่วม 24 คน เสร็จแล้ว` fills a report in one go; several measures may stand in one
message. Where it is not clear which measure, month or division is meant, the words are kept while it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers import bundles, drafts, reporting, together, wording
from handlers import wording_together as words
from handlers.drafts import BASE
from handlers.incoming import Visit
from handlers.owed import Owed, answerable, find, in_order, read_tag, tag
from models import people, reading, thai
from models.calendar import Month
from models.conversation import ask
from models.conversation import tell as told_to
from models.draft import complete
from models.reading import Part
from models.say import Card, Choice, Message, Row, Text
from models.shown import CANCEL, answer_rows, brief, heading, theirs
from models.tables import BundleRow, ConversationRow, Person, ProgressEntry


def reads_as_report(visit: Visit, person: Person, text: str) -> bool:
    """Whether a message says something of a report: a status, a date, a count, or one of the person's measures."""
    return bool(_parts(visit, reporting.own(visit, person), text, Month.of(visit.incoming.today)))


def names_measures(visit: Visit, person: Person, text: str) -> bool:
    """Whether a message begins a report of measures that it names, whatever report is open."""
    parts = _parts(visit, reporting.own(visit, person), text, Month.of(visit.incoming.today))
    return any(p.orders and (p.status or p.dates or p.activity or p.output or p.problem) for p in parts)


def _parts(visit: Visit, found: Sequence[Owed], text: str, month: Month) -> tuple[Part, ...]:
    orders = tuple(sorted({o.measure.order for o in found}))
    return reading.read_report(text, month, visit.incoming.today, orders)


def tell(visit: Visit, person: Person, text: str, tag_text: str = "") -> tuple[Message, ...] | None:
    """Take a free message as a report; None when it says nothing of one. `tag_text`: the measure of a quoted card."""
    message = visit.incoming.message_id
    if tag_text:
        return tell_one(visit, person, tag_text, text, message)
    found = reporting.own(visit, person)
    divisions = people.divisions(visit.session, person)
    wanted = answerable(found, divisions, visit.incoming.at)
    month = reporting.asked_month(wanted, visit) if wanted else Month.of(visit.incoming.today)
    parts = _parts(visit, found, text, month)
    if not parts:
        return None
    if unknown := [t.words for p in parts for t in p.troubles if t.kind == "no_such_measure"]:
        return (Text(words.no_such_measure(", ".join(unknown))), *reporting.cards(visit, person)[:4])
    if unclear := [t for p in parts for t in p.troubles if t.kind in ("twice", "which_measure")]:
        sentence = words.said_twice if unclear[0].kind == "twice" else words.which_is
        return (Text(sentence(unclear[0].words)), *reporting.cards(visit, person)[:4])
    open_ = [o for o in found if _takes_answers(o, visit)]
    if not open_:
        return reporting.cards(visit, person)
    pairs: list[tuple[Owed, Part]] = []
    for part in parts:
        for order in part.orders or (None,):
            candidates = _candidates(open_, part, order, month)
            if len(candidates) > 1:
                return which(visit, person, candidates, text, message)
            if not candidates:
                return (Text(words.no_such_measure(str(order))), *reporting.cards(visit, person)[:4])
            pairs.append((candidates[0], part))
    return _apply(visit, person, pairs, message)


def _takes_answers(owed: Owed, visit: Visit) -> bool:
    begun = owed.month.first_day <= visit.incoming.today
    return begun and not owed.obligation.locked(visit.incoming.at) and owed.obligation.state != "waived"


def _candidates(open_: Sequence[Owed], part: Part, order: int | None, month: Month) -> list[Owed]:
    """The reports that a part can mean: of its number, in the month of its dates when that is owed, else in the one
    that is asked (DESIGN.md section 8, "Which month an answer is for")."""
    fitting = [o for o in open_ if order in (None, o.measure.order)]
    dated = {Month.of(day) for day in part.dates}
    of_dates = [o for o in fitting if len(dated) == 1 and o.month in dated]
    of_month = [o for o in fitting if o.month == month]
    chosen = of_dates or of_month or fitting[-1:]
    missing = [o for o in chosen if o.missing]
    return missing or (chosen if order is not None else [])


def tell_one(visit: Visit, person: Person, tag_text: str, text: str, message: str) -> tuple[Message, ...]:
    """Words about one report that a tap, a number or a quoted card names."""
    key = read_tag(tag_text)
    owed = find(visit.session, visit.desk.organisation_id, key) if key else None
    if owed is None:
        return (Text(wording.OLD_BUTTON),)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    if why := reporting.why_not(owed, visit):
        return (Text(why),)
    parts = reading.read_report(text, owed.month, visit.incoming.today, (owed.measure.order,))
    part = parts[0] if len(parts) == 1 else Part(activity=text.strip(), said=text.strip())
    return _apply(visit, person, [(owed, part)], message)


def _apply(visit: Visit, person: Person, pairs: Sequence[tuple[Owed, Part]], message: str) -> tuple[Message, ...]:
    """Fill a draft for each report that was told of; one is asked on at once, several wait for each other."""
    filled: list[tuple[Owed, ConversationRow, tuple[Message, ...]]] = []
    for owed, part in pairs:
        draft = drafts.draft_of(visit, person, owed.key) or _fresh(visit, person, owed)
        turn = told_to(draft.answers, part, message, drafts.context_of(visit, person, owed))
        draft.answers, draft.moved_at = turn.answers, visit.incoming.at
        filled.append((owed, draft, turn.replies))
    if len(filled) == 1:
        _, draft, replies = filled[0]
        drafts.make_open(visit, person, draft)
        if draft.answers.get("_theirs"):
            return (*theirs(draft.answers["_theirs"], drafts.context_of(visit, person, filled[0][0])), *replies)[:5]
        return replies
    together.told(visit, person, [draft for _, draft, _ in filled])
    return (_understood(visit, person, filled), *go_on(visit, person))


def _fresh(visit: Visit, person: Person, owed: Owed) -> ConversationRow:
    """A draft to be filled. Of a report that was sent before it keeps what was sent, to be replaced or added to."""
    draft = drafts.new_draft(visit, person, owed, empty=True)
    head = drafts.head_of(visit, owed.key)
    if head and owed.obligation.answer:
        sent = visit.session.get_one(ProgressEntry, head.entry_id).answers
        draft.answers = {BASE: head.revision, "_theirs": sent}
    return draft


def _understood(
    visit: Visit, person: Person, filled: Sequence[tuple[Owed, ConversationRow, tuple[Message, ...]]]
) -> Card:
    """Several reports as they were understood."""
    rows = []
    for owed, draft, _ in filled:
        context = drafts.context_of(visit, person, owed)
        told = [r.state for r in answer_rows(_visible(draft.answers), ()) if r.state not in ("–", "")]
        rows.append(Row(heading(context, 60), brief(" · ".join(told), 120) or "–"))
    return Card(title=words.UNDERSTOOD, rows=tuple(rows), alt=words.UNDERSTOOD)


def _visible(answers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if not name.startswith("_")}


def go_on(visit: Visit, person: Person) -> tuple[Message, ...]:
    """After one message about several reports: the next question of the first that lacks something, else the card to
    send them together."""
    bundle = bundles.latest_told(visit, person)
    if bundle is None:
        return ()
    for tag_text in bundle.state["tags"]:
        key = read_tag(tag_text)
        owed = find(visit.session, visit.desk.organisation_id, key) if key else None
        draft = drafts.draft_of(visit, person, key) if key else None
        if owed is None or draft is None:
            continue
        context = drafts.context_of(visit, person, owed)
        if not complete(draft.answers, context):
            drafts.make_open(visit, person, draft)
            return (Text(heading(context, 120)), *ask(draft.answers, context))
    drafts.close_all(visit, person)
    bundle.open, bundle.moved_at = True, visit.incoming.at
    visit.session.flush()
    return bundles.ask(visit, bundle)


# --- Which report is meant -----------------------------------------------------------------------------------


def which(visit: Visit, person: Person, candidates: Sequence[Owed], text: str, message: str) -> tuple[Message, ...]:
    """Words whose measure, month or division is not clear: kept while it is asked."""
    state: dict[str, Any] = {"tags": [tag(o.key) for o in candidates], "text": text, "message": message}
    first = candidates[0]
    return ask_which(visit, bundles.make(visit, person, first.month, first.key.division_id, "which", state))


def ask_which(visit: Visit, bundle: BundleRow) -> tuple[Message, ...]:
    """The question which report some words are about."""
    choices = [Choice(label, f"which/{bundle.id}/{tag_text}") for tag_text, label in _labels(visit, bundle)]
    text = f"“{brief(bundle.state['text'])}”\n{words.WHICH_REPORT}"
    return (Text(text, (*choices, Choice(CANCEL, f"word/{CANCEL}")), numbered=len(choices)),)


def _labels(visit: Visit, bundle: BundleRow) -> list[tuple[str, str]]:
    """The reports that can be meant; a label says what tells them apart."""
    keys = [key for t in bundle.state["tags"] if (key := read_tag(t))]
    owed = in_order(o for key in keys if (o := find(visit.session, visit.desk.organisation_id, key)))
    several = (len({o.month for o in owed}) > 1, len({o.division for o in owed}) > 1)
    return [(tag(o.key), words.which_button(o.measure.order, o.month, o.division, *several)) for o in owed[:12]]


def chosen(visit: Visit, person: Person, bundle: BundleRow, text: str) -> tuple[Message, ...] | None:
    """Typed words while it is asked which report is meant: a number or a label; None when they are something else."""
    labels = _labels(visit, bundle)
    position = thai.which(text, [label for _, label in labels])
    if item := thai.read_item(text):
        fitting = [n for n, (_, label) in enumerate(labels) if thai.read_item(label.split(" เดือน")[0]) == item]
        position = fitting[0] if len(fitting) == 1 else position
    more = _parts(visit, reporting.own(visit, person), text, bundle.month) if position is None else ()
    if more and not any(part.orders for part in more):
        bundle.state = {**bundle.state, "text": f"{bundle.state['text']}\n{text}"}  # more of the same
        return ask_which(visit, bundle)
    if position is None:
        return None
    return picked(visit, person, str(bundle.id), labels[position][0])


def picked(visit: Visit, person: Person, bundle_id: str, tag_text: str) -> tuple[Message, ...]:
    """The button of a report to which kept words belong."""
    bundle = visit.session.get(BundleRow, int(bundle_id)) if bundle_id.isdigit() else None
    if bundle is None or bundle.person_id != person.id or bundle.state.get("done"):
        return (Text(wording.OLD_BUTTON),)
    bundle.open, bundle.state = False, {**bundle.state, "done": True}
    return tell_one(visit, person, tag_text, bundle.state["text"], bundle.state["message"])
