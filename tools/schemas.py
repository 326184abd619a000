"""JSON Schemas of the ledger's models for the API document: short names, and a description for each field."""

import inspect
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import core_schema

from ledger.core import models
from ledger.core.models import Headers, Query

type Schema = dict[str, Any]
type Kind = tuple[str, JsonSchemaMode, TypeAdapter[Any]]
"""A name, whether it is read (validation) or written (serialization), and the type."""

REF_PREFIX = "#/components/schemas/"
MAX_EXACT_NUMBER: Final = 2**53 - 1
_BOUNDS = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "lt": "exclusiveMaximum",
    "max_length": "maxLength",
    "min_length": "minLength",
}
_LIST_OF = re.compile(r"(\w+)\[(\w+)\]")


class _ApiSchema(GenerateJsonSchema):
    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        made = super().model_schema(schema)
        made.pop("title", None)
        cls = schema["cls"]
        explained = _explained(made, cls)
        return explained if issubclass(cls, (Query, Headers)) else _without_defaults(explained)

    def int_schema(self, schema: core_schema.IntSchema) -> Schema:
        """A whole number of an answer counts something. Its greatest value is JavaScript's (RFC 8259, section 6)."""
        made = super().int_schema(schema)
        counted = {"minimum": 0, "maximum": MAX_EXACT_NUMBER} if self.mode == "serialization" else {}
        return counted | made

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        """An answer has all fields, also those with a default."""
        return self.mode == "serialization" or super().field_is_required(field, total)

    def ser_schema(self, schema: Any) -> Schema | None:
        """A serialized time: pydantic only sees a function that returns a string."""
        if schema.get("function") is models.format_time:
            return {"type": "string", "format": "date-time"}
        return super().ser_schema(schema)

    def normalize_name(self, name: str) -> str:
        """`Listing[Change]` becomes ChangeListing."""
        return super().normalize_name(_LIST_OF.sub(r"\2\1", name))


def of(kinds: Sequence[Kind]) -> tuple[dict[str, Schema], dict[str, Schema]]:
    """The schema of each kind, by its name, and the definitions that they share."""
    found, shared = TypeAdapter.json_schemas(
        kinds,
        schema_generator=_ApiSchema,
        ref_template=REF_PREFIX + "{model}",
    )
    by_name = {str(name): _standard(schema) for (name, _), schema in found.items()}
    return by_name, {name: _standard(schema) for name, schema in shared.get("$defs", {}).items()}


def used_of(kind: str, definitions: Mapping[str, Schema], *parts: Any) -> dict[str, Schema]:
    """The definitions of a kind of component to which `parts` refer, directly or through another definition."""
    wanted: dict[str, Schema] = {}
    waiting = list(parts)
    while waiting:
        text = json.dumps(waiting.pop())
        for name in re.findall(rf'"#/components/{kind}/(\w+)"', text):
            if name not in wanted:
                wanted[name] = definitions[name]
                waiting.append(definitions[name])
    return dict(sorted(wanted.items()))


def _standard(schema: Any) -> Any:
    """The schema with JSON Schema's names of bounds: for a bound on a named type, pydantic writes its own name."""
    if isinstance(schema, list):
        return [_standard(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == ["string", "number"]:
        schema = _text_only(schema)
    return {
        _BOUNDS.get(name, name) if isinstance(value, int) else name: _standard(value) for name, value in schema.items()
    }


def _text_only(amount: Schema) -> Schema:
    """The schema of an amount as text. The API reads a number too, but a generated client would make it a float."""
    return {"type": "string"} | {name: value for name, value in amount.items() if name not in {"type", "minimum"}}


def _without_defaults(made: Schema) -> Schema:
    """The schema of a body or an answer with its defaults as words: generators make a field with a default a required
    one, and clients that send it would keep a default which the API has changed."""
    for name, member in made.get("properties", {}).items():
        rest = {key: value for key, value in member.items() if key != "default"}
        default = member.get("default")
        if default is not None and "const" not in member:
            text = f"Default: `{default if isinstance(default, str) else json.dumps(default)}`."
            rest["description"] = f"{_sentence(member['description'])} {text}" if "description" in member else text
        made["properties"][name] = rest
    return made


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _explained(made: Schema, model: type[BaseModel]) -> Schema:
    """The schema with the model's docstring as description; its part for a field (`amount: …`) goes to that field."""
    made.pop("description", None)
    words, of_fields = _docstring_parts(model)
    properties: Schema = made.get("properties", {})
    for spelled, text in of_fields.items():
        name = spelled if spelled in properties else spelled.lower()  # of a header
        if name in properties:
            title = {} if name == spelled else {"title": spelled}
            properties[name] = {**properties[name], **title, "description": text}
    return {"description": words, **made} if words else made


def _docstring_parts(model: type[BaseModel]) -> tuple[str, Mapping[str, str]]:
    words = ""
    of_fields: dict[str, str] = {}
    for cls in reversed(model.__mro__):
        if issubclass(cls, BaseModel) and cls.__module__.startswith("ledger.") and cls.__doc__:
            aliases = [f"(?i:{field.alias})" for field in cls.model_fields.values() if field.alias]
            names = "|".join([*aliases, *cls.model_fields]) or "-"
            named = rf"(?:{names})(?:,\s(?:{names}))*"
            words, *parts = re.split(rf"(?:^|(?<=\.)\s+|\n)({named}): ", inspect.cleandoc(cls.__doc__))
            for described, text in zip(parts[::2], parts[1::2], strict=True):
                of_fields |= dict.fromkeys(re.split(r",\s", described), " ".join(text.split()))
    return " ".join(words.split()), of_fields
