-- require_floors: refuses entries that lower a house account with a floor below zero. It counts what each transaction moves of
-- the account in all, and what the transactions before it have moved. One that raises the account is never refused.
--
-- The accounts are locked, so that of two simultaneous postings the second sees what the first has left. The caller has locked
-- and created all other wallets, and locks none afterwards. Whoever only raises an account takes no lock of it: until they
-- commit, what they add is not there to be spent.
--
-- Takes    tenant, entries that are not stored yet, of one wallet in the order of their transactions
-- Raises   PL001 insufficient funds
create or replace function require_floors(p_tenant text, p_entries entries[]) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    w record;
    v_balance numeric;
    v_amount numeric;
begin
    for w in
        select x.wallet_id, x.currency
        from (select distinct e.wallet_id from unnest(p_entries) e where e.amount < 0) e
        cross join lateral (
            select y.* from wallets y where y.tenant_id = p_tenant and y.wallet_id = e.wallet_id offset 0
        ) x
        order by x.owner_kind, x.owner_id, x.currency
    loop
        perform from wallets x where x.tenant_id = p_tenant and x.wallet_id = w.wallet_id and x.has_floor
        for no key update;
        continue when not found;
        v_balance := open_balance(p_tenant, w.wallet_id); -- a statement of its own, which sees what was waited for
        for v_amount in
            select sum(e.amount) from unnest(p_entries) with ordinality e
            where e.wallet_id = w.wallet_id
            group by e.transaction_id
            order by min(e.ordinality)
        loop
            if v_amount < 0 and v_balance + v_amount < 0 then
                raise exception using errcode = 'PL001', message = 'below the floor', detail = json_build_object(
                    'currency', w.currency, 'balance', v_balance, 'held', 0, 'available', greatest(v_balance, 0));
            end if;
            v_balance := v_balance + v_amount;
        end loop;
    end loop;
end
$$;
