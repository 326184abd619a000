"""What `make deploy` checks in the account before it begins, each check with one line of output.

A check that AWS does not answer, for instance for want of a permission, is a warning: CloudFormation decides later.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from tools import stages
from tools.stages import Refused

ZONES_WITHOUT_PROXY: Final = frozenset({"use1-az3", "usw1-az2"})
"""By zone id. Amazon Aurora User Guide, "Quotas and limitations for RDS Proxy"."""
MIN_UNRESERVED: Final = 100
"""Concurrent executions that Lambda does not let an account reserve. Lambda Developer Guide, "Reserved concurrency"."""
CONCURRENCY_QUOTA: Final = "L-B99A9384"
"""Service Quotas' code of Lambda's concurrent executions."""
ENGINE: Final = "aurora-postgresql"
SUPPORTED_VERSIONS: Final = r"(1[6-9]|[2-9][0-9])\.[0-9]+"
"""As template.yaml takes them for PostgresVersion."""


@dataclass(frozen=True)
class Plan:
    """A deployment that is about to begin.

    values: of every parameter, as CloudFormation will have them. stack: the present one, None before the first time.
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
    says: str
    parameters: Mapping[str, str] = field(default_factory=dict)


def run(plan: Plan) -> dict[str, str]:
    """Carry out every check, print a line for each, and return the parameters that they chose.

    Raises Refused where at least one check failed, after all of them.
    """
    refused = 0
    chosen: dict[str, str] = {}
    for name, check in CHECKS.items():
        finding = _carried_out(check, plan)
        print(f"  {finding.level:<8} {name}: {finding.says}", flush=True)
        refused += finding.level == "refused"
        chosen |= finding.parameters
    if refused:
        raise Refused(f"{refused} of the checks above failed; nothing was changed")
    return chosen


def _carried_out(check: Callable[[Plan], Finding], plan: Plan) -> Finding:
    try:
        return check(plan)
    except (BotoCoreError, ClientError) as error:
        return Finding("warning", f"not checked, since AWS says: {stages.one_line(error)}")


def check_zones(plan: Plan) -> Finding:
    """Two zones that have RDS Proxy, chosen at the first deployment; subnets can never change theirs."""
    if plan.values["VpcId"]:
        return _check_subnets(plan)
    if plan.stack:
        return Finding("ok", "the stack keeps those that it has")
    usable = _usable_zones(plan)
    wanted = [plan.values[name] for name in ("ZoneA", "ZoneB") if plan.values.get(name)]
    chosen = wanted or usable[:2]
    if len(set(chosen)) != 2 or not set(chosen) <= set(usable):
        tried = " and ".join(wanted) or "nothing that could be chosen"
        says = f"two different zones out of {', '.join(usable) or 'none'} are needed (RDS Proxy), and not {tried}"
        return Finding("refused", says)
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
        says = f"SubnetIds are in fewer than two zones that have RDS Proxy ({', '.join(sorted(usable)) or 'none'})"
        return Finding("refused", says)
    return Finding("ok", f"the given subnets are in {', '.join(sorted(usable))}")


def check_concurrency(plan: Plan) -> Finding:
    """What the stream reserves leaves the 100 unreserved executions that Lambda insists on."""
    limit = plan.client("lambda").get_account_settings()["AccountLimit"]
    reserved = int(plan.values["StreamConcurrency"])
    left = limit["UnreservedConcurrentExecutions"] + int(plan.present("StreamConcurrency") or 0) - reserved
    if left < MIN_UNRESERVED:
        total = limit["ConcurrentExecutions"]
        return Finding(
            "refused",
            f"StreamConcurrency={reserved} would leave {left} of the account's {total} concurrent executions "
            f"unreserved, and Lambda wants {MIN_UNRESERVED}; ask for more: "
            "aws service-quotas request-service-quota-increase --service-code lambda "
            f"--quota-code {CONCURRENCY_QUOTA} --desired-value 1000",
        )
    return Finding("ok", f"StreamConcurrency={reserved} leaves {left} concurrent executions unreserved")


def check_engine(plan: Plan) -> Finding:
    """The region has the engine version, with the capacity that is asked for. A database that runs one keeps it."""
    version = plan.values["PostgresVersion"]
    if plan.present("PostgresVersion") == version:
        return Finding("ok", f"the database stays at {version}")
    pages = plan.client("rds").get_paginator("describe_db_engine_versions").paginate(Engine=ENGINE)
    offered = {one["EngineVersion"]: one for page in pages for one in page["DBEngineVersions"]}
    if version not in offered:
        versions = sorted((one for one in offered if re.fullmatch(SUPPORTED_VERSIONS, one)), key=_numbers)
        says = f"{plan.region} has no {ENGINE} {version}; PostgresVersion may be {', '.join(versions) or 'none'}"
        return Finding("refused", says)
    capacity = offered[version].get("ServerlessV2FeaturesSupport", {})
    least, most = float(plan.values["MinCapacity"]), float(plan.values["MaxCapacity"])
    if least < capacity.get("MinCapacity", 0) or most > capacity.get("MaxCapacity", most):
        bounds = f"{capacity.get('MinCapacity')} to {capacity.get('MaxCapacity')} ACU"
        return Finding("refused", f"{ENGINE} {version} takes {bounds}; MinCapacity or MaxCapacity is outside of it")
    return Finding("ok", f"{plan.region} has {ENGINE} {version}")


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def check_sender(plan: Plan) -> Finding:
    """SES may send from MailFrom, or the stack can make it an identity that does not exist yet."""
    address = plan.values["MailFrom"]
    verified = _identities(plan, address, address.rpartition("@")[2])
    if plan.values["CreateMailIdentity"] == "true":
        own = plan.present("CreateMailIdentity") == "true" and plan.present("MailFrom") == address
        if address in verified and not own:
            says = f"{address} is an identity of SES already; set CreateMailIdentity=false in {stages.CONFIG_FILE}"
            return Finding("refused", says)
        if not any(verified.values()):
            return Finding("warning", f"SES writes to {address} and sends nothing until somebody follows its link")
    elif not any(verified.values()):
        says = f"SES may not send from {address} yet; verify it, or its domain: aws sesv2 create-email-identity"
        return Finding("warning", f"{says} --email-identity {address}")
    return Finding("ok", f"SES may send from {address}")


def _identities(plan: Plan, *names: str) -> dict[str, bool]:
    """Those that exist, and whether SES may send from each."""
    ses = plan.client("sesv2")
    found = {}
    for name in names:
        try:
            found[name] = bool(ses.get_email_identity(EmailIdentity=name).get("VerifiedForSendingStatus"))
        except ses.exceptions.NotFoundException:
            continue
    return found


def check_sandbox(plan: Plan) -> Finding:
    """SES delivers to anybody, and not to verified addresses only."""
    if plan.client("sesv2").get_account()["ProductionAccessEnabled"]:
        return Finding("ok", "SES delivers to any address")
    return Finding(
        "warning", "SES delivers to verified addresses only; docs/operations.md says how to leave its sandbox"
    )


CHECKS: Final[Mapping[str, Callable[[Plan], Finding]]] = {
    "zones": check_zones,
    "concurrency": check_concurrency,
    "engine": check_engine,
    "sender": check_sender,
    "sandbox": check_sandbox,
}
