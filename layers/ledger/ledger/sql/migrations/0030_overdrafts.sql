-- overdraft: how much of the transaction its owner did not have, in minor units: see waive_or_refuse(). Null without an override,
-- and in transactions that are older than the column.
alter table transactions add column overdraft bigint;

-- It returns that instead of a boolean.
drop function if exists waive_or_refuse(text, posting_entry, bigint, captured_hold);
