-- post_once: a whole write in one call, for what is neither rare nor refused: claims an idempotency key, posts one
-- transaction of two entries, and stores the answer. A repeated request gets the stored answer.
--
-- It does what claim(), post() and store_answer() do together, and leaves the same rows. Its entries are not an array and its
-- transaction is not JSON, because these and the contexts of several functions were a quarter of what a write cost
-- (decisions/0111). Everything that it refuses goes through those three functions again, which give the reason.
--
-- It runs as purser_writer, for whom row-level security does not hold (policies.sql), so each of its conditions names the
-- tenant, and nothing is announced but for what stays under the policies: the logins of a person, and the limits of agents.
-- The role owns the function, and a schema of its own: PostgreSQL restores a dump only if the owner of a function may create
-- something in its schema.
--
-- Takes    r: the request, whose template is the answer in JSON with
--          %1$s  transaction id      %2$s  its first 28 characters, which its entries' ids have too
--          %3$s  posted at           %4$s  currency       %5$s  amount, without a sign
--          and of the first entry    %6$s  wallet id      %7$s  balance before   %8$s  balance after   %9$s  available
--                                    %14$s held
--          of the second             %10$s to %13$s, and %15$s
--          Amounts are decimals; an open wallet has no balances. Every other % is doubled;
--          t: the transaction, whose first entry is a guarded wallet's
-- Returns  {answer}; {answer, status} if it was stored before
-- Raises   PL091 the key was used for another request
--          PL092 it takes the functions above: a wallet is missing or refuses the entry, and whatever else is rare
--          PL012, PL035 as post() does

-- First, since the types of the function's parameters are in this schema.
grant usage on schema ledger to purser_writer;
do $$
begin
    execute format('grant create on database %I to purser_writer', current_database());
    execute 'set local role purser_writer';
end
$$;
create schema if not exists posting;
grant usage on schema posting to purser_posts, purser_owner;

create or replace function posting.post_once(r keyed_request, t two_entry_transaction) returns text[]
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan -- planning again costs more than the posting
as $$
declare
    v_part smallint;
    v_hash bytea;
    v_answer text;
    v_status text;
    v_currency text := t.currency;
    v_unit numeric;
    v_minor bigint;
    v_first_wallet uuid;
    v_first_version bigint;
    v_first_balance bigint;
    v_first_held bigint;
    v_first_until timestamptz;
    v_first_limit bigint;
    v_first_time timestamptz;
    v_first_owning_agent text;
    v_second_wallet uuid;
    v_second_version bigint;
    v_second_balance bigint;
    v_second_held bigint;
    v_second_until timestamptz;
    v_second_limit bigint;
    v_second_owning_agent text;
    v_posted_at timestamptz;
    v_transaction_id uuid;
    v_xid bigint;
