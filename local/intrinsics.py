"""CloudFormation's intrinsic functions, with local values, as far as an expanded template still contains them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from local import CannotStart

_NO_VALUE = object()  # AWS::NoValue: removes the property or list element that has it
_REFERENCE = re.compile(r"\$\{([^!}][^}]*)\}")


class Resolver:
    """Replaces Ref, Sub, GetAtt, Join, Split and If in an expanded template, and evaluates its conditions."""

    def __init__(self, template: Mapping[str, Any], parameters: Mapping[str, str], *, region: str, account: str):
        self._resources: Mapping[str, Mapping[str, Any]] = template["Resources"]
        self._conditions: Mapping[str, Any] = template.get("Conditions", {})
        self._account, self._region = account, region
        self._values: dict[str, object] = {
            "AWS::AccountId": account,
            "AWS::NoValue": _NO_VALUE,
            "AWS::Partition": "aws",
            "AWS::Region": region,
            "AWS::StackName": "purser",
            "AWS::URLSuffix": "amazonaws.com",
            **parameters,
        }
        for name, declared in template.get("Parameters", {}).items():
            if declared["Type"] == "CommaDelimitedList" and name in parameters:
                self._values[name] = parameters[name].split(",")
        self._functions: Mapping[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Fn::Sub": self._sub,
            "Fn::GetAtt": self._get_att,
            "Fn::If": self._if,
            "Fn::Join": lambda parts: parts[0].join(map(str, self.resolve(parts[1]))),
            "Fn::Split": lambda parts: str(self.resolve(parts[1])).split(parts[0]),
            "Fn::Equals": lambda sides: self.resolve(sides[0]) == self.resolve(sides[1]),
            "Fn::Not": lambda inner: not self._is_true(inner[0]),
            "Fn::And": lambda inner: all(map(self._is_true, inner)),
            "Fn::Or": lambda inner: any(map(self._is_true, inner)),
            "Condition": self._is_true,
        }

    def resources(self) -> dict[str, Mapping[str, Any]]:
        """The resources without a condition, and those whose condition is true."""
        return {
            name: resource
            for name, resource in self._resources.items()
            if "Condition" not in resource or self._is_true(resource["Condition"])
        }

    def resolve(self, value: Any) -> Any:
        """`value` with all functions replaced. Raises CannotStart for a function that is not supported."""
        if isinstance(value, Mapping):
            if len(value) == 1:
                (name, argument), *_ = value.items()
                if name in self._functions:
                    return self._functions[name](argument)
                if str(name).startswith("Fn::"):
                    raise CannotStart(f"The template uses {name}, which the local system does not support.")
            members = {name: self.resolve(member) for name, member in value.items()}
            return {name: member for name, member in members.items() if member is not _NO_VALUE}
        if isinstance(value, list):
            return [element for element in map(self.resolve, value) if element is not _NO_VALUE]
        return value

    def _is_true(self, condition: Any) -> bool:
        return bool(self.resolve(self._conditions[condition] if isinstance(condition, str) else condition))

    def _if(self, argument: list[Any]) -> Any:
        condition, then, otherwise = argument
        return self.resolve(then if self._is_true(condition) else otherwise)

    def _ref(self, name: str) -> object:
        if name in self._values:
            return self._values[name]
        match self._type(name):
            case "AWS::Lambda::Function":
                return name
            case "AWS::Lambda::Alias":
                alias = self._resources[name]["Properties"]
                function = self._get_att([self.resolve(alias["FunctionName"]), "Arn"])
                return f"{function}:{self.resolve(alias['Name'])}"
            case "AWS::Events::EventBus":
                return self._bus(name)
            case "AWS::SQS::Queue":
                return f"https://sqs.{self._region}.amazonaws.com/{self._account}/{name}"
        raise CannotStart(f"The template refers to {name}, which has no local value.")

    def _sub(self, argument: str | list[Any]) -> str:
        text, local = (argument, {}) if isinstance(argument, str) else (argument[0], self.resolve(argument[1]))

        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name in local:
                return str(local[name])
            return str(self._get_att(name) if "." in name else self._ref(name))

        return _REFERENCE.sub(value, text).replace("${!", "${")

    def _get_att(self, argument: str | list[str]) -> str:
        name, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        scope = f"{self._region}:{self._account}"
        match self._type(name), attribute:
            case "AWS::Lambda::Function", "Arn":
                return f"arn:aws:lambda:{scope}:function:{name}"
            case "AWS::IAM::Role", "Arn":
                return f"arn:aws:iam::{self._account}:role/{name}"
            case "AWS::Events::EventBus", "Arn":
                return f"arn:aws:events:{scope}:event-bus/{self._bus(name)}"
            case "AWS::SQS::Queue", "Arn":
                return f"arn:aws:sqs:{scope}:{name}"
        raise CannotStart(f"The template's {name}.{attribute} has no local value.")

    def _type(self, name: str) -> str | None:
        return self._resources.get(name, {}).get("Type")

    def _bus(self, name: str) -> str:
        return str(self.resolve(self._resources[name]["Properties"]["Name"]))


def function_of(arn: str) -> str:
    """The logical id of the function that a name, an ARN or an alias's ARN belongs to."""
    return arn.rsplit(":function:", maxsplit=1)[-1].split(":", maxsplit=1)[0]
