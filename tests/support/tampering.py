"""Kinds of damage to a ledger, and the findings that a full reconciliation must report."""

from tests.support import damage
from tests.support.damage import Sample

_WITHOUT_ENTRIES = """
    insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, is_override)
    values ('{}', new_id(), 'credit', now(), 'nobody', 'none', false)
"""
_ENDED = """
    with ended as (
        update holds set status = '{}', ended_at = created_at where captured = 0 returning wallet_id, amount
    )
    update wallets w set held = held - ended.amount from ended where w.wallet_id = ended.wallet_id
"""
_OF_REQUEST = "invoice_id = (select invoice_id from invoices where request_id = %({})s)"
_WON = "(registration_id, award, owner_id) = ('r1', 'place_1', 'p1')"
DAMAGE: dict[str, tuple[str, dict[str, int]]] = {
    "an entry's amount": (
        "update entries set amount = amount + 1 where wallet_id = %(ann)s and version = 2",
        {"balance": 1, "balance_after": 1, "sum": 1, "posting": 1},
    ),
    "both entries of a transaction": (
        "update entries set amount = amount + sign(amount) where transaction_id = %(first)s",
        {"balance": 1, "balance_after": 1, "checkpoint": 1},
    ),
    "a balance_after": (
        "update entries set balance_after = 5 where wallet_id = %(ann)s and version = 2",
        {"balance_after": 2},
    ),
    "a gap in the versions": ("update entries set version = version + 1 where wallet_id = %(yan)s", {"version": 1}),
    "a lost entry": (
        "delete from entries where wallet_id = %(ann)s and version = 3",
        {"balance": 1, "version": 1, "balance_after": 1, "sum": 1, "entries": 1, "posting": 1},
    ),
    "a lost newest entry": (
        "delete from entries where wallet_id = %(yan)s",
        {"balance": 1, "version": 1, "sum": 1, "entries": 1},
    ),
    "a wallet's version": ("update wallets set version = version + 1 where wallet_id = %(ann)s", {"version": 1}),
    "a lost transaction": ("delete from transactions where transaction_id = %(first)s", {"transaction": 1}),
    "a transaction without entries": (_WITHOUT_ENTRIES.format("acme"), {"entries": 1}),
    "a transaction of an unknown tenant": (_WITHOUT_ENTRIES.format("ghost"), {"entries": 1}),
    "an entry of a missing open wallet": (
        "update entries set wallet_id = new_id() where transaction_id = %(first)s and version is null",
        {"wallet": 1, "sum": 2, "checkpoint": 1},
    ),
    "an entry of a missing guarded wallet": (
        "update entries set wallet_id = new_id() where wallet_id = %(far)s",
        {"wallet": 2, "sum": 2, "balance": 1, "version": 1},
    ),
    "a wallet with another currency": ("update wallets set currency = 'EUR' where wallet_id = %(yan)s", {"sum": 2}),
    "a completed bet without its credit": (
        "update bets set outcome_transaction_id = null where bet_id = %(bet)s",
        {"posting": 1, "subject": 1},
    ),
    "a stake of another amount": ("update bets set stake = stake + 1 where bet_id = %(bet)s", {"posting": 1}),
    "a stake of another kind": (
        "update transactions set kind = 'debit' where kind = 'bet_stake' and external_reference = %(bet)s::text",
        {"posting": 1},
    ),
    "a stake of another bet": (
        """
        update transactions set external_reference = new_id()
        where kind = 'bet_stake' and external_reference = %(bet)s::text
        """,
        {"posting": 1, "subject": 1},
    ),
    "a transaction without a subject": (
        "update transactions set kind = 'bet_payout' where transaction_id = %(first)s",
        {"subject": 1},
    ),
    "a transaction whose subject is not an id": (
        "update transactions set kind = 'bet_payout', external_reference = 'x' where transaction_id = %(first)s",
        {"subject": 1},
    ),
    "a completed request without its credit": (
        "update topup_requests set transaction_id = null where request_id = %(completed)s",
        {"posting": 1, "subject": 1},
    ),
    "a completed request that nobody paid": (
        f"update payments set status = 'failed' where {_OF_REQUEST.format('completed')}",
        {"posting": 1, "subject": 1},
    ),
    "a completed request of another amount": (
        "update topup_requests set amount = amount + 1 where request_id = %(completed)s",
        {"posting": 1, "subject": 1},
    ),
    "a credit without its request": (
        "update transactions set kind = 'topup', external_reference = new_id() where transaction_id = %(first)s",
        {"subject": 1},
    ),
    "a payment that names another credit": (
        f"update payments set transaction_id = new_id() where {_OF_REQUEST.format('completed')}",
        {"posting": 1, "subject": 1},
    ),
    "a payment that succeeded and whose request is not completed": (
        f"update payments set status = 'succeeded' where {_OF_REQUEST.format('submitted')}",
        {"posting": 1},
    ),
    "a refund without its reversal": (
        f"update payments set status = 'refunded' where {_OF_REQUEST.format('completed')}",
        {"posting": 1},
    ),
    "a refund that does not name its reversal": (
        f"update payments set refund_transaction_id = null where {_OF_REQUEST.format('refunded')}",
        {"posting": 1, "subject": 1},
    ),
    "a reversal that takes back another credit": (
        "update transactions set corrects = new_id() where kind = 'topup_refund'",
        {"posting": 1, "subject": 1},
    ),
    "a reversal without its refund": (
        f"update payments set status = 'succeeded' where {_OF_REQUEST.format('refunded')}",
        {"subject": 1},
    ),
    "an invoiced request with a paid invoice": (
        "update invoices set status = 'paid' where request_id = %(invoiced)s",
        {"invoiced": 1},
    ),
    "a paid request with the status invoiced": (
        "update topup_requests set status = 'invoiced' where request_id = %(completed)s",
        {"invoiced": 1, "posting": 1, "subject": 1},
    ),
    "an award without its coins": (f"update awards set transaction_id = null where {_WON}", {"award": 1}),
    "an award of another amount": (f"update awards set amount = amount + 1 where {_WON}", {"award": 1}),
    "an award of zero that names a transaction": (f"update awards set amount = 0 where {_WON}", {"award": 1}),
    "an award that names the transaction of another registration": (
        """
        update awards a set transaction_id = o.transaction_id from awards o
        where (a.registration_id, a.award, a.owner_id) = ('r1', 'participation', 'p1')
            and (o.registration_id, o.award, o.owner_id) = ('r5', 'participation', 'p1')
        """,
        {"award": 1},
    ),
    "an award of an owner without a wallet": (f"update awards set owner_id = 'nobody' where {_WON}", {"award": 1}),
    "an event that nobody published": (
        """
        insert into outbox (tenant_id, event_id, detail_type, detail, created_at)
        values ('acme', new_id(), 'Any', '{}', clock_timestamp() - interval '16 minutes')
        """,
        {"outbox": 1},
    ),
    "an amount that is held for no hold": (
        "update wallets set held = held + 1 where owner_id = 'wes'",
        {"held": 1},
    ),
    "a hold of another amount": ("update holds set amount = amount + 1 where captured = 0", {"held": 1}),
    "a lost hold": ("delete from holds where captured = 0", {"held": 1}),
    "a lost hold that was captured": ("delete from holds where captured > 0", {"captured": 1}),
    "a hold that a wallet does not know to expire": (
        "update wallets set held_until = 'infinity' where owner_id = 'wes'",
        {"held_until": 1},
    ),
    "a hold that expired long ago": (
        """
        with late as (
            update holds set expires_at = expires_at - interval '9 days' where captured = 0
            returning wallet_id, expires_at
        )
        update wallets w set held_until = late.expires_at from late where w.wallet_id = late.wallet_id
        """,
        {"ended": 1},
    ),
    "a hold that was captured and is pending again": (
        "update holds set status = 'pending' where captured > 0",
        {"ended": 1},
    ),
    "a hold that captured another amount": (
        "update holds set captured = captured + 1 where captured > 0",
        {"captured": 1},
    ),
    "a hold that captured more than its amount": ("update holds set amount = 2 where captured > 0", {"captured": 1}),
    "a hold that was captured twice": (
        """
        with whole as (update holds set amount = captured where captured > 0)
        insert into hold_captures (tenant_id, transaction_id, hold_id, amount, captured_after)
        select tenant_id, %(first)s, hold_id, amount, captured_after from hold_captures
        """,
        {"captured": 1, "posting": 1},
    ),
    "a hold that was captured for nothing": (_ENDED.format("captured"), {"ended": 1}),
    "a hold that expired before its end": (_ENDED.format("expired"), {"ended": 1}),
    "a hold of a wallet in another currency": ("update holds set currency = 'EUR' where captured > 0", {"wallet": 1}),
    "a capture of another amount": ("update hold_captures set amount = amount + 1", {"captured": 1, "posting": 1}),
    "a capture of another transaction": (
        "update hold_captures set transaction_id = %(first)s",
        {"posting": 1, "subject": 1},
    ),
    "a capture from another wallet": (
        "update holds set wallet_id = %(yan)s where captured > 0",
        {"posting": 1},
    ),
    "a lost capture": ("delete from hold_captures", {"captured": 1, "subject": 1}),
    "a checkpoint": (
        """
        update checkpoints c set balance = c.balance + 1
        from wallets w where w.wallet_id = c.wallet_id and w.owner_kind = 'house'
        """,
        {"checkpoint": 1},
    ),
    "a lost checkpoint": (
        "delete from checkpoints c using wallets w where w.wallet_id = c.wallet_id and w.owner_kind = 'house'",
        {"checkpoint": 1},
    ),
}

"""The statement of each kind of damage, and the findings that a full run must report."""

NOT_REPAIRED = [kind for kind in DAMAGE if kind != "both entries of a transaction"]


def apply_damage(sample: Sample, kind: str) -> dict[str, int]:
    sample.database.rows("select make_checkpoints(clock_timestamp())")
    statement, expected = DAMAGE[kind]
    with damage.without_immutability(sample.database) as connection:
        changed = connection.execute(
            statement.encode(),
            {
                "ann": sample.wallet(),
                "yan": sample.wallet("yan"),
                "far": sample.wallet("zoe", "globex"),
                "first": sample.entry(1)["transaction_id"],
                "bet": sample.bets["cashed_out"],
                **sample.topups,
            },
        )
        assert changed.rowcount > 0
    return expected
