"""Writes docs/purser.postman_collection.json: a request for each operation of docs/openapi.json, for Postman, Bruno,
Insomnia and other clients that read the format. On the local system it gets its tokens itself."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from tools import openapi
from tools.operations import ROOT

TARGET: Final = ROOT / "docs" / "purser.postman_collection.json"
SCHEMA: Final = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
CALLERS: Final[dict[str, dict[str, Any]]] = {
    "service": {"sub": "back-office", "tenant_id": "acme", "roles": ["service"]},
    "agent": {"sub": "agent-ada", "tenant_id": "acme", "roles": ["agent"]},
    "member": {"sub": "ann", "tenant_id": "acme", "roles": ["billing.view"]},
    "billing": {"sub": "olga", "tenant_id": "acme", "roles": ["billing.manage"]},
    "root": {"sub": "rita", "tenant_id": "platform", "roles": ["root"]},
    "customer": {"sub": "alice", "tenant_id": "acme", "roles": ["customer"], "customer_id": "{{customer_id}}"},
}
"""The claims of each caller's token on the local system, those whom most operations accept first. A request is sent by
the first caller with one of its operation's roles. What a member asks for, `billing` approves."""
_BY_CUSTOMERS: Final = frozenset({"bets_create"})
"""Operations whose example is a customer's, though others may call them too."""
_ALTERNATIVES: Final = frozenset({"username"})
"""Parameters of which a request needs this or another one."""
_FOLDERS: Final = (
    "system",
    "agent",
    "cashier",
    "bets",
    "wallets",
    "people",
    "transfers",
    "tournaments",
    "transactions",
)
"""The first folders, in an order in which a run finds what an earlier request created."""
_METHODS: Final = ("POST", "PUT", "GET", "PATCH", "DELETE")
_ABOUT: Final = """\
Every operation of Purser's API. On the local system (`make run`), each request gets a token of its own. For another
system, set `base_url` and the tokens (`agent_token` ...) in the collection's variables. Ids of answers are kept in
variables, so that a customer who was created is the one who is credited next."""
_SIGN_IN_SCRIPT: Final = """\
// The local system has an issuer of tokens; other systems do not.
const base = pm.collectionVariables.get("base_url");
const token = pm.request.auth && pm.request.auth.parameters().get("token");
const caller = token && /{{(\\w+)_token}}/.exec(token)[1];
if (caller && /^http:\\/\\/(127\\.0\\.0\\.1|localhost)(:|$)/.test(base)) {
    const claims = pm.variables.replaceIn(JSON.stringify(CALLERS[caller]));
    const header = {"Content-Type": "application/json"};
    const body = {mode: "raw", raw: claims};
    pm.sendRequest({url: `${base}/local/token`, method: "POST", header, body}, (error, answer) => {
        if (error) throw error;
        pm.collectionVariables.set(`${caller}_token`, answer.json().access_token);
    });
}"""
_IDS_SCRIPT: Final = """\
// Later requests use the ids of what was created.
if (pm.response.code < 300 && (pm.response.headers.get("Content-Type") || "").startsWith("application/json")) {
    for (const [name, value] of Object.entries(pm.response.json())) {
        if (name.endsWith("_id") && typeof value === "string" && pm.collectionVariables.has(name)) {
            pm.collectionVariables.set(name, value);
        }
    }
}"""


def text() -> str:
    return json.dumps(collection(json.loads(openapi.TARGET.read_text(encoding="utf-8"))), indent=2) + "\n"


def collection(document: dict[str, Any]) -> dict[str, Any]:
    """The collection of an OpenAPI document. Raises StopIteration if nobody in CALLERS has a role of an operation."""
    folders = defaultdict(list)
    variables = {"base_url": "http://127.0.0.1:8080", "tenant_id": "acme"}
    variables |= {f"{name}_token": "" for name in CALLERS}
    for path, methods in sorted(document["paths"].items(), key=lambda item: (item[0].count("{"), item[0])):
        for method, operation in sorted(methods.items(), key=lambda item: _METHODS.index(item[0].upper())):
            parameters = [_resolved(document, one) for one in operation.get("parameters", [])]
            variables |= {one["name"]: one["example"] for one in parameters if one["in"] == "path"}
            folders[operation["tags"][0]].append((method.upper(), path, operation, parameters))
    names = sorted(folders, key=lambda name: (_FOLDERS.index(name) if name in _FOLDERS else len(_FOLDERS), name))
    callers = f"const CALLERS = {json.dumps(CALLERS)};\n"
    return {
        "info": {"name": "Purser", "description": _ABOUT, "schema": SCHEMA},
        "event": [_script("prerequest", callers + _SIGN_IN_SCRIPT), _script("test", _IDS_SCRIPT)],
        "variable": [{"key": name, "value": value} for name, value in sorted(variables.items())],
        "item": [
            {"name": name, "item": [_item(document, variables, *one) for one in sorted(folders[name], key=_place)]}
            for name in names
        ],
    }


