"""The checks of `make deploy` before it begins."""

from pathlib import Path
from typing import Any

import pytest
from moto.backends import get_backend
from moto.rds.models import RDSBackend

from local import transform
from tests.support.account import ACCOUNT, REGION, Limits
from tests.support.deployment import MAIL_FROM, Api, answered, calls, installed, run
from tests.support.kit import ROOT
from tools import preflight, stages
from tools.preflight import Finding, Plan, database
from tools.stages import Refused


def plan(region: str = REGION, stack: Any = None, **values: str) -> Plan:
    declared = transform.parsed((ROOT / "template.yaml").read_text())["Parameters"]
    defaults = {name: str(one["Default"]) for name, one in declared.items() if "Default" in one}
    return Plan(region, defaults | {"MailFrom": MAIL_FROM} | values, stack)


def check(name: str, planned: Plan) -> Finding:
    return preflight.CHECKS[name](planned)


def stack_with(**parameters: str) -> dict[str, Any]:
    return {"Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()]}


def set_version(version: str) -> None:
    """Upgrade the only cluster of the account, as AWS does it."""
    get_backend("rds")[ACCOUNT][REGION].clusters["purser"].engine_version = version


def with_database(version: str) -> dict[str, Any]:
    """A stack, as CloudFormation describes it, whose database has this version."""
    installed()
    set_version(version)
    return dict(stages.existing("purser-dev", REGION) or {})


def snapshot(name: str) -> None:
    stages.client("rds", REGION).create_db_cluster_snapshot(
        DBClusterIdentifier="purser", DBClusterSnapshotIdentifier=name
    )


@pytest.mark.usefixtures("root")
def test_a_zone_without_rds_proxy_is_not_chosen() -> None:
    region = "us-east-1"
    zones = stages.client("ec2", region).describe_availability_zones()["AvailabilityZones"]
    ids = {zone["ZoneName"]: zone["ZoneId"] for zone in zones}
    (bad,) = [name for name, id_ in ids.items() if id_ == "use1-az3"]
    others = sorted(ids.keys() - {bad})

    finding = check("zones", plan(region))

    assert finding.parameters == {"ZoneA": others[0], "ZoneB": others[1]}
    given = check("zones", plan(region, ZoneA=bad, ZoneB=others[0]))
    assert given.level == "refused"
    assert check("zones", plan(region, ZoneA=others[0], ZoneB=others[0])).level == "refused"


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
        return check("zones", plan("us-east-1", VpcId=vpc, SubnetIds=ids)).level

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

    assert check("concurrency", plan(stack=stack, StreamConcurrency="50")).level == level


@pytest.mark.usefixtures("root")
def test_an_engine_version_that_the_region_lacks_is_refused_and_the_offered_ones_are_listed() -> None:
    assert check("engine", plan(PostgresVersion="17.5")).level == "ok"
    refused = check("engine", plan(PostgresVersion="16.1"))
    expected = f"{REGION} has no aurora-postgresql 16.1; PostgresVersion may be 16.9, 16.10, 17.5, 17.6"
    assert (refused.level, refused.text) == ("refused", expected)


@pytest.mark.usefixtures("root")
def test_a_database_keeps_a_version_that_the_region_no_longer_offers() -> None:
    kept = check("engine", plan(stack=with_database("16.1"), PostgresVersion="16.1"))

    assert kept == Finding("ok", "the database keeps 16.1")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("present", "wanted", "level", "text", "chosen"),
    [
        ("17.5", "17.6", "ok", "the database is upgraded from 17.5 to 17.6", None),
        ("16.10", "17.6", "ok", "the database is upgraded from 16.10 to 17.6", None),
        (
            "16.9",
            "17.5",
            "refused",
            "the database has 16.9, which AWS does not upgrade to 17.5; PostgresVersion may be 16.9, 16.10",
            None,
        ),
        (
            "17.6",
            "17.5",
            "warning",
            "the database has 17.6, so PostgresVersion=17.5 was not used; write 17.6 into samconfig.toml",
            "17.6",
        ),
        (
            "16.10",
            "16.9",
            "warning",
            "the database has 16.10, so PostgresVersion=16.9 was not used; write 16.10 into samconfig.toml",
            "16.10",
        ),
        (
            "16.1",
            "17.6",
            "refused",
            "the database has 16.1, which AWS does not upgrade to 17.6; PostgresVersion may be 16.1, 16.9",
            None,
        ),
        (
            "16.9",
            "17.x",
            "refused",
            f"{REGION} has no aurora-postgresql 17.x; PostgresVersion may be 16.9, 16.10, 17.5, 17.6",
            None,
        ),
        ("17.6", "16.10", "refused", "the database has 17.6, from which no deployment goes back to 16.10", None),
    ],
)
def test_a_database_is_upgraded_as_aws_can_and_never_goes_back(
    present: str, wanted: str, level: str, text: str, chosen: str | None
) -> None:
    found = check("engine", plan(stack=with_database(present), PostgresVersion=wanted))

    assert (found.level, found.text) == (level, text)
    assert found.parameters == ({"PostgresVersion": chosen} if chosen else {})


