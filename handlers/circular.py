"""After the last post: the circular to all divisions, the web keepers' turn, and what the secretary is told.

It goes out by itself when the approving post endorses, one push a person. When LINE's messages of the month do not
reach, the divisions see it with their next free reply, and the secretary is told so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from handlers import wording_chain as words
from handlers.cases import Case
from handlers.incoming import Visit
from handlers.wording_publishing import PUBLISH
from models import organisations, outbox, people
from models.report_tables import Endorsement
from models.say import Choice, Message, Text
from models.tables import Person


def makers(visit: Visit, case: Case) -> list[Person]:
    """Who prepared the report: who proposed it last and is still in charge, else everybody in charge."""
    charge = people.holding(visit.session, visit.desk.organisation_id, ["secretary"])
    return [p for p in charge if p.id == case.course.maker] or charge


def push(visit: Visit, to: Person, messages: Sequence[Message]) -> None:
    """Push at once: somebody waits for it."""
    outbox.push(visit.session, to.organisation_id, to.line_id, to.id, messages, visit.desk.wall)


def announce(visit: Visit, person: Person, case: Case, word: Endorsement) -> tuple[Message, ...]:
    """Tell everybody that the report is endorsed; gives what who approved it is answered."""
    post = words.post_of(word.post_name, word.acting)
    divisions = [p for p in _of_divisions(visit, case) if p.id != person.id]
    keepers = people.holding(visit.session, visit.desk.organisation_id, ["webkeeper"])
    in_charge = people.holding(visit.session, visit.desk.organisation_id, ["secretary"])
    first = {p.id: p for p in (*in_charge, *keepers) if p.id != person.id}
    later = _do_not_reach(visit, first, divisions)
    everybody = {**first, **({} if later else {p.id: p for p in divisions})}
    told: defaultdict[int, list[Message]] = defaultdict(list)
    counts = (0 if later else len(divisions), len(divisions) if later else 0)
    publish = (Choice(PUBLISH, f"publish/{case.row.id}"),)
    for one in in_charge:
        text = words.approved_for_secretary(case.name, post, word.comment, *counts, len(everybody))
        told[one.id].append(Text(text, publish))
    for one in keepers:
        if one.id not in {p.id for p in in_charge}:
            told[one.id].append(Text(words.for_webkeeper(case.name), publish))
    circular = Text(words.circular(case.name, post, word.at))
    for one in divisions:
        if later:
            outbox.tell_later(visit.session, one, (circular,), visit.desk.wall)
        else:
            told[one.id].insert(0, circular)
    for one in everybody.values():
        push(visit, one, told[one.id])
    if person.id in told:  # who approves is in charge or keeps the website too
        return tuple(told[person.id])
    return (Text(words.approved(*counts)),)


def _of_divisions(visit: Visit, case: Case) -> list[Person]:
    """Who is asked in each division of the plan, and its heads, each once."""
    organisation_id = visit.desk.organisation_id
    asked = people.to_ask(visit.session, organisation_id, visit.incoming.today)
    found: dict[int, Person] = {}
    for division in case.stored.plan.divisions:
        if division.kind != "division":
            continue
        division_id = case.stored.division_codes[division.code]
        one = asked[division_id].person
        for to in (*([one] if one else []), *people.heads(visit.session, organisation_id, division_id)):
            found[to.id] = to
    return list(found.values())


def _do_not_reach(visit: Visit, first: dict[int, Person], divisions: list[Person]) -> bool:
    """Whether what is left of the month's messages is fewer than the people."""
    left, _ = organisations.pushes_left(visit.session, visit.desk.organisation_id, visit.incoming.today)
    return left is not None and left < len({*first, *(p.id for p in divisions)})
