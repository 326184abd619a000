"""Every command and alarm that docs/operations.md and the other pages name exists, and every cost is correct."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import botocore.session
import click
import pytest
from botocore import xform_name

from cli.main import purser
from tests.contract.test_template import RESOURCES, TEMPLATE
from tests.support.kit import ROOT
from tools import costs

GUIDES = (
    "docs/operations.md",
    "README.md",
    "CONTRIBUTING.md",
    "docs/changing.md",
    *sorted(str(page.relative_to(ROOT)) for page in (ROOT / "docs" / "guides").glob("*.md")),
)
GUIDE = (ROOT / GUIDES[0]).read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z0-9-]+):.*##", MAKEFILE, re.MULTILINE))
STAGES = {name for name in tomllib.loads((ROOT / "samconfig.toml").read_text()) if name not in {"version", "default"}}
VALUES = {
    "CUSTOMER": str(UUID(int=1)),
    "BEFORE": "2026-01-14T09:30:00Z",
    "MOMENT": "2026-01-15T09:30:00Z",
    "PAUSED": "2026-01-15T10:30:00Z",
}
"""Values for the guide's shell variables. Some commands validate them."""
# Options that every command of the AWS CLI has, and commands of the AWS CLI that are not operations of a service.
COMMON_OPTIONS = {"--query", "--output", "--region", "--profile", "--cli-read-timeout"}
CLI_COMMANDS = {("rds", "generate-db-auth-token"): {"--hostname", "--port", "--username"}, ("sso", "login"): set()}


