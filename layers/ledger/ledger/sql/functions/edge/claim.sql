-- claim: the first of every write. A repeat of the key waits for the effect, then is refused.
--
-- Its lock is held to the end of the transaction and belongs to the key, which has no row yet: store_answer() writes
-- one, so that a row means an answer. Two keys of one hash wait for each other, and that is all.
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
    perform pg_advisory_xact_lock(hashtextextended(p_tenant || E'\n' || p_principal || E'\n' || p_key, 0));
    -- A statement of its own: it sees what was committed while this one waited.
    select r.hash into v_hash from requests r
    where r.tenant_id = p_tenant and r.principal = p_principal and r.key = p_key;
    if found then
        if v_hash = p_hash then
            raise exception using errcode = 'PL090', message = 'answered already';
        end if;
        raise exception using errcode = 'PL091', message = 'the key was used for something else';
    end if;
end
$$;
grant execute on function claim(text, text, text, bytea) to purser_app;

-- store_answer: the last statement of every write, so that a repeat is answered byte for byte.
-- PL/pgSQL, because it keeps its plan; a SQL function plans anew at every call.
create or replace function store_answer(
    p_tenant text, p_principal text, p_key text, p_hash bytea, p_status smallint, p_answer text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
    insert into requests (tenant_id, principal, key, hash, status, answer)
    values (p_tenant, p_principal, p_key, p_hash, p_status, p_answer);
end
$$;
grant execute on function store_answer(text, text, text, bytea, smallint, text) to purser_app;
