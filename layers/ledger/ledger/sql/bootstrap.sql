-- The roles of the cluster. The administrator runs this before every migration; the second time it changes nothing,
-- except that it takes back what somebody changed in a role's settings.
--
-- purser_owner      owns schema, tables and functions; migrations run as it; it cannot log in
-- purser_<need>     the logins of the Lambda functions, one for each need, named by DATABASE_ROLE in the template.
--                   Each reads the tables, and executes the functions, that its need has (docs/database-roles.md)
-- purser_reconcile  the login of reconciliation, without a proxy
-- purser_eraser     erases texts of people: only the function erase_person() runs as it; it cannot log in
-- purser_writer     writes in any tenant: only the function post_once() runs as it, and names the tenant; it cannot log in
-- purser_claims, purser_posts
--                   cannot log in; their members may claim idempotency keys, and post transactions
do $$
declare
    v_functions constant text[] := array[
        'purser_health', 'purser_read', 'purser_desk', 'purser_wallet', 'purser_bets', 'purser_billing', 'purser_coins',
        'purser_approvals', 'purser_audit', 'purser_events', 'purser_relay', 'purser_webhooks', 'purser_mail', 'purser_feed',
        'purser_stream'
    ];
    v_logins constant text[] := v_functions || array['purser_reconcile'];
    v_posts constant text[] := array[
        'purser_desk', 'purser_wallet', 'purser_bets', 'purser_billing', 'purser_coins', 'purser_approvals'
    ];
    v_role text;
    v_database text;
begin
    foreach v_role in array array['purser_owner', 'purser_eraser', 'purser_writer', 'purser_claims', 'purser_posts'] loop
        if not exists (select from pg_roles where rolname = v_role) then
            execute format('create role %I nologin', v_role);
        end if;
    end loop;
    foreach v_role in array v_logins loop
        if not exists (select from pg_roles where rolname = v_role) then
            execute format('create role %I login', v_role);
        end if;
    end loop;

    -- An administrator who is no superuser (as on RDS) must be a member to act as those who own functions.
    foreach v_role in array array['purser_owner', 'purser_eraser', 'purser_writer'] loop
        if not pg_has_role(current_user, v_role, 'set') then
            execute format('grant %I to %I', v_role, current_user);
        end if;
    end loop;
    foreach v_role in array v_posts loop
        execute format('grant purser_posts to %I with inherit true, set false', v_role);
        -- settled_until() runs as the owner and must see the database transactions of those who post: PostgreSQL shows
        -- their times to members only.
        execute format('grant %I to purser_owner with inherit true, set false', v_role);
    end loop;
    grant purser_claims to purser_posts, purser_audit, purser_events with inherit true, set false;
    -- On RDS: members of this role log in with a token and nothing else.
    if exists (select from pg_roles where rolname = 'rds_iam') then
        execute format('grant rds_iam to %s', array_to_string(v_logins, ', '));
    end if;

    -- A role may change its own settings, and PostgreSQL cannot forbid it. They are first reset, in every database.
    foreach v_role in array v_logins loop
        execute format('alter role %I reset all', v_role);
        for v_database in
            select d.datname from pg_db_role_setting s
            join pg_database d on d.oid = s.setdatabase
            where s.setrole = v_role::regrole
        loop
            execute format('alter role %I in database %I reset all', v_role, v_database);
        end loop;
        -- Settings belong to the role, since a SET in a session pins a proxied connection to one backend.
        execute format('alter role %I set search_path = ledger', v_role);
        execute format('alter role %I set default_transaction_isolation = ''read committed''', v_role);
        execute format('alter role %I set lock_timeout = ''3s''', v_role);
        execute format('alter role %I set idle_in_transaction_session_timeout = ''15s''', v_role);
    end loop;
    foreach v_role in array v_functions loop
        execute format('alter role %I set statement_timeout = ''10s''', v_role);
        -- A plan made while a table was empty would read the whole table later too. Every table has the indexes that the
        -- application's statements need.
        execute format('alter role %I set enable_seqscan = off', v_role);
        -- Plans are for a two-hundredth of each table (functions/storage/statistics.sql), so that in a large database a list
        -- of a few rows would be compiled, or shared out to processes, for longer than it takes.
        execute format('alter role %I set jit = off', v_role);
        execute format('alter role %I set max_parallel_workers_per_gather = 0', v_role);
        -- In a pipeline neither of the two timeouts runs while a function stalls, since for the server the command has
        -- not ended. From version 17 on, PostgreSQL limits the whole transaction. Before that, only Pipeline=off keeps
        -- to 15 s.
        if current_setting('server_version_num')::int >= 170000 then
            execute format('alter role %I set transaction_timeout = ''15s''', v_role);
        end if;
    end loop;
end
$$;

-- Reads record who looks at a tenant's data, and do not wait until the record is on the disk: decisions/0096.
alter role purser_read set synchronous_commit = off;

-- Reconciliation reads everything, so that it may take longer and sorts in memory. For a wallet's lock it waits as
-- long as the application does.
alter role purser_reconcile set statement_timeout = '5min';
alter role purser_reconcile set work_mem = '64MB';
alter role purser_reconcile set jit = off;
