-- The roles, once a cluster; run by the administrator before every migration, changes nothing the second time.
--
-- purser_owner   owns schema, tables and functions; migrations run as it; nobody logs in with it
-- purser_app     what the functions log in with: reads, and executes the ledger's own functions
-- purser_reconcile  what reconciliation logs in with, past any proxy: executes its own functions, reads its own runs
do $$
begin
    if not exists (select from pg_roles where rolname = 'purser_owner') then
        create role purser_owner nologin;
    end if;
    if not exists (select from pg_roles where rolname = 'purser_app') then
        create role purser_app login;
    end if;
    if not exists (select from pg_roles where rolname = 'purser_reconcile') then
        create role purser_reconcile login;
    end if;
    -- An administrator that is no superuser (as on RDS) has to be a member to act as the owner.
    if not pg_has_role(current_user, 'purser_owner', 'set') then
        execute format('grant purser_owner to %I', current_user);
    end if;
    -- On RDS: who has this role logs in with a token, and with nothing else.
    if exists (select from pg_roles where rolname = 'rds_iam') then
        grant rds_iam to purser_app, purser_reconcile;
    end if;
end
$$;

-- Settings of a session stand on the role, since a session SET pins a proxied connection to one backend.
alter role purser_app set search_path = ledger;
alter role purser_app set default_transaction_isolation = 'read committed';
-- A plan that a connection made while a table was empty would read it whole ever after; every table has the indexes
-- that the application's statements need.
alter role purser_app set enable_seqscan = off;
alter role purser_app set lock_timeout = '3s';
alter role purser_app set statement_timeout = '10s';
alter role purser_app set idle_in_transaction_session_timeout = '15s';

-- Reconciliation reads everything, so it may take longer, and sorts in memory what the application never sorts. Where
-- it meets a wallet's lock it waits as the application does.
alter role purser_reconcile set search_path = ledger;
alter role purser_reconcile set default_transaction_isolation = 'read committed';
alter role purser_reconcile set lock_timeout = '3s';
alter role purser_reconcile set statement_timeout = '5min';
alter role purser_reconcile set idle_in_transaction_session_timeout = '15s';
alter role purser_reconcile set work_mem = '64MB';
alter role purser_reconcile set jit = off;
