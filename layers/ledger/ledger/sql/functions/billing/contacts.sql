-- set_contact: sets the recipient of a tenant's e-mail.
create or replace function set_contact(p_tenant text, p_principal text, p_email text, p_name text) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    insert into contacts as c (tenant_id, email, name, updated_by) values (p_tenant, p_email, p_name, p_principal)
    on conflict (tenant_id) do update
    set email = excluded.email, name = excluded.name, updated_by = excluded.updated_by, updated_at = clock_timestamp()
    where c.tenant_id = p_tenant
$$;
grant execute on function set_contact(text, text, text, text) to purser_billing;
