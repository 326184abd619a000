-- set_overdraft: sets whether a person's wallet has a floor. Creates the wallet if it is missing.
--
-- Takes    tenant, owner, currency, the setting
-- Raises   PL034 a Credit wallet always has its limit
create or replace function set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, allow_overdraft)
    values (p_tenant, new_id(), 'person', p_owner, p_currency, p_allow)
    on conflict (tenant_id, owner_kind, owner_id, currency) do update set allow_overdraft = excluded.allow_overdraft
    where wallets.account_type = 'postup' or not excluded.allow_overdraft;
    if not found then
        raise exception using errcode = 'PL034', message = 'a Credit account has its limit';
    end if;
end
$$;
grant execute on function set_overdraft(text, text, text, boolean) to purser_wallet;
