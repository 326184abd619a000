"""The check of the network, in which a deployment would fail after many minutes, or work without its events."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from moto.ec2.models import EC2Backend
from moto.ec2.models.route_tables import Route

from tests.slow.tools.test_preflight import plan, stack_with
from tests.support.account import REGION
from tools import preflight, stages
from tools.preflight import Finding

ANYWHERE = "0.0.0.0/0"


@dataclass
class Network:
    """A network whose subnets have IPv6, a route out over it, and a gateway endpoint for S3, each if it is wanted."""

    vpc: str
    subnets: list[str]
    table: str


def ec2() -> Any:
    return stages.client("ec2", REGION)


def network(*, ipv6: bool = True, route: bool = True, s3: bool = True) -> Network:
    vpc = ec2().create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]
    prefix = vpc["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"].split("::")[0][:-2]
    made = Network(vpc["VpcId"], [], ec2().create_route_table(VpcId=vpc["VpcId"])["RouteTable"]["RouteTableId"])
    for number, zone in enumerate("ab"):
        block = {"Ipv6CidrBlock": f"{prefix}0{number}::/64"} if ipv6 else {}
        subnet = ec2().create_subnet(
            VpcId=made.vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"{REGION}{zone}", **block
        )["Subnet"]["SubnetId"]
        ec2().associate_route_table(RouteTableId=made.table, SubnetId=subnet)
        made.subnets.append(subnet)
    if route:
        add_route_out(made, made.table)
    if s3:
        add_endpoint(made, RouteTableIds=[made.table])
    return made


def add_route_out(one: Network, table: str, destination: str = "::/0") -> None:
    gateway = ec2().create_egress_only_internet_gateway(VpcId=one.vpc)["EgressOnlyInternetGateway"]
    gateway_id = gateway["EgressOnlyInternetGatewayId"]
    ec2().create_route(RouteTableId=table, DestinationIpv6CidrBlock=destination, EgressOnlyInternetGatewayId=gateway_id)


def add_endpoint(one: Network, service: str = "s3", **more: Any) -> None:
    ec2().create_vpc_endpoint(VpcId=one.vpc, ServiceName=f"com.amazonaws.{REGION}.{service}", **more)


def add_nat(one: Network) -> None:
    nat = ec2().create_nat_gateway(SubnetId=one.subnets[0], ConnectivityType="private")["NatGateway"]["NatGatewayId"]
    ec2().create_route(RouteTableId=one.table, DestinationCidrBlock=ANYWHERE, NatGatewayId=nat)


def add_internet_gateway(one: Network) -> None:
    gateway = ec2().create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2().attach_internet_gateway(InternetGatewayId=gateway, VpcId=one.vpc)
    ec2().create_route(RouteTableId=one.table, DestinationCidrBlock=ANYWHERE, GatewayId=gateway)


def found(one: Network, *subnets: str, stack: Any = None, **values: str) -> Finding:
    ids = ", ".join(subnets or one.subnets)
    return preflight.CHECKS["network"](plan(VpcId=one.vpc, SubnetIds=ids, stack=stack, **values))


@pytest.fixture
def mail_endpoints(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The zones that have endpoints for SES's API, which moto does not know: none at first. Add some."""
    zones: set[str] = set()
    known = EC2Backend._collect_default_endpoint_services

    def services(account: str, region: str) -> list[dict[str, Any]]:
        (events,) = [one for one in known(account, region) if one["ServiceName"].endswith(f"{region}.events")]
        mail = events | {"ServiceName": f"com.amazonaws.{region}.email", "AvailabilityZones": sorted(zones)}
        return [*known(account, region), *([mail] if zones else [])]

    monkeypatch.setattr(EC2Backend, "_collect_default_endpoint_services", staticmethod(services))
    return zones


@pytest.mark.usefixtures("root")
def test_subnets_with_ipv6_a_route_out_and_a_way_to_s3_are_accepted() -> None:
    assert found(network()).level == "ok"
    assert preflight.CHECKS["network"](plan()) == Finding("ok", "the stack has a network of its own")


@pytest.mark.usefixtures("root")
def test_subnets_without_ipv6_are_refused_by_name() -> None:
    one = network(ipv6=False)

    reasons = "; ".join(f"{subnet} has no IPv6 addresses" for subnet in one.subnets)
    assert found(one) == Finding("refused", reasons)


