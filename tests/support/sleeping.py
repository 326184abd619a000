"""A paused database: the first connection resumes it. A connection waits until the database has resumed, or until its
client times out.

Aurora pauses after a time without connections. The tests count the seconds and do not wait.

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
"""Seconds until a paused database has resumed: according to AWS about 15, and 30 or more after a day."""


class SleepingDatabase(Tap):
    """A paused database. now: the seconds that have passed. waits_s: how long each connection waited, in seconds."""

    def __init__(self, url: str, resume_s: float, patch: pytest.MonkeyPatch) -> None:
        self._resume_s = resume_s
        self._resumed_at: float | None = None
        self._client_timeout_s = 0.0
        self.now = 0.0
        self.waits_s: list[float] = []
        super().__init__(url)
        patch.setattr("ledger.storage.sessions.sleep", self.advance)
        connect, port = psycopg.connect, str(urlsplit(self.url).port)

        def connected(conninfo: str = "", **more: Any) -> Any:
            given = psycopg.conninfo.conninfo_to_dict(conninfo) | more
            if given.get("port") == port:
                self._client_timeout_s = float(given["connect_timeout"])
            return connect(conninfo, **more)

        patch.setattr(psycopg, "connect", connected)

    def advance(self, seconds: float) -> None:
        """Advance the clock."""
        self.now += seconds

    def call(self, function: str, event: dict[str, Any]) -> Any:
        """Call a function with its own timeout. Only waiting advances the clock. Raises the function's exceptions."""
        began, timeout = self.now, kit.DEPLOYED.functions[function].timeout
        front = self

        class CountedTimeContext(Context):
            def get_remaining_time_in_millis(self) -> int:
                return int((timeout - (front.now - began)) * 1000)

        context = CountedTimeContext(
            function_name=function, memory_limit_in_mb="512", invoked_function_arn="", log_group_name="", deadline=0
        )
        try:
            return kit.handler(function)(event, context)
        finally:
            assert self.now - began < timeout, "Lambda would have ended the call"

    def _accepts(self) -> bool:
        if self._resumed_at is None:
            self._resumed_at = self.now + self._resume_s
        remaining = max(0.0, self._resumed_at - self.now)
        self.waits_s.append(min(remaining, self._client_timeout_s))
        self.now += self.waits_s[-1]
        return self.now >= self._resumed_at
