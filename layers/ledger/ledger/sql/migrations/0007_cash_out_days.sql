-- Cash-outs added up by UTC day, so that an agent's totals cost as many rows as days, however many bets these hold.
-- They equal the rows of `bets` whenever they are read: see functions/cash_out_days.sql.

-- part: one of four by the customer's id, so that simultaneous cash-outs of an agent's customers seldom meet.
-- ratio: the sum of cash_out_amount / stake over the `ratios` bets that had a stake. Sums may pass a bigint.
create table cash_out_days (
    tenant_id text collate "C" not null,
    agent_id text collate "C" not null,
    day date not null,
    currency text collate "C" not null,
    part smallint not null,
    cash_outs bigint not null,
    automatic bigint not null,
    amount numeric not null,
    stake numeric not null,
    ratio numeric not null,
    ratios bigint not null,
    primary key (tenant_id, agent_id, day, currency, part)
) with (fillfactor = 70);

-- Of each customer, the 32 days before their newest cash-out, ascending: running totals at the end of each day that had
-- one, so that any days of them are one difference. Written by whoever holds the customer's wallet.
create table cash_out_customers (
    tenant_id text collate "C" not null,
    agent_id text collate "C" not null,
    user_id uuid not null,
    currency text collate "C" not null,
    days date[] not null,
    cash_outs bigint[] not null,
    amounts numeric[] not null,
    stakes numeric[] not null,
    primary key (tenant_id, agent_id, user_id)
) with (fillfactor = 50);
