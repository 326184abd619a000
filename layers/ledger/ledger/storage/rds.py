"""The password of a database on RDS: an IAM token, signed here, since importing an SDK would cost more than the rest.

A token is a presigned URL (SigV4) without its scheme, good for 15 minutes, and asked for only while a connection is
made: a connection that stands outlives its token.
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlencode

EXPIRES: Final = 900  # seconds, the longest that RDS allows
PORT: Final = 5432
_HTTPS: Final = 443
_SERVICE: Final = "rds-db"
_NOTHING: Final = hashlib.sha256(b"").hexdigest()
_WITHIN: Final = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Credentials:
    """The function's own, of its role."""

    access_key: str
    secret_key: str
    session_token: str | None = None


def token(host: str, port: int, user: str, now: datetime | None = None) -> str:
    """The password of a database role. host, port: as the connection names them. now: in UTC.

    Raises OSError where the environment has neither credentials nor an address that answers them.
    """
    return signed(host, port, user, os.environ["AWS_REGION"], credentials(), now or datetime.now(UTC))


def signed(host: str, port: int, user: str, region: str, whose: Credentials, now: datetime) -> str:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, by query string."""
    at = now.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{at[:8]}/{region}/{_SERVICE}/aws4_request"
    query = {
        "Action": "connect",
        "DBUser": user,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{whose.access_key}/{scope}",
        "X-Amz-Date": at,
        "X-Amz-Expires": str(EXPIRES),
        "X-Amz-SignedHeaders": "host",
    }
    if whose.session_token:
        query["X-Amz-Security-Token"] = whose.session_token
    canonical = urlencode(sorted(query.items()), quote_via=quote, safe="-_.~")
    # In the header that is signed a port that goes without saying does so, and a name has no capitals.
    named = host.lower() if port == _HTTPS else f"{host.lower()}:{port}"
    request = f"GET\n/\n{canonical}\nhost:{named}\n\nhost\n{_NOTHING}"
    key = f"AWS4{whose.secret_key}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    hashed = hashlib.sha256(request.encode()).hexdigest()
    signature = _hmac(key, f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashed}").hex()
    return f"{host}:{port}/?{canonical}&X-Amz-Signature={signature}"


def credentials() -> Credentials:
    """Where Lambda puts them: into the environment, or, started from a snapshot, behind an address of its own.

    Raises OSError.
    """
    if where := os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        import urllib.request  # noqa: PLC0415  (four milliseconds, and nobody else on a request's way needs it)

        request = urllib.request.Request(  # noqa: S310  (an address that Lambda gave)
            where, headers={"Authorization": os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"]}
        )
        with urllib.request.urlopen(request, timeout=_WITHIN) as answer:  # noqa: S310  (as above)
            given = json.load(answer)
        return Credentials(given["AccessKeyId"], given["SecretAccessKey"], given.get("Token"))
    try:
        return Credentials(
            os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], os.environ.get("AWS_SESSION_TOKEN")
        )
    except KeyError as missing:
        raise OSError(f"{missing} is not set") from missing


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
