-- Holds: amounts of a person's wallet that are reserved for a later transaction. A hold is pending until it is captured,
-- released or expires; once it has ended it never changes. A wallet's `held` is what is left of its pending holds, and every
-- decision about the wallet's floor counts it.
--
-- Whoever changes a hold locks it first and then wallets, as with bets, and changes `held` with it. So what is read of a
-- wallet's holds under the wallet's lock is what `held` has.
drop view if exists hold_details;

-- hold_details: holds as answers have them, in minor units. A hold is expired from its moment on, also before that is
-- recorded.
create view hold_details as
select h.tenant_id, h.hold_id, x.status, h.status as recorded_status, h.owner_id, h.wallet_id, h.currency, h.amount,
       h.captured, h.to_kind, h.to_owner, h.reason, h.external_reference, h.meta, h.expires_at, h.created_at, h.created_by,
       h.idempotency_key, case when x.status = 'expired' then h.expires_at else h.ended_at end as ended_at
from holds h
join wallets w on w.tenant_id = h.tenant_id and w.wallet_id = h.wallet_id
cross join lateral (
    select case when h.status = 'pending' and h.expires_at <= greatest(statement_timestamp(), w.posted_at) then 'expired'
                else h.status end as status
) x;

-- hold_may_last: whether a hold may last from one time to another: from a minute to 30 days.
create or replace function hold_may_last(p_from timestamptz, p_until timestamptz) returns boolean
language sql stable parallel safe
return p_until - p_from between interval '1 minute' and interval '30 days';
grant execute on function hold_may_last(timestamptz, timestamptz) to purser_wallet;

-- create_hold: reserves an amount of a person's wallet, under its lock. The floor counts it as it does a debit.
--
-- Takes    tenant, the hold's new id, owner, currency, amount (decimal); who gets what is captured (null: each capture says
--          it); reason, reference and meta; when the hold expires, or null and in how many seconds; the caller's key, the
--          id of the request, and the caller's clock
-- Returns  the hold, and what the wallet has available after it
-- Raises   as waive_or_refuse(), also PL011 if what is held, or the balance after all captures, would be out of range, and
--          PL012 the time of the hold would be too far ahead of a clock
--          PL126 it would expire within a minute or after 30 days
create or replace function create_hold(
    p_tenant text, p_hold uuid, p_owner text, p_currency text, p_amount numeric, p_to_kind text, p_to_owner text,
    p_reason text, p_external_reference text, p_meta json, p_expires_at timestamptz, p_expires_in integer, p_key text,
    p_request_id text, p_called_at timestamptz, out hold holds, out available_after bigint
)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_minor constant bigint := nullif(minor_units(p_amount, p_currency), 0);
    v_is_decided boolean := false;
    v_balance bigint;
    v_held bigint;
    v_limit bigint;
begin
    if p_to_kind = 'person' then
        perform require_not_erased(p_tenant, p_to_owner);
    end if;
    loop
        update wallets w
        set held = w.held + v_minor,
            held_until = least(w.held_until, coalesce(
                p_expires_at, statement_timestamp() + p_expires_in * interval '1 second')),
            posted_at = greatest(clock_timestamp(), w.posted_at + interval '1 microsecond')
        where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner and w.currency = p_currency
            and permits(w.status, w.balance, w.held, w.credit_limit, w.allow_overdraft, -v_minor, v_is_decided)
        returning w.wallet_id, w.balance, w.held, w.credit_limit, w.posted_at
        into hold.wallet_id, v_balance, v_held, v_limit, hold.created_at;
        exit when found;
        if not create_missing_wallet(p_tenant, 'person', p_owner, p_currency, null) then
            perform waive_or_refuse(
                p_tenant, (1, 'person', p_owner, p_currency, -p_amount, null, false)::posting_entry, -v_minor, null);
            v_is_decided := true;
        end if;
    end loop;
    if v_held > 9007199254740991 or v_balance - v_held < -9007199254740991 then
        raise exception using errcode = 'PL011', message = 'what is held would be out of range';
    end if;
    if (hold.created_at <= p_called_at + clock_skew_limit()
            and hold.created_at <= clock_timestamp() + clock_skew_limit()) is not true then
        raise exception using errcode = 'PL012', message = 'the time of the hold is ahead of the clock';
    end if;
    hold.expires_at := coalesce(p_expires_at, hold.created_at + p_expires_in * interval '1 second');
    if hold_may_last(hold.created_at, hold.expires_at) is not true then
        raise exception using errcode = 'PL126', message = 'a hold lasts from a minute to 30 days';
    end if;
    insert into holds (tenant_id, hold_id, wallet_id, owner_id, currency, amount, to_kind, to_owner, reason,
                       external_reference, meta, expires_at, created_at, created_by, request_id, idempotency_key)
    values (p_tenant, p_hold, hold.wallet_id, p_owner, p_currency, v_minor, p_to_kind, p_to_owner, p_reason,
            p_external_reference, p_meta, hold.expires_at, hold.created_at, current_setting('purser.principal', true),
            p_request_id, p_key)
    returning * into hold;
    available_after := available(
        v_balance, v_held - expired_holds(p_tenant, hold.wallet_id, hold.created_at), v_limit);
