"""Writes the two tables of costs into docs/operations.md: for an idle month, and for a million operations.

They are computed from measurements (docs/containers.md), the deployment (template.yaml and the stages of
samconfig.toml) and the price list (tools/prices.json), which has its date and all assumptions.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from ledger.core import errors
from ledger.edge import logging
from ledger.edge.http import rates
from ledger.messaging import relay
from ledger.reconciliation import runs
from local import template, transform
from local.template import Template
from tools.operations import ROOT

TARGET: Final = ROOT / "docs" / "operations.md"
STAGES: Final = ("dev", "staging", "prod")
_BEGIN: Final = "<!-- costs: written by make costs -->\n"
_END: Final = "<!-- end of costs -->"
_MILLION: Final = 1_000_000
_GB: Final = 1_000_000_000
_WATCHED_HOURS: Final = 176  # eight on each of 22 days
_LONGEST_WAIT_S: Final = 20
_ZONES: Final = 2
_OTHER_OUTCOMES: Final = {"ok", "replayed", "failed", "internal_error"}  # besides the codes of refusals
_ROW: Final = re.compile(r"\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \|")


@dataclass(frozen=True)
class Operation:
    """An action of a person or a system, and the function calls that it takes. writes: database transactions that
    change something. transactions: in the ledger; each is an event on the bus. events: other ones on the bus; each is
    processed by a consumer."""

    what: str
    over_http: Sequence[str]
    consumers: Sequence[str] = ()
    writes: int = 0
    transactions: int = 0
    events: int = 0


OPERATIONS: Final = (
    Operation("A debit at the cashier", ["cashier_debit"], writes=1, transactions=1),
    Operation("A balance", ["wallets_balance"]),
    Operation("A transfer", ["transfers_create"], writes=1, transactions=1),
    Operation("A charge of messages", ["prepaid_charge"], writes=1, transactions=1),
    Operation("A bet that is placed and settled", ["bets_create", "bets_settle"], writes=2, transactions=2),
    Operation(
        "A bet that is placed, cashed out and shown on the agent's page",
        ["bets_create", "bets_cash_out"],
        consumers=["cash_out_feed"],
        writes=3,
        transactions=2,
        events=1,
    ),
    Operation("One request of an agent's page to the stream", ["cash_out_stream"]),
)


@dataclass(frozen=True)
class PriceList:
    """The price list, with AWS's billing rules and our assumptions."""

    date: str
    region: str
    prices: Mapping[str, float]
    rules: Mapping[str, float]
    assumptions: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        return next(part[name] for part in (self.prices, self.rules, self.assumptions) if name in part)


@cache
def prices() -> PriceList:
    read = json.loads((ROOT / "tools" / "prices.json").read_text(encoding="utf-8"))
    return PriceList(**{name: value for name, value in read.items() if name != "_"})


@cache
def measured() -> Mapping[str, tuple[int, int]]:
    """The cold and warm duration of each function, in ms."""
    rows = _ROW.findall((ROOT / "docs" / "containers.md").read_text(encoding="utf-8"))
    return {name: (int(cold), int(warm)) for name, cold, warm, _ in rows}


@cache
def parameters(stage: str) -> Mapping[str, str]:
    """The parameters of a stage in samconfig.toml, and the template's defaults for the rest."""
    declared = transform.parsed((ROOT / "template.yaml").read_text(encoding="utf-8"))["Parameters"]
    defaults = {name: str(parameter.get("Default", "")) for name, parameter in declared.items()}
    stages = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    overrides = stages[stage]["deploy"]["parameters"]["parameter_overrides"].split()
    return defaults | dict(override.split("=", 1) for override in overrides)


@cache
def deployed(stage: str) -> Template:
    return template.read(
        ROOT / "template.yaml",
        # If these were empty, the stack would create resources that have no local value.
        {**parameters(stage), "DatabaseUrl": "postgresql://", "Issuer": "https://issuer", "ConsoleUrl": "https://x"},
    )


def cost_of_calls(function: str) -> float:
    """USD for a million calls of a function: requests, duration at its memory size, log lines and traces."""
    cold, warm = measured()[function]
    list_ = prices()
    seconds = (list_["cold_share"] * cold + (1 - list_["cold_share"]) * warm) / 1000
    gigabytes = deployed("prod").functions[function].memory / 1024
    return (
        list_["lambda_million_requests"]
        + _MILLION * seconds * gigabytes * list_["lambda_gb_second_arm64"]
        + _MILLION * list_["log_bytes_of_a_request"] / _GB * list_["logs_gb"]
        + list_["traced_share"] * list_["traces_million"]
    )


