-- Limits of agents: how much value an agent may create at the cashier, in a UTC day and in total. Value is created by what
-- lowers the agent's float (credits, opening balances, settlements of debts), and given back by what raises it. So the
-- value created in total is the float's balance with the opposite sign.

-- applied_limits: the limits that hold for an agent in a currency: the agent's own ones, and otherwise the tenant's
-- default. In minor units; null: no limit. Of the empty agent id: the default itself.
create or replace function applied_limits(p_tenant text, p_agent text, p_currency text)
returns table (daily bigint, total bigint)
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce(max(l.daily) filter (where l.agent_id = p_agent), max(l.daily)),
           coalesce(max(l.total) filter (where l.agent_id = p_agent), max(l.total))
    from agent_limits l
    where l.tenant_id = p_tenant and l.agent_id in ('', p_agent) and l.currency = p_currency
$$;
grant execute on function applied_limits(text, text, text) to purser_read, purser_wallet;

-- value_created: the value, in minor units, that went out of a float in the UTC day of a time, and in total. Negative if
-- more came in.
--
-- The total is -open_balance(), found in another way: entries after the cut-off have a time after the last checkpoint, or
-- shortly before it, since no database transaction of the application takes an hour. So an index on the time finds them,
-- and a posting reads the entries of a day and of two hours, however many the float has. A checkpoint whose time is ahead
-- says nothing about the times of entries: then all of them are read.
create or replace function value_created(p_tenant text, p_wallet uuid, p_at timestamptz)
returns table (daily numeric, total numeric)
language sql stable
set search_path = ledger, pg_temp
as $$
    select -coalesce((
                select sum(e.amount) from entries e
                where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version is null
                    and e.posted_at >= date_trunc('day', p_at, 'UTC')
                    and e.posted_at < date_trunc('day', p_at, 'UTC') + interval '1 day'), 0),
           -coalesce(c.balance, 0) - coalesce((
                select sum(e.amount) from entries e
                where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version is null
                    and e.posted_at >= case when c.made_at <= p_at + clock_skew_limit()
                                            then c.made_at - interval '1 hour' else '-infinity' end
                    and e.xid >= (select x.cut from xid_epochs x order by x.base desc limit 1)), 0)
    from (values (p_tenant, p_wallet)) as f (tenant_id, wallet_id)
    left join checkpoints c on c.tenant_id = f.tenant_id and c.wallet_id = f.wallet_id
$$;
grant execute on function value_created(text, uuid, timestamptz) to purser_read, purser_wallet;

-- left_of_limits: how much value, in minor units, an agent may create in addition at a time; null: no limit. Negative if a
-- limit was lowered, or exceeded with an approval.
create or replace function left_of_limits(
    p_tenant text, p_agent text, p_float uuid, p_currency text, p_at timestamptz
) returns table (daily numeric, total numeric)
language sql stable
set search_path = ledger, pg_temp
as $$
    select l.daily - c.daily, l.total - c.total
    from applied_limits(p_tenant, p_agent, p_currency) l, value_created(p_tenant, p_float, p_at) c
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
    v_float uuid;
begin
    perform from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_customer and w.agent_id is not null
    for no key update;
    select w.wallet_id into v_float from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'agent' and w.owner_id = p_agent and w.currency = p_currency
    for no key update;
    return exists (
        select from left_of_limits(p_tenant, p_agent, v_float, p_currency, clock_timestamp()) l
        where p_minor > greatest(least(l.daily, l.total), 0));
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

