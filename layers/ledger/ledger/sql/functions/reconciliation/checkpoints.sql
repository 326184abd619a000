-- Reconciliation of the open wallets' checkpoints, and of overdue work.

-- open_wallet_checkpoints: each open wallet's balance by its checkpoint, and the cut-off. No row before the first
-- cut-off. Entries below a cut-off never change, so that their sum is the same at any time.
--
-- Takes    tenant, the lowest wallet id, and the greatest number of wallets
create or replace function open_wallet_checkpoints(p_tenant text, p_first uuid, p_limit integer) returns table (
    wallet_id uuid, currency text, balance numeric, cut bigint
)
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select w.wallet_id, w.currency, coalesce(c.balance, 0), x.cut
    from wallets w
    join (select y.cut from xid_epochs y order by y.base desc limit 1) x on x.cut > 0
    left join checkpoints c on c.tenant_id = w.tenant_id and c.wallet_id = w.wallet_id
    where w.tenant_id = p_tenant and not is_guarded(w.owner_kind) and w.wallet_id >= p_first
    order by w.wallet_id
    limit p_limit
$$;
grant execute on function open_wallet_checkpoints(text, uuid, integer) to purser_reconcile;

-- sum_of_open_entries: the sum of a batch of an open wallet's entries that are below a cut-off.
--
-- Takes    tenant, wallet, the cut-off, the time and transaction after which the batch begins, and its number of
--          entries
-- Returns  the sum, and the end of the batch; null if it has all the rest
create or replace function sum_of_open_entries(
    p_tenant text, p_wallet uuid, p_cut bigint, p_after timestamptz, p_after_transaction uuid, p_limit integer
) returns table (amount numeric, until timestamptz, until_transaction uuid)
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    with last as materialized (
        select e.posted_at, e.transaction_id from entries e
        where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version is null
            and (e.posted_at, e.transaction_id) > (p_after, p_after_transaction)
        order by e.posted_at, e.transaction_id
        offset p_limit - 1
        limit 1
    )
    select coalesce(sum(e.amount), 0), (select l.posted_at from last l), (select l.transaction_id from last l)
    from entries e
    where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version is null and e.xid < p_cut
        and (e.posted_at, e.transaction_id) > (p_after, p_after_transaction)
        and (e.posted_at, e.transaction_id) <= (
            coalesce((select l.posted_at from last l), 'infinity'),
            coalesce((select l.transaction_id from last l), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
$$;
grant execute on function sum_of_open_entries(text, uuid, bigint, timestamptz, uuid, integer) to purser_reconcile;

-- overdue: work that should have been done long ago. A new check is one more part of the UNION.
--
-- Takes    tenant (null: all), and the greatest number of rows of each kind; events come in the order in which they are due
-- Returns  outbox    an event that the bus has not accepted for 15 minutes; subject_id is its id
--          invoiced  a top-up request still invoiced although its invoice is paid; subject_id is its id
create or replace function overdue(p_tenant text, p_limit integer) returns setof finding
language plpgsql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
begin
    perform require_every_tenant();
    return query
        (select o.tenant_id, 'outbox', null::uuid, null::uuid, o.event_id, null::bigint, null::text, null::numeric,
                null::numeric
         from outbox o
         where o.created_at < statement_timestamp() - interval '15 minutes'
             and (p_tenant is null or o.tenant_id = p_tenant)
         order by o.due_at
         limit p_limit)
        union all
        (select r.tenant_id, 'invoiced', r.wallet_id, null, r.request_id, null, null, null, null
         from topup_requests r
         join invoices i on i.tenant_id = r.tenant_id and i.request_id = r.request_id and i.status = 'paid'
         where r.status = 'invoiced' and (p_tenant is null or r.tenant_id = p_tenant)
         limit p_limit);
end
$$;
grant execute on function overdue(text, integer) to purser_reconcile;

-- tenants_of_ledger: every tenant, including those that exist only in entries or transactions.
create or replace function tenants_of_ledger() returns table (tenant_id text)
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select require_every_tenant();
    with recursive of_entries as (
        select min(e.tenant_id) as tenant_id from entries e
        union all
        select (select min(e.tenant_id) from entries e where e.tenant_id > o.tenant_id)
        from of_entries o
        where o.tenant_id is not null
    ), of_transactions as (
        select min(t.tenant_id) as tenant_id from transactions t
        union all
        select (select min(t.tenant_id) from transactions t where t.tenant_id > o.tenant_id)
        from of_transactions o
        where o.tenant_id is not null
    )
    select x.tenant_id from of_entries x where x.tenant_id is not null
    union
    select x.tenant_id from of_transactions x where x.tenant_id is not null
    union
    select x.tenant_id from tenants x
    order by 1
$$;
grant execute on function tenants_of_ledger() to purser_reconcile;

-- tenants_of_wallet: the tenant that has a wallet with this id, if there is one.
create or replace function tenants_of_wallet(p_wallet uuid) returns table (tenant_id text)
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select require_every_tenant();
    select t.tenant_id from tenants t
    where exists (select from wallets w where w.tenant_id = t.tenant_id and w.wallet_id = p_wallet)
$$;
grant execute on function tenants_of_wallet(uuid) to purser_reconcile;