@pytest.mark.usefixtures("root")
def test_a_restore_from_a_snapshot_of_a_later_minor_version_has_the_version_of_the_snapshot() -> None:
    """RDS refuses a restored cluster with an earlier version than its snapshot's. AWS may have upgraded the database
    before the snapshot was made, and the stack knows nothing of it."""
    stack = with_database("17.6")
    snapshot("purser-dev-restored")
    restored = plan(stack=stack, PostgresVersion="17.5", DatabaseSnapshot="purser-dev-restored")

    found = check("engine", restored)

    assert found.parameters == {"PostgresVersion": "17.6"}
    assert found.level == "warning"
    assert found.text.startswith("the snapshot purser-dev-restored has 17.6, so PostgresVersion=17.5 was not used")
    first = check("engine", plan(PostgresVersion="17.5", DatabaseSnapshot="purser-dev-restored"))
    assert first == found, "a new stack is restored from it too"
    older = check("engine", plan(PostgresVersion="16.10", DatabaseSnapshot="purser-dev-restored"))
    assert older.level == "refused"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("kind", ["manual", "automated", "awsbackup"])
def test_the_snapshot_may_be_of_any_kind_and_given_by_its_arn(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy in another region, which AWS Backup has made, is restored by its ARN. RDS lists an automated snapshot only
    if asked for this type; moto does without."""
    answer = RDSBackend.describe_db_cluster_snapshots

    def of_type(backend: RDSBackend, cluster: str | None, name: str, kind: str | None, *more: Any) -> Any:
        return answer(backend, cluster, name, kind or "manual", *more)

    monkeypatch.setattr(RDSBackend, "describe_db_cluster_snapshots", of_type)
    with_database("17.6")
    snapshot("copy")
    get_backend("rds")[ACCOUNT][REGION].cluster_snapshots["copy"].snapshot_type = kind
    arn = f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster-snapshot:copy"

    for given in ("copy", arn):
        found = check("engine", plan(PostgresVersion="17.5", DatabaseSnapshot=given))
        assert found.parameters == {"PostgresVersion": "17.6"}


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("given", ["another", "arn:aws:rds:eu-central-1:999999999999:cluster-snapshot:copy"])
def test_a_snapshot_that_is_not_listed_is_a_warning_and_no_other_one_is_compared(given: str) -> None:
    """RDS may not list one that it can restore."""
    with_database("17.6")
    snapshot("copy")

    found = check("engine", plan(PostgresVersion="17.5", DatabaseSnapshot=given))

    text = f"RDS lists no aurora-postgresql snapshot {given}, so its version was not compared"
    assert found == Finding("warning", text)


@pytest.mark.usefixtures("root")
def test_after_a_restore_the_database_is_compared_and_no_longer_its_snapshot() -> None:
    """The parameter stays, and the snapshot may be gone by then."""
    stack = with_database("17.5")
    stack["Parameters"] += stack_with(DatabaseSnapshot="purser-dev-restored")["Parameters"]

    kept = check("engine", plan(stack=stack, PostgresVersion="17.5", DatabaseSnapshot="purser-dev-restored"))

    assert kept == Finding("ok", "the database keeps 17.5")


def test_a_deployment_passes_the_version_of_a_database_that_aws_has_upgraded(root: Path, api: Api) -> None:
    answered(root)
    installed(url=api.url)
    set_version("17.6")

    run(root)

    assert " PostgresVersion=17.6 " in f"{calls(root)[-1]} "


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("least", "most", "level"), [("0.5", "128", "ok"), ("0", "2", "refused"), ("1", "256", "refused")]
)
def test_a_capacity_that_the_engine_version_does_not_support_is_refused(
    limits: Limits, least: str, most: str, level: str
) -> None:
    limits.min_capacity = 0.5

    assert check("engine", plan(MinCapacity=least, MaxCapacity=most)).level == level


def test_the_listed_versions_are_those_that_the_template_allows() -> None:
    declared = transform.parsed((ROOT / "template.yaml").read_text())["Parameters"]

    assert declared["PostgresVersion"]["AllowedPattern"] == database.SUPPORTED_VERSIONS


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("exists", "verified", "creates", "own", "level", "begins"),
    [
        ([], [], "true", False, "warning", f"SES will write to {MAIL_FROM}"),
        ([MAIL_FROM], [], "true", True, "warning", f"SES has written to {MAIL_FROM}"),
        ([MAIL_FROM], [MAIL_FROM], "true", True, "ok", f"SES may send from {MAIL_FROM}"),
        ([], [], "false", False, "warning", f"SES may not send from {MAIL_FROM} yet"),
        ([MAIL_FROM], [], "false", False, "warning", f"SES has written to {MAIL_FROM}"),
        (["purser"], ["purser"], "false", False, "ok", f"SES may send from {MAIL_FROM}"),
        ([MAIL_FROM], [MAIL_FROM], "false", False, "ok", f"SES may send from {MAIL_FROM}"),
    ],
)
def test_the_sender_is_verified_or_the_stack_can_create_its_identity(
    exists: list[str], verified: list[str], creates: str, own: bool, level: str, begins: str
) -> None:
    identities(exists, verified)
    stack = stack_with(CreateMailIdentity="true", MailFrom=MAIL_FROM) if own else None

    found = check("sender", plan(stack=stack, CreateMailIdentity=creates))

    assert (found.level, found.parameters) == (level, {})
    assert found.text.startswith(begins)


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(("verified", "level"), [([MAIL_FROM], "ok"), ([], "warning")])
def test_an_identity_of_another_stack_is_used_and_not_created_again(verified: list[str], level: str) -> None:
    identities([MAIL_FROM], verified)
    other = stack_with(CreateMailIdentity="true", MailFrom="another@purser")

    for stack in (None, other):
        found = check("sender", plan(stack=stack, CreateMailIdentity="true"))
        assert (found.level, found.parameters) == (level, {"CreateMailIdentity": "false"})


def identities(exists: list[str], verified: list[str]) -> None:
    """Identities of SES, and those from which it may send."""
    ses = stages.client("sesv2", REGION)
    for name in exists:
        ses.create_email_identity(EmailIdentity=name)
        get_backend("ses")[ACCOUNT][REGION].email_identities[name].verified_for_sending_status = name in verified


@pytest.mark.usefixtures("root")
def test_the_ses_sandbox_is_a_warning_that_names_the_guide(limits: Limits) -> None:
    limits.in_sandbox = True

    finding = check("sandbox", plan())

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

    key = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:key-1a2b3c"

    assert preflight.run(plan(VpcId="vpc-1", SubnetIds="subnet-1,subnet-2", ErasureKeyArn=key)) == {}
    assert {line.split()[0] for line in capsys.readouterr().out.splitlines()} == {"warning"}


# ---- the key of erasures ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("root")
def test_a_secret_of_erasures_that_the_function_could_not_read_is_refused_before_anybody_has_to_be_erased() -> None:
    secrets = stages.client("secretsmanager", REGION)
    arn = secrets.create_secret(Name="key", SecretString="a key")["ARN"]

    assert check("key", plan(ErasureKeyArn=arn)) == Finding("ok", "there is the secret of ErasureKeyArn")
    text = f"the secret of ErasureKeyArn is in {REGION}, not in us-east-1"
    assert check("key", plan("us-east-1", ErasureKeyArn=arn)) == Finding("refused", text)
    assert check("key", plan(ErasureKeyArn=f"{arn[:-1]}!")).level == "refused", "there is no such secret"
    secrets.delete_secret(SecretId="key")
    assert check("key", plan(ErasureKeyArn=arn)).text.endswith("is scheduled for deletion")


@pytest.mark.usefixtures("root")
def test_a_secret_under_a_key_of_one_s_own_is_a_warning() -> None:
    """A policy of that key may let the function use it."""
    created = stages.client("secretsmanager", REGION).create_secret(Name="own", SecretString="a", KmsKeyId="alias/own")

    finding = check("key", plan(ErasureKeyArn=created["ARN"]))

    assert finding.level == "warning"
    assert "alias/own" in finding.text


@pytest.mark.usefixtures("root")
def test_a_deployment_needs_no_key_of_erasures() -> None:
    assert check("key", plan()).level == "ok"
