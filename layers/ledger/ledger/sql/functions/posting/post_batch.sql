-- post_batch: many planned writes in one call: all of them or none, or each for itself, as if they had been sent one after
-- another. Each claims its own idempotency key, posts one transaction or changes a hold, or both, and stores its own answer; a
-- key that has an answer gets that one.
--
-- It decides as post() does, and as create_hold(), release_hold() and the functions of a capture do, in arrays: wallets are
-- read once, under their locks, and changed once, and rows are written together. For 1,000 transactions of two entries that
-- is half of what post() costs (decisions/0128). Each operation sees what those before it have done, and has its own time.
-- Holds are changed one by one, since expired_holds() reads them.
--
-- Takes    the tenant, the principal, an owner id to record with it (as claim() does), by which request, the caller's clock;
--          p_atomic: the first refusal refuses all;
--          p_batch_key, p_batch_hash: null, or the batch's own key, which is no operation's, and the hash of the whole;
--          p_owners: a JSON array of [owner kind, owner id, currency] of each wallet, in the order in which post() locks them;
--          p_operations: a JSON array of {key, hash (hexadecimal), and unless it is only repeated or refused:
--          status, template, kind, reason?, description?, external_reference?, meta? (JSON as text), effective_at?}, and
--          of a hold also hold: {action ('hold', 'capture' or 'release'), hold_id, and
--          of a new one  to_kind?, to_owner?, expires_at or expires_in (seconds)
--          of a capture  amount? (a decimal; absent: all that is left), is_final? (true), despite_freeze? (false)}
--          p_numbers, p_wallets, p_amounts: by entry, the number of its operation, from 1 and rising; the number of its
--          wallet, rising within an operation; and a signed decimal. A new hold and a release have one, of the hold's wallet,
--          with the amount that is to be held, negative, or any; of a capture's two only the signs count.
--          A template is the answer in JSON with
--          %1$s  transaction id      %2$s  its first 28 characters, which its entries' ids have too
--          %3$s  posted at           %4$s  effective at
--          and of entry n, from 1    %5n$s wallet id, and the four after it: balance before and after, available, held
--          and of a hold, after its last entry: status, captured, what is left, the end, what this operation holds or
--          captures, when it expires, and the reference, meta and key.
--          Amounts are decimals; an open wallet has no balances. The end, reference, meta and key are JSON. Every other % is
--          doubled
-- Returns  for each operation: the answer, its status if it was stored before this call, and if it was refused, the SQLSTATE
--          and the facts as JSON. All are null for an operation without a template whose key has no answer
-- Raises   PL091 the batch's own key was used for another request
--          PL020 as post() does; 42501 the session's login may not post a kind, or captures, and so may not hold or release;
--          and if it is atomic, the first refusal, with the operation's index from 0 as the hint: PL091, as post() and the
--          functions of holds do, and PL093 for an operation without a template whose key has no answer, and whose hold, if it
--          names one, does not refuse it
--
-- Order    1 lock the keys, in the order of their numbers, and look them up
--          2 lock the holds, in the order of their ids, and the wallets that exist, in the order of postings; hold off erasures
--            of those who get a wallet or a hold; lock the accounts with a floor that an entry lowers; and then create the
--            wallets that are missing
--          3 operation by operation: decide, and change the arrays and holds   4 write
--          No decision uses a value that was read before its lock.
--
-- It waits for no lock after it has created a wallet, and creates none that somebody else is creating, who may want a wallet
-- that it has locked: then it begins again (40001). So it deadlocks neither with another batch nor with post(), which creates
-- wallets in their place of the order, nor with a change of a customer, which locks the customer after the wallets.
create or replace function post_batch(
    p_tenant text, p_principal text, p_owner text, p_request_id text, p_called_at timestamptz, p_atomic boolean,
    p_batch_key text, p_batch_hash bytea, p_owners json, p_operations json,
    p_numbers integer[], p_wallets integer[], p_amounts numeric[],
    out answers text[], out statuses text[], out refusals text[], out facts text[]
)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off -- rows are found by whole keys, one by one, whatever the planner's statistics say
set enable_mergejoin = off
as $$
declare
    v_kinds constant text[] := kinds_of_poster(session_user);
    v_part smallint;
    -- By operation, as it was taken.
    v_keys text[];
    v_hashes bytea[];
    v_new_statuses smallint[];
    v_templates text[];
    v_all_kinds text[];
    v_reasons text[];
    v_descriptions text[];
    v_references text[];
    v_metas text[];
    v_all_effective_ats timestamptz[];
    v_changes json[]; -- of holds
    v_hold_ids uuid[]; -- that are captured or released
    v_recipients text[]; -- of new holds
    v_guarded integer; -- how many wallets are guarded; they come first
    v_row record;
    -- By wallet.
    v_owner_kinds text[];
    v_owner_ids text[];
    v_currencies text[];
    v_ids uuid[];
    v_statuses text[];
    v_types text[];
    v_balances bigint[];
    v_held bigint[];
    v_held_until timestamptz[];
    v_limits bigint[];
    v_overdrafts boolean[];
    v_versions bigint[];
    v_times timestamptz[];
    v_units numeric[];
    v_changed boolean[];
    v_created boolean[]; -- here
    v_floors integer[] := '{}'; -- the accounts with a floor that an entry lowers
    v_open_balances numeric[]; -- theirs; null of other wallets
    -- By operation; null of one that is not posted.
    v_transactions uuid[];
    v_posted_ats timestamptz[];
    v_effective_ats timestamptz[];
    v_are_overrides boolean[];
    v_is_late boolean := false; -- one of them
    -- By entry that is written.
    v_entry_transactions uuid[] := '{}';
    v_entry_numbers integer[] := '{}';
    v_entry_wallets uuid[] := '{}';
    v_entry_amounts bigint[] := '{}';
    v_entry_versions bigint[] := '{}';
    v_entry_balances bigint[] := '{}';
    v_entry_times timestamptz[] := '{}';
    v_written integer := 0; -- entries
    -- Of one operation.
    v_next integer := 1; -- the first entry of the next operation
    v_first integer;
    w integer; -- the number of a wallet
    v_previous integer;
    v_minor bigint;
    v_minors bigint[];
    v_sum bigint;
    v_net numeric; -- what it moves of an account with a floor
    v_is_mixed boolean; -- its entries are in several currencies
    v_refusal text;
    v_facts json;
    v_now timestamptz;
    v_left bigint; -- what is held, without what has expired and what this operation captures
    v_is_below boolean; -- the floor
    v_is_frozen boolean; -- and nothing sets that aside
    v_action text; -- on a hold
    v_change record; -- what begin_hold_change() returns
    v_hold holds;
    v_captured bigint; -- null if it is no capture
    v_expires_at timestamptz; -- of a new hold
    v_is_capture boolean; -- the entry captures
    v_is_override boolean; -- true or null
    v_posted_at timestamptz;
    v_effective_at timestamptz;
    v_id uuid;
    v_values text[];
    v_xid bigint;
