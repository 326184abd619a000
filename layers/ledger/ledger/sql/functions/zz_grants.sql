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
    store_answer(text, text, text, bytea, smallint, text),
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
    hold_entry_fees(text, uuid[]),
    whose(text, text, uuid),
    prepaid_wallet(text),
    hold_prepaid(text, text, text, numeric),
    set_prepaid_status(text, text),
    request_topup(text, text, numeric, text, text, text),
    approve_topup(text, uuid, text, text),
    close_topup(text, uuid, text, text, text),
    draft_invoice(text, text, text, date, date, json),
    issue_invoice(text, uuid),
    pay_invoice(text, uuid, text),
    void_invoice(text, uuid, text, text),
    credited(text, uuid, uuid, uuid),
    submit_payment(text, uuid, text, text, text, text),
    approve_payment(text, uuid, text, text),
    close_payment(text, uuid, text, text, text),
    refund_payment(text, uuid, text, text),
    refunded(text, uuid, uuid),
    set_contact(text, text, text, text),
    set_payment_method(text, text, text, text, text, text, text, json, boolean, boolean),
    methods_in(text, text),
    offers_method(text, text),
    hold_mail(text, uuid, text, uuid, uuid, double precision),
    release_mail(text, uuid, uuid),
    end_mail(text, uuid, text, text),
    lock_for_reversal(text, uuid),
    request_reconciliation(uuid, text, boolean, boolean),
    acknowledge_finding(uuid, text, text)
to purser_app;

-- What reconciliation may do: read its runs and execute its own functions, of which one writes to a wallet and one closes
-- the books.
revoke all on all tables in schema ledger from purser_reconcile;
revoke execute on all functions in schema ledger from purser_reconcile;
grant usage on schema ledger to purser_reconcile;
grant select on reconciliation_runs, reconciliation_findings to purser_reconcile;
grant execute on function
    killed_reconciliations(uuid),
    begin_reconciliation(uuid, text, boolean, boolean, text, uuid),
    note_findings(uuid, jsonb),
    end_reconciliation(uuid, text, bigint, bigint, bigint, bigint, bigint, jsonb),
    correct_balance(uuid, text, uuid),
    tenants_of_ledger(),
    tenants_of_wallet(uuid),
    batch_of_wallets(text, uuid, integer),
    batch_of_transactions(text, uuid, integer),
    batch_of_subjects(text, uuid, integer),
    reconcile_wallets(text, uuid, uuid),
    reconcile_transactions(text, uuid, uuid),
    reconcile_subjects(text, uuid, uuid),
    batch_of_awards(text, text, integer),
    reconcile_awards(text, text, text),
    suspects_of_wallet(text, uuid),
    suspects_among_entries(bigint, bigint),
    suspects_among_wallets(bigint),
    open_books(),
    sum_of_book(text, uuid, bigint, timestamptz, uuid, integer),
    overdue(),
    make_checkpoints()
to purser_reconcile;
