"""Writes the two tables of costs into docs/operations.md: idle, and for a million operations.

Out of what was measured (docs/containers.md), what is deployed (template.yaml and the stages of samconfig.toml) and
the price list (tools/prices.json), which has its date and what had to be assumed.
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
_WATCHED: Final = 176  # hours: eight on each of 22 days
_LONGEST_WAIT: Final = 20  # seconds
_OTHER_OUTCOMES: Final = {"ok", "replayed", "failed", "internal_error"}  # beside the codes of refusals
_ROW: Final = re.compile(r"\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \|")


@dataclass(frozen=True)
class Operation:
    """What a person or a system does, and which calls of functions it takes. writes: database transactions that change
    something. events: put on the bus, each of which takes a consumer."""

    what: str
    over_http: Sequence[str]
    consumers: Sequence[str] = ()
    writes: int = 0
    events: int = 0


OPERATIONS: Final = (
    Operation("A debit at the desk", ["cashier_debit"], writes=1),
    Operation("A balance", ["wallets_balance"]),
    Operation("A transfer", ["transfers_create"], writes=1),
    Operation("A charge of messages", ["prepaid_charge"], writes=1),
    Operation("A bet that is placed and settled", ["bets_create", "bets_settle"], writes=2),
    Operation(
        "A bet that is placed, cashed out and told of",
        ["bets_create", "bets_cash_out"],
        consumers=["cash_out_feed"],
        writes=3,
        events=1,
    ),
    Operation("A look of one agent's page at the stream", ["cash_out_stream"]),
)


@dataclass(frozen=True)
class List:
    """The price list with what goes with it."""

    date: str
    region: str
    prices: Mapping[str, float]
    rules: Mapping[str, float]
    assumptions: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        return next(part[name] for part in (self.prices, self.rules, self.assumptions) if name in part)


@cache
def prices() -> List:
    read = json.loads((ROOT / "tools" / "prices.json").read_text(encoding="utf-8"))
    return List(**{name: value for name, value in read.items() if name != "_"})


@cache
def measured() -> Mapping[str, tuple[int, int]]:
    """By function, what it took cold and warm, in ms."""
    rows = _ROW.findall((ROOT / "docs" / "containers.md").read_text(encoding="utf-8"))
    return {name: (int(cold), int(warm)) for name, cold, warm, _ in rows}


@cache
def parameters(stage: str) -> Mapping[str, str]:
    """What a stage of samconfig.toml says, and else the template's defaults."""
    declared = transform.parsed((ROOT / "template.yaml").read_text(encoding="utf-8"))["Parameters"]
    defaults = {name: str(parameter.get("Default", "")) for name, parameter in declared.items()}
    stages = tomllib.loads((ROOT / "samconfig.toml").read_text(encoding="utf-8"))
    overrides = stages[stage]["deploy"]["parameters"]["parameter_overrides"].split()
    return defaults | dict(override.split("=", 1) for override in overrides)


@cache
def deployed(stage: str) -> Template:
    return template.read(
        ROOT / "template.yaml",
        # Where these are empty, the stack makes what this machine has no value for.
        {**parameters(stage), "DatabaseUrl": "postgresql://", "Issuer": "https://issuer", "ConsoleUrl": "https://x"},
    )


def of_a_call(function: str) -> float:
    """USD for a million calls of a function: requests, time at its memory, log lines and traces."""
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


def of_a_million(operation: Operation) -> Mapping[str, float]:
    """USD for a million of it, by what it is paid for."""
    list_ = prices()
    a_message = 3 * list_["sqs_million_requests"]  # sent, received, deleted
    archived = _MILLION * list_["event_bytes"] / _GB * list_["archive_gb"]
    return {
        "HTTP API": len(operation.over_http) * list_["http_api_million_requests"],
        "Functions and logs": sum(map(of_a_call, [*operation.over_http, *operation.consumers])),
        "Events": operation.events * (list_["events_million"] + archived + a_message),
        "Database I/O": operation.writes * list_["ios_of_a_write"] * list_["aurora_million_ios"],
    }


def idle(stage: str) -> Mapping[str, float]:
    """USD for a month in which nobody calls, by what it is paid for."""
    list_, has = prices(), parameters(stage)
    hours = list_["hours_in_a_month"]
    instances = 2 if has["Standby"] == "true" else 1
    wiring = deployed(stage).wiring
    runs = {schedule.function: 0.0 for schedule in wiring.schedules}
    for schedule in wiring.schedules:
        runs[schedule.function] += hours * 3600 / schedule.every
    sleeps = has["UseProxy"] == "false" and float(has["MinCapacity"]) == 0
    awake = min(1.0, sum(runs.values()) * list_["minutes_awake_after_a_wake"] / 60 / hours) if sleeps else 1.0
    capacity = max(float(has["MinCapacity"]), 0.5)
    polls = len(wiring.feeds) * list_["pollers_of_a_queue"] * hours * 3600 / list_["seconds_of_a_poll"]
    return {
        "Database": instances * capacity * awake * hours * list_["aurora_acu_hour"],
        "Its storage": list_["storage_gb"] * list_["aurora_storage_gb_month"],
        "Proxy": hours * list_["rds_proxy_least_acu"] * list_["rds_proxy_acu_hour"] if has["UseProxy"] == "true" else 0,
        "Polling the queues": polls / _MILLION * list_["sqs_million_requests"],
        "Scheduled runs": sum(times * of_a_call(function) / _MILLION for function, times in runs.items()),
        "Alarms, metrics, dashboard": _alarm_metrics(stage) * list_["alarm_metric_month"]
        + metrics()[0] * list_["metric_month"]
        + list_["dashboard_month"],
    }


