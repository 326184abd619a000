-- make_wallets: the wallets that a posting credits or appends to and that nobody has yet; their tenant with them.
--
-- Takes    what post() takes; called by it alone, when a leg found no wallet
-- Raises   PL005 no such customer: their wallet comes with them, never by a posting
--          PL001 insufficient funds: a debit of an owner without a wallet
-- Order    by owner, so that two first postings at once wait for each other instead of crossing
create or replace function make_wallets(
    p_tenant text, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[],
    p_keeper text[]
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    l record;
    v_made integer := 0;
begin
    for l in
        with asked as (
            select u.*, coalesce(u.currency, (
                       select w.currency
                       from unnest(p_movement, p_owner_kind, p_owner, p_keeper) as k (movement, kind, owner, keeper)
                       join wallets w on w.tenant_id = p_tenant and w.owner_kind = k.kind and w.owner_id = k.owner
                           and w.kept_by is not null
                       where k.movement = u.movement and k.keeper is not null
                       limit 1)) as resolved
            from unnest(p_movement, p_owner_kind, p_owner, p_currency, p_amount, p_keeper) with ordinality
                 as u (movement, kind, owner, currency, amount, keeper, leg)
        )
        select * from asked a
        where not exists (
            select from wallets w
            where w.tenant_id = p_tenant and w.owner_kind = a.kind and w.owner_id = a.owner and w.currency = a.resolved)
        order by a.leg
    loop
        if l.resolved is null or l.keeper is not null then
            raise exception using errcode = 'PL005', message = 'no such customer';
        elsif l.amount < 0 and l.kind in ('person', 'tenant') then
            raise exception using errcode = 'PL001', message = 'no wallet to debit', detail = json_build_object(
                'balance', 0, 'currency', l.currency, 'available', 0, 'movement', l.movement - 1);
        end if;
    end loop;

    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;

    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency)
    select p_tenant, new_id(), x.kind, x.owner, x.currency
    from (
        select distinct u.kind, u.owner, coalesce(u.currency, (
                   select w.currency
                   from unnest(p_movement, p_owner_kind, p_owner, p_keeper) as k (movement, kind, owner, keeper)
                   join wallets w on w.tenant_id = p_tenant and w.owner_kind = k.kind and w.owner_id = k.owner
                       and w.kept_by is not null
                   where k.movement = u.movement and k.keeper is not null
                   limit 1)) as currency
        from unnest(p_movement, p_owner_kind, p_owner, p_currency) as u (movement, kind, owner, currency)
    ) x
    where not exists (
        select from wallets w
        where w.tenant_id = p_tenant and w.owner_kind = x.kind and w.owner_id = x.owner and w.currency = x.currency)
    order by x.kind, x.owner, x.currency
    on conflict do nothing;
end
$$;
