-- Whether events of a tenant's transactions are published. A tenant without a row has them.
create table event_settings (
    tenant_id text collate "C" primary key references tenants,
    transactions boolean not null,
    changed_by text collate "C" not null,
    changed_at timestamptz not null default clock_timestamp()
);
