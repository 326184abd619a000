-- Reconciliation of holds and of the transactions that captured them. What a wallet has held: reconcile_wallets().

-- batch_of_holds: the end of a batch of holds, and their number. It works like batch_of_wallets.
create or replace function batch_of_holds(p_tenant text, p_first uuid, p_limit integer)
returns table (last uuid, checked bigint)
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select case when count(*) = p_limit then (array_agg(x.hold_id order by x.hold_id desc))[1] end, count(*)
    from (
        select h.hold_id from holds h
        where h.tenant_id = p_tenant and h.hold_id >= p_first
        order by h.hold_id
        limit p_limit
    ) x
$$;
grant execute on function batch_of_holds(text, uuid, integer) to purser_reconcile;

-- reconcile_holds: what is wrong with a tenant's holds from one id to another, both included.
--
-- Returns  captured  what was captured of the hold, the subject, is not the sum of its captures, or more than its amount,
--                    which is then what is expected; actual is null if captures have no hold
--          posting   a capture whose transaction does not take its amount from the wallet of its hold; actual is the entry's
--                    amount, null if the wallet has no entry in it, or the hold no wallet
--          wallet    a hold of no guarded wallet, or of one in another currency
--          ended     its status and its ended_at do not agree on whether and when it has ended; it ended as captured without a
--                    capture; or it expired more than a day ago, and neither says so
create or replace function reconcile_holds(p_tenant text, p_first uuid, p_last uuid) returns setof finding
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    with captures as materialized (
        select c.hold_id, c.transaction_id, c.amount from hold_captures c
        where c.tenant_id = p_tenant and c.hold_id between p_first and p_last
    ), reconciled as materialized (
        select h.* from holds h
        where h.tenant_id = p_tenant and h.hold_id between p_first and p_last
    )
    select p_tenant, 'captured', h.wallet_id, null::uuid, coalesce(h.hold_id, c.hold_id), null::bigint, h.currency,
           case when c.amount = h.captured then h.amount else coalesce(c.amount, 0) end::numeric, h.captured::numeric
    from reconciled h
    full join (select x.hold_id, sum(x.amount) as amount from captures x group by x.hold_id) c on c.hold_id = h.hold_id
    where h.captured is distinct from coalesce(c.amount, 0) or h.captured > h.amount
    union all
    select p_tenant, 'posting', h.wallet_id, c.transaction_id, c.hold_id, null, h.currency, -c.amount, e.amount
    from captures c
    join reconciled h on h.hold_id = c.hold_id
    left join lateral (
        select sum(x.amount) as amount from entries x
        where x.tenant_id = p_tenant and x.transaction_id = c.transaction_id and x.wallet_id = h.wallet_id
    ) e on true
    where e.amount is distinct from -c.amount
    union all
    select p_tenant, 'wallet', h.wallet_id, null, h.hold_id, null, null, null, null
    from reconciled h
    left join wallets w on w.tenant_id = p_tenant and w.wallet_id = h.wallet_id
    where (is_guarded(w.owner_kind) and w.currency = h.currency) is not true
    union all
    select p_tenant, 'ended', h.wallet_id, null, h.hold_id, null, null, null, null
    from reconciled h
    where (h.status = 'pending') <> (h.ended_at is null)
        or h.status = 'expired' and h.ended_at <> h.expires_at
        or h.status = 'captured' and h.captured = 0
        or h.ended_at is null and h.expires_at < statement_timestamp() - interval '1 day'
$$;
grant execute on function reconcile_holds(text, uuid, uuid) to purser_reconcile;
