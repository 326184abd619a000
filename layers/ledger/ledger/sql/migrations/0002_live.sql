-- Bets and settlements, the outbox' relay, the inbox of consumers, and the feed of cash-outs.

create domain bet_status as text collate "C" check (value in ('pending', 'won', 'lost', 'void', 'cashed_out'));

-- agent_id is written beside the customer's id, so that an agent's bets are one range of an index however many there
-- are beside them. Amounts in minor units of the customer's currency.
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
    outcome_transaction_id uuid, -- none where nothing moved: a lost bet, a cash-out at zero
    primary key (tenant_id, bet_id),
    foreign key (tenant_id, user_id) references customers
) with (fillfactor = 80); -- a bet is written twice

create index bets_by_status on bets (tenant_id, status, settled_at);
create index bets_of_user on bets (tenant_id, user_id, status) include (stake);
create index bets_of_agent on bets (tenant_id, agent_id, placed_at, bet_id);
-- An agent's cash-outs, newest first, with all that totals and summary need.
create index bets_cashed_out on bets (tenant_id, agent_id, settled_at, bet_id)
    include (user_id, currency, stake, cash_out_amount, is_auto_cash_out) where status = 'cashed_out';
create index bets_cashed_out_of_user on bets (tenant_id, user_id, settled_at, bet_id)
    include (currency, stake, cash_out_amount, is_auto_cash_out) where status = 'cashed_out';

create table settlements (
    tenant_id text collate "C" not null,
    settlement_id uuid not null,
    customer_id uuid not null,
    agent_id text collate "C" not null,
    method text collate "C" not null check (method in ('zero', 'carry')),
    note text,
    currency text collate "C" not null,
    since_version bigint not null, -- the wallet's entries after this one, up to
    until_version bigint not null, -- and with this one, are what was settled
    since timestamptz,
    until timestamptz not null,
    figures json not null,
    transaction_id uuid, -- none where there was nothing to move
    primary key (tenant_id, settlement_id),
    foreign key (tenant_id, customer_id) references customers
);

create index settlements_of_agent on settlements (tenant_id, agent_id, until, settlement_id);
create index settlements_of_customer on settlements (tenant_id, customer_id, until_version);

-- due_at: until then a row belongs to whoever took it: at first the invocation that wrote it, then a relay.
alter table outbox
    add column due_at timestamptz not null default clock_timestamp() + interval '10 s',
    add column attempts integer not null default 0,
    add column last_error text;

-- What the bus has accepted, for seven days: what is replayed after an accident that the bus did not survive.
create table published (
    tenant_id text collate "C" not null,
    event_id uuid not null,
    detail_type text collate "C" not null,
    detail json not null,
    created_at timestamptz not null,
    published_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, event_id)
);

create index published_by_age on published using brin (published_at);

-- What a consumer has done, in the transaction of its effect.
create table inbox (
    tenant_id text collate "C" not null,
    consumer text collate "C" not null,
    event_id uuid not null,
    received_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, consumer, event_id)
);

-- How far an agent's sequence has come; locked by whoever numbers, until commit, so that a number seen means that
-- every smaller number was seen.
create table feed_heads (
    tenant_id text collate "C" not null,
    agent_id text collate "C" not null,
    sequence bigint not null,
    primary key (tenant_id, agent_id)
) with (fillfactor = 70);

create table feed (
    tenant_id text collate "C" not null,
    agent_id text collate "C" not null,
    sequence bigint not null,
    bet_id uuid not null,
    primary key (tenant_id, agent_id, sequence)
);
