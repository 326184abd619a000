"""Refunds: entry fees that a cancelled tournament gives back.

The event may come again, in any order and to two consumers at once. What makes it harmless is a claim in the
transaction of the payment, by the debit that a refund corrects.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from ledger import posting
from ledger.awards import batches
from ledger.awards.operations import from_the_treasury
from ledger.messaging.events import TournamentCancelled
from ledger.posting import Transaction
from ledger.storage.sessions import Session, Write


def refund_entry_fees(write: Write, cancelled: TournamentCancelled) -> None:
    """Give back every `entry_fee_debit` whose meta names the tournament, each once, to whom it was taken from.

    A debit that is committed after this has passed it is found by the next delivery, or the next such event.

    Raises BalanceOutOfRange when everybody else is paid.
    """
    batches.in_batches(
        write,
        _entry_fees(write, cancelled.tournament_id),
        lambda session, debits: _refund(session, cancelled.tournament_id, debits),
    )


def _entry_fees(write: Write, tournament_id: str) -> Iterator[UUID]:
    """The debits that nobody has been given back, read as they are asked for."""

    def page(session: Session) -> list[UUID]:
        rows = session.rows(
            "select debit from entry_fees(%s, %s, %s, %s) debit",
            (session.tenant_id, tournament_id, last, batches.BATCH),
        )
        return [row["debit"] for row in rows]

    last: UUID | None = None
    while debits := write(page):
        yield from debits
        last = debits[-1]


def _refund(session: Session, tournament_id: str, debits: Sequence[UUID]) -> None:
    held = session.rows(
        "select transaction_id, owner_id, currency, amount from hold_entry_fees(%s, %s::uuid[])",
        (session.tenant_id, list(debits)),
    )
    if held:
        posting.post(
            session,
            [
                Transaction(
                    kind="refund",
                    entries=from_the_treasury(row["owner_id"], row["currency"], row["amount"]),
                    idempotency_key=f"refund_{row['transaction_id']}",
                    meta={"tournament_id": tournament_id},
                    corrects=row["transaction_id"],
                )
                for row in held
            ],
        )
