"""A button's label that is typed does what the tap does, because LINE on a PC shows no buttons under a text.

It is looked for where the person reads it: on the message that is quoted, else on what was sent last, an answer and
what was pushed after it (models/outbox.py). So nothing is kept for it, and it ends with the next answer. What else
may be typed after a card, its numbers and names, is kept by handlers/asking.py.
"""

from __future__ import annotations

from collections.abc import Iterable

from handlers import asking, bundles, drafts, errands, wording, wording_orders, words
from handlers.incoming import Visit
from handlers.wording_together import type_label
from models import outbox, thai
from models.conversation import word_of
from models.say import Card, Choice, Message, choices_of
from models.tables import Person

_ASK_THEMSELVES = (  # words that ask which month, division or order is meant
    wording.SAME,
    wording.NO_ACTIVITY,
    wording_orders.ANSWER,
    wording_orders.AGAIN,
    wording_orders.CLOSE,
    wording_orders.ORDER,
)
MOST_TO_ASK = 12  # LINE shows so many buttons under a text


def meant(visit: Visit, person: Person) -> str | tuple[Message, ...] | None:
    """What the button sends whose label is typed, or the question which of several is meant; None for any other text,
    and for one that came late, because what is seen now was not seen then."""
    draft = drafts.open_draft(visit, person)
    if asking.came_before(visit, person) or (draft and visit.incoming.at < draft.moved_at):
        return None
    busy = bool(draft or bundles.open_bundle(visit, person))
    found = _buttons(visit, person, busy=busy)
    return found[0].send if len(found) == 1 else _which(visit, person, found, busy=busy)


def _buttons(visit: Visit, person: Person, *, busy: bool) -> list[Choice]:
    """The buttons of the label that do different things, called by what they stand beside."""
    incoming, organisation_id = visit.incoming, visit.desk.organisation_id
    if incoming.quoted:
        return _called(incoming.text, outbox.quoted(visit.session, organisation_id, incoming.quoted))
    answer, pushed = outbox.shown_last(visit.session, organisation_id, incoming.line_id)
    if pushed and _takes_any_words(visit, person):  # they may be the answer that is waited for
        pushed = ()
    asked = answer[-1:] if busy else ()  # the open question of a report, which counts before what was pushed after
    for messages in (asked, pushed, answer):
        if found := _called(incoming.text, messages):
            return found
    return []


def _takes_any_words(visit: Visit, person: Person) -> bool:
    """Whether any words can be the answer to what is asked: of an order, a comment, a name, or of a report."""
    question, draft = asking.waiting(visit, person), drafts.open_draft(visit, person)
    if question and errands.takes_words(question):
        return True
    return bundles.open_bundle(visit, person) is not None or (
        draft is not None and drafts.asks_for_words(visit, person, draft)
    )


def _called(text: str, messages: Iterable[Message]) -> list[Choice]:
    beside = [(where, choice) for message in messages for where, choice in choices_of(message)]
    same = [(where, c) for where, c in beside if c.kind == "tap" and thai.same_words(text, c.label)]
    return list({c.send: Choice(where, c.send) for where, c in same}.values())


def _which(visit: Visit, person: Person, found: list[Choice], *, busy: bool) -> tuple[Message, ...] | None:
    """Which of several buttons of one label is meant; None where the label is a word that does something of its own,
    or asks better. No numbers beside a report, because a number may be its answer."""
    text, question = visit.incoming.text, asking.waiting(visit, person)
    idle = not busy and (question is None or question.name == asking.CHOOSE)
    own = _ASK_THEMSELVES if idle else ()
    means_itself = thai.clean(text) in words.WORDS or errands.is_word(text) or (busy and word_of(text))
    if means_itself or thai.said_label(text, own) is not None:
        return None
    if not 1 < len({choice.label for choice in found}) == len(found) <= MOST_TO_ASK:
        return None
    which = wording.which_button(text.strip())
    if not busy:
        return (asking.offer(visit, person, which, found),)
    asking.close(person)
    return (Card(title=which, buttons=tuple(found), note=type_label(found[0].label), alt=which),)
