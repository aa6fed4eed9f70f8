"""What the scores of an assessment mean for a plan: what is under the threshold, who answers it, what changed.

Pure: an analysis, a plan and a threshold make one frozen value, which cards and sheets only lay out, and which a
frozen report keeps. An item is answered by a measure that names it (measure.issue.question), or that names its
indicator and no question: a measure for E12 is no answer to E14 of the same indicator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from models.assessments import Assessed, has_scores, mean_score, questions_of
from models.indicators import INDICATORS
from models.oit import code_key, same_code
from models.plan import Analysis, Indicator, Measure, Plan, Question, SourceScore, SubIndicator

Kind = Literal["indicator", "sub_indicator", "question"]
Crossed = Literal["", "up", "down"]
_ALIKE = 0.8  # of two questions of the same code in two years: as much of their words is the same
_COMPARED = 300  # letters of a question that are compared


@dataclass(frozen=True)
class Item:
    """Something that has a score: an indicator, sub-indicator or question. `code` as it is written: 7, 9.1, E12."""

    kind: Kind
    code: str
    name: str
    indicator: int
    score: float | None
    sources: tuple[SourceScore, ...] = ()


@dataclass(frozen=True)
class Below:
    """An item under the threshold with the measures that answer it, by code and by printed number.

    `by_mean` False: the mean is not under it, but the score of one source is; that is marked, and needs no measure.
    """

    item: Item
    by_mean: bool
    measures: tuple[str, ...]
    orders: tuple[int, ...]


@dataclass(frozen=True)
class Coverage:
    """One of the ten indicators with the measures that name it or one of its questions."""

    number: int
    instrument: str
    name: str
    score: float | None
    measures: tuple[str, ...]
    orders: tuple[int, ...]


@dataclass(frozen=True)
class Change:
    """An indicator or question scored in both years. `crossed`: it came over the threshold, or fell under it."""

    kind: Kind
    code: str
    code_before: str
    name: str
    before: float
    now: float
    difference: float
    crossed: Crossed


@dataclass(frozen=True)
class Scores:
    """The assessment of an ITA year (BE), seen from a plan."""

    ita_year: int
    threshold: float
    analysis: Analysis
    before: Analysis | None
    below: tuple[Below, ...]
    coverage: tuple[Coverage, ...]
    changes: tuple[Change, ...]

    @property
    def unanswered(self) -> tuple[Below, ...]:
        """What must be answered by a measure and is not."""
        return tuple(one for one in self.below if one.by_mean and not one.measures)

    @property
    def linked(self) -> bool:
        """Whether any measure of the plan says what it answers."""
        return any(one.measures for one in self.coverage)


def scores_of(plan: Plan | None, found: Assessed) -> Scores:
    """The scores of a year seen from the plan that answers them; None when there is no such plan yet."""
    measures = sorted(plan.measures if plan else (), key=lambda m: m.order)
    return Scores(
        ita_year=found.year,
        threshold=found.threshold,
        analysis=found.analysis,
        before=found.before,
        below=tuple(_below(found.analysis, found.threshold, measures)),
        coverage=_coverage(found.analysis, measures),
        changes=changes(found.analysis, found.before, found.threshold),
    )


def scores_or_none(plan: Plan, found: Assessed) -> Scores | None:
    """The same, None when nothing is scored."""
    return scores_of(plan, found) if has_scores(found.analysis) else None


# --- Under the threshold ---------------------------------------------------------------------------------------


def below_threshold(analysis: Analysis, threshold: float) -> tuple[tuple[Item, bool], ...]:
    """What is under the threshold, and whether by its mean: questions; a sub-indicator or an indicator only when
    nothing inside it is under it itself, or nothing inside it is scored."""
    found: list[tuple[Item, bool]] = []
    for indicator in analysis.indicators:
        inside = [one for q in indicator.questions for one in _low(_question(q, indicator.number), threshold)]
        for sub in indicator.sub_indicators:
            low = [one for q in sub.questions for one in _low(_question(q, indicator.number), threshold)]
            inside += _with(low, _sub(sub, indicator.number), threshold)
        found += _with(inside, _indicator(indicator), threshold)
    return tuple(found)


def _with(inside: list[tuple[Item, bool]], whole: Item, threshold: float) -> list[tuple[Item, bool]]:
    """What is under the threshold inside a whole, and the whole itself when only it is by its mean."""
    return inside if any(by_mean for _, by_mean in inside) else [*inside, *_low(whole, threshold)]


def _low(item: Item, threshold: float) -> list[tuple[Item, bool]]:
    by_mean = item.score is not None and item.score < threshold
    by_source = any(one.score is not None and one.score < threshold for one in item.sources)
    return [(item, by_mean)] if by_mean or by_source else []


def _question(one: Question, indicator: int) -> Item:
    return Item("question", one.code, one.text, indicator, mean_score(one), one.scores)


def _sub(one: SubIndicator, indicator: int) -> Item:
    return Item("sub_indicator", one.code, one.name, indicator, one.score)


def _indicator(one: Indicator) -> Item:
    return Item("indicator", str(one.number), one.name, one.number, one.score)


def all_questions(analysis: Analysis) -> list[Item]:
    """Every question, in the order of the indicators."""
    return [_question(q, i.number) for i in analysis.indicators for q in questions_of(i)]


def _below(analysis: Analysis, threshold: float, measures: Iterable[Measure]) -> Iterator[Below]:
    listed = list(measures)
    for item, by_mean in below_threshold(analysis, threshold):
        answers = [m for m in listed if answers_item(m, item)]
        yield Below(item, by_mean, tuple(m.code for m in answers), tuple(m.order for m in answers))


# --- Which measure answers what ---------------------------------------------------------------------------------


def answers_item(measure: Measure, item: Item) -> bool:
    """Whether a measure answers an item: it names the question, or the indicator as a whole.

    An indicator or sub-indicator (of which no question is under the threshold) is answered by any measure of its
    indicator.
    """
    if item.kind != "question":
        return item.indicator in indicators_of(measure)
    named = measure.issue.question if measure.issue else None
    if named and same_code(named, item.code):
        return True
    return item.indicator in _whole_indicators(measure)


def indicators_of(measure: Measure) -> frozenset[int]:
    """The indicators that a measure names, itself or through its question."""
    own = (measure.issue.indicator_number,) if measure.issue and measure.issue.indicator_number else ()
    return frozenset((*measure.indicators, *own))


def _whole_indicators(measure: Measure) -> frozenset[int]:
    """The indicators that a measure answers as a whole: all it names, but not the one of its single question."""
    issue = measure.issue
    if issue is None or not issue.question:
        return indicators_of(measure)
    one = issue.indicator_number
    if one is None and len(measure.indicators) == 1:
        (one,) = measure.indicators
    return indicators_of(measure) - {one}


def _coverage(analysis: Analysis, measures: Iterable[Measure]) -> tuple[Coverage, ...]:
    """All ten indicators, and any other that the analysis has, in order."""
    known = {one.number: one for one in analysis.indicators}
    asked = {code_key(q.code): i.number for i in analysis.indicators for q in questions_of(i) if code_key(q.code)}
    listed = list(measures)
    found = []
    for number in sorted({*INDICATORS, *known}):
        one = known.get(number)
        instrument, name = INDICATORS.get(number, ("", ""))
        of_it = [m for m in listed if number in indicators_of(m) or _asked_in(m, asked) == number]
        found.append(
            Coverage(
                number,
                one.instrument if one else instrument,
                one.name if one else name,
                one.score if one else None,
                tuple(m.code for m in of_it),
                tuple(m.order for m in of_it),
            )
        )
    return tuple(found)


def _asked_in(measure: Measure, asked: Mapping[str, int]) -> int | None:
    """The indicator of the question that a measure names, by the assessment."""
    return asked.get(code_key(measure.issue.question)) if measure.issue else None


# --- Against the year before ------------------------------------------------------------------------------------


def changes(now: Analysis, before: Analysis | None, threshold: float) -> tuple[Change, ...]:
    """Indicators, then questions, that are scored in both years.

    Codes are given anew each year, so a question is found by its words (years in it aside); one of the same code is
    the same when most of its words are.
    """
    if before is None:
        return ()
    old = {one.number: one for one in before.indicators}
    pairs = [(_indicator(one), _indicator(old[one.number])) for one in now.indicators if one.number in old]
    pairs += list(_same_questions(now, before))
    return tuple(
        _change(new, was, threshold, new.score, was.score)
        for new, was in pairs
        if new.score is not None and was.score is not None
    )


def _change(item: Item, was: Item, threshold: float, now: float, before: float) -> Change:
    crossed: Crossed = "up" if before < threshold <= now else "down" if now < threshold <= before else ""
    return Change(item.kind, item.code, was.code, item.name, before, now, round(now - before, 6), crossed)


def _same_questions(now: Analysis, before: Analysis) -> Iterator[tuple[Item, Item]]:
    old = all_questions(before)
    by_words: dict[str, list[Item]] = {}
    for one in old:
        by_words.setdefault(_words(one.name), []).append(one)
    by_code = {code_key(one.code): one for one in old if code_key(one.code)}
    for indicator in now.indicators:
        for question in questions_of(indicator):
            item = _question(question, indicator.number)
            alike = by_words.get(_words(item.name), []) if _words(item.name) else []
            same = [one for one in alike if same_code(one.code, item.code)] or alike
            if len(same) == 1:
                yield item, same[0]
            elif not same and (found := by_code.get(code_key(item.code))) and _alike(item.name, found.name):
                yield item, found


def _words(text: str) -> str:
    """A question's words as they are compared: without digits, spaces, marks and case."""
    return re.sub(r"\d|[^\w\u0e00-\u0e7f]|_", "", text).casefold()


def _alike(one: str, other: str) -> bool:
    first, second = _words(one)[:_COMPARED], _words(other)[:_COMPARED]
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE
