"""The checks of `make deploy` before it changes anything; each prints one line.

A check that AWS does not answer, for example because a permission is missing, is a warning: CloudFormation decides
later.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from tools import stages
from tools.stages import Refused

ZONES_WITHOUT_PROXY: Final = frozenset({"use1-az3", "usw1-az2"})
"""Zone ids. Amazon Aurora User Guide, "Quotas and limitations for RDS Proxy"."""
MIN_UNRESERVED: Final = 100
"""Concurrent executions that an account must leave unreserved. Lambda Developer Guide, "Reserved concurrency"."""
CONCURRENCY_QUOTA: Final = "L-B99A9384"
"""The code in Service Quotas of Lambda's concurrent executions."""
ENGINE: Final = "aurora-postgresql"
SUPPORTED_VERSIONS: Final = r"(1[6-9]|[2-9][0-9])\.[0-9]+"
"""The pattern of PostgresVersion in template.yaml."""


@dataclass(frozen=True)
class Plan:
    """A deployment that has not begun.

    values: of all parameters in the deployment. stack: the present one, None before the first deployment.
    """

    region: str
    values: Mapping[str, str]
    stack: Mapping[str, Any] | None

    def present(self, name: str) -> str | None:
        """A parameter's value in the present stack."""
        return stages.parameters_of(self.stack).get(name) if self.stack else None

    def client(self, service: str) -> Any:
        return stages.client(service, self.region)


@dataclass(frozen=True)
class Finding:
    """The result of a check. level: ok, warning or refused. parameters: values that the check chose."""

    level: str
    text: str
    parameters: Mapping[str, str] = field(default_factory=dict)


def run(plan: Plan) -> dict[str, str]:
    """Run all checks, print a line for each, and return the parameters that they chose.

    Raises Refused after all of them if at least one failed.
    """
    refused = 0
    chosen: dict[str, str] = {}
    for name, check in CHECKS.items():
        finding = _run_check(check, plan)
        print(f"  {finding.level:<8} {name}: {finding.text}", flush=True)
        refused += finding.level == "refused"
        chosen |= finding.parameters
    if refused:
        raise Refused(f"{refused} of the checks above failed; nothing was changed")
    return chosen


def _run_check(check: Callable[[Plan], Finding], plan: Plan) -> Finding:
    try:
        return check(plan)
    except (BotoCoreError, ClientError) as error:
        return Finding("warning", f"not checked; AWS error: {stages.one_line(error)}")


def check_zones(plan: Plan) -> Finding:
    """Two zones with RDS Proxy, chosen at the first deployment, since a subnet's zone cannot be changed."""
    if plan.values["VpcId"]:
        return _check_subnets(plan)
    if plan.stack:
        return Finding("ok", "the stack keeps its zones")
    usable = _usable_zones(plan)
    wanted = [plan.values[name] for name in ("ZoneA", "ZoneB") if plan.values.get(name)]
    chosen = wanted or usable[:2]
    if len(set(chosen)) != 2 or not set(chosen) <= set(usable):
        given = " and ".join(wanted) or "none"
        offered = ", ".join(usable) or "none"
        reason = f"the stack needs two different zones of those with RDS Proxy ({offered}); given: {given}"
        return Finding("refused", reason)
    zone_a, zone_b = chosen
    return Finding("ok", f"{zone_a} and {zone_b}", {"ZoneA": zone_a, "ZoneB": zone_b})


def _usable_zones(plan: Plan) -> list[str]:
    filters = [{"Name": "zone-type", "Values": ["availability-zone"]}, {"Name": "state", "Values": ["available"]}]
    zones = plan.client("ec2").describe_availability_zones(Filters=filters)["AvailabilityZones"]
    return sorted(zone["ZoneName"] for zone in zones if zone["ZoneId"] not in ZONES_WITHOUT_PROXY)


def _check_subnets(plan: Plan) -> Finding:
    ids = plan.values["SubnetIds"].split(",")
    subnets = plan.client("ec2").describe_subnets(SubnetIds=ids)["Subnets"]
    usable = {subnet["AvailabilityZone"] for subnet in subnets} & set(_usable_zones(plan))
    if len(usable) < 2:
        reason = f"SubnetIds are in fewer than two zones that have RDS Proxy ({', '.join(sorted(usable)) or 'none'})"
        return Finding("refused", reason)
    return Finding("ok", f"the given subnets are in {', '.join(sorted(usable))}")


def check_concurrency(plan: Plan) -> Finding:
    """The stream's reserved concurrency leaves the 100 unreserved executions that Lambda requires."""
    limit = plan.client("lambda").get_account_settings()["AccountLimit"]
    reserved = int(plan.values["StreamConcurrency"])
    left = limit["UnreservedConcurrentExecutions"] + int(plan.present("StreamConcurrency") or 0) - reserved
    if left < MIN_UNRESERVED:
        total = limit["ConcurrentExecutions"]
        return Finding(
            "refused",
            f"StreamConcurrency={reserved} would leave {left} of the account's {total} concurrent executions "
            f"unreserved, but Lambda requires {MIN_UNRESERVED}; request more: "
            "aws service-quotas request-service-quota-increase --service-code lambda "
            f"--quota-code {CONCURRENCY_QUOTA} --desired-value 1000",
        )
    return Finding("ok", f"StreamConcurrency={reserved} leaves {left} concurrent executions unreserved")


def check_engine(plan: Plan) -> Finding:
    """The region has the engine version, with the requested capacity. An existing database's version is not checked."""
    version = plan.values["PostgresVersion"]
    if plan.present("PostgresVersion") == version:
        return Finding("ok", f"the database stays at {version}")
    pages = plan.client("rds").get_paginator("describe_db_engine_versions").paginate(Engine=ENGINE)
    offered = {one["EngineVersion"]: one for page in pages for one in page["DBEngineVersions"]}
    if version not in offered:
        versions = sorted((one for one in offered if re.fullmatch(SUPPORTED_VERSIONS, one)), key=_numbers)
        reason = f"{plan.region} has no {ENGINE} {version}; PostgresVersion may be {', '.join(versions) or 'none'}"
        return Finding("refused", reason)
    capacity = offered[version].get("ServerlessV2FeaturesSupport", {})
    least, most = float(plan.values["MinCapacity"]), float(plan.values["MaxCapacity"])
    if least < capacity.get("MinCapacity", 0) or most > capacity.get("MaxCapacity", most):
        bounds = f"{capacity.get('MinCapacity')} to {capacity.get('MaxCapacity')} ACU"
        return Finding(
            "refused", f"{ENGINE} {version} supports {bounds}; MinCapacity or MaxCapacity is outside of that"
        )
    return Finding("ok", f"{plan.region} has {ENGINE} {version}")


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def check_sender(plan: Plan) -> Finding:
    """SES may send from MailFrom, or the stack can create the identity."""
    address = plan.values["MailFrom"]
    verified = _identities(plan, address, address.rpartition("@")[2])
    if plan.values["CreateMailIdentity"] == "true":
        own = plan.present("CreateMailIdentity") == "true" and plan.present("MailFrom") == address
        if address in verified and not own:
            reason = f"SES has the identity {address} already; set CreateMailIdentity=false in {stages.CONFIG_FILE}"
            return Finding("refused", reason)
        if not any(verified.values()):
            return Finding(
                "warning", f"SES will write to {address}; it sends nothing until somebody follows the link there"
            )
    elif not any(verified.values()):
        reason = f"SES may not send from {address} yet; verify it, or its domain: aws sesv2 create-email-identity"
        return Finding("warning", f"{reason} --email-identity {address}")
    return Finding("ok", f"SES may send from {address}")


def _identities(plan: Plan, *names: str) -> dict[str, bool]:
    """The names that are identities of SES, and whether SES may send from each."""
    ses = plan.client("sesv2")
    found = {}
    for name in names:
        try:
            found[name] = bool(ses.get_email_identity(EmailIdentity=name).get("VerifiedForSendingStatus"))
        except ses.exceptions.NotFoundException:
            continue
    return found


def check_sandbox(plan: Plan) -> Finding:
    """SES delivers to any address, not only to verified ones."""
    if plan.client("sesv2").get_account()["ProductionAccessEnabled"]:
        return Finding("ok", "SES delivers to any address")
    return Finding(
        "warning", "SES delivers to verified addresses only; docs/operations.md describes how to leave its sandbox"
    )


CHECKS: Final[Mapping[str, Callable[[Plan], Finding]]] = {
    "zones": check_zones,
    "concurrency": check_concurrency,
    "engine": check_engine,
    "sender": check_sender,
    "sandbox": check_sandbox,
}
