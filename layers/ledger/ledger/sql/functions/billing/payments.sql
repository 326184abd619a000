-- refuse_used_reference: refuses the reference of another payment that waits for approval or succeeded. A payment that
-- the operator recorded (offline) may have been made by any method, so that it shares its references with all of them.
-- Each other method has references of its own.
--
-- Takes    tenant, the payment's method, the reference's key (null: it has none)
-- Raises   PL067 the reference is used
create or replace function refuse_used_reference(p_tenant text, p_method text, p_key text) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
begin
    if p_key is null then
        return;
    end if;
    -- The second of two simultaneous payments with one reference waits here for the first, and then finds it.
    perform pg_advisory_xact_lock(hashtextextended('payment reference of ' || p_tenant || E'\n' || p_key, 0));
    if exists (
        select from payments p
        where p.tenant_id = p_tenant and p.reference_key = p_key and p.status in ('pending_approval', 'succeeded')
            and (p.payment_method = p_method or 'offline' in (p.payment_method, p_method))
    ) then
        raise exception using errcode = 'PL067', message = 'the reference is used';
    end if;
end
$$;

-- submit_payment: a tenant states that it paid an invoice, by a method that has references. Amount and currency are the
-- invoice's.
--
-- Takes    tenant (null: the one that has the invoice), invoice, the person, the method's id or its type or both,
--          reference and its key, notes
-- Returns  the payment as payment_details has it
-- Raises   PL060 no such invoice   PL061 draft or void   PL065 paid already   PL066 a payment waits for approval
--          PL036 the person was erased   PL067 the reference is used   PL069 the method is not available
create or replace function submit_payment(
    p_tenant text, p_invoice uuid, p_by text, p_method text, p_type text, p_reference text, p_key text, p_notes text
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := tenant_of_subject(p_tenant, 'invoice', p_invoice);
    i constant invoices := hold_invoice(v_tenant, p_invoice);
    v_payment constant uuid := new_id();
    v_now constant timestamptz := clock_timestamp();
    chosen record;
begin
    perform require_not_erased(v_tenant, p_by);
    if i.status = 'paid' then
        raise exception using errcode = 'PL065', message = 'the invoice is paid already';
    end if;
    perform next_status('invoice', p_invoice, i.status, 'pay');
    if exists (
        select from payments p
        where p.tenant_id = v_tenant and p.invoice_id = p_invoice and p.status = 'pending_approval'
    ) then
        raise exception using errcode = 'PL066', message = 'a payment waits for approval';
    end if;
    select * into strict chosen from chosen_method(v_tenant, p_method, p_type);
    perform refuse_used_reference(v_tenant, chosen.type, p_key);
    insert into payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, method_id, status,
                          transaction_reference, reference_key, notes, created_by, created_at, updated_at)
    values (v_tenant, v_payment, p_invoice, i.amount, i.currency, chosen.type, chosen.method_id, 'pending_approval',
            p_reference, p_key, p_notes, p_by, v_now, v_now);
    return (select to_json(d) from payment_details d where d.tenant_id = v_tenant and d.payment_id = v_payment);
end
$$;
grant execute on function submit_payment(text, uuid, text, text, text, text, text, text) to purser_billing;

-- hold_payment: locks a payment, after its invoice, until the end of the database transaction. Raises PL060 no such
-- payment.
create or replace function hold_payment(p_tenant text, p_payment uuid, out i invoices, out p payments)
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_invoice uuid;
begin
    -- A payment never changes its invoice, so that it can be read before the lock.
    select x.invoice_id into v_invoice from payments x where x.tenant_id = p_tenant and x.payment_id = p_payment;
    if not found then
        perform raise_not_found('payment', p_payment);
    end if;
    i := hold_invoice(p_tenant, v_invoice);
    select x.* into strict p from payments x where x.tenant_id = p_tenant and x.payment_id = p_payment
    for no key update;
end
$$;

-- payment_participants: who submitted, decided or refunded a payment, or took part in the invoice and the top-up request
-- that it paid. They do not approve its refund. Invoice and payment stay locked until the end of the database
-- transaction, so that nobody takes part between this and the approval.
--
-- Raises   PL060 no such payment
create or replace function payment_participants(p_tenant text, p_payment uuid) returns setof text
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    held constant record := hold_payment(p_tenant, p_payment);
begin
    return query
    select x.person
    from (
        select unnest(array[(held.p).created_by, (held.p).decided_by, (held.p).refunded_by, (held.i).created_by,
                            (held.i).issued_by, (held.i).paid_by, (held.i).voided_by]) as person
        union
        select unnest(array[r.requested_by, r.decided_by]) from topup_requests r
        where r.tenant_id = p_tenant and r.request_id = (held.i).request_id
    ) x
    where x.person is not null;
end
$$;
grant execute on function payment_participants(text, uuid) to purser_approvals;

-- record_offline_payment: records the payment of an invoice that was made outside Purser, and approves it. Called under
-- the invoice's lock. Raises PL067 the reference is used.
create or replace function record_offline_payment(
    p_tenant text, i invoices, p_by text, p_reference text, p_key text, p_note text, p_meta json
) returns uuid
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_payment constant uuid := new_id();
    v_now timestamptz;
