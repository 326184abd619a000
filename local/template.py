"""What template.yaml deploys, as SAM's own translator expands it: functions, environment variables, routes, wiring.

The local system has nothing that is not in the template, so an error in the template shows at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import ACCOUNT, REGION, CannotStart, transform, wiring
from local.intrinsics import Resolver, function_of
from local.wiring import Wiring

_DEFAULT_TIMEOUT_S = 3  # Lambda's own defaults
_DEFAULT_MEMORY_MB = 128


@dataclass(frozen=True)
class Function:
    """One Lambda. name: of its folder. logical_id: in the template. timeout: in seconds, memory: in MB. reserved: its
    reserved concurrency."""

    name: str
    logical_id: str
    folder: Path
    module: str
    handler: str
    environment: Mapping[str, str]
    timeout: int
    memory: int
    reserved: int | None = None


@dataclass(frozen=True)
class Authorizer:
    """A JWT authorizer of an HTTP API: the issuer and audiences that it accepts."""

    issuer: str
    audiences: frozenset[str]


@dataclass(frozen=True)
class Route:
    """method: in capitals, or ANY. path: as in the template, or $default. scopes: a token needs one of them."""

    method: str
    path: str
    function: str
    authorizer: Authorizer | None
    scopes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.path if self.path == "$default" else f"{self.method} {self.path}"


@dataclass(frozen=True)
class Template:
    functions: Mapping[str, Function]
    routes: tuple[Route, ...]
    wiring: Wiring


def read(path: Path, parameters: Mapping[str, str]) -> Template:
    """Expand the template at `path` with `parameters`; those that the template does not declare are ignored.

    Raises CannotStart if the template is not valid or uses something that has no local value.
    """
    expanded = transform.expanded(path)
    values = parameter_values(expanded, parameters)
    resolver = Resolver(expanded, values, region=REGION, account=ACCOUNT)
    existing = resolver.resources()
    functions = {
        logical_id: _function(logical_id, resource["Properties"], resolver, path.parent)
        for logical_id, resource in existing.items()
        if resource["Type"] == "AWS::Lambda::Function"
    }
    routes = [
        route
        for resource in existing.values()
        if resource["Type"] == "AWS::ApiGatewayV2::Api"
        for route in _routes(resolver.resolve(resource["Properties"]["Body"]), functions)
    ]
    return Template(
        {function.name: function for function in functions.values()},
        tuple(routes),
        wiring.read(existing, resolver, {logical_id: function.name for logical_id, function in functions.items()}),
    )


def parameter_values(source: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """A value for each declared parameter: the given one, else its default.

    Raises CannotStart if a parameter has neither.
    """
    declared: Mapping[str, Mapping[str, Any]] = source.get("Parameters", {})
    values = {name: str(declaration["Default"]) for name, declaration in declared.items() if "Default" in declaration}
    values |= {name: value for name, value in given.items() if name in declared}
    if missing := sorted(declared.keys() - values):
        raise CannotStart(f"The template's parameters {', '.join(missing)} have no local value.")
    return values


def _function(logical_id: str, declared: Mapping[str, Any], resolver: Resolver, root: Path) -> Function:
    # Only the properties used here are resolved: roles and networks have no local value.
    used = ("Code", "Handler", "Environment", "Timeout", "MemorySize", "ReservedConcurrentExecutions")
    properties = resolver.resolve({name: declared[name] for name in used if name in declared})
    folder = root / properties["Code"]["S3Key"]
    module, _, handler = properties["Handler"].rpartition(".")
    return Function(
        name=folder.name,
        logical_id=logical_id,
        folder=folder,
        module=module,
        handler=handler,
        environment={
            name: str(value) for name, value in properties.get("Environment", {}).get("Variables", {}).items()
        },
        timeout=int(properties.get("Timeout", _DEFAULT_TIMEOUT_S)),
        memory=int(properties.get("MemorySize", _DEFAULT_MEMORY_MB)),
        reserved=int(reserved) if (reserved := properties.get("ReservedConcurrentExecutions")) is not None else None,
    )


def _routes(body: Mapping[str, Any], functions: Mapping[str, Function]) -> list[Route]:
    authorizers = {
        name: _authorizer(scheme["x-amazon-apigateway-authorizer"])
        for name, scheme in body.get("components", {}).get("securitySchemes", {}).items()
    }
    routes = []
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            arn = operation["x-amazon-apigateway-integration"]["uri"].split("/functions/")[1].split("/")[0]
            security = {name: scopes for item in operation.get("security", []) for name, scopes in item.items()}
            name = next((name for name in security if name in authorizers), None)
            routes.append(
                Route(
                    method="ANY" if method == "x-amazon-apigateway-any-method" else method.upper(),
                    path=path,
                    function=functions[function_of(arn)].name,
                    authorizer=authorizers[name] if name else None,
                    scopes=tuple(security[name]) if name else (),
                )
            )
    return routes


def _authorizer(definition: Mapping[str, Any]) -> Authorizer:
    configuration = definition["jwtConfiguration"]
    return Authorizer(configuration["issuer"], frozenset(configuration["audience"]))
