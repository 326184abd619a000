-- A role reads the tables and views that its statements name, and executes the functions that are granted to it. No login
-- has INSERT, UPDATE or DELETE on any table, so that every change goes through a function with its rules. Group roles
-- pass on what they have to their members (see bootstrap.sql).
grant usage on schema ledger to
    purser_read, purser_desk, purser_wallet, purser_bets, purser_billing, purser_coins, purser_approvals, purser_audit,
    purser_events, purser_relay, purser_webhooks, purser_mail, purser_feed, purser_stream, purser_reconcile, purser_eraser;

-- The answer that is stored for a key.
grant select on requests to purser_claims;

-- Everything that a GET shows. It changes nothing but the access log and the buckets of rate limits.
grant select on
    wallets, accounts, transactions, transaction_meta, entries, late_entries, checkpoints, turnovers_of_wallets,
    turnovers_of_kinds, currencies, xid_epochs, holds, hold_details, hold_captures, customers, account_changes, settlements,
    customer_accounts, financial_transactions, agent_transactions, agent_limits, bets, cash_out_days, cash_out_customers,
    feed, feed_heads, feed_epochs, contacts,
    current_payment_methods, billing_counts, topup_requests, invoices, invoice_lines, payments, topup_request_details,
    invoice_details, payment_details, coin_policies, awards, approval_details, approved_requests, access_log,
    term_changes, reconciliation_runs, reconciliation_findings, event_settings, monitors, webhooks, delivery_details,
    tenants, cursor_key
to purser_read;

-- A settlement adds up a customer's entries and bets.
grant select on
    wallets, holds, transactions, entries, customers, account_changes, settlements, customer_accounts, bets
to purser_desk;

-- A changed wallet's balance, the transaction that is reversed with its approver, an agent's limits with what they have
-- used, and a house account with its balance.
grant select on wallets, accounts, holds, transactions, entries, approved_requests, agent_limits, checkpoints, xid_epochs
to purser_wallet;

grant select on bets, customers to purser_bets;

-- The prepaid wallet with its newest entries.
grant select on
    wallets, transactions, entries, contacts, topup_request_details, invoice_details, payment_details
to purser_billing;

-- The cash-outs of an agent's feed.
grant select on feed, feed_heads, feed_epochs, bets, customers to purser_stream;

grant select on coin_policies, awards to purser_coins;

-- The answers of the operations that an approval executes, and who took part in a transaction.
grant select on wallets, holds, transactions, entries, approved_requests to purser_approvals;

-- From which amount an operation needs two people.
grant select on approval_policies to
    purser_read, purser_desk, purser_wallet, purser_billing, purser_coins, purser_approvals;

grant select on reconciliation_runs, reconciliation_findings to purser_audit, purser_reconcile;
grant select on event_settings, monitors, webhooks, delivery_details to purser_events;
grant select on contacts, topup_requests, invoice_details, current_payment_methods, mails to purser_mail;

-- What an erasure changes: texts of people, the status of their wallets, the authentication codes of approvals. Nobody logs
-- in as this role.
grant select on
    wallets, customers, account_changes, holds, hold_captures, transactions, transaction_meta, entries, settlements, bets,
    approvals, lifetimes, requests, answer_subjects, outbox, published, webhooks, deliveries, topup_requests, payments,
    contacts, mails, monitors, reconciliation_findings, erasures
to purser_eraser;
grant update (status) on wallets to purser_eraser;
grant update (username, username_key, external_reference) on customers to purser_eraser;
grant update (description, external_reference, idempotency_key, meta) on transactions to purser_eraser;
grant update (external_reference, idempotency_key, meta) on holds to purser_eraser;
grant update (note, figures, meta) on settlements to purser_eraser;
grant update (note) on reconciliation_findings to purser_eraser;
grant update (description, cash_out_trigger_reason, meta, outcome_meta) on bets to purser_eraser;
grant update (payload, digest, mac, result, decision_note, idempotency_key) on approvals to purser_eraser;
grant update (detail) on outbox, published, deliveries to purser_eraser;
grant update (answer) on requests to purser_eraser;
grant update (note, asker_email) on topup_requests to purser_eraser;
grant update (notes) on payments to purser_eraser;
grant update (email, name, written_by) on mails to purser_eraser;
grant delete on contacts, monitors, transaction_meta to purser_eraser;
grant insert on account_changes, erasures, transaction_meta to purser_eraser;

-- What post_once() does. Nobody logs in as this role. An update of named columns would cost a write 1 % more.
grant select, update on wallets to purser_writer;
grant select on holds, lifetimes, requests_0, requests_1, requests_2 to purser_writer;
grant insert on logins, entries, transactions, transaction_meta, outbox, requests to purser_writer;

-- By default PostgreSQL lets everybody connect to a database, create temporary tables in it, and execute a new function.
do $$
begin
    execute format('revoke all on database %I from public', current_database());
    execute format(
        'grant connect on database %I to purser_health, purser_read, purser_desk, purser_wallet, purser_bets, purser_billing,
         purser_coins, purser_approvals, purser_audit, purser_events, purser_relay, purser_webhooks, purser_mail,
         purser_feed, purser_stream, purser_reconcile',
        current_database());
end
$$;
revoke all on schema public from public;
revoke execute on all functions in schema ledger from public;
