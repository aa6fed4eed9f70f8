"""All that the papers of a round are made of, read at one moment: the report's value and what stands around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from exports.amendments import Amendment, amendments
from exports.freezing import report_of
from exports.report_value import Report
from exports.rounds import build_report
from exports.scoring import Scores, scores_of
from models import assessments, chain, endorsements, forms, oit
from models.calendar import Round, bangkok_date
from models.endorsements import Verdict
from models.oit import OitYear
from models.plan import Analysis, ApprovalStep, Plan
from models.records import StoredPlan
from models.report_tables import Endorsement, Publishing, ReportRow
from models.tables import Organisation
from models.thai import long_date, thai_digits


class PaperRefused(ValueError):
    """A paper that cannot be made from what there is; the sentence (Thai) says why and what to do."""


NOBODY = "ไม่มีผู้ดำรงตำแหน่ง"  # what is printed for a post that was passed over


@dataclass(frozen=True)
class Frozen:
    """Which version of the round was frozen, its hash, and when (Asia/Bangkok)."""

    id: int
    version: int
    sha256: str
    on: date


@dataclass(frozen=True)
class Comment:
    """What a post of the chain said on the frozen report, and on which day (Asia/Bangkok). `skip`: nobody holds the
    post, which the text says, and the report went on without it."""

    post: str
    acting: bool
    verdict: Verdict
    text: str
    on: date


@dataclass(frozen=True)
class Published:
    """An item of the publishing check-list that is ticked: its name, what was noted, and on which day."""

    item: str
    value: str
    day: date | None


@dataclass(frozen=True)
class OwnForm:
    """The agency's own form: its workbook, and the field (exports/form_fields.py) of each column by letter."""

    content: bytes
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Dossier:
    """A round's report with its plan, the chain's comments in order, and what changed since the freeze.

    `frozen` None: the report is as it stands at `on`. `chain` is who endorses, in order, `acting` the posts of it
    for which somebody stands in at `on`. `wording` is what the papers of this agency say differently; `evidence` the
    folder of the organisation's files, each named by its hash.
    `assessment` is the analysis of the ITA year that the plan answers: the imported scores (as they were at the
    freeze), else the plan's own; `assessment_before` that of the year before. `oit`: the ITA years that ask for the
    report of this fiscal year.
    """

    plan: Plan
    report: Report
    on: date
    frozen: Frozen | None = None
    chain: tuple[ApprovalStep, ...] = ()
    acting: frozenset[str] = frozenset()
    comments: tuple[Comment, ...] = ()
    published: tuple[Published, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    wording: Mapping[str, Any] = field(default_factory=dict)
    evidence: Path = Path()
    oit: tuple[OitYear, ...] = ()

    @property
    def assessment(self) -> Analysis:
        return self.report.scores.analysis if self.report.scores else self.plan.analysis

    @property
    def scores(self) -> Scores:
        """The assessment seen from the plan, also when nothing in it is scored."""
        found = self.assessment
        otherwise = assessments.Assessed(
            assessments.year_of(self.plan), found, None, assessments.threshold(found, {})
        )
        return self.report.scores or scores_of(self.plan, otherwise)

    @property
    def assessment_before(self) -> Analysis | None:
        return self.report.scores.before if self.report.scores else None

    form: OwnForm | None = None

    @property
    def standing(self) -> str:
        """Whether this is a draft, or which frozen version, with the hash by which it is known again."""
        if self.frozen is None:
            return "ฉบับร่าง ยังไม่ปิดรอบ"
        version, day = thai_digits(self.frozen.version), long_date(self.frozen.on)
        return f"ฉบับที่ {version} ปิดรอบเมื่อวันที่ {day} รหัสตรวจสอบ {self.frozen.sha256[:16]}"


def gather(
    session: Session,
    stored: StoredPlan,
    round: Round,
    now: datetime,
    evidence: Path,
    layout: str | None = None,
) -> Dossier:
    """The dossier of a round at `now`; `evidence` is the folder of all organisations' files.

    Raises ValueError with a sentence when the layout is unknown.
    """
    report, row = report_of(session, stored, round, now, layout)
    organisation = session.get_one(Organisation, stored.organisation_id)
    approved = _approved(session, row)
    seats = chain.seats(session, stored.organisation_id, stored.plan, bangkok_date(now), approved)
    now_stands = build_report(session, stored, round, now, report.table.layout) if row else report
    return Dossier(
        plan=stored.plan,
        report=report,
        on=bangkok_date(now),
        frozen=Frozen(row.id, row.version, row.sha256, bangkok_date(row.frozen_at)) if row else None,
        chain=chain.steps(session, stored.organisation_id, stored.plan, approved),
        acting=frozenset(seat.name for seat in seats if seat.acting),
        comments=_comments(session, row.id) if row else (),
        published=_published(session, row.id) if row else (),
        amendments=amendments(report, now_stands),
        wording=organisation.wording,
        evidence=evidence / str(stored.organisation_id),
        oit=oit.asking_for(organisation.rules, stored.plan.fiscal_year),
        form=_own_form(session, stored.organisation_id),
    )


def _own_form(session: Session, organisation_id: int) -> OwnForm | None:
    row = forms.current(session, organisation_id)
    return OwnForm(row.content, row.matching["columns"]) if row else None


def _published(session: Session, report_id: int) -> tuple[Published, ...]:
    rows = session.scalars(select(Publishing).where(Publishing.report_id == report_id).order_by(Publishing.id))
    newest = {row.item: row for row in rows}
    return tuple(Published(row.item, row.value, row.day) for row in newest.values() if row.value)


def _approved(session: Session, row: ReportRow | None) -> int | None:
    return endorsements.approved_by(session, row.id) if row else None


def _comments(session: Session, report_id: int) -> tuple[Comment, ...]:
    return tuple(
        Comment(word.post_name, word.acting, cast(Verdict, word.verdict), _printed(word), bangkok_date(word.at))
        for word in endorsements.words_on(session, report_id)
    )


def _printed(word: Endorsement) -> str:
    """A comment as it is printed; of a post that was passed over why."""
    if word.verdict != "skip":
        return word.comment
    return f"{NOBODY} ({word.comment})" if word.comment else NOBODY
