"""IAM tokens: the passwords of database roles on RDS. Signed here, because importing an AWS SDK takes longer than the
rest of a cold start.

A token is a presigned URL (SigV4) without its scheme. It is valid for 15 minutes and needed only to connect: an open
connection outlives its token.
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlencode

EXPIRES_S: Final = 900  # the longest time that RDS allows
DEFAULT_PORT: Final = 5432
_HTTPS_PORT: Final = 443
_SERVICE: Final = "rds-db"
_EMPTY_PAYLOAD_SHA256: Final = hashlib.sha256(b"").hexdigest()
_CREDENTIALS_TIMEOUT_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """AWS credentials of the function's role."""

    access_key: str
    secret_key: str
    session_token: str | None = None


def token(host: str, port: int, user: str, now: datetime | None = None) -> str:
    """The password of a database role. host, port: as in the connection's URL. now: in UTC.

    Raises OSError if there are no credentials.
    """
    return presign(host, port, user, os.environ["AWS_REGION"], credentials(), now or datetime.now(UTC))


def presign(host: str, port: int, user: str, region: str, keys: Credentials, now: datetime) -> str:
    """A token, signed with `keys` in the query string:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    """
    timestamp = now.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{timestamp[:8]}/{region}/{_SERVICE}/aws4_request"
    query = {
        "Action": "connect",
        "DBUser": user,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{keys.access_key}/{scope}",
        "X-Amz-Date": timestamp,
        "X-Amz-Expires": str(EXPIRES_S),
        "X-Amz-SignedHeaders": "host",
    }
    if keys.session_token:
        query["X-Amz-Security-Token"] = keys.session_token
    canonical = urlencode(sorted(query.items()), quote_via=quote, safe="-_.~")
    # The signed Host header is in lower case and leaves out the default port of HTTPS.
    host_header = host.lower() if port == _HTTPS_PORT else f"{host.lower()}:{port}"
    request = f"GET\n/\n{canonical}\nhost:{host_header}\n\nhost\n{_EMPTY_PAYLOAD_SHA256}"
    key = f"AWS4{keys.secret_key}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    hashed = hashlib.sha256(request.encode()).hexdigest()
    signature = _hmac(key, f"AWS4-HMAC-SHA256\n{timestamp}\n{scope}\n{hashed}").hex()
    return f"{host}:{port}/?{canonical}&X-Amz-Signature={signature}"


def credentials() -> Credentials:
    """The credentials that Lambda provides: in the environment, or at a local address if it started from a snapshot.

    Raises OSError if there are none.
    """
    if uri := os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        import urllib.request  # noqa: PLC0415  (takes 4 ms, and nothing else on the path of a request needs it)

        request = urllib.request.Request(  # noqa: S310  (an address from Lambda)
            uri, headers={"Authorization": os.environ["AWS_CONTAINER_AUTHORIZATION_TOKEN"]}
        )
        with urllib.request.urlopen(request, timeout=_CREDENTIALS_TIMEOUT_S) as response:  # noqa: S310  (as above)
            fields = json.load(response)
        return Credentials(fields["AccessKeyId"], fields["SecretAccessKey"], fields.get("Token"))
    try:
        return Credentials(
            os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], os.environ.get("AWS_SESSION_TOKEN")
        )
    except KeyError as missing:
        raise OSError(f"{missing} is not set") from missing


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
