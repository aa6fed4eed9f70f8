"""What a tap can do: the tables of LINE's actions and of quick replies (LINE-PLATFORM.md, "Message limits")."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from simulator.fields import HTTPS_FILE, WEB_LINK, ByType, Field, ListOf, Path, Problem, Shape, Text, choice, letters

DATA = Text(300, 0)
WORDS = letters(300)

# The properties of each action type beside `type` and `label`: name of the schema, fields, required ones.
ACTIONS: dict[str, tuple[str, dict[str, Field], tuple[str, ...]]] = {
    "postback": (
        "PostbackAction",
        {
            "data": DATA,
            "displayText": WORDS,
            "text": WORDS,
            "inputOption": choice("closeRichMenu", "openRichMenu", "openKeyboard", "openVoice"),
            "fillInText": WORDS,
        },
        ("data",),
    ),
    "message": ("MessageAction", {"text": WORDS}, ("text",)),
    "uri": (
        "URIAction",
        {"uri": WEB_LINK, "altUri": Shape("AltUri", {"desktop": WEB_LINK})},
        ("uri",),
    ),
    "datetimepicker": (
        "DatetimePickerAction",
        {
            "data": DATA,
            "mode": choice("date", "time", "datetime"),
            "initial": Text(16),
            "max": Text(16),
            "min": Text(16),
        },
        ("data", "mode"),
    ),
    "clipboard": ("ClipboardAction", {"clipboardText": Text(1000)}, ("clipboardText",)),
    "camera": ("CameraAction", {}, ()),
    "cameraRoll": ("CameraRollAction", {}, ()),
    "location": ("LocationAction", {}, ()),
    "richmenuswitch": (
        "RichMenuSwitchAction",
        {"data": DATA, "richMenuAliasId": Text(32, pattern=r"[a-z0-9_-]{1,32}")},
        ("data", "richMenuAliasId"),
    ),
}
ANYWHERE = ("postback", "message", "uri", "datetimepicker", "clipboard")
ONLY_QUICK_REPLY = ("camera", "cameraRoll", "location")
ONLY_RICH_MENU = ("richmenuswitch",)

_PICKER_FORMS = {"date": "%Y-%m-%d", "time": "%H:%M", "datetime": "%Y-%m-%dT%H:%M"}


def _one_text_only(action: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    if "displayText" in action and "text" in action:
        yield Problem((*path, "displayText"), "displayText and text can't be used at the same time")


def _picker_bounds(action: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """Dates of the form the mode asks for, Gregorian 1900-2100, min before max."""
    form = _PICKER_FORMS.get(str(action.get("mode")))
    if form is None:
        return
    read: dict[str, datetime] = {}
    for name in ("initial", "min", "max"):
        if name not in action:
            continue
        try:
            # LINE also takes a small t between date and time; a picker has no time zone.
            read[name] = datetime.strptime(str(action[name]).replace("t", "T"), form)  # noqa: DTZ007
        except ValueError:
            yield Problem((*path, name), "invalid date format")
            continue
        if action["mode"] != "time" and not 1900 <= read[name].year <= 2100:
            yield Problem((*path, name), "Must be between 1900-01-01 and 2100-12-31")
    if "min" in read and "max" in read and read["min"] >= read["max"]:
        yield Problem((*path, "max"), "max must be greater than min")


_RULES = {"postback": (_one_text_only,), "datetimepicker": (_picker_bounds,)}


def actions(
    longest_label: int, label_required: bool, kinds: tuple[str, ...] = ANYWHERE, strict: bool = False
) -> ByType:
    """The actions allowed in one place, with that place's rule for labels.

    `strict` refuses unknown properties: inside Flex LINE does, elsewhere it ignores them.
    """
    shapes = {}
    for kind in kinds:
        name, fields, required = ACTIONS[kind]
        shapes[kind] = Shape(
            name,
            {"type": choice(kind), "label": letters(longest_label, 1 if label_required else 0), **fields},
            (*required, "label") if label_required else required,
            strict,
            _RULES.get(kind, ()),
        )
    return ByType("Action", shapes)


TEMPLATE_ACTION = actions(20, True)
PLAIN_ACTION = actions(20, False)
IMAGE_CAROUSEL_ACTION = actions(12, False)
FLEX_BUTTON_ACTION = actions(40, True, strict=True)
FLEX_ACTION = actions(40, False, strict=True)
RICH_MENU_ACTION = actions(20, False, ANYWHERE + ONLY_RICH_MENU)
QUICK_REPLY_ACTION = actions(20, True, ANYWHERE + ONLY_QUICK_REPLY)

QUICK_REPLY = Shape(
    "QuickReply",
    {
        "items": ListOf(
            Shape(
                "QuickReplyItem",
                {"type": choice("action"), "imageUrl": HTTPS_FILE, "action": QUICK_REPLY_ACTION},
                ("type", "action"),
            ),
            1,
            13,
        )
    },
    ("items",),
)
