-- kinds_of_poster: the kinds of transactions that a login may post; null for the owner and for administrators. A stolen
-- login cannot post another's kinds.
create or replace function kinds_of_poster(p_login text) returns text[]
language sql immutable parallel safe
return case p_login
    when 'purser_desk' then array[
        'debit', 'withdrawal', 'debit_adjustment', 'credit', 'deposit', 'credit_adjustment', 'opening_balance',
        'settlement'
    ]
    when 'purser_bets' then array['bet_stake', 'bet_payout', 'bet_void', 'bet_cash_out']
    when 'purser_wallet' then array[
        'participation', 'top4', 'runner_up', 'winner', 'entry_fee_debit', 'refund', 'manual_adjust', 'correction',
        'p2p_transfer', 'custom', 'hold_capture', 'reversal'
    ]
    when 'purser_coins' then array['participation', 'top4', 'runner_up', 'winner', 'refund']
    when 'purser_billing' then array['topup', 'topup_refund', 'message_charge', 'prepaid_debit', 'prepaid_adjustment']
    when 'purser_approvals' then array[
        'credit', 'deposit', 'credit_adjustment', 'topup', 'topup_refund', 'prepaid_adjustment', 'reversal'
    ]
end;
grant execute on function kinds_of_poster(text) to purser_writer;
