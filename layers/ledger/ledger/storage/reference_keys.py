"""The keys of the references of payments that an earlier release stored."""

from typing import Any

import psycopg

from ledger.core.references import reference_key


def update(connection: psycopg.Connection[Any]) -> None:
    """Compute them by this release's rule, oldest payment first.

    Payments whose references differed before can have one now. They stay accepted, each with a number of its own.
    """
    payments = connection.execute("""
        select p.transaction_reference, p.reference_key, p.tenant_id, p.payment_id from payments p
        where p.reference_key is not null
        order by p.created_at, p.payment_id
    """)
    changed = [
        {"key": key, "tenant": tenant_id, "payment": payment_id}
        for written, before, tenant_id, payment_id in payments.fetchall()
        if (key := reference_key(written)) != before
    ]
    connection.cursor().executemany(
        """
        update payments p
        set reference_key = %(key)s,
            reference_no = (
                select count(*) from payments other
                where other.tenant_id = p.tenant_id and other.reference_key = %(key)s
                    and other.payment_method = p.payment_method
                    and other.status in ('pending_approval', 'succeeded'))
        where p.tenant_id = %(tenant)s and p.payment_id = %(payment)s
        """,
        changed,
    )
