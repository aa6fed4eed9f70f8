"""Several reports of a division's month at once: like last month, nothing was done, or one message that said several.

A bundle is what waits for one tap. Nothing is stored as an answer before that tap; then each report is written as its
own revision, as if it had been sent alone. What a bundle asks is in `_question`; everything a button does can be
typed. While a bundle is open, typed words go to it (handlers/talk.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from handlers import drafts, receipts, reporting, wording
from handlers.bundles import answers_of, find_tag, meeting_days, owed_in, typed_days
from handlers.incoming import Visit
from handlers.owed import Owed, answerable, everything, in_order, of_month, tag
from handlers.submitting import submit
from models import people, thai
from models.calendar import Month
from models.conversation import word_of
from models.draft import complete
from models.ledger import STATUSES
from models.replies import VAGUE, check_dates, check_text, example_of
from models.same import read_same
from models.say import Card, Choice, Message, Row, Text
from models.shown import BACK, CANCEL, EDIT, HELP, HELP_TEXT, SEND, SKIP, brief
from models.tables import BundleRow, ConversationRow, Person
from models.thai_dates import read_dates

LONG_RUN = 2  # so many repeated months before: the third running is asked what is new (DESIGN.md section 8)


# --- Making one ----------------------------------------------------------------------------------------------


def same(
    visit: Visit,
    person: Person,
    month: Month,
    division: int,
    only: Collection[int] | None = None,
    but: Collection[int] = (),
) -> tuple[Message, ...]:
    """เหมือนเดือนก่อน: the month's missing reports with an answer of an earlier month, all or `only` some numbers, `but`
    not others, which are asked afterwards."""
    missing = _missing(visit, person, month, division)
    wanted = [o for o in missing if (only is None or o.measure.order in only) and o.measure.order not in but]
    begun = [o for o in wanted if _begun(visit, person, o)]
    ready = [o for o in wanted if o.previous and o not in begun]
    if not ready:
        return (Text(wording.NOTHING_BEFORE), *reporting.cards(visit, person)[:4])
    unknown = [o for o in wanted if not o.previous and o not in begun]
    asked_after = [o for o in missing if o.measure.order in but]
    state: dict[str, Any] = {
        "tags": [tag(o.key) for o in ready],
        "then": [tag(o.key) for o in in_order([*asked_after, *unknown, *begun])],
        "unknown": [o.measure.order for o in unknown],
        "begun": [o.measure.order for o in begun],
        "ask": {
            "new": [tag(o.key) for o in ready if o.repeats >= LONG_RUN],
            "outcome": [tag(o.key) for o in ready if _owes_outcome(o)],
        },
        "said": {},
    }
    return ask(visit, make(visit, person, month, division, "same", state))


def nothing_done(visit: Visit, person: Person, month: Month, division: int, reason: str = "") -> tuple[Message, ...]:
    """ไม่มีการดำเนินการ: the month's missing reports, with one reason for all."""
    missing = _missing(visit, person, month, division)
    ready = [o for o in missing if not _begun(visit, person, o)]
    if not ready:
        return reporting.cards(visit, person)
    state: dict[str, Any] = {
        "tags": [tag(o.key) for o in ready],
        "then": [],
        "begun": [o.measure.order for o in missing if o not in ready],
        "ask": {"reason": [tag(o.key) for o in ready]},
        "said": {},
    }
    bundle = make(visit, person, month, division, "none", state)
    return _said(visit, bundle, reason) if reason else ask(visit, bundle)


def told(visit: Visit, person: Person, waiting: Sequence[ConversationRow]) -> BundleRow:
    """Drafts that one message filled, to be sent together when each is complete."""
    tags = [tag(drafts.key_of(d)) for d in waiting]
    state: dict[str, Any] = {"tags": tags, "then": [], "ask": {}, "said": {}}
    return make(visit, person, waiting[0].month, waiting[0].division_id, "told", state)


def make(visit: Visit, person: Person, month: Month, division: int, kind: str, state: dict[str, Any]) -> BundleRow:
    """A bundle that is open; drafts and other bundles are closed."""
    drafts.close_all(visit, person)
    bundle = BundleRow(
        organisation_id=person.organisation_id,
        person_id=person.id,
        month=month,
        division_id=division,
        kind=kind,
        state=state,
        open=True,
        moved_at=visit.incoming.at,
    )
    visit.session.add(bundle)
    visit.session.flush()
    return bundle


def _missing(visit: Visit, person: Person, month: Month, division: int) -> list[Owed]:
    if division not in people.divisions(visit.session, person):
        return []
    found = everything(visit.session, visit.desk.organisation_id, visit.incoming.at, [division])
    return answerable(of_month(found, month, division), [division], visit.incoming.at)


