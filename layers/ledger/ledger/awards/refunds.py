"""Refunds: entry fees that are given back when a tournament is cancelled.

The event may be delivered again, in any order, and to two consumers at once. An entry fee is refunded once, since the
database transaction of the refund locks its debit and skips one that has a correction.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from ledger import wallets
from ledger.awards import batches
from ledger.messaging.events import TournamentCancelled
from ledger.storage.sessions import Session, Write


def refund_entry_fees(write: Write, cancelled: TournamentCancelled) -> None:
    """Refund every `entry_fee_debit` whose meta names the tournament, each once, to the owner who paid it.

    A debit that is committed later is refunded by the next delivery, or by the next such event.

    Raises BalanceOutOfRange or ClockAhead after all other owners are paid.
    """
    batches.in_batches(
        write,
        _entry_fees(write, cancelled.tournament_id),
        lambda session, debits: _refund(session, cancelled.tournament_id, debits),
    )


def _entry_fees(write: Write, tournament_id: str) -> Iterator[UUID]:
    """The debits without a correction, read page by page."""

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
    locked = session.rows(
        "select transaction_id, owner_id, currency, amount from hold_entry_fees(%s, %s::uuid[])",
        (session.tenant_id, list(debits)),
    )
    if locked:
        wallets.credit_all(
            session,
            [
                wallets.Credit(
                    row["owner_id"],
                    row["amount"],
                    "refund",
                    row["currency"],
                    idempotency_key=f"refund_{row['transaction_id']}",
                    meta={"tournament_id": tournament_id},
                    corrects=row["transaction_id"],
                )
                for row in locked
            ],
        )
