"""Writes docs/events/: a JSON Schema of the detail of each event that is published or consumed.

They are generated from the models in ledger.messaging.events: `python -m tools.event_schemas`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from ledger.core import models
from ledger.messaging.events import Event, Published

FOLDER = Path(__file__).parents[1] / "docs" / "events"


class _EventSchema(GenerateJsonSchema):
    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def field_is_required(self, field: Any, total: bool) -> bool:
        """A published event has all fields, also those with a default."""
        return self.mode == "serialization" or super().field_is_required(field, total)

    def ser_schema(self, schema: Any) -> dict[str, Any] | None:
        """A serialized time: pydantic only sees a function that returns a string."""
        if schema.get("function") is models.format_time:
            return {"type": "string", "format": "date-time"}
        return super().ser_schema(schema)

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        return super().model_schema(schema) | {"additionalProperties": True}


def documents() -> dict[str, str]:
    """The text of each file, by file name."""
    return {f"{model.TYPE}.v{_version(model)}.json": _document(model) for model in event_models()}


def event_models() -> list[type[Event]]:
    """The model of each event, in the order of their definitions."""
    return list(_events(Event))


def _events(parent: type[Event]) -> Iterator[type[Event]]:
    for model in parent.__subclasses__():
        if "TYPE" in vars(model):
            yield model
        yield from _events(model)


def _version(model: type[Event]) -> int:
    return int(model.model_fields["version"].default) if issubclass(model, Published) else 1


def _document(model: type[Event]) -> str:
    mode = "serialization" if issubclass(model, Published) else "validation"
    schema = {"$schema": _EventSchema.schema_dialect} | model.model_json_schema(
        schema_generator=_EventSchema,
        mode=mode,  # type: ignore[arg-type]
    )
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = documents()
    for old in FOLDER.glob("*.json"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
