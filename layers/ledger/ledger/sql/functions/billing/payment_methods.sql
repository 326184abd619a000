-- current_payment_methods: the payment methods that hold now, with the changes that have become effective. Its columns are
-- those of payment_methods. Of several defaults in a country, the one that became effective last is the default.
drop view if exists current_payment_methods;
create view current_payment_methods as
select tenant_id, method_id, country, coalesce(c.type, m.type) as type,
       coalesce(c.display_name, m.display_name) as display_name, coalesce(c.instructions, m.instructions) as instructions,
       coalesce(c.details, m.details) as details,
       coalesce(c.is_default, m.is_default) and not exists (
            select from payment_method_changes l
            where l.tenant_id = coalesce(c.tenant_id, m.tenant_id) and l.country = coalesce(c.country, m.country)
                and l.method_id <> coalesce(c.method_id, m.method_id) and l.is_default
                and l.effective_at <= statement_timestamp()
                and (c.effective_at is null or (l.effective_at, l.method_id) > (c.effective_at, c.method_id))
       ) as is_default,
       coalesce(c.is_enabled, m.is_enabled) as is_enabled, coalesce(c.updated_by, m.updated_by) as updated_by,
       coalesce(c.effective_at, m.updated_at) as updated_at
from payment_methods m
full join (
    select d.* from payment_method_changes d where d.effective_at <= statement_timestamp()
) c using (tenant_id, method_id, country);

-- write_payment_method: writes how a payment method is offered. The previous default of the country stops being it.
create or replace function write_payment_method(m payment_methods) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
begin
    if m.is_default then
        update payment_methods x set is_default = false
        where x.tenant_id = m.tenant_id and x.country = m.country and x.is_default and x.method_id <> m.method_id;
    end if;
    insert into payment_methods
        (tenant_id, method_id, country, type, display_name, instructions, details, is_default, is_enabled, updated_by,
         updated_at)
    values
        (m.tenant_id, m.method_id, m.country, m.type, m.display_name, m.instructions, m.details, m.is_default,
         m.is_enabled, m.updated_by, m.updated_at)
    on conflict (tenant_id, method_id, country) do update
    set type = excluded.type, display_name = excluded.display_name, instructions = excluded.instructions,
        details = excluded.details, is_default = excluded.is_default, is_enabled = excluded.is_enabled,
        updated_by = excluded.updated_by, updated_at = excluded.updated_at;
end
$$;

-- write_due_methods: writes the changes of a tenant's methods that have become effective, in their order. Called under
-- the lock of these methods.
create or replace function write_due_methods(p_tenant text) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    c payment_method_changes;
begin
    for c in
        select x.* from payment_method_changes x
        where x.tenant_id = p_tenant and x.effective_at <= clock_timestamp()
        order by x.effective_at, x.method_id, x.country
    loop
        perform write_payment_method(row(c.*)::payment_methods);
        delete from payment_method_changes x
        where x.tenant_id = p_tenant and x.method_id = c.method_id and x.country = c.country;
    end loop;
end
$$;

-- method_as_json: a payment method as a record of a change has it. effective_at: from when on it holds.
create or replace function method_as_json(m payment_methods) returns json
language sql stable
set search_path = ledger, pg_temp
as $$
    select json_build_object(
        'country', nullif(m.country, ''), 'type', m.type, 'display_name', m.display_name,
        'instructions', m.instructions, 'details', m.details, 'is_default', m.is_default, 'is_enabled', m.is_enabled,
        'effective_at', m.updated_at)
$$;

-- set_payment_method: sets how a payment method is offered, in one country or in all, from now on or later. It replaces
-- a change of the method that is not effective yet.
--
-- Takes    tenant (empty: every tenant without its own), principal, id, country (empty: all), the method's fields, the
--          delay after which it holds, and the id of the request
-- Returns  the time from which it holds
-- Raises   PL081 the tenant has 10 other methods in that country, with those that are not effective yet. So many answers
--          and PDFs list at most.
-- Order    1 a lock on the tenant's methods, since one of them is the default in a country   2 the changes that have
--          become effective   3 the method   4 their number
create or replace function set_payment_method(
    p_tenant text, p_principal text, p_method text, p_country text, p_type text, p_display_name text,
    p_instructions text, p_details json, p_is_default boolean, p_is_enabled boolean, p_delay interval,
    p_request text
) returns timestamptz
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_maximum constant integer := 10;
    v_effective_at timestamptz;
    v_before payment_methods;
    v_method payment_methods;
begin
    perform pg_advisory_xact_lock(hashtextextended('payment methods of ' || p_tenant, 0));
    perform write_due_methods(p_tenant);
    select m.* into v_before from payment_methods m
    where m.tenant_id = p_tenant and m.method_id = p_method and m.country = p_country;
    delete from payment_method_changes
    where tenant_id = p_tenant and method_id = p_method and country = p_country;
    v_effective_at := clock_timestamp() + p_delay;
    v_method := row(p_tenant, p_method, p_country, p_type, p_display_name, p_instructions, p_details, p_is_default,
                    p_is_enabled, p_principal, v_effective_at);
    if p_delay > interval '0' then
        insert into payment_method_changes
            (tenant_id, method_id, country, type, display_name, instructions, details, is_default, is_enabled,
             updated_by, effective_at)
        values
            (p_tenant, p_method, p_country, p_type, p_display_name, p_instructions, p_details, p_is_default,
             p_is_enabled, p_principal, v_effective_at);
    else
        perform write_payment_method(v_method);
    end if;
    if v_maximum < (
        select count(*)
        from (
            select m.method_id from payment_methods m where m.tenant_id = p_tenant and m.country = p_country
            union
            select c.method_id from payment_method_changes c where c.tenant_id = p_tenant and c.country = p_country
        ) u
    ) then
        raise exception using errcode = 'PL081', message = 'too many payment methods',
            detail = json_build_object('country', p_country, 'maximum', v_maximum);
    end if;
    perform record_change(
        p_tenant, 'payment_method', p_method, p_principal, p_request,
        case when v_before.method_id is not null then method_as_json(v_before) end, method_as_json(v_method));
    return v_effective_at;
end
$$;
grant execute on function set_payment_method(text, text, text, text, text, text, text, json, boolean, boolean, interval, text)
    to purser_billing, purser_approvals;

-- methods_in: a tenant's payment methods in a country (empty: the methods for all countries), disabled ones included.
--
-- Of several methods with one id it returns one: the tenant's own before the platform's, and then the one of the country
-- before the one for all countries.
create or replace function methods_in(p_tenant text, p_country text) returns setof payment_methods
language sql stable
set search_path = ledger, pg_temp
as $$
    select distinct on (m.method_id) m.*
    from current_payment_methods m
    where m.tenant_id in (p_tenant, '') and m.country in (p_country, '')
    order by m.method_id, m.tenant_id desc, m.country desc
$$;
grant execute on function methods_in(text, text) to purser_read, purser_mail;

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
        select m.country from current_payment_methods m where m.tenant_id in (p_tenant, '')
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
