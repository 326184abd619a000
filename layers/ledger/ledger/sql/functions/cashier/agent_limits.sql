-- Limits of agents: how much value an agent may create at the cashier, in a UTC day and in total. Value is what lets
-- customers spend although nobody may have paid it in: credits, opening balances, credit lines and overdrafts.
--
-- In a day   what the agent did in it. Credits count in full, also of debts, since a line that is paid can be spent again.
--            Payouts give back what the customer had, and nothing of what the customer then owes; an overdraft counts. They
--            give back credits and no lines: what a customer has may have come from another customer's line. Lines count
--            as far as they rise; one that is lowered gives nothing back, since it may be spent.
-- In total   how it stands: what went out of the float, what customers owe, as if it was paid, and what they may owe, or
--            owe if that is more. So spent credit counts beside its line, which can be spent again once it is paid. A line
--            that is lowered gives back, and so does a paid overdraft.

-- What is held of a wallet counts as if it was debited: who captures it later takes it whatever the balance is by then.

-- credit_exposure: what a wallet owes, and on top what it may owe, or owes if that is more (an overdraft). In minor units, of a
-- balance less what is held of it.
create or replace function credit_exposure(p_balance bigint, p_credit_limit bigint) returns numeric
language sql immutable parallel safe
return greatest(-p_balance, 0)::numeric + greatest(p_credit_limit, -p_balance, 0);

-- has_limits: whether an agent's postings are limited, in whatever currency.
create or replace function has_limits(p_tenant text, p_agent text) returns boolean
language sql stable
set search_path = ledger, pg_temp
as $$
    select exists (
        select from agent_limits l
        where l.tenant_id = p_tenant and l.agent_id in ('', p_agent) and (l.daily is not null or l.total is not null))
$$;
grant execute on function has_limits(text, text) to purser_read, purser_wallet;

-- applied_limits: the limits that hold for an agent in a currency: the agent's own ones, and otherwise the tenant's
-- default. In minor units; null: no limit. Of the empty agent id: the default itself.
--
-- Where an agent has limits in other currencies only, nothing may be created in a day: otherwise any currency would do.
create or replace function applied_limits(p_tenant text, p_agent text, p_currency text)
returns table (daily bigint, total bigint)
language sql stable
set search_path = ledger, pg_temp
as $$
    select case when x.daily is null and x.total is null and has_limits(p_tenant, p_agent) then 0 else x.daily end,
           x.total
    from (
        select coalesce(max(l.daily) filter (where l.agent_id = p_agent), max(l.daily)) as daily,
               coalesce(max(l.total) filter (where l.agent_id = p_agent), max(l.total)) as total
        from agent_limits l
        where l.tenant_id = p_tenant and l.agent_id in ('', p_agent) and l.currency = p_currency
    ) x
$$;
grant execute on function applied_limits(text, text, text) to purser_read, purser_wallet;

-- value_created: the value, in minor units, that an agent created in a currency in the UTC day of a time, and in total
-- (negative if more came back). moved: the day's credits minus its payouts, of which the day counts what is above zero.
-- moved_now, created_now: what the present database transaction moved, and by how much the day rose with it.
--
-- A posting reads the float's entries of the day and those since its last checkpoint, however many it has.
create or replace function value_created(p_tenant text, p_agent text, p_currency text, p_at timestamptz)
returns table (daily numeric, total numeric, moved numeric, moved_now numeric, created_now numeric)
language plpgsql stable security definer
set search_path = ledger, pg_temp
as $$
declare
    v_day constant timestamptz := date_trunc('day', p_at, 'UTC');
    v_next_day constant timestamptz := v_day + interval '1 day';
    v_float uuid;
    v_exposure numeric;
    v_new_lines numeric; -- of the customers that were created in the day
    v_changes numeric; -- by how much these lines fell since, and by how much the lines of other customers rose
    v_overdrafts numeric;
    v_overdrafts_now numeric;
