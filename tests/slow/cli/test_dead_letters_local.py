"""purser dlq, against a running local system."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import psycopg
import pytest

from cli import main
from local import aws, postgres
from local.postgres import SUPERUSER
from tests.slow.local.test_local_events_delivery import count_messages
from tests.support import tournaments
from tests.support.kit import DEPLOYED
from tests.support.local_system import free_port, start_system
from tests.support.waiting import HANG_S, eventually


@pytest.fixture
def data_folder() -> Iterator[Path]:
    """A data folder for a local system. Its path is short enough for a Unix socket."""
    with postgres.temporary_folder() as home:
        yield home / "kept"


def test_a_failing_event_becomes_a_dead_letter_and_takes_effect_once_after_a_replay(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA", str(data_folder))
    running = start_system(free_port(), data_folder)
    try:
        token = running.token(sub="games", roles=["service"])
        with (
            httpx.Client(
                base_url=running.base_url, headers={"Authorization": f"Bearer {token}"}, timeout=HANG_S
            ) as http,
            postgres.attached(data_folder) as sockets,
            psycopg.connect(postgres.url(sockets, SUPERUSER, "purser"), autocommit=True) as admin,
        ):
            event = {
                "source": "tournaments",
                "detail-type": "RegistrationConfirmed",
                "detail": tournaments.confirmed("r1", "ann"),
            }
            admin.execute("alter function ledger.claim_awards rename to broken")
            assert http.post("/local/events", json=event).status_code == 202
            assert eventually(lambda: main.main(["dlq", "list"]) == 1)
            capsys.readouterr()
            main.main(["dlq", "list", "--json", "--messages"])
            (filled,) = [queue for queue in json.loads(capsys.readouterr().out) if queue["count"]]
            admin.execute("alter function ledger.broken rename to claim_awards")

            assert main.main(["dlq", "replay", "RegistrationConfirmedDeadLetters"]) == 0

            def coins() -> object:
                return http.get("/api/v1/wallets/ann/balance").json().get("balance")

            assert eventually(lambda: coins() == "5")
            assert http.post("/local/events", json=event).status_code == 202
            (source,) = [queue for queue in DEPLOYED.wiring.queues if queue.name == "RegistrationConfirmedQueue"]
            with closing(aws.client(aws.running_endpoint(data_folder), "sqs")) as sqs:
                assert eventually(lambda: count_messages(sqs, source) == 0)
            assert (coins(), main.main(["dlq", "list"])) == ("5", 0)
        assert (filled["queue"], filled["of"]) == ("RegistrationConfirmedDeadLetters", "RegistrationConfirmedQueue")
        assert filled["messages"][0]["received"] >= 5
    finally:
        running.process.terminate()
        assert running.ended() == (0, "")
    assert main.main(["dlq", "list"]) == 2, "the queues exist only while the system runs"
