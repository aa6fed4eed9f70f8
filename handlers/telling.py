"""A free message that reports: which measures it is about, and what it says of each.

`ข้อ 3 ประชุมเมื่อ 7 พ.ย. 69 ผู้เข้าร่วม 24 คน เสร็จแล้ว` fills a report in one go; several measures may stand in one
message. Where it is not clear which measure, month or division is meant, the words are kept while it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers import bundle_answers, bundles, drafts, reporting, together, which, wording
from handlers import wording_together as words
from handlers.drafts import BASE
from handlers.incoming import Visit
from handlers.owed import Owed, answerable, find, read_tag, tag
from models import people, reading, thai
from models.calendar import Month
from models.conversation import Said, ask, take, word_of
from models.conversation import tell as told_to
from models.corrections import read_correction
from models.draft import complete
from models.form import BY_NAME
from models.question import Context
from models.reading import Part
from models.replies import warning, without_warned
from models.same import read_no_activity, read_same
from models.say import Card, Choice, Message, Row, Text
from models.shown import BACK, CANCEL, answer_rows, brief, heading, of_month, parked, theirs, understood_of
from models.sources import Ids, ids, whole
from models.tables import BundleRow, ConversationRow, Person, ProgressEntry


def names_others(visit: Visit, person: Person, draft: ConversationRow, text: str) -> bool:
    """Whether a message begins with a report of measures or of a month other than the open one, so that it is no
    answer to it."""
    found = reporting.own(visit, person)
    parts = _parts(visit, found, text, Month.of(visit.incoming.today))
    own = {o.measure.order for o in found if o.key.measure_id == draft.measure_id}
    named = {n for p in parts for n in p.orders}
    says = any(p.status or p.dates or p.output or p.problem or p.percent is not None or p.troubles for p in parts)
    of_other_month = any(p.month not in (None, draft.month) for p in parts)
    return says and (of_other_month or (bool(named - own) and parts[0].orders != ()))


def _parts(visit: Visit, found: Sequence[Owed], text: str, month: Month) -> tuple[Part, ...]:
    orders = tuple(sorted({o.measure.order for o in found}))
    return reading.read_report(text, month, visit.incoming.today, orders)


def tell(
    visit: Visit, person: Person, text: str, at: tuple[Month, int] | None = None, message: Ids = ""
) -> tuple[Message, ...] | None:
    """Take a free message as a report; None when it says nothing of one. `at`: the month and division that are meant,
    when it was asked; `message` the ids of texts that were kept meanwhile."""
    message = message or visit.incoming.message_id
    found = reporting.own(visit, person)
    named, rest = people.division_named(visit.session, person, text)
    named = at[1] if at else named
    found = [o for o in found if named in (None, o.key.division_id)]
    open_ = [o for o in found if _takes_answers(o, visit) and (at is None or o.month == at[0])]
    wanted = answerable(open_, list({o.key.division_id for o in open_}), visit.incoming.at)
    month = reporting.asked_month(wanted, visit) if wanted else Month.of(visit.incoming.today)
    parts = _parts(visit, found, rest if named else text, month)
    if not parts:
        return None
    if unknown := [t.words for p in parts for t in p.troubles if t.kind == "no_such_measure"]:
        return (Text(words.no_such_measure(", ".join(unknown))), *reporting.cards(visit, person)[:4])
    if unclear := [t for p in parts for t in p.troubles if t.kind in ("twice", "which_measure")]:
        sentence = words.said_twice if unclear[0].kind == "twice" else words.which_is
        return (Text(sentence(unclear[0].words)), *reporting.cards(visit, person)[:4])
    if not open_:
        return (Text(words.NOT_RECORDED), *reporting.cards(visit, person)[:4])
    told = [
        (part, order, _candidates(open_, part, order, visit)) for part in parts for order in part.orders or (None,)
    ]
    for part, order, candidates in told:
        if part.month and not candidates:
            of_it = [o for o in found if o.month == part.month and order in (None, o.measure.order)]
            late = [o for o in of_it if o.obligation.state == "missing" and o.obligation.locked(visit.incoming.at)]
            if len(late) == len(of_it) == len(told) == 1:  # kept, and at the end a request to open it again
                kept = Text(words.closed_but_kept(part.month))
                return (kept, *_apply(visit, person, [(late[0], part)], message))[:5]
            return _not_of_that_month(visit, person, of_it, part.month, order)
    if unheard := [order for _, order, candidates in told if order is not None and not candidates]:
        return (Text(words.no_such_measure(str(unheard[0]))), *reporting.cards(visit, person)[:4])
    if any(not candidates for _, _, candidates in told):  # no measure is named, and nothing is wanted any more
        return which.of_reports(visit, person, _newest(open_, visit), text, message)
    places = {(o.month, o.key.division_id) for _, order, found in told if order and len(found) > 1 for o in found}
    if places and at is None:
        return which.of_places(visit, person, sorted(places), text, message)
    if several := [candidates for _, _, candidates in told if len(candidates) > 1]:
        return which.of_reports(visit, person, several[0], text, message)
    return _apply(visit, person, [(candidates[0], part) for part, _, candidates in told], message)


def _not_of_that_month(
    visit: Visit, person: Person, of_it: Sequence[Owed], month: Month, order: int | None
) -> tuple[Message, ...]:
    """Why nothing can be reported of the month that was named. `of_it`: what may have been meant, and cannot be."""
    why = next(filter(None, (reporting.why_not(o, visit) for o in of_it)), words.none_in(order, month))
    return (Text(f"{why}\n{words.NOT_RECORDED}"), *reporting.cards(visit, person)[:4])


def _takes_answers(owed: Owed, visit: Visit) -> bool:
    begun = owed.month.first_day <= visit.incoming.today
    return begun and not owed.obligation.locked(visit.incoming.at) and owed.obligation.state != "waived"


def _candidates(open_: Sequence[Owed], part: Part, order: int | None, visit: Visit) -> list[Owed]:
    """The reports that a part can mean: of its number, in the month that it names, else in that of its dates when
    that is owed, else those that are wanted of months that have opened; a sent one only when it is named, and none is
    wanted, or only that of another division (DESIGN.md, 8)."""
    fitting = [o for o in open_ if order in (None, o.measure.order) and part.month in (None, o.month)]
    dated = {Month.of(day) for day in part.dates}
    fitting = [o for o in fitting if len(dated) == 1 and o.month in dated] or fitting
    opened = [o for o in fitting if o.obligation.deadlines.opens <= visit.incoming.at] or fitting
    if missing := [o for o in opened if o.missing]:
        if order is None:
            return missing
        asked, wanted = {o.key.division_id for o in missing}, {o.month for o in missing}
        # the same number of another division, which was sent, may be meant as well
        return [*missing, *(o for o in opened if o.month in wanted and o.key.division_id not in asked)]
    return _newest(opened, visit) if order is not None else []


def _newest(found: Sequence[Owed], visit: Visit) -> list[Owed]:
    """The reports of the newest month, of those that have opened when there are any."""
    opened = [o for o in found if o.obligation.deadlines.opens <= visit.incoming.at] or list(found)
    return [o for o in opened if o.month == max(p.month for p in opened)]


def tell_one(visit: Visit, person: Person, tag_text: str, text: str, message: Ids) -> tuple[Message, ...]:
    """Words about one report that a tap, a number or a quoted card names."""
    key = read_tag(tag_text)
    owed = find(visit.session, visit.desk.organisation_id, key) if key else None
    if owed is None:
        return (Text(wording.OLD_BUTTON),)
    if owed.key.division_id not in people.divisions(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    if why := reporting.why_not(owed, visit):
        return (Text(why),)
    _, rest = people.division_named(visit.session, person, text)
    if read_correction(rest):
        return correct(visit, person, owed, rest, message)
    parts = reading.read_report(text, owed.month, visit.incoming.today, (owed.measure.order,))
    part = parts[0] if len(parts) == 1 else Part(activity=text.strip(), said=text.strip())
    return _apply(visit, person, [(owed, part)], message)


def correct(visit: Visit, person: Person, owed: Owed, text: str, message: Ids) -> tuple[Message, ...]:
    """A wish to correct one report: it is opened, the field that is named takes the new value or is asked."""
    asked = reporting.open_owed(visit, person, owed, edit=True)
    draft, wish = drafts.draft_of(visit, person, owed.key), read_correction(text)
    if wish is None or draft is None or not draft.open or not (wish.field or wish.value or wish.rest):
        return asked
    context = drafts.context_of(visit, person, owed)
    turn = take(draft.answers, Said(text=text, message=message), context)
    draft.answers = turn.answers
    if not complete(turn.answers, context):
        return (Text(f"{heading(context)}\n{of_month(context)}"), *turn.replies)
    return go_on(visit, person) if bundles.is_told(visit, person, tag(owed.key)) else turn.replies


def _apply(visit: Visit, person: Person, pairs: Sequence[tuple[Owed, Part]], message: Ids) -> tuple[Message, ...]:
    """Fill a draft for each report that was told of; one is asked on at once, several wait for each other, and what
    needs a warning waits nowhere: it is left out, told, and asked for again in its turn."""
    filled: list[tuple[Owed, ConversationRow, tuple[Message, ...]]] = []
    left_out: list[str] = []
    for owed, told in pairs:
        part, why, fields = without_warned(told) if len(pairs) > 1 else (told, "", ())
        if why:
            left_out.append(words.left_out(owed.measure.order, [BY_NAME[name].label for name in fields], why))
        draft = drafts.draft_of(visit, person, owed.key) or _fresh(visit, person, owed)
        context = drafts.context_of(visit, person, owed)
        turn = told_to(draft.answers, _in_short(part, context), message, context)
        draft.answers, draft.moved_at = turn.answers, visit.incoming.at
        filled.append((owed, draft, turn.replies))
    if len(filled) == 1:
        owed, draft, replies = filled[0]
        drafts.make_open(visit, person, draft)
        sent = draft.answers.get("_theirs")
        if sent and not draft.answers.get("_parked"):
            own = bool(draft.answers.get("_own"))
            return (*theirs(sent, drafts.context_of(visit, person, owed), own=own), *replies)[:5]
        return replies
    together.told(visit, person, [draft for _, draft, _ in filled])
    warned = (Text("\n".join([*left_out, words.TYPE_AGAIN])),) if left_out else ()
    if all(complete(draft.answers, drafts.context_of(visit, person, owed)) for owed, draft, _ in filled):
        return (*warned, *go_on(visit, person))
    return (_understood(visit, person, filled), *warned, *go_on(visit, person))


def _in_short(part: Part, context: Context) -> Part:
    """A part that says เหมือนเดือนก่อน or ไม่มีการดำเนินการ of its measures, as what it stands for."""
    previous = context.previous
    if previous is not None and read_same(part.activity or part.problem):
        texts = {name: previous.get(name, "") for name in ("activity", "output", "problem")}
        return replace(part, status=previous["status"], **texts)
    if nothing := read_no_activity(part.activity):
        status = part.status or (previous["status"] if previous else "not_started")
        return replace(part, status=status, activity="", problem=nothing.reason or part.problem)
    return part


def _fresh(visit: Visit, person: Person, owed: Owed) -> ConversationRow:
    """A draft to be filled. Of a report that was sent before it keeps what was sent, to be replaced or added to."""
    draft = drafts.new_draft(visit, person, owed, empty=True)
    head = drafts.head_of(visit, owed.key)
    if head and owed.obligation.answer:
        entry = visit.session.get_one(ProgressEntry, head.entry_id)
        draft.answers = {BASE: head.revision, "_theirs": entry.answers, "_own": entry.person_id == person.id}
    return draft


def _understood(
    visit: Visit, person: Person, filled: Sequence[tuple[Owed, ConversationRow, tuple[Message, ...]]]
) -> Card:
    """Several reports as they were understood."""
    rows = []
    for owed, draft, _ in filled:
        context = drafts.context_of(visit, person, owed)
        told = [_short(r) for r in answer_rows(understood_of(draft.answers), ()) if r.state not in ("–", "")]
        words_said = brief(whole(draft.answers.get("_said")), 60)
        rows.append(Row(heading(context, 60), " · ".join(told) or (f"“{words_said}”" if words_said else "–")))
    return Card(title=words.UNDERSTOOD, rows=tuple(rows), alt=words.UNDERSTOOD)


def _short(row: Row) -> str:
    """One answer in the line of its measure: without its name where the words alone tell what it is."""
    said = brief(row.state, 60)
    return words.problem_line(said) if row.text == BY_NAME["problem"].label else said


def go_on(visit: Visit, person: Person) -> tuple[Message, ...]:
    """After one message about several reports: the next question of the first that lacks something, else the card to
    send them together. () when there is no such message any more."""
    bundle = bundles.latest_told(visit, person)
    if bundle is None:
        return ()
    for owed in bundle_answers.owed_in(visit, bundle):
        draft = drafts.draft_of(visit, person, owed.key)
        if draft is None or reporting.why_not(owed, visit):
            continue
        context = drafts.context_of(visit, person, owed)
        if not complete(draft.answers, context):
            drafts.make_open(visit, person, draft)
            before = _answered_before(draft, context)
            return (*before, *ask(draft.answers, context, again=True))
    drafts.close_all(visit, person)
    bundle.open, bundle.moved_at = True, visit.incoming.at
    visit.session.flush()
    return bundles.ask(visit, bundle)


def _answered_before(draft: ConversationRow, context: Context) -> tuple[Message, ...]:
    """The answer about which it is asked whether the new one is added to it."""
    before = draft.answers.get("_theirs")
    if before is None:
        return ()
    if draft.answers.get("_parked"):
        return parked(before, draft.answers.get("_aside", {}), context)
    return theirs(before, context, own=bool(draft.answers.get("_own")))


# --- Which report is meant -----------------------------------------------------------------------------------


_LATER = re.compile("พัก|ไว้|ก่อน|ทีหลัง")  # of the words that leave: what was typed is kept


def chosen(visit: Visit, person: Person, bundle: BundleRow, text: str) -> tuple[Message, ...] | None:
    """Typed words while it is asked which report is meant: a number or a label; None when they are something else."""
    if word_of(text) == CANCEL and _LATER.search(thai.clean(text)):
        bundle.open, bundle.state = False, {**bundle.state, "paused": True}
        return (Text(words.WORDS_LEFT, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)
    if word_of(text) in (CANCEL, BACK):
        bundle.open, bundle.state = False, {**bundle.state, "text": "", "done": True}
        return (Text(words.NOT_RECORDED, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)
    if read_same(text) or read_no_activity(text):
        return None
    found = reporting.own(visit, person)
    told_of = {n for part in _parts(visit, found, bundle.state["text"], bundle.month) for n in part.orders}
    fitting = which.named(visit, bundle, text, told_of)
    if len(fitting) == 1:
        return picked(visit, person, str(bundle.id), fitting[0].value)
    if 1 < len(fitting) < len(which.options(visit, bundle)):  # a part of it: the rest is asked
        bundle.state = {**bundle.state, "left": [o.value for o in fitting]}
        return which.ask(visit, bundle)
    _, rest = people.division_named(visit.session, person, text)
    number = thai.read_item(rest) or thai.read_number(rest)
    more = () if fitting else _parts(visit, found, text, bundle.month)
    if any(part.orders for part in more) and number is None:
        return None
    if more and number is None:  # more of the same
        both = f"{bundle.state['text']}\n{text}"
        if why := warning(both):
            return (Text(words.not_kept(why)), *which.ask(visit, bundle))
        bundle.state = {**bundle.state, "text": both, "messages": [*_ids(bundle), visit.incoming.message_id]}
        return which.ask(visit, bundle)
    return which.ask(visit, bundle, words.choose_one(which.what_is_open(visit, bundle)))


def _ids(bundle: BundleRow) -> list[str]:
    """The messages from which the kept words came."""
    return ids(bundle.state.get("messages") or bundle.state["message"])


def picked(visit: Visit, person: Person, bundle_id: str, tag_text: str) -> tuple[Message, ...]:
    """The button of a report to which kept words belong."""
    bundle = bundles.of_person(visit, person, bundle_id)
    if bundle is None or bundle.kind != "which":
        return (Text(wording.OLD_BUTTON),)
    if tag_text not in [o.value for o in which.options(visit, bundle, every=True)]:
        return (Text(wording.OLD_BUTTON),)
    text, messages = bundle.state["text"], _ids(bundle)
    bundle.open, bundle.state = False, {**bundle.state, "text": "", "done": True}  # kept with its report alone
    if tag_text.startswith("at."):
        _, division, month = tag_text.split(".")
        at = (Month.parse(month), int(division))
        told = _about_all(visit, person, text, at, messages) or tell(visit, person, text, at, messages)
        return told or (Text(words.NOT_RECORDED),)
    return tell_one(visit, person, tag_text, text, messages)


def _about_all(
    visit: Visit, person: Person, text: str, at: tuple[Month, int], message: Ids
) -> tuple[Message, ...] | None:
    """Kept words about all reports of the month that was chosen: เหมือนเดือนก่อน ยกเว้น 3, ไม่มีการดำเนินการ เพราะ …"""
    if (same := read_same(text)) and not same.trouble:
        return together.same(visit, person, *at, same.orders, same.except_)
    if nothing := read_no_activity(text):
        return together.nothing_done(visit, person, *at, nothing, message)
    return None
