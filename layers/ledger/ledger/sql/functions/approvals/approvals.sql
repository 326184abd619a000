-- approval_status: the status of an approval at a time. One that nobody decided has expired at its end.
create or replace function approval_status(
    p_decision approval_decision, p_expires_at timestamptz, p_at timestamptz
) returns text language sql immutable parallel safe as $$
    select coalesce(p_decision::text, case when p_expires_at <= p_at then 'expired' else 'pending' end)
$$;
grant execute on function approval_status(approval_decision, timestamptz, timestamptz) to purser_read;

-- approval_details: approvals as the API shows them. Every migration drops and creates it, since a view cannot change
-- its columns in place. statement_timestamp() is not volatile, so that a page is found by an index.
drop view if exists approval_details;
create view approval_details as
select a.tenant_id, a.approval_id, approval_status(a.decision, a.expires_at, statement_timestamp()) as status, a.kind,
       a.subject, a.amount, a.currency, a.requested_by, a.requested_at, a.expires_at, a.decided_by, a.decided_at,
       a.decision_note, a.payload, encode(sha256(convert_to(a.payload::text, 'UTF8')), 'hex') as payload_sha256, a.result
from approvals a;

-- approved_requests: who approved the operation that a request executed. The audit of a transaction joins it by the
-- transaction's request, and reads nothing else of an approval.
drop view if exists approved_requests;
create view approved_requests as
select a.tenant_id, a.decision_request_id as request_id, a.decided_by as approved_by
from approvals a
where a.decision = 'approved';

-- refuse_second_decision: the trigger that lets an approval be decided once, and then get the operation's answer once.
--
-- Raises   PL099 for every other update
create or replace function refuse_second_decision() returns trigger language plpgsql as $$
declare
    v_changing constant text[] := case
        when old.decision is null then array['decision', 'decided_by', 'decided_at', 'decision_note',
                                             'decision_request_id', 'decided_alone']
        when old.result is null then array['result']
        else array[]::text[] end;
begin
    if current_user = 'purser_eraser' then -- see refuse_change()
        return new;
    end if;
    if new.payload::text <> old.payload::text or to_jsonb(new) - v_changing <> to_jsonb(old) - v_changing then
        raise exception using errcode = 'PL099', message = 'an approval is decided once, and is not changed otherwise';
    end if;
    return new;
end
$$;

create or replace trigger decided_once before update on approvals
    for each row execute function refuse_second_decision();
create or replace trigger immutable before delete or truncate on approvals
    for each statement execute function refuse_change();
-- ALWAYS: they fire with session_replication_role = replica too.
alter table approvals enable always trigger decided_once;
alter table approvals enable always trigger immutable;

