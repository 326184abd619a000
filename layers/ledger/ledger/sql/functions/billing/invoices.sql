-- Everything here and in payments.sql locks in one order: invoice, payments, top-up request, wallet.

-- invoice_number: the prefix, the month, and parts of two hashes: of the tenant, and of the invoice. try: from 0; each
-- uses the next 8 digits of the second hash, of which there are eight groups.
create or replace function invoice_number(p_purpose text, p_tenant text, p_id uuid, p_try integer) returns text
language sql stable
set search_path = ledger, pg_temp
as $$
    select upper(
        case p_purpose when 'topup' then 'TOP' when 'usage' then 'USE' else 'SUB' end
        || '-' || to_char(clock_timestamp() at time zone 'UTC', 'YYYYMM')
        || '-' || left(encode(sha256(convert_to(p_tenant, 'UTF8')), 'hex'), 12)
        || '-' || substr(encode(sha256(convert_to(p_id::text, 'UTF8')), 'hex'), 1 + 8 * p_try, 8))
$$;

-- make_invoice: creates a draft with its lines. Its amount is their sum.
--
-- Takes    tenant, author, purpose, request (of a top-up) or period (of the others), and a JSON array of
--          {description, amount (minor units)}
-- Raises   PL010 the sum is too large   PL064 a day of the period is invoiced already
create or replace function make_invoice(
    p_tenant text, p_by text, p_purpose text, p_request uuid, p_start date, p_end date, p_lines json
) returns uuid
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_invoice constant uuid := new_id();
    v_amount numeric;
begin
    select sum(l.amount) into v_amount from json_to_recordset(p_lines) as l (amount numeric);
    if v_amount > 9007199254740991 then
        raise exception using errcode = 'PL010', message = 'invalid amount', detail = json_build_object(
            'currency', 'USD', 'exponent', 2, 'field', 'lines');
    end if;
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    for v_try in 0 .. 7 loop
        -- This waits for a simultaneous invoice with the same number or an overlapping period, which is then found below.
        insert into invoices (tenant_id, invoice_id, number, purpose, status, amount, currency, period_start,
                              period_end, request_id, created_by)
        values (p_tenant, v_invoice, invoice_number(p_purpose, p_tenant, coalesce(p_request, v_invoice), v_try),
                p_purpose, 'draft', v_amount, 'USD', p_start, p_end, p_request, p_by)
        on conflict do nothing;
        exit when found;
        if exists (
            select from invoices i
            where i.tenant_id = p_tenant and i.purpose = p_purpose and i.purpose <> 'topup' and i.status <> 'void'
                and daterange(i.period_start, i.period_end, '[]') && daterange(p_start, p_end, '[]')
        ) then
            raise exception using errcode = 'PL064', message = 'a day of the period is invoiced already';
        end if;
    end loop;
    insert into invoice_lines (tenant_id, invoice_id, line_no, description, amount)
    select p_tenant, v_invoice, l.line_no, l.description, l.amount
    from rows from (json_to_recordset(p_lines) as (description text, amount bigint))
         with ordinality as l (description, amount, line_no);
    return v_invoice;
end
$$;

-- issue: makes a draft final, by a person. Its mail status shows whether it has a recipient: the tenant's contact, or
-- the person who requested the top-up.
create or replace function issue(p_tenant text, p_invoice uuid, p_by text) returns void
language sql
set search_path = ledger, pg_temp
as $$
    update invoices i
    set status = next_status('invoice', i.invoice_id, i.status, 'issue'),
        issued_by = p_by, issued_at = now.at, due_at = now.at + interval '14 days',
        mail_status = case
            when exists (select from contacts c where c.tenant_id = i.tenant_id) then 'pending'
            when exists (
                select from topup_requests r
                where r.tenant_id = i.tenant_id and r.request_id = i.request_id and r.asker_email is not null
            ) then 'pending'
            else 'no_address' end
    from (select clock_timestamp() as at) now
    where i.tenant_id = p_tenant and i.invoice_id = p_invoice
$$;

-- hold_invoice: locks an invoice until the end of the database transaction. Raises PL060 no such invoice.
create or replace function hold_invoice(p_tenant text, p_invoice uuid) returns invoices
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    i invoices;
begin
    select x.* into i from invoices x where x.tenant_id = p_tenant and x.invoice_id = p_invoice
    for no key update;
    if not found then
        perform raise_not_found('invoice', p_invoice);
    end if;
    return i;
end
$$;

