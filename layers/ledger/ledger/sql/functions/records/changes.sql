-- lock_terms: locks the terms of a subject until the end of the database transaction, so that each change records what the
-- one before it set.
create or replace function lock_terms(p_tenant text, p_kind text, p_subject text) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(p_kind || ' of ' || p_tenant || E'\n' || p_subject, 0));
end
$$;

-- share_terms: keeps the terms of a subject as they are until the end of the database transaction, which acts by them. Many
-- may do so at once.
create or replace function share_terms(p_tenant text, p_kind text, p_subject text) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(p_kind || ' of ' || p_tenant || E'\n' || p_subject, 0));
end
$$;

-- record_change: records a change of terms, in the database transaction of the change. Terms that stay as they are were
-- not changed.
--
-- Takes    tenant, kind, subject, who changes it, the id of the request, and its terms before (null: it had none) and
--          after (null: it was deleted), as JSON objects
create or replace function record_change(
    p_tenant text, p_kind text, p_subject text, p_by text, p_request text, p_before json, p_after json
) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
begin
    if p_before::jsonb is distinct from p_after::jsonb then
        insert into other_changes (tenant_id, change_id, kind, subject, before, after, changed_by, request_id)
        values (p_tenant, new_id(), p_kind, p_subject, p_before, p_after, p_by, p_request);
    end if;
end
$$;

-- masked: the first character of a name and what follows its last @, so that a change of a contact can be recognised,
-- and the record of it has no address. Null of null.
create or replace function masked(p_text text) returns text
language sql immutable parallel safe
set search_path = ledger, pg_temp
as $$
    select left(p_text, 1) || '…' || coalesce(substring(p_text from '@[^@]*$'), '')
$$;

-- term_changes: every change of terms, whatever table has it. rank: orders changes of one moment. Every migration drops
-- and creates it, since a view cannot change its columns in place.
drop view if exists term_changes;
create view term_changes as
select c.tenant_id, c.kind, c.subject, c.changed_by, c.changed_at, c.before, c.after, c.request_id,
       c.change_id::text as rank
from other_changes c
union all
select a.tenant_id, 'customer', a.customer_id::text, a.changed_by, a.changed_at,
       json_build_object(a.field, a.old_value), json_build_object(a.field, a.new_value), a.request_id,
       lpad(a.change_no::text, 20, '0')
from account_changes a
union all
select p.tenant_id, 'approval_policy', p.tenant_id, p.changed_by, p.changed_at,
       case when b.change_no is not null then json_build_object(p.kind, b.from_amount::text) end,
       json_build_object(p.kind, p.from_amount::text), p.request_id, p.kind || lpad(p.change_no::text, 20, '0')
from approval_policies p
left join lateral (
    select x.change_no, x.from_amount from approval_policies x
    where x.tenant_id = p.tenant_id and x.kind = p.kind and x.change_no = p.change_no - 1
    offset 0
) b on true;
