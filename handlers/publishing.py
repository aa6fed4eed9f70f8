"""The publishing check-list in the chat: the web keeper (or the secretary) ticks each place with its day, takes a
tick back, and gets the texts to paste. Everybody else who joined sees where the report can be read.
"""

from __future__ import annotations

from datetime import date, timedelta

from exports import publishing as places
from exports.documents import PAPERS
from exports.freezing import thawed
from exports.publishing import BY_NAME, ITEMS, Item
from handlers import asking, cases, files, wording
from handlers import wording_publishing as words
from handlers.cases import Case
from handlers.incoming import Visit
from handlers.wording_chain import WHICH_REPORT, short_round
from handlers.wording_people import AS_IT_WAS, UNCHANGED
from models import forms, people, publishing, replies
from models.calendar import Month, bangkok_date
from models.conversation import word_of
from models.oit import asking_for
from models.report_tables import Publishing
from models.say import Card, Choice, Message, Row, Text, Tone
from models.shown import CANCEL
from models.tables import Organisation, Person
from models.thai import arabic_digits, short_date
from models.thai_dates import read_dates

ASKED_NOTE, ASKED_DAY = "publish-note", "publish-day"
LONGEST = 1000


def by_word(visit: Visit, person: Person) -> tuple[Message, ...]:
    """The word เผยแพร่: the list of the report that is endorsed and not published everywhere, else of the newest."""
    found = cases.every(visit.session, visit.desk.organisation_id, visit.incoming.today)
    endorsed = [case for case in found if case.course.state == "complete"]
    if not _may_tick(visit, person):
        return (_to_read(visit, endorsed[0]),) if endorsed else (Text(words.NOTHING_FROZEN),)
    unfinished = [c for c in endorsed if len(publishing.ticked(visit.session, c.row.id)) < len(ITEMS)]
    if len(unfinished) > 1:
        choices = [Choice(case.name, f"publish/{case.row.id}") for case in unfinished]
        return (asking.offer(visit, person, WHICH_REPORT, choices),)
    shown = unfinished or endorsed or found
    return (_card(visit, person, shown[0]),) if shown else (Text(words.NOTHING_FROZEN),)


def _may_tick(visit: Visit, person: Person) -> bool:
    return people.holds(visit.session, person, publishing.ROLES)


def _to_read(visit: Visit, case: Case) -> Message:
    """Where the report can be read, for anybody."""
    row = publishing.ticked(visit.session, case.row.id).get("website")
    if row is None:
        return Text(f"{case.name}\n{words.NOT_PUBLISHED}")
    return Text(f"{case.name}\n{row.value}\n{words.noted_on(row.day)}")


# --- The list ------------------------------------------------------------------------------------------------


def _card(visit: Visit, person: Person, case: Case) -> Card:
    done = publishing.ticked(visit.session, case.row.id)
    choices = [Choice(_title(visit, case, item), f"publish/{case.row.id}/{item.name}") for item in ITEMS]
    texts = tuple(
        Choice(label, f"publish/{case.row.id}/{send}")
        for label, send in ((words.ITAS_TEXT, "text/itas"), (words.EPLAN_TEXT, "text/eplan"))
    )
    asking.remember(visit, person, [*choices, *texts])
    notes = [] if case.course.state == "complete" else [words.NOT_ENDORSED]
    return Card(
        title=words.TITLE,
        subtitle=case.name,
        lead=words.count(len(done), len(ITEMS)),
        rows=tuple(_row(n, choices[n - 1], item, done.get(item.name)) for n, item in enumerate(ITEMS, 1)),
        note="\n".join([*notes, words.HOW]),
        buttons=(*texts, *(_papers(visit, case) if case.course.state == "complete" else ())),
        alt=words.TITLE,
        tone="good" if len(done) == len(ITEMS) else "warn",
    )


def _title(visit: Visit, case: Case, item: Item) -> str:
    return places.title(item, _oit(visit, case))


def _oit(visit: Visit, case: Case) -> str:
    rules = visit.session.get_one(Organisation, visit.desk.organisation_id).rules
    return places.asked_by(asking_for(rules, case.stored.plan.fiscal_year))


