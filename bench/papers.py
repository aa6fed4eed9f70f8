"""What the papers of a large round cost, as a ratio to building its report's value (below which none can go).

    python -m bench.papers [--rounds 3]

200 measures of eight divisions with six months of answers: the Excel file, the agency's own form, and an evidence
pack of 200 photos. Medians count; absolute figures drift, the ratios do not.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from exports.documents import PAPERS
from exports.dossier import Dossier, OwnForm
from exports.own_form import proposed
from exports.report_value import EvidenceLine
from models.calendar import bangkok_date
from tests.evidence_files import photo
from tests.own_forms import form
from tests.reports.rounds import AFTER, small_plan
from tests.test_excel_charts import large_report

PHOTOS = 200


def timed(call: Callable[[], object]) -> float:
    """The seconds that a call takes."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def dossier(folder: Path) -> Dossier:
    """A round with everything in it."""
    lines = []
    for n in range(PHOTOS):
        content = photo(f"#{n:06x}")
        sha256 = hashlib.sha256(content).hexdigest()
        (folder / sha256).write_bytes(content)
        lines.append(EvidenceLine(f"M{n + 1}", n + 1, "กองช่าง", "2026-10", sha256, "image/jpeg"))
    report = replace(large_report(), evidence=tuple(lines))
    own = OwnForm(form(), proposed(form()).columns)
    return Dossier(small_plan(200), report, bangkok_date(AFTER), evidence=folder, form=own)


def main() -> None:
    """Print the medians of some rounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    found: dict[str, list[float]] = {"report": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = dossier(folder)
        for _ in range(rounds):
            found["report"].append(timed(large_report))
            for kind in ("excel", "own", "evidence"):
                out = folder / f"paper{PAPERS[kind].suffix}"
                found.setdefault(kind, []).append(timed(lambda k=kind, o=out: PAPERS[k].write(made, o)))  # type: ignore[misc]
    floor = statistics.median(found["report"])
    for kind, seconds in found.items():
        middle = statistics.median(seconds)
        print(f"{kind:10} {middle:7.2f} s   {middle / floor:.1f}")


if __name__ == "__main__":
    main()
