-- Reconciliation of guarded wallets. The functions that only read are stable: all their statements see one snapshot,
-- and so a posting that commits meanwhile is seen whole or not at all.

-- batch_of_wallets: the end of a batch of wallets, and the number of guarded ones in it.
--
-- Takes    tenant, the lowest id of the batch, and its greatest number of wallets
-- Returns  the highest id of the batch; null if it has all the rest
create or replace function batch_of_wallets(p_tenant text, p_first uuid, p_limit integer)
returns table (last uuid, checked bigint)
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select case when count(*) = p_limit then (array_agg(x.wallet_id order by x.wallet_id desc))[1] end,
           count(*) filter (where is_guarded(x.owner_kind))
    from (
        select w.wallet_id, w.owner_kind from wallets w
        where w.tenant_id = p_tenant and w.wallet_id >= p_first
        order by w.wallet_id
        limit p_limit
    ) x
$$;
grant execute on function batch_of_wallets(text, uuid, integer) to purser_reconcile;

-- reconcile_wallets: what is wrong with a tenant's guarded wallets from one id to another, both included.
--
-- Returns  balance        the cached balance is not the sum of the entries
--          version        the versions are not 1, 2, 3 … up to the wallet's; this is the first that is out of place.
--                         expected is the number of entries, actual the wallet's version
--          balance_after  it is not the previous entry's balance_after plus the amount; one row for each such entry
--          wallet         an entry has a version but no guarded wallet
--          future         the wallet's posted_at is more than clock_skew_limit() ahead of the clock
--          held           it is not what is left of the wallet's pending holds
--          held_until     it is after the end of a pending hold, the subject, which would therefore stay held
create or replace function reconcile_wallets(p_tenant text, p_first uuid, p_last uuid) returns setof finding
language plpgsql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    -- Nearly always empty. As a part of the next statement, it would make PostgreSQL plan that one for many suspects.
    v_suspects uuid[];
begin
    with linked as (
        select e.wallet_id, e.amount, e.version, e.version - lag(e.version, 1, 0::bigint) over one as step,
               e.balance_after - e.amount - lag(e.balance_after, 1, 0::bigint) over one as gap
        from entries e
        where e.tenant_id = p_tenant and e.wallet_id between p_first and p_last and e.version is not null
        window one as (partition by e.wallet_id order by e.version)
    ), summed as (
        select l.wallet_id, sum(l.amount) as amount, max(l.version) as newest,
               bool_or(l.step <> 1 or l.gap is distinct from 0) as is_broken
        from linked l
        group by l.wallet_id
    )
    select array_agg(coalesce(w.wallet_id, s.wallet_id)) into v_suspects
    from (
        select x.wallet_id, x.balance, x.version, x.posted_at, x.held, x.held_until from wallets x
        where x.tenant_id = p_tenant and x.wallet_id between p_first and p_last and is_guarded(x.owner_kind)
    ) w
    full join summed s on s.wallet_id = w.wallet_id
    left join (
        select x.wallet_id, sum(x.amount - x.captured) as remaining, min(x.expires_at) as first_end from holds x
        where x.tenant_id = p_tenant and x.wallet_id between p_first and p_last and x.ended_at is null
        group by x.wallet_id
    ) h on h.wallet_id = w.wallet_id
    where w.wallet_id is null or s.is_broken
        or w.balance <> coalesce(s.amount, 0) or w.version <> coalesce(s.newest, 0)
        or w.posted_at > clock_timestamp() + clock_skew_limit()
        or w.held <> coalesce(h.remaining, 0) or w.held_until > h.first_end;

    return query
        with suspects as materialized (
            select x.id as wallet_id, w.currency, w.balance, w.version, w.posted_at, w.held, w.held_until, e.amount,
                   e.entries, e.newest, e.missing
            from unnest(v_suspects) as x (id)
            left join wallets w on w.tenant_id = p_tenant and w.wallet_id = x.id
                and is_guarded(w.owner_kind)
            cross join lateral (
                select coalesce(sum(n.amount), 0) as amount, count(*) as entries, coalesce(max(n.version), 0) as newest,
                       min(n.place) filter (where n.version <> n.place) as missing
                from (
                    select o.amount, o.version, row_number() over (order by o.version) as place
                    from entries o
                    where o.tenant_id = p_tenant and o.wallet_id = x.id and o.version is not null
                ) n
            ) e
        )
        select p_tenant, 'wallet', s.wallet_id, null::uuid, null::uuid, null::bigint, null::text, null::numeric,
               s.amount
        from suspects s
        where s.currency is null
        union all
        select p_tenant, 'balance', s.wallet_id, null, null, null, s.currency, s.amount, s.balance
        from suspects s
        where s.balance <> s.amount
        union all
        select p_tenant, 'version', s.wallet_id, null, null, coalesce(s.missing, least(s.version, s.newest) + 1), null,
               s.entries, s.version
        from suspects s
        where s.currency is not null and (s.missing is not null or s.version <> s.newest)
        union all
        select p_tenant, 'future', s.wallet_id, null, null, s.version, null, null, null
        from suspects s
        where s.posted_at > clock_timestamp() + clock_skew_limit()
        union all
        select p_tenant, 'held', s.wallet_id, null, null, null, s.currency, h.remaining, s.held
        from suspects s
        cross join lateral (
            select coalesce(sum(x.amount - x.captured), 0) as remaining from holds x
            where x.tenant_id = p_tenant and x.wallet_id = s.wallet_id and x.ended_at is null
        ) h
        where s.held <> h.remaining
        union all
        select p_tenant, 'held_until', s.wallet_id, null, h.hold_id, null, null, null, null
        from suspects s
        cross join lateral (
            select x.hold_id, x.expires_at from holds x
            where x.tenant_id = p_tenant and x.wallet_id = s.wallet_id and x.ended_at is null
            order by x.expires_at
            limit 1
        ) h
        where s.held_until > h.expires_at
        union all
        select p_tenant, 'balance_after', s.wallet_id, g.transaction_id, null, g.version, s.currency,
               g.before + g.amount, g.balance_after
        from suspects s
        cross join lateral (
            select e.transaction_id, e.version, e.amount, e.balance_after,
                   lag(e.balance_after, 1, 0::bigint) over (order by e.version) as before
            from entries e
            where e.tenant_id = p_tenant and e.wallet_id = s.wallet_id and e.version is not null
        ) g
        where s.currency is not null and g.balance_after is distinct from g.before + g.amount;