def _begun(visit: Visit, person: Person, owed: Owed) -> bool:
    """Whether the person has typed to this report already: that must not be thrown away."""
    draft = drafts.draft_of(visit, person, owed.key)
    return draft is not None and any(not name.startswith("_") for name in draft.answers)


def _owes_outcome(owed: Owed) -> bool:
    previous = owed.previous
    started = previous is not None and previous.status not in ("not_started", "cancelled")
    return bool(started and owed.obligation.last_owed_in_round and previous and not previous.outcome)


def latest_told(visit: Visit, person: Person) -> BundleRow | None:
    """The newest message about several reports that were not sent yet."""
    rows = visit.session.scalars(
        select(BundleRow)
        .where(BundleRow.person_id == person.id, BundleRow.kind == "told")
        .order_by(BundleRow.id.desc())
        .limit(1)
    )
    return next((row for row in rows if not row.state.get("done")), None)


def is_told(visit: Visit, person: Person, tag_text: str) -> bool:
    """Whether a report waits to be sent with others that one message told of."""
    bundle = latest_told(visit, person)
    return bundle is not None and tag_text in bundle.state["tags"]


def open_bundle(visit: Visit, person: Person) -> BundleRow | None:
    """The bundle that typed text goes to."""
    return visit.session.scalar(select(BundleRow).where(BundleRow.person_id == person.id, BundleRow.open))


# --- Asking --------------------------------------------------------------------------------------------------


def _question(bundle: BundleRow) -> str:
    """What is asked now: why, which, new, outcome; "" when it is the card to confirm."""
    state = bundle.state
    if state.get("care"):
        return "care"
    return next((name for name, tags in state["ask"].items() if tags and name not in state["said"]), "")


def ask(visit: Visit, bundle: BundleRow, lead: str = "") -> tuple[Message, ...]:
    """The bundle's open question, or its card to confirm."""
    name, owed = _question(bundle), owed_in(visit, bundle)
    choices = [Choice(label, f"bundle/{bundle.id}/{value}") for value, label in _choices(visit, bundle)]
    if not name:
        return (*([Text(lead)] if lead else []), _card(visit, bundle, owed, choices))
    asked = [o for o in owed if tag(o.key) in bundle.state["ask"].get(name, [])]
    orders = sorted(o.measure.order for o in asked)
    if name == "care":
        text = str(bundle.state["care"]["sentence"])
    elif name == "reason":
        text = wording.WHY_NOTHING
    elif name == "new":
        text = wording.whats_new(orders, orders[0])
    else:
        text = wording.outcome_of(orders, orders[0])
    ways = [Choice(CANCEL, f"word/{CANCEL}"), Choice(HELP, f"word/{HELP}")]
    numbered = len(choices) if len(choices) > 1 else 0
    return (Text(f"{lead}\n{text}" if lead else text, (*choices, *ways)[:13], numbered=numbered),)


def _choices(visit: Visit, bundle: BundleRow) -> list[tuple[str, str]]:
    """The buttons of the open question or card: what a tap means, and its label, which can be typed."""
    match _question(bundle):
        case "care":
            return [("keep", wording.KEEP_TYPED), ("retype", wording.RETYPE)]
        case "reason":
            return [(f"reason{n}", words) for n, words in enumerate(wording.REASONS)]
        case "new":
            return [("nothing", wording.NOTHING_NEW)]
        case "outcome":
            return [("nothing", wording.SKIP_WORD)]
    days = meeting_days(visit, bundle)
    send = [("send", wording.SEND_ALL)]
    if bundle.kind == "same" and days:
        shown = ", ".join(thai.short_date(day) for day in days)
        send = [("meeting", wording.with_meeting(shown)), ("send", wording.NO_MEETING)]
    each = [] if bundle.kind == "told" else [("each", wording.START)]
    return [*send, *each, ("cancel", wording.LEAVE)]


