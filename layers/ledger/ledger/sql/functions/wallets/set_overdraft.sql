-- set_overdraft: sets whether a person's wallet has a floor. Creates the wallet if it is missing.
--
-- Takes    tenant, owner, currency, the setting
-- Raises   PL034 a Credit wallet always has its limit   PL036 the person was erased
create or replace function set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform require_not_erased(p_tenant, p_owner);
    perform create_missing_wallet(p_tenant, 'person', p_owner, p_currency, null);
    update wallets w set allow_overdraft = p_allow
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner and w.currency = p_currency
        and (w.account_type = 'postup' or not p_allow);
    if not found then
        raise exception using errcode = 'PL034', message = 'a Credit account has its limit';
    end if;
end
$$;
grant execute on function set_overdraft(text, text, text, boolean) to purser_wallet, purser_approvals;
