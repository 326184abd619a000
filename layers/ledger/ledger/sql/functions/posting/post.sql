-- waive_or_refuse: decides about an entry under the wallet's lock: one that the wallet did not take at first, or that captures
-- a hold. If it returns, the wallet takes the entry.
--
-- Takes    tenant, the entry, its amount in minor units, and what it takes of a hold, or null
-- Returns  null, or if the floor is waived for it, or a freeze, how much of it the owner does not have. The floor is waived
--          for an overdraft of a PostUp wallet, as the entry says: the owner does not have what is held. It is waived for a
--          capture, whose whole amount the owner has: it was promised, even if the floor was raised afterwards
-- Raises   PL001 insufficient funds    PL002 insufficient credit   PL003 wallet frozen   PL004 not your customer
--          PL010 invalid amount        PL011 balance out of range  PL036 the person was erased
--          PL124 the hold has expired
create or replace function waive_or_refuse(
    p_tenant text, p_entry posting_entry, p_minor bigint, p_capture captured_hold
) returns bigint
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    w wallets;
    v_now timestamptz; -- the wallet's
    v_expired bigint := 0;
    v_held bigint; -- that this entry does not take
    v_is_below boolean;
    v_is_waived boolean;
begin
    select x.* into strict w from wallets x
    where x.tenant_id = p_tenant and x.owner_kind = p_entry.owner_kind and x.owner_id = p_entry.owner_id
        and x.currency = p_entry.currency
    for no key update;
    v_now := greatest(clock_timestamp(), w.posted_at);
    if w.held_until <= v_now then
        v_expired := expired_holds(p_tenant, w.wallet_id, v_now);
    end if;
    v_held := w.held - v_expired - coalesce(p_capture.minor, 0);
    v_is_below := p_minor < 0 and w.balance - v_held + p_minor < -w.credit_limit and not w.allow_overdraft;
    v_is_waived := coalesce(
        v_is_below and p_entry.overdraft and w.account_type = 'postup'
        or p_capture.minor is not null and (v_is_below or w.status = 'frozen'), false);
    if p_entry.required_agent is not null and w.agent_id is distinct from p_entry.required_agent then
        raise exception using errcode = 'PL004', message = 'not your customer';
    elsif w.status = 'erased' then
        raise exception using errcode = 'PL036', message = 'the person was erased';
    elsif p_minor is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', w.currency, 'exponent', (select c.exponent from currencies c where c.code = w.currency));
    elsif p_capture.until <= v_now then
        raise exception using errcode = 'PL124', message = 'the hold has expired';
    elsif p_minor < 0 and w.status = 'frozen' and p_capture.despite_freeze is not true then
        raise exception using errcode = 'PL003', message = 'wallet frozen';
    elsif abs(w.balance + p_minor) > 9007199254740991 then
        raise exception using errcode = 'PL011', message = 'balance out of range';
    elsif v_is_below and not v_is_waived then
        raise exception using message = 'below the floor',
            errcode = case w.account_type when 'credit' then 'PL002' else 'PL001' end,
            detail = json_build_object('currency', w.currency, 'balance', w.balance,
                                       'held', v_held, 'available', available(w.balance, v_held, w.credit_limit));
    end if;
    if v_expired > 0 or p_capture.minor is not null then
        -- From now on the wallet's time says what has expired, whatever the clock does: see expired_holds().
        update wallets x
        set posted_at = v_now, held = x.held - coalesce(p_capture.minor, 0),
            held_until = held_until(x.held - coalesce(p_capture.minor, 0), x.held_until)
        where x.tenant_id = p_tenant and x.wallet_id = w.wallet_id;
    end if;
    return case when v_is_waived then
               case when p_capture.minor is null then least(-p_minor, v_held - w.balance - p_minor) else 0 end
           end;
end
$$;

