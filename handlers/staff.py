"""What the secretary sees of people: by division, who answers, who is on leave, whom no message reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from handlers import asking, joining, wording
from handlers import wording_people as words
from handlers.incoming import Visit
from handlers.owed import plans_at
from models import people, thai
from models.say import Card, Choice, Message, Row, Text, Tone
from models.tables import Division, Person, RoleRow

A_CARD = 12  # rows of one card: with the longest names it stays within LINE's size
MOST_CARDS = 4

Entry = tuple[RoleRow, Person]


def view(visit: Visit, person: Person, wanted: str = "") -> tuple[Message, ...]:
    """The word บุคลากร, alone or with a name or a division: cards of people, or the one person who is meant."""
    if not people.is_secretary(visit.session, person):
        return (Text(wording.NOT_FOR_YOU),)
    divisions = _divisions(visit)
    entries = _in_order(people.held(visit.session, visit.desk.organisation_id), divisions)
    without = _without_reporter(visit)
    vacant = [d.id for d in divisions if d.id in without]
    if wanted:
        entries, vacant = _narrowed(entries, vacant, divisions, wanted)
        if not entries and not vacant:
            return (Text(words.NO_SUCH_PERSON, (Choice(words.STAFF, f"word/{words.STAFF}"),)),)
        if len({p.id for _, p in entries}) == 1 and not vacant:
            return (about(visit, person, entries[0][1]),)
    return _cards(visit, person, entries, [d.name for d in divisions if d.id in vacant])


def _divisions(visit: Visit) -> Sequence[Division]:
    query = select(Division).where(Division.organisation_id == visit.desk.organisation_id)
    return visit.session.scalars(query.order_by(Division.position)).all()


def _in_order(entries: Iterable[Entry], divisions: Sequence[Division]) -> list[Entry]:
    """By division as in the plan, its first reporter first; then those who belong to the whole organisation."""
    position = {d.id: n for n, d in enumerate(divisions)}
    return sorted(
        entries, key=lambda e: (position.get(e[0].division_id or 0, len(position)), not e[0].asked_first, e[0].id)
    )


def _without_reporter(visit: Visit) -> set[int]:
    """Divisions that owe something and have no reporter."""
    return {i for i, asked in _owing(visit).items() if asked.reason == "no_reporter"}


def _owing(visit: Visit) -> dict[int, people.Asked]:
    """Whom to ask in each division that owes something."""
    plans = plans_at(visit.session, visit.desk.organisation_id, visit.incoming.at)
    owing = {a.division_id for plan in plans for a in plan.assignments}
    asked = people.to_ask(visit.session, visit.desk.organisation_id, visit.incoming.today)
    return {division_id: who for division_id, who in asked.items() if division_id in owing}


def _narrowed(
    entries: list[Entry], vacant: list[int], divisions: Sequence[Division], wanted: str
) -> tuple[list[Entry], list[int]]:
    """Those whose name holds the words; when there is none, those of the division of that name."""
    said = thai.clean(wanted)
    named = [e for e in entries if said in thai.clean(shown(e[1]))]
    if named:
        return named, []
    ids = [d.id for d in divisions if thai.same_words(wanted, d.name) or said in thai.clean(d.name)]
    return [e for e in entries if e[0].division_id in ids], [i for i in vacant if i in ids]


def _cards(visit: Visit, person: Person, entries: Sequence[Entry], vacant: Sequence[str]) -> tuple[Message, ...]:
    rows: list[Row] = []
    choices: list[Choice] = []
    called: dict[str, set[int]] = defaultdict(set)
    for _, one in entries:
        called[shown(one)].add(one.id)
    for role, one in entries[: max(A_CARD * MOST_CARDS - len(vacant), A_CARD)]:
        see = Choice(words.SEE, f"staff/{one.id}")
        label = shown(one) if len(called[shown(one)]) == 1 else f"{shown(one)} {_role(visit, role)}"
        choices.append(Choice(label, see.send))
        marks = _marks(visit, one)
        tone: Tone = "bad" if one.unreachable_since else "warn" if marks else "plain"
        rows.append(Row(f"{len(choices)} {shown(one)}", " · ".join(marks), tone, see, _role(visit, role)))
    rows = [*(Row(name, words.NO_REPORTER, "bad") for name in vacant), *rows]
    if not rows:
        return (Text(words.NOBODY_JOINED),)
    asking.remember(visit, person, choices)
    note = words.STAFF_HOW
    if len(choices) < len(entries):
        note = f"{words.shown_of(len(choices), len(entries))}\n{note}"
    parts = [rows[n : n + A_CARD] for n in range(0, len(rows), A_CARD)][:MOST_CARDS]
    return tuple(
        Card(
            title=words.staff_title(n, len(parts)),
            rows=tuple(part),
            note=note if n == len(parts) else "",
            alt=words.STAFF,
        )
        for n, part in enumerate(parts, 1)
    )


def shown(person: Person) -> str:
    """What a person is called in the secretary's lists."""
    return person.name or words.nameless(person.id)


