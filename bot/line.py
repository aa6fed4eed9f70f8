"""Speaking to LINE: the owner of line-bot-sdk. Every call has a timeout, and gives what became of it.

The SDK is imported when the first call is made: it costs most of a second and 65 MiB at start.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from models.dispatch import Parcel, Result
from scheduler.fetching import Fetched
from scheduler.menus import MenuTrouble
from scheduler.quota import Quota

if TYPE_CHECKING:
    from linebot.v3.messaging import ApiClient

log = logging.getLogger(__name__)
TIMEOUT = (3, 10)  # seconds to connect, to answer
MONTHLY = "monthly limit"


@dataclass(frozen=True)
class Asked:
    """What a question to LINE gave: a value of the SDK, or None with LINE's status (0: no answer)."""

    value: Any = None
    status: int = 0
    error: str = ""


class LineApi:
    """LINE's messaging API for one channel. Threads may share the object."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token
        self._lock = threading.Lock()
        self._made: ApiClient | None = None

    def _client(self) -> ApiClient:
        with self._lock:
            if self._made is None:
                from linebot.v3.messaging import ApiClient, Configuration

                # Without a host of our own the SDK knows that content lies on another server.
                host = None if self._url == "https://api.line.me" else self._url
                configuration = Configuration(host=host, access_token=self._token)
                configuration.retries = False  # the policy is ours, see models/outbox.py
                configuration.connection_pool_maxsize = 16
                self._made = ApiClient(configuration)
            return self._made

    def send(self, parcel: Parcel) -> Result:
        """Send one claimed message and say what became of it. Never raises for anything that LINE does."""
        from linebot.v3.messaging import MessagingApi, PushMessageRequest, ReplyMessageRequest

        api = MessagingApi(self._client())
        messages = json.loads(parcel.body)
        if parcel.kind == "reply":
            request: Any = ReplyMessageRequest.from_dict({"replyToken": parcel.reply_token, "messages": messages})
            return _outcome(lambda: api.reply_message_with_http_info(request, _request_timeout=TIMEOUT), parcel)
        request = PushMessageRequest.from_dict({"to": parcel.line_id, "messages": messages})
        return _outcome(
            lambda: api.push_message_with_http_info(request, x_line_retry_key=parcel.id, _request_timeout=TIMEOUT),
            parcel,
        )

    def fetch(self, message_id: str) -> Fetched:
        """The content of a message that a person sent, or why there is none (yet)."""
        import urllib3.exceptions
        from linebot.v3.messaging import ApiException, MessagingApiBlob

        api = MessagingApiBlob(self._client())
        try:
            answer = api.get_message_content_with_http_info(message_id, _request_timeout=(3, 60))
        except ApiException as problem:
            gone = problem.status in (404, 410)
            return Fetched("gone" if gone else "later", error=f"LINE answered {problem.status}")
        except (urllib3.exceptions.HTTPError, UnicodeDecodeError) as problem:
            return Fetched("later", error=type(problem).__name__)
        if answer.status_code == 202:
            return Fetched("later", error="still being prepared")
        return Fetched("here", bytes(answer.data))

    def quota(self) -> Quota | None:
        """How many messages may still be pushed this month; None when LINE does not say now."""
        limit, used = self.month_limit(), self.month_used()
        if limit.error or used.error:
            log.warning("LINE's quota cannot be read", extra={"error": limit.error or used.error})
            return None
        return Quota(limit.value.value if limit.value.type == "limited" else None, int(used.value.total_usage))

    # --- Rich menus: the calls of scheduler/menus.py's LineMenus

    def create_menu(self, body: dict[str, Any]) -> str:
        """Make a rich menu; gives its id."""
        from linebot.v3.messaging import MessagingApi, RichMenuRequest

        api, menu = MessagingApi(self._client()), RichMenuRequest.from_dict(body)
        return str(_menu_call(lambda: api.create_rich_menu(menu, _request_timeout=TIMEOUT)).rich_menu_id)

    def upload_menu_image(self, menu_id: str, png: bytes) -> None:
        """Give a rich menu its picture, which LINE takes once."""
        from linebot.v3.messaging import MessagingApiBlob

        api, headers = MessagingApiBlob(self._client()), {"Content-Type": "image/png"}
        _menu_call(lambda: api.set_rich_menu_image(menu_id, png, _headers=headers, _request_timeout=(3, 15)))

    def has_menu(self, menu_id: str) -> bool:
        """Whether LINE knows a rich menu."""
        from linebot.v3.messaging import MessagingApi

        api = MessagingApi(self._client())
        try:
            _menu_call(lambda: api.get_rich_menu(menu_id, _request_timeout=TIMEOUT))
        except MenuTrouble as trouble:
            if trouble.status == 404:
                return False
            raise
        return True

    def set_default_menu(self, menu_id: str) -> None:
        """Show a rich menu to everybody who has none of their own."""
        from linebot.v3.messaging import MessagingApi

        api = MessagingApi(self._client())
        _menu_call(lambda: api.set_default_rich_menu(menu_id, _request_timeout=TIMEOUT))

    def delete_menu(self, menu_id: str) -> None:
        """Delete a rich menu."""
        from linebot.v3.messaging import MessagingApi

        api = MessagingApi(self._client())
        _menu_call(lambda: api.delete_rich_menu(menu_id, _request_timeout=TIMEOUT))

    def link_menu(self, line_id: str, menu_id: str) -> None:
        """Show a person a rich menu. For somebody who is no friend LINE answers 200 and does nothing."""
        from linebot.v3.messaging import MessagingApi

        api = MessagingApi(self._client())
        _menu_call(lambda: api.link_rich_menu_id_to_user(line_id, menu_id, _request_timeout=TIMEOUT))

    def unlink_menu(self, line_id: str) -> None:
        """Take a person's rich menu away, so that the default shows."""
        from linebot.v3.messaging import MessagingApi

        api = MessagingApi(self._client())
        _menu_call(lambda: api.unlink_rich_menu_id_from_user(line_id, _request_timeout=TIMEOUT))

    def basic_id(self) -> str | None:
        """The bot's basic id (@…), for links that open its chat; None when LINE cannot be reached now."""
        found = self.bot_info()
        if found.value is None:
            log.warning("LINE's bot info cannot be read", extra={"status": found.status, "error": found.error})
            return None
        return str(found.value.basic_id)

    # --- What an operator wants to know of the channel

    def bot_info(self) -> Asked:
        """Who the bot is: whether the token is good."""
        return self._ask(lambda api: api.get_bot_info(_request_timeout=TIMEOUT))

    def webhook(self) -> Asked:
        """The webhook address that is set at LINE, and whether it is used."""
        return self._ask(lambda api: api.get_webhook_endpoint(_request_timeout=TIMEOUT))

    def try_webhook(self) -> Asked:
        """LINE's own test of the webhook: it calls us and says what it got."""
        return self._ask(lambda api: api.test_webhook_endpoint(_request_timeout=(3, 20)))

    def month_limit(self) -> Asked:
        """How many messages a month may be pushed."""
        return self._ask(lambda api: api.get_message_quota(_request_timeout=TIMEOUT))

    def month_used(self) -> Asked:
        """How many were pushed this month."""
        return self._ask(lambda api: api.get_message_quota_consumption(_request_timeout=TIMEOUT))

    def _ask(self, call: Callable[[Any], Any]) -> Asked:
        import urllib3.exceptions
        from linebot.v3.messaging import ApiException, MessagingApi

        try:
            return Asked(call(MessagingApi(self._client())))
        except ApiException as problem:
            return Asked(status=problem.status or 0, error=type(problem).__name__)
        except (urllib3.exceptions.HTTPError, ValueError) as problem:
            return Asked(error=type(problem).__name__)


