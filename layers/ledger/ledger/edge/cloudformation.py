"""The edge to CloudFormation: a function that a stack calls when it is made, changed or deleted, and that answers it.

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

_TRIES: Final = 3
_WITHIN: Final = 10  # seconds


def provides(resource: str, refuses: type[Exception]) -> Callable[[Callable[[], "DataclassInstance"]], Handler]:
    """A function that brings a stack's resource to this release, however often it is called; what it answers is the
    resource's attributes. Called by hand, without a stack, it answers them.

    resource: its id in the stack. refuses: what it raises with a sentence that may be told. Whatever it raises fails
    the deployment. A deleted stack leaves the resource as it is, and so does one that goes back, since the release
    before runs on it.
    """

    def decorated(function: Callable[[], "DataclassInstance"]) -> Handler:
        @functools.wraps(function)
        def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
            if "ResponseURL" not in event:
                return asdict(function())
            provided: dict[str, Any] = {}
            status, reason = "SUCCESS", "It is at this release."
            try:
                if event["RequestType"] == "Delete":
                    reason = "It stays."
                elif _goes_back(event):
                    reason = "It stays at the later release."
                else:
                    provided = asdict(function())
            except refuses as refusal:
                status, reason = "FAILED", str(refusal)
            except Exception as failure:  # noqa: BLE001  (a stack that hears nothing waits for an hour)
                # Without the message: it may quote the address of a database.
                status, reason = (
                    "FAILED",
                    f"{type(failure).__name__} {getattr(failure, 'sqlstate', None) or ''}".strip(),
                )
            _tell(event, {"Status": status, "Reason": reason, "Data": provided}, resource)
            return provided

        return handler

    return decorated


def _goes_back(event: Mapping[str, Any]) -> bool:
    """Whether the stack goes back, after a deployment that failed: from a later version of the layer to an earlier one.

    An earlier release that somebody deploys is a new version of the layer, and no going back.
    """
    (before, was), (after, becomes) = (
        (name, version)
        for properties in ("OldResourceProperties", "ResourceProperties")
        for name, _, version in [event.get(properties, {}).get("Layer", "").rpartition(":")]
    )
    return before == after and int(becomes) < int(was)


def _tell(event: Mapping[str, Any], outcome: Mapping[str, Any], resource: str) -> None:
    answer = {
        **outcome,
        "PhysicalResourceId": event.get("PhysicalResourceId", resource),
        **{name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")},
    }
    # The address is signed without a content type, so none may be sent.
    request = urllib.request.Request(  # noqa: S310  (CloudFormation's own address)
        event["ResponseURL"], json.dumps(answer).encode(), {"Content-Type": ""}, method="PUT"
    )
    for tries_left in reversed(range(_TRIES)):
        try:
            urllib.request.urlopen(request, timeout=_WITHIN).close()  # noqa: S310  (as above)
        except urllib.error.URLError:
            if not tries_left:
                raise
        else:
            return
