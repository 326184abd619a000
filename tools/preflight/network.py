"""The checks of the zones, and of an existing network."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any, Final

from tools.preflight.plan import Finding, Plan

ZONES_WITHOUT_PROXY: Final = frozenset({"use1-az3", "usw1-az2"})
"""Zone ids. Amazon Aurora User Guide, "Quotas and limitations for RDS Proxy"."""


def check_zones(plan: Plan) -> Finding:
    """Two zones with RDS Proxy, chosen at the first deployment, since a subnet's zone cannot be changed."""
    if plan.values["VpcId"]:
        return _check_zones_of_subnets(plan)
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


def _check_zones_of_subnets(plan: Plan) -> Finding:
    usable = {subnet["AvailabilityZone"] for subnet in _subnets(plan)} & set(_usable_zones(plan))
    if len(usable) < 2:
        reason = f"SubnetIds are in fewer than two zones that have RDS Proxy ({', '.join(sorted(usable)) or 'none'})"
        return Finding("refused", reason)
    return Finding("ok", f"the given subnets are in {', '.join(sorted(usable))}")


def check_network(plan: Plan) -> Finding:
    """Functions in the given subnets reach AWS's services over IPv6, and S3, which the migration answers to.

    Without IPv6 a function cannot be created; without a way to S3 the migration cannot answer CloudFormation, which
    waits 16 minutes for it. Refused is only what surely fails, and no network in which the stack runs already.
    """
    if not plan.values["VpcId"]:
        return Finding("ok", "the stack has a network of its own")
    subnets, tables = _subnets(plan), _route_tables(plan)
    reasons = list(_reasons(plan, subnets, tables))
    if reasons:
        runs_there = all(plan.present(name) == plan.values[name] for name in ("VpcId", "SubnetIds"))
        return Finding("warning" if runs_there else "refused", "; ".join(reasons))
    unseen = [subnet["SubnetId"] for subnet in subnets if _table(subnet, tables) is None]
    if unseen:
        return Finding(
            "warning", f"the account does not see the routes of {', '.join(unseen)}, so they were not checked"
        )
    return Finding("ok", "the given subnets have IPv6, with a route out, and a way to S3")


def _reasons(plan: Plan, subnets: list[Mapping[str, Any]], tables: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is missing in each subnet."""
    vpc, endpoints = plan.values["VpcId"], _endpoints(plan)
    service = f"com.amazonaws.{plan.region}.s3"
    has_names_of_s3 = any(one["ServiceName"] == service and _has_names(one) for one in endpoints.values())

    def leads_to_s3(route: Mapping[str, Any]) -> bool:
        gateway = route.get("GatewayId", "")
        if gateway.startswith("vpce-"):
            return gateway not in endpoints or endpoints[gateway]["ServiceName"] == service
        # Not through an internet gateway: functions have no public addresses of IPv4.
        return _leads_out(route, "DestinationCidrBlock") and not gateway.startswith("igw-")

    for subnet in subnets:
        name = subnet["SubnetId"]
        if subnet["VpcId"] != vpc:
            yield f"{name} is in {subnet['VpcId']}, not in {vpc}"
            continue
        if not subnet.get("Ipv6CidrBlockAssociationSet"):
            yield f"{name} has no IPv6 addresses"
        if (table := _table(subnet, tables)) is None:
            continue
        routes = [route for route in table["Routes"] if route.get("State") == "active"]
        if not any(_leads_out(route, "DestinationIpv6CidrBlock") for route in routes):
            yield f"{name} has no route out over IPv6, for example for ::/0 to an egress-only internet gateway"
        if not (has_names_of_s3 or any(map(leads_to_s3, routes))):
            yield f"{name} has no route to S3: create a gateway endpoint for it, which is free of charge"


def _leads_out(route: Mapping[str, Any], destination: str) -> bool:
    """Whether a route leads to public addresses, or to a list of addresses, which may have some."""
    gateway = route.get("GatewayId", "")
    if "DestinationPrefixListId" in route:
        return not gateway.startswith("vpce-")
    return gateway != "local" and destination in route and ip_network(route[destination]).is_global


def _has_names(endpoint: Mapping[str, Any]) -> bool:
    """Whether the service's names lead to the endpoint, in the network itself."""
    options = endpoint.get("DnsOptions", {})
    return bool(endpoint.get("PrivateDnsEnabled")) and not options.get("PrivateDnsOnlyForInboundResolverEndpoint")


def _table(subnet: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    return tables.get(subnet["SubnetId"]) or tables.get(subnet["VpcId"])


def _route_tables(plan: Plan) -> Mapping[str, Mapping[str, Any]]:
    """The route table of each subnet that has one of its own, and of the network itself for the others.

    In a network that another account shares, some may not be visible.
    """
    filters = [{"Name": "vpc-id", "Values": [plan.values["VpcId"]]}]
    pages = plan.client("ec2").get_paginator("describe_route_tables").paginate(Filters=filters)
    return {
        association.get("SubnetId", table["VpcId"]): table
        for page in pages
        for table in page["RouteTables"]
        for association in table["Associations"]
        if association.get("SubnetId") or association["Main"]
    }


def _endpoints(plan: Plan) -> Mapping[str, Mapping[str, Any]]:
    """The network's available endpoints of AWS services, as far as the account sees them, by id."""
    filters = [
        {"Name": "vpc-id", "Values": [plan.values["VpcId"]]},
        {"Name": "vpc-endpoint-state", "Values": ["available"]},
    ]
    pages = plan.client("ec2").get_paginator("describe_vpc_endpoints").paginate(Filters=filters)
    return {one["VpcEndpointId"]: one for page in pages for one in page["VpcEndpoints"]}


def _subnets(plan: Plan) -> list[Mapping[str, Any]]:
    ids = [one.strip() for one in plan.values["SubnetIds"].split(",")]
    return list(plan.client("ec2").describe_subnets(SubnetIds=ids)["Subnets"])