def commands(guide: str, name: str) -> list[str]:
    """Every command that begins with `name`, in a block or between backticks, each on one line."""
    text = (ROOT / guide).read_text(encoding="utf-8")
    fenced = re.findall(r"^ *```(\w*)\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    blocks = [block for language, block in fenced if language in {"", "sh"}]
    prose = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    texts = [re.sub(r"\\\n\s*", "", block) for block in blocks] + re.findall(r"`([^`\n]+)`", prose)
    return sorted({found for text in texts for found in _starting_with(name, text)})


def _starting_with(name: str, text: str) -> Iterator[str]:
    for line in text.splitlines():
        starts = [match.start() for match in re.finditer(rf"(?<![\w./-]){name} (?=[a-z])", line)]
        ends = [*starts[1:], len(line)]
        yield from (line[start:end].strip() for start, end in zip(starts, ends, strict=False))


def commands_of_guides(name: str) -> list[tuple[str, str]]:
    return [(guide, command) for guide in GUIDES for command in commands(guide, name)]


def flags(command: str) -> set[str]:
    return set(re.findall(r"(?<=\s)--[a-z0-9][a-z0-9-]*", command))


@pytest.mark.parametrize(("guide", "command"), commands_of_guides("purser"))
def test_every_named_purser_command_exists_with_its_options(guide: str, command: str) -> None:
    # The guides write a command as it is typed into a shell, or with optional parts in brackets.
    bare = re.sub(r"[\[\]]", "", command.replace("…", "x"))
    for name, value in VALUES.items():
        bare = bare.replace(f"${name}", value)
    words = shlex.split(bare)[1:]
    found: click.Command = purser
    while isinstance(found, click.Group):
        assert words, f"{command}: the group needs a command"
        assert words[0] in found.commands, command
        found = found.commands[words.pop(0)]
    known = {option for parameter in found.params for option in parameter.opts}
    assert flags(bare) <= known, command
    if "[" not in command and words:
        found.make_context(found.name or "", words)


@pytest.mark.parametrize(("guide", "command"), commands_of_guides("make"))
def test_every_named_make_command_has_a_target_and_variables_that_are_read(guide: str, command: str) -> None:
    words = command.replace("…", "").split()[1:]
    targets = [word for word in words if re.fullmatch(r"[a-z][a-z0-9-]*", word)]

    assert targets[0] in TARGETS, command
    variables = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
    assert all(re.search(rf"\$\({name}\)|^export .*\b{name}\b", MAKEFILE, re.MULTILINE) for name in variables), command
    assert variables.get("STAGE", "dev").split("|")[0] in STAGES


@pytest.mark.parametrize(("guide", "command"), commands_of_guides("aws"))
def test_every_named_aws_command_is_an_operation_with_its_parameters(guide: str, command: str) -> None:
    words = command.split()
    service, operation = words[1:3]
    if (service, operation) in CLI_COMMANDS:
        assert flags(command) <= CLI_COMMANDS[service, operation]
        return
    session = botocore.session.get_session()
    model = session.get_service_model(service)
    if operation == "wait":
        waiters = session.get_waiter_model(service)
        (waiter,) = [name for name in waiters.waiter_names if xform_name(name, "-") == words[3]]
        operation = xform_name(waiters.get_waiter(waiter).operation, "-")
    names = {xform_name(name, "-"): name for name in model.operation_names}
    assert operation in names, command
    shape: Any = model.operation_model(names[operation]).input_shape
    members = {f"--{xform_name(name, '-')}": name for name in (shape.members if shape else {})}
    assert flags(command) <= members.keys() | COMMON_OPTIONS, command
    if flags(command):  # a command without options is only mentioned
        missing = {members[flag] for flag in members.keys() - flags(command)} & set(shape.required_members)
        assert missing == set(), command


def test_the_search_finds_the_commands_of_the_guides() -> None:
    assert 'purser reconcile --stack "$STACK" --full' in commands(GUIDES[0], "purser")
    assert {command.split()[2] for command in commands(GUIDES[0], "aws")} >= {
        "describe-stacks",
        "start-message-move-task",
        "get-queue-attributes",
        "put-role-policy",
        "restore-db-cluster-to-point-in-time",
    }
    assert {" ".join(command.split()[1:3]) for command in commands(GUIDES[0], "purser")} >= {
        "users add",
        "users update",
        "users disable",
        "clients add",
        "clients remove",
        "token ada@acme.example",
    }
    assert len({command for guide in GUIDES[1:3] for command in commands(guide, "make")}) > 10


@pytest.mark.parametrize("guide", GUIDES)
def test_every_named_file_or_folder_exists(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    top = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    named = {word for word in re.findall(r"`([\w.-]+/[\w./-]*)`", text) if word.split("/")[0] in top}

    assert named or guide != GUIDES[0], "the operator's guide names files"
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert sorted(word for word in named if not (ROOT / word).exists() and f"/{word}" not in ignored) == []


def test_every_output_that_the_guide_reads_from_the_stack_exists() -> None:
    resources = set(re.findall(r"\(resource (\w+)\)", GUIDE))
    outputs = set(re.findall(r"\(output (\w+)\)", GUIDE))
    rules = set(re.findall(r"--rule (\w+)", GUIDE))
    queues = set(re.findall(r"dlq replay --stack \S+ (\w+)", GUIDE))

    assert resources
    assert resources <= RESOURCES.keys()
    assert outputs
    assert outputs <= TEMPLATE["Outputs"].keys()
    assert rules <= {name for name, body in RESOURCES.items() if body["Type"] == "AWS::Events::Rule"}
    assert queues <= {name for name, body in RESOURCES.items() if body["Type"] == "AWS::SQS::Queue"}


def test_the_steps_of_a_restore_begin_with_a_pause_and_end_with_a_resume() -> None:
    restore = GUIDE.split("\n## Restore\n")[1].split("\n## ")[0]
    blocks = "".join(re.findall(r"^ *```sh\n(.*?)^ *```", restore, re.MULTILINE | re.DOTALL))
    steps = ("pause", "restore-db-cluster", "REPLACE=Database", "reconcile", "purge-queue", "replay", "resume")
    places = [blocks.index(step) for step in steps]

    assert places == sorted(places)


def test_a_restore_replays_each_rule_once_and_purges_the_queues_of_own_events() -> None:
    restore = GUIDE.split("\n## Restore\n")[1].split("\n## ")[0]
    rules = {name: body["Properties"] for name, body in RESOURCES.items() if body["Type"] == "AWS::Events::Rule"}
    own = {name for name, rule in rules.items() if rule["EventPattern"]["source"] == ["purser"]}
    replayed_foreign, replayed_own = (
        set(re.findall(r"--rule (\w+)", one)) for one in restore.split("purser replay ")[1:3]
    )

    assert (replayed_foreign, replayed_own) == (rules.keys() - own, own)
    queues = {rules[name]["Targets"][0]["Arn"]["Fn::GetAtt"][0] for name in own}
    assert set(re.findall(r'purge-queue --queue-url "\$\(resource (\w+)\)"', restore)) == queues


def test_every_alarm_has_a_row_and_every_row_an_alarm() -> None:
    alarms = sorted(name for name, body in RESOURCES.items() if body["Type"] == "AWS::CloudWatch::Alarm")
    table = GUIDE.split("## Alarms")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \| (.+) \|$", table, re.MULTILINE)

    assert sorted(name for name, _, _ in rows) == alarms
    assert all(meaning and action for _, meaning, action in rows)


def test_every_parameter_that_a_first_deployment_needs_is_described() -> None:
    needed = [name for name, parameter in TEMPLATE["Parameters"].items() if "Default" not in parameter]

    assert [name for name in needed if f"`{name}`" not in GUIDE] == []


# ---- costs --------------------------------------------------------------------------------------------------------


def test_the_costs_follow_from_the_measurements_and_the_price_list() -> None:
    assert costs.text() == GUIDE, "run `make costs`"


def test_the_guide_names_the_date_and_region_of_the_price_list() -> None:
    prices = costs.prices()

    assert re.fullmatch(r"\d{4}-\d{2}", prices.date)
    assert f"By the price list of {prices.date} for {prices.region}, in USD" in GUIDE


def test_a_stage_pays_the_minimum_for_its_proxy_and_nothing_without_one() -> None:
    bills = {stage: costs.idle(stage) for stage in costs.STAGES}

    assert round(bills["prod"]["Proxy"], 2) == 87.60, "8 ACU at 0.015 for 730 hours, the minimum for a smaller database"
    assert bills["dev"]["Proxy"] == 0
    # 1 ACU at 0.12 for 730 hours; two instances of 2 ACU
    assert (round(bills["staging"]["Database"], 2), round(bills["prod"]["Database"], 2)) == (87.60, 350.40)
    assert bills["dev"]["Database"] < bills["staging"]["Database"] / 5, "an idle database of the stage dev is paused"


def test_the_cost_of_a_million_calls_follows_from_their_memory_and_measured_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(costs, "measured", lambda: {"cashier_debit": (1000, 100)})

    # 0.20 requests + 0.5 GB x (1 % x 1 s + 99 % x 0.1 s) x 1,000,000 x 0.0000133334 + 1.6 GB x 0.50 + 5 % x 5.00
    assert costs.cost_of_calls("cashier_debit") == pytest.approx(0.20 + 0.7266703 + 0.80 + 0.25)


def test_the_number_of_metrics_equals_the_number_in_the_code() -> None:
    fewest, most = costs.metrics()
    codes = set(
        re.findall(r'code, title = .*?"([a-z_]+)", "', (ROOT / "layers/ledger/ledger/core/errors.py").read_text())
    )

    # four metrics of successful requests, three of the relay, three of reconciliation
    assert fewest == 4 + 3 + 3
    # four metrics for each refusal, for success, for a replayed answer, for a consumer's failure and for an internal
    # error; three of the relay, three of reconciliation, one of crashes, one of rate limits that cannot be read
    assert most == 4 * (len(codes) + 4) + 3 + 3 + 1 + 1
    assert most > 100


def test_every_priced_operation_was_measured() -> None:
    for operation in costs.OPERATIONS:
        assert {*operation.over_http, *operation.consumers} <= costs.measured().keys()
