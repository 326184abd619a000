"""The key of the marks that stand for erased texts, and the keys of tenants that are derived from it.

Secrets Manager has the key (decisions/0144), so that whoever may read a function's configuration does not see it. On
the local system it is in the environment. boto3 is imported when somebody is erased, as in messaging/bus.py.
"""

import hmac
import os
from functools import cache
from typing import Any, Final

from ledger.core import errors

_TIMEOUT_S: Final = 2.0
"""For connecting to each address, and for reading. The database transaction waits for it, and is ended after 15 s."""


def tenant_key(tenant_id: str) -> bytes:
    """The key of a tenant's marks, derived from the deployment's key, which the database never receives.

    Raises ErasureNotConfigured; Unavailable if Secrets Manager does not give the key.
    """
    arn = os.environ["ERASURE_KEY_ARN"]
    if not (key := _secret(arn) if arn else os.environ["ERASURE_KEY"]):
        raise errors.ErasureNotConfigured
    return hmac.digest(key.encode(), tenant_id.encode(), "sha256")


@cache
def _secret(arn: str) -> str:
    """A secret's text, which this process reads once. Raises Unavailable, ErasureNotConfigured if it has none."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  (see the module's docstring)

    try:
        secret = _client().get_secret_value(SecretId=arn)
    except (BotoCoreError, ClientError) as error:
        raise errors.Unavailable("The key of erasures cannot be read.") from error
    if not (text := secret.get("SecretString")):
        raise errors.ErasureNotConfigured
    return str(text)


def _client() -> Any:
    """A client of Secrets Manager that tries each call once."""
    import boto3  # noqa: PLC0415  (see the module's docstring)
    from botocore.config import Config  # noqa: PLC0415

    config = Config(
        connect_timeout=_TIMEOUT_S,
        read_timeout=_TIMEOUT_S,
        retries={"total_max_attempts": 1},
        # Its usual name has addresses of IPv4 and of IPv6 (Secrets Manager User Guide, "IPv4 and IPv6 access").
        use_dualstack_endpoint=False,
    )
    return boto3.Session().client("secretsmanager", config=config)
