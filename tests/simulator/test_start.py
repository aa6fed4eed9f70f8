"""Starting the program: settings, one ready line, clear sentences."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {"LINE_CHANNEL_SECRET": "hush-secret", "LINE_CHANNEL_ACCESS_TOKEN": "hush-token"}


def run(*arguments, environment=None):
    return subprocess.run(
        [sys.executable, "-m", "simulator", *arguments],
        env={"PATH": "", **(SECRETS if environment is None else environment)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.mark.slow
@pytest.mark.parametrize("missing", sorted(SECRETS))
def test_a_missing_secret_is_named(missing):
    given = {name: value for name, value in SECRETS.items() if name != missing}
    ended = run("--bot", "http://127.0.0.1:1/callback", environment=given)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert missing in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("wrong", [["--bot", "ftp://x"], ["--bot", "http://127.0.0.1:1/", "--clock", "tomorrow"]])
def test_a_wrong_argument_is_one_sentence(wrong):
    ended = run(*wrong)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.slow
def test_it_says_when_it_is_ready_and_never_says_a_secret():
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", "--port", "0", "--bot", "http://127.0.0.1:1/", "--clock", "2026-11-25"],
        env={"PATH": "", "LOG_LEVEL": "DEBUG", **SECRETS},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        ready = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/simulator/", ready)
        assert found
        page = requests.get(found.group(), timeout=5)
        assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert requests.get(found.group() + "clock", timeout=5).json()["now"].startswith("2026-11-25T00:00")
        requests.post(found.group() + "people", json={"name": "มาลี"}, timeout=5)
    finally:
        process.terminate()
        said = ready + process.communicate(timeout=10)[0]
    assert "hush" not in said
