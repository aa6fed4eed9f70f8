"""The ledger: who owes what, and the figures of completeness and timeliness (DESIGN.md section 2)."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.calendar import DeadlineRules, FiscalYear, Month, deadlines
from models.ledger import (
    Answer,
    Assignment,
    Counts,
    Decision,
    Key,
    Obligation,
    Rules,
    Standing,
    Status,
    count,
    reckon,
)

MONTHS = FiscalYear(2570).months
RULES = Rules(
    {m: deadlines(m, DeadlineRules()) for m in MONTHS}, round_ends=frozenset({Month(2027, 3), Month(2027, 9)})
)
YEAR = Assignment(1, 1, MONTHS[0], MONTHS[-1])


def answered(month: Month, *, late: bool = False, status: Status = "ongoing") -> Standing:
    when = RULES.deadlines[month].due + (timedelta(days=1) if late else -timedelta(days=1))
    return Standing(Answer(status, when), when)


def decided(standing: Standing, *decisions: Decision) -> Standing:
    return Standing(standing.answer, standing.first_submitted_at, decisions)


def vector() -> dict[Key, Standing]:
    """12 obligations: 1 waived, 6 in time, 2 late, 1 in time and later returned, 2 nothing."""
    standings = {Key(1, 1, m): answered(m) for m in MONTHS[1:7]}
    standings |= {Key(1, 1, m): answered(m, late=True) for m in MONTHS[7:9]}
    after = RULES.deadlines[MONTHS[9]].due + timedelta(days=2)
    standings[Key(1, 1, MONTHS[9])] = decided(answered(MONTHS[9]), Decision("return", after, "ขอวันที่"))
    standings[Key(1, 1, MONTHS[0])] = Standing(decisions=(Decision("waive", after, "ยังไม่เริ่มงาน"),))
    return standings


def figures(standings: dict[Key, Standing]) -> tuple[int, int | None, int | None]:
    counts = count(reckon([YEAR], standings, RULES))
    return counts.expected, counts.completeness, counts.timeliness


def test_the_vector_of_the_design() -> None:
    assert figures(vector()) == (11, 72, 54)


def test_a_returned_one_that_is_sent_again_counts_by_its_first_time() -> None:
    standings = vector()
    key = Key(1, 1, MONTHS[9])
    before = standings[key]
    again = Answer("ongoing", RULES.deadlines[MONTHS[9]].due + timedelta(days=5), revision=2)
    standings[key] = Standing(again, before.first_submitted_at, before.decisions)
    assert figures(standings) == (11, 81, 63)


def test_nothing_expected_has_no_percent() -> None:
    assert (Counts().completeness, Counts(waived=3).timeliness) == (None, None)


def test_percent_is_floored_so_that_100_means_all() -> None:
    assert (Counts(in_time=199, missing=1).completeness, Counts(in_time=200).completeness) == (99, 100)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 9))
def test_on_time_late_and_missing_are_what_was_expected(in_time: int, late: int, missing: int, waived: int) -> None:
    counts = Counts(in_time, late, missing, waived)
    assert counts.in_time + counts.late + counts.missing == counts.expected
    assert (counts.completeness == 100) == (missing == 0 and counts.expected > 0)
    assert (counts.timeliness or 0) <= (counts.completeness or 0)


def months(obligations: tuple[Obligation, ...]) -> list[str]:
    return [o.month.key for o in obligations]


def test_after_done_nothing_more_is_owed() -> None:
    standings = {Key(1, 1, MONTHS[1]): answered(MONTHS[1], status="done")}
    assert months(reckon([YEAR], standings, RULES)) == ["2026-10", "2026-11"]


def test_after_cancelled_nothing_more_is_owed_until_reopened() -> None:
    reopened = Standing(decisions=(Decision("reopen", RULES.deadlines[MONTHS[4]].opens),))
    standings = {Key(1, 1, MONTHS[1]): answered(MONTHS[1], status="cancelled"), Key(1, 1, MONTHS[4]): reopened}
    assert months(reckon([YEAR], standings, RULES)) == ["2026-10", "2026-11", *[m.key for m in MONTHS[4:]]]


def test_done_that_was_returned_is_not_finished() -> None:
    done = answered(MONTHS[1], status="done")
    returned = decided(done, Decision("return", RULES.deadlines[MONTHS[1]].due + timedelta(days=1)))
    assert len(reckon([YEAR], {Key(1, 1, MONTHS[1]): returned}, RULES)) == 12


def test_the_outcome_is_due_in_the_last_month_owed_within_each_round() -> None:
    marked = [o.month.key for o in reckon([YEAR], {}, RULES) if o.last_owed_in_round]
    assert marked == ["2027-03", "2027-09"]
    short = Assignment(1, 1, Month(2026, 11), Month(2027, 1))
    assert [o.month.key for o in reckon([short], {}, RULES) if o.last_owed_in_round] == ["2027-01"]


def test_a_lock_holds_until_the_obligation_is_reopened() -> None:
    locks = RULES.deadlines[MONTHS[0]].locks
    (shut,) = reckon([Assignment(1, 1, MONTHS[0], MONTHS[0])], {}, RULES)
    assert (shut.locked(locks), shut.locked(locks + timedelta(minutes=1))) == (False, True)
    standing = Standing(decisions=(Decision("reopen", locks + timedelta(days=1)),))
    (again,) = reckon([Assignment(1, 1, MONTHS[0], MONTHS[0])], {Key(1, 1, MONTHS[0]): standing}, RULES)
    assert not again.locked(locks + timedelta(days=2))


def test_voiding_takes_an_answer_back() -> None:
    sent = answered(MONTHS[0])
    voided = decided(sent, Decision("void", RULES.deadlines[MONTHS[0]].due))
    (first, *_) = reckon([YEAR], {Key(1, 1, MONTHS[0]): voided}, RULES)
    assert (first.state, first.answer) == ("missing", None)


def test_an_answer_after_voiding_counts_again() -> None:
    due = RULES.deadlines[MONTHS[0]].due
    again = Standing(Answer("ongoing", due + timedelta(days=3), revision=2), due, (Decision("void", due),))
    (first, *_) = reckon([YEAR], {Key(1, 1, MONTHS[0]): again}, RULES)
    assert (first.state, first.answer) == ("submitted", again.answer)
