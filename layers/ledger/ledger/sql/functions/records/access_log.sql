-- refuse_early_truncate: the trigger that lets expire() empty a partition of the access log, and nothing else: the one
-- that is neither written nor read any more.
--
-- Raises   PL099 for the two other partitions
create or replace function refuse_early_truncate() returns trigger language plpgsql
set search_path = ledger, pg_temp
as $$
begin
    if not exists (
        select from lifetimes l
        where l.table_name = 'access_log' and tg_table_name = 'access_log_' || (l.part + 1) % 3
            and l.since <= clock_timestamp() - interval '1 hour'
    ) then
        raise exception using errcode = 'PL099',
            message = format('%s on %s: its rows have not expired', tg_op, tg_table_name);
    end if;
    return null;
end
$$;

do $$
declare
    partition regclass;
begin
    foreach partition in array array['access_log', 'access_log_0', 'access_log_1', 'access_log_2']::regclass[] loop
        execute format('create or replace trigger immutable before update or delete on %s '
                       'for each statement execute function refuse_change()', partition);
        execute format('create or replace trigger expired before truncate on %s '
                       'for each statement execute function refuse_early_truncate()', partition);
        -- ALWAYS: they fire with session_replication_role = replica too.
        execute format('alter table %s enable always trigger immutable', partition);
        execute format('alter table %s enable always trigger expired', partition);
    end loop;
end
$$;

-- tenant_of_object: the tenant that has the object of a billing route or an approval, which root names by its id alone.
-- Null if no tenant has it.
create or replace function tenant_of_object(p_object text) returns text
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce(tenant_of_subject(null, 'invoice', o.id), tenant_of_subject(null, 'payment', o.id),
                    tenant_of_subject(null, 'topup_request', o.id), tenant_of_approval(null, o.id))
    from (select case when pg_input_is_valid(p_object, 'uuid') then p_object::uuid end as id) o
$$;

-- record_access: records that somebody reads a tenant's data. The statement that reads calls it (storage/sessions.py), so
-- that nothing is shown without a record. A read that is tried again is recorded once.
--
-- Takes    the tenant whose data are read (null, from root: the tenant that has the object, or every tenant's if no
--          object is named), and a JSON object {request_id, principal, role, route, object (null: none is named),
--          tenant_id (of the principal, which has what belongs to no tenant)}
-- Returns  true
create or replace function record_access(p_tenant text, p_access json) returns boolean
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    insert into access_log (tenant_id, request_id, part, object, principal, role, route)
    select case
                when p_tenant is not null then p_tenant
                when a.object is null then ''
                else coalesce(tenant_of_object(a.object), a.tenant_id)
           end,
           a.request_id, l.part, a.object, a.principal, a.role, a.route
    from json_to_record(p_access) as a (
        request_id text, principal text, role text, route text, object text, tenant_id text)
    join lifetimes l on l.table_name = 'access_log'
    on conflict do nothing;
    return true;
end
$$;
grant execute on function record_access(text, json) to purser_read, purser_wallet, purser_billing, purser_stream;
