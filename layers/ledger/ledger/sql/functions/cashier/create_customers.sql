-- create_customers: creates customers with their wallets, all or none.
--
-- Takes    tenant, agent, and a JSON array of
--          {username, username_key, account_type, credit_limit (minor units), currency, external_reference?}
-- Returns  one row for each customer, in the given order
-- Raises   PL030 username taken; detail {"rows": [0, …]} has every such row, also one that repeats an earlier row
--          PL035 the lines are more value than the agent's limits allow
create or replace function create_customers(p_tenant text, p_agent text, p_rows jsonb)
returns table (row_no integer, customer_id uuid)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
#variable_conflict use_column
declare
    v_taken integer[];
    v_currencies text[]; -- of all rows, if one has a line
    v_now constant timestamptz := clock_timestamp(); -- of the wallets, and of the day in which their lines count
    a_customer uuid[];
    a_wallet uuid[];
begin
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;

    select array_agg(new_id()), array_agg(new_id()) into a_customer, a_wallet from jsonb_array_elements(p_rows);

    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, agent_id, account_type, credit_limit,
                         created_at)
    select p_tenant, a_wallet[r.no], 'person', a_customer[r.no]::text, r.currency, p_agent, r.account_type,
           r.credit_limit, v_now
    from rows from (jsonb_to_recordset(p_rows) as (currency text, account_type text, credit_limit bigint))
         with ordinality as r (currency, account_type, credit_limit, no);

    -- Sorted by name, so that two imports of the same names wait for each other and do not deadlock.
    insert into customers (tenant_id, customer_id, wallet_id, username, username_key, external_reference)
    select p_tenant, a_customer[r.no], a_wallet[r.no], r.username, r.username_key, r.external_reference
    from rows from (jsonb_to_recordset(p_rows) as (username text, username_key text, external_reference text))
         with ordinality as r (username, username_key, external_reference, no)
    order by r.username_key, r.no
    on conflict (tenant_id, username_key) do nothing;

    select array_agg(x.no - 1 order by x.no) into v_taken
    from unnest(a_customer) with ordinality as x (id, no)
    where not exists (select from customers c where c.tenant_id = p_tenant and c.customer_id = x.id);
    if v_taken is not null then
        raise exception using errcode = 'PL030', message = 'username taken', detail = json_build_object('rows', v_taken);
    end if;

    select array_agg(r.currency) into v_currencies from jsonb_to_recordset(p_rows) as r (currency text, credit_limit bigint)
    having sum(r.credit_limit) > 0;
    if v_currencies is not null and has_limits(p_tenant, p_agent) then
        perform lock_floats(p_tenant, p_agent, v_currencies);
        perform require_room(p_tenant, p_agent, l.currency, l.granted, l.granted, true, v_now)
        from (
            select r.currency, sum(r.credit_limit) as granted
            from jsonb_to_recordset(p_rows) as r (currency text, credit_limit bigint)
            group by r.currency having sum(r.credit_limit) > 0
        ) l;
    end if;

    return query select (x.no - 1)::integer, x.id from unnest(a_customer) with ordinality as x (id, no);
end
$$;
grant execute on function create_customers(text, text, jsonb) to purser_desk;
