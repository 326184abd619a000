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
CREATE DOMAIN ledger.award AS text COLLATE pg_catalog."C"
	CONSTRAINT award_check CHECK ((VALUE = ANY (ARRAY['participation'::text, 'place_1'::text, 'place_2'::text, 'place_3'::text, 'place_4'::text])));
ALTER DOMAIN ledger.award OWNER TO purser_owner;
CREATE DOMAIN ledger.bet_status AS text COLLATE pg_catalog."C"
	CONSTRAINT bet_status_check CHECK ((VALUE = ANY (ARRAY['pending'::text, 'won'::text, 'lost'::text, 'void'::text, 'cashed_out'::text])));
ALTER DOMAIN ledger.bet_status OWNER TO purser_owner;
CREATE DOMAIN ledger.coins AS integer
	CONSTRAINT coins_check CHECK (((VALUE >= 0) AND (VALUE <= 1000000)));
ALTER DOMAIN ledger.coins OWNER TO purser_owner;
CREATE TYPE ledger.found AS (
	tenant_id text,
	kind text,
	wallet_id uuid,
	transaction_id uuid,
	subject_id uuid,
	version bigint,
	currency text,
	expected numeric,
	actual numeric
);
ALTER TYPE ledger.found OWNER TO purser_owner;
CREATE DOMAIN ledger.invoice_purpose AS text COLLATE pg_catalog."C"
	CONSTRAINT invoice_purpose_check CHECK ((VALUE = ANY (ARRAY['topup'::text, 'usage'::text, 'subscription'::text])));
ALTER DOMAIN ledger.invoice_purpose OWNER TO purser_owner;
CREATE DOMAIN ledger.invoice_status AS text COLLATE pg_catalog."C"
	CONSTRAINT invoice_status_check CHECK ((VALUE = ANY (ARRAY['draft'::text, 'issued'::text, 'paid'::text, 'void'::text])));
ALTER DOMAIN ledger.invoice_status OWNER TO purser_owner;
CREATE DOMAIN ledger.mail_status AS text COLLATE pg_catalog."C"
	CONSTRAINT mail_status_check CHECK ((VALUE = ANY (ARRAY['pending'::text, 'sent'::text, 'no_address'::text, 'failed'::text])));
ALTER DOMAIN ledger.mail_status OWNER TO purser_owner;
CREATE DOMAIN ledger.manual_method AS text COLLATE pg_catalog."C"
	CONSTRAINT manual_method_check CHECK ((VALUE = ANY (ARRAY['bank_transfer'::text, 'local_wallet'::text])));
ALTER DOMAIN ledger.manual_method OWNER TO purser_owner;
CREATE DOMAIN ledger.minor_units AS bigint
	CONSTRAINT minor_units_check CHECK (((VALUE >= '-9007199254740991'::bigint) AND (VALUE <= '9007199254740991'::bigint)));
ALTER DOMAIN ledger.minor_units OWNER TO purser_owner;
CREATE DOMAIN ledger.moved_units AS bigint
	CONSTRAINT moved_units_check CHECK ((VALUE <> 0));
ALTER DOMAIN ledger.moved_units OWNER TO purser_owner;
CREATE DOMAIN ledger.owner_kind AS text COLLATE pg_catalog."C"
	CONSTRAINT owner_kind_check CHECK ((VALUE = ANY (ARRAY['person'::text, 'tenant'::text, 'agent'::text, 'house'::text, 'treasury'::text, 'bank'::text])));
ALTER DOMAIN ledger.owner_kind OWNER TO purser_owner;
CREATE DOMAIN ledger.payment_method AS text COLLATE pg_catalog."C"
	CONSTRAINT payment_method_check CHECK ((VALUE = ANY (ARRAY['offline'::text, 'bank_transfer'::text, 'local_wallet'::text])));
ALTER DOMAIN ledger.payment_method OWNER TO purser_owner;
CREATE DOMAIN ledger.payment_status AS text COLLATE pg_catalog."C"
	CONSTRAINT payment_status_check CHECK ((VALUE = ANY (ARRAY['pending'::text, 'processing'::text, 'pending_approval'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text, 'refunded'::text])));
ALTER DOMAIN ledger.payment_status OWNER TO purser_owner;
CREATE DOMAIN ledger.topup_status AS text COLLATE pg_catalog."C"
	CONSTRAINT topup_status_check CHECK ((VALUE = ANY (ARRAY['pending'::text, 'invoiced'::text, 'completed'::text, 'rejected'::text, 'cancelled'::text])));
ALTER DOMAIN ledger.topup_status OWNER TO purser_owner;
CREATE DOMAIN ledger.wallet_status AS text COLLATE pg_catalog."C"
	CONSTRAINT wallet_status_check CHECK ((VALUE = ANY (ARRAY['active'::text, 'frozen'::text])));
