-- set_payment_method: sets how a payment method is offered, in one country or in all.
--
-- Takes    tenant (empty: every tenant without its own), principal, id, country (empty: all), and the method's fields
-- Order    1 a lock on the tenant's methods in that country, since one of them is the default   2 clear the default
--          3 the method
create or replace function set_payment_method(
    p_tenant text, p_principal text, p_method text, p_country text, p_type text, p_display_name text,
    p_instructions text, p_details json, p_is_default boolean, p_is_enabled boolean
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('payment methods of ' || p_tenant, 0));
    if p_is_default then
        update payment_methods set is_default = false
        where tenant_id = p_tenant and country = p_country and is_default and method_id <> p_method;
    end if;
    insert into payment_methods
        (tenant_id, method_id, country, type, display_name, instructions, details, is_default, is_enabled, updated_by)
    values
        (p_tenant, p_method, p_country, p_type, p_display_name, p_instructions, p_details, p_is_default, p_is_enabled,
         p_principal)
    on conflict (tenant_id, method_id, country) do update
    set type = excluded.type, display_name = excluded.display_name, instructions = excluded.instructions,
        details = excluded.details, is_default = excluded.is_default, is_enabled = excluded.is_enabled,
        updated_by = excluded.updated_by, updated_at = clock_timestamp();
end
$$;
grant execute on function set_payment_method(text, text, text, text, text, text, text, json, boolean, boolean) to purser_billing;

-- methods_in: a tenant's payment methods in a country (empty: the methods for all countries), disabled ones included.
--
-- Of several methods with one id it returns one: the tenant's own before the platform's, and then the one of the country
-- before the one for all countries.
create or replace function methods_in(p_tenant text, p_country text) returns setof payment_methods
language sql stable
set search_path = ledger, pg_temp
as $$
    select distinct on (m.method_id) m.*
    from payment_methods m
    where m.tenant_id in (p_tenant, '') and m.country in (p_country, '')
    order by m.method_id, m.tenant_id desc, m.country desc
$$;
grant execute on function methods_in(text, text) to purser_read, purser_billing, purser_mail;

-- offers_method: whether a tenant may pay by a type of method in any country.
create or replace function offers_method(p_tenant text, p_type text) returns boolean
language sql stable
set search_path = ledger, pg_temp
as $$
    select exists (
        select from (
            select m.country from payment_methods m where m.tenant_id in (p_tenant, '') union select ''
        ) c
        cross join lateral methods_in(p_tenant, c.country) e
        where e.is_enabled and e.type = p_type
    )
$$;
grant execute on function offers_method(text, text) to purser_billing;
