-- Idempotency keys.

-- key_lock: the number of the advisory lock of a key. Two keys with one number wait for each other, which does no harm.
create or replace function key_lock(p_tenant text, p_principal text, p_key text) returns bigint
language sql immutable parallel safe
return hashtextextended(p_tenant || E'\n' || p_principal || E'\n' || p_key, 0);
grant execute on function key_lock(text, text, text) to purser_writer;

-- claim_answer: locks an idempotency key, and returns the answer that it has. `credit`, `debit` and `transfer` in
-- Python call it too, for the keys that their callers pass.
--
-- The lock is an advisory lock, held to the end of the database transaction, because the key has no row before
-- store_answer() writes it with the answer.
--
-- The key is looked up in the partition that is written and in the one before it: an answer that another session stored
-- within the lifetime is in one of these two. They are named, since a statement over the whole table would lock the
-- partition that expire() is emptying. post_once() looks keys up in the same way.
--
-- Takes    tenant, principal, key, and the hash of operation and canonical payload
-- Returns  the stored answer; null if there is none, and the caller stores one
-- Raises   PL091 the key was used for another request
create or replace function claim_answer(p_tenant text, p_principal text, p_key text, p_hash bytea) returns text
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_part smallint;
    v_hash bytea;
    v_answer text;
begin
    perform pg_advisory_xact_lock(key_lock(p_tenant, p_principal, p_key));
    -- Separate statements, which see what was committed while the lock was waited for.
    select l.part into v_part from lifetimes l where l.table_name = 'requests';
    if v_part = 0 then
        select hash, answer into v_hash, v_answer from requests_0
        where tenant_id = p_tenant and principal = p_principal and key = p_key
        union all
        select hash, answer from requests_2
        where tenant_id = p_tenant and principal = p_principal and key = p_key;
    elsif v_part = 1 then
        select hash, answer into v_hash, v_answer from requests_1
        where tenant_id = p_tenant and principal = p_principal and key = p_key
        union all
        select hash, answer from requests_0
        where tenant_id = p_tenant and principal = p_principal and key = p_key;
    else
        select hash, answer into v_hash, v_answer from requests_2
        where tenant_id = p_tenant and principal = p_principal and key = p_key
        union all
        select hash, answer from requests_1
        where tenant_id = p_tenant and principal = p_principal and key = p_key;
    end if;
    if found and v_hash is distinct from p_hash then
        raise exception using errcode = 'PL091', message = 'the key was used for another request';
    end if;
    return v_answer;
end
$$;
grant execute on function claim_answer(text, text, text, bytea) to purser_claims;

-- claim: announces tenant and principal, and locks the idempotency key of a request. The first statement of every write
-- that takes several; a repeated request waits here for the first one. If the key has an answer, the statements that
-- follow in the pipeline are skipped. An owner id is recorded with the principal, who is then one person with its other
-- logins: see ids_of_person().
--
-- Takes    as claim_answer, and the owner id in the principal's token, if it is another one and should be recorded
-- Raises   PL090 already answered: the answer is in requests
--          PL091 the key was used for another request
create or replace function claim(
    p_tenant text, p_principal text, p_key text, p_hash bytea, p_owner text default null
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
    perform announce(p_tenant, p_principal);
    if claim_answer(p_tenant, p_principal, p_key, p_hash) is not null then
        raise exception using errcode = 'PL090', message = 'already answered';
    end if;
    if p_owner is not null then
        insert into logins (tenant_id, owner_id, sub) values (p_tenant, p_owner, p_principal) on conflict do nothing;
    end if;
end
$$;
grant execute on function claim(text, text, text, bytea, text) to purser_claims;

-- subjects_of_answer: the ids in an answer by which erase_person() finds it: of persons, and of what belongs to them. Objects
-- of a caller are not searched, as erased_document() does not: their members may have any name and any text.
create or replace function subjects_of_answer(p_answer text) returns setof text
    language sql immutable parallel safe as $$
    with recursive found (member, value) as (
        select null::text, p_answer::json
        union all
        select i.member, i.value
        from found f
        cross join lateral (
            select m.key as member, m.value
            from json_each(case json_typeof(f.value) when 'object' then f.value end) m
            where m.key not in ('meta', 'outcome_meta')
            union all
            select null, e.value from json_array_elements(case json_typeof(f.value) when 'array' then f.value end) e (value)
        ) i
    )
    select distinct f.value #>> '{}'
    from found f
    where f.member in ('approval_id', 'customer_id', 'finding_id', 'from_wallet_id', 'hold_id', 'owner_id', 'payment_id',
                       'request_id', 'to_wallet_id', 'transaction_id', 'user_id', 'wallet_id')
        and json_typeof(f.value) = 'string'
$$;

-- store_answer: stores the answer of an idempotency key, so that a repeated request gets it byte for byte, and whom and
-- what it is about. The last statement of every write that takes several. In PL/pgSQL, which keeps its plan; a SQL function
-- is planned again at every call.
--
-- post_once(), create_hold_once() and a batch's transactions store an answer without its subjects: erase_person() finds it by
-- the key, or by the request, of the transaction or hold.
create or replace function store_answer(
    p_tenant text, p_principal text, p_key text, p_hash bytea, p_status smallint, p_answer text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_part smallint;
begin
    select l.part into v_part from lifetimes l where l.table_name = 'requests';
    insert into requests (tenant_id, principal, key, part, hash, status, answer)
    values (p_tenant, p_principal, p_key, v_part, p_hash, p_status, p_answer);
    insert into answer_subjects (tenant_id, subject, principal, key, part)
    select p_tenant, s.subject, p_principal, p_key, v_part from subjects_of_answer(p_answer) s (subject);
end
$$;
grant execute on function store_answer(text, text, text, bytea, smallint, text) to purser_claims;
