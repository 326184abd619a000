-- Reconciliation of the changes since a cut-off. These functions return suspects: wallets and transactions that look
-- wrong. The functions of a full run then check each suspect completely. Only new entries are checked here: earlier
-- ones were checked before the last cut-off.
--
-- Changes are found by xid, since neither ids nor times are in commit order. Every lower xid had ended at the cut-off
-- and was checked then; what committed later has an xid at or above it and is checked now.

-- suspects_among_entries: for all tenants, the transactions and wallets that look wrong by the entries between two
-- cut-offs.
--
-- Takes    the cut-offs: from (included) and to (excluded)
-- Returns  a row for each tenant with new entries: the number of new transactions, and the transactions and guarded
--          wallets to check
create or replace function suspects_among_entries(p_from bigint, p_to bigint)
returns table (tenant_id text, checked bigint, transactions uuid[], wallets uuid[])
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    select require_every_tenant();
    with new as materialized (
        select e.tenant_id, e.transaction_id, e.wallet_id, e.amount, e.version, e.balance_after, e.posted_at,
               w.currency, w.version as newest
        from entries e
        left join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
        where e.xid >= p_from and e.xid < p_to
    ), summed as (
        select n.tenant_id, n.transaction_id, t.kind, t.external_reference,
               t.transaction_id is null or n.amount <> 0 or n.entries < 2 or n.currencies <> 1 or n.strays
                   or greatest(t.posted_at, n.posted_at) > clock_timestamp() + clock_skew_limit() as is_suspect
        from (
            select x.tenant_id, x.transaction_id, sum(x.amount) as amount, count(*) as entries,
                   count(distinct x.currency) as currencies, bool_or(x.currency is null) as strays,
                   max(x.posted_at) as posted_at
            from new x
            group by x.tenant_id, x.transaction_id
        ) n
        left join transactions t on t.tenant_id = n.tenant_id and t.transaction_id = n.transaction_id
    ), chained as (
        select distinct n.tenant_id, n.wallet_id
        from new n
        left join entries p on p.tenant_id = n.tenant_id and p.wallet_id = n.wallet_id and p.version = n.version - 1
        where n.version is not null
            and (n.balance_after is distinct from coalesce(p.balance_after, 0) + n.amount
                 or n.version > 1 and p.version is null or n.newest is null or n.newest < n.version)
    )
    select s.tenant_id, count(*),
           array_agg(s.transaction_id) filter (
                where s.is_suspect or needs_subject(s.kind)
                    and not exists (
                select from subject_of(s.tenant_id, s.transaction_id, s.kind, s.external_reference))),
           (select array_agg(c.wallet_id) from chained c where c.tenant_id = s.tenant_id)
    from summed s
    group by s.tenant_id
$$;
grant execute on function suspects_among_entries(bigint, bigint) to purser_reconcile;

-- suspects_among_wallets: for all tenants, the guarded wallets written since a cut-off that differ from their newest
-- entry or their pending holds, or whose time is in the future. It reads the rows of all wallets, but entries and holds only
-- of those that were written since the cut-off. The xmin of a row shows when it was written, by any path.
--
-- Returns  a row for each tenant: the number of wallets written, and the wallets to check
create or replace function suspects_among_wallets(p_since bigint)
returns table (tenant_id text, checked bigint, wallets uuid[])
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    select require_every_tenant();
    with since as materialized (
        -- xmin has the lower 32 bits of a transaction id. If the cut-off is before this epoch, everything is new.
        select case when p_since > x.base + 3
                    then age(((p_since - x.base) % 4294967296)::text::xid) else 2147483647 end as age
        from xid_epochs x
        order by x.base desc
        limit 1
    )
    select w.tenant_id, count(*),
           array_agg(w.wallet_id) filter (where w.version <> coalesce(e.version, 0)
                                                or w.balance <> coalesce(e.balance_after, 0)
                                                or w.posted_at > clock_timestamp() + clock_skew_limit()
                                                or w.held <> h.remaining or w.held_until > h.first_end)
    from wallets w
    left join lateral (
        select n.version, n.balance_after from entries n
        where n.tenant_id = w.tenant_id and n.wallet_id = w.wallet_id and n.version is not null
        order by n.version desc
        limit 1
    ) e on true
    cross join lateral (
        select coalesce(sum(x.amount - x.captured), 0) as remaining, min(x.expires_at) as first_end from holds x
        where x.tenant_id = w.tenant_id and x.wallet_id = w.wallet_id and x.ended_at is null
    ) h
    where is_guarded(w.owner_kind) and age(w.xmin) <= (select s.age from since s)
    group by w.tenant_id
$$;
grant execute on function suspects_among_wallets(bigint) to purser_reconcile;
