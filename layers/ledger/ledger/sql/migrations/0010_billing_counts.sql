-- How many requests, invoices and payments there are, so that the totals and tiles of a list cost as many rows as there
-- are tenants, however many these have. They equal the rows whenever they are read: see functions/billing_counts.sql.

-- purpose: of an invoice; of the others empty. amount: the sum, in minor units; it may pass a bigint.
create table billing_counts (
    tenant_id text collate "C" not null,
    subject text collate "C" not null,
    status text collate "C" not null,
    purpose text collate "C" not null,
    times bigint not null,
    amount numeric not null,
    primary key (tenant_id, subject, status, purpose)
) with (fillfactor = 70);

-- For root, whose lists cover every tenant. Not what is counted: a count that changes touches no index.
create index billing_counts_of_all on billing_counts (subject, status, purpose);
