-- Invariants that must hold after each round; one row for each violation. Each table is read once.
with numbered as (
    select tenant_id, wallet_id, amount, version, balance_after, posted_at,
           lag(balance_after, 1, 0::bigint) over of_wallet as balance_before,
           lag(version, 1, 0::bigint) over of_wallet as version_before,
           lag(posted_at) over of_wallet as posted_before
    from ledger.entries
    where version is not null
    window of_wallet as (partition by tenant_id, wallet_id order by version)
), summed as (
    select tenant_id, wallet_id, sum(amount) as amount, sum(amount) filter (where version is not null) as guarded,
           count(version) as versions
    from ledger.entries
    group by tenant_id, wallet_id
)
select 'the entries in ' || w.currency || ' do not sum to zero' as broken
from summed s join ledger.wallets w using (tenant_id, wallet_id)
group by w.currency having sum(s.amount) <> 0
union all
select 'a wallet''s balance or version is not that of its entries: ' || w.wallet_id
from ledger.wallets w left join summed s using (tenant_id, wallet_id)
where w.owner_kind in ('person', 'tenant')
    and (w.balance <> coalesce(s.guarded, 0) or w.version <> coalesce(s.versions, 0))
union all
select 'a wallet''s entries do not follow from each other: ' || wallet_id
from numbered
where version <> version_before + 1 or balance_after <> balance_before + amount or posted_at < posted_before