begin
    select w.wallet_id into v_float from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'agent' and w.owner_id = p_agent and w.currency = p_currency;

    select coalesce(sum(credit_exposure(w.balance, w.credit_limit)) filter (where w.status <> 'erased'), 0),
           coalesce(sum(w.credit_limit) filter (where w.created_at >= v_day and w.created_at < v_next_day), 0)
    into v_exposure, v_new_lines
    from (
        select x.credit_limit, x.status, x.created_at,
               x.balance - held_at(p_tenant, x.wallet_id, x.held, x.held_until, greatest(p_at, x.posted_at)) as balance
        from wallets x
        where x.tenant_id = p_tenant and x.agent_id = p_agent and x.currency = p_currency
            and (x.balance < x.held or x.credit_limit > 0) -- the others have none: to add them up as well takes twice the time
        offset 0 -- what is held is computed once
    ) w;

    select coalesce(sum(greatest((minor_units(h.new_value::numeric, p_currency)
                                  - minor_units(h.old_value::numeric, p_currency))
                                 * case when w.created_at >= v_day then -1 else 1 end, 0)), 0)
    into v_changes
    from account_changes h
    cross join lateral (
        select x.created_at from wallets x
        where x.tenant_id = p_tenant and x.owner_kind = 'person' and x.owner_id = h.customer_id::text
            and x.currency = p_currency and x.agent_id is not null
        offset 0 -- by its key, whatever the planner's statistics say; so below
    ) w
    where h.tenant_id = p_tenant and h.changed_by = p_agent and h.field = 'credit_limit'
        and h.changed_at >= v_day and h.changed_at < v_next_day;

    select coalesce(sum(v.moved), 0), coalesce(sum(v.moved) filter (where v.is_now), 0),
           coalesce(sum(c.owed) filter (where t.is_override), 0),
           coalesce(sum(c.owed) filter (where t.is_override and v.is_now), 0)
    into moved, moved_now, v_overdrafts, v_overdrafts_now
    from entries e
    left join lateral (
        select x.is_override, x.overdraft from transactions x
        where e.amount > 0 and x.tenant_id = p_tenant and x.transaction_id = e.transaction_id
        offset 0
    ) t on true
    left join lateral (
        select sum(greatest(-x.balance_after, 0) - greatest(x.amount - x.balance_after, 0)) as owed from entries x
        where e.amount > 0 and x.tenant_id = p_tenant and x.transaction_id = e.transaction_id
            and x.version is not null and x.balance_after < 0
        offset 0
    ) d on true
    cross join lateral (
        select coalesce(t.overdraft, d.owed, 0) as owed
    ) c
    cross join lateral (
        select c.owed - e.amount as moved,
               e.xid is not distinct from xid_base() + pg_current_xact_id_if_assigned()::text::bigint as is_now
    ) v
    where e.tenant_id = p_tenant and e.wallet_id = v_float and e.version is null
        and e.posted_at >= v_day and e.posted_at < v_next_day;
    daily := greatest(moved, 0) + v_overdrafts + v_new_lines + v_changes;
    created_now := greatest(moved, 0) - greatest(moved - moved_now, 0) + v_overdrafts_now;

    total := v_exposure - open_balance(p_tenant, v_float);
    return next;
end
$$;
grant execute on function value_created(text, text, text, timestamptz) to purser_read, purser_wallet;

-- exceeded_limit: the limit that value exceeds, if it does; of both, the one that leaves less.
--
-- Takes    what the limits left before, in minor units (null: no limit); what a credit may use besides, since payouts of
--          the day exceed its credits; the value in the day and in total; whether it lets anybody spend more: if not, as to
--          pay a debt above the line, it needs no room
-- Returns  no row, or "daily" or "total" and what was left of it
create or replace function exceeded_limit(
    p_daily_left numeric, p_total_left numeric, p_paid_out numeric, p_of_day numeric, p_in_total numeric,
    p_is_spendable boolean
) returns table (which text, remaining numeric)
language sql immutable
set search_path = ledger, pg_temp
as $$
    select x.which, greatest(x.remaining, 0)
    from (values ('daily', greatest(p_daily_left, 0) + p_paid_out, p_of_day > 0 and p_of_day > p_daily_left),
                 ('total', p_total_left, p_in_total > p_total_left)
         ) as x (which, remaining, is_exceeded)
    where x.is_exceeded and p_is_spendable
    order by x.remaining, x.which
    limit 1
$$;

-- is_above_limits: whether a credit of a customer's own wallet, in minor units, creates more value than the limits of an
-- agent allow.
--
-- Locks    the customer's wallet, then the agent's float, as post() does: the answer holds until the end of the database
--          transaction, unless the agent takes value back or the default of the tenant changes
create or replace function is_above_limits(
    p_tenant text, p_agent text, p_customer text, p_currency text, p_minor bigint
) returns boolean
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    w wallets;
    v_balance bigint; -- less what is held
begin
    select x.* into w from wallets x
    where x.tenant_id = p_tenant and x.owner_kind = 'person' and x.owner_id = p_customer and x.agent_id is not null
    for no key update;
    v_balance := w.balance
        - held_at(p_tenant, w.wallet_id, w.held, w.held_until, greatest(clock_timestamp(), w.posted_at));
    perform from wallets x
    where x.tenant_id = p_tenant and x.owner_kind = 'agent' and x.owner_id = p_agent and x.currency = p_currency
    for no key update;
    return exists (
        select from applied_limits(p_tenant, p_agent, p_currency) l,
                    value_created(p_tenant, p_agent, p_currency, clock_timestamp()) c,
                    exceeded_limit(
                        l.daily - c.daily, l.total - c.total, 0,
                        greatest(c.moved + p_minor, 0) - greatest(c.moved, 0),
                        p_minor + credit_exposure(v_balance + p_minor, w.credit_limit)
                                - credit_exposure(v_balance, w.credit_limit),
                        -- what is held counts here, since it can be spent once it is released
                        w.balance + p_minor + w.credit_limit > 0));
