-- Holds in batches: see post_batch().

-- begin_hold_change: what an operation of a batch does with a hold, and why the hold refuses it, as pending_hold() and
-- begin_capture() do; or create_hold(), because of whoever should get what is captured. The caller has the hold's lock.
--
-- Takes    tenant; {action, hold_id, …} as post_batch() has it
-- Returns  its members; the hold as it is; in minor units, what is captured (null unless it is a capture), and what is no
--          longer held of the hold afterwards; and the SQLSTATE of the refusal with its facts, or null
create or replace function begin_hold_change(
    p_tenant text, p_change json, out action text, out hold_id uuid, out to_kind owner_kind, out to_owner text,
    out expires_at timestamptz, out expires_in integer, out is_final boolean, out despite_freeze boolean, out hold holds,
    out captured bigint, out freed bigint, out refusal text, out facts json
)
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_amount numeric;
begin
    select x.action, x.hold_id, x.to_kind, x.to_owner, x.expires_at, x.expires_in, x.amount, coalesce(x.is_final, true),
        coalesce(x.despite_freeze, false)
    into strict action, hold_id, to_kind, to_owner, expires_at, expires_in, v_amount, is_final, despite_freeze
    from json_to_record(p_change) as x (
        action text, hold_id uuid, to_kind owner_kind, to_owner text, expires_at timestamptz, expires_in integer,
        amount numeric, is_final boolean, despite_freeze boolean);
    if action = 'hold' then
        if to_kind = 'person' and person_is_erased(p_tenant, to_owner) then
            refusal := 'PL036';
        end if;
        return;
    end if;
    select x.* into hold from holds x where x.tenant_id = p_tenant and x.hold_id = begin_hold_change.hold_id;
    refusal := why_not_pending(hold);
    if refusal is not null then
        return;
    end if;
    freed := hold.amount - hold.captured;
    if action = 'capture' then
        captured := case when v_amount is null then freed else minor_units(v_amount, hold.currency) end;
        if captured > 0 is not true then
            refusal := 'PL010';
            facts := json_build_object('currency', hold.currency, 'exponent', (
                select x.exponent from currencies x where x.code = hold.currency));
        elsif captured > freed then
            refusal := 'PL125';
            facts := json_build_object('remaining', freed, 'currency', hold.currency);
        elsif not is_final then
            freed := captured;
        end if;
    end if;
end
$$;

-- hold_values: of a hold after an operation of a batch, in the order in which post_batch() has them. p_amount: what the
-- operation holds or captures, in minor units of the value p_unit.
create or replace function hold_values(h holds, p_amount bigint, p_unit numeric) returns text[]
language sql immutable
set search_path = ledger, pg_temp
as $$
    select array[
        h.status::text, (h.captured * p_unit)::text,
        (case h.status when 'pending' then h.amount - h.captured else 0 end * p_unit)::text,
        coalesce(to_json(time_text(h.ended_at))::text, 'null'), (p_amount * p_unit)::text, time_text(h.expires_at),
        coalesce(to_json(h.external_reference)::text, 'null'), coalesce(h.meta::text, 'null'),
        coalesce(to_json(h.idempotency_key)::text, 'null')]
$$;
