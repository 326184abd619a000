-- Approvals: operations that wait for a second person, and from which amount a tenant's operations do. Changes of
-- terms, and the access log: who looked at a tenant's data.

create domain approval_decision as text collate "C" check (value in ('approved', 'rejected'));

-- An operation that was requested. payload: the validated request, as it will be executed. digest: its SHA-256.
-- subject: the id or the name of what it changes. amount: in minor units; null if it moves none.
-- request_id, idempotency_key: of the request. decision_request_id: of the request that decided, by which the
-- transactions of an approved operation are found. result: the operation's answer.
-- Expiry has no column: it follows from the time. Decision and result are written once, and nothing else ever changes.
create table approvals (
    tenant_id text collate "C" not null,
    approval_id uuid not null,
    kind text collate "C" not null,
    subject text collate "C" not null,
    amount minor_units,
    currency text collate "C" references currencies,
    payload json not null,
    digest bytea not null,
    requested_by text collate "C" not null,
    requested_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > requested_at),
    request_id text collate "C" not null,
    idempotency_key text collate "C",
    decision approval_decision,
    decided_by text collate "C",
    decided_at timestamptz,
    decision_note text,
    decision_request_id text collate "C",
    result json,
    primary key (tenant_id, approval_id),
    check ((amount is null) = (currency is null)),
    check (decided_by <> requested_by or decision = 'rejected'),
    check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)),
    check ((decision is null) = (decision_request_id is null)),
    check (result is null or decision = 'approved')
) with (fillfactor = 70); -- the decision is written into the same page

create index approvals_of_tenant on approvals (tenant_id, requested_at, approval_id);
create index approvals_of_requester on approvals (tenant_id, requested_by, requested_at, approval_id);
create unique index approvals_by_decision on approvals (tenant_id, decision_request_id)
    where decision_request_id is not null;
create index approvals_of_subject on approvals (tenant_id, subject); -- for the erasure of a person
-- For root, whose lists cover every tenant and who names an approval by its id alone.
create index approvals_of_all on approvals (requested_at, approval_id) include (tenant_id);
create index approvals_by_id on approvals (approval_id) include (tenant_id);

-- Every change of a tenant's policy, numbered within its kind; the last one holds. from_amount: from which amount two
-- people are needed, as a decimal of any currency; null: never. A kind without a row has the default.
create table approval_policies (
    tenant_id text collate "C" not null,
    kind text collate "C" not null,
    change_no bigint not null,
    from_amount numeric check (from_amount >= 0),
    changed_by text collate "C" not null,
    changed_at timestamptz not null default clock_timestamp(),
    request_id text collate "C" not null,
    primary key (tenant_id, kind, change_no)
);

-- Changes of terms whose present state alone is in a table of its own. Customers' terms and approval policies have
-- histories of their own; the view term_changes shows all of them. tenant_id: empty for the platform's payment methods.
-- subject: the id or the name of what was changed. before, after: JSON objects of its terms; before is null if it had
-- none, so that a default held.
create table other_changes (
    tenant_id text collate "C" not null,
    change_id uuid not null,
    kind text collate "C" not null,
    subject text collate "C" not null,
    before json,
    after json not null,
    changed_by text collate "C" not null,
    changed_at timestamptz not null default clock_timestamp(),
    request_id text collate "C" not null,
    primary key (tenant_id, change_id)
);

create index other_changes_of_subject on other_changes (tenant_id, subject, changed_at);
create index other_changes_of_tenant on other_changes (tenant_id, changed_at);

-- Reads of a tenant's data by the platform's operator, the vendor's operators and systems. Rows are only added.
-- tenant_id: empty for a list of every tenant. object: the id that the request named; null: none. See
-- functions/records/access_log.sql.
create table access_log (
    tenant_id text collate "C" not null,
    request_id text collate "C" not null,
    part smallint not null,
    object text collate "C",
    principal text collate "C" not null,
    role text collate "C" not null,
    route text collate "C" not null,
    accessed_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, request_id, part)
) partition by list (part);

create index access_log_of_tenant on access_log (tenant_id, accessed_at, request_id);

create table access_log_0 partition of access_log for values in (0);
create table access_log_1 partition of access_log for values in (1);
create table access_log_2 partition of access_log for values in (2);
insert into lifetimes (table_name, days) values ('access_log', 90);