begin
    perform announce(p_tenant, p_principal);
    select array_agg(x.key order by x.n), array_agg(decode(x.hash, 'hex') order by x.n),
        array_agg(x.status order by x.n), array_agg(x.template order by x.n), array_agg(x.kind order by x.n),
        array_agg(x.reason order by x.n), array_agg(x.description order by x.n),
        array_agg(x.external_reference order by x.n), array_agg(x.meta order by x.n),
        array_agg(x.effective_at order by x.n), array_agg(x.hold order by x.n)
    into v_keys, v_hashes, v_new_statuses, v_templates, v_all_kinds, v_reasons, v_descriptions, v_references, v_metas,
        v_all_effective_ats, v_changes
    from rows from (
        json_to_recordset(p_operations) as (
            key text, hash text, status smallint, template text, kind text, reason text, description text,
            external_reference text, meta text, effective_at timestamptz, hold json)
    ) with ordinality
        as x (key, hash, status, template, kind, reason, description, external_reference, meta, effective_at, hold, n);
    select array_agg(x.o ->> 0 order by x.n), array_agg(x.o ->> 1 order by x.n), array_agg(x.o ->> 2 order by x.n)
    into v_owner_kinds, v_owner_ids, v_currencies
    from json_array_elements(p_owners) with ordinality as x (o, n);
    perform pg_advisory_xact_lock(x.number)
    from (select distinct key_lock(p_tenant, p_principal, k) as number from unnest(v_keys || p_batch_key) k
          where k is not null
          order by 1) x;
    answers := array_fill(null::text, array[cardinality(v_keys)]);
    statuses := answers;
    refusals := answers;
    facts := answers;
    v_transactions := array_fill(null::uuid, array[cardinality(v_keys)]);
    v_posted_ats := array_fill(null::timestamptz, array[cardinality(v_keys)]);
    v_effective_ats := v_posted_ats;
    v_are_overrides := array_fill(null::boolean, array[cardinality(v_keys)]);
    -- Separate statements, which see what was committed while the locks were waited for.
    select l.part into v_part from lifetimes l where l.table_name = 'requests';
    for v_row in execute format(
        $q$
        select x.n, r.hash, r.answer, r.status
        from unnest($3, $4) with ordinality x (key, hash, n)
        cross join lateral (
            select hash, answer, status from requests_%s where tenant_id = $1 and principal = $2 and key = x.key
            union all
            select hash, answer, status from requests_%s where tenant_id = $1 and principal = $2 and key = x.key
            limit 1
        ) r
        order by x.n
        $q$, v_part, (v_part + 2) % 3)
    using p_tenant, p_principal, v_keys || p_batch_key, v_hashes || p_batch_hash
    loop
        if v_row.n > cardinality(v_keys) then
            if v_row.hash is distinct from p_batch_hash then
                raise exception using errcode = 'PL091', message = 'the key was used for another request';
            end if;
            p_batch_key := null; -- it is stored already
        elsif v_row.hash is distinct from v_hashes[v_row.n] then
            refusals[v_row.n] := 'PL091';
        else
            answers[v_row.n] := v_row.answer;
            statuses[v_row.n] := v_row.status;
        end if;
    end loop;
    select array_agg(distinct (x.change ->> 'hold_id')::uuid) filter (where x.change ->> 'action' <> 'hold'),
        array_agg(distinct x.change ->> 'to_owner') filter (where x.change ->> 'to_kind' = 'person')
    into v_hold_ids, v_recipients
    from unnest(v_changes) x (change)
    where x.change is not null;
    perform from unnest(v_hold_ids) x (hold_id)
    cross join lateral (
        select from holds y where y.tenant_id = p_tenant and y.hold_id = x.hold_id for no key update
    ) y;
    select array_agg(y.wallet_id order by x.n), array_agg(y.status::text order by x.n),
        array_agg(y.account_type::text order by x.n), array_agg(y.balance order by x.n), array_agg(y.held order by x.n),
        array_agg(y.held_until order by x.n), array_agg(y.credit_limit order by x.n),
        array_agg(y.allow_overdraft order by x.n), array_agg(y.version order by x.n),
        array_agg(y.posted_at order by x.n), array_agg(minor_unit(x.currency) order by x.n),
        count(*) filter (where is_guarded(x.owner_kind)), array_agg(false), array_agg(false)
    into v_ids, v_statuses, v_types, v_balances, v_held, v_held_until, v_limits, v_overdrafts, v_versions, v_times, v_units,
        v_guarded, v_changed, v_created
    from unnest(v_owner_kinds, v_owner_ids, v_currencies) with ordinality x (owner_kind, owner_id, currency, n)
    left join lateral (
        select z.* from wallets z
        where z.tenant_id = p_tenant and z.owner_kind = x.owner_kind and z.owner_id = x.owner_id and z.currency = x.currency
            and is_guarded(x.owner_kind)
        for no key update
    ) y on true;
    for v_row in
        select x.n, y.wallet_id, y.has_floor
        from unnest(v_owner_kinds, v_owner_ids, v_currencies) with ordinality x (owner_kind, owner_id, currency, n)
        cross join lateral (
            select z.wallet_id, z.has_floor from wallets z
            where z.tenant_id = p_tenant and z.owner_kind = x.owner_kind and z.owner_id = x.owner_id
                and z.currency = x.currency
            limit 1
        ) y
        where not is_guarded(x.owner_kind)
        order by x.n
    loop
        v_ids[v_row.n] := v_row.wallet_id;
        if v_row.has_floor then
            v_floors := v_floors || v_row.n::integer;
        end if;
    end loop;
    if v_floors <> '{}' then
        v_floors := array(
            select e.w from unnest(p_wallets, p_amounts) e (w, amount) where e.amount < 0
            intersect
            select unnest(v_floors)
            order by 1);
    end if;
    if v_recipients is not null or array_position(v_ids, null) is not null then
        perform hold_off_erasure(p_tenant, x.owner_id)
        from (
            select unnest(v_recipients) as owner_id
            union
            select y.owner_id from unnest(v_ids, v_owner_kinds, v_owner_ids) y (id, owner_kind, owner_id)
            where y.id is null and y.owner_kind = 'person'
            order by 1
        ) x;
    end if;
    foreach w in array v_floors loop -- as require_floors() does
        perform from wallets y where y.tenant_id = p_tenant and y.wallet_id = v_ids[w] and y.has_floor
        for no key update;
        if found then
            v_open_balances[w] := open_balance(p_tenant, v_ids[w]);
        end if;
    end loop;
    for k in 1 .. coalesce(cardinality(v_ids), 0) loop
        continue when v_ids[k] is not null;
        if not pg_try_advisory_xact_lock(wallet_lock(p_tenant, v_owner_kinds[k], v_owner_ids[k], v_currencies[k])) then
            raise exception using errcode = '40001', message = 'a wallet is being created';
        end if;
        select y.wallet_id into v_id from wallets y
        where y.tenant_id = p_tenant and y.owner_kind = v_owner_kinds[k] and y.owner_id = v_owner_ids[k]
            and y.currency = v_currencies[k];
        if found then -- it was created since the statement above
            perform from wallets y where y.tenant_id = p_tenant and y.wallet_id = v_id and is_guarded(v_owner_kinds[k])
            for no key update skip locked;
            if not found and is_guarded(v_owner_kinds[k]) then
                raise exception using errcode = '40001', message = 'a wallet was created';
            end if;
        else
            if v_owner_kinds[k] = 'person' and person_is_erased(p_tenant, v_owner_ids[k]) then
                v_statuses[k] := 'erased';
                continue;
            end if;
            perform create_missing_wallet(p_tenant, v_owner_kinds[k], v_owner_ids[k], v_currencies[k], null);
            v_created[k] := true;
        end if;
        select y.wallet_id, y.status, y.account_type, y.balance, y.held, y.held_until, y.credit_limit, y.allow_overdraft,
            y.version, y.posted_at, is_guarded(y.owner_kind) as is_guarded
        into strict v_row
        from wallets y
        where y.tenant_id = p_tenant and y.owner_kind = v_owner_kinds[k] and y.owner_id = v_owner_ids[k]
            and y.currency = v_currencies[k];
        v_ids[k] := v_row.wallet_id;
        if v_row.is_guarded then
            v_statuses[k] := v_row.status;
            v_types[k] := v_row.account_type;
            v_balances[k] := v_row.balance;
            v_held[k] := v_row.held;
            v_held_until[k] := v_row.held_until;
            v_limits[k] := v_row.credit_limit;
            v_overdrafts[k] := v_row.allow_overdraft;
            v_versions[k] := v_row.version;
            v_times[k] := v_row.posted_at;
        end if;
    end loop;
    -- A wallet that is there twice would have two balances. An agent's float has limits, which are looked at elsewhere.
    if 'agent' = any (v_owner_kinds) or exists (select from unnest(v_ids) x group by x having count(x) > 1)
            or exists (select from unnest(v_owner_kinds) with ordinality x (owner_kind, n)
                       where is_guarded(x.owner_kind) <> (x.n <= v_guarded)) then
        raise exception using errcode = 'PL020', message = 'each wallet is there once, guarded ones come first, and no float';
    end if;

    for k in 1 .. cardinality(v_keys) loop
        v_first := v_next;
        while p_numbers[v_next] = k loop
            v_next := v_next + 1;
        end loop;
        continue when answers[k] is not null;
        v_refusal := refusals[k];
        v_facts := null;
        v_action := null;
        v_captured := null;
        v_is_override := null;
        if v_refusal is null and v_changes[k] is not null then
            if not 'hold_capture' = any (v_kinds) then
                raise exception using errcode = '42501', message = 'this login may not change holds';
            end if;
            select x.* into strict v_change from begin_hold_change(p_tenant, v_changes[k]) x;
            v_action := v_change.action;
            v_captured := v_change.captured;
            v_hold := v_change.hold;
            v_refusal := v_change.refusal;
            v_facts := v_change.facts;
        end if;
        if v_refusal is null and v_templates[k] is null then
            continue when not p_atomic;
            v_refusal := 'PL093';
        end if;

        if v_refusal is null and v_action = 'release' then
            w := p_wallets[v_first];
            v_posted_at := greatest(clock_timestamp(), v_times[w]);
            if v_hold.expires_at <= v_posted_at then
                v_refusal := 'PL124';
            end if;
        elsif v_refusal is null then
            if not v_all_kinds[k] = any (v_kinds) then
                raise exception using errcode = '42501', message = 'this login may not post this kind';
            end if;
            v_posted_at := clock_timestamp();
            v_previous := 0;
            v_sum := 0;
            v_is_mixed := false;
            for j in v_first .. v_next - 1 loop
                w := p_wallets[j];
                if (w > v_previous or w = v_previous and w > v_guarded) is not true then
                    raise exception using errcode = 'PL020', message = 'the wallets of a transaction are in order';
                end if;
                v_previous := w;
                v_minor := nullif(minor_units(p_amounts[j], v_currencies[w]), 0);
                v_is_capture := false;
                if v_captured is not null then
                    v_minor := sign(v_minor) * v_captured;
                    v_is_capture := v_minor < 0;
                end if;
                v_minors[j] := v_minor;
                v_sum := v_sum + v_minor;
                v_is_mixed := v_is_mixed or v_currencies[w] <> v_currencies[p_wallets[v_first]];
                if w > v_guarded then
                    if v_minor is null then
                        raise exception using errcode = 'PL020', message = 'an entry is never zero';
                    end if;
                    continue when v_open_balances[w] is null or j < v_next - 1 and p_wallets[j + 1] = w;
                    v_net := (select sum(v_minors[i]) from generate_series(v_first, j) i where p_wallets[i] = w);
                    if v_net < 0 and v_open_balances[w] + v_net < 0 then
                        v_refusal := 'PL001';
                        v_facts := json_build_object(
                            'currency', v_currencies[w], 'balance', v_open_balances[w], 'held', 0,
                            'available', greatest(v_open_balances[w], 0));
                        exit;
                    end if;
                    continue;
                end if;
                if v_is_capture
                    or permits(v_statuses[w], v_balances[w], v_held[w], v_limits[w], v_overdrafts[w], v_minor, false) is not true
                then
                    -- As waive_or_refuse() does.
                    v_now := greatest(clock_timestamp(), v_times[w]);
                    v_left := v_held[w];
                    v_is_frozen := v_statuses[w] = 'frozen';
                    if v_held_until[w] <= v_now then
                        v_left := v_left - expired_holds(p_tenant, v_ids[w], v_now);
                    end if;
                    if v_is_capture then
                        v_left := v_left - v_change.freed;
                        v_is_frozen := v_is_frozen and not v_change.despite_freeze;
                    end if;
                    v_is_below := v_minor < 0 and v_balances[w] - v_left + v_minor < -v_limits[w] and not v_overdrafts[w];
                    if v_statuses[w] = 'erased' then
                        v_refusal := 'PL036';
                    elsif v_minor is null then
                        v_refusal := 'PL010';
                        v_facts := json_build_object('currency', v_currencies[w], 'exponent', (
                            select c.exponent from currencies c where c.code = v_currencies[w]));
                    elsif v_is_capture and v_hold.expires_at <= v_now then
                        v_refusal := 'PL124';
                    elsif v_minor < 0 and v_is_frozen then
                        v_refusal := 'PL003';
                    elsif abs(v_balances[w] + v_minor) > 9007199254740991 then
                        v_refusal := 'PL011';
                    elsif v_is_below and not v_is_capture then
                        v_refusal := case v_types[w] when 'credit' then 'PL002' else 'PL001' end;
                        v_facts := json_build_object(
                            'currency', v_currencies[w], 'balance', v_balances[w], 'held', v_left,
                            'available', available(v_balances[w], v_left, v_limits[w]));
                    end if;
                    exit when v_refusal is not null;
                    if v_is_capture then
                        v_is_override := nullif(v_is_below or v_statuses[w] = 'frozen', false);
                    end if;
                    v_posted_at := greatest(v_posted_at, v_now);
                end if;
                v_posted_at := greatest(v_posted_at, v_times[w] + interval '1 microsecond');
            end loop;
        end if;

        if v_refusal is null and v_action is distinct from 'release' then
            if v_action = 'hold' then
                v_expires_at := coalesce(v_change.expires_at, v_posted_at + v_change.expires_in * interval '1 second');
            elsif v_next - v_first < 2 or v_sum <> 0 and not v_is_mixed then
                raise exception using errcode = 'PL020', message = 'a transaction has two entries or more that sum to zero';
            elsif v_is_mixed then
                if exists (
                        select from generate_series(v_first, v_next - 1) j
                        group by v_currencies[p_wallets[j]]
                        having sum(v_minors[j]) <> 0) then
                    raise exception using errcode = 'PL020', message = 'the entries sum to zero in each currency';
                end if;
            end if;
            v_effective_at := v_all_effective_ats[k];
            if v_action = 'hold' and (
                    v_held[w] - v_minor > 9007199254740991 or v_balances[w] - v_held[w] + v_minor < -9007199254740991) then
                v_refusal := 'PL011';
            elsif (v_posted_at <= p_called_at + clock_skew_limit() and v_posted_at <= clock_timestamp() + clock_skew_limit())
                    is not true then
                v_refusal := 'PL012';
            elsif v_action = 'hold' and hold_may_last(v_posted_at, v_expires_at) is not true then
                v_refusal := 'PL126';
            elsif v_action = 'capture' and v_hold.expires_at <= v_posted_at then
                v_refusal := 'PL012';
            elsif v_effective_at > v_posted_at + clock_skew_limit() then
                v_refusal := 'PL013';
            elsif v_effective_at >= v_posted_at then
                v_effective_at := null;
            end if;
        end if;

        if v_refusal is not null then
            if p_atomic then
                raise exception using errcode = v_refusal, message = 'an operation of the batch is refused',
                    detail = coalesce(v_facts, '{}'), hint = k - 1;
            end if;
            refusals[k] := v_refusal;
            facts[k] := v_facts;
            continue;
        end if;

        v_id := null;
        if v_action is null or v_action = 'capture' then
            v_id := new_id();
        end if;
        if v_action is not null then
            w := p_wallets[v_first];
            if v_action = 'capture' and v_minors[v_first] > 0 then
                w := p_wallets[v_first + 1];
            end if;
            if v_next - v_first <> 1 + (v_action = 'capture')::integer or v_owner_kinds[w] <> 'person'
                    or v_action = 'hold' and v_minors[v_first] > 0 or v_action <> 'hold' and v_ids[w] <> v_hold.wallet_id then
                raise exception using errcode = 'PL020', message = 'the entries are not those of the hold';
            end if;
            v_changed[w] := true;
            if v_action = 'hold' then
                insert into holds (tenant_id, hold_id, wallet_id, owner_id, currency, amount, to_kind, to_owner, reason,
                                   external_reference, meta, expires_at, created_at, created_by, request_id, idempotency_key)
                values (p_tenant, v_change.hold_id, v_ids[w], v_owner_ids[w], v_currencies[w], -v_minors[v_first],
                        v_change.to_kind, v_change.to_owner, v_reasons[k], v_references[k], v_metas[k]::json, v_expires_at,
                        v_posted_at, p_principal, p_request_id, v_keys[k])
                returning * into v_hold;
                v_held[w] := v_held[w] + v_hold.amount;
                v_held_until[w] := least(v_held_until[w], v_expires_at);
                v_times[w] := v_posted_at;
            else
                v_held[w] := v_held[w] - v_change.freed;
                v_held_until[w] := held_until(v_held[w], v_held_until[w]);
                if v_action = 'capture' then
                    v_references[k] := v_hold.external_reference;
                    v_metas[k] := coalesce(v_metas[k], v_hold.meta::text);
                    v_hold := end_capture(p_tenant, v_hold.hold_id, v_id, v_posted_at, v_captured, v_change.is_final);
                else
                    update holds x set status = 'released', ended_at = v_posted_at, ended_xid = stored_xid()
                    where x.tenant_id = p_tenant and x.hold_id = v_hold.hold_id
                    returning x.* into strict v_hold;
                end if;
            end if;
        end if;
        v_values := array[v_id::text, left(v_id::text, 28), time_text(v_posted_at), null];
        v_values[4] := case when v_effective_at is null then v_values[3] else time_text(v_effective_at) end;
        for j in v_first .. v_next - 1 loop
            w := p_wallets[j];
            v_minor := v_minors[j];
            if v_id is not null then
                v_written := v_written + 1;
                v_entry_transactions[v_written] := v_id;
                v_entry_numbers[v_written] := j - v_first + 1;
                v_entry_wallets[v_written] := v_ids[w];
                v_entry_amounts[v_written] := v_minor;
                v_entry_times[v_written] := v_posted_at;
                v_changed[w] := true;
                if w > v_guarded then
                    v_entry_versions[v_written] := null;
                    v_entry_balances[v_written] := null;
                    if v_open_balances[w] is not null then
                        v_open_balances[w] := v_open_balances[w] + v_minor;
                    end if;
                    v_values := v_values || array[v_ids[w]::text, null, null, null, null];
                    continue;
                end if;
                v_balances[w] := v_balances[w] + v_minor;
                v_versions[w] := v_versions[w] + 1;
                v_times[w] := v_posted_at;
                v_entry_versions[v_written] := v_versions[w];
                v_entry_balances[v_written] := v_balances[w];
            end if;
            v_left := v_held[w];
            if v_held_until[w] <= v_posted_at then
                v_left := v_left - expired_holds(p_tenant, v_ids[w], v_posted_at);
            end if;
            v_values := v_values || array[
                v_ids[w]::text, ((v_balances[w] - v_minor) * v_units[w])::text, (v_balances[w] * v_units[w])::text,
                (available(v_balances[w], v_left, v_limits[w]) * v_units[w])::text, (v_left * v_units[w])::text];
        end loop;
        if v_action is not null then
            v_values := v_values || hold_values(v_hold, coalesce(v_captured, v_hold.amount), minor_unit(v_hold.currency));
            v_are_overrides[k] := v_is_override;
        end if;
        v_transactions[k] := v_id;
        v_posted_ats[k] := v_posted_at;
        v_effective_ats[k] := v_effective_at;
        v_is_late := v_is_late or v_effective_at is not null;
        answers[k] := format(v_templates[k], variadic v_values);
    end loop;

    v_xid := xid_base() + pg_current_xact_id()::text::bigint;
    -- All of them exist. An UPDATE might read every wallet of the tenant for each of these.
    insert into wallets as y (tenant_id, wallet_id, owner_kind, owner_id, currency, balance, held, held_until, version, posted_at)
    select p_tenant, x.wallet_id, x.owner_kind, x.owner_id, x.currency, x.balance, x.held, x.held_until, x.version, x.posted_at
    from unnest(v_ids, v_owner_kinds, v_owner_ids, v_currencies, v_balances, v_held, v_held_until, v_versions, v_times, v_changed)
        x (wallet_id, owner_kind, owner_id, currency, balance, held, held_until, version, posted_at, changed)
    where x.changed and x.balance is not null
    on conflict (tenant_id, wallet_id) do update
    set balance = excluded.balance, held = excluded.held, held_until = excluded.held_until, version = excluded.version,
        posted_at = excluded.posted_at;
    if true = any (v_created) then
        for k in 1 .. cardinality(v_ids) loop
            if v_created[k] and not v_changed[k] then -- nobody has seen it
                delete from wallets y where y.tenant_id = p_tenant and y.wallet_id = v_ids[k];
            end if;
        end loop;
    end if;
    if p_owner is not null and exists (select from unnest(v_posted_ats) x (at) where x.at is not null) then
        insert into logins (tenant_id, owner_id, sub) values (p_tenant, p_owner, p_principal) on conflict do nothing;
    end if;
    insert into entries (tenant_id, transaction_id, entry_number, wallet_id, amount, version, balance_after, posted_at, xid)
    select p_tenant, x.transaction_id, x.entry_number, x.wallet_id, x.amount, x.version, x.balance, x.posted_at, v_xid
    from unnest(v_entry_transactions, v_entry_numbers, v_entry_wallets, v_entry_amounts, v_entry_versions, v_entry_balances,
                v_entry_times)
        x (transaction_id, entry_number, wallet_id, amount, version, balance, posted_at);
    insert into transactions (tenant_id, transaction_id, kind, reason, effective_at, posted_at, posted_by, request_id,
                              idempotency_key, description, external_reference, is_override, overdraft, meta, tournament_id)
    select p_tenant, x.transaction_id, x.kind, x.reason, x.effective_at, x.posted_at, p_principal, p_request_id,
        x.key, x.description, x.external_reference, x.is_override is not null, case when x.is_override then 0 end, x.meta::json,
        case when x.kind = 'entry_fee_debit' then tournament_of(x.meta::json) end
    from unnest(v_transactions, v_all_kinds, v_reasons, v_effective_ats, v_posted_ats, v_keys, v_descriptions, v_references,
                v_metas, v_are_overrides)
        x (transaction_id, kind, reason, effective_at, posted_at, key, description, external_reference, meta, is_override)
    where x.transaction_id is not null;
    if v_is_late then
        perform write_late_entries(p_tenant, v_transactions);
    end if;
    insert into transaction_meta (tenant_id, member, transaction_id)
    select p_tenant, m, x.transaction_id
    from unnest(v_transactions, v_metas) x (transaction_id, meta), searched_members(x.meta::json) m
    where x.transaction_id is not null;
    insert into requests (tenant_id, principal, key, part, hash, status, answer)
    select p_tenant, p_principal, x.key, v_part, x.hash, x.status, x.answer
    from unnest(v_posted_ats, v_keys, v_hashes, v_new_statuses, answers) x (posted_at, key, hash, status, answer)
    where x.posted_at is not null
    union all
    select p_tenant, p_principal, p_batch_key, v_part, p_batch_hash, 200::smallint, '{}' where p_batch_key is not null;
    if array_position(v_transactions, null) is not null then
        insert into answer_subjects (tenant_id, subject, principal, key, part)
        select p_tenant, s.subject, p_principal, x.key, v_part
        from unnest(v_transactions, v_posted_ats, v_keys, answers) x (transaction_id, posted_at, key, answer),
            subjects_of_answer(x.answer) s (subject)
        where x.transaction_id is null and x.posted_at is not null;
    end if;
end
$$;
grant execute on function post_batch to purser_posts;
