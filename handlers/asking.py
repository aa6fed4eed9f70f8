"""Small questions outside the form: what was asked is kept with the person, so that a typed reply finds it.

Every list of choices that is not part of a report goes through `offer`: a tap sends the choice, and so does its
number or its words, because LINE on a PC shows no buttons under a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from handlers import naming
from handlers import wording_people as words
from handlers.incoming import Visit
from models import thai
from models.redaction import MARK
from models.say import Card, Choice, Message, Text
from models.tables import Person

CHOOSE, CONFIRM = "choose", "confirm"
MOST_MESSAGES = 5  # of one answer
LIVES = timedelta(hours=1)  # later a number or a date means something else


@dataclass(frozen=True)
class Question:
    """What was asked of a person and is still open: its name, and what it is about."""

    name: str
    about: dict[str, Any] = field(default_factory=dict)


def ask(visit: Visit, person: Person, name: str, about: dict[str, Any] | None = None, *, lasts: bool = False) -> None:
    """Remember that something was asked. `lasts`: not only for an hour, because its reply can hardly mean anything
    else, or because it ends by its name."""
    person.asking = name
    kept = {**(about or {}), "at": visit.incoming.at.isoformat()}
    person.asking_about = kept | ({"lasts": True} if lasts else {})


def close(person: Person) -> None:
    """Ask nothing any more."""
    person.asking = person.asking_about = None


def taken(visit: Visit, person: Person) -> Question | None:
    """The open question, which is closed by this; None when there is none, or it was asked too long ago.

    What was said before the question (an event that came late) does not answer it, and leaves it open.
    """
    if person.asking is None or came_before(visit, person):
        return None
    found = waiting(visit, person)
    close(person)
    return found


def put_back(person: Person, question: Question, shown: tuple[Message, ...], *, alone: bool) -> tuple[Message, ...]:
    """Leave a question open after a word in between that only showed something; gives what was shown, and under it
    what answers a confirmation. Where that cannot be said (not `alone`: a report asks on; or no room) a plain
    yes or no may be meant for what was shown: only the words that were offered answer it."""
    person.asking = question.name
    if question.name == CONFIRM and alone and len(shown) < MOST_MESSAGES:
        person.asking_about = dict(question.about)
        yes, no = (Choice(label, send) for label, send in question.about["choices"])
        return (*shown, Text(words.still_asked(yes.label, no.label), (yes, no)))
    person.asking_about = {**question.about, "by_words": True}
    return shown


def waiting(visit: Visit, person: Person) -> Question | None:
    """The open question, which stays open; None as of `taken`."""
    about, since = person.asking_about or {}, _since(visit, person)
    lives = timedelta() <= since and (since <= LIVES or bool(about.get("lasts")))
    return Question(person.asking, about) if person.asking and lives else None


def came_before(visit: Visit, person: Person) -> bool:
    """Whether something was asked after what is said now, which came late."""
    return _since(visit, person) < timedelta()


def _since(visit: Visit, person: Person) -> timedelta:
    about = person.asking_about or {}
    return visit.incoming.at - datetime.fromisoformat(about["at"]) if "at" in about else timedelta()


def remember(
    visit: Visit, person: Person, choices: Sequence[Choice], beside: Sequence[Choice] = (), *, asks: bool = False
) -> None:
    """Take the words or the number of one of these choices as the next reply; of those `beside` them, which have no
    number, the words. `asks`: an answer is wanted, so a reply that is none of them is told so (`again`)."""
    by_words = [[c.label, c.send] for c in beside]
    ask(visit, person, CHOOSE, {"choices": [[c.label, c.send] for c in choices], "beside": by_words, "asks": asks})


def remember_words(visit: Visit, person: Person, choices: Sequence[Choice]) -> None:
    """Take the words of these choices as the next reply, which have no numbers."""
    ask(visit, person, CHOOSE, {"choices": [[c.label, c.send] for c in choices], "by_words": True})


def remember_card(visit: Visit, person: Person, card: Card) -> Card:
    """Take the words of a card's buttons as the next reply, and the names of its lines that can be tapped, which have
    no numbers; gives the card."""
    buttons = [[c.label, c.send] for c in card.buttons if c.send]
    rows = [[row.text, row.choice.send] for row in card.rows if row.choice]
    bars = [[bar.label, bar.choice.send] for bar in card.bars if bar.choice]
    ask(visit, person, CHOOSE, {"choices": [*buttons, *rows, *bars], "by_words": True})
    return card


def offer(visit: Visit, person: Person, text: str, choices: Sequence[Choice]) -> Text:
    """A text with a numbered list to choose from."""
    remember(visit, person, choices, asks=True)
    return Text(text, tuple(choices), numbered=len(choices))


def confirm(visit: Visit, person: Person, text: str, yes: Choice, no: Choice) -> Text:
    """A question before something that cannot simply be undone. It has no numbers, because a number that is typed
    may be meant for the report that is open; the words, or a plain yes or no, answer it."""
    ask(visit, person, CONFIRM, {"choices": [[c.label, c.send] for c in (yes, no)], "asks": True})
    return Text(f"{text}\n{words.type_either(yes.label, no.label)}", (yes, no))


def again(person: Person, question: Question, *, always: bool = False) -> Text | None:
    """Leave a list or a confirmation open after a reply that meant nothing; gives the line that asks again, once (or
    `always`), where something was asked. It ends by its time, or when something else is understood."""
    if question.name not in (CHOOSE, CONFIRM):
        return None
    person.asking, person.asking_about = question.name, {**question.about, "again": True}
    if not question.about.get("asks") or (question.about.get("again") and not always):
        return None
    choices = tuple(Choice(label, send) for label, send in question.about["choices"])
    if question.name == CONFIRM:
        return Text(words.say_which(choices[0].label, choices[1].label), choices)
    return Text(
        words.say_number(len(choices)) if len(choices) > 1 else words.say_word(choices[0].label), choices[:12]
    )


def forget(visit: Visit, name: str) -> None:
    """Take a name out of the lists that are offered to anybody; the numbers of a list keep their sense."""
    for person in visit.session.scalars(
        select(Person).where(Person.organisation_id == visit.desk.organisation_id, Person.asking.is_not(None))
    ):
        about = person.asking_about or {}
        if "choices" in about:
            choices = [[label.replace(name, MARK), send] for label, send in about["choices"]]
            person.asking_about = {**about, "choices": choices}


def is_label(question: Question, text: str) -> bool:
    """Whether the reply is one of the choices that were offered, word by word."""
    offered = [*question.about.get("choices", []), *question.about.get("beside", [])]
    return any(thai.same_words(text, label) for label, _ in offered)


def part_of_a_label(question: Question, text: str) -> bool:
    """Whether the reply is a piece of one of the choices that were offered."""
    return any(thai.clean(text) in thai.clean(label) for label, _ in question.about.get("choices", []))


def chosen(question: Question, text: str) -> str | None:
    """What the reply sends, when it is one of the choices that were offered."""
    choices = question.about.get("choices", [])
    if question.name == CONFIRM:
        meant = None if question.about.get("by_words") else thai.read_yes_no(text)
        plain = None if meant is None else choices[0 if meant else 1][1]
        said = next((send for label, send in choices if thai.same_words(text, label)), plain)
        return None if said is None else str(said)
    if question.about.get("by_words"):
        exact = next((str(send) for label, send in choices if thai.same_words(text, label)), None)
        return exact or _called(choices, text)
    for label, send in question.about.get("beside", []):
        if thai.same_words(text, label):
            return str(send)
    position = thai.which(text, [label for label, _ in choices])
    if position is None and len(choices) == 1 and thai.read_number(text) == 1:
        position = 0
    return _called(choices, text) if position is None else str(choices[position][1])


def some_of(question: Question, text: str) -> list[Choice]:
    """Several of the months and divisions that were offered, where a part that they share was said: ต.ค., กองช่าง; []
    where it says nothing, or is one or all of them."""
    choices = [Choice(label, send) for label, send in question.about.get("choices", [])]
    part = thai.clean(text)
    if not all(c.label.startswith("เดือน") for c in choices) or len(part) < len("คลัง"):
        return []
    fitting = [c for c in choices if part in thai.clean(c.label)]
    return fitting if 1 < len(fitting) < len(choices) else []


def _called(choices: Sequence[Sequence[str]], text: str) -> str | None:
    """What the line of a division or of a month sends, by what it is called beside its whole name."""
    labels = [label for label, _ in choices]
    position = naming.one_of(text, labels)
    position = naming.month_one_of(text, labels) if position is None else position
    return None if position is None else str(choices[position][1])