-- post: writes transactions with their entries, all of them or none.
--
-- Takes    the tenant, and by which request (the author is the announced principal);
--          p_transactions: a JSON array of {kind, reason?, description?, external_reference?, idempotency_key?, meta? (JSON
--          as text), effective_at?, corrects?, events?: [{event_id, type, detail}]};
--          p_entries: entries of guarded wallets come first, sorted by owner kind, owner id and currency (as bytes), then
--          those of open wallets. Entries of one wallet are in the order of their transactions. Members:
--          transaction_number  the place of the entry's transaction in p_transactions, from 1
--          owner_kind, owner_id
--          currency            null: the customer's own currency, or else that of the transaction's other entries; not if
--                              a transaction of the call has several
--          amount              a signed decimal in that currency
--          required_agent      not null: the wallet must belong to a customer of this agent
--          overdraft           true: a PostUp wallet may go below its floor this once
--          p_called_at: the caller's clock;
--          p_captures: null, or for each transaction what its entry with a negative amount takes of a hold, whose lock the
--          caller has; null for a transaction that captures nothing
-- Returns  JSON: {"posted_at", "transactions": [id of each transaction],
--          "overridden": [number of each transaction that used an overdraft],
--          "entries": [[wallet id, currency, amount, balance after, margin] of each entry],
--          "held": [what is held of the wallet of each entry]}. The margin is what can be debited beyond the balance: the
--          credit limit less what is held. Amounts are in minor units; balance, margin and held are null for open wallets.
-- Raises   as waive_or_refuse(), and
--          PL005 no such customer     PL012 the posting time would be too far ahead of a clock, or not
--          before the end of a hold that is captured
--          PL035 an agent's own posting creates more value than the agent's limits allow, and nobody approved it
--          PL013 effective_at is more than clock_skew_limit() after the posting time; up to that, it is the posting time
--          PL020 not two entries or more, or a sum other than zero in a currency; an entry whose transaction is not in the
--          call, or without a currency beside several; a guarded wallet after an open one
--          42501 the session's login may not post the kind
--
-- Order    1 the currency of each transaction
--          2 entry by entry: lock, check and change the wallet in one statement; and then the accounts with a floor
--          3 one posting time for all, compared with both clocks   4 entries, transactions and outbox
--          5 the limits of an agent who takes value out of their own float, or lets an own customer overdraw
--          No decision uses a value that was read before its lock.
--
-- Every posting locks and creates wallets in the same order, guarded ones by owner and then open ones, and then locks the
-- accounts with a floor, so that postings cannot deadlock. All transactions of one database transaction belong in one call:
-- two calls would lock in two orders.
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
    p_tenant text, p_request_id text, p_transactions jsonb, p_entries posting_entry[], p_called_at timestamptz,
    p_captures captured_hold[] default null
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan -- planning again costs more than the posting
as $$
declare
    v_transaction_ids uuid[]; -- by transaction, as are the next two
    v_currencies text[];
    v_sums bigint[];
    v_has_more_currencies boolean := false; -- one of the transactions
    v_overridden integer[] := '{}'; -- numbers of transactions
    v_overdraft bigint; -- of an entry
    v_overdrafts bigint[]; -- by transaction
    e posting_entry;
    v_minor bigint;
    v_is_guarded boolean := true;
    v_is_decided boolean; -- by waive_or_refuse()
    v_has_floor boolean; -- an open wallet
    v_may_meet_floor boolean := false; -- one of the entries that lower an open wallet
    v_held bigint;
    v_held_until timestamptz;
    v_first_end timestamptz; -- of a hold on one of the wallets
    v_expired bigint;
    r entries; -- what is stored of e, without the tenant, the time and the xid
    v_entries entries[]; -- by entry, as are the next three
    v_wallet_ids uuid[];
    v_posted json[];
    v_all_held bigint[];
    v_credit_limit bigint;
    v_agent text; -- of a customer's own wallet
    v_creates_value boolean := false;
    v_wallet_time timestamptz;
    v_first_time timestamptz;
    v_posted_at timestamptz;
    v_xid bigint;
    v_kinds constant text[] := kinds_of_poster(session_user);
    v_posted_by constant text := current_setting('purser.principal', true);
    v_effective_at timestamptz;
    v_is_late boolean := false; -- one of the transactions
    t jsonb;