-- request_approval: stores an operation that waits for a second person, for seven days.
--
-- Takes    tenant, the person or system that requests it, the ids of the request, kind, subject, amount (minor units)
--          and currency or null, the validated request, the id of the approval, and the authentication code of all that.
--          The version before sends neither of the last two: its requests cannot be approved
-- Returns  the approval as approval_details has it
-- Raises   PL036 it is about a person who was erased
create or replace function request_approval(
    p_tenant text, p_by text, p_request text, p_key text, p_kind text, p_subject text, p_amount bigint,
    p_currency text, p_payload json, p_approval uuid default null, p_mac bytea default null
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_approval constant uuid := coalesce(p_approval, new_id());
    v_now constant timestamptz := clock_timestamp();
    v_owner text;
begin
    for v_owner in select o.owner_id from unnest(people_of(p_tenant, p_kind, p_subject, p_by)) as o (owner_id)
                   order by o.owner_id collate "C" loop
        perform require_not_erased(p_tenant, v_owner);
    end loop;
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing; -- the receipt of an erasure refers to it
    insert into approvals (tenant_id, approval_id, kind, subject, amount, currency, payload, mac, requested_by,
                           requested_at, expires_at, request_id, idempotency_key)
    values (p_tenant, v_approval, p_kind, p_subject, p_amount, p_currency, p_payload, p_mac, p_by, v_now,
            v_now + interval '7 days', p_request, p_key);
    return (select to_json(d) from approval_details d where d.tenant_id = p_tenant and d.approval_id = v_approval);
end
$$;
grant execute on function request_approval(text, text, text, text, text, text, bigint, text, json, uuid, bytea)
    to purser_desk, purser_wallet, purser_billing, purser_coins, purser_approvals;

-- tenant_of_approval: the given tenant or, if it is null (root named none), the tenant that has the approval.
create or replace function tenant_of_approval(p_tenant text, p_approval uuid) returns text
language plpgsql stable security definer
set search_path = ledger, pg_temp
as $$
begin
    return coalesce(p_tenant, (select a.tenant_id from approvals a where a.approval_id = p_approval));
end
$$;
grant execute on function tenant_of_approval(text, uuid) to purser_read;

-- hold_approval: locks an approval until the end of the database transaction, in which it is decided. The second of two
-- deciders waits here and then finds the decision. Approvals are locked before whatever their operations lock.
--
-- Takes    tenant (null: the one that has it), approval
-- Returns  its tenant, id, kind, status at the time of the lock, payload, and who requested it with which key
-- Raises   PL120 no such approval
-- Order    1 of an erasure, a lock of all decisions about erasures of that person: erase_person() locks the other
--          approvals about them, too, and two of them could deadlock   2 the approval
create or replace function hold_approval(
    p_tenant text, p_approval uuid, out tenant_id text, out approval_id uuid, out kind text, out status text,
    out payload text, out requested_by text, out idempotency_key text
)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant constant text := tenant_of_approval(p_tenant, p_approval);
    a approvals;
begin
    perform lock_terms(x.tenant_id, 'decided erasure', x.subject) from approvals x
    where x.tenant_id = v_tenant and x.approval_id = p_approval and x.kind = 'erasure';
    select x.* into a from approvals x where x.tenant_id = v_tenant and x.approval_id = p_approval
    for no key update;
    if not found then
        raise exception using errcode = 'PL120', message = 'no such approval';
    end if;
    tenant_id := a.tenant_id;
    approval_id := a.approval_id;
    kind := a.kind;
    status := approval_status(a.decision, a.expires_at, clock_timestamp());
    payload := a.payload::text;
    requested_by := a.requested_by;
    idempotency_key := a.idempotency_key;
end
$$;
grant execute on function hold_approval(text, uuid) to purser_approvals;

-- authenticated_of_approval: what else the authentication code of a held approval covers, the code, null if there is none, and
-- whether that is because a person whom it is about was erased.
create or replace function authenticated_of_approval(
    p_tenant text, p_approval uuid, out subject text, out amount bigint, out currency text, out mac bytea,
    out is_erased boolean
)
language plpgsql stable security definer
set search_path = ledger, pg_temp
as $$
#variable_conflict use_column
declare
    a approvals;
begin
    select x.* into a from approvals x where x.tenant_id = p_tenant and x.approval_id = p_approval;
    subject := a.subject;
    amount := a.amount;
    currency := a.currency;
    mac := a.mac;
    is_erased := a.mac is null and exists (
        select from unnest(people_of(a.tenant_id, a.kind, a.subject, a.requested_by)) as o (owner_id)
        where person_is_erased(a.tenant_id, o.owner_id));
end
$$;
grant execute on function authenticated_of_approval(text, uuid) to purser_approvals;

-- decide_approval: records the decision about a held approval.
--
-- Takes    tenant, approval, who decides, `approved` or `rejected`, a note, the id of the request that decides, and
--          whether whoever requested it may approve it
-- Returns  the approval as approval_details has it
create or replace function decide_approval(
    p_tenant text, p_approval uuid, p_by text, p_decision text, p_note text, p_request text, p_alone boolean default false
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    update approvals
    set decision = p_decision, decided_by = p_by, decided_at = clock_timestamp(), decision_note = p_note,
        decision_request_id = p_request, decided_alone = p_alone
    where tenant_id = p_tenant and approval_id = p_approval;
    return (select to_json(d) from approval_details d where d.tenant_id = p_tenant and d.approval_id = p_approval);
end
$$;
grant execute on function decide_approval(text, uuid, text, text, text, text, boolean) to purser_approvals;

-- record_result: records the answer of the operation that an approval executed.
--
-- Returns  the approval as approval_details has it, after the operation: an erasure erases the note of its decision too
create or replace function record_result(p_tenant text, p_approval uuid, p_result json) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    update approvals set result = p_result where tenant_id = p_tenant and approval_id = p_approval;
    return (select to_json(d) from approval_details d where d.tenant_id = p_tenant and d.approval_id = p_approval);
end
$$;
grant execute on function record_result(text, uuid, json) to purser_approvals;
