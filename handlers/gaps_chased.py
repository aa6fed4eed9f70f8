"""Asking exactly the person for what a round's report lacks: one push, with a button for each report it is about."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from exports.gaps import Gap, open_gaps, parts_of
from exports.report import round_text
from handlers import asking, cases, editing, evidence, rounds, runs, wording, wording_ladder
from handlers import wording_closing as words
from handlers.incoming import Visit
from handlers.letters import View, name_of
from handlers.owed import Owed, month_card, of_month, tag, title_row, with_previous
from handlers.rounds import Place
from handlers.wording_orders import ORDERS
from models import outbox, people, thai
from models.decisions import decide
from models.form import BY_NAME
from models.post_tables import Reminder
from models.records import ledger
from models.say import Card, Choice, Message, Row, Text
from models.shown import short
from models.tables import Person

A_CARD = 12
NO = "reopen/no"


def chase_all(visit: Visit, person: Person, place: Place, division_id: int, *, unlock: bool) -> tuple[Message, ...]:
    """Ask the person of a division for all that it lacks."""
    own = [g for g in open_gaps(rounds.lacking(visit, place)) if g.division_id == division_id]
    send = f"gap/{rounds.name(place)}/unlock/all/{division_id}"
    return chase(visit, person, place, own, send, unlock=unlock)


def chase(
    visit: Visit, person: Person, place: Place, gaps: Sequence[Gap], send: str, *, unlock: bool
) -> tuple[Message, ...]:
    """Ask the person of one division for gaps, in one push, once a day for the same. Reports that are locked are
    opened again first (`unlock`), when the secretary says so: the button of the question sends `send`."""
    if not gaps:
        return (Text(words.NO_GAP),)
    view = View.at(visit.session, visit.desk.organisation_id, visit.incoming.at)
    division_id, division = gaps[0].division_id or rounds.NOBODY, gaps[0].division
    asked = view.asked.get(division_id)
    if asked is None or asked.person is None:
        return (Text(wording_ladder.chase_in_vain(division, asked.reason if asked else "no_reporter")),)
    period = _mark_of(visit, gaps)
    if before := _asked_today(visit, asked.person, division_id, period):
        return (Text(words.chased_before(division, before)),)
    locked = [o for o in _owed_of(visit, place, gaps) if o.obligation.locked(visit.incoming.at)]
    if locked and not unlock:
        months = sorted({o.month for o in locked})
        stake = cases.approval_at_stake(visit, months)
        question = "\n".join(filter(None, [stake, words.locked(division, months)]))
        return (asking.confirm(visit, person, question, Choice(words.REOPEN, send), Choice(words.NO_REOPEN, NO)),)
    if locked:
        keys = [o.key for o in locked]
        organisation_id = visit.desk.organisation_id
        decide(visit.session, organisation_id, keys, "reopen", words.FOR_GAPS, person.id, visit.incoming.at)
        visit.session.flush()
        opened = {gap.key for gap in gaps}  # as they are called now that their months are open
        gaps = [gap for gap in rounds.lacking(visit, place) if gap.key in opened]
    sent = outbox.push(
        visit.session,
        visit.desk.organisation_id,
        asked.person.line_id,
        asked.person.id,
        _letter(visit, place, gaps, _owed_of(visit, place, gaps)),
        visit.desk.wall,
    )
    visit.session.add(runs.mark(asked.person, "gap", period, sent, visit.incoming.at, division_id))
    visit.session.flush()
    return (Text(words.chased(division, name_of(view, division_id), len(gaps))),)


def _asked_today(visit: Visit, asked: Person, division_id: int, period: str) -> datetime | None:
    """When a person was asked for the same today, or None."""
    return visit.session.scalar(
        select(Reminder.at).where(
            Reminder.organisation_id == visit.desk.organisation_id,
            Reminder.step == "gap",
            Reminder.period == period,
            Reminder.person_id == asked.id,
            Reminder.division_id == division_id,
        )
    )


def _mark_of(visit: Visit, gaps: Sequence[Gap]) -> str:
    """What is asked for, and the day, in the twenty letters of a step's period."""
    keys = "\n".join(sorted(g.key for g in gaps))
    return f"{hashlib.sha256(keys.encode()).hexdigest()[:12]}{visit.incoming.today:%Y%m%d}"


