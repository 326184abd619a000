-- set_overdraft: sets whether a person's wallet has a floor. Creates the wallet if it is missing.
--
-- Takes    tenant, owner, currency, the setting, who sets it, and the id of the request
-- Raises   PL034 a Credit wallet always has its limit   PL036 the person was erased
create or replace function set_overdraft(
    p_tenant text, p_owner text, p_currency text, p_allow boolean, p_by text, p_request text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_before boolean;
begin
    perform require_not_erased(p_tenant, p_owner);
    perform create_missing_wallet(p_tenant, 'person', p_owner, p_currency, null);
    select w.allow_overdraft into strict v_before from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner and w.currency = p_currency
    for no key update;
    update wallets w set allow_overdraft = p_allow
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner and w.currency = p_currency
        and (w.account_type = 'postup' or not p_allow);
    if not found then
        raise exception using errcode = 'PL034', message = 'a Credit account has its limit';
    end if;
    perform record_overdraft_change(p_tenant, p_owner, p_currency, v_before, p_allow, p_by, p_request);
end
$$;
grant execute on function set_overdraft(text, text, text, boolean, text, text) to purser_wallet, purser_approvals;

-- record_overdraft_change: records that a wallet's overdraft setting was changed.
create or replace function record_overdraft_change(
    p_tenant text, p_owner text, p_currency text, p_before boolean, p_after boolean, p_by text, p_request text
) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
begin
    perform record_change(
        p_tenant, 'overdraft', p_owner, p_by, p_request,
        json_build_object('currency', p_currency, 'allow_overdraft', p_before),
        json_build_object('currency', p_currency, 'allow_overdraft', p_after));
end
$$;
