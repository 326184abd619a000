-- The views that people read. Amounts are decimals with the currency's number of decimals, except as noted. Every
-- migration drops and creates them, since a view cannot change its columns in place.
drop view if exists agent_transactions, financial_transactions, customer_accounts;

-- customer_accounts: customers with their wallets. Amounts are minor units. owner_id: of the wallet, which is the customer's id
-- as a text. The wallets come first, since indexes have them by agent and by owner; then each one's customer is looked up.
create view customer_accounts as
select w.tenant_id, k.customer_id, w.owner_id, k.username, k.username_key, w.agent_id, w.wallet_id, w.account_type,
       w.currency, w.balance as account_balance, w.credit_limit,
       h.held, available(w.balance, h.held, w.credit_limit) as available,
       coalesce((
            select sum(b.stake) from bets b
            where b.tenant_id = k.tenant_id and b.user_id = k.customer_id and b.status = 'pending'), 0) as pending_bets,
       w.status, k.last_settlement, k.created_at
from wallets w
cross join lateral (
    select x.* from customers x where x.tenant_id = w.tenant_id and x.wallet_id = w.wallet_id offset 0
) k
cross join lateral (
    select held_at(w.tenant_id, w.wallet_id, w.held, w.held_until, greatest(statement_timestamp(), w.posted_at)) as held
) h
where w.owner_kind = 'person' and w.agent_id is not null;

-- financial_transactions: the customers' audit rows, one for each entry of a customer's wallet. amount is signed
-- from the customer's side.
create view financial_transactions as
select e.tenant_id, entry_id(e.transaction_id, e.entry_number) as id, e.transaction_id,
       w.owner_id::uuid as user_id, w.agent_id, t.kind as transaction_type,
       decimal_amount(e.amount, c.exponent, c.units) as amount, w.currency,
       decimal_amount(e.balance_after - e.amount, c.exponent, c.units) as balance_before,
       decimal_amount(e.balance_after, c.exponent, c.units) as balance_after,
       t.is_override, t.description, t.external_reference, e.posted_at as created_at
from entries e
join transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id and w.agent_id is not null
join currencies c on c.code = w.currency
where e.version is not null;

-- agent_transactions: the agents' audit rows, one for each entry of an agent's float. amount is signed from
-- the float's side: a customer's debit is positive.
create view agent_transactions as
select e.tenant_id, entry_id(e.transaction_id, e.entry_number) as id, e.transaction_id,
       w.owner_id as agent_id, k.owner_id::uuid as user_id, t.kind as transaction_type,
       decimal_amount(e.amount, c.exponent, c.units) as amount, w.currency,
       t.is_override, e.posted_at as created_at
from entries e
join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id and w.owner_kind = 'agent'
join transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
join entries o on o.tenant_id = e.tenant_id and o.transaction_id = e.transaction_id and o.entry_number <> e.entry_number
join wallets k on k.tenant_id = o.tenant_id and k.wallet_id = o.wallet_id and k.agent_id is not null
join currencies c on c.code = w.currency
where e.version is null;
