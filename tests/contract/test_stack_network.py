"""What functions reach as template.yaml declares it: AWS over IPv6, S3 for the migration's answer, the proxy."""

from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from tests.contract.test_stack import needs
from tests.support.stack import deployed, properties

RESPONSE_URL = (
    "https://cloudformation-custom-resource-response-useast1.s3-us-east-1.amazonaws.com/"
    "arn%3Aaws%3Acloudformation%3Aus-east-1%3A123456789012%3Astack/lambda-error-processor"
)
"""https://docs.aws.amazon.com/lambda/latest/dg/services-cloudformation.html, without its signature."""
PROXY_ARN = "arn:aws:rds:us-east-2:123456789012:db-proxy:prx-0123456789abcdef0"
"""https://docs.aws.amazon.com/service-authorization/latest/reference/list_rds.md, with an id."""


def test_a_subnet_of_the_stack_sends_everything_over_ipv6_through_the_egress_only_gateway() -> None:
    """AWS's services are reached over IPv6: from these subnets no route leads to the internet over IPv4."""
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


def test_every_function_in_the_network_may_use_ipv6() -> None:
    """Without it, Lambda gives a function addresses of IPv4 only, even in a subnet that has both."""
    networks = [one["VpcConfig"] for one in properties("AWS::Lambda::Function").values() if "VpcConfig" in one]

    assert len(networks) > 100
    assert [one["Ipv6AllowedForDualStack"] for one in networks] == [True] * len(networks)


def test_the_migration_may_put_its_answer_into_cloudformation_s_bucket_and_nothing_else_into_s3() -> None:
    (endpoint,) = properties("AWS::EC2::VPCEndpoint").values()
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
