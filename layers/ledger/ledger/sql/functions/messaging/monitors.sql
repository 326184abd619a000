-- Monitors of balances. A posting does not look at them: the relay finds in the entries which balances crossed a bound, in
-- the order of xids and up to the oldest open database transaction, as it reads transactions (decisions/0118).
--
-- An entry of a guarded wallet tells by itself whether it crossed: it has the balance after it. Those of an open wallet do
-- not, so each monitor of one adds them up.

-- crosses: whether a change of a balance crosses a bound: it is beyond it after the change, and was not before.
--
-- Takes    the balance after the change, and the change; the bound, of which one is null
create or replace function crosses(p_balance numeric, p_amount numeric, p_below bigint, p_above bigint) returns boolean
language sql immutable parallel safe
return p_balance < p_below and p_balance - p_amount >= p_below
    or p_balance > p_above and p_balance - p_amount <= p_above;

-- watch_balances: looks at the entries of the next database transactions, of all tenants that have monitors, and counts them
-- as looked at.
--
-- Takes    how many xids
-- Returns  JSON: {"crossed": [{tenant_id, monitor_id, wallet_id, owner_kind, owner_id, currency, below, above, balance,
--          transaction_id, posted_at}], "has_more"}. Amounts are in minor units
-- Raises   P0001 the stored xid is in the future, as after a restore without a migration
--          42501 not every tenant was announced
-- Locks    the reader, so that each entry is looked at once; set_monitor() does too
--
-- Everything is found by whole keys, whatever the statistics say, since a lateral subquery with a limit or an offset is not
-- joined in another way.
create or replace function watch_balances(p_xids bigint) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    r transaction_readers;
    v_end bigint;
    v_until bigint;
    v_tenants text[]; -- those that have monitors
    v_crossed json;
begin
    perform require_every_tenant();
    select x.* into strict r from transaction_readers x where x.reader = 'monitors' for update;
    v_end := readable_until(r.next_xid);
    v_tenants := array(
        select t.tenant_id from tenants t where exists (select from monitors m where m.tenant_id = t.tenant_id));
    v_until := case v_tenants when '{}' then v_end else least(r.next_xid + p_xids, v_end) end;

    with changes as materialized (
        select m.tenant_id, m.monitor_id, w.wallet_id, e.transaction_id, e.xid, e.posted_at, e.balance_after,
               sum(e.amount) as amount
        from entries e
        cross join lateral (
            select x.* from wallets x
            where e.tenant_id = any (v_tenants) -- here, so that entries are found by their xids alone
                and x.tenant_id = e.tenant_id and x.wallet_id = e.wallet_id
            limit 1
        ) w
        cross join lateral (
            select x.tenant_id, x.monitor_id from monitors x
            where x.tenant_id = e.tenant_id and x.owner_kind = w.owner_kind and x.owner_id = w.owner_id
                and x.currency = w.currency and x.since_xid <= e.xid
                and (e.balance_after is null or crosses(e.balance_after, e.amount, x.below, x.above))
            offset 0
        ) m
        where e.xid >= r.next_xid and e.xid < v_until
        group by m.tenant_id, m.monitor_id, w.wallet_id, e.transaction_id, e.xid, e.posted_at, e.balance_after
    ), summed_up as (
        update monitors m set balance = m.balance + c.amount
        from (
            select tenant_id, monitor_id, sum(amount) as amount from changes
            where balance_after is null
            group by tenant_id, monitor_id
        ) c
        where m.tenant_id = c.tenant_id and m.monitor_id = c.monitor_id
    ), balances as (
        select m.tenant_id, m.monitor_id, c.wallet_id, m.owner_kind, m.owner_id, m.currency, m.below, m.above,
               coalesce(c.balance_after, m.balance + sum(c.amount) over (
                   partition by m.tenant_id, m.monitor_id order by c.xid, c.transaction_id)) as balance,
               c.transaction_id, c.posted_at, c.amount
        from changes c
        cross join lateral (
            select x.* from monitors x where x.tenant_id = c.tenant_id and x.monitor_id = c.monitor_id offset 0
        ) m
    )
    select json_agg(to_json(b)) into v_crossed from balances b where crosses(b.balance, b.amount, b.below, b.above);
    update transaction_readers x set next_xid = v_until where x.reader = 'monitors';
    return json_build_object('crossed', coalesce(v_crossed, '[]'), 'has_more', v_until < v_end);
end
$$;
grant execute on function watch_balances(bigint) to purser_relay;

