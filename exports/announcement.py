"""The announcement (ประกาศ) of the plan's measures, and the circular that tells every division of the report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exports.dossier import Dossier
from exports.memo import head, made_at, version
from exports.paper_fields import Speaker
from exports.texts import paper
from exports.word import DOTS, Line, Paper
from models.plan import Measure, Plan
from models.thai import thai_digits

EMBLEM = 3.0  # cm of an announcement's head


def write_announcement(dossier: Dossier, path: Path) -> None:
    """Write the announcement of the measures to `path` (.docx). Raises OSError when the folder cannot be written to.

    It announces the plan as it is now, also beside a frozen round: what was frozen is the report, not the plan.
    Under each measure stands what the plan says of it; a plan that only lists its measures prints the plain list.
    """
    speaker = Speaker.of(dossier)
    subject = speaker.say("announcement.subject")
    file = Paper(f"ประกาศ {subject}", dossier.report.organisation, made_at(dossier))
    file.space(EMBLEM)
    for text in (f"ประกาศ{dossier.report.organisation}", f"เรื่อง {subject}"):
        file.put(Line(text, bold=True, align="center", kept=True))
    file.put(Line(DOTS, align="center"))
    file.text(speaker.say("announcement.preamble"))
    file.text(speaker.say("announcement.resolves"))
    for measure in sorted(dossier.plan.measures, key=lambda m: m.order):
        file.text(f"{thai_digits(measure.order)}. {paper(measure.title)}", before=4)
        for line in _details(dossier.plan, measure):
            file.text(line, first=3.5, before=0)
    file.closing(speaker.say("announcement.closing"))
    date = speaker.say("announcement.date") or f"{'.' * 8} {'.' * 22} พ.ศ. {'.' * 8}"
    file.put(Line(f"ประกาศ ณ วันที่ {date}", first=5, before=12, kept=True))
    file.signature(*speaker.signer("announcement"))
    file.save(path)


def _details(plan: Plan, measure: Measure) -> Iterator[str]:
    """Steps, who is responsible, when and how it is followed up; nothing when the plan gives no more than a list."""
    if not any(m.steps or m.guidelines or m.responsible_text for m in plan.measures):
        return
    items = measure.title_items if len(measure.title_items) > 1 else ()
    for n, text in enumerate(items, 1):
        yield f"{thai_digits(measure.order)}.{thai_digits(n)} {paper(text)}"
    for label, texts in (("แนวทางปฏิบัติ", measure.guidelines), ("ขั้นตอนหรือวิธีการปฏิบัติ", measure.steps)):
        lines = [f"({thai_digits(n)}) {paper(text)}" for n, text in enumerate(texts, 1)]
        yield from ([f"{label}:", *lines] if len(lines) > 1 else [f"{label}: {paper(text)}" for text in texts])
    who = ", ".join(line.strip() for line in paper(measure.responsible_text).split("\n") if line.strip())
    for label, text in (
        ("ผู้รับผิดชอบ", who),
        ("ระยะเวลา", paper(measure.period.text)),
        ("การกำกับติดตาม", ", ".join(map(paper, measure.follow_up.items))),
    ):
        if text:
            yield f"{label}: {text}"


def write_circular(dossier: Dossier, path: Path) -> None:
    """Write the circular to `path` (.docx): that the report was made, and where it is published when it is."""
    speaker = Speaker.of(dossier)
    file = Paper(speaker.say("circular.subject"), dossier.report.organisation, made_at(dossier))
    prefix = speaker.say("number")
    head(file, speaker, "circular", f"{prefix}ว" if prefix else "")
    file.text(speaker.say("circular.body"), before=12)
    if dossier.report.summary.total.expected:
        file.text(speaker.say("circular.figures"))
    address, day = speaker.values["address"], speaker.values["published_on"]
    if address:
        file.text(speaker.say("circular.published"))
        file.put(Line(address, left=3.5))
        file.text(f"เมื่อวันที่ {day}" if day else "", first=3.5, before=0)
    else:
        file.text(speaker.say("circular.unpublished"))
    file.text(speaker.say("circular.asks"))
    file.closing(speaker.say("circular.closing"))
    file.signature(*speaker.signer("circular"))
    file.foot(version(dossier))
    file.save(path)
