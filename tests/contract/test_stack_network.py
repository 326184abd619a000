"""What functions reach as template.yaml declares it: AWS's services, S3 for the migration's answer, the proxy."""

from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

import pytest

from local import template, transform
from local.intrinsics import Resolver
from tests.contract.test_stack import needs
from tests.support.account import ACCOUNT, REGION
from tests.support.kit import ROOT
from tests.support.stack import deployed, properties
from tools.preflight import network

OF_THE_OWN_NETWORK = {"Vpc", "SubnetA", "SubnetB", "AnswersToCloudFormation"}
EXISTING_NETWORK = {"VpcId": "vpc-1", "SubnetIds": "subnet-1,subnet-2"}
KEY = {"ErasureKeyArn": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-1a2b3c"}
TO_ENDPOINTS = {"DestinationSecurityGroupId": {"Fn::GetAtt": ["EndpointGroup", "GroupId"]}}

RESPONSE_URL = (
    "https://cloudformation-custom-resource-response-useast1.s3-us-east-1.amazonaws.com/"
    "arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack/lambda-error-processor"
)
"""https://docs.aws.amazon.com/lambda/latest/dg/services-cloudformation.html, without its signature."""
PROXY_ARN = "arn:aws:rds:us-east-2:123456789012:db-proxy:prx-0123456789abcdef0"
"""https://docs.aws.amazon.com/service-authorization/latest/reference/list_rds.md, with an id."""


def test_a_subnet_of_the_stack_sends_everything_over_ipv6_through_the_egress_only_gateway() -> None:
    """From these subnets no route leads to the internet over IPv4."""
    subnets = properties("AWS::EC2::Subnet")
    associated = {
        one["SubnetId"]["Ref"]: one["RouteTableId"]
        for one in properties("AWS::EC2::SubnetRouteTableAssociation").values()
    }

    assert associated == {name: {"Ref": "Routes"} for name in subnets}
    assert all("Ipv6CidrBlock" in one and one["AssignIpv6AddressOnCreation"] is True for one in subnets.values())
    assert list(properties("AWS::EC2::Route").values()) == [
        {
            "RouteTableId": {"Ref": "Routes"},
            "DestinationIpv6CidrBlock": "::/0",
            "EgressOnlyInternetGatewayId": {"Ref": "WayOut"},
        }
    ]


def deployment(**parameters: str) -> Resolver:
    """The stack as these parameters deploy it."""
    expanded = transform.expanded(ROOT / "template.yaml")
    values = template.parameter_values(expanded, {"MailFrom": "billing@purser.example", **parameters})
    return Resolver(expanded, values, region=REGION, account=ACCOUNT)


ENDPOINTS = {"EndpointGroup", "ServicesToEndpoints", "EventsEndpoint", "QueuesEndpoint", "MailEndpoint"}
WAYS = [
    ("dual-stack", {}, OF_THE_OWN_NETWORK | {"WayOut", "RouteOut"}, {"CidrIpv6": "::/0"}),
    ("dual-stack", EXISTING_NETWORK, set(), {"CidrIpv6": "::/0"}),
    ("interface", {}, OF_THE_OWN_NETWORK | ENDPOINTS, TO_ENDPOINTS),
    ("interface", KEY, OF_THE_OWN_NETWORK | ENDPOINTS | {"SecretsEndpoint"}, TO_ENDPOINTS),
    ("existing", EXISTING_NETWORK, set(), {"CidrIp": "0.0.0.0/0"}),
]


@pytest.mark.parametrize(("chosen", "parameters", "resources", "destination"), WAYS)
def test_functions_have_exactly_one_way_to_the_services_that_they_call(
    chosen: str, parameters: dict[str, str], resources: set[str], destination: dict[str, Any]
) -> None:
    """And the stack's own network has a way out only if it needs one."""
    resolver = deployment(ServiceEndpoints=chosen, **parameters)
    rules = deployed()["ServicesGroup"]["Properties"]["SecurityGroupEgress"]
    while isinstance(rules, dict):
        condition, if_true, if_false = rules["Fn::If"]
        rules = if_true if resolver.resolve({"Fn::If": [condition, True, False]}) else if_false
    (rule,) = rules
    of_ways = {"Vpc", "SubnetA", "SubnetB", "WayOut", "RouteOut", "EndpointGroup", "ServicesToEndpoints"}
    of_ways |= properties("AWS::EC2::VPCEndpoint").keys()

    assert resolver.resources().keys() & of_ways == resources
    assert {name: rule[name] for name in rule if name != "Description"} == {
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        **destination,
    }


@pytest.mark.parametrize(
    ("chosen", "parameters", "over_ipv6"),
    [("dual-stack", {}, True), ("interface", {}, False), ("existing", EXISTING_NETWORK, False)],
)
def test_every_function_in_the_network_uses_ipv6_if_that_is_the_way(
    chosen: str, parameters: dict[str, str], *, over_ipv6: bool
) -> None:
    """Only then, Lambda gives a function addresses of IPv6, and needs subnets that have them."""
    resolver = deployment(ServiceEndpoints=chosen, **parameters)
    functions = [one for one in properties("AWS::Lambda::Function").values() if "VpcConfig" in one]
    allowed = [resolver.resolve(one["VpcConfig"]["Ipv6AllowedForDualStack"]) for one in functions]
    asked = [resolver.resolve(one["Environment"]["Variables"]["AWS_USE_DUALSTACK_ENDPOINT"]) for one in functions]

    assert len(functions) > 100
    assert allowed == [over_ipv6] * len(functions)
    assert asked == ["true" if over_ipv6 else "false"] * len(functions)


def test_an_endpoint_has_its_service_s_name_in_both_subnets_and_lets_its_callers_in() -> None:
    endpoints = {
        name: one for name, one in properties("AWS::EC2::VPCEndpoint").items() if one["VpcEndpointType"] == "Interface"
    }
    rule = deployed()["ServicesToEndpoints"]["Properties"]

    assert {one["ServiceName"]["Fn::Sub"].rpartition("}.")[2] for one in endpoints.values()} == {
        *network.CALLED,
        *network.CALLED_FOR_ERASURES,
    }
    for one in endpoints.values():
        assert one["ServiceName"]["Fn::Sub"].startswith("com.amazonaws.${AWS::Region}.")
        assert one["PrivateDnsEnabled"] is True, "else the service's name leads out of the network, which has no way"
        assert one["SubnetIds"] == [{"Ref": "SubnetA"}, {"Ref": "SubnetB"}]
        assert one["SecurityGroupIds"] == [{"Fn::GetAtt": ["EndpointGroup", "GroupId"]}]
    assert endpoints.keys() <= needs("Migration"), "functions wait for it, and so for a way to what they call"
    assert (rule["IpProtocol"], rule["FromPort"], rule["ToPort"]) == ("tcp", 443, 443)
    assert rule["GroupId"] == {"Fn::GetAtt": ["EndpointGroup", "GroupId"]}
    assert rule["SourceSecurityGroupId"] == {"Fn::GetAtt": ["ServicesGroup", "GroupId"]}
    vpc = deployed()["Vpc"]["Properties"]
    assert vpc["EnableDnsSupport"] is vpc["EnableDnsHostnames"] is True, "private names need both"


def test_the_migration_may_put_its_answer_into_cloudformation_s_bucket_and_nothing_else_into_s3() -> None:
    endpoint = properties("AWS::EC2::VPCEndpoint")["AnswersToCloudFormation"]
    (statement,) = endpoint["PolicyDocument"]["Statement"]
    url = urlsplit(RESPONSE_URL)
    bucket = (url.hostname or "").split(".")[0]
    pattern = statement["Resource"]["Fn::Sub"].replace("${AWS::Partition}", "aws")

    assert endpoint["ServiceName"] == {"Fn::Sub": "com.amazonaws.${AWS::Region}.s3"}
    assert endpoint["RouteTableIds"] == [{"Ref": "Routes"}]
    assert (statement["Effect"], statement["Action"]) == ("Allow", "s3:PutObject")
    assert fnmatchcase(f"arn:aws:s3:::{bucket}{url.path}", pattern)
    assert not fnmatchcase(f"arn:aws:s3:::somebody-s-bucket{url.path}", pattern)


def selected(value: Any, arn: str) -> str:
    """What Fn::Select of Fn::Split gives if the text is this ARN."""
    index, split = value["Fn::Select"]
    separator, _ = split["Fn::Split"]
    return str(arn.split(separator)[index])


def test_a_function_may_connect_to_the_proxy_by_the_id_that_ends_the_proxy_s_arn() -> None:
    """https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy-iam-setup.html"""
    servers = [
        resource["Fn::Sub"][1]["Server"]["Fn::If"]
        for role in properties("AWS::IAM::Role").values()
        for policy in role.get("Policies", [])
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Action"] == "rds-db:connect"
        for resource in [statement["Resource"]]
        if isinstance(resource, dict) and isinstance(resource["Fn::Sub"], list)
    ]

    assert len(servers) > 10
    for condition, proxy, cluster in servers:
        assert condition == "UsesProxy"
        assert proxy["Fn::Select"][1]["Fn::Split"][1] == {"Fn::GetAtt": ["DatabaseProxy", "DBProxyArn"]}
        assert selected(proxy, PROXY_ARN) == "prx-0123456789abcdef0"
        assert cluster == {"Fn::GetAtt": ["Database", "DBClusterResourceId"]}


def test_the_proxy_gets_the_cluster_as_its_target_when_that_has_an_instance() -> None:
    assert "DatabaseInstance" in needs("ProxyTarget")
    assert deployed()["ProxyTarget"]["Properties"]["DBClusterIdentifiers"] == [{"Ref": "Database"}]