-- refuse_involved: refuses whoever requested the top-up of an invoice or submitted a payment of it, whatever became of
-- that payment, with this login or another one. They take no part in its approval. Called under the invoice's lock.
-- Raises PL062.
create or replace function refuse_involved(p_tenant text, i invoices, p_by text) returns void
language plpgsql stable
set search_path = ledger, pg_temp
as $$
declare
    v_ids constant text[] := ids_of_person(null, p_by);
begin
    if exists (
        select from topup_requests r
        where r.tenant_id = p_tenant and r.request_id = i.request_id and r.requested_by = any(v_ids)
    ) or exists (
        -- The operator records an offline payment, and nobody submits it.
        select from payments p
        where p.tenant_id = p_tenant and p.invoice_id = i.invoice_id and p.payment_method <> 'offline'
            and p.created_by = any(v_ids)
    ) then
        raise exception using errcode = 'PL062', message = 'self approval';
    end if;
end
$$;

-- invoice_participants: who made, issued, paid or voided an invoice, submitted, decided or refunded a payment of it, or
-- requested or decided the top-up that it is for. They do not approve that it is marked as paid. The invoice stays locked
-- until the end of the database transaction, so that nobody takes part between this and the approval.
--
-- Raises   PL060 no such invoice
create or replace function invoice_participants(p_tenant text, p_invoice uuid) returns setof text
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    i constant invoices := hold_invoice(p_tenant, p_invoice);
begin
    return query
    select x.person
    from (
        select unnest(array[i.created_by, i.issued_by, i.paid_by, i.voided_by]) as person
        union
        select unnest(array[r.requested_by, r.decided_by]) from topup_requests r
        where r.tenant_id = p_tenant and r.request_id = i.request_id
        union
        select unnest(array[p.created_by, p.decided_by, p.refunded_by]) from payments p
        where p.tenant_id = p_tenant and p.invoice_id = p_invoice
    ) x
    where x.person is not null;
end
$$;
grant execute on function invoice_participants(text, uuid) to purser_approvals;

-- cancel_open_payments: cancels the undecided payments of an invoice that is void: a decision of the person who voids
-- it, for the same reason.
create or replace function cancel_open_payments(p_tenant text, p_invoice uuid, p_by text, p_reason text) returns void
language sql
set search_path = ledger, pg_temp
as $$
    update payments p
    set status = next_status('payment', p.payment_id, p.status, 'cancel'), decided_by = p_by, decided_at = now.at,
        decision_note = p_reason, updated_at = now.at, processed_at = now.at
    from (select clock_timestamp() as at) now
    where p.tenant_id = p_tenant and p.invoice_id = p_invoice and p.status = 'pending_approval'
$$;