def _owed_of(visit: Visit, place: Place, gaps: Sequence[Gap]) -> list[Owed]:
    """The obligations that gaps are about, in order."""
    wanted = {key for gap in gaps for key in gap.keys}
    division_ids = {key.division_id for key in wanted}
    found = with_previous(place[0], ledger(visit.session, place[0], divisions=division_ids)) if wanted else []
    return [o for o in found if o.key in wanted]


def _letter(visit: Visit, place: Place, gaps: Sequence[Gap], owed: Sequence[Owed]) -> tuple[Message, ...]:
    """What the reporter gets: what is lacking in words, and a card with a button for each report."""
    lines = [words.asked_for(round_text(place[1])), *(f"• {thai.shorten(gap.text, 200)}" for gap in gaps[:20])]
    ordered = (Choice(ORDERS, f"word/{ORDERS}"),) if any(gap.kind == "order" for gap in gaps) else ()
    text = Text("\n".join(lines), ordered)
    missing = [o for o in owed if o.missing]
    cards: list[Card] = []
    for month in sorted({o.month for o in missing}):
        division_id = missing[0].key.division_id
        whole = with_previous(place[0], ledger(visit.session, place[0], divisions=[division_id]))
        cards.append(month_card(of_month(whole, month, division_id), visit.incoming.at))
    rows = [_row(o, _part(gaps, o)) for o in owed if not o.missing]
    for n in range(0, len(rows), A_CARD):
        first = next(o for o in owed if not o.missing)
        cards.append(
            Card(
                title=words.FOR_GAPS,
                subtitle=gaps[0].division,
                rows=tuple(rows[n : n + A_CARD]),
                note=words.type_part(first.measure.order, _label(_part(gaps, first)), first.month),
                alt=words.FOR_GAPS,
            )
        )
    return (text, *cards[:A_CARD])


def _row(owed: Owed, part: str) -> Row:
    """A report that lacks something: its button leads to the only part that is lacking, else to the list of parts."""
    choice = Choice(wording.EDIT, f"edit/{tag(owed.key)}")
    if part:
        choice = Choice(give(part), f"{choice.send}/{part}")
    return Row(title_row(owed.measure, A_CARD).text, thai.short_month(owed.month), "warn", choice)


def _part(gaps: Sequence[Gap], owed: Owed) -> str:
    """The only part of a report that is lacking; "" when there are several."""
    parts = _parts(gaps, owed)
    return parts.pop() if len(parts) == 1 and parts <= set(BY_NAME) else ""


def _parts(gaps: Sequence[Gap], owed: Owed) -> set[str]:
    """The parts of a report that is in that are lacking."""
    answer = owed.obligation.answer
    about = [gap for gap in gaps if owed.key in gap.keys]
    return {part for gap in about for part in parts_of(gap, answer)} if answer else set()


def _label(part: str) -> str:
    """A part's name as it stands on a button; "" for none."""
    return short(BY_NAME[part].label) if part else ""


# --- By words ------------------------------------------------------------------------------------------------


def by_word(visit: Visit, person: Person, part: str) -> tuple[Message, ...]:
    """The words of a letter's button later on (ตอบผลลัพธ์, ส่งหลักฐาน): the report of the person's divisions that lacks
    the part, or which of several."""
    own = people.divisions(visit.session, person)
    place = rounds.meant(visit) if own else None
    gaps = [gap for gap in open_gaps(rounds.lacking(visit, place)) if gap.division_id in own] if place else []
    owed = _owed_of(visit, place, gaps) if place else []
    open_ = [o for o in owed if not o.missing and not o.obligation.locked(visit.incoming.at)]
    found = [o for o in open_ if part in _parts(gaps, o)]
    if len(found) == 1:
        return editing.edit_field(visit, person, found[0], part)
    if found:
        choices = [Choice(_called(o), f"edit/{tag(o.key)}/{part}") for o in found[:A_CARD]]
        return (asking.offer(visit, person, wording.which_button(give(part)), choices),)
    if part == "evidence":  # what was sent already waits for its measure
        return evidence.ask(visit, person)
    return (Text(words.nothing_lacks(_label(part)), (Choice(wording.STATUS, f"word/{wording.STATUS}"),)),)


def give(part: str) -> str:
    """The button that leads to a part."""
    return words.give(_label(part), files=part == "evidence")


def _called(owed: Owed) -> str:
    return f"ข้อ {thai.thai_digits(owed.measure.order)} {thai.short_month(owed.month)} {owed.division}"