end
$$;
grant execute on function is_above_limits(text, text, text, text, bigint) to purser_desk;

-- is_approved_credit: whether a second person approved that an agent creates this value above the limits. It holds for
-- one posting: that of the request that approved it, until the operation's answer is recorded.
create or replace function is_approved_credit(
    p_tenant text, p_agent text, p_request text, p_currency text, p_minor numeric
) returns boolean
language plpgsql stable
set search_path = ledger, pg_temp
as $$
begin
    return exists (
        select from approvals a
        where a.tenant_id = p_tenant and a.decision_request_id = p_request and a.decision = 'approved'
            and a.kind = 'agent_credit' and a.requested_by = p_agent and a.currency = p_currency
            and a.amount = p_minor and a.result is null);
end
$$;

-- require_room: refuses value that was created already, in this database transaction, if a limit left less before.
--
-- Takes    tenant, agent, currency; how far lines rose, in minor units, beside what was posted; the value in total of
--          both; whether it lets anybody spend more; its time
-- Raises   PL035 above a limit; detail {"currency", "limit": "daily" or "total", "remaining" in minor units}
create or replace function require_room(
    p_tenant text, p_agent text, p_currency text, p_lines numeric, p_in_total numeric, p_is_spendable boolean,
    p_at timestamptz
) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_exceeded record;
begin
    select x.* into v_exceeded
    from applied_limits(p_tenant, p_agent, p_currency) l,
         value_created(p_tenant, p_agent, p_currency, p_at) c,
         exceeded_limit(l.daily - c.daily + c.created_now + p_lines, l.total - c.total + p_in_total,
                        case when c.moved_now > 0 then greatest(c.moved_now - c.moved, 0) else 0 end,
                        c.created_now + p_lines, p_in_total, p_is_spendable) x;
    if found then
        raise exception using errcode = 'PL035', message = 'above the limit of the agent', detail = json_build_object(
            'currency', p_currency, 'limit', v_exceeded.which, 'remaining', v_exceeded.remaining);
    end if;
end
$$;