ALTER DOMAIN ledger.wallet_status OWNER TO purser_owner;
CREATE FUNCTION ledger.acknowledge_finding(p_finding uuid, p_by text, p_note text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
begin
    update reconciliation_findings f
    set acknowledged_at = coalesce(f.acknowledged_at, clock_timestamp()),
        acknowledged_by = coalesce(f.acknowledged_by, p_by), note = coalesce(f.note, p_note)
    where f.finding_id = p_finding;
    if not found then
        raise exception using errcode = 'PL110', message = 'no such finding';
    end if;
end
$$;
ALTER FUNCTION ledger.acknowledge_finding(p_finding uuid, p_by text, p_note text) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.add_cash_out(b ledger.bets, p_times integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    insert into cash_out_customers as c (tenant_id, agent_id, user_id, currency, days, cash_outs, amounts, stakes)
    values (b.tenant_id, b.agent_id, b.user_id, b.currency, array[(b.settled_at at time zone 'UTC')::date],
            array[p_times], array[p_times * b.cash_out_amount::numeric], array[p_times * b.stake::numeric])
    on conflict (tenant_id, agent_id, user_id) do update
    set (days, cash_outs, amounts, stakes) = (
        select array_agg(t.day order by t.day), array_agg(t.cash_outs order by t.day),
               array_agg(t.amount order by t.day), array_agg(t.stake order by t.day)
        from (
            select d.day, (sum(sum(d.cash_outs)) over so_far)::bigint as cash_outs,
                   sum(sum(d.amount)) over so_far as amount, sum(sum(d.stake)) over so_far as stake
            from (
                select k.day, k.cash_outs - lag(k.cash_outs, 1, 0::bigint) over before as cash_outs,
                       k.amount - lag(k.amount, 1, 0.) over before as amount,
                       k.stake - lag(k.stake, 1, 0.) over before as stake
                from unnest(c.days, c.cash_outs, c.amounts, c.stakes) as k (day, cash_outs, amount, stake)
                window before as (order by k.day)
                union all
                select excluded.days[1], excluded.cash_outs[1], excluded.amounts[1], excluded.stakes[1]
            ) d
            where d.day >= greatest(excluded.days[1], c.days[cardinality(c.days)]) - 32
            group by d.day
            window so_far as (order by d.day)
        ) t
    );
    insert into cash_out_days as d (tenant_id, agent_id, day, currency, part, cash_outs, automatic, amount, stake,
                                    ratio, ratios)
    values (b.tenant_id, b.agent_id, (b.settled_at at time zone 'UTC')::date, b.currency,
            get_byte(uuid_send(b.user_id), 15) & 3, p_times, p_times * b.is_auto_cash_out::integer,
            p_times * b.cash_out_amount::numeric, p_times * b.stake::numeric,
            p_times * coalesce(b.cash_out_amount::numeric / nullif(b.stake, 0), 0), p_times * (b.stake <> 0)::integer)
    on conflict (tenant_id, agent_id, day, currency, part) do update
    set cash_outs = d.cash_outs + excluded.cash_outs, automatic = d.automatic + excluded.automatic,
        amount = d.amount + excluded.amount, stake = d.stake + excluded.stake,
        ratio = d.ratio + excluded.ratio, ratios = d.ratios + excluded.ratios;
$$;
ALTER FUNCTION ledger.add_cash_out(b ledger.bets, p_times integer) OWNER TO purser_owner;
CREATE FUNCTION ledger.approve_payment(p_tenant text, p_payment uuid, p_by text, p_note text, OUT payment json, OUT invoice json) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_tenant constant text := whose(p_tenant, 'payment', p_payment);
    held constant record := hold_payment(v_tenant, p_payment);
    v_status text;
begin
    perform refuse_the_asker(v_tenant, (held.i).request_id, p_by);
    if (held.p).created_by = p_by then
        raise exception using errcode = 'PL062', message = 'self approval';
    end if;
    v_status := moved('payment', p_payment, (held.p).status, 'approve');
    -- Before the invoice is settled, which cancels whatever still waits for approval.
    update payments x
    set status = v_status, decided_by = p_by, decision_note = p_note, updated_at = now.at, processed_at = now.at
    from (select clock_timestamp() as at) now
    where x.tenant_id = v_tenant and x.payment_id = p_payment;
    perform settle_invoice(v_tenant, held.i);
    select to_json(d) into payment from payment_details d where d.tenant_id = v_tenant and d.payment_id = p_payment;
    select to_json(d) into invoice from invoice_details d
    where d.tenant_id = v_tenant and d.invoice_id = (held.i).invoice_id;
end
$$;
ALTER FUNCTION ledger.approve_payment(p_tenant text, p_payment uuid, p_by text, p_note text, OUT payment json, OUT invoice json) OWNER TO purser_owner;
CREATE FUNCTION ledger.approve_topup(p_tenant text, p_request uuid, p_by text, p_note text, OUT request json, OUT invoice json) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_tenant constant text := whose(p_tenant, 'topup_request', p_request);
    r constant topup_requests := hold_topup(v_tenant, p_request);
    v_status text;
    v_invoice uuid;
begin
    if r.requested_by = p_by then
        raise exception using errcode = 'PL062', message = 'self approval';
    end if;
    v_status := moved('topup_request', p_request, r.status, 'approve');
    v_invoice := make_invoice(v_tenant, p_by, 'topup', p_request, null, null, json_build_array(
        json_build_object('description', 'Top-up of the prepaid wallet', 'amount', r.amount)));
    perform issue(v_tenant, v_invoice);
    update topup_requests x
    set status = v_status, decided_by = p_by, decided_at = clock_timestamp(), decision_note = p_note
    where x.tenant_id = v_tenant and x.request_id = p_request;
    select to_json(d) into request from topup_request_details d
    where d.tenant_id = v_tenant and d.request_id = p_request;
    select to_json(d) into invoice from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = v_invoice;
end
$$;
ALTER FUNCTION ledger.approve_topup(p_tenant text, p_request uuid, p_by text, p_note text, OUT request json, OUT invoice json) OWNER TO purser_owner;
CREATE FUNCTION ledger.awards_paid(p_tenant text, p_registration text[], p_award text[], p_owner text[], p_transaction uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
    paid record;
begin
    for paid in
        select p.* from unnest(p_registration, p_award, p_owner, p_transaction)
            as p (registration_id, award, owner_id, transaction_id)
    loop
        update awards a set transaction_id = paid.transaction_id
        where a.tenant_id = p_tenant and a.registration_id = paid.registration_id and a.award = paid.award
            and a.owner_id = paid.owner_id;
    end loop;
end
$$;
ALTER FUNCTION ledger.awards_paid(p_tenant text, p_registration text[], p_award text[], p_owner text[], p_transaction uuid[]) OWNER TO purser_owner;
CREATE FUNCTION ledger.bake_currencies() RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'ledger', 'pg_temp'
    AS $_$
begin
    -- minor_units: an amount in a currency's smallest unit.
    --
    -- Takes    a decimal, the currency's code
    -- Returns  whole minor units; null where the amount has more decimals than the currency (never rounded) or passes
    --          9,007,199,254,740,991, the greatest integer that every JSON reader holds exactly
    execute format(
        $f$create or replace function minor_units(amount numeric, currency text) returns bigint
           language sql immutable parallel safe as $$
               select case when scale(amount) <= cast(%L::jsonb -> currency as integer)
                            and abs(amount) * cast(%L::jsonb -> currency as bigint) <= 9007199254740991
                           then cast(amount * cast(%2$L::jsonb -> currency as bigint) as bigint) end
           $$$f$,
        (select jsonb_object_agg(c.code, c.exponent) from currencies c),
        (select jsonb_object_agg(c.code, c.units) from currencies c));
    revoke execute on function minor_units(numeric, text) from public;
end
$_$;
ALTER FUNCTION ledger.bake_currencies() OWNER TO purser_owner;
CREATE FUNCTION ledger.batch_of_awards(p_tenant text, p_after text, p_limit integer) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select a.registration_id from awards a
    where a.tenant_id = p_tenant and a.registration_id > p_after
    order by a.registration_id
    offset p_limit - 1
    limit 1
$$;
ALTER FUNCTION ledger.batch_of_awards(p_tenant text, p_after text, p_limit integer) OWNER TO purser_owner;
CREATE FUNCTION ledger.batch_of_subjects(p_tenant text, p_first uuid, p_limit integer) RETURNS TABLE(last uuid, checked bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
    select case when count(*) = p_limit then (array_agg(x.id order by x.id desc))[1] end, count(*)
    from subject_ids(p_tenant, p_first, p_limit) as x (id)
$$;
ALTER FUNCTION ledger.batch_of_subjects(p_tenant text, p_first uuid, p_limit integer) OWNER TO purser_owner;
CREATE FUNCTION ledger.batch_of_transactions(p_tenant text, p_first uuid, p_limit integer) RETURNS TABLE(last uuid, checked bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select case when count(*) = p_limit then (array_agg(x.transaction_id order by x.transaction_id desc))[1] end,
           count(*)
    from (
        select t.transaction_id from transactions t
        where t.tenant_id = p_tenant and t.transaction_id >= p_first
        order by t.transaction_id
        limit p_limit
    ) x
$$;
ALTER FUNCTION ledger.batch_of_transactions(p_tenant text, p_first uuid, p_limit integer) OWNER TO purser_owner;
CREATE FUNCTION ledger.batch_of_wallets(p_tenant text, p_first uuid, p_limit integer) RETURNS TABLE(last uuid, checked bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select case when count(*) = p_limit then (array_agg(x.wallet_id order by x.wallet_id desc))[1] end,
           count(*) filter (where x.owner_kind in ('person', 'tenant'))
    from (
        select w.wallet_id, w.owner_kind from wallets w
        where w.tenant_id = p_tenant and w.wallet_id >= p_first
        order by w.wallet_id
        limit p_limit
    ) x
$$;
ALTER FUNCTION ledger.batch_of_wallets(p_tenant text, p_first uuid, p_limit integer) OWNER TO purser_owner;
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
        select v_cluster, greatest(max(e.xid), v_epoch.base, v_epoch.cut,
                                   (select max(r.cut) from reconciliation_runs r), -1) + 1
        from entries e
        on conflict (cluster_id) do update set base = excluded.base, cut = 0, begun_at = clock_timestamp();
    end if;
    -- As a constant of its own, since every posting needs it.
    execute format('create or replace function xid_base() returns bigint language sql immutable parallel safe return %s',
                   (select max(x.base) from xid_epochs x));
    revoke execute on function xid_base() from public;
end
$$;
ALTER FUNCTION ledger.begin_epoch() OWNER TO purser_owner;
CREATE FUNCTION ledger.begin_reconciliation(p_run uuid, p_by text, p_dry_run boolean, p_full boolean, p_tenant text, p_wallet uuid) RETURNS TABLE(since_cut bigint, cut bigint, wallets bigint, transactions bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_cut bigint := (select x.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                     from xid_epochs x order by x.base desc limit 1);
    v_since bigint;
begin
    if not p_full and p_wallet is null then
        select r.cut into v_since from reconciliation_runs r
        where r.state = 'finished' and not r.dry_run and r.only_tenant is null and r.only_wallet is null
        order by r.begun_at desc
        limit 1;
        if v_since > v_cut or v_since < v_cut - 2000000000 then
            v_since := null;
        end if;
    end if;
    insert into reconciliation_runs as r (run_id, requested_by, dry_run, is_full, only_tenant, only_wallet, since_cut,
                                          cut, begun_at)
    values (p_run, p_by, p_dry_run, p_full, p_tenant, p_wallet, v_since, v_cut, clock_timestamp())
    on conflict (run_id) do update set since_cut = v_since, cut = v_cut, begun_at = clock_timestamp()
        where r.state = 'running';
    if found then
        -- Where it was killed, and its order came again. What it corrected it cannot find a second time.
        delete from reconciliation_findings f where f.run_id = p_run and not f.corrected;
        return query
            select v_since, v_cut,
                   (select greatest(c.reltuples, 0)::bigint from pg_class c where c.oid = 'wallets'::regclass),
                   (select greatest(c.reltuples, 0)::bigint from pg_class c where c.oid = 'transactions'::regclass);
    end if;
end
$$;
ALTER FUNCTION ledger.begin_reconciliation(p_run uuid, p_by text, p_dry_run boolean, p_full boolean, p_tenant text, p_wallet uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.bet_paid(p_tenant text, p_bet uuid, p_transaction uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update bets set outcome_transaction_id = p_transaction where tenant_id = p_tenant and bet_id = p_bet
$$;
ALTER FUNCTION ledger.bet_paid(p_tenant text, p_bet uuid, p_transaction uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.cancel_open_payments(p_tenant text, p_invoice uuid) RETURNS void
    LANGUAGE sql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update payments p
    set status = moved('payment', p.payment_id, p.status, 'cancel'), updated_at = now.at, processed_at = now.at
    from (select clock_timestamp() as at) now
    where p.tenant_id = p_tenant and p.invoice_id = p_invoice and p.status = 'pending_approval'
$$;
ALTER FUNCTION ledger.cancel_open_payments(p_tenant text, p_invoice uuid) OWNER TO purser_owner;
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
    v_limit := minor_units(p_credit_limit, w.currency);
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
    update wallets x set account_type = v_type, credit_limit = v_limit, status = v_status,
                         allow_overdraft = x.allow_overdraft and v_type = 'postup'
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
CREATE FUNCTION ledger.claim_awards(p_tenant text, p_tournament text, p_registration text[], p_award text[], p_reason text[], p_owner text[], p_default jsonb) RETURNS TABLE(place bigint, amount integer)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
#variable_conflict use_column
declare
    v_policy jsonb;
    wanted record;
begin
    select to_jsonb(p) into v_policy from coin_policies p
    where p.tenant_id = p_tenant and p.tournament_id = p_tournament;
    v_policy := coalesce(v_policy, p_default);
    for wanted in
        select a.* from unnest(p_registration, p_award, p_reason, p_owner)
            with ordinality as a (registration_id, award, reason, owner_id, place)
        order by a.registration_id collate "C", a.award collate "C", a.owner_id collate "C", a.place
    loop
        place := wanted.place;
        amount := (v_policy ->> wanted.reason)::integer;
        insert into awards (tenant_id, registration_id, award, owner_id, tournament_id, amount)
        values (p_tenant, wanted.registration_id, wanted.award, wanted.owner_id, p_tournament, amount)
        on conflict do nothing;
        if found then
            return next;
        end if;
    end loop;
end
$$;
ALTER FUNCTION ledger.claim_awards(p_tenant text, p_tournament text, p_registration text[], p_award text[], p_reason text[], p_owner text[], p_default jsonb) OWNER TO purser_owner;
CREATE FUNCTION ledger.close_payment(p_tenant text, p_payment uuid, p_by text, p_move text, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_tenant constant text := whose(p_tenant, 'payment', p_payment);
    held constant record := hold_payment(v_tenant, p_payment);
    v_status text;
begin
    if p_move = 'cancel' and (held.p).created_by <> p_by then
        raise exception using errcode = 'PL063', message = 'not the one who submitted it';
    end if;
    v_status := moved('payment', p_payment, (held.p).status, p_move);
    update payments x
    set status = v_status, failure_reason = p_reason, decided_by = p_by, updated_at = now.at, processed_at = now.at
    from (select clock_timestamp() as at) now
    where x.tenant_id = v_tenant and x.payment_id = p_payment;
    return (select to_json(d) from payment_details d where d.tenant_id = v_tenant and d.payment_id = p_payment);
end
$$;
ALTER FUNCTION ledger.close_payment(p_tenant text, p_payment uuid, p_by text, p_move text, p_reason text) OWNER TO purser_owner;
CREATE FUNCTION ledger.close_settlement(p_tenant text, p_customer uuid, p_agent text, p_method text, p_note text, p_currency text, p_since_version bigint, p_until_version bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_figures json, p_transaction uuid) RETURNS uuid
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update customers set last_settlement = p_until where tenant_id = p_tenant and customer_id = p_customer;
    -- The wallet knows this time now: what waited for its lock, and had read the clock before, is posted after it.
    update wallets w set posted_at = greatest(w.posted_at, p_until)
    from customers k
    where k.tenant_id = p_tenant and k.customer_id = p_customer and w.tenant_id = k.tenant_id
        and w.wallet_id = k.wallet_id;
    insert into settlements (tenant_id, settlement_id, customer_id, agent_id, method, note, currency, since_version,
                             until_version, since, until, figures, transaction_id)
    values (p_tenant, new_id(), p_customer, p_agent, p_method, p_note, p_currency, p_since_version,
            p_until_version, p_since, p_until, p_figures, p_transaction)
    returning settlement_id
$$;
ALTER FUNCTION ledger.close_settlement(p_tenant text, p_customer uuid, p_agent text, p_method text, p_note text, p_currency text, p_since_version bigint, p_until_version bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_figures json, p_transaction uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.close_topup(p_tenant text, p_request uuid, p_by text, p_move text, p_note text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_tenant constant text := whose(p_tenant, 'topup_request', p_request);
    r constant topup_requests := hold_topup(v_tenant, p_request);
    v_status text;
begin
    if p_move = 'cancel' and r.requested_by <> p_by then
        raise exception using errcode = 'PL063', message = 'not the one who asked';
    end if;
    v_status := moved('topup_request', p_request, r.status, p_move);
    update topup_requests x
    set status = v_status, decided_by = p_by, decided_at = clock_timestamp(), decision_note = p_note
    where x.tenant_id = v_tenant and x.request_id = p_request;
    return (select to_json(d) from topup_request_details d where d.tenant_id = v_tenant and d.request_id = p_request);
end
$$;
ALTER FUNCTION ledger.close_topup(p_tenant text, p_request uuid, p_by text, p_move text, p_note text) OWNER TO purser_owner;
CREATE FUNCTION ledger.correct_balance(p_run uuid, p_tenant text, p_wallet uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_sum numeric;
    v_newest bigint;
    v_entries bigint;
    v_broken boolean;
    v_since numeric;
    v_since_newest bigint;
    v_since_entries bigint;
    v_since_broken boolean;
    w wallets;
begin
    select x.sum, x.newest, x.entries, x.broken into v_sum, v_newest, v_entries, v_broken
    from entries_of(p_tenant, p_wallet, 0) x;
    select x.* into w from wallets x
    where x.tenant_id = p_tenant and x.wallet_id = p_wallet and x.owner_kind in ('person', 'tenant')
    for no key update;
    select x.sum, x.newest, x.entries, x.broken into v_since, v_since_newest, v_since_entries, v_since_broken
    from entries_of(p_tenant, p_wallet, v_newest) x;
    v_sum := v_sum + v_since;
    v_entries := v_entries + v_since_entries;
    v_newest := greatest(v_newest, v_since_newest);
    if w.balance = v_sum or w.version <> v_newest or v_newest <> v_entries or v_broken or v_since_broken
            or abs(v_sum) > 9007199254740991 then
        return false;
    end if;
    update wallets x set balance = v_sum where x.tenant_id = p_tenant and x.wallet_id = p_wallet;
    perform note_findings(p_run, json_build_array(json_build_object(
        'tenant_id', p_tenant, 'kind', 'balance', 'wallet_id', p_wallet, 'currency', w.currency,
        'expected', v_sum, 'actual', w.balance, 'corrected', true))::jsonb);
    return true;
end
$$;
ALTER FUNCTION ledger.correct_balance(p_run uuid, p_tenant text, p_wallet uuid) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.credited(p_tenant text, p_payment uuid, p_request uuid, p_transaction uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update payments set transaction_id = p_transaction where tenant_id = p_tenant and payment_id = p_payment;
    update topup_requests set transaction_id = p_transaction where tenant_id = p_tenant and request_id = p_request
$$;
ALTER FUNCTION ledger.credited(p_tenant text, p_payment uuid, p_request uuid, p_transaction uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select round(minor / units, exponent)
$$;
ALTER FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) OWNER TO purser_owner;
CREATE FUNCTION ledger.draft_invoice(p_tenant text, p_by text, p_purpose text, p_start date, p_end date, p_lines json) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_invoice constant uuid := make_invoice(p_tenant, p_by, p_purpose, null, p_start, p_end, p_lines);
begin
    return (select to_json(d) from invoice_details d where d.tenant_id = p_tenant and d.invoice_id = v_invoice);
end
$$;
ALTER FUNCTION ledger.draft_invoice(p_tenant text, p_by text, p_purpose text, p_start date, p_end date, p_lines json) OWNER TO purser_owner;
CREATE FUNCTION ledger.emit(p_tenant text, p_events jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    insert into outbox (tenant_id, event_id, detail_type, detail, due_at)
    select p_tenant, e.event_id, e.type, e.detail,
           clock_timestamp() + case when e.relay then interval '0' else interval '10 s' end
    from jsonb_to_recordset(p_events) as e (event_id uuid, type text, detail json, relay boolean)
$$;
ALTER FUNCTION ledger.emit(p_tenant text, p_events jsonb) OWNER TO purser_owner;
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
                     else minor_units(p_amount, b.currency) end;
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
CREATE FUNCTION ledger.end_mail(p_tenant text, p_event uuid, p_outcome text, p_message text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    with ended as (
        update mails set outcome = p_outcome, message_id = p_message, ended_at = clock_timestamp()
        where tenant_id = p_tenant and event_id = p_event and outcome is null
        returning invoice_id
    )
    update invoices set mail_status = p_outcome
    where tenant_id = p_tenant and invoice_id = (select invoice_id from ended)
$$;
ALTER FUNCTION ledger.end_mail(p_tenant text, p_event uuid, p_outcome text, p_message text) OWNER TO purser_owner;
CREATE FUNCTION ledger.end_reconciliation(p_run uuid, p_state text, p_wallets bigint, p_drifted bigint, p_corrected bigint, p_transactions bigint, p_found bigint, p_events jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update reconciliation_runs
    set state = p_state, wallets_checked = p_wallets, drifted = p_drifted, corrected = p_corrected,
        transactions_checked = p_transactions, found = p_found, finished_at = clock_timestamp()
    where run_id = p_run;
    insert into outbox (tenant_id, event_id, detail_type, detail)
    select e.detail ->> 'tenant_id', e.event_id, e.type, e.detail
    from jsonb_to_recordset(p_events) as e (event_id uuid, type text, detail json);
$$;
ALTER FUNCTION ledger.end_reconciliation(p_run uuid, p_state text, p_wallets bigint, p_drifted bigint, p_corrected bigint, p_transactions bigint, p_found bigint, p_events jsonb) OWNER TO purser_owner;
CREATE FUNCTION ledger.entries_of(p_tenant text, p_wallet uuid, p_after bigint) RETURNS TABLE(sum numeric, newest bigint, entries bigint, broken boolean)
    LANGUAGE sql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select coalesce(sum(e.amount), 0), coalesce(max(e.version), 0), count(*), coalesce(bool_or(t.total <> 0), false)
    from entries e
    cross join lateral (
        select sum(o.amount) as total from entries o
        where o.tenant_id = e.tenant_id and o.transaction_id = e.transaction_id
    ) t
    where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version > p_after
$$;
ALTER FUNCTION ledger.entries_of(p_tenant text, p_wallet uuid, p_after bigint) OWNER TO purser_owner;
CREATE FUNCTION ledger.entry_fees(p_tenant text, p_tournament text, p_after uuid, p_limit integer) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
    v_debit uuid;
    v_found integer := 0;
begin
    for v_debit in
        select t.transaction_id from transactions t
        where t.tenant_id = p_tenant and t.kind = 'entry_fee_debit'
            and (case when json_typeof(t.meta -> 'tournament_id') in ('string', 'number')
                      then left(t.meta ->> 'tournament_id', 129) end) collate "C" = p_tournament
            and t.transaction_id > coalesce(p_after, '00000000-0000-0000-0000-000000000000')
        order by t.transaction_id
    loop
        continue when exists (select from transactions r where r.tenant_id = p_tenant and r.corrects = v_debit);
        return next v_debit;
        v_found := v_found + 1;
        exit when v_found = p_limit;
    end loop;
end
$$;
ALTER FUNCTION ledger.entry_fees(p_tenant text, p_tournament text, p_after uuid, p_limit integer) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.has_subject(p_kind text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select p_kind in ('bet_stake', 'bet_payout', 'bet_void', 'bet_cash_out', 'topup', 'topup_refund')
$$;
ALTER FUNCTION ledger.has_subject(p_kind text) OWNER TO purser_owner;
CREATE FUNCTION ledger.hold_entry_fees(p_tenant text, p_debits uuid[]) RETURNS TABLE(transaction_id uuid, owner_id text, currency text, amount numeric)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $_$
#variable_conflict use_column
declare
    v_debit uuid;
    v_wallet uuid;
    v_minor bigint;
    v_kind text;
    v_currency text;
begin
    for v_debit in select d.id from unnest(p_debits) as d (id) order by d.id loop
        perform from transactions t where t.tenant_id = p_tenant and t.transaction_id = v_debit for no key update;
        continue when exists (select from transactions r where r.tenant_id = p_tenant and r.corrects = v_debit);
        select (array_agg(e.wallet_id))[1], min(e.amount) into v_wallet, v_minor
        from entries e
        where e.tenant_id = p_tenant and e.transaction_id = v_debit and e.version is not null
        having count(*) = 1 and min(e.amount) < 0;
        continue when not found;
        -- Planned anew each time: made while wallets is small, a plan would read all of the tenant's ever after.
        execute 'select owner_kind, owner_id, currency from wallets where tenant_id = $1 and wallet_id = $2'
        into strict v_kind, owner_id, v_currency using p_tenant, v_wallet;
        continue when v_kind <> 'person';
        transaction_id := v_debit;
        currency := v_currency;
        select decimal_amount(-v_minor, c.exponent, c.units) into strict amount from currencies c
        where c.code = v_currency;
        return next;
    end loop;
end
$_$;
ALTER FUNCTION ledger.hold_entry_fees(p_tenant text, p_debits uuid[]) OWNER TO purser_owner;
CREATE TABLE ledger.invoices (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    invoice_id uuid NOT NULL,
    number text NOT NULL COLLATE pg_catalog."C",
    purpose ledger.invoice_purpose NOT NULL,
    status ledger.invoice_status NOT NULL,
    amount ledger.minor_units NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    period_start date,
    period_end date,
    request_id uuid,
    mail_status ledger.mail_status,
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    issued_at timestamp with time zone,
    due_at timestamp with time zone,
    paid_at timestamp with time zone,
    voided_by text COLLATE pg_catalog."C",
    voided_at timestamp with time zone,
    void_reason text,
    CONSTRAINT invoices_amount_check CHECK (((amount)::bigint > 0)),
    CONSTRAINT invoices_check CHECK ((((purpose)::text = 'topup'::text) = (request_id IS NOT NULL))),
    CONSTRAINT invoices_check1 CHECK (((((purpose)::text = 'topup'::text) = (period_start IS NULL)) AND ((period_start IS NULL) = (period_end IS NULL))))
)
WITH (fillfactor='80');
ALTER TABLE ledger.invoices OWNER TO purser_owner;
CREATE FUNCTION ledger.hold_invoice(p_tenant text, p_invoice uuid) RETURNS ledger.invoices
    LANGUAGE plpgsql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    i invoices;
begin
    select x.* into i from invoices x where x.tenant_id = p_tenant and x.invoice_id = p_invoice
    for no key update;
    if not found then
        perform not_found('invoice', p_invoice);
    end if;
    return i;
end
$$;
ALTER FUNCTION ledger.hold_invoice(p_tenant text, p_invoice uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.hold_mail(p_tenant text, p_event uuid, p_kind text, p_invoice uuid, p_holder uuid, p_seconds double precision) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v mails;
begin
    insert into mails (tenant_id, event_id, kind, invoice_id, holder, held_until)
    values (p_tenant, p_event, p_kind, p_invoice, p_holder, clock_timestamp() + make_interval(secs => p_seconds))
    on conflict do nothing;
    if found then
        return 'mine';
    end if;
    select * into strict v from mails where tenant_id = p_tenant and event_id = p_event for update;
    if v.outcome is not null then
        return 'ended';
    elsif v.holder <> p_holder and v.held_until > clock_timestamp() then
        return 'held';
    end if;
    update mails
    set holder = p_holder, held_until = clock_timestamp() + make_interval(secs => p_seconds), attempts = v.attempts + 1
    where tenant_id = p_tenant and event_id = p_event;
    return 'mine';
end
$$;
ALTER FUNCTION ledger.hold_mail(p_tenant text, p_event uuid, p_kind text, p_invoice uuid, p_holder uuid, p_seconds double precision) OWNER TO purser_owner;
CREATE TABLE ledger.payments (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    payment_id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    amount ledger.minor_units NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    payment_method ledger.payment_method NOT NULL,
    status ledger.payment_status NOT NULL,
    transaction_reference text COLLATE pg_catalog."C",
    notes text,
    failure_reason text,
    created_by text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    processed_at timestamp with time zone,
    decided_by text COLLATE pg_catalog."C",
    decision_note text,
    transaction_id uuid,
    refund_transaction_id uuid,
    CONSTRAINT payments_amount_check CHECK (((amount)::bigint > 0))
)
WITH (fillfactor='80');
ALTER TABLE ledger.payments OWNER TO purser_owner;
CREATE FUNCTION ledger.hold_payment(p_tenant text, p_payment uuid, OUT i ledger.invoices, OUT p ledger.payments) RETURNS record
    LANGUAGE plpgsql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_invoice uuid;
begin
    -- A payment keeps its invoice for good, so that this may be read before the lock.
    select x.invoice_id into v_invoice from payments x where x.tenant_id = p_tenant and x.payment_id = p_payment;
    if not found then
        perform not_found('payment', p_payment);
    end if;
    i := hold_invoice(p_tenant, v_invoice);
    select x.* into strict p from payments x where x.tenant_id = p_tenant and x.payment_id = p_payment
    for no key update;
end
$$;
ALTER FUNCTION ledger.hold_payment(p_tenant text, p_payment uuid, OUT i ledger.invoices, OUT p ledger.payments) OWNER TO purser_owner;
CREATE FUNCTION ledger.hold_prepaid(p_tenant text, p_kind text, p_reference text, p_amount numeric) RETURNS TABLE(transaction_id uuid, balance bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_wallet constant uuid := prepaid_wallet(p_tenant);
    v_minor constant bigint := minor_units(p_amount, 'USD');
    v_balance bigint;
    v_before record;
begin
    if v_minor is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', 'USD', 'exponent', 2);
    end if;
    select w.balance into strict v_balance from wallets w
    where w.tenant_id = p_tenant and w.wallet_id = v_wallet
    for no key update;
    select t.transaction_id, -e.amount as amount into v_before
    from transactions t
    join entries e on e.tenant_id = t.tenant_id and e.transaction_id = t.transaction_id and e.wallet_id = v_wallet
    where t.tenant_id = p_tenant and t.kind = p_kind and t.external_reference = p_reference;
    if not found then
        return;
    elsif v_before.amount <> v_minor then
        raise exception using errcode = 'PL067', message = 'the reference was used for another amount';
    end if;
    return query select v_before.transaction_id, v_balance;
end
$$;
ALTER FUNCTION ledger.hold_prepaid(p_tenant text, p_kind text, p_reference text, p_amount numeric) OWNER TO purser_owner;
CREATE TABLE ledger.topup_requests (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    request_id uuid NOT NULL,
    wallet_id uuid NOT NULL,
    amount ledger.minor_units NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    status ledger.topup_status DEFAULT 'pending'::text NOT NULL,
    note text,
    requested_by text NOT NULL COLLATE pg_catalog."C",
    requested_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    asker_email text,
    asker_name text,
    decided_by text COLLATE pg_catalog."C",
    decided_at timestamp with time zone,
    decision_note text,
    completed_at timestamp with time zone,
    transaction_id uuid,
    CONSTRAINT topup_requests_amount_check CHECK (((amount)::bigint > 0))
)
WITH (fillfactor='80');
ALTER TABLE ledger.topup_requests OWNER TO purser_owner;
CREATE FUNCTION ledger.hold_topup(p_tenant text, p_request uuid) RETURNS ledger.topup_requests
    LANGUAGE plpgsql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    r topup_requests;
begin
    select x.* into r from topup_requests x where x.tenant_id = p_tenant and x.request_id = p_request
    for no key update;
    if not found then
        perform not_found('topup_request', p_request);
    end if;
    return r;
end
$$;
ALTER FUNCTION ledger.hold_topup(p_tenant text, p_request uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.invoice_number(p_purpose text, p_tenant text, p_id uuid, p_try integer) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select upper(
        case p_purpose when 'topup' then 'TOP' when 'usage' then 'USE' else 'SUB' end
        || '-' || to_char(clock_timestamp() at time zone 'UTC', 'YYYYMM')
        || '-' || left(encode(sha256(convert_to(p_tenant, 'UTF8')), 'hex'), 12)
        || '-' || substr(encode(sha256(convert_to(p_id::text, 'UTF8')), 'hex'), 1 + 8 * p_try, 8))
$$;
ALTER FUNCTION ledger.invoice_number(p_purpose text, p_tenant text, p_id uuid, p_try integer) OWNER TO purser_owner;
CREATE FUNCTION ledger.issue(p_tenant text, p_invoice uuid) RETURNS void
    LANGUAGE sql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update invoices i
    set status = moved('invoice', i.invoice_id, i.status, 'issue'),
        issued_at = now.at, due_at = now.at + interval '14 days',
        mail_status = case
            when exists (select from contacts c where c.tenant_id = i.tenant_id) then 'pending'
            when exists (
                select from topup_requests r
                where r.tenant_id = i.tenant_id and r.request_id = i.request_id and r.asker_email is not null
            ) then 'pending'
            else 'no_address' end
    from (select clock_timestamp() as at) now
    where i.tenant_id = p_tenant and i.invoice_id = p_invoice
$$;
ALTER FUNCTION ledger.issue(p_tenant text, p_invoice uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.issue_invoice(p_tenant text, p_invoice uuid) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_tenant constant text := whose(p_tenant, 'invoice', p_invoice);
begin
    perform hold_invoice(v_tenant, p_invoice);
    perform issue(v_tenant, p_invoice);
    return (select to_json(d) from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = p_invoice);
end
$$;
ALTER FUNCTION ledger.issue_invoice(p_tenant text, p_invoice uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.keep_cash_out_days() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
begin
    if tg_op <> 'INSERT' and old.status = 'cashed_out' then
        perform add_cash_out(old, -1);
    end if;
    if tg_op <> 'DELETE' and new.status = 'cashed_out' then
        perform add_cash_out(new, 1);
    end if;
    return null;
end
$$;
ALTER FUNCTION ledger.keep_cash_out_days() OWNER TO purser_owner;
CREATE FUNCTION ledger.killed_reconciliations(p_run uuid) RETURNS TABLE(run_id uuid, dry_run boolean, tenant_id text, drifted bigint, corrected bigint, findings bigint, judged bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select r.run_id, r.dry_run, f.tenant_id, count(*) filter (where f.kind = 'balance'),
           count(*) filter (where f.corrected), count(*) filter (where f.kind <> 'balance'),
           count(*) filter (where f.kind <> 'balance' and f.acknowledged_at is not null)
    from reconciliation_runs r
    left join reconciliation_findings f on f.run_id = r.run_id
    where r.state = 'running' and r.run_id <> p_run
        and (r.begun_at is not null or r.requested_at < clock_timestamp() - interval '1 hour')
    group by r.run_id, r.dry_run, f.tenant_id
$$;
ALTER FUNCTION ledger.killed_reconciliations(p_run uuid) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.lock_for_reversal(p_tenant text, p_transaction uuid) RETURNS TABLE(owner_kind text, owner_id text, currency text, amount numeric)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_kind text;
    v_corrected_by uuid;
begin
    select t.kind into v_kind from transactions t
    where t.tenant_id = p_tenant and t.transaction_id = p_transaction
    for no key update;
    if not found then
        raise exception using errcode = 'PL111', message = 'no such transaction';
    elsif not v_kind = any (array[
            'debit', 'withdrawal', 'debit_adjustment', 'credit', 'deposit', 'credit_adjustment', 'opening_balance',
            'participation', 'top4', 'runner_up', 'winner', 'entry_fee_debit', 'refund', 'manual_adjust',
            'correction', 'p2p_transfer']) or exists (
                select from entries e
                join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
                where e.tenant_id = p_tenant and e.transaction_id = p_transaction and w.owner_kind = 'tenant') then
        raise exception using errcode = 'PL113', message = 'it has its own reversal';
    end if;
    select t.transaction_id into v_corrected_by from transactions t
    where t.tenant_id = p_tenant and t.corrects = p_transaction;
    if found then
        raise exception using errcode = 'PL112', message = 'reversed already', detail = json_build_object(
            'corrected_by', v_corrected_by);
    end if;
    return query
        select w.owner_kind::text, w.owner_id, w.currency, decimal_amount(e.amount, c.exponent, c.units)
        from entries e
        join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
        join currencies c on c.code = w.currency
        where e.tenant_id = p_tenant and e.transaction_id = p_transaction
        order by e.leg;
end
$$;
ALTER FUNCTION ledger.lock_for_reversal(p_tenant text, p_transaction uuid) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.make_invoice(p_tenant text, p_by text, p_purpose text, p_request uuid, p_start date, p_end date, p_lines json) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_invoice constant uuid := new_id();
    v_amount numeric;
begin
    select sum(l.amount) into v_amount from json_to_recordset(p_lines) as l (amount numeric);
    if v_amount > 9007199254740991 then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', 'USD', 'exponent', 2, 'field', 'lines');
    end if;
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    for v_try in 0 .. 7 loop
        -- Whoever makes the same number or period at the same time is waited for, and then found below.
        insert into invoices (tenant_id, invoice_id, number, purpose, status, amount, currency, period_start,
                              period_end, request_id, created_by)
        values (p_tenant, v_invoice, invoice_number(p_purpose, p_tenant, coalesce(p_request, v_invoice), v_try),
                p_purpose, 'draft', v_amount, 'USD', p_start, p_end, p_request, p_by)
        on conflict do nothing;
        exit when found;
        if exists (
            select from invoices i
            where i.tenant_id = p_tenant and i.purpose = p_purpose and i.period_start = p_start
                and i.period_end = p_end and i.purpose <> 'topup' and i.status <> 'void'
        ) then
            raise exception using errcode = 'PL064', message = 'the period has its invoice';
        end if;
    end loop;
    insert into invoice_lines (tenant_id, invoice_id, line_no, description, amount)
    select p_tenant, v_invoice, l.line_no, l.description, l.amount
    from rows from (json_to_recordset(p_lines) as (description text, amount bigint))
         with ordinality as l (description, amount, line_no);
    return v_invoice;
end
$$;
ALTER FUNCTION ledger.make_invoice(p_tenant text, p_by text, p_purpose text, p_request uuid, p_start date, p_end date, p_lines json) OWNER TO purser_owner;
CREATE FUNCTION ledger.make_wallet(p_tenant text, p_kind text, p_owner text, p_currency text, p_keeper text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
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
ALTER FUNCTION ledger.make_wallet(p_tenant text, p_kind text, p_owner text, p_currency text, p_keeper text) OWNER TO purser_owner;
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
CREATE TABLE ledger.payment_methods (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    method_id text NOT NULL COLLATE pg_catalog."C",
    country text NOT NULL COLLATE pg_catalog."C",
    type ledger.manual_method NOT NULL,
    display_name text NOT NULL,
    instructions text NOT NULL,
    details json NOT NULL,
    is_default boolean NOT NULL,
    is_enabled boolean NOT NULL,
    updated_by text NOT NULL COLLATE pg_catalog."C",
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT payment_methods_country_check CHECK ((country ~ '^([A-Z]{2})?$'::text)),
    CONSTRAINT payment_methods_method_id_check CHECK ((method_id ~ '^[a-z0-9_-]{1,64}$'::text))
);
ALTER TABLE ledger.payment_methods OWNER TO purser_owner;
CREATE FUNCTION ledger.methods_in(p_tenant text, p_country text) RETURNS SETOF ledger.payment_methods
    LANGUAGE sql STABLE
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select distinct on (m.method_id) m.*
    from payment_methods m
    where m.tenant_id in (p_tenant, '') and m.country in (p_country, '')
    order by m.method_id, m.tenant_id desc, m.country desc
$$;
ALTER FUNCTION ledger.methods_in(p_tenant text, p_country text) OWNER TO purser_owner;
CREATE FUNCTION ledger.minor_units(amount numeric, currency text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
               select case when scale(amount) <= cast('{"AED": 2, "AFN": 2, "ALL": 2, "AMD": 2, "AOA": 2, "ARS": 2, "AUD": 2, "AWG": 2, "AZN": 2, "BAM": 2, "BBD": 2, "BDT": 2, "BHD": 3, "BIF": 0, "BMD": 2, "BND": 2, "BOB": 2, "BOV": 2, "BRL": 2, "BSD": 2, "BTN": 2, "BWP": 2, "BYN": 2, "BZD": 2, "CAD": 2, "CDF": 2, "CHE": 2, "CHF": 2, "CHW": 2, "CLF": 4, "CLP": 0, "CNY": 2, "COP": 2, "COU": 2, "CRC": 2, "CUP": 2, "CVE": 2, "CZK": 2, "DJF": 0, "DKK": 2, "DOP": 2, "DZD": 2, "EGP": 2, "ERN": 2, "ETB": 2, "EUR": 2, "FJD": 2, "FKP": 2, "GBP": 2, "GEL": 2, "GHS": 2, "GIP": 2, "GMD": 2, "GNF": 0, "GTQ": 2, "GYD": 2, "HKD": 2, "HNL": 2, "HTG": 2, "HUF": 2, "IDR": 2, "ILS": 2, "INR": 2, "IQD": 3, "IRR": 2, "ISK": 0, "JMD": 2, "JOD": 3, "JPY": 0, "KES": 2, "KGS": 2, "KHR": 2, "KMF": 0, "KPW": 2, "KRW": 0, "KWD": 3, "KYD": 2, "KZT": 2, "LAK": 2, "LBP": 2, "LKR": 2, "LRD": 2, "LSL": 2, "LYD": 3, "MAD": 2, "MDL": 2, "MGA": 2, "MKD": 2, "MMK": 2, "MNT": 2, "MOP": 2, "MRU": 2, "MUR": 2, "MVR": 2, "MWK": 2, "MXN": 2, "MXV": 2, "MYR": 2, "MZN": 2, "NAD": 2, "NGN": 2, "NIO": 2, "NOK": 2, "NPR": 2, "NZD": 2, "OMR": 3, "PAB": 2, "PEN": 2, "PGK": 2, "PHP": 2, "PKR": 2, "PLN": 2, "PYG": 0, "QAR": 2, "RON": 2, "RSD": 2, "RUB": 2, "RWF": 0, "SAR": 2, "SBD": 2, "SCR": 2, "SDG": 2, "SEK": 2, "SGD": 2, "SHP": 2, "SLE": 2, "SOS": 2, "SRD": 2, "SSP": 2, "STN": 2, "SVC": 2, "SYP": 2, "SZL": 2, "THB": 2, "TJS": 2, "TMT": 2, "TND": 3, "TOP": 2, "TRY": 2, "TTD": 2, "TWD": 2, "TZS": 2, "UAH": 2, "UGX": 0, "USD": 2, "USN": 2, "UYI": 0, "UYU": 2, "UYW": 4, "UZS": 2, "VED": 2, "VES": 2, "VND": 0, "VUV": 0, "WST": 2, "XAD": 2, "XAF": 0, "XCD": 2, "XCG": 2, "XOF": 0, "XPF": 0, "YER": 2, "ZAR": 2, "ZMW": 2, "ZWG": 2, "COIN": 0}'::jsonb -> currency as integer)
                            and abs(amount) * cast('{"AED": 100, "AFN": 100, "ALL": 100, "AMD": 100, "AOA": 100, "ARS": 100, "AUD": 100, "AWG": 100, "AZN": 100, "BAM": 100, "BBD": 100, "BDT": 100, "BHD": 1000, "BIF": 1, "BMD": 100, "BND": 100, "BOB": 100, "BOV": 100, "BRL": 100, "BSD": 100, "BTN": 100, "BWP": 100, "BYN": 100, "BZD": 100, "CAD": 100, "CDF": 100, "CHE": 100, "CHF": 100, "CHW": 100, "CLF": 10000, "CLP": 1, "CNY": 100, "COP": 100, "COU": 100, "CRC": 100, "CUP": 100, "CVE": 100, "CZK": 100, "DJF": 1, "DKK": 100, "DOP": 100, "DZD": 100, "EGP": 100, "ERN": 100, "ETB": 100, "EUR": 100, "FJD": 100, "FKP": 100, "GBP": 100, "GEL": 100, "GHS": 100, "GIP": 100, "GMD": 100, "GNF": 1, "GTQ": 100, "GYD": 100, "HKD": 100, "HNL": 100, "HTG": 100, "HUF": 100, "IDR": 100, "ILS": 100, "INR": 100, "IQD": 1000, "IRR": 100, "ISK": 1, "JMD": 100, "JOD": 1000, "JPY": 1, "KES": 100, "KGS": 100, "KHR": 100, "KMF": 1, "KPW": 100, "KRW": 1, "KWD": 1000, "KYD": 100, "KZT": 100, "LAK": 100, "LBP": 100, "LKR": 100, "LRD": 100, "LSL": 100, "LYD": 1000, "MAD": 100, "MDL": 100, "MGA": 100, "MKD": 100, "MMK": 100, "MNT": 100, "MOP": 100, "MRU": 100, "MUR": 100, "MVR": 100, "MWK": 100, "MXN": 100, "MXV": 100, "MYR": 100, "MZN": 100, "NAD": 100, "NGN": 100, "NIO": 100, "NOK": 100, "NPR": 100, "NZD": 100, "OMR": 1000, "PAB": 100, "PEN": 100, "PGK": 100, "PHP": 100, "PKR": 100, "PLN": 100, "PYG": 1, "QAR": 100, "RON": 100, "RSD": 100, "RUB": 100, "RWF": 1, "SAR": 100, "SBD": 100, "SCR": 100, "SDG": 100, "SEK": 100, "SGD": 100, "SHP": 100, "SLE": 100, "SOS": 100, "SRD": 100, "SSP": 100, "STN": 100, "SVC": 100, "SYP": 100, "SZL": 100, "THB": 100, "TJS": 100, "TMT": 100, "TND": 1000, "TOP": 100, "TRY": 100, "TTD": 100, "TWD": 100, "TZS": 100, "UAH": 100, "UGX": 1, "USD": 100, "USN": 100, "UYI": 1, "UYU": 100, "UYW": 10000, "UZS": 100, "VED": 100, "VES": 100, "VND": 1, "VUV": 1, "WST": 100, "XAD": 100, "XAF": 1, "XCD": 100, "XCG": 100, "XOF": 1, "XPF": 1, "YER": 100, "ZAR": 100, "ZMW": 100, "ZWG": 100, "COIN": 1}'::jsonb -> currency as bigint) <= 9007199254740991
                           then cast(amount * cast('{"AED": 100, "AFN": 100, "ALL": 100, "AMD": 100, "AOA": 100, "ARS": 100, "AUD": 100, "AWG": 100, "AZN": 100, "BAM": 100, "BBD": 100, "BDT": 100, "BHD": 1000, "BIF": 1, "BMD": 100, "BND": 100, "BOB": 100, "BOV": 100, "BRL": 100, "BSD": 100, "BTN": 100, "BWP": 100, "BYN": 100, "BZD": 100, "CAD": 100, "CDF": 100, "CHE": 100, "CHF": 100, "CHW": 100, "CLF": 10000, "CLP": 1, "CNY": 100, "COP": 100, "COU": 100, "CRC": 100, "CUP": 100, "CVE": 100, "CZK": 100, "DJF": 1, "DKK": 100, "DOP": 100, "DZD": 100, "EGP": 100, "ERN": 100, "ETB": 100, "EUR": 100, "FJD": 100, "FKP": 100, "GBP": 100, "GEL": 100, "GHS": 100, "GIP": 100, "GMD": 100, "GNF": 1, "GTQ": 100, "GYD": 100, "HKD": 100, "HNL": 100, "HTG": 100, "HUF": 100, "IDR": 100, "ILS": 100, "INR": 100, "IQD": 1000, "IRR": 100, "ISK": 1, "JMD": 100, "JOD": 1000, "JPY": 1, "KES": 100, "KGS": 100, "KHR": 100, "KMF": 1, "KPW": 100, "KRW": 1, "KWD": 1000, "KYD": 100, "KZT": 100, "LAK": 100, "LBP": 100, "LKR": 100, "LRD": 100, "LSL": 100, "LYD": 1000, "MAD": 100, "MDL": 100, "MGA": 100, "MKD": 100, "MMK": 100, "MNT": 100, "MOP": 100, "MRU": 100, "MUR": 100, "MVR": 100, "MWK": 100, "MXN": 100, "MXV": 100, "MYR": 100, "MZN": 100, "NAD": 100, "NGN": 100, "NIO": 100, "NOK": 100, "NPR": 100, "NZD": 100, "OMR": 1000, "PAB": 100, "PEN": 100, "PGK": 100, "PHP": 100, "PKR": 100, "PLN": 100, "PYG": 1, "QAR": 100, "RON": 100, "RSD": 100, "RUB": 100, "RWF": 1, "SAR": 100, "SBD": 100, "SCR": 100, "SDG": 100, "SEK": 100, "SGD": 100, "SHP": 100, "SLE": 100, "SOS": 100, "SRD": 100, "SSP": 100, "STN": 100, "SVC": 100, "SYP": 100, "SZL": 100, "THB": 100, "TJS": 100, "TMT": 100, "TND": 1000, "TOP": 100, "TRY": 100, "TTD": 100, "TWD": 100, "TZS": 100, "UAH": 100, "UGX": 1, "USD": 100, "USN": 100, "UYI": 1, "UYU": 100, "UYW": 10000, "UZS": 100, "VED": 100, "VES": 100, "VND": 1, "VUV": 1, "WST": 100, "XAD": 100, "XAF": 1, "XCD": 100, "XCG": 100, "XOF": 1, "XPF": 1, "YER": 100, "ZAR": 100, "ZMW": 100, "ZWG": 100, "COIN": 1}'::jsonb -> currency as bigint) as bigint) end
           $$;
ALTER FUNCTION ledger.minor_units(amount numeric, currency text) OWNER TO purser_owner;
CREATE FUNCTION ledger.moved(p_subject text, p_id uuid, p_status text, p_move text) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_to text;
begin
    select t.to_status into v_to from transitions() t
    where t.subject = p_subject and t.move = p_move and t.from_status = p_status;
    if not found then
        raise exception using errcode = 'PL061', message = 'the state forbids it', detail = json_build_object(
            'subject', p_subject, 'id', p_id, 'status', p_status, 'move', p_move,
            'allowed', (select json_agg(t.from_status) from transitions() t
                        where t.subject = p_subject and t.move = p_move));
    end if;
    return v_to;
end
$$;
ALTER FUNCTION ledger.moved(p_subject text, p_id uuid, p_status text, p_move text) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.not_found(p_subject text, p_id uuid) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
begin
    raise exception using errcode = 'PL060', message = 'not found', detail = json_build_object(
        'subject', p_subject, 'id', p_id);
end
$$;
ALTER FUNCTION ledger.not_found(p_subject text, p_id uuid) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.note_findings(p_run uuid, p_findings jsonb) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    with noted as (
        insert into reconciliation_findings (tenant_id, finding_id, run_id, kind, wallet_id, transaction_id, subject_id,
                                             version, currency, expected, actual, corrected, acknowledged_at,
                                             acknowledged_by, note)
        select n.tenant_id, new_id(), p_run, n.kind, n.wallet_id, n.transaction_id, n.subject_id, n.version,
               n.currency, n.expected, n.actual, n.corrected, j.acknowledged_at, j.acknowledged_by, j.note
        from jsonb_to_recordset(p_findings) as n (
            tenant_id text, kind text, wallet_id uuid, transaction_id uuid, subject_id uuid, version bigint,
            currency text, expected numeric, actual numeric, corrected boolean)
        left join lateral (
            select f.acknowledged_at, f.acknowledged_by, f.note from reconciliation_findings f
            where f.tenant_id = n.tenant_id and f.kind = n.kind and f.kind <> 'balance'
                and f.acknowledged_at is not null
                and (f.wallet_id, f.transaction_id, f.subject_id, f.version, f.expected, f.actual)
                    is not distinct from
                    (n.wallet_id, n.transaction_id, n.subject_id, n.version, n.expected, n.actual)
            order by f.acknowledged_at desc
            limit 1
        ) j on true
        where n.corrected or (select count(*) from reconciliation_findings f where f.run_id = p_run) < 10000
        returning acknowledged_at
    )
    select count(*) from noted where acknowledged_at is not null
$$;
ALTER FUNCTION ledger.note_findings(p_run uuid, p_findings jsonb) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.offers_method(p_tenant text, p_type text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select exists (
        select from (
            select m.country from payment_methods m where m.tenant_id in (p_tenant, '') union select ''
        ) c
        cross join lateral methods_in(p_tenant, c.country) e
        where e.is_enabled and e.type = p_type
    )
$$;
ALTER FUNCTION ledger.offers_method(p_tenant text, p_type text) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.open_books() RETURNS TABLE(tenant_id text, wallet_id uuid, currency text, balance numeric, cut bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select w.tenant_id, w.wallet_id, w.currency, coalesce(c.balance, 0), x.cut
    from wallets w
    join (select y.cut from xid_epochs y order by y.base desc limit 1) x on x.cut > 0
    left join checkpoints c on c.tenant_id = w.tenant_id and c.wallet_id = w.wallet_id
    where w.owner_kind not in ('person', 'tenant')
$$;
ALTER FUNCTION ledger.open_books() OWNER TO purser_owner;
CREATE FUNCTION ledger.outbox_age() RETURNS TABLE(waiting bigint, seconds double precision)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) from outbox
$$;
ALTER FUNCTION ledger.outbox_age() OWNER TO purser_owner;
CREATE FUNCTION ledger.overdue() RETURNS SETOF ledger.found
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select o.tenant_id, 'outbox', null::uuid, null::uuid, o.event_id, null::bigint, null, null::numeric, null::numeric
    from outbox o
    where o.created_at < clock_timestamp() - interval '15 minutes'
    union all
    select r.tenant_id, 'invoiced', r.wallet_id, null, r.request_id, null, null, null, null
    from topup_requests r
    join invoices i on i.tenant_id = r.tenant_id and i.request_id = r.request_id and i.status = 'paid'
    where r.status = 'invoiced'
$$;
ALTER FUNCTION ledger.overdue() OWNER TO purser_owner;
CREATE FUNCTION ledger.pay_invoice(p_tenant text, p_invoice uuid, p_by text, OUT payment_id uuid, OUT invoice json) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_tenant constant text := whose(p_tenant, 'invoice', p_invoice);
    i constant invoices := hold_invoice(v_tenant, p_invoice);
    v_payment constant uuid := new_id();
    v_now timestamptz;
begin
    perform refuse_the_asker(v_tenant, i.request_id, p_by);
    if i.status <> 'paid' then
        perform settle_invoice(v_tenant, i);
        v_now := clock_timestamp();
        insert into payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, status, created_by,
                              decided_by, created_at, updated_at, processed_at)
        values (v_tenant, v_payment, p_invoice, i.amount, i.currency, 'offline', 'succeeded', p_by, p_by, v_now,
                v_now, v_now);
        payment_id := v_payment;
    end if;
    select to_json(d) into invoice from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = p_invoice;
end
$$;
ALTER FUNCTION ledger.pay_invoice(p_tenant text, p_invoice uuid, p_by text, OUT payment_id uuid, OUT invoice json) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
declare
    v_currencies text[]; -- by movement: its customer's
    v_ids uuid[]; -- by movement
    v_sums bigint[]; -- by movement
    v_overridden integer[] := '{}'; -- movements
    v_posted json[]; -- by leg
    v_currency text;
    v_movement integer;
    v_minor bigint;
    v_wallet uuid;
    v_version bigint;
    v_after bigint;
    v_limit bigint;
    v_waived boolean; -- the floor, for this leg
    v_known timestamptz; -- by this wallet
    v_seen timestamptz; -- the latest that the wallets locked so far know
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
    for i in reverse cardinality(p_owner) .. 2 loop
        continue when p_owner_kind[i] not in ('person', 'tenant');
        loop
            select w.posted_at into v_known from wallets w
            where w.tenant_id = p_tenant and w.owner_kind = p_owner_kind[i] and w.owner_id = p_owner[i]
                and w.currency = p_currency[i]
            for no key update;
            exit when found;
            perform make_wallet(p_tenant, p_owner_kind[i], p_owner[i], p_currency[i], p_keeper[i]);
        end loop;
        v_seen := greatest(v_seen, v_known);
    end loop;
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
                    posted_at = coalesce(v_time, greatest(clock_timestamp(), v_seen, w.posted_at))
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
        if v_waived then
            v_overridden := v_overridden || v_movement;
        end if;
        insert into entries (tenant_id, transaction_id, leg, wallet_id, amount, version, balance_after, posted_at, xid)
        values (p_tenant, v_ids[v_movement], i, v_wallet, v_minor, v_version, v_after, v_time, v_xid);
        v_posted[i] := json_build_array(v_wallet, p_currency[i], v_minor, v_after, v_limit);
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
ALTER FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) OWNER TO purser_owner;
CREATE FUNCTION ledger.prepaid_wallet(p_tenant text) RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_wallet uuid;
begin
    loop
        select w.wallet_id into v_wallet from wallets w
        where w.tenant_id = p_tenant and w.owner_kind = 'tenant' and w.owner_id = p_tenant and w.currency = 'USD';
        exit when found;
        -- Two first uses at once: the second waits here for the first, and then finds its wallet.
        insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
        insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency)
        values (p_tenant, new_id(), 'tenant', p_tenant, 'USD')
        on conflict do nothing;
    end loop;
    return v_wallet;
end
$$;
ALTER FUNCTION ledger.prepaid_wallet(p_tenant text) OWNER TO purser_owner;
CREATE FUNCTION ledger.reconcile_awards(p_tenant text, p_after text, p_last text) RETURNS SETOF ledger.found
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
    select p_tenant, 'award', w.wallet_id, a.transaction_id, null::uuid, null::bigint, 'COIN', a.amount::numeric,
           m.amount::numeric
    from awards a
    left join wallets w on w.tenant_id = a.tenant_id and w.owner_kind = 'person' and w.owner_id = a.owner_id
        and w.currency = 'COIN'
    left join transactions t on t.tenant_id = a.tenant_id and t.transaction_id = a.transaction_id
    left join lateral (
        select sum(e.amount) as amount from entries e
        where e.tenant_id = a.tenant_id and e.transaction_id = a.transaction_id and e.wallet_id = w.wallet_id
    ) m on true
    where a.tenant_id = p_tenant and a.registration_id > p_after
        and (p_last is null or a.registration_id <= p_last)
        and (coalesce(m.amount, 0) <> a.amount or t.meta ->> 'registration_id' <> a.registration_id)
$$;
ALTER FUNCTION ledger.reconcile_awards(p_tenant text, p_after text, p_last text) OWNER TO purser_owner;
CREATE FUNCTION ledger.reconcile_subjects(p_tenant text, p_first uuid, p_last uuid) RETURNS SETOF ledger.found
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
    select p_tenant, 'posting', x.wallet_id, x.transaction_id, x.subject_id, null::bigint, w.currency,
           x.amount::numeric, m.amount::numeric
    from subjects x
    join wallets w on w.tenant_id = x.tenant_id and w.wallet_id = x.wallet_id
    left join transactions t on t.tenant_id = x.tenant_id and t.transaction_id = x.transaction_id
    left join lateral (
        select sum(e.amount) as amount from entries e
        where e.tenant_id = x.tenant_id and e.transaction_id = x.transaction_id and e.wallet_id = x.wallet_id
    ) m on true
    where x.tenant_id = p_tenant and x.subject_id between p_first and p_last
        and (t.kind is distinct from x.kind or t.external_reference is distinct from x.subject_id::text
             or m.amount is distinct from x.amount)
$$;
ALTER FUNCTION ledger.reconcile_subjects(p_tenant text, p_first uuid, p_last uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.reconcile_transactions(p_tenant text, p_first uuid, p_last uuid) RETURNS SETOF ledger.found
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
    v_suspects uuid[]; -- as in reconcile_wallets
begin
    with summed as (
        select e.transaction_id, sum(e.amount) as amount, count(*) as entries, count(w.wallet_id) as wallets,
               min(w.currency) as currency, max(w.currency) as other_currency
        from entries e
        left join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
        where e.tenant_id = p_tenant and e.transaction_id between p_first and p_last
        group by e.transaction_id
    )
    select array_agg(coalesce(t.transaction_id, s.transaction_id)) into v_suspects
    from (
        select x.transaction_id, x.kind, x.external_reference from transactions x
        where x.tenant_id = p_tenant and x.transaction_id between p_first and p_last
    ) t
    full join summed s on s.transaction_id = t.transaction_id
    where t.transaction_id is null or s.transaction_id is null or s.amount <> 0 or s.entries < 2
        or s.wallets <> s.entries or s.currency <> s.other_currency
        or has_subject(t.kind) and not exists (
                select from subject_of(p_tenant, t.transaction_id, t.kind, t.external_reference));
    return query
        with suspects as materialized (
            select x.id as transaction_id, t.kind, t.external_reference
            from unnest(v_suspects) as x (id)
            left join transactions t on t.tenant_id = p_tenant and t.transaction_id = x.id
        ), legs as materialized (
            select s.transaction_id, e.wallet_id, e.amount, w.wallet_id is null as is_nobodys, w.currency
            from suspects s
            join entries e on e.tenant_id = p_tenant and e.transaction_id = s.transaction_id
            left join wallets w on w.tenant_id = p_tenant and w.wallet_id = e.wallet_id
        )
        select p_tenant, 'sum', null::uuid, l.transaction_id, null::uuid, null::bigint, l.currency, 0::numeric,
               sum(l.amount)
        from legs l
        group by l.transaction_id, l.currency
        having sum(l.amount) <> 0
        union all
        select p_tenant, case when s.kind is null then 'transaction' else 'entries' end, null, s.transaction_id, null,
               null, null, null, null
        from suspects s
        where s.kind is null or (select count(*) from legs l where l.transaction_id = s.transaction_id) < 2
        union all
        select p_tenant, 'wallet', l.wallet_id, l.transaction_id, null, null, null, null, l.amount
        from legs l
        where l.is_nobodys
        union all
        select p_tenant, 'subject', null, s.transaction_id, uuid_of(s.external_reference), null, null, null, null
        from suspects s
        where has_subject(s.kind) and not exists (
                select from subject_of(p_tenant, s.transaction_id, s.kind, s.external_reference));
end
$$;
ALTER FUNCTION ledger.reconcile_transactions(p_tenant text, p_first uuid, p_last uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.reconcile_wallets(p_tenant text, p_first uuid, p_last uuid) RETURNS SETOF ledger.found
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
declare
    -- Nearly always empty, and what follows is then nothing: planned together, it would be planned for many.
    v_suspects uuid[];
begin
    with linked as (
        select e.wallet_id, e.amount, e.version, e.version - lag(e.version, 1, 0::bigint) over one as step,
               e.balance_after - e.amount - lag(e.balance_after, 1, 0::bigint) over one as gap
        from entries e
        where e.tenant_id = p_tenant and e.wallet_id between p_first and p_last and e.version is not null
        window one as (partition by e.wallet_id order by e.version)
    ), summed as (
        select l.wallet_id, sum(l.amount) as amount, max(l.version) as newest,
               bool_or(l.step <> 1 or l.gap is distinct from 0) as is_broken
        from linked l
        group by l.wallet_id
    )
    select array_agg(coalesce(w.wallet_id, s.wallet_id)) into v_suspects
    from (
        select x.wallet_id, x.balance, x.version from wallets x
        where x.tenant_id = p_tenant and x.wallet_id between p_first and p_last and x.owner_kind in ('person', 'tenant')
    ) w
    full join summed s on s.wallet_id = w.wallet_id
    where w.wallet_id is null or s.is_broken
        or w.balance <> coalesce(s.amount, 0) or w.version <> coalesce(s.newest, 0);
    return query
        with suspects as materialized (
            select x.id as wallet_id, w.currency, w.balance, w.version, e.amount, e.entries, e.newest, e.missing
            from unnest(v_suspects) as x (id)
            left join wallets w on w.tenant_id = p_tenant and w.wallet_id = x.id
                and w.owner_kind in ('person', 'tenant')
            cross join lateral (
                select coalesce(sum(n.amount), 0) as amount, count(*) as entries, coalesce(max(n.version), 0) as newest,
                       min(n.place) filter (where n.version <> n.place) as missing
                from (
                    select o.amount, o.version, row_number() over (order by o.version) as place
                    from entries o
                    where o.tenant_id = p_tenant and o.wallet_id = x.id and o.version is not null
                ) n
            ) e
        )
        select p_tenant, 'wallet', s.wallet_id, null::uuid, null::uuid, null::bigint, null::text, null::numeric,
               s.amount
        from suspects s
        where s.currency is null
        union all
        select p_tenant, 'balance', s.wallet_id, null, null, null, s.currency, s.amount, s.balance
        from suspects s
        where s.balance <> s.amount
        union all
        select p_tenant, 'version', s.wallet_id, null, null, coalesce(s.missing, least(s.version, s.newest) + 1), null,
               s.entries, s.version
        from suspects s
        where s.currency is not null and (s.missing is not null or s.version <> s.newest)
        union all
        select p_tenant, 'balance_after', s.wallet_id, g.transaction_id, null, g.version, s.currency,
               g.before + g.amount, g.balance_after
        from suspects s
        cross join lateral (
            select e.transaction_id, e.version, e.amount, e.balance_after,
                   lag(e.balance_after, 1, 0::bigint) over (order by e.version) as before
            from entries e
            where e.tenant_id = p_tenant and e.wallet_id = s.wallet_id and e.version is not null
        ) g
        where s.currency is not null and g.balance_after is distinct from g.before + g.amount;
end
$$;
ALTER FUNCTION ledger.reconcile_wallets(p_tenant text, p_first uuid, p_last uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.refund_payment(p_tenant text, p_payment uuid, p_by text, p_reason text, OUT tenant_id text, OUT payment json, OUT reverses uuid) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_tenant constant text := whose(p_tenant, 'payment', p_payment);
    held constant record := hold_payment(v_tenant, p_payment);
    v_status constant text := moved('payment', p_payment, (held.p).status, 'refund');
begin
    update payments x
    set status = v_status, decided_by = p_by, decision_note = p_reason, updated_at = now.at, processed_at = now.at
    from (select clock_timestamp() as at) now
    where x.tenant_id = v_tenant and x.payment_id = p_payment;
    tenant_id := v_tenant;
    reverses := (held.p).transaction_id;
    select to_json(d) into payment from payment_details d where d.tenant_id = v_tenant and d.payment_id = p_payment;
end
$$;
ALTER FUNCTION ledger.refund_payment(p_tenant text, p_payment uuid, p_by text, p_reason text, OUT tenant_id text, OUT payment json, OUT reverses uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.refunded(p_tenant text, p_payment uuid, p_transaction uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update payments set refund_transaction_id = p_transaction where tenant_id = p_tenant and payment_id = p_payment
$$;
ALTER FUNCTION ledger.refunded(p_tenant text, p_payment uuid, p_transaction uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception using errcode = 'PL099',
        message = format('%s on %s: history is immutable; post a correction instead', tg_op, tg_table_name);
end
$$;
ALTER FUNCTION ledger.refuse_change() OWNER TO purser_owner;
CREATE FUNCTION ledger.refuse_the_asker(p_tenant text, p_request uuid, p_by text) RETURNS void
    LANGUAGE plpgsql STABLE
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
begin
    if exists (
        select from topup_requests r
        where r.tenant_id = p_tenant and r.request_id = p_request and r.requested_by = p_by
    ) then
        raise exception using errcode = 'PL062', message = 'self approval';
    end if;
end
$$;
ALTER FUNCTION ledger.refuse_the_asker(p_tenant text, p_request uuid, p_by text) OWNER TO purser_owner;
CREATE FUNCTION ledger.release_mail(p_tenant text, p_event uuid, p_holder uuid) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update mails set held_until = clock_timestamp()
    where tenant_id = p_tenant and event_id = p_event and holder = p_holder and outcome is null
$$;
ALTER FUNCTION ledger.release_mail(p_tenant text, p_event uuid, p_holder uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.request_reconciliation(p_run uuid, p_by text, p_dry_run boolean, p_full boolean) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    insert into reconciliation_runs (run_id, requested_by, dry_run, is_full) values (p_run, p_by, p_dry_run, p_full)
$$;
ALTER FUNCTION ledger.request_reconciliation(p_run uuid, p_by text, p_dry_run boolean, p_full boolean) OWNER TO purser_owner;
CREATE FUNCTION ledger.request_topup(p_tenant text, p_by text, p_amount numeric, p_note text, p_email text, p_name text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_minor constant bigint := minor_units(p_amount, 'USD');
    v_request constant uuid := new_id();
begin
    if v_minor is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', 'USD', 'exponent', 2);
    end if;
    insert into topup_requests (tenant_id, request_id, wallet_id, amount, currency, note, requested_by, asker_email,
                                asker_name)
    values (p_tenant, v_request, prepaid_wallet(p_tenant), v_minor, 'USD', p_note, p_by, p_email, p_name);
    return (select to_json(d) from topup_request_details d where d.tenant_id = p_tenant and d.request_id = v_request);
end
$$;
ALTER FUNCTION ledger.request_topup(p_tenant text, p_by text, p_amount numeric, p_note text, p_email text, p_name text) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.set_coin_policy(p_tenant text, p_tournament text, p_participation integer, p_top4 integer, p_runner_up integer, p_winner integer) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    insert into coin_policies (tenant_id, tournament_id, participation, top4, runner_up, winner)
    values (p_tenant, p_tournament, p_participation, p_top4, p_runner_up, p_winner)
    on conflict (tenant_id, tournament_id) do update
    set participation = excluded.participation, top4 = excluded.top4, runner_up = excluded.runner_up,
        winner = excluded.winner
$$;
ALTER FUNCTION ledger.set_coin_policy(p_tenant text, p_tournament text, p_participation integer, p_top4 integer, p_runner_up integer, p_winner integer) OWNER TO purser_owner;
CREATE FUNCTION ledger.set_contact(p_tenant text, p_principal text, p_email text, p_name text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    insert into contacts as c (tenant_id, email, name, updated_by) values (p_tenant, p_email, p_name, p_principal)
    on conflict (tenant_id) do update
    set email = excluded.email, name = excluded.name, updated_by = excluded.updated_by, updated_at = clock_timestamp()
    where c.tenant_id = p_tenant
$$;
ALTER FUNCTION ledger.set_contact(p_tenant text, p_principal text, p_email text, p_name text) OWNER TO purser_owner;
CREATE FUNCTION ledger.set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
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
ALTER FUNCTION ledger.set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) OWNER TO purser_owner;
CREATE FUNCTION ledger.set_payment_method(p_tenant text, p_principal text, p_method text, p_country text, p_type text, p_display_name text, p_instructions text, p_details json, p_is_default boolean, p_is_enabled boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
begin
    perform pg_advisory_xact_lock(hashtextextended('payment methods of ' || p_tenant, 0));
    if p_is_default then
        update payment_methods set is_default = false
        where tenant_id = p_tenant and country = p_country and is_default and method_id <> p_method;
    end if;
    insert into payment_methods
        (tenant_id, method_id, country, type, display_name, instructions, details, is_default, is_enabled, updated_by)
    values
        (p_tenant, p_method, p_country, p_type, p_display_name, p_instructions, p_details, p_is_default, p_is_enabled,
         p_principal)
    on conflict (tenant_id, method_id, country) do update
    set type = excluded.type, display_name = excluded.display_name, instructions = excluded.instructions,
        details = excluded.details, is_default = excluded.is_default, is_enabled = excluded.is_enabled,
        updated_by = excluded.updated_by, updated_at = clock_timestamp();
end
$$;
ALTER FUNCTION ledger.set_payment_method(p_tenant text, p_principal text, p_method text, p_country text, p_type text, p_display_name text, p_instructions text, p_details json, p_is_default boolean, p_is_enabled boolean) OWNER TO purser_owner;
CREATE FUNCTION ledger.set_prepaid_status(p_tenant text, p_status text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    update wallets set status = p_status where tenant_id = p_tenant and wallet_id = prepaid_wallet(p_tenant)
$$;
ALTER FUNCTION ledger.set_prepaid_status(p_tenant text, p_status text) OWNER TO purser_owner;
CREATE FUNCTION ledger.settle_invoice(p_tenant text, i ledger.invoices) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_status constant text := moved('invoice', i.invoice_id, i.status, 'pay');
begin
    update invoices x set status = v_status, paid_at = clock_timestamp()
    where x.tenant_id = p_tenant and x.invoice_id = i.invoice_id;
    perform cancel_open_payments(p_tenant, i.invoice_id);
    update topup_requests r
    set status = moved('topup_request', r.request_id, r.status, 'complete'), completed_at = clock_timestamp()
    where r.tenant_id = p_tenant and r.request_id = i.request_id;
end
$$;
ALTER FUNCTION ledger.settle_invoice(p_tenant text, i ledger.invoices) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.subject_ids(p_tenant text, p_first uuid, p_limit integer) RETURNS SETOF uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    (select b.bet_id from ledger.bets b where b.tenant_id = p_tenant and b.bet_id >= p_first
     order by b.bet_id limit p_limit)
    union all
    (select r.request_id from ledger.topup_requests r where r.tenant_id = p_tenant and r.request_id >= p_first
     order by r.request_id limit p_limit)
    union all
    (select p.payment_id from ledger.payments p where p.tenant_id = p_tenant and p.payment_id >= p_first
     order by p.payment_id limit p_limit)
    order by 1
    limit p_limit
$$;
ALTER FUNCTION ledger.subject_ids(p_tenant text, p_first uuid, p_limit integer) OWNER TO purser_owner;
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
CREATE VIEW ledger.subjects AS
 SELECT b.tenant_id,
    'bet_stake'::text AS kind,
    b.bet_id AS subject_id,
    b.stake_transaction_id AS transaction_id,
    k.wallet_id,
    (- (b.stake)::bigint) AS amount
   FROM (ledger.bets b
     JOIN ledger.customers k ON (((k.tenant_id = b.tenant_id) AND (k.customer_id = b.user_id))))
UNION ALL
 SELECT b.tenant_id,
        CASE b.status
            WHEN 'won'::text THEN 'bet_payout'::text
            WHEN 'void'::text THEN 'bet_void'::text
            ELSE 'bet_cash_out'::text
        END AS kind,
    b.bet_id AS subject_id,
    b.outcome_transaction_id AS transaction_id,
    k.wallet_id,
    COALESCE(b.cash_out_amount, b.payout) AS amount
   FROM (ledger.bets b
     JOIN ledger.customers k ON (((k.tenant_id = b.tenant_id) AND (k.customer_id = b.user_id))))
  WHERE (((b.status)::text = ANY (ARRAY['won'::text, 'void'::text, 'cashed_out'::text])) AND ((COALESCE(b.cash_out_amount, b.payout))::bigint <> 0))
UNION ALL
 SELECT r.tenant_id,
    'topup'::text AS kind,
    r.request_id AS subject_id,
    ( SELECT p.transaction_id
           FROM (ledger.invoices i
             JOIN ledger.payments p ON (((p.tenant_id = i.tenant_id) AND (p.invoice_id = i.invoice_id) AND ((p.status)::text = ANY (ARRAY['succeeded'::text, 'refunded'::text])))))
          WHERE ((i.tenant_id = r.tenant_id) AND (i.request_id = r.request_id) AND (p.transaction_id = r.transaction_id) AND ((p.amount)::bigint = (r.amount)::bigint))) AS transaction_id,
    r.wallet_id,
    (r.amount)::bigint AS amount
   FROM ledger.topup_requests r
  WHERE ((r.status)::text = 'completed'::text)
UNION ALL
 SELECT r.tenant_id,
    'topup'::text AS kind,
    r.request_id AS subject_id,
    NULL::uuid AS transaction_id,
    r.wallet_id,
    (r.amount)::bigint AS amount
   FROM ledger.topup_requests r
  WHERE (((r.status)::text <> 'completed'::text) AND (EXISTS ( SELECT
           FROM (ledger.invoices i
             JOIN ledger.payments p ON (((p.tenant_id = i.tenant_id) AND (p.invoice_id = i.invoice_id) AND ((p.status)::text = ANY (ARRAY['succeeded'::text, 'refunded'::text])))))
          WHERE ((i.tenant_id = r.tenant_id) AND (i.request_id = r.request_id)))))
UNION ALL
 SELECT p.tenant_id,
    'topup_refund'::text AS kind,
    p.payment_id AS subject_id,
    ( SELECT t.transaction_id
           FROM ledger.transactions t
          WHERE ((t.tenant_id = p.tenant_id) AND (t.transaction_id = p.refund_transaction_id) AND (t.corrects = p.transaction_id))) AS transaction_id,
    r.wallet_id,
    (- (p.amount)::bigint) AS amount
   FROM ((ledger.payments p
     JOIN ledger.invoices i ON (((i.tenant_id = p.tenant_id) AND (i.invoice_id = p.invoice_id))))
     JOIN ledger.topup_requests r ON (((r.tenant_id = i.tenant_id) AND (r.request_id = i.request_id))))
  WHERE ((p.status)::text = 'refunded'::text);
ALTER VIEW ledger.subjects OWNER TO purser_owner;
CREATE FUNCTION ledger.subject_of(p_tenant text, p_transaction uuid, p_kind text, p_reference text) RETURNS SETOF ledger.subjects
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select x.* from ledger.subjects x
    where x.tenant_id = p_tenant and x.subject_id = ledger.uuid_of(p_reference) and x.kind = p_kind
        and x.transaction_id = p_transaction
$$;
ALTER FUNCTION ledger.subject_of(p_tenant text, p_transaction uuid, p_kind text, p_reference text) OWNER TO purser_owner;
CREATE FUNCTION ledger.submit_payment(p_tenant text, p_invoice uuid, p_by text, p_method text, p_reference text, p_notes text, OUT tenant_id text, OUT payment json) RETURNS record
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
#variable_conflict use_column
declare
    v_tenant constant text := whose(p_tenant, 'invoice', p_invoice);
    i constant invoices := hold_invoice(v_tenant, p_invoice);
    v_payment constant uuid := new_id();
    v_now constant timestamptz := clock_timestamp();
begin
    if i.status = 'paid' then
        raise exception using errcode = 'PL065', message = 'the invoice is paid already';
    end if;
    perform moved('invoice', p_invoice, i.status, 'pay');
    if exists (
        select from payments p
        where p.tenant_id = v_tenant and p.invoice_id = p_invoice and p.status = 'pending_approval'
    ) then
        raise exception using errcode = 'PL066', message = 'a payment waits for approval';
    end if;
    -- Whoever uses the same reference at the same time is waited for.
    insert into payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, status,
                          transaction_reference, notes, created_by, created_at, updated_at)
    values (v_tenant, v_payment, p_invoice, i.amount, i.currency, p_method, 'pending_approval', p_reference, p_notes,
            p_by, v_now, v_now)
    on conflict do nothing;
    if not found then
        raise exception using errcode = 'PL067', message = 'the reference is used';
    end if;
    tenant_id := v_tenant;
    select to_json(d) into payment from payment_details d where d.tenant_id = v_tenant and d.payment_id = v_payment;
end
$$;
ALTER FUNCTION ledger.submit_payment(p_tenant text, p_invoice uuid, p_by text, p_method text, p_reference text, p_notes text, OUT tenant_id text, OUT payment json) OWNER TO purser_owner;
CREATE FUNCTION ledger.sum_of_book(p_tenant text, p_wallet uuid, p_cut bigint, p_after timestamp with time zone, p_after_transaction uuid, p_limit integer) RETURNS TABLE(amount numeric, until timestamp with time zone, until_transaction uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
    with last as materialized (
        select e.posted_at, e.transaction_id from entries e
        where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version is null
            and (e.posted_at, e.transaction_id) > (p_after, p_after_transaction)
        order by e.posted_at, e.transaction_id
        offset p_limit - 1
        limit 1
    )
    select coalesce(sum(e.amount), 0), (select l.posted_at from last l), (select l.transaction_id from last l)
    from entries e
    where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version is null and e.xid < p_cut
        and (e.posted_at, e.transaction_id) > (p_after, p_after_transaction)
        and (e.posted_at, e.transaction_id) <= (
            coalesce((select l.posted_at from last l), 'infinity'),
            coalesce((select l.transaction_id from last l), 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
$$;
ALTER FUNCTION ledger.sum_of_book(p_tenant text, p_wallet uuid, p_cut bigint, p_after timestamp with time zone, p_after_transaction uuid, p_limit integer) OWNER TO purser_owner;
CREATE FUNCTION ledger.suspects_among_entries(p_from bigint, p_to bigint) RETURNS TABLE(tenant_id text, checked bigint, transactions uuid[], wallets uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
    with new as materialized (
        select e.tenant_id, e.transaction_id, e.wallet_id, e.amount, e.version, e.balance_after, w.currency,
               w.version as newest
        from entries e
        left join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id
        where e.xid >= p_from and e.xid < p_to
    ), summed as (
        select n.tenant_id, n.transaction_id, t.kind, t.external_reference,
               t.transaction_id is null or n.amount <> 0 or n.entries < 2 or n.currencies <> 1 or n.strays as is_suspect
        from (
            select x.tenant_id, x.transaction_id, sum(x.amount) as amount, count(*) as entries,
                   count(distinct x.currency) as currencies, bool_or(x.currency is null) as strays
            from new x
            group by x.tenant_id, x.transaction_id
        ) n
        left join transactions t on t.tenant_id = n.tenant_id and t.transaction_id = n.transaction_id
    ), chained as (
        select distinct n.tenant_id, n.wallet_id
        from new n
        left join entries p on p.tenant_id = n.tenant_id and p.wallet_id = n.wallet_id and p.version = n.version - 1
        where n.version is not null
            and (n.balance_after is distinct from coalesce(p.balance_after, 0) + n.amount
                 or n.version > 1 and p.version is null or n.newest is null or n.newest < n.version)
    )
    select s.tenant_id, count(*),
           array_agg(s.transaction_id) filter (
                where s.is_suspect or has_subject(s.kind)
                    and not exists (
                select from subject_of(s.tenant_id, s.transaction_id, s.kind, s.external_reference))),
           (select array_agg(c.wallet_id) from chained c where c.tenant_id = s.tenant_id)
    from summed s
    group by s.tenant_id
$$;
ALTER FUNCTION ledger.suspects_among_entries(p_from bigint, p_to bigint) OWNER TO purser_owner;
CREATE FUNCTION ledger.suspects_among_wallets(p_since bigint) RETURNS TABLE(tenant_id text, checked bigint, wallets uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
    with since as materialized (
        -- As the server counts, in 32 bits; below what it began with, everything is new.
        select case when p_since > x.base + 3
                    then age(((p_since - x.base) % 4294967296)::text::xid) else 2147483647 end as age
        from xid_epochs x
        order by x.base desc
        limit 1
    )
    select w.tenant_id, count(*),
           array_agg(w.wallet_id) filter (where w.version <> coalesce(e.version, 0)
                                                or w.balance <> coalesce(e.balance_after, 0))
    from wallets w
    left join lateral (
        select n.version, n.balance_after from entries n
        where n.tenant_id = w.tenant_id and n.wallet_id = w.wallet_id and n.version is not null
        order by n.version desc
        limit 1
    ) e on true
    where w.owner_kind in ('person', 'tenant') and age(w.xmin) <= (select s.age from since s)
    group by w.tenant_id
$$;
ALTER FUNCTION ledger.suspects_among_wallets(p_since bigint) OWNER TO purser_owner;
CREATE FUNCTION ledger.suspects_of_wallet(p_tenant text, p_wallet uuid) RETURNS TABLE(checked bigint, transactions uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    SET plan_cache_mode TO 'force_custom_plan'
    AS $$
    select count(*), array_agg(e.transaction_id) filter (
        where t.transaction_id is null or o.amount <> 0 or o.entries < 2 or o.currencies <> 1 or o.has_stray
            or has_subject(t.kind) and not exists (
                select from subject_of(p_tenant, t.transaction_id, t.kind, t.external_reference)))
    from (
        select n.tenant_id, n.transaction_id from entries n
        where n.tenant_id = p_tenant and n.wallet_id = p_wallet and n.version is not null
        union
        select n.tenant_id, n.transaction_id from entries n
        where n.tenant_id = p_tenant and n.wallet_id = p_wallet and n.version is null
    ) e
    left join transactions t on t.tenant_id = e.tenant_id and t.transaction_id = e.transaction_id
    cross join lateral (
        select sum(x.amount) as amount, count(*) as entries, count(distinct w.currency) as currencies,
               bool_or(w.wallet_id is null) as has_stray
        from entries x
        left join wallets w on w.tenant_id = x.tenant_id and w.wallet_id = x.wallet_id
        where x.tenant_id = e.tenant_id and x.transaction_id = e.transaction_id
    ) o
$$;
ALTER FUNCTION ledger.suspects_of_wallet(p_tenant text, p_wallet uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.tenants_of_ledger() RETURNS TABLE(tenant_id text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    with recursive of_entries as (
        select min(e.tenant_id) as tenant_id from entries e
        union all
        select (select min(e.tenant_id) from entries e where e.tenant_id > o.tenant_id)
        from of_entries o
        where o.tenant_id is not null
    ), of_transactions as (
        select min(t.tenant_id) as tenant_id from transactions t
        union all
        select (select min(t.tenant_id) from transactions t where t.tenant_id > o.tenant_id)
        from of_transactions o
        where o.tenant_id is not null
    )
    select x.tenant_id from of_entries x where x.tenant_id is not null
    union
    select x.tenant_id from of_transactions x where x.tenant_id is not null
    union
    select x.tenant_id from tenants x
    order by 1
$$;
ALTER FUNCTION ledger.tenants_of_ledger() OWNER TO purser_owner;
CREATE FUNCTION ledger.tenants_of_wallet(p_wallet uuid) RETURNS TABLE(tenant_id text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    select t.tenant_id from tenants t
    where exists (select from wallets w where w.tenant_id = t.tenant_id and w.wallet_id = p_wallet)
$$;
ALTER FUNCTION ledger.tenants_of_wallet(p_wallet uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.transitions() RETURNS TABLE(subject text, move text, from_status text, to_status text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
    values ('topup_request', 'approve', 'pending', 'invoiced'),
           ('topup_request', 'reject', 'pending', 'rejected'),
           ('topup_request', 'cancel', 'pending', 'cancelled'),
           ('topup_request', 'complete', 'invoiced', 'completed'),
           ('topup_request', 'void', 'invoiced', 'cancelled'),
           ('invoice', 'issue', 'draft', 'issued'),
           ('invoice', 'pay', 'issued', 'paid'),
           ('invoice', 'void', 'draft', 'void'),
           ('invoice', 'void', 'issued', 'void'),
           ('payment', 'process', 'pending', 'processing'),
           ('payment', 'cancel', 'pending', 'cancelled'),
           ('payment', 'fail', 'pending', 'failed'),
           ('payment', 'succeed', 'processing', 'succeeded'),
           ('payment', 'fail', 'processing', 'failed'),
           ('payment', 'approve', 'pending_approval', 'succeeded'),
           ('payment', 'reject', 'pending_approval', 'failed'),
           ('payment', 'cancel', 'pending_approval', 'cancelled'),
           ('payment', 'refund', 'succeeded', 'refunded')
$$;
ALTER FUNCTION ledger.transitions() OWNER TO purser_owner;
CREATE FUNCTION ledger.uuid_of(p_reference text) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    select case when p_reference ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then p_reference::uuid end
$_$;
ALTER FUNCTION ledger.uuid_of(p_reference text) OWNER TO purser_owner;
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
CREATE FUNCTION ledger.void_invoice(p_tenant text, p_invoice uuid, p_by text, p_reason text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
declare
    v_tenant constant text := whose(p_tenant, 'invoice', p_invoice);
    i constant invoices := hold_invoice(v_tenant, p_invoice);
    v_status constant text := moved('invoice', p_invoice, i.status, 'void');
begin
    update invoices x
    set status = v_status, voided_by = p_by, voided_at = clock_timestamp(), void_reason = p_reason
    where x.tenant_id = v_tenant and x.invoice_id = p_invoice;
    perform cancel_open_payments(v_tenant, p_invoice);
    update topup_requests r set status = moved('topup_request', r.request_id, r.status, 'void')
    where r.tenant_id = v_tenant and r.request_id = i.request_id;
    return (select to_json(d) from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = p_invoice);
end
$$;
ALTER FUNCTION ledger.void_invoice(p_tenant text, p_invoice uuid, p_by text, p_reason text) OWNER TO purser_owner;
CREATE FUNCTION ledger.whose(p_tenant text, p_subject text, p_id uuid) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
begin
    return case
        when p_tenant is not null then p_tenant
        when p_subject = 'topup_request' then (
            select r.tenant_id from topup_requests r where r.request_id = p_id)
        when p_subject = 'invoice' then (select i.tenant_id from invoices i where i.invoice_id = p_id)
        when p_subject = 'payment' then (select p.tenant_id from payments p where p.payment_id = p_id)
    end;
end
$$;
ALTER FUNCTION ledger.whose(p_tenant text, p_subject text, p_id uuid) OWNER TO purser_owner;
CREATE FUNCTION ledger.why_not(p_tenant text, p_kind text, p_owner text, p_currency text, p_minor bigint, p_keeper text, p_overdraft boolean) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'ledger', 'pg_temp'
    AS $$
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
ALTER FUNCTION ledger.why_not(p_tenant text, p_kind text, p_owner text, p_currency text, p_minor bigint, p_keeper text, p_overdraft boolean) OWNER TO purser_owner;
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
    amount ledger.moved_units NOT NULL,
    version bigint,
    balance_after bigint,
    posted_at timestamp with time zone NOT NULL,
    xid bigint NOT NULL
);
ALTER TABLE ledger.entries OWNER TO purser_owner;
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
    balance bigint DEFAULT 0 NOT NULL,
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
CREATE TABLE ledger.awards (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    registration_id text NOT NULL COLLATE pg_catalog."C",
    award ledger.award NOT NULL,
    owner_id text NOT NULL COLLATE pg_catalog."C",
    tournament_id text NOT NULL COLLATE pg_catalog."C",
    amount ledger.coins NOT NULL,
    transaction_id uuid,
    awarded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ledger.awards OWNER TO purser_owner;
CREATE TABLE ledger.cash_out_customers (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    agent_id text NOT NULL COLLATE pg_catalog."C",
    user_id uuid NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    days date[] NOT NULL,
    cash_outs bigint[] NOT NULL,
    amounts numeric[] NOT NULL,
    stakes numeric[] NOT NULL
)
WITH (fillfactor='50');
ALTER TABLE ledger.cash_out_customers OWNER TO purser_owner;
CREATE TABLE ledger.cash_out_days (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    agent_id text NOT NULL COLLATE pg_catalog."C",
    day date NOT NULL,
    currency text NOT NULL COLLATE pg_catalog."C",
    part smallint NOT NULL,
    cash_outs bigint NOT NULL,
    automatic bigint NOT NULL,
    amount numeric NOT NULL,
    stake numeric NOT NULL,
    ratio numeric NOT NULL,
    ratios bigint NOT NULL
)
WITH (fillfactor='70');
ALTER TABLE ledger.cash_out_days OWNER TO purser_owner;
CREATE TABLE ledger.checkpoints (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    wallet_id uuid NOT NULL,
    balance numeric NOT NULL,
    made_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ledger.checkpoints OWNER TO purser_owner;
CREATE TABLE ledger.coin_policies (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    tournament_id text NOT NULL COLLATE pg_catalog."C",
    participation ledger.coins NOT NULL,
    top4 ledger.coins NOT NULL,
    runner_up ledger.coins NOT NULL,
    winner ledger.coins NOT NULL
);
ALTER TABLE ledger.coin_policies OWNER TO purser_owner;
CREATE TABLE ledger.contacts (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    email text NOT NULL,
    name text,
    updated_by text NOT NULL COLLATE pg_catalog."C",
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
)
WITH (fillfactor='80');
ALTER TABLE ledger.contacts OWNER TO purser_owner;
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
    GREATEST((w.balance + (w.credit_limit)::bigint), (0)::bigint) AS available,
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
    ledger.decimal_amount(((e.balance_after - (e.amount)::bigint))::numeric, c.exponent, c.units) AS balance_before,
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
CREATE TABLE ledger.invoice_lines (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    invoice_id uuid NOT NULL,
    line_no integer NOT NULL,
    description text NOT NULL,
    amount ledger.minor_units NOT NULL,
    CONSTRAINT invoice_lines_amount_check CHECK (((amount)::bigint > 0))
);
ALTER TABLE ledger.invoice_lines OWNER TO purser_owner;
CREATE VIEW ledger.payment_details AS
 SELECT p.tenant_id,
    p.payment_id,
    p.invoice_id,
    i.number AS invoice_number,
    p.amount,
    p.currency,
    p.payment_method,
    p.status,
    p.transaction_reference,
    p.notes,
    p.failure_reason,
    p.created_by,
    p.created_at,
    p.updated_at,
    p.processed_at
   FROM (ledger.payments p
     JOIN ledger.invoices i ON (((i.tenant_id = p.tenant_id) AND (i.invoice_id = p.invoice_id))));
ALTER VIEW ledger.payment_details OWNER TO purser_owner;
CREATE VIEW ledger.invoice_details AS
 SELECT tenant_id,
    invoice_id,
    number,
    purpose,
    status,
    (((status)::text = 'issued'::text) AND (due_at < statement_timestamp())) AS is_overdue,
    amount,
    currency,
    ARRAY( SELECT json_build_object('description', l.description, 'amount', l.amount) AS json_build_object
           FROM ledger.invoice_lines l
          WHERE ((l.tenant_id = i.tenant_id) AND (l.invoice_id = i.invoice_id))
          ORDER BY l.line_no) AS lines,
    issued_at,
    due_at,
    paid_at,
    period_start,
    period_end,
    request_id,
    mail_status,
    ARRAY( SELECT to_json(p.*) AS to_json
           FROM ledger.payment_details p
          WHERE ((p.tenant_id = i.tenant_id) AND (p.invoice_id = i.invoice_id))
          ORDER BY p.created_at, p.payment_id) AS payments,
    created_at
   FROM ledger.invoices i;
ALTER VIEW ledger.invoice_details OWNER TO purser_owner;
CREATE TABLE ledger.mails (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    event_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    invoice_id uuid,
    outcome text COLLATE pg_catalog."C",
    holder uuid NOT NULL,
    held_until timestamp with time zone NOT NULL,
    attempts integer DEFAULT 1 NOT NULL,
    message_id text COLLATE pg_catalog."C",
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT mails_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'no_address'::text, 'failed'::text])))
)
WITH (fillfactor='80');
ALTER TABLE ledger.mails OWNER TO purser_owner;
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
CREATE TABLE ledger.reconciliation_findings (
    tenant_id text NOT NULL COLLATE pg_catalog."C",
    finding_id uuid NOT NULL,
    run_id uuid NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    wallet_id uuid,
    transaction_id uuid,
    subject_id uuid,
    version bigint,
    currency text COLLATE pg_catalog."C",
    expected numeric,
    actual numeric,
    corrected boolean NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_by text COLLATE pg_catalog."C",
    note text
);
ALTER TABLE ledger.reconciliation_findings OWNER TO purser_owner;
CREATE TABLE ledger.reconciliation_runs (
    run_id uuid NOT NULL,
    requested_by text NOT NULL COLLATE pg_catalog."C",
    dry_run boolean NOT NULL,
    is_full boolean NOT NULL,
    only_tenant text COLLATE pg_catalog."C",
    only_wallet uuid,
    state text DEFAULT 'running'::text NOT NULL COLLATE pg_catalog."C",
    wallets_checked bigint DEFAULT 0 NOT NULL,
    drifted bigint DEFAULT 0 NOT NULL,
    corrected bigint DEFAULT 0 NOT NULL,
    transactions_checked bigint DEFAULT 0 NOT NULL,
    found bigint DEFAULT 0 NOT NULL,
    since_cut bigint,
    cut bigint,
    requested_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    begun_at timestamp with time zone,
    finished_at timestamp with time zone,
    CONSTRAINT reconciliation_runs_state_check CHECK ((state = ANY (ARRAY['running'::text, 'finished'::text, 'error'::text])))
);
ALTER TABLE ledger.reconciliation_runs OWNER TO purser_owner;
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
CREATE VIEW ledger.topup_request_details AS
 SELECT r.tenant_id,
    r.request_id,
    r.wallet_id,
    r.amount,
    r.currency,
    r.status,
    r.note,
    r.requested_by,
    r.requested_at,
    r.decided_by,
    r.decided_at,
    r.decision_note,
        CASE
            WHEN (i.invoice_id IS NOT NULL) THEN json_build_object('invoice_id', i.invoice_id, 'number', i.number, 'status', i.status, 'due_at', i.due_at)
            ELSE NULL::json
        END AS invoice,
    r.completed_at
   FROM (ledger.topup_requests r
     LEFT JOIN ledger.invoices i ON (((i.tenant_id = r.tenant_id) AND (i.request_id = r.request_id))));
ALTER VIEW ledger.topup_request_details OWNER TO purser_owner;
CREATE TABLE ledger.xid_epochs (
    cluster_id bigint NOT NULL,
    base bigint NOT NULL,
    cut bigint DEFAULT 0 NOT NULL,
    begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
ALTER TABLE ledger.xid_epochs OWNER TO purser_owner;
COPY ledger.account_changes (tenant_id, customer_id, change_no, field, old_value, new_value, changed_by, changed_at) FROM stdin;
acme	01a1f987-277a-7c52-af90-641686d1c568	1	status	active	frozen	agent-ada	2026-11-20 15:15:46.7129+00
\.
COPY ledger.alembic_version (version_num) FROM stdin;
0008_posting
\.
COPY ledger.awards (tenant_id, registration_id, award, owner_id, tournament_id, amount, transaction_id, awarded_at) FROM stdin;
acme	r0	participation	p1	free	0	\N	2026-11-20 15:15:46.492237+00
acme	r5	participation	p1	winter-cup	5	01a1f987-26e5-7eac-a96f-2c8043f5bc14	2026-11-20 15:15:46.507637+00
acme	r1	participation	p1	winter-cup	5	01a1f987-270c-754d-943a-a5c2c67f1456	2026-11-20 15:15:46.567672+00
acme	r1	participation	q1	winter-cup	5	01a1f987-270c-7799-8bf3-a0ec04b54827	2026-11-20 15:15:46.567715+00
acme	r2	participation	p2	winter-cup	5	01a1f987-271d-7dc9-9c0e-8aeaa4a61e4e	2026-11-20 15:15:46.588422+00
acme	r2	participation	q2	winter-cup	5	01a1f987-271d-7d68-89d4-773cf4d56271	2026-11-20 15:15:46.588455+00
acme	r3	participation	p3	winter-cup	5	01a1f987-2728-7720-9f43-5858f8f99c81	2026-11-20 15:15:46.599573+00
acme	r3	participation	q3	winter-cup	5	01a1f987-2728-780b-b98a-2b95598def8b	2026-11-20 15:15:46.599608+00
acme	r4	participation	p4	winter-cup	5	01a1f987-2738-7651-9374-e8aa8f0831f8	2026-11-20 15:15:46.615648+00
acme	r4	participation	q4	winter-cup	5	01a1f987-2738-7266-9538-1a4b0bc169cf	2026-11-20 15:15:46.615687+00
acme	r1	place_1	p1	winter-cup	100	01a1f987-2746-7b0d-a62f-3bd2d56c8492	2026-11-20 15:15:46.628862+00
acme	r1	place_1	q1	winter-cup	100	01a1f987-2746-7bfb-b634-543ab0869b47	2026-11-20 15:15:46.628897+00
acme	r2	place_2	p2	winter-cup	50	01a1f987-2746-7ee2-a89c-9ee4e121a694	2026-11-20 15:15:46.628906+00
acme	r2	place_2	q2	winter-cup	50	01a1f987-2746-75c7-bc31-d35b582d4c53	2026-11-20 15:15:46.628912+00
acme	r3	place_3	p3	winter-cup	25	01a1f987-2746-7b2d-9c20-280cde3685be	2026-11-20 15:15:46.628918+00
acme	r3	place_3	q3	winter-cup	25	01a1f987-2746-7987-b3d0-92375b28cb51	2026-11-20 15:15:46.628924+00
acme	r4	place_4	p4	winter-cup	25	01a1f987-2746-7415-95eb-44ec700ffc7b	2026-11-20 15:15:46.62893+00
acme	r4	place_4	q4	winter-cup	25	01a1f987-2746-7b54-a90d-a3535dfffbbd	2026-11-20 15:15:46.628936+00
\.
COPY ledger.bets (tenant_id, bet_id, user_id, agent_id, currency, description, stake, odds, status, payout, cash_out_amount, is_auto_cash_out, cash_out_trigger_reason, placed_at, settled_at, stake_transaction_id, outcome_transaction_id) FROM stdin;
acme	01a1f987-238b-7e61-afeb-c7835833737a	01a1f987-232c-78fa-9bbf-e71f2e26cfb4	agent-1	USD	Home win	1000	\N	pending	\N	\N	f	\N	2026-11-20 15:15:45.676263+00	\N	01a1f987-238c-78a3-ab28-76b29f34810e	\N
acme	01a1f987-23a7-7fba-9e63-67a5f171cbfd	01a1f987-232c-78fa-9bbf-e71f2e26cfb4	agent-1	USD	Home win	1000	\N	cashed_out	\N	1250	f	\N	2026-11-20 15:15:45.703965+00	2026-11-20 15:15:45.721545+00	01a1f987-23a8-7718-bae0-89450640f8c9	01a1f987-23bd-7ec1-a8fd-a7975bacdc87
acme	01a1f987-2397-74b8-98ca-f54fa8cb0151	01a1f987-232c-78fa-9bbf-e71f2e26cfb4	agent-1	USD	Home win	1000	\N	lost	0	\N	f	\N	2026-11-20 15:15:45.687986+00	2026-11-20 15:15:45.744459+00	01a1f987-2398-7b3f-8f27-54ceb711418c	\N
acme	01a1f987-239e-7eed-a7db-6e515413a9ce	01a1f987-232c-78fa-9bbf-e71f2e26cfb4	agent-1	USD	Home win	1000	\N	won	2500	\N	f	\N	2026-11-20 15:15:45.694722+00	2026-11-20 15:15:45.763536+00	01a1f987-239f-7a38-ba1f-53d766e44ccf	01a1f987-23eb-7c0c-abfc-5ebdd98bd5af
acme	01a1f987-23a1-77f6-877e-3cdc0e621166	01a1f987-232c-78fa-9bbf-e71f2e26cfb4	agent-1	USD	Home win	1000	\N	void	1000	\N	f	\N	2026-11-20 15:15:45.697638+00	2026-11-20 15:15:45.780773+00	01a1f987-23a2-7623-b96a-4b962cf51950	01a1f987-240c-7505-95f1-e76fda2b7afa
\.
COPY ledger.cash_out_customers (tenant_id, agent_id, user_id, currency, days, cash_outs, amounts, stakes) FROM stdin;
acme	agent-1	01a1f987-232c-78fa-9bbf-e71f2e26cfb4	USD	{2026-11-20}	{1}	{1250}	{1000}
\.
COPY ledger.cash_out_days (tenant_id, agent_id, day, currency, part, cash_outs, automatic, amount, stake, ratio, ratios) FROM stdin;
acme	agent-1	2026-11-20	USD	0	1	0	1250	1000	1.2500000000000000	1
\.
COPY ledger.checkpoints (tenant_id, wallet_id, balance, made_at) FROM stdin;
\.
COPY ledger.coin_policies (tenant_id, tournament_id, participation, top4, runner_up, winner) FROM stdin;
acme	free	0	25	50	100
\.
COPY ledger.contacts (tenant_id, email, name, updated_by, updated_at) FROM stdin;
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
acme	01a1f987-232c-78fa-9bbf-e71f2e26cfb4	01a1f987-232d-75ae-8bcd-be72c52029bd	Ann Example	ann example	\N	\N	2026-11-20 15:15:45.581851+00
acme	01a1f987-2368-7166-a06c-b1c84279c215	01a1f987-2368-75c5-817b-e1807a266275	bob@example.com	bob@example.com	\N	\N	2026-11-20 15:15:45.639996+00
acme	01a1f987-277a-7c52-af90-641686d1c568	01a1f987-277a-7558-801a-4764784298c8	bob	bob	\N	\N	2026-11-20 15:15:46.682521+00
acme	01a1f987-2761-73fa-87c6-49bee17c88f8	01a1f987-2761-79d0-b6d5-82e67b908062	ann	ann	\N	2026-11-20 15:15:46.78612+00	2026-11-20 15:15:46.657285+00
\.
COPY ledger.entries (tenant_id, transaction_id, leg, wallet_id, amount, version, balance_after, posted_at, xid) FROM stdin;
acme	01a1f987-2356-708f-92c6-b42c1b76a36e	1	01a1f987-232d-75ae-8bcd-be72c52029bd	10000	1	10000	2026-11-20 15:15:45.622437+00	736
acme	01a1f987-2356-708f-92c6-b42c1b76a36e	2	01a1f987-235b-74fe-b11d-d6578ab1327c	-10000	\N	\N	2026-11-20 15:15:45.622437+00	736
acme	01a1f987-2370-71e9-b3a9-b4b84f27d7ec	1	01a1f987-2368-75c5-817b-e1807a266275	10000	1	10000	2026-11-20 15:15:45.648275+00	738
acme	01a1f987-2370-71e9-b3a9-b4b84f27d7ec	2	01a1f987-235b-74fe-b11d-d6578ab1327c	-10000	\N	\N	2026-11-20 15:15:45.648275+00	738
acme	01a1f987-238c-78a3-ab28-76b29f34810e	1	01a1f987-232d-75ae-8bcd-be72c52029bd	-1000	2	9000	2026-11-20 15:15:45.676263+00	739
acme	01a1f987-238c-78a3-ab28-76b29f34810e	2	01a1f987-238c-7c47-9b2d-50850f6540d7	1000	\N	\N	2026-11-20 15:15:45.676263+00	739
acme	01a1f987-2398-7b3f-8f27-54ceb711418c	1	01a1f987-232d-75ae-8bcd-be72c52029bd	-1000	3	8000	2026-11-20 15:15:45.687986+00	740
acme	01a1f987-2398-7b3f-8f27-54ceb711418c	2	01a1f987-238c-7c47-9b2d-50850f6540d7	1000	\N	\N	2026-11-20 15:15:45.687986+00	740
acme	01a1f987-239f-7a38-ba1f-53d766e44ccf	1	01a1f987-232d-75ae-8bcd-be72c52029bd	-1000	4	7000	2026-11-20 15:15:45.694722+00	741
acme	01a1f987-239f-7a38-ba1f-53d766e44ccf	2	01a1f987-238c-7c47-9b2d-50850f6540d7	1000	\N	\N	2026-11-20 15:15:45.694722+00	741
acme	01a1f987-23a2-7623-b96a-4b962cf51950	1	01a1f987-232d-75ae-8bcd-be72c52029bd	-1000	5	6000	2026-11-20 15:15:45.697638+00	742
acme	01a1f987-23a2-7623-b96a-4b962cf51950	2	01a1f987-238c-7c47-9b2d-50850f6540d7	1000	\N	\N	2026-11-20 15:15:45.697638+00	742
acme	01a1f987-23a8-7718-bae0-89450640f8c9	1	01a1f987-232d-75ae-8bcd-be72c52029bd	-1000	6	5000	2026-11-20 15:15:45.703965+00	743
acme	01a1f987-23a8-7718-bae0-89450640f8c9	2	01a1f987-238c-7c47-9b2d-50850f6540d7	1000	\N	\N	2026-11-20 15:15:45.703965+00	743
acme	01a1f987-23bd-7ec1-a8fd-a7975bacdc87	1	01a1f987-232d-75ae-8bcd-be72c52029bd	1250	7	6250	2026-11-20 15:15:45.725251+00	744
acme	01a1f987-23bd-7ec1-a8fd-a7975bacdc87	2	01a1f987-238c-7c47-9b2d-50850f6540d7	-1250	\N	\N	2026-11-20 15:15:45.725251+00	744
acme	01a1f987-23eb-7c0c-abfc-5ebdd98bd5af	1	01a1f987-232d-75ae-8bcd-be72c52029bd	2500	8	8750	2026-11-20 15:15:45.770694+00	747
acme	01a1f987-23eb-7c0c-abfc-5ebdd98bd5af	2	01a1f987-238c-7c47-9b2d-50850f6540d7	-2500	\N	\N	2026-11-20 15:15:45.770694+00	747
acme	01a1f987-240c-7505-95f1-e76fda2b7afa	1	01a1f987-232d-75ae-8bcd-be72c52029bd	1000	9	9750	2026-11-20 15:15:45.803842+00	748
acme	01a1f987-240c-7505-95f1-e76fda2b7afa	2	01a1f987-238c-7c47-9b2d-50850f6540d7	-1000	\N	\N	2026-11-20 15:15:45.803842+00	748
acme	01a1f987-2421-799d-9c6d-5538dcfda749	1	01a1f987-2368-75c5-817b-e1807a266275	-12000	2	-2000	2026-11-20 15:15:45.824997+00	749
acme	01a1f987-2421-799d-9c6d-5538dcfda749	2	01a1f987-235b-74fe-b11d-d6578ab1327c	12000	\N	\N	2026-11-20 15:15:45.824997+00	749
acme	01a1f987-2436-7f9c-9c84-5512db1a0d2d	1	01a1f987-2436-7251-acd3-038d3aee8390	50	1	50	2026-11-20 15:15:45.846305+00	750
acme	01a1f987-2436-7f9c-9c84-5512db1a0d2d	2	01a1f987-2436-7f35-b02d-f1ece3450bc7	-50	\N	\N	2026-11-20 15:15:45.846305+00	750
acme	01a1f987-2448-7ffc-97e7-4b8dee50560e	1	01a1f987-2436-7251-acd3-038d3aee8390	-20	2	30	2026-11-20 15:15:45.864037+00	751
acme	01a1f987-2448-7ffc-97e7-4b8dee50560e	2	01a1f987-2448-725f-8818-b9d0dfb4761c	20	1	20	2026-11-20 15:15:45.864037+00	751
globex	01a1f987-246c-787e-95b2-82a5ee2f7f12	1	01a1f987-246c-748c-87a8-273a6d95b0b0	7	1	7	2026-11-20 15:15:45.900204+00	753
globex	01a1f987-246c-787e-95b2-82a5ee2f7f12	2	01a1f987-246c-703a-aac4-a3f086e2affa	-7	\N	\N	2026-11-20 15:15:45.900204+00	753
acme	01a1f987-24ff-7496-b645-113baec71618	1	01a1f987-249f-7a2d-aa68-d147133a151d	5000	1	5000	2026-11-20 15:15:46.046812+00	756
acme	01a1f987-24ff-7496-b645-113baec71618	2	01a1f987-24ff-7c50-abb1-d065f0398df8	-5000	\N	\N	2026-11-20 15:15:46.046812+00	756
acme	01a1f987-251e-7802-9fc9-b69607bc5f99	1	01a1f987-249f-7a2d-aa68-d147133a151d	2000	2	7000	2026-11-20 15:15:46.077797+00	759
acme	01a1f987-251e-7802-9fc9-b69607bc5f99	2	01a1f987-24ff-7c50-abb1-d065f0398df8	-2000	\N	\N	2026-11-20 15:15:46.077797+00	759
acme	01a1f987-2568-74c4-b3b6-a50883382cf1	1	01a1f987-249f-7a2d-aa68-d147133a151d	-2000	3	5000	2026-11-20 15:15:46.152328+00	760
acme	01a1f987-2568-74c4-b3b6-a50883382cf1	2	01a1f987-24ff-7c50-abb1-d065f0398df8	2000	\N	\N	2026-11-20 15:15:46.152328+00	760
acme	01a1f987-25bc-74c2-9595-05072e5a5146	1	01a1f987-249f-7a2d-aa68-d147133a151d	-300	4	4700	2026-11-20 15:15:46.235759+00	769
acme	01a1f987-25bc-74c2-9595-05072e5a5146	2	01a1f987-25bc-7d4c-84e9-89340da5a7fd	300	\N	\N	2026-11-20 15:15:46.235759+00	769
acme	01a1f987-25ca-7cb5-8b2d-8547fdb32fbe	1	01a1f987-249f-7a2d-aa68-d147133a151d	-300	5	4400	2026-11-20 15:15:46.249879+00	770
acme	01a1f987-25ca-7cb5-8b2d-8547fdb32fbe	2	01a1f987-25bc-7d4c-84e9-89340da5a7fd	300	\N	\N	2026-11-20 15:15:46.249879+00	770
acme	01a1f987-25d1-74ed-87b7-48a7dc1dda79	1	01a1f987-249f-7a2d-aa68-d147133a151d	-100	6	4300	2026-11-20 15:15:46.256922+00	771
acme	01a1f987-25d1-74ed-87b7-48a7dc1dda79	2	01a1f987-25bc-7d4c-84e9-89340da5a7fd	100	\N	\N	2026-11-20 15:15:46.256922+00	771
acme	01a1f987-25f1-7435-9c81-496360ce8f6f	1	01a1f987-25f1-71c2-8d49-03f1c3ae62e4	10	1	10	2026-11-20 15:15:46.289+00	774
acme	01a1f987-25f1-7435-9c81-496360ce8f6f	2	01a1f987-2436-7f35-b02d-f1ece3450bc7	-10	\N	\N	2026-11-20 15:15:46.289+00	774
acme	01a1f987-25f9-7db1-a76b-0007e8298363	1	01a1f987-25f1-71c2-8d49-03f1c3ae62e4	-10	2	0	2026-11-20 15:15:46.297279+00	775
acme	01a1f987-25f9-7db1-a76b-0007e8298363	2	01a1f987-2436-7f35-b02d-f1ece3450bc7	10	\N	\N	2026-11-20 15:15:46.297279+00	775
acme	01a1f987-26e5-7eac-a96f-2c8043f5bc14	1	01a1f987-26e5-7f06-8f32-4130bd6b04ec	5	1	5	2026-11-20 15:15:46.53309+00	777
acme	01a1f987-26e5-7eac-a96f-2c8043f5bc14	2	01a1f987-2436-7f35-b02d-f1ece3450bc7	-5	\N	\N	2026-11-20 15:15:46.53309+00	777
acme	01a1f987-270c-7799-8bf3-a0ec04b54827	1	01a1f987-270c-7630-a6ac-dfa1ce2f53e7	5	1	5	2026-11-20 15:15:46.572208+00	778
acme	01a1f987-270c-754d-943a-a5c2c67f1456	2	01a1f987-26e5-7f06-8f32-4130bd6b04ec	5	2	10	2026-11-20 15:15:46.572208+00	778
acme	01a1f987-270c-754d-943a-a5c2c67f1456	3	01a1f987-2436-7f35-b02d-f1ece3450bc7	-5	\N	\N	2026-11-20 15:15:46.572208+00	778
acme	01a1f987-270c-7799-8bf3-a0ec04b54827	4	01a1f987-2436-7f35-b02d-f1ece3450bc7	-5	\N	\N	2026-11-20 15:15:46.572208+00	778
acme	01a1f987-271d-7d68-89d4-773cf4d56271	1	01a1f987-271d-7686-bc92-4d7a3b21bf09	5	1	5	2026-11-20 15:15:46.589192+00	779
acme	01a1f987-271d-7dc9-9c0e-8aeaa4a61e4e	2	01a1f987-271d-7e78-96a6-7e38b1acff13	5	1	5	2026-11-20 15:15:46.589192+00	779
acme	01a1f987-271d-7dc9-9c0e-8aeaa4a61e4e	3	01a1f987-2436-7f35-b02d-f1ece3450bc7	-5	\N	\N	2026-11-20 15:15:46.589192+00	779
acme	01a1f987-271d-7d68-89d4-773cf4d56271	4	01a1f987-2436-7f35-b02d-f1ece3450bc7	-5	\N	\N	2026-11-20 15:15:46.589192+00	779
acme	01a1f987-2728-780b-b98a-2b95598def8b	1	01a1f987-2728-70a6-acfb-aefa7021c2c4	5	1	5	2026-11-20 15:15:46.600396+00	780
acme	01a1f987-2728-7720-9f43-5858f8f99c81	2	01a1f987-2728-7cce-bb53-a0cacab5c886	5	1	5	2026-11-20 15:15:46.600396+00	780
acme	01a1f987-2728-7720-9f43-5858f8f99c81	3	01a1f987-2436-7f35-b02d-f1ece3450bc7	-5	\N	\N	2026-11-20 15:15:46.600396+00	780
acme	01a1f987-2728-780b-b98a-2b95598def8b	4	01a1f987-2436-7f35-b02d-f1ece3450bc7	-5	\N	\N	2026-11-20 15:15:46.600396+00	780
acme	01a1f987-2738-7266-9538-1a4b0bc169cf	1	01a1f987-2739-75e3-88d2-cd8d1bb7be23	5	1	5	2026-11-20 15:15:46.616589+00	781
acme	01a1f987-2738-7651-9374-e8aa8f0831f8	2	01a1f987-2738-7fb3-b854-3c91ee6031c8	5	1	5	2026-11-20 15:15:46.616589+00	781
acme	01a1f987-2738-7651-9374-e8aa8f0831f8	3	01a1f987-2436-7f35-b02d-f1ece3450bc7	-5	\N	\N	2026-11-20 15:15:46.616589+00	781
acme	01a1f987-2738-7266-9538-1a4b0bc169cf	4	01a1f987-2436-7f35-b02d-f1ece3450bc7	-5	\N	\N	2026-11-20 15:15:46.616589+00	781
acme	01a1f987-2746-7b54-a90d-a3535dfffbbd	1	01a1f987-2739-75e3-88d2-cd8d1bb7be23	25	2	30	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7987-b3d0-92375b28cb51	2	01a1f987-2728-70a6-acfb-aefa7021c2c4	25	2	30	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-75c7-bc31-d35b582d4c53	3	01a1f987-271d-7686-bc92-4d7a3b21bf09	50	2	55	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7bfb-b634-543ab0869b47	4	01a1f987-270c-7630-a6ac-dfa1ce2f53e7	100	2	105	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7415-95eb-44ec700ffc7b	5	01a1f987-2738-7fb3-b854-3c91ee6031c8	25	2	30	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7b2d-9c20-280cde3685be	6	01a1f987-2728-7cce-bb53-a0cacab5c886	25	2	30	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7ee2-a89c-9ee4e121a694	7	01a1f987-271d-7e78-96a6-7e38b1acff13	50	2	55	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7b0d-a62f-3bd2d56c8492	8	01a1f987-26e5-7f06-8f32-4130bd6b04ec	100	3	110	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7b0d-a62f-3bd2d56c8492	9	01a1f987-2436-7f35-b02d-f1ece3450bc7	-100	\N	\N	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7bfb-b634-543ab0869b47	10	01a1f987-2436-7f35-b02d-f1ece3450bc7	-100	\N	\N	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7ee2-a89c-9ee4e121a694	11	01a1f987-2436-7f35-b02d-f1ece3450bc7	-50	\N	\N	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-75c7-bc31-d35b582d4c53	12	01a1f987-2436-7f35-b02d-f1ece3450bc7	-50	\N	\N	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7b2d-9c20-280cde3685be	13	01a1f987-2436-7f35-b02d-f1ece3450bc7	-25	\N	\N	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7987-b3d0-92375b28cb51	14	01a1f987-2436-7f35-b02d-f1ece3450bc7	-25	\N	\N	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7415-95eb-44ec700ffc7b	15	01a1f987-2436-7f35-b02d-f1ece3450bc7	-25	\N	\N	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-2746-7b54-a90d-a3535dfffbbd	16	01a1f987-2436-7f35-b02d-f1ece3450bc7	-25	\N	\N	2026-11-20 15:15:46.629846+00	782
acme	01a1f987-274d-7b70-8176-50b2b6a83ded	1	01a1f987-25f1-71c2-8d49-03f1c3ae62e4	10	3	10	2026-11-20 15:15:46.637477+00	783
acme	01a1f987-274d-7b70-8176-50b2b6a83ded	2	01a1f987-2436-7f35-b02d-f1ece3450bc7	-10	\N	\N	2026-11-20 15:15:46.637477+00	783
acme	01a1f987-276b-787b-9efd-06f3e41e883a	1	01a1f987-2761-79d0-b6d5-82e67b908062	10000	1	10000	2026-11-20 15:15:46.66684+00	786
acme	01a1f987-276b-787b-9efd-06f3e41e883a	2	01a1f987-276b-7cf5-a33c-3a5476d9193e	-10000	\N	\N	2026-11-20 15:15:46.66684+00	786
acme	01a1f987-278c-7103-95d0-b640136b2206	1	01a1f987-277a-7558-801a-4764784298c8	-2000	1	-2000	2026-11-20 15:15:46.699846+00	788
acme	01a1f987-278c-7103-95d0-b640136b2206	2	01a1f987-276b-7cf5-a33c-3a5476d9193e	2000	\N	\N	2026-11-20 15:15:46.699846+00	788
acme	01a1f987-27a5-7fda-ae8b-acdf576ae124	1	01a1f987-2761-79d0-b6d5-82e67b908062	-3000	2	7000	2026-11-20 15:15:46.725036+00	790
acme	01a1f987-27a5-7fda-ae8b-acdf576ae124	2	01a1f987-276b-7cf5-a33c-3a5476d9193e	3000	\N	\N	2026-11-20 15:15:46.725036+00	790
acme	01a1f987-27b5-7cfe-ad36-5e1295fa1454	1	01a1f987-2761-79d0-b6d5-82e67b908062	3000	3	10000	2026-11-20 15:15:46.741315+00	791
acme	01a1f987-27b5-7cfe-ad36-5e1295fa1454	2	01a1f987-276b-7cf5-a33c-3a5476d9193e	-3000	\N	\N	2026-11-20 15:15:46.741315+00	791
acme	01a1f987-27bd-73d2-b696-25c5b5316c3e	1	01a1f987-2436-7251-acd3-038d3aee8390	-2	3	28	2026-11-20 15:15:46.74899+00	792
acme	01a1f987-27bd-73d2-b696-25c5b5316c3e	2	01a1f987-2448-725f-8818-b9d0dfb4761c	2	2	22	2026-11-20 15:15:46.74899+00	792
\.
COPY ledger.feed (tenant_id, agent_id, sequence, bet_id) FROM stdin;
\.
COPY ledger.feed_heads (tenant_id, agent_id, sequence) FROM stdin;
\.
COPY ledger.inbox (tenant_id, consumer, event_id, received_at) FROM stdin;
\.
COPY ledger.invoice_lines (tenant_id, invoice_id, line_no, description, amount) FROM stdin;
acme	01a1f987-24b0-739e-a33b-72376055285c	1	Top-up of the prepaid wallet	5000
acme	01a1f987-2510-73f8-aa12-fe65cb58b85e	1	Top-up of the prepaid wallet	2000
acme	01a1f987-2581-72e9-acee-f35bdafd92c4	1	Top-up of the prepaid wallet	5000
acme	01a1f987-2598-7c4a-9970-206ca1ebe24b	1	Top-up of the prepaid wallet	5000
acme	01a1f987-25a1-7cc3-88c2-55f5ea8dac6a	1	Messages	1250
\.
COPY ledger.invoices (tenant_id, invoice_id, number, purpose, status, amount, currency, period_start, period_end, request_id, mail_status, created_by, created_at, issued_at, due_at, paid_at, voided_by, voided_at, void_reason) FROM stdin;
acme	01a1f987-24b0-739e-a33b-72376055285c	TOP-202611-822B33AD87C1-B4A64A5B	topup	paid	5000	USD	\N	\N	01a1f987-249e-7dcb-80e8-f8f3a2deb54a	pending	olga	2026-11-20 15:15:45.968849+00	2026-11-20 15:15:45.969916+00	2026-12-04 15:15:45.969916+00	2026-11-20 15:15:46.042558+00	\N	\N	\N
acme	01a1f987-2510-73f8-aa12-fe65cb58b85e	TOP-202611-822B33AD87C1-736C4847	topup	paid	2000	USD	\N	\N	01a1f987-2509-71b4-ab8b-f5044f947ee0	pending	olga	2026-11-20 15:15:46.063786+00	2026-11-20 15:15:46.064166+00	2026-12-04 15:15:46.064166+00	2026-11-20 15:15:46.074911+00	\N	\N	\N
acme	01a1f987-2581-72e9-acee-f35bdafd92c4	TOP-202611-822B33AD87C1-273F204B	topup	issued	5000	USD	\N	\N	01a1f987-2578-7c76-b165-f73f9f0259cf	pending	olga	2026-11-20 15:15:46.177024+00	2026-11-20 15:15:46.177577+00	2026-12-04 15:15:46.177577+00	\N	\N	\N	\N
acme	01a1f987-2598-7c4a-9970-206ca1ebe24b	TOP-202611-822B33AD87C1-A530D38D	topup	issued	5000	USD	\N	\N	01a1f987-2595-7c43-b92d-ee92be43b06a	pending	olga	2026-11-20 15:15:46.200627+00	2026-11-20 15:15:46.200963+00	2026-12-04 15:15:46.200963+00	\N	\N	\N	\N
acme	01a1f987-25a1-7cc3-88c2-55f5ea8dac6a	USE-202611-822B33AD87C1-4000AEB4	usage	paid	1250	USD	2026-01-01	2026-01-31	\N	no_address	olga	2026-11-20 15:15:46.209304+00	2026-11-20 15:15:46.21977+00	2026-12-04 15:15:46.21977+00	2026-11-20 15:15:46.228693+00	\N	\N	\N
\.
COPY ledger.mails (tenant_id, event_id, kind, invoice_id, outcome, holder, held_until, attempts, message_id, created_at, ended_at) FROM stdin;
\.
COPY ledger.outbox (tenant_id, event_id, detail_type, detail, created_at, due_at, attempts, last_error) FROM stdin;
\.
COPY ledger.payment_methods (tenant_id, method_id, country, type, display_name, instructions, details, is_default, is_enabled, updated_by, updated_at) FROM stdin;
	bank_transfer		bank_transfer	Bank transfer	Transfer the whole amount to the account that your contract names, and give the number of the invoice as the purpose of the transfer. Then submit the payment with the reference that your bank shows for it.	{"purpose": "The number of the invoice"}	t	t	purser	2026-11-20 15:15:45.223446+00
	local_wallet		local_wallet	Local wallet	Send the whole amount to the wallet that your contract names, with the number of the invoice as the message. Then submit the payment with the transaction's reference that the wallet shows for it.	{"message": "The number of the invoice"}	f	t	purser	2026-11-20 15:15:45.2237+00
\.
COPY ledger.payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, status, transaction_reference, notes, failure_reason, created_by, created_at, updated_at, processed_at, decided_by, decision_note, transaction_id, refund_transaction_id) FROM stdin;
acme	01a1f987-24fa-7cba-abfb-7ca76aba5ff4	01a1f987-24b0-739e-a33b-72376055285c	5000	USD	offline	succeeded	\N	\N	\N	olga	2026-11-20 15:15:46.042947+00	2026-11-20 15:15:46.042947+00	2026-11-20 15:15:46.042947+00	olga	\N	01a1f987-24ff-7496-b645-113baec71618	\N
acme	01a1f987-251b-7c2e-a53e-7d8f7bd3d41c	01a1f987-2510-73f8-aa12-fe65cb58b85e	2000	USD	offline	refunded	\N	\N	\N	olga	2026-11-20 15:15:46.075196+00	2026-11-20 15:15:46.142751+00	2026-11-20 15:15:46.142751+00	olga	Because	01a1f987-251e-7802-9fc9-b69607bc5f99	01a1f987-2568-74c4-b3b6-a50883382cf1
acme	01a1f987-258e-78a5-bdad-875561e183ad	01a1f987-2581-72e9-acee-f35bdafd92c4	5000	USD	bank_transfer	pending_approval	TR-1	\N	\N	ann	2026-11-20 15:15:46.189604+00	2026-11-20 15:15:46.189604+00	\N	\N	\N	\N	\N
acme	01a1f987-25b5-74cc-8605-5691b174befe	01a1f987-25a1-7cc3-88c2-55f5ea8dac6a	1250	USD	offline	succeeded	\N	\N	\N	olga	2026-11-20 15:15:46.228893+00	2026-11-20 15:15:46.228893+00	2026-11-20 15:15:46.228893+00	olga	\N	\N	\N
\.
COPY ledger.published (tenant_id, event_id, detail_type, detail, created_at, published_at) FROM stdin;
acme	01a1f987-23bc-78e4-8665-38eb5fe33006	CashOutRecorded	{"stake": "10.00", "bet_id": "01a1f987-23a7-7fba-9e63-67a5f171cbfd", "user_id": "01a1f987-232c-78fa-9bbf-e71f2e26cfb4", "version": 1, "agent_id": "agent-1", "currency": "USD", "event_id": "01a1f987-23bc-78e4-8665-38eb5fe33006", "tenant_id": "acme", "settled_at": "2026-11-20T15:15:45.721545Z", "profit_loss": "2.50", "cash_out_amount": "12.50", "is_auto_cash_out": false, "cash_out_trigger_reason": null}	2026-11-20 15:15:45.725586+00	2026-11-20 15:15:45.737691+00
\.
COPY ledger.reconciliation_findings (tenant_id, finding_id, run_id, kind, wallet_id, transaction_id, subject_id, version, currency, expected, actual, corrected, acknowledged_at, acknowledged_by, note) FROM stdin;
\.
COPY ledger.reconciliation_runs (run_id, requested_by, dry_run, is_full, only_tenant, only_wallet, state, wallets_checked, drifted, corrected, transactions_checked, found, since_cut, cut, requested_at, begun_at, finished_at) FROM stdin;
\.
COPY ledger.requests (tenant_id, principal, key, hash, status, answer, created_at) FROM stdin;
acme	agent-1	§e5370169d8794c2d9c40742881fe69bc	\\x07693a545cef36fdf696e634576c9a81f056cc250c137657db13eb8dad25d15f	201	{"customer_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","agent_id":"agent-1","account_type":"postup","currency":"USD","account_balance":"0.00","credit_limit":"0.00","available":"0.00","pending_bets":"0.00","status":"active","last_settlement":null,"created_at":"2026-11-20T15:15:45.581851Z"}	2026-11-20 15:15:45.574729+00
acme	agent-1	§93079a53d49048e1802d2ee9e078c304	\\x8bbe28c30a305517c8604b3f77da9f6575500ee98e00d4576ccb21a0afc9075c	201	{"success":true,"transaction_id":"01a1f987-2356-708f-92c6-b42c1b76a36e","customer_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","transaction_type":"credit","amount":"100.00","currency":"USD","balance_before":"0.00","balance_after":"100.00","available":"100.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T15:15:45.622437Z"}	2026-11-20 15:15:45.620314+00
acme	agent-1	§893ff01714ae43fa97ed80d9a39e5902	\\x7b4f79c3f5f948cba90233ca51a4bb2740aa1e0f24ca7e874d7cebffc10c7175	201	{"customer_id":"01a1f987-2368-7166-a06c-b1c84279c215","username":"bob@example.com","agent_id":"agent-1","account_type":"postup","currency":"USD","account_balance":"0.00","credit_limit":"0.00","available":"0.00","pending_bets":"0.00","status":"active","last_settlement":null,"created_at":"2026-11-20T15:15:45.639996Z"}	2026-11-20 15:15:45.639536+00
acme	agent-1	§e7225e3b92344693ae66a7e79a80c134	\\x34932ca0ab18d4fc4938ac4c6c0a953e65246727a509ffe26f46a51ccced67cf	201	{"success":true,"transaction_id":"01a1f987-2370-71e9-b3a9-b4b84f27d7ec","customer_id":"01a1f987-2368-7166-a06c-b1c84279c215","transaction_type":"credit","amount":"100.00","currency":"USD","balance_before":"0.00","balance_after":"100.00","available":"100.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T15:15:45.648275Z"}	2026-11-20 15:15:45.648045+00
acme	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	§bcdc3b0a40ad45328eba306884403aef	\\x477dafafdc544cdcfb1045fa3c63f8ac993447d35e8debbc353702a874c9392b	201	{"bet_id":"01a1f987-238b-7e61-afeb-c7835833737a","user_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","description":"Home win","stake":"10.00","odds":null,"currency":"USD","status":"pending","payout":null,"cash_out_amount":null,"profit_loss":null,"is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T15:15:45.676263Z","settled_at":null}	2026-11-20 15:15:45.675926+00
acme	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	§0466ef45cc26450bbefd124558a707c4	\\x477dafafdc544cdcfb1045fa3c63f8ac993447d35e8debbc353702a874c9392b	201	{"bet_id":"01a1f987-2397-74b8-98ca-f54fa8cb0151","user_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","description":"Home win","stake":"10.00","odds":null,"currency":"USD","status":"pending","payout":null,"cash_out_amount":null,"profit_loss":null,"is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T15:15:45.687986Z","settled_at":null}	2026-11-20 15:15:45.687713+00
acme	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	§43cbe1c56400467bbecfc1e2244521db	\\x477dafafdc544cdcfb1045fa3c63f8ac993447d35e8debbc353702a874c9392b	201	{"bet_id":"01a1f987-239e-7eed-a7db-6e515413a9ce","user_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","description":"Home win","stake":"10.00","odds":null,"currency":"USD","status":"pending","payout":null,"cash_out_amount":null,"profit_loss":null,"is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T15:15:45.694722Z","settled_at":null}	2026-11-20 15:15:45.694495+00
acme	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	§a02c0b163ed74b5587ffc082ba9d5687	\\x477dafafdc544cdcfb1045fa3c63f8ac993447d35e8debbc353702a874c9392b	201	{"bet_id":"01a1f987-23a1-77f6-877e-3cdc0e621166","user_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","description":"Home win","stake":"10.00","odds":null,"currency":"USD","status":"pending","payout":null,"cash_out_amount":null,"profit_loss":null,"is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T15:15:45.697638Z","settled_at":null}	2026-11-20 15:15:45.697228+00
acme	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	§b78aa24d5db049cd8ac53cbe6db96079	\\x477dafafdc544cdcfb1045fa3c63f8ac993447d35e8debbc353702a874c9392b	201	{"bet_id":"01a1f987-23a7-7fba-9e63-67a5f171cbfd","user_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","description":"Home win","stake":"10.00","odds":null,"currency":"USD","status":"pending","payout":null,"cash_out_amount":null,"profit_loss":null,"is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T15:15:45.703965Z","settled_at":null}	2026-11-20 15:15:45.703617+00
acme	service-1	§f4390a06e2f04417aeab620ce1e57b2b	\\xa4ee997e074009759aeaa543a91f70ad2f14f095f589707fa00d093e45ea4a26	200	{"bet_id":"01a1f987-23a7-7fba-9e63-67a5f171cbfd","user_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","description":"Home win","stake":"10.00","odds":null,"currency":"USD","status":"cashed_out","payout":null,"cash_out_amount":"12.50","profit_loss":"2.50","is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T15:15:45.703965Z","settled_at":"2026-11-20T15:15:45.721545Z","balance_after":"62.50"}	2026-11-20 15:15:45.720558+00
acme	service-1	§abe62aa4ffc54a65abe1a635c95ffdac	\\x5d8917cec6853ad036f3a0869908816ebadac2766e7be138c28ce849a1ea18f1	200	{"bet_id":"01a1f987-2397-74b8-98ca-f54fa8cb0151","user_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","description":"Home win","stake":"10.00","odds":null,"currency":"USD","status":"lost","payout":"0.00","cash_out_amount":null,"profit_loss":"-10.00","is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T15:15:45.687986Z","settled_at":"2026-11-20T15:15:45.744459Z","balance_after":"62.50"}	2026-11-20 15:15:45.74403+00
acme	service-1	§2b992b14daa444c190faa1a752163623	\\x0035a93aea30683b5273e96bd8da4ed6d51e926ff3a2bd68324e6c2b8d3ff9a1	200	{"bet_id":"01a1f987-239e-7eed-a7db-6e515413a9ce","user_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","description":"Home win","stake":"10.00","odds":null,"currency":"USD","status":"won","payout":"25.00","cash_out_amount":null,"profit_loss":"15.00","is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T15:15:45.694722Z","settled_at":"2026-11-20T15:15:45.763536Z","balance_after":"87.50"}	2026-11-20 15:15:45.762986+00
acme	service-1	§dcd9cac986a245fcb8a3ade46577f522	\\x6e7f01cdae6407faa08e05d611b9304027d6be9e65fc83d063fdbae9da3a22f9	200	{"bet_id":"01a1f987-23a1-77f6-877e-3cdc0e621166","user_id":"01a1f987-232c-78fa-9bbf-e71f2e26cfb4","username":"Ann Example","description":"Home win","stake":"10.00","odds":null,"currency":"USD","status":"void","payout":"10.00","cash_out_amount":null,"profit_loss":"0.00","is_auto_cash_out":false,"cash_out_trigger_reason":null,"placed_at":"2026-11-20T15:15:45.697638Z","settled_at":"2026-11-20T15:15:45.780773Z","balance_after":"97.50"}	2026-11-20 15:15:45.780393+00
acme	agent-1	§964c40c654104777807e96fda35f934b	\\xd331de9f3b742a86c27f59bf0c3346d56be9c06ec9119230433fc0e17e83a9f0	201	{"success":true,"transaction_id":"01a1f987-2421-799d-9c6d-5538dcfda749","customer_id":"01a1f987-2368-7166-a06c-b1c84279c215","transaction_type":"debit","amount":"120.00","currency":"USD","balance_before":"100.00","balance_after":"-20.00","available":"0.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T15:15:45.824997Z"}	2026-11-20 15:15:45.824227+00
acme	service-1	§0c222d8558f243aca1b2584007129bed	\\x167211ebbaef51a37dcda600e1fec8e5e0ab833c291ea74f843562669765266d	201	{"wallet_id":"01a1f987-2436-7251-acd3-038d3aee8390","balance_after":"50","transaction_id":"01a1f987-2436-7f9c-9c84-5512db1a0d2d","idempotency_key":null}	2026-11-20 15:15:45.845692+00
acme	service-1	§4c55b8a015a943ccbb6a38ad5db806de	\\x2495590634875351cc8b6383ce72f422d03bb00b18e42a5cc7034b9c0df03ce9	201	{"transaction_id":"01a1f987-2448-7ffc-97e7-4b8dee50560e","from_wallet_id":"01a1f987-2436-7251-acd3-038d3aee8390","from_balance_after":"30","debit_transaction_id":"01a1f987-2448-7ffc-97e7-4b8d00000001","credit_transaction_id":"01a1f987-2448-7ffc-97e7-4b8d00000002","idempotency_key":null,"to_wallet_id":"01a1f987-2448-725f-8818-b9d0dfb4761c","to_balance_after":"20"}	2026-11-20 15:15:45.863475+00
acme	service-1	§12c1344c38484473a879e516eb4cf321	\\xb4ebd75562c708106167f78a6e50e7b8475d3b7f7ef4618c599123b2e904c640	200	{"owner_id":"empty","wallet_id":"01a1f987-2460-7139-aeab-9431c43e1417","currency":"COIN","balance":"0","allow_overdraft":false,"at":"2026-11-20T15:15:45.892437Z"}	2026-11-20 15:15:45.887536+00
globex	service-1	§a4a5a926146a48ca9e18e4ad1f4b3e37	\\xac761dc912b7fbabd197d1669d656ec11f07979a523172380a2391da0979ecf2	201	{"wallet_id":"01a1f987-246c-748c-87a8-273a6d95b0b0","balance_after":"7","transaction_id":"01a1f987-246c-787e-95b2-82a5ee2f7f12","idempotency_key":null}	2026-11-20 15:15:45.899487+00
acme	ann	§31ad5d4636f74201a670ab17b8bba859	\\xa1b7b99b5150517d23be85556293aa2962bfc2abf7b53900e87947ccbbc9138c	201	{"request_id":"01a1f987-249e-7dcb-80e8-f8f3a2deb54a","tenant_id":"acme","wallet_id":"01a1f987-249f-7a2d-aa68-d147133a151d","amount":"50.00","currency":"USD","status":"pending","note":null,"requested_by":"ann","requested_at":"2026-11-20T15:15:45.950917Z","decided_by":null,"decided_at":null,"decision_note":null,"invoice":null,"completed_at":null}	2026-11-20 15:15:45.949842+00
acme	olga	§14e8ec071d754592924db246fff86ec7	\\xe34ab9d0f3cbf985e9cbaa1c73b76d8fc212eff43d86e8231136d353a039530a	200	{"request_id":"01a1f987-249e-7dcb-80e8-f8f3a2deb54a","tenant_id":"acme","wallet_id":"01a1f987-249f-7a2d-aa68-d147133a151d","amount":"50.00","currency":"USD","status":"invoiced","note":null,"requested_by":"ann","requested_at":"2026-11-20T15:15:45.950917Z","decided_by":"olga","decided_at":"2026-11-20T15:15:45.970227Z","decision_note":null,"invoice":{"invoice_id":"01a1f987-24b0-739e-a33b-72376055285c","number":"TOP-202611-822B33AD87C1-B4A64A5B","status":"issued","due_at":"2026-12-04T15:15:45.969916Z"},"completed_at":null}	2026-11-20 15:15:45.967098+00
acme	olga	§4dabb097a59f42e29ca3f6a2112b19ea	\\x5929a0e08cdbddf528ac1234a8f23f0f82846551a115462b0825fca36a7393e2	200	{"invoice_id":"01a1f987-24b0-739e-a33b-72376055285c","tenant_id":"acme","number":"TOP-202611-822B33AD87C1-B4A64A5B","purpose":"topup","status":"paid","is_overdue":false,"amount":"50.00","currency":"USD","lines":[{"description":"Top-up of the prepaid wallet","amount":"50.00"}],"issued_at":"2026-11-20T15:15:45.969916Z","due_at":"2026-12-04T15:15:45.969916Z","paid_at":"2026-11-20T15:15:46.042558Z","period_start":null,"period_end":null,"request_id":"01a1f987-249e-7dcb-80e8-f8f3a2deb54a","mail_status":"pending","payments":[{"payment_id":"01a1f987-24fa-7cba-abfb-7ca76aba5ff4","invoice_id":"01a1f987-24b0-739e-a33b-72376055285c","invoice_number":"TOP-202611-822B33AD87C1-B4A64A5B","amount":"50.00","currency":"USD","payment_method":"offline","status":"succeeded","transaction_reference":null,"notes":null,"failure_reason":null,"created_by":"olga","created_at":"2026-11-20T15:15:46.042947Z","updated_at":"2026-11-20T15:15:46.042947Z","processed_at":"2026-11-20T15:15:46.042947Z"}]}	2026-11-20 15:15:46.040772+00
acme	ann	§4d9a39b0823d4eb195e846a6795c72e5	\\x95a87ff92a8465714aabdf9022a57cd45b0b0fa2f953b6dfaaf9e52710ab3632	201	{"request_id":"01a1f987-2509-71b4-ab8b-f5044f947ee0","tenant_id":"acme","wallet_id":"01a1f987-249f-7a2d-aa68-d147133a151d","amount":"20.00","currency":"USD","status":"pending","note":null,"requested_by":"ann","requested_at":"2026-11-20T15:15:46.057093Z","decided_by":null,"decided_at":null,"decision_note":null,"invoice":null,"completed_at":null}	2026-11-20 15:15:46.056755+00
acme	olga	§79b40bb38f86408596dbe0942b8585f2	\\x4a6eabc6c625a9934e2d9e6b8365f9bd7244400c13798e0f2ee3ebb38d7df164	200	{"request_id":"01a1f987-2509-71b4-ab8b-f5044f947ee0","tenant_id":"acme","wallet_id":"01a1f987-249f-7a2d-aa68-d147133a151d","amount":"20.00","currency":"USD","status":"invoiced","note":null,"requested_by":"ann","requested_at":"2026-11-20T15:15:46.057093Z","decided_by":"olga","decided_at":"2026-11-20T15:15:46.064388Z","decision_note":null,"invoice":{"invoice_id":"01a1f987-2510-73f8-aa12-fe65cb58b85e","number":"TOP-202611-822B33AD87C1-736C4847","status":"issued","due_at":"2026-12-04T15:15:46.064166Z"},"completed_at":null}	2026-11-20 15:15:46.063225+00
acme	olga	§3e648ded859346e189cbf1156a927837	\\x4ab87c3d36fcbe475ff88b8e54ec1f32a2a90fa7f02a409d6383ad46ebc89bc2	200	{"invoice_id":"01a1f987-2510-73f8-aa12-fe65cb58b85e","tenant_id":"acme","number":"TOP-202611-822B33AD87C1-736C4847","purpose":"topup","status":"paid","is_overdue":false,"amount":"20.00","currency":"USD","lines":[{"description":"Top-up of the prepaid wallet","amount":"20.00"}],"issued_at":"2026-11-20T15:15:46.064166Z","due_at":"2026-12-04T15:15:46.064166Z","paid_at":"2026-11-20T15:15:46.074911Z","period_start":null,"period_end":null,"request_id":"01a1f987-2509-71b4-ab8b-f5044f947ee0","mail_status":"pending","payments":[{"payment_id":"01a1f987-251b-7c2e-a53e-7d8f7bd3d41c","invoice_id":"01a1f987-2510-73f8-aa12-fe65cb58b85e","invoice_number":"TOP-202611-822B33AD87C1-736C4847","amount":"20.00","currency":"USD","payment_method":"offline","status":"succeeded","transaction_reference":null,"notes":null,"failure_reason":null,"created_by":"olga","created_at":"2026-11-20T15:15:46.075196Z","updated_at":"2026-11-20T15:15:46.075196Z","processed_at":"2026-11-20T15:15:46.075196Z"}]}	2026-11-20 15:15:46.074499+00
acme	olga	§e51496815cf340b8b67a26e272e287b4	\\xf8e73aebf6f6ca8e2a8b60c6e24d08b92dcbb4ccba1ff695fbd19f42722c0e8e	200	{"payment_id":"01a1f987-251b-7c2e-a53e-7d8f7bd3d41c","invoice_id":"01a1f987-2510-73f8-aa12-fe65cb58b85e","invoice_number":"TOP-202611-822B33AD87C1-736C4847","amount":"20.00","currency":"USD","payment_method":"offline","status":"refunded","transaction_reference":null,"notes":null,"failure_reason":null,"created_by":"olga","created_at":"2026-11-20T15:15:46.075196Z","updated_at":"2026-11-20T15:15:46.142751Z","processed_at":"2026-11-20T15:15:46.142751Z"}	2026-11-20 15:15:46.141875+00
acme	ann	§2ecf53f2daab455c9af386577a3bd062	\\xa1b7b99b5150517d23be85556293aa2962bfc2abf7b53900e87947ccbbc9138c	201	{"request_id":"01a1f987-2578-7c76-b165-f73f9f0259cf","tenant_id":"acme","wallet_id":"01a1f987-249f-7a2d-aa68-d147133a151d","amount":"50.00","currency":"USD","status":"pending","note":null,"requested_by":"ann","requested_at":"2026-11-20T15:15:46.167906Z","decided_by":null,"decided_at":null,"decision_note":null,"invoice":null,"completed_at":null}	2026-11-20 15:15:46.16762+00
acme	olga	§fa53f018818245faa2a271dc962ce01f	\\x726fa2bf20502ad05dfbbaa88fbf78052412b9a757005e0bd4374e06a9a4f7a8	200	{"request_id":"01a1f987-2578-7c76-b165-f73f9f0259cf","tenant_id":"acme","wallet_id":"01a1f987-249f-7a2d-aa68-d147133a151d","amount":"50.00","currency":"USD","status":"invoiced","note":null,"requested_by":"ann","requested_at":"2026-11-20T15:15:46.167906Z","decided_by":"olga","decided_at":"2026-11-20T15:15:46.177783Z","decision_note":null,"invoice":{"invoice_id":"01a1f987-2581-72e9-acee-f35bdafd92c4","number":"TOP-202611-822B33AD87C1-273F204B","status":"issued","due_at":"2026-12-04T15:15:46.177577Z"},"completed_at":null}	2026-11-20 15:15:46.17645+00
acme	ann	§b8757dac1f6b44d2aeea51c4897d6b44	\\x1735cc6eb7112335809af1a472bb22223a5327cd8a52fd812018bcd7eb7431fc	201	{"payment_id":"01a1f987-258e-78a5-bdad-875561e183ad","invoice_id":"01a1f987-2581-72e9-acee-f35bdafd92c4","invoice_number":"TOP-202611-822B33AD87C1-273F204B","amount":"50.00","currency":"USD","payment_method":"bank_transfer","status":"pending_approval","transaction_reference":"TR-1","notes":null,"failure_reason":null,"created_by":"ann","created_at":"2026-11-20T15:15:46.189604Z","updated_at":"2026-11-20T15:15:46.189604Z","processed_at":null}	2026-11-20 15:15:46.189112+00
acme	ann	§53393a435beb4f31a542f8a8456ff780	\\xa1b7b99b5150517d23be85556293aa2962bfc2abf7b53900e87947ccbbc9138c	201	{"request_id":"01a1f987-2595-7c43-b92d-ee92be43b06a","tenant_id":"acme","wallet_id":"01a1f987-249f-7a2d-aa68-d147133a151d","amount":"50.00","currency":"USD","status":"pending","note":null,"requested_by":"ann","requested_at":"2026-11-20T15:15:46.196855Z","decided_by":null,"decided_at":null,"decision_note":null,"invoice":null,"completed_at":null}	2026-11-20 15:15:46.196556+00
acme	olga	§226a6137a2654f51ab1805883fc8b258	\\x65f598ea7481de1a2d4a20e9d9a801d83d41d1205301f957c826c34127c95eea	200	{"request_id":"01a1f987-2595-7c43-b92d-ee92be43b06a","tenant_id":"acme","wallet_id":"01a1f987-249f-7a2d-aa68-d147133a151d","amount":"50.00","currency":"USD","status":"invoiced","note":null,"requested_by":"ann","requested_at":"2026-11-20T15:15:46.196855Z","decided_by":"olga","decided_at":"2026-11-20T15:15:46.201138Z","decision_note":null,"invoice":{"invoice_id":"01a1f987-2598-7c4a-9970-206ca1ebe24b","number":"TOP-202611-822B33AD87C1-A530D38D","status":"issued","due_at":"2026-12-04T15:15:46.200963Z"},"completed_at":null}	2026-11-20 15:15:46.200171+00
acme	olga	§e1bb7dd304c04baf836f749caabef1b0	\\x336f8e6ed79278f7c93d93a64fc5e47b57527e16ab7aa7281c5cb73dd2c1197c	201	{"invoice_id":"01a1f987-25a1-7cc3-88c2-55f5ea8dac6a","tenant_id":"acme","number":"USE-202611-822B33AD87C1-4000AEB4","purpose":"usage","status":"draft","is_overdue":false,"amount":"12.50","currency":"USD","lines":[{"description":"Messages","amount":"12.50"}],"issued_at":null,"due_at":null,"paid_at":null,"period_start":"2026-01-01","period_end":"2026-01-31","request_id":null,"mail_status":null,"payments":[]}	2026-11-20 15:15:46.208793+00
acme	olga	§8d98c653c5e94dce91366eeb849cc3a7	\\xc21ad9dc644f371e74a846a3cc894f3df979a65bdb357ed1ab81a28cccd044f5	200	{"invoice_id":"01a1f987-25a1-7cc3-88c2-55f5ea8dac6a","tenant_id":"acme","number":"USE-202611-822B33AD87C1-4000AEB4","purpose":"usage","status":"issued","is_overdue":false,"amount":"12.50","currency":"USD","lines":[{"description":"Messages","amount":"12.50"}],"issued_at":"2026-11-20T15:15:46.219770Z","due_at":"2026-12-04T15:15:46.219770Z","paid_at":null,"period_start":"2026-01-01","period_end":"2026-01-31","request_id":null,"mail_status":"no_address","payments":[]}	2026-11-20 15:15:46.219346+00
acme	olga	§1dd968ab789e4d40adfeb1a9657c1c4b	\\x926de03c72002e22c37aadbbfb3515eb25d1418e684e395b72d21b8c80c2e90b	200	{"invoice_id":"01a1f987-25a1-7cc3-88c2-55f5ea8dac6a","tenant_id":"acme","number":"USE-202611-822B33AD87C1-4000AEB4","purpose":"usage","status":"paid","is_overdue":false,"amount":"12.50","currency":"USD","lines":[{"description":"Messages","amount":"12.50"}],"issued_at":"2026-11-20T15:15:46.219770Z","due_at":"2026-12-04T15:15:46.219770Z","paid_at":"2026-11-20T15:15:46.228693Z","period_start":"2026-01-01","period_end":"2026-01-31","request_id":null,"mail_status":"no_address","payments":[{"payment_id":"01a1f987-25b5-74cc-8605-5691b174befe","invoice_id":"01a1f987-25a1-7cc3-88c2-55f5ea8dac6a","invoice_number":"USE-202611-822B33AD87C1-4000AEB4","amount":"12.50","currency":"USD","payment_method":"offline","status":"succeeded","transaction_reference":null,"notes":null,"failure_reason":null,"created_by":"olga","created_at":"2026-11-20T15:15:46.228893Z","updated_at":"2026-11-20T15:15:46.228893Z","processed_at":"2026-11-20T15:15:46.228893Z"}]}	2026-11-20 15:15:46.22821+00
acme	service-1	§6a4785c21c654894b63666cf8492c436	\\xac46c0f40ee95ce475a77cccea898f1b427b5ad490c6dc7613bc97bfc213b529	201	{"id":"01a1f987-25bc-74c2-9595-050700000001","transaction_id":"01a1f987-25bc-74c2-9595-05072e5a5146","kind":"message_charge","amount":"-3.00","balance_after":"47.00","reference_id":"charges-1","description":"To zoe.private@example.org","created_at":"2026-11-20T15:15:46.235759Z","balance":"47.00"}	2026-11-20 15:15:46.232457+00
acme	service-1	§496ae6ce719b4dc6a449e0832da702d6	\\xdab047bd3d52366b481a4adfdb05bd8800b7cefa0c99d21e5d2510a8fb97a055	201	{"id":"01a1f987-25ca-7cb5-8b2d-854700000001","transaction_id":"01a1f987-25ca-7cb5-8b2d-8547fdb32fbe","kind":"debit","amount":"-3.00","balance_after":"44.00","reference_id":"debits-1","description":"To zoe.private@example.org","created_at":"2026-11-20T15:15:46.249879Z","balance":"44.00"}	2026-11-20 15:15:46.24492+00
platform	rita	§9a77699cf1ac40eb9a1d2001cf0198d5	\\x95584c6b1280941e25bdb3fe1d2952ca862a3b24666ec9aecdf4d1ce220495f5	201	{"id":"01a1f987-25d1-74ed-87b7-48a700000001","transaction_id":"01a1f987-25d1-74ed-87b7-48a7dc1dda79","kind":"adjustment","amount":"-1.00","balance_after":"43.00","reference_id":null,"description":"So","created_at":"2026-11-20T15:15:46.256922Z","balance":"43.00"}	2026-11-20 15:15:46.256543+00
acme	ann	§edd8201e450c47b2862383d346a6c42b	\\xa1b7b99b5150517d23be85556293aa2962bfc2abf7b53900e87947ccbbc9138c	201	{"request_id":"01a1f987-25d2-773b-ac05-7e3bb58c777c","tenant_id":"acme","wallet_id":"01a1f987-249f-7a2d-aa68-d147133a151d","amount":"50.00","currency":"USD","status":"pending","note":null,"requested_by":"ann","requested_at":"2026-11-20T15:15:46.258431Z","decided_by":null,"decided_at":null,"decision_note":null,"invoice":null,"completed_at":null}	2026-11-20 15:15:46.258311+00
acme	service-1	§e097c7eb294a4ee19dc8abc2fe8225eb	\\xd1cac5380a64554ba344de24678a1be2668f2408a30e054938ed9d59da8dc2d4	200	{"tournament_id":"free","participation":0,"top4":25,"runner_up":50,"winner":100}	2026-11-20 15:15:46.279963+00
acme	service-1	§5dc79e5da1304cd787e2240ff35d5147	\\x2f2e5f4a6c79b3576eda6a6aa45a92a2a0d3c234005fdfa12283e039f94376fa	201	{"wallet_id":"01a1f987-25f1-71c2-8d49-03f1c3ae62e4","balance_after":"10","transaction_id":"01a1f987-25f1-7435-9c81-496360ce8f6f","idempotency_key":null}	2026-11-20 15:15:46.288609+00
acme	service-1	§4ee56b7ef5584b5b944c879dbf6473ed	\\xf896b2949bf0abfecf561d4fc9dcff44474b9bf35ff3a292beef582d0c39c6a9	201	{"wallet_id":"01a1f987-25f1-71c2-8d49-03f1c3ae62e4","balance_after":"0","transaction_id":"01a1f987-25f9-7db1-a76b-0007e8298363","idempotency_key":null}	2026-11-20 15:15:46.297021+00
acme	agent-ada	§b62f70fc97f4403f9ec0aa7dc6225d4e	\\x5d459b3285dfdcaf171505f9b1e2e7b225fcc703133d059ab30b4fbfd366f493	201	{"customer_id":"01a1f987-2761-73fa-87c6-49bee17c88f8","username":"ann","agent_id":"agent-ada","account_type":"postup","currency":"USD","account_balance":"0.00","credit_limit":"0.00","available":"0.00","pending_bets":"0.00","status":"active","last_settlement":null,"created_at":"2026-11-20T15:15:46.657285Z"}	2026-11-20 15:15:46.656593+00
acme	agent-ada	§4c2f9349095a45cabfe8e7f086c22ead	\\x398a60997d5c7adbdc05205fe019d3188aaa30687baa1e6c160c2487ed3d62ff	201	{"success":true,"transaction_id":"01a1f987-276b-787b-9efd-06f3e41e883a","customer_id":"01a1f987-2761-73fa-87c6-49bee17c88f8","transaction_type":"credit","amount":"100.00","currency":"USD","balance_before":"0.00","balance_after":"100.00","available":"100.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T15:15:46.666840Z"}	2026-11-20 15:15:46.666281+00
acme	agent-ada	§e887704041854d14b089d2062527120d	\\x81f804df882314c34b6d4fda3e59ad121cfb63b311beb687c7b05e74c7675cca	201	{"customer_id":"01a1f987-277a-7c52-af90-641686d1c568","username":"bob","agent_id":"agent-ada","account_type":"credit","currency":"USD","account_balance":"0.00","credit_limit":"50.00","available":"50.00","pending_bets":"0.00","status":"active","last_settlement":null,"created_at":"2026-11-20T15:15:46.682521Z"}	2026-11-20 15:15:46.681836+00
acme	agent-ada	§fcd0aa8642e54b52944dd4b1664fbfcd	\\xf3fdb2a2d64820094d63267843b46886cc8f9bf3fc7b9fbb32209410906e14f4	201	{"success":true,"transaction_id":"01a1f987-278c-7103-95d0-b640136b2206","customer_id":"01a1f987-277a-7c52-af90-641686d1c568","transaction_type":"debit","amount":"20.00","currency":"USD","balance_before":"0.00","balance_after":"-20.00","available":"30.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T15:15:46.699846Z"}	2026-11-20 15:15:46.699498+00
acme	agent-ada	§494109ec8e56419982eb6fd2e8af635a	\\x9b7ebf400f825f198111d50bae52719d3f4f44c0c42c3fc96509ee7587000784	200	{"customer_id":"01a1f987-277a-7c52-af90-641686d1c568","username":"bob","agent_id":"agent-ada","account_type":"credit","currency":"USD","account_balance":"-20.00","credit_limit":"50.00","available":"30.00","pending_bets":"0.00","status":"frozen","last_settlement":null,"created_at":"2026-11-20T15:15:46.682521Z"}	2026-11-20 15:15:46.71163+00
acme	agent-ada	§1de98ac3b7744460a06fc33e1b898d13	\\x1a7e09ff4225fe3d7fe712d9f15d96fbddd89eaa98eea4e960199cf14650f402	201	{"success":true,"transaction_id":"01a1f987-27a5-7fda-ae8b-acdf576ae124","customer_id":"01a1f987-2761-73fa-87c6-49bee17c88f8","transaction_type":"debit","amount":"30.00","currency":"USD","balance_before":"100.00","balance_after":"70.00","available":"70.00","external_reference":null,"idempotency_key":null,"timestamp":"2026-11-20T15:15:46.725036Z"}	2026-11-20 15:15:46.724714+00
acme	service-1	§5019feaf9c0b44f89e59c7b709e2678e	\\x6f96402d03c69ba7fbee96bc8c746d9443944abbc93236ea4c52428e386dd0d0	201	{"transaction_id":"01a1f987-27b5-7cfe-ad36-5e1295fa1454","kind":"reversal","created_at":"2026-11-20T15:15:46.741315Z","posted_by":"service-1","request_id":"39739169-3403-418a-9701-d94fb9ab9005","idempotency_key":null,"description":"A mistake","corrects":"01a1f987-27a5-7fda-ae8b-acdf576ae124","corrected_by":null,"entries":[{"id":"01a1f987-27b5-7cfe-ad36-5e1200000001","wallet_id":"01a1f987-2761-79d0-b6d5-82e67b908062","owner_id":"01a1f987-2761-73fa-87c6-49bee17c88f8","currency":"USD","amount":"30.00","balance_after":"100.00"},{"id":"01a1f987-27b5-7cfe-ad36-5e1200000002","wallet_id":"01a1f987-276b-7cf5-a33c-3a5476d9193e","owner_id":null,"currency":"USD","amount":"-30.00","balance_after":null}]}	2026-11-20 15:15:46.736252+00
acme	service-1	gift	\\xe710a0597b6665b1d88ccd08807ce1b6a9fde8941094acc5b36498775ff28549	201	{"transaction_id":"01a1f987-27bd-73d2-b696-25c5b5316c3e","from_wallet_id":"01a1f987-2436-7251-acd3-038d3aee8390","from_balance_after":"28","debit_transaction_id":"01a1f987-27bd-73d2-b696-25c500000001","credit_transaction_id":"01a1f987-27bd-73d2-b696-25c500000002","idempotency_key":"gift","to_wallet_id":"01a1f987-2448-725f-8818-b9d0dfb4761c","to_balance_after":"22"}	2026-11-20 15:15:46.748404+00
acme	agent-ada	§d25d4fae315545e4bdfc77e791f19df3	\\xecb1d6fcc90cd0357090b7f028cb1090d1103ca502e25508343e7ae29cf0f114	201	{"customer_id":"01a1f987-2761-73fa-87c6-49bee17c88f8","username":"ann","currency":"USD","opening_balance":"0.00","stakes":"0.00","payouts":"0.00","stakes_returned":"0.00","cash_outs":{"count":0,"total_amount":"0.00","net_from_stake":"0.00","auto_count":0},"cashier_credits":"100.00","cashier_debits":"30.00","transfers_in":"0.00","transfers_out":"0.00","other":"30.00","closing_balance":"100.00","settlement_id":"01a1f987-27ec-79c4-a452-9c7950e7838a","method":"carry","note":null,"since":null,"until":"2026-11-20T15:15:46.786120Z","transaction_id":null,"balance_after":"100.00"}	2026-11-20 15:15:46.783566+00
\.
COPY ledger.settlements (tenant_id, settlement_id, customer_id, agent_id, method, note, currency, since_version, until_version, since, until, figures, transaction_id) FROM stdin;
acme	01a1f987-27ec-79c4-a452-9c7950e7838a	01a1f987-2761-73fa-87c6-49bee17c88f8	agent-ada	carry	\N	USD	0	3	\N	2026-11-20 15:15:46.78612+00	{"figures": {"customer_id": "01a1f987-2761-73fa-87c6-49bee17c88f8", "username": "ann", "currency": "USD", "opening_balance": "0.00", "stakes": "0.00", "payouts": "0.00", "stakes_returned": "0.00", "cash_outs": {"count": 0, "total_amount": "0.00", "net_from_stake": "0.00", "auto_count": 0}, "cashier_credits": "100.00", "cashier_debits": "30.00", "transfers_in": "0.00", "transfers_out": "0.00", "other": "30.00", "closing_balance": "100.00"}, "balance_after": "100.00"}	\N
\.
COPY ledger.tenants (tenant_id, created_at) FROM stdin;
acme	2026-11-20 15:15:45.579754+00
globex	2026-11-20 15:15:45.90008+00
\.
COPY ledger.topup_requests (tenant_id, request_id, wallet_id, amount, currency, status, note, requested_by, requested_at, asker_email, asker_name, decided_by, decided_at, decision_note, completed_at, transaction_id) FROM stdin;
acme	01a1f987-249e-7dcb-80e8-f8f3a2deb54a	01a1f987-249f-7a2d-aa68-d147133a151d	5000	USD	completed	\N	ann	2026-11-20 15:15:45.950917+00	bob@example.com	Ann Example	olga	2026-11-20 15:15:45.970227+00	\N	2026-11-20 15:15:46.042908+00	01a1f987-24ff-7496-b645-113baec71618
acme	01a1f987-2509-71b4-ab8b-f5044f947ee0	01a1f987-249f-7a2d-aa68-d147133a151d	2000	USD	completed	\N	ann	2026-11-20 15:15:46.057093+00	bob@example.com	Ann Example	olga	2026-11-20 15:15:46.064388+00	\N	2026-11-20 15:15:46.07517+00	01a1f987-251e-7802-9fc9-b69607bc5f99
acme	01a1f987-2578-7c76-b165-f73f9f0259cf	01a1f987-249f-7a2d-aa68-d147133a151d	5000	USD	invoiced	\N	ann	2026-11-20 15:15:46.167906+00	bob@example.com	Ann Example	olga	2026-11-20 15:15:46.177783+00	\N	\N	\N
acme	01a1f987-2595-7c43-b92d-ee92be43b06a	01a1f987-249f-7a2d-aa68-d147133a151d	5000	USD	invoiced	\N	ann	2026-11-20 15:15:46.196855+00	bob@example.com	Ann Example	olga	2026-11-20 15:15:46.201138+00	\N	\N	\N
acme	01a1f987-25d2-773b-ac05-7e3bb58c777c	01a1f987-249f-7a2d-aa68-d147133a151d	5000	USD	pending	\N	ann	2026-11-20 15:15:46.258431+00	bob@example.com	Ann Example	\N	\N	\N	\N	\N
\.
COPY ledger.transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, idempotency_key, description, external_reference, is_override, corrects, meta) FROM stdin;
acme	01a1f987-2356-708f-92c6-b42c1b76a36e	credit	2026-11-20 15:15:45.622437+00	agent-1	074f7c95-0774-4f56-8c61-6d7d67f99684	\N	At the desk	\N	f	\N	\N
acme	01a1f987-2370-71e9-b3a9-b4b84f27d7ec	credit	2026-11-20 15:15:45.648275+00	agent-1	7dff2aff-1101-47dc-8d86-85113185a1b4	\N	At the desk	\N	f	\N	\N
acme	01a1f987-238c-78a3-ab28-76b29f34810e	bet_stake	2026-11-20 15:15:45.676263+00	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	28a7e509-1651-4542-903e-7253571cd745	\N	\N	01a1f987-238b-7e61-afeb-c7835833737a	f	\N	\N
acme	01a1f987-2398-7b3f-8f27-54ceb711418c	bet_stake	2026-11-20 15:15:45.687986+00	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	ba337989-7013-4e4e-860e-7bb1326c6298	\N	\N	01a1f987-2397-74b8-98ca-f54fa8cb0151	f	\N	\N
acme	01a1f987-239f-7a38-ba1f-53d766e44ccf	bet_stake	2026-11-20 15:15:45.694722+00	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	16ff2f3d-f0b2-4223-8cd9-a836bb878f83	\N	\N	01a1f987-239e-7eed-a7db-6e515413a9ce	f	\N	\N
acme	01a1f987-23a2-7623-b96a-4b962cf51950	bet_stake	2026-11-20 15:15:45.697638+00	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	6cf60f7d-04b9-407f-b58b-e985a7b086e9	\N	\N	01a1f987-23a1-77f6-877e-3cdc0e621166	f	\N	\N
acme	01a1f987-23a8-7718-bae0-89450640f8c9	bet_stake	2026-11-20 15:15:45.703965+00	login-of-01a1f987-232c-78fa-9bbf-e71f2e26cfb4	8d981e30-fc54-4fd0-8210-238b1d216953	\N	\N	01a1f987-23a7-7fba-9e63-67a5f171cbfd	f	\N	\N
acme	01a1f987-23bd-7ec1-a8fd-a7975bacdc87	bet_cash_out	2026-11-20 15:15:45.725251+00	service-1	a8c3fbdf-b28c-426f-b14c-82cc24a7428b	\N	\N	01a1f987-23a7-7fba-9e63-67a5f171cbfd	f	\N	\N
acme	01a1f987-23eb-7c0c-abfc-5ebdd98bd5af	bet_payout	2026-11-20 15:15:45.770694+00	service-1	2a083310-c265-430b-8d6c-cd50f2406850	\N	\N	01a1f987-239e-7eed-a7db-6e515413a9ce	f	\N	\N
acme	01a1f987-240c-7505-95f1-e76fda2b7afa	bet_void	2026-11-20 15:15:45.803842+00	service-1	33647fda-70d5-4b73-9e71-f7662c89e1b1	\N	\N	01a1f987-23a1-77f6-877e-3cdc0e621166	f	\N	\N
acme	01a1f987-2421-799d-9c6d-5538dcfda749	debit	2026-11-20 15:15:45.824997+00	agent-1	5d0a0438-10fd-4edc-930a-900415f4a26f	\N	To zoe.private@example.org	\N	t	\N	\N
acme	01a1f987-2436-7f9c-9c84-5512db1a0d2d	manual_adjust	2026-11-20 15:15:45.846305+00	service-1	a79d8747-331c-4b78-bc42-110a1fe6ca7e	\N	\N	\N	f	\N	\N
acme	01a1f987-2448-7ffc-97e7-4b8dee50560e	p2p_transfer	2026-11-20 15:15:45.864037+00	service-1	47652582-4419-4fa4-931f-e573af0a550a	\N	\N	\N	f	\N	{"to": "zoe.private@example.org"}
globex	01a1f987-246c-787e-95b2-82a5ee2f7f12	manual_adjust	2026-11-20 15:15:45.900204+00	service-1	9e935618-8cba-4c2b-890e-5281b313717c	\N	\N	\N	f	\N	\N
acme	01a1f987-24ff-7496-b645-113baec71618	topup	2026-11-20 15:15:46.046812+00	olga	2f1b1bfa-161f-41c8-96e2-06a52b37de59	\N	Top-up TOP-202611-822B33AD87C1-B4A64A5B	01a1f987-249e-7dcb-80e8-f8f3a2deb54a	f	\N	\N
acme	01a1f987-251e-7802-9fc9-b69607bc5f99	topup	2026-11-20 15:15:46.077797+00	olga	f6ef2c8b-c768-4ea8-bd4b-d004c1bff7fd	\N	Top-up TOP-202611-822B33AD87C1-736C4847	01a1f987-2509-71b4-ab8b-f5044f947ee0	f	\N	\N
acme	01a1f987-2568-74c4-b3b6-a50883382cf1	topup_refund	2026-11-20 15:15:46.152328+00	olga	99f484c1-f2ff-484d-8fa0-d2ebf4ae222a	\N	Because	01a1f987-251b-7c2e-a53e-7d8f7bd3d41c	f	01a1f987-251e-7802-9fc9-b69607bc5f99	\N
acme	01a1f987-25bc-74c2-9595-05072e5a5146	message_charge	2026-11-20 15:15:46.235759+00	service-1	08766f24-56b2-4e3c-a29e-7cb510ee828a	\N	To zoe.private@example.org	charges-1	f	\N	\N
acme	01a1f987-25ca-7cb5-8b2d-8547fdb32fbe	prepaid_debit	2026-11-20 15:15:46.249879+00	service-1	a3bc02a7-aecc-4004-b9a0-a6ede8390d54	\N	To zoe.private@example.org	debits-1	f	\N	\N
acme	01a1f987-25d1-74ed-87b7-48a7dc1dda79	prepaid_adjustment	2026-11-20 15:15:46.256922+00	rita	0895225b-e04d-4959-8c91-a2bc906782da	\N	So	\N	f	\N	\N
acme	01a1f987-25f1-7435-9c81-496360ce8f6f	manual_adjust	2026-11-20 15:15:46.289+00	service-1	d47aa51d-b033-4508-b942-f767cd439a53	\N	\N	\N	f	\N	\N
acme	01a1f987-25f9-7db1-a76b-0007e8298363	entry_fee_debit	2026-11-20 15:15:46.297279+00	service-1	ab6708ce-cc7c-4228-9e23-ae2499d45f87	\N	\N	\N	f	\N	{"tournament_id": "winter-cup"}
acme	01a1f987-26e5-7eac-a96f-2c8043f5bc14	participation	2026-11-20 15:15:46.53309+00	registration_confirmed	b700f807-5b6e-42d3-9309-db9206e966a7	participation_award_reg_r5	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r5"}
acme	01a1f987-270c-754d-943a-a5c2c67f1456	participation	2026-11-20 15:15:46.572208+00	registration_confirmed	cfca33fb-5746-4336-a31b-e8d73330fa49	participation_award_reg_r1_p1	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r1"}
acme	01a1f987-270c-7799-8bf3-a0ec04b54827	participation	2026-11-20 15:15:46.572208+00	registration_confirmed	cfca33fb-5746-4336-a31b-e8d73330fa49	participation_award_reg_r1_q1	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r1"}
acme	01a1f987-271d-7dc9-9c0e-8aeaa4a61e4e	participation	2026-11-20 15:15:46.589192+00	registration_confirmed	a6124ac1-40da-4045-a5fb-7fdcb6adcb5f	participation_award_reg_r2_p2	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r2"}
acme	01a1f987-271d-7d68-89d4-773cf4d56271	participation	2026-11-20 15:15:46.589192+00	registration_confirmed	a6124ac1-40da-4045-a5fb-7fdcb6adcb5f	participation_award_reg_r2_q2	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r2"}
acme	01a1f987-2728-7720-9f43-5858f8f99c81	participation	2026-11-20 15:15:46.600396+00	registration_confirmed	c998395c-e44d-4644-9c2d-0f0ea55d1457	participation_award_reg_r3_p3	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r3"}
acme	01a1f987-2728-780b-b98a-2b95598def8b	participation	2026-11-20 15:15:46.600396+00	registration_confirmed	c998395c-e44d-4644-9c2d-0f0ea55d1457	participation_award_reg_r3_q3	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r3"}
acme	01a1f987-2738-7651-9374-e8aa8f0831f8	participation	2026-11-20 15:15:46.616589+00	registration_confirmed	f88f457f-2b39-4b07-bab7-67f8073100e8	participation_award_reg_r4_p4	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r4"}
acme	01a1f987-2738-7266-9538-1a4b0bc169cf	participation	2026-11-20 15:15:46.616589+00	registration_confirmed	f88f457f-2b39-4b07-bab7-67f8073100e8	participation_award_reg_r4_q4	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r4"}
acme	01a1f987-2746-7b0d-a62f-3bd2d56c8492	winner	2026-11-20 15:15:46.629846+00	tournament_completed	f1cce939-7189-4442-9eb8-6436cbc375c1	placement_award_reg_r1_place_1_p1	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r1"}
acme	01a1f987-2746-7bfb-b634-543ab0869b47	winner	2026-11-20 15:15:46.629846+00	tournament_completed	f1cce939-7189-4442-9eb8-6436cbc375c1	placement_award_reg_r1_place_1_q1	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r1"}
acme	01a1f987-2746-7ee2-a89c-9ee4e121a694	runner_up	2026-11-20 15:15:46.629846+00	tournament_completed	f1cce939-7189-4442-9eb8-6436cbc375c1	placement_award_reg_r2_place_2_p2	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r2"}
acme	01a1f987-2746-75c7-bc31-d35b582d4c53	runner_up	2026-11-20 15:15:46.629846+00	tournament_completed	f1cce939-7189-4442-9eb8-6436cbc375c1	placement_award_reg_r2_place_2_q2	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r2"}
acme	01a1f987-2746-7b2d-9c20-280cde3685be	top4	2026-11-20 15:15:46.629846+00	tournament_completed	f1cce939-7189-4442-9eb8-6436cbc375c1	placement_award_reg_r3_place_3_p3	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r3"}
acme	01a1f987-2746-7987-b3d0-92375b28cb51	top4	2026-11-20 15:15:46.629846+00	tournament_completed	f1cce939-7189-4442-9eb8-6436cbc375c1	placement_award_reg_r3_place_3_q3	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r3"}
acme	01a1f987-2746-7415-95eb-44ec700ffc7b	top4	2026-11-20 15:15:46.629846+00	tournament_completed	f1cce939-7189-4442-9eb8-6436cbc375c1	placement_award_reg_r4_place_4_p4	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r4"}
acme	01a1f987-2746-7b54-a90d-a3535dfffbbd	top4	2026-11-20 15:15:46.629846+00	tournament_completed	f1cce939-7189-4442-9eb8-6436cbc375c1	placement_award_reg_r4_place_4_q4	\N	\N	f	\N	{"tournament_id": "winter-cup", "registration_id": "r4"}
acme	01a1f987-274d-7b70-8176-50b2b6a83ded	refund	2026-11-20 15:15:46.637477+00	tournament_cancelled	dec0cf4d-0c6b-42cd-bebf-ac6716b2a090	refund_01a1f987-25f9-7db1-a76b-0007e8298363	\N	\N	f	01a1f987-25f9-7db1-a76b-0007e8298363	{"tournament_id": "winter-cup"}
acme	01a1f987-276b-787b-9efd-06f3e41e883a	credit	2026-11-20 15:15:46.66684+00	agent-ada	f86f6011-aa69-48f8-a9f7-714f641a16e5	\N	At the desk	\N	f	\N	\N
acme	01a1f987-278c-7103-95d0-b640136b2206	debit	2026-11-20 15:15:46.699846+00	agent-ada	f69a69d4-642c-43ab-af1f-56d7e00ae241	\N	At the desk	\N	f	\N	\N
acme	01a1f987-27a5-7fda-ae8b-acdf576ae124	debit	2026-11-20 15:15:46.725036+00	agent-ada	29a82dd9-4238-41cb-9efa-3e273bfe74c0	\N	At the desk	\N	f	\N	\N
acme	01a1f987-27b5-7cfe-ad36-5e1295fa1454	reversal	2026-11-20 15:15:46.741315+00	service-1	39739169-3403-418a-9701-d94fb9ab9005	\N	A mistake	\N	f	01a1f987-27a5-7fda-ae8b-acdf576ae124	\N
acme	01a1f987-27bd-73d2-b696-25c5b5316c3e	p2p_transfer	2026-11-20 15:15:46.74899+00	service-1	866c006a-0038-4491-967d-db092a4112b6	gift	\N	\N	f	\N	\N
\.
COPY ledger.wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, kept_by, account_type, credit_limit, allow_overdraft, status, balance, version, posted_at, created_at) FROM stdin;
acme	01a1f987-235b-74fe-b11d-d6578ab1327c	agent	agent-1	USD	\N	postup	0	f	active	0	0	-infinity	2026-11-20 15:15:45.626916+00
acme	01a1f987-238c-7c47-9b2d-50850f6540d7	house		USD	\N	postup	0	f	active	0	0	-infinity	2026-11-20 15:15:45.67644+00
acme	01a1f987-2436-7251-acd3-038d3aee8390	person	zoe	COIN	\N	postup	0	f	active	28	3	2026-11-20 15:15:46.74899+00	2026-11-20 15:15:45.846234+00
acme	01a1f987-2448-725f-8818-b9d0dfb4761c	person	yan	COIN	\N	postup	0	f	active	22	2	2026-11-20 15:15:46.74899+00	2026-11-20 15:15:45.863897+00
acme	01a1f987-2761-79d0-b6d5-82e67b908062	person	01a1f987-2761-73fa-87c6-49bee17c88f8	USD	agent-ada	postup	0	f	active	10000	3	2026-11-20 15:15:46.78612+00	2026-11-20 15:15:46.657068+00
acme	01a1f987-232d-75ae-8bcd-be72c52029bd	person	01a1f987-232c-78fa-9bbf-e71f2e26cfb4	USD	agent-1	postup	0	f	active	9750	9	2026-11-20 15:15:45.803842+00	2026-11-20 15:15:45.580913+00
acme	01a1f987-2368-75c5-817b-e1807a266275	person	01a1f987-2368-7166-a06c-b1c84279c215	USD	agent-1	postup	0	f	active	-2000	2	2026-11-20 15:15:45.824997+00	2026-11-20 15:15:45.639866+00
acme	01a1f987-2436-7f35-b02d-f1ece3450bc7	treasury		COIN	\N	postup	0	f	active	0	0	-infinity	2026-11-20 15:15:45.846431+00
acme	01a1f987-2460-7139-aeab-9431c43e1417	person	empty	COIN	\N	postup	0	f	active	0	0	-infinity	2026-11-20 15:15:45.888054+00
globex	01a1f987-246c-748c-87a8-273a6d95b0b0	person	zoe	COIN	\N	postup	0	f	active	7	1	2026-11-20 15:15:45.900204+00	2026-11-20 15:15:45.900128+00
globex	01a1f987-246c-703a-aac4-a3f086e2affa	treasury		COIN	\N	postup	0	f	active	0	0	-infinity	2026-11-20 15:15:45.900332+00
acme	01a1f987-24ff-7c50-abb1-d065f0398df8	bank		USD	\N	postup	0	f	active	0	0	-infinity	2026-11-20 15:15:46.047078+00
acme	01a1f987-2739-75e3-88d2-cd8d1bb7be23	person	q4	COIN	\N	postup	0	f	active	30	2	2026-11-20 15:15:46.629846+00	2026-11-20 15:15:46.616555+00
acme	01a1f987-25bc-7d4c-84e9-89340da5a7fd	treasury		USD	\N	postup	0	f	active	0	0	-infinity	2026-11-20 15:15:46.235921+00
acme	01a1f987-2728-70a6-acfb-aefa7021c2c4	person	q3	COIN	\N	postup	0	f	active	30	2	2026-11-20 15:15:46.629846+00	2026-11-20 15:15:46.60036+00
acme	01a1f987-249f-7a2d-aa68-d147133a151d	tenant	acme	USD	\N	postup	0	f	active	4300	6	2026-11-20 15:15:46.256922+00	2026-11-20 15:15:45.950819+00
acme	01a1f987-271d-7686-bc92-4d7a3b21bf09	person	q2	COIN	\N	postup	0	f	active	55	2	2026-11-20 15:15:46.629846+00	2026-11-20 15:15:46.589158+00
acme	01a1f987-270c-7630-a6ac-dfa1ce2f53e7	person	q1	COIN	\N	postup	0	f	active	105	2	2026-11-20 15:15:46.629846+00	2026-11-20 15:15:46.572142+00
acme	01a1f987-2738-7fb3-b854-3c91ee6031c8	person	p4	COIN	\N	postup	0	f	active	30	2	2026-11-20 15:15:46.629846+00	2026-11-20 15:15:46.616366+00
acme	01a1f987-2728-7cce-bb53-a0cacab5c886	person	p3	COIN	\N	postup	0	f	active	30	2	2026-11-20 15:15:46.629846+00	2026-11-20 15:15:46.600161+00
acme	01a1f987-271d-7e78-96a6-7e38b1acff13	person	p2	COIN	\N	postup	0	f	active	55	2	2026-11-20 15:15:46.629846+00	2026-11-20 15:15:46.588974+00
acme	01a1f987-26e5-7f06-8f32-4130bd6b04ec	person	p1	COIN	\N	postup	0	f	active	110	3	2026-11-20 15:15:46.629846+00	2026-11-20 15:15:46.533002+00
acme	01a1f987-25f1-71c2-8d49-03f1c3ae62e4	person	fan	COIN	\N	postup	0	f	active	10	3	2026-11-20 15:15:46.637477+00	2026-11-20 15:15:46.288934+00
acme	01a1f987-276b-7cf5-a33c-3a5476d9193e	agent	agent-ada	USD	\N	postup	0	f	active	0	0	-infinity	2026-11-20 15:15:46.667009+00
acme	01a1f987-277a-7558-801a-4764784298c8	person	01a1f987-277a-7c52-af90-641686d1c568	USD	agent-ada	credit	5000	f	frozen	-2000	1	2026-11-20 15:15:46.699846+00	2026-11-20 15:15:46.682254+00
\.
COPY ledger.xid_epochs (cluster_id, base, cut, begun_at) FROM stdin;
7710272639114202529	0	0	2026-11-20 15:15:45.447767+00
\.
ALTER TABLE ONLY ledger.account_changes
    ADD CONSTRAINT account_changes_pkey PRIMARY KEY (tenant_id, customer_id, change_no);
ALTER TABLE ONLY ledger.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY ledger.awards
    ADD CONSTRAINT awards_pkey PRIMARY KEY (tenant_id, registration_id, award, owner_id);
ALTER TABLE ONLY ledger.bets
    ADD CONSTRAINT bets_pkey PRIMARY KEY (tenant_id, bet_id);
ALTER TABLE ONLY ledger.cash_out_customers
    ADD CONSTRAINT cash_out_customers_pkey PRIMARY KEY (tenant_id, agent_id, user_id);
ALTER TABLE ONLY ledger.cash_out_days
    ADD CONSTRAINT cash_out_days_pkey PRIMARY KEY (tenant_id, agent_id, day, currency, part);
ALTER TABLE ONLY ledger.checkpoints
    ADD CONSTRAINT checkpoints_pkey PRIMARY KEY (tenant_id, wallet_id);
ALTER TABLE ONLY ledger.coin_policies
    ADD CONSTRAINT coin_policies_pkey PRIMARY KEY (tenant_id, tournament_id);
ALTER TABLE ONLY ledger.contacts
    ADD CONSTRAINT contacts_pkey PRIMARY KEY (tenant_id);
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
ALTER TABLE ONLY ledger.invoice_lines
    ADD CONSTRAINT invoice_lines_pkey PRIMARY KEY (tenant_id, invoice_id, line_no);
ALTER TABLE ONLY ledger.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (tenant_id, invoice_id);
ALTER TABLE ONLY ledger.invoices
    ADD CONSTRAINT invoices_tenant_id_number_key UNIQUE (tenant_id, number);
ALTER TABLE ONLY ledger.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (tenant_id, event_id);
ALTER TABLE ONLY ledger.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (tenant_id, event_id);
ALTER TABLE ONLY ledger.payment_methods
    ADD CONSTRAINT payment_methods_pkey PRIMARY KEY (tenant_id, method_id, country);
ALTER TABLE ONLY ledger.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (tenant_id, payment_id);
ALTER TABLE ONLY ledger.published
    ADD CONSTRAINT published_pkey PRIMARY KEY (tenant_id, event_id);
ALTER TABLE ONLY ledger.reconciliation_findings
    ADD CONSTRAINT reconciliation_findings_pkey PRIMARY KEY (tenant_id, finding_id);
ALTER TABLE ONLY ledger.reconciliation_runs
    ADD CONSTRAINT reconciliation_runs_pkey PRIMARY KEY (run_id);
ALTER TABLE ONLY ledger.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (tenant_id, principal, key);
ALTER TABLE ONLY ledger.settlements
    ADD CONSTRAINT settlements_pkey PRIMARY KEY (tenant_id, settlement_id);
ALTER TABLE ONLY ledger.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY ledger.topup_requests
    ADD CONSTRAINT topup_requests_pkey PRIMARY KEY (tenant_id, request_id);
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
CREATE INDEX invoices_by_id ON ledger.invoices USING btree (invoice_id) INCLUDE (tenant_id);
CREATE INDEX invoices_by_status ON ledger.invoices USING btree (tenant_id, status, created_at, invoice_id) INCLUDE (purpose, due_at);
CREATE INDEX invoices_of_all ON ledger.invoices USING btree (created_at, invoice_id) INCLUDE (tenant_id, purpose);
CREATE INDEX invoices_of_all_by_status ON ledger.invoices USING btree (status, created_at, invoice_id) INCLUDE (tenant_id, purpose, due_at);
CREATE UNIQUE INDEX invoices_of_period ON ledger.invoices USING btree (tenant_id, purpose, period_start, period_end) WHERE (((purpose)::text <> 'topup'::text) AND ((status)::text <> 'void'::text));
CREATE UNIQUE INDEX invoices_of_request ON ledger.invoices USING btree (tenant_id, request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX invoices_of_tenant ON ledger.invoices USING btree (tenant_id, created_at, invoice_id) INCLUDE (purpose);
CREATE UNIQUE INDEX payment_methods_default ON ledger.payment_methods USING btree (tenant_id, country) WHERE is_default;
CREATE INDEX payments_by_id ON ledger.payments USING btree (payment_id) INCLUDE (tenant_id);
CREATE UNIQUE INDEX payments_by_reference ON ledger.payments USING btree (tenant_id, payment_method, transaction_reference) WHERE (((status)::text = ANY (ARRAY['pending_approval'::text, 'succeeded'::text])) AND (transaction_reference IS NOT NULL));
CREATE INDEX payments_by_status ON ledger.payments USING btree (tenant_id, status, created_at, payment_id);
CREATE INDEX payments_of_all ON ledger.payments USING btree (created_at, payment_id) INCLUDE (tenant_id);
CREATE INDEX payments_of_all_by_status ON ledger.payments USING btree (status, created_at, payment_id) INCLUDE (tenant_id);
CREATE INDEX payments_of_invoice ON ledger.payments USING btree (tenant_id, invoice_id, created_at, payment_id);
CREATE INDEX payments_of_tenant ON ledger.payments USING btree (tenant_id, created_at, payment_id);
CREATE UNIQUE INDEX payments_pending_approval ON ledger.payments USING btree (tenant_id, invoice_id) WHERE ((status)::text = 'pending_approval'::text);
CREATE UNIQUE INDEX payments_that_paid ON ledger.payments USING btree (tenant_id, invoice_id) WHERE ((status)::text = ANY (ARRAY['succeeded'::text, 'refunded'::text]));
CREATE INDEX published_by_age ON ledger.published USING brin (published_at);
CREATE INDEX reconciliation_findings_by_id ON ledger.reconciliation_findings USING btree (finding_id);
CREATE INDEX reconciliation_findings_judged ON ledger.reconciliation_findings USING btree (tenant_id, kind, transaction_id, wallet_id) WHERE (acknowledged_at IS NOT NULL);
CREATE INDEX reconciliation_findings_of_run ON ledger.reconciliation_findings USING btree (run_id, finding_id);
CREATE INDEX reconciliation_runs_by_age ON ledger.reconciliation_runs USING btree (requested_at, run_id);
CREATE INDEX settlements_of_agent ON ledger.settlements USING btree (tenant_id, agent_id, until, settlement_id);
CREATE INDEX settlements_of_customer ON ledger.settlements USING btree (tenant_id, customer_id, until_version);
CREATE INDEX topup_requests_by_id ON ledger.topup_requests USING btree (request_id) INCLUDE (tenant_id);
CREATE INDEX topup_requests_by_status ON ledger.topup_requests USING btree (tenant_id, status, requested_at, request_id) INCLUDE (amount);
CREATE INDEX topup_requests_of_all ON ledger.topup_requests USING btree (requested_at, request_id) INCLUDE (tenant_id);
CREATE INDEX topup_requests_of_all_by_status ON ledger.topup_requests USING btree (status, requested_at, request_id) INCLUDE (tenant_id, amount);
CREATE INDEX topup_requests_of_tenant ON ledger.topup_requests USING btree (tenant_id, requested_at, request_id);
CREATE UNIQUE INDEX transactions_corrects ON ledger.transactions USING btree (tenant_id, corrects) WHERE (corrects IS NOT NULL);
CREATE INDEX transactions_of_prepaid_wallets ON ledger.transactions USING btree (tenant_id, kind, posted_at, transaction_id) WHERE (kind = ANY (ARRAY['topup'::text, 'topup_refund'::text, 'message_charge'::text, 'prepaid_debit'::text, 'prepaid_adjustment'::text]));
CREATE INDEX transactions_of_tournaments ON ledger.transactions USING btree (tenant_id, (
CASE
    WHEN (json_typeof((meta -> 'tournament_id'::text)) = ANY (ARRAY['string'::text, 'number'::text])) THEN "left"((meta ->> 'tournament_id'::text), 129)
    ELSE NULL::text
END) COLLATE "C", transaction_id) WHERE (kind = 'entry_fee_debit'::text);
CREATE UNIQUE INDEX transactions_once ON ledger.transactions USING btree (tenant_id, kind, external_reference) WHERE (kind = ANY (ARRAY['topup'::text, 'topup_refund'::text, 'message_charge'::text, 'prepaid_debit'::text]));
CREATE INDEX wallets_kept_by ON ledger.wallets USING btree (tenant_id, kept_by) WHERE (kept_by IS NOT NULL);
CREATE CONSTRAINT TRIGGER cash_out_days AFTER INSERT OR DELETE OR UPDATE OF tenant_id, agent_id, user_id, currency, status, stake, cash_out_amount, is_auto_cash_out, settled_at ON ledger.bets DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.keep_cash_out_days();
ALTER TABLE ledger.bets ENABLE ALWAYS TRIGGER cash_out_days;
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
ALTER TABLE ONLY ledger.invoice_lines
    ADD CONSTRAINT invoice_lines_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES ledger.invoices(tenant_id, invoice_id);
ALTER TABLE ONLY ledger.invoices
    ADD CONSTRAINT invoices_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES ledger.tenants(tenant_id);
ALTER TABLE ONLY ledger.invoices
    ADD CONSTRAINT invoices_tenant_id_request_id_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES ledger.topup_requests(tenant_id, request_id);
ALTER TABLE ONLY ledger.payments
    ADD CONSTRAINT payments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES ledger.tenants(tenant_id);
ALTER TABLE ONLY ledger.payments
    ADD CONSTRAINT payments_tenant_id_invoice_id_fkey FOREIGN KEY (tenant_id, invoice_id) REFERENCES ledger.invoices(tenant_id, invoice_id);
ALTER TABLE ONLY ledger.settlements
    ADD CONSTRAINT settlements_tenant_id_customer_id_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES ledger.customers(tenant_id, customer_id);
ALTER TABLE ONLY ledger.topup_requests
    ADD CONSTRAINT topup_requests_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES ledger.tenants(tenant_id);
ALTER TABLE ONLY ledger.topup_requests
    ADD CONSTRAINT topup_requests_tenant_id_wallet_id_fkey FOREIGN KEY (tenant_id, wallet_id) REFERENCES ledger.wallets(tenant_id, wallet_id);
ALTER TABLE ONLY ledger.wallets
    ADD CONSTRAINT wallets_currency_fkey FOREIGN KEY (currency) REFERENCES ledger.currencies(code);
ALTER TABLE ONLY ledger.wallets
    ADD CONSTRAINT wallets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES ledger.tenants(tenant_id);
GRANT USAGE ON SCHEMA ledger TO purser_app;
GRANT USAGE ON SCHEMA ledger TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.acknowledge_finding(p_finding uuid, p_by text, p_note text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.acknowledge_finding(p_finding uuid, p_by text, p_note text) TO purser_app;
GRANT SELECT ON TABLE ledger.bets TO purser_app;
REVOKE ALL ON FUNCTION ledger.add_cash_out(b ledger.bets, p_times integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.approve_payment(p_tenant text, p_payment uuid, p_by text, p_note text, OUT payment json, OUT invoice json) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.approve_payment(p_tenant text, p_payment uuid, p_by text, p_note text, OUT payment json, OUT invoice json) TO purser_app;
REVOKE ALL ON FUNCTION ledger.approve_topup(p_tenant text, p_request uuid, p_by text, p_note text, OUT request json, OUT invoice json) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.approve_topup(p_tenant text, p_request uuid, p_by text, p_note text, OUT request json, OUT invoice json) TO purser_app;
REVOKE ALL ON FUNCTION ledger.awards_paid(p_tenant text, p_registration text[], p_award text[], p_owner text[], p_transaction uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.awards_paid(p_tenant text, p_registration text[], p_award text[], p_owner text[], p_transaction uuid[]) TO purser_app;
REVOKE ALL ON FUNCTION ledger.bake_currencies() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.batch_of_awards(p_tenant text, p_after text, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.batch_of_awards(p_tenant text, p_after text, p_limit integer) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.batch_of_subjects(p_tenant text, p_first uuid, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.batch_of_subjects(p_tenant text, p_first uuid, p_limit integer) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.batch_of_transactions(p_tenant text, p_first uuid, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.batch_of_transactions(p_tenant text, p_first uuid, p_limit integer) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.batch_of_wallets(p_tenant text, p_first uuid, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.batch_of_wallets(p_tenant text, p_first uuid, p_limit integer) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.begin_epoch() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.begin_reconciliation(p_run uuid, p_by text, p_dry_run boolean, p_full boolean, p_tenant text, p_wallet uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.begin_reconciliation(p_run uuid, p_by text, p_dry_run boolean, p_full boolean, p_tenant text, p_wallet uuid) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.bet_paid(p_tenant text, p_bet uuid, p_transaction uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.bet_paid(p_tenant text, p_bet uuid, p_transaction uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.cancel_open_payments(p_tenant text, p_invoice uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.change_account(p_tenant text, p_agent text, p_customer uuid, p_account_type text, p_credit_limit numeric, p_status text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.change_account(p_tenant text, p_agent text, p_customer uuid, p_account_type text, p_credit_limit numeric, p_status text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.claim(p_tenant text, p_principal text, p_key text, p_hash bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.claim(p_tenant text, p_principal text, p_key text, p_hash bytea) TO purser_app;
REVOKE ALL ON FUNCTION ledger.claim_awards(p_tenant text, p_tournament text, p_registration text[], p_award text[], p_reason text[], p_owner text[], p_default jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.claim_awards(p_tenant text, p_tournament text, p_registration text[], p_award text[], p_reason text[], p_owner text[], p_default jsonb) TO purser_app;
REVOKE ALL ON FUNCTION ledger.close_payment(p_tenant text, p_payment uuid, p_by text, p_move text, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.close_payment(p_tenant text, p_payment uuid, p_by text, p_move text, p_reason text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.close_settlement(p_tenant text, p_customer uuid, p_agent text, p_method text, p_note text, p_currency text, p_since_version bigint, p_until_version bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_figures json, p_transaction uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.close_settlement(p_tenant text, p_customer uuid, p_agent text, p_method text, p_note text, p_currency text, p_since_version bigint, p_until_version bigint, p_since timestamp with time zone, p_until timestamp with time zone, p_figures json, p_transaction uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.close_topup(p_tenant text, p_request uuid, p_by text, p_move text, p_note text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.close_topup(p_tenant text, p_request uuid, p_by text, p_move text, p_note text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.correct_balance(p_run uuid, p_tenant text, p_wallet uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.correct_balance(p_run uuid, p_tenant text, p_wallet uuid) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.create_customers(p_tenant text, p_agent text, p_rows jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.create_customers(p_tenant text, p_agent text, p_rows jsonb) TO purser_app;
REVOKE ALL ON FUNCTION ledger.credited(p_tenant text, p_payment uuid, p_request uuid, p_transaction uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.credited(p_tenant text, p_payment uuid, p_request uuid, p_transaction uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.decimal_amount(minor numeric, exponent smallint, units bigint) TO purser_app;
REVOKE ALL ON FUNCTION ledger.draft_invoice(p_tenant text, p_by text, p_purpose text, p_start date, p_end date, p_lines json) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.draft_invoice(p_tenant text, p_by text, p_purpose text, p_start date, p_end date, p_lines json) TO purser_app;
REVOKE ALL ON FUNCTION ledger.emit(p_tenant text, p_events jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.emit(p_tenant text, p_events jsonb) TO purser_app;
REVOKE ALL ON FUNCTION ledger.end_bet(p_tenant text, p_bet uuid, p_status text, p_amount numeric, p_is_auto boolean, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.end_bet(p_tenant text, p_bet uuid, p_status text, p_amount numeric, p_is_auto boolean, p_reason text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.end_mail(p_tenant text, p_event uuid, p_outcome text, p_message text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.end_mail(p_tenant text, p_event uuid, p_outcome text, p_message text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.end_reconciliation(p_run uuid, p_state text, p_wallets bigint, p_drifted bigint, p_corrected bigint, p_transactions bigint, p_found bigint, p_events jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.end_reconciliation(p_run uuid, p_state text, p_wallets bigint, p_drifted bigint, p_corrected bigint, p_transactions bigint, p_found bigint, p_events jsonb) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.entries_of(p_tenant text, p_wallet uuid, p_after bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.entry_fees(p_tenant text, p_tournament text, p_after uuid, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.entry_fees(p_tenant text, p_tournament text, p_after uuid, p_limit integer) TO purser_app;
REVOKE ALL ON FUNCTION ledger.entry_id(transaction_id uuid, leg integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.entry_id(transaction_id uuid, leg integer) TO purser_app;
REVOKE ALL ON FUNCTION ledger.forget_published() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.forget_published() TO purser_app;
REVOKE ALL ON FUNCTION ledger.has_subject(p_kind text) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.hold_entry_fees(p_tenant text, p_debits uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.hold_entry_fees(p_tenant text, p_debits uuid[]) TO purser_app;
GRANT SELECT ON TABLE ledger.invoices TO purser_app;
REVOKE ALL ON FUNCTION ledger.hold_invoice(p_tenant text, p_invoice uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.hold_mail(p_tenant text, p_event uuid, p_kind text, p_invoice uuid, p_holder uuid, p_seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.hold_mail(p_tenant text, p_event uuid, p_kind text, p_invoice uuid, p_holder uuid, p_seconds double precision) TO purser_app;
GRANT SELECT ON TABLE ledger.payments TO purser_app;
REVOKE ALL ON FUNCTION ledger.hold_payment(p_tenant text, p_payment uuid, OUT i ledger.invoices, OUT p ledger.payments) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.hold_prepaid(p_tenant text, p_kind text, p_reference text, p_amount numeric) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.hold_prepaid(p_tenant text, p_kind text, p_reference text, p_amount numeric) TO purser_app;
GRANT SELECT ON TABLE ledger.topup_requests TO purser_app;
REVOKE ALL ON FUNCTION ledger.hold_topup(p_tenant text, p_request uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.invoice_number(p_purpose text, p_tenant text, p_id uuid, p_try integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.issue(p_tenant text, p_invoice uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.issue_invoice(p_tenant text, p_invoice uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.issue_invoice(p_tenant text, p_invoice uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.keep_cash_out_days() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.killed_reconciliations(p_run uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.killed_reconciliations(p_run uuid) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.lease_outbox(p_limit integer, p_seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.lease_outbox(p_limit integer, p_seconds double precision) TO purser_app;
REVOKE ALL ON FUNCTION ledger.lock_account(p_tenant text, p_agent text, p_customer uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.lock_account(p_tenant text, p_agent text, p_customer uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.lock_for_reversal(p_tenant text, p_transaction uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.lock_for_reversal(p_tenant text, p_transaction uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.make_checkpoints() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.make_checkpoints() TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.make_invoice(p_tenant text, p_by text, p_purpose text, p_request uuid, p_start date, p_end date, p_lines json) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.make_wallet(p_tenant text, p_kind text, p_owner text, p_currency text, p_keeper text) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.mark_published(p_tenant text, p_events uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.mark_published(p_tenant text, p_events uuid[]) TO purser_app;
GRANT SELECT ON TABLE ledger.payment_methods TO purser_app;
REVOKE ALL ON FUNCTION ledger.methods_in(p_tenant text, p_country text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.methods_in(p_tenant text, p_country text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.minor_units(amount numeric, currency text) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.moved(p_subject text, p_id uuid, p_status text, p_move text) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.new_id() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.new_id() TO purser_app;
REVOKE ALL ON FUNCTION ledger.not_found(p_subject text, p_id uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.note_failure(p_tenant text, p_event uuid, p_error text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.note_failure(p_tenant text, p_event uuid, p_error text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.note_findings(p_run uuid, p_findings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.note_findings(p_run uuid, p_findings jsonb) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.number_cash_outs(p_tenant text, p_consumer text, p_events jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.number_cash_outs(p_tenant text, p_consumer text, p_events jsonb) TO purser_app;
REVOKE ALL ON FUNCTION ledger.offers_method(p_tenant text, p_type text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.offers_method(p_tenant text, p_type text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.open_balance(p_tenant text, p_wallet uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.open_balance(p_tenant text, p_wallet uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.open_books() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.open_books() TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.outbox_age() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.outbox_age() TO purser_app;
REVOKE ALL ON FUNCTION ledger.overdue() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.overdue() TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.pay_invoice(p_tenant text, p_invoice uuid, p_by text, OUT payment_id uuid, OUT invoice json) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.pay_invoice(p_tenant text, p_invoice uuid, p_by text, OUT payment_id uuid, OUT invoice json) TO purser_app;
REVOKE ALL ON FUNCTION ledger.place_bet(p_tenant text, p_bet uuid, p_customer uuid, p_description text, p_odds numeric, p_stake bigint, p_currency text, p_transaction uuid, p_placed_at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.place_bet(p_tenant text, p_bet uuid, p_customer uuid, p_description text, p_odds numeric, p_stake bigint, p_currency text, p_transaction uuid, p_placed_at timestamp with time zone) TO purser_app;
REVOKE ALL ON FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.post(p_tenant text, p_by text, p_request text, p_movements jsonb, p_movement integer[], p_owner_kind text[], p_owner text[], p_currency text[], p_amount numeric[], p_keeper text[], p_overdraft boolean[]) TO purser_app;
REVOKE ALL ON FUNCTION ledger.prepaid_wallet(p_tenant text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.prepaid_wallet(p_tenant text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.reconcile_awards(p_tenant text, p_after text, p_last text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.reconcile_awards(p_tenant text, p_after text, p_last text) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.reconcile_subjects(p_tenant text, p_first uuid, p_last uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.reconcile_subjects(p_tenant text, p_first uuid, p_last uuid) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.reconcile_transactions(p_tenant text, p_first uuid, p_last uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.reconcile_transactions(p_tenant text, p_first uuid, p_last uuid) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.reconcile_wallets(p_tenant text, p_first uuid, p_last uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.reconcile_wallets(p_tenant text, p_first uuid, p_last uuid) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.refund_payment(p_tenant text, p_payment uuid, p_by text, p_reason text, OUT tenant_id text, OUT payment json, OUT reverses uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.refund_payment(p_tenant text, p_payment uuid, p_by text, p_reason text, OUT tenant_id text, OUT payment json, OUT reverses uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.refunded(p_tenant text, p_payment uuid, p_transaction uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.refunded(p_tenant text, p_payment uuid, p_transaction uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.refuse_change() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.refuse_the_asker(p_tenant text, p_request uuid, p_by text) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.release_mail(p_tenant text, p_event uuid, p_holder uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.release_mail(p_tenant text, p_event uuid, p_holder uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.request_reconciliation(p_run uuid, p_by text, p_dry_run boolean, p_full boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.request_reconciliation(p_run uuid, p_by text, p_dry_run boolean, p_full boolean) TO purser_app;
REVOKE ALL ON FUNCTION ledger.request_topup(p_tenant text, p_by text, p_amount numeric, p_note text, p_email text, p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.request_topup(p_tenant text, p_by text, p_amount numeric, p_note text, p_email text, p_name text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.send_again(p_since timestamp with time zone) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.set_coin_policy(p_tenant text, p_tournament text, p_participation integer, p_top4 integer, p_runner_up integer, p_winner integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.set_coin_policy(p_tenant text, p_tournament text, p_participation integer, p_top4 integer, p_runner_up integer, p_winner integer) TO purser_app;
REVOKE ALL ON FUNCTION ledger.set_contact(p_tenant text, p_principal text, p_email text, p_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.set_contact(p_tenant text, p_principal text, p_email text, p_name text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.set_overdraft(p_tenant text, p_owner text, p_currency text, p_allow boolean) TO purser_app;
REVOKE ALL ON FUNCTION ledger.set_payment_method(p_tenant text, p_principal text, p_method text, p_country text, p_type text, p_display_name text, p_instructions text, p_details json, p_is_default boolean, p_is_enabled boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.set_payment_method(p_tenant text, p_principal text, p_method text, p_country text, p_type text, p_display_name text, p_instructions text, p_details json, p_is_default boolean, p_is_enabled boolean) TO purser_app;
REVOKE ALL ON FUNCTION ledger.set_prepaid_status(p_tenant text, p_status text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.set_prepaid_status(p_tenant text, p_status text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.settle_invoice(p_tenant text, i ledger.invoices) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.store_answer(p_tenant text, p_principal text, p_key text, p_status smallint, p_answer text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.store_answer(p_tenant text, p_principal text, p_key text, p_status smallint, p_answer text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.subject_ids(p_tenant text, p_first uuid, p_limit integer) FROM PUBLIC;
GRANT SELECT ON TABLE ledger.customers TO purser_app;
GRANT SELECT ON TABLE ledger.transactions TO purser_app;
GRANT SELECT ON TABLE ledger.subjects TO purser_app;
REVOKE ALL ON FUNCTION ledger.subject_of(p_tenant text, p_transaction uuid, p_kind text, p_reference text) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.submit_payment(p_tenant text, p_invoice uuid, p_by text, p_method text, p_reference text, p_notes text, OUT tenant_id text, OUT payment json) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.submit_payment(p_tenant text, p_invoice uuid, p_by text, p_method text, p_reference text, p_notes text, OUT tenant_id text, OUT payment json) TO purser_app;
REVOKE ALL ON FUNCTION ledger.sum_of_book(p_tenant text, p_wallet uuid, p_cut bigint, p_after timestamp with time zone, p_after_transaction uuid, p_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.sum_of_book(p_tenant text, p_wallet uuid, p_cut bigint, p_after timestamp with time zone, p_after_transaction uuid, p_limit integer) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.suspects_among_entries(p_from bigint, p_to bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.suspects_among_entries(p_from bigint, p_to bigint) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.suspects_among_wallets(p_since bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.suspects_among_wallets(p_since bigint) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.suspects_of_wallet(p_tenant text, p_wallet uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.suspects_of_wallet(p_tenant text, p_wallet uuid) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.tenants_of_ledger() FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.tenants_of_ledger() TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.tenants_of_wallet(p_wallet uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.tenants_of_wallet(p_wallet uuid) TO purser_reconcile;
REVOKE ALL ON FUNCTION ledger.transitions() FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.uuid_of(p_reference text) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.version_at(p_tenant text, p_wallet uuid, p_at timestamp with time zone, p_newest bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.version_at(p_tenant text, p_wallet uuid, p_at timestamp with time zone, p_newest bigint) TO purser_app;
REVOKE ALL ON FUNCTION ledger.void_invoice(p_tenant text, p_invoice uuid, p_by text, p_reason text) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.void_invoice(p_tenant text, p_invoice uuid, p_by text, p_reason text) TO purser_app;
REVOKE ALL ON FUNCTION ledger.whose(p_tenant text, p_subject text, p_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION ledger.whose(p_tenant text, p_subject text, p_id uuid) TO purser_app;
REVOKE ALL ON FUNCTION ledger.why_not(p_tenant text, p_kind text, p_owner text, p_currency text, p_minor bigint, p_keeper text, p_overdraft boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger.xid_base() FROM PUBLIC;
GRANT SELECT ON TABLE ledger.account_changes TO purser_app;
GRANT SELECT ON TABLE ledger.currencies TO purser_app;
GRANT SELECT ON TABLE ledger.entries TO purser_app;
GRANT SELECT ON TABLE ledger.wallets TO purser_app;
GRANT SELECT ON TABLE ledger.agent_transactions TO purser_app;
GRANT SELECT ON TABLE ledger.alembic_version TO purser_app;
GRANT SELECT ON TABLE ledger.awards TO purser_app;
GRANT SELECT ON TABLE ledger.cash_out_customers TO purser_app;
GRANT SELECT ON TABLE ledger.cash_out_days TO purser_app;
GRANT SELECT ON TABLE ledger.checkpoints TO purser_app;
GRANT SELECT ON TABLE ledger.coin_policies TO purser_app;
GRANT SELECT ON TABLE ledger.contacts TO purser_app;
GRANT SELECT ON TABLE ledger.customer_accounts TO purser_app;
GRANT SELECT ON TABLE ledger.feed TO purser_app;
GRANT SELECT ON TABLE ledger.feed_heads TO purser_app;
GRANT SELECT ON TABLE ledger.financial_transactions TO purser_app;
GRANT SELECT ON TABLE ledger.inbox TO purser_app;
GRANT SELECT ON TABLE ledger.invoice_lines TO purser_app;
GRANT SELECT ON TABLE ledger.payment_details TO purser_app;
GRANT SELECT ON TABLE ledger.invoice_details TO purser_app;
GRANT SELECT ON TABLE ledger.mails TO purser_app;
GRANT SELECT ON TABLE ledger.outbox TO purser_app;
GRANT SELECT ON TABLE ledger.published TO purser_app;
GRANT SELECT ON TABLE ledger.reconciliation_findings TO purser_app;
GRANT SELECT ON TABLE ledger.reconciliation_findings TO purser_reconcile;
GRANT SELECT ON TABLE ledger.reconciliation_runs TO purser_app;
GRANT SELECT ON TABLE ledger.reconciliation_runs TO purser_reconcile;
GRANT SELECT ON TABLE ledger.requests TO purser_app;
GRANT SELECT ON TABLE ledger.settlements TO purser_app;
GRANT SELECT ON TABLE ledger.tenants TO purser_app;
GRANT SELECT ON TABLE ledger.topup_request_details TO purser_app;
GRANT SELECT ON TABLE ledger.xid_epochs TO purser_app;