begin
    for k in 1 .. jsonb_array_length(p_transactions) loop
        v_transaction_ids[k] := new_id();
        v_sums[k] := null;
    end loop;
    r.entry_number := 0;
    foreach e in array coalesce(p_entries, '{}') loop
        if v_transaction_ids[e.transaction_number] is null then
            raise exception using errcode = 'PL020', message = 'an entry belongs to a transaction of the call';
        end if;
        if e.currency is null then
            select w.currency into e.currency from wallets w
            where w.tenant_id = p_tenant and w.owner_kind = e.owner_kind and w.owner_id = e.owner_id
                and w.agent_id is not null;
        end if;
        v_currencies[e.transaction_number] := coalesce(v_currencies[e.transaction_number], e.currency);
        if e.currency <> v_currencies[e.transaction_number] then
            v_has_more_currencies := true;
        end if;
    end loop;

    if v_has_more_currencies then
        if exists (select from unnest(p_entries) x where x.currency is null) then
            raise exception using errcode = 'PL020', message = 'beside several currencies each entry names its own';
        end if;
    end if;

    foreach e in array coalesce(p_entries, '{}') loop
        if is_guarded(e.owner_kind) and not v_is_guarded then
            raise exception using errcode = 'PL020', message = 'guarded wallets come first';
        end if;
        v_is_guarded := is_guarded(e.owner_kind);
        e.currency := coalesce(e.currency, v_currencies[e.transaction_number]); -- the only one of its transaction
        v_minor := nullif(minor_units(e.amount, e.currency), 0);
        if e.currency is null then
            raise exception using errcode = 'PL005', message = 'no such customer';
        elsif v_minor is null and not v_is_guarded then
            raise exception using errcode = 'PL020', message = 'an entry is never zero';
        end if;
        v_is_decided := false;
        if p_captures is not null then
            if v_minor < 0 and p_captures[e.transaction_number] is distinct from null then
                v_overdraft := waive_or_refuse(p_tenant, e, v_minor, p_captures[e.transaction_number]);
                v_is_decided := true;
            end if;
        end if;

        -- One statement alone finds and changes the wallet, so it is tried again after whatever else the entry needs:
        -- after the missing wallet was created, here or by another posting; and after waive_or_refuse() returned, which
        -- keeps the wallet locked, so that the next try succeeds. No wallet is ever deleted, so the loop ends.
        loop
            if v_is_guarded then
                update wallets w
                set balance = w.balance + v_minor, version = w.version + 1,
                    posted_at = greatest(coalesce(v_posted_at, clock_timestamp()), w.posted_at + interval '1 microsecond')
                where w.tenant_id = p_tenant and w.owner_kind = e.owner_kind and w.owner_id = e.owner_id
                    and w.currency = e.currency
                    and permits(w.status, w.balance, w.held, w.credit_limit, w.allow_overdraft, v_minor, v_is_decided)
                    and (e.required_agent is null or w.agent_id = e.required_agent)
                returning w.wallet_id, w.version, w.balance, w.held, w.held_until, w.credit_limit, w.posted_at, w.agent_id
                into r.wallet_id, r.version, r.balance_after, v_held, v_held_until, v_credit_limit, v_wallet_time, v_agent;
            else
                select w.wallet_id, null, null, null, null, null, coalesce(v_posted_at, clock_timestamp()), null, w.has_floor
                into r.wallet_id, r.version, r.balance_after, v_held, v_held_until, v_credit_limit, v_wallet_time, v_agent,
                    v_has_floor
                from wallets w
                where w.tenant_id = p_tenant and w.owner_kind = e.owner_kind and w.owner_id = e.owner_id
                    and w.currency = e.currency;
                if v_has_floor then
                    v_may_meet_floor := v_may_meet_floor or v_minor < 0;
                end if;
            end if;
            exit when found;
            if not create_missing_wallet(p_tenant, e.owner_kind, e.owner_id, e.currency, e.required_agent)
                    and v_is_guarded then
                v_overdraft := waive_or_refuse(p_tenant, e, v_minor, null);
                v_is_decided := true;
            end if;
        end loop;

        if v_is_decided and v_overdraft is not null then
            v_overridden := v_overridden || e.transaction_number;
            v_overdrafts[e.transaction_number] := coalesce(v_overdrafts[e.transaction_number], 0) + v_overdraft;
        end if;
        v_posted_at := v_wallet_time;
        v_first_time := coalesce(v_first_time, v_wallet_time);
        if v_minor < 0 and (e.owner_kind = 'agent' and e.owner_id = v_posted_by
                            or r.balance_after < v_held - v_credit_limit and v_agent = v_posted_by) then
            v_creates_value := true;
        end if;
        v_sums[e.transaction_number] := coalesce(v_sums[e.transaction_number], 0) + v_minor;
        r.transaction_id := v_transaction_ids[e.transaction_number];
        r.entry_number := r.entry_number + 1;
        r.amount := v_minor;
        v_entries := v_entries || r;
        v_wallet_ids := v_wallet_ids || r.wallet_id;
        v_first_end := least(v_first_end, v_held_until);
        v_posted := v_posted
            || json_build_array(r.wallet_id, e.currency, v_minor, r.balance_after, v_credit_limit - v_held);
        v_all_held := v_all_held || v_held;
    end loop;
    if (0 = all (v_sums)) is not true then
        raise exception using errcode = 'PL020', message = 'a transaction has two entries or more that sum to zero';
    end if;
    if v_has_more_currencies then
        if exists (
                select from generate_subscripts(v_entries, 1) i
                group by (v_entries[i]).transaction_id, v_posted[i] ->> 1
                having sum((v_entries[i]).amount) <> 0) then
            raise exception using errcode = 'PL020', message = 'the entries sum to zero in each currency';
        end if;
    end if;

    if v_may_meet_floor then
        perform require_floors(p_tenant, v_entries);
        v_posted_at := greatest(v_posted_at, clock_timestamp()); -- not before what it has waited for
    end if;
    if (v_posted_at <= p_called_at + clock_skew_limit() and v_posted_at <= clock_timestamp() + clock_skew_limit())
            is not true then
        raise exception using errcode = 'PL012', message = 'the time of the posting is ahead of the clock';
    end if;
    if p_captures is not null then
        if exists (select from unnest(p_captures) c where c.until <= v_posted_at) then
            raise exception using errcode = 'PL012', message = 'the time of the posting is after the end of a hold';
        end if;
    end if;
    if v_posted_at > v_first_time then
        update wallets w set posted_at = v_posted_at
        where w.tenant_id = p_tenant and w.wallet_id = any (v_wallet_ids) and w.version > 0
            and w.posted_at < v_posted_at;
    end if;

    if v_first_end <= v_posted_at then
        for k in 1 .. cardinality(v_wallet_ids) loop
            v_expired := expired_holds(p_tenant, v_wallet_ids[k], v_posted_at);
            v_all_held[k] := v_all_held[k] - v_expired;
            v_posted[k] := json_build_array(v_posted[k] -> 0, v_posted[k] -> 1, v_posted[k] -> 2, v_posted[k] -> 3,
                                            (v_posted[k] ->> 4)::bigint + v_expired);
        end loop;
    end if;

    v_xid := xid_base() + pg_current_xact_id()::text::bigint;
    insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, version, balance_after, posted_at, xid)
    select p_tenant, x.transaction_id, x.entry_number, x.wallet_id, x.amount, x.version, x.balance_after, v_posted_at, v_xid
    from unnest(v_entries) x;
    for k in 1 .. cardinality(v_transaction_ids) loop
        t := p_transactions -> k - 1;
        if not t ->> 'kind' = any (v_kinds) then
            raise exception using errcode = '42501', message = 'this login may not post this kind';
        end if;
        if t ? 'effective_at' then
            v_effective_at := (t ->> 'effective_at')::timestamptz;
            if v_effective_at > v_posted_at + clock_skew_limit() then
                raise exception using errcode = 'PL013', message = 'it has not happened yet';
            end if;
            v_effective_at := case when v_effective_at < v_posted_at then v_effective_at end;
            v_is_late := v_is_late or v_effective_at is not null;
        else
            v_effective_at := null;
        end if;
        insert into transactions (tenant_id, transaction_id, kind, reason, effective_at, posted_at, posted_by, request_id,
                                  idempotency_key, description, external_reference, is_override, overdraft, corrects, meta,
                                  tournament_id)
        values (p_tenant, v_transaction_ids[k], t ->> 'kind', t ->> 'reason', v_effective_at, v_posted_at, v_posted_by,
                p_request_id, t ->> 'idempotency_key', t ->> 'description', t ->> 'external_reference',
                k = any (v_overridden), v_overdrafts[k], (t ->> 'corrects')::uuid, (t ->> 'meta')::json,
                case when t ->> 'kind' = 'entry_fee_debit' then tournament_of((t ->> 'meta')::json) end);
        if t ->> 'meta' is not null then
            insert into transaction_meta (tenant_id, member, transaction_id)
            select p_tenant, m, v_transaction_ids[k] from searched_members((t ->> 'meta')::json) m;
        end if;
        if t ? 'events' then
            insert into outbox (tenant_id, event_id, detail_type, detail, xid)
            select p_tenant, x.event_id, x.type, x.detail, v_xid
            from jsonb_to_recordset(t -> 'events') as x (event_id uuid, type text, detail json);
        end if;
    end loop;
    if v_is_late then
        perform write_late_entries(p_tenant, v_transaction_ids);
    end if;
    if v_creates_value then
        perform require_within_limits(
            p_tenant, v_posted_by, p_request_id, v_wallet_ids, v_transaction_ids, v_posted_at);
    end if;
    return json_build_object('posted_at', v_posted_at, 'transactions', v_transaction_ids, 'overridden', v_overridden,
                             'entries', v_posted, 'held', v_all_held);
end
$$;
grant execute on function post(text, text, jsonb, posting_entry[], timestamptz, captured_hold[]) to purser_posts;
