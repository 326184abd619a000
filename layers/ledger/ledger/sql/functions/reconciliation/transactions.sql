-- Reconciliation of transactions, and of the subjects that they belong to.

-- batch_of_transactions: the end of a batch of transactions, and their number. It works like batch_of_wallets.
create or replace function batch_of_transactions(p_tenant text, p_first uuid, p_limit integer)
returns table (last uuid, checked bigint)
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select case when count(*) = p_limit then (array_agg(x.transaction_id order by x.transaction_id desc))[1] end,
           count(*)
    from (
        select t.transaction_id from transactions t
        where t.tenant_id = p_tenant and t.transaction_id >= p_first
        order by t.transaction_id
        limit p_limit
    ) x
$$;
grant execute on function batch_of_transactions(text, uuid, integer) to purser_reconcile;

-- reconcile_transactions: what is wrong with a tenant's transactions from one id to another, both included.
--
-- Returns  sum          its entries do not sum to zero in a currency
--          entries      it has fewer than two
--          transaction  entries without their transaction
--          wallet       an entry without its wallet
--          subject      every transaction of its kind belongs to a subject or a hold, and none names this one
--          future       its time, or that of an entry, is more than clock_skew_limit() ahead of the clock
create or replace function reconcile_transactions(p_tenant text, p_first uuid, p_last uuid) returns setof finding
language plpgsql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_suspects uuid[]; -- as in reconcile_wallets()
begin
    with summed as (
        select e.transaction_id, sum(e.amount) as amount, count(*) as entries, count(w.wallet_id) as wallets,
               min(w.currency) as currency, max(w.currency) as other_currency, max(e.posted_at) as posted_at
        from entries e
        left join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
        where e.tenant_id = p_tenant and e.transaction_id between p_first and p_last
        group by e.transaction_id
    )
    select array_agg(coalesce(t.transaction_id, s.transaction_id)) into v_suspects
    from (
        select x.transaction_id, x.kind, x.external_reference, x.posted_at from transactions x
        where x.tenant_id = p_tenant and x.transaction_id between p_first and p_last
    ) t
    full join summed s on s.transaction_id = t.transaction_id
    where t.transaction_id is null or s.transaction_id is null or s.amount <> 0 or s.entries < 2
        or s.wallets <> s.entries or s.currency <> s.other_currency
        or greatest(t.posted_at, s.posted_at) > clock_timestamp() + clock_skew_limit()
        or needs_subject(t.kind) and not exists (
                select from subject_of(p_tenant, t.transaction_id, t.kind, t.external_reference));

    return query
        with suspects as materialized (
            select x.id as transaction_id, t.kind, t.external_reference, t.posted_at
            from unnest(v_suspects) as x (id)
            left join transactions t on t.tenant_id = p_tenant and t.transaction_id = x.id
        ), entries_of_suspects as materialized (
            select s.transaction_id, e.wallet_id, e.amount, e.posted_at, w.wallet_id is null as has_no_wallet, w.currency
            from suspects s
            join entries e on e.tenant_id = p_tenant and e.transaction_id = s.transaction_id
            left join wallets w on w.tenant_id = p_tenant and w.wallet_id = e.wallet_id
        )
        select p_tenant, 'sum', null::uuid, l.transaction_id, null::uuid, null::bigint, l.currency, 0::numeric,
               sum(l.amount)
        from entries_of_suspects l
        group by l.transaction_id, l.currency
        having sum(l.amount) <> 0
        union all
        select p_tenant, case when s.kind is null then 'transaction' else 'entries' end, null, s.transaction_id, null,
               null, null, null, null
        from suspects s
        where s.kind is null
            or (select count(*) from entries_of_suspects l where l.transaction_id = s.transaction_id) < 2
        union all
        select p_tenant, 'wallet', l.wallet_id, l.transaction_id, null, null, null, null, l.amount
        from entries_of_suspects l
        where l.has_no_wallet
        union all
        select p_tenant, 'future', null, s.transaction_id, null, null, null, null, null
        from suspects s
        where greatest(s.posted_at, (
                select max(l.posted_at) from entries_of_suspects l where l.transaction_id = s.transaction_id
            )) > clock_timestamp() + clock_skew_limit()
        union all
        select p_tenant, 'subject', null, s.transaction_id, uuid_of(s.external_reference), null, null, null, null
        from suspects s
        where needs_subject(s.kind) and not exists (
                select from subject_of(p_tenant, s.transaction_id, s.kind, s.external_reference));
