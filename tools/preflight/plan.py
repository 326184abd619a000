"""What a check reads and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tools import stages


@dataclass(frozen=True)
class Plan:
    """A deployment that has not begun.

    values: of all parameters in the deployment. stack: the present one, None before the first deployment.
    """

    region: str
    values: Mapping[str, str]
    stack: Mapping[str, Any] | None

    def present(self, name: str) -> str | None:
        """A parameter's value in the present stack."""
        return stages.parameters_of(self.stack).get(name) if self.stack else None

    def client(self, service: str) -> Any:
        return stages.client(service, self.region)


@dataclass(frozen=True)
class Finding:
    """The result of a check. level: ok, warning or refused. parameters: values that the check chose."""

    level: str
    text: str
    parameters: Mapping[str, str] = field(default_factory=dict)
