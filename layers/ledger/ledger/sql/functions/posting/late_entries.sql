-- Entries of transactions that happened before they were posted.

-- write_late_entries: adds the entries of the given transactions to late_entries, except of those that are not late. Called
-- by a posting that has a late one.
create or replace function write_late_entries(p_tenant text, p_transactions uuid[]) returns void
language sql
set search_path = ledger, pg_temp
as $$
    insert into late_entries (tenant_id, wallet_id, effective_at, transaction_id, entry_number, posted_at, amount)
    select p_tenant, e.wallet_id, t.effective_at, e.transaction_id, e.entry_number, e.posted_at, e.amount
    from transactions t
    join entries e on e.tenant_id = t.tenant_id and e.transaction_id = t.transaction_id
    where t.tenant_id = p_tenant and t.transaction_id = any (p_transactions) and t.effective_at is not null
$$;

-- late_amount: the sum of what had happened to a wallet by a time and was posted after it, in minor units. With what was
-- posted by then it is the wallet's balance by effective.
create or replace function late_amount(p_tenant text, p_wallet uuid, p_at timestamptz) returns bigint
language sql stable parallel safe
set search_path = ledger, pg_temp
as $$
    select coalesce(sum(l.amount), 0)::bigint from late_entries l
    where l.tenant_id = p_tenant and l.wallet_id = p_wallet and l.effective_at <= p_at and l.posted_at > p_at
$$;
grant execute on function late_amount(text, uuid, timestamptz) to purser_read, purser_wallet, purser_approvals;
