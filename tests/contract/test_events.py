"""Each sample event in events/ has the expected effect, and the answer that docs/examples/ shows."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from ledger.edge.http.tokens import read as read_token
from local.postgres import Server
from tests.support import kit, samples, tokens, webhooks
from tests.support.kit import Database
from tests.support.live import Bus
from tests.support.samples import BY_ROUTE, CONSUMERS, EFFECTS, EVENTS, EXAMPLES, PENDING, UNROUTED, event
from tests.support.webhooks import Queues


@pytest.fixture
def unmigrated(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server on which Purser's database does not exist yet. The database is dropped after the test."""
    monkeypatch.setenv("ADMIN_DATABASE_URL", server.url())
    with psycopg.connect(server.url(), autocommit=True) as admin:
        yield
        admin.execute("drop database purser with (force)")


def call(name: str) -> Any:
    """Call the function of a sample with the sample, and return the answer."""
    sample = event(name)
    function = BY_ROUTE[sample["routeKey"]] if name in EXAMPLES else name
    return kit.handler(function)(sample, kit.context(function))


def test_every_function_has_a_sample_and_every_sample_a_function() -> None:
    sampled = {BY_ROUTE[event(name)["routeKey"]] for name in EVENTS.keys() - UNROUTED}

    assert sampled | UNROUTED == kit.DEPLOYED.functions.keys()
    assert all(name.startswith(BY_ROUTE[event(name)["routeKey"]]) for name in EVENTS.keys() - UNROUTED)


def test_every_sample_of_a_route_has_an_example_answer() -> None:
    assert EXAMPLES.keys() == EVENTS.keys() - UNROUTED


@pytest.mark.parametrize("name", sorted(EVENTS.keys() - UNROUTED))
def test_the_token_of_a_sample_has_the_claims_that_the_authorizer_passed_on(name: str) -> None:
    sample = event(name)
    if authorizer := sample["requestContext"].get("authorizer"):
        assert tokens.passed_on(read_token(sample["headers"]["authorization"]).claims) == authorizer


@pytest.mark.parametrize("name", sorted(EVENTS.keys() - UNROUTED))
@pytest.mark.usefixtures("sampled_billed")
def test_a_sample_gets_the_answer_that_docs_examples_shows(name: str) -> None:
    samples.assert_answered(name, call(name))


@pytest.mark.parametrize("name", EFFECTS)
@pytest.mark.usefixtures("mailer", "queues")
def test_the_sample_of_a_consumer_has_its_effect_once_and_no_message_is_retried(
    name: str, database: Database, bus: Bus
) -> None:
    samples.arrange(samples.state_of(name), database, bus)
    effects, added = EFFECTS[name]
    before = database.value(effects)

    for _ in range(2):
        samples.assert_answered(name, call(name))

    assert database.value(effects) == before + added
    database.assert_consistent()


@pytest.mark.usefixtures("sampled_waiting")
def test_the_sample_of_the_relay_publishes_the_waiting_events(bus: Bus) -> None:
    samples.assert_answered("relay_outbox", call("relay_outbox"))

    assert [detail["bet_id"] for detail in bus.details_of("CashOutRecorded")][-1] == str(PENDING)


@pytest.mark.usefixtures("sampled_waiting")
def test_the_sample_of_holds_expire_records_the_hold_that_has_expired(database: Database) -> None:
    samples.assert_answered("holds_expire", call("holds_expire"))

    database.assert_holds()


@pytest.mark.usefixtures("sampled_waiting")
def test_the_samples_of_webhooks_queue_an_attempt_and_its_result(queues: Queues) -> None:
    samples.assert_answered("webhooks_dispatch", call("webhooks_dispatch"))
    assert {attempt.url for attempt in queues.attempts()} == {"https://ledger.acme.example/purser"}

    samples.assert_answered("webhooks_send", call("webhooks_send"))
    (result,) = queues.bodies[webhooks.RESULTS]
    assert json.loads(result).items() >= {"tenant_id": "acme", "status": None, "error": "address_refused"}.items()


def test_every_consumer_with_a_database_has_an_effect_in_it() -> None:
    assert EFFECTS.keys() == {*CONSUMERS} - {"webhooks_send"}


@pytest.mark.usefixtures("sampled_in_play")
def test_the_sample_of_reconcile_has_no_findings() -> None:
    samples.assert_answered("reconcile", call("reconcile"))


@pytest.mark.usefixtures("unmigrated")
def test_the_sample_of_migrate_creates_the_database_of_this_release() -> None:
    samples.assert_answered("migrate", call("migrate"))
