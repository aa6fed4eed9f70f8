"""What a person sees after sending: what was saved, whether in time, what is still missing, what can come next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers import wording
from handlers import wording_together as words
from handlers.incoming import Visit
from handlers.owed import Owed, of_month, tag, with_previous
from models.records import ledger
from models.say import Card, Choice
from models.shown import brief
from models.tables import Progress, ProgressEntry


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


def several(visit: Visit, sent: Sequence[Owed], at: datetime, left_out: Sequence[int], *, goes_on: bool) -> Card:
    """The receipt of reports of one division and month that were sent together; `left_out` are the numbers of those
    that could not be sent."""
    in_time = at <= sent[0].obligation.deadlines.due
    return _card(
        visit,
        sent[0],
        title=words.saved_together(len(sent), sent[0].month),
        subtitle=f"{sent[0].division} {wording.orders_text(sorted(o.measure.order for o in sent))}",
        lead=wording.saved_when(in_time, at, 1),
        edit=f"word/{wording.EDIT}",
        in_time=in_time,
        goes_on=goes_on,
        note=words.not_sent_again(sorted(left_out)) if left_out else "",
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
    obligations = ledger(visit.session, owed.stored, divisions=[owed.key.division_id])
    month = of_month(with_previous(owed.stored, obligations), owed.month, owed.key.division_id)
    missing = sorted((o for o in month if o.missing), key=lambda o: o.measure.order)
    after = [o for o in missing if o.measure.order > owed.measure.order]
    buttons = [Choice(wording.EDIT, edit), Choice(wording.STATUS, f"word/{wording.STATUS}")]
    if missing and not goes_on:
        buttons.insert(0, Choice(wording.NEXT, f"open/{tag((after or missing)[0].key)}", strong=True))
    left = wording.still_missing([o.measure.order for o in missing], owed.month)
    return Card(
        title=title,
        subtitle=subtitle,
        lead=lead,
        note="\n".join(filter(None, [note, left])),
        buttons=tuple(buttons),
        alt=title,
        tone="good" if in_time else "warn",
    )
