"""The database and its proxy as template.yaml declares them: capacity, windows, connections, logs."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.contract.test_stack import PARAMETERS
from tests.contract.test_template import TEMPLATE
from tests.support.kit import ROOT, Database
from tests.support.stack import deployed, properties

AUTO_PAUSE_S = 300
"""The default of Aurora Serverless v2: the time without connections after which it pauses.
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
"""
MAX_PROXY_NAME = 63


def is_accepted(parameter: str, value: str) -> bool:
    return bool(re.fullmatch(PARAMETERS[parameter]["AllowedPattern"], value))


def test_zones_given_by_the_operator_are_used() -> None:
    subnets = properties("AWS::EC2::Subnet")
    zones = [subnets[name]["AvailabilityZone"]["Fn::If"] for name in ("SubnetA", "SubnetB")]

    assert [zone[:2] for zone in zones] == [["HasZones", {"Ref": "ZoneA"}], ["HasZones", {"Ref": "ZoneB"}]]
    assert "TwoZones" in TEMPLATE["Rules"]
    assert PARAMETERS["ZoneA"]["Default"] == PARAMETERS["ZoneB"]["Default"] == ""
    for name in ("ZoneA", "ZoneB"):
        pattern = PARAMETERS[name]["AllowedPattern"]
        accepted = ["", "eu-central-1a", "us-gov-west-1b", "ap-southeast-2c"]
        assert [zone for zone in accepted if re.fullmatch(pattern, zone)] == accepted
        assert not re.fullmatch(pattern, "use1-az3"), "the zones are names, not ids"


def proxy_name() -> tuple[str, Any]:
    """The text and the values of Fn::Sub in the proxy's name."""
    name, values = properties("AWS::RDS::DBProxy")["DatabaseProxy"]["DBProxyName"]["Fn::Sub"]
    return name, values


def test_a_log_group_that_the_proxy_left_behind_does_not_prevent_a_later_stack_of_the_same_name() -> None:
    """A proxy that is being deleted may write once more, and RDS then creates its log group again."""
    name, values = proxy_name()
    (part,) = values.values()

    assert name == "${AWS::StackName}-${Unique}"
    # The end of the stack's id, arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>.
    split = {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}
    assert part == {"Fn::Select": [4, {"Fn::Split": ["-", {"Fn::Select": [2, split]}]}]}
    stages = re.findall(r'stack_name = "(.*)"', (ROOT / "samconfig.toml").read_text())
    assert max(len(f"{stage}-{12 * 'x'}") for stage in stages) <= MAX_PROXY_NAME


def test_log_groups_of_database_and_proxy_are_created_with_a_retention_before_the_first_line() -> None:
    resources = deployed()

    assert properties("AWS::RDS::DBCluster")["Database"]["EnableCloudwatchLogsExports"] == ["postgresql"]
    groups = properties("AWS::Logs::LogGroup")
    assert groups["DatabaseLogs"]["LogGroupName"] == {"Fn::Sub": "/aws/rds/cluster/${Database}/postgresql"}
    name, values = proxy_name()
    assert groups["ProxyLogs"]["LogGroupName"] == {"Fn::Sub": [f"/aws/rds/proxy/{name}", values]}
    assert resources["DatabaseInstance"]["DependsOn"] == "DatabaseLogs"
    assert resources["DatabaseProxy"]["DependsOn"] == "ProxyLogs"


def test_maintenance_backups_and_the_nightly_reconciliation_do_not_overlap() -> None:
    """RDS refuses a cluster whose windows overlap. A reconciliation takes at most 15 minutes."""
    cluster = properties("AWS::RDS::DBCluster")["Database"]
    window = {"Fn::Sub": "${MaintenanceHour}:00-${MaintenanceHour}:59"}

    assert cluster["PreferredBackupWindow"] == "01:00-01:30"
    assert cluster["PreferredMaintenanceWindow"] == window
    assert all(one["PreferredMaintenanceWindow"] == window for one in properties("AWS::RDS::DBInstance").values())
    assert PARAMETERS["MaintenanceHour"]["Default"] == "sun:04"
    assert "cron(30 2 * * ? *)" in json.dumps(properties("AWS::Scheduler::Schedule"))
    hours = [hour for hour in range(25) if is_accepted("MaintenanceHour", f"mon:{hour:02}")]
    assert hours == list(range(3, 24))
    assert not any(
        is_accepted("MaintenanceHour", value) for value in ("", "sun", "Sun:04", "sun:4", "sun:04:00-sun:05:00")
    )