def _card(visit: Visit, bundle: BundleRow, owed: Sequence[Owed], choices: Sequence[Choice]) -> Card:
    rows = []
    for one in owed:
        answers = answers_of(visit, bundle, one, with_meeting=False)
        words = [STATUSES[answers["status"]], *(answers.get(n, "") for n in ("activity", "output", "outcome"))]
        if bundle.kind == "told":
            words.insert(1, ", ".join(thai.short_date(day) for day in drafts.days_of(answers)))
        text = wording.numbered(one.measure.order, brief(one.measure.title, 60))
        rows.append(Row(text, brief(" · ".join(filter(None, words)), 120)))
    titles = {"same": wording.same_title, "none": wording.none_title, "told": wording.told_title}
    leads = {"same": wording.CHECK_SAME, "none": wording.CHECK_NONE, "told": wording.CHECK_TOLD}
    state, notes = bundle.state, []
    if reason := state["said"].get("reason", {}).get("text"):
        notes.append(wording.reason_line(brief(reason)))
    if days := typed_days(bundle):
        notes.append(wording.days_line(", ".join(thai.short_date(day) for day in days)))
    if state.get("unknown"):
        notes.append(wording.no_earlier(state["unknown"]))
    if state.get("begun"):
        notes.append(wording.begun(state["begun"]))
    if after := [o.measure.order for t in state["then"] if (o := find_tag(visit, t))]:
        notes.append(wording.asked_after(sorted(after)))
    if bundle.kind == "same":
        notes.append(wording.except_hint(example_of(bundle.month)))
    title = titles[bundle.kind](len(owed))
    first = choices[0]
    return Card(
        title=title,
        subtitle=wording.month_title(bundle.month, owed[0].division) if owed else "",
        lead=leads[bundle.kind],
        rows=tuple(rows),
        note="\n".join(notes),
        buttons=(Choice(first.label, first.send, strong=True), *choices[1:]),
        alt=title,
    )


# --- Answering -----------------------------------------------------------------------------------------------


def say(visit: Visit, person: Person, bundle: BundleRow, text: str) -> tuple[Message, ...] | None:
    """Words typed while a bundle is open; None when they are about something else."""
    if visit.incoming.at < bundle.moved_at:  # an older message that comes late answers nothing that is asked now
        return (Text(wording.came_late_unused(brief(text), visit.incoming.at)), *ask(visit, bundle))
    word, asked = word_of(text), _question(bundle)
    choices = _choices(visit, bundle)
    if word == CANCEL:
        return _act(visit, person, bundle, "cancel")
    if word == HELP:
        return (Text(HELP_TEXT), *ask(visit, bundle))
    if word == BACK:
        return _back(visit, person, bundle)
    position = thai.which(text, [label for _, label in choices])
    if position is not None:
        return _act(visit, person, bundle, choices[position][0])
    if asked == "care":
        bundle.state = {k: v for k, v in bundle.state.items() if k != "care"}
        return say(visit, person, bundle, text)
    if asked in ("reason", "new", "outcome"):
        nothing = word == SKIP or (asked != "reason" and thai.means_nothing(text))
        return _act(visit, person, bundle, "nothing") if nothing and asked != "reason" else _said(visit, bundle, text)
    return _at_the_card(visit, person, bundle, text)


def _at_the_card(visit: Visit, person: Person, bundle: BundleRow, text: str) -> tuple[Message, ...] | None:
    agreed = thai.read_yes_no(text)
    if word_of(text) == SEND or agreed is True:
        return _act(visit, person, bundle, "send")
    if word_of(text) == EDIT or agreed is False:
        return _act(visit, person, bundle, "each")
    if bundle.kind == "same" and (days := _days_in(visit, bundle, text)):
        if isinstance(days, str):
            return ask(visit, bundle, days)
        bundle.state = {**bundle.state, "days": days}
        return ask(visit, bundle)
    but = read_same(text) or read_same(f"{wording.SAME} {text}")
    if bundle.kind == "same" and but and not but.trouble and but.except_:
        return same(visit, person, bundle.month, bundle.division_id, but=but.except_)
    return None


def _days_in(visit: Visit, bundle: BundleRow, text: str) -> list[str] | str:
    """The days (ISO) that a reply consists of, a sentence why they cannot be taken, or "" when it is none."""
    found = read_dates(text, bundle.month, visit.incoming.today)
    if found.trouble:
        return ""
    days = [day.isoformat() for day in found.dates]
    round = owed_in(visit, bundle)[0].stored.round_of(bundle.month)
    context = replace(drafts.no_context(visit, bundle.month), round=round)
    doubt = check_dates(days, context).sentence
    return wording.days_refused(doubt.split("\n")[0]) if doubt else days


def tap(visit: Visit, person: Person, bundle_id: str, value: str) -> tuple[Message, ...]:
    """A button of a bundle, however old."""
    bundle = visit.session.get(BundleRow, int(bundle_id)) if bundle_id.isdigit() else None
    if bundle is None or bundle.person_id != person.id or bundle.state.get("done"):
        return (Text(wording.OLD_BUTTON), *reporting.cards(visit, person)[:4])
    if not bundle.open:
        drafts.close_all(visit, person)
        bundle.open = True
    if value not in [v for v, _ in _choices(visit, bundle)]:
        return (Text(wording.EARLIER_BUTTON), *ask(visit, bundle))
    return _act(visit, person, bundle, value)


