"""Rate limits of a test, whose time passes only when the test says so."""

import pytest

from ledger.edge.http import rates
from tests.support.kit import Database, Person

# So slow that nothing is regained while a test runs.
RATE = 0.01
COST_S = 100
BURST = 3
CLIENTS = "/api/v1/agent/clients"


class Limits:
    """The limits of a test in a new environment, none at first, its clock, and what is done to both as time passes."""

    def __init__(self, database: Database, patch: pytest.MonkeyPatch) -> None:
        self._database = database
        self._patch = patch
        self.now = 1_000.0
        rates.forget()
        patch.setattr(rates, "clock", lambda: self.now)

    def limit(self, owner: str, rate: float, burst: int) -> None:
        self._patch.setenv(f"REQUEST_RATE_OF_{owner.upper()}", str(rate))
        self._patch.setenv(f"REQUEST_BURST_OF_{owner.upper()}", str(burst))

    def let_pass(self, seconds: float) -> None:
        self.now += seconds
        with self._database.admin() as connection:
            connection.execute(
                "update ledger.rate_buckets set full_at = full_at - make_interval(secs => %s)", (seconds,)
            )

    def buckets(self) -> set[str]:
        return {row["principal"] for row in self._database.rows("select principal from rate_buckets")}


def send(person: Person, requests: int) -> list[int]:
    return [person.get(CLIENTS).status for _ in range(requests)]
