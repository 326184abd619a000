"""The checks of `make deploy` before it begins."""

from pathlib import Path
from typing import Any

import pytest
from moto.backends import get_backend

from local import transform
from tests.support.account import ACCOUNT, REGION, Limits
from tests.support.deployment import MAIL_FROM, answered, calls, run
from tests.support.kit import ROOT
from tools import preflight, stages
from tools.preflight import Plan
from tools.stages import Refused


def plan(region: str = REGION, stack: Any = None, **values: str) -> Plan:
    declared = transform.parsed((ROOT / "template.yaml").read_text())["Parameters"]
    defaults = {name: str(one["Default"]) for name, one in declared.items() if "Default" in one}
    return Plan(region, defaults | {"MailFrom": MAIL_FROM} | values, stack)


def stack_with(**parameters: str) -> dict[str, Any]:
    return {"Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()]}


@pytest.mark.usefixtures("root")
def test_a_zone_without_rds_proxy_is_not_chosen() -> None:
    region = "us-east-1"
    zones = stages.client("ec2", region).describe_availability_zones()["AvailabilityZones"]
    ids = {zone["ZoneName"]: zone["ZoneId"] for zone in zones}
    (bad,) = [name for name, id_ in ids.items() if id_ == "use1-az3"]
    others = sorted(ids.keys() - {bad})

    finding = preflight.check_zones(plan(region))

    assert finding.parameters == {"ZoneA": others[0], "ZoneB": others[1]}
    given = preflight.check_zones(plan(region, ZoneA=bad, ZoneB=others[0]))
    assert given.level == "refused"
    assert preflight.check_zones(plan(region, ZoneA=others[0], ZoneB=others[0])).level == "refused"


@pytest.mark.usefixtures("root")
def test_subnets_of_a_given_network_must_be_in_two_zones_with_rds_proxy() -> None:
    ec2 = stages.client("ec2", "us-east-1")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = {
        name: ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=name)["Subnet"]["SubnetId"]
        for n, name in enumerate(("us-east-1a", "us-east-1b", "us-east-1e"))
    }

    def found(*zones: str) -> str:
        ids = ",".join(subnets[zone] for zone in zones)
        return preflight.check_zones(plan("us-east-1", VpcId=vpc, SubnetIds=ids)).level

    assert found("us-east-1a", "us-east-1e") == "refused"
    assert found("us-east-1a", "us-east-1b", "us-east-1e") == "ok"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("unreserved", "present", "level"),
    [(150, None, "ok"), (149, None, "refused"), (10, None, "refused"), (100, "50", "ok"), (100, "49", "refused")],
)
def test_the_stream_s_reservation_must_leave_a_hundred_unreserved_executions(
    limits: Limits, unreserved: int, present: str | None, level: str
) -> None:
    limits.unreserved = unreserved
    stack = stack_with(StreamConcurrency=present) if present else None

    assert preflight.check_concurrency(plan(stack=stack, StreamConcurrency="50")).level == level


@pytest.mark.usefixtures("root")
def test_an_engine_version_that_the_region_lacks_is_refused_and_the_offered_ones_are_listed() -> None:
    assert preflight.check_engine(plan(PostgresVersion="17.5")).level == "ok"
    refused = preflight.check_engine(plan(PostgresVersion="16.1"))
    expected = f"{REGION} has no aurora-postgresql 16.1; PostgresVersion may be 16.9, 16.10, 17.5"
    assert (refused.level, refused.text) == ("refused", expected)
    kept = preflight.check_engine(plan(stack=stack_with(PostgresVersion="16.1"), PostgresVersion="16.1"))
    assert kept.level == "ok"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("least", "most", "level"), [("0.5", "128", "ok"), ("0", "2", "refused"), ("1", "256", "refused")]
)
def test_a_capacity_that_the_engine_version_does_not_support_is_refused(
    limits: Limits, least: str, most: str, level: str
) -> None:
    limits.min_capacity = 0.5

    assert preflight.check_engine(plan(MinCapacity=least, MaxCapacity=most)).level == level


def test_the_listed_versions_are_those_that_the_template_allows() -> None:
    declared = transform.parsed((ROOT / "template.yaml").read_text())["Parameters"]

    assert declared["PostgresVersion"]["AllowedPattern"] == preflight.SUPPORTED_VERSIONS


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("exists", "verified", "creates", "own", "level"),
    [
        ([], [], "true", False, "warning"),
        ([MAIL_FROM], [], "true", False, "refused"),
        ([MAIL_FROM], [], "true", True, "warning"),
        ([MAIL_FROM], [MAIL_FROM], "true", True, "ok"),
        ([], [], "false", False, "warning"),
        (["purser"], ["purser"], "false", False, "ok"),
        ([MAIL_FROM], [MAIL_FROM], "false", False, "ok"),
    ],
)
def test_the_sender_is_verified_or_the_stack_can_create_its_identity(
    exists: list[str], verified: list[str], creates: str, own: bool, level: str
) -> None:
    ses = stages.client("sesv2", REGION)
    for name in exists:
        ses.create_email_identity(EmailIdentity=name)
        get_backend("ses")[ACCOUNT][REGION].email_identities[name].verified_for_sending_status = name in verified
    stack = stack_with(CreateMailIdentity="true", MailFrom=MAIL_FROM) if own else None

    assert preflight.check_sender(plan(stack=stack, CreateMailIdentity=creates)).level == level


@pytest.mark.usefixtures("root")
def test_the_ses_sandbox_is_a_warning_that_names_the_guide(limits: Limits) -> None:
    limits.in_sandbox = True

    finding = preflight.check_sandbox(plan())

    assert (finding.level, "docs/operations.md" in finding.text) == ("warning", True)


def test_every_check_prints_a_line_and_a_failed_one_prevents_the_deployment(
    root: Path, limits: Limits, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(root, PostgresVersion="16.1")
    limits.unreserved = 10

    with pytest.raises(Refused, match=r"^2 of the checks above failed; nothing was changed$"):
        run(root)
    assert calls(root) == []
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split()[1] for line in lines] == [f"{name}:" for name in preflight.CHECKS]


@pytest.mark.usefixtures("root")
def test_a_check_is_a_warning_if_aws_does_not_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")

    assert preflight.run(plan()) == {}
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"warning"}
