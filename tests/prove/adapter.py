"""Removes or replaces the parts of a built template that the emulator does not support, and changes nothing else.

`sam deploy` deploys BUILT; the workspace's `sam` (sam.py) adapts it first.

UNSUPPORTED, PROPERTIES, CONDITION_KEYS, RESOURCES and ACTIONS are the whole list. `test_unsupported.py` fails if the
emulator supports one of its entries, and `test_adapter.py` if anything else is changed.
"""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from local import transform

Template = dict[str, Any]
BUILT: Final = Path(".aws-sam/build/template.yaml")


@dataclass(frozen=True)
class Replacement:
    """The replacement of a resource of an unsupported type. attributes: for each attribute, the value that replaces
    references to it; "Ref" is for references to the resource itself."""

    reason: str
    attributes: Mapping[str, Any]


_PROXY_ARN: Final = {
    "Fn::Sub": "arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:db-proxy:${Database.DBClusterResourceId}"
}

UNSUPPORTED: Final[Mapping[str, Replacement]] = {
    "AWS::EC2::VPCCidrBlock": Replacement("dropped: subnets get no IPv6 addresses", {}),
    "AWS::EC2::EgressOnlyInternetGateway": Replacement(
        "dropped: the route to it leads nowhere", {"Ref": "eigw-00000000000000000"}
    ),
    "AWS::EC2::SecurityGroupIngress": Replacement(
        "dropped: functions reach the database without a network", {"Ref": "none"}
    ),
    "AWS::EC2::SecurityGroupEgress": Replacement(
        "dropped: functions reach the database without a network", {"Ref": "none"}
    ),
    "AWS::Events::Archive": Replacement("dropped: nothing can be replayed", {"Ref": "none", "ArchiveName": "none"}),
    "AWS::Events::EventBusPolicy": Replacement("dropped: another account cannot be named", {}),
    "AWS::RDS::DBProxy": Replacement(
        "replaced by direct connections to the cluster",
        {
            "Ref": {"Ref": "Database"},
            "Endpoint": {"Fn::GetAtt": ["Database", "Endpoint.Address"]},
            "DBProxyArn": _PROXY_ARN,
        },
    ),
    "AWS::RDS::DBProxyTargetGroup": Replacement("dropped, with the proxy", {"Ref": "none"}),
}
# Types that SAM's transform generates, and properties of supported types.
PROPERTIES: Final[Mapping[str, str]] = {
    "AWS::ApiGatewayV2::Api Body": "replaced by the same authorizer, integrations, routes and stage as resources",
    "AWS::IAM::RolePolicy": "replaced by AWS::IAM::Policy, with the same policy of the same role",
    "AWS::CodeDeploy::DeploymentGroup": "dropped with DeploymentPreference: an alias moves at once",
    "AWS::CloudWatch::Alarm Metrics": "dropped: an alarm over an expression of several metrics",
    "AWS::EC2::Subnet Ipv6CidrBlock": "dropped with the network's addresses, and AssignIpv6AddressOnCreation",
}

CONDITION_KEYS: Final[Mapping[str, str]] = {
    "ses:FromAddress": "dropped from the policies of roles: in the emulator, a statement with it never matches",
    "events:source": "dropped from the policies: in the emulator, no call has it",
}

# In RESOURCES and ACTIONS, the key is the only action of a statement.
RESOURCES: Final[Mapping[str, str]] = {
    "ses:SendEmail": "replaced by '*' in the policies of roles: the emulator does not know the identity of a sender",
}

# An action for which the emulator asks beside the one that AWS asks for.
ACTIONS: Final[Mapping[str, str]] = {"sqs:SendMessage": "sqs:SendMessageBatch"}


def adapt(path: Path, database_port: int, authority: Path) -> None:
    """Adapt a built template in its file. It is written as JSON, which is valid YAML and which SAM reads faster."""
    built = transform.parsed(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(adapted(built, database_port, authority), indent=1), encoding="utf-8")


