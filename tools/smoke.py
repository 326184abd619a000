"""The smoke test after a deployment: the API answers, and asks for a token."""

from collections.abc import Callable
from typing import Final

import httpx

from tools.stages import Stopped

HEALTH_PATH: Final = "/healthz"
PROTECTED_PATH: Final = "/api/v1/agent/clients"
ATTEMPTS: Final = 15
PAUSE_S: Final = 6.0
"""A paused Aurora Serverless v2 needs about 15 seconds to resume, more after 24 hours; a new DNS name, a minute."""
TIMEOUT_S: Final = 30.0


class SmokeTestFailed(Stopped):
    """The stack is deployed and does not answer as it should."""


def run(api_url: str, sleep: Callable[[float], None]) -> None:
    """Check that /healthz answers 200 and that a request without a token gets 401.

    The first is repeated, since the database may be asleep. sleep: takes seconds. Raises SmokeTestFailed.
    """
    with httpx.Client(base_url=api_url, timeout=TIMEOUT_S) as client:
        answer = _status(client, HEALTH_PATH)
        for _ in range(ATTEMPTS - 1):
            if answer == "200":
                break
            sleep(PAUSE_S)
            answer = _status(client, HEALTH_PATH)
        if answer != "200":
            raise SmokeTestFailed(f"{api_url}{HEALTH_PATH} answers {answer} and not 200, after {ATTEMPTS} attempts")
        if (answer := _status(client, PROTECTED_PATH)) != "401":
            raise SmokeTestFailed(f"{api_url}{PROTECTED_PATH} without a token answers {answer} and not 401")


def _status(client: httpx.Client, path: str) -> str:
    """The status code, or the name of the error where there is no answer."""
    try:
        return str(client.get(path).status_code)
    except httpx.HTTPError as error:
        return type(error).__name__
