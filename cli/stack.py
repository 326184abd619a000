"""The deployed stack, as the credentials see it that boto3 finds."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import boto3


@dataclass(frozen=True)
class Stack:
    """name: CloudFormation's. What AWS refuses is raised as botocore raises it."""

    name: str

    def client(self, service: str) -> Any:
        untyped: Any = boto3
        return untyped.client(service)

    def resources(self, kind: str) -> dict[str, str]:
        """By logical id, the physical ids of the resources of a type."""
        return {
            resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for resource in self._resources
            if resource["ResourceType"] == kind
        }

    @cached_property
    def _resources(self) -> list[Any]:
        pages = self.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self.name)
        found = [resource for page in pages for resource in page["StackResourceSummaries"]]
        # One that could not be created has no physical id, and one that was deleted is listed still.
        return [
            resource
            for resource in found
            if resource.get("PhysicalResourceId") and resource.get("ResourceStatus") != "DELETE_COMPLETE"
        ]
