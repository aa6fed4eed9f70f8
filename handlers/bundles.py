"""A bundle: several reports of a month that wait for one tap. Making it, finding it again, and what it asks
(handlers/bundle_answers.py what it would send; handlers/together.py answers it)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from handlers import drafts, wording
from handlers import wording_together as words
from handlers.bundle_answers import answers_of, find_tag, meeting_days, owed_in, take_days, typed_days
from handlers.incoming import Visit
from handlers.owed import A_SCREEN, Owed, read_id, tag
from models import people, thai
from models.calendar import Month
from models.form import BY_NAME
from models.question import KEEP_TYPED, RETYPE
from models.replies import NOTHING_REASONS, WHY_NOTHING, example_of, show_percent, status_label
from models.say import Card, Choice, Message, Row, Text
from models.shown import HELP, PAUSE, SEND, SKIP, brief, pause
from models.tables import BundleRow, Person


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


def latest_told(visit: Visit, person: Person) -> BundleRow | None:
    """The newest message about several reports that were not sent yet."""
    bundle = _newest(visit, person, BundleRow.kind == "told")
    return None if bundle is None or bundle.state.get("done") else bundle


def _newest(visit: Visit, person: Person, *which: ColumnElement[bool]) -> BundleRow | None:
    """The person's newest bundle of some."""
    return visit.session.scalar(
        select(BundleRow).where(BundleRow.person_id == person.id, *which).order_by(BundleRow.id.desc()).limit(1)
    )


def of_person(visit: Visit, person: Person, bundle_id: str) -> BundleRow | None:
    """The person's own bundle of a button's id, unless it is done or of a division that they left."""
    bundle = _own(visit, person, bundle_id)
    return None if bundle is None or bundle.state.get("done") else bundle


def _own(visit: Visit, person: Person, bundle_id: str) -> BundleRow | None:
    """The person's own bundle of a button's id, unless it is of a division that they left."""
    number = read_id(bundle_id)
    bundle = visit.session.get(BundleRow, number) if number else None
    if bundle is None or bundle.person_id != person.id:
        return None
    return bundle if bundle.division_id in people.divisions(visit.session, person) else None


def over(visit: Visit, person: Person, bundle_id: str) -> str:
    """Why an old button of one's own bundle does nothing any more: its reports were sent, and when; "" for others."""
    bundle = _own(visit, person, bundle_id)
    if bundle is None or bundle.kind == "which":
        return ""
    sent = [(o, o.obligation.answer.submitted_at) for o in owed_in(visit, bundle) if o.obligation.answer]
    if not sent:
        return ""
    first, latest = sent[0][0], max(at for _, at in sent)
    closed = all(o.obligation.locked(visit.incoming.at) for o, _ in sent)
    orders = [o.measure.order for o, _ in sent]
    return words.sent_before(orders, first.month, first.division, latest, closed=closed)


def is_told(visit: Visit, person: Person, tag_text: str) -> bool:
    """Whether a report waits to be sent with others that one message told of."""
    bundle = latest_told(visit, person)
    return bundle is not None and tag_text in bundle.state["tags"]


def left_waiting(visit: Visit, person: Person, month: Month, division: int) -> BundleRow | None:
    """The newest bundle of a month that was laid aside by answering one measure first, when reports of
    it are still missing: those alone, and open again."""
    of_it = (BundleRow.month == month, BundleRow.division_id == division)
    bundle = _newest(visit, person, *of_it, BundleRow.kind.in_(("same", "none")))
    if bundle is None or bundle.state.get("done") or bundle.state.get("left"):
        return None
    return bundle if open_again(visit, person, bundle) else None


def parked(visit: Visit, person: Person) -> BundleRow | None:
    """The card of เหมือนเดือนก่อน that was put aside last, open again, when reports of it are still missing."""
    bundle = _newest(visit, person, BundleRow.kind == "same")
    if bundle is None or of_person(visit, person, str(bundle.id)) is None:
        return None
    if all(o.obligation.locked(visit.incoming.at) for o in owed_in(visit, bundle)):
        return None
    return bundle if open_again(visit, person, bundle) else None


