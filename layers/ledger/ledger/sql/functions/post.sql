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
-- Order    1 each leg's currency   2 leg by leg, in the order of owners: make the wallet if nobody has it; lock it if it
--          is guarded, and judge the leg under its lock   3 the time, when all are locked
--          4 transactions, outbox, entries, balances
--          Nothing is decided on a value that was read before its lock.
--
-- Every posting locks and makes wallets in one order, that of their owners, so none ever waits in a circle. All
-- movements of a database transaction belong into one call: two calls would lock in two orders.
-- Loops over single-row statements: nearly every call has two legs, for which a statement over sets costs more to set
-- up than it saves; 10,000 legs are no slower; and by a whole unique key the planner finds one row however little it
-- knows of a table, where a join that is planned while wallets is empty reads the whole tenant ever after.
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
set plan_cache_mode = force_generic_plan -- planning anew costs more than the posting
as $$
#variable_conflict use_column
declare
    v_legs constant integer := cardinality(p_owner);
    v_currencies text[]; -- by movement: its customer's
    v_order integer[];
    v_leg integer;
    v_last integer; -- leg on the same wallet
    v_first integer; -- leg of the same movement
    v_has_tenant boolean := false;
    v_kind text;
    v_owner text;
    v_currency text;
    v_exponent smallint;
    v_units bigint;
    v_minor bigint;
    v_sum bigint;
    v_balance bigint;
    v_version bigint;
    v_time timestamptz := '-infinity';
    v_xid bigint;
    held record;
    m jsonb;
    -- By leg; all but the first of guarded wallets only.
    a_wallet uuid[];
    a_minor bigint[];
    a_version bigint[];
    a_after bigint[];
    a_available bigint[];
    a_is_last boolean[];
    a_override boolean[]; -- by movement
