"""The tables agree with LINE's own OpenAPI files, when those lie beside the project."""

import pytest

from simulator.fields import ByType, Choice, Field, Later, ListOf, Shape
from simulator.richmenus import MENU
from simulator.rules import MESSAGE, REQUESTS, SUBSTITUTION, TEMPLATE
from simulator.rules_actions import PLAIN_ACTION, QUICK_REPLY_ACTION, RICH_MENU_ACTION
from simulator.rules_flex import BACKGROUND, COMPONENT, CONTAINER, SPAN
from tests.openapi import Spec, needs_openapi

pytestmark = needs_openapi


def shapes() -> list[Shape]:
    """Every shape that can be reached from the tables, once per name and set of fields."""
    found: dict[int, Shape] = {}

    def walk(field: Field) -> None:
        if isinstance(field, Later):
            walk(field.find())
        elif isinstance(field, ListOf):
            walk(field.item)
        elif isinstance(field, ByType):
            for shape in field.shapes.values():
                walk(shape)
        elif isinstance(field, Shape) and id(field) not in found:
            found[id(field)] = field
            for inner in field.fields.values():
                walk(inner)

    starts: list[Field] = [MESSAGE, SUBSTITUTION, MENU, *REQUESTS.values()]
    for start in starts:
        walk(start)
    return list(found.values())


@pytest.fixture(scope="module")
def api() -> Spec:
    return Spec("messaging-api.yml")


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("Message", MESSAGE),
        ("Template", TEMPLATE),
        ("FlexContainer", CONTAINER),
        ("FlexBoxBackground", BACKGROUND),
        ("SubstitutionObject", SUBSTITUTION),
    ],
)
def test_the_types_are_lines_types(api, name, table):
    assert {kind: shape.name for kind, shape in table.shapes.items()} == api.mapping(name)


def test_flex_components_are_lines_with_span_only_inside_text(api):
    assert isinstance(COMPONENT, ByType)
    ours = {kind: shape.name for kind, shape in COMPONENT.shapes.items()}
    assert {**ours, "span": SPAN.name} == api.mapping("FlexComponent")


def test_every_action_of_line_can_stand_somewhere(api):
    ours = {
        kind: shape.name
        for table in (PLAIN_ACTION, QUICK_REPLY_ACTION, RICH_MENU_ACTION)
        for kind, shape in table.shapes.items()
    }
    assert ours == api.mapping("Action")


def test_properties_and_required_ones_are_lines(api):
    differences = []
    for shape in shapes():
        properties, required = api.merged(api.schemas[shape.name])
        if set(shape.fields) != set(properties):
            differences.append((shape.name, set(shape.fields) ^ set(properties)))
        # LINE's reference asks for more than the file does; never for less.
        if not required <= set(shape.required):
            differences.append((shape.name, required - set(shape.required)))
    assert differences == []


def test_words_to_choose_from_are_lines(api):
    differences = []
    for shape in shapes():
        properties, _ = api.merged(api.schemas[shape.name])
        for name, field in shape.fields.items():
            listed = properties.get(name, {}).get("enum")
            if listed and not (isinstance(field, Choice) and set(field.values) == set(listed)):
                differences.append((shape.name, name))
    assert differences == []


def test_simulated_webhooks_are_what_line_describes(line):
    spec = Spec("webhook.yml")
    user, other = line.friend("มาลี"), line.friend("สมชาย")
    for said in (
        {"text": "ก"},
        {"text": "ข", "emojis": [{"index": 0, "length": 1, "productId": "a", "emojiId": "1"}]},
        {"type": "sticker"},
        {"type": "location"},
        {"type": "audio"},
        {"type": "video"},
        {"type": "postback", "data": "x", "params": {"date": "2026-11-25"}},
    ):
        line.do("say", user_id=user, **said)
    group = line.do("groups", name="กลุ่ม", members=[user])["group_id"]
    line.do("groups", group_id=group, add=[other])
    message = line.do("say", user_id=user, group=group, text="เรียก", mention=["bot", "all", other])
    line.do("unsend", user_id=user, message_id=message["message_id"])
    line.do("groups", group_id=group, remove=[other], join=False)
    line.do(f"people/{user}/block")
    line.bot.wait(16)
    line.quiet()
    types = {event["type"] for event in line.bot.events}
    assert types == {
        "follow", "unfollow", "message", "postback", "unsend", "join", "leave", "memberJoined", "memberLeft"
    }  # fmt: skip
    request = {"$ref": "#/components/schemas/CallbackRequest"}
    assert [wrong for body in line.bot.bodies for wrong in spec.validate(body, request)] == []


def test_photos_and_files_are_what_line_describes(line):
    import requests

    from tests.simulator.test_doings import PNG

    spec = Spec("webhook.yml")
    user = line.friend()
    files = [("file", ("a.png", PNG)), ("file", ("b.png", PNG)), ("file", ("c.pdf", b"%PDF-1.7"))]
    requests.post(f"{line.url}/simulator/upload", data={"user_id": user}, files=files, timeout=5)
    line.bot.wait(4)
    request = {"$ref": "#/components/schemas/CallbackRequest"}
    assert [wrong for body in line.bot.bodies for wrong in spec.validate(body, request)] == []


def test_our_answers_are_what_line_describes(line, api):
    user = line.friend()
    answers = {
        "BotInfoResponse": line.api("GET", "/v2/bot/info"),
        "MessageQuotaResponse": line.api("GET", "/v2/bot/message/quota"),
        "QuotaConsumptionResponse": line.api("GET", "/v2/bot/message/quota/consumption"),
        "UserProfileResponse": line.api("GET", f"/v2/bot/profile/{user}"),
        "PushMessageResponse": line.push(user, {"type": "text", "text": "ก"}),
        "ErrorResponse": line.push(user, {"type": "text"}),
        "GetWebhookEndpointResponse": line.api("GET", "/v2/bot/channel/webhook/endpoint"),
        "TestWebhookEndpointResponse": line.api("POST", "/v2/bot/channel/webhook/test", {}),
    }
    wrong = {
        name: api.validate(answer.json(), {"$ref": f"#/components/schemas/{name}"})
        for name, answer in answers.items()
    }
    assert {name: problems for name, problems in wrong.items() if problems} == {}