def adapted(built: Template, database_port: int, authority: Path) -> Template:
    """A built template as the emulator can deploy it.

    database_port: where database.py listens. authority: the file with the authority that issued its certificates.
    """
    template = copy.deepcopy(built)
    resources: Template = template["Resources"]
    _replace_api(template)
    dropped = {name: _references(name, resource) for name, resource in resources.items() if _unsupported(resource)}
    template["Resources"] = {name: _replaced(one) for name, one in resources.items() if name not in dropped}
    for name, attributes in dropped.items():
        for section in ("Globals", "Resources", "Outputs"):
            template[section] = _without(template[section], name, attributes)
    connected: Template = _each_text(template, lambda text: _database_url(text, database_port, authority))
    return connected


def _unsupported(resource: Template) -> bool:
    """Whether the whole resource is dropped."""
    uses_expression = resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]
    return resource["Type"] in UNSUPPORTED or uses_expression


def _references(name: str, resource: Template) -> Mapping[str, Any]:
    """The replacements of references to a dropped resource. References to a dropped alarm become its name."""
    known = UNSUPPORTED.get(resource["Type"])
    return known.attributes if known else {"Ref": name}


def _replaced(resource: Template) -> Template:
    """A resource without the properties that the emulator does not support."""
    properties = resource.get("Properties", {})
    match resource["Type"]:
        case "AWS::Serverless::Function":
            properties.pop("DeploymentPreference", None)
        case "AWS::EC2::Subnet":
            del properties["Ipv6CidrBlock"], properties["AssignIpv6AddressOnCreation"]
        case "AWS::IAM::Role":
            for policy in properties.get("Policies", []):
                for statement in policy["PolicyDocument"]["Statement"]:
                    _replace_in_statement(statement)
        case "AWS::IAM::ManagedPolicy":
            for statement in properties["PolicyDocument"]["Statement"]:
                _drop_condition_keys(statement)
        case "AWS::IAM::RolePolicy":
            resource["Type"] = "AWS::IAM::Policy"
            properties["Roles"] = [properties.pop("RoleName")]
    return resource


def _database_url(text: str, port: int, authority: Path) -> str:
    """A database's address, with the port and the certificate authority of database.py."""
    if not text.startswith("postgresql://"):
        return text
    text = text.replace("}:5432/", f"}}:{port}/")
    return re.sub(r"sslrootcert=[^&]+", f"sslrootcert={authority}&hostaddr=127.0.0.1", text)


def _replace_api(template: Template) -> None:
    resources = template["Resources"]
    (name,) = [name for name, resource in resources.items() if resource["Type"] == "AWS::Serverless::HttpApi"]
    properties = resources[name]["Properties"]
    body, auth = properties["DefinitionBody"], properties["Auth"]
    resources[name] = {
        "Type": "AWS::ApiGatewayV2::Api",
        "Properties": {"Name": body["info"]["title"], "ProtocolType": "HTTP"},
    }
    for scheme, authorizer in auth["Authorizers"].items():
        resources[f"{name}{scheme}Authorizer"] = {
            "Type": "AWS::ApiGatewayV2::Authorizer",
            "Properties": {
                "ApiId": {"Ref": name},
                "Name": scheme,
                "AuthorizerType": "JWT",
                "IdentitySource": [authorizer["IdentitySource"]],
                "JwtConfiguration": {
                    "Issuer": authorizer["JwtConfiguration"]["issuer"],
                    "Audience": authorizer["JwtConfiguration"]["audience"],
                },
            },
        }
    for number, (route_key, operation) in enumerate(_operations(body)):
        integration = operation["x-amazon-apigateway-integration"]
        resources[f"{name}Integration{number}"] = {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
                "ApiId": {"Ref": name},
                "IntegrationType": integration["type"].upper(),
                "IntegrationMethod": integration["httpMethod"],
                "IntegrationUri": integration["uri"],
                "PayloadFormatVersion": integration["payloadFormatVersion"],
            }
            | {"CredentialsArn": integration["credentials"]},
        }
        route = {
            "ApiId": {"Ref": name},
            "RouteKey": route_key,
            "Target": {"Fn::Join": ["/", ["integrations", {"Ref": f"{name}Integration{number}"}]]},
        }
        ((scheme, _),) = operation.get("security", [{auth["DefaultAuthorizer"]: []}])[0].items()
        if scheme != "NONE":
            route |= {"AuthorizationType": "JWT", "AuthorizerId": {"Ref": f"{name}{scheme}Authorizer"}}
        resources[f"{name}Route{number}"] = {"Type": "AWS::ApiGatewayV2::Route", "Properties": route}
    resources[f"{name}ApiGatewayDefaultStage"] = {
        "Type": "AWS::ApiGatewayV2::Stage",
        "Properties": {
            "ApiId": {"Ref": name},
            "StageName": "$default",
            "AutoDeploy": True,
            "DefaultRouteSettings": properties["DefaultRouteSettings"],
            "AccessLogSettings": properties["AccessLogSettings"],
        },
    }


