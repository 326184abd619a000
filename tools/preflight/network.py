"""The checks of the zones, of an existing network, and of the ways to AWS's services."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any, Final

from tools.preflight.plan import Finding, Plan

ZONES_WITHOUT_PROXY: Final = frozenset({"use1-az3", "usw1-az2"})
"""Zone ids. Amazon Aurora User Guide, "Quotas and limitations for RDS Proxy"."""
CALLED: Final = {"events": "EventBridge", "sqs": "SQS", "email": "SES"}
"""The services that functions in the network call, by the ends of their endpoints' names."""
CALLED_FOR_ERASURES: Final = {"secretsmanager": "Secrets Manager"}
"""Called if ErasureKeyArn is set."""


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
        needs = "RDS Proxy and the endpoints" if plan.values["ServiceEndpoints"] == "interface" else "RDS Proxy"
        reason = f"the stack needs two different zones of those with {needs} ({offered}); given: {given}"
        return Finding("refused", reason)
    zone_a, zone_b = chosen
    return Finding("ok", f"{zone_a} and {zone_b}", {"ZoneA": zone_a, "ZoneB": zone_b})


def _usable_zones(plan: Plan) -> list[str]:
    filters = [{"Name": "zone-type", "Values": ["availability-zone"]}, {"Name": "state", "Values": ["available"]}]
    zones = plan.client("ec2").describe_availability_zones(Filters=filters)["AvailabilityZones"]
    usable = {zone["ZoneName"] for zone in zones if zone["ZoneId"] not in ZONES_WITHOUT_PROXY}
    if plan.values["ServiceEndpoints"] == "interface":
        for offered in _offered(plan).values():
            usable &= offered
    return sorted(usable)


def _check_zones_of_subnets(plan: Plan) -> Finding:
    usable = {subnet["AvailabilityZone"] for subnet in _subnets(plan)} & set(_usable_zones(plan))
    if len(usable) < 2:
        reason = f"SubnetIds are in fewer than two zones that have RDS Proxy ({', '.join(sorted(usable)) or 'none'})"
        return Finding("refused", reason)
    return Finding("ok", f"the given subnets are in {', '.join(sorted(usable))}")


def check_network(plan: Plan) -> Finding:
    """Functions in the given subnets reach S3, which the migration answers to, and AWS's services, over IPv6 with
    ServiceEndpoints=dual-stack.

    Without IPv6 a function cannot be created then; without a way to S3 the migration cannot answer CloudFormation,
    which waits 16 minutes for it. Refused is only what surely fails, and no network in which the stack runs already.
    """
    chosen = plan.values["ServiceEndpoints"]
    if chosen == ("interface" if plan.values["VpcId"] else "existing"):
        network = "the stack's own network" if plan.values["VpcId"] else "an existing network"
        return Finding("refused", f"ServiceEndpoints={chosen} is for {network} only")
    if not plan.values["VpcId"]:
        return _check_own_network(plan)
    over_ipv6 = chosen == "dual-stack"
    subnets, tables, endpoints = _subnets(plan), _route_tables(plan), _endpoints(plan)
    reasons = list(_reasons(plan, subnets, tables, endpoints, over_ipv6=over_ipv6))
    if reasons:
        same = all(plan.present(name) == plan.values[name] for name in ("VpcId", "SubnetIds"))
        runs_there = same and (plan.present("ServiceEndpoints") or "dual-stack") == chosen
        return Finding("warning" if runs_there else "refused", "; ".join(reasons))
    unseen = [subnet["SubnetId"] for subnet in subnets if _table(subnet, tables) is None]
    if unseen:
        return Finding(
            "warning", f"the account does not see the routes of {', '.join(unseen)}, so they were not checked"
        )
    if over_ipv6:
        return Finding("ok", "the given subnets have IPv6, with a route out, and a way to S3")
    return _check_existing_endpoints(plan, subnets, tables, endpoints)


def _check_own_network(plan: Plan) -> Finding:
    """The region, and each zone of the stack, has the interface endpoints that the stack is to create."""
    if plan.values["ServiceEndpoints"] != "interface":
        return Finding("ok", "the stack has a network of its own")
    zones = {plan.values[name] for name in ("ZoneA", "ZoneB")} - {""}
    missing = [
        f"{name} in {', '.join(sorted(zones - offered)) or plan.region}"
        for name, offered in _offered(plan).items()
        if not offered or not zones <= offered
    ]
    if missing:
        reason = f"there is no interface endpoint for {' and for '.join(missing)}; use ServiceEndpoints=dual-stack"
        runs_there = plan.present("ServiceEndpoints") == "interface"
        return Finding("warning" if runs_there else "refused", reason)
    return Finding("ok", f"the stack has a network of its own, with endpoints for {', '.join(_called(plan).values())}")


