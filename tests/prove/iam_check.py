"""The emulator, and beside it a check that it lacks: whether a database token may connect. Runs in its environment.

The emulator signs functions in with credentials of their roles and evaluates IAM policies, but checks the tokens of
MySQL databases only. Its own functions are applied here to those of PostgreSQL. Requests and answers are lines of JSON
on a Unix socket:

    {"token": ..., "host": ..., "port": ..., "user": ..., "cluster": <the cluster's resource id>}
    {"refused": null | <reason>}
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
from ministack.services import sts

REGION = os.environ["MINISTACK_REGION"]
ACCOUNT = os.environ["MINISTACK_ACCOUNT_ID"]


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


class Check(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(json.dumps({"refused": refusal(json.loads(line))}).encode() + b"\n")


if __name__ == "__main__":
    checks = socketserver.ThreadingUnixStreamServer(os.environ["IAM_CHECK_SOCKET"], Check)
    checks.daemon_threads = True
    threading.Thread(target=checks.serve_forever, daemon=True).start()
    app.main()
