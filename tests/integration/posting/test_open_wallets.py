"""The first use of an open wallet: one of two simultaneous postings creates it, and no floor applies to it."""

import threading
from decimal import Decimal

import pytest

from ledger.core.errors import Refusal
from ledger.posting import Entry, Owner, PostedTransaction, Transaction, post
from ledger.storage import sessions
from tests.support import kit
from tests.support.kit import Database

_PAUSE = """
alter function create_missing_wallet(text, text, text, text, text) rename to create_missing_wallet_at_once;
create function create_missing_wallet(text, text, text, text, text) returns boolean language plpgsql
set search_path = ledger, pg_temp as $$
begin
    if $2 <> 'person' then
        perform pg_advisory_xact_lock(1);
    end if;
    return create_missing_wallet_at_once($1, $2, $3, $4, $5);
end
$$;
"""
"""The paused posting waits between its statement that finds no wallet and the one that creates it."""


def credit(owner: Owner) -> PostedTransaction:
    """Credit ann from an open wallet and disconnect."""
    entries = [Entry(Owner("person", "ann", "USD"), Decimal("1.00")), Entry(owner, Decimal("-1.00"))]
    (posted,) = kit.in_session(lambda session: post(session, [Transaction("manual_adjust", entries)]))
    sessions.disconnect()
    return posted


@pytest.mark.parametrize("kind", ["house", "agent", "treasury", "bank"])
def test_a_credit_is_posted_even_if_another_session_creates_its_open_wallet_meanwhile(
    database: Database, kind: str
) -> None:
    owner = Owner(kind, "", "USD")  # type: ignore[arg-type]
    outcomes: list[object] = []
    credit(Owner("agent", "creates the tenant and ann's wallet", "USD"))

    def paused() -> None:
        try:
            outcomes.append(credit(owner))
        except Refusal as refusal:
            outcomes.append(refusal)

    with database.admin() as admin:
        admin.execute(_PAUSE.encode())
        admin.execute("select pg_advisory_lock(1)")
        first = threading.Thread(target=paused)
        first.start()
        waits = "select from pg_locks where locktype = 'advisory' and not granted"
        while first.is_alive() and not database.rows(waits):
            first.join(0.01)
        # The second session creates the wallet and commits.
        admin.execute("select create_missing_wallet_at_once('acme', %s, '', 'USD', null)", (kind,))
        admin.execute("select pg_advisory_unlock(1)")
        first.join()

    assert [type(outcome) for outcome in outcomes] == [PostedTransaction], outcomes
    assert database.value("select count(*) from wallets where owner_kind = %s and owner_id = ''", kind) == 1
    database.assert_consistent()
