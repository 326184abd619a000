-- post: moves amounts between wallets, once, or not at all.
--
-- Takes    the tenant, who posts and by which request;
--          p_movements: a JSON array of {kind, description?, external_reference?, idempotency_key?, meta? (JSON as
--          text), corrects?, events?: [{event_id, type, detail}]};
--          and the legs, as arrays of one length, movement by movement:
--          movement    which of p_movements, from 1
--          owner_kind, owner_id
--          currency    null: the customer's own, and for the other legs of that movement the same
--          amount      signed decimal in that currency
--          keeper      not null: the wallet must be the wallet of this agent's customer
--          overdraft   lets a PostUp wallet end below its floor, once
-- Returns  a row a leg, in the order given: ids, amount and, for a guarded wallet, the balance before and after
-- Raises   PL001 insufficient funds   PL002 insufficient credit   PL003 wallet frozen
--          PL004 not your customer    PL005 no such customer      PL010 invalid amount
--          PL011 balance out of range PL020 a movement has two legs or more, of one currency, that sum to zero
--          PL021 a movement names a guarded wallet twice
--
-- Order    1 lock the guarded wallets in id order   2 ownership, amount, status, floor
--          3 transactions, entries, balances, outbox   4 where a wallet is missing: make it, and begin again
--          Nothing is decided on a value that was read before its lock.
--
-- All movements of a database transaction belong into one call: two calls would lock in two orders.
-- One statement does it all: to begin another costs as much as to write a row.
create or replace function post(
    p_tenant text, p_by text, p_request text, p_movements jsonb,
    p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[],
    p_keeper text[], p_overdraft boolean[]
) returns table (
    movement integer, leg integer, transaction_id uuid, posted_at timestamptz, is_override boolean, wallet_id uuid,
    currency text, amount bigint, balance_after bigint, available bigint
)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan -- one plan a connection: planning anew costs more than the posting
as $$
#variable_conflict use_column
declare
    v_ids uuid[] := '{}';
    v_legs bigint;