@pytest.mark.usefixtures("root")
def test_a_subnet_without_a_route_out_over_ipv6_is_refused() -> None:
    one = network(route=False)

    assert found(one).level == "refused"
    assert f"{one.subnets[1]} has no route out over IPv6" in found(one).text


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(("destination", "level"), [("2000::/3", "ok"), ("fc00::/7", "refused")])
def test_a_route_to_public_addresses_is_a_route_out(destination: str, level: str) -> None:
    one = network(route=False)
    add_route_out(one, one.table, destination)

    assert found(one).level == level


@pytest.mark.usefixtures("root")
def test_a_route_whose_target_is_gone_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    one = network()
    monkeypatch.setattr(Route, "state", "blackhole")

    assert found(one).level == "refused"


@pytest.mark.usefixtures("root")
def test_a_network_in_which_the_stack_runs_already_is_not_refused() -> None:
    one = network(route=False)
    stack = stack_with(VpcId=one.vpc, SubnetIds=", ".join(one.subnets))

    assert found(one, stack=stack).level == "warning"
    assert found(one, one.subnets[0], stack=stack).level == "refused", "it does not run in these subnets"
    stack["Parameters"].append({"ParameterKey": "ServiceEndpoints", "ParameterValue": "existing"})
    assert found(one, stack=stack).level == "refused", "it does not use IPv6 there"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("way", "level"),
    [
        (lambda one: None, "refused"),
        (add_internet_gateway, "refused"),
        (lambda one: add_endpoint(one, "dynamodb", RouteTableIds=[one.table]), "refused"),
        (lambda one: add_endpoint(one, VpcEndpointType="Interface", PrivateDnsEnabled=False), "refused"),
        (lambda one: add_endpoint(one, VpcEndpointType="Interface", PrivateDnsEnabled=True), "ok"),
        (add_nat, "ok"),
    ],
    ids=["nothing", "internet-gateway", "another-service", "endpoint-without-names", "endpoint-with-names", "nat"],
)
def test_a_subnet_needs_a_way_to_s3_so_that_the_migration_can_answer(
    way: Callable[[Network], None], level: str
) -> None:
    one = network(s3=False)
    way(one)

    assert found(one).level == level
    assert ("has no route to S3" in found(one).text) is (level == "refused")


@pytest.mark.usefixtures("root")
def test_a_subnet_without_a_route_table_of_its_own_has_the_routes_of_the_network() -> None:
    one = network()
    filters = [{"Name": "association.subnet-id", "Values": [one.subnets[0]]}]
    (table,) = ec2().describe_route_tables(Filters=filters)["RouteTables"]
    (association,) = [each for each in table["Associations"] if each.get("SubnetId") == one.subnets[0]]
    ec2().disassociate_route_table(AssociationId=association["RouteTableAssociationId"])
    assert found(one).level == "refused"
    filters = [{"Name": "vpc-id", "Values": [one.vpc]}, {"Name": "association.main", "Values": ["true"]}]
    (main,) = ec2().describe_route_tables(Filters=filters)["RouteTables"]

    add_route_out(one, main["RouteTableId"])
    add_endpoint(one, RouteTableIds=[main["RouteTableId"]])

    assert found(one).level == "ok"


@pytest.mark.usefixtures("root")
def test_what_another_account_keeps_to_itself_in_a_shared_network_is_not_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = network()
    monkeypatch.setattr(EC2Backend, "describe_vpc_endpoints", lambda *_, **__: [])
    assert found(one).level == "ok", "the endpoint's route leads to some service"
    monkeypatch.setattr(EC2Backend, "describe_route_tables", lambda *_, **__: [])

    text = f"the account does not see the routes of {', '.join(one.subnets)}, so they were not checked"
    assert found(one) == Finding("warning", text)


@pytest.mark.usefixtures("root")
def test_a_subnet_of_another_network_is_refused() -> None:
    one, other = network(), network()

    text = f"{other.subnets[0]} is in {other.vpc}, not in {one.vpc}"
    assert found(one, one.subnets[0], other.subnets[0]) == Finding("refused", text)


# ---- ServiceEndpoints ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("root")
def test_endpoints_that_the_region_does_not_offer_are_refused_by_the_name_of_their_service(
    mail_endpoints: set[str],
) -> None:
    """SES has had an endpoint for its API for a short time only, so some regions may lack it."""
    wanted = plan(ServiceEndpoints="interface")

    text = f"there is no interface endpoint for SES in {REGION}; use ServiceEndpoints=dual-stack"
    assert preflight.CHECKS["network"](wanted) == Finding("refused", text)
    assert "RDS Proxy and the endpoints (none)" in preflight.CHECKS["zones"](wanted).text
    running = plan(ServiceEndpoints="interface", stack=stack_with(ServiceEndpoints="interface"))
    assert preflight.CHECKS["network"](running) == Finding("warning", text), "it runs with them"
    mail_endpoints |= {f"{REGION}a", f"{REGION}b"}
    text = "the stack has a network of its own, with endpoints for EventBridge, SQS, SES"
    assert preflight.CHECKS["network"](wanted) == Finding("ok", text)


