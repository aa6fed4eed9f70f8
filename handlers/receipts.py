"""What a person sees after sending: what was saved, whether in time, what is still missing, what can come next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers import wording
from handlers import wording_together as words
from handlers.incoming import Visit
from handlers.owed import Owed, answerable, of_month, tag, with_previous
from models.records import ledger
from models.say import Card, Choice
from models.shown import brief
from models.tables import Progress, ProgressEntry
from models.thai import short_date


def one(visit: Visit, owed: Owed, entry: ProgressEntry, head: Progress, *, goes_on: bool) -> Card:
    """The receipt of one report; `goes_on`: the next question follows at once."""
    in_time = head.first_submitted_at <= owed.obligation.deadlines.due
    return _card(
        visit,
        owed,
        title=wording.saved(owed.month),
        subtitle=wording.numbered(owed.measure.order, brief(owed.measure.title, 80)),
        lead=wording.saved_when(in_time, entry.submitted_at, entry.revision),
        edit=f"edit/{tag(owed.key)}",
        in_time=in_time,
        goes_on=goes_on,
    )


def several(
    visit: Visit,
    sent: Sequence[Owed],
    at: datetime,
    left_out: Sequence[int],
    days: Sequence[date] | None,
    *,
    goes_on: bool,
) -> Card:
    """The receipt of reports of one division and month that were sent together; `left_out` are the numbers of those
    that could not be sent."""
    in_time = at <= sent[0].obligation.deadlines.due
    dated = words.days_line(", ".join(short_date(d) for d in days)) if days else "" if days is None else words.NO_DAYS
    return _card(
        visit,
        sent[0],
        title=words.saved_together(len(sent)),
        subtitle=f"{wording.of_month(sent[0].month, sent[0].division)} {_orders(sent)}",
        lead=wording.saved_when(in_time, at, 1),
        edit=f"word/{wording.EDIT}",
        in_time=in_time,
        goes_on=goes_on,
        note="\n".join(filter(None, [dated, words.not_sent_again(sorted(left_out)) if left_out else ""])),
    )


def _card(
    visit: Visit,
    owed: Owed,
    *,
    title: str,
    subtitle: str,
    lead: str,
    edit: str,
    in_time: bool,
    goes_on: bool,
    note: str = "",
) -> Card:
    obligations = with_previous(owed.stored, ledger(visit.session, owed.stored, divisions=[owed.key.division_id]))
    missing = sorted(
        (o for o in of_month(obligations, owed.month, owed.key.division_id) if o.missing),
        key=lambda o: o.measure.order,
    )
    after = [o for o in missing if o.measure.order > owed.measure.order]
    buttons = [Choice(wording.EDIT, edit), Choice(wording.STATUS, f"word/{wording.STATUS}")]
    other = [] if missing else _other_months(visit, owed, obligations)
    if missing and not goes_on:
        buttons.insert(0, Choice(wording.NEXT, f"open/{tag((after or missing)[0].key)}", strong=True))
    if other and not goes_on:
        start = f"start/{other[0].month.key}/{owed.key.division_id}"
        buttons.insert(0, Choice(wording.report_month(other[0].month), start, strong=True))
        note = "\n".join(filter(None, [note, wording.month_lacks(other[0].month, len(other))]))
    left = wording.still_missing([o.measure.order for o in missing], owed.month)
    return Card(
        title=title,
        subtitle=subtitle,
        lead=lead,
        note="\n".join(filter(None, [note, left])),
        buttons=tuple(buttons),
        alt=title,
        tone="good" if in_time else "warn",
        worth_a_push=True,  # who pressed ส่ง must not be left to guess
    )


def _orders(owed: Sequence[Owed]) -> str:
    return wording.orders_text([o.measure.order for o in owed])


def _other_months(visit: Visit, owed: Owed, found: Sequence[Owed]) -> list[Owed]:
    """What the division still lacks in another month that has opened, the oldest month first."""
    at = visit.incoming.at
    open_ = [o for o in answerable(found, [owed.key.division_id], at) if o.obligation.deadlines.opens <= at]
    return [o for o in open_ if o.month == min(p.month for p in open_)]