def cost_of_operations(operation: Operation) -> Mapping[str, float]:
    """USD for a million of an operation, by what AWS charges for."""
    list_ = prices()
    a_message = 3 * list_["sqs_million_requests"]  # sent, received, deleted
    an_event = list_["events_million"] + _MILLION * list_["event_bytes"] / _GB * list_["archive_gb"]
    return {
        "HTTP API": len(operation.over_http) * list_["http_api_million_requests"],
        "Functions and logs": sum(map(cost_of_calls, [*operation.over_http, *operation.consumers])),
        "Events": operation.transactions * an_event + operation.events * (an_event + a_message),
        "Database I/O": operation.writes * list_["ios_of_a_write"] * list_["aurora_million_ios"],
    }


def idle(stage: str) -> Mapping[str, float]:
    """USD for a month without requests, by what AWS charges for."""
    list_, chosen = prices(), parameters(stage)
    hours = list_["hours_in_a_month"]
    instances = 2 if chosen["Standby"] == "true" else 1
    wiring = deployed(stage).wiring
    runs = {schedule.function: 0.0 for schedule in wiring.schedules}
    for schedule in wiring.schedules:
        runs[schedule.function] += hours * 3600 / schedule.every
    sleeps = chosen["UseProxy"] == "false" and float(chosen["MinCapacity"]) == 0
    awake = min(1.0, sum(runs.values()) * list_["minutes_awake_after_a_wake"] / 60 / hours) if sleeps else 1.0
    capacity = max(float(chosen["MinCapacity"]), 0.5)
    polls = len(wiring.event_sources) * list_["pollers_of_a_queue"] * hours * 3600 / list_["seconds_of_a_poll"]
    return {
        "Database": instances * capacity * awake * hours * list_["aurora_acu_hour"],
        "Its storage": list_["storage_gb"] * list_["aurora_storage_gb_month"],
        "Proxy": hours * list_["rds_proxy_least_acu"] * list_["rds_proxy_acu_hour"]
        if chosen["UseProxy"] == "true"
        else 0,
        "Polling the queues": polls / _MILLION * list_["sqs_million_requests"],
        "Scheduled runs": sum(times * cost_of_calls(function) / _MILLION for function, times in runs.items()),
        "Alarms, metrics, dashboard": _alarm_metrics(stage) * list_["alarm_metric_month"]
        + metrics()[0] * list_["metric_month"]
        + list_["dashboard_month"],
        "The key of approvals": list_["secret_month"],
    }


@cache
def metrics() -> tuple[int, int]:
    """The number of metrics in an idle month, and in a month in which each outcome occurs in every hour.

    CloudWatch charges for each name with each value of its dimension, in the hours in which it gets data.
    """
    of_an_outcome = len(logging.request_metrics(logging.Outcome("", "", None, "ok", 200, 0)))
    of_jobs = len(relay.Relayed.model_construct(waiting=0, oldest_seconds=0, xmin_lag=0).metrics)
    of_jobs += len(runs.ReconciliationRun.model_construct(status="clean", drifted=0, open_findings=0).metrics)
    filters = sum(
        resource["Type"] == "AWS::Logs::MetricFilter"
        for resource in transform.parsed((ROOT / "template.yaml").read_bytes())["Resources"].values()
    )
    outcomes = {refusal.code for refusal in _refusals(errors.Refusal) if hasattr(refusal, "code")} | _OTHER_OUTCOMES
    most = of_an_outcome * len(outcomes) + of_jobs + filters + len(rates.UNREAD_METRICS)
    return of_an_outcome + of_jobs, most


def _refusals(kind: type[errors.Refusal]) -> Iterator[type[errors.Refusal]]:
    for refusal in kind.__subclasses__():
        yield refusal
        yield from _refusals(refusal)


def cost_of_stream() -> tuple[float, float]:
    """USD a month for an agent who watches the stream, if each request waits, and if there is one each second."""
    list_, function = prices(), deployed("prod").functions["cash_out_stream"]
    requests = _WATCHED_HOURS * 3600 / _LONGEST_WAIT_S
    waited = _WATCHED_HOURS * 3600 * function.memory / 1024 * list_["lambda_gb_second_arm64"]
    each = (cost_of_calls(function.name) + list_["http_api_million_requests"]) / _MILLION
    return requests * each + waited, _WATCHED_HOURS * 3600 * each


