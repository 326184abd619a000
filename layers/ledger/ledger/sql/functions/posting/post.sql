-- clock_skew_limit: how far a time may be ahead of another clock. Synchronised clocks differ by milliseconds,
-- and a posting waits for its locks for ten seconds at most.
create or replace function clock_skew_limit() returns interval
language sql immutable parallel safe
return interval '1 minute';
grant execute on function clock_skew_limit() to purser_read, purser_wallet, purser_writer;

-- tournament_of: the tournament that the meta of an entry fee names; null if it names none. meta is sent by a caller and
-- has up to 4 KiB, while an index entry holds less than 3: what is cut cannot be a tournament's id.
create or replace function tournament_of(p_meta json) returns text
language sql immutable parallel safe
return case when json_typeof(p_meta -> 'tournament_id') in ('string', 'number')
            then left(p_meta ->> 'tournament_id', 129) end;
grant execute on function tournament_of(json) to purser_writer;

-- is_guarded: whether a wallet has a floor, a cached balance and a lock, by the kind of its owner.
create or replace function is_guarded(p_owner_kind text) returns boolean
language sql immutable parallel safe
return p_owner_kind in ('person', 'tenant');
grant execute on function is_guarded(text) to purser_writer;

-- permits: whether a guarded wallet permits an amount: the rule of the floor, which refuses only what lowers the balance.
-- PostgreSQL copies it into the statements that change a wallet, so that it is evaluated under the row's lock.
--
-- Takes    the wallet's columns, the signed amount in minor units, and whether the floor is waived for this entry
create or replace function permits(
    p_status text, p_balance bigint, p_credit_limit bigint, p_allow_overdraft boolean, p_minor bigint,
    p_floor_is_waived boolean
) returns boolean
language sql immutable parallel safe
return p_status <> 'erased'
    and (p_minor > 0 or p_floor_is_waived
         or p_status = 'active' and (p_balance + p_minor >= -p_credit_limit or p_allow_overdraft))
    and abs(p_balance + p_minor) <= 9007199254740991;
grant execute on function permits(text, bigint, bigint, boolean, bigint, boolean) to purser_writer;

-- create_missing_wallet: creates the wallet of an owner if there is none. A frozen customer's new wallet is frozen.
--
-- Returns  whether it was missing. Of two simultaneous calls the second waits for the first, and returns true as well.
-- Raises   PL005 it is missing and an agent is required: a customer's wallet is created with the customer
--          PL036 the person was erased
create or replace function create_missing_wallet(
    p_tenant text, p_owner_kind text, p_owner_id text, p_currency text, p_required_agent text
) returns boolean
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_status wallet_status;
begin
    if exists (
            select from wallets w
            where w.tenant_id = p_tenant and w.owner_kind = p_owner_kind and w.owner_id = p_owner_id
                and w.currency = p_currency) then
        return false;
    end if;
    if p_required_agent is not null then
        raise exception using errcode = 'PL005', message = 'no such customer';
    end if;
    if p_owner_kind = 'person' then
        perform require_not_erased(p_tenant, p_owner_id);
        -- change_account() locks this row too. So either it finds the new wallet, or its change is seen below.
        perform from wallets w
        join customers k on k.tenant_id = w.tenant_id and k.wallet_id = w.wallet_id
        where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner_id and w.agent_id is not null
        for share of k;
        if found then
            select w.status into strict v_status from wallets w
            where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.agent_id is not null
                and w.owner_id = p_owner_id;
        end if;
    end if;
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    insert into wallets (tenant_id, wallet_id, owner_kind, owner_id, currency, status)
    values (p_tenant, new_id(), p_owner_kind, p_owner_id, p_currency, coalesce(v_status, 'active'))
    on conflict do nothing;
    return true;
end
$$;

-- is_floor_waived: whether an entry takes a PostUp wallet below its floor and has the permission for that (an
-- overdraft). Locks the wallet.
create or replace function is_floor_waived(
    p_tenant text, p_owner_kind text, p_owner_id text, p_currency text, p_minor bigint, p_overdraft boolean
) returns boolean
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    w wallets;
begin
    select x.* into strict w from wallets x
    where x.tenant_id = p_tenant and x.owner_kind = p_owner_kind and x.owner_id = p_owner_id
        and x.currency = p_currency
    for no key update;
    return coalesce(p_overdraft and w.account_type = 'postup' and p_minor < 0
                    and w.balance + p_minor < -w.credit_limit and not w.allow_overdraft, false);
end
$$;

