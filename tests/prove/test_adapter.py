"""The adapter changes only the parts of the template that its list names."""

import re
from pathlib import Path
from typing import Any

import pytest

from local import transform
from tests.prove.adapter import ACTIONS, CONDITION_KEYS, PROPERTIES, RESOURCES, UNSUPPORTED, adapted
from tests.support.kit import ROOT

PORT, AUTHORITY = 6543, Path("/authority.pem")
# Types whose resources the adapter replaces.
REPLACED = {"AWS::Serverless::HttpApi", "AWS::IAM::RolePolicy"}
API = {f"AWS::ApiGatewayV2::{name}" for name in ("Api", "Authorizer", "Integration", "Route", "Stage")}


@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    return transform.parsed((ROOT / "template.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def after(before: dict[str, Any]) -> dict[str, Any]:
    return adapted(before, PORT, AUTHORITY)


def is_listed(resource: dict[str, Any]) -> bool:
    kind, properties = resource["Type"], resource.get("Properties", {})
    return kind in UNSUPPORTED or kind in REPLACED or (f"{kind} Metrics" in PROPERTIES and "Metrics" in properties)


def test_parameters_rules_and_conditions_stay_as_they_are(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert after.keys() == before.keys()
    for section in ("Parameters", "Rules", "Conditions", "Transform"):
        assert after[section] == before[section]


def test_a_resource_is_missing_only_if_the_list_names_it(before: dict[str, Any], after: dict[str, Any]) -> None:
    missing = before["Resources"].keys() - after["Resources"].keys()

    assert {name for name in missing if not is_listed(before["Resources"][name])} == set()


def test_a_resource_is_added_only_for_the_api(before: dict[str, Any], after: dict[str, Any]) -> None:
    added = after["Resources"].keys() - before["Resources"].keys()

    assert {after["Resources"][name]["Type"] for name in added} <= API


def test_every_route_stays_with_its_function_and_its_authorizer(before: dict[str, Any], after: dict[str, Any]) -> None:
    paths = before["Resources"]["HttpApi"]["Properties"]["DefinitionBody"]["paths"]
    routes = [one for one in after["Resources"].values() if one["Type"] == "AWS::ApiGatewayV2::Route"]

    assert len(routes) == sum(len(methods) for methods in paths.values())
    assert {one["Properties"]["RouteKey"] for one in routes if "AuthorizerId" not in one["Properties"]} == {
        "$default" if path == "$default" else f"GET {path}"
        for path, methods in paths.items()
        if all("security" in operation for operation in methods.values())
    }


def test_an_unlisted_resource_changes_only_in_references_to_listed_ones(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    dropped = {name for name, resource in before["Resources"].items() if is_listed(resource)}
    changed = {
        name
        for name, resource in before["Resources"].items()
        if name in after["Resources"] and not is_listed(resource) and resource != after["Resources"][name]
    }

    unexplained = [
        name
        for name in changed
        if not any(other in str(before["Resources"][name]) for other in dropped)
        and "DeploymentPreference" not in before["Resources"][name]["Properties"]
        and "Ipv6CidrBlock" not in before["Resources"][name]["Properties"]
        and not any(key in str(before["Resources"][name]) for key in (*CONDITION_KEYS, *ACTIONS))
        and "postgresql://" not in str(before["Resources"][name])
    ]
    assert unexplained == []


def test_a_policy_of_a_role_changes_only_in_listed_condition_keys_resources_and_actions(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    dropped = {name for name, resource in before["Resources"].items() if is_listed(resource)}
    changed = [
        (old, new)
        for name, resource in before["Resources"].items()
        if resource["Type"] == "AWS::IAM::Role"
        for old, new in zip(statements(resource), statements(after["Resources"][name]), strict=True)
        if old != new
    ]
    referring = [(old, new) for old, new in changed if any(name in str(old["Resource"]) for name in dropped)]
    acting = [(old, new) for old, new in changed if old["Action"] in ACTIONS]
    others = [pair for pair in changed if pair not in referring and pair not in acting]

    assert all(new == old | {"Resource": new["Resource"]} for old, new in referring)
    assert {old["Action"] for old, _ in referring} == {"rds-db:connect"}
    assert all(new == old | {"Action": [old["Action"], ACTIONS[old["Action"]]]} for old, new in acting)
    assert {old["Action"] for old, _ in acting} == ACTIONS.keys()
    for old, new in others:
        anywhere = {"Resource": "*"} if old["Action"] in RESOURCES else {}
        assert new == {name: value for name, value in old.items() if name != "Condition"} | anywhere
        assert {key for keys in old["Condition"].values() for key in keys} <= CONDITION_KEYS.keys()
    assert {old["Action"] for old, _ in others} == RESOURCES.keys()


def statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    policies = role["Properties"].get("Policies", [])
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def test_no_resource_refers_to_a_missing_one(before: dict[str, Any], after: dict[str, Any]) -> None:
    """The emulator would use such a reference as plain text."""
    missing = before["Resources"].keys() - after["Resources"].keys()

    assert [name for name in missing if re.search(rf"'{name}'|\$\{{{name}[.}}]", str(after))] == []


def test_functions_reach_the_database_by_its_host_name_and_verify_its_certificate(after: dict[str, Any]) -> None:
    url = after["Globals"]["Function"]["Environment"]["Variables"]["DATABASE_URL"]["Fn::If"][2]["Fn::If"][2]["Fn::Sub"]

    address, settings = url.split("?")
    assert address == f"postgresql://${{Database.Endpoint.Address}}:{PORT}/purser"
    assert {"sslmode=verify-full", f"sslrootcert={AUTHORITY}", "hostaddr=127.0.0.1"} <= set(settings.split("&"))
