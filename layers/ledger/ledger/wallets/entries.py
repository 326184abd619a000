"""The entries of a person's wallet, as histories and statements show them."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, get_args
from uuid import UUID

from ledger.core.models import Answer, MoneyText, Timestamp
from ledger.core.money import Money
from ledger.core.principal import BETS_READ, LEDGER_READ, Principal
from ledger.core.text import masked
from ledger.posting.kinds import BetKind


class WalletEntry(Answer):
    """An entry of the wallet. amount: signed, as the owner sees it. reason: the kind of the transaction, or a word of
    the tenant's own. balance_after: in the order of the list. created_at: when it was posted. effective_at: when it
    happened. is_late: it was posted later than it happened. counterparty_id: the person on the other side of a
    transfer; null for a reason other than p2p_transfer, and for an agent whose customer it is not.
    counterparty_display: the masked name, as in the lookup of a recipient. bet_id, bet_description: of the stake, the
    payout, the returned stake or the cash-out of a bet; null for whoever may not read it."""

    id: UUID
    transaction_id: UUID
    amount: MoneyText
    reason: str
    balance_after: MoneyText
    created_at: Timestamp
    idempotency_key: str | None
    meta: dict[str, Any] | None
    effective_at: Timestamp
    is_late: bool
    counterparty_id: str | None
    counterparty_display: str | None
    bet_id: UUID | None
    bet_description: str | None


# Of a transfer, the person on the side of the only other entry; null without one. Each `offset 0` keeps the order in
# which it is looked up: without it, the plan can begin with all wallets of the tenant.
_COUNTERPARTY: Final = """
    case when t.kind = 'p2p_transfer' then (
            select json_build_object('owner_id', w.owner_id, 'username', k.username, 'agent_id', k.agent_id)
            from (
                select o.wallet_id from entries o
                where o.tenant_id = e.tenant_id and o.transaction_id = e.transaction_id
                    and o.entry_number <> e.entry_number
                    and not exists (
                        select from entries x
                        where x.tenant_id = o.tenant_id and x.transaction_id = o.transaction_id
                            and x.entry_number not in (o.entry_number, e.entry_number))
                offset 0
            ) o
            cross join lateral (
                select w.owner_kind, w.owner_id from wallets w
                where w.tenant_id = e.tenant_id and w.wallet_id = o.wallet_id
                offset 0
            ) w
            left join lateral (
                select c.username, own.agent_id
                from (
                    select own.wallet_id, own.agent_id from wallets own
                    where own.tenant_id = e.tenant_id and own.owner_kind = 'person' and own.owner_id = w.owner_id
                    offset 0
                ) own
                cross join lateral (
                    select c.username from customers c
                    where c.tenant_id = e.tenant_id and c.wallet_id = own.wallet_id
                    offset 0
                ) c
            ) k on true
            where w.owner_kind = 'person'
    ) end as counterparty
"""

# The two entries of a transfer show its key with a suffix, so that each row of a history has a key of its own.
_OF_ENTRY: Final = """
    entry_id(e.transaction_id, e.entry_number) as id, e.transaction_id, e.amount,
           coalesce(t.reason, t.kind) as reason, e.posted_at as created_at, t.meta,
           coalesce(t.effective_at, e.posted_at) as effective_at, t.effective_at is not null as is_late,
           t.idempotency_key || case
                when not exists (
                    select from entries o
                    where o.tenant_id = e.tenant_id and o.transaction_id = e.transaction_id
                        and o.entry_number <> e.entry_number and o.version is not null) then ''
                when e.amount < 0 then '_debit'
                else '_credit' end as idempotency_key
"""
_KINDS_OF_BETS: Final = ", ".join(f"'{kind}'" for kind in get_args(BetKind))
# A transaction of a bet has the bet's id as its reference.
_BET: Final = f"""
    case when t.kind in ({_KINDS_OF_BETS}) then (
        select json_build_object('bet_id', b.bet_id, 'bet_description', b.description)
        from bets b
        where b.tenant_id = e.tenant_id and b.bet_id = uuid_of(t.external_reference)
    ) end as bet
"""  # noqa: S608  (composed of constants only)
FIELDS: Final = f"{_OF_ENTRY}, {_COUNTERPARTY}, {_BET}"
"""Of the entry `e` of the transaction `t`, as `entry` reads them. The balance after it depends on the order."""
ENTRIES: Final = """
    from entries e
    join transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
"""


class Shown(NamedTuple):
    """What entries show to a reader. agent: an agent, who knows the ids of their own customers only; None for whoever
    may know everybody's. bets: whether they name bets."""

    agent: str | None = None
    bets: bool = True


def shown_to(reader: Principal) -> Shown:
    """What entries show to the reader of a wallet."""
    is_only_agent = "agent" in reader.roles and not reader.roles & LEDGER_READ
    return Shown(reader.sub if is_only_agent else None, bool(reader.roles & BETS_READ))


def entry(row: Mapping[str, Any], currency: str, shown: Shown) -> WalletEntry:
    """An entry from a row of FIELDS and `balance_after`."""
    amounts = {name: Money(row[name], currency) for name in ("amount", "balance_after")}
    other = row["counterparty"] or {"owner_id": None, "username": None, "agent_id": shown.agent}
    name = other["username"] or other["owner_id"]
    bet = (row["bet"] if shown.bets else None) or {"bet_id": None, "bet_description": None}
    return WalletEntry(
        **{**row, **amounts, **bet},
        counterparty_id=other["owner_id"] if shown.agent in {None, other["agent_id"]} else None,
        counterparty_display=name and masked(name),
    )