@pytest.mark.usefixtures("root")
def test_the_key_of_erasures_needs_an_endpoint_of_its_own(mail_endpoints: set[str]) -> None:
    mail_endpoints |= {f"{REGION}a", f"{REGION}b"}
    wanted = plan(ServiceEndpoints="interface", ErasureKeyArn="arn:aws:secretsmanager:eu-central-1:1:secret:key-1a2b3c")

    assert preflight.CHECKS["network"](wanted).text.endswith("EventBridge, SQS, SES, Secrets Manager")


@pytest.mark.usefixtures("root")
def test_the_zones_of_a_network_with_endpoints_are_chosen_among_those_that_have_them(mail_endpoints: set[str]) -> None:
    mail_endpoints |= {f"{REGION}b", f"{REGION}c"}

    zones = preflight.CHECKS["zones"](plan(ServiceEndpoints="interface")).parameters
    assert zones == {"ZoneA": f"{REGION}b", "ZoneB": f"{REGION}c"}
    kept = plan(ServiceEndpoints="interface", ZoneA=f"{REGION}a", ZoneB=f"{REGION}b")
    text = f"there is no interface endpoint for SES in {REGION}a; use ServiceEndpoints=dual-stack"
    assert preflight.CHECKS["network"](kept) == Finding("refused", text), "the stack's zones cannot be changed"


@pytest.mark.usefixtures("root")
def test_a_way_that_is_not_for_this_network_is_refused() -> None:
    text = "ServiceEndpoints=existing is for an existing network only"
    assert preflight.CHECKS["network"](plan(ServiceEndpoints="existing")) == Finding("refused", text)
    text = "ServiceEndpoints=interface is for the stack's own network only"
    assert found(network(), ServiceEndpoints="interface") == Finding("refused", text)


@pytest.mark.usefixtures("root")
def test_subnets_without_ipv6_are_enough_where_the_network_has_its_own_way_to_aws() -> None:
    one = network(ipv6=False, route=False)
    add_nat(one)

    assert found(one, ServiceEndpoints="existing").level == "ok"
    assert found(one).level == "refused"


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("services", [["events", "sqs", "email"], ["events", "sqs"]])
def test_a_service_to_which_no_way_was_found_is_named_but_not_refused(services: list[str]) -> None:
    """The network's DNS may lead to endpoints in another one."""
    one = network(ipv6=False, route=False)
    for service in services:
        add_endpoint(one, service, VpcEndpointType="Interface", PrivateDnsEnabled=True)

    finding = found(one, ServiceEndpoints="existing")

    assert finding.level == ("ok" if "email" in services else "warning")
    assert (
        found(
            one, ServiceEndpoints="existing", ErasureKeyArn="arn:aws:secretsmanager:eu-central-1:1:secret:key-1a2b3c"
        ).text.count("Secrets Manager")
        == 1
    )
    assert ("to SES was found" in finding.text) is ("email" not in services)


@pytest.mark.usefixtures("root")
def test_one_subnet_without_a_way_is_named() -> None:
    """A function uses each of the subnets."""
    one = network(ipv6=False, route=False)
    add_nat(one)
    filters = [{"Name": "association.subnet-id", "Values": [one.subnets[1]]}]
    (table,) = ec2().describe_route_tables(Filters=filters)["RouteTables"]
    (association,) = [each for each in table["Associations"] if each.get("SubnetId") == one.subnets[1]]
    other = ec2().create_route_table(VpcId=one.vpc)["RouteTable"]["RouteTableId"]
    ec2().replace_route_table_association(AssociationId=association["RouteTableAssociationId"], RouteTableId=other)
    add_endpoint(one, RouteTableIds=[other])

    finding = found(one, ServiceEndpoints="existing")

    assert finding.level == "warning"
    assert finding.text.startswith(f"no way from {one.subnets[1]} to EventBridge, SQS, SES was found")


@pytest.mark.usefixtures("root")
def test_existing_endpoints_do_not_replace_a_way_to_s3() -> None:
    one = network(ipv6=False, route=False, s3=False)
    for service in ("events", "sqs", "email"):
        add_endpoint(one, service, VpcEndpointType="Interface", PrivateDnsEnabled=True)

    assert found(one, ServiceEndpoints="existing").level == "refused"
