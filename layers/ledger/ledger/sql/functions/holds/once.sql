-- create_hold_once: creates a hold in one call, for what is neither rare nor refused: what claim(), create_hold() and
-- store_answer() do one after another. It has statements of its own, since a call of create_hold() with a row as its result
-- would cost more than a debit (decisions/0121). Everything that it refuses goes through those functions again,
-- which give the reason.
--
-- Takes    r: the request, whose template is the answer in JSON with
--          %1$s  wallet id   %2$s  created at   %3$s  expires at   %4$s  available after;
--          p_minor: the amount in minor units; the other arguments as create_hold() does
-- Returns  {answer}; {answer, status} if it was stored before
-- Raises   PL036 the person who should get what is captured was erased
--          PL091 the key was used for another request
--          PL092 it takes the functions above: the wallet is missing or refuses the hold, and whatever else is rare
create or replace function create_hold_once(
    r keyed_request, p_hold uuid, p_owner text, p_currency text, p_minor bigint, p_to_kind text, p_to_owner text,
    p_reason text, p_external_reference text, p_meta json, p_expires_at timestamptz, p_expires_in integer, p_key text
) returns text[]
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_answer text;
    v_wallet uuid;
    v_balance bigint;
    v_held bigint;
    v_held_until timestamptz;
    v_limit bigint;
    v_time timestamptz;
    v_expires_at timestamptz;
begin
    perform announce(r.tenant_id, r.principal);
    v_answer := claim_answer(r.tenant_id, r.principal, r.key, r.hash);
    if v_answer is not null then
        return array[v_answer, r.status::text]; -- a hold has one status
    end if;
    if r.owner_id is not null then
        insert into logins (tenant_id, owner_id, sub) values (r.tenant_id, r.owner_id, r.principal) on conflict do nothing;
    end if;
    if p_to_kind = 'person' then
        perform require_not_erased(r.tenant_id, p_to_owner);
    end if;
    update wallets w
    set held = w.held + p_minor,
        held_until = least(w.held_until, coalesce(
            p_expires_at, statement_timestamp() + p_expires_in * interval '1 second')),
        posted_at = greatest(clock_timestamp(), w.posted_at + interval '1 microsecond')
    where w.tenant_id = r.tenant_id and w.owner_kind = 'person' and w.owner_id = p_owner and w.currency = p_currency
        and permits(w.status, w.balance, w.held, w.credit_limit, w.allow_overdraft, -p_minor, false)
    returning w.wallet_id, w.balance, w.held, w.held_until, w.credit_limit, w.posted_at
    into v_wallet, v_balance, v_held, v_held_until, v_limit, v_time;
    v_expires_at := coalesce(p_expires_at, v_time + p_expires_in * interval '1 second');
    if (v_time <= r.called_at + clock_skew_limit() and v_time <= clock_timestamp() + clock_skew_limit()
            and hold_may_last(v_time, v_expires_at) and v_held <= 9007199254740991
            and v_balance - v_held >= -9007199254740991) is not true then
        raise exception using errcode = 'PL092', message = 'create_hold() is needed';
    end if;
    insert into holds (tenant_id, hold_id, wallet_id, owner_id, currency, amount, to_kind, to_owner, reason,
                       external_reference, meta, expires_at, created_at, created_by, request_id, idempotency_key, xid)
    values (r.tenant_id, p_hold, v_wallet, p_owner, p_currency, p_minor, p_to_kind, p_to_owner, p_reason,
            p_external_reference, p_meta, v_expires_at, v_time, r.principal, r.request_id, p_key,
            xid_base() + pg_current_xact_id()::text::bigint);
    if v_held_until <= v_time then
        v_held := v_held - expired_holds(r.tenant_id, v_wallet, v_time);
    end if;
    v_answer := format(
        r.template,
        v_wallet, time_text(v_time), time_text(v_expires_at),
        available(v_balance, v_held, v_limit) * minor_unit(p_currency)
    );
    insert into requests (tenant_id, principal, key, part, hash, status, answer)
    select r.tenant_id, r.principal, r.key, l.part, r.hash, r.status, v_answer
    from lifetimes l where l.table_name = 'requests';
    return array[v_answer];
end
$$;
grant execute on function create_hold_once to purser_wallet;