end
$$;
grant execute on function create_hold to purser_wallet;

-- why_not_pending: the SQLSTATE with which a hold refuses to be captured or released, or null. pending_hold() has them.
create or replace function why_not_pending(h holds) returns text
language sql volatile
return case
    when h.hold_id is null then 'PL121'
    when h.status = 'captured' then 'PL122'
    when h.status = 'released' then 'PL123'
    when h.status = 'expired' or h.expires_at <= clock_timestamp() then 'PL124'
end;

-- pending_hold: locks a hold until the end of the database transaction.
--
-- Raises   PL121 no such hold   PL122 captured   PL123 released   PL124 expired
create or replace function pending_hold(p_tenant text, p_hold uuid) returns holds
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    h holds;
    v_refusal text;
begin
    select x.* into h from holds x where x.tenant_id = p_tenant and x.hold_id = p_hold for no key update;
    v_refusal := why_not_pending(h);
    if v_refusal is not null then
        raise exception using errcode = v_refusal, message = 'the hold is not pending';
    end if;
    return h;
end
$$;

-- begin_capture: locks a hold that is to be captured. The caller then posts, in the same database transaction, and calls
-- end_capture().
--
-- Takes    tenant, hold; the amount (decimal), or null for all that is left; whether the hold ends with it
-- Returns  the hold; the amount to post, and how much of the wallet is no longer held afterwards, in minor units
-- Raises   as pending_hold(), and
--          PL010 invalid amount   PL125 more than is left; detail {"remaining" in minor units, "currency"}
create or replace function begin_capture(
    p_tenant text, p_hold uuid, p_amount numeric, p_is_final boolean, out hold holds, out amount bigint,
    out reserved bigint
)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_left bigint;
begin
    hold := pending_hold(p_tenant, p_hold);
    v_left := hold.amount - hold.captured;
    amount := v_left;
    if p_amount is not null then
        amount := nullif(minor_units(p_amount, hold.currency), 0);
    end if;
    if amount is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', hold.currency,
            'exponent', (select c.exponent from currencies c where c.code = hold.currency));
    elsif amount > v_left then
        raise exception using errcode = 'PL125', message = 'more than is left of the hold', detail = json_build_object(
            'remaining', v_left, 'currency', hold.currency);
    end if;
    reserved := amount;
    if p_is_final then
        reserved := v_left;
    end if;
end
$$;
grant execute on function begin_capture to purser_wallet;

-- end_capture: records a capture whose transaction was posted in the same database transaction. The hold ends if nothing is
-- left of it, or if the capture was the last one.
--
-- Takes    tenant, hold, the transaction with its time, and the captured amount in minor units
-- Returns  the hold
create or replace function end_capture(
    p_tenant text, p_hold uuid, p_transaction uuid, p_posted_at timestamptz, p_amount bigint, p_is_final boolean
) returns holds
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    h holds;
begin
    update holds x
    set captured = x.captured + p_amount,
        status = case when p_is_final or x.captured + p_amount = x.amount then 'captured' else 'pending' end,
        ended_at = case when p_is_final or x.captured + p_amount = x.amount then p_posted_at end
    where x.tenant_id = p_tenant and x.hold_id = p_hold
    returning x.* into strict h;
    insert into hold_captures (tenant_id, transaction_id, hold_id, amount, captured_after)
    values (p_tenant, p_transaction, p_hold, p_amount, h.captured);
    return h;
end
$$;
grant execute on function end_capture to purser_wallet;

-- release_hold: ends a hold, so that what is left of it is available again.
--
-- Returns  the hold, and what the wallet has available after it
-- Raises   as pending_hold()
create or replace function release_hold(p_tenant text, p_hold uuid, out hold holds, out available_after bigint)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_balance bigint;
    v_held bigint;
    v_limit bigint;
    v_now timestamptz;
begin
    hold := pending_hold(p_tenant, p_hold);
    update wallets w
    set held = w.held - (hold.amount - hold.captured),
        held_until = held_until(w.held - (hold.amount - hold.captured), w.held_until)
    where w.tenant_id = p_tenant and w.wallet_id = hold.wallet_id
        and greatest(clock_timestamp(), w.posted_at) < hold.expires_at
    returning w.balance, w.held, w.credit_limit, greatest(clock_timestamp(), w.posted_at)
    into v_balance, v_held, v_limit, v_now;
    if not found then
        raise exception using errcode = 'PL124', message = 'the hold has expired';
    end if;
    update holds x set status = 'released', ended_at = v_now, ended_xid = stored_xid()
    where x.tenant_id = p_tenant and x.hold_id = p_hold
    returning x.* into strict hold;
    available_after := available(v_balance, v_held - expired_holds(p_tenant, hold.wallet_id, v_now), v_limit);
end
$$;
grant execute on function release_hold to purser_wallet;
