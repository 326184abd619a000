-- The ledger: wallets, transactions and their entries, requests, outbox, customers.
--
-- tenant_id leads every key, so that the same schema shards by tenant. Names that callers choose are opaque bytes
-- (collate "C"): equal means equal, whatever the locale of the machine that made an index.
-- No foreign key leads from entries or transactions to wallets or tenants: its share lock on a hot row burns
-- multixact members at every movement. post() has just read those rows, nobody deletes them, reconciliation checks.

create table currencies (
    code text collate "C" primary key,
    exponent smallint not null check (exponent between 0 and 4),
    units bigint not null generated always as (cast(power(10::numeric, exponent) as bigint)) stored,
    symbol text not null
);

create table tenants (
    tenant_id text collate "C" primary key check (length(tenant_id) between 1 and 128),
    created_at timestamptz not null default clock_timestamp()
);

-- Closed lists as domains: a table's CHECK is read and compiled again at every statement that writes a row (it was a
-- tenth of a posting), a domain's once a session and only for the columns that are written.
create domain owner_kind as text collate "C"
    check (value in ('person', 'tenant', 'agent', 'house', 'treasury', 'bank'));
create domain account_type as text collate "C" check (value in ('postup', 'credit'));
create domain wallet_status as text collate "C" check (value in ('active', 'frozen'));
create domain minor_units as bigint check (value between -9007199254740991 and 9007199254740991);

-- One owner's value in one currency. Guarded wallets (person, tenant) are locked by every movement and cache their
-- balance; open ones (the other kinds) are only appended to, so that a wallet that every movement touches never
-- becomes a queue: their balance, version and posted_at stay as they were born.
create table wallets (
    tenant_id text collate "C" not null references tenants,
    wallet_id uuid not null,
    owner_kind owner_kind not null,
    owner_id text collate "C" not null,
    currency text collate "C" not null references currencies,
    agent_id text collate "C", -- the agent whose customer's wallet this is
    account_type account_type not null default 'postup',
    credit_limit minor_units not null default 0,
    allow_overdraft boolean not null default false,
    status wallet_status not null default 'active',
    balance minor_units not null default 0,
    version bigint not null default 0,
    posted_at timestamptz not null default '-infinity',
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, wallet_id),
    unique (tenant_id, owner_kind, owner_id, currency)
) with (fillfactor = 70); -- room for the next version of a row beside it: a balance update touches no index

create index wallets_of_agent on wallets (tenant_id, agent_id) where agent_id is not null;

create table transactions (
    tenant_id text collate "C" not null,
    transaction_id uuid not null,
    kind text collate "C" not null,
    posted_at timestamptz not null,
    posted_by text collate "C" not null,
    request_id text collate "C" not null,
    idempotency_key text collate "C",
    description text,
    external_reference text,
    is_override boolean not null,
    corrects uuid,
    meta json, -- not jsonb: answered as it came, its numbers included
    primary key (tenant_id, transaction_id)
);

create unique index transactions_corrects on transactions (tenant_id, corrects) where corrects is not null;

-- An entry's id is its transaction's with the entry's number in its last four bytes: see entry_id().
-- version and balance_after: guarded wallets only. xid: see xid_epochs.
create table entries (
    tenant_id text collate "C" not null,
    transaction_id uuid not null,
    entry_number integer not null,
    wallet_id uuid not null,
    amount bigint not null check (amount <> 0),
    version bigint,
    balance_after bigint,
    posted_at timestamptz not null,
    xid bigint not null,
    primary key (tenant_id, transaction_id, entry_number)
);

-- A guarded wallet's entries in ledger order; the database itself refuses a version twice.
create unique index entries_of_guarded_wallets on entries (tenant_id, wallet_id, version) where version is not null;
-- An open wallet's entries by time, with what its totals need.
create index entries_of_open_wallets on entries (tenant_id, wallet_id, posted_at, transaction_id) include (amount)
    where version is null;
-- What is new since a cut-off, for checkpoints and reconciliation. Entries are appended in about this order, so a
-- block range index answers it at nearly no cost to a posting.
create index entries_by_xid on entries using brin (xid) with (autosummarize = on, pages_per_range = 32);

-- Stored xids are base + the cluster's own. A logical restore starts the cluster's at a low number again; the
-- migration then lifts the base above everything that is stored, and a cut-off stays meaningful.
-- cut: every entry with a lower xid is in the checkpoints.
create table xid_epochs (
    cluster_id bigint primary key,
    base bigint not null,
    cut bigint not null default 0,
    begun_at timestamptz not null default clock_timestamp()
);

-- The balance of an open wallet over every entry below the epoch's cut; none: no entry is below it.
create table checkpoints (
    tenant_id text collate "C" not null,
    wallet_id uuid not null,
    balance numeric not null,
    made_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, wallet_id),
    foreign key (tenant_id, wallet_id) references wallets
);

-- What was asked under which key, and what was answered; claimed first in the transaction of the effect.
create table requests (
    tenant_id text collate "C" not null,
    principal text collate "C" not null,
    key text collate "C" not null,
    hash bytea not null,
    status smallint,
    answer text,
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, principal, key)
) with (fillfactor = 60); -- the answer is written into the claim's own page

-- What others must know, until the bus has accepted it. Nearly empty, so that it needs no index but its key.
create table outbox (
    tenant_id text collate "C" not null,
    event_id uuid not null,
    detail_type text collate "C" not null,
    detail json not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, event_id)
);

create table customers (
    tenant_id text collate "C" not null references tenants,
    customer_id uuid not null,
    wallet_id uuid not null,
    username text not null check (length(username) between 1 and 64),
    username_key text collate "C" not null, -- the username as it is compared: normalised and case-folded
    external_reference text, -- what another system calls the customer, where they came from one
    last_settlement timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, customer_id),
    unique (tenant_id, username_key),
    unique (tenant_id, wallet_id),
    foreign key (tenant_id, wallet_id) references wallets
);

-- Every change of a customer's terms, numbered under the wallet's lock.
create table account_changes (
    tenant_id text collate "C" not null,
    customer_id uuid not null,
    change_no bigint not null,
    field text collate "C" not null check (field in ('credit_limit', 'account_type', 'status')),
    old_value text not null,
    new_value text not null,
    changed_by text collate "C" not null,
    changed_at timestamptz not null,
    primary key (tenant_id, customer_id, change_no),
    foreign key (tenant_id, customer_id) references customers
);
