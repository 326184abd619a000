-- The debits and the credits of a wallet's entries of a UTC day that are below the epoch's turnovers_cut. Without a row: none.
create table turnovers_of_wallets (
    tenant_id text collate "C" not null,
    wallet_id uuid not null,
    day date not null,
    debits numeric not null,
    credits numeric not null,
    primary key (tenant_id, wallet_id, day)
);

-- The same of all wallets of one kind of owner. first_xid, last_xid, last_posted_at: the range of these entries.
create table turnovers_of_kinds (
    tenant_id text collate "C" not null,
    day date not null,
    owner_kind owner_kind not null,
    currency text collate "C" not null,
    debits numeric not null,
    credits numeric not null,
    first_xid bigint not null,
    last_xid bigint not null,
    last_posted_at timestamptz not null,
    primary key (tenant_id, day, owner_kind, currency)
);

-- turnovers_cut: every entry with a lower xid is in the turnovers.
alter table xid_epochs add column turnovers_cut bigint not null default 0;