-- draft_invoice: creates an invoice of usage or subscription for a period.
--
-- Takes    tenant, author, purpose, first and last day, and a JSON array of {description, amount (minor units)}
-- Returns  the invoice as invoice_details has it
-- Raises   PL010 the sum is too large   PL064 a day of the period is invoiced already
create or replace function draft_invoice(
    p_tenant text, p_by text, p_purpose text, p_start date, p_end date, p_lines json
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_invoice constant uuid := make_invoice(p_tenant, p_by, p_purpose, null, p_start, p_end, p_lines);
begin
    return (select to_json(d) from invoice_details d where d.tenant_id = p_tenant and d.invoice_id = v_invoice);
end
$$;
grant execute on function draft_invoice(text, text, text, date, date, json) to purser_billing;

-- issue_invoice: issues a draft.
--
-- Takes    tenant (null: the one that has it), invoice, the person who issues it
-- Returns  the invoice as invoice_details has it, and payment_warning() of its tenant
-- Raises   PL060 no such invoice   PL061 not a draft
create or replace function issue_invoice(
    p_tenant text, p_invoice uuid, p_by text, out invoice json, out warning text
)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := tenant_of_subject(p_tenant, 'invoice', p_invoice);
begin
    perform hold_invoice(v_tenant, p_invoice);
    perform issue(v_tenant, p_invoice, p_by);
    select to_json(d) into invoice from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = p_invoice;
    warning := payment_warning(v_tenant);
end
$$;
grant execute on function issue_invoice(text, uuid, text) to purser_billing;

-- settle_invoice: changes everything that follows from the payment of an invoice. Called under the invoice's lock, after
-- its payment was recorded or approved: who did that, and when, is who marked the invoice as paid.
--
-- The credit of the wallet follows in the same database transaction, as a posting of its own.
create or replace function settle_invoice(p_tenant text, i invoices, p_payment uuid) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_status constant text := next_status('invoice', i.invoice_id, i.status, 'pay');
begin
    update invoices x set status = v_status, paid_by = p.decided_by, paid_at = p.processed_at
    from payments p
    where x.tenant_id = p_tenant and x.invoice_id = i.invoice_id
        and p.tenant_id = p_tenant and p.payment_id = p_payment;
    update topup_requests r
    set status = next_status('topup_request', r.request_id, r.status, 'complete'), completed_at = clock_timestamp()
    where r.tenant_id = p_tenant and r.request_id = i.request_id;
end
$$;

-- refuse_payer: refuses whoever may not mark an invoice as paid, before a second person is asked. pay_invoice() refuses
-- them again. Raises PL060 no such invoice, PL062 as refuse_involved().
create or replace function refuse_payer(p_tenant text, p_invoice uuid, p_by text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform refuse_involved(p_tenant, hold_invoice(p_tenant, p_invoice), p_by);
end
$$;
grant execute on function refuse_payer(text, uuid, text) to purser_billing;

-- pay_invoice: marks an issued invoice as paid. A submitted payment that waits for approval is approved if it has the
-- given reference. Without such a payment, one that was made outside Purser is recorded.
--
-- Takes    tenant (null: the one that has it), invoice, the person who marks it, the reference under which the money
--          arrived and its key (or null), a note, the caller's object, if any, and whether that person may have requested
--          the top-up or submitted a payment
-- Returns  the payment, null if it was paid before; the invoice as invoice_details has it
-- Raises   PL060 no such invoice   PL061 draft or void   PL067 the reference is used
--          PL062 it is the person who requested the top-up or submitted a payment
--          PL068 a payment with another reference waits for approval; detail {payment_id}
-- Order    invoice, payments, top-up request: as everywhere in billing
create or replace function pay_invoice(
    p_tenant text, p_invoice uuid, p_by text, p_reference text, p_key text, p_note text, p_meta json default null,
    p_alone boolean default false, out payment_id uuid, out invoice json
)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := tenant_of_subject(p_tenant, 'invoice', p_invoice);
    i constant invoices := hold_invoice(v_tenant, p_invoice);
    waiting payments;
begin
    if not p_alone then
        perform refuse_involved(v_tenant, i, p_by);
    end if;
    if i.status <> 'paid' then
        perform next_status('invoice', p_invoice, i.status, 'pay');
        select p.* into waiting from payments p
        where p.tenant_id = v_tenant and p.invoice_id = p_invoice and p.status = 'pending_approval'
        for no key update;
        if not found then
            payment_id := record_offline_payment(v_tenant, i, p_by, p_reference, p_key, p_note, p_meta);
        elsif waiting.reference_key = p_key then
            payment_id := waiting.payment_id;
            perform mark_approved(waiting, p_by, p_note, p_meta);
        else
            raise exception using errcode = 'PL068', message = 'a payment waits for approval',
                detail = json_build_object('payment_id', waiting.payment_id);
        end if;
        perform settle_invoice(v_tenant, i, payment_id);
    end if;
    select to_json(d) into invoice from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = p_invoice;
end
$$;
grant execute on function pay_invoice(text, uuid, text, text, text, text, json, boolean) to purser_billing, purser_approvals;

-- record_credit: records the transaction that credited the wallet for a payment.
create or replace function record_credit(p_tenant text, p_payment uuid, p_request uuid, p_transaction uuid) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    update payments set transaction_id = p_transaction where tenant_id = p_tenant and payment_id = p_payment;
    update topup_requests set transaction_id = p_transaction where tenant_id = p_tenant and request_id = p_request
$$;
grant execute on function record_credit(text, uuid, uuid, uuid) to purser_billing, purser_approvals;

-- void_invoice: voids a draft or issued invoice and cancels its top-up request.
--
-- Takes    tenant (null: the one that has it), invoice, the person, the reason
-- Returns  the invoice as invoice_details has it
-- Raises   PL060 no such invoice   PL061 paid or void
create or replace function void_invoice(p_tenant text, p_invoice uuid, p_by text, p_reason text) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := tenant_of_subject(p_tenant, 'invoice', p_invoice);
    i constant invoices := hold_invoice(v_tenant, p_invoice);
    v_status constant text := next_status('invoice', p_invoice, i.status, 'void');
begin
    update invoices x
    set status = v_status, voided_by = p_by, voided_at = clock_timestamp(), void_reason = p_reason
    where x.tenant_id = v_tenant and x.invoice_id = p_invoice;
    perform cancel_open_payments(v_tenant, p_invoice, p_by, p_reason);
    update topup_requests r set status = next_status('topup_request', r.request_id, r.status, 'void')
    where r.tenant_id = v_tenant and r.request_id = i.request_id;
    return (select to_json(d) from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = p_invoice);
end
$$;
grant execute on function void_invoice(text, uuid, text, text) to purser_billing;
