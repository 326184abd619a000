SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA ledger;
ALTER SCHEMA ledger OWNER TO purser_owner;
CREATE DOMAIN ledger.account_type AS text COLLATE pg_catalog."C"
	CONSTRAINT account_type_check CHECK ((VALUE = ANY (ARRAY['postup'::text, 'credit'::text])));
ALTER DOMAIN ledger.account_type OWNER TO purser_owner;
CREATE DOMAIN ledger.minor_units AS bigint
	CONSTRAINT minor_units_check CHECK (((VALUE >= '-9007199254740991'::bigint) AND (VALUE <= '9007199254740991'::bigint)));
ALTER DOMAIN ledger.minor_units OWNER TO purser_owner;
CREATE DOMAIN ledger.owner_kind AS text COLLATE pg_catalog."C"
	CONSTRAINT owner_kind_check CHECK ((VALUE = ANY (ARRAY['person'::text, 'tenant'::text, 'agent'::text, 'house'::text, 'treasury'::text, 'bank'::text])));
ALTER DOMAIN ledger.owner_kind OWNER TO purser_owner;
CREATE DOMAIN ledger.wallet_status AS text COLLATE pg_catalog."C"
	CONSTRAINT wallet_status_check CHECK ((VALUE = ANY (ARRAY['active'::text, 'frozen'::text])));
ALTER DOMAIN ledger.wallet_status OWNER TO purser_owner;
CREATE FUNCTION ledger.begin_epoch() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_cluster bigint := (select c.system_identifier from pg_control_system() c);
    v_epoch xid_epochs;
begin
    select x.* into v_epoch from xid_epochs x order by x.base desc limit 1;
    if v_epoch.cluster_id is distinct from v_cluster
            or v_epoch.cut > v_epoch.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint then
        delete from checkpoints;
        insert into xid_epochs (cluster_id, base)
        select v_cluster, greatest(max(e.xid), v_epoch.base, -1) + 1 from entries e
        on conflict (cluster_id) do update set base = excluded.base, cut = 0, begun_at = clock_timestamp();
    end if;
    -- As a constant of its own, since every posting needs it.
    execute format('create or replace function xid_base() returns bigint language sql immutable parallel safe return %s',
                   (select max(x.base) from xid_epochs x));
    revoke execute on function xid_base() from public;
end
$$;
ALTER FUNCTION ledger.begin_epoch() OWNER TO purser_owner;
CREATE FUNCTION ledger.change_account(p_tenant text, p_agent text, p_customer uuid, p_account_type text, p_credit_limit numeric, p_status text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    w wallets;
    c currencies;
    v_type text;
    v_limit bigint;
    v_status text;
begin
    select x.* into w from wallets x
    where x.tenant_id = p_tenant and x.owner_kind = 'person' and x.owner_id = p_customer::text and x.kept_by is not null
    for no key update;
    if not found then
        raise exception using errcode = 'PL005', message = 'no such customer';
    elsif w.kept_by <> p_agent then
        raise exception using errcode = 'PL004', message = 'not your customer';
    end if;
    select x.* into strict c from currencies x where x.code = w.currency;
    v_type := coalesce(p_account_type, w.account_type);
    v_status := coalesce(p_status, w.status);
    v_limit := minor_units(p_credit_limit, c.exponent, c.units);
    if p_credit_limit is not null and v_limit is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', w.currency, 'exponent', c.exponent, 'field', 'credit_limit');
    elsif v_type = 'postup' then
        if v_limit is not null then
            raise exception using errcode = 'PL033', message = 'a PostUp account has no credit limit';
        end if;
        v_limit := 0;
    elsif v_limit is null then
        if w.account_type = 'postup' then
            raise exception using errcode = 'PL032', message = 'a Credit account needs a credit limit';
        end if;
        v_limit := w.credit_limit;
    end if;
    insert into account_changes (tenant_id, customer_id, change_no, field, old_value, new_value, changed_by, changed_at)
    select p_tenant, p_customer,
           (select coalesce(max(h.change_no), 0) from account_changes h
            where h.tenant_id = p_tenant and h.customer_id = p_customer) + row_number() over (order by x.no),
           x.field, x.old_value, x.new_value, p_agent, clock_timestamp()
    from (values
        (1, 'account_type', w.account_type, v_type),
        (2, 'credit_limit', decimal_amount(w.credit_limit, c.exponent, c.units)::text,
                            decimal_amount(v_limit, c.exponent, c.units)::text),
        (3, 'status', w.status, v_status)
    ) as x (no, field, old_value, new_value)
    where x.old_value <> x.new_value;
    update wallets x set account_type = v_type, credit_limit = v_limit, status = v_status
    where x.tenant_id = p_tenant and x.wallet_id = w.wallet_id;
end
$$;
ALTER FUNCTION ledger.change_account(p_tenant text, p_agent text, p_customer uuid, p_account_type text, p_credit_limit numeric, p_status text) OWNER TO purser_owner;
CREATE FUNCTION ledger.claim(p_tenant text, p_principal text, p_key text, p_hash bytea) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
    v_hash bytea;
begin
    insert into requests (tenant_id, principal, key, hash) values (p_tenant, p_principal, p_key, p_hash)
    on conflict do nothing;
    if not found then
        select r.hash into strict v_hash from requests r
        where r.tenant_id = p_tenant and r.principal = p_principal and r.key = p_key;
        if v_hash = p_hash then
            raise exception using errcode = 'PL090', message = 'answered already';
        end if;
        raise exception using errcode = 'PL091', message = 'the key was used for something else';
    end if;
end
$$;
ALTER FUNCTION ledger.claim(p_tenant text, p_principal text, p_key text, p_hash bytea) OWNER TO purser_owner;
CREATE FUNCTION ledger.create_customers(p_tenant text, p_agent text, p_rows jsonb) RETURNS TABLE(row_no integer, customer_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_taken integer[];
    a_customer uuid[];
    a_wallet uuid[];
begin
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    select array_agg(new_id()), array_agg(new_id()) into a_customer, a_wallet from jsonb_array_elements(p_rows);
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, kept_by, account_type, credit_limit)
    select p_tenant, a_wallet[r.no], 'person', a_customer[r.no]::text, r.currency, p_agent, r.account_type, r.credit_limit
    from rows from (jsonb_to_recordset(p_rows) as (currency text, account_type text, credit_limit bigint))
         with ordinality as r (currency, account_type, credit_limit, no);
    -- By name, so that two imports of the same names wait for each other instead of crossing.
    insert into customers (tenant_id, customer_id, wallet_id, username, username_key, external_reference)
    select p_tenant, a_customer[r.no], a_wallet[r.no], r.username, r.username_key, r.external_reference
    from rows from (jsonb_to_recordset(p_rows) as (username text, username_key text, external_reference text))
         with ordinality as r (username, username_key, external_reference, no)
    order by r.username_key, r.no
    on conflict (tenant_id, username_key) do nothing;
    select array_agg(x.no - 1 order by x.no) into v_taken
    from unnest(a_customer) with ordinality as x (id, no)
    where not exists (select from customers c where c.tenant_id = p_tenant and c.customer_id = x.id);
    if v_taken is not null then
        raise exception using errcode = 'PL030', message = 'username taken', detail = json_build_object('rows', v_taken);
    end if;
    return query select (x.no - 1)::integer, x.id from unnest(a_customer) with ordinality as x (id, no);
end
$$;
ALTER FUNCTION ledger.create_customers(p_tenant text, p_agent text, p_rows jsonb) OWNER TO purser_owner;
CREATE FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select round(minor / units, exponent)
$$;
ALTER FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) OWNER TO purser_owner;
CREATE FUNCTION ledger.entry_id(transaction_id uuid, leg integer) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select encode(overlay(uuid_send(transaction_id) placing int4send(leg) from 13), 'hex')::uuid
$$;
ALTER FUNCTION ledger.entry_id(transaction_id uuid, leg integer) OWNER TO purser_owner;
CREATE FUNCTION ledger.make_checkpoints() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_epoch xid_epochs;
    v_cut bigint;
    v_count bigint;
