"""Accepts or refuses the bot's messages: tokens, keys, quota, who is reached (LINE-PLATFORM.md, "Sending out")."""

from simulator import ids
from simulator.bodies import Json, Refused, check
from simulator.rules import REQUESTS
from simulator.tickets import UUID, Accepted
from simulator.world import Delivered, World

QUOTABLE = ("text", "textV2", "sticker", "image", "video", "imagemap", "template", "flex")
MONTHLY_LIMIT = "You have reached your monthly limit."


def reply(world: World, body: Json, request_id: str, retry_key: str | None) -> Json:
    """Answer with a reply token: free, once, within its minute; a retry key is refused."""
    if retry_key is not None:
        raise Refused(400, "The retry key is not supported for this API")
    check(REQUESTS["reply"], body)
    with world.lock:
        chat = world.reply_tokens.chat_of(body["replyToken"])
        if chat is None:
            raise Refused(400, "Invalid reply token")
        world.reply_tokens.use(body["replyToken"])
        sent = _sent(body["messages"])
        group = world.groups.get(chat)
        reached = bool(group and group.joined) or (chat in world.people and not world.people[chat].blocked)
        if reached:
            _deliver(world, [chat], body["messages"], sent, "reply", request_id, None)
        return {"sentMessages": sent}


def push(world: World, body: Json, request_id: str, retry_key: str | None) -> Json:
    """Send to one user or group; counts for every person reached."""
    with world.lock:
        _refuse_known_key(world, retry_key)
        check(REQUESTS["push"], body)
        to = body["to"]
        if not ids.CHAT_ID.fullmatch(to):
            raise Refused(400, "The property, 'to', in the request body is invalid (line: -, column: -)")
        if to.startswith("U"):
            count = int(world.reachable(to))
        else:
            group = world.groups.get(to)
            if group is None or not group.joined:
                raise Refused(400, "Failed to send messages")
            count = len(group.members)
        _spend(world, count)
        sent = _sent(body["messages"])
        if count:
            _deliver(world, [to], body["messages"], sent, "push", request_id, retry_key)
        if retry_key is not None:
            world.retry_keys.accept(retry_key, request_id, sent)
        return {"sentMessages": sent}


def multicast(world: World, body: Json, request_id: str, retry_key: str | None) -> Json:
    """Send to up to 500 users, no groups; those who can not be reached are not counted."""
    with world.lock:
        _refuse_known_key(world, retry_key)
        check(REQUESTS["multicast"], body)
        wrong = [index for index, to in enumerate(body["to"]) if not ids.USER_ID.fullmatch(to)]
        if wrong:
            raise Refused(400, f"The property, 'to[{wrong[0]}]', in the request body is invalid (line: -, column: -)")
        reached = [to for to in dict.fromkeys(body["to"]) if world.reachable(to)]
        _spend(world, len(reached))
        if reached:
            sent = _sent(body["messages"])
            _deliver(world, reached, body["messages"], sent, "multicast", request_id, retry_key)
        if retry_key is not None:
            world.retry_keys.accept(retry_key, request_id, None)
        return {}


def _refuse_known_key(world: World, retry_key: str | None) -> None:
    """400 for a key that is no UUID; 409 with the first acceptance for one that was accepted within 24 hours."""
    if retry_key is None:
        return
    if not UUID.fullmatch(retry_key):
        raise Refused(400, "The retry key is invalid; it must be a UUID")
    accepted = world.retry_keys.seen(retry_key)
    if accepted is not None:
        raise _already(accepted)


def _already(accepted: Accepted) -> Refused:
    refused = Refused(409, "The retry key is already accepted")
    refused.headers["x-line-accepted-request-id"] = accepted.request_id
    if accepted.sent_messages is not None:
        refused.body["sentMessages"] = accepted.sent_messages
    return refused


def _spend(world: World, count: int) -> None:
    if world.quota_limit is not None and world.quota_used + count > world.quota_limit:
        raise Refused(429, MONTHLY_LIMIT)
    world.quota_used += count


def _sent(messages: list[Json]) -> list[Json]:
    return [
        {"id": ids.message_id()} | ({"quoteToken": ids.token()} if message["type"] in QUOTABLE else {})
        for message in messages
    ]


def _deliver(
    world: World,
    chats: list[str],
    messages: list[Json],
    sent: list[Json],
    via: str,
    request_id: str,
    retry_key: str | None,
) -> None:
    message_ids = [one["id"] for one in sent]
    world.delivered.append(Delivered(request_id, via, retry_key, chats, messages, message_ids, world.clock.now_ms()))
    for chat in chats:
        for message, message_id in zip(messages, message_ids, strict=True):
            world.show(chat, None, message["type"], message, via, message_id)
