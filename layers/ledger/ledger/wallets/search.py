"""Search: the transactions of a tenant that match filters, newest first, page by page.

A page reads an index in the order of the list, and looks at MAX_READ transactions at most. If few of these match, it
ends early, and its cursor goes on from there. An index that has fewer transactions is read to its end
(decisions/0131).
"""

from collections.abc import Mapping

from ledger.core.models import Answer, Timestamp
from ledger.core.principal import LEDGER_READ, Principal
from ledger.storage.cursors import Cursors
from ledger.storage.sessions import Session
from ledger.wallets import audit, search_indexes, statements
from ledger.wallets.audit import AuditedTransaction
from ledger.wallets.search_filters import TransactionQuery, conditions, parameters
from ledger.wallets.search_indexes import Place, Sequences


class Transactions(Answer):
    """A page of transactions, newest first: by the time of posting or by id, which is made within 10 s of it.
    next_cursor: of the next page, for a day; null if there is none.
    searched_until: null, unless the page ended early, since a page looks at 1,000 transactions at most; then the time
    of the last one, from which the next page goes on."""

    items: list[AuditedTransaction]
    next_cursor: str | None
    searched_until: Timestamp | None


def transactions(session: Session, principal: Principal, query: TransactionQuery) -> Transactions:
    """A page of the transactions that match, newest first. An agent names an own customer; a service, an owner, an
    auditor and root see those of everybody.

    Raises CustomerNotFound, NotYourCustomer, and InvalidRequest if an agent names no customer, and for what is no
    cursor of this list.
    """
    if query.owner_id is not None:
        statements.require_readable(session, principal, query.owner_id)
    elif principal.roles.isdisjoint(LEDGER_READ):
        raise statements.customer_is_missing()
    cursors = Cursors(session, query)
    place = cursors.place()
    values = parameters(session, query, place)
    sequences = search_indexes.chosen(session, query, values, place[0] if place else None)
    found, end = _found(session, query, sequences, conditions(query, values))
    page = found[: query.limit]
    is_full = len(found) > query.limit
    last = page[-1] if is_full else end
    return Transactions(
        items=audit.listed(session, principal, [place.transaction_id for place in page]),
        next_cursor=None if last is None else cursors.after(sequences.index, *last.texts()),
        searched_until=None if is_full or end is None else end.posted_at,
    )


def _found(
    session: Session, query: TransactionQuery, sequences: Sequences, checks: Mapping[str, str]
) -> tuple[list[Place], Place | None]:
    """Where the transactions of sequences are that match, newest first, more than the page has if there are more; and
    where the reading ended, None if there is no other transaction.

    Of each sequence as many are read as the page needs. All together they are complete down to the newest of the ends.
    """
    others = [check for name, check in checks.items() if name not in sequences.answers]
    # row_number() counts in the order of a subquery, which its limit keeps.
    read = f"""
        select x.*, row_number() over () as number
        from ({sequences.read} order by {sequences.order} limit %(share)s) x
    """  # noqa: S608  (composed of constants only)
    if sequences.of != "transactions":
        read = f"""
            select x.*, e.number from ({read}) e
            cross join lateral (
                select t.* from transactions t
                where t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id limit 1
            ) x
        """  # noqa: S608  (composed of constants only)
    rows = session.rows(
        f"""
        select c.* from {sequences.each}
        cross join lateral (
            select x.*, x.is_last or row_number() over () = %(wanted)s as is_end
            from (
                select x.posted_at, x.transaction_id, {" and ".join(others) or "true"} as matches,
                       x.number = %(share)s as is_last
                from ({read}) x offset 0
            ) x
            where x.matches or x.is_last
            limit %(wanted)s
        ) c
        """,  # noqa: S608  (composed of constants only)
        {**sequences.values, "wanted": query.limit + 1, "share": sequences.share(query.limit)},
    )
    places = {Place(row["posted_at"], row["transaction_id"]): None for row in rows if row["matches"]}
    ends = [Place(row["posted_at"], row["transaction_id"]) for row in rows if row["is_end"]]
    end = max(ends, key=sequences.key, default=None)
    found = [one for one in places if end is None or sequences.key(one) >= sequences.key(end)]
    return sorted(found, key=sequences.key, reverse=True), end
