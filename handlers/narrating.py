"""The word แก้ข้อความ: the round's text of a measure as the report prints it, and the secretary's own words for it.

The answers stay as they were; what is edited is shown as edited, and flagged when the answers change after.
"""

from __future__ import annotations

from collections.abc import Sequence

from exports.narrative import TextField, basis
from exports.report import round_text
from exports.stories import FIELDS, Story, stories
from handlers import asking, rounds, wording
from handlers import wording_narrative as words
from handlers.incoming import Visit
from handlers.naming import measure_in
from handlers.owed import read_id
from handlers.rounds import Place
from models import people, reports, thai
from models.say import Card, Choice, Message, Row, Text
from models.shown import brief
from models.tables import Person

ASKED, WHICH = "story", "story-which"
SHOWN = 300  # letters of a text on the card
WHOLE = 4500  # letters of a text that is shown to be edited; a message holds 5,000


def how(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word alone: asks which measure."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    asking.ask(visit, person, WHICH)
    return (Text(words.HOW),)


def answered(visit: Visit, person: Person, text: str) -> tuple[Message, ...] | None:
    """Which measure, after the word alone; None when the text names none."""
    return said(visit, person, text) if measure_in(thai.clean(text))[0] is not None else None


def said(visit: Visit, person: Person, text: str) -> tuple[Message, ...]:
    """`แก้ข้อความ ข้อ 3`."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    place = rounds.meant(visit)
    order, _ = measure_in(thai.clean(text))
    if place is None or order is None:
        return (Text(words.HOW),)
    measure_id = next((i for i, m in place[0].measures.items() if m.order == order), None)
    if measure_id is None:
        return (Text(words.no_such(order)),)
    return (card(visit, person, place, measure_id),)


def card(visit: Visit, person: Person, place: Place, measure_id: int) -> Card:
    """The texts of a measure, each with a button to change it."""
    measure = place[0].measures[measure_id]
    found = stories(visit.session, *place, measure_id, visit.incoming.at)
    fields = [Choice(words.FIELDS[s.field], _send(place, measure_id, s.field)) for s in found]
    asking.remember(visit, person, fields)
    return Card(
        title=words.TITLE,
        subtitle=f"{words.title(measure.order, brief(measure.title, 90))}\n{round_text(place[1])}",
        rows=tuple(_row(place, measure_id, story) for story in found),
        note=words.TYPE_NUMBER,
        alt=f"{words.TITLE} {words.title(measure.order, brief(measure.title, 60))}",
        tone="warn" if any(story.stale for story in found) else "good",
    )


def _row(place: Place, measure_id: int, story: Story) -> Row:
    flag = words.CHANGED_AFTER if story.stale else words.OWN_WORDS if story.own else ""
    return Row(
        words.FIELDS[story.field],
        thai.shorten(story.shown, SHOWN) or words.NOTHING_SAID,
        "warn" if story.stale else "plain",
        Choice(words.EDIT, _send(place, measure_id, story.field)),
        flag,
        field=True,
    )


def _send(place: Place, measure_id: int, what: str) -> str:
    return f"story/{rounds.name(place)}/{measure_id}/{what}"


def tapped(visit: Visit, person: Person, year: str, round_key: str, rest: Sequence[str]) -> tuple[Message, ...]:
    """`story/2570/6m/12/activity` asks for new words; `…/activity/back` gives the assembled text back."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    place = rounds.round_named(visit, year, round_key)
    measure_id = read_id(rest[0]) if rest else None
    if place is None or measure_id is None or measure_id not in place[0].measures:
        return (Text(wording.OLD_BUTTON),)
    match rest[1:]:
        case [field] if field in FIELDS:
            return _ask(visit, person, place, measure_id, field)
        case [field, "back"] if field in FIELDS:
            return _give_back(visit, person, place, measure_id, field)
    return (Text(wording.OLD_BUTTON),)


def _give_back(visit: Visit, person: Person, place: Place, measure_id: int, field: TextField) -> tuple[Message, ...]:
    """The assembled text counts again."""
    _store(visit, person, place, measure_id, field, None)
    return (Text(words.GIVEN_BACK), card(visit, person, place, measure_id))


def _ask(visit: Visit, person: Person, place: Place, measure_id: int, field: TextField) -> tuple[Message, ...]:
    """Show the text whole, so that it can be copied, and ask for the new one."""
    story = _story(visit, place, measure_id, field)
    about = {"year": place[0].plan.fiscal_year, "round": place[1].key, "measure": measure_id, "field": field}
    asking.ask(visit, person, ASKED, about)
    back = (Choice(words.GIVE_BACK, f"{_send(place, measure_id, field)}/back"),) if story.own else ()
    shown = thai.cut(story.shown, WHOLE) or words.NOTHING_SAID
    return (Text(words.now_reads(field)), Text(shown), Text(words.TYPE_NEW, back))


def _story(visit: Visit, place: Place, measure_id: int, field: TextField) -> Story:
    return next(s for s in stories(visit.session, *place, measure_id, visit.incoming.at) if s.field == field)


def typed(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...]:
    """The new words; they are printed as they were typed."""
    about = question.about
    place = rounds.round_named(visit, str(about["year"]), about["round"])
    if place is None or about["measure"] not in place[0].measures or not people.is_secretary(visit.session, person):
        return (Text(wording.OLD_BUTTON),)
    if len(text) > words.LONGEST:
        asking.ask(visit, person, ASKED, about)
        return (Text(words.TOO_LONG),)
    if not thai.clean(text):  # a polite word, emoji, letters that nobody sees
        asking.ask(visit, person, ASKED, about)
        return (Text(words.NO_WORDS),)
    if thai.same_words(text, words.GIVE_BACK):
        return tapped(
            visit, person, str(about["year"]), about["round"], [str(about["measure"]), about["field"], "back"]
        )
    _store(visit, person, place, about["measure"], about["field"], text.strip())
    order = place[0].measures[about["measure"]].order
    return (Text(words.saved(about["field"], order)), card(visit, person, place, about["measure"]))


def _store(visit: Visit, person: Person, place: Place, measure_id: int, field: TextField, text: str | None) -> None:
    story = _story(visit, place, measure_id, field)
    reports.say_instead(
        visit.session,
        visit.desk.organisation_id,
        measure_id,
        place[1].key,
        field,
        text,
        basis(story.assembled),
        person.id,
        visit.incoming.at,
    )
