-- balances_at: the balances of a person's wallets at a time.
--
-- Takes    tenant, owner; a currency, or null for every wallet; a time, or null for now; whether transactions count from
--          when they happened, instead of from when they were posted
-- Returns  for each wallet its balance and the time of it: for now a time since the wallet's last posting for which the
--          balance is final. held, available: now; null for a time. is_provisional: a posting may still get a time at or
--          before the given one, which by effective is always so.
--          If a currency is given and there is no such wallet: a row without a wallet.
create or replace function balances_at(
    p_tenant text, p_owner text, p_currency text, p_at timestamptz, p_by_effective boolean default false
)
returns table (
    currency text, wallet_id uuid, balance bigint, held bigint, available bigint, allow_overdraft boolean,
    balance_at timestamptz, is_provisional boolean
)
language plpgsql volatile -- so that each statement has a snapshot of its own, as settled_until requires
set search_path = ledger, pg_temp
as $$
declare
    v_settled timestamptz := settled_until();
begin
    return query
        select w.currency, w.wallet_id,
               case when p_at is null then w.balance else coalesce((
                    select e.balance_after from entries e
                    where e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id
                        and e.version = version_at(w.tenant_id, w.wallet_id, p_at, w.version)), 0)
                    + case when p_by_effective then late_amount(w.tenant_id, w.wallet_id, p_at) else 0 end end,
               case when p_at is null then h.held end,
               case when p_at is null then available(w.balance, h.held, w.credit_limit) end,
               w.allow_overdraft, coalesce(p_at, greatest(w.posted_at, v_settled)),
               p_by_effective or coalesce(p_at > greatest(w.posted_at, v_settled), false)
        from wallets w
        cross join lateral (
            select held_at(
                w.tenant_id, w.wallet_id, w.held, w.held_until, greatest(statement_timestamp(), w.posted_at)) as held
        ) h
        where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner
            and (p_currency is null or w.currency = p_currency)
        order by w.currency;
    if not found and p_currency is not null then
        return query
            select p_currency, null::uuid, 0::bigint, none.amount, none.amount, false, coalesce(p_at, v_settled),
                   p_by_effective or coalesce(p_at > v_settled, false)
            from (select case when p_at is null then 0::bigint end as amount) none;
    end if;
end
$$;
grant execute on function balances_at(text, text, text, timestamptz, boolean) to purser_read, purser_wallet, purser_approvals;
