-- By which members of their `meta` transactions are found. member: what meta_member() makes of a member's name and value.
-- In the order of its key, newest last. It has a row for each text, number and boolean of an object, and is no history: it
-- can be made again from the transactions.
create table transaction_meta (
    tenant_id text collate "C" not null,
    member bytea not null,
    transaction_id uuid not null
);
insert into transaction_meta (tenant_id, member, transaction_id)
select distinct t.tenant_id, substr(sha256(convert_to(m.key || E'\n' || (m.value #>> '{}'), 'UTF8')), 1, 8),
    t.transaction_id
from transactions t, json_each(t.meta) m
where json_typeof(m.value) in ('string', 'number', 'boolean');
alter table transaction_meta add primary key (tenant_id, member, transaction_id);
