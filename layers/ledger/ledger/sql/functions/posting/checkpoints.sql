-- make_checkpoints: closes the books of the open wallets up to a cut, so that a balance need not read all history.
--
-- Returns  how many wallets had entries since the last cut
-- Raises   P0001 where the last cut is ahead of the present, as after a restore that no migration followed
-- Order    1 one at a time   2 the new cut and, in the same snapshot, the entries between the two cuts
--
-- An id or a time is no commit order, so the cut is the oldest transaction still running: whatever has a lower xid has
-- ended and is visible. What commits late has an xid at or above the cut and stays in the tail.
create or replace function make_checkpoints() returns bigint
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_epoch xid_epochs;
    v_cut bigint;
    v_count bigint;
begin
    select x.* into strict v_epoch from xid_epochs x order by x.base desc limit 1 for update;

    with ended as materialized (
        select v_epoch.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint as cut
    ), written as (
        insert into checkpoints as c (tenant_id, wallet_id, balance)
        select e.tenant_id, e.wallet_id, sum(e.amount)
        from entries e, ended
        where e.version is null and e.xid >= v_epoch.cut and e.xid < ended.cut
        group by e.tenant_id, e.wallet_id
        on conflict (tenant_id, wallet_id) do update
            set balance = c.balance + excluded.balance, made_at = clock_timestamp()
        returning 1
    )
    select ended.cut, (select count(*) from written) into v_cut, v_count from ended;

    if v_cut < v_epoch.cut then
        raise exception using message = 'the stored cut is ahead of the present: this data came from another cluster',
            hint = 'Run the migration, which begins an epoch and rebuilds the checkpoints from zero.';
    end if;
    update xid_epochs x set cut = v_cut, written_by = pg_current_xact_id()::text::bigint where x.base = v_epoch.base;
    return v_count;
end
$$;
grant execute on function make_checkpoints() to purser_reconcile;

-- open_balance: an open wallet's balance in minor units: its checkpoint and the tail after it.
create or replace function open_balance(p_tenant text, p_wallet uuid) returns numeric
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce((select c.balance from checkpoints c where c.tenant_id = p_tenant and c.wallet_id = p_wallet), 0)
         + coalesce((
            select sum(e.amount) from entries e
            where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version is null
                and e.xid >= (select x.cut from xid_epochs x order by x.base desc limit 1)), 0)
$$;
grant execute on function open_balance(text, uuid) to purser_app;

-- begin_epoch: called by every migration. Where the newest epoch was copied (a logical restore), or its cut is ahead of
-- this cluster's present, xids begin again below what is stored: the base is lifted above all of it and the checkpoints
-- are rebuilt from zero. Above the cuts too: they may be well ahead of the last entry, since not everything that takes
-- an xid posts one, and what is posted from now on must be new to each of them.
--
-- A row is copied where the transaction that it names is not the one that the server says wrote it (xmin, of 32 bits).
-- The server's own identifier would tell less, and not every administrator may ask for it (pg_control_system).
create or replace function begin_epoch() returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_epoch record;
begin
    select x.base, x.cut, x.written_by % 4294967296 = x.xmin::text::bigint as is_ours into v_epoch
    from xid_epochs x order by x.base desc limit 1;
    if v_epoch.is_ours is not true
            or v_epoch.cut > v_epoch.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint then
        delete from checkpoints;
        insert into xid_epochs (base, written_by)
        select greatest(max(e.xid), v_epoch.base, v_epoch.cut, (select max(r.cut) from reconciliation_runs r), -1) + 1,
               pg_current_xact_id()::text::bigint
        from entries e;
    end if;
    -- As a constant of its own, since every posting needs it.
    execute format('create or replace function xid_base() returns bigint language sql immutable parallel safe return %s',
                   (select max(x.base) from xid_epochs x));
    revoke execute on function xid_base() from public;
end
$$;
