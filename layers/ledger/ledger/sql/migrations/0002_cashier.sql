-- The cashier: customers, the changes of their terms, settlements, limits of agents, and lookups of people.

create table customers (
    tenant_id text collate "C" not null references tenants,
    customer_id uuid not null,
    wallet_id uuid not null,
    username text not null check (length(username) between 1 and 64),
    username_key text collate "C" not null, -- normalised and case-folded, for comparison
    external_reference text, -- the id in the system that the customer was imported from
    last_settlement timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, customer_id),
    unique (tenant_id, username_key),
    unique (tenant_id, wallet_id),
    foreign key (tenant_id, wallet_id) references wallets
);

-- Every change of a customer's terms, numbered under the lock of the customer's wallet.
create table account_changes (
    tenant_id text collate "C" not null,
    customer_id uuid not null,
    change_no bigint not null,
    field text collate "C" not null check (field in ('credit_limit', 'account_type', 'status')),
    old_value text not null,
    new_value text not null,
    changed_by text collate "C" not null,
    changed_at timestamptz not null,
    request_id text collate "C" not null,
    primary key (tenant_id, customer_id, change_no),
    foreign key (tenant_id, customer_id) references customers
);

create table settlements (
    tenant_id text collate "C" not null,
    settlement_id uuid not null,
    customer_id uuid not null,
    agent_id text collate "C" not null,
    method text collate "C" not null check (method in ('zero', 'carry')),
    note text,
    currency text collate "C" not null,
    since_version bigint not null, -- the settled entries of the wallet are those after this version
    until_version bigint not null, -- up to and including this one
    since timestamptz,
    until timestamptz not null,
    figures json not null,
    transaction_id uuid, -- null: the balance was carried, or zero already
    primary key (tenant_id, settlement_id),
    foreign key (tenant_id, customer_id) references customers
);

create index settlements_of_agent on settlements (tenant_id, agent_id, until, settlement_id);
create index settlements_of_customer on settlements (tenant_id, customer_id, until_version);

-- How much value an agent may create at the cashier. Amounts are minor units; null: no limit of its own.
-- agent_id: empty for the tenant's default, which holds wherever an agent has no limit of their own.
-- daily: in a UTC day. total: since the agent's first transaction. See functions/cashier/agent_limits.sql.
create table agent_limits (
    tenant_id text collate "C" not null references tenants,
    agent_id text collate "C" not null,
    currency text collate "C" not null references currencies,
    daily minor_units,
    total minor_units,
    changed_by text collate "C" not null,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, agent_id, currency)
);

-- How many people a principal has looked up in the hour that began at `since`.
create table person_lookups (
    tenant_id text collate "C" not null,
    principal text collate "C" not null,
    since timestamptz not null default clock_timestamp(),
    times integer not null default 1,
    primary key (tenant_id, principal)
) with (fillfactor = 70);
