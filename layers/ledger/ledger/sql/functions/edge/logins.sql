-- ids_of_person: every id under which a person may have acted: the given sub, the owner ids in its tokens, and the subs
-- of the other logins with one of these owners.
--
-- Takes    tenant of the tokens (null: any that is announced; an owner id is a name within its tenant), sub
create or replace function ids_of_person(p_tenant text, p_sub text) returns text[]
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select array(
        select p_sub
        union
        select own.owner_id from logins own where own.sub = p_sub and own.tenant_id = coalesce(p_tenant, own.tenant_id)
        union
        select other.sub from logins own
        join logins other on other.tenant_id = own.tenant_id and other.owner_id = own.owner_id
        where own.sub = p_sub and own.tenant_id = coalesce(p_tenant, own.tenant_id)
        union
        select named.sub from logins named
        where named.owner_id = p_sub and named.tenant_id = coalesce(p_tenant, named.tenant_id)
    )
$$;
grant execute on function ids_of_person(text, text) to purser_approvals, purser_wallet;
