-- make_wallet: a wallet for an owner who has none. Two first postings at once: the second waits for the first.
--
-- Raises   PL005 a keeper's customer has a wallet, or is none
create or replace function make_wallet(p_tenant text, p_kind text, p_owner text, p_currency text, p_keeper text)
returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
begin
    if p_keeper is not null then
        raise exception using errcode = 'PL005', message = 'no such customer';
    end if;
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency)
    values (p_tenant, new_id(), p_kind, p_owner, p_currency)
    on conflict do nothing;
end
$$;

-- why_not: called where a leg found no wallet that takes it. Raises why the wallet refuses, under its lock; makes a
-- wallet that nobody has. Where it returns, the leg is tried again.
--
-- Returns  whether the leg may end below the floor: it has leave to, and needs it
create or replace function why_not(
    p_tenant text, p_kind text, p_owner text, p_currency text, p_minor bigint, p_keeper text, p_overdraft boolean
) returns boolean
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    w wallets;
begin
    if p_minor is null and p_kind not in ('person', 'tenant') then
        raise exception using errcode = 'PL020', message = 'every leg moves something';
    end if;
    select x.* into w from wallets x
    where x.tenant_id = p_tenant and x.owner_kind = p_kind and x.owner_id = p_owner and x.currency = p_currency
    for no key update;
    if not found then
        perform make_wallet(p_tenant, p_kind, p_owner, p_currency, p_keeper);
    elsif p_keeper is not null and w.kept_by is distinct from p_keeper then
        raise exception using errcode = 'PL004', message = 'not your customer';
    elsif p_minor is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', p_currency, 'exponent', (select c.exponent from currencies c where c.code = p_currency));
    elsif p_minor < 0 and w.status = 'frozen' then
        raise exception using errcode = 'PL003', message = 'wallet frozen';
    elsif abs(w.balance + p_minor) > 9007199254740991 then
        raise exception using errcode = 'PL011', message = 'balance out of range';
    elsif p_minor < 0 and w.balance + p_minor < -w.credit_limit and not w.allow_overdraft then
        if p_overdraft and w.account_type = 'postup' then
            return true;
        end if;
        raise exception using message = 'below the floor',
            errcode = case w.account_type when 'credit' then 'PL002' else 'PL001' end,
            detail = json_build_object('currency', p_currency, 'balance', w.balance,
                                       'available', greatest(w.balance + w.credit_limit, 0));
    end if;
    return false;
end
$$;

