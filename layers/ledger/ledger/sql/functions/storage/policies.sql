-- Row-level security: every table with a tenant_id, partitions included, shows and accepts the rows of the announced
-- tenant only. A database transaction that announced nothing sees no row, and can write none. See tenancy.sql.
--
-- FORCE, because the functions run as the tables' owner, who is exempt otherwise. Superusers always are, and so are
-- checks of foreign keys.
--
-- Plain expressions, which PostgreSQL evaluates for each row: a subquery that it evaluates once has to be set up in every
-- statement, which costs a posting more than its few rows do. Indexes are still used, because statements name the tenant
-- themselves. A condition on an expression with an operator that is not LEAKPROOF (json ->, LIKE) cannot use an index.
--
-- The one exception is post_once(), which runs as purser_writer and names its tenant in each statement: to that role the
-- tables that it writes are open. PostgreSQL drops a condition that is always true, and the tenant has to be announced
-- in few writes, so a whole write takes a tenth less (decisions/0112).
--
-- A policy holds for members of its role too, and administrators are members of every role that owns functions, since they
-- could not restore a dump otherwise. So that purser_writer's policy does not open these tables to them, a restrictive one
-- adds the tenant's condition again, for purser_eraser, of which no login is a member either.
--
-- A policy that exists is left as it is, since a change locks the table. A migration that changes one drops it first.
do $$
declare
    v_own constant text := 'tenant_id = current_setting(''purser.tenant'', true) or sees_every_tenant()';
    v_table regclass;
    v_condition text;
    v_platform text;
begin
    for v_table in
        select c.oid from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p')
            and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant')
    loop
        v_condition := v_own;
        v_platform := '';
        -- Rows whose tenant is empty are read for each tenant: the platform's own payment methods and their changes, and
        -- reads of every tenant's data.
        if v_table::text ~ '^(payment_methods|payment_method_changes|other_changes|access_log(_[012])?)$' then
            v_platform := ' or tenant_id = '''' and current_setting(''purser.tenant'', true) <> ''''';
            v_condition := replace(v_condition, 'tenant_id =', 'tenant_id <> '''' and tenant_id =');
        end if;
        execute format('create policy tenant on %s using (%s) with check (%s)',
                       v_table, v_condition || v_platform, v_condition);
        execute format('alter table %s enable row level security, force row level security', v_table);
    end loop;
    for v_table in
        select t.name
        from unnest(array['requests_0', 'requests_1', 'requests_2', -- which are read by these names
                          'wallets', 'holds', 'entries', 'transactions', 'transaction_meta', 'outbox',
                          'requests']::regclass[]) t (name)
        where not exists (select from pg_policy p where p.polrelid = t.name and p.polname = 'writer')
    loop
        execute format('create policy writer on %s to purser_writer using (true)', v_table);
        execute format('create policy administrator on %s as restrictive to purser_eraser using (%s)', v_table, v_own);
    end loop;
end
$$;
