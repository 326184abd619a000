"""Writes docs/events/README.md: which events Purser sends and takes, what each one means, and its fields."""

import inspect
import json
import re
from typing import Any, Final

from ledger.messaging.events import Event, Published
from tools import event_schemas, operations, triggers

PAGE: Final = event_schemas.FOLDER / "README.md"
SOURCE: Final = "purser"
_TRIGGER: Final = re.compile(r"event `(\w+)` of `(\w+)`")
_TYPES: Final = {
    "ExternalId": "text, an id of your system",
    "Id": "UUID",
    "MoneyText": 'amount, as text, may be negative (`"-5.00"`)',
    "NotNegative": 'amount, as text (`"25.00"`)',
    "OwnerId": "text, an owner's id",
    "SignedAmount": 'amount, as text, may be negative (`"-5.00"`)',
    "TenantId": "text, a tenant's id",
    "Timestamp": 'time in UTC (`"2026-01-31T12:00:00Z"`)',
}
"""The type of a field in words, by the name of its schema."""
_ABOUT: Final = """\
# Events

Written by `make events` out of `layers/ledger/ledger/messaging/events.py`, `template.yaml` and the samples in
`events/`.

Purser sends events to its EventBridge bus, and takes those of other systems from the same bus. `source` says who sent
an event, `detail-type` is its type, and `detail` has the fields below. Each type has a JSON Schema. A
[webhook](../guides/webhooks.md) gets the same fields as `data`, and the type as `type`. Only webhooks get
`WebhookTest`, which `POST /api/v1/webhooks/{webhook_id}/test` sends, with ids as its data.

- **An event may arrive more than once, and in any order.** `event_id` is the same at every delivery: remember it, and
  do nothing the second time.
- **An event is sent if and only if its cause happened.** It is stored in the database transaction of its cause, and
  published after the commit: right away, or by the relay within a minute. For `TransactionPosted` nothing is stored:
  the relay reads the transaction itself in the ledger. There it also finds what `BalanceCrossed` and `HoldChanged`
  are about, and stores them.
- **Ignore unknown fields.** A later version may add some. `version` changes if a field changes its meaning or ends.
- **What Purser takes may be sent twice.** A second delivery has no effect. An event that names something that does not
  exist is logged and dropped; one that is not valid goes to a dead-letter queue.
"""

_WHERE_TO_GO_ON: Final = """\
## Where to go on

- [Subscribing](../guides/subscribe.md): a rule on the bus, in Purser's account or in another
- [Webhooks](../guides/webhooks.md): the same events at a URL
- [Adding an event](../changing.md#an-event)
"""


def text() -> str:
    """The page. Raises KeyError if an event has no consumer, or a field no type in words."""
    models = {model.TYPE: model for model in event_schemas.event_models()}
    sent = {name: model for name, model in models.items() if issubclass(model, Published)}
    taken = {name: model for name, model in models.items() if name not in sent}
    consumers = _consumers()
    lines = [_ABOUT, "## Sent", "", f"By Purser, with the source `{SOURCE}`.", ""]
    lines += ["| Event | When | Published | Purser itself |", "|---|---|---|---|"]
    for name, model in sent.items():
        published = "at the commit" if model.is_published_at_commit else "within a minute"
        (_, summary) = consumers.get(name, ("", "-"))
        lines.append(f"| [`{name}`](#{name.lower()}) | {_first_sentence(model)} | {published} | {summary} |")
    lines += ["", "## Taken", "", "| Event | From the source | What Purser does |", "|---|---|---|"]
    for name in taken:
        source, summary = consumers[name]
        lines.append(f"| [`{name}`](#{name.lower()}) | `{source}` | {summary} |")
    lines += ["", "## Each event", ""]
    files = {name.partition(".")[0]: name for name in event_schemas.documents()}
    lines += [_section(models[name], files[name], None if name in sent else _sample(name)) for name in sorted(models)]
    return "\n".join([*lines, _WHERE_TO_GO_ON])


def _consumers() -> dict[str, tuple[str, str]]:
    """By type of event: its source, and what its consumer does."""
    triggered = triggers.read(operations.deployed())
    found = [(match, one.summary) for one in triggered for by in one.by if (match := _TRIGGER.fullmatch(by))]
    return {match[1]: (match[2], summary) for match, summary in found}


def _section(model: type[Event], file: str, sample: dict[str, Any] | None) -> str:
    document = json.loads((event_schemas.FOLDER / file).read_text(encoding="utf-8"))
    meaning = " ".join((inspect.getdoc(model) or "").split())
    lines = [f"### {model.TYPE}", "", f"{meaning} [Schema]({file}).", "", "| Field | Type |", "|---|---|"]
    lines += [f"| `{field}` | {_type(schema, document)} |" for field, schema in document["properties"].items()]
    if sample is not None:
        lines += ["", "```json", json.dumps(sample, indent=2), "```"]
    return "\n".join([*lines, ""])


def _type(schema: dict[str, Any], document: dict[str, Any]) -> str:
    """A field's type in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        named = document["$defs"][name]
        return _members(named, document) if "properties" in named else _TYPES[name]
    if "anyOf" in schema:
        return " or ".join(_type(one, document) for one in schema["anyOf"])
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return "one of " + ", ".join(f"`{value}`" for value in schema["enum"])
    if schema["type"] == "array":
        return f"list of: {_type(schema['items'], document)}"
    words = {"string": "text", "integer": "whole number", "boolean": "`true` or `false`", "null": "`null`"}
    return words.get(schema["type"], "object")


def _members(schema: dict[str, Any], document: dict[str, Any]) -> str:
    members = [f"`{name}` ({_type(part, document)})" for name, part in schema["properties"].items()]
    return f"object with {', '.join(members)}"


def _sample(event_type: str) -> dict[str, Any]:
    """The event as another system puts it on the bus, from the consumer's sample."""
    for file in sorted((operations.ROOT / "events").glob("*.json")):
        for record in json.loads(file.read_text(encoding="utf-8")).get("Records", []):
            body = json.loads(record["body"])
            if body["detail-type"] == event_type:
                return {name: body[name] for name in ("source", "detail-type", "detail")}
    raise KeyError(event_type)


def _first_sentence(model: type[Event]) -> str:
    return " ".join((inspect.getdoc(model) or "").split()).partition(". ")[0].removesuffix(".") + "."


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
