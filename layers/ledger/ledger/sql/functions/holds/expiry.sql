-- expire_holds: records the next holds that have expired, of all tenants, in the order in which they did. Decisions do not
-- wait for it: see expired_holds().
--
-- It waits for no lock. A hold that somebody has locked is left out, and so are those of a wallet that somebody has locked; a
-- later run finds them again. The call after this one begins behind the last hold that this one read, whatever became of it, so
-- that a run reads each hold once.
--
-- It needs both clocks, as a posting does: a hold expires for it when the caller's clock says so as well. Otherwise a server
-- whose clock is ahead would end holds early, and its time would spread to their wallets.
--
-- Takes    the expiry and the id of the hold after which to begin; how many holds to read; the caller's clock
-- Returns  how many were read, without those that are locked; the last of them with its expiry, null if there was none; how
--          many were recorded
-- Raises   42501 not every tenant was announced
-- Order    1 lock the holds   2 wallet by wallet: lock it, record its holds, and what it still has held
--
-- A wallet's time is moved to the end of its holds, if it is earlier: what has expired once has for every later decision.
create or replace function expire_holds(
    p_after timestamptz, p_after_hold uuid, p_limit integer, p_called_at timestamptz, out read integer, out last_expiry timestamptz,
    out last_hold uuid, out expired integer
)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
set enable_sort = off
as $$
declare
    v_now constant timestamptz := least(clock_timestamp(), p_called_at);
    v_tenants text[]; -- by hold, as are the next three
    v_wallets uuid[];
    v_holds uuid[];
    v_expiries timestamptz[];
    w record;
    v_released bigint; -- of a wallet
    v_count integer;
    v_xid constant bigint := stored_xid();
begin
    perform require_every_tenant();
    expired := 0;
    select count(*), array_agg(h.tenant_id), array_agg(h.wallet_id), array_agg(h.hold_id), array_agg(h.expires_at)
    into read, v_tenants, v_wallets, v_holds, v_expiries
    from (
        select x.tenant_id, x.wallet_id, x.hold_id, x.expires_at from holds x
        where x.ended_at is null and x.expires_at <= v_now and (x.expires_at, x.hold_id) > (p_after, p_after_hold)
        order by x.expires_at, x.hold_id
        limit p_limit
        for no key update skip locked
    ) h;
    last_expiry := v_expiries[read];
    last_hold := v_holds[read];

    for w in
        select x.tenant_id, x.wallet_id, array_agg(x.hold_id) as holds, max(x.expires_at) as expiry
        from unnest(v_tenants, v_wallets, v_holds, v_expiries) as x (tenant_id, wallet_id, hold_id, expires_at)
        group by x.tenant_id, x.wallet_id
    loop
        perform from wallets x
        where x.tenant_id = w.tenant_id and x.wallet_id = w.wallet_id
        for no key update skip locked;
        continue when not found;
        with ended as (
            update holds h set status = 'expired', ended_at = h.expires_at, ended_xid = v_xid
            where h.tenant_id = w.tenant_id and h.hold_id = any (w.holds)
            returning h.amount - h.captured as remaining
        )
        select count(*), sum(e.remaining) into v_count, v_released from ended e;
        update wallets x
        set held = x.held - v_released,
            held_until = coalesce((
                select h.expires_at from holds h
                where h.tenant_id = w.tenant_id and h.wallet_id = w.wallet_id and h.ended_at is null
                    and h.expires_at >= x.held_until
                order by h.expires_at
                limit 1), 'infinity'),
            posted_at = greatest(x.posted_at, w.expiry)
        where x.tenant_id = w.tenant_id and x.wallet_id = w.wallet_id;
        expired := expired + v_count;
    end loop;
end
$$;
grant execute on function expire_holds(timestamptz, uuid, integer, timestamptz) to purser_relay;