-- require_within_limits: refuses transactions by which an agent would create more value than a limit allows, unless a
-- second person approved it. post() and post_once() call it after their entries are written. For postings this is the
-- only check.
--
-- Takes    tenant, agent, by which request; the wallets and the ids of the transactions of one posting, and its time
-- Raises   PL035 above a limit
-- Order    1 lock the float, only if the agent has a limit: other agents' postings never wait for a float
--          2 compare, in a snapshot that has every posting that held the lock before
create or replace function require_within_limits(
    p_tenant text, p_agent text, p_request text, p_wallets uuid[], p_transactions uuid[], p_posted_at timestamptz
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_float record;
    v_out numeric; -- of the float, by these transactions
    v_exposure numeric; -- how far they raised that of the agent's customers
    v_spendable numeric; -- how far they raised what these may spend, of what is held as well: it may be released
begin
    for v_float in
        select w.wallet_id, w.currency from wallets w
        where w.tenant_id = p_tenant and w.owner_kind = 'agent' and w.owner_id = p_agent
            and w.wallet_id = any (p_wallets) and has_limits(p_tenant, p_agent)
        order by w.currency
        for no key update of w
    loop
        select -coalesce(sum(e.amount) filter (where e.wallet_id = v_float.wallet_id), 0),
               coalesce(sum(credit_exposure(w.balance, w.credit_limit)
                            - credit_exposure(w.balance - e.amount, w.credit_limit)), 0),
               coalesce(sum(greatest(e.balance_after + w.credit_limit, 0)
                            - greatest(e.balance_after - e.amount + w.credit_limit, 0)), 0)
        into v_out, v_exposure, v_spendable
        from unnest(p_transactions) as t (transaction_id)
        join entries e on e.tenant_id = p_tenant and e.transaction_id = t.transaction_id
        left join lateral (
            select x.agent_id, x.currency, x.credit_limit,
                   e.balance_after - held_at(p_tenant, x.wallet_id, x.held, x.held_until, p_posted_at) as balance
            from wallets x
            where x.tenant_id = p_tenant and x.wallet_id = e.wallet_id
            offset 0 -- by its key, whatever the planner's statistics say
        ) w on w.agent_id = p_agent and w.currency = v_float.currency;
        if not is_approved_credit(p_tenant, p_agent, p_request, v_float.currency, v_out) then
            perform require_room(
                p_tenant, p_agent, v_float.currency, 0, v_out + v_exposure,
                v_spendable > 0 or v_exposure > 0 or v_out + v_exposure > 0, p_posted_at);
        end if;
    end loop;
end
$$;
grant execute on function require_within_limits(text, text, text, uuid[], uuid[], timestamptz) to purser_writer;

-- lock_floats: locks the floats of an agent in some currencies, in the order of postings. Creates those that are missing.
create or replace function lock_floats(p_tenant text, p_agent text, p_currencies text[]) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_currency text;
begin
    for v_currency in select distinct x from unnest(p_currencies) x order by x loop
        perform create_missing_wallet(p_tenant, 'agent', p_agent, v_currency, null);
        perform from wallets w
        where w.tenant_id = p_tenant and w.owner_kind = 'agent' and w.owner_id = p_agent and w.currency = v_currency
        for no key update;
    end loop;
end
$$;

-- limits_as_json: limits as a record of a change has them, with amounts as decimals.
create or replace function limits_as_json(l agent_limits) returns json
language sql stable
set search_path = ledger, pg_temp
as $$
    select json_build_object(
        'currency', c.code,
        'daily', decimal_amount(l.daily, c.exponent, c.units)::text,
        'total', decimal_amount(l.total, c.exponent, c.units)::text)
    from currencies c where c.code = l.currency
$$;

-- is_bound_by_limits: whether limits bound a person: an agent's limits whoever has a login of the agent, and the tenant's
-- default (with an empty agent id) whoever has customers.
create or replace function is_bound_by_limits(p_tenant text, p_agent text, p_sub text) returns boolean
language plpgsql stable security definer
set search_path = ledger, pg_temp
as $$
declare
    v_ids constant text[] := ids_of_person(p_tenant, p_sub);
begin
    if p_agent <> '' then
        return p_agent = any(v_ids);
    end if;
    return exists (select from wallets w where w.tenant_id = p_tenant and w.agent_id = any(v_ids));
end
$$;
grant execute on function is_bound_by_limits(text, text, text) to purser_wallet;

-- set_agent_limits: sets an agent's limits in a currency, or with an empty agent id the tenant's default.
--
-- Takes    tenant, agent, currency; the limits, as decimals, or null for none; who sets them, and by which request; whether
--          they may let more value be created than before
-- Raises   PL010 invalid amount   PL039 they let more be created, which they may not
-- Locks    the agent's floats, as postings under a limit do: each is checked against the limits before or after a change,
--          and the answer shows what was created by then. All of them, since a limit holds for other currencies too.
create or replace function set_agent_limits(
    p_tenant text, p_agent text, p_currency text, p_daily numeric, p_total numeric, p_changed_by text, p_request text,
    p_may_raise boolean default false
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_daily bigint := minor_units(p_daily, p_currency);
    v_total bigint := minor_units(p_total, p_currency);
    v_before json;
    v_applied record;
begin
    if (v_daily is null) <> (p_daily is null) or (v_total is null) <> (p_total is null) then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', p_currency,
            'exponent', (select c.exponent from currencies c where c.code = p_currency),
            'field', case when (v_daily is null) <> (p_daily is null) then 'daily' else 'total' end);
    end if;
    perform from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'agent' and w.owner_id = p_agent
    order by w.currency
    for no key update;
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    perform lock_terms(p_tenant, 'agent_limits', p_agent);
    select * into v_applied from applied_limits(p_tenant, p_agent, p_currency);
    select limits_as_json(l) into v_before from agent_limits l
    where l.tenant_id = p_tenant and l.agent_id = p_agent and l.currency = p_currency;
    insert into agent_limits as l (tenant_id, agent_id, currency, daily, total, changed_by)
    values (p_tenant, p_agent, p_currency, v_daily, v_total, p_changed_by)
    on conflict (tenant_id, agent_id, currency) do update
    set daily = excluded.daily, total = excluded.total, changed_by = excluded.changed_by,
        changed_at = clock_timestamp()
    where l.tenant_id = p_tenant;
    if not p_may_raise and exists (
            select from applied_limits(p_tenant, p_agent, p_currency) l
            where l.daily > v_applied.daily or l.daily is null and v_applied.daily is not null
                or l.total > v_applied.total or l.total is null and v_applied.total is not null) then
        raise exception using errcode = 'PL039', message = 'a person who is not the agent raises limits';
    end if;
    perform record_change(
        p_tenant, 'agent_limits', coalesce(nullif(p_agent, ''), p_tenant), p_changed_by, p_request, v_before,
        (select limits_as_json(l) from agent_limits l
         where l.tenant_id = p_tenant and l.agent_id = p_agent and l.currency = p_currency));
end
$$;
grant execute on function set_agent_limits(text, text, text, numeric, numeric, text, text, boolean) to purser_wallet;
