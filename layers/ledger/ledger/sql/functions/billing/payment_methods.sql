-- set_payment_method: sets how a payment method is offered, in one country or in all.
--
-- Takes    tenant (empty: every tenant without its own), principal, id, country (empty: all), and the method's fields
-- Raises   PL081 the tenant has 10 other methods in that country. So many answers and PDFs list at most.
-- Order    1 a lock on the tenant's methods, since one of them is the default in a country   2 clear the default
--          3 the method   4 their number
create or replace function set_payment_method(
    p_tenant text, p_principal text, p_method text, p_country text, p_type text, p_display_name text,
    p_instructions text, p_details json, p_is_default boolean, p_is_enabled boolean
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_maximum constant integer := 10;
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
    if (select count(*) from payment_methods where tenant_id = p_tenant and country = p_country) > v_maximum then
        raise exception using errcode = 'PL081', message = 'too many payment methods',
            detail = json_build_object('country', p_country, 'maximum', v_maximum);
    end if;
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

-- payment_warning: no_payment_method if a tenant has no enabled payment method in the country of its contact, so that
-- nobody can pay its invoices; otherwise null. A method has no currency: it takes the invoice's.
create or replace function payment_warning(p_tenant text) returns text
language sql stable
set search_path = ledger, pg_temp
as $$
    select 'no_payment_method'
    where not exists (
        select from methods_in(p_tenant, coalesce(country_of(p_tenant), '')) m where m.is_enabled
    )
$$;

-- chosen_method: the payment method by which a tenant says that it paid, of those that are enabled for it in any
-- country. If several countries have a method with that id, the one of the contact's country is meant.
--
-- Takes    tenant, the method's id (null: not named), its type (null: that of the id)
-- Returns  the method's type; its id, or null if none was named and not exactly one method in the contact's country has
--          the type
-- Raises   PL069 no such method is available to the tenant
create or replace function chosen_method(
    p_tenant text, p_method text, p_type text, out method_id text, out type text
)
language plpgsql stable
set search_path = ledger, pg_temp
as $$
#variable_conflict use_column
declare
    v_country constant text := coalesce(country_of(p_tenant), '');
begin
    select e.method_id, e.type into method_id, type
    from (
        select m.country from payment_methods m where m.tenant_id in (p_tenant, '')
        union
        values (''), (v_country)
    ) c
    cross join lateral methods_in(p_tenant, c.country) e
    where e.is_enabled and e.method_id = coalesce(p_method, e.method_id) and e.type = coalesce(p_type, e.type)
    order by c.country = v_country desc, c.country, e.method_id
    limit 1;
    if not found then
        raise exception using errcode = 'PL069', message = 'the payment method is not available';
    end if;
    if p_method is null and 1 <> (
        select count(*) from methods_in(p_tenant, v_country) e where e.is_enabled and e.type = p_type
    ) then
        method_id := null;
    end if;
end
$$;