def open_again(visit: Visit, person: Person, bundle: BundleRow) -> bool:
    """Open a bundle that was laid aside, with those of its reports alone that are still missing and were not begun by
    themselves; whether there are any."""
    tags = [tag(o.key) for o in owed_in(visit, bundle) if o.missing and not is_begun(visit, person, o)]
    if not tags:
        return False
    drafts.close_all(visit, person)
    ask_of = {name: [t for t in of if t in tags] for name, of in bundle.state["ask"].items()}
    kept = {name: value for name, value in bundle.state.items() if name not in ("left", "above")}
    bundle.state = {**kept, "tags": tags, "ask": ask_of}
    bundle.open, bundle.moved_at = True, visit.incoming.at
    visit.session.flush()
    return True


def is_begun(visit: Visit, person: Person, owed: Owed) -> bool:
    """Whether the person has typed to this report already: that must not be thrown away."""
    draft = drafts.draft_of(visit, person, owed.key)
    return draft is not None and any(not name.startswith("_") for name in draft.answers)


def sent_alone(visit: Visit, person: Person, tag_text: str) -> bool:
    """Take a report that was sent by itself out of the others that one message told of; whether it was among them."""
    bundle = latest_told(visit, person)
    if bundle is None or tag_text not in bundle.state["tags"]:
        return False
    tags = [t for t in bundle.state["tags"] if t != tag_text]
    bundle.state = {**bundle.state, "tags": tags, "done": not tags}
    return True


def open_bundle(visit: Visit, person: Person) -> BundleRow | None:
    """The bundle that typed text goes to; one of a division that the person left is closed."""
    bundle = visit.session.scalar(select(BundleRow).where(BundleRow.person_id == person.id, BundleRow.open))
    if bundle and bundle.division_id not in people.divisions(visit.session, person):
        bundle.open = False
        return None
    return bundle


def question(bundle: BundleRow) -> str:
    """What is asked now: why, which, new, outcome; "" when it is the card to confirm."""
    state = bundle.state
    if state.get("care"):
        return "care"
    return next((name for name, tags in state["ask"].items() if tags and name not in state["said"]), "")


def ask(visit: Visit, bundle: BundleRow, lead: str = "", *, again: bool = False) -> tuple[Message, ...]:
    """The bundle's open question, or its card to confirm. Asked `again` after anything else, its month stands above
    it, and the words that a doubt is about."""
    owed = owed_in(visit, bundle)
    if not owed:  # a colleague has finished them, or the plan has changed
        bundle.open, bundle.state = False, {**bundle.state, "done": True}
        return (Text(words.NOTHING_SENT, (Choice(wording.REPORT, f"word/{wording.REPORT}"),)),)
    name = question(bundle)
    choices = [Choice(label, f"bundle/{bundle.id}/{value}") for value, label in choices_of(visit, bundle)]
    if not name:
        lead = lead or bundle.state.get("above", {}).get("sentence", "")
        return (*([Text(lead)] if lead else []), _card(visit, bundle, owed, choices))
    asked = [o for o in owed if tag(o.key) in bundle.state["ask"].get(name, [])]
    if name in ("reason", "new", "outcome") and not asked:  # those that it was about are not owed any more
        bundle.state = {**bundle.state, "said": {**bundle.state["said"], name: {"text": "", "message": ""}}}
        return ask(visit, bundle, lead, again=again)
    orders = sorted(o.measure.order for o in asked)
    if name == "care":
        text = str(bundle.state["care"]["sentence"])
    elif name == "reason":
        text = WHY_NOTHING
    elif name == "new":
        text = words.whats_new(orders, orders[0])
    else:
        text = words.outcome_of(orders, orders[0])
    above = [wording.of_month(bundle.month, owed[0].division)] if again else []
    above += [f"“{brief(bundle.state['care']['text'])}”"] if again and name == "care" else []
    text = "\n".join([*above, text])
    ways = [pause(), Choice(HELP, f"word/{HELP}")]
    numbered = len(choices) if len(choices) > 1 else 0
    return (Text(f"{lead}\n{text}" if lead else text, (*choices, *ways)[:13], numbered=numbered),)