end
$$;
grant execute on function reconcile_wallets(text, uuid, uuid) to purser_reconcile;

-- correct_balance: writes the sum of a wallet's entries into a cached balance that differs, under the wallet's lock,
-- and records it among the findings of a run: both or neither, whenever the run is killed.
--
-- Takes    run, tenant, wallet
-- Returns  true: it did. null: the balance has not drifted (any more), since another run has corrected it. false: a
--          person must judge: versions with a gap, or an entry whose transaction does not sum to zero, since then the
--          sum itself may be wrong
-- Order    1 the existing entries, without a lock   2 lock the wallet   3 the entries posted in between, and the
--          decision on balance and version as they are now
--
-- It changes no owner's money, so it is not a transaction: the entries already have the right balance.
create or replace function correct_balance(p_run uuid, p_tenant text, p_wallet uuid) returns boolean
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_sum numeric;
    v_newest bigint;
    v_entries bigint;
    v_broken boolean;
    v_since numeric;
    v_since_newest bigint;
    v_since_entries bigint;
    v_since_broken boolean;
    w wallets;
begin
    select x.sum, x.newest, x.entries, x.broken into v_sum, v_newest, v_entries, v_broken
    from entries_of(p_tenant, p_wallet, 0) x;

    select x.* into w from wallets x
    where x.tenant_id = p_tenant and x.wallet_id = p_wallet and is_guarded(x.owner_kind)
    for no key update;
    select x.sum, x.newest, x.entries, x.broken into v_since, v_since_newest, v_since_entries, v_since_broken
    from entries_of(p_tenant, p_wallet, v_newest) x;

    v_sum := v_sum + v_since;
    v_entries := v_entries + v_since_entries;
    v_newest := greatest(v_newest, v_since_newest);
    if w.balance = v_sum then
        return null;
    elsif w.version <> v_newest or v_newest <> v_entries or v_broken or v_since_broken
            or abs(v_sum) > 9007199254740991 then
        return false;
    end if;
    update wallets x set balance = v_sum where x.tenant_id = p_tenant and x.wallet_id = p_wallet;
    perform note_findings(p_run, json_build_array(json_build_object(
        'tenant_id', p_tenant, 'kind', 'balance', 'wallet_id', p_wallet, 'currency', w.currency,
        'expected', v_sum, 'actual', w.balance, 'corrected', true))::jsonb);
    return true;
end
$$;
grant execute on function correct_balance(uuid, text, uuid) to purser_reconcile;

-- entries_of: a wallet's entries after a version: their sum, the highest version, their number, and whether one of
-- their transactions does not sum to zero.
create or replace function entries_of(p_tenant text, p_wallet uuid, p_after bigint)
returns table (sum numeric, newest bigint, entries bigint, broken boolean)
language sql volatile
set search_path = ledger, pg_temp
as $$
    select coalesce(sum(e.amount), 0), coalesce(max(e.version), 0), count(*), coalesce(bool_or(t.total <> 0), false)
    from entries e
    cross join lateral (
        select sum(o.amount) as total from entries o
        where o.tenant_id = e.tenant_id and o.transaction_id = e.transaction_id
    ) t
    where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version > p_after
$$;
