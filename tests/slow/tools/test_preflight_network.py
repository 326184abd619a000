"""The check of an existing network, in which a deployment would fail after many minutes."""

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


def found(one: Network, *subnets: str, stack: Any = None) -> Finding:
    ids = ", ".join(subnets or one.subnets)
    return preflight.CHECKS["network"](plan(VpcId=one.vpc, SubnetIds=ids, stack=stack))


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