def _place(one: tuple[str, str, Any, Any]) -> tuple[bool, int, int]:
    """What creates something comes before what reads it, lists before single items, and what deletes it last."""
    return one[0] == "DELETE", one[1].count("{"), _METHODS.index(one[0])


def _item(
    document: dict[str, Any],
    variables: dict[str, str],
    method: str,
    path: str,
    operation: dict[str, Any],
    parameters: list[dict[str, Any]],
) -> dict[str, Any]:
    caller = _caller(operation)
    address = re.sub(r"{(\w+)}", r"{{\1}}", path)
    query = [_query(one, caller) for one in _flat(parameters) if one["in"] == "query"]
    enabled = "&".join(f"{one['key']}={one['value']}" for one in query if not one["disabled"])
    request: dict[str, Any] = {
        "method": method,
        "description": operation.get("description", ""),
        "url": {
            "raw": f"{{{{base_url}}}}{address}" + (f"?{enabled}" if enabled else ""),
            "host": ["{{base_url}}"],
            "path": address.removeprefix("/").split("/"),
            "query": query,
        },
        "header": [],
        "auth": {"type": "noauth"},
    }
    if caller:
        token = {"key": "token", "value": f"{{{{{caller}_token}}}}", "type": "string"}
        request["auth"] = {"type": "bearer", "bearer": [token]}
    if any(one["name"] == "Idempotency-Key" for one in parameters):
        request["header"] = [{"key": "Idempotency-Key", "value": "{{$guid}}"}]
    media = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if media:
        body = json.dumps(_with_variables(_example(document, media), variables), indent=2)
        request["body"] = {"mode": "raw", "raw": body, "options": {"raw": {"language": "json"}}}
        request["header"].append({"key": "Content-Type", "value": "application/json"})
    return {"name": operation["operationId"], "request": request, "response": []}


def _caller(operation: dict[str, Any]) -> str | None:
    roles = operation.get("x-roles", [])
    if not roles or operation["operationId"] in _BY_CUSTOMERS:
        return "customer" if roles else None
    return next(name for name, claims in CALLERS.items() if claims["roles"][0] in roles)


def _flat(parameters: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The parameters, of one that is an object the members of its example."""
    for one in parameters:
        if one.get("style") != "deepObject":
            yield one
            continue
        for name, value in one["example"].items():
            yield one | {"name": f"{one['name']}[{name}]", "example": value}


def _query(parameter: dict[str, Any], caller: str | None) -> dict[str, Any]:
    """A parameter is off unless the request needs it. Root names the tenant, since its token has the platform's."""
    names_tenant = parameter["name"] == "tenant_id" and caller == "root"
    value = "{{tenant_id}}" if parameter["name"] == "tenant_id" else str(parameter.get("example", ""))
    is_on = names_tenant or parameter["name"] in _ALTERNATIVES or parameter.get("required", False)
    return {"key": parameter["name"], "value": value, "disabled": not is_on}


def _example(document: dict[str, Any], media: dict[str, Any]) -> Any:
    if "example" in media:
        return media["example"]
    return _resolved(document, next(iter(media["examples"].values())))["value"]


def _with_variables(value: Any, variables: dict[str, str]) -> Any:
    """The example with variables for the ids of things that a run creates."""
    if isinstance(value, dict):
        return {
            name: f"{{{{{name}}}}}" if name in variables and _is_uuid(part) else _with_variables(part, variables)
            for name, part in value.items()
        }
    return [_with_variables(part, variables) for part in value] if isinstance(value, list) else value


def _is_uuid(value: Any) -> bool:
    try:
        return bool(str(UUID(value)) == value)
    except (AttributeError, TypeError, ValueError):
        return False


def _resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    found: Any = part
    if "$ref" in part:
        found = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
    return dict(found)


def _script(moment: str, source: str) -> dict[str, Any]:
    return {"listen": moment, "script": {"type": "text/javascript", "exec": source.splitlines()}}


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
