"""Several reports of a division's month at once: like last month, nothing was done, or one message that said several.

A bundle is what waits for one tap. Nothing is stored as an answer before that tap; then each report is written as its
own revision, as if it had been sent alone. What a bundle asks is in handlers/bundles.py; what is said to its card in
handlers/together_said.py.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from handlers import drafts, reporting, wording
from handlers import wording_together as words
from handlers.bundle_answers import (
    not_begun,
    parts_of,
    warned_about,
)
from handlers.bundles import (
    ask,
    elsewhere_lines,
    is_begun,
    make,
    question,
)
from handlers.incoming import Visit
from handlers.owed import Owed, answerable, everything, in_order, of_month, tag
from models import people
from models.calendar import Month
from models.question import Unclear
from models.replies import check_care, read_text, status_label
from models.same import NoActivity
from models.say import Message, Text
from models.shown import brief
from models.sources import Ids
from models.tables import BundleRow, ConversationRow, Person

_NOTHING_SAID = NoActivity()  # the button
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
    wanted = _wanted(missing, only, but)
    begun = [o for o in wanted if is_begun(visit, person, o)]
    ready = [o for o in wanted if o.previous and o not in begun]
    if not ready:
        of_it = all_of_month(visit, month, division)
        why = words.all_begun([o.measure.order for o in begun]) if begun else _why_none(visit, of_it)
        return (Text(why), *reporting.card_of_month(visit, person, month, division)[:4])
    unknown = [o for o in wanted if not o.previous and o not in begun]
    asked_after = [o for o in missing if o.measure.order in but]
    state: dict[str, Any] = {
        "tags": [tag(o.key) for o in ready],
        "then": [tag(o.key) for o in in_order([*asked_after, *unknown, *begun])],
        **_left_out(visit, month, division, missing, only, but),
        "unknown": [o.measure.order for o in unknown],
        "begun": [o.measure.order for o in begun],
        "ask": {
            "new": [tag(o.key) for o in ready if o.repeats >= LONG_RUN],
            "outcome": [tag(o.key) for o in ready if _owes_outcome(o)],
        },
        "said": {},
    }
    return ask(visit, make(visit, person, month, division, "same", state))


def _wanted(missing: Sequence[Owed], only: Collection[int] | None, but: Collection[int]) -> list[Owed]:
    """The missing reports that are meant: all or `only` some numbers, `but` not others."""
    return [o for o in missing if (only is None or o.measure.order in only) and o.measure.order not in but]


def _left_out(
    visit: Visit,
    month: Month,
    division: int,
    missing: Sequence[Owed],
    only: Collection[int] | None,
    but: Collection[int],
) -> dict[str, list[int]]:
    """For the card: the numbers that were left out, and of all that were named what is sent or does not exist."""
    here = {o.measure.order for o in all_of_month(visit, month, division)}
    elsewhere = {*but, *(only or ())} - {o.measure.order for o in missing}
    return {"but": sorted(but), "sent": sorted(elsewhere & here), "no_such": sorted(elsewhere - here)}


def _why_none(visit: Visit, here: Sequence[Owed]) -> str:
    """Why nothing of a month can be repeated: it is closed, all of it is sent, or nothing stands before it."""
    if missing := [o for o in here if o.missing]:
        return reporting.why_not(missing[0], visit) or words.NOTHING_BEFORE
    if not here:
        return words.NOTHING_BEFORE
    closed = all(o.obligation.locked(visit.incoming.at) for o in here)
    return words.all_sent(here[0].month, here[0].division, closed=closed)


def nothing_done(
    visit: Visit,
    person: Person,
    month: Month,
    division: int,
    said: NoActivity = _NOTHING_SAID,
    message: Ids = "",
) -> tuple[Message, ...]:
    """ไม่มีการดำเนินการ: the month's missing reports, all or those `said`, with one reason; what was left out is asked
    afterwards. `message`: where the reason came from."""
    missing = _missing(visit, person, month, division)
    wanted = _wanted(missing, said.orders, said.except_)
    ready = [o for o in wanted if not is_begun(visit, person, o)]
    left_out = _left_out(visit, month, division, missing, said.orders, said.except_)
    if not ready:
        here = all_of_month(visit, month, division)
        told = () if missing or not here else (Text(_why_none(visit, here)),)
        if not told and said.orders and (left_out["sent"] or left_out["no_such"]):
            told = (Text("\n".join(elsewhere_lines(left_out))),)
        return (*told, *reporting.card_of_month(visit, person, month, division)[:4])
    state: dict[str, Any] = {
        "tags": [tag(o.key) for o in ready],
        "then": [tag(o.key) for o in missing if o.measure.order in said.except_],
        **left_out,
        "begun": [o.measure.order for o in wanted if o not in ready],
        "ask": {"reason": [tag(o.key) for o in ready]},
        "said": {},
    }
    bundle = make(visit, person, month, division, "none", state)
    return take_words(visit, bundle, said.reason, message) if said.reason else ask(visit, bundle)


def told(visit: Visit, person: Person, waiting: Sequence[ConversationRow]) -> BundleRow:
    """Drafts that one message filled, to be sent together when each is complete."""
    tags = [tag(drafts.key_of(d)) for d in waiting]
    state: dict[str, Any] = {"tags": tags, "then": [], "ask": {}, "said": {}}
    return make(visit, person, waiting[0].month, waiting[0].division_id, "told", state)


def all_of_month(visit: Visit, month: Month, division: int) -> list[Owed]:
    """Everything that a division owes of a month."""
    found = everything(visit.session, visit.desk.organisation_id, visit.incoming.at, [division])
    return of_month(found, month, division)


def _missing(visit: Visit, person: Person, month: Month, division: int) -> list[Owed]:
    if division not in people.divisions(visit.session, person):
        return []
    return answerable(all_of_month(visit, month, division), [division], visit.incoming.at)


def _owes_outcome(owed: Owed) -> bool:
    previous = owed.previous
    started = previous is not None and previous.status not in ("not_started", "cancelled")
    return bool(started and owed.obligation.last_owed_in_round and previous and not previous.outcome)


# --- Words for the open question ---------------------------------------------------------------------------


def take_words(visit: Visit, bundle: BundleRow, text: str, message: Ids = "") -> tuple[Message, ...]:
    """Words for the open question of all reports together; they may name measures."""
    message = message or visit.incoming.message_id
    name = question(bundle)
    typed = read_text(text, drafts.no_context(visit, bundle.month))
    if isinstance(typed, Unclear):
        return ask(visit, bundle, words.WHAT_IS_NEW if name == "new" else typed.sentence)
    if name == "new" and (unclear := _unclear(visit, bundle, text)):
        return ask(visit, bundle, unclear)
    found = check_care(text.strip(), drafts.no_context(visit, bundle.month))
    if found.sentence:
        of = warned_about(visit, bundle, text)
        sentence = f"{wording.orders_text(of)}: {found.sentence}" if of else found.sentence
        care = {"name": name, "text": text.strip(), "message": message, "sentence": sentence}
        bundle.state = {**bundle.state, "care": care}
        return ask(visit, bundle)
    return keep(visit, bundle, name, text.strip(), message)


def _unclear(visit: Visit, bundle: BundleRow, text: str) -> str:
    """Why news of a measure cannot be taken as they are: a status that may be several, or that is not told
    although something was done; "" when they can."""
    for part in parts_of(visit, bundle, text):
        for trouble in part.troubles:
            if trouble.choices:
                shown = " หรือ ".join(status_label(c) for c in trouble.choices)
                return words.which_of_these(brief(part.said, 60), shown)
    for order, told in not_begun(visit, bundle, text).items():
        return words.which_status_now(order, brief(told, 120))
    return ""


def keep(visit: Visit, bundle: BundleRow, name: str, text: str, message: Ids) -> tuple[Message, ...]:
    """Keep words as the answer to a question of all reports together, and ask what is open now."""
    said = {**bundle.state["said"], name: {"text": text, "message": message}}
    bundle.state = {**bundle.state, "said": said}
    bundle.moved_at = visit.incoming.at
    return ask(visit, bundle)
