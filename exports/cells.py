"""What each field of a layout prints: the plan's texts and the round's texts as cells.

The field names are those of the sample plans' layouts; how a cell is made from the plan is written in the
samples' README, "Expected tables".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from exports.layouts import DEFAULT, LAYOUTS, Layout
from exports.narrative import Said, TextField, tell
from exports.texts import fold, paper
from models.ledger import STATUSES
from models.plan import ListStyle, Measure
from models.thai import thai_digits

Field = Callable[[Measure, Sequence[Said]], str]


def listed(items: Sequence[str], style: ListStyle | None = None) -> str:
    """A list as one cell: one item plain, more of them `๑. `, `๒. ` …, unless the plan says which style."""
    style = style or ("number" if len(items) > 1 else "plain")
    marks = {"number": "{}. ", "dash": "- ", "plain": ""}
    return "\n".join(marks[style].format(thai_digits(n)) + paper(item) for n, item in enumerate(items, 1))


def issue(measure: Measure) -> str:
    """What the measure answers, on four lines; the question's code has Thai digits here alone: E๑๒.

    A measure that names no issue shows its title, so that no row is without a name.
    """
    found = measure.issue
    if found is None:
        return paper(measure.title)
    text = paper(found.text or measure.title)
    lines = [
        f"เครื่องมือการประเมิน {paper(found.instrument)}" if found.instrument else "",
        f"ตัวชี้วัดที่ {thai_digits(found.indicator_number)}" if found.indicator_number else "",
        paper(found.indicator_name),
        f"{thai_digits(found.question)} {text}" if found.question else text,
    ]
    return "\n".join(line for line in lines if line)


def numbered_title(measure: Measure) -> str:
    return f"{thai_digits(measure.order)}. {paper(measure.title)}"


def _title_and_items(measure: Measure) -> str:
    """The title, and what stands under it when the plan's row lists several measures."""
    items = [f"- {paper(item)}" for item in measure.title_items] if len(measure.title_items) > 1 else []
    return "\n".join([numbered_title(measure), *items])


def latest_status(said: Sequence[Said]) -> str:
    """The status of the latest month in words; divisions that differ are named."""
    latest = {one.division: STATUSES[one.answer.status] for one in sorted(said, key=lambda s: s.month)}
    return _by_division({division: latest[division] for division in dict.fromkeys(one.division for one in said)})


def latest_percent(said: Sequence[Said]) -> str:
    """How far the measure is, in percent, as each division said last; done without one ends what was said before."""
    latest: dict[str, str] = {}
    for one in sorted(said, key=lambda s: s.month):
        if one.answer.percent is not None:
            latest[one.division] = thai_digits(one.answer.percent)
        elif one.answer.status == "done":
            latest.pop(one.division, None)
    return _by_division({d: latest[d] for d in dict.fromkeys(one.division for one in said) if d in latest})


def _by_division(latest: Mapping[str, str]) -> str:
    """What is the same of all divisions once; else each has its line, those that agree sharing one."""
    voices: dict[str, list[str]] = {}
    for division, text in latest.items():
        voices.setdefault(text, []).append(division)
    if len(voices) < 2:
        return "".join(voices)
    return "\n".join(f"{', '.join(divisions)}: {text}" for text, divisions in voices.items())


def with_status(said: Sequence[Said]) -> str:
    """Our own layout says where the measure stands before what was done, unless the text says it itself."""
    text, status = tell(said, "activity", with_dates=True), latest_status(said) if said else ""
    return text if status and fold(status) in fold(text) else "\n".join(part for part in (status, text) if part)


FIELDS: dict[str, Field] = {
    "title": lambda m, _said: paper(m.title),
    "order+title": lambda m, _said: numbered_title(m),
    "order+title+items": lambda m, _said: _title_and_items(m),
    "title_items": lambda m, _said: listed(m.title_items or (m.title,), m.title_items_style),
    "issue": lambda m, _said: issue(m),
    "analysis": lambda m, _said: paper(m.analysis),
    "guidelines": lambda m, _said: listed(m.guidelines, m.guidelines_style),
    "steps": lambda m, _said: listed(m.steps, m.steps_style),
    "responsible_text": lambda m, _said: paper(m.responsible_text),
    "period.text": lambda m, _said: paper(m.period.text),
    "follow_up": lambda m, _said: listed(m.follow_up.items),
    "results.period.text": lambda m, _said: paper(m.period.text),
    "results.activity": lambda _m, said: tell(said, "activity"),
    "results.activity+dates": lambda _m, said: tell(said, "activity", with_dates=True),
    "results.activity+dates+status": lambda _m, said: with_status(said),
    "results.outputs": lambda _m, said: tell(said, "output"),
    "results.outputs+count": lambda _m, said: tell(said, "output", counted=True),
    "results.outcomes": lambda _m, said: tell(said, "outcome"),
    "results.problems": lambda _m, said: tell(said, "problem"),
    "results.percent": lambda _m, said: latest_percent(said),
    "results.remarks": lambda _m, _said: "",  # nobody is asked for remarks: the cell is left for the pen
}

# Which text of the round a field prints; the secretary's own words for it take its place.
TOLD: dict[str, TextField] = {
    "results.activity": "activity",
    "results.activity+dates": "activity",
    "results.activity+dates+status": "activity",
    "results.outputs": "output",
    "results.outputs+count": "output",
    "results.outcomes": "outcome",
    "results.problems": "problem",
}


def assembled(measure: Measure, said: Sequence[Said], field: TextField, form: Layout) -> str:
    """The round's text of a field as the agency's layout prints it, or as ours does when it has no column for it."""
    columns = [*form.leaves, *LAYOUTS[DEFAULT].leaves]
    return FIELDS[next(column.field for column in columns if TOLD.get(column.field) == field)](measure, said)
