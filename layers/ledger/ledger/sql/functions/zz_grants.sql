-- What the application role may do: read, and execute the ledger's own functions. It has no INSERT, UPDATE or DELETE
-- on any table, so that every change goes through a function that holds the rules.
revoke all on all tables in schema ledger from purser_app;
revoke execute on all functions in schema ledger from public, purser_app;
grant select on all tables in schema ledger to purser_app;
grant execute on function
    new_id(),
    entry_id(uuid, integer),
    minor_units(numeric, smallint, bigint),
    decimal_amount(numeric, smallint, bigint),
    post(text, text, text, jsonb, integer[], text[], text[], text[], numeric[], text[], boolean[]),
    claim(text, text, text, bytea),
    store_answer(text, text, text, smallint, text),
    create_customers(text, text, jsonb),
    change_account(text, text, uuid, text, numeric, text),
    set_overdraft(text, text, text, boolean),
    version_at(text, uuid, timestamptz, bigint),
    open_balance(text, uuid)
to purser_app;
