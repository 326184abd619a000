"""The edge to CloudFormation: functions that are custom resources of a stack.

CloudFormation calls such a function when the stack is created, updated or deleted, and waits for its answer.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
"""

import functools
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

type Handler = Callable[[Mapping[str, Any], object], dict[str, Any]]

ATTEMPTS: Final = 3
ANSWER_TIMEOUT_S: Final = 10


def custom_resource(
    resource: str, refusal_type: type[Exception]
) -> Callable[[Callable[[], "DataclassInstance"]], Handler]:
    """Make a function a custom resource. The function brings the resource to this release, may be called any number of
    times, and returns the resource's attributes. An invocation without a stack, by hand, returns them too.

    resource: its physical id. refusal_type: the exception whose message is safe to show in the stack's events. Every
    exception fails the deployment. The function is not called when the stack is deleted, nor when it rolls back, since
    the earlier release works with the resource as it is.
    """

    def decorated(function: Callable[[], "DataclassInstance"]) -> Handler:
        @functools.wraps(function)
        def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
            if "ResponseURL" not in event:
                return asdict(function())
            provided: dict[str, Any] = {}
            status, reason = "SUCCESS", "The resource is at this release."
            try:
                if event["RequestType"] == "Delete":
                    reason = "The resource is kept."
                elif _is_rollback(event):
                    reason = "The resource is kept at the later release."
                else:
                    provided = asdict(function())
            except refusal_type as refusal:
                status, reason = "FAILED", str(refusal)
            except Exception as failure:  # noqa: BLE001  (without an answer the stack waits for an hour)
                # Without the message, which may quote the address of the database.
                status, reason = (
                    "FAILED",
                    f"{type(failure).__name__} {getattr(failure, 'sqlstate', None) or ''}".strip(),
                )
            _answer(event, {"Status": status, "Reason": reason, "Data": provided}, resource)
            return provided

        return handler

    return decorated


def _is_rollback(event: Mapping[str, Any]) -> bool:
    """Whether the stack rolls back after a failed deployment: from a later version of the layer to an earlier one.

    Deploying an earlier release again is no rollback: it creates a new version of the layer.
    """
    (old_layer, old_version), (new_layer, new_version) = (
        (name, version)
        for properties in ("OldResourceProperties", "ResourceProperties")
        for name, _, version in [event.get(properties, {}).get("Layer", "").rpartition(":")]
    )
    return old_layer == new_layer and int(new_version) < int(old_version)


def _answer(event: Mapping[str, Any], outcome: Mapping[str, Any], resource: str) -> None:
    """Send the outcome to CloudFormation. Raises URLError if every attempt fails."""
    answer = {
        **outcome,
        "PhysicalResourceId": event.get("PhysicalResourceId", resource),
        **{name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")},
    }
    # The URL is signed for a request without a content type.
    request = urllib.request.Request(  # noqa: S310  (CloudFormation's own address)
        event["ResponseURL"], json.dumps(answer).encode(), {"Content-Type": ""}, method="PUT"
    )
    for attempts_left in reversed(range(ATTEMPTS)):
        try:
            urllib.request.urlopen(request, timeout=ANSWER_TIMEOUT_S).close()  # noqa: S310  (as above)
        except urllib.error.URLError:
            if not attempts_left:
                raise
        else:
            return
