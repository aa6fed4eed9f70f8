"""LINE fails in every way it has: the same key later, nothing lost, nothing twice."""

from __future__ import annotations

import time

import pytest
import requests

from tests.faults.city import City, soon
from tests.faults.table import Table
from tests.running import eventually

pytestmark = pytest.mark.slow
GROUPS = {
    "LINE refuses: 500, 502 with a page, rate limit, connection closed": ("500", "502-html", "429-rate", "close"),
    "LINE accepts, then 500, closes, says nothing": ("accept-then-500", "accept-then-close", "accept-then-hang"),
    "LINE accepts, then answers garbage or 409": ("accept-then-garbage", "accept-then-409"),
}


@pytest.mark.parametrize("fault", GROUPS)
def test_line_fails(city: City, table: Table, fault: str) -> None:
    with table.row(city, fault) as row:
        city.turn()
        city.start()
        for one in GROUPS[fault]:
            city.trouble(one, "/v2/bot/message/push", times=3)
            city.trouble(one, "/v2/bot/message/reply", times=2)
            row.times += 5
        city.traffic(2)
        city.push(6)


def test_line_says_nothing_for_half_a_minute(city: City, table: Table) -> None:
    """It takes the message only then: by that time it was sent again. What comes late is counted by the next rows."""
    with table.row(city, "LINE says nothing for 30 s, then takes the message") as row:
        city.turn()
        city.start()
        for path in ("push", "reply"):
            city.trouble("hang", f"/v2/bot/message/{path}", times=2, seconds=30)
        row.times = 4
        city.traffic()
        city.push(2)
        eventually(lambda: not city.state()["pending"])
        slowest = max(one["ms"] for one in city.state()["webhooks"] if one["status"] == 200)
    assert slowest < 2000, "the webhook waits for LINE"


def test_the_monthly_limit(city: City, table: Table) -> None:
    """Pushes are held; when there is room again, the next tick lets them go."""
    with table.row(city, "LINE's monthly limit is reached, then raised") as row:
        city.turn()
        used = city.state()["quota"]["used"]
        city.town.control("quota", {"limit": used})
        city.start()
        city.traffic()
        city.push(6)
        eventually(lambda: city.count("held") >= 6)
        row.times = 6
        city.town.control("quota", {"limit": None})
        city.start()


def test_the_real_times(city: City, table: Table) -> None:
    """Once with the product's own timeouts and waits: a push and a reply that hang for ten seconds."""
    if not city.db.is_sqlite:
        pytest.skip("once is enough")
    with table.row(city, "the same with the product's own timeouts", settle=False) as row:
        city.turn()
        city.start(quick=False)
        city.settle()
        for path in ("push", "reply"):
            city.trouble("accept-then-hang", f"/v2/bot/message/{path}", seconds=12)
        began = time.monotonic()
        city.traffic()
        city.push(2)
        row.times = 2
        city.settle(60)
        assert 10 < time.monotonic() - began < 40


def test_a_dead_reply_token(city: City, table: Table) -> None:
    """What LINE surely did not take rides on the next reply."""
    with table.row(city, "the reply token is not valid any more") as row:
        city.turn()
        city.start()
        city.settle()
        for n in (0, 1):
            assert city.post(city.event(n, "เมนู")) == 200
        row.times = 2
        eventually(lambda: city.count("waiting", dead=True) == 2)
        city.traffic()


def test_redelivery_in_every_shape(city: City, table: Table) -> None:
    """The same event on eight threads at once, later, after a restart; twice, out of order, a mixed batch, late."""
    with table.row(city, "events twice, at once, out of order, in mixed batches, 19 minutes late") as row:
        city.turn()
        city.start()
        city.settle()
        event = city.event(0, "ช่วยเหลือ", known=True)
        assert city.at_once([event] * 8) == [200] * 8
        city.webhooks(twice=True, out_of_order=True)
        city.traffic(3)
        soon(0.5)
        city.webhooks(twice=False, out_of_order=False, hold=True)
        city.traffic(2)
        city.webhooks(hold=False)
        late = city.event(1, "เมนู", known=True, minutes_late=19)
        strange = {"type": "something new", "timestamp": 1, "webhookEventId": "x" * 26, "source": {"type": "moon"}}
        assert city.post(strange, late) == 200
        assert city.post() == 200
        city.start()
        assert city.at_once([event, late]) == [200, 200]
        row.times = 8 + 24 + 8 + 5


def test_forged(city: City) -> None:
    """Nothing that is not signed is stored."""
    answer = requests.post(city.town.callback, data=b'{"events": []}', headers={"x-line-signature": "x"}, timeout=5)
    assert answer.status_code == 400
