"""Starts the emulator with five changes. It runs in the emulator's own Python environment.

Database tokens: the emulator gives functions credentials of their roles and evaluates IAM policies, but checks tokens
for MySQL only. The launcher uses the emulator's code to check tokens for PostgreSQL. Requests and answers are lines of
JSON on a Unix socket:

    {"token": ..., "host": ..., "port": ..., "user": ..., "cluster": <the cluster's resource id>}
    {"refused": null | <reason>}

Serverless instances: the emulator can create them, but does not list them among the instance classes on offer, which
`make deploy` checks.

Layers: the emulator extracts the layers of a function for each of its processes. The launcher extracts a layer once,
and later processes get links to its files.

Sessions: the emulator walks through the sessions of all roles whenever it adds one. If two functions start at the same
moment, the size changes under the walk, and a call is answered with 502. The launcher lets one thread add at a time.

Templates: the emulator takes 500 resources in one, as AWS does. The adapter replaces the API by two resources for each
route, so that an adapted template has more than AWS gets. `test_stack` counts what AWS gets.
"""

import json
import os
import shutil
import socketserver
import threading
import time
import zipfile
from types import SimpleNamespace
from typing import Any, ClassVar

from ministack import app
from ministack.core import iam_evaluator, lambda_runtime, rds_iam
from ministack.core.responses import request_scope
from ministack.services import rds, sts
from ministack.services.cloudformation import engine

REGION = os.environ["MINISTACK_REGION"]
ACCOUNT = os.environ["MINISTACK_ACCOUNT_ID"]
SERVERLESS, OFFERED = "db.serverless", "db.r5.large"
_orderable_options = rds._describe_orderable_options
_register_session, _sessions_lock = sts.register_session, threading.Lock()


def refusal(request: dict[str, Any]) -> str | None:
    """The reason for refusing a token, or None. request: as in the module's docstring."""
    # The emulator's check needs a session's expiration, which its sessions of functions lack.
    for session in list(sts._sessions.values()):
        session.setdefault("Expiration", time.time() + 3600)
    verified = rds_iam.verify_rds_iam_token(
        request["token"],
        hostname=request["host"],
        port=request["port"],
        db_user=request["user"],
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
            resource_arn=f"arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:{request['cluster']}/{request['user']}",
            region=REGION,
            principal_keys=principal.keys,
        )
        result = iam_evaluator.evaluate(context, principal.policies, *principal.limits)
    return None if result.decision == "Allow" else f"{principal.arn}: {result.decision}"


def offer_serverless(query: dict[str, Any]) -> Any:
    """DescribeOrderableDBInstanceOptions, with db.serverless wherever db.r5.large is offered."""
    if query.get("DBInstanceClass") != [SERVERLESS]:
        return _orderable_options(query)
    status, headers, body = _orderable_options(query | {"DBInstanceClass": [OFFERED]})
    return status, headers, body.replace(OFFERED.encode(), SERVERLESS.encode())


def register_session(access_key: str, session: dict[str, Any]) -> None:
    """Add a session of a role, one thread at a time."""
    with _sessions_lock:
        _register_session(access_key, session)


class LinkedZip(zipfile.ZipFile):
    """An archive that is extracted once. If its content was extracted before, the new files are links to the old."""

    _first: ClassVar[dict[int, str]] = {}
    _lock: ClassVar = threading.Lock()

    def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
        content = hash(tuple((entry.filename, entry.CRC) for entry in self.infolist()))
        with self._lock:
            if content not in self._first:
                self._first[content] = f"{os.environ['TMPDIR']}/extracted-{len(self._first)}"
                super().extractall(self._first[content])
        shutil.copytree(self._first[content], path, copy_function=os.link, dirs_exist_ok=True)


class Check(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(json.dumps({"refused": refusal(json.loads(line))}).encode() + b"\n")


if __name__ == "__main__":
    checks = socketserver.ThreadingUnixStreamServer(os.environ["IAM_CHECK_SOCKET"], Check)
    checks.daemon_threads = True
    threading.Thread(target=checks.serve_forever, daemon=True).start()
    lambda_runtime.zipfile = SimpleNamespace(**{**vars(zipfile), "ZipFile": LinkedZip})
    sts.register_session = register_session
    engine._SECTION_QUOTAS = tuple((*quota[:3], 1000) for quota in engine._SECTION_QUOTAS)
    rds._ACTION_MAP["DescribeOrderableDBInstanceOptions"] = offer_serverless
    app.main()
