"""The ledger's transactions, entries and holds, read by SQL. Cached balances, answers and the outbox are not read."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from tests.chaos.history import Wallet

GUARDED = frozenset({"person", "tenant"})
BET_ENDS = frozenset({"bet_payout", "bet_void", "bet_cash_out"})
REFERENCED = frozenset({"message_charge", "prepaid_debit", "topup"})
AWARDS = frozenset({"participation", "winner", "runner_up", "top4"})
_ENTRIES = """
    select t.transaction_id::text, t.kind, t.posted_by, t.idempotency_key, t.description, t.external_reference,
           t.corrects::text, t.is_override, w.owner_kind::text, w.owner_id, w.currency, w.agent_id, w.credit_limit,
           e.amount, e.version, e.balance_after, e.posted_at, e.xid
    from ledger.entries e
    left join ledger.transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
    left join ledger.wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
    order by e.wallet_id, e.version, e.transaction_id, e.entry_number
"""
_HOLDS = """
    select h.hold_id::text, h.owner_id, h.currency, h.amount, h.captured, h.status::text, h.created_by,
           h.idempotency_key, h.created_at, h.expires_at, h.ended_at,
           (select coalesce(json_object_agg(c.transaction_id, c.amount), '{}') from ledger.hold_captures c
            where c.tenant_id = h.tenant_id and c.hold_id = h.hold_id)
    from ledger.holds h
"""
_OPEN_BALANCES = """
    select w.owner_kind::text, w.owner_id, w.currency, ledger.open_balance(w.tenant_id, w.wallet_id)
    from ledger.wallets w where w.owner_kind not in ('person', 'tenant')
"""


@dataclass(frozen=True)
class Entry:
    """version, balance_after: None on an open wallet. xid: the id of the database transaction that wrote the entry.

    credit_limit, agent_id: those of the wallet.
    """

    wallet: Wallet
    transaction_id: str
    minor: int
    version: int | None
    balance_after: int | None
    posted_at: datetime
    xid: int
    credit_limit: int
    agent_id: str | None


@dataclass(frozen=True)
class Transaction:
    transaction_id: str
    kind: str
    posted_by: str
    key: str | None
    description: str | None
    reference: str | None
    corrects: str | None
    is_override: bool
    entries: tuple[Entry, ...]

    @property
    def identities(self) -> Iterator[str]:
        """The identities by which an operation may find this transaction."""
        if self.key is not None:
            yield by_key(self.posted_by, self.key)
        if self.description is not None:
            yield by_description(self.description)
        if self.reference is not None and self.kind in BET_ENDS:
            yield by_bet(self.reference)
        if self.reference is not None and self.kind in REFERENCED:
            yield by_reference(self.reference)
        if self.key is not None and self.kind in AWARDS:
            yield by_award(self.key)
        if self.corrects is not None:
            yield by_corrected(self.corrects)

    @property
    def guarded(self) -> dict[Wallet, Entry]:
        return {entry.wallet: entry for entry in self.entries if entry.version is not None}


@dataclass(frozen=True)
class Hold:
    """status: as it is recorded. captures: what each transaction captured, by its id. Amounts are in minor units."""

    hold_id: str
    wallet: Wallet
    minor: int
    captured: int
    status: str
    created_by: str
    key: str | None
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    captures: Mapping[str, int]


def by_key(sub: str, key: str) -> str:
    return f"key {key} of {sub}"


def by_description(text: str) -> str:
    return f"description {text}"


def by_bet(bet_id: str) -> str:
    return f"end of bet {bet_id}"


def by_reference(reference: str) -> str:
    return f"reference {reference}"


def by_award(key: str) -> str:
    return f"award {key}"


def by_corrected(transaction_id: str) -> str:
    return f"correction of {transaction_id}"


@dataclass(frozen=True)
class Ledger:
    """transactions: all transactions, by id. open_balances: by wallet, from the SQL function `open_balance`."""

    transactions: Mapping[str, Transaction]
    open_balances: Mapping[Wallet, int]
    holds: Sequence[Hold] = ()

    @cached_property
    def entries(self) -> dict[Wallet, list[Entry]]:
        """The entries by wallet. Those of a guarded wallet are in the order of their versions."""
        found = defaultdict(list)
        for transaction in self.transactions.values():
            for entry in transaction.entries:
                found[entry.wallet].append(entry)
        for entries in found.values():
            entries.sort(key=lambda entry: entry.version or 0)
        return dict(found)

    @cached_property
    def by_identity(self) -> dict[str, list[Transaction]]:
        found = defaultdict(list)
        for transaction in self.transactions.values():
            for identity in transaction.identities:
                found[identity].append(transaction)
        return dict(found)


def read(sql: Callable[[str], list[tuple[Any, ...]]]) -> Ledger:
    """Read the whole ledger. sql: a function that runs a statement and returns its rows."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    heads: dict[str, tuple[Any, ...]] = {}
    for row in sql(_ENTRIES):
        transaction_id = row[0]
        owner_kind, owner_id, currency, agent_id, credit_limit, minor, version, after, posted_at, xid = row[8:]
        wallet = (owner_kind, owner_id, currency)
        entries[transaction_id].append(
            Entry(wallet, transaction_id, minor, version, after, posted_at, xid, credit_limit, agent_id)
        )
        heads[transaction_id] = row[:8]
    transactions = {name: Transaction(*(*head, tuple(entries[name]))) for name, head in heads.items()}
    open_balances = {(kind, owner, currency): int(balance) for kind, owner, currency, balance in sql(_OPEN_BALANCES)}
    holds = [Hold(hold_id, ("person", owner, currency), *rest) for hold_id, owner, currency, *rest in sql(_HOLDS)]
    return Ledger(transactions, open_balances, holds)