def _operations(body: Template) -> Iterator[tuple[str, Template]]:
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            if "$default" in path:
                yield "$default", operation
            else:
                yield f"{'ANY' if method.startswith('x-') else method.upper()} {path}", operation


def _replace_in_statement(statement: Template) -> None:
    _drop_condition_keys(statement)
    match statement["Action"]:
        case str(action) if action in RESOURCES:
            statement["Resource"] = "*"
        case str(action) if action in ACTIONS:
            statement["Action"] = [action, ACTIONS[action]]


def _drop_condition_keys(statement: Template) -> None:
    for operator, keys in list(statement.get("Condition", {}).items()):
        kept = {key: value for key, value in keys.items() if key not in CONDITION_KEYS}
        if kept != keys:
            statement["Condition"] = {**statement["Condition"], operator: kept}
            if not kept:
                del statement["Condition"][operator]
    if statement.get("Condition") == {}:
        del statement["Condition"]


def _without(node: Any, name: str, attributes: Mapping[str, Any]) -> Any:
    """A part of the template, with references to a dropped resource replaced. Raises KeyError for an attribute that has
    no replacement."""
    match node:
        case {"Ref": str(target)} if target == name:
            return attributes["Ref"]
        case {"Fn::GetAtt": [str(target), str(attribute)]} if target == name:
            return attributes[attribute]
        case {"Fn::Sub": str(text)} if f"${{{name}" in text:
            return _without_in_text(text, name, attributes)
        case dict():
            kept = {key: _without(value, name, attributes) for key, value in node.items()}
            named = kept.get("DependsOn", [])
            if named == name or name in named:
                kept["DependsOn"] = [other for other in named if other != name] if isinstance(named, list) else []
            return kept
        case list():
            return [_without(value, name, attributes) for value in node]
        case _:
            return node


def _without_in_text(text: str, name: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    def replaced(found: re.Match[str]) -> str:
        match attributes[found["attribute"] or "Ref"]:
            case {"Fn::GetAtt": [resource, attribute]}:
                return f"${{{resource}.{attribute}}}"
            case {"Ref": resource}:
                return f"${{{resource}}}"
            case {"Fn::Sub": other}:
                return str(other)
            case plain:
                return str(plain)

    return {"Fn::Sub": re.sub(rf"\$\{{{name}(\.(?P<attribute>[^}}]+))?\}}", replaced, text)}


def _each_text(node: Any, change: Any) -> Any:
    if isinstance(node, dict):
        return {key: _each_text(value, change) for key, value in node.items()}
    if isinstance(node, list):
        return [_each_text(value, change) for value in node]
    return change(node) if isinstance(node, str) else node
