-- Reconciliation of awards. Other transactions have the same kinds, so the check goes one way: from the award to its
-- transaction.

-- batch_of_awards: the registration that ends a batch of a tenant's awards; null if the batch has all the rest.
--
-- Takes    tenant, the registration after which the batch begins, and about how many awards it has
create or replace function batch_of_awards(p_tenant text, p_after text, p_limit integer) returns text
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select a.registration_id from awards a
    where a.tenant_id = p_tenant and a.registration_id > p_after
    order by a.registration_id
    offset p_limit - 1
    limit 1
$$;
grant execute on function batch_of_awards(text, text, integer) to purser_reconcile;

-- reconcile_awards: the unpaid awards of a tenant after one registration and up to another (null: the last).
--
-- Returns  award  the transaction that the award names has no entry of its amount on the owner's wallet (actual is the
--                 entry's amount; null: no entry), or belongs to another registration
create or replace function reconcile_awards(p_tenant text, p_after text, p_last text) returns setof finding
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    select p_tenant, 'award', w.wallet_id, a.transaction_id, null::uuid, null::bigint, 'COIN', a.amount::numeric,
           m.amount::numeric
    from awards a
    left join wallets w on w.tenant_id = a.tenant_id and w.owner_kind = 'person' and w.owner_id = a.owner_id
        and w.currency = 'COIN'
    left join transactions t on t.tenant_id = a.tenant_id and t.transaction_id = a.transaction_id
    left join lateral (
        select sum(e.amount) as amount from entries e
        where e.tenant_id = a.tenant_id and e.transaction_id = a.transaction_id and e.wallet_id = w.wallet_id
    ) m on true
    where a.tenant_id = p_tenant and a.registration_id > p_after
        and (p_last is null or a.registration_id <= p_last)
        and (coalesce(m.amount, 0) <> a.amount or t.meta ->> 'registration_id' <> a.registration_id)
$$;
grant execute on function reconcile_awards(text, text, text) to purser_reconcile;
