-- The roles of the cluster. The administrator runs this before every migration; the second time it changes nothing.
--
-- purser_owner      owns schema, tables and functions; migrations run as it; it cannot log in
-- purser_app        the login of the Lambda functions: reads, and executes the ledger's functions
-- purser_reconcile  the login of reconciliation, without a proxy: executes its own functions, reads its own runs
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
    -- An administrator who is no superuser (as on RDS) must be a member to act as the owner.
    if not pg_has_role(current_user, 'purser_owner', 'set') then
        execute format('grant purser_owner to %I', current_user);
    end if;
    -- On RDS: members of this role log in with a token and nothing else.
    if exists (select from pg_roles where rolname = 'rds_iam') then
        grant rds_iam to purser_app, purser_reconcile;
    end if;
end
$$;

-- Settings belong to the role, since a SET in a session pins a proxied connection to one backend.
alter role purser_app set search_path = ledger;
alter role purser_app set default_transaction_isolation = 'read committed';
-- A plan made while a table was empty would read the whole table later too. Every table has the indexes that the
-- application's statements need.
alter role purser_app set enable_seqscan = off;
alter role purser_app set lock_timeout = '3s';
alter role purser_app set statement_timeout = '10s';
alter role purser_app set idle_in_transaction_session_timeout = '15s';
-- In a pipeline neither of the two runs while a function stalls, since for the server the command has not ended. From
-- version 17 on, PostgreSQL limits the whole transaction. Before that, only Pipeline=off keeps to 15 s.
do $$
begin
    if current_setting('server_version_num')::int >= 170000 then
        alter role purser_app set transaction_timeout = '15s';
    end if;
end
$$;

-- Reconciliation reads everything, so that it may take longer and sorts in memory. For a wallet's lock it waits as
-- long as the application does.
alter role purser_reconcile set search_path = ledger;
alter role purser_reconcile set default_transaction_isolation = 'read committed';
alter role purser_reconcile set lock_timeout = '3s';
alter role purser_reconcile set statement_timeout = '5min';
alter role purser_reconcile set idle_in_transaction_session_timeout = '15s';
alter role purser_reconcile set work_mem = '64MB';
alter role purser_reconcile set jit = off;
