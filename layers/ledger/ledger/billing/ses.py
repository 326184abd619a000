"""Send e-mail by SES (API v2). boto3 is imported only when a mail is sent, since the import is slow."""

import os
from functools import cache
from typing import Any, Final

_TIMEOUT_S: Final = 4.0
"""For the connection and for the answer, each."""
MAX_SEND_S: Final = 2 * _TIMEOUT_S
_PERMANENT_ERRORS: Final = frozenset({"MessageRejected", "BadRequestException"})
"""The codes with which SES refuses a mail for good. A retry may succeed after any other: a limit, a sender that is not
verified yet, a paused account."""


class Refused(Exception):
    """SES refused the mail for good. `reason`: the code that SES returned."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def send(to: str, subject: str, text: str) -> str:
    """Send a plain text. to: one address in ASCII. Returns the id that SES assigned.

    Raises Refused, or botocore's BotoCoreError or ClientError if a retry may succeed. If SES accepted the mail and its
    answer was lost, that is a connection error like any other.
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415  (see the module's docstring)

    content = {
        "Subject": {"Data": subject, "Charset": "UTF-8"},
        "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
        "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],  # RFC 3834: no out-of-office answers
    }
    try:
        sent = _client().send_email(
            FromEmailAddress=os.environ["MAIL_FROM"],
            Destination={"ToAddresses": [to]},
            Content={"Simple": content},
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _PERMANENT_ERRORS:
            raise Refused(code) from error
        raise
    return str(sent["MessageId"])


@cache
def _client() -> Any:
    import boto3  # noqa: PLC0415  (see the module's docstring)
    from botocore.config import Config  # noqa: PLC0415

    config = Config(connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S, retries={"total_max_attempts": 1})
    return boto3.Session().client("sesv2", config=config)
