-- set_contact: sets the recipient of a tenant's e-mail and the tenant's country. Raises PL036 if the person who sets it was
-- erased.
create or replace function set_contact(
    p_tenant text, p_principal text, p_email text, p_name text, p_country text
) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    select require_not_erased(p_tenant, p_principal);
    insert into contacts as c (tenant_id, email, name, country, updated_by)
    values (p_tenant, p_email, p_name, p_country, p_principal)
    on conflict (tenant_id) do update
    set email = excluded.email, name = excluded.name, country = excluded.country, updated_by = excluded.updated_by,
        updated_at = clock_timestamp()
    where c.tenant_id = p_tenant
$$;
grant execute on function set_contact(text, text, text, text, text) to purser_billing;

-- country_of: the country of a tenant's contact; null if there is none.
create or replace function country_of(p_tenant text) returns text
language sql stable
set search_path = ledger, pg_temp
as $$
    select c.country from contacts c where c.tenant_id = p_tenant
$$;
grant execute on function country_of(text) to purser_read, purser_billing, purser_mail;
