"""The plan of a fiscal year as a value: measures, who is responsible, the analysis they answer.

The shape is that of the sample plans (samples/plans, schema version 1), so that one plan means the same
as JSON, as our Excel template and in the database. Values are frozen; texts are kept as they were written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter

ALL_DIVISIONS = "all"  # the code that stands for ทุกกอง
ListStyle = Literal["number", "dash", "plain"]
Action = Literal["prepare", "comment", "approve"]


@dataclass(frozen=True)
class OrganisationProfile:
    """Who the plan belongs to, as printed on its documents."""

    name: str
    short_name: str | None = None
    type: str | None = None
    subdistrict: str | None = None
    district: str | None = None
    province: str | None = None
    website: str | None = None
    document_prefix: str | None = None


@dataclass(frozen=True)
class SourceScore:
    """One of the two scores of an EIT question."""

    source: str
    score: float | None = None


@dataclass(frozen=True)
class Question:
    """A question of the assessment, such as E12, with last year's score."""

    code: str
    text: str
    score: float | None = None
    scores: tuple[SourceScore, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class SubIndicator:
    code: str
    name: str
    score: float | None = None
    questions: tuple[Question, ...] = ()
    finding: str | None = None


@dataclass(frozen=True)
class Indicator:
    """One of the ten indicators (DOMAIN.md section 3)."""

    number: int
    instrument: str
    name: str
    score: float | None = None
    rank_printed: int | None = None
    questions: tuple[Question, ...] = ()
    sub_indicators: tuple[SubIndicator, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """The assessment result that the plan answers. The level is stored as printed, never computed."""

    source_fiscal_year: int | None = None
    overall_score: float | None = None
    level: str | None = None
    target_score: float | None = None
    indicators: tuple[Indicator, ...] = ()
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    issues_to_improve: tuple[str, ...] = ()
    derived_below_target: dict[str, tuple[str, ...]] = field(default_factory=dict)
    issues_rule: str | None = None


@dataclass(frozen=True)
class OitItem:
    code: str | None
    name: str
    elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class DivisionName:
    """A division (กอง, สำนัก) and the sections (งาน) inside it. kind `group` is ทุกกอง: every division."""

    code: str
    name: str
    kind: Literal["division", "group"] = "division"
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApprovalStep:
    order: int
    position: str
    action: Action


@dataclass(frozen=True)
class Document:
    """A memo, announcement or circular that belongs to the plan."""

    kind: str
    title: str
    date: str | None = None
    month: str | None = None
    to: str | None = None
    number: str | None = None
    items: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()


@dataclass(frozen=True)
class RoundTitle:
    """How the agency prints a round; `reported`: the seed document is that round's report."""

    code: str
    title: str
    start: date
    end: date
    reported: bool = False


@dataclass(frozen=True)
class LayoutTitle:
    """The name of a layout (exports/layouts.py) and the title the agency prints above it."""

    name: str
    title: str
    kind: str = "report"


@dataclass(frozen=True)
class Issue:
    """What a measure answers: an indicator and often one question of it."""

    instrument: str | None = None
    indicator_number: int | None = None
    indicator_name: str | None = None
    question: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Period:
    """When a measure runs: as printed, and as dates (CE, both included)."""

    text: str
    start: date
    end: date
    quarters: tuple[int, int] | None = None


@dataclass(frozen=True)
class Target:
    text: str
    min_score: float | None = None
    min_count: float | None = None
    unit: str | None = None
    per: str | None = None


@dataclass(frozen=True)
class MeasureDeadline:
    """A deadline inside a measure, such as ภายในเดือนมกราคม."""

    text: str
    date: date


@dataclass(frozen=True)
class FollowUp:
    items: tuple[str, ...] = ()
    cadence: tuple[str, ...] = ()
    deadline: MeasureDeadline | None = None
    systems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One row of the plan. `code` is permanent within the plan; lists are without their printed numbers."""

    code: str
    order: int
    title: str
    period: Period
    title_items: tuple[str, ...] = ()
    title_in_memo: str | None = None
    issue: Issue | None = None
    indicators: tuple[int, ...] = ()
    analysis: str | None = None
    guidelines: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()  # codes; ("all",) is ทุกกอง; () names no division
    responsible_text: str | None = None
    responsible_roles: tuple[str, ...] = ()
    section: str | None = None
    target: Target | None = None
    follow_up: FollowUp = FollowUp()
    title_items_style: ListStyle | None = None
    guidelines_style: ListStyle | None = None
    steps_style: ListStyle | None = None


@dataclass(frozen=True)
class Plan:
    """The plan of one organisation and fiscal year (BE)."""

    organisation: OrganisationProfile
    fiscal_year: int
    divisions: tuple[DivisionName, ...]
    measures: tuple[Measure, ...]
    layout: str | None = None
    layouts: tuple[LayoutTitle, ...] = ()
    rounds: tuple[RoundTitle, ...] = ()
    analysis: Analysis = Analysis()
    oit_items: tuple[OitItem, ...] = ()
    approval_chain: tuple[ApprovalStep, ...] = ()
    documents: tuple[Document, ...] = ()
    publishing: tuple[str, ...] = ()


_PLAN = TypeAdapter(Plan)
_ANALYSIS = TypeAdapter(Analysis)


def plan_from_json(data: Any) -> Plan:
    """A plan from JSON values as in samples/plans; keys that a plan does not have are passed over.

    Raises pydantic.ValidationError (a ValueError) that lists each place; checks of meaning (unknown
    division, end before start …) are the plan reader's (exports/plan_reader.py).
    """
    return _PLAN.validate_python(data)


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values (dates as ISO text); `plan_from_json` gives it back unchanged."""
    dumped: dict[str, Any] = _PLAN.dump_python(plan, mode="json")
    return dumped


def analysis_from_json(data: Any) -> Analysis:
    """An analysis from JSON values, as `analysis` of a plan. Raises pydantic.ValidationError as `plan_from_json`."""
    return _ANALYSIS.validate_python(data)


def analysis_to_json(analysis: Analysis) -> dict[str, Any]:
    """The analysis as JSON values; `analysis_from_json` gives it back unchanged."""
    dumped: dict[str, Any] = _ANALYSIS.dump_python(analysis, mode="json")
    return dumped
