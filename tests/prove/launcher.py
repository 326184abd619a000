"""Starts the emulator, and adds two things that it lacks. Runs in the emulator's own environment.

Database tokens: the emulator gives functions credentials of their roles and evaluates IAM policies, but checks the
tokens of MySQL databases only. Here its own functions are applied to those of PostgreSQL. Requests and answers are
lines of JSON on a Unix socket:

    {"token": ..., "host": ..., "port": ..., "user": ..., "cluster": <the cluster's resource id>}
    {"refused": null | <reason>}

Serverless instances: it makes them, and does not offer them when `make deploy` asks.
"""

import json
import os
import socketserver
import threading
import time
from typing import Any

from ministack import app
from ministack.core import iam_evaluator, rds_iam
from ministack.core.responses import request_scope
from ministack.services import rds, sts

REGION = os.environ["MINISTACK_REGION"]
ACCOUNT = os.environ["MINISTACK_ACCOUNT_ID"]
SERVERLESS, OFFERED = "db.serverless", "db.r5.large"
_orderable_options = rds._describe_orderable_options


def refusal(asked: dict[str, Any]) -> str | None:
    """The reason why this token may not connect, None where it may."""
    # Sessions of functions have no end in the emulator, and its check insists on one.
    for session in list(sts._sessions.values()):
        session.setdefault("Expiration", time.time() + 3600)
    verified = rds_iam.verify_rds_iam_token(
        asked["token"],
        hostname=asked["host"],
        port=asked["port"],
        db_user=asked["user"],
        region=REGION,
        account_id=ACCOUNT,
    )
    if isinstance(verified, rds_iam.RdsIamTokenError):
        return str(verified.code)
    with request_scope(ACCOUNT, REGION):
        principal = iam_evaluator.resolve_principal(verified.access_key_id, ACCOUNT)
        if isinstance(principal, iam_evaluator.AuthError):
            return "InvalidCredentials"
        context = iam_evaluator.EvalContext(
            principal_arn=principal.arn,
            principal_type=principal.type,
            principal_account=ACCOUNT,
            action="rds-db:connect",
            resource_arn=f"arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:{asked['cluster']}/{asked['user']}",
            region=REGION,
            principal_keys=principal.keys,
        )
        result = iam_evaluator.evaluate(context, principal.policies, *principal.limits)
    return None if result.decision == "Allow" else f"{principal.arn}: {result.decision}"


def offer_serverless(asked: dict[str, Any]) -> Any:
    """DescribeOrderableDBInstanceOptions, where db.serverless is offered wherever db.r5.large is."""
    if asked.get("DBInstanceClass") != [SERVERLESS]:
        return _orderable_options(asked)
    status, headers, body = _orderable_options(asked | {"DBInstanceClass": [OFFERED]})
    return status, headers, body.replace(OFFERED.encode(), SERVERLESS.encode())


class Check(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(json.dumps({"refused": refusal(json.loads(line))}).encode() + b"\n")


if __name__ == "__main__":
    checks = socketserver.ThreadingUnixStreamServer(os.environ["IAM_CHECK_SOCKET"], Check)
    checks.daemon_threads = True
    threading.Thread(target=checks.serve_forever, daemon=True).start()
    rds._ACTION_MAP["DescribeOrderableDBInstanceOptions"] = offer_serverless
    app.main()
