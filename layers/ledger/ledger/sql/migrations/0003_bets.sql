-- Bets, the totals of cash-outs, and the feed of cash-outs.

create domain bet_status as text collate "C" check (value in ('pending', 'won', 'lost', 'void', 'cashed_out'));

-- agent_id: of the customer's wallet, copied so that an agent's bets are one range of an index.
-- Amounts are minor units of the customer's currency.
create table bets (
    tenant_id text collate "C" not null,
    bet_id uuid not null,
    user_id uuid not null,
    agent_id text collate "C" not null,
    currency text collate "C" not null,
    description text not null,
    stake minor_units not null,
    odds numeric(9, 4),
    status bet_status not null default 'pending',
    payout minor_units,
    cash_out_amount minor_units,
    is_auto_cash_out boolean not null default false,
    cash_out_trigger_reason text,
    placed_at timestamptz not null,
    settled_at timestamptz,
    stake_transaction_id uuid not null,
    outcome_transaction_id uuid, -- null: a lost bet, or a cash-out at zero
    primary key (tenant_id, bet_id),
    foreign key (tenant_id, user_id) references customers
) with (fillfactor = 80); -- a bet is written twice

create index bets_by_status on bets (tenant_id, status, settled_at);
create index bets_of_user on bets (tenant_id, user_id, status) include (stake);
create index bets_of_agent on bets (tenant_id, agent_id, placed_at, bet_id);
-- An agent's cash-outs, newest first, with the columns that totals and summary need.
create index bets_cashed_out on bets (tenant_id, agent_id, settled_at, bet_id)
    include (user_id, currency, stake, cash_out_amount, is_auto_cash_out) where status = 'cashed_out';
create index bets_cashed_out_of_user on bets (tenant_id, user_id, settled_at, bet_id)
    include (currency, stake, cash_out_amount, is_auto_cash_out) where status = 'cashed_out';

-- Cash-outs added up by UTC day, so that an agent's totals read one row for each day, however many bets it has. They
-- always equal the sums over `bets`: see functions/bets/cash_out_days.sql.
-- part: one of four, by the customer's id, so that simultaneous cash-outs of one agent rarely wait for each other.
-- ratio: the sum of cash_out_amount / stake over the `ratios` bets that had a stake. Sums may exceed a bigint.
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

-- For each customer, the last 32 days that had a cash-out, ascending, with running totals at the end of each, so that
-- the totals of any of these days are one subtraction. Written under the lock of the customer's wallet.
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

-- Above every number that a feed had before a restore, and below every one after it: see begin_feed_epoch().
-- cluster: the name of the cluster that holds the data since then; empty on a machine of one's own.
create table feed_epochs (
    base bigint primary key,
    cluster text not null,
    begun_at timestamptz not null default clock_timestamp()
);

-- The last number of each agent's feed. The writer of a number locks the row until it commits, so that whoever sees a
-- number has seen every smaller one.
create table feed_heads (
    tenant_id text collate "C" not null,
    agent_id text collate "C" not null,
    sequence bigint not null,
    primary key (tenant_id, agent_id)
) with (fillfactor = 70);

-- A bet is cashed out once, whatever the number of its events. The unique key holds in one partition; that no other one
-- has the bet, number_cash_outs() ensures under the lock of the head.
create table feed (
    tenant_id text collate "C" not null,
    agent_id text collate "C" not null,
    sequence bigint not null,
    bet_id uuid not null,
    part smallint not null,
    primary key (tenant_id, agent_id, sequence, part),
    unique (tenant_id, bet_id, part)
) partition by list (part);

create table feed_0 partition of feed for values in (0) with (autovacuum_vacuum_insert_threshold = -1);
create table feed_1 partition of feed for values in (1) with (autovacuum_vacuum_insert_threshold = -1);
create table feed_2 partition of feed for values in (2) with (autovacuum_vacuum_insert_threshold = -1);
insert into lifetimes (table_name, days) values ('feed', 60);

-- The requests that wait for new cash-outs. A row of a request that was killed counts until expires_at.
create table stream_waits (
    tenant_id text collate "C" not null,
    agent_id text collate "C" not null,
    request_id text collate "C" not null,
    expires_at timestamptz not null,
    primary key (tenant_id, agent_id, request_id)
);