begin
    perform pg_advisory_xact_lock(key_lock(r.tenant_id, r.principal, r.key));
    -- Separate statements, which see what was committed while the lock was waited for.
    select l.part into v_part from lifetimes l where l.table_name = 'requests';
    if v_part = 0 then
        select hash, answer, status into v_hash, v_answer, v_status from requests_0
        where tenant_id = r.tenant_id and principal = r.principal and key = r.key
        union all
        select hash, answer, status from requests_2
        where tenant_id = r.tenant_id and principal = r.principal and key = r.key;
    elsif v_part = 1 then
        select hash, answer, status into v_hash, v_answer, v_status from requests_1
        where tenant_id = r.tenant_id and principal = r.principal and key = r.key
        union all
        select hash, answer, status from requests_0
        where tenant_id = r.tenant_id and principal = r.principal and key = r.key;
    else
        select hash, answer, status into v_hash, v_answer, v_status from requests_2
        where tenant_id = r.tenant_id and principal = r.principal and key = r.key
        union all
        select hash, answer, status from requests_1
        where tenant_id = r.tenant_id and principal = r.principal and key = r.key;
    end if;
    if found and v_hash is distinct from r.hash then
        raise exception using errcode = 'PL091', message = 'the key was used for another request';
    elsif found then
        return array[v_answer, v_status];
    end if;
    if r.owner_id is not null then
        perform announce(r.tenant_id, r.principal);
        insert into logins (tenant_id, owner_id, sub) values (r.tenant_id, r.owner_id, r.principal)
        on conflict do nothing;
    end if;

    if not t.kind = any (kinds_of_poster(session_user)) then
        raise exception using errcode = 'PL092', message = 'post() is needed';
    end if;
    if v_currency is null and not is_guarded(t.second_kind) then
        select w.currency into v_currency from wallets w
        where w.tenant_id = r.tenant_id and w.owner_kind = t.first_kind and w.owner_id = t.first_owner
            and w.agent_id is not null;
    end if;
    v_minor := nullif(minor_units(t.amount, v_currency), 0);
    update wallets w
    set balance = w.balance + v_minor, version = w.version + 1,
        posted_at = greatest(clock_timestamp(), w.posted_at + interval '1 microsecond')
    where w.tenant_id = r.tenant_id and w.owner_kind = t.first_kind and w.owner_id = t.first_owner
        and w.currency = v_currency
        and is_guarded(w.owner_kind)
        and permits(w.status, w.balance, w.held, w.credit_limit, w.allow_overdraft, v_minor, false)
        and (t.first_agent is null or w.agent_id = t.first_agent)
    returning w.wallet_id, w.version, w.balance, w.held, w.held_until, w.credit_limit, w.posted_at, w.agent_id
    into v_first_wallet, v_first_version, v_first_balance, v_first_held, v_first_until, v_first_limit, v_first_time,
        v_first_owning_agent;
    if not found then
        raise exception using errcode = 'PL092', message = 'post() is needed';
    end if;
    if is_guarded(t.second_kind) then
        update wallets w
        set balance = w.balance - v_minor, version = w.version + 1,
            posted_at = greatest(v_first_time, w.posted_at + interval '1 microsecond')
        where w.tenant_id = r.tenant_id and w.owner_kind = t.second_kind and w.owner_id = t.second_owner
            and w.currency = v_currency
            and permits(w.status, w.balance, w.held, w.credit_limit, w.allow_overdraft, -v_minor, false)
            and (t.second_agent is null or w.agent_id = t.second_agent)
        returning w.wallet_id, w.version, w.balance, w.held, w.held_until, w.credit_limit, w.posted_at, w.agent_id
        into v_second_wallet, v_second_version, v_second_balance, v_second_held, v_second_until, v_second_limit,
            v_posted_at, v_second_owning_agent;
    else
        v_posted_at := v_first_time;
        select w.wallet_id into v_second_wallet from wallets w
        where w.tenant_id = r.tenant_id and w.owner_kind = t.second_kind and w.owner_id = t.second_owner
            and w.currency = v_currency and (v_minor < 0 or not w.has_floor);
    end if;
    if not found then
        raise exception using errcode = 'PL092', message = 'post() is needed';
    end if;
    if (v_posted_at <= r.called_at + clock_skew_limit()
            and v_posted_at <= clock_timestamp() + clock_skew_limit()) is not true then
        raise exception using errcode = 'PL012', message = 'the time of the posting is ahead of the clock';
    end if;
    if v_posted_at > v_first_time then
        update wallets w set posted_at = v_posted_at
        where w.tenant_id = r.tenant_id and w.wallet_id = v_first_wallet;
    end if;

    v_transaction_id := new_id();
    v_xid := xid_base() + pg_current_xact_id()::text::bigint;
    insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, version, balance_after, posted_at, xid)
    values (r.tenant_id, v_transaction_id, 1, v_first_wallet, v_minor, v_first_version, v_first_balance,
            v_posted_at, v_xid),
           (r.tenant_id, v_transaction_id, 2, v_second_wallet, -v_minor, v_second_version, v_second_balance,
            v_posted_at, v_xid);
    insert into transactions (tenant_id, transaction_id, kind, reason, posted_at, posted_by, request_id, idempotency_key,
                              description, external_reference, is_override, meta, tournament_id)
    values (r.tenant_id, v_transaction_id, t.kind, t.reason, v_posted_at, r.principal, r.request_id, t.idempotency_key,
            t.description, t.external_reference, false, t.meta,
            case when t.kind = 'entry_fee_debit' then tournament_of(t.meta) end);
    if t.meta is not null then
        insert into transaction_meta (tenant_id, member, transaction_id)
        select r.tenant_id, m, v_transaction_id from searched_members(t.meta) m;
    end if;
    if t.event_id is not null then
        insert into outbox (tenant_id, event_id, detail_type, detail, xid)
        values (r.tenant_id, t.event_id, t.event_type, t.event_detail, v_xid);
    end if;
    if v_minor > 0 and t.second_kind = 'agent' and t.second_owner = r.principal
            or v_minor < 0 and v_first_balance < v_first_held - v_first_limit and v_first_owning_agent = r.principal
            or v_minor > 0 and v_second_balance < v_second_held - v_second_limit and v_second_owning_agent = r.principal then
        perform announce(r.tenant_id, r.principal);
        perform require_within_limits(r.tenant_id, r.principal, r.request_id, array[v_first_wallet, v_second_wallet],
                                      array[v_transaction_id], v_posted_at);
    end if;

    if v_first_until <= v_posted_at then
        v_first_held := v_first_held - expired_holds(r.tenant_id, v_first_wallet, v_posted_at);
    end if;
    if v_second_until <= v_posted_at then
        v_second_held := v_second_held - expired_holds(r.tenant_id, v_second_wallet, v_posted_at);
    end if;
    v_unit := minor_unit(v_currency);
    v_answer := format(
        r.template,
        v_transaction_id, left(v_transaction_id::text, 28),
        time_text(v_posted_at), v_currency, abs(v_minor) * v_unit,
        v_first_wallet, (v_first_balance - v_minor) * v_unit, v_first_balance * v_unit,
        available(v_first_balance, v_first_held, v_first_limit) * v_unit,
        v_second_wallet, (v_second_balance + v_minor) * v_unit, v_second_balance * v_unit,
        available(v_second_balance, v_second_held, v_second_limit) * v_unit,
        v_first_held * v_unit, v_second_held * v_unit
    );
    insert into requests (tenant_id, principal, key, part, hash, status, answer)
    values (r.tenant_id, r.principal, r.key, v_part, r.hash, r.status, v_answer);
    return array[v_answer];
end
$$;
revoke execute on function posting.post_once from public;
grant execute on function posting.post_once to purser_posts, purser_owner;

do $$
begin
    execute 'set local role purser_owner';
    execute format('revoke create on database %I from purser_writer', current_database());
end
$$;
