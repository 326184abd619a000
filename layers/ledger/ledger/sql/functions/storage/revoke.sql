-- Revokes every privilege on the schema's tables and functions, of every role. Each following file grants the execution
-- of its functions, and privileges.sql grants reading. All of it is one database transaction, so that no caller ever sees
-- the roles without.
do $$
declare
    v_role text;
begin
    for v_role in select r.rolname from pg_roles r where r.rolname like 'purser\_%' and r.rolname <> 'purser_owner' loop
        execute format('revoke all on all tables in schema ledger from %I', v_role);
        execute format('revoke execute on all functions in schema ledger from %I', v_role);
        execute format('revoke all on schema ledger from %I', v_role);
    end loop;
end
$$;
