"""A deployed CloudFormation stack: its resources, outputs and parameters, read with boto3's credentials."""

import os
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import boto3


@dataclass(frozen=True)
class Stack:
    """name: the CloudFormation stack's. region: by default the AWS CLI's. Errors are those of botocore."""

    name: str
    region: str | None = None

    def client(self, service: str, config: Any = None) -> Any:
        """A client of an AWS service. config: a botocore Config, if its defaults do not fit."""
        untyped: Any = boto3
        # boto3 itself knows AWS_DEFAULT_REGION only.
        region = self.region or os.environ.get("AWS_REGION") or None
        return untyped.client(service, region_name=region, config=config)

    def resources(self, kind: str) -> dict[str, str]:
        """The physical ids of all resources of a type, by logical id."""
        return {
            resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for resource in self._resources
            if resource["ResourceType"] == kind
        }

    @property
    def outputs(self) -> dict[str, str]:
        return {one["OutputKey"]: one["OutputValue"] for one in self._description.get("Outputs", [])}

    @property
    def parameters(self) -> dict[str, str]:
        """The values that the stack was deployed with."""
        return {one["ParameterKey"]: one["ParameterValue"] for one in self._description.get("Parameters", [])}

    @cached_property
    def _description(self) -> Any:
        (found,) = self.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"]
        return found

    @cached_property
    def _resources(self) -> list[Any]:
        pages = self.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self.name)
        found = [resource for page in pages for resource in page["StackResourceSummaries"]]
        # A resource that could not be created has no physical id, and a deleted one is still listed.
        return [
            resource
            for resource in found
            if resource.get("PhysicalResourceId") and resource.get("ResourceStatus") != "DELETE_COMPLETE"
        ]
