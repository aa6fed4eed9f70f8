"""Imports run one way, and each outside library has one owner; a failure names the file that broke the rule."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ("models", "exports", "handlers", "scheduler", "bot")
OWNERS = {
    "linebot": ("bot/line.py",),
    "apscheduler": ("scheduler/clock.py",),
    "pythainlp": ("models/thai.py",),
    "openpyxl": ("exports/",),
    "defusedxml": ("exports/",),
    "docx": ("exports/word.py",),
    "flask": ("bot/",),
    "itsdangerous": ("bot/",),
    "waitress": ("bot/serving.py",),
    "alembic": ("bot/schema.py",),
    "dotenv": ("bot/settings.py",),
    "regex": ("bot/line_draw.py",),
    "segno": ("bot/",),
    "requests": ("bot/demo.py",),
    "rapidfuzz": ("models/typos.py",),
    "playwright": ("bot/menu_drawing.py",),
    "filetype": ("models/evidence.py",),
}
ONLY_IN_BOT = ("datetime.now", "datetime.utcnow", "date.today", "os.environ", "os.getenv", "time.time")


def files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """The top names that a file imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_a_folder_imports_only_from_folders_to_its_left() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for rank, folder in enumerate(HOUSE)
        for path in files(folder)
        for name in imported(path) & set(HOUSE[rank + 1 :])
    ]
    assert wrong == []


def test_the_stand_in_and_the_bot_do_not_know_each_other() -> None:
    wrong = [
        f"{p.relative_to(ROOT)} imports the house" for p in files("simulator") if imported(p) & {*HOUSE, "tests"}
    ]
    wrong += [f"{p.relative_to(ROOT)} imports simulator" for p in files(*HOUSE) if "simulator" in imported(p)]
    assert wrong == []


def test_an_outside_library_has_one_owner() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {library}"
        for path in files(*HOUSE)
        for library in imported(path) & set(OWNERS)
        if not str(path.relative_to(ROOT)).startswith(OWNERS[library])
    ]
    assert wrong == []


def test_the_clock_and_the_environment_are_read_only_in_bot() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files(*HOUSE[:-1])
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and (name := ast.unparse(node)) in ONLY_IN_BOT
    ]
    assert wrong == []