def _papers(visit: Visit, case: Case) -> list[Choice]:
    """What is published, when it is endorsed; the report in the agency's own form when it has one."""
    own = forms.current(visit.session, visit.desk.organisation_id) is not None
    kinds = [kind for kind in files.PUBLISHED if kind in PAPERS and (kind != "own" or own)]
    return [files.button(case.stored, case.round, kind, PAPERS[kind].title) for kind in kinds]


def _row(number: int, choice: Choice, item: Item, done: Publishing | None) -> Row:
    name = f"{number} {choice.label}"
    if done is None:
        return Row(name, choice=Choice(words.TICK, choice.send))
    note = done.value if item.notes != "nothing" else ""
    tone: Tone = "good" if done.day else "warn"
    return Row(name, words.noted_on(done.day), tone, Choice(words.CHANGE, choice.send), cases.brief(note))


# --- Ticking -------------------------------------------------------------------------------------------------


def tap(visit: Visit, person: Person, rest: list[str]) -> tuple[Message, ...]:
    """A button of the list: the report, the place, and what is done with it."""
    if not _may_tick(visit, person):
        return (Text(wording.NOT_FOR_YOU),)
    case = cases.find(visit, person, rest[0])
    if not isinstance(case, Case):
        return case
    match rest[1:]:
        case []:
            return (_card(visit, person, case),)
        case ["text", name] if item := BY_NAME.get(name):
            return _texts(visit, person, case, item)
        case [name, *more] if item := BY_NAME.get(name):
            return _of_item(visit, person, case, item, more)
    return (Text(wording.OLD_BUTTON),)


def _of_item(visit: Visit, person: Person, case: Case, item: Item, more: list[str]) -> tuple[Message, ...]:
    done = publishing.ticked(visit.session, case.row.id).get(item.name)
    send = f"publish/{case.row.id}/{item.name}"
    match more:
        case [] if done:
            choices = [Choice(words.CHANGE, f"{send}/change"), Choice(words.UNTICK, f"{send}/off")]
            said = [_title(visit, case, item), done.value if item.notes != "nothing" else ""]
            text = "\n".join([*(line for line in said if line), words.noted_on(done.day), words.WHAT_TO_DO])
            return (asking.offer(visit, person, text, choices),)
        case [] | ["change"]:
            return _ask(visit, person, case, item)
        case ["off"]:
            if done:
                _note(visit, person, case, item, "", None)
            return (Text(words.UNTICKED if done else UNCHANGED), _card(visit, person, case))
        case ["today"]:
            return _on(visit, person, case, item, visit.incoming.today)
        case ["day"]:
            return _day(visit, person, case, item, visit.incoming.picked)
        case ["again"]:
            return _ask_day(visit, person, case, item, words.ask_day(_title(visit, case, item)))
        case ["sure", day]:
            return _day(visit, person, case, item, day, sure=True)
    return (Text(wording.OLD_BUTTON),)


def _ask(visit: Visit, person: Person, case: Case, item: Item, first: str = "") -> tuple[Message, ...]:
    """The first thing that is noted of a place."""
    if item.notes == "nothing":
        return _ask_day(visit, person, case, item, words.ask_day(_title(visit, case, item)))
    asking.ask(visit, person, ASKED_NOTE, {"report": case.row.id, "item": item.name})
    question = words.ASK_ADDRESS if item.notes == "address" else words.ASK_WORDS
    return (Text(f"{first}\n{question}" if first else question),)


def _ask_day(visit: Visit, person: Person, case: Case, item: Item, text: str) -> tuple[Message, ...]:
    asking.ask(visit, person, ASKED_DAY, {"report": case.row.id, "item": item.name})
    send = f"publish/{case.row.id}/{item.name}"
    return (Text(text, (Choice(words.TODAY, f"{send}/today"), Choice(words.PICK_DATE, f"{send}/day", kind="date"))),)


