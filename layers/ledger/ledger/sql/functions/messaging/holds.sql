-- Events of holds. A hold writes none: the relay finds its changes by their xids, up to the oldest open database
-- transaction, as it reads transactions (decisions/0126).

-- read_hold_changes: the next changes of the holds of all tenants that have the events of theirs on, in the order of their
-- xids, and those of one batch in theirs, and counts them as read.
--
-- Takes    how many changes, of those tenants and of others. There are more if one database transaction has
-- Returns  JSON: {"changes": [{tenant_id, hold_id, wallet_id, owner_id, currency, amount, to_kind, to_owner, reason,
--          external_reference, meta, expires_at, created_at, status, captured, ended_at, transaction_id, capture_amount,
--          changed_at}], "has_more"}. Everything is as the change left it, but the texts are those of now: they may have
--          been erased since. Amounts are in minor units
-- Raises   P0001 the stored xid is in the future, as after a restore without a migration
--          42501 not every tenant was announced
-- Locks    the reader, so that each change is read once. While somebody else has it there are none
--
-- Everything is found by indexes, whatever the statistics say: a lateral subquery with a limit is not joined in another way,
-- and without sorts the changes are found by their xids.
create or replace function read_hold_changes(p_limit integer) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
set enable_sort = off
as $$
declare
    r transaction_readers;
    v_end bigint;
    v_until bigint;
    v_too_many bigint; -- the xid of the first change that is too many
    v_changes json;
begin
    perform require_every_tenant();
    select x.* into r from transaction_readers x where x.reader = 'holds' for update skip locked;
    if not found then
        return json_build_object('changes', json_build_array(), 'has_more', false);
    end if;
    v_end := readable_until(r.next_xid);
    v_until := v_end;
    select c.xid into v_too_many from (
        (select h.xid from holds h
         where h.xid >= r.next_xid and h.xid < v_end
         order by h.xid limit p_limit + 1)
        union all
        (select h.ended_xid from holds h
         where h.ended_xid >= r.next_xid and h.ended_xid < v_end
         order by h.ended_xid limit p_limit + 1)
        union all
        (select k.xid from hold_captures k
         where k.xid >= r.next_xid and k.xid < v_end
         order by k.xid limit p_limit + 1)
    ) c
    order by c.xid
    offset p_limit limit 1;
    if found then
        v_until := greatest(v_too_many, r.next_xid + 1);
    end if;

    select json_agg(to_json(e) order by e.xid, e.changed_at, e.ended_at is not null) into v_changes from (
        select h.tenant_id, h.hold_id, h.wallet_id, h.owner_id, h.currency, h.amount, h.to_kind, h.to_owner, h.reason,
               h.external_reference, h.meta, h.expires_at, h.created_at, c.status, c.captured, c.ended_at, c.transaction_id,
               c.capture_amount, c.changed_at, c.xid
        from (
            select x.tenant_id, x.hold_id, x.xid, 'pending' as status, 0::bigint as captured, null::timestamptz as ended_at,
                   null::uuid as transaction_id, null::bigint as capture_amount, x.created_at as changed_at
            from holds x where x.xid >= r.next_xid and x.xid < v_until
            union all
            select x.tenant_id, x.hold_id, x.ended_xid, x.status, x.captured, x.ended_at, null, null, x.ended_at
            from holds x
            where x.ended_xid >= r.next_xid and x.ended_xid < v_until and x.status in ('released', 'expired')
            union all
            select k.tenant_id, k.hold_id, k.xid, case when y.ends then 'captured' else 'pending' end, k.captured_after,
                   case when y.ends then t.posted_at end, k.transaction_id, k.amount, t.posted_at
            from hold_captures k
            cross join lateral (
                select x.posted_at from transactions x
                where x.tenant_id = k.tenant_id and x.transaction_id = k.transaction_id
                limit 1
            ) t
            cross join lateral (
                select x.status = 'captured' and x.captured = k.captured_after as ends from holds x
                where x.tenant_id = k.tenant_id and x.hold_id = k.hold_id
                limit 1
            ) y
            where k.xid >= r.next_xid and k.xid < v_until
        ) c
        cross join lateral (
            select x.* from holds x where x.tenant_id = c.tenant_id and x.hold_id = c.hold_id limit 1
        ) h
        where c.tenant_id <> all (array(select s.tenant_id from event_settings s where not s.holds))
    ) e;
    update transaction_readers x set next_xid = v_until where x.reader = 'holds';
    return json_build_object('changes', coalesce(v_changes, '[]'), 'has_more', v_until < v_end);
end
$$;
grant execute on function read_hold_changes(integer) to purser_relay;

-- hold_changes_age: for all tenants, the number of changes of holds that are not read, among the next 10,000 xids, and the
-- age of the oldest of these in seconds. An expiry has none: its record may be hours later.
create or replace function hold_changes_age() returns table (waiting bigint, seconds double precision)
language plpgsql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_next bigint;
begin
    perform require_every_tenant();
    select x.next_xid into strict v_next from transaction_readers x where x.reader = 'holds';
    return query
        select count(*), coalesce(extract(epoch from clock_timestamp() - min(c.changed_at)), 0)::double precision
        from (
            select h.created_at as changed_at from holds h
            where h.xid >= v_next and h.xid < v_next + 10000
            union all
            select nullif(h.ended_at, h.expires_at) from holds h
            where h.ended_xid >= v_next and h.ended_xid < v_next + 10000
            union all
            select t.posted_at from hold_captures k
            cross join lateral (
                select x.posted_at from transactions x
                where x.tenant_id = k.tenant_id and x.transaction_id = k.transaction_id
                limit 1
            ) t
            where k.xid >= v_next and k.xid < v_next + 10000
        ) c;
end
$$;
grant execute on function hold_changes_age() to purser_relay;
