-- Erasure: the receipts of what was erased about people.

-- One row for each erasure. erased: the number of rows in which texts were erased, by table. The approval has who asked
-- for it and who approved it. It has no text.
create table erasures (
    tenant_id text collate "C" not null references tenants,
    erasure_id uuid not null,
    owner_id text collate "C" not null,
    approval_id uuid not null,
    erased json not null,
    erased_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, erasure_id)
);

create index erasures_of_person on erasures (tenant_id, owner_id);
