"""The check of the database's version and capacity."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cli.stack import Stack
from tools import stages
from tools.preflight.plan import Finding, Plan

ENGINE: Final = "aurora-postgresql"
SUPPORTED_VERSIONS: Final = r"(1[6-9]|[2-9][0-9])\.[0-9]+"
"""The pattern of PostgresVersion in template.yaml."""


@dataclass(frozen=True)
class _Source:
    """What the deployment's database is or is restored from. name: as in a sentence. version: as 17.5."""

    name: str
    version: str


def check_engine(plan: Plan) -> Finding:
    """The database can have this version, with the requested capacity.

    A database, or a snapshot from which one is to be restored, may have a later version than PostgresVersion: AWS
    upgrades a minor version whose support ends, whatever AutoMinorVersionUpgrade says. RDS restores a snapshot to its
    own version or a later one, so the later minor version is chosen.
    """
    wanted, snapshot = plan.values["PostgresVersion"], _snapshot_to_restore(plan)
    source = _snapshot(plan, snapshot) if snapshot else _cluster(plan)
    if snapshot and source is None:
        return Finding("warning", f"RDS lists no {ENGINE} snapshot {snapshot}, so its version was not compared")
    if source is None or not re.fullmatch(SUPPORTED_VERSIONS, wanted):
        return _check_version(plan, wanted, None)
    if _numbers(source.version) <= _numbers(wanted):
        return _check_version(plan, wanted, source)
    if _numbers(source.version)[0] != _numbers(wanted)[0]:
        return Finding("refused", f"{source.name} has {source.version}, from which no deployment goes back to {wanted}")
    found = _check_version(plan, source.version, source)
    if found.level == "refused":
        return found
    text = f"{source.name} has {source.version}, so PostgresVersion={wanted} was not used; write {source.version} into"
    return Finding("warning", f"{text} {stages.CONFIG_FILE}", {"PostgresVersion": source.version})


def _snapshot_to_restore(plan: Plan) -> str | None:
    """The name or ARN of the snapshot from which this deployment creates the database, if it does."""
    given = plan.values["DatabaseSnapshot"]
    return given if given and given != plan.present("DatabaseSnapshot") else None


def _snapshot(plan: Plan, given: str) -> _Source | None:
    """The snapshot with this name or ARN; None if RDS lists none."""
    for found in _snapshots(plan, given):
        same = given in {found["DBClusterSnapshotArn"], found["DBClusterSnapshotIdentifier"]}
        if same and found["Engine"] == ENGINE and re.fullmatch(r"[0-9]+\.[0-9]+", found["EngineVersion"]):
            return _Source(f"the snapshot {found['DBClusterSnapshotIdentifier']}", found["EngineVersion"])
    return None


def _snapshots(plan: Plan, given: str) -> Iterator[Mapping[str, Any]]:
    """What RDS lists under the name. It lists automated, shared and AWS Backup's snapshots only if asked for their
    type, and shared ones by their ARN."""
    rds, name = plan.client("rds"), given.rpartition(":cluster-snapshot:")[2]
    for one, kind in ((name, None), (name, "automated"), (name, "awsbackup"), (given, "shared")):
        asked = {"DBClusterSnapshotIdentifier": one} | ({"SnapshotType": kind} if kind else {})
        try:
            yield from rds.describe_db_cluster_snapshots(**asked)["DBClusterSnapshots"]
        except rds.exceptions.DBClusterSnapshotNotFoundFault:
            continue


def _cluster(plan: Plan) -> _Source | None:
    """The stack's database."""
    rds = plan.client("rds")
    clusters = Stack(plan.stack["StackName"], plan.region).resources("AWS::RDS::DBCluster") if plan.stack else {}
    for name in clusters.values():
        (found,) = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
        return _Source("the database", found["EngineVersion"])
    return None


def _check_version(plan: Plan, version: str, source: _Source | None) -> Finding:
    """The region has the version, AWS upgrades the present one to it, and it supports the capacity."""
    offered = _offered(plan)
    keeps = source is not None and version == source.version
    if version not in offered and not keeps:
        versions = sorted((one for one in offered if re.fullmatch(SUPPORTED_VERSIONS, one)), key=_numbers)
        reason = f"{plan.region} has no {ENGINE} {version}; PostgresVersion may be {', '.join(versions) or 'none'}"
        return Finding("refused", reason)
    targets = _targets(plan, source.version) if source and not keeps else []
    if source and targets and version not in targets:
        text = f"{source.name} has {source.version}, which AWS does not upgrade to {version}"
        return Finding("refused", f"{text}; PostgresVersion may be {', '.join([source.version, *targets])}")
    capacity = offered.get(version, {}).get("ServerlessV2FeaturesSupport", {})
    least, most = float(plan.values["MinCapacity"]), float(plan.values["MaxCapacity"])
    if least < capacity.get("MinCapacity", 0) or most > capacity.get("MaxCapacity", most):
        bounds = f"{capacity.get('MinCapacity')} to {capacity.get('MaxCapacity')} ACU"
        reason = f"{ENGINE} {version} supports {bounds}; MinCapacity or MaxCapacity is outside of that"
        return Finding("refused", reason)
    if source is None:
        return Finding("ok", f"{plan.region} has {ENGINE} {version}")
    change = f"keeps {version}" if keeps else f"is upgraded from {source.version} to {version}"
    return Finding("ok", f"{source.name} {change}")


def _offered(plan: Plan) -> Mapping[str, Mapping[str, Any]]:
    """What the region says of each version that it has."""
    pages = plan.client("rds").get_paginator("describe_db_engine_versions").paginate(Engine=ENGINE)
    return {one["EngineVersion"]: one for page in pages for one in page["DBEngineVersions"]}


def _targets(plan: Plan, version: str) -> list[str]:
    """The versions to which AWS upgrades this one, which may be too old to be offered."""
    asked = {"Engine": ENGINE, "EngineVersion": version, "IncludeAll": True}
    found = plan.client("rds").describe_db_engine_versions(**asked)["DBEngineVersions"]
    return [target["EngineVersion"] for one in found for target in one.get("ValidUpgradeTarget", [])]


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]