def _menu_call(call: Callable[[], Any]) -> Any:
    """What a call about rich menus gives; MenuTrouble when LINE refuses it or does not answer."""
    import urllib3.exceptions
    from linebot.v3.messaging import ApiException

    try:
        return call()
    except ApiException as problem:
        raise MenuTrouble(problem.status or 0, str(problem.body or problem.reason or "")[:300]) from None
    except (urllib3.exceptions.HTTPError, ValueError) as problem:  # no answer, or one that cannot be read
        raise MenuTrouble(0, type(problem).__name__) from None


def _outcome(call: Any, parcel: Parcel) -> Result:
    """What a call gave, in the terms of the outbox (LINE-PLATFORM.md, "Retries" and "SDK 3.27 facts")."""
    import pydantic
    import urllib3.exceptions as net
    from linebot.v3.messaging import ApiException

    try:
        answer = call()
    except ApiException as problem:
        return _refused(problem, parcel)
    except pydantic.ValidationError:
        return Result("sent", error="accepted, with an answer that the SDK does not know")
    except (net.NewConnectionError, net.ConnectTimeoutError, net.NameResolutionError) as problem:
        return Result("again", error=type(problem).__name__)  # never reached LINE
    except (net.HTTPError, UnicodeDecodeError) as problem:
        return Result("again", error=type(problem).__name__, unclear=True)
    sent = [str(m.id) for m in answer.data.sent_messages or []]
    return Result("sent", request_id=str(answer.headers.get("x-line-request-id", "")), message_ids=tuple(sent))


def _refused(problem: Any, parcel: Parcel) -> Result:
    headers = problem.headers or {}
    request_id = str(headers.get("x-line-request-id", ""))
    said = _said(problem.body)
    if problem.status == 409:
        accepted = str(headers.get("x-line-accepted-request-id", request_id))
        return Result("sent", request_id=accepted, message_ids=_sent_ids(problem.body))
    if problem.status == 429:
        # A reply costs nothing, so only a push can meet the monthly limit.
        used_up = MONTHLY in said and parcel.kind == "push"
        return Result("quota" if used_up else "again", request_id, f"429 {said}")
    if problem.status in (401, 403):  # our token is wrong: nothing is wrong with the message, an operator must act
        return Result("again", request_id, f"{problem.status} LINE refuses the access token")
    if problem.status is None or problem.status == 0 or problem.status >= 500:
        return Result("again", request_id, f"{problem.status} {said}", unclear=True)
    if problem.status == 400 and parcel.kind == "reply" and "reply token" in said.lower():
        return Result("token_dead", request_id, f"400 {said}")
    return Result("dead", request_id, f"{problem.status} {said}")


def _said(body: Any) -> str:
    """LINE's own sentences in the body of an error; of anything else (a proxy's page) nothing is kept."""
    try:
        found = json.loads(body)
        details = [f"{d.get('property', '')} {d.get('message', '')}".strip() for d in found.get("details") or ()]
        return "; ".join([str(found.get("message", "")), *details])[:500]
    except (AttributeError, TypeError, ValueError):
        return ""


def _sent_ids(body: Any) -> tuple[str, ...]:
    """The ids of the messages in the body of a 409, which says again what was accepted; () when it does not."""
    try:
        return tuple(str(one["id"]) for one in json.loads(body)["sentMessages"])
    except (KeyError, TypeError, ValueError):
        return ()