def _role(visit: Visit, role: RoleRow) -> str:
    text = joining.role_text(visit.session, role)
    return text.replace(wording.ROLE_NAMES["reporter"], words.FIRST_REPORTER, 1) if role.asked_first else text


def _marks(visit: Visit, person: Person) -> list[str]:
    marks = [words.unreachable(person.unreachable_since)] if person.unreachable_since else []
    if people.is_away(person, visit.incoming.today) and person.away_until:
        marks.append(words.away(person.away_until))
    return marks


def about(visit: Visit, person: Person, one: Person) -> Card:
    """One person: roles, marks, and what the secretary can do: by button, by its words or by its number."""
    roles = people.roles(visit.session, one)
    of_division = [r for r in roles if r.name in people.OF_A_DIVISION]
    todo: list[tuple[str, str, RoleRow, int]] = []  # the words, the send, whose role, how many have the same words
    movable = [r for r in of_division if not r.acting]
    todo += [(words.MOVE, f"staff/move/{r.id}", r, len(movable)) for r in movable]
    later = [r for r in movable if r.name == "reporter" and not r.asked_first]
    todo += [(words.MAKE_FIRST, f"staff/first/{r.id}", r, len(later)) for r in later]
    todo += [(words.END, f"staff/end/{r.id}", r, len(roles)) for r in roles]
    choices = [
        Choice(label if alone == 1 else f"{label} ({joining.role_text(visit.session, r)})", send)
        for label, send, r, alone in todo
    ]
    if roles:
        choices.insert(len(movable), Choice(words.ACT, f"staff/act/{one.id}"))
    asking.remember(visit, person, choices)
    rows = [Row(_role(visit, r), words.since(r.since)) for r in roles] + [Row(m, "") for m in _marks(visit, one)]
    return Card(
        title=shown(one),
        lead=words.WHAT_TO_DO if choices else words.NO_ROLE,
        rows=tuple(rows),
        buttons=tuple(choices),
        alt=shown(one),
    )


def alerts(visit: Visit, person: Person) -> tuple[Message, ...]:
    """Under สรุป, for the secretary: whom no message reaches, and divisions in which nobody gets the reminders."""
    if not people.is_secretary(visit.session, person):
        return ()
    organisation_id = visit.desk.organisation_id
    unreached = {p.id: shown(p) for _, p in people.held(visit.session, organisation_id) if p.unreachable_since}
    owing = _owing(visit)
    nobody = [
        f"{d.name} ({words.NOBODY_BECAUSE[owing[d.id].reason]})"
        for d in _divisions(visit)
        if d.id in owing and owing[d.id].person is None
    ]
    lines = [words.unreached(list(unreached.values()))] if unreached else []
    lines += [words.nobody_asked(nobody)] if nobody else []
    if not lines:
        return ()
    button = Choice(words.STAFF, f"word/{words.STAFF}")
    return (Text("\n".join([*lines, words.STAFF_POINTER]), (button,)),)