-- require_within_limits: refuses transactions by which an agent would create more value than a limit allows, unless a
-- second person approved it. post() calls it after their entries are written. This is the only check.
--
-- Takes    tenant, agent, by which request; the wallets and the ids of the transactions of one posting, and its time
-- Raises   PL035 above a limit; detail {"currency", "limit": "daily" or "total", "remaining" in minor units}
-- Order    1 lock the float, only if the agent has a limit: other agents' postings never wait for a float
--          2 compare, in a snapshot that has every posting that held the lock before
create or replace function require_within_limits(
    p_tenant text, p_agent text, p_request text, p_wallets uuid[], p_transactions uuid[], p_posted_at timestamptz
) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_float record;
    v_created numeric; -- by these transactions
    v_daily_left numeric; -- before them, as the next two
    v_total_left numeric;
    v_left numeric;
begin
    for v_float in
        select w.wallet_id, w.currency from wallets w
        where w.tenant_id = p_tenant and w.owner_kind = 'agent' and w.owner_id = p_agent
            and w.wallet_id = any (p_wallets)
            and exists (
                select from agent_limits l
                where l.tenant_id = w.tenant_id and l.agent_id in ('', p_agent) and l.currency = w.currency
                    and (l.daily is not null or l.total is not null))
        order by w.currency
        for no key update of w
    loop
        select -sum(e.amount) into v_created from entries e
        where e.tenant_id = p_tenant and e.transaction_id = any (p_transactions) and e.wallet_id = v_float.wallet_id;
        select l.daily + v_created, l.total + v_created into v_daily_left, v_total_left
        from left_of_limits(p_tenant, p_agent, v_float.wallet_id, v_float.currency, p_posted_at) l;
        v_left := least(v_daily_left, v_total_left);
        if v_created > greatest(v_left, 0)
                and not is_approved_credit(p_tenant, p_agent, p_request, v_float.currency, v_created) then
            raise exception using errcode = 'PL035', message = 'above the limit of the agent',
                detail = json_build_object(
                    'currency', v_float.currency, 'remaining', greatest(v_left, 0),
                    'limit', case when v_left = v_daily_left then 'daily' else 'total' end);
        end if;
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

-- set_agent_limits: sets an agent's limits in a currency, or with an empty agent id the tenant's default.
--
-- Takes    tenant, agent, currency; the limits, as decimals, or null for none; who sets them, and by which request
-- Raises   PL010 invalid amount
-- Locks    the agent's float, as postings under a limit do: each is checked against the limits before or after a change,
--          and the answer shows what was created by then
create or replace function set_agent_limits(
    p_tenant text, p_agent text, p_currency text, p_daily numeric, p_total numeric, p_changed_by text, p_request text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_daily bigint := minor_units(p_daily, p_currency);
    v_total bigint := minor_units(p_total, p_currency);
    v_before json;
begin
    if (v_daily is null) <> (p_daily is null) or (v_total is null) <> (p_total is null) then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', p_currency,
            'exponent', (select c.exponent from currencies c where c.code = p_currency),
            'field', case when (v_daily is null) <> (p_daily is null) then 'daily' else 'total' end);
    end if;
    perform from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'agent' and w.owner_id = p_agent and w.currency = p_currency
    for no key update;
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    perform lock_terms(p_tenant, 'agent_limits', p_agent);
    select limits_as_json(l) into v_before from agent_limits l
    where l.tenant_id = p_tenant and l.agent_id = p_agent and l.currency = p_currency;
    insert into agent_limits as l (tenant_id, agent_id, currency, daily, total, changed_by)
    values (p_tenant, p_agent, p_currency, v_daily, v_total, p_changed_by)
    on conflict (tenant_id, agent_id, currency) do update
    set daily = excluded.daily, total = excluded.total, changed_by = excluded.changed_by,
        changed_at = clock_timestamp()
    where l.tenant_id = p_tenant;
    perform record_change(
        p_tenant, 'agent_limits', coalesce(nullif(p_agent, ''), p_tenant), p_changed_by, p_request, v_before,
        (select limits_as_json(l) from agent_limits l
         where l.tenant_id = p_tenant and l.agent_id = p_agent and l.currency = p_currency));
end
$$;
grant execute on function set_agent_limits(text, text, text, numeric, numeric, text, text) to purser_wallet;
