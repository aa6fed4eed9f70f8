"""What every LINE API call has in common: request id, bearer token, error form, faults, and the record of calls."""

import hmac
import logging
import socket
import time
import uuid
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from simulator.bodies import Json, Refused, read_json
from simulator.faults import ApiFault, Faults
from simulator.sending import MONTHLY_LIMIT
from simulator.world import World

log = logging.getLogger(__name__)
NOT_AUTHORISED = (
    "Authentication failed due to the following reason: invalid token. "
    "Confirm that the access token in the authorization header is valid."
)
NO_HEADER = (
    "Authentication failed due to the following reason: missing header. "
    "Confirm that the 'Authorization' header is sent with a valid access token."
)
GARBAGE = b"<html><head><title>502 Bad Gateway</title></head><body>\xff\xfe<h1>502 Bad Gateway</h1></body></html>"

# The answer of a fault that stands in for the call itself.
INSTEAD: dict[str, tuple[int, str]] = {
    "500": (500, "Internal server error"),
    "429-rate": (429, "The API rate limit has been exceeded. Try again later."),
    "429-monthly": (429, MONTHLY_LIMIT),
    "404-content": (404, "Not found"),
    "410-content": (410, "The content is gone"),
}


def attach(blueprint: Blueprint, world: World, faults: Faults) -> None:
    """Give a blueprint of LINE endpoints the behaviour every LINE endpoint has."""

    def before() -> Response | None:
        g.request_id = str(uuid.uuid4())
        g.began = time.monotonic()
        g.fault = None
        if not _authorised(world.settings.access_token):
            missing = not request.headers.get("Authorization")
            return answer({"message": NO_HEADER if missing else NOT_AUTHORISED}, 401)
        fault = faults.take(request.path)
        g.fault = fault
        return _instead(fault) if fault else None

    def after(response: Response) -> Response:
        accepted = response.status_code
        if g.fault is not None and accepted < 300:
            response = _afterwards(g.fault, response)
        response.headers["x-line-request-id"] = g.request_id
        world.record_call(
            {
                "request_id": g.request_id,
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "accepted": accepted < 300,
                "retry_key": request.headers.get("X-Line-Retry-Key"),
                "fault": g.fault.fault if g.fault else None,
                "error": _error_of(response),
                "ms": round((time.monotonic() - g.began) * 1000),
                "at": world.clock.now_ms(),
            }
        )
        return response

    def refused(error: Refused) -> Response:
        response = answer(error.body, error.status)
        response.headers.update(error.headers)
        return response

    blueprint.before_request(before)
    blueprint.after_request(after)
    blueprint.register_error_handler(Refused, refused)


def answer(body: Any, status: int = 200) -> Response:
    """A JSON answer."""
    response = jsonify(body)
    response.status_code = status
    return response


def body_of_request() -> Json:
    """The JSON body of this call; Refused if it is none."""
    if request.mimetype != "application/json":
        raise Refused(415, "Unsupported Media Type")
    return read_json(request.get_data())


def _authorised(token: str) -> bool:
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def _instead(fault: ApiFault) -> Response | None:
    """The answer of a fault that comes before the call is handled, or None to go on."""
    if fault.fault in INSTEAD:
        status, message = INSTEAD[fault.fault]
        return answer({"message": message}, status)
    if fault.fault == "502-html":
        return Response(GARBAGE, 502, content_type="text/html")
    if fault.fault == "202-content":
        return Response(status=202)
    if fault.fault == "hang":
        time.sleep(fault.seconds)
    if fault.fault == "close":
        return _cut()
    return None


def _afterwards(fault: ApiFault, response: Response) -> Response:
    """The answer of a fault that comes after the call was accepted."""
    if fault.fault == "accept-then-500":
        return answer({"message": INSTEAD["500"][1]}, 500)
    if fault.fault == "accept-then-hang":
        time.sleep(fault.seconds)
    if fault.fault == "accept-then-close":
        return _cut()
    if fault.fault == "accept-then-409":
        return answer({"message": "The retry key is already accepted"}, 409)
    if fault.fault == "accept-then-garbage":
        return Response(GARBAGE, content_type="application/json")
    if fault.fault == "cut-content":
        return _half(response)
    return response


def _half(response: Response) -> Response:
    """The length of the whole and half of the bytes: the server closes the connection after them."""
    whole = response.get_data()
    half = Response(whole[: len(whole) // 2], content_type=response.content_type)
    half.headers["Content-Length"] = str(len(whole))
    return half


def _cut() -> Response:
    """Close the connection without an answer."""
    # waitress hands out no socket; the method it puts into the environment belongs to the channel that has it.
    probe = request.environ.get("waitress.client_disconnected")
    if probe is not None:
        try:
            probe.__self__.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.info("the client had already closed the connection")
    return Response(status=500)


def _error_of(response: Response) -> Any:
    if response.status_code < 400 or not response.is_json:
        return None
    return response.get_json(silent=True)