begin
    perform refuse_used_reference(p_tenant, 'offline', p_key);
    v_now := clock_timestamp();
    insert into payments (tenant_id, payment_id, invoice_id, amount, currency, payment_method, status,
                          transaction_reference, reference_key, created_by, decided_by, decided_at, decision_note, meta,
                          created_at, updated_at, processed_at)
    values (p_tenant, v_payment, i.invoice_id, i.amount, i.currency, 'offline', 'succeeded', p_reference, p_key, p_by,
            p_by, v_now, p_note, p_meta, v_now, v_now, v_now);
    return v_payment;
end
$$;

-- mark_approved: marks a payment as approved. Called under its lock. Raises PL061 not pending approval.
create or replace function mark_approved(p payments, p_by text, p_note text, p_meta json) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_status constant text := next_status('payment', p.payment_id, p.status, 'approve');
    v_now constant timestamptz := clock_timestamp();
begin
    update payments x
    set status = v_status, decided_by = p_by, decided_at = v_now, decision_note = p_note, meta = p_meta,
        updated_at = v_now, processed_at = v_now
    where x.tenant_id = p.tenant_id and x.payment_id = p.payment_id;
end
$$;

-- approve_payment: approves a submitted payment, which pays its invoice.
--
-- Takes    tenant (null: the one that has it), payment, the person who approves, a note, the caller's object, if any, and
--          whether that person may have requested the top-up or submitted a payment of the invoice
-- Returns  the payment as payment_details has it, and its invoice as invoice_details has it
-- Raises   PL060 no such payment   PL061 not pending approval
--          PL062 it is the person who requested the top-up or submitted a payment of the invoice
create or replace function approve_payment(
    p_tenant text, p_payment uuid, p_by text, p_note text, p_meta json default null, p_alone boolean default false,
    out payment json, out invoice json
)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := tenant_of_subject(p_tenant, 'payment', p_payment);
    held constant record := hold_payment(v_tenant, p_payment);
begin
    if not p_alone then
        perform refuse_involved(v_tenant, held.i, p_by);
    end if;
    perform mark_approved(held.p, p_by, p_note, p_meta);
    perform settle_invoice(v_tenant, held.i, p_payment);
    select to_json(d) into payment from payment_details d where d.tenant_id = v_tenant and d.payment_id = p_payment;
    select to_json(d) into invoice from invoice_details d
    where d.tenant_id = v_tenant and d.invoice_id = (held.i).invoice_id;
end
$$;
grant execute on function approve_payment(text, uuid, text, text, json, boolean) to purser_billing, purser_approvals;

-- close_payment: ends a payment that did not arrive: rejected, or cancelled by the person who submitted it.
--
-- Takes    tenant (null: the one that has it), payment, the person, the transition (reject or cancel), the reason
-- Returns  the payment as payment_details has it
-- Raises   PL060 no such payment   PL061 invalid transition   PL063 cancelled by another person
create or replace function close_payment(p_tenant text, p_payment uuid, p_by text, p_move text, p_reason text)
returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_tenant constant text := tenant_of_subject(p_tenant, 'payment', p_payment);
    held constant record := hold_payment(v_tenant, p_payment);
    v_status text;
begin
    if p_move = 'cancel' and (held.p).created_by <> p_by then
        raise exception using errcode = 'PL063', message = 'not the one who submitted it';
    end if;
    v_status := next_status('payment', p_payment, (held.p).status, p_move);
    update payments x
    set status = v_status, failure_reason = p_reason, decided_by = p_by, decided_at = now.at, updated_at = now.at,
        processed_at = now.at
    from (select clock_timestamp() as at) now
    where x.tenant_id = v_tenant and x.payment_id = p_payment;
    return (select to_json(d) from payment_details d where d.tenant_id = v_tenant and d.payment_id = p_payment);
end
$$;
grant execute on function close_payment(text, uuid, text, text, text) to purser_billing;

-- refund_payment: refunds a payment. Its approval, the paid invoice and the completed request stay as they are. The
-- caller posts the wallet's reversal in the same database transaction, so that both happen or neither.
--
-- Takes    tenant (null: the one that has it), payment, the person, the reason, and the caller's object, if any
-- Returns  the tenant, the payment as payment_details has it, and the transaction to reverse (null: no wallet was
--          credited)
-- Raises   PL060 no such payment   PL061 not succeeded
create or replace function refund_payment(
    p_tenant text, p_payment uuid, p_by text, p_reason text, p_meta json default null,
    out tenant_id text, out payment json, out reverses uuid
)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
#variable_conflict use_column
declare
    v_tenant constant text := tenant_of_subject(p_tenant, 'payment', p_payment);
    held constant record := hold_payment(v_tenant, p_payment);
    v_status constant text := next_status('payment', p_payment, (held.p).status, 'refund');
begin
    update payments x
    set status = v_status, refunded_by = p_by, refunded_at = now.at, refund_reason = p_reason, refund_meta = p_meta,
        updated_at = now.at
    from (select clock_timestamp() as at) now
    where x.tenant_id = v_tenant and x.payment_id = p_payment;
    tenant_id := v_tenant;
    reverses := (held.p).transaction_id;
    select to_json(d) into payment from payment_details d where d.tenant_id = v_tenant and d.payment_id = p_payment;
end
$$;
grant execute on function refund_payment(text, uuid, text, text, json) to purser_billing, purser_approvals;

-- record_refund: records the transaction that reversed the credit of a payment.
create or replace function record_refund(p_tenant text, p_payment uuid, p_transaction uuid) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    update payments set refund_transaction_id = p_transaction where tenant_id = p_tenant and payment_id = p_payment
$$;
grant execute on function record_refund(text, uuid, uuid) to purser_billing, purser_approvals;