def _act(visit: Visit, person: Person, bundle: BundleRow, value: str) -> tuple[Message, ...]:
    bundle.moved_at = visit.incoming.at
    asked, state = _question(bundle), bundle.state
    if value == "cancel":
        bundle.open = False
        again = Choice(wording.REPORT, f"word/{wording.REPORT}")
        return (Text(wording.LEFT_TOGETHER, (again, Choice(wording.MENU, f"word/{wording.MENU}"))),)
    if value == "each":
        bundle.open = False
        return reporting.start(visit, person, bundle.month.key, str(bundle.division_id))
    if value in ("send", "meeting"):
        return _send(visit, person, bundle, with_meeting=value == "meeting")
    if value == "nothing":
        return _keep(visit, bundle, asked, "", "")
    if value.startswith("reason"):
        return _keep(visit, bundle, asked, wording.REASONS[int(value.removeprefix("reason"))], "")
    care = state.get("care", {})
    bundle.state = {k: v for k, v in state.items() if k != "care"}
    if value == "keep":
        return _keep(visit, bundle, care["name"], care["text"], care["message"])
    return ask(visit, bundle)


def _said(visit: Visit, bundle: BundleRow, text: str) -> tuple[Message, ...]:
    """Words for the open question of all reports together; they may name measures."""
    name = _question(bundle)
    found = check_text(text.strip(), drafts.no_context(visit, bundle.month))
    if found.sentence and found.flag != VAGUE:
        care = {"name": name, "text": text.strip(), "message": visit.incoming.message_id, "sentence": found.sentence}
        bundle.state = {**bundle.state, "care": care}
        return ask(visit, bundle)
    return _keep(visit, bundle, name, text.strip(), visit.incoming.message_id)


def _keep(visit: Visit, bundle: BundleRow, name: str, text: str, message: str) -> tuple[Message, ...]:
    said = {**bundle.state["said"], name: {"text": text, "message": message}}
    bundle.state = {**bundle.state, "said": said}
    bundle.moved_at = visit.incoming.at
    return ask(visit, bundle)


def _back(visit: Visit, person: Person, bundle: BundleRow) -> tuple[Message, ...]:
    """To the question before, or to the month's card."""
    said = dict(bundle.state["said"])
    if not said:
        bundle.open = False
        return reporting.cards(visit, person)
    said.popitem()
    bundle.state = {**bundle.state, "said": said}
    return ask(visit, bundle)


# --- Sending -------------------------------------------------------------------------------------------------


def _send(visit: Visit, person: Person, bundle: BundleRow, *, with_meeting: bool) -> tuple[Message, ...]:
    sent: list[Owed] = []
    left_out: list[int] = []
    for owed in owed_in(visit, bundle):
        draft = drafts.of_owed(visit, bundle.person_id, owed.key)
        ready = bundle.kind != "told" or (draft and complete(draft.answers, drafts.context_of(visit, person, owed)))
        allowed = owed.key.division_id in people.divisions(visit.session, person)
        if not (ready and allowed and owed.missing and not owed.obligation.locked(visit.incoming.at)):
            left_out.append(owed.measure.order)
            continue
        submit(visit, person, owed, answers_of(visit, bundle, owed, with_meeting=with_meeting))
        if draft:
            visit.session.delete(draft)
        sent.append(owed)
    bundle.open, bundle.state = False, {**bundle.state, "done": True}
    visit.session.flush()
    if not sent:
        return (Text(wording.NOTHING_SENT, (Choice(wording.STATUS, f"word/{wording.STATUS}"),)),)
    following = reporting.next_of(visit, person, bundle.state["then"])
    return (receipts.several(visit, sent, visit.incoming.at, left_out, goes_on=bool(following)), *following)


# --- Which month and division is meant -----------------------------------------------------------------------


def by_words(
    visit: Visit, person: Person, act: Callable[[Month, int], tuple[Message, ...]], word: str
) -> tuple[Message, ...]:
    """The words เหมือนเดือนก่อน and ไม่มีการดำเนินการ typed: the oldest open month; which of several divisions is asked."""
    found = reporting.own(visit, person)
    wanted = answerable(found, people.divisions(visit.session, person), visit.incoming.at)
    if not wanted:
        return reporting.cards(visit, person)
    divisions = list(dict.fromkeys(o.key.division_id for o in wanted))
    if len(divisions) == 1:
        return act(reporting.asked_month(wanted, visit), divisions[0])
    choices = []
    for division in divisions:
        theirs = [o for o in wanted if o.key.division_id == division]
        month = reporting.asked_month(theirs, visit)
        choices.append(Choice(theirs[0].division, f"{word}/{month.key}/{division}"))
    return (Card(title=wording.WHICH_DIVISION, buttons=tuple(choices[:8]), alt=wording.WHICH_DIVISION),)
