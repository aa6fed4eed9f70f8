"""LINE's own OpenAPI files, when they lie beside the project, with allOf merged and discriminators resolved."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "line-openapi"
needs_openapi = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="LINE's OpenAPI files are not beside the project (../shared/line-openapi)"
)


class Spec:
    """One OpenAPI file. `known_only`: a property that it does not describe is wrong, which for what we send it is."""

    def __init__(self, name: str, *, known_only: bool = False) -> None:
        self.known_only = known_only
        text = (FOLDER / name).read_text("utf-8")
        self.schemas = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))["components"]["schemas"]

    def mapping(self, name: str) -> dict[str, str]:
        """The types of a schema with a discriminator, and the schema of each."""
        given = self.schemas[name].get("discriminator", {}).get("mapping", {})
        return {kind: ref.rsplit("/", 1)[1] for kind, ref in given.items()}

    def merged(self, schema: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
        """(properties, required) of a schema with everything it inherits."""
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        properties, required = dict(schema.get("properties", {})), set(schema.get("required", []))
        for part in schema.get("allOf", []):
            more, needed = self.merged(part)
            properties = {**more, **properties}
            required |= needed
        return properties, required

    def validate(self, value: Any, schema: dict[str, Any], place: str = "$") -> list[str]:
        """What is wrong with a value: missing fields, wrong types, words outside an enum, wrong patterns."""
        name = ""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            schema = self.schemas[name]
        if name and self.mapping(name) and isinstance(value, dict):
            kind = value.get("type")
            if kind not in self.mapping(name):
                return [f"{place}: {kind!r} is no {name}"]
            schema = self.schemas[self.mapping(name)[kind]]
        kinds: dict[str, Any] = {
            "object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "number": (int, float)
        }  # fmt: skip
        expected = schema.get("type") or ("object" if "allOf" in schema else None)
        if expected and not isinstance(value, kinds[expected]):
            return [f"{place}: not {expected}"]
        wrong = []
        if "enum" in schema and value not in schema["enum"]:
            wrong.append(f"{place}: {value!r} not in {schema['enum']}")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            wrong.append(f"{place}: {value!r} does not match {schema['pattern']}")
        if isinstance(value, dict):
            properties, required = self.merged(schema)
            wrong += [f"{place}: {name} is missing" for name in sorted(required - set(value))]
            if self.known_only:
                wrong += [f"{place}: {name} is not described" for name in sorted(set(value) - set(properties))]
            for key, inner in value.items():
                if key in properties:
                    wrong += self.validate(inner, properties[key], f"{place}.{key}")
        if isinstance(value, list):
            for index, inner in enumerate(value):
                wrong += self.validate(inner, schema.get("items", {}), f"{place}[{index}]")
        return wrong


@lru_cache(maxsize=1)
def _api() -> Spec | None:
    return Spec("messaging-api.yml", known_only=True) if FOLDER.is_dir() else None


def problems_in_messages(messages: list[dict[str, Any]]) -> list[str]:
    """What LINE's description has against some message objects; nothing can be said when it is not there."""
    api = _api()
    return api.validate({"to": "U", "messages": messages}, {"$ref": "#/x/PushMessageRequest"}) if api else []