def cost_of_system_client() -> float:
    """USD a month for a system's client that gets a token each hour."""
    list_ = prices()
    tokens = list_["hours_in_a_month"] / 1000 * list_["cognito_thousand_client_tokens"]
    return list_["cognito_client_month"] + tokens


def snapshots() -> tuple[int, float]:
    """SnapStart for one version of each function that the template allows it for: number of snapshots, USD a month."""
    source = transform.parsed((ROOT / "template.yaml").read_text(encoding="utf-8"))
    kept = {name for name, resource in source["Resources"].items() if "SnapStart" in resource.get("Properties", {})}
    memory = [one.memory for one in deployed("prod").functions.values() if one.logical_id in kept]
    list_ = prices()
    return len(memory), sum(memory) / 1024 * list_["hours_in_a_month"] * 3600 * list_["snapstart_cache_gb_second"]


def interface_endpoints() -> tuple[float, float]:
    """USD a month with ServiceEndpoints=interface, each endpoint in two zones: without and with ErasureKeyArn."""
    list_ = prices()
    each = _ZONES * list_["hours_in_a_month"] * list_["interface_endpoint_hour"]
    resources = transform.parsed((ROOT / "template.yaml").read_bytes())["Resources"].values()
    conditions = [one["Condition"] for one in resources if one["Type"] == "AWS::EC2::VPCEndpoint"]
    always = conditions.count("CreatesEndpoints")
    return always * each, (always + conditions.count("CreatesEndpointOfSecrets")) * each


def _alarm_metrics(stage: str) -> int:
    """How many metrics the alarms use: an alarm on an expression is charged for each metric in it."""
    resources: Mapping[str, Any] = transform.parsed((ROOT / "template.yaml").read_text(encoding="utf-8"))["Resources"]
    alarms = [
        resource["Properties"]
        for resource in resources.values()
        if resource["Type"] == "AWS::CloudWatch::Alarm"
        and (resource.get("Condition") != "UsesProxy" or parameters(stage)["UseProxy"] == "true")
    ]
    return sum(sum("MetricStat" in metric for metric in alarm.get("Metrics", [])) or 1 for alarm in alarms)


def tables() -> str:
    list_ = prices()
    by_stage = {stage: idle(stage) for stage in STAGES}
    rows = [(what, *(_usd(by_stage[stage][what]) for stage in STAGES)) for what in by_stage["prod"]]
    rows.append(("**A month**", *(f"**{_usd(sum(by_stage[stage].values()))}**" for stage in STAGES)))
    columns = list(cost_of_operations(OPERATIONS[0]))
    operations = []
    for operation in OPERATIONS:
        parts = cost_of_operations(operation)
        operations.append((operation.what, *(_usd(parts[column]) for column in columns), _usd(sum(parts.values()))))
    open_stream, polling = cost_of_stream()
    kept, costs = snapshots()
    endpoints, endpoints_with_key = interface_endpoints()
    idle_count, most_count = metrics()
    return (
        f"By the price list of {list_.date} for {list_.region}, in USD, free tiers and discounts left out.\n\n"
        f"{_table(('Idle, a month', *(f'`{stage}`' for stage in STAGES)), rows)}\n"
        f"{_table(('A million of', *columns, 'Together'), operations)}\n"
        f"An agent who watches the stream for {_WATCHED_HOURS} hours a month costs {_usd(open_stream)} if each request "
        f"waits 20 s, and {_usd(polling)} if there is one each second. A system that signs in costs "
        f"{_usd(cost_of_system_client())} a month with a token each hour, and a person beyond the free ones "
        f"{_usd(list_['cognito_active_user_month'], 3)}. `SnapStart`, which the stack does not use, "
        f"would take {kept} snapshots at {_usd(costs)} a month. `ServiceEndpoints=interface` costs {_usd(endpoints)} a "
        f"month more, with `ErasureKeyArn` {_usd(endpoints_with_key)}. An idle month has {idle_count} metrics; each "
        f"outcome of requests that occurs adds four, so that a month with every outcome in every hour has "
        f"{most_count}, at {_usd(most_count * list_['metric_month'])} instead of "
        f"{_usd(idle_count * list_['metric_month'])}.\n"
    )


def text() -> str:
    """The page with its new tables. Raises ValueError if a marker is missing."""
    written = TARGET.read_text(encoding="utf-8")
    before, after = written.index(_BEGIN) + len(_BEGIN), written.index(_END)
    return written[:before] + tables() + written[after:]


def _usd(amount: float, decimals: int = 2) -> str:
    return f"{amount:.{decimals}f}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    under = ("---", *(["---:"] * (len(head) - 1)))
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, under, *rows])


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