-- raise_refusal: raises the reason for which a guarded wallet refuses an entry, under the wallet's lock. It returns if
-- there is none: the wallet changed before it was locked.
--
-- Raises   PL001 insufficient funds    PL002 insufficient credit   PL003 wallet frozen   PL004 not your customer
--          PL010 invalid amount        PL011 balance out of range  PL036 the person was erased
create or replace function raise_refusal(
    p_tenant text, p_owner_kind text, p_owner_id text, p_currency text, p_minor bigint, p_required_agent text,
    p_floor_is_waived boolean
) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    w wallets;
begin
    select x.* into strict w from wallets x
    where x.tenant_id = p_tenant and x.owner_kind = p_owner_kind and x.owner_id = p_owner_id
        and x.currency = p_currency
    for no key update;
    if p_required_agent is not null and w.agent_id is distinct from p_required_agent then
        raise exception using errcode = 'PL004', message = 'not your customer';
    elsif w.status = 'erased' then
        raise exception using errcode = 'PL036', message = 'the person was erased';
    elsif p_minor is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', p_currency, 'exponent', (select c.exponent from currencies c where c.code = p_currency));
    elsif p_minor < 0 and w.status = 'frozen' then
        raise exception using errcode = 'PL003', message = 'wallet frozen';
    elsif abs(w.balance + p_minor) > 9007199254740991 then
        raise exception using errcode = 'PL011', message = 'balance out of range';
    elsif p_minor < 0 and w.balance + p_minor < -w.credit_limit and not w.allow_overdraft
            and not p_floor_is_waived then
        raise exception using message = 'below the floor',
            errcode = case w.account_type when 'credit' then 'PL002' else 'PL001' end,
            detail = json_build_object('currency', p_currency, 'balance', w.balance,
                                       'available', greatest(w.balance + w.credit_limit, 0));
    end if;
end
$$;

