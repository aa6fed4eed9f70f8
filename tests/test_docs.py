"""The documents cannot rot: settings, commands, the transcript and the files they name are held against the code."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from bot.__main__ import _parser

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SETTINGS = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)*)"', (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")))


def commands() -> set[str]:
    (of_all,) = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return set(of_all.choices)


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_every_setting_is_in_the_readme_and_in_the_example(name: str) -> None:
    assert f"| `{name}` |" in README
    assert re.search(rf"^{name}=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_described(name: str) -> None:
    assert re.search(rf"^\| `{name}\b", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_readmes_transcript_is_a_test() -> None:
    shown = re.search(r"<!-- transcript: (\S+) -->\n```\n(.*?)```\n", README, re.DOTALL)
    assert shown is not None
    assert shown[2] == (ROOT / "tests" / "transcripts" / shown[1]).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCS, ids=lambda p: p.name)
def test_every_file_that_a_document_names_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"`((?:bot|models|exports|handlers|scheduler|simulator|tests|docs|samples)/[\w./-]*)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_library_is_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert [x for x in lines if x and not x.startswith(("#", "-r")) and "==" not in x] == []
