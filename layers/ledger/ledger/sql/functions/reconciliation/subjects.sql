-- Subjects: each has exactly one transaction. A new subject is one more part of the view `subjects`, with its kinds in
-- has_subject() and its ids in subject_ids().

drop view if exists subjects cascade;

-- subjects: a row for each transaction that must exist.
--
-- kind            of the transaction; every transaction of this kind has a subject
-- subject_id      the transaction's external_reference
-- transaction_id  the transaction that the subject names; null: it should name one and does not
-- wallet_id       has an entry of `amount` minor units in the transaction
--
-- A batch of subjects is a range of its table's key, and the rest of each row is found by whole keys.
create view subjects as
select b.tenant_id, 'bet_stake' as kind, b.bet_id as subject_id, b.stake_transaction_id as transaction_id,
       k.wallet_id, -b.stake as amount
from bets b
cross join lateral (
    select x.wallet_id from customers x where x.tenant_id = b.tenant_id and x.customer_id = b.user_id offset 0
) k
union all
select b.tenant_id, case b.status when 'won' then 'bet_payout' when 'void' then 'bet_void' else 'bet_cash_out' end,
       b.bet_id, b.outcome_transaction_id, k.wallet_id, coalesce(b.cash_out_amount, b.payout)
from bets b
cross join lateral (
    select x.wallet_id from customers x where x.tenant_id = b.tenant_id and x.customer_id = b.user_id offset 0
) k
where b.status in ('won', 'void', 'cashed_out') and coalesce(b.cash_out_amount, b.payout) <> 0
union all
-- A completed request: it and the payment of its invoice name the same credit, of the same amount.
select r.tenant_id, 'topup', r.request_id, (
            select p.transaction_id
            from invoices i
            join payments p on p.tenant_id = i.tenant_id and p.invoice_id = i.invoice_id
                and p.status in ('succeeded', 'refunded')
            where i.tenant_id = r.tenant_id and i.request_id = r.request_id
                and p.transaction_id = r.transaction_id and p.amount = r.amount),
       r.wallet_id, r.amount::bigint
from topup_requests r
where r.status = 'completed'
union all
-- A request that is not completed although its invoice is paid: its credit is missing.
select r.tenant_id, 'topup', r.request_id, null, r.wallet_id, r.amount::bigint
from topup_requests r
where r.status <> 'completed' and exists (
    select from invoices i
    join payments p on p.tenant_id = i.tenant_id and p.invoice_id = i.invoice_id
        and p.status in ('succeeded', 'refunded')
    where i.tenant_id = r.tenant_id and i.request_id = r.request_id)
union all
-- A refunded payment of a top-up: its transaction reverses the credit.
select p.tenant_id, 'topup_refund', p.payment_id, (
            select t.transaction_id from transactions t
            where t.tenant_id = p.tenant_id and t.transaction_id = p.refund_transaction_id
                and t.corrects = p.transaction_id),
       r.wallet_id, -p.amount
from payments p
join invoices i on i.tenant_id = p.tenant_id and i.invoice_id = p.invoice_id
join topup_requests r on r.tenant_id = i.tenant_id and r.request_id = i.request_id
where p.status = 'refunded';

-- has_subject: whether every transaction of this kind must belong to exactly one subject.
create or replace function has_subject(p_kind text) returns boolean
    language sql immutable parallel safe as $$
    select p_kind in ('bet_stake', 'bet_payout', 'bet_void', 'bet_cash_out', 'topup', 'topup_refund')
$$;
grant execute on function has_subject(text) to purser_eraser;

-- needs_subject: whether every transaction of this kind must belong to a subject, or to a hold.
create or replace function needs_subject(p_kind text) returns boolean
    language sql immutable parallel safe as $$
    select ledger.has_subject(p_kind) or p_kind = 'hold_capture'
$$;

-- subject_ids: the p_limit lowest subject ids of a tenant from p_first on, without duplicates.
create or replace function subject_ids(p_tenant text, p_first uuid, p_limit integer) returns setof uuid
    language sql stable parallel safe as $$
    (select b.bet_id from ledger.bets b where b.tenant_id = p_tenant and b.bet_id >= p_first
     order by b.bet_id limit p_limit)
    union all
    (select r.request_id from ledger.topup_requests r where r.tenant_id = p_tenant and r.request_id >= p_first
     order by r.request_id limit p_limit)
    union all
    (select p.payment_id from ledger.payments p where p.tenant_id = p_tenant and p.payment_id >= p_first
     order by p.payment_id limit p_limit)
    order by 1
    limit p_limit
$$;

-- uuid_of: a reference as a UUID; null if it is not one.
create or replace function uuid_of(p_reference text) returns uuid
    language sql immutable parallel safe as $$
    select case when p_reference ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then p_reference::uuid end
$$;
grant execute on function uuid_of(text) to purser_read;

-- subject_of: the id of the subject that names a transaction as its own, or of the hold that it captured, if there is one.
-- Without settings, so that PostgreSQL can inline it.
create or replace function subject_of(p_tenant text, p_transaction uuid, p_kind text, p_reference text)
returns setof uuid
    language sql stable parallel safe as $$
    select x.subject_id from ledger.subjects x
    where x.tenant_id = p_tenant and x.subject_id = ledger.uuid_of(p_reference) and x.kind = p_kind
        and x.transaction_id = p_transaction
    union all
    select c.hold_id from ledger.hold_captures c
    where c.tenant_id = p_tenant and c.transaction_id = p_transaction and p_kind = 'hold_capture'
$$;
