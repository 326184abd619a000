"""No statement compares all rows of a tenant with all, in a tenant that the planner's statistics do not know.

What is not found: a statement about one row that reads each row of the tenant once, and a loop inside a function over a
result that it has kept (a CTE), which reads nothing again.

The statistics know a few small tenants only, as after the import of a new one, and PostgreSQL has kept plans of
functions from before. Every operation runs with its sample, and each GET with each of its parameters. Rows are counted,
and no time is measured.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from ledger.core import errors
from tests.support import kit, large_tenant, reading, samples
from tests.support.kit import Database
from tests.support.reading import Recorder
from tests.support.samples import BY_ROUTE, EVENTS, UNROUTED
from tools import openapi

MOST_READS = 3
"""The most rows that a statement may read of a table, relative to the rows of the table of which it reads most: once
each for a count, for sums and for a page."""
SOME_ROWS = 50
"""Rows that it may read besides: of the caller, the limits, the settings."""
WITHOUT_THE_DATABASE = {"console", "migrate", "not_found", "pre_token", "pre_traffic"}
# Operations whose samples fill tables that are empty in the samples' state.
FIRST = (
    *("agent_limits_put", "coin_policy_put", "registration_confirmed", "tournament_completed", "people_lookup"),
    *("payment_methods_update", "event_settings_put", "approval_policy_put", "reconcile"),
)
ROUTED = sorted(EVENTS.keys() - UNROUTED)
DOCUMENT = json.loads(openapi.TARGET.read_text(encoding="utf-8"))
VALUES = {"date-time": "2026-01-01T00:00:00Z", "date": "2026-01-01", "uuid": str(samples.CARLA), "integer": 5}


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    """A part of the API document, instead of a reference to it."""
    while "$ref" in part:
        found = DOCUMENT
        for name in part["$ref"].split("/")[1:]:
            found = found[name]
        part = found
    return part


def values_of(parameter: dict[str, Any]) -> list[Any]:
    """Values for a query parameter: the first ones of an enumeration, or the example, or one of its type."""
    schema = resolved(parameter["schema"])
    one = parameter.get("example", VALUES.get(str(schema.get("format", schema.get("type"))), "agent-ada"))
    return list(schema.get("enum", [one]))[:3]


def events_of(name: str) -> Iterator[dict[str, Any]]:
    """The event of a sample; if it is a GET, also with each query parameter alone."""
    event = samples.event(name)
    yield event
    method, _, path = event.get("routeKey", "").partition(" ")
    parts = DOCUMENT["paths"].get(path, {}).get("get", {}).get("parameters", ()) if method == "GET" else ()
    parameters = [parameter for part in parts if (parameter := resolved(part))["in"] == "query"]
    given = event.get("queryStringParameters") or {}
    required = {parameter["name"]: given[parameter["name"]] for parameter in parameters if parameter.get("required")}
    for parameter in parameters:
        for value in values_of(parameter) if parameter["name"] not in {"cursor", "tenant_id"} else ():
            members = value.items() if isinstance(value, dict) else ()
            query = {f"{parameter['name']}[{name}]": text for name, text in members} or {parameter["name"]: value}
            yield event | {"rawQueryString": urlencode(required | query)}


def function_of(name: str) -> str:
    return name if name in UNROUTED else BY_ROUTE[samples.event(name)["routeKey"]]


def has_failed(name: str, event: dict[str, Any]) -> bool:
    function = function_of(name)
    try:
        answer = kit.handler(function)(event, kit.context(function))
    except errors.Unavailable:
        return True
    return isinstance(answer, dict) and answer.get("statusCode", 200) >= 500


def run(names: list[str], recorder: Recorder) -> list[str]:
    """Run the operations of samples. Returns those that failed."""
    failed = []
    for name in names:
        recorder.keeps = name in UNROUTED  # a job goes on until nothing is left to do
        for event in events_of(name) if function_of(name) not in WITHOUT_THE_DATABASE else ():
            recorder.operation = f"{name} {event.get('rawQueryString', '')}"
            if has_failed(name, event):
                failed.append(recorder.operation)
    return failed


@pytest.mark.parametrize("server", [16, 18], indirect=True)
@pytest.mark.usefixtures("sampled_billed", "new_database", "mailer", "queues", "fast_clock", "bus")
def test_no_statement_reads_the_rows_of_a_grown_tenant_more_than_three_times(database: Database) -> None:
    for name in FIRST:
        event = samples.event(name)
        event["headers"] = {header: value for header, value in event.get("headers", {}).items() if "key" not in header}
        assert not has_failed(name, event)
    with large_tenant.growing(database) as grow, reading.recorded() as recorder:
        assert not run(ROUTED, recorder)
        grow()
        recorder.clear()
        before = large_tenant.count_rows(database)
        failed = run(ROUTED + sorted(UNROUTED), recorder)
    rows = before | large_tenant.count_rows(database)

    excessive = set()
    for statement in recorder.statements:
        about = max((min(read, rows[table]) for table, read in statement.read.items()), default=0)
        if statement.most > MOST_READS * about + SOME_ROWS:
            excessive.add(f"{statement.operation}: {dict(statement.read)} {statement.worst}: {statement.text}")
    assert (failed, sorted(excessive)) == ([], [])
