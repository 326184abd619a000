"""Reconciliation finds whatever row is damaged, in whatever way."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.reconciliation import checks
from tests.support import damage
from tests.support.damage import Sample

RANDOM_DAMAGE = [
    "update wallets set balance = balance + {n} where wallet_id = {wallet}",
    "update wallets set version = version + {n} where wallet_id = {wallet}",
    "update entries set amount = amount + {n} where {entry} and amount + {n} <> 0",
    "update entries set balance_after = balance_after + {n} where {entry} and version is not null",
    "update entries set version = version + {n} + 1000 where {entry} and version is not null",
    "update entries set wallet_id = new_id() where {entry}",
    "delete from entries where {entry}",
    "delete from transactions where transaction_id = {transaction}",
    "update bets set stake = stake + {n} where bet_id = {bet}",
    "update bets set stake_transaction_id = new_id() where bet_id = {bet}",
    "update topup_requests set transaction_id = new_id() where request_id = {topup}",
    "update topup_requests set amount = amount + {n} where request_id = {topup}",
    "update topup_requests set status = 'pending' where request_id = {topup}",
    "update payments set transaction_id = new_id() where payment_id = {payment}",
    "update payments set status = 'failed' where payment_id = {payment}",
    "update holds set captured = captured + {n} where hold_id = {hold}",
    "update hold_captures set amount = amount + {n} where hold_id = {captured}",
    "update hold_captures set transaction_id = new_id() where hold_id = {captured}",
    "update awards set amount = amount + {n} where {award}",
    "update awards set transaction_id = new_id() where {award}",
]


@given(
    choice=st.sampled_from(RANDOM_DAMAGE),
    number=st.integers(1, 1_000),
    place=st.integers(0, 1_000),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_damage_is_always_found(sample: Sample, choice: str, number: int, place: int) -> None:
    def one_of(query: str) -> str:
        rows = sample.database.rows(query)
        return f"'{rows[place % len(rows)]['id']}'"

    entry = one_of("select transaction_id || ' ' || entry_number as id from entries order by 1").strip("'").split(" ")
    statement = choice.format(
        n=number,
        wallet=one_of("select wallet_id as id from wallets where owner_kind = 'person' order by 1"),
        transaction=one_of("select transaction_id as id from transactions order by 1"),
        bet=one_of("select bet_id as id from bets order by 1"),
        topup=one_of("select request_id as id from topup_requests where status = 'completed' order by 1"),
        payment=one_of("select payment_id as id from payments where transaction_id is not null order by 1"),
        hold=one_of("select hold_id as id from holds order by 1"),
        captured=one_of("select hold_id as id from hold_captures order by 1"),
        award=f"transaction_id = {one_of('select transaction_id as id from awards where amount > 0 order by 1')}",
        entry=f"(transaction_id, entry_number) = ('{entry[0]}'::uuid, {entry[1]})",
    )
    with damage.without_immutability(sample.database) as connection:
        connection.execute("begin")
        changed_rows = connection.execute(statement.encode()).rowcount
        found = [
            *connection.execute("select * from reconcile_wallets('acme', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)),
            *connection.execute(
                "select * from reconcile_transactions('acme', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)
            ),
            *connection.execute(
                "select * from reconcile_subjects('acme', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)
            ),
            *connection.execute("select * from reconcile_holds('acme', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)),
            *connection.execute("select * from reconcile_awards('acme', '', null)"),
            *connection.execute(
                "select * from reconcile_wallets('globex', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)
            ),
            *connection.execute(
                "select * from reconcile_transactions('globex', %s, %s)", (checks._FIRST_ID, checks._LAST_ID)
            ),
        ]
        connection.execute("rollback")

    assert bool(found) == bool(changed_rows), statement
