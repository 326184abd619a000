-- Everything here and in payments.sql locks in one order: invoice, payments, request, wallet.

-- invoice_number: the prefix, the month, and parts of two hashes: which tenant's, and of which request. try: from 0;
-- each takes the next 8 digits of the second hash, of which there are eight.
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

-- make_invoice: a draft with its lines; its amount is their sum.
--
-- Takes    tenant, who makes it, purpose, request (of a top-up) or period (of another), and a JSON array of
--          {description, amount (minor units)}
-- Raises   PL010 the sum is too large   PL064 the period has its invoice
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
        -- Whoever makes the same number or period at the same time is waited for, and then found below.
        insert into invoices (tenant_id, invoice_id, number, purpose, status, amount, currency, period_start,
                              period_end, request_id, created_by)
        values (p_tenant, v_invoice, invoice_number(p_purpose, p_tenant, coalesce(p_request, v_invoice), v_try),
                p_purpose, 'draft', v_amount, 'USD', p_start, p_end, p_request, p_by)
        on conflict do nothing;
        exit when found;
        if exists (
            select from invoices i
            where i.tenant_id = p_tenant and i.purpose = p_purpose and i.period_start = p_start
                and i.period_end = p_end and i.purpose <> 'topup' and i.status <> 'void'
        ) then
            raise exception using errcode = 'PL064', message = 'the period has its invoice';
        end if;
    end loop;
    insert into invoice_lines (tenant_id, invoice_id, line_no, description, amount)
    select p_tenant, v_invoice, l.line_no, l.description, l.amount
    from rows from (json_to_recordset(p_lines) as (description text, amount bigint))
         with ordinality as l (description, amount, line_no);
    return v_invoice;
end
$$;

-- issue: a draft becomes due. Whether anybody can be told is known now: the tenant's contact, else the one who asked.
create or replace function issue(p_tenant text, p_invoice uuid) returns void
language sql
set search_path = ledger, pg_temp
as $$
    update invoices i
    set status = moved('invoice', i.invoice_id, i.status, 'issue'),
        issued_at = now.at, due_at = now.at + interval '14 days',
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

-- hold_invoice: an invoice, locked until the transaction ends. Raises PL060 no such invoice.
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
        perform not_found('invoice', p_invoice);
    end if;
    return i;
end
$$;

-- refuse_the_asker: the one who asked for a top-up has no say in it from then on. Raises PL062.
create or replace function refuse_the_asker(p_tenant text, p_request uuid, p_by text) returns void
language plpgsql stable
set search_path = ledger, pg_temp
as $$
begin
    if exists (
        select from topup_requests r
        where r.tenant_id = p_tenant and r.request_id = p_request and r.requested_by = p_by
    ) then
        raise exception using errcode = 'PL062', message = 'self approval';
    end if;
end
$$;

-- cancel_open_payments: nobody decides any more on a payment of an invoice that is paid or void.
create or replace function cancel_open_payments(p_tenant text, p_invoice uuid) returns void
language sql
set search_path = ledger, pg_temp
as $$
    update payments p
    set status = moved('payment', p.payment_id, p.status, 'cancel'), updated_at = now.at, processed_at = now.at
    from (select clock_timestamp() as at) now
    where p.tenant_id = p_tenant and p.invoice_id = p_invoice and p.status = 'pending_approval'
$$;

-- draft_invoice: an invoice of usage or subscription for a period.
--
-- Takes    tenant, who, purpose, first and last day, and a JSON array of {description, amount (minor units)}
-- Returns  the invoice as invoice_details has it
-- Raises   PL010 the sum is too large   PL064 the period has its invoice
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
grant execute on function draft_invoice(text, text, text, date, date, json) to purser_app;

-- issue_invoice: a draft becomes due.
--
-- Takes    tenant (null: whichever has it), invoice
-- Returns  the invoice as invoice_details has it
-- Raises   PL060 no such invoice   PL061 not a draft
create or replace function issue_invoice(p_tenant text, p_invoice uuid) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := whose(p_tenant, 'invoice', p_invoice);
begin
    perform hold_invoice(v_tenant, p_invoice);
    perform issue(v_tenant, p_invoice);
    return (select to_json(d) from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = p_invoice);
