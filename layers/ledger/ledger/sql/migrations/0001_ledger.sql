-- The ledger: currencies, tenants, wallets, transactions and entries; idempotency keys; the outbox and the inbox;
-- lifetimes.
--
-- tenant_id leads every key, so that the same schema can be sharded by tenant. Texts that callers choose have the
-- collation "C": they are compared byte by byte, whatever the locale of the machine that built an index.
-- entries and transactions have no foreign key to wallets or tenants: its share lock on a row that every transaction
-- uses consumes multixact members. post() has just read those rows, nothing deletes them, and reconciliation checks.

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

-- Closed lists are domains. PostgreSQL reads and compiles a table's CHECK again for every statement that writes a row,
-- which was a tenth of a posting; a domain's it compiles once in a session, and only for columns that are written.
create domain owner_kind as text collate "C"
    check (value in ('person', 'tenant', 'agent', 'house', 'treasury', 'bank'));
create domain account_type as text collate "C" check (value in ('postup', 'credit'));
create domain wallet_status as text collate "C" check (value in ('active', 'frozen', 'erased'));
create domain minor_units as bigint check (value between -9007199254740991 and 9007199254740991);
create domain entry_amount as bigint check (value <> 0);

-- What one owner holds in one currency. A posting locks guarded wallets (person, tenant) and updates their cached
-- balance. It only appends entries to open wallets (the other kinds), so that one which every transaction uses never
-- becomes a queue: their balance, version and posted_at keep their defaults.
-- balance has no bounds here: post() alone changes it and checks them.
create table wallets (
    tenant_id text collate "C" not null references tenants,
    wallet_id uuid not null,
    owner_kind owner_kind not null,
    owner_id text collate "C" not null,
    currency text collate "C" not null references currencies,
    agent_id text collate "C", -- of a customer's own wallet only
    account_type account_type not null default 'postup',
    credit_limit minor_units not null default 0,
    allow_overdraft boolean not null default false,
    status wallet_status not null default 'active',
    balance bigint not null default 0,
    version bigint not null default 0,
    posted_at timestamptz not null default '-infinity',
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, wallet_id),
    unique (tenant_id, owner_kind, owner_id, currency)
) with (fillfactor = 70); -- room for the row's next version on its page: an update of the balance writes no index

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
    meta json, -- not jsonb: it is returned as it was sent, its numbers included
    tournament_id text collate "C", -- of an entry fee, from meta: see tournament_of()
    primary key (tenant_id, transaction_id)
);

create unique index transactions_corrects on transactions (tenant_id, corrects) where corrects is not null;

-- An entry's id is derived from its transaction's and its number: see entry_id().
-- version, balance_after: of guarded wallets only. xid: see xid_epochs.
create table entries (
    tenant_id text collate "C" not null,
    transaction_id uuid not null,
    entry_number integer not null,
    wallet_id uuid not null,
    amount entry_amount not null,
    version bigint,
    balance_after bigint,
    posted_at timestamptz not null,
    xid bigint not null,
    primary key (tenant_id, transaction_id, entry_number)
) with (autovacuum_vacuum_insert_scale_factor = 0.02); -- so that totals find new entries in an index alone

-- A guarded wallet's entries in ledger order. Unique, so that the database refuses a version that exists. It has the
-- columns that a reconciliation needs: the entries of a wallet are on as many pages of the table.
create unique index entries_of_guarded_wallets on entries (tenant_id, wallet_id, version)
    include (amount, balance_after) where version is not null;
-- An open wallet's entries by time, with the column that its totals need.
create index entries_of_open_wallets on entries (tenant_id, wallet_id, posted_at, transaction_id) include (amount)
    where version is null;
-- The entries since a cut-off, for checkpoints and reconciliation. They are appended nearly in this order, so that a
-- block range index finds them at almost no cost to a posting.
create index entries_by_xid on entries using brin (xid) with (autosummarize = on, pages_per_range = 32);

-- Stored xids are the epoch's base plus the cluster's own xid. After a logical restore the cluster counts from a low
-- number again; the migration then raises the base above everything stored, so that cut-offs stay comparable.
-- written_by: the transaction that last wrote the row, as the cluster counts. It shows whether the row was copied here.
-- cut: every entry with a lower xid is in the checkpoints.
create table xid_epochs (
    written_by bigint not null,
    base bigint primary key,
    cut bigint not null default 0,
    begun_at timestamptz not null default clock_timestamp()
);

-- The balance of an open wallet over all entries below the epoch's cut-off. Without a row: it has none below it.
create table checkpoints (
    tenant_id text collate "C" not null,
    wallet_id uuid not null,
    balance numeric not null,
    made_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, wallet_id),
    foreign key (tenant_id, wallet_id) references wallets
);

-- Tables whose rows have a lifetime. Each has three partitions: one is written, the one written before it is read, and
-- the third is empty or expired: see functions/storage/lifetimes.sql.
-- Most of the partitions are not vacuumed because rows were added: they are truncated before that would be of use.
-- days: how long a row is kept at least. part: the partition that is written. since: from when on.
create table lifetimes (
    table_name text collate "C" primary key,
    days integer not null check (days >= 1),
    part smallint not null default 0,
    since timestamptz not null default clock_timestamp()
);

-- Idempotency keys with their answers. Until the answer is stored, an advisory lock stands for the row: see claim(). A
-- key is unique in its partition; that no other one has it, claim() ensures under its lock.
create table requests (
    tenant_id text collate "C" not null,
    principal text collate "C" not null,
    key text collate "C" not null,
    part smallint not null,
    hash bytea not null,
    status smallint not null,
    answer text not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, principal, key, part)
) partition by list (part);

create table requests_0 partition of requests for values in (0) with (autovacuum_vacuum_insert_threshold = -1);
create table requests_1 partition of requests for values in (1) with (autovacuum_vacuum_insert_threshold = -1);
create table requests_2 partition of requests for values in (2) with (autovacuum_vacuum_insert_threshold = -1);
insert into lifetimes (table_name, days) values ('requests', 30);

-- Emitted events that the bus has not accepted: nearly none, or millions while the bus is down.
-- due_at: until then the row belongs to the invocation that wrote it, and later to the relay that leased it.
create table outbox (
    tenant_id text collate "C" not null,
    event_id uuid not null,
    detail_type text collate "C" not null,
    detail json not null,
    created_at timestamptz not null default clock_timestamp(),
    due_at timestamptz not null default clock_timestamp() + interval '10 s',
    attempts integer not null default 0,
    last_error text,
    primary key (tenant_id, event_id)
);

create index outbox_by_due_time on outbox (due_at); -- for leases
create index outbox_by_age on outbox (created_at); -- for the age of the oldest row, and for reconciliation

-- Events that the bus accepted, kept for seven days: to publish them again if the bus loses them.
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

-- The events that a consumer has processed, written in the database transaction of their effect.
create table inbox (
    tenant_id text collate "C" not null,
    consumer text collate "C" not null,
    event_id uuid not null,
    part smallint not null,
    received_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, consumer, event_id, part)
) partition by list (part);

create table inbox_0 partition of inbox for values in (0) with (autovacuum_vacuum_insert_threshold = -1);
create table inbox_1 partition of inbox for values in (1) with (autovacuum_vacuum_insert_threshold = -1);
create table inbox_2 partition of inbox for values in (2) with (autovacuum_vacuum_insert_threshold = -1);
insert into lifetimes (table_name, days) values ('inbox', 60);