@cache
def metrics() -> tuple[int, int]:
    """How many metrics an idle month has, and one in which each outcome occurs in every hour: CloudWatch is paid for
    each name with each value of its dimension, in the hours in which something is written to it."""
    of_an_outcome = len(logging.metrics_of(logging.Outcome("", "", None, "ok", 200, 0)))
    of_jobs = len(relay.Relayed.model_construct(waiting=0, oldest_seconds=0, xmin_lag=0).measures)
    of_jobs += len(runs.Run.model_construct(status="clean", drifted=0, open_findings=0).measures)
    filters = sum(
        resource["Type"] == "AWS::Logs::MetricFilter"
        for resource in transform.parsed((ROOT / "template.yaml").read_bytes())["Resources"].values()
    )
    outcomes = {refusal.code for refusal in _refusals(errors.Refusal) if hasattr(refusal, "code")} | _OTHER_OUTCOMES
    return of_an_outcome + of_jobs, of_an_outcome * len(outcomes) + of_jobs + filters


def _refusals(kind: type[errors.Refusal]) -> Iterator[type[errors.Refusal]]:
    for refusal in kind.__subclasses__():
        yield refusal
        yield from _refusals(refusal)


def watching() -> tuple[float, float]:
    """USD for the month of an agent who watches, with requests that wait and with one each second."""
    list_, function = prices(), deployed("prod").functions["cash_out_stream"]
    requests = _WATCHED * 3600 / _LONGEST_WAIT
    waited = _WATCHED * 3600 * function.memory / 1024 * list_["lambda_gb_second_arm64"]
    each = (of_a_call(function.name) + list_["http_api_million_requests"]) / _MILLION
    return requests * each + waited, _WATCHED * 3600 * each


def of_a_system() -> float:
    """USD for the month of a client that asks for a token each hour."""
    list_ = prices()
    tokens = list_["hours_in_a_month"] / 1000 * list_["cognito_thousand_client_tokens"]
    return list_["cognito_client_month"] + tokens


def snapshots() -> tuple[int, float]:
    """What SnapStart would keep, one version of each function that the template lets have it: how many, USD a month."""
    source = transform.parsed((ROOT / "template.yaml").read_text(encoding="utf-8"))
    kept = {name for name, resource in source["Resources"].items() if "SnapStart" in resource.get("Properties", {})}
    memory = [one.memory for one in deployed("prod").functions.values() if one.logical_id in kept]
    list_ = prices()
    return len(memory), sum(memory) / 1024 * list_["hours_in_a_month"] * 3600 * list_["snapstart_cache_gb_second"]


def _alarm_metrics(stage: str) -> int:
    """An alarm on a formula is paid for each metric in it."""
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
    columns = list(of_a_million(OPERATIONS[0]))
    operations = []
    for operation in OPERATIONS:
        parts = of_a_million(operation)
        operations.append((operation.what, *(_usd(parts[column]) for column in columns), _usd(sum(parts.values()))))
    waiting, asking = watching()
    kept, costs = snapshots()
    quiet, most = metrics()
    return (
        f"By the price list of {list_.date} for {list_.region}, in USD, free tiers and discounts left out.\n\n"
        f"{_table(('Idle, a month', *(f'`{stage}`' for stage in STAGES)), rows)}\n"
        f"{_table(('A million of', *columns, 'Together'), operations)}\n"
        f"An agent who watches the stream for {_WATCHED} hours a month costs {_usd(waiting)} where each request waits "
        f"20 s, and {_usd(asking)} where one comes each second. A system that signs in costs {_usd(of_a_system())} a "
        f"month with a token each hour, and a person beyond the free ones "
        f"{_usd(list_['cognito_active_user_month'], 3)}. `SnapStart`, which the stack leaves off, "
        f"would keep {kept} snapshots at {_usd(costs)} a month. An idle month has {quiet} metrics; each outcome of "
        f"requests that occurs adds four, so that a month with every outcome in every hour has {most}, at "
        f"{_usd(most * list_['metric_month'])} instead of {_usd(quiet * list_['metric_month'])}.\n"
    )


def text() -> str:
    """The guide with its tables as they have to be. Raises ValueError where a marker is missing."""
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