def answered(visit: Visit, person: Person, question: asking.Question, text: str) -> tuple[Message, ...]:
    """A typed reply: the address, the words, or the day."""
    if word_of(text) == CANCEL:
        return (Text(AS_IT_WAS),)
    if not _may_tick(visit, person):
        return (Text(wording.NOT_FOR_YOU),)
    case, item = cases.find(visit, person, str(question.about["report"])), BY_NAME[question.about["item"]]
    if not isinstance(case, Case):
        return case
    if question.name == ASKED_DAY:
        return _day(visit, person, case, item, text)
    value = text.strip()
    if item.notes == "address" and not places.is_address(value):
        return _ask(visit, person, case, item, words.NOT_AN_ADDRESS)
    if len(value) > LONGEST:
        return _ask(visit, person, case, item, words.WORDS_TOO_LONG)
    if item.notes == "words" and (warned := replies.warning(value)):
        return _ask(visit, person, case, item, warned)
    _note(visit, person, case, item, value, None)  # kept at once: the day may be told tomorrow
    return _ask_day(visit, person, case, item, words.noted_ask_day(_title(visit, case, item)))


def says_day(visit: Visit, text: str) -> bool:
    """Whether a text is one day, so that it answers the question for it."""
    return len(read_dates(text, Month.of(visit.incoming.today), visit.incoming.today).dates) == 1


def _day(
    visit: Visit, person: Person, case: Case, item: Item, text: str, *, sure: bool = False
) -> tuple[Message, ...]:
    today = visit.incoming.today
    read = read_dates(text, Month.of(today), today)
    if read.trouble or len(read.dates) != 1:
        example = arabic_digits(short_date(today - timedelta(days=1)))
        return _ask_day(visit, person, case, item, words.DAY_UNREAD + example)
    return _on(visit, person, case, item, read.dates[0], sure=sure)


def _on(
    visit: Visit, person: Person, case: Case, item: Item, day: date, *, sure: bool = False
) -> tuple[Message, ...]:
    """The day of a place. It is not to come, and one before the round was frozen is asked back: a report that was
    published by hand may be older. What was noted before stays."""
    if day > visit.incoming.today:
        return _ask_day(visit, person, case, item, words.in_future(day))
    frozen = bangkok_date(case.row.frozen_at)
    if day < frozen and not sure:
        send = f"publish/{case.row.id}/{item.name}"
        yes, no = Choice(words.RIGHT, f"{send}/sure/{day.isoformat()}"), Choice(words.ANOTHER_DAY, f"{send}/again")
        return (asking.confirm(visit, person, words.before_freeze(day, frozen), yes, no),)
    before = publishing.ticked(visit.session, case.row.id).get(item.name)
    if before is None and item.notes != "nothing":
        return _ask(visit, person, case, item)
    _note(visit, person, case, item, before.value if before else words.DONE, day)
    told = Text(words.noted(_title(visit, case, item), day))
    return (told, _card(visit, person, case))


def _note(visit: Visit, person: Person, case: Case, item: Item, value: str, day: date | None) -> None:
    publishing.note(
        visit.session,
        visit.desk.organisation_id,
        case.row.id,
        item.name,
        value,
        day,
        person.id,
        visit.incoming.at,
        f"{short_round(case.round)} {item.title}",
    )


# --- What is pasted ------------------------------------------------------------------------------------------


def _texts(visit: Visit, person: Person, case: Case, item: Item) -> tuple[Message, ...]:
    """A message that holds nothing but the text, so that it is copied whole, and the button that ticks it."""
    row = publishing.ticked(visit.session, case.row.id).get("website")
    if row is None:
        return (Text(words.NO_ADDRESS_YET), _card(visit, person, case))
    report, oit = thawed(case.row), _oit(visit, case)
    itas = item.name == "itas"
    text = places.for_itas(oit, report, row.value, row.day) if itas else places.for_eplan(report, row.value, row.day)
    choices = (Choice(words.PASTED, f"publish/{case.row.id}/{item.name}/today"),)
    asking.remember(visit, person, choices)
    return (Text(words.COPY), Text(text, choices))
