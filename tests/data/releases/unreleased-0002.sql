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
CREATE DOMAIN ledger.bet_status AS text COLLATE pg_catalog."C"
	CONSTRAINT bet_status_check CHECK ((VALUE = ANY (ARRAY['pending'::text, 'won'::text, 'lost'::text, 'void'::text, 'cashed_out'::text])));
ALTER DOMAIN ledger.bet_status OWNER TO purser_owner;
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
CREATE FUNCTION ledger.bet_paid(p_tenant text, p_bet uuid, p_transaction uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update bets set outcome_transaction_id = p_transaction where tenant_id = p_tenant and bet_id = p_bet
$$;
ALTER FUNCTION ledger.bet_paid(p_tenant text, p_bet uuid, p_transaction uuid) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.close_settlement(p_tenant text, p_customer uuid, p_agent text, p_method text, p_note text, p_currency text, p_since_version bigint, p_until_version bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_figures json, p_transaction uuid) RETURNS uuid
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update customers set last_settlement = p_until where tenant_id = p_tenant and customer_id = p_customer;
    insert into settlements (tenant_id, settlement_id, customer_id, agent_id, method, note, currency, since_version,
                             until_version, since, until, figures, transaction_id)
    values (p_tenant, new_id(), p_customer, p_agent, p_method, p_note, p_currency, p_since_version,
            p_until_version, p_since, p_until, p_figures, p_transaction)
    returning settlement_id
$$;
ALTER FUNCTION ledger.close_settlement(p_tenant text, p_customer uuid, p_agent text, p_method text, p_note text, p_currency text, p_since_version bigint, p_until_version bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_figures json, p_transaction uuid) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.emit(p_tenant text, p_events jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    insert into outbox (tenant_id, event_id, detail_type, detail)
    select p_tenant, e.event_id, e.type, e.detail
    from jsonb_to_recordset(p_events) as e (event_id uuid, type text, detail json)
$$;
ALTER FUNCTION ledger.emit(p_tenant text, p_events jsonb) OWNER TO purser_owner;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE ledger.bets (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    bet_id uuid NOT NULL,
    user_id uuid NOT NULL,
    agent_id text NOT NULL COLLATE pg_catalog."C",
    currency text NOT NULL COLLATE pg_catalog."C",
    description text NOT NULL,
    stake ledger.minor_units NOT NULL,
    odds numeric(9,4),
    status ledger.bet_status DEFAULT 'pending'::text NOT NULL,
    payout ledger.minor_units,
    cash_out_amount ledger.minor_units,
    is_auto_cash_out boolean DEFAULT false NOT NULL,
    cash_out_trigger_reason text,
    placed_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    stake_transaction_id uuid NOT NULL,
    outcome_transaction_id uuid
)
WITH (fillfactor='80');
ALTER TABLE ledger.bets OWNER TO purser_owner;
CREATE FUNCTION ledger.end_bet(p_tenant text, p_bet uuid, p_status text, p_amount numeric, p_is_auto boolean, p_reason text) RETURNS TABLE(bet ledger.bets, pays bigint, balance bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    b bets;
    c currencies;
    v_amount bigint;
    v_balance bigint;
begin
    select x.* into b from bets x where x.tenant_id = p_tenant and x.bet_id = p_bet for no key update;
    if not found then
        raise exception using errcode = 'PL040', message = 'no such bet';
    elsif b.status <> 'pending' then
        raise exception using errcode = 'PL041', message = 'settled already', detail = json_build_object(
            'bet_status', b.status);
    end if;
    select x.* into strict c from currencies x where x.code = b.currency;
    v_amount := case p_status when 'void' then b.stake when 'lost' then 0
                     else minor_units(p_amount, c.exponent, c.units) end;
    if v_amount is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', b.currency, 'exponent', c.exponent);
    end if;
    select w.balance into strict v_balance
    from customers k
    join wallets w on w.tenant_id = k.tenant_id and w.wallet_id = k.wallet_id
    where k.tenant_id = p_tenant and k.customer_id = b.user_id
    for no key update of w;
    b.status := p_status;
    b.settled_at := clock_timestamp();
    b.is_auto_cash_out := p_is_auto;
    b.cash_out_trigger_reason := p_reason;
    if p_status = 'cashed_out' then
        b.cash_out_amount := v_amount;
    else
        b.payout := v_amount;
    end if;
    update bets x
    set status = b.status, settled_at = b.settled_at, payout = b.payout, cash_out_amount = b.cash_out_amount,
        is_auto_cash_out = b.is_auto_cash_out, cash_out_trigger_reason = b.cash_out_trigger_reason
    where x.tenant_id = p_tenant and x.bet_id = p_bet;
    return query select b, v_amount, v_balance;
end
$$;
ALTER FUNCTION ledger.end_bet(p_tenant text, p_bet uuid, p_status text, p_amount numeric, p_is_auto boolean, p_reason text) OWNER TO purser_owner;
CREATE FUNCTION ledger.entry_id(transaction_id uuid, leg integer) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select encode(overlay(uuid_send(transaction_id) placing int4send(leg) from 13), 'hex')::uuid
$$;
ALTER FUNCTION ledger.entry_id(transaction_id uuid, leg integer) OWNER TO purser_owner;
CREATE FUNCTION ledger.forget_published() RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    with gone as (
        delete from published where published_at < clock_timestamp() - interval '7 days' returning 1
    )
    select count(*) from gone
$$;
ALTER FUNCTION ledger.forget_published() OWNER TO purser_owner;
CREATE FUNCTION ledger.lease_outbox(p_limit integer, p_seconds double precision) RETURNS TABLE(tenant_id text, event_id uuid, detail_type text, detail json, created_at timestamp with time zone, attempts integer)
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    with due as (
        select o.tenant_id, o.event_id from outbox o
        where o.due_at <= clock_timestamp()
        order by o.created_at, o.event_id
        limit p_limit
        for update skip locked
    )
    update outbox o
    set due_at = clock_timestamp() + make_interval(secs => p_seconds), attempts = o.attempts + 1
    from due
    where o.tenant_id = due.tenant_id and o.event_id = due.event_id
    returning o.tenant_id, o.event_id, o.detail_type, o.detail, o.created_at, o.attempts
$$;
ALTER FUNCTION ledger.lease_outbox(p_limit integer, p_seconds double precision) OWNER TO purser_owner;
CREATE FUNCTION ledger.lock_account(p_tenant text, p_agent text, p_customer uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_keeper text;
begin
    select w.kept_by into v_keeper from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_customer::text
        and w.kept_by is not null
    for no key update;
    if not found then
        raise exception using errcode = 'PL005', message = 'no such customer';
    elsif v_keeper <> p_agent then
        raise exception using errcode = 'PL004', message = 'not your customer';
    end if;
end
$$;
ALTER FUNCTION ledger.lock_account(p_tenant text, p_agent text, p_customer uuid) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.mark_published(p_tenant text, p_events uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    with gone as (
        delete from outbox
        where tenant_id = p_tenant and event_id = any (p_events)
        returning tenant_id, event_id, detail_type, detail, created_at
    )
    insert into published (tenant_id, event_id, detail_type, detail, created_at)
    select * from gone
    on conflict (tenant_id, event_id) do update set published_at = clock_timestamp()
$$;
ALTER FUNCTION ledger.mark_published(p_tenant text, p_events uuid[]) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.note_failure(p_tenant text, p_event uuid, p_error text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update outbox
    set last_error = p_error,
        due_at = clock_timestamp() + make_interval(secs => least(power(2, least(attempts, 10)), 900))
    where tenant_id = p_tenant and event_id = p_event
$$;
ALTER FUNCTION ledger.note_failure(p_tenant text, p_event uuid, p_error text) OWNER TO purser_owner;
CREATE FUNCTION ledger.number_cash_outs(p_tenant text, p_consumer text, p_events jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_fresh uuid[];
    v_count bigint;
begin
    with fresh as (
        insert into inbox (tenant_id, consumer, event_id)
        select distinct p_tenant, p_consumer, e.event_id
        from jsonb_to_recordset(p_events) as e (event_id uuid)
        order by e.event_id
        on conflict do nothing
        returning event_id
    )
    select array_agg(event_id) into v_fresh from fresh;
    if v_fresh is null then
        return 0;
    end if;
    insert into feed_heads (tenant_id, agent_id, sequence)
    select distinct p_tenant, e.agent_id, 0
    from jsonb_to_recordset(p_events) as e (event_id uuid, agent_id text)
    where e.event_id = any (v_fresh)
    order by e.agent_id
    on conflict do nothing;
    with heads as materialized (
        select h.agent_id, h.sequence from feed_heads h
        where h.tenant_id = p_tenant and h.agent_id in (
            select e.agent_id from jsonb_to_recordset(p_events) as e (event_id uuid, agent_id text)
            where e.event_id = any (v_fresh))
        order by h.agent_id
        for update
    ), numbered as (
        select e.agent_id, e.bet_id, h.sequence + row_number() over (partition by e.agent_id order by e.no) as sequence
        from (
            select distinct on (x.event_id) x.event_id, x.agent_id, x.bet_id, x.no
            from rows from (jsonb_to_recordset(p_events) as (event_id uuid, agent_id text, bet_id uuid))
                 with ordinality as x (event_id, agent_id, bet_id, no)
            where x.event_id = any (v_fresh)
            order by x.event_id, x.no
        ) e
        join heads h on h.agent_id = e.agent_id
    ), moved as (
        update feed_heads f set sequence = n.newest
        from (select agent_id, max(sequence) as newest from numbered group by agent_id) n
        where f.tenant_id = p_tenant and f.agent_id = n.agent_id
    ), written as (
        insert into feed (tenant_id, agent_id, sequence, bet_id)
        select p_tenant, agent_id, sequence, bet_id from numbered
        returning 1
    )
    select count(*) into v_count from written;
    return v_count;
end
$$;
ALTER FUNCTION ledger.number_cash_outs(p_tenant text, p_consumer text, p_events jsonb) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.outbox_age() RETURNS TABLE(waiting bigint, seconds double precision)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) from outbox
$$;
ALTER FUNCTION ledger.outbox_age() OWNER TO purser_owner;
CREATE FUNCTION ledger.place_bet(p_tenant text, p_bet uuid, p_customer uuid, p_description text, p_odds numeric, p_stake bigint, p_currency text, p_transaction uuid, p_placed_at timestamp with time zone) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    insert into bets (tenant_id, bet_id, user_id, agent_id, currency, description, stake, odds, placed_at,
                      stake_transaction_id)
    select p_tenant, p_bet, p_customer, w.kept_by, p_currency, p_description, p_stake, p_odds, p_placed_at, p_transaction
    from customers k
    join wallets w on w.tenant_id = k.tenant_id and w.wallet_id = k.wallet_id
    where k.tenant_id = p_tenant and k.customer_id = p_customer
$$;
ALTER FUNCTION ledger.place_bet(p_tenant text, p_bet uuid, p_customer uuid, p_description text, p_odds numeric, p_stake bigint, p_currency text, p_transaction uuid, p_placed_at timestamp with time zone) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.send_again(p_since timestamp with time zone) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    with back as (
        insert into outbox (tenant_id, event_id, detail_type, detail, created_at, due_at)
        select tenant_id, event_id, detail_type, detail, created_at, clock_timestamp()
        from published where published_at >= p_since
        on conflict do nothing
        returning 1
    )
    select count(*) from back
$$;
ALTER FUNCTION ledger.send_again(p_since timestamp with time zone) OWNER TO purser_owner;
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
    COALESCE(( SELECT sum((b.stake)::bigint) AS sum
           FROM ledger.bets b
          WHERE ((b.tenant_id = k.tenant_id) AND (b.user_id = k.customer_id) AND ((b.status)::text = 'pending'::text))), (0)::numeric) AS pending_bets,
    w.status,
    k.last_settlement,
    k.created_at
   FROM (ledger.customers k
     JOIN ledger.wallets w ON (((w.tenant_id = k.tenant_id) AND (w.wallet_id = k.wallet_id))));
ALTER VIEW ledger.customer_accounts OWNER TO purser_owner;
CREATE TABLE ledger.feed (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    agent_id text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL,
    bet_id uuid NOT NULL
);
ALTER TABLE ledger.feed OWNER TO purser_owner;
CREATE TABLE ledger.feed_heads (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    agent_id text NOT NULL COLLATE pg_catalog."C",
    sequence bigint NOT NULL
)
WITH (fillfactor='70');
ALTER TABLE ledger.feed_heads OWNER TO purser_owner;
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
CREATE TABLE ledger.inbox (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    consumer text NOT NULL COLLATE pg_catalog."C",
    event_id uuid NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ledger.inbox OWNER TO purser_owner;
CREATE TABLE ledger.outbox (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    event_id uuid NOT NULL,
    detail_type text NOT NULL COLLATE pg_catalog."C",
    detail json NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    due_at timestamp with time zone DEFAULT (clock_timestamp() + '00:00:10'::interval) NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text
);
ALTER TABLE ledger.outbox OWNER TO purser_owner;
CREATE TABLE ledger.published (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    event_id uuid NOT NULL,
    detail_type text NOT NULL COLLATE pg_catalog."C",
    detail json NOT NULL,
    created_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ledger.published OWNER TO purser_owner;
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
CREATE TABLE ledger.settlements (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    settlement_id uuid NOT NULL,
    customer_id uuid NOT NULL,
    agent_id text NOT NULL COLLATE pg_catalog."C",
    method text NOT NULL COLLATE pg_catalog."C",
    note text,
    currency text NOT NULL COLLATE pg_catalog."C",
    since_version bigint NOT NULL,
    until_version bigint NOT NULL,
    since timestamp with time zone,
    until timestamp with time zone NOT NULL,
    figures json NOT NULL,
    transaction_id uuid,
    CONSTRAINT settlements_method_check CHECK ((method = ANY (ARRAY['zero'::text, 'carry'::text])))
);
ALTER TABLE ledger.settlements OWNER TO purser_owner;
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
acme	01a1f8da-82c9-7791-bad5-d6d02bf2a01b	1	status	active	frozen	agent-ada	2026-11-20 12:07:12.354173+00
\.
COPY ledger.alembic_version (version_num) FROM stdin;
0002_live
\.
COPY ledger.bets (tenant_id, bet_id, user_id, agent_id, currency, description, stake, odds, status, payout, cash_out_amount, is_auto_cash_out, cash_out_trigger_reason, placed_at, settled_at, stake_transaction_id, outcome_transaction_id) FROM stdin;
acme	01a1f8da-8315-7d91-bbd9-febbb397158d	01a1f8da-82a3-79f9-b388-09a4c5e7e055	agent-ada	USD	Home win	500	\N	won	1500	\N	f	\N	2026-11-20 12:07:12.405948+00	2026-11-20 12:07:12.418241+00	01a1f8da-8316-7557-ae91-2d3150a74c34	01a1f8da-8323-7009-8776-dcb11afcc885
acme	01a1f8da-8328-7468-bc9e-7f53bee71c2a	01a1f8da-82a3-79f9-b388-09a4c5e7e055	agent-ada	USD	Home win	500	\N	lost	0	\N	f	\N	2026-11-20 12:07:12.425251+00	2026-11-20 12:07:12.427917+00	01a1f8da-8329-7e33-922a-d9612f15aad0	\N
acme	01a1f8da-832f-7e2f-baa5-a0d3df5a38c6	01a1f8da-82a3-79f9-b388-09a4c5e7e055	agent-ada	USD	Home win	500	\N	void	500	\N	f	\N	2026-11-20 12:07:12.432475+00	2026-11-20 12:07:12.436433+00	01a1f8da-8331-7bdb-8404-c16185028ba9	01a1f8da-8335-77b7-9fbb-58995f8e137a
acme	01a1f8da-8337-7003-98db-74014270ebe6	01a1f8da-82a3-79f9-b388-09a4c5e7e055	agent-ada	USD	Home win	500	\N	pending	\N	\N	f	\N	2026-11-20 12:07:12.440435+00	\N	01a1f8da-8338-7247-bffd-b54ad9d5b9f2	\N
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
acme	01a1f8da-82c9-7791-bad5-d6d02bf2a01b	01a1f8da-82c9-795a-86b0-ede61a59c932	bob	bob	\N	\N	2026-11-20 12:07:12.32913+00
acme	01a1f8da-82a3-79f9-b388-09a4c5e7e055	01a1f8da-82a3-77fe-943a-cb20025b920b	ann	ann	\N	2026-11-20 12:07:12.455105+00	2026-11-20 12:07:12.295998+00
\.
COPY ledger.entries (tenant_id, transaction_id, leg, wallet_id, amount, version, balance_after, posted_at, xid) FROM stdin;
acme	01a1f8da-82bc-7aac-8175-2092b9848aac	1	01a1f8da-82a3-77fe-943a-cb20025b920b	10000	1	10000	2026-11-20 12:07:12.316227+00	736
acme	01a1f8da-82bc-7aac-8175-2092b9848aac	2	01a1f8da-82bc-76e8-88c2-5722d06cd3f8	-10000	\N	\N	2026-11-20 12:07:12.316227+00	736
acme	01a1f8da-82d3-72d2-905e-dba2eb1a367f	1	01a1f8da-82a3-77fe-943a-cb20025b920b	-3000	2	7000	2026-11-20 12:07:12.338709+00	738
acme	01a1f8da-82d3-72d2-905e-dba2eb1a367f	2	01a1f8da-82bc-76e8-88c2-5722d06cd3f8	3000	\N	\N	2026-11-20 12:07:12.338709+00	738
acme	01a1f8da-82dc-7ff4-8c83-0a4a602900a2	1	01a1f8da-82c9-795a-86b0-ede61a59c932	-2000	1	-2000	2026-11-20 12:07:12.347823+00	739
acme	01a1f8da-82dc-7ff4-8c83-0a4a602900a2	2	01a1f8da-82bc-76e8-88c2-5722d06cd3f8	2000	\N	\N	2026-11-20 12:07:12.347823+00	739
acme	01a1f8da-82f4-73fb-a8eb-20d82f4a4610	1	01a1f8da-82f3-75d5-bdad-7c0936ec342a	50	1	50	2026-11-20 12:07:12.371641+00	741
acme	01a1f8da-82f4-73fb-a8eb-20d82f4a4610	2	01a1f8da-82f4-72df-a688-238f0195e718	-50	\N	\N	2026-11-20 12:07:12.371641+00	741
acme	01a1f8da-82f9-7000-8966-b2f319613345	1	01a1f8da-82f3-75d5-bdad-7c0936ec342a	-20	2	30	2026-11-20 12:07:12.377084+00	742
acme	01a1f8da-82f9-7000-8966-b2f319613345	2	01a1f8da-82f9-701a-a4c2-d7d08d7c6832	20	1	20	2026-11-20 12:07:12.377084+00	742
globex	01a1f8da-82ff-7724-a4ac-1f46378a90a0	1	01a1f8da-82ff-7387-a46c-6caac244da9d	7	1	7	2026-11-20 12:07:12.383121+00	743
globex	01a1f8da-82ff-7724-a4ac-1f46378a90a0	2	01a1f8da-82ff-70ba-83f2-143a3202f5ea	-7	\N	\N	2026-11-20 12:07:12.383121+00	743
acme	01a1f8da-8316-7557-ae91-2d3150a74c34	1	01a1f8da-82a3-77fe-943a-cb20025b920b	-500	3	6500	2026-11-20 12:07:12.405948+00	744
acme	01a1f8da-8316-7557-ae91-2d3150a74c34	2	01a1f8da-8316-700f-a6f3-7ce295c7d1f5	500	\N	\N	2026-11-20 12:07:12.405948+00	744
acme	01a1f8da-8323-7009-8776-dcb11afcc885	1	01a1f8da-82a3-77fe-943a-cb20025b920b	1500	4	8000	2026-11-20 12:07:12.419063+00	745
acme	01a1f8da-8323-7009-8776-dcb11afcc885	2	01a1f8da-8316-700f-a6f3-7ce295c7d1f5	-1500	\N	\N	2026-11-20 12:07:12.419063+00	745
acme	01a1f8da-8329-7e33-922a-d9612f15aad0	1	01a1f8da-82a3-77fe-943a-cb20025b920b	-500	5	7500	2026-11-20 12:07:12.425251+00	746
acme	01a1f8da-8329-7e33-922a-d9612f15aad0	2	01a1f8da-8316-700f-a6f3-7ce295c7d1f5	500	\N	\N	2026-11-20 12:07:12.425251+00	746
acme	01a1f8da-8331-7bdb-8404-c16185028ba9	1	01a1f8da-82a3-77fe-943a-cb20025b920b	-500	6	7000	2026-11-20 12:07:12.432475+00	748
acme	01a1f8da-8331-7bdb-8404-c16185028ba9	2	01a1f8da-8316-700f-a6f3-7ce295c7d1f5	500	\N	\N	2026-11-20 12:07:12.432475+00	748
acme	01a1f8da-8335-77b7-9fbb-58995f8e137a	1	01a1f8da-82a3-77fe-943a-cb20025b920b	500	7	7500	2026-11-20 12:07:12.437002+00	749
acme	01a1f8da-8335-77b7-9fbb-58995f8e137a	2	01a1f8da-8316-700f-a6f3-7ce295c7d1f5	-500	\N	\N	2026-11-20 12:07:12.437002+00	749
acme	01a1f8da-8338-7247-bffd-b54ad9d5b9f2	1	01a1f8da-82a3-77fe-943a-cb20025b920b	-500	8	7000	2026-11-20 12:07:12.440435+00	750
acme	01a1f8da-8338-7247-bffd-b54ad9d5b9f2	2	01a1f8da-8316-700f-a6f3-7ce295c7d1f5	500	\N	\N	2026-11-20 12:07:12.440435+00	750
\.
COPY ledger.feed (tenant_id, agent_id, sequence, bet_id) FROM stdin;
\.
COPY ledger.feed_heads (tenant_id, agent_id, sequence) FROM stdin;
\.
COPY ledger.inbox (tenant_id, consumer, event_id, received_at) FROM stdin;
\.
COPY ledger.outbox (tenant_id, event_id, detail_type, detail, created_at, due_at, attempts, last_error) FROM stdin;
\.
COPY ledger.published (tenant_id, event_id, detail_type, detail, created_at, published_at) FROM stdin;
\.
COPY ledger.requests (tenant_id, principal, key, hash, status, answer, created_at) FROM stdin;
acme	agent-ada	§6556f39c92e54acbb259b02a491598ac	\\x5d459b3285dfdcaf171505f9b1e2e7b225fcc703133d059ab30b4fbfd366f493	201	{"customer_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","username":"ann","agent_id":"agent-ada","account_type":"postup","currency":"USD","account_balance":"0.00","credit_limit":"0.00","available":"0.00","pending_bets":"0.00","status":"active","last_settlement":null,"created_at":"2026-11-20T12:07:12.295998Z"}	2026-11-20 12:07:12.289036+00
acme	agent-ada	§9e1c059362e14165835daa824bb8f36d	\\xb5314491ed070768209a939b3ac3fe9999e485272ddb83ed4ce6eb47af68b589	201	{"success":true,"transaction_id":"01a1f8da-82bc-7aac-8175-2092b9848aac","customer_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","transaction_type":"credit","amount":"100.00","currency":"USD","balance_before":"0.00","balance_after":"100.00","available":"100.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T12:07:12.316227Z"}	2026-11-20 12:07:12.31327+00
acme	agent-ada	§f06cd81880bf46808389da5d46f74e68	\\x81f804df882314c34b6d4fda3e59ad121cfb63b311beb687c7b05e74c7675cca	201	{"customer_id":"01a1f8da-82c9-7791-bad5-d6d02bf2a01b","username":"bob","agent_id":"agent-ada","account_type":"credit","currency":"USD","account_balance":"0.00","credit_limit":"50.00","available":"50.00","pending_bets":"0.00","status":"active","last_settlement":null,"created_at":"2026-11-20T12:07:12.329130Z"}	2026-11-20 12:07:12.328599+00
acme	agent-ada	§b95ece1dcc98476f9f76a945968a2eb7	\\x04d107d0da40d508f288f1881b62acb1fd0df6c116c740e1fda1f888547be5ab	201	{"success":true,"transaction_id":"01a1f8da-82d3-72d2-905e-dba2eb1a367f","customer_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","transaction_type":"debit","amount":"30.00","currency":"USD","balance_before":"100.00","balance_after":"70.00","available":"70.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T12:07:12.338709Z"}	2026-11-20 12:07:12.338271+00
acme	agent-ada	§cc3e9b7aaa6842e28cedb7c81ccaf70b	\\x3837569c162819a46542fc7cbe21681d8fabca487fcc92a1ab0a0f6e68d66272	201	{"success":true,"transaction_id":"01a1f8da-82dc-7ff4-8c83-0a4a602900a2","customer_id":"01a1f8da-82c9-7791-bad5-d6d02bf2a01b","transaction_type":"debit","amount":"20.00","currency":"USD","balance_before":"0.00","balance_after":"-20.00","available":"30.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T12:07:12.347823Z"}	2026-11-20 12:07:12.347453+00
acme	agent-ada	§dbf54a2d4ee24321b8b4bbfba69bd667	\\x00560f1fda0f1c0bfe809b8c3c7f1f74effdaf43499217b0476bde9d658e9ca4	200	{"customer_id":"01a1f8da-82c9-7791-bad5-d6d02bf2a01b","username":"bob","agent_id":"agent-ada","account_type":"credit","currency":"USD","account_balance":"-20.00","credit_limit":"50.00","available":"30.00","pending_bets":"0.00","status":"frozen","last_settlement":null,"created_at":"2026-11-20T12:07:12.329130Z"}	2026-11-20 12:07:12.353017+00
acme	service-1	§cfa822ca23bf4f09aff2607faa95c0d9	\\x167211ebbaef51a37dcda600e1fec8e5e0ab833c291ea74f843562669765266d	201	{"wallet_id":"01a1f8da-82f3-75d5-bdad-7c0936ec342a","balance_after":"50","transaction_id":"01a1f8da-82f4-73fb-a8eb-20d82f4a4610","idempotency_key":null}	2026-11-20 12:07:12.370991+00
acme	service-1	gift	\\x1046199a69547e6a59f95743ea968a5fbe340595b9f86f5155193d5c2901b067	201	{"transaction_id":"01a1f8da-82f9-7000-8966-b2f319613345","from_wallet_id":"01a1f8da-82f3-75d5-bdad-7c0936ec342a","from_balance_after":"30","debit_transaction_id":"01a1f8da-82f9-7000-8966-b2f300000001","credit_transaction_id":"01a1f8da-82f9-7000-8966-b2f300000002","idempotency_key":"gift","to_wallet_id":"01a1f8da-82f9-701a-a4c2-d7d08d7c6832","to_balance_after":"20"}	2026-11-20 12:07:12.376657+00
globex	service-1	§f64c1ffce7ac4bf29aa9f3507757dc80	\\xac761dc912b7fbabd197d1669d656ec11f07979a523172380a2391da0979ecf2	201	{"wallet_id":"01a1f8da-82ff-7387-a46c-6caac244da9d","balance_after":"7","transaction_id":"01a1f8da-82ff-7724-a4ac-1f46378a90a0","idempotency_key":null}	2026-11-20 12:07:12.382649+00
acme	login-of-01a1f8da-82a3-79f9-b388-09a4c5e7e055	§d4eaaefe607740c7b0733a4da0bc2d51	\\x335004e458327e43bcb8321995c52241cd56d82a298262ef41950078e5ef814f	201	{"bet_id":"01a1f8da-8315-7d91-bbd9-febbb397158d","user_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","username":"ann","description":"Home win","stake":"5.00","odds":null,"currency":"USD","status":"pending","payout":null,"cash_out_amount":null,"profit_loss":null,"is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T12:07:12.405948Z","settled_at":null}	2026-11-20 12:07:12.405185+00
acme	service-1	§7cbd15edf7f0463884216f9da01aabe3	\\x4faa3c2720633080ac154e038b5a7a6cdf461d0b2089d02900da08f43c3ea922	200	{"bet_id":"01a1f8da-8315-7d91-bbd9-febbb397158d","user_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","username":"ann","description":"Home win","stake":"5.00","odds":null,"currency":"USD","status":"won","payout":"15.00","cash_out_amount":null,"profit_loss":"10.00","is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T12:07:12.405948Z","settled_at":"2026-11-20T12:07:12.418241Z","balance_after":"80.00"}	2026-11-20 12:07:12.417464+00
acme	login-of-01a1f8da-82a3-79f9-b388-09a4c5e7e055	§93995256240848b09df09d010cacac8e	\\x335004e458327e43bcb8321995c52241cd56d82a298262ef41950078e5ef814f	201	{"bet_id":"01a1f8da-8328-7468-bc9e-7f53bee71c2a","user_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","username":"ann","description":"Home win","stake":"5.00","odds":null,"currency":"USD","status":"pending","payout":null,"cash_out_amount":null,"profit_loss":null,"is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T12:07:12.425251Z","settled_at":null}	2026-11-20 12:07:12.424961+00
acme	service-1	§775d5691bfa44d8cb85d6e088bfd23f7	\\x58be8c9fc99be77d6b6564ed98eea107cb7242a8b0e4dc2147aeb324a3142210	200	{"bet_id":"01a1f8da-8328-7468-bc9e-7f53bee71c2a","user_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","username":"ann","description":"Home win","stake":"5.00","odds":null,"currency":"USD","status":"lost","payout":"0.00","cash_out_amount":null,"profit_loss":"-5.00","is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T12:07:12.425251Z","settled_at":"2026-11-20T12:07:12.427917Z","balance_after":"75.00"}	2026-11-20 12:07:12.427601+00
acme	login-of-01a1f8da-82a3-79f9-b388-09a4c5e7e055	§7ab7bc6bcdcc408a9b8f2b9d6d7319a2	\\x335004e458327e43bcb8321995c52241cd56d82a298262ef41950078e5ef814f	201	{"bet_id":"01a1f8da-832f-7e2f-baa5-a0d3df5a38c6","user_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","username":"ann","description":"Home win","stake":"5.00","odds":null,"currency":"USD","status":"pending","payout":null,"cash_out_amount":null,"profit_loss":null,"is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T12:07:12.432475Z","settled_at":null}	2026-11-20 12:07:12.432198+00
acme	service-1	§80ec550c05bd439a9c8f70dfb8eac697	\\x1e24d268f1a1f4a5a757688cc133de5ac3f03440e0063b9323e8340a29d15d99	200	{"bet_id":"01a1f8da-832f-7e2f-baa5-a0d3df5a38c6","user_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","username":"ann","description":"Home win","stake":"5.00","odds":null,"currency":"USD","status":"void","payout":"5.00","cash_out_amount":null,"profit_loss":"0.00","is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T12:07:12.432475Z","settled_at":"2026-11-20T12:07:12.436433Z","balance_after":"75.00"}	2026-11-20 12:07:12.436122+00
acme	login-of-01a1f8da-82a3-79f9-b388-09a4c5e7e055	§2f9b7f8318494e7fbd8c98a82b835e2d	\\x335004e458327e43bcb8321995c52241cd56d82a298262ef41950078e5ef814f	201	{"bet_id":"01a1f8da-8337-7003-98db-74014270ebe6","user_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","username":"ann","description":"Home win","stake":"5.00","odds":null,"currency":"USD","status":"pending","payout":null,"cash_out_amount":null,"profit_loss":null,"is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T12:07:12.440435Z","settled_at":null}	2026-11-20 12:07:12.440191+00
acme	agent-ada	§ce8c3defbcbc44ceb63cfbbede4495b1	\\x0cba734ddded25f80e6cbbf08a8197d5eb53a8339c320c4716baf2190c9fbde8	201	{"customer_id":"01a1f8da-82a3-79f9-b388-09a4c5e7e055","username":"ann","currency":"USD","opening_balance":"0.00","stakes":"20.00","payouts":"15.00","stakes_returned":"5.00","cash_outs":{"count":0,"total_amount":"0.00","net_from_stake":"0.00","auto_count":0},"cashier_credits":"100.00","cashier_debits":"30.00","transfers_in":"0.00","transfers_out":"0.00","other":"0.00","closing_balance":"70.00","settlement_id":"01a1f8da-834c-745a-a891-bb2930e37242","method":"carry","note":null,"since":null,"until":"2026-11-20T12:07:12.455105Z","transaction_id":null,"balance_after":"70.00"}	2026-11-20 12:07:12.452427+00
\.
COPY ledger.settlements (tenant_id, settlement_id, customer_id, agent_id, method, note, currency, since_version, until_version, since, until, figures, transaction_id) FROM stdin;
acme	01a1f8da-834c-745a-a891-bb2930e37242	01a1f8da-82a3-79f9-b388-09a4c5e7e055	agent-ada	carry	\N	USD	0	8	\N	2026-11-20 12:07:12.455105+00	{"figures": {"customer_id": "01a1f8da-82a3-79f9-b388-09a4c5e7e055", "username": "ann", "currency": "USD", "opening_balance": "0.00", "stakes": "20.00", "payouts": "15.00", "stakes_returned": "5.00", "cash_outs": {"count": 0, "total_amount": "0.00", "net_from_stake": "0.00", "auto_count": 0}, "cashier_credits": "100.00", "cashier_debits": "30.00", "transfers_in": "0.00", "transfers_out": "0.00", "other": "0.00", "closing_balance": "70.00"}, "balance_after": "70.00"}	\N
\.
COPY ledger.tenants (tenant_id, created_at) FROM stdin;
acme	2026-11-20 12:07:12.289904+00
globex	2026-11-20 12:07:12.382947+00
\.
COPY ledger.transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, idempotency_key, description, external_reference, is_override, corrects, meta) FROM stdin;
acme	01a1f8da-82bc-7aac-8175-2092b9848aac	credit	2026-11-20 12:07:12.316227+00	agent-ada	c15dc750-028e-44c6-911a-7b6434549b1e	\N	At the desk	\N	f	\N	\N
acme	01a1f8da-82d3-72d2-905e-dba2eb1a367f	debit	2026-11-20 12:07:12.338709+00	agent-ada	962adac5-9ecd-4a09-a1d8-5fc8ffac47e6	\N	At the desk	\N	f	\N	\N
acme	01a1f8da-82dc-7ff4-8c83-0a4a602900a2	debit	2026-11-20 12:07:12.347823+00	agent-ada	9eb1d5ef-5f6c-4f7c-a2d2-e6b5e4c99b17	\N	At the desk	\N	f	\N	\N
acme	01a1f8da-82f4-73fb-a8eb-20d82f4a4610	manual_adjust	2026-11-20 12:07:12.371641+00	service-1	14f33fc8-67cd-45cc-9f52-eac338c818ca	\N	\N	\N	f	\N	\N
acme	01a1f8da-82f9-7000-8966-b2f319613345	p2p_transfer	2026-11-20 12:07:12.377084+00	service-1	07506a9c-23f8-4b86-a473-eb2a5c088c32	gift	\N	\N	f	\N	\N
globex	01a1f8da-82ff-7724-a4ac-1f46378a90a0	manual_adjust	2026-11-20 12:07:12.383121+00	service-1	64f692f4-63b0-413d-8677-062498293f0d	\N	\N	\N	f	\N	\N
acme	01a1f8da-8316-7557-ae91-2d3150a74c34	bet_stake	2026-11-20 12:07:12.405948+00	login-of-01a1f8da-82a3-79f9-b388-09a4c5e7e055	0cef7682-84e5-4550-bf30-3e941bf9a8b1	\N	\N	01a1f8da-8315-7d91-bbd9-febbb397158d	f	\N	\N
acme	01a1f8da-8323-7009-8776-dcb11afcc885	bet_payout	2026-11-20 12:07:12.419063+00	service-1	ea82d8b4-1180-4012-be86-fde4de3c3128	\N	\N	01a1f8da-8315-7d91-bbd9-febbb397158d	f	\N	\N
acme	01a1f8da-8329-7e33-922a-d9612f15aad0	bet_stake	2026-11-20 12:07:12.425251+00	login-of-01a1f8da-82a3-79f9-b388-09a4c5e7e055	fd9914c9-9da3-4d9f-af56-742beb9e6188	\N	\N	01a1f8da-8328-7468-bc9e-7f53bee71c2a	f	\N	\N
acme	01a1f8da-8331-7bdb-8404-c16185028ba9	bet_stake	2026-11-20 12:07:12.432475+00	login-of-01a1f8da-82a3-79f9-b388-09a4c5e7e055	56ea2fe9-aa79-4b5a-b964-f39fa698f583	\N	\N	01a1f8da-832f-7e2f-baa5-a0d3df5a38c6	f	\N	\N
acme	01a1f8da-8335-77b7-9fbb-58995f8e137a	bet_void	2026-11-20 12:07:12.437002+00	service-1	aa6a2ef1-425e-487d-9b5c-d292395fe154	\N	\N	01a1f8da-832f-7e2f-baa5-a0d3df5a38c6	f	\N	\N
acme	01a1f8da-8338-7247-bffd-b54ad9d5b9f2	bet_stake	2026-11-20 12:07:12.440435+00	login-of-01a1f8da-82a3-79f9-b388-09a4c5e7e055	2bc19426-7e09-4e56-85e5-f2460925eb47	\N	\N	01a1f8da-8337-7003-98db-74014270ebe6	f	\N	\N
\.
COPY ledger.wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, kept_by, account_type, credit_limit, allow_overdraft, status, balance, version, posted_at, created_at) FROM stdin;
acme	01a1f8da-82bc-76e8-88c2-5722d06cd3f8	agent	agent-ada	USD	\N	postup	0	f	active	0	0	-infinity	2026-11-20 12:07:12.315606+00
acme	01a1f8da-82c9-795a-86b0-ede61a59c932	person	01a1f8da-82c9-7791-bad5-d6d02bf2a01b	USD	agent-ada	credit	5000	f	frozen	-2000	1	2026-11-20 12:07:12.347823+00	2026-11-20 12:07:12.328982+00
acme	01a1f8da-82f4-72df-a688-238f0195e718	treasury		COIN	\N	postup	0	f	active	0	0	-infinity	2026-11-20 12:07:12.371613+00
acme	01a1f8da-82f3-75d5-bdad-7c0936ec342a	person	zoe	COIN	\N	postup	0	f	active	30	2	2026-11-20 12:07:12.377084+00	2026-11-20 12:07:12.371484+00
acme	01a1f8da-82f9-701a-a4c2-d7d08d7c6832	person	yan	COIN	\N	postup	0	f	active	20	1	2026-11-20 12:07:12.377084+00	2026-11-20 12:07:12.376999+00
globex	01a1f8da-82ff-70ba-83f2-143a3202f5ea	treasury		COIN	\N	postup	0	f	active	0	0	-infinity	2026-11-20 12:07:12.383097+00
globex	01a1f8da-82ff-7387-a46c-6caac244da9d	person	zoe	COIN	\N	postup	0	f	active	7	1	2026-11-20 12:07:12.383121+00	2026-11-20 12:07:12.383003+00
acme	01a1f8da-8316-700f-a6f3-7ce295c7d1f5	house		USD	\N	postup	0	f	active	0	0	-infinity	2026-11-20 12:07:12.405833+00
acme	01a1f8da-82a3-77fe-943a-cb20025b920b	person	01a1f8da-82a3-79f9-b388-09a4c5e7e055	USD	agent-ada	postup	0	f	active	7000	8	2026-11-20 12:07:12.440435+00	2026-11-20 12:07:12.290973+00
\.
COPY ledger.xid_epochs (cluster_id, base, cut, begun_at) FROM stdin;
7710224046681911790	0	0	2026-11-20 12:07:12.105228+00
\.
ALTER TABLE ONLY ledger.account_changes
    ADD CONSTRAINT account_changes_pkey PRIMARY KEY (tenant_id, customer_id, change_no);
ALTER TABLE ONLY ledger.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY ledger.bets
    ADD CONSTRAINT bets_pkey PRIMARY KEY (tenant_id, bet_id);
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
ALTER TABLE ONLY ledger.feed_heads
    ADD CONSTRAINT feed_heads_pkey PRIMARY KEY (tenant_id, agent_id);
ALTER TABLE ONLY ledger.feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY (tenant_id, agent_id, sequence);
ALTER TABLE ONLY ledger.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (tenant_id, consumer, event_id);
ALTER TABLE ONLY ledger.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (tenant_id, event_id);
ALTER TABLE ONLY ledger.published
    ADD CONSTRAINT published_pkey PRIMARY KEY (tenant_id, event_id);
ALTER TABLE ONLY ledger.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (tenant_id, principal, key);
ALTER TABLE ONLY ledger.settlements
    ADD CONSTRAINT settlements_pkey PRIMARY KEY (tenant_id, settlement_id);
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
CREATE INDEX bets_by_status ON ledger.bets USING btree (tenant_id, status, settled_at);
CREATE INDEX bets_cashed_out ON ledger.bets USING btree (tenant_id, agent_id, settled_at, bet_id) INCLUDE (user_id, currency, stake, cash_out_amount, is_auto_cash_out) WHERE ((status)::text = 'cashed_out'::text);
CREATE INDEX bets_cashed_out_of_user ON ledger.bets USING btree (tenant_id, user_id, settled_at, bet_id) INCLUDE (currency, stake, cash_out_amount, is_auto_cash_out) WHERE ((status)::text = 'cashed_out'::text);
CREATE INDEX bets_of_agent ON ledger.bets USING btree (tenant_id, agent_id, placed_at, bet_id);
CREATE INDEX bets_of_user ON ledger.bets USING btree (tenant_id, user_id, status) INCLUDE (stake);
CREATE INDEX entries_by_xid ON ledger.entries USING brin (xid) WITH (autosummarize='on', pages_per_range='32');
CREATE UNIQUE INDEX entries_of_guarded_wallets ON ledger.entries USING btree (tenant_id, wallet_id, version) WHERE (version IS NOT NULL);
CREATE INDEX entries_of_open_wallets ON ledger.entries USING btree (tenant_id, wallet_id, posted_at, transaction_id) INCLUDE (amount) WHERE (version IS NULL);
CREATE INDEX published_by_age ON ledger.published USING brin (published_at);
CREATE INDEX settlements_of_agent ON ledger.settlements USING btree (tenant_id, agent_id, until, settlement_id);
CREATE INDEX settlements_of_customer ON ledger.settlements USING btree (tenant_id, customer_id, until_version);
CREATE UNIQUE INDEX transactions_corrects ON ledger.transactions USING btree (tenant_id, corrects) WHERE (corrects IS NOT NULL);
CREATE INDEX wallets_kept_by ON ledger.wallets USING btree (tenant_id, kept_by) WHERE (kept_by IS NOT NULL);
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.account_changes FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE ledger.account_changes ENABLE ALWAYS TRIGGER immutable;
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.entries FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE ledger.entries ENABLE ALWAYS TRIGGER immutable;
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.settlements FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE ledger.settlements ENABLE ALWAYS TRIGGER immutable;
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.transactions FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
ALTER TABLE ledger.transactions ENABLE ALWAYS TRIGGER immutable;
ALTER TABLE ONLY ledger.account_changes
    ADD CONSTRAINT account_changes_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES ledger.customers(tenant_id, customer_id);
ALTER TABLE ONLY ledger.bets
    ADD CONSTRAINT bets_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES ledger.customers(tenant_id, customer_id);
ALTER TABLE ONLY ledger.checkpoints
    ADD CONSTRAINT checkpoints_tenant_id_wallet_id_fkey FOREIGN KEY (tenant_id, wallet_id) REFERENCES ledger.wallets(tenant_id, wallet_id);
ALTER TABLE ONLY ledger.customers
    ADD CONSTRAINT customers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES ledger.tenants(tenant_id);
ALTER TABLE ONLY ledger.customers
    ADD CONSTRAINT customers_tenant_id_wallet_id_fkey FOREIGN KEY (tenant_id, wallet_id) REFERENCES ledger.wallets(tenant_id, wallet_id);
ALTER TABLE ONLY ledger.settlements
    ADD CONSTRAINT settlements_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES ledger.customers(tenant_id, customer_id);
ALTER TABLE ONLY ledger.wallets
    ADD CONSTRAINT wallets_currency_fkey FOREIGN KEY (currency) REFERENCES ledger.currencies(code);
ALTER TABLE ONLY ledger.wallets
    ADD CONSTRAINT wallets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES ledger.tenants(tenant_id);
GRANT USAGE ON SCHEMA ledger TO purser_app;
REVOKE ALL ON FUNCTION ledger.begin_epoch() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.bet_paid(p_tenant text, p_bet uuid, p_transaction uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.bet_paid(p_tenant text, p_bet uuid, p_transaction uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.change_account(p_tenant text, p_agent text, p_customer uuid, p_account_type text, p_credit_limit numeric, p_status text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.change_account(p_tenant text, p_agent text, p_customer uuid, p_account_type text, p_credit_limit numeric, p_status text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.claim(p_tenant text, p_principal text, p_key text, p_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.claim(p_tenant text, p_principal text, p_key text, p_hash bytea) TO purser_app;
REVOKE ALL ON FUNCTION ledger.close_settlement(p_tenant text, p_customer uuid, p_agent text, p_method text, p_note text, p_currency text, p_since_version bigint, p_until_version bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_figures json, p_transaction uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.close_settlement(p_tenant text, p_customer uuid, p_agent text, p_method text, p_note text, p_currency text, p_since_version bigint, p_until_version bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_figures json, p_transaction uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.create_customers(p_tenant text, p_agent text, p_rows jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.create_customers(p_tenant text, p_agent text, p_rows jsonb) TO purser_app;
REVOKE ALL ON FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) TO purser_app;
REVOKE ALL ON FUNCTION ledger.emit(p_tenant text, p_events jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.emit(p_tenant text, p_events jsonb) TO purser_app;
GRANT SELECT ON TABLE ledger.bets TO purser_app;
REVOKE ALL ON FUNCTION ledger.end_bet(p_tenant text, p_bet uuid, p_status text, p_amount numeric, p_is_auto boolean, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.end_bet(p_tenant text, p_bet uuid, p_status text, p_amount numeric, p_is_auto boolean, p_reason text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.entry_id(transaction_id uuid, leg integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.entry_id(transaction_id uuid, leg integer) TO purser_app;
REVOKE ALL ON FUNCTION ledger.forget_published() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.forget_published() TO purser_app;
REVOKE ALL ON FUNCTION ledger.lease_outbox(p_limit integer, p_seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.lease_outbox(p_limit integer, p_seconds double precision) TO purser_app;
REVOKE ALL ON FUNCTION ledger.lock_account(p_tenant text, p_agent text, p_customer uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.lock_account(p_tenant text, p_agent text, p_customer uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.make_checkpoints() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.mark_published(p_tenant text, p_events uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.mark_published(p_tenant text, p_events uuid[]) TO purser_app;
REVOKE ALL ON FUNCTION ledger.minor_units(amount numeric, exponent smallint, units bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.minor_units(amount numeric, exponent smallint, units bigint) TO purser_app;
REVOKE ALL ON FUNCTION ledger.new_id() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.new_id() TO purser_app;
REVOKE ALL ON FUNCTION ledger.note_failure(p_tenant text, p_event uuid, p_error text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.note_failure(p_tenant text, p_event uuid, p_error text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.number_cash_outs(p_tenant text, p_consumer text, p_events jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.number_cash_outs(p_tenant text, p_consumer text, p_events jsonb) TO purser_app;
REVOKE ALL ON FUNCTION ledger.open_balance(p_tenant text, p_wallet uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.open_balance(p_tenant text, p_wallet uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.outbox_age() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.outbox_age() TO purser_app;
REVOKE ALL ON FUNCTION ledger.place_bet(p_tenant text, p_bet uuid, p_customer uuid, p_description text, p_odds numeric, p_stake bigint, p_currency text, p_transaction uuid, p_placed_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.place_bet(p_tenant text, p_bet uuid, p_customer uuid, p_description text, p_odds numeric, p_stake bigint, p_currency text, p_transaction uuid, p_placed_at timestamp with time zone) TO purser_app;
REVOKE ALL ON FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) TO purser_app;
REVOKE ALL ON FUNCTION ledger.refuse_change() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.send_again(p_since timestamp with time zone) FROM PUBLIC;
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
GRANT SELECT ON TABLE ledger.feed TO purser_app;
GRANT SELECT ON TABLE ledger.feed_heads TO purser_app;
GRANT SELECT ON TABLE ledger.financial_transactions TO purser_app;
GRANT SELECT ON TABLE ledger.inbox TO purser_app;
GRANT SELECT ON TABLE ledger.outbox TO purser_app;
GRANT SELECT ON TABLE ledger.published TO purser_app;
GRANT SELECT ON TABLE ledger.requests TO purser_app;
GRANT SELECT ON TABLE ledger.settlements TO purser_app;
GRANT SELECT ON TABLE ledger.tenants TO purser_app;
GRANT SELECT ON TABLE ledger.xid_epochs TO purser_app;
