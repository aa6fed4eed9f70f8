"""What is said to several reports that wait for one tap: typed words and buttons, at the questions and at the card.

Everything a button does can be typed. While a bundle is open, typed words go to it (handlers/talk.py).
"""

from __future__ import annotations

from dataclasses import replace

from handlers import drafts, meeting, reporting, wording
from handlers import wording_together as words
from handlers.bundle_answers import (
    meeting_days,
    of_all,
    owed_in,
    take_days,
)
from handlers.bundles import (
    ask,
    choices_of,
    is_begun,
    of_person,
    open_again,
    open_bundle,
    over,
    parked,
    question,
)
from handlers.incoming import Visit
from handlers.together import all_of_month, keep, nothing_done, same, take_words
from handlers.together_sent import send
from handlers.which_month import by_words
from models import thai
from models.conversation import word_of
from models.replies import NOTHING_REASONS, check_dates
from models.same import NoActivity, read_except, read_no_activity, read_nothing_new, read_same
from models.say import Choice, Message, Text
from models.shown import BACK, CANCEL, EDIT, HELP, HELP_TEXT, SEND, SKIP, brief
from models.tables import BundleRow, Person
from models.thai_dates import only_dates, read_dates


def say(visit: Visit, person: Person, bundle: BundleRow, text: str) -> tuple[Message, ...] | None:
    """Words typed while a bundle is open; None when they are about something else."""
    if visit.incoming.at < bundle.moved_at:  # an older message that comes late answers nothing that is asked now
        return (Text(wording.came_late_unused(brief(text), visit.incoming.at)), *ask(visit, bundle))
    asked = question(bundle)
    if asked and thai.read_item(text) is not None:  # ข้อ 3 names a measure, and is no reason
        return None
    text = of_all(text) if asked in ("reason", "new", "outcome") else text
    word = word_of(text)
    choices = choices_of(visit, bundle)
    if word == CANCEL:
        return _act(visit, person, bundle, "cancel")
    if word == HELP:
        return (Text(HELP_TEXT), *ask(visit, bundle))
    if word == BACK:
        return _back(visit, person, bundle)
    labels = [label for _, label in choices]
    numbered = asked != ""  # the card's buttons have no numbers: there a number is that of a measure
    position = thai.which(text, labels) if numbered else thai.said_label(text, labels)
    if position is not None:
        return _act(visit, person, bundle, choices[position][0])
    if asked == "care":
        if word or thai.read_yes_no(text) is not None:  # neither keeps nor changes what is warned about
            return ask(visit, bundle)
        bundle.state = {k: v for k, v in bundle.state.items() if k != "care"}
        return say(visit, person, bundle, text)
    if asked == "new" and (but := read_except(text)):
        asked_anew = same(visit, person, bundle.month, bundle.division_id, but=but)
        rest = open_bundle(visit, person)  # of which it was just said that nothing is new
        return _act(visit, person, rest, "nothing") if rest and question(rest) == "new" else asked_anew
    if asked == "reason" and (narrower := _narrowed(visit, person, bundle, text)):
        return narrower
    if asked in ("reason", "new", "outcome"):
        none = read_nothing_new(text) if asked == "new" else thai.means_nothing(text)
        nothing = word == SKIP or (asked != "reason" and none)
        if not nothing and (thai.read_yes_no(text) is not None or not thai.clean(text)):  # nothing to print
            return ask(visit, bundle)
        if nothing and asked != "reason":
            return _act(visit, person, bundle, "nothing")
        return take_words(visit, bundle, text)
    return _at_the_card(visit, person, bundle, text)


