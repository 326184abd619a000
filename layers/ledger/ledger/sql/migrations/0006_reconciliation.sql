-- Reconciliation: its runs and their findings.

-- A finding of a check. Amounts are minor units; those of a wallet that drifted can be any number.
create type finding as (
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

-- A run covers every tenant and so belongs to none.
create table reconciliation_runs (
    run_id uuid primary key,
    requested_by text collate "C" not null,
    dry_run boolean not null,
    is_full boolean not null,
    only_tenant text collate "C", -- null: every tenant
    only_wallet uuid, -- null: every wallet
    state text collate "C" not null default 'running' check (state in ('running', 'finished', 'error')),
    wallets_checked bigint not null default 0,
    drifted bigint not null default 0,
    corrected bigint not null default 0,
    transactions_checked bigint not null default 0,
    found bigint not null default 0, -- all findings, drifted wallets included; the first of them are stored as rows
    since_cut bigint, -- it checked the changes since this cut-off; null: it checked everything
    cut bigint, -- the cut-off it reached: this run or an earlier one checked every entry with a lower xid
    requested_at timestamptz not null default clock_timestamp(),
    begun_at timestamptz, -- null while the run waits in the queue
    paused_at timestamptz, -- since then it waits for its next part; null: it works, waits in the queue, or has ended
    progress json, -- where the next part goes on, and the figures of each tenant, as reconciliation/runner.py stores them
    finished_at timestamptz
);

create index reconciliation_runs_by_age on reconciliation_runs (requested_at, run_id);

-- Ids and amounts only, never a name. No foreign key, since a finding may be that a tenant does not exist.
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
-- Findings that a person has acknowledged, which a later run finds again.
create index reconciliation_findings_judged on reconciliation_findings (tenant_id, kind, transaction_id, wallet_id)
    where acknowledged_at is not null;
