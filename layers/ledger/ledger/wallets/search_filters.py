"""The filters of a search for transactions: as a query names them, and as SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, field_validator

from ledger.core import accounts
from ledger.core.accounts import Account
from ledger.core.ids import first_id
from ledger.core.lists import CursorPage, in_order
from ledger.core.models import OfTenant, OwnerId, TimeText, instant
from ledger.core.text import Reference, free_text
from ledger.posting.kinds import KindName
from ledger.storage.sessions import Session
from ledger.wallets.reasons import SearchedReason

_OLDER_S: Final = 70
"""By how much the id of a transaction may be older than its posting: 10 s for locks, and clock_skew_limit()."""
_NEWER_S: Final = 11
"""By how much it may be newer: 10 s for the lock of another wallet, and milliseconds are rounded."""

REASON: Final = "case when x.reason is null then x.kind else x.reason end"
"""As transactions_by_reason has it."""
CHECKS: Final = {
    "owner_wallets": "(select true from entries o where o.tenant_id = x.tenant_id"
    " and o.transaction_id = x.transaction_id and o.wallet_id = any(%(owner_wallets)s) limit 1) is true",
    "account_wallets": "(select true from entries a where a.tenant_id = x.tenant_id"
    " and a.transaction_id = x.transaction_id and a.wallet_id = any(%(account_wallets)s) limit 1) is true",
    "reason": f"{REASON} = %(reason)s",
    "kind": "x.kind = %(kind)s",
    "external_reference": "x.external_reference = %(external_reference)s",
    "begins": "x.posted_at >= %(begins)s",
    "ends": "x.posted_at < %(ends)s",
}
"""The filters but meta, by the parameter of the statement, as conditions on a transaction `x`. A scalar subquery is
never turned into one that reads all entries of a wallet."""

type MemberText = Annotated[str, StringConstraints(max_length=4_096), AfterValidator(free_text)]
type SearchedMeta = Annotated[
    dict[MemberText, MemberText],
    Field(min_length=1, max_length=10),
    AfterValidator(lambda meta: dict(sorted(meta.items()))),
]
"""Members of `meta` with their texts; sorted, as cursors compare them."""


class TransactionQuery(CursorPage, OfTenant):
    """Transactions that match all of these. owner_id, account: it changed a wallet of this person, of this account.
    reason: its kind, or a word of the tenant's own. meta: up to ten members, as meta[order]=7; a number or boolean is
    written as in the answer, and a member that is an object, an array or null is not found. created_from: inclusive.
    created_to: a time is exclusive; a date includes that whole UTC day."""

    owner_id: OwnerId | None = None
    account: Account | None = None
    reason: SearchedReason | None = None
    kind: KindName | None = None
    external_reference: Reference | None = None
    meta: SearchedMeta | None = None
    created_from: TimeText | None = None
    created_to: TimeText | None = None

    @field_validator("created_to")
    @classmethod
    def _in_order(cls, created_to: str | None, info: ValidationInfo) -> str | None:
        return in_order("created_from", "created_to", created_to, info)


def parameters(session: Session, query: TransactionQuery, place: Sequence[str] | None) -> dict[str, Any]:
    """The parameters of statements, None for what the query does not name. place: the name of an index, and the time
    and id of the last transaction of the page before, if there is one."""
    at, last = (datetime.fromisoformat(place[1]), UUID(place[2])) if place else (None, None)
    begins = query.created_from and instant(query.created_from)
    ends = query.created_to and instant(query.created_to, end_of_day=True)
    values = {
        "tenant": session.tenant_id,
        "owner_wallets": query.owner_id and _wallets(session, "person", query.owner_id),
        "account_wallets": query.account and _wallets(session, *accounts.owner(query.account)),
        "reason": query.reason,
        "kind": query.kind,
        "external_reference": query.external_reference,
        "begins": begins,
        "first_id": begins and first_id(begins.timestamp() - _OLDER_S),
        "ends": ends,
        "end_id": ends and first_id(ends.timestamp() + _NEWER_S),
        "at": at,
        "last": last,
    }
    for (name, value), member in zip(members(query), (query.meta or {}).items(), strict=True):
        values |= {name: member[0], value: member[1]}
    return values


def members(query: TransactionQuery) -> list[tuple[str, str]]:
    """For each member of meta that a query names, the parameters with its name and its value."""
    return [(f"name_{number}", f"value_{number}") for number in range(len(query.meta or {}))]


def conditions(query: TransactionQuery, values: Mapping[str, Any]) -> dict[str, str]:
    """The filters of a query as conditions on a transaction `x`, by the parameter, for meta by its name."""
    checks = {name: check for name, check in CHECKS.items() if values[name] is not None}
    for name, value in members(query):
        checks[name] = f"""(
            select x.meta ->> %({name})s::text = %({value})s from transaction_meta m
            where m.tenant_id = x.tenant_id and m.transaction_id = x.transaction_id
                and m.member = meta_member(%({name})s, %({value})s)
            limit 1
        ) is true"""  # noqa: S608  (composed of constants only)
    return checks


def _wallets(session: Session, kind: str, owner_id: str) -> list[UUID]:
    query = "select wallet_id from wallets where tenant_id = %s and owner_kind = %s and owner_id = %s"
    return [row["wallet_id"] for row in session.rows(query, (session.tenant_id, kind, owner_id))]
