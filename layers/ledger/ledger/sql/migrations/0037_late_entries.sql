-- The entries of transactions that happened before they were posted, by the time at which they happened.
create table late_entries (
    tenant_id text collate "C" not null,
    wallet_id uuid not null,
    effective_at timestamptz not null,
    transaction_id uuid not null,
    entry_number integer not null,
    posted_at timestamptz not null,
    amount entry_amount not null,
    primary key (tenant_id, wallet_id, effective_at, transaction_id, entry_number) include (posted_at, amount)
);
insert into late_entries (tenant_id, wallet_id, effective_at, transaction_id, entry_number, posted_at, amount)
select e.tenant_id, e.wallet_id, t.effective_at, e.transaction_id, e.entry_number, e.posted_at, e.amount
from transactions t
join entries e on e.tenant_id = t.tenant_id and e.transaction_id = t.transaction_id
where t.effective_at is not null;

-- It has a parameter more.
drop function if exists balances_at(text, text, text, timestamptz);