begin
    for i in 1 .. jsonb_array_length(p_movements) loop
        v_ids := v_ids || new_id();
    end loop;

    loop
        return query
        with asked as (
            select *
            from unnest(p_movement, p_owner_kind, p_owner, p_currency, p_amount, p_keeper, p_overdraft)
                 with ordinality as u (movement, owner_kind, owner_id, currency, amount, keeper, overdraft, leg)
        ), held as materialized (
            select a.movement, a.leg, a.amount, a.keeper, a.overdraft, w.wallet_id, w.currency, w.kept_by,
                   w.account_type, w.credit_limit, w.allow_overdraft, w.status, w.balance, w.version, w.posted_at
            from asked a
            join wallets w on w.tenant_id = p_tenant and w.owner_kind = a.owner_kind and w.owner_id = a.owner_id
                and (w.currency = a.currency or (a.currency is null and w.kept_by is not null))
            where a.owner_kind in ('person', 'tenant')
            order by w.wallet_id
            for no key update of w
        ), moved as (
            -- Several legs on one wallet: each begins where the one before it ended.
            select h.*, c.exponent, m.minor,
                   h.balance + sum(m.minor) over of_wallet as after,
                   h.version + row_number() over of_wallet as next_version,
                   lag(h.movement) over of_wallet as earlier_movement,
                   lead(h.leg) over of_wallet is null as is_last
            from held h
            join currencies c on c.code = h.currency
            cross join lateral (select minor_units(h.amount, c.exponent, c.units) as minor) m
            window of_wallet as (partition by h.wallet_id order by h.leg)
        ), judged as materialized (
            select m.movement, m.leg, m.wallet_id, m.currency, m.minor, m.after::bigint, m.next_version, m.is_last,
                   m.posted_at, greatest(m.after + m.credit_limit, 0)::bigint as available,
                   case
                       when m.kept_by is distinct from m.keeper and m.keeper is not null then
                           refuse('PL004', 'not your customer')
                       when m.minor is null or m.minor = 0 then
                           refuse('PL010', 'invalid amount', json_build_object(
                               'currency', m.currency, 'exponent', m.exponent, 'movement', m.movement - 1))
                       when m.minor < 0 and m.status = 'frozen' then
                           refuse('PL003', 'wallet frozen')
                       when m.earlier_movement = m.movement then
                           refuse('PL021', 'a movement names a wallet twice')
                       when abs(m.after) > 9007199254740991 then
                           refuse('PL011', 'balance out of range')
                       when m.minor > 0 or m.after >= -m.credit_limit or m.allow_overdraft then
                           false
                       when m.overdraft and m.account_type = 'postup' then
                           true
                       else
                           refuse(case m.account_type when 'credit' then 'PL002' else 'PL001' end, 'below the floor',
                               json_build_object('balance', m.after - m.minor, 'currency', m.currency,
                                   'available', greatest(m.after - m.minor + m.credit_limit, 0),
                                   'movement', m.movement - 1))
                   end as is_override
            from moved m
        ), placed as materialized (
            select j.movement, j.leg, j.wallet_id, j.currency, j.minor, j.after, j.next_version, j.available,
                   j.posted_at, j.is_override
            from judged j
            union all
            -- Nothing is decided on an open wallet, so nobody waits for it.
            select a.movement, a.leg, w.wallet_id, w.currency, minor_units(a.amount, c.exponent, c.units),
                   null, null, null, null, null
            from asked a
            join wallets w on w.tenant_id = p_tenant and w.owner_kind = a.owner_kind and w.owner_id = a.owner_id
                and w.currency = coalesce(a.currency, (
                    select j.currency from judged j where j.movement = a.movement limit 1))
            join currencies c on c.code = w.currency
            where a.owner_kind not in ('person', 'tenant')
        ), verdict as materialized (
            -- A row if every leg has its wallet. The time is read under the locks and is never before what these
            -- wallets know, so that time and order of a wallet agree.
            select greatest(clock_timestamp(), max(p.posted_at)) as posted_at, stored_xid() as xid,
                   coalesce(array_agg(p.movement) filter (where p.is_override), '{}') as overrides
            from placed p
            having count(*) = cardinality(p_movement)
                and (not exists (
                        select from placed x
                        group by x.movement
                        having sum(x.minor) <> 0 or count(*) < 2 or count(*) > count(nullif(x.minor, 0))
                            or min(x.currency) <> max(x.currency))
                    or refuse('PL020', 'a movement has two legs or more, of one currency, that sum to zero'))
        ), transactions_written as (
            insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id,
                                      idempotency_key, description, external_reference, is_override, corrects, meta)
            select p_tenant, v_ids[m.no], m.kind, v.posted_at, p_by, p_request, m.idempotency_key, m.description,
                   m.external_reference, m.no = any (v.overrides), m.corrects, m.meta::json
            from verdict v,
                 rows from (jsonb_to_recordset(p_movements) as (
                    kind text, idempotency_key text, description text, external_reference text, corrects uuid, meta text
                 )) with ordinality as m (kind, idempotency_key, description, external_reference, corrects, meta, no)
        ), entries_written as (
            insert into entries (tenant_id, transaction_id, leg, wallet_id, amount, version, balance_after,
                                 posted_at, xid)
            select p_tenant, v_ids[p.movement], p.leg, p.wallet_id, p.minor, p.next_version, p.after,
                   v.posted_at, v.xid
            from verdict v, placed p
        ), balances_written as (
            update wallets w
            set balance = j.after, version = j.next_version, posted_at = v.posted_at
            from verdict v, judged j
            where j.is_last and w.tenant_id = p_tenant and w.wallet_id = j.wallet_id
        ), events_written as (
            insert into outbox (tenant_id, event_id, detail_type, detail)
            select p_tenant, e.event_id, e.type, e.detail
            from verdict v,
                 jsonb_path_query(p_movements, '$[*].events[*]') as q (event),
                 jsonb_to_record(q.event) as e (event_id uuid, type text, detail json)
        )
        select p.movement, p.leg::integer, v_ids[p.movement], v.posted_at, p.movement = any (v.overrides),
               p.wallet_id, p.currency, p.minor, p.after, p.available
        from verdict v, placed p
        order by p.leg;

        get diagnostics v_legs = row_count;
        exit when v_legs > 0;
        perform make_wallets(p_tenant, p_movement, p_owner_kind, p_owner, p_currency, p_amount, p_keeper);
    end loop;
end
$$;
