"""What the stand-in is told at its start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


class SettingsError(Exception):
    """A setting is missing or wrong; the text is one sentence for the operator."""


@dataclass(frozen=True)
class Settings:
    """Everything that can differ between two runs. Seconds are real time."""

    channel_secret: str
    access_token: str
    bot_url: str
    clock_start: datetime | None = None
    clock_url: str | None = None
    quota: int | None = 300
    bot_name: str = "ผู้ช่วยรายงาน ITA"
    basic_id: str = "@123abcde"
    # A fixed id, so that the bot sees the same account after a restart of the stand-in.
    bot_user_id: str = "Ub0700000000000000000000000005a4d"
    webhook_timeout: float = 2.0
    redelivery_delays: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)
    reply_token_seconds: float = 60.0
    reply_token_event_seconds: float = 20 * 60.0
    retry_key_seconds: float = 24 * 3600.0
    stranger_push_seconds: float = 7 * 24 * 3600.0


def secret(environment: Mapping[str, str], name: str) -> str:
    """The secret `name` from the environment; SettingsError naming it if it is missing."""
    value = environment.get(name, "").strip()
    if not value:
        raise SettingsError(f"set {name} in the environment: the stand-in signs and checks with it")
    return value


def secrets_from(environment: Mapping[str, str]) -> tuple[str, str]:
    """(channel secret, access token), the same two variables the bot reads."""
    return secret(environment, "LINE_CHANNEL_SECRET"), secret(environment, "LINE_CHANNEL_ACCESS_TOKEN")