begin
    if array_position(p_currency, null) is not null then
        for i in 1 .. v_legs loop
            if p_currency[i] is null then
                select w.currency into v_currency from wallets w
                where w.tenant_id = p_tenant and w.owner_kind = p_owner_kind[i] and w.owner_id = p_owner[i]
                    and w.kept_by is not null;
                if found then
                    p_currency[i] := v_currency;
                    v_currencies[p_movement[i]] := v_currency;
                end if;
            end if;
        end loop;
        for i in 1 .. v_legs loop
            p_currency[i] := coalesce(p_currency[i], v_currencies[p_movement[i]]);
            if p_currency[i] is null then
                raise exception using errcode = 'PL005', message = 'no such customer';
            end if;
        end loop;
        v_currency := null;
    end if;

    if v_legs = 2 then -- nearly always; and to ask the server for an order costs as much as to write an entry
        v_order := case when (p_owner_kind[1] collate "C", p_owner[1] collate "C", p_currency[1] collate "C")
                             > (p_owner_kind[2], p_owner[2], p_currency[2]) then '{2,1}' else '{1,2}' end;
    else
        v_order := array(
            select a.leg
            from unnest(p_owner_kind, p_owner, p_currency) with ordinality as a (owner_kind, owner_id, currency, leg)
            order by a.owner_kind collate "C", a.owner_id collate "C", a.currency collate "C", a.leg);
    end if;

    foreach v_leg in array v_order loop
        v_kind := p_owner_kind[v_leg];
        v_owner := p_owner[v_leg];
        if p_currency[v_leg] is distinct from v_currency then
            v_currency := p_currency[v_leg];
            select c.exponent, c.units into v_exponent, v_units from currencies c where c.code = v_currency;
        end if;
        v_minor := minor_units(p_amount[v_leg], v_exponent, v_units);

        loop
            if v_kind in ('person', 'tenant') then
                select w.wallet_id, w.kept_by, w.account_type, w.credit_limit, w.allow_overdraft, w.status,
                       w.balance, w.version, w.posted_at into held
                from wallets w
                where w.tenant_id = p_tenant and w.owner_kind = v_kind and w.owner_id = v_owner
                    and w.currency = v_currency
                for no key update;
            else
                select w.wallet_id into held from wallets w
                where w.tenant_id = p_tenant and w.owner_kind = v_kind and w.owner_id = v_owner
                    and w.currency = v_currency;
            end if;
            exit when found;
            if p_keeper[v_leg] is not null then
                raise exception using errcode = 'PL005', message = 'no such customer';
            end if;
            -- Two first postings at once: the second waits here for the first, and then finds its wallet.
            if not v_has_tenant then
                insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
                v_has_tenant := true;
            end if;
            insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency)
            values (p_tenant, new_id(), v_kind, v_owner, v_currency)
            on conflict do nothing;
        end loop;
        a_wallet[v_leg] := held.wallet_id;
        a_minor[v_leg] := v_minor;
        continue when v_kind not in ('person', 'tenant');

        if held.wallet_id = a_wallet[v_last] then
            a_is_last[v_last] := false;
        else
            v_last := null;
            v_balance := held.balance;
            v_version := held.version;
            v_time := greatest(v_time, held.posted_at);
        end if;

        if p_keeper[v_leg] is not null and held.kept_by is distinct from p_keeper[v_leg] then
            raise exception using errcode = 'PL004', message = 'not your customer';
        elsif v_minor is null or v_minor = 0 then
            raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
                'currency', v_currency, 'exponent', v_exponent, 'movement', p_movement[v_leg] - 1);
        elsif v_minor < 0 and held.status = 'frozen' then
            raise exception using errcode = 'PL003', message = 'wallet frozen';
        elsif p_movement[v_leg] = p_movement[v_last] then
            raise exception using errcode = 'PL021', message = 'a movement names a wallet twice';
        elsif abs(v_balance + v_minor) > 9007199254740991 then
            raise exception using errcode = 'PL011', message = 'balance out of range';
        elsif v_minor < 0 and v_balance + v_minor < -held.credit_limit and not held.allow_overdraft then
            if p_overdraft[v_leg] and held.account_type = 'postup' then
                a_override[p_movement[v_leg]] := true;
            else
                raise exception using message = 'below the floor',
                    errcode = case held.account_type when 'credit' then 'PL002' else 'PL001' end,
                    detail = json_build_object('balance', v_balance, 'currency', v_currency,
                        'available', greatest(v_balance + held.credit_limit, 0), 'movement', p_movement[v_leg] - 1);
            end if;
        end if;

        v_balance := v_balance + v_minor;
        v_version := v_version + 1;
        a_after[v_leg] := v_balance;
        a_version[v_leg] := v_version;
        a_available[v_leg] := greatest(v_balance + held.credit_limit, 0);
        a_is_last[v_leg] := true;
        v_last := v_leg;
    end loop;

    -- Read under the locks, and never before what these wallets know: a wallet's time and order agree.
    v_time := greatest(clock_timestamp(), v_time);
    v_xid := xid_base() + pg_current_xact_id()::text::bigint;
    posted_at := v_time;
    movement := 0;

    for i in 1 .. v_legs loop
        leg := i;
        wallet_id := a_wallet[i];
        currency := p_currency[i];
        amount := coalesce(a_minor[i], 0);
        balance_after := a_after[i];
        available := a_available[i];

        if p_movement[i] <> movement then
            movement := p_movement[i];
            v_first := i;
            v_sum := 0;
            m := p_movements -> movement - 1;
            transaction_id := new_id();
            is_override := coalesce(a_override[movement], false);
            insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id,
                                      idempotency_key, description, external_reference, is_override, corrects, meta)
            values (p_tenant, transaction_id, m ->> 'kind', v_time, p_by, p_request, m ->> 'idempotency_key',
                    m ->> 'description', m ->> 'external_reference', is_override, (m ->> 'corrects')::uuid,
                    (m ->> 'meta')::json);
            for k in 0 .. coalesce(jsonb_array_length(m -> 'events'), 0) - 1 loop
                insert into outbox (tenant_id, event_id, detail_type, detail)
                values (p_tenant, (m #>> array['events', k::text, 'event_id'])::uuid,
                        m #>> array['events', k::text, 'type'], (m #>> array['events', k::text, 'detail'])::json);
            end loop;
        end if;

        v_sum := v_sum + amount;
        if amount = 0 or currency <> p_currency[v_first]
                or p_movement[i + 1] is distinct from movement and (v_sum <> 0 or i = v_first) then
            raise exception using errcode = 'PL020',
                message = 'a movement has two legs or more, of one currency, that sum to zero';
        end if;

        insert into entries (tenant_id, transaction_id, leg, wallet_id, amount, version, balance_after, posted_at, xid)
        values (p_tenant, transaction_id, i, wallet_id, amount, a_version[i], balance_after, v_time, v_xid);
        if a_is_last[i] then
            v_kind := p_owner_kind[i];
            v_owner := p_owner[i];
            update wallets w set balance = balance_after, version = a_version[i], posted_at = v_time
            where w.tenant_id = p_tenant and w.owner_kind = v_kind and w.owner_id = v_owner
                and w.currency = p_currency[i];
        end if;
        return next;
    end loop;
end
$$;
