"""After a restore, a client that has seen later numbers of the feed still receives every new cash-out."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ledger.storage import migration, sessions
from local.postgres import SUPERUSER, Server
from tests.support import live
from tests.support.kit import Database, Person
from tests.support.live import Bus, Frame


class Restores:
    """Snapshots of the test's database, and clusters that are created from them."""

    def __init__(self, server: Server, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        self._server, self._monkeypatch = server, monkeypatch
        self.current = database
        self.names: list[str] = []

    def snapshot(self) -> str:
        """A physical copy, as RDS makes one: the transaction ids are those of the original."""
        return self._copy(str(conninfo_to_dict(self.current.url)["dbname"]))

    def restore(self, snapshot: str) -> None:
        """Create a cluster from a snapshot, migrate it, and let the functions use it."""
        name = self._copy(snapshot)
        migration.migrate(self._server.url(), name, migration.Parameters(name, key_days=30, archive_days=30))
        self.current = Database(
            make_conninfo(self.current.url, dbname=name), make_conninfo(self.current.admin_url, dbname=name)
        )
        self._monkeypatch.setenv("DATABASE_URL", self.current.url)
        sessions.disconnect()

    def _copy(self, name: str) -> str:
        sessions.disconnect()
        self.current.close_reader()
        self.names.append(f"{name}_{len(self.names)}")
        with psycopg.connect(self._server.url(SUPERUSER), autocommit=True) as admin:
            admin.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s", (name,))
            options = f'template "{name}" strategy file_copy owner purser_owner'
            admin.execute(f'create database "{self.names[-1]}" {options}'.encode())
        return self.names[-1]


@pytest.fixture
def restores(server: Server, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Restores]:
    made = Restores(server, database, monkeypatch)
    yield made
    sessions.disconnect()
    with psycopg.connect(server.url(SUPERUSER), autocommit=True) as admin:
        for name in made.names:
            admin.execute(f'drop database "{name}" with (force)'.encode())


@pytest.fixture
def number(agent: Person, bus: Bus, restores: Restores) -> Callable[[int], list[str]]:
    """A function that numbers new cash-outs of the agent's customer and returns their bets."""
    ann = live.bettor(agent)

    def numbered(count: int) -> list[str]:
        bets = live.past_cash_outs(restores.current, ann, count)
        assert live.deliver(live.FEED, live.messages(*(live.recorded(agent.sub, bet) for bet in bets))) == []
        return bets

    return numbered


def bets_of(frames: list[Frame]) -> list[str]:
    return [frame.data["bet_id"] for frame in frames]


def test_a_client_that_resumes_after_a_restore_gets_every_later_cash_out(
    agent: Person, number: Callable[[int], list[str]], restores: Restores
) -> None:
    number(3)
    snapshot = restores.snapshot()
    number(4)
    seen = live.frames(live.stream(agent, last=0))[-1]
    restores.restore(snapshot)

    new_bets = number(5)

    frames = live.frames(live.stream(agent, last=int(seen.id)))
    assert (seen.id, bets_of(frames)) == ("7", new_bets)
    assert [int(frame.id) for frame in frames] == sorted({int(frame.id) for frame in frames})
    assert live.stream(agent, last=int(frames[-1].id)).text.startswith(": nothing new")


def test_a_client_that_resumes_before_the_first_cash_out_after_a_restore_gets_every_later_one(
    agent: Person, number: Callable[[int], list[str]], restores: Restores
) -> None:
    number(3)
    snapshot = restores.snapshot()
    number(4)
    restores.restore(snapshot)
    assert live.stream(agent, last=7).text.startswith("id: 3\n"), "the client's id is ahead of the feed"

    new_bets = number(2)

    assert bets_of(live.frames(live.stream(agent, last=3))) == new_bets
    assert bets_of(live.frames(live.stream(agent, last=7))) == new_bets


def test_a_client_that_had_not_seen_everything_before_a_restore_gets_the_rest_too(
    agent: Person, number: Callable[[int], list[str]], restores: Restores
) -> None:
    before = number(3)
    restores.restore(restores.snapshot())

    new_bets = number(2)

    assert bets_of(live.frames(live.stream(agent, last=1))) == [*before[1:], *new_bets]


def test_a_client_of_an_abandoned_restore_gets_every_cash_out_after_the_next_restore(
    agent: Person, number: Callable[[int], list[str]], restores: Restores
) -> None:
    number(3)
    snapshot = restores.snapshot()
    restores.restore(snapshot)
    number(4)
    seen = live.frames(live.stream(agent, last=0))[-1]
    restores.restore(snapshot)

    new_bets = number(1)

    assert bets_of(live.frames(live.stream(agent, last=int(seen.id)))) == new_bets


def test_a_migration_of_the_same_cluster_continues_the_numbers(
    agent: Person, number: Callable[[int], list[str]], restores: Restores, server: Server
) -> None:
    restores.restore(restores.snapshot())
    number(1)
    name = restores.names[-1]
    for _ in range(2):
        migration.migrate(server.url(), name, migration.Parameters(name, key_days=30, archive_days=30))

    number(1)

    first, second = (int(frame.id) for frame in live.frames(live.stream(agent, last=0)))
    assert second == first + 1
    assert restores.current.value("select count(*) from feed_epochs") == 2


def test_a_logical_restore_begins_an_epoch_of_the_feeds_too(
    agent: Person, number: Callable[[int], list[str]], database: Database
) -> None:
    """After a logical restore into a cluster of the same name, begin_epoch() detects the copy."""
    number(1)
    database.rows("update xid_epochs set cut = cut returning 1")  # the row's writer is no longer the one in written_by

    database.rows("select begin_epoch()")
    database.rows("select begin_feed_epoch('')")

    number(1)
    first, second = (int(frame.id) for frame in live.frames(live.stream(agent, last=0)))
    assert (first, second > 1_000_000) == (1, True)


def test_numbers_rise_after_a_restore_even_if_the_server_s_clock_is_behind(
    agent: Person, number: Callable[[int], list[str]], database: Database
) -> None:
    number(1)
    ahead = 9 * 10**15
    database.rows("update feed_heads set sequence = %s returning 1", ahead)

    database.rows("select begin_feed_epoch('another')")

    number(1)
    assert [int(frame.id) for frame in live.frames(live.stream(agent, last=1))] == [ahead + 1]
