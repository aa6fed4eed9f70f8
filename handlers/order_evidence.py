"""A photo, file or link that comes while an order is being answered: it joins the report that the order is about,
where executives find it, and the answer goes on."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import asking, ordering
from handlers import wording_evidence as evidence_words
from handlers import wording_orders as words
from handlers.attaching import attach
from handlers.incoming import Visit
from handlers.order_sending import SURE
from handlers.order_subjects import may, subject
from handlers.owed import Owed, everything, tag
from models.orders import Order
from models.say import Message, Text
from models.tables import Person


def receive(visit: Visit, person: Person, new: Sequence[int]) -> tuple[Message, ...] | None:
    """What came while an answer is written or checked; None when no answer is."""
    question = asking.waiting(visit, person)
    if question is None or question.name not in (ordering.ASKED, SURE):
        return None
    one = subject(visit, str(question.about.get("subject", "")))
    if one is None or one.kind != "answer" or one.order is None or not may(visit, person, one):
        return None
    done = _attached(visit, person, one.order, new)
    after = ordering.goes_on(one, question)
    return (Text(f"{done}\n{after.text}", after.choices),)


def _attached(visit: Visit, person: Person, order: Order, new: Sequence[int]) -> str:
    """Tie what came to the newest report of the order that is in and can be changed; or say why it waits."""
    sent = [o for o in _reports(visit, order) if o.obligation.is_in]
    open_ = [o for o in sent if not o.obligation.locked(visit.incoming.at)]
    if open_:
        (told, *_) = attach(visit, person, tag(open_[-1].key), new)
        assert isinstance(told, Text)
        return told.text
    return evidence_words.evidence_locked(sent[-1].month) if sent else words.KEPT_BESIDE


def _reports(visit: Visit, order: Order) -> list[Owed]:
    """The reports of the measure (and month) that an order is about, oldest first."""
    found = everything(visit.session, visit.desk.organisation_id, visit.incoming.at, [order.division_id])
    return [o for o in found if o.key.measure_id == order.measure_id and order.month in (None, o.month)]
