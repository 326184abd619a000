"""The stack that template.yaml declares, after SAM's transform."""

import json
from functools import cache
from typing import Any

from local import template, transform
from tests.support.kit import ROOT


@cache
def deployed(parameters: str = "{}") -> dict[str, Any]:
    """The stack's resources. parameters: of the template, as a JSON object."""
    path = ROOT / "template.yaml"
    if parameters == "{}":
        resources: dict[str, Any] = transform.expanded(path)["Resources"]
        return resources
    source = transform.parsed(path.read_bytes())
    values = template.parameter_values(source, {"MailFrom": "billing@purser.example"} | json.loads(parameters))
    return _resources(source, values)


@cache
def versioned(code: str = "{}", text: str | None = None) -> dict[str, Any]:
    """The resources, for comparing versions of functions. Queues and schedules of functions are left out, since no
    version depends on them.

    code: the code locations of functions and the layer by logical id, as a JSON object; `sam deploy` derives them from
    the content. text: another template.
    """
    source = transform.parsed(text or (ROOT / "template.yaml").read_bytes())
    for resource in source["Resources"].values():
        resource.get("Properties", {}).pop("Events", None)
    for name, place in json.loads(code).items():
        properties = source["Resources"][name]["Properties"]
        properties["CodeUri" if "CodeUri" in properties else "ContentUri"] = place
    return _resources(source, template.parameter_values(source, {"MailFrom": "billing@purser.example"}))


def _resources(source: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    resources: dict[str, Any] = transform.transformed(source, values)["Resources"]
    return resources


def properties(kind: str, resources: dict[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    """The properties of each resource of a kind, by logical id."""
    resources = deployed() if resources is None else resources
    return {name: body.get("Properties", {}) for name, body in resources.items() if body["Type"] == kind}