def _offered(plan: Plan) -> Mapping[str, set[str]]:
    """The zones with an interface endpoint for each service that functions call, by the service's name."""
    names = {_service(plan, end): name for end, name in _called(plan).items()}
    offered: dict[str, set[str]] = {name: set() for name in names.values()}
    for page in plan.client("ec2").get_paginator("describe_vpc_endpoint_services").paginate():
        for one in page["ServiceDetails"]:
            if one["ServiceName"] in names:
                offered[names[one["ServiceName"]]] |= set(one["AvailabilityZones"])
    return offered


def _check_existing_endpoints(
    plan: Plan,
    subnets: list[Mapping[str, Any]],
    tables: Mapping[str, Mapping[str, Any]],
    endpoints: Mapping[str, Mapping[str, Any]],
) -> Finding:
    """A warning only: the network's own DNS may lead to endpoints that are elsewhere."""
    missing = [name for end, name in _called(plan).items() if not _has_endpoint(plan, endpoints, end)]
    without = [one["SubnetId"] for one in subnets if not any(map(_leads_out_over_ipv4, _routes(one, tables)))]
    if missing and without:
        text = f"no way from {', '.join(without)} to {', '.join(missing)} was found"
        return Finding("warning", f"{text}, neither a NAT gateway nor endpoints")
    return Finding("ok", "the given subnets have a way to S3 and to AWS's services")


def _called(plan: Plan) -> Mapping[str, str]:
    return CALLED | (CALLED_FOR_ERASURES if plan.values["ErasureKeyArn"] else {})


def _service(plan: Plan, end: str) -> str:
    return f"com.amazonaws.{plan.region}.{end}"


def _has_endpoint(plan: Plan, endpoints: Mapping[str, Mapping[str, Any]], end: str) -> bool:
    """Whether the service's names lead to an endpoint of the network."""
    return any(one["ServiceName"] == _service(plan, end) and _has_names(one) for one in endpoints.values())


def _reasons(
    plan: Plan,
    subnets: list[Mapping[str, Any]],
    tables: Mapping[str, Mapping[str, Any]],
    endpoints: Mapping[str, Mapping[str, Any]],
    *,
    over_ipv6: bool,
) -> Iterator[str]:
    """What is missing in each subnet."""
    vpc = plan.values["VpcId"]

    def leads_to_s3(route: Mapping[str, Any]) -> bool:
        gateway = route.get("GatewayId", "")
        if gateway.startswith("vpce-"):
            return gateway not in endpoints or endpoints[gateway]["ServiceName"] == _service(plan, "s3")
        return _leads_out_over_ipv4(route)

    for subnet in subnets:
        name = subnet["SubnetId"]
        if subnet["VpcId"] != vpc:
            yield f"{name} is in {subnet['VpcId']}, not in {vpc}"
            continue
        if over_ipv6 and not subnet.get("Ipv6CidrBlockAssociationSet"):
            yield f"{name} has no IPv6 addresses"
        if _table(subnet, tables) is None:
            continue
        routes = _routes(subnet, tables)
        if over_ipv6 and not any(_leads_out(route, "DestinationIpv6CidrBlock") for route in routes):
            yield f"{name} has no route out over IPv6, for example for ::/0 to an egress-only internet gateway"
        if not (_has_endpoint(plan, endpoints, "s3") or any(map(leads_to_s3, routes))):
            yield f"{name} has no route to S3: create a gateway endpoint for it, which is free of charge"


def _leads_out(route: Mapping[str, Any], destination: str) -> bool:
    """Whether a route leads to public addresses, or to a list of addresses, which may have some."""
    gateway = route.get("GatewayId", "")
    if "DestinationPrefixListId" in route:
        return not gateway.startswith("vpce-")
    return gateway != "local" and destination in route and ip_network(route[destination]).is_global


def _leads_out_over_ipv4(route: Mapping[str, Any]) -> bool:
    """Not through an internet gateway: functions have no public addresses of IPv4."""
    return _leads_out(route, "DestinationCidrBlock") and not route.get("GatewayId", "").startswith("igw-")


def _has_names(endpoint: Mapping[str, Any]) -> bool:
    """Whether the service's names lead to the endpoint, in the network itself."""
    options = endpoint.get("DnsOptions", {})
    return bool(endpoint.get("PrivateDnsEnabled")) and not options.get("PrivateDnsOnlyForInboundResolverEndpoint")


def _routes(subnet: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The subnet's active routes, as far as the account sees them."""
    table = _table(subnet, tables)
    return [route for route in table["Routes"] if route.get("State") == "active"] if table else []


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
