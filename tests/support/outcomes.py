"""CloudFormation's side of a custom resource: its requests, and the endpoint to which their outcomes are sent."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class OutcomeEndpoint(HTTPServer):
    """CloudFormation's endpoint for outcomes. fails: the number of outcomes that it refuses first."""

    fails = 0
    received: list[tuple[str | None, dict[str, Any]]]


class Listener(BaseHTTPRequestHandler):
    server: OutcomeEndpoint

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.fails:
            self.server.fails -= 1
            self.send_error(503)
            return
        self.server.received.append((self.headers["Content-Type"], json.loads(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing."""


def request(endpoint: OutcomeEndpoint, request_type: str, **more: Any) -> dict[str, Any]:
    return {
        "RequestType": request_type,
        "ResponseURL": f"http://127.0.0.1:{endpoint.server_address[1]}/answer?signature=x",
        "StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/purser/1",
        "RequestId": "r-1",
        "LogicalResourceId": "Migration",
        "ResourceType": "Custom::Migration",
        "ResourceProperties": {"Layer": "arn:1"},
        **more,
    }


def received(endpoint: OutcomeEndpoint) -> dict[str, Any]:
    ((media, answer),) = endpoint.received
    assert not media, "the URL is signed without a content type"
    assert {name: answer[name] for name in ("StackId", "RequestId", "LogicalResourceId")} == {
        "StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/purser/1",
        "RequestId": "r-1",
        "LogicalResourceId": "Migration",
    }
    return answer