def _at_the_card(visit: Visit, person: Person, bundle: BundleRow, text: str) -> tuple[Message, ...] | None:
    agreed = thai.read_yes_no(text)
    values = [value for value, _ in choices_of(visit, bundle)]
    above = bundle.state.get("above", {}).get("asks")  # what is asked above the card: a yes or no answers that
    if above == "meeting" and "meeting" in values and (added := meeting.is_added(text)) is not None:
        return _act(visit, person, bundle, "meeting" if added else "send")
    if isinstance(above, int) and agreed is not None:
        return _change(visit, person, bundle, above) if agreed else ask(visit, _nothing_above(bundle))
    _nothing_above(bundle)
    if "meeting" in values and thai.same_words(text, words.WITH_MEETING):
        return _act(visit, person, bundle, "meeting")
    if bundle.kind == "same" and thai.same_words(text, words.WITH_MEETING) and not take_days(owed_in(visit, bundle)):
        return ask(visit, bundle, words.NOTHING_BEGUN)
    if word_of(text) == SEND or agreed is True:
        if "meeting" in values and above != "meeting":
            days = ", ".join(thai.short_date(day) for day in meeting_days(visit, bundle))
            return _ask_above(visit, bundle, "meeting", words.add_meeting(days))
        return _act(visit, person, bundle, "send")
    if word_of(text) == EDIT or agreed is False:
        return _act(visit, person, bundle, "each")
    number = thai.read_number(text)
    if number is not None and number in [o.measure.order for o in owed_in(visit, bundle)]:
        return _ask_above(visit, bundle, number, _which_is_meant(visit, bundle, number))
    if number is not None and number in [
        o.measure.order for o in all_of_month(visit, bundle.month, bundle.division_id)
    ]:
        return None
    typed, refused = _days_in(visit, bundle, text) if bundle.kind == "same" else ([], "")
    if refused:
        return ask(visit, bundle, refused)
    if typed:
        bundle.state = {**bundle.state, "days": typed, "days_from": visit.incoming.message_id}
        return ask(visit, bundle)
    if bundle.kind == "none" and (narrower := _narrowed(visit, person, bundle, text)):
        return narrower
    but = read_same(text) or read_same(f"{wording.SAME} {text}")
    if bundle.kind == "same" and but and not but.trouble and but.except_:
        without = {*but.except_, *bundle.state.get("but", ())}  # what was left out before is not on the card
        return same(visit, person, bundle.month, bundle.division_id, but=sorted(without))
    return None


def _narrowed(visit: Visit, person: Person, bundle: BundleRow, text: str) -> tuple[Message, ...]:
    """`รองบ ยกเว้น 2` or `ยกเว้น 2` about reports of which nothing was done; () for words that leave nothing out."""
    ways = (text, f"{wording.NO_ACTIVITY} {text}", f"{wording.NO_ACTIVITY} เพราะ{text}")
    said = next((found for way in ways if (found := read_no_activity(way)) and found.except_), None)
    if said is None:
        return ()
    before = bundle.state["said"].get("reason", {})
    orders = tuple(o.measure.order for o in owed_in(visit, bundle))
    without = tuple({*said.except_, *bundle.state.get("but", ())})
    meant = NoActivity(said.reason or before.get("text", ""), orders, without)
    message = visit.incoming.message_id if said.reason else before.get("message", "")
    return nothing_done(visit, person, bundle.month, bundle.division_id, meant, message)


def _ask_above(visit: Visit, bundle: BundleRow, asks: str | int, sentence: str) -> tuple[Message, ...]:
    """A question above the card: whether the day of the meeting is added, or the measure of a number is changed."""
    bundle.state = {**bundle.state, "above": {"asks": asks, "sentence": sentence}}
    return ask(visit, bundle)


def _nothing_above(bundle: BundleRow) -> BundleRow:
    """The card without the question above it, which what was said has ended."""
    bundle.state = {name: value for name, value in bundle.state.items() if name != "above"}
    return bundle


def _change(visit: Visit, person: Person, bundle: BundleRow, number: int) -> tuple[Message, ...]:
    """What _which_is_meant offers, agreed to: the measure is left out of what is repeated, else opened by itself."""
    owed = next((o for o in owed_in(visit, bundle) if o.measure.order == number), None)
    if owed is None:
        return ask(visit, _nothing_above(bundle))
    if bundle.kind == "same" and len(owed_in(visit, bundle)) > 1:
        but = {number, *bundle.state.get("but", ())}
        return same(visit, person, bundle.month, bundle.division_id, but=sorted(but))
    return reporting.open_owed(visit, person, owed)


def _which_is_meant(visit: Visit, bundle: BundleRow, number: int) -> str:
    """What is asked when the bare number of a measure is said to the card: the words that change that one, and those
    that send all."""
    orders = [o.measure.order for o in owed_in(visit, bundle)]
    if bundle.kind == "told":
        way = f"{wording.EDIT}ข้อ {number}"
    elif bundle.kind == "same" and len(orders) > 1:
        but = ", ".join(str(n) for n in sorted({number, *bundle.state.get("but", ())}))
        way = f"{words.EXCEPT} {but}"
    else:
        way = f"ข้อ {number}"
    return words.number_alone(number, way)


