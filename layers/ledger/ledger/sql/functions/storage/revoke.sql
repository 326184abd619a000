-- Revokes every privilege of the two roles. Each following file grants the execution of its functions, and
-- privileges.sql grants reading. All of it is one database transaction, so that no caller ever sees the roles without.
revoke all on all tables in schema ledger from purser_app, purser_reconcile;
revoke execute on all functions in schema ledger from purser_app, purser_reconcile;
