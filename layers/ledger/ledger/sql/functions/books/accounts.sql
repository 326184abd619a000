-- set_account: sets the category, the description and the floor of a house account in a currency. Its wallet is created if it
-- is missing. The floor counts for postings that begin afterwards: one that runs meanwhile may not have seen it.
--
-- Takes    tenant, the kind and the id of the owner, currency; category, description (null: none), whether there is a floor;
--          who sets them, and the id of the request
create or replace function set_account(
    p_tenant text, p_owner_kind text, p_owner_id text, p_currency text, p_category text, p_description text,
    p_has_floor boolean, p_by text, p_request text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_name constant text := p_owner_kind || case when p_owner_id <> '' then ':' || p_owner_id else '' end;
    v_wallet uuid;
    v_had_floor boolean;
    v_before json;
begin
    perform create_missing_wallet(p_tenant, p_owner_kind, p_owner_id, p_currency, null);
    select w.wallet_id into strict v_wallet from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = p_owner_kind and w.owner_id = p_owner_id and w.currency = p_currency;
    perform lock_terms(p_tenant, 'account', v_wallet::text);
    select w.has_floor into strict v_had_floor from wallets w where w.tenant_id = p_tenant and w.wallet_id = v_wallet;
    select json_build_object('currency', p_currency, 'category', a.category, 'description', a.description,
                             'floor', case when v_had_floor then '0' end) into v_before
    from accounts a where a.tenant_id = p_tenant and a.wallet_id = v_wallet;
    if p_has_floor <> v_had_floor then
        update wallets w set has_floor = p_has_floor where w.tenant_id = p_tenant and w.wallet_id = v_wallet;
    end if;
    insert into accounts as a (tenant_id, wallet_id, category, description, changed_by)
    values (p_tenant, v_wallet, p_category, p_description, p_by)
    on conflict (tenant_id, wallet_id) do update
    set category = excluded.category, description = excluded.description, changed_by = excluded.changed_by,
        changed_at = clock_timestamp()
    where a.tenant_id = p_tenant
        and (a.category, a.description, v_had_floor) is distinct from (excluded.category, excluded.description, p_has_floor);
    perform record_change(
        p_tenant, 'account', v_name, p_by, p_request, v_before,
        json_build_object('currency', p_currency, 'category', p_category, 'description', p_description,
                          'floor', case when p_has_floor then '0' end));
end
$$;
grant execute on function set_account(text, text, text, text, text, text, boolean, text, text) to purser_wallet;
