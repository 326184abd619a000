-- contact_as_json: a contact as a record of a change has it: without an address and a name, since a record is never
-- changed, and a person's data may have to be erased.
create or replace function contact_as_json(c contacts) returns json
language sql stable
set search_path = ledger, pg_temp
as $$
    select json_build_object('email', masked(c.email), 'name', masked(c.name), 'country', c.country)
$$;

-- mail_recipient: whoever gets a tenant's e-mail that is about no top-up: the contact, or without one the last person who
-- asked for a top-up that was approved. Anybody may ask, with whatever address.
--
-- Returns  the address, null for nobody; the name; and whose data they are
create or replace function mail_recipient(p_tenant text, out email text, out name text, out written_by text)
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce(c.email, r.asker_email), c.name, coalesce(c.updated_by, r.requested_by)
    from (values (p_tenant)) t (tenant_id)
    left join contacts c on c.tenant_id = t.tenant_id
    left join lateral (
        select q.asker_email, q.requested_by from topup_requests q
        where q.tenant_id = t.tenant_id and q.asker_email is not null and q.status in ('invoiced', 'completed')
        order by q.requested_at desc, q.request_id desc
        limit 1
    ) r on c.email is null
$$;
grant execute on function mail_recipient(text) to purser_mail;

-- set_contact: sets the recipient of a tenant's e-mail and the tenant's country. Whoever got the tenant's e-mail until now
-- is told.
--
-- Takes    tenant, principal, the contact, the id of the request, and the id of the event by which somebody is told. The
--          version before sends none: nobody is told of its changes
-- Returns  when it was set, and whether there is somebody to tell
-- Raises   PL036 the person who sets it was erased
-- Order    1 whoever sets it is not erased meanwhile   2 the contact's terms   3 nor is whoever is told, whose address would
--          be written again   4 the contact
create or replace function set_contact(
    p_tenant text, p_principal text, p_email text, p_name text, p_country text, p_request text,
    p_event uuid default null, out updated_at timestamptz, out is_told boolean
)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_before contacts;
    v_after contacts;
    v_told record;
    v_held text;
begin
    perform require_not_erased(p_tenant, p_principal);
    perform lock_terms(p_tenant, 'contact', p_tenant);
    loop -- an erasure that was waited for leaves another recipient
        select r.* into v_told from mail_recipient(p_tenant) r;
        exit when v_told.written_by is not distinct from v_held;
        v_held := v_told.written_by;
        perform hold_off_erasure(p_tenant, v_held);
    end loop;
    select c.* into v_before from contacts c where c.tenant_id = p_tenant;
    insert into contacts as c (tenant_id, email, name, country, updated_by)
    values (p_tenant, p_email, p_name, p_country, p_principal)
    on conflict (tenant_id) do update
    set email = excluded.email, name = excluded.name, country = excluded.country, updated_by = excluded.updated_by,
        updated_at = clock_timestamp()
    where c.tenant_id = p_tenant
    returning * into v_after;
    updated_at := v_after.updated_at;
    is_told := false;
    -- Two addresses may have one mask, so that the addresses are compared, too.
    if (v_before.email, v_before.name, v_before.country) is distinct from (p_email, p_name, p_country) then
        insert into other_changes (tenant_id, change_id, kind, subject, before, after, changed_by, request_id)
        values (p_tenant, new_id(), 'contact', p_tenant,
                case when v_before.tenant_id is not null then contact_as_json(v_before) end, contact_as_json(v_after),
                p_principal, p_request);
        insert into mails (tenant_id, event_id, part, kind, holder, held_until, attempts, email, name, written_by)
        select p_tenant, p_event, l.part, 'ContactChanged', new_id(), v_after.updated_at, 0, v_told.email, v_told.name,
               v_told.written_by
        from lifetimes l
        where l.table_name = 'mails' and p_event is not null and v_told.email is not null;
        is_told := found;
    end if;
end
$$;
grant execute on function set_contact(text, text, text, text, text, text, uuid) to purser_billing, purser_approvals;

-- country_of: the country of a tenant's contact; null if there is none.
create or replace function country_of(p_tenant text) returns text
language sql stable
set search_path = ledger, pg_temp
as $$
    select c.country from contacts c where c.tenant_id = p_tenant
$$;
grant execute on function country_of(text) to purser_read, purser_billing, purser_mail;
