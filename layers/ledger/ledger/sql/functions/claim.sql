-- claim: the first statement of every write. Its row makes a repeat of the key wait for the effect, then refuses it.
--
-- Takes    tenant, principal, key, and the hash of operation and canonical payload
-- Raises   PL090 answered already: the stored answer stands in requests
--          PL091 the key was used for something else
create or replace function claim(p_tenant text, p_principal text, p_key text, p_hash bytea) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_hash bytea;
begin
    insert into requests (tenant_id, principal, key, hash) values (p_tenant, p_principal, p_key, p_hash)
    on conflict do nothing;
    if not found then
        select r.hash into strict v_hash from requests r
        where r.tenant_id = p_tenant and r.principal = p_principal and r.key = p_key;
        if v_hash = p_hash then
            raise exception using errcode = 'PL090', message = 'answered already';
        end if;
        raise exception using errcode = 'PL091', message = 'the key was used for something else';
    end if;
end
$$;

-- store_answer: the last statement of every write, so that a repeat is answered byte for byte.
-- PL/pgSQL, because it keeps its plan; a SQL function plans anew at every call.
create or replace function store_answer(p_tenant text, p_principal text, p_key text, p_status smallint, p_answer text)
returns void
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
    update requests set status = p_status, answer = p_answer
    where tenant_id = p_tenant and principal = p_principal and key = p_key and status is null;
end
$$;
