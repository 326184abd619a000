-- wallet_lock: the number of the advisory lock that whoever creates a wallet has. Two wallets with one number wait for each
-- other, which does no harm.
create or replace function wallet_lock(p_tenant text, p_owner_kind text, p_owner_id text, p_currency text) returns bigint
language sql immutable parallel safe
return hashtextextended(
    'wallet of ' || p_tenant || E'\n' || p_owner_kind || E'\n' || p_owner_id || E'\n' || p_currency, 0);

-- create_missing_wallet: creates the wallet of an owner if there is none. A frozen customer's new wallet is frozen.
--
-- Returns  whether it was missing. Of two simultaneous calls the second waits for the first, and returns true as well.
-- Raises   PL005 it is missing and an agent is required: a customer's wallet is created with the customer
--          PL036 the person was erased
create or replace function create_missing_wallet(
    p_tenant text, p_owner_kind text, p_owner_id text, p_currency text, p_required_agent text
) returns boolean
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_status wallet_status;
begin
    if exists (
            select from wallets w
            where w.tenant_id = p_tenant and w.owner_kind = p_owner_kind and w.owner_id = p_owner_id
                and w.currency = p_currency) then
        return false;
    end if;
    perform pg_advisory_xact_lock(wallet_lock(p_tenant, p_owner_kind, p_owner_id, p_currency));
    if p_required_agent is not null then
        raise exception using errcode = 'PL005', message = 'no such customer';
    end if;
    if p_owner_kind = 'person' then
        perform require_not_erased(p_tenant, p_owner_id);
        -- change_account() locks this row too. So either it finds the new wallet, or its change is seen below.
        perform from wallets w
        join customers k on k.tenant_id = w.tenant_id and k.wallet_id = w.wallet_id
        where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner_id and w.agent_id is not null
        for share of k;
        if found then
            select w.status into strict v_status from wallets w
            where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.agent_id is not null
                and w.owner_id = p_owner_id;
        end if;
    end if;
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, status)
    values (p_tenant, new_id(), p_owner_kind, p_owner_id, p_currency, coalesce(v_status, 'active'))
    on conflict do nothing;
    return true;
end
$$;
