"""Checks a whole request body and words the refusal as LINE does (LINE-PLATFORM.md, "Error answers")."""

import json
from typing import Any

from simulator.fields import Path, Problem, Shape

Json = dict[str, Any]
BODY_BYTES = 2 * 1024 * 1024


class Refused(Exception):
    """The platform answers with an error: status, LINE's message, and details if any."""

    def __init__(self, status: int, message: str, details: list[Json] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message}
        if details:
            self.body["details"] = details
        self.headers: dict[str, str] = {}


def read_json(raw: bytes) -> Json:
    """The request body as an object, or Refused: over 2 MB (413), not UTF-8, not JSON, not an object (400)."""
    if len(raw) > BODY_BYTES:
        raise Refused(413, "Payload Too Large")
    try:
        body = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        where = (
            f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "encoding"
        )
        raise Refused(400, f"The request body could not be parsed as JSON ({where})") from error
    if not isinstance(body, dict):
        raise Refused(400, "The request body has 1 error(s)", [{"message": "Must be an object", "property": ""}])
    return body


def check(shape: Shape, body: Json) -> None:
    """Raise Refused(400) with LINE's words if the body breaks a rule of the table."""
    try:
        problems = list(shape.check(body, ()))
    except RecursionError as error:
        raise Refused(400, "The request body is nested too deeply") from error
    if problems:
        raise refusal(problems, body)


def refusal(problems: list[Problem], body: Json) -> Refused:
    """LINE's two forms of a 400: ordinary errors are counted; a Flex error names the message and a slash path."""
    ordinary = [problem for problem in problems if not _inside_flex(problem.path, body)]
    if ordinary:
        details = [{"message": problem.message, "property": dotted(problem.path)} for problem in ordinary]
        return Refused(400, f"The request body has {len(details)} error(s)", details)
    first = problems[0].path[1]
    details = [
        {"message": problem.message, "property": slashed(problem.path[3:])}
        for problem in problems
        if problem.path[1] == first
    ]
    return Refused(400, f"A message (messages[{first}]) in the request body is invalid", details)


def _inside_flex(path: Path, body: Json) -> bool:
    if len(path) < 3 or path[0] != "messages" or path[2] != "contents" or not isinstance(path[1], int):
        return False
    # A missing `contents` is an error of the message, not of the Flex container.
    return body["messages"][path[1]].get("contents") is not None


def dotted(path: Path) -> str:
    """('messages', 0, 'text') → messages[0].text"""
    written = ""
    for part in path:
        written += f"[{part}]" if isinstance(part, int) else f".{part}" if written else part
    return written


def slashed(path: Path) -> str:
    """('body', 'contents', 0) → /body/contents/0"""
    return "/" + "/".join(str(part) for part in path)
