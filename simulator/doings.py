"""What people do: each act puts a bubble into the chat and sends the event LINE would send."""

from typing import Any

from simulator import ids
from simulator.bodies import Json
from simulator.counting import units
from simulator.sender import Sender
from simulator.world import Content, Group, Person, World

STICKER_TYPES = ("STATIC", "ANIMATION", "SOUND", "ANIMATION_SOUND", "POPUP", "CUSTOM", "MESSAGE")


class CannotDo(Exception):
    """The person can not do this on a real phone; the text says why."""


class Doings:
    """The acts of people. Every method holds the world's lock and queues the webhook."""

    def __init__(self, world: World, sender: Sender) -> None:
        self._world = world
        self._sender = sender

    def _emit(self, kind: str, source: Json, chat: str, *, reply: bool = True, **content: Any) -> Json:
        """Build the event, know its reply token, queue it. Which events have a token: the table in "Webhook in"."""
        event: Json = {
            "type": kind,
            "mode": "active",
            "timestamp": self._world.clock.now_ms(),
            "source": source,
            "webhookEventId": ids.event_id(),
            "deliveryContext": {"isRedelivery": False},
            **content,
        }
        if reply:
            event["replyToken"] = ids.reply_token()
            self._world.reply_tokens.add(event["replyToken"], chat)
        self._sender.event(chat, event)
        return event

    def _person(self, user_id: Any) -> Person:
        person = self._world.people.get(str(user_id))
        if person is None:
            raise CannotDo(f"nobody has the user id {user_id}")
        return person

    def _chat(self, user_id: Any, group_id: Any) -> tuple[Person, str, Json]:
        """(who, chat id, source) of something a person does in the 1:1 chat or in a group."""
        person = self._person(user_id)
        if group_id:
            group = self._group(group_id)
            if person.user_id not in group.members:
                raise CannotDo(f"{person.name} is not in this group")
            return person, group.group_id, {"type": "group", "groupId": group.group_id, "userId": person.user_id}
        if person.blocked:
            raise CannotDo(f"{person.name} has blocked the account")
        return person, person.user_id, {"type": "user", "userId": person.user_id}

    def _group(self, group_id: Any) -> Group:
        group = self._world.groups.get(str(group_id))
        if group is None:
            raise CannotDo(f"there is no group {group_id}")
        return group

    def _heard(self, chat: str) -> bool:
        """Whether the bot hears what happens in this chat: in a group only after it joined."""
        group = self._world.groups.get(chat)
        return group is None or group.joined

    def follow(self, user_id: str) -> None:
        """Add the account as a friend, or unblock it: a follow event."""
        with self._world.lock:
            person = self._person(user_id)
            if person.friend and not person.blocked:
                return
            unblocked = person.blocked
            person.friend, person.blocked = True, False
            self._world.touch()
            self._emit(
                "follow",
                {"type": "user", "userId": user_id},
                user_id,
                follow={"isUnblocked": unblocked},
            )

    def block(self, user_id: str) -> None:
        """Block the account: an unfollow event, and nothing reaches this person any more."""
        with self._world.lock:
            person = self._person(user_id)
            if person.blocked:
                return
            person.blocked = True
            self._world.touch()
            self._emit("unfollow", {"type": "user", "userId": user_id}, user_id, reply=False)

    def say(self, said: Json) -> Json:
        """One message or postback as POST /simulator/say describes it; {"webhookEventId", "message_id"}."""
        with self._world.lock:
            person, chat, source = self._chat(said.get("user_id"), said.get("group"))
            kind = said.get("type", "text")
            if kind == "postback":
                return self._postback(person, chat, source, said)
            return self._message(person, chat, source, self._content(kind, said), said)

    def _content(self, kind: Any, said: Json) -> Json:
        """The part of the message object that depends on its type."""
        if kind == "text":
            text = said.get("text")
            if not isinstance(text, str) or not text:
                raise CannotDo("text is empty")
            return {"type": "text", **_with_mentions(text, said.get("mention"), self._world)} | (
                {"emojis": said["emojis"]} if said.get("emojis") else {}
            )
        if kind == "sticker":
            return {
                "type": "sticker",
                "packageId": str(said.get("packageId", "11537")),
                "stickerId": str(said.get("stickerId", "52002734")),
                "stickerResourceType": said.get("stickerResourceType", "STATIC"),
                "keywords": said.get("keywords", ["happy"]),
            }
        if kind == "location":
            return {
                "type": "location",
                "title": str(said.get("title", "ตำแหน่งของฉัน")),
                "address": str(said.get("address", "กรุงเทพมหานคร")),
                "latitude": float(said.get("latitude", 13.7563)),
                "longitude": float(said.get("longitude", 100.5018)),
            }
        if kind in ("audio", "video"):
            return {
                "type": kind,
                "duration": int(said.get("duration", 3000)),
                "contentProvider": {"type": "line"},
            }
        raise CannotDo(f"a person can not say {kind!r} here")

    def _message(
        self, person: Person, chat: str, source: Json, content: Json, said: Json, data: Content | None = None
    ) -> Json:
        message: Json = {"id": ids.message_id(), **content, "markAsReadToken": ids.token()}
        kind = content["type"]
        if kind in ("text", "image", "video", "sticker"):
            message["quoteToken"] = ids.token()
        if said.get("quoted") and kind in ("text", "sticker"):
            message["quotedMessageId"] = str(said["quoted"])
        if kind in ("audio", "video") and data is None:
            data = Content(b"\0" * 64, "audio/x-m4a" if kind == "audio" else "video/mp4")
        if data is not None:
            self._world.contents[message["id"]] = data
        if chat == person.user_id:
            person.wrote_at = self._world.elapsed()
        event_id = None
        if self._heard(chat):
            event_id = self._emit("message", source, chat, message=message)["webhookEventId"]
        self._world.show(chat, person.user_id, kind, message, "person", message["id"], event_id)
        return {"webhookEventId": event_id, "message_id": message["id"]}

    def _postback(self, person: Person, chat: str, source: Json, said: Json) -> Json:
        """A tapped postback: its displayText is shown, and only the postback event is sent."""
        postback: Json = {"data": str(said.get("data", ""))}
        if said.get("params"):
            postback["params"] = said["params"]
        shown = said.get("displayText") or said.get("text")
        message_id = None
        if shown:
            message_id = ids.message_id()
            body = {"id": message_id, "type": "text", "text": str(shown)}
            self._world.show(chat, person.user_id, "text", body, "postback", message_id)
        event_id = None
        if self._heard(chat):
            event_id = self._emit("postback", source, chat, postback=postback)["webhookEventId"]
        return {"webhookEventId": event_id, "message_id": message_id}

    def upload(self, user_id: str, group_id: str | None, files: list[tuple[str, Content]]) -> list[Json]:
        """Photos and files of one sending: (kind, content) each; several photos carry an imageSet."""
        with self._world.lock:
            person, chat, source = self._chat(user_id, group_id)
            photos = [kind for kind, _ in files].count("image")
            set_id, index, sent = ids.token()[:32], 0, []
            for kind, content in files:
                body: Json = {"type": kind}
                if kind == "file":
                    body |= {"fileName": content.file_name or "file", "fileSize": len(content.data)}
                else:
                    body["contentProvider"] = {"type": "line"}
                if kind in ("audio", "video"):
                    body["duration"] = 3000
                if kind == "image" and photos > 1:
                    index += 1
                    body["imageSet"] = {"id": set_id, "index": index, "total": photos}
                sent.append(self._message(person, chat, source, body, {}, content))
            return sent

    def unsend(self, user_id: str, message_id: str) -> Json:
        """Take an own message back: it disappears, its content is gone, the bot gets only the id."""
        with self._world.lock:
            message = self._world.find_message(message_id)
            if message is None or message.sender != user_id or message.via != "person":
                raise CannotDo("only an own message can be unsent")
            if message.unsent:
                raise CannotDo("this message was unsent before")
            _, chat, source = self._chat(user_id, message.chat if message.chat in self._world.groups else None)
            message.unsent, message.version = True, self._world.touch()
            if message_id in self._world.contents:
                self._world.contents[message_id].gone = True
            event_id = None
            if self._heard(chat):
                event_id = self._emit("unsend", source, chat, reply=False, unsend={"messageId": message_id})[
                    "webhookEventId"
                ]
            return {"webhookEventId": event_id}

    def edit(self, user_id: str, message_id: str, text: str) -> Json:
        """Change an own text in a group: LINE tells of edits only there, with a new reply token."""
        with self._world.lock:
            message = self._world.find_message(message_id)
            if message is None or message.sender != user_id or message.kind != "text" or message.unsent:
                raise CannotDo("only an own text can be edited")
            if message.chat not in self._world.groups:
                raise CannotDo("only a text in a group can be edited")
            _, chat, source = self._chat(user_id, message.chat)
            if not text:
                raise CannotDo("text is empty")
            message.body, message.version = {**message.body, "text": text}, self._world.touch()
            event_id = None
            if self._heard(chat):
                event_id = self._emit("messageEdited", source, chat, message=message.body)["webhookEventId"]
            return {"webhookEventId": event_id}

    def make_group(self, name: str, members: list[str], join: bool) -> Group:
        """A new group of known people; `join` invites the bot as well: a join event."""
        with self._world.lock:
            for user_id in members:
                self._person(user_id)
            group = Group(ids.group_id(), name, list(members))
            self._world.touch()
            self._world.groups[group.group_id] = group
            if join:
                self.bot_joins(group.group_id)
            return group

    def bot_joins(self, group_id: str) -> None:
        """Somebody invites the bot: a join event with a reply token."""
        with self._world.lock:
            group = self._group(group_id)
            if not group.joined:
                group.joined = True
                self._world.touch()
                self._emit("join", {"type": "group", "groupId": group_id}, group_id)

    def bot_leaves(self, group_id: str) -> None:
        """Somebody removes the bot: a leave event without a reply token."""
        with self._world.lock:
            group = self._group(group_id)
            if group.joined:
                group.joined = False
                self._world.touch()
                self._emit("leave", {"type": "group", "groupId": group_id}, group_id, reply=False)

    def change_members(self, group_id: str, add: list[str], remove: list[str]) -> None:
        """People come and go: memberJoined (with a reply token) and memberLeft (without)."""
        with self._world.lock:
            group = self._group(group_id)
            source = {"type": "group", "groupId": group_id}
            come = [self._person(one).user_id for one in add if one not in group.members]
            gone = [one for one in remove if one in group.members]
            group.members = [one for one in [*group.members, *come] if one not in gone]
            self._world.touch()
            if come and group.joined:
                self._emit("memberJoined", source, group_id, joined={"members": _users(come)})
            if gone and group.joined:
                self._emit("memberLeft", source, group_id, reply=False, left={"members": _users(gone)})


def _users(user_ids: list[str]) -> list[Json]:
    return [{"type": "user", "userId": user_id} for user_id in user_ids]


def _with_mentions(text: str, mention: Any, world: World) -> Json:
    """{"text", "mention"?}: `mention` is true (the bot) or a list of ids, "bot", "all"; places in UTF-16 units."""
    if not mention:
        return {"text": text}
    wanted = ["bot"] if mention is True else [mention] if isinstance(mention, str) else list(mention)
    mentionees: list[Json] = []
    for who in wanted:
        if who == "bot":
            name, entry = world.settings.bot_name, {"userId": world.settings.bot_user_id, "isSelf": True}
        elif who == "all":
            name, entry = "All", dict[str, Any]()
        else:
            known = world.people.get(who)
            name, entry = known.name if known else "?", {"userId": who, "isSelf": False}
        tag = f"@{name}"
        if tag not in text:
            text = f"{tag} {text}"
            for earlier in mentionees:
                earlier["index"] += units(tag) + 1
        kind = "all" if who == "all" else "user"
        mentionees.append({"index": units(text[: text.index(tag)]), "length": units(tag), "type": kind, **entry})
    return {"text": text, "mention": {"mentionees": mentionees}}
