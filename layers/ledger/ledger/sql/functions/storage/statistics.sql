-- The planner has no statistics about tenants. With statistics it takes a tenant that they do not know for one with a single
-- row in each table: any index that begins with the tenant then seems as good as the one with the whole key, and a join without
-- an index as good as one with it, until the next ANALYZE. Without them, a tenant seems to have a two-hundredth of each table,
-- so that the cost of a plan depends on the sizes of the tables alone.
--
-- `outbox` and `published` keep theirs: what reads them goes over all tenants in the order of times, and how much of them is one
-- tenant's decides whether that order is followed.
--
-- Statistics that exist are removed where PostgreSQL can do that (from version 18 on).
do $$
declare
    v_table text;
begin
    for v_table in
        select c.oid::regclass::text from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relnamespace = 'ledger'::regnamespace and c.relkind in ('r', 'p') and a.attstattarget is distinct from 0
            and c.relname not in ('outbox', 'published')
    loop
        execute format('alter table %s alter column tenant_id set statistics 0', v_table);
        if current_setting('server_version_num')::int >= 180000 then
            perform pg_clear_attribute_stats('ledger', v_table, 'tenant_id', inherited)
            from unnest(array[false, true]) inherited;
        end if;
    end loop;
end
$$;
