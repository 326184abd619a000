"""The README and the guides on a system whose functions run in containers (`make run CONTAINERS=1`)."""

import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from local import postgres
from tests.containers.deployment import existing_containers
from tests.slow.docs.test_readme import PAGES, assert_as_shown
from tests.support import live
from tests.support.local_system import Running, free_port, start_system
from tests.support.waiting import HANG_S, eventually

_WEBHOOKS = "docs/guides/webhooks.md"  # its receiver is on this machine's loopback, which no container reaches


@pytest.fixture
def folder() -> Iterator[Path]:
    with postgres.temporary_folder() as home:
        yield home / "kept"


@pytest.fixture
def running(folder: Path) -> Iterator[Running]:
    before = existing_containers()
    running = start_system(free_port(), folder, CONTAINERS="1")
    yield running
    new = existing_containers() - before
    running.process.send_signal(signal.SIGTERM)
    assert running.ended()[0] == 0
    assert len(new) > 1, "functions ran in containers"
    assert not new & existing_containers(), "all containers were removed"


def warm(running: Running, log: Path) -> None:
    """Call some functions once, so that later calls need not wait for their containers. Wait for the first
    reconciliation, which must find an empty ledger."""
    with httpx.Client(base_url=running.base_url, timeout=HANG_S) as client:

        def send(method: str, path: str, *roles: str, **request: object) -> httpx.Response:
            tenant_id = "platform" if "root" in roles else "warm"
            bearer = {"authorization": f"Bearer {running.token(tenant_id=tenant_id, roles=roles)}"}
            return client.request(method, path, headers=bearer, **request)  # type: ignore[arg-type]

        def reconciled() -> bool:
            runs = send("GET", "/api/v1/reconciliation/runs", "root").json()["items"]
            return bool(runs) and all(run["status"] == "clean" for run in runs)

        feed_invocation = "CashOutFeedFunction/invocations HTTP/1.1"
        event = {"source": "purser", "detail-type": "CashOutRecorded"}
        detail = live.recorded("ada", live.UNKNOWN, "warm")
        assert client.post("/local/events", json=event | {"detail": detail}).status_code == 202
        cash_out = send("POST", f"/api/v1/bets/{live.UNKNOWN}/cash-out", "service", json={"cash_out_amount": "1.00"})
        assert cash_out.status_code == 404, cash_out.text
        assert send("GET", "/api/v1/agent/cash-out/stream?wait=0", "agent").status_code == 200
        assert eventually(lambda: feed_invocation in log.read_text(encoding="utf-8"))
        assert eventually(reconciled)


@pytest.mark.search  # each function in a container
def test_the_blocks_of_every_page_print_the_shown_output_in_containers(running: Running, folder: Path) -> None:
    warm(running, folder / "functions.log")

    for page in [page for page in PAGES if page != _WEBHOOKS]:
        assert_as_shown(page, int(running.base_url.rsplit(":", 1)[1]), folder)
