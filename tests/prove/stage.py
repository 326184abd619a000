"""A deployed stage, with the commands of its operator and the requests of its users."""

import json
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
import httpx
import pytest

from tests.prove.workspace import CommandResult, Workspace
from tests.support import samples
from tests.support.waiting import HANG_S

PASSWORD = "Correct-horse-1battery"
POLL_S = 0.25
REPETITIONS = 2
BESIDE_A_SECOND_STAGE = [pytest.mark.usefixtures("proof_in_an_account")] if os.environ.get("SEARCH") else []
"""Marks of the tests during which a search deploys and uses the second stage."""


@dataclass
class Stage:
    """A stage of samconfig.toml. workspace: the folder in which its operator works."""

    name: str
    workspace: Workspace
    _tokens: dict[str, str] = field(default_factory=dict)
    _clients: dict[str, Any] = field(default_factory=dict)

    @property
    def stack(self) -> str:
        return f"purser-{self.name}"

    def client(self, service: str) -> Any:
        """A boto3 client with the operator's credentials. It is cached, since creating one takes 0.1 s."""
        if service not in self._clients:
            self._clients[service] = self._new_client(service)
        return self._clients[service]

    def _new_client(self, service: str) -> Any:
        environment = self.workspace.environment
        session: Any = boto3.Session(
            environment.get("AWS_ACCESS_KEY_ID"),
            environment.get("AWS_SECRET_ACCESS_KEY"),
            environment.get("AWS_SESSION_TOKEN"),
            region_name=environment["AWS_REGION"],
            profile_name=environment.get("AWS_PROFILE"),
        )
        # Without these arguments, boto3 would read both from the environment of the tests.
        endpoint, authority = environment.get("AWS_ENDPOINT_URL"), environment.get("AWS_CA_BUNDLE")
        return session.client(service, endpoint_url=endpoint, verify=authority)

    def description(self) -> Mapping[str, Any] | None:
        """The stack as CloudFormation describes it; None if there is none."""
        cloudformation = self.client("cloudformation")
        try:
            (found,) = cloudformation.describe_stacks(StackName=self.stack)["Stacks"]
        except cloudformation.exceptions.ClientError as error:
            if "does not exist" not in str(error):
                raise
            return None
        return dict(found)

    def status(self) -> str:
        found = self.description()
        return str(found["StackStatus"]) if found else "none"

    def outputs(self) -> dict[str, str]:
        found = self.description()
        assert found, f"there is no stack {self.stack}"
        return {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}

    def parameters(self) -> dict[str, str]:
        found = self.description()
        assert found, f"there is no stack {self.stack}"
        return {one["ParameterKey"]: one["ParameterValue"] for one in found["Parameters"]}

    def current_resources(self) -> dict[str, str]:
        """Physical ids by logical ids."""
        pages = self.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self.stack)
        return {
            one["LogicalResourceId"]: one["PhysicalResourceId"]
            for page in pages
            for one in page["StackResourceSummaries"]
        }

    def purser(self, *words: str, **environment: str) -> CommandResult:
        return self.workspace.run(["purser", *words, "--stack", self.stack], **environment)

    def add_user(self, email: str, tenant: str, *roles: str, customer: str = "") -> None:
        """Add a user and sign in, with the guide's commands. The first password is printed, not mailed."""
        words = [word for role in roles for word in ("--role", role)]
        words += ["--customer", customer] if customer else []
        added = self.purser("users", "add", email, "--tenant", tenant, *words, "--no-mail")
        assert added.code == 0, added.text
        first_password = re.findall(r"first sign-in: (\S+)", added.text)[0]
        passwords = {"PURSER_PASSWORD": first_password, "PURSER_NEW_PASSWORD": PASSWORD}
        self._tokens[email] = self._token(email, **passwords)

    def sign_in(self, email: str) -> str:
        """A new access token for a user who has signed in before."""
        self._tokens[email] = self._token(email, PURSER_PASSWORD=PASSWORD)
        return self._tokens[email]

    def _token(self, email: str, **passwords: str) -> str:
        signed_in = self.purser("token", email, **passwords)
        assert signed_in.code == 0, signed_in.text
        return signed_in.text.strip().rsplit("\n", 1)[-1]

    def call(self, email: str | None, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Call the API. email: the user whose token is sent; None sends no token."""
        if email is not None:
            headers["Authorization"] = f"Bearer {self._tokens[email]}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        with self.workspace.https() as client:
            return client.request(method, f"{self.outputs()['ApiUrl']}{path}", json=body, headers=sent)

    def call_ok(self, email: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call the API and require success. Returns the body of the answer.

        A GET that is answered 503 is sent again, twice at most, as the answer asks: on a busy machine a function may
        not connect in time.
        """
        answer = self.call(email, method, path, body, **headers)
        for _ in range(REPETITIONS if method == "GET" else 0):
            if answer.status_code == 503:
                answer = self.call(email, method, path, body, **headers)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def put_event(self, source: str, kind: str, detail: Mapping[str, Any]) -> None:
        """Put an event on the bus, as another system does."""
        entry = {
            "EventBusName": self.outputs()["EventBusName"],
            "Source": source,
            "DetailType": kind,
            "Detail": json.dumps(detail),
        }
        put = self.client("events").put_events(Entries=[entry])
        assert put["FailedEntryCount"] == 0, put

    def database(self) -> str:
        """The resource id of the database cluster."""
        name = self.current_resources()["Database"]
        (cluster,) = self.client("rds").describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
        return str(cluster["DbClusterResourceId"])

    def invoke(self, function: str, event: Any = None) -> tuple[str | None, Any]:
        """Call a function, by its logical id. Returns its error (None if it has ended without one) and its answer."""
        answer = self.client("lambda").invoke(
            FunctionName=self.current_resources()[function], Payload=json.dumps(event or {}).encode()
        )
        return answer.get("FunctionError"), json.loads(answer["Payload"].read() or b"null")

    def event(self, sample: str) -> dict[str, Any]:
        """A sample's event. If it is a request, it comes through this stage's API: functions refuse any other."""
        event = samples.event(sample)
        if "requestContext" in event:
            event["requestContext"]["apiId"] = self.outputs()["ApiId"]
        return event

    def functions(self) -> dict[str, Any]:
        """The configuration of each function, by logical id. For a function with an alias: of the alias's version."""
        lambda_, resources = self.client("lambda"), self.current_resources()
        found = {}
        for name, resource in self.workspace.template()["Resources"].items():
            if resource["Type"] == "AWS::Serverless::Function":
                alias = resource["Properties"].get("AutoPublishAlias")
                qualifier = {"Qualifier": alias} if alias else {}
                found[name] = lambda_.get_function_configuration(FunctionName=resources[name], **qualifier)
        return found

    def queue_url(self, queue: str) -> str:
        return self.current_resources()[queue]


def logical_id(function: str) -> str:
    """The logical id of a function, by its folder in functions/."""
    return "".join(map(str.capitalize, function.split("_"))) + "Function"


def eventually[T](
    read: Callable[[], T], is_expected: Callable[[T], object] = bool, within_s: float = HANG_S, hint: str = ""
) -> T:
    """Call `read` until its result `is_expected`, and return it. Fails after `within_s` and shows the last result, and
    the hint at what to do."""
    deadline = time.monotonic() + within_s
    while True:
        last = read()
        if is_expected(last):
            return last
        assert time.monotonic() < deadline, f"after {within_s} s still {last!r}. {hint}"
        time.sleep(POLL_S)
