"""The stack that template.yaml declares, after SAM's transform."""

import json
from functools import cache
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from local import template
from tests.kit import ROOT


@cache
def deployed(parameters: str = "{}", code: str = "{}", text: str | None = None) -> dict[str, Any]:
    """The stack's resources. parameters: of the template. code: where the functions' and the layer's is, by logical id,
    which `sam deploy` says by what is in it. Both as JSON objects. text: of the template, where it is another."""
    source = yaml_parse(text or (ROOT / "template.yaml").read_text(encoding="utf-8"))
    for name, place in json.loads(code).items():
        properties = source["Resources"][name]["Properties"]
        properties["CodeUri" if "CodeUri" in properties else "ContentUri"] = place
    values = template.parameter_values(source, {"MailFrom": "billing@purser.example"} | json.loads(parameters))
    resources: dict[str, Any] = template.transformed(source, values)["Resources"]
    return resources


def of(kind: str, resources: dict[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    """The properties of each resource of a kind, by logical id."""
    resources = deployed() if resources is None else resources
    return {name: body.get("Properties", {}) for name, body in resources.items() if body["Type"] == kind}
