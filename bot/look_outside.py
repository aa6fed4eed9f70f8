"""What the doctor asks LINE: whether the token is good, the webhook is ours and answers, the quota lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.findings import Finding, fault, ok, warning
from bot.line import Asked, LineApi
from bot.settings import Settings

TYPICAL_MONTH = 40  # pushes of an agency with eight divisions (DESIGN.md section 7, "Reply first")
CONSOLE = "in the LINE Developers console, Messaging API"


def token(_settings: Settings, line: LineApi) -> Iterator[Finding]:
    """Whether LINE knows us."""
    found = line.bot_info()
    if found.value is not None:
        yield ok("line", f"the token is good: {found.value.basic_id}")
    elif found.status in (401, 403):
        yield fault(
            "line", "LINE refuses the access token", f"issue a new one {CONSOLE}, set it, restart the service"
        )
    else:
        yield _unreachable("line", found)


def webhook(settings: Settings, line: LineApi) -> Iterator[Finding]:
    """Whether LINE calls this service, and gets an answer."""
    wanted = f"{settings.public_url}/callback"
    found = line.webhook()
    if found.value is None:
        if found.status == 404:
            yield fault("webhook", "none is set at LINE", f"set {wanted} {CONSOLE}, and switch it on")
        else:
            yield _unreachable("webhook", found)
        return
    if found.value.endpoint != wanted:
        said = f"LINE calls {found.value.endpoint}, not {wanted}"
        yield fault("webhook", said, f"set it {CONSOLE}, or correct PUBLIC_URL")
    elif not found.value.active:
        yield fault("webhook", "it is switched off at LINE", f"switch on 'Use webhook' {CONSOLE}")
    else:
        yield ok("webhook", f"LINE calls {wanted}")
    yield _answered(line.try_webhook())


def _answered(tried: Asked) -> Finding:
    if tried.value is None:
        return _unreachable("webhook", tried)
    if tried.value.success:
        return ok("webhook", "LINE called it and got an answer")
    said = f"LINE called it and got {tried.value.reason} ({tried.value.status_code})"
    return fault("webhook", said, "is the service running, and does the web server pass /callback on to it?")


def quota(_settings: Settings, line: LineApi) -> Iterator[Finding]:
    """Whether the pushes of a month are left."""
    limit, used = line.month_limit(), line.month_used()
    if limit.value is None or used.value is None:
        yield _unreachable("quota", limit if limit.value is None else used)
        return
    if limit.value.value is None:
        yield ok("quota", f"no limit; {used.value.total_usage} messages pushed this month")
        return
    left = limit.value.value - used.value.total_usage
    said = f"{left} of {limit.value.value} messages left this month"
    if left <= 0:
        yield fault("quota", said, "pushes are held until the next month or a larger plan at LINE; then run `replay`")
    elif left < TYPICAL_MONTH:
        yield warning("quota", said, f"a month of reminders may need {TYPICAL_MONTH}")
    else:
        yield ok("quota", said)


def _unreachable(about: str, found: Asked) -> Finding:
    said = f"LINE answers {found.status}" if found.status else f"LINE cannot be reached ({found.error})"
    return fault(about, said, "try again; look at the network and at LINE's status page")


CHECKS: tuple[tuple[str, Callable[[Settings, LineApi], Iterable[Finding]]], ...] = (
    ("line", token),
    ("webhook", webhook),
    ("quota", quota),
)