-- monitor_as_json: a monitor as a record of a change has it, with its bound as a decimal.
create or replace function monitor_as_json(m monitors) returns json
language sql stable
set search_path = ledger, pg_temp
as $$
    select json_strip_nulls(json_build_object(
        'owner_id', case when m.owner_kind = 'person' then m.owner_id end,
        'account', case when m.owner_kind <> 'person' then concat_ws(':', m.owner_kind, nullif(m.owner_id, '')) end,
        'currency', c.code,
        'below', decimal_amount(m.below, c.exponent, c.units)::text,
        'above', decimal_amount(m.above, c.exponent, c.units)::text))
    from currencies c where c.code = m.currency
$$;

-- set_monitor: sets a monitor of the balance of one owner in a currency. Of what was posted before, nothing is looked at.
-- A monitor that stays as it is goes on.
--
-- Takes    tenant, monitor; the kind and the id of the owner, and the currency; the bound, as a decimal: the other one is null;
--          who sets it, and the id of the request
-- Raises   PL010 invalid amount   PL083 the owner has as many monitors in the currency as one balance may have
-- Order    1 lock the monitor's terms   2 lock the reader: otherwise it could look beyond the monitor's first xid without
--          seeing the monitor   3 the monitor, with the balance below that xid, in one snapshot
create or replace function set_monitor(
    p_tenant text, p_monitor text, p_owner_kind text, p_owner_id text, p_currency text, p_below numeric, p_above numeric,
    p_by text, p_request text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_below bigint := minor_units(p_below, p_currency);
    v_above bigint := minor_units(p_above, p_currency);
    v_maximum constant bigint := 10;
    v_before monitors;
begin
    if (v_below is null) <> (p_below is null) or (v_above is null) <> (p_above is null) then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', p_currency,
            'exponent', (select c.exponent from currencies c where c.code = p_currency),
            'field', case when p_below is not null then 'below' else 'above' end);
    end if;
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    perform lock_terms(p_tenant, 'monitor', p_monitor);
    select m.* into v_before from monitors m where m.tenant_id = p_tenant and m.monitor_id = p_monitor;
    if (v_before.owner_kind, v_before.owner_id, v_before.currency, v_before.below, v_before.above)
            is not distinct from (p_owner_kind, p_owner_id, p_currency, v_below, v_above) then
        return;
    end if;
    perform from transaction_readers x where x.reader = 'monitors' for update;
    if v_maximum <= (
            select count(*) from monitors m
            where m.tenant_id = p_tenant and m.owner_kind = p_owner_kind and m.owner_id = p_owner_id
                and m.currency = p_currency and m.monitor_id <> p_monitor) then
        raise exception using errcode = 'PL083', message = 'too many monitors',
            detail = json_build_object('maximum', v_maximum);
    end if;
    insert into monitors as m (tenant_id, monitor_id, owner_kind, owner_id, currency, below, above, since_xid, balance,
                               changed_by)
    select p_tenant, p_monitor, p_owner_kind, p_owner_id, p_currency, v_below, v_above, s.xid,
           case when not is_guarded(p_owner_kind) then open_balance(p_tenant, (
               select w.wallet_id from wallets w
               where w.tenant_id = p_tenant and w.owner_kind = p_owner_kind and w.owner_id = p_owner_id
                   and w.currency = p_currency), s.xid) end,
           p_by
    from (select xid_base() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xid) s
    on conflict (tenant_id, monitor_id) do update
    set owner_kind = excluded.owner_kind, owner_id = excluded.owner_id, currency = excluded.currency,
        below = excluded.below, above = excluded.above, since_xid = excluded.since_xid, balance = excluded.balance,
        changed_by = excluded.changed_by, changed_at = excluded.changed_at
    where m.tenant_id = p_tenant;
    perform record_change(
        p_tenant, 'monitor', p_monitor, p_by, p_request,
        case when v_before.monitor_id is not null then monitor_as_json(v_before) end,
        (select monitor_as_json(m) from monitors m where m.tenant_id = p_tenant and m.monitor_id = p_monitor));
end
$$;
grant execute on function set_monitor(text, text, text, text, text, numeric, numeric, text, text) to purser_events;

-- delete_monitor: deletes a monitor.
--
-- Takes    tenant, monitor, who deletes it, and the id of the request
-- Returns  what it was; no row if there is none
create or replace function delete_monitor(p_tenant text, p_monitor text, p_by text, p_request text)
returns setof monitors
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_before monitors;
begin
    perform lock_terms(p_tenant, 'monitor', p_monitor);
    delete from monitors m where m.tenant_id = p_tenant and m.monitor_id = p_monitor returning m.* into v_before;
    if found then
        perform record_change(p_tenant, 'monitor', p_monitor, p_by, p_request, monitor_as_json(v_before), null);
        return next v_before;
    end if;
end
$$;
grant execute on function delete_monitor(text, text, text, text) to purser_events;