end
$$;
grant execute on function reconcile_transactions(text, uuid, uuid) to purser_reconcile;

-- suspects_of_wallet: the number of a wallet's transactions, and those to check, for a run limited to this wallet.
-- Entries of guarded wallets have one index and entries of open wallets another, so two queries read them.
create or replace function suspects_of_wallet(p_tenant text, p_wallet uuid)
returns table (checked bigint, transactions uuid[])
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    select count(*), array_agg(e.transaction_id) filter (
        where t.transaction_id is null or o.amount <> 0 or o.entries < 2 or o.currencies <> 1 or o.has_stray
            or greatest(t.posted_at, o.posted_at) > clock_timestamp() + clock_skew_limit()
            or needs_subject(t.kind) and not exists (
                select from subject_of(p_tenant, t.transaction_id, t.kind, t.external_reference)))
    from (
        select n.tenant_id, n.transaction_id from entries n
        where n.tenant_id = p_tenant and n.wallet_id = p_wallet and n.version is not null
        union
        select n.tenant_id, n.transaction_id from entries n
        where n.tenant_id = p_tenant and n.wallet_id = p_wallet and n.version is null
    ) e
    left join transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
    cross join lateral (
        select sum(x.amount) as amount, count(*) as entries, count(distinct w.currency) as currencies,
               bool_or(w.wallet_id is null) as has_stray, max(x.posted_at) as posted_at
        from entries x
        left join wallets w on w.tenant_id = x.tenant_id and w.wallet_id = x.wallet_id
        where x.tenant_id = e.tenant_id and x.transaction_id = e.transaction_id
    ) o
$$;
grant execute on function suspects_of_wallet(text, uuid) to purser_reconcile;

-- batch_of_subjects: the end of a batch of subjects, and the number of their ids. It works like batch_of_wallets.
create or replace function batch_of_subjects(p_tenant text, p_first uuid, p_limit integer)
returns table (last uuid, checked bigint)
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    select case when count(*) = p_limit then (array_agg(x.id order by x.id desc))[1] end, count(*)
    from subject_ids(p_tenant, p_first, p_limit) as x (id)
$$;
grant execute on function batch_of_subjects(text, uuid, integer) to purser_reconcile;

-- reconcile_subjects: the subjects of a tenant, from one id to another, both included, without their transaction.
--
-- Returns  posting  there is no such transaction, or it has another kind, subject or amount (actual is the entry's
--                   amount; null: the wallet has no entry in it)
create or replace function reconcile_subjects(p_tenant text, p_first uuid, p_last uuid) returns setof finding
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    select p_tenant, 'posting', x.wallet_id, x.transaction_id, x.subject_id, null::bigint, w.currency,
           x.amount::numeric, m.amount::numeric
    from subjects x
    join wallets w on w.tenant_id = x.tenant_id and w.wallet_id = x.wallet_id
    left join transactions t on t.tenant_id = x.tenant_id and t.transaction_id = x.transaction_id
    left join lateral (
        select sum(e.amount) as amount from entries e
        where e.tenant_id = x.tenant_id and e.transaction_id = x.transaction_id and e.wallet_id = x.wallet_id
    ) m on true
    where x.tenant_id = p_tenant and x.subject_id between p_first and p_last
        and (t.kind is distinct from x.kind or t.external_reference is distinct from x.subject_id::text
             or m.amount is distinct from x.amount)
$$;
grant execute on function reconcile_subjects(text, uuid, uuid) to purser_reconcile;
