-- A posting in fewer steps.

-- It answers JSON now, and knows a currency's units by its code; the functions are made anew after this.
drop function if exists post(text, text, text, jsonb, integer[], text[], text[], text[], numeric[], text[], boolean[]);
drop function if exists minor_units(numeric, smallint, bigint);

-- No entry is zero. As a domain: a table's CHECK is read and compiled again at every statement that writes a row.
drop view if exists agent_transactions, financial_transactions, customer_accounts; -- made anew after this
create domain moved_units as bigint check (value <> 0);
alter table entries drop constraint entries_amount_check, alter column amount type moved_units;

-- post() alone changes a balance, and holds its bounds.
alter table wallets alter column balance type bigint;
