-- place_bet_once: a bet and its stake in one call: what claim(), post(), place_bet() and store_answer() do one after
-- another.
--
-- Takes    r, t: as post_once() does; the bet as place_bet() does; p_username: the text that stands for the customer's
--          username in the template
-- Returns  as post_once()
-- Raises   as post_once()
--          PL092 also if the first entry is not the customer's stake
create or replace function place_bet_once(
    r keyed_request, t two_entry_transaction,
    p_bet uuid, p_customer uuid, p_description text, p_odds numeric, p_username text
) returns text[]
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_username text;
    v_written text[];
begin
    perform announce(r.tenant_id, r.principal);
    select k.username into v_username from customers k where k.tenant_id = r.tenant_id and k.customer_id = p_customer;
    r.template := replace(r.template, to_json(p_username)::text, replace(to_json(v_username)::text, '%', '%%'));
    v_written := posting.post_once(r, t);
    if v_written[2] is null then
        -- The stake is the newest entry of the customer's wallet, which is locked.
        insert into bets (tenant_id, bet_id, user_id, agent_id, currency, description, stake, odds, placed_at,
                          stake_transaction_id, meta)
        select r.tenant_id, p_bet, p_customer, w.agent_id, w.currency, p_description, -e.amount, p_odds, e.posted_at,
               e.transaction_id, t.meta
        from customers k
        join wallets w on w.tenant_id = k.tenant_id and w.wallet_id = k.wallet_id
        join entries e on e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id and e.version = w.version
        where k.tenant_id = r.tenant_id and k.customer_id = p_customer
            and t.first_owner = p_customer::text and e.amount < 0;
        if not found then
            raise exception using errcode = 'PL092', message = 'the posting is not the stake of the bet';
        end if;
    end if;
    return v_written;
end
$$;
grant execute on function place_bet_once to purser_bets;

-- settle_bet_once: a settlement in one call: what claim(), end_bet(), post(), record_bet_payment() and store_answer() do one
-- after another.
--
-- Takes    r: the request, whose template is the answer in JSON with
--          %1$s  customer      %2$s  username     %3$s  description   %4$s  odds or null, the last three as JSON values
--          %5$s  currency      %6$s  stake        %7$s  payout        %8$s  profit or loss
--          %9$s  placed at     %10$s settled at
--          and of the customer's wallet after the payout
--          %11$s balance       %12$s held         %13$s available
--          %14$s what the bet was placed with: an object of the caller's, or null
--          bet, outcome, payout, p_max_multiple and p_meta as end_bet() does; kind and payer of the payout, and the
--          caller's key
-- Returns  as post_once()
-- Raises   as claim_answer(), end_bet() and post()
--          PL092 the call is older than that of a posting may be
create or replace function settle_bet_once(
    r keyed_request,
    p_bet uuid, p_outcome text, p_payout numeric, p_max_multiple numeric,
    p_meta json, p_kind text, p_payer_kind text, p_payer text, p_idempotency_key text
) returns text[]
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_answer text;
    e record;
    b bets;
    v_amount numeric;
    v_posted json;
    v_balance bigint;
    v_held bigint;
    v_available bigint;
    v_unit numeric;
begin
    perform announce(r.tenant_id, r.principal);
    v_answer := claim_answer(r.tenant_id, r.principal, r.key, r.hash);
    if v_answer is not null then
        return array[v_answer, r.status::text]; -- a settlement has one status
    end if;
    if r.owner_id is not null then
        insert into logins (tenant_id, owner_id, sub) values (r.tenant_id, r.owner_id, r.principal) on conflict do nothing;
    end if;

    select x.* into strict e from end_bet(r.tenant_id, p_bet, p_outcome, p_payout, false, null, p_max_multiple, p_meta) x;
    -- Under the locks, for which it may have waited. The caller may have given this call up: a posting is then refused for
    -- its time, and a lost bet has none.
    if (clock_timestamp() <= r.called_at + clock_skew_limit()) is not true then
        raise exception using errcode = 'PL092', message = 'the call is too old';
    end if;
    b := e.bet;
    v_balance := e.balance;
    v_held := e.held;
    v_available := e.available;
    v_unit := minor_unit(b.currency);
    if e.pays > 0 then
        v_amount := e.pays * v_unit;
        v_posted := post(
            r.tenant_id, r.request_id,
            jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
                'kind', p_kind, 'external_reference', p_bet, 'idempotency_key', p_idempotency_key,
                'meta', p_meta::text))),
            array[(1, 'person', b.user_id, null, v_amount, null, false),
                  (1, p_payer_kind, p_payer, null, -v_amount, null, false)]::posting_entry[], r.called_at);
        v_balance := v_posted #>> '{entries,0,3}';
        v_held := v_posted #>> '{held,0}';
        v_available := greatest(v_balance + (v_posted #>> '{entries,0,4}')::bigint, 0);
        perform record_bet_payment(r.tenant_id, p_bet, (v_posted #>> '{transactions,0}')::uuid);
    end if;

    v_answer := format(
        r.template,
        b.user_id,
        (select to_json(k.username) from customers k where k.tenant_id = r.tenant_id and k.customer_id = b.user_id),
        to_json(b.description), coalesce(to_json(trim_scale(b.odds)::text), 'null'),
        b.currency, b.stake * v_unit, b.payout * v_unit, (b.payout - b.stake) * v_unit,
        time_text(b.placed_at), time_text(b.settled_at), v_balance * v_unit, v_held * v_unit, v_available * v_unit,
        coalesce(b.meta::text, 'null')
    );
    perform store_answer(r.tenant_id, r.principal, r.key, r.hash, r.status, v_answer);
    return array[v_answer];
end
$$;
grant execute on function settle_bet_once to purser_bets;