end
$$;
grant execute on function issue_invoice(text, uuid) to purser_app;

-- settle_invoice: what is true once an invoice is paid. Called under the invoice's lock, by pay and by approve.
--
-- The wallet's credit follows in the same transaction: it is posted as one movement of its own.
create or replace function settle_invoice(p_tenant text, i invoices) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_status constant text := moved('invoice', i.invoice_id, i.status, 'pay');
begin
    update invoices x set status = v_status, paid_at = clock_timestamp()
    where x.tenant_id = p_tenant and x.invoice_id = i.invoice_id;
    perform cancel_open_payments(p_tenant, i.invoice_id);
    update topup_requests r
    set status = moved('topup_request', r.request_id, r.status, 'complete'), completed_at = clock_timestamp()
    where r.tenant_id = p_tenant and r.request_id = i.request_id;
end
$$;

-- pay_invoice: an issued invoice was paid outside of Purser; a payment says so.
--
-- Takes    tenant (null: whichever has it), invoice, who says so
-- Returns  the payment, none where it was paid before; the invoice as invoice_details has it
-- Raises   PL060 no such invoice   PL061 draft or void   PL062 the one who asked for the top-up pays it
create or replace function pay_invoice(p_tenant text, p_invoice uuid, p_by text, out payment_id uuid, out invoice json)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := whose(p_tenant, 'invoice', p_invoice);
    i constant invoices := hold_invoice(v_tenant, p_invoice);
    v_payment constant uuid := new_id();
    v_now timestamptz;
begin
    perform refuse_the_asker(v_tenant, i.request_id, p_by);
    if i.status <> 'paid' then
        perform settle_invoice(v_tenant, i);
        v_now := clock_timestamp();
        insert into payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, status, created_by,
                              decided_by, created_at, updated_at, processed_at)
        values (v_tenant, v_payment, p_invoice, i.amount, i.currency, 'offline', 'succeeded', p_by, p_by, v_now,
                v_now, v_now);
        payment_id := v_payment;
    end if;
    select to_json(d) into invoice from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = p_invoice;
end
$$;
grant execute on function pay_invoice(text, uuid, text) to purser_app;

-- credited: which transaction credited the wallet for a payment.
create or replace function credited(p_tenant text, p_payment uuid, p_request uuid, p_transaction uuid) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    update payments set transaction_id = p_transaction where tenant_id = p_tenant and payment_id = p_payment;
    update topup_requests set transaction_id = p_transaction where tenant_id = p_tenant and request_id = p_request
$$;
grant execute on function credited(text, uuid, uuid, uuid) to purser_app;

-- void_invoice: a draft or issued invoice is of no worth any more; its request is cancelled.
--
-- Takes    tenant (null: whichever has it), invoice, who, why
-- Returns  the invoice as invoice_details has it
-- Raises   PL060 no such invoice   PL061 paid or void
create or replace function void_invoice(p_tenant text, p_invoice uuid, p_by text, p_reason text) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := whose(p_tenant, 'invoice', p_invoice);
    i constant invoices := hold_invoice(v_tenant, p_invoice);
    v_status constant text := moved('invoice', p_invoice, i.status, 'void');
begin
    update invoices x
    set status = v_status, voided_by = p_by, voided_at = clock_timestamp(), void_reason = p_reason
    where x.tenant_id = v_tenant and x.invoice_id = p_invoice;
    perform cancel_open_payments(v_tenant, p_invoice);
    update topup_requests r set status = moved('topup_request', r.request_id, r.status, 'void')
    where r.tenant_id = v_tenant and r.request_id = i.request_id;
    return (select to_json(d) from invoice_details d where d.tenant_id = v_tenant and d.invoice_id = p_invoice);
end
$$;
grant execute on function void_invoice(text, uuid, text, text) to purser_app;
