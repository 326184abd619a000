-- make_checkpoints: adds the entries of open wallets since the last cut-off to their checkpoints, so that reading a
-- balance does not read all history.
--
-- Takes    p_called_at: the caller's clock
-- Returns  how many wallets had entries since the last cut-off
-- Raises   P0001 the last cut-off is in the future, as after a restore without a migration
--          PL012 the server's clock is too far ahead of the caller's: value_created() would leave out the entries until
--          the time of such a checkpoint
--          42501 not every tenant was announced
-- Order    1 lock the epoch: one call at a time   2 the new cut-off and, in the same snapshot, the entries between both
--
-- Neither ids nor times are in commit order, so the cut-off is the xid of the oldest running transaction: every lower
-- one has ended and is visible. An entry that commits later has an xid at or above the cut-off and is in the tail.
create or replace function make_checkpoints(p_called_at timestamptz) returns bigint
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_epoch xid_epochs;
    v_cut bigint;
    v_count bigint;
begin
    perform require_every_tenant();
    if (clock_timestamp() <= p_called_at + clock_skew_limit()) is not true then
        raise exception using errcode = 'PL012', message = 'the server''s clock is ahead of the caller''s clock';
    end if;
    select x.* into strict v_epoch from xid_epochs x order by x.base desc limit 1 for update;

    with ended as materialized (
        select v_epoch.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint as cut
    ), written as (
        insert into checkpoints as c (tenant_id, wallet_id, balance, tail_since)
        select e.tenant_id, e.wallet_id, sum(e.amount) filter (where e.xid < ended.cut),
               least(min(e.posted_at) filter (where e.xid >= ended.cut), clock_timestamp())
        from entries e, ended
        where e.version is null and e.xid >= v_epoch.cut
        group by e.tenant_id, e.wallet_id
        having bool_or(e.xid < ended.cut)
        on conflict (tenant_id, wallet_id) do update
            set balance = c.balance + excluded.balance, tail_since = excluded.tail_since
        returning 1
    )
    select ended.cut, (select count(*) from written) into v_cut, v_count from ended;

    if v_cut < v_epoch.cut then
        raise exception using message = 'the stored cut-off is in the future: this data came from another cluster',
            hint = 'Run the migration, which begins an epoch and rebuilds the checkpoints from zero.';
    end if;
    update xid_epochs x set cut = v_cut, written_by = pg_current_xact_id()::text::bigint where x.base = v_epoch.base;
    return v_count;
end
$$;
grant execute on function make_checkpoints(timestamptz) to purser_reconcile;

-- open_balance: the balance of an open wallet in minor units: its checkpoint plus the tail.
--
-- Takes    p_until: without the entries of this xid and of higher ones; the caller's snapshot shows all lower ones
--
-- An index on the time finds the tail, so that nobody reads the entries of other wallets, nor the wallet's older ones. No entry
-- of it is older than tail_since, but for those that were not committed yet when the checkpoint was made: they are at most an
-- hour older, since no database transaction that posts takes as long. A tail_since that is ahead of the clock says nothing
-- about the times of entries: then all of them are read. In PL/pgSQL, which keeps its plan.
create or replace function open_balance(p_tenant text, p_wallet uuid, p_until bigint default 9223372036854775807)
returns numeric
language plpgsql stable
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
    return (
        select coalesce(c.balance, 0) + coalesce((
            select sum(t.amount)
            from (
                select e.amount, e.xid from entries e
                where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version is null
                    and e.posted_at >= case when c.tail_since <= statement_timestamp() + clock_skew_limit()
                                            then c.tail_since - interval '1 hour' else '-infinity' end
                offset 0 -- by the time, whatever the planner's statistics say
            ) t
            where t.xid >= (select x.cut from xid_epochs x order by x.base desc limit 1) and t.xid < p_until), 0)
        from (values (p_tenant, p_wallet)) as w (tenant_id, wallet_id)
        left join checkpoints c on c.tenant_id = w.tenant_id and c.wallet_id = w.wallet_id);
end
$$;
grant execute on function open_balance(text, uuid, bigint) to purser_read, purser_wallet;

-- begin_epoch: begins an epoch if this cluster did not write the newest one, or if a cut-off is in the future. Called by
-- every migration. After a logical restore the cluster counts xids from a low number again: the base is raised above
-- everything stored, cut-offs included (which can be above the last entry, since not only postings take an xid), and
-- the checkpoints and the turnovers are rebuilt from zero. A reader that is missing is added; it reads from now on.
--
-- The row was copied if written_by is not the transaction that the server says wrote it (xmin, 32 bits). The cluster's
-- own identifier would show less, and not every administrator may read it (pg_control_system).
create or replace function begin_epoch() returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_epoch record;
    v_read bigint; -- the highest xid that a reader or a monitor has
begin
    perform require_every_tenant();
    select greatest((select max(r.next_xid) from transaction_readers r), (select max(m.since_xid) from monitors m))
    into v_read;
    select x.base, greatest(x.cut, x.turnovers_cut, v_read) as cut, x.written_by % 4294967296 = x.xmin::text::bigint as is_ours
    into v_epoch
    from xid_epochs x order by x.base desc limit 1;
    if v_epoch.is_ours is not true
            or v_epoch.cut > v_epoch.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint then
        delete from checkpoints;
        delete from turnovers_of_wallets;
        delete from turnovers_of_kinds;
        insert into xid_epochs (base, written_by)
        select greatest(max(e.xid), v_epoch.base, v_epoch.cut, (select max(r.cut) from reconciliation_runs r),
                        (select max(o.xid) from outbox o), (select max(p.xid) from published p),
                        (select max(h.xid) from holds h), (select max(h.ended_xid) from holds h),
                        (select max(k.xid) from hold_captures k), -1) + 1,
               pg_current_xact_id()::text::bigint
        from entries e;
    end if;
    insert into transaction_readers (reader, next_xid)
    select unnest(array['bus', 'holds', 'monitors', 'webhooks']),
           (select max(x.base) from xid_epochs x) + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    on conflict do nothing;
    -- A function that returns a constant, since every posting needs it.
    execute format('create or replace function xid_base() returns bigint language sql immutable parallel safe return %s',
                   (select max(x.base) from xid_epochs x));
    revoke execute on function xid_base from public;
    grant execute on function xid_base to purser_writer;
end
$$;

-- stored_xid: the xid of this database transaction, as entries and events have it: the default of an event. Those who post
-- compute it for their entries, and pass it: the default would cost them 1.4 % more.
create or replace function stored_xid() returns bigint
language plpgsql
as $$
begin
    return ledger.xid_base() + pg_current_xact_id()::text::bigint;
end
$$;
grant execute on function stored_xid() to purser_writer;
