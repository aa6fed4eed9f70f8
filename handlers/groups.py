"""In a group the bot is silent unless it is spoken to, and then tells counts only, never names or contents.

Nothing that happens in a group changes data; collecting stays in the 1:1 chats.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handlers import joining, owed
from handlers import wording_people as words
from handlers.incoming import Desk
from models import thai
from models.say import Message, Text


@dataclass(frozen=True)
class Heard:
    """Something in a group that may concern the bot: that it was let in, or a text; `mentioned`: it names the bot."""

    kind: Literal["join", "text"]
    group_id: str
    at: datetime
    reply_token: str
    text: str = ""
    mentioned: bool = False


def answer(desk: Desk, heard: Heard) -> tuple[Message, ...]:
    """What is answered in the group; () for everything that is not addressed to the bot."""
    if heard.kind == "join":
        return (Text(words.GROUP_HELLO),)
    if not heard.mentioned and not thai.same_words(heard.text, words.GROUP_WORD):
        return ()
    if joining.has_a_code(heard.text):
        return (Text(words.GROUP_CODE),)
    return (_counts(desk, heard.at),)


def _counts(desk: Desk, now: datetime) -> Text:
    """Of the newest month that is open: reports that are in, divisions that are complete, and the due day."""
    found = owed.everything(desk.session, desk.organisation_id, now)
    open_ = [o for o in found if o.obligation.deadlines.opens <= now and not o.obligation.locked(now)]
    if not open_:
        return Text(words.GROUP_NOTHING)
    month = max(o.month for o in open_)
    by_division: dict[int, list[bool]] = defaultdict(list)
    for one in found:
        if one.month == month and one.obligation.state != "waived":  # waived ones stand beside, not inside
            by_division[one.key.division_id].append(one.obligation.is_in)
    sent = [is_in for division in by_division.values() for is_in in division]
    complete = sum(all(division) for division in by_division.values())
    deadlines = open_[-1].obligation.deadlines
    return Text(words.group_counts(month, sum(sent), len(sent), complete, len(by_division), deadlines))
