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

-- tenant_of_object: the tenant that has the object of a billing route, an approval, a finding or a reconciliation, which root names by
-- its id alone. Empty for a reconciliation of every tenant; null if no tenant has the object.
create or replace function tenant_of_object(p_object text) returns text
language plpgsql stable
set search_path = ledger, pg_temp
as $$
begin
    -- Not by CASE, whose branches PostgreSQL computes beforehand if the object is a constant.
    if not pg_input_is_valid(p_object, 'uuid') then
        return null;
    end if;
    return (
        select coalesce(tenant_of_subject(null, 'invoice', o.id), tenant_of_subject(null, 'payment', o.id),
                        tenant_of_subject(null, 'topup_request', o.id), tenant_of_approval(null, o.id),
                        (select f.tenant_id from reconciliation_findings f where f.finding_id = o.id),
                        (select coalesce(r.only_tenant, '') from reconciliation_runs r where r.run_id = o.id))
        from (select p_object::uuid as id) o
    );
end
$$;

-- record_access: records that somebody reads a tenant's data. The statement that reads calls it (storage/sessions.py), so
-- that nothing is shown without a record. A read that is tried again is recorded once.
--
-- Takes    the tenant whose data are read (null, from root: the tenant that has the object, or every tenant's if no
--          object is named), and a JSON object {request_id, principal, role, route, objects ([null]: none is named),
--          tenant_id (of the principal, which has what belongs to no tenant)}
-- Returns  true
create or replace function record_access(p_tenant text, p_access json) returns boolean
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    insert into access_log (tenant_id, request_id, object_no, part, object, principal, role, route)
    select case
                when p_tenant is not null then p_tenant
                when o.id is null then ''
                else coalesce(o.tenant_id, max(o.tenant_id) over (), a.tenant_id) -- the id of a payment method names no tenant
           end,
           a.request_id, o.number - 1, l.part, o.id, a.principal, a.role, a.route
    from json_to_record(p_access) as a (
        request_id text, principal text, role text, route text, objects json, tenant_id text)
    cross join lateral (
        select e.id, e.number, case when p_tenant is null then tenant_of_object(e.id) end as tenant_id
        from json_array_elements_text(a.objects) with ordinality e (id, number)
    ) o
    join lifetimes l on l.table_name = 'access_log'
    on conflict do nothing;
    return true;
end
$$;
grant execute on function record_access(text, json)
to purser_read, purser_stream, purser_desk, purser_wallet, purser_bets, purser_billing, purser_coins, purser_approvals,
    purser_audit, purser_events;