def choices_of(visit: Visit, bundle: BundleRow) -> list[tuple[str, str]]:
    """The buttons of the open question or card: what a tap means, and its label, which can be typed."""
    match question(bundle):
        case "care":
            return [("keep", KEEP_TYPED), ("retype", RETYPE)]
        case "reason":
            return [(f"reason{n}", reason) for n, reason in enumerate(NOTHING_REASONS)]
        case "new":
            return [("nothing", words.NOTHING_NEW)]
        case "outcome":
            return [("nothing", SKIP)]
    days, typed = meeting_days(visit, bundle), typed_days(bundle)
    send = [("send", words.with_days(_shown(typed)) if typed else SEND)]
    if bundle.kind == "same" and [day for day in days if day not in typed]:
        without = words.with_days(_shown(typed)) if typed else words.NO_MEETING
        send = [("meeting", words.with_meeting(_shown(days))), ("send", without)]
    each = [] if bundle.kind == "told" else [("each", wording.START)]
    return [*send, *each, ("cancel", PAUSE)]


def _shown(days: Sequence[date]) -> str:
    return ", ".join(thai.short_date(day) for day in days)


def _card(visit: Visit, bundle: BundleRow, owed: Sequence[Owed], choices: Sequence[Choice]) -> Card:
    letters = 60 if len(owed) <= A_SCREEN else 36
    rows = tuple(_row(visit, bundle, one, letters) for one in owed)
    titles = {
        "same": words.same_title,
        "none": words.none_title,
        "told": words.told_title,
    }
    leads = {
        "same": words.CHECK_SAME,
        "none": words.CHECK_NONE,
        "told": words.CHECK_TOLD,
    }
    state, notes = bundle.state, []
    if reason := state["said"].get("reason", {}).get("text"):
        notes.append(words.reason_line(brief(reason)))
    if days := typed_days(bundle):
        notes.append(words.days_line(_shown(days)))
    if state.get("unknown"):
        notes.append(words.no_earlier(state["unknown"]))
    if state.get("begun"):
        notes.append(words.begun(state["begun"]))
    if after := [o.measure.order for t in state["then"] if (o := find_tag(visit, t)) and o.missing]:
        notes.append(words.asked_after(sorted(after)))
    notes += elsewhere_lines(state)
    if bundle.kind == "same" and len(owed) > 1 and not state.get("but"):
        notes.append(words.except_hint(owed[-1].measure.order))
    if bundle.kind == "same" and not days and take_days(owed):
        notes.append(words.days_hint(example_of(bundle.month)))
    title = titles[bundle.kind](len(owed))
    first = choices[0]
    return Card(
        title=title,
        subtitle=wording.month_title(bundle.month, owed[0].division) if owed else "",
        lead=leads[bundle.kind],
        rows=rows,
        note="\n".join(notes),
        buttons=(Choice(first.label, first.send, strong=True), *choices[1:]),
        alt=title,
    )


def elsewhere_lines(state: Mapping[str, Any]) -> list[str]:
    """What is said of measures that were named and cannot be reported: they were sent, or there are none."""
    said = (("sent", words.sent_already), ("no_such", words.no_such))
    return [sentence(state[name]) for name, sentence in said if state.get(name)]


def _row(visit: Visit, bundle: BundleRow, owed: Owed, letters: int) -> Row:
    """One report on the card to check: all that would be sent for it, every text with so many letters of its own."""
    answers = answers_of(visit, bundle, owed, with_meeting=False)
    status = status_label(answers["status"])
    text = wording.numbered(owed.measure.order, brief(owed.measure.title, 60))
    files = words.files_line(len(answers["evidence"])) if answers["evidence"] else ""
    if bundle.kind == "none":
        return Row(
            text, " · ".join(filter(None, [words.status_kept(status, before=owed.previous is not None), files]))
        )
    typed = typed_days(bundle) if bundle.kind == "same" else []  # those of all stand below
    days = [day for day in drafts.days_of(answers) if day not in typed]
    share = show_percent(answers.get("percent", ""))
    texts = [brief(answers.get(n, ""), letters) for n in ("activity", "output", "outcome")]
    asked = BY_NAME["problem"]
    problem = words.problem_line(brief(asked.show(answers["problem"]), letters)) if asked.name in answers else ""
    said = [f"{status} {share}".strip(), _shown(days), *texts, problem, files]
    change = Choice(wording.EDIT, f"open/{tag(owed.key)}") if bundle.kind == "told" else None
    return Row(text, " · ".join(filter(None, said)), choice=change)
