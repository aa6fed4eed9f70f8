"""Several reports of a division's month at once: like last month, nothing was done, or one message that said several.

A bundle is what waits for one tap. Nothing is stored as an answer before that tap; then each report is written as its
own revision, as if it had been sent alone. What a bundle asks is in handlers/bundles.py; everything a button does
can be typed. While a bundle is open, typed words go to it (handlers/talk.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from handlers import drafts, receipts, reporting, wording
from handlers import wording_together as words
from handlers.bundles import answers_of, ask, choices_of, make, owed_in, question
from handlers.incoming import Visit
from handlers.owed import Owed, answerable, everything, in_order, of_month, tag
from handlers.submitting import submit
from models import people, thai
from models.calendar import Month
from models.conversation import word_of
from models.draft import complete
from models.replies import VAGUE, check_dates, check_text
from models.same import read_same
from models.say import Card, Choice, Message, Text
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
        return (Text(words.NOTHING_BEFORE), *reporting.cards(visit, person)[:4])
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


# --- Answering -----------------------------------------------------------------------------------------------


def say(visit: Visit, person: Person, bundle: BundleRow, text: str) -> tuple[Message, ...] | None:
    """Words typed while a bundle is open; None when they are about something else."""
    if visit.incoming.at < bundle.moved_at:  # an older message that comes late answers nothing that is asked now
        return (Text(wording.came_late_unused(brief(text), visit.incoming.at)), *ask(visit, bundle))
    word, asked = word_of(text), question(bundle)
    choices = choices_of(visit, bundle)
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
    return words.days_refused(doubt.split("\n")[0]) if doubt else days


def tap(visit: Visit, person: Person, bundle_id: str, value: str) -> tuple[Message, ...]:
    """A button of a bundle, however old."""
    bundle = visit.session.get(BundleRow, int(bundle_id)) if bundle_id.isdigit() else None
    if bundle is None or bundle.person_id != person.id or bundle.state.get("done"):
        return (Text(wording.OLD_BUTTON), *reporting.cards(visit, person)[:4])
    if not bundle.open:
        drafts.close_all(visit, person)
        bundle.open = True
    if value not in [v for v, _ in choices_of(visit, bundle)]:
        return (Text(words.EARLIER_BUTTON), *ask(visit, bundle))
    return _act(visit, person, bundle, value)


def _act(visit: Visit, person: Person, bundle: BundleRow, value: str) -> tuple[Message, ...]:
    bundle.moved_at = visit.incoming.at
    asked, state = question(bundle), bundle.state
    if value == "cancel":
        bundle.open = False
        again = Choice(wording.REPORT, f"word/{wording.REPORT}")
        return (Text(words.LEFT_TOGETHER, (again, Choice(wording.MENU, f"word/{wording.MENU}"))),)
    if value == "each":
        bundle.open = False
        return reporting.start(visit, person, bundle.month.key, str(bundle.division_id))
    if value in ("send", "meeting"):
        return _send(visit, person, bundle, with_meeting=value == "meeting")
    if value == "nothing":
        return _keep(visit, bundle, asked, "", "")
    if value.startswith("reason"):
        return _keep(visit, bundle, asked, words.REASONS[int(value.removeprefix("reason"))], "")
    care = state.get("care", {})
    bundle.state = {k: v for k, v in state.items() if k != "care"}
    if value == "keep":
        return _keep(visit, bundle, care["name"], care["text"], care["message"])
    return ask(visit, bundle)


def _said(visit: Visit, bundle: BundleRow, text: str) -> tuple[Message, ...]:
    """Words for the open question of all reports together; they may name measures."""
    name = question(bundle)
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
        return (Text(words.NOTHING_SENT, (Choice(wording.STATUS, f"word/{wording.STATUS}"),)),)
    following = reporting.next_of(visit, person, bundle.state["then"])
    return (receipts.several(visit, sent, visit.incoming.at, left_out, goes_on=bool(following)), *following)


# --- Which month and division is meant -----------------------------------------------------------------------


def by_words(
    visit: Visit,
    person: Person,
    act: Callable[[Month, int], tuple[Message, ...]],
    word: str,
    division: int | None = None,
) -> tuple[Message, ...]:
    """The words เหมือนเดือนก่อน and ไม่มีการดำเนินการ typed: the oldest open month; which of several divisions is asked."""
    found = reporting.own(visit, person)
    own = [division] if division else people.divisions(visit.session, person)
    wanted = answerable(found, own, visit.incoming.at)
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
    note = words.name_division(words.AS_TYPED[word], choices[0].label)
    return (Card(title=words.WHICH_DIVISION, buttons=tuple(choices[:8]), note=note, alt=words.WHICH_DIVISION),)