def _days_in(visit: Visit, bundle: BundleRow, text: str) -> tuple[list[str], str]:
    """The days (ISO) that a reply consists of, and why they cannot be taken; ([], "") when it is something else."""
    found, owed = read_dates(text, bundle.month, visit.incoming.today), owed_in(visit, bundle)
    if found.trouble or not owed or not only_dates(text):  # who says more is asked which measure it is about
        return [], ""
    if not take_days(owed):
        return [], words.NOTHING_BEGUN
    days = [day.isoformat() for day in found.dates]
    context = replace(drafts.no_context(visit, bundle.month), round=owed[0].stored.round_of(bundle.month))
    doubt = check_dates(days, context).sentence
    return ([], words.days_refused(doubt.split("\n")[0])) if doubt else (days, "")


def tap(visit: Visit, person: Person, bundle_id: str, value: str) -> tuple[Message, ...]:
    """A button of a bundle, however old."""
    bundle = of_person(visit, person, bundle_id)
    if bundle is None or bundle.kind == "which":
        return (Text(over(visit, person, bundle_id) or wording.OLD_BUTTON), *reporting.cards(visit, person)[:4])
    if not bundle.open and bundle.kind != "told":
        waiting = bundle.state["tags"]
        if not open_again(visit, person, bundle):
            return (Text(_why_over(visit, person, bundle)), *reporting.cards(visit, person)[:4])
        if bundle.state["tags"] != waiting:  # what would be sent is not what stands on the old card
            return ask(visit, bundle)
    elif not bundle.open:
        drafts.close_all(visit, person)
        bundle.open = True
    if value not in [v for v, _ in choices_of(visit, bundle)]:
        return (Text(words.EARLIER_BUTTON), *ask(visit, bundle))
    return _act(visit, person, bundle, value)


def _why_over(visit: Visit, person: Person, bundle: BundleRow) -> str:
    """Why nothing of an old card waits any more: its reports were sent, or are answered one by one."""
    begun = [o.measure.order for o in owed_in(visit, bundle) if o.missing and is_begun(visit, person, o)]
    return words.all_begun(begun) if begun else over(visit, person, str(bundle.id)) or words.NOTHING_SENT


def card_again(visit: Visit, person: Person) -> tuple[Message, ...]:
    """A sending button of the card of เหมือนเดือนก่อน, typed after the card was left: the card once more."""
    if bundle := parked(visit, person):
        return ask(visit, bundle)
    return by_words(visit, person, lambda m, d: same(visit, person, m, d), "same")


def _act(visit: Visit, person: Person, bundle: BundleRow, value: str) -> tuple[Message, ...]:
    bundle.moved_at = visit.incoming.at
    asked, state = question(bundle), _nothing_above(bundle).state
    if value == "cancel":
        over_now = {"done": True} if bundle.kind == "told" else {"left": True}  # those are drafts, which wait
        bundle.open, bundle.state = False, {**state, **over_now}
        again = Choice(wording.REPORT, f"word/{wording.REPORT}")
        return (Text(words.LEFT_TOGETHER, (again, Choice(wording.MENU, f"word/{wording.MENU}"))),)
    if value == "each":
        bundle.open, bundle.state = False, {**state, "left": True}
        return reporting.start(visit, person, bundle.month.key, str(bundle.division_id))
    if value in ("send", "meeting"):
        return send(visit, person, bundle, with_meeting=value == "meeting")
    if value == "nothing":
        return keep(visit, bundle, asked, "", "")
    if value.startswith("reason"):
        return keep(visit, bundle, asked, NOTHING_REASONS[int(value.removeprefix("reason"))], "")
    care = state.get("care", {})
    bundle.state = {k: v for k, v in state.items() if k != "care"}
    if value == "keep":
        return keep(visit, bundle, care["name"], care["text"], care["message"])
    return ask(visit, bundle)


def _back(visit: Visit, person: Person, bundle: BundleRow) -> tuple[Message, ...]:
    """To the question before, or to the month's card."""
    said = dict(bundle.state["said"])
    if not said:
        bundle.open, bundle.state = False, {**bundle.state, "left": True}
        return reporting.cards(visit, person)
    said.popitem()
    bundle.state = {**bundle.state, "said": said}
    return ask(visit, bundle)
