-- Subjects: what has exactly one transaction of the ledger, and which. A subject more is a row of the view and its kinds.

drop view if exists subjects cascade;

-- subjects: a row for each transaction that there has to be.
--
-- kind            of its transaction; no transaction of this kind may be without a subject
-- subject_id      which stands in the transaction's external_reference
-- transaction_id  which it names itself; null: it should, and does not
-- wallet_id       whose entry in it is `amount` minor units
create view subjects as
select b.tenant_id, 'bet_stake' as kind, b.bet_id as subject_id, b.stake_transaction_id as transaction_id,
       k.wallet_id, -b.stake as amount
from bets b
join customers k on k.tenant_id = b.tenant_id and k.customer_id = b.user_id
union all
select b.tenant_id, case b.status when 'won' then 'bet_payout' when 'void' then 'bet_void' else 'bet_cash_out' end,
       b.bet_id, b.outcome_transaction_id, k.wallet_id, coalesce(b.cash_out_amount, b.payout)
from bets b
join customers k on k.tenant_id = b.tenant_id and k.customer_id = b.user_id
where b.status in ('won', 'void', 'cashed_out') and coalesce(b.cash_out_amount, b.payout) <> 0;

-- has_subject: whether the transactions of a kind belong to subjects, each to one.
create or replace function has_subject(p_kind text) returns boolean
    language sql immutable parallel safe as $$
    select p_kind in ('bet_stake', 'bet_payout', 'bet_void', 'bet_cash_out')
$$;

-- uuid_of: a reference as the id that it should be; null where it is none.
create or replace function uuid_of(p_reference text) returns uuid
    language sql immutable parallel safe as $$
    select case when p_reference ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then p_reference::uuid end
$$;

-- subject_of: the subject that names a transaction as its own, if there is one. Without settings of its own, so that it
-- becomes part of the query that asks.
create or replace function subject_of(p_tenant text, p_transaction uuid, p_kind text, p_reference text)
returns setof ledger.subjects
    language sql stable parallel safe as $$
    select x.* from ledger.subjects x
    where x.tenant_id = p_tenant and x.subject_id = ledger.uuid_of(p_reference) and x.kind = p_kind
        and x.transaction_id = p_transaction
$$;
