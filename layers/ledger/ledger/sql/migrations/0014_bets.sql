-- A function that got another parameter: `create or replace` would leave the old one beside the new one.
drop function if exists end_bet(text, uuid, text, numeric, boolean, text);
