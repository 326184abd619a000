-- What the application role may do: read, and execute the functions that are granted to it. It has no INSERT, UPDATE or
-- DELETE on any table, so that every change goes through a function that holds the rules.
grant select on all tables in schema ledger to purser_app;

-- What reconciliation may do: read its runs and execute its own functions, of which one writes to a wallet and one closes
-- the books.
grant usage on schema ledger to purser_reconcile;
grant select on reconciliation_runs, reconciliation_findings to purser_reconcile;

-- PostgreSQL lets everybody execute a new function.
revoke execute on all functions in schema ledger from public;
