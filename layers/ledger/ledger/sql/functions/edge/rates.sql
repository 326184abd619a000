-- take_request: charges buckets for the requests that an execution environment has admitted by itself, and admits one
-- more if each of the buckets has room for it.
--
-- A bucket is the time at which it is full. A request moves that time by its cost, the seconds in which the bucket
-- regains one request; an empty bucket is full after the window. It is a statement of its own, so that its locks end
-- with it and no request waits for the end of another one. The time is the server's.
--
-- Takes    the tenant, and for each bucket: its principal ('' for the tenant's), the number of requests that were
--          admitted, the cost of one and the window, in seconds
-- Returns  for each bucket, whether it had room, and the seconds until it is full
--
-- A bucket is at most a day from being full, whatever was charged, so that a stolen role shuts nobody out for longer.
create or replace function take_request(
    p_tenant text, p_principals text[], p_admitted integer[], p_costs_s double precision[], p_windows_s double precision[]
) returns table (principal text, has_room boolean, full_in_s double precision)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    v_now constant timestamptz := clock_timestamp();
    v_has_room boolean;
begin
    perform announce(p_tenant, 'rates');
    -- In one order, so that no two calls wait for each other.
    insert into rate_buckets as b (tenant_id, principal, full_at)
    select p_tenant, a.principal, v_now + make_interval(secs => least(a.admitted * a.cost_s, 86400))
    from unnest(p_principals, p_admitted, p_costs_s) as a (principal, admitted, cost_s)
    order by a.principal collate "C"
    on conflict (tenant_id, principal) do update
    set full_at = least(greatest(b.full_at, v_now) + (excluded.full_at - v_now), v_now + interval '1 day');

    select bool_and(b.full_at - v_now <= make_interval(secs => a.window_s - a.cost_s)) into v_has_room
    from unnest(p_principals, p_costs_s, p_windows_s) as a (principal, cost_s, window_s)
    join rate_buckets b on b.tenant_id = p_tenant and b.principal = a.principal;

    if v_has_room then
        update rate_buckets b
        set full_at = b.full_at + make_interval(secs => a.cost_s)
        from unnest(p_principals, p_costs_s) as a (principal, cost_s)
        where b.tenant_id = p_tenant and b.principal = a.principal;
    end if;

    return query
    select a.principal, v_has_room or b.full_at - v_now <= make_interval(secs => a.window_s - a.cost_s),
        extract(epoch from b.full_at - v_now)::double precision
    from unnest(p_principals, p_costs_s, p_windows_s) as a (principal, cost_s, window_s)
    join rate_buckets b on b.tenant_id = p_tenant and b.principal = a.principal;
end
$$;
grant execute on function take_request(text, text[], integer[], double precision[], double precision[]) to
    purser_read, purser_desk, purser_wallet, purser_bets, purser_billing, purser_coins, purser_approvals, purser_audit,
    purser_events, purser_stream;

-- delete_full_buckets: removes the rows of buckets that are full, except those that are being charged.
create or replace function delete_full_buckets() returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    select require_every_tenant();
    delete from rate_buckets b
    using (
        select tenant_id, principal from rate_buckets where full_at <= clock_timestamp() for update skip locked
    ) as full_ones
    where b.tenant_id = full_ones.tenant_id and b.principal = full_ones.principal
$$;
grant execute on function delete_full_buckets() to purser_relay;
