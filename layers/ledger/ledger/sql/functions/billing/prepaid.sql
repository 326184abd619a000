-- prepaid_wallet: a tenant's wallet in USD. Creates it if it is missing.
create or replace function prepaid_wallet(p_tenant text) returns uuid
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_wallet uuid;
begin
    loop
        select w.wallet_id into v_wallet from wallets w
        where w.tenant_id = p_tenant and w.owner_kind = 'tenant' and w.owner_id = p_tenant and w.currency = 'USD';
        exit when found;
        -- Of two simultaneous first uses the second waits here for the first and then finds its wallet.
        insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
        insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency)
        values (p_tenant, new_id(), 'tenant', p_tenant, 'USD')
        on conflict do nothing;
    end loop;
    return v_wallet;
end
$$;
grant execute on function prepaid_wallet(text) to purser_billing;

-- hold_prepaid: locks a tenant's prepaid wallet until the end of the database transaction, and finds the transaction of
-- a reference. A second call with the same reference waits for the first and finds what it posted.
--
-- Takes    tenant, the kind of transaction, its reference, and the amount (decimal)
-- Returns  no row if the reference is new, otherwise its transaction and the wallet's present balance
-- Raises   PL010 invalid amount   PL067 the reference was used for another amount
create or replace function hold_prepaid(p_tenant text, p_kind text, p_reference text, p_amount numeric)
returns table (transaction_id uuid, balance bigint)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
#variable_conflict use_column
declare
    v_wallet constant uuid := prepaid_wallet(p_tenant);
    v_minor constant bigint := minor_units(p_amount, 'USD');
    v_balance bigint;
    v_before record;
begin
    if v_minor is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', 'USD', 'exponent', 2);
    end if;
    select w.balance into strict v_balance from wallets w
    where w.tenant_id = p_tenant and w.wallet_id = v_wallet
    for no key update;

    select t.transaction_id, -e.amount as amount into v_before
    from transactions t
    join entries e on e.tenant_id = t.tenant_id and e.transaction_id = t.transaction_id and e.wallet_id = v_wallet
    where t.tenant_id = p_tenant and t.kind = p_kind and t.external_reference = p_reference;
    if not found then
        return;
    elsif v_before.amount <> v_minor then
        raise exception using errcode = 'PL067', message = 'the reference was used for another amount';
    end if;
    return query select v_before.transaction_id, v_balance;
end
$$;
grant execute on function hold_prepaid(text, text, text, numeric) to purser_billing;

-- set_prepaid_status: freezes or unfreezes a tenant's prepaid wallet, also one that was never used. It is created by a
-- statement of its own, because the one that changes it would not see it.
--
-- Takes    tenant, the status, who sets it, and the id of the request
create or replace function set_prepaid_status(p_tenant text, p_status text, p_by text, p_request text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_wallet uuid := prepaid_wallet(p_tenant);
    v_before text;
begin
    select w.status into strict v_before from wallets w where w.wallet_id = v_wallet and w.tenant_id = p_tenant
    for no key update;
    update wallets set status = p_status where tenant_id = p_tenant and wallet_id = v_wallet;
    perform record_change(p_tenant, 'prepaid_wallet', p_tenant, p_by, p_request,
                          json_build_object('status', v_before), json_build_object('status', p_status));
end
$$;
grant execute on function set_prepaid_status(text, text, text, text) to purser_billing;
