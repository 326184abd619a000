-- place_bet: stores a bet whose stake was posted in the same database transaction.
--
-- Takes    tenant, bet, customer, description, odds, the transaction of the stake, and the caller's object, if any
create or replace function place_bet(
    p_tenant text, p_bet uuid, p_customer uuid, p_description text, p_odds numeric, p_stake bigint, p_currency text,
    p_transaction uuid, p_placed_at timestamptz, p_meta json default null
) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    insert into bets (tenant_id, bet_id, user_id, agent_id, currency, description, stake, odds, placed_at,
                      stake_transaction_id, meta)
    select p_tenant, p_bet, p_customer, w.agent_id, p_currency, p_description, p_stake, p_odds, p_placed_at,
           p_transaction, p_meta
    from customers k
    join wallets w on w.tenant_id = k.tenant_id and w.wallet_id = k.wallet_id
    where k.tenant_id = p_tenant and k.customer_id = p_customer
$$;
grant execute on function place_bet(text, uuid, uuid, text, numeric, bigint, text, uuid, timestamptz, json) to purser_bets;

-- max_payout: the most that a bet may pay, in minor units. A cash-out pays at most stake x odds. A won bet may round that
-- up to the next minor unit.
create or replace function max_payout(p_stake bigint, p_odds numeric, p_status text) returns numeric
language sql immutable parallel safe
return case p_status when 'won' then ceil(p_stake * p_odds) else floor(p_stake * p_odds) end;

-- end_bet: ends a pending bet under its lock. The caller then posts the payout in the same database transaction, so
-- that both happen or neither. Bets are locked before wallets, everywhere. The wallet is locked even if nothing will be
-- posted, so that a settlement sees the bet either pending, or ended and paid.
--
-- Takes    tenant, bet, the new status, the payout (decimal; ignored for a void bet, which returns its stake, and for a
--          lost one), and for a cash-out whether it was automatic and the reason that triggered it; the most that a
--          bet without odds pays, as a multiple of its stake (by default the highest odds); the caller's object, if any
-- Returns  the bet as it is now, the amount to pay, and the wallet's balance before it, with what is held and available; in
--          minor units
-- Raises   PL040 no such bet   PL041 settled already; detail {"bet_status"}   PL010 invalid amount
--          PL042 the bet would pay more than its odds allow; detail {"currency", "maximum" in minor units, "field"}
create or replace function end_bet(
    p_tenant text, p_bet uuid, p_status text, p_amount numeric, p_is_auto boolean, p_reason text,
    p_max_multiple numeric default 10000, p_meta json default null
) returns table (bet bets, pays bigint, balance bigint, held bigint, available bigint)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    b bets;
    c currencies;
    v_amount bigint;
    v_maximum numeric;
    w wallets;
    v_held bigint;
begin
    select x.* into b from bets x where x.tenant_id = p_tenant and x.bet_id = p_bet for no key update;
    if not found then
        raise exception using errcode = 'PL040', message = 'no such bet';
    elsif b.status <> 'pending' then
        raise exception using errcode = 'PL041', message = 'settled already', detail = json_build_object(
            'bet_status', b.status);
    end if;
    select x.* into strict c from currencies x where x.code = b.currency;
    v_maximum := max_payout(b.stake, coalesce(b.odds, p_max_multiple), p_status);
    v_amount := case p_status when 'void' then b.stake when 'lost' then 0
                     else minor_units(p_amount, b.currency) end;
    if v_amount is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', b.currency, 'exponent', c.exponent);
    elsif p_status in ('won', 'cashed_out') and v_amount > v_maximum then
        raise exception using errcode = 'PL042', message = 'above the odds', detail = json_build_object(
            'currency', b.currency, 'maximum', v_maximum,
            'field', case p_status when 'won' then 'payout' else 'cash_out_amount' end);
    end if;

    select x.* into strict w
    from customers k
    join wallets x on x.tenant_id = k.tenant_id and x.wallet_id = k.wallet_id
    where k.tenant_id = p_tenant and k.customer_id = b.user_id
    for no key update of x;
    v_held := held_at(p_tenant, w.wallet_id, w.held, w.held_until, greatest(clock_timestamp(), w.posted_at));

    b.status := p_status;
    b.settled_at := clock_timestamp();
    b.is_auto_cash_out := p_is_auto;
    b.cash_out_trigger_reason := p_reason;
    b.outcome_meta := p_meta;
    if p_status = 'cashed_out' then
        b.cash_out_amount := v_amount;
    else
        b.payout := v_amount;
    end if;
    update bets x
    set status = b.status, settled_at = b.settled_at, payout = b.payout, cash_out_amount = b.cash_out_amount,
        is_auto_cash_out = b.is_auto_cash_out, cash_out_trigger_reason = b.cash_out_trigger_reason,
        outcome_meta = b.outcome_meta
    where x.tenant_id = p_tenant and x.bet_id = p_bet;
    return query select b, v_amount, w.balance, v_held, available(w.balance, v_held, w.credit_limit);
end
$$;
grant execute on function end_bet(text, uuid, text, numeric, boolean, text, numeric, json) to purser_bets;

-- record_bet_payment: records the transaction that paid a bet.
create or replace function record_bet_payment(p_tenant text, p_bet uuid, p_transaction uuid) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    update bets set outcome_transaction_id = p_transaction where tenant_id = p_tenant and bet_id = p_bet
$$;
grant execute on function record_bet_payment(text, uuid, uuid) to purser_bets;
