-- Balances come with what is held and available: balances_at and end_bet get new columns in their results. expire_holds
-- gets the caller's clock.
drop function if exists balances_at(text, text, text, timestamptz);
drop function if exists expire_holds(timestamptz, uuid, integer);
drop function if exists end_bet(text, uuid, text, numeric, boolean, text, numeric);
