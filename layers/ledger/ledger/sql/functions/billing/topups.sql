-- request_topup: creates a top-up request of a tenant.
--
-- Takes    tenant, the person who asks (sub, and e-mail from the token), the amount (decimal), a note
-- Returns  the request as topup_request_details has it
-- Raises   PL010 invalid amount   PL036 the person was erased
create or replace function request_topup(
    p_tenant text, p_by text, p_amount numeric, p_note text, p_email text
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_minor constant bigint := minor_units(p_amount, 'USD');
    v_request constant uuid := new_id();
begin
    if v_minor is null then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', 'USD', 'exponent', 2);
    end if;
    perform require_not_erased(p_tenant, p_by);
    insert into topup_requests (tenant_id, request_id, wallet_id, amount, currency, note, requested_by, asker_email)
    values (p_tenant, v_request, prepaid_wallet(p_tenant), v_minor, 'USD', p_note, p_by, p_email);
    return (select to_json(d) from topup_request_details d where d.tenant_id = p_tenant and d.request_id = v_request);
end
$$;
grant execute on function request_topup(text, text, numeric, text, text) to purser_billing;

-- hold_topup: locks a top-up request until the end of the database transaction. Raises PL060 no such request.
create or replace function hold_topup(p_tenant text, p_request uuid) returns topup_requests
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    r topup_requests;
begin
    select x.* into r from topup_requests x where x.tenant_id = p_tenant and x.request_id = p_request
    for no key update;
    if not found then
        perform raise_not_found('topup_request', p_request);
    end if;
    return r;
end
$$;

-- approve_topup: approves a pending request and issues its invoice.
--
-- Takes    tenant (null: the one that has it), request, the person who approves, a note, and whether that person may
--          have requested it
-- Returns  the request as topup_request_details has it, the invoice as invoice_details has it, and payment_warning() of
--          the tenant
-- Raises   PL060 no such request   PL061 not pending   PL062 approved by the requester, with this login or another one
create or replace function approve_topup(
    p_tenant text, p_request uuid, p_by text, p_note text, p_alone boolean default false,
    out request json, out invoice json, out warning text
)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := tenant_of_subject(p_tenant, 'topup_request', p_request);
    r constant topup_requests := hold_topup(v_tenant, p_request);
    v_status text;
    v_invoice uuid;
begin
    if not p_alone and r.requested_by = any(ids_of_person(null, p_by)) then
        raise exception using errcode = 'PL062', message = 'self approval';
    end if;
    v_status := next_status('topup_request', p_request, r.status, 'approve');
    v_invoice := make_invoice(v_tenant, p_by, 'topup', p_request, null, null, json_build_array(
        json_build_object('description', 'Top-up of the prepaid wallet', 'amount', r.amount)));
    perform issue(v_tenant, v_invoice, p_by);
    update topup_requests x
    set status = v_status, decided_by = p_by, decided_at = clock_timestamp(), decision_note = p_note
    where x.tenant_id = v_tenant and x.request_id = p_request;
    select to_json(d) into request from topup_request_details d
    where d.tenant_id = v_tenant and d.request_id = p_request;
    select to_json(d) into invoice from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = v_invoice;
    warning := payment_warning(v_tenant);
end
$$;
grant execute on function approve_topup(text, uuid, text, text, boolean) to purser_billing;

-- close_topup: ends a pending request without an invoice: rejected, or cancelled by the person who asked.
--
-- Takes    tenant (null: the one that has it), request, the person, the transition (reject or cancel), the reason
-- Returns  the request as topup_request_details has it
-- Raises   PL060 no such request   PL061 not pending   PL063 cancelled by another person
create or replace function close_topup(p_tenant text, p_request uuid, p_by text, p_move text, p_note text) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := tenant_of_subject(p_tenant, 'topup_request', p_request);
    r constant topup_requests := hold_topup(v_tenant, p_request);
    v_status text;
begin
    if p_move = 'cancel' and r.requested_by <> p_by then
        raise exception using errcode = 'PL063', message = 'not the one who asked';
    end if;
    v_status := next_status('topup_request', p_request, r.status, p_move);
    update topup_requests x
    set status = v_status, decided_by = p_by, decided_at = clock_timestamp(), decision_note = p_note
    where x.tenant_id = v_tenant and x.request_id = p_request;
    return (select to_json(d) from topup_request_details d where d.tenant_id = v_tenant and d.request_id = p_request);
end
$$;
grant execute on function close_topup(text, uuid, text, text, text) to purser_billing;