-- post: writes transactions with their entries, all of them or none.
--
-- Takes    the tenant, and by which request (the author is the announced principal);
--          p_transactions: a JSON array of {kind, description?, external_reference?, idempotency_key?, meta? (JSON as
--          text), corrects?, events?: [{event_id, type, detail}]};
--          and the entries, as arrays of one length that begin at 1. Entries of guarded wallets come first, sorted by
--          owner kind, owner id and currency (as bytes), then those of open wallets. Entries of one wallet are in the
--          order of their transactions.
--          transaction_numbers  the index of the entry's transaction in p_transactions, from 1
--          owner_kinds, owner_ids
--          currencies           null: the customer's own currency, and for the other entries of that transaction the
--                               same
--          amounts              signed decimals in that currency
--          required_agents      not null: the wallet must belong to a customer of this agent
--          overdrafts           true: a PostUp wallet may go below its floor this once
--          p_called_at: the caller's clock
-- Returns  JSON: {"posted_at", "transactions": [id of each transaction],
--          "overridden": [number of each transaction that used an overdraft],
--          "entries": [[wallet id, currency, amount, balance after, credit limit] of each entry]}. Amounts are in minor
--          units; the last two are null for open wallets.
-- Raises   PL001 insufficient funds   PL002 insufficient credit   PL003 wallet frozen
--          PL004 not your customer    PL005 no such customer      PL010 invalid amount
--          PL011 balance out of range PL012 the posting time would be too far ahead of a clock
--          PL035 an agent's own posting creates more value than the agent's limits allow, and nobody approved it
--          PL036 the person was erased: whatever the amount, the wallet is closed
--          PL020 not two entries or more, not one currency, or a sum other than zero; arrays of other bounds; an
--          entry whose transaction is not in the call
--          42501 the session's login may not post the kind
--
-- Order    1 the currency of each entry
--          2 entry by entry: lock, check and change the wallet in one statement
--          3 one posting time for all, compared with both clocks   4 entries, transactions and outbox
--          5 the limits of an agent who takes value out of their own float, or lets an own customer overdraw
--          No decision uses a value that was read before its lock.
--
-- Every posting locks and creates wallets in the same order, guarded ones by owner and then open ones, so that postings
-- cannot deadlock. All transactions of one database transaction belong in one call: two calls would lock in two orders.
--
-- posted_at rises from one posting of a wallet to its next, so that a time names one balance. Each wallet takes the
-- latest of the microsecond after its own posted_at, the time of the wallets before it, and the clock (which can be set
-- back, and which this posting may have read before it waited for a lock). The last wallet's time is the latest and
-- becomes the time of all; wallets that took an earlier one are updated.
--
-- A time in the future would spread from wallet to wallet with each later posting. So it is refused, whether it comes
-- from this server's clock or from a wallet. The caller's clock shows when the server's is ahead; the server's is compared
-- too, because a caller may send any time.
--
-- There are few statements with few operators, because PostgreSQL sets up each of them again in every database
-- transaction, which is most of what a posting costs. Each wallet is found by a whole unique key: the planner then uses
-- that index whatever its statistics say.
create or replace function post(
    p_tenant text, p_request_id text, p_transactions jsonb,
    p_transaction_numbers integer[], p_owner_kinds text[], p_owner_ids text[], p_currencies text[], p_amounts numeric[],
    p_required_agents text[], p_overdrafts boolean[], p_called_at timestamptz
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan -- planning again costs more than the posting
as $$
declare
    v_customer_currencies text[]; -- by transaction
    v_transaction_ids uuid[]; -- by transaction
    v_sums bigint[]; -- by transaction
    v_overridden integer[] := '{}'; -- numbers of transactions
    v_wallet_ids uuid[]; -- by entry, as are the next four
    v_amounts bigint[];
    v_versions bigint[];
    v_balances bigint[];
    v_posted json[];
    v_currency text;
    v_number integer; -- of the transaction
    v_minor bigint;
    v_wallet_id uuid;
    v_version bigint;
    v_balance bigint;
    v_credit_limit bigint;
    v_floor_is_waived boolean;
    v_agent text; -- of a customer's own wallet
    v_creates_value boolean := false;
    v_wallet_time timestamptz;
    v_first_time timestamptz;
    v_posted_at timestamptz;
    v_xid bigint;
    v_kinds constant text[] := kinds_of_poster(session_user);
    v_posted_by constant text := current_setting('purser.principal', true);
    t jsonb;
begin
    -- Below, arrays are read by index, and unnest() pairs them by position. Both agree only if each array begins at 1.
    if (format('[1:%s]', cardinality(p_owner_ids)) = all (array[
            array_dims(p_transaction_numbers), array_dims(p_owner_kinds), array_dims(p_owner_ids),
            array_dims(p_currencies), array_dims(p_amounts), array_dims(p_required_agents), array_dims(p_overdrafts)
        ])) is not true then
        raise exception using errcode = 'PL020', message = 'arrays have one dimension and one length, and begin at 1';
    end if;

    if (p_currencies[1] = all (p_currencies)) is not true then
        for i in 1 .. cardinality(p_owner_ids) loop
            if p_currencies[i] is null then
                select w.currency into v_currency from wallets w
                where w.tenant_id = p_tenant and w.owner_kind = p_owner_kinds[i] and w.owner_id = p_owner_ids[i]
                    and w.agent_id is not null;
                if found then
                    p_currencies[i] := v_currency;
                    v_customer_currencies[p_transaction_numbers[i]] := v_currency;
                end if;
            end if;
        end loop;
        for i in 1 .. cardinality(p_owner_ids) loop
            p_currencies[i] := coalesce(p_currencies[i], v_customer_currencies[p_transaction_numbers[i]]);
            if p_currencies[i] is null then
                raise exception using errcode = 'PL005', message = 'no such customer';
            end if;
        end loop;
        if not p_currencies[1] = all (p_currencies) and exists (
                select from unnest(p_transaction_numbers, p_currencies) as e (transaction_number, currency)
                group by e.transaction_number having count(distinct e.currency) > 1) then
            raise exception using errcode = 'PL020', message = 'a transaction has one currency';
        end if;
    end if;

    for k in 1 .. jsonb_array_length(p_transactions) loop
        v_transaction_ids[k] := new_id();
    end loop;
    v_xid := xid_base() + pg_current_xact_id()::text::bigint;

    for i in 1 .. cardinality(p_owner_ids) loop
        v_number := p_transaction_numbers[i];
        if v_transaction_ids[v_number] is null then
            raise exception using errcode = 'PL020', message = 'an entry belongs to a transaction of the call';
        end if;
        v_minor := nullif(minor_units(p_amounts[i], p_currencies[i]), 0);
        v_sums[v_number] := coalesce(v_sums[v_number], 0) + v_minor;
        v_floor_is_waived := false;

        loop
            if is_guarded(p_owner_kinds[i]) then
                update wallets w
                set balance = w.balance + v_minor, version = w.version + 1,
                    posted_at = greatest(coalesce(v_posted_at, clock_timestamp()), w.posted_at + interval '1 microsecond')
                where w.tenant_id = p_tenant and w.owner_kind = p_owner_kinds[i] and w.owner_id = p_owner_ids[i]
                    and w.currency = p_currencies[i]
                    and permits(w.status, w.balance, w.credit_limit, w.allow_overdraft, v_minor, v_floor_is_waived)
                    and (p_required_agents[i] is null or w.agent_id = p_required_agents[i])
                returning w.wallet_id, w.version, w.balance, w.credit_limit, w.posted_at, w.agent_id
                into v_wallet_id, v_version, v_balance, v_credit_limit, v_wallet_time, v_agent;
            else
                if v_posted_at is null then
                    if p_owner_kinds && array['person', 'tenant'] then
                        raise exception using errcode = 'PL020', message = 'guarded wallets come first';
                    end if;
                    v_wallet_time := clock_timestamp();
                end if;
                select w.wallet_id, null, null, null into v_wallet_id, v_version, v_balance, v_credit_limit
                from wallets w
                where w.tenant_id = p_tenant and w.owner_kind = p_owner_kinds[i] and w.owner_id = p_owner_ids[i]
                    and w.currency = p_currencies[i] and v_minor is not null;
            end if;
            exit when found;
            continue when create_missing_wallet(
                p_tenant, p_owner_kinds[i], p_owner_ids[i], p_currencies[i], p_required_agents[i]);
            if is_guarded(p_owner_kinds[i]) then
                v_floor_is_waived := is_floor_waived(
                    p_tenant, p_owner_kinds[i], p_owner_ids[i], p_currencies[i], v_minor, p_overdrafts[i]);
                perform raise_refusal(
                    p_tenant, p_owner_kinds[i], p_owner_ids[i], p_currencies[i], v_minor, p_required_agents[i],
                    v_floor_is_waived);
            elsif v_minor is null then
                raise exception using errcode = 'PL020', message = 'an entry is never zero';
            end if; -- Otherwise another posting created the open wallet after this one had looked for it: look again.
        end loop;

        v_posted_at := v_wallet_time;
        v_first_time := coalesce(v_first_time, v_wallet_time);
        if v_minor < 0 and (p_owner_kinds[i] = 'agent' and p_owner_ids[i] = v_posted_by
                            or v_balance < -v_credit_limit and v_agent = v_posted_by) then
            v_creates_value := true;
        end if;
        if v_floor_is_waived then
            v_overridden := v_overridden || v_number;
        end if;
        v_wallet_ids[i] := v_wallet_id;
        v_amounts[i] := v_minor;
        v_versions[i] := v_version;
        v_balances[i] := v_balance;
        v_posted[i] := json_build_array(v_wallet_id, p_currencies[i], v_minor, v_balance, v_credit_limit);
    end loop;

    if (v_posted_at <= p_called_at + clock_skew_limit() and v_posted_at <= clock_timestamp() + clock_skew_limit())
            is not true then
        raise exception using errcode = 'PL012', message = 'the time of the posting is ahead of the clock';
    end if;
    if v_posted_at > v_first_time then
        update wallets w set posted_at = v_posted_at
        where w.tenant_id = p_tenant and w.wallet_id = any (v_wallet_ids) and w.version > 0
            and w.posted_at < v_posted_at;
    end if;
    -- Two entries in each statement: half of what an entry costs is starting the statement.
    for i in 1 .. cardinality(p_owner_ids) by 2 loop
        insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, version, balance_after,
                             posted_at, xid)
        select p_tenant, v_transaction_ids[p_transaction_numbers[e.number]], e.number, v_wallet_ids[e.number],
               v_amounts[e.number], v_versions[e.number], v_balances[e.number], v_posted_at, v_xid
        from (values (i), (i + 1)) e (number) where e.number <= cardinality(p_owner_ids);
    end loop;

    for k in 1 .. cardinality(v_transaction_ids) loop
        if v_sums[k] is distinct from 0 then
            raise exception using errcode = 'PL020', message = 'a transaction has two entries or more that sum to zero';
        end if;
        t := p_transactions -> k - 1;
        if not t ->> 'kind' = any (v_kinds) then
            raise exception using errcode = '42501', message = 'this login may not post this kind';
        end if;
        insert into transactions (tenant_id, transaction_id, kind, posted_at, posted_by, request_id, idempotency_key,
                                  description, external_reference, is_override, corrects, meta, tournament_id)
        values (p_tenant, v_transaction_ids[k], t ->> 'kind', v_posted_at, v_posted_by, p_request_id,
                t ->> 'idempotency_key', t ->> 'description', t ->> 'external_reference', k = any (v_overridden),
                (t ->> 'corrects')::uuid, (t ->> 'meta')::json,
                case when t ->> 'kind' = 'entry_fee_debit' then tournament_of((t ->> 'meta')::json) end);
        if t ? 'events' then
            insert into outbox (tenant_id, event_id, detail_type, detail)
            select p_tenant, e.event_id, e.type, e.detail
            from jsonb_to_recordset(t -> 'events') as e (event_id uuid, type text, detail json);
        end if;
    end loop;
    if v_creates_value then
        perform require_within_limits(
            p_tenant, v_posted_by, p_request_id, v_wallet_ids, v_transaction_ids, v_posted_at);
    end if;
    return json_build_object('posted_at', v_posted_at, 'transactions', v_transaction_ids, 'overridden', v_overridden,
                             'entries', v_posted);
end
$$;
grant execute on function post(text, text, jsonb, integer[], text[], text[], text[], numeric[], text[], boolean[], timestamptz)
    to purser_posts;
