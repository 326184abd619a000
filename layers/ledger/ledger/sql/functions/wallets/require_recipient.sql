-- require_recipient: refuses a transfer to an owner who has no wallet, in any currency. Wallets are never deleted, so the
-- answer needs no lock.
--
-- Raises   PL006 no such recipient
create or replace function require_recipient(p_tenant text, p_owner text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    if not exists (
            select from wallets w
            where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner) then
        raise exception using errcode = 'PL006', message = 'no such recipient';
    end if;
end
$$;
grant execute on function require_recipient(text, text) to purser_wallet;