-- post: moves amounts between wallets, once, or not at all.
--
-- Takes    the tenant, who posts and by which request;
--          p_movements: a JSON array of {kind, description?, external_reference?, idempotency_key?, meta? (JSON as
--          text), corrects?, events?: [{event_id, type, detail}]};
--          and the legs, as arrays of one length: those of guarded wallets first, in the order of their owners (by kind,
--          id and currency, as bytes), then those of open ones; legs of one wallet in the order of their movements
--          movement    which of p_movements, from 1
--          owner_kind, owner_id
--          currency    null: the customer's own, and for the other legs of that movement the same
--          amount      signed decimal in that currency
--          keeper      not null: the wallet must be the wallet of this agent's customer
--          overdraft   lets a PostUp wallet end below its floor, once
-- Returns  JSON: {"posted_at", "transactions": [id of each movement], "overridden": [movement that used an overdraft],
--          "legs": [[wallet id, currency, amount, balance after, credit limit] of each leg]}; in minor units; the last
--          two of guarded wallets only
-- Raises   PL001 insufficient funds   PL002 insufficient credit   PL003 wallet frozen
--          PL004 not your customer    PL005 no such customer      PL010 invalid amount
--          PL011 balance out of range PL020 a movement has two legs or more, of one currency, that sum to zero
--
-- Order    1 each leg's currency   2 leg by leg: lock, judge and change the wallet in one statement
--          3 one time for all   4 entries, transactions and outbox
--          Nothing is decided on a value that was read before its lock.
--
-- Every posting locks and makes wallets in one order: guarded ones by owner, then open ones; so none ever waits in a
-- circle. All movements of a database transaction belong into one call: two calls would lock in two orders.
-- A wallet's time and order agree: each takes the time of those before it, or what it knows already where that is later
-- (somebody moved it while this posting waited for it, or the clock was set back). The last one's is the latest, and is
-- the time of all; wallets that took an earlier one are told.
-- Few statements, and in them few operators: PostgreSQL sets up each of them again in every transaction, and that is
-- most of what a posting costs. By a whole unique key the planner finds one row however little it knows of a table.
create or replace function post(
    p_tenant text, p_by text, p_request text, p_movements jsonb,
    p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[],
    p_keeper text[], p_overdraft boolean[]
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan -- planning anew costs more than the posting
as $$
declare
    v_currencies text[]; -- by movement: its customer's
    v_ids uuid[]; -- by movement
    v_sums bigint[]; -- by movement
    v_overridden integer[] := '{}'; -- movements
    v_wallets uuid[]; -- by leg, as the following
    v_amounts bigint[];
    v_versions bigint[];
    v_afters bigint[];
    v_posted json[];
    v_currency text;
    v_movement integer;
    v_minor bigint;
    v_wallet uuid;
    v_version bigint;
    v_after bigint;
    v_limit bigint;
    v_waived boolean; -- the floor, for this leg
    v_known timestamptz; -- by this wallet
    v_first timestamptz; -- by the first one
    v_time timestamptz;
    v_xid bigint;
    m jsonb;
begin
    if (p_currency[1] = all (p_currency)) is not true then
        for i in 1 .. cardinality(p_owner) loop
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
        for i in 1 .. cardinality(p_owner) loop
            p_currency[i] := coalesce(p_currency[i], v_currencies[p_movement[i]]);
            if p_currency[i] is null then
                raise exception using errcode = 'PL005', message = 'no such customer';
            end if;
        end loop;
        if not p_currency[1] = all (p_currency) and exists (
                select from unnest(p_movement, p_currency) as l (movement, currency)
                group by l.movement having count(distinct l.currency) > 1) then
            raise exception using errcode = 'PL020', message = 'a movement is of one currency';
        end if;
    end if;

    for k in 1 .. jsonb_array_length(p_movements) loop
        v_ids[k] := new_id();
    end loop;
    v_xid := xid_base() + pg_current_xact_id()::text::bigint;

    for i in 1 .. cardinality(p_owner) loop
        v_movement := p_movement[i];
        v_minor := nullif(minor_units(p_amount[i], p_currency[i]), 0);
        v_sums[v_movement] := coalesce(v_sums[v_movement], 0) + v_minor;
        v_waived := false;

        loop
            if p_owner_kind[i] in ('person', 'tenant') then
                update wallets w
                set balance = w.balance + v_minor, version = w.version + 1,
                    posted_at = greatest(coalesce(v_time, clock_timestamp()), w.posted_at)
                where w.tenant_id = p_tenant and w.owner_kind = p_owner_kind[i] and w.owner_id = p_owner[i]
                    and w.currency = p_currency[i]
                    and (v_minor > 0 or v_waived
                         or w.status = 'active' and (w.balance + v_minor >= -w.credit_limit or w.allow_overdraft))
                    and abs(w.balance + v_minor) <= 9007199254740991
                    and (p_keeper[i] is null or w.kept_by = p_keeper[i])
                returning w.wallet_id, w.version, w.balance, w.credit_limit, w.posted_at
                into v_wallet, v_version, v_after, v_limit, v_known;
            else
                if v_time is null then
                    if p_owner_kind && array['person', 'tenant'] then
                        raise exception using errcode = 'PL020', message = 'guarded wallets come first';
                    end if;
                    v_known := clock_timestamp();
                end if;
                select w.wallet_id, null, null, null into v_wallet, v_version, v_after, v_limit from wallets w
                where w.tenant_id = p_tenant and w.owner_kind = p_owner_kind[i] and w.owner_id = p_owner[i]
                    and w.currency = p_currency[i] and v_minor is not null;
            end if;
            exit when found;
            v_waived := why_not(p_tenant, p_owner_kind[i], p_owner[i], p_currency[i], v_minor, p_keeper[i],
                                p_overdraft[i]);
        end loop;

        v_time := v_known;
        v_first := coalesce(v_first, v_known);
        if v_waived then
            v_overridden := v_overridden || v_movement;
        end if;
        v_wallets[i] := v_wallet;
        v_amounts[i] := v_minor;
        v_versions[i] := v_version;
        v_afters[i] := v_after;
        v_posted[i] := json_build_array(v_wallet, p_currency[i], v_minor, v_after, v_limit);
    end loop;

    if v_time > v_first then
        update wallets w set posted_at = v_time
        where w.tenant_id = p_tenant and w.wallet_id = any (v_wallets) and w.version > 0 and w.posted_at < v_time;
    end if;
    for i in 1 .. cardinality(p_owner) by 2 loop -- two by one statement: half of what an entry costs is to begin one
        insert into entries (tenant_id, transaction_id, leg, wallet_id, amount, version, balance_after, posted_at, xid)
        select p_tenant, v_ids[p_movement[l.leg]], l.leg, v_wallets[l.leg], v_amounts[l.leg], v_versions[l.leg],
               v_afters[l.leg], v_time, v_xid
        from (values (i), (i + 1)) l (leg) where l.leg <= cardinality(p_owner);
    end loop;

    for k in 1 .. cardinality(v_ids) loop
        if v_sums[k] is distinct from 0 then
            raise exception using errcode = 'PL020', message = 'a movement has two legs or more that sum to zero';
        end if;
        m := p_movements -> k - 1;
        insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, idempotency_key,
                                  description, external_reference, is_override, corrects, meta)
        values (p_tenant, v_ids[k], m ->> 'kind', v_time, p_by, p_request, m ->> 'idempotency_key',
                m ->> 'description', m ->> 'external_reference', k = any (v_overridden), (m ->> 'corrects')::uuid,
                (m ->> 'meta')::json);
        if m ? 'events' then
            insert into outbox (tenant_id, event_id, detail_type, detail)
            select p_tenant, e.event_id, e.type, e.detail
            from jsonb_to_recordset(m -> 'events') as e (event_id uuid, type text, detail json);
        end if;
    end loop;
    return json_build_object('posted_at', v_time, 'transactions', v_ids, 'overridden', v_overridden, 'legs', v_posted);
end
$$;
grant execute on function post(text, text, text, jsonb, integer[], text[], text[], text[], numeric[], text[], boolean[]) to purser_app;
