-- The transactions of a tenant with one reason, newest first. The kind is the reason of those that have no word of the tenant's
-- own. With coalesce(), row security would keep the index from being searched: PostgreSQL does not count it among the
-- expressions that leak nothing.
create index transactions_by_reason
    on transactions (tenant_id, (case when reason is null then kind else reason end), transaction_id);
-- A reference is compared byte by byte, as every text that a caller chooses.
create index transactions_by_reference on transactions (tenant_id, (external_reference collate "C"), transaction_id)
    where external_reference is not null;
