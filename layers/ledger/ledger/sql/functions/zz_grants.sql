-- What the application role may do: read, and execute the ledger's own functions. It has no INSERT, UPDATE or DELETE
-- on any table, so that every change goes through a function that holds the rules.
revoke all on all tables in schema ledger from purser_app;
revoke execute on all functions in schema ledger from public, purser_app;
grant select on all tables in schema ledger to purser_app;
grant execute on function
    new_id(),
    entry_id(uuid, integer),
    decimal_amount(numeric, smallint, bigint),
    post(text, text, text, jsonb, integer[], text[], text[], text[], numeric[], text[], boolean[]),
    claim(text, text, text, bytea),
    store_answer(text, text, text, smallint, text),
    create_customers(text, text, jsonb),
    change_account(text, text, uuid, text, numeric, text),
    set_overdraft(text, text, text, boolean),
    version_at(text, uuid, timestamptz, bigint),
    open_balance(text, uuid),
    place_bet(text, uuid, uuid, text, numeric, bigint, text, uuid, timestamptz),
    end_bet(text, uuid, text, numeric, boolean, text),
    bet_paid(text, uuid, uuid),
    lock_account(text, text, uuid),
    close_settlement(text, uuid, text, text, text, text, bigint, bigint, timestamptz, timestamptz, json, uuid),
    emit(text, jsonb),
    mark_published(text, uuid[]),
    lease_outbox(integer, double precision),
    note_failure(text, uuid, text),
    outbox_age(),
    forget_published(),
    number_cash_outs(text, text, jsonb),
    set_coin_policy(text, text, integer, integer, integer, integer),
    claim_awards(text, text, text[], text[], text[], text[], jsonb),
    awards_paid(text, text[], text[], text[], uuid[]),
    entry_fees(text, text, uuid, integer),
    hold_entry_fees(text, uuid[])
to purser_app;
