-- The application role reads, and executes the functions that are granted to it. It has no INSERT, UPDATE or DELETE on
-- any table, so that every change goes through a function with its rules.
grant select on all tables in schema ledger to purser_app;

-- Reconciliation reads its runs and executes its own functions. One of them writes to a wallet, another makes
-- checkpoints.
grant usage on schema ledger to purser_reconcile;
grant select on reconciliation_runs, reconciliation_findings to purser_reconcile;

-- By default PostgreSQL lets everybody execute a new function.
revoke execute on all functions in schema ledger from public;
