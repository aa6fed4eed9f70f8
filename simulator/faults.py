"""Faults that can be switched on: what the network and the platform sometimes do to a bot."""

import fnmatch
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

API_FAULTS = (
    "500",
    "429-rate",
    "429-monthly",
    "502-html",
    "hang",
    "close",
    "accept-then-500",
    "accept-then-hang",
    "accept-then-close",
    "accept-then-409",
    "accept-then-garbage",
    "cut-content",
    "202-content",
    "404-content",
    "410-content",
)


class UnknownFault(ValueError):
    """A fault of that name does not exist; the text lists those that do."""


@dataclass
class WebhookFaults:
    """How webhooks reach the bot. `hold` collects events and lets them go in one batch when switched off."""

    twice: bool = False
    out_of_order: bool = False
    delay: float = 0.0
    hold: bool = False
    redelivery: bool = True
    timeout: float = 2.0
    redelivery_delays: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)


@dataclass
class ApiFault:
    """The next `times` calls to a path that matches do this instead. `seconds` is for those that hang."""

    path: str
    fault: str
    times: int = 1
    seconds: float = 30.0


class Faults:
    """The faults in force."""

    def __init__(self, webhook: WebhookFaults) -> None:
        self._lock = threading.Lock()
        self.webhook = webhook
        self._api: list[ApiFault] = []

    def change_webhook(self, changes: Mapping[str, Any]) -> None:
        """Switch webhook faults on or off by name; UnknownFault for a name or value that does not fit."""
        for name, value in changes.items():
            if not hasattr(WebhookFaults(), name):
                raise UnknownFault(f"unknown webhook fault {name!r}; known: {', '.join(asdict(WebhookFaults()))}")
            try:
                kind = type(getattr(WebhookFaults(), name))
                setattr(self.webhook, name, tuple(map(float, value)) if kind is tuple else kind(value))
            except (TypeError, ValueError) as error:
                raise UnknownFault(f"webhook fault {name!r} can not be {value!r}") from error

    def add_api(self, entry: Mapping[str, Any]) -> None:
        """Queue {"path", "fault", "times", "seconds"}; the path may hold *; UnknownFault if the fault is none."""
        name = str(entry.get("fault", "")).strip().lower().replace(" ", "-").replace("_", "-")
        name = {"410": "410-content", "202": "202-content", "429": "429-rate", "502": "502-html"}.get(name, name)
        if name not in API_FAULTS:
            raise UnknownFault(f"unknown fault {name!r}; known: {', '.join(API_FAULTS)}")
        try:
            fault = ApiFault(
                str(entry.get("path") or "*"), name, int(entry.get("times", 1)), float(entry.get("seconds", 30))
            )
        except (TypeError, ValueError) as error:
            raise UnknownFault("times and seconds must be numbers") from error
        with self._lock:
            self._api.append(fault)

    def clear(self) -> None:
        """No API faults any more."""
        with self._lock:
            self._api.clear()

    def take(self, path: str) -> ApiFault | None:
        """The first queued fault for this path, used up by one."""
        with self._lock:
            for fault in self._api:
                if fnmatch.fnmatchcase(path, fault.path):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._api.remove(fault)
                    return fault
        return None

    def as_json(self) -> dict[str, Any]:
        """{"webhook": {...}, "api": [...]}, as they stand."""
        with self._lock:
            return {"webhook": asdict(self.webhook), "api": [asdict(fault) for fault in self._api]}
