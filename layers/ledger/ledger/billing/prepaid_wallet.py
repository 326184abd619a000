"""A tenant's prepaid wallet: its balance and its history."""

from collections.abc import Mapping
from typing import Any, Final, Literal
from uuid import UUID

from ledger.billing.models import USD
from ledger.core.lists import Listing, Page, Period
from ledger.core.models import Answer, MoneyText, OfTenant, Timestamp
from ledger.core.money import Money
from ledger.posting.kinds import BillingKind
from ledger.storage.paging import Paging
from ledger.storage.sessions import Session

Kind = Literal["topup", "message_charge", "debit", "adjustment", "refund"]
LEDGER_KINDS: Final[dict[Kind, BillingKind]] = {
    "topup": "topup",
    "message_charge": "message_charge",
    "debit": "prepaid_debit",
    "adjustment": "prepaid_adjustment",
    "refund": "topup_refund",
}
"""The ledger's kind for each kind of this API. The ledger's own `debit` is a cashier's, and its own `refund` is a
tournament's."""
KINDS: Final = {ledger_kind: kind for kind, ledger_kind in LEDGER_KINDS.items()}
LOW_BALANCE: Final = Money(10_00, USD)
"""A balance up to this is low."""
RECENT_TRANSACTIONS: Final = 10


class HistoryQuery(Page, Period, OfTenant):
    """kind: transactions of this kind only."""

    kind: Kind | None = None


class PrepaidTransaction(Answer):
    """A row of the wallet's history. amount: signed. reference_id: the request of a top-up, the payment of a refund,
    the caller's reference of a charge or debit."""

    id: UUID
    transaction_id: UUID
    kind: Kind
    amount: MoneyText
    balance_after: MoneyText
    reference_id: str | None
    description: str | None
    meta: dict[str, Any] | None
    created_at: Timestamp


class PrepaidWallet(Answer):
    """A tenant's prepaid wallet. held: zero, since holds are of persons' wallets. available: what can still be charged.
    low_balance: the balance is 10.00 or less. recent_transactions: the 10 newest."""

    wallet_id: UUID
    tenant_id: str
    currency: str
    balance: MoneyText
    held: MoneyText
    available: MoneyText
    status: Literal["active", "frozen"]
    low_balance: bool
    recent_transactions: list[PrepaidTransaction]


FIELDS: Final = """
    entry_id(e.transaction_id, e.entry_number) as id, e.transaction_id, t.kind, e.amount, e.balance_after,
           t.external_reference as reference_id, t.description, t.meta, e.posted_at as created_at
"""
ENTRIES: Final = """
    from entries e
    join transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
"""
_WALLET: Final = f"""
    select w.wallet_id, w.tenant_id, w.currency, w.balance, w.held,
           available(w.balance, w.held, w.credit_limit) as available, w.status,
           array(
                select to_json(item)
                from (
                    select {FIELDS} {ENTRIES}
                    where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id
                        and e.version > w.version - {RECENT_TRANSACTIONS}
                    order by e.version desc
                ) item
           ) as recent
    from wallets w
    where w.tenant_id = %(tenant)s and w.owner_kind = 'tenant' and w.owner_id = %(tenant)s and w.currency = '{USD}'
"""  # noqa: S608  (composed of constants only)


def wallet(session: Session, tenant_id: str) -> PrepaidWallet:
    """A tenant's prepaid wallet, which is created on first use."""
    row = session.row(_WALLET, {"tenant": tenant_id})
    if row is None:
        session.rows("select prepaid_wallet(%s)", (tenant_id,))
        row = session.one(_WALLET, {"tenant": tenant_id})
    amounts = {name: Money(row[name], row["currency"]) for name in ("balance", "held", "available")}
    return PrepaidWallet(
        **{**row, **amounts},
        low_balance=is_low(amounts["balance"]),
        recent_transactions=[_item(item) for item in row["recent"]],
    )


def history(session: Session, tenant_id: str, query: HistoryQuery) -> Listing[PrepaidTransaction]:
    """The wallet's transactions, newest first. Their sum is the balance. Raises InvalidRequest as Paging does."""
    parameters = {"tenant": tenant_id, "begins": query.begins, "ends": query.ends}
    if query.kind is None:
        page = Paging(session, query, parameters, "e.version")
        statement = _history_query(page)
    else:
        page = Paging(
            session, query, parameters | {"kind": LEDGER_KINDS[query.kind]}, "t.posted_at", "t.transaction_id"
        )
        statement = _kind_history_query(page)
    found = session.row(statement, page.parameters) or {"items": [], "total_count": 0}
    return Listing[PrepaidTransaction].of(page.items(found["items"], _item), max(found["total_count"], 0), query)


def is_low(balance: Money) -> bool:
    return balance.minor <= LOW_BALANCE.minor


def entry_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    amounts = {name: Money(row[name], USD) for name in ("amount", "balance_after")}
    return {**row, **amounts, "kind": KINDS[row["kind"]]}


def _item(row: Mapping[str, Any]) -> PrepaidTransaction:
    return PrepaidTransaction(**entry_fields(row))


def _history_query(page: Paging) -> str:
    """Versions have no gaps, so a period is a range of versions, its count their difference, and a page a part of
    them."""
    return f"""
        select s.last - s.first as total_count,
               array(
                    select to_json(item)
                    from (
                        select {FIELDS}, {page.column} {ENTRIES}
                        where e.tenant_id = s.tenant_id and e.wallet_id = s.wallet_id and e.version > s.first
                            {page.numbered("s.last")}
                    ) item
               ) as items
        from (
            select w.tenant_id, w.wallet_id,
                   case when %(begins)s::timestamptz is null then 0
                        else version_at(w.tenant_id, w.wallet_id, %(begins)s::timestamptz - interval '1 us', w.version)
                        end as first,
                   case when %(ends)s::timestamptz is null then w.version
                        else version_at(w.tenant_id, w.wallet_id, %(ends)s::timestamptz - interval '1 us', w.version)
                        end as last
            from wallets w
            where w.tenant_id = %(tenant)s and w.owner_kind = 'tenant' and w.owner_id = %(tenant)s
                and w.currency = '{USD}'
        ) s
    """  # noqa: S608  (composed of constants only)


def _kind_history_query(page: Paging) -> str:
    """The query for the transactions of one kind. Transactions of the kinds in LEDGER_KINDS change only the prepaid
    wallet of their tenant."""
    where = """
        t.tenant_id = %(tenant)s and t.kind = %(kind)s
            and t.posted_at >= coalesce(%(begins)s, '-infinity'::timestamptz)
            and t.posted_at < coalesce(%(ends)s, 'infinity'::timestamptz)
    """
    return f"""
        select (select count(*) from transactions t where {where}) as total_count,
               array(
                    select to_json(item)
                    from (
                        select {FIELDS}, p.place {ENTRIES}
                        join (
                            select t.tenant_id, t.transaction_id, {page.column} from transactions t
                            where {where} {page.part}
                        ) p on p.tenant_id = e.tenant_id and p.transaction_id = e.transaction_id
                        where e.version is not null
                        order by t.posted_at desc, t.transaction_id desc
                    ) item
               ) as items
    """  # noqa: S608  (composed of constants only)
