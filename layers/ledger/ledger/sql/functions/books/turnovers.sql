-- Turnovers: the debits and the credits of each wallet, and of each kind of owner, in each UTC day. A trial balance adds them
-- up instead of all history. A posting does not write them: as with checkpoints, the entries below a cut-off are in them, and
-- the other ones are read.

-- add_turnovers: adds the next entries to the turnovers: of 100,000 database transactions at most, so that a call ends within
-- the statement timeout whatever the ledger's size.
--
-- Returns  whether there are more
-- Raises   P0001 the last cut-off is in the future, as after a restore without a migration
--          42501 not every tenant was announced
-- Order    1 lock the epoch: one call at a time   2 the new cut-off   3 the entries between both
--
-- The cut-off is at most the xid of the oldest running transaction: every lower one has ended and is visible.
create or replace function add_turnovers() returns boolean
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_epoch xid_epochs;
    v_end bigint;
    v_from bigint;
    v_until bigint;
begin
    perform require_every_tenant();
    select x.* into strict v_epoch from xid_epochs x order by x.base desc limit 1 for update;
    v_end := v_epoch.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    if v_end < v_epoch.turnovers_cut then
        raise exception using message = 'the stored cut-off is in the future: this data came from another cluster',
            hint = 'Run the migration, which begins an epoch and rebuilds the turnovers from zero.';
    end if;
    v_from := v_epoch.turnovers_cut;
    if v_from = 0 then
        v_from := least((select min(e.xid) from entries e), v_end); -- an epoch's xids may begin far above zero
    end if;
    v_until := least(v_from + 100000, v_end);

    with added as materialized (
        select e.tenant_id, e.wallet_id, (e.posted_at at time zone 'UTC')::date as day,
               coalesce(-sum(e.amount) filter (where e.amount < 0), 0) as debits,
               coalesce(sum(e.amount) filter (where e.amount > 0), 0) as credits,
               min(e.xid) as first_xid, max(e.xid) as last_xid, max(e.posted_at) as last_posted_at
        from entries e
        where e.xid >= v_from and e.xid < v_until
        group by e.tenant_id, e.wallet_id, 3
    ), of_wallets as (
        insert into turnovers_of_wallets as t (tenant_id, wallet_id, day, debits, credits)
        select a.tenant_id, a.wallet_id, a.day, a.debits, a.credits from added a
        on conflict (tenant_id, wallet_id, day) do update
            set debits = t.debits + excluded.debits, credits = t.credits + excluded.credits
    )
    insert into turnovers_of_kinds as t (
        tenant_id, day, owner_kind, currency, debits, credits, first_xid, last_xid, last_posted_at
    )
    select a.tenant_id, a.day, w.owner_kind, w.currency, sum(a.debits), sum(a.credits), min(a.first_xid), max(a.last_xid),
           max(a.last_posted_at)
    from added a
    join wallets w on w.tenant_id = a.tenant_id and w.wallet_id = a.wallet_id
    group by a.tenant_id, a.day, w.owner_kind, w.currency
    on conflict (tenant_id, day, owner_kind, currency) do update
        set debits = t.debits + excluded.debits, credits = t.credits + excluded.credits,
            first_xid = least(t.first_xid, excluded.first_xid), last_xid = greatest(t.last_xid, excluded.last_xid),
            last_posted_at = greatest(t.last_posted_at, excluded.last_posted_at);

    update xid_epochs x set turnovers_cut = v_until, written_by = pg_current_xact_id()::text::bigint
    where x.base = v_epoch.base;
    return v_until < v_end;
end
$$;
grant execute on function add_turnovers() to purser_reconcile;

-- turnovers_until: the debits and the credits of a tenant's entries that were posted up to a time.
--
-- Takes    tenant; a currency, or null for all; the time; the kinds of owners whose wallets have a row each
-- Returns  rows for wallets of these kinds, with their owner and category, and for the others a row for each kind and currency.
--          In minor units; what has no entry has no row.
--
-- Stable, so that the cut-off and the sums are of one snapshot, the caller's.
create or replace function turnovers_until(p_tenant text, p_currency text, p_at timestamptz, p_by_wallet owner_kind[])
returns table (
    owner_kind owner_kind, currency text, wallet_id uuid, owner_id text, category text, debits numeric, credits numeric
)
language plpgsql stable
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan -- how many entries are newer than the cut-off decides how to find them
as $$
declare
    v_cut constant bigint := (select x.turnovers_cut from xid_epochs x order by x.base desc limit 1);
    v_last_day date := (p_at at time zone 'UTC')::date; -- the last day whose turnovers count
    v_day_begins constant timestamptz := v_last_day::timestamp at time zone 'UTC';
    v_first_xid bigint;
    v_last_xid bigint;
begin
    -- If the day's turnovers have entries after p_at, its entries are read instead: those from the first xid to the last.
    select min(k.first_xid), max(k.last_xid) into v_first_xid, v_last_xid from turnovers_of_kinds k
    where k.tenant_id = p_tenant and k.day = v_last_day
    having max(k.last_posted_at) > p_at;
    if v_first_xid is not null then
        v_last_day := v_last_day - 1;
    end if;
    return query
        with of_entries as (
            select x.wallet_id, coalesce(-sum(x.amount) filter (where x.amount < 0), 0) as debits,
                   coalesce(sum(x.amount) filter (where x.amount > 0), 0) as credits
            from (
                select e.wallet_id, e.amount from entries e
                where e.tenant_id = p_tenant and e.xid >= v_cut and e.posted_at <= p_at
                union all
                select e.wallet_id, e.amount from entries e
                where e.tenant_id = p_tenant and e.xid between v_first_xid and v_last_xid
                    and e.posted_at >= v_day_begins and e.posted_at <= p_at
            ) x
            group by x.wallet_id
        ), of_wallets as (
            select w.wallet_id, t.debits, t.credits
            from wallets w
            cross join lateral (
                select sum(x.debits) as debits, sum(x.credits) as credits from turnovers_of_wallets x
                where x.tenant_id = p_tenant and x.wallet_id = w.wallet_id and x.day <= v_last_day
                having count(*) > 0
                offset 0
            ) t
            where w.tenant_id = p_tenant and w.owner_kind = any (p_by_wallet)
        ), parts as (
            select k.owner_kind, k.currency, null::uuid as wallet_id, k.debits, k.credits from turnovers_of_kinds k
            where k.tenant_id = p_tenant and k.day <= v_last_day and k.owner_kind <> all (p_by_wallet)
            union all
            select w.owner_kind, w.currency, case when w.owner_kind = any (p_by_wallet) then w.wallet_id end, s.debits, s.credits
            from (select * from of_wallets union all select * from of_entries) s
            cross join lateral (
                select x.owner_kind, x.currency, x.wallet_id from wallets x
                where x.tenant_id = p_tenant and x.wallet_id = s.wallet_id
                offset 0
            ) w
        )
        select p.owner_kind, p.currency, p.wallet_id, w.owner_id, a.category, sum(p.debits), sum(p.credits)
        from parts p
        left join lateral (
            select x.owner_id from wallets x where x.tenant_id = p_tenant and x.wallet_id = p.wallet_id offset 0
        ) w on true
        left join lateral (
            select x.category from accounts x where x.tenant_id = p_tenant and x.wallet_id = p.wallet_id offset 0
        ) a on true
        where p_currency is null or p.currency = p_currency
        group by p.owner_kind, p.currency, p.wallet_id, w.owner_id, a.category;
end
$$;
grant execute on function turnovers_until(text, text, timestamptz, owner_kind[]) to purser_read;