begin
    select x.* into strict v_epoch from xid_epochs x order by x.base desc limit 1 for update;
    with ended as materialized (
        select v_epoch.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint as cut
    ), written as (
        insert into checkpoints as c (tenant_id, wallet_id, balance)
        select e.tenant_id, e.wallet_id, sum(e.amount)
        from entries e, ended
        where e.version is null and e.xid >= v_epoch.cut and e.xid < ended.cut
        group by e.tenant_id, e.wallet_id
        on conflict (tenant_id, wallet_id) do update
            set balance = c.balance + excluded.balance, made_at = clock_timestamp()
        returning 1
    )
    select ended.cut, (select count(*) from written) into v_cut, v_count from ended;
    if v_cut < v_epoch.cut then
        raise exception using message = 'the stored cut is ahead of the present: this data came from another cluster',
            hint = 'Run the migration, which begins an epoch and rebuilds the checkpoints from zero.';
    end if;
    update xid_epochs x set cut = v_cut where x.cluster_id = v_epoch.cluster_id;
    return v_count;
end
$$;
ALTER FUNCTION ledger.make_checkpoints() OWNER TO purser_owner;
CREATE FUNCTION ledger.minor_units(amount numeric, exponent smallint, units bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case when scale(amount) <= exponent and abs(amount) * units <= 9007199254740991
                then cast(amount * units as bigint) end
$$;
ALTER FUNCTION ledger.minor_units(amount numeric, exponent smallint, units bigint) OWNER TO purser_owner;
CREATE FUNCTION ledger.new_id() RETURNS uuid
    LANGUAGE sql PARALLEL SAFE
    AS $$
            select encode(
                set_bit(set_bit(overlay(
                    uuid_send(gen_random_uuid())
                    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                    from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
        $$;
ALTER FUNCTION ledger.new_id() OWNER TO purser_owner;
CREATE FUNCTION ledger.open_balance(p_tenant text, p_wallet uuid) RETURNS numeric
    LANGUAGE sql STABLE
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select coalesce((select c.balance from checkpoints c where c.tenant_id = p_tenant and c.wallet_id = p_wallet), 0)
         + coalesce((
            select sum(e.amount) from entries e
            where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version is null
                and e.xid >= (select x.cut from xid_epochs x order by x.base desc limit 1)), 0)
$$;
ALTER FUNCTION ledger.open_balance(p_tenant text, p_wallet uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) RETURNS TABLE(movement integer, leg integer, transaction_id uuid, posted_at timestamp with time zone, is_override boolean, wallet_id uuid, currency text, amount bigint, balance_after bigint, available bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
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
ALTER FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) OWNER TO purser_owner;
CREATE FUNCTION ledger.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception using errcode = 'PL099',
        message = format('%s on %s: history is immutable; post a correction instead', tg_op, tg_table_name);
end
$$;
ALTER FUNCTION ledger.refuse_change() OWNER TO purser_owner;
CREATE FUNCTION ledger.set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
begin
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, allow_overdraft)
    values (p_tenant, new_id(), 'person', p_owner, p_currency, p_allow)
    on conflict (tenant_id, owner_kind, owner_id, currency) do update set allow_overdraft = excluded.allow_overdraft;
end
$$;
ALTER FUNCTION ledger.set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) OWNER TO purser_owner;
CREATE FUNCTION ledger.store_answer(p_tenant text, p_principal text, p_key text, p_status smallint, p_answer text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
begin
    update requests set status = p_status, answer = p_answer
    where tenant_id = p_tenant and principal = p_principal and key = p_key and status is null;
end
$$;
ALTER FUNCTION ledger.store_answer(p_tenant text, p_principal text, p_key text, p_status smallint, p_answer text) OWNER TO purser_owner;
CREATE FUNCTION ledger.version_at(p_tenant text, p_wallet uuid, p_at timestamp with time zone, p_newest bigint) RETURNS bigint
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
    v_low bigint := 0;
    v_high bigint := p_newest;
    v_middle bigint;
begin
    while v_low < v_high loop
        v_middle := (v_low + v_high + 1) / 2;
        if (select e.posted_at <= p_at from ledger.entries e
            where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version = v_middle) then
            v_low := v_middle;
        else
            v_high := v_middle - 1;
        end if;
    end loop;
    return v_low;
end
$$;
ALTER FUNCTION ledger.version_at(p_tenant text, p_wallet uuid, p_at timestamp with time zone, p_newest bigint) OWNER TO purser_owner;
CREATE FUNCTION ledger.xid_base() RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN 0;
ALTER FUNCTION ledger.xid_base() OWNER TO purser_owner;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE ledger.account_changes (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    customer_id uuid NOT NULL,
    change_no bigint NOT NULL,
    field text NOT NULL COLLATE pg_catalog."C",
    old_value text NOT NULL,
    new_value text NOT NULL,
    changed_by text NOT NULL COLLATE pg_catalog."C",
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT account_changes_field_check CHECK ((field = ANY (ARRAY['credit_limit'::text, 'account_type'::text, 'status'::text])))
);
ALTER TABLE ledger.account_changes OWNER TO purser_owner;
CREATE TABLE ledger.currencies (
    code text NOT NULL COLLATE pg_catalog."C",
    exponent smallint NOT NULL,
    units bigint GENERATED ALWAYS AS ((power((10)::numeric, (exponent)::numeric))::bigint) STORED NOT NULL,
    symbol text NOT NULL,
    CONSTRAINT currencies_exponent_check CHECK (((exponent >= 0) AND (exponent <= 4)))
);
ALTER TABLE ledger.currencies OWNER TO purser_owner;
CREATE TABLE ledger.entries (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    transaction_id uuid NOT NULL,
    leg integer NOT NULL,
    wallet_id uuid NOT NULL,
    amount bigint NOT NULL,
    version bigint,
    balance_after bigint,
    posted_at timestamp with time zone NOT NULL,
    xid bigint NOT NULL,
    CONSTRAINT entries_amount_check CHECK ((amount <> 0))
);
ALTER TABLE ledger.entries OWNER TO purser_owner;
CREATE TABLE ledger.transactions (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    transaction_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    posted_at timestamp with time zone NOT NULL,
    posted_by text NOT NULL COLLATE pg_catalog."C",
    request_id text NOT NULL COLLATE pg_catalog."C",
    idempotency_key text COLLATE pg_catalog."C",
    description text,
    external_reference text,
    is_override boolean NOT NULL,
    corrects uuid,
    meta json
);
ALTER TABLE ledger.transactions OWNER TO purser_owner;
CREATE TABLE ledger.wallets (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    wallet_id uuid NOT NULL,
    owner_kind ledger.owner_kind NOT NULL,
    owner_id text NOT NULL COLLATE pg_catalog."C",
    currency text NOT NULL COLLATE pg_catalog."C",
    kept_by text COLLATE pg_catalog."C",
    account_type ledger.account_type DEFAULT 'postup'::text NOT NULL,
    credit_limit ledger.minor_units DEFAULT 0 NOT NULL,
    allow_overdraft boolean DEFAULT false NOT NULL,
    status ledger.wallet_status DEFAULT 'active'::text NOT NULL,
    balance ledger.minor_units DEFAULT 0 NOT NULL,
    version bigint DEFAULT 0 NOT NULL,
    posted_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (fillfactor='70');
ALTER TABLE ledger.wallets OWNER TO purser_owner;
CREATE VIEW ledger.agent_transactions AS
 SELECT e.tenant_id,
    ledger.entry_id(e.transaction_id, e.leg) AS id,
    e.transaction_id,
    w.owner_id AS agent_id,
    (k.owner_id)::uuid AS user_id,
    t.kind AS transaction_type,
    ledger.decimal_amount((e.amount)::numeric, c.exponent, c.units) AS amount,
    w.currency,
    t.is_override,
    e.posted_at AS created_at
   FROM (((((ledger.entries e
     JOIN ledger.wallets w ON (((w.tenant_id = e.tenant_id) AND (w.wallet_id = e.wallet_id) AND ((w.owner_kind)::text = 'agent'::text))))
     JOIN ledger.transactions t ON (((t.tenant_id = e.tenant_id) AND (t.transaction_id = e.transaction_id))))
     JOIN ledger.entries o ON (((o.tenant_id = e.tenant_id) AND (o.transaction_id = e.transaction_id) AND (o.leg <> e.leg))))
     JOIN ledger.wallets k ON (((k.tenant_id = o.tenant_id) AND (k.wallet_id = o.wallet_id) AND (k.kept_by IS NOT NULL))))
     JOIN ledger.currencies c ON ((c.code = w.currency)))
  WHERE (e.version IS NULL);
ALTER VIEW ledger.agent_transactions OWNER TO purser_owner;
CREATE TABLE ledger.alembic_version (
    version_num character varying(32) NOT NULL
);
ALTER TABLE ledger.alembic_version OWNER TO purser_owner;
CREATE TABLE ledger.checkpoints (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    wallet_id uuid NOT NULL,
    balance numeric NOT NULL,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ledger.checkpoints OWNER TO purser_owner;
CREATE TABLE ledger.customers (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    customer_id uuid NOT NULL,
    wallet_id uuid NOT NULL,
    username text NOT NULL,
    username_key text NOT NULL COLLATE pg_catalog."C",
    external_reference text,
    last_settlement timestamp with time zone,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT customers_username_check CHECK (((length(username) >= 1) AND (length(username) <= 64)))
);
ALTER TABLE ledger.customers OWNER TO purser_owner;
CREATE VIEW ledger.customer_accounts AS
 SELECT k.tenant_id,
    k.customer_id,
    k.username,
    k.username_key,
    w.kept_by AS agent_id,
    w.wallet_id,
    w.account_type,
    w.currency,
    w.balance AS account_balance,
    w.credit_limit,
    GREATEST(((w.balance)::bigint + (w.credit_limit)::bigint), (0)::bigint) AS available,
    (0)::bigint AS pending_bets,
    w.status,
    k.last_settlement,
    k.created_at
   FROM (ledger.customers k
     JOIN ledger.wallets w ON (((w.tenant_id = k.tenant_id) AND (w.wallet_id = k.wallet_id))));
ALTER VIEW ledger.customer_accounts OWNER TO purser_owner;
CREATE VIEW ledger.financial_transactions AS
 SELECT e.tenant_id,
    ledger.entry_id(e.transaction_id, e.leg) AS id,
    e.transaction_id,
    (w.owner_id)::uuid AS user_id,
    w.kept_by AS agent_id,
    t.kind AS transaction_type,
    ledger.decimal_amount((e.amount)::numeric, c.exponent, c.units) AS amount,
    w.currency,
    ledger.decimal_amount(((e.balance_after - e.amount))::numeric, c.exponent, c.units) AS balance_before,
    ledger.decimal_amount((e.balance_after)::numeric, c.exponent, c.units) AS balance_after,
    t.is_override,
    t.description,
    t.external_reference,
    e.posted_at AS created_at
   FROM (((ledger.entries e
     JOIN ledger.transactions t ON (((t.tenant_id = e.tenant_id) AND (t.transaction_id = e.transaction_id))))
     JOIN ledger.wallets w ON (((w.tenant_id = e.tenant_id) AND (w.wallet_id = e.wallet_id) AND (w.kept_by IS NOT NULL))))
     JOIN ledger.currencies c ON ((c.code = w.currency)))
  WHERE (e.version IS NOT NULL);
ALTER VIEW ledger.financial_transactions OWNER TO purser_owner;
CREATE TABLE ledger.outbox (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    event_id uuid NOT NULL,
    detail_type text NOT NULL COLLATE pg_catalog."C",
    detail json NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ledger.outbox OWNER TO purser_owner;
CREATE TABLE ledger.requests (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    principal text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    hash bytea NOT NULL,
    status smallint,
    answer text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (fillfactor='60');
ALTER TABLE ledger.requests OWNER TO purser_owner;
CREATE TABLE ledger.tenants (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT tenants_tenant_id_check CHECK (((length(tenant_id) >= 1) AND (length(tenant_id) <= 128)))
);
ALTER TABLE ledger.tenants OWNER TO purser_owner;
CREATE TABLE ledger.xid_epochs (
    cluster_id bigint NOT NULL,
    base bigint NOT NULL,
    cut bigint DEFAULT 0 NOT NULL,
    begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ledger.xid_epochs OWNER TO purser_owner;
COPY ledger.account_changes (tenant_id, customer_id, change_no, field, old_value, new_value, changed_by, changed_at) FROM stdin;
acme	01a1f8da-4d6c-7e3f-97ee-d8a25256e65f	1	status	active	frozen	agent-ada	2026-11-20 12:06:58.696831+00
\.
COPY ledger.alembic_version (version_num) FROM stdin;
0001_ledger
\.
COPY ledger.checkpoints (tenant_id, wallet_id, balance, made_at) FROM stdin;
\.
COPY ledger.currencies (code, exponent, symbol) FROM stdin;
AED	2	
AFN	2	
ALL	2	
AMD	2	
AOA	2	
ARS	2	
AUD	2	A$
AWG	2	
AZN	2	
BAM	2	
BBD	2	
BDT	2	
BHD	3	
BIF	0	
BMD	2	
BND	2	
BOB	2	
BOV	2	
BRL	2	R$
BSD	2	
BTN	2	
BWP	2	
BYN	2	
BZD	2	
CAD	2	CA$
CDF	2	
CHE	2	
CHF	2	
CHW	2	
CLF	4	
CLP	0	
CNY	2	CN¥
COP	2	
COU	2	
CRC	2	
CUP	2	
CVE	2	
CZK	2	
DJF	0	
DKK	2	
DOP	2	
DZD	2	
EGP	2	
ERN	2	
ETB	2	
EUR	2	€
FJD	2	
FKP	2	
GBP	2	£
GEL	2	
GHS	2	
GIP	2	
GMD	2	
GNF	0	
GTQ	2	
GYD	2	
HKD	2	HK$
HNL	2	
HTG	2	
HUF	2	
IDR	2	
ILS	2	₪
INR	2	₹
IQD	3	
IRR	2	
ISK	0	
JMD	2	
JOD	3	
JPY	0	¥
KES	2	
KGS	2	
KHR	2	
KMF	0	
KPW	2	
KRW	0	₩
KWD	3	
KYD	2	
KZT	2	
LAK	2	
LBP	2	
LKR	2	
LRD	2	
LSL	2	
LYD	3	
MAD	2	
MDL	2	
MGA	2	
MKD	2	
MMK	2	
MNT	2	
MOP	2	
MRU	2	
MUR	2	
MVR	2	
MWK	2	
MXN	2	MX$
MXV	2	
MYR	2	
MZN	2	
NAD	2	
NGN	2	
NIO	2	
NOK	2	
NPR	2	
NZD	2	NZ$
OMR	3	
PAB	2	
PEN	2	
PGK	2	
PHP	2	₱
PKR	2	
PLN	2	
PYG	0	
QAR	2	
RON	2	
RSD	2	
RUB	2	
RWF	0	
SAR	2	
SBD	2	
SCR	2	
SDG	2	
SEK	2	
SGD	2	
SHP	2	
SLE	2	
SOS	2	
SRD	2	
SSP	2	
STN	2	
SVC	2	
SYP	2	
SZL	2	
THB	2	
TJS	2	
TMT	2	
TND	3	
TOP	2	
TRY	2	
TTD	2	
TWD	2	NT$
TZS	2	
UAH	2	
UGX	0	
USD	2	$
USN	2	
UYI	0	
UYU	2	
UYW	4	
UZS	2	
VED	2	
VES	2	
VND	0	₫
VUV	0	
WST	2	
XAD	2	
XAF	0	FCFA
XCD	2	EC$
XCG	2	Cg.
XOF	0	
XPF	0	CFPF
YER	2	
ZAR	2	
ZMW	2	
ZWG	2	
COIN	0	
\.
COPY ledger.customers (tenant_id, customer_id, wallet_id, username, username_key, external_reference, last_settlement, created_at) FROM stdin;
acme	01a1f8da-4d1e-73e2-a61f-8385b21bacfb	01a1f8da-4d1e-7b7e-af44-a68b2cd1608d	ann	ann	\N	\N	2026-11-20 12:06:58.599448+00
acme	01a1f8da-4d6c-7e3f-97ee-d8a25256e65f	01a1f8da-4d6c-74fa-8d3e-06788ba28dd9	bob	bob	\N	\N	2026-11-20 12:06:58.668368+00
\.
COPY ledger.entries (tenant_id, transaction_id, leg, wallet_id, amount, version, balance_after, posted_at, xid) FROM stdin;
acme	01a1f8da-4d59-7c4b-8a87-6573695738d7	1	01a1f8da-4d1e-7b7e-af44-a68b2cd1608d	10000	1	10000	2026-11-20 12:06:58.648776+00	736
acme	01a1f8da-4d59-7c4b-8a87-6573695738d7	2	01a1f8da-4d58-7e81-8021-2917c7c0996c	-10000	\N	\N	2026-11-20 12:06:58.648776+00	736
acme	01a1f8da-4d71-7c8a-9304-c1a014785526	1	01a1f8da-4d1e-7b7e-af44-a68b2cd1608d	-3000	2	7000	2026-11-20 12:06:58.673402+00	738
acme	01a1f8da-4d71-7c8a-9304-c1a014785526	2	01a1f8da-4d58-7e81-8021-2917c7c0996c	3000	\N	\N	2026-11-20 12:06:58.673402+00	738
acme	01a1f8da-4d80-7b09-9715-ad279e40d910	1	01a1f8da-4d6c-74fa-8d3e-06788ba28dd9	-2000	1	-2000	2026-11-20 12:06:58.687769+00	739
acme	01a1f8da-4d80-7b09-9715-ad279e40d910	2	01a1f8da-4d58-7e81-8021-2917c7c0996c	2000	\N	\N	2026-11-20 12:06:58.687769+00	739
acme	01a1f8da-4dad-7f78-bab5-8667d4580d93	1	01a1f8da-4dac-7a66-b7ad-0d31a18ab1c0	50	1	50	2026-11-20 12:06:58.732549+00	741
acme	01a1f8da-4dad-7f78-bab5-8667d4580d93	2	01a1f8da-4dad-7f43-9fa2-deeeb0c7859b	-50	\N	\N	2026-11-20 12:06:58.732549+00	741
acme	01a1f8da-4db5-784c-a1ea-295d5e6331e8	1	01a1f8da-4dac-7a66-b7ad-0d31a18ab1c0	-20	2	30	2026-11-20 12:06:58.740619+00	742
acme	01a1f8da-4db5-784c-a1ea-295d5e6331e8	2	01a1f8da-4db5-7cad-886c-c6e94fb3ff49	20	1	20	2026-11-20 12:06:58.740619+00	742
globex	01a1f8da-4dbd-7f90-9d15-c205713e5b99	1	01a1f8da-4dbd-7334-94c1-e703323021ae	7	1	7	2026-11-20 12:06:58.749112+00	743
globex	01a1f8da-4dbd-7f90-9d15-c205713e5b99	2	01a1f8da-4dbd-75b0-a7cb-70ca1ae50057	-7	\N	\N	2026-11-20 12:06:58.749112+00	743
\.
COPY ledger.outbox (tenant_id, event_id, detail_type, detail, created_at) FROM stdin;
\.
COPY ledger.requests (tenant_id, principal, key, hash, status, answer, created_at) FROM stdin;
acme	agent-ada	§ac43d55b74874cdabd24b099481bf93b	\\x5d459b3285dfdcaf171505f9b1e2e7b225fcc703133d059ab30b4fbfd366f493	201	{"customer_id":"01a1f8da-4d1e-73e2-a61f-8385b21bacfb","username":"ann","agent_id":"agent-ada","account_type":"postup","currency":"USD","account_balance":"0.00","credit_limit":"0.00","available":"0.00","pending_bets":"0.00","status":"active","last_settlement":null,"created_at":"2026-11-20T12:06:58.599448Z"}	2026-11-20 12:06:58.588394+00
acme	agent-ada	§23df527f65204ec08ba570f73d59d633	\\xab026cffd7fd34845f17968af47fb5b4121a1c0e9271b6e53d66004af89bd031	201	{"success":true,"transaction_id":"01a1f8da-4d59-7c4b-8a87-6573695738d7","customer_id":"01a1f8da-4d1e-73e2-a61f-8385b21bacfb","transaction_type":"credit","amount":"100.00","currency":"USD","balance_before":"0.00","balance_after":"100.00","available":"100.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T12:06:58.648776Z"}	2026-11-20 12:06:58.646204+00
acme	agent-ada	§b765157e67f441c2ae77c721b4ffac59	\\x81f804df882314c34b6d4fda3e59ad121cfb63b311beb687c7b05e74c7675cca	201	{"customer_id":"01a1f8da-4d6c-7e3f-97ee-d8a25256e65f","username":"bob","agent_id":"agent-ada","account_type":"credit","currency":"USD","account_balance":"0.00","credit_limit":"50.00","available":"50.00","pending_bets":"0.00","status":"active","last_settlement":null,"created_at":"2026-11-20T12:06:58.668368Z"}	2026-11-20 12:06:58.667763+00
acme	agent-ada	§494037ed0dc1481ca2f0bbe2b66b3749	\\x036e70634817d02bb8dc2f12a67225632e0b73ac4b395d6f31b92e2a921e6750	201	{"success":true,"transaction_id":"01a1f8da-4d71-7c8a-9304-c1a014785526","customer_id":"01a1f8da-4d1e-73e2-a61f-8385b21bacfb","transaction_type":"debit","amount":"30.00","currency":"USD","balance_before":"100.00","balance_after":"70.00","available":"70.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T12:06:58.673402Z"}	2026-11-20 12:06:58.673064+00
acme	agent-ada	§5dad73858cb743a48b28c8e7fcc28147	\\xce058b200d98644ea5231b70408735d97e744db7633e3eb54a1eb23a02054b89	201	{"success":true,"transaction_id":"01a1f8da-4d80-7b09-9715-ad279e40d910","customer_id":"01a1f8da-4d6c-7e3f-97ee-d8a25256e65f","transaction_type":"debit","amount":"20.00","currency":"USD","balance_before":"0.00","balance_after":"-20.00","available":"30.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T12:06:58.687769Z"}	2026-11-20 12:06:58.687028+00
acme	agent-ada	§ef338e66bcab4a08ae95996a536c0e31	\\x0dab8b6236ebb1456e71db984f5c256fabae2dff854230435389054b83a3c683	200	{"customer_id":"01a1f8da-4d6c-7e3f-97ee-d8a25256e65f","username":"bob","agent_id":"agent-ada","account_type":"credit","currency":"USD","account_balance":"-20.00","credit_limit":"50.00","available":"30.00","pending_bets":"0.00","status":"frozen","last_settlement":null,"created_at":"2026-11-20T12:06:58.668368Z"}	2026-11-20 12:06:58.69563+00
acme	service-1	§9bee9d3208fd499fa9c54f5818507983	\\x167211ebbaef51a37dcda600e1fec8e5e0ab833c291ea74f843562669765266d	201	{"wallet_id":"01a1f8da-4dac-7a66-b7ad-0d31a18ab1c0","balance_after":"50","transaction_id":"01a1f8da-4dad-7f78-bab5-8667d4580d93","idempotency_key":null}	2026-11-20 12:06:58.73197+00
acme	service-1	gift	\\x1046199a69547e6a59f95743ea968a5fbe340595b9f86f5155193d5c2901b067	201	{"transaction_id":"01a1f8da-4db5-784c-a1ea-295d5e6331e8","from_wallet_id":"01a1f8da-4dac-7a66-b7ad-0d31a18ab1c0","from_balance_after":"30","debit_transaction_id":"01a1f8da-4db5-784c-a1ea-295d00000001","credit_transaction_id":"01a1f8da-4db5-784c-a1ea-295d00000002","idempotency_key":"gift","to_wallet_id":"01a1f8da-4db5-7cad-886c-c6e94fb3ff49","to_balance_after":"20"}	2026-11-20 12:06:58.740141+00
globex	service-1	§20ca3b24d09a4b23a8812b1d93e1493d	\\xac761dc912b7fbabd197d1669d656ec11f07979a523172380a2391da0979ecf2	201	{"wallet_id":"01a1f8da-4dbd-7334-94c1-e703323021ae","balance_after":"7","transaction_id":"01a1f8da-4dbd-7f90-9d15-c205713e5b99","idempotency_key":null}	2026-11-20 12:06:58.748486+00
\.
COPY ledger.tenants (tenant_id, created_at) FROM stdin;
acme	2026-11-20 12:06:58.589497+00
globex	2026-11-20 12:06:58.748923+00
\.
COPY ledger.transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, idempotency_key, description, external_reference, is_override, corrects, meta) FROM stdin;
acme	01a1f8da-4d59-7c4b-8a87-6573695738d7	credit	2026-11-20 12:06:58.648776+00	agent-ada	bd3880a9-8b88-44fd-b39c-34b9875a662e	\N	At the desk	\N	f	\N	\N
acme	01a1f8da-4d71-7c8a-9304-c1a014785526	debit	2026-11-20 12:06:58.673402+00	agent-ada	61c850be-c2e6-4530-b0f0-2e3b0ece013d	\N	At the desk	\N	f	\N	\N
acme	01a1f8da-4d80-7b09-9715-ad279e40d910	debit	2026-11-20 12:06:58.687769+00	agent-ada	aa98dcf4-bbaa-4bb3-b680-eeafee12e3f4	\N	At the desk	\N	f	\N	\N
acme	01a1f8da-4dad-7f78-bab5-8667d4580d93	manual_adjust	2026-11-20 12:06:58.732549+00	service-1	37a723f2-e1ea-4a33-b8fc-341913a0d694	\N	\N	\N	f	\N	\N
acme	01a1f8da-4db5-784c-a1ea-295d5e6331e8	p2p_transfer	2026-11-20 12:06:58.740619+00	service-1	808581ee-9866-42b5-adbd-9bd8888207f9	gift	\N	\N	f	\N	\N
globex	01a1f8da-4dbd-7f90-9d15-c205713e5b99	manual_adjust	2026-11-20 12:06:58.749112+00	service-1	7450b85a-0710-47d6-af07-c1cb4c031d3f	\N	\N	\N	f	\N	\N
\.
COPY ledger.wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, kept_by, account_type, credit_limit, allow_overdraft, status, balance, version, posted_at, created_at) FROM stdin;
acme	01a1f8da-4d58-7e81-8021-2917c7c0996c	agent	agent-ada	USD	\N	postup	0	f	active	0	0	-infinity	2026-11-20 12:06:58.648172+00
acme	01a1f8da-4d1e-7b7e-af44-a68b2cd1608d	person	01a1f8da-4d1e-73e2-a61f-8385b21bacfb	USD	agent-ada	postup	0	f	active	7000	2	2026-11-20 12:06:58.673402+00	2026-11-20 12:06:58.590501+00
acme	01a1f8da-4d6c-74fa-8d3e-06788ba28dd9	person	01a1f8da-4d6c-7e3f-97ee-d8a25256e65f	USD	agent-ada	credit	5000	f	frozen	-2000	1	2026-11-20 12:06:58.687769+00	2026-11-20 12:06:58.668212+00
acme	01a1f8da-4dad-7f43-9fa2-deeeb0c7859b	treasury		COIN	\N	postup	0	f	active	0	0	-infinity	2026-11-20 12:06:58.732524+00
acme	01a1f8da-4dac-7a66-b7ad-0d31a18ab1c0	person	zoe	COIN	\N	postup	0	f	active	30	2	2026-11-20 12:06:58.740619+00	2026-11-20 12:06:58.732407+00
acme	01a1f8da-4db5-7cad-886c-c6e94fb3ff49	person	yan	COIN	\N	postup	0	f	active	20	1	2026-11-20 12:06:58.740619+00	2026-11-20 12:06:58.740513+00
globex	01a1f8da-4dbd-75b0-a7cb-70ca1ae50057	treasury		COIN	\N	postup	0	f	active	0	0	-infinity	2026-11-20 12:06:58.749089+00
globex	01a1f8da-4dbd-7334-94c1-e703323021ae	person	zoe	COIN	\N	postup	0	f	active	7	1	2026-11-20 12:06:58.749112+00	2026-11-20 12:06:58.748989+00
\.
COPY ledger.xid_epochs (cluster_id, base, cut, begun_at) FROM stdin;
7710223989810098156	0	0	2026-11-20 12:06:58.329817+00
\.
ALTER TABLE ONLY ledger.account_changes
    ADD CONSTRAINT account_changes_pkey PRIMARY KEY (tenant_id, customer_id, change_no);
ALTER TABLE ONLY ledger.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY ledger.checkpoints
    ADD CONSTRAINT checkpoints_pkey PRIMARY KEY (tenant_id, wallet_id);
ALTER TABLE ONLY ledger.currencies
    ADD CONSTRAINT currencies_pkey PRIMARY KEY (code);
ALTER TABLE ONLY ledger.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (tenant_id, customer_id);
ALTER TABLE ONLY ledger.customers
    ADD CONSTRAINT customers_tenant_id_username_key_key UNIQUE (tenant_id, username_key);
ALTER TABLE ONLY ledger.customers
    ADD CONSTRAINT customers_tenant_id_wallet_id_key UNIQUE (tenant_id, wallet_id);
ALTER TABLE ONLY ledger.entries
    ADD CONSTRAINT entries_pkey PRIMARY KEY (tenant_id, transaction_id, leg);
ALTER TABLE ONLY ledger.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (tenant_id, event_id);
ALTER TABLE ONLY ledger.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (tenant_id, principal, key);
ALTER TABLE ONLY ledger.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY ledger.transactions
    ADD CONSTRAINT transactions_pkey PRIMARY KEY (tenant_id, transaction_id);
ALTER TABLE ONLY ledger.wallets
    ADD CONSTRAINT wallets_pkey PRIMARY KEY (tenant_id, wallet_id);
ALTER TABLE ONLY ledger.wallets
    ADD CONSTRAINT wallets_tenant_id_owner_kind_owner_id_currency_key UNIQUE (tenant_id, owner_kind, owner_id, currency);
ALTER TABLE ONLY ledger.xid_epochs
    ADD CONSTRAINT xid_epochs_pkey PRIMARY KEY (cluster_id);
CREATE INDEX entries_by_xid ON ledger.entries USING brin (xid) WITH (autosummarize='on', pages_per_range='32');
CREATE UNIQUE INDEX entries_of_guarded_wallets ON ledger.entries USING btree (tenant_id, wallet_id, version) WHERE (version IS NOT NULL);
CREATE INDEX entries_of_open_wallets ON ledger.entries USING btree (tenant_id, wallet_id, posted_at, transaction_id) INCLUDE (amount) WHERE (version IS NULL);
CREATE UNIQUE INDEX transactions_corrects ON ledger.transactions USING btree (tenant_id, corrects) WHERE (corrects IS NOT NULL);
CREATE INDEX wallets_kept_by ON ledger.wallets USING btree (tenant_id, kept_by) WHERE (kept_by IS NOT NULL);
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.account_changes FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE ledger.account_changes ENABLE ALWAYS TRIGGER immutable;
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.entries FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE ledger.entries ENABLE ALWAYS TRIGGER immutable;
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.transactions FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE ledger.transactions ENABLE ALWAYS TRIGGER immutable;
ALTER TABLE ONLY ledger.account_changes
    ADD CONSTRAINT account_changes_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES ledger.customers(tenant_id, customer_id);
ALTER TABLE ONLY ledger.checkpoints
    ADD CONSTRAINT checkpoints_tenant_id_wallet_id_fkey FOREIGN KEY (tenant_id, wallet_id) REFERENCES ledger.wallets(tenant_id, wallet_id);
ALTER TABLE ONLY ledger.customers
    ADD CONSTRAINT customers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES ledger.tenants(tenant_id);
ALTER TABLE ONLY ledger.customers
    ADD CONSTRAINT customers_tenant_id_wallet_id_fkey FOREIGN KEY (tenant_id, wallet_id) REFERENCES ledger.wallets(tenant_id, wallet_id);
ALTER TABLE ONLY ledger.wallets
    ADD CONSTRAINT wallets_currency_fkey FOREIGN KEY (currency) REFERENCES ledger.currencies(code);
ALTER TABLE ONLY ledger.wallets
    ADD CONSTRAINT wallets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES ledger.tenants(tenant_id);
GRANT USAGE ON SCHEMA ledger TO purser_app;
REVOKE ALL ON FUNCTION ledger.begin_epoch() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.change_account(p_tenant text, p_agent text, p_customer uuid, p_account_type text, p_credit_limit numeric, p_status text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.change_account(p_tenant text, p_agent text, p_customer uuid, p_account_type text, p_credit_limit numeric, p_status text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.claim(p_tenant text, p_principal text, p_key text, p_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.claim(p_tenant text, p_principal text, p_key text, p_hash bytea) TO purser_app;
REVOKE ALL ON FUNCTION ledger.create_customers(p_tenant text, p_agent text, p_rows jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.create_customers(p_tenant text, p_agent text, p_rows jsonb) TO purser_app;
REVOKE ALL ON FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) TO purser_app;
REVOKE ALL ON FUNCTION ledger.entry_id(transaction_id uuid, leg integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.entry_id(transaction_id uuid, leg integer) TO purser_app;
REVOKE ALL ON FUNCTION ledger.make_checkpoints() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.minor_units(amount numeric, exponent smallint, units bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.minor_units(amount numeric, exponent smallint, units bigint) TO purser_app;
REVOKE ALL ON FUNCTION ledger.new_id() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.new_id() TO purser_app;
REVOKE ALL ON FUNCTION ledger.open_balance(p_tenant text, p_wallet uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.open_balance(p_tenant text, p_wallet uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) TO purser_app;
REVOKE ALL ON FUNCTION ledger.refuse_change() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) TO purser_app;
REVOKE ALL ON FUNCTION ledger.store_answer(p_tenant text, p_principal text, p_key text, p_status smallint, p_answer text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.store_answer(p_tenant text, p_principal text, p_key text, p_status smallint, p_answer text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.version_at(p_tenant text, p_wallet uuid, p_at timestamp with time zone, p_newest bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.version_at(p_tenant text, p_wallet uuid, p_at timestamp with time zone, p_newest bigint) TO purser_app;
REVOKE ALL ON FUNCTION ledger.xid_base() FROM PUBLIC;
GRANT SELECT ON TABLE ledger.account_changes TO purser_app;
GRANT SELECT ON TABLE ledger.currencies TO purser_app;
GRANT SELECT ON TABLE ledger.entries TO purser_app;
GRANT SELECT ON TABLE ledger.transactions TO purser_app;
GRANT SELECT ON TABLE ledger.wallets TO purser_app;
GRANT SELECT ON TABLE ledger.agent_transactions TO purser_app;
GRANT SELECT ON TABLE ledger.alembic_version TO purser_app;
GRANT SELECT ON TABLE ledger.checkpoints TO purser_app;
GRANT SELECT ON TABLE ledger.customers TO purser_app;
GRANT SELECT ON TABLE ledger.customer_accounts TO purser_app;
GRANT SELECT ON TABLE ledger.financial_transactions TO purser_app;
GRANT SELECT ON TABLE ledger.outbox TO purser_app;
GRANT SELECT ON TABLE ledger.requests TO purser_app;
GRANT SELECT ON TABLE ledger.tenants TO purser_app;
GRANT SELECT ON TABLE ledger.xid_epochs TO purser_app;
