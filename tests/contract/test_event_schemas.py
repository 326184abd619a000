"""docs/events/ has a schema for each event model, and the samples in events/ are valid."""

import json
import re
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, meta

from tests.support.kit import DEPLOYED, ROOT
from tools import event_index, event_schemas

FOLDER = ROOT / "docs" / "events"
CONSUMERS = sorted(
    feed.function
    for feed in DEPLOYED.wiring.event_sources
    if any(feed.queue.arn in rule.targets.values() for rule in DEPLOYED.wiring.rules)
)


def details(function: str) -> list[tuple[str, dict[str, Any]]]:
    """The type and the detail of each event in a consumer's sample."""
    sample = json.loads((ROOT / "events" / f"{function}.json").read_text(encoding="utf-8"))
    bodies = [json.loads(record["body"]) for record in sample["Records"]]
    return [(body["detail-type"], body["detail"]) for body in bodies]


def test_the_schemas_of_events_are_up_to_date() -> None:
    written = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.json")}

    assert written == event_schemas.documents(), "run `make events` to write the schemas"


def test_the_index_of_events_is_up_to_date() -> None:
    assert event_index.PAGE.read_text(encoding="utf-8") == event_index.text(), "run `make events`"
    assert {file.name for file in FOLDER.iterdir()} == {*event_schemas.documents(), event_index.PAGE.name}


def test_the_index_lists_each_event_once_as_sent_or_as_taken() -> None:
    page = event_index.PAGE.read_text(encoding="utf-8")
    sent, taken = page.partition("## Taken")[::2]
    types = {model.TYPE for model in event_schemas.event_models()}

    listed = re.findall(r"^\| \[`(\w+)`\]", page, re.MULTILINE)
    assert sorted(listed) == sorted(types)
    assert "| [`CashOutRecorded`](#cashoutrecorded) |" in sent
    assert "| [`CashOutTriggered`](#cashouttriggered) | `trading` |" in taken


@pytest.mark.parametrize("name", event_schemas.documents())
def test_every_event_schema_is_a_valid_json_schema(name: str) -> None:
    meta.validate(json.loads((FOLDER / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("function", CONSUMERS)
def test_the_sample_of_a_consumer_is_valid_and_each_of_its_fields_is_required(function: str) -> None:
    assert details(function)
    for kind, detail in details(function):
        schema = json.loads((FOLDER / f"{kind}.v{detail.get('version', 1)}.json").read_text(encoding="utf-8"))
        validator = Draft202012Validator(schema, validate_formats=True)

        assert list(validator.iter_errors(detail)) == []
        assert detail.keys() == schema["properties"].keys()
        for name in schema["required"]:
            assert not validator.is_valid({key: value for key, value in detail.items() if key != name})


@pytest.mark.parametrize("rule", DEPLOYED.wiring.rules, ids=lambda rule: rule.name)
def test_a_consumer_s_sample_matches_its_rule(rule: Any) -> None:
    pattern = json.loads(rule.pattern)
    (source,) = [feed for feed in DEPLOYED.wiring.event_sources if feed.queue.arn in rule.targets.values()]
    sample = json.loads((ROOT / "events" / f"{source.function}.json").read_text(encoding="utf-8"))

    for record in sample["Records"]:
        body = json.loads(record["body"])
        assert all(body[name] in values for name, values in pattern.items())
        assert record["eventSourceARN"] == source.queue.arn
