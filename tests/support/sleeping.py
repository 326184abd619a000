"""A database that sleeps: the first connection wakes it, and each is held until it is awake, or its client gives up.

As Aurora does where nobody was connected for a while. Nobody waits: the front counts the seconds that pass for those
who would.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
"""

from typing import Any, Final
from urllib.parse import urlsplit

import psycopg
import pytest

from local.lambdas import Context
from tests.support import kit
from tests.support.wire import Tap

TYPICAL_WAKE_S: Final = 15.0
WAKE_AFTER_A_DAY_S: Final = 40.0
"""Seconds until it is awake; AWS says about 15, and after a day of sleep 30 or longer."""


class SleepingDatabase(Tap):
    """It, at an address of its own. now: seconds that have passed. held: for how long each connection was held."""

    def __init__(self, url: str, wakes_within: float, patch: pytest.MonkeyPatch) -> None:
        self._wakes_within = wakes_within
        self._awake_at: float | None = None
        self._client_waits = 0.0
        self.now = 0.0
        self.held: list[float] = []
        super().__init__(url)
        patch.setattr("ledger.storage.sessions.sleep", self.pass_by)
        connect, port = psycopg.connect, str(urlsplit(self.url).port)

        def connected(conninfo: str = "", **more: Any) -> Any:
            given = psycopg.conninfo.conninfo_to_dict(conninfo) | more
            if given.get("port") == port:
                self._client_waits = float(given["connect_timeout"])
            return connect(conninfo, **more)

        patch.setattr(psycopg, "connect", connected)

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    def call(self, function: str, event: dict[str, Any]) -> Any:
        """Call a function with its own timeout; nothing but waiting takes it time. Raises what it raises."""
        began, timeout = self.now, kit.DEPLOYED.functions[function].timeout
        front = self

        class Waits(Context):
            def get_remaining_time_in_millis(self) -> int:
                return int((timeout - (front.now - began)) * 1000)

        context = Waits(
            function_name=function, memory_limit_in_mb="512", invoked_function_arn="", log_group_name="", deadline=0
        )
        answer = kit.handler(function)(event, context)
        assert self.now - began <= timeout, "Lambda would have ended it"
        return answer

    def _lets_in(self) -> bool:
        if self._awake_at is None:
            self._awake_at = self.now + self._wakes_within
        until_awake = max(0.0, self._awake_at - self.now)
        self.held.append(min(until_awake, self._client_waits))
        self.now += self.held[-1]
        return self.now >= self._awake_at