def test_a_new_minor_version_is_installed_by_a_deployment_and_not_by_aws() -> None:
    """Otherwise a snapshot of the database has a later version than PostgresVersion, and a restore is refused."""
    database = [*properties("AWS::RDS::DBCluster").values(), *properties("AWS::RDS::DBInstance").values()]

    assert [one["AutoMinorVersionUpgrade"] for one in database] == [False, False, False]


@pytest.mark.parametrize(
    ("capacity", "is_valid"),
    [
        *((str(capacity), True) for capacity in (0, 0.5, 1, 1.5, 2, 9.5, 10, 99.5, 100, 128, 255.5, 256)),
        *((spelled, False) for spelled in ("", "00", "01", "1.0", "0.50", "1.50", "1.25", "+1", "1e0", "256.5", "300")),
    ],
)
def test_a_capacity_has_one_spelling_because_rules_compare_text(capacity: str, is_valid: bool) -> None:
    assert PARAMETERS["MinCapacity"]["Type"] == "String"
    assert is_accepted("MinCapacity", capacity) is is_valid


def test_performance_insights_is_refused_for_each_capacity_below_two() -> None:
    (refused,) = TEMPLATE["Rules"]["MemoryForPerformanceInsights"]["Assertions"]
    too_small = [f"{halves / 2:g}" for halves in range(4)]

    assert refused["Assert"] == {"Fn::Not": [{"Fn::Contains": [too_small, {"Ref": "MinCapacity"}]}]}


def test_a_running_database_has_the_memory_that_iam_and_performance_insights_need() -> None:
    """https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html"""
    rule = TEMPLATE["Rules"]["MemoryForPerformanceInsights"]

    assert float(PARAMETERS["MinCapacity"]["Default"]) >= 1
    assert PARAMETERS["PerformanceInsights"]["Default"] == "false"
    assert rule["RuleCondition"] == {"Fn::Equals": [{"Ref": "PerformanceInsights"}, "true"]}
    assert all(
        instance["EnablePerformanceInsights"] == {"Ref": "PerformanceInsights"}
        for instance in properties("AWS::RDS::DBInstance").values()
    )


def database_urls() -> tuple[str, str]:
    """The database URLs with a proxy and without one."""
    _, _, deployed_url = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]["DATABASE_URL"]["Fn::If"]
    condition, with_proxy, without = deployed_url["Fn::If"]
    assert condition == "UsesProxy"
    return with_proxy["Fn::Sub"], without["Fn::Sub"]


def test_without_a_proxy_the_server_ends_idle_sessions_so_that_the_database_can_pause(database: Database) -> None:
    with_proxy, without = (parse_qs(urlsplit(url).query) for url in database_urls())
    (options,) = without["options"]

    assert "options" not in with_proxy, "all functions share the idle sessions of a proxy"
    with psycopg.connect(database.admin_url, user="purser_read", options=options) as connection:
        limit = connection.execute("select setting::int / 1000 from pg_settings where name = 'idle_session_timeout'")
        assert limit.fetchone() == (60,)
    assert AUTO_PAUSE_S > 60


def test_the_proxy_leaves_connections_to_the_migration_and_to_reconciliation() -> None:
    (target,) = properties("AWS::RDS::DBProxyTargetGroup").values()

    assert target["ConnectionPoolConfigurationInfo"]["MaxConnectionsPercent"] <= 80


def test_statements_are_sent_one_by_one_by_default() -> None:
    assert PARAMETERS["Pipeline"]["Default"] == "off"
