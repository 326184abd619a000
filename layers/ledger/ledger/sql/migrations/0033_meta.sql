-- meta: an object of the caller's own. Of a bet: as it was placed. outcome_meta: as it ended. Of a payment: as it was
-- approved. refund_meta: as it was refunded.
alter table bets add column meta json, add column outcome_meta json;
alter table settlements add column meta json;
alter table payments add column meta json, add column refund_meta json;

-- Functions that take it now.
drop function if exists place_bet(text, uuid, uuid, text, numeric, bigint, text, uuid, timestamptz);
drop function if exists end_bet(text, uuid, text, numeric, boolean, text, numeric);
drop function if exists settle_bet_once(keyed_request, uuid, text, numeric, numeric, text, text, text, text);
drop function if exists close_settlement(
    text, uuid, text, text, text, text, bigint, bigint, timestamptz, timestamptz, json, uuid, timestamptz);
drop function if exists record_offline_payment(text, invoices, text, text, text, text);
drop function if exists mark_approved(payments, text, text);
drop function if exists approve_payment(text, uuid, text, text);
drop function if exists refund_payment(text, uuid, text, text);
drop function if exists pay_invoice(text, uuid, text, text, text, text);
