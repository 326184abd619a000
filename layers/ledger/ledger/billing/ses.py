"""E-mail leaves by SES (API v2). Beside events the only importer of boto3, and only when something is sent."""

import os
from functools import cache
from typing import Any, Final

_WITHIN: Final = 4.0
"""Seconds that connecting and answering may each take."""
LONGEST: Final = 2 * _WITHIN
_NEVER: Final = frozenset({"MessageRejected", "BadRequestException"})
"""What SES says of a mail that it will not take however often it is asked. All else may be gone at the next try: a
limit, a sender that is not verified yet, an account that is paused."""


class Refused(Exception):
    """SES will never take this mail; `reason`: its word for why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def send(to: str, subject: str, text: str) -> str:
    """Send a plain text. to: one address in ASCII. Answers the id that SES gives it.

    Raises Refused, botocore's BotoCoreError or ClientError where it may work later. Where SES took it but the answer
    was lost, that is an error of the connection like another.
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
        if code in _NEVER:
            raise Refused(code) from error
        raise
    return str(sent["MessageId"])


@cache
def _client() -> Any:
    import boto3  # noqa: PLC0415  (see the module's docstring)
    from botocore.config import Config  # noqa: PLC0415

    config = Config(connect_timeout=_WITHIN, read_timeout=_WITHIN, retries={"total_max_attempts": 1})
    return boto3.Session().client("sesv2", config=config)
