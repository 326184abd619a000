-- clock_skew_limit: how far a time may be ahead of another clock. Synchronised clocks differ by milliseconds,
-- and a posting waits for its locks for ten seconds at most.
create or replace function clock_skew_limit() returns interval
language sql immutable parallel safe
return interval '1 minute';
grant execute on function clock_skew_limit() to purser_read, purser_wallet, purser_writer;

-- tournament_of: the tournament that the meta of an entry fee names; null if it names none. meta is sent by a caller and
-- has up to 4 KiB, while an index entry holds less than 3: what is cut cannot be a tournament's id.
create or replace function tournament_of(p_meta json) returns text
language sql immutable parallel safe
return case when json_typeof(p_meta -> 'tournament_id') in ('string', 'number')
            then left(p_meta ->> 'tournament_id', 129) end;
grant execute on function tournament_of(json) to purser_writer;

-- is_guarded: whether a wallet has a floor, a cached balance and a lock, by the kind of its owner.
create or replace function is_guarded(p_owner_kind text) returns boolean
language sql immutable parallel safe
return p_owner_kind in ('person', 'tenant');
grant execute on function is_guarded(text) to purser_read, purser_wallet, purser_writer;

-- expired_holds: what is left of the holds of a wallet that have expired until a time and are still recorded as pending.
-- Whoever decides about a balance does not wait for the record: they are no longer held from the moment on in which they
-- expire. The time is the wallet's: the clock, or the time of its last posting if that is later. So a hold that has expired
-- for one decision has for every later one, even if the clock is set back.
--
-- STABLE: in a query it sees the same rows as the query does; in a function that has locked the wallet, what was committed
-- before that. In PL/pgSQL, which keeps its plan. Only one index has the order, so that the planner uses it whatever its
-- statistics say.
create or replace function expired_holds(p_tenant text, p_wallet uuid, p_at timestamptz) returns bigint
language plpgsql stable
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
set enable_sort = off
as $$
begin
    return coalesce((
        select sum(x.remaining)
        from (
            select h.amount - h.captured as remaining from holds h
            where h.tenant_id = p_tenant and h.wallet_id = p_wallet and h.ended_at is null and h.expires_at <= p_at
            order by h.expires_at
            offset 0
        ) x), 0);
end
$$;
grant execute on function expired_holds(text, uuid, timestamptz)
    to purser_read, purser_desk, purser_wallet, purser_approvals, purser_writer;

-- held_until: the column of a wallet after something of it is no longer held: as it was, or infinity if nothing is held.
create or replace function held_until(p_held bigint, p_until timestamptz) returns timestamptz
language sql immutable parallel safe
return case p_held when 0 then 'infinity' else p_until end;
grant execute on function held_until(bigint, timestamptz) to purser_wallet;

-- held_at: how much of a wallet is held at a time: its columns, without what has expired. The time is not before the wallet's.
create or replace function held_at(
    p_tenant text, p_wallet uuid, p_held bigint, p_held_until timestamptz, p_at timestamptz
) returns bigint
language sql stable
return case when p_held_until <= p_at then p_held - expired_holds(p_tenant, p_wallet, p_at) else p_held end;
grant execute on function held_at(text, uuid, bigint, timestamptz, timestamptz)
    to purser_read, purser_desk, purser_wallet, purser_approvals;

-- available: how much a wallet can still be debited without an override. p_held: without what has expired.
create or replace function available(p_balance bigint, p_held bigint, p_credit_limit bigint) returns bigint
language sql immutable parallel safe
return greatest(p_balance - p_held + p_credit_limit, 0);
grant execute on function available(bigint, bigint, bigint)
    to purser_read, purser_desk, purser_wallet, purser_billing, purser_approvals, purser_writer;

-- permits: whether a guarded wallet permits an amount: the rule of the floor, which refuses only what lowers the balance.
-- PostgreSQL copies it into the statements that change a wallet, so that it is evaluated under the row's lock.
--
-- Takes    the wallet's columns, the signed amount in minor units, and whether waive_or_refuse() has decided, under the
--          lock, that the wallet takes it. p_held may have something in it that has expired, so that a refusal is not final
create or replace function permits(
    p_status text, p_balance bigint, p_held bigint, p_credit_limit bigint, p_allow_overdraft boolean, p_minor bigint,
    p_is_decided boolean
) returns boolean
language sql immutable parallel safe
return p_is_decided
    or p_status <> 'erased'
    and (p_minor > 0 or p_status = 'active' and (p_balance - p_held + p_minor >= -p_credit_limit or p_allow_overdraft))
    and abs(p_balance + p_minor) <= 9007199254740991;
grant execute on function permits(text, bigint, bigint, bigint, boolean, bigint, boolean) to purser_wallet, purser_writer;
