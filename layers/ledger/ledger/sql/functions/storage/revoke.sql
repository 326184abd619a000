-- Takes every privilege from the two roles. The files that follow grant what each may execute, beside the function;
-- privileges.sql grants what each may read. All of it is one transaction, so that nobody is ever without.
revoke all on all tables in schema ledger from purser_app, purser_reconcile;
revoke execute on all functions in schema ledger from purser_app, purser_reconcile;
