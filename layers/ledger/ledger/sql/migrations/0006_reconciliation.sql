-- Reconciliation: its runs, and what they found.

-- What a check found; amounts in minor units, which of a wallet that drifted may be any number.
create type found as (
    tenant_id text,
    kind text,
    wallet_id uuid,
    transaction_id uuid,
    subject_id uuid,
    version bigint,
    currency text,
    expected numeric,
    actual numeric
);

-- A run goes over every tenant, so it is no tenant's.
create table reconciliation_runs (
    run_id uuid primary key,
    requested_by text collate "C" not null,
    dry_run boolean not null,
    is_full boolean not null,
    only_tenant text collate "C", -- none: every tenant
    only_wallet uuid, -- none: every wallet
    state text collate "C" not null default 'running' check (state in ('running', 'finished', 'error')),
    wallets_checked bigint not null default 0,
    drifted bigint not null default 0,
    corrected bigint not null default 0,
    transactions_checked bigint not null default 0,
    found bigint not null default 0, -- the drifted wallets included; the first of them are rows of their own
    since_cut bigint, -- it looked at what is new from this cut, none: at everything,
    cut bigint, -- up to this one: every entry with a lower xid was looked at, in this run or an earlier one
    requested_at timestamptz not null default clock_timestamp(),
    begun_at timestamptz, -- none while it waits in the queue
    finished_at timestamptz
);

create index reconciliation_runs_by_age on reconciliation_runs (requested_at, run_id);

-- Ids and amounts only, never a name. No foreign key: a tenant that does not exist may be what was found.
create table reconciliation_findings (
    tenant_id text collate "C" not null,
    finding_id uuid not null,
    run_id uuid not null,
    kind text collate "C" not null,
    wallet_id uuid,
    transaction_id uuid,
    subject_id uuid,
    version bigint,
    currency text collate "C",
    expected numeric,
    actual numeric,
    corrected boolean not null,
    acknowledged_at timestamptz,
    acknowledged_by text collate "C",
    note text,
    primary key (tenant_id, finding_id)
);

create index reconciliation_findings_of_run on reconciliation_findings (run_id, finding_id);
create index reconciliation_findings_by_id on reconciliation_findings (finding_id);
-- What somebody has judged already, and a later run finds again.
create index reconciliation_findings_judged on reconciliation_findings (tenant_id, kind, transaction_id, wallet_id)
    where acknowledged_at is not null;
