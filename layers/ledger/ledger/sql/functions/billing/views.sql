-- The views of billing's routes. Amounts are minor units. Every migration drops and creates them, since a view cannot
-- change its columns in place. They call no volatile function, not even clock_timestamp(): PostgreSQL would compute
-- such a view for every row of its tables before it joins a page of them.
drop view if exists topup_request_details, invoice_details, payment_details;

create view payment_details as
select p.tenant_id, p.payment_id, p.invoice_id, i.number as invoice_number, p.amount, p.currency, p.payment_method,
       p.method_id, p.status, p.transaction_reference, p.notes, p.failure_reason, p.created_by, p.created_at, p.updated_at,
       p.processed_at, p.decided_by, p.decided_at, p.decision_note, p.refunded_by, p.refunded_at, p.refund_reason,
       p.meta, p.refund_meta
from payments p
join invoices i on i.tenant_id = p.tenant_id and i.invoice_id = p.invoice_id;

create view invoice_details as
select i.tenant_id, i.invoice_id, i.number, i.purpose, i.status,
       i.status = 'issued' and i.due_at < statement_timestamp() as is_overdue,
       i.amount, i.currency,
       array(
            select json_build_object('description', l.description, 'amount', l.amount)
            from invoice_lines l
            where l.tenant_id = i.tenant_id and l.invoice_id = i.invoice_id
            order by l.line_no
       ) as lines,
       i.issued_by, i.issued_at, i.due_at, i.paid_by, i.paid_at, i.voided_by, i.voided_at, i.void_reason,
       i.period_start, i.period_end, i.request_id, i.mail_status,
       array(
            select to_json(p) from payment_details p
            where p.tenant_id = i.tenant_id and p.invoice_id = i.invoice_id
            order by p.created_at, p.payment_id
       ) as payments,
       i.created_at
from invoices i;

-- decisions: the decision on the request, and the voiding of its invoice. Each is stored once, in the row that it
-- changed, and nothing overwrites it.
create view topup_request_details as
select r.tenant_id, r.request_id, r.wallet_id, r.amount, r.currency, r.status, r.note, r.requested_by, r.requested_at,
       r.decided_by, r.decided_at, r.decision_note,
       case when i.invoice_id is not null then json_build_object(
            'invoice_id', i.invoice_id, 'number', i.number, 'status', i.status, 'due_at', i.due_at) end as invoice,
       array(
            select json_build_object('by', d.decided_by, 'at', d.decided_at, 'decision', d.decision, 'note', d.note)
            from (values
                (1, r.decided_by, r.decided_at,
                 case when i.invoice_id is not null then 'approved' else r.status end, r.decision_note),
                (2, i.voided_by, i.voided_at, 'voided', i.void_reason)
            ) as d (step, decided_by, decided_at, decision, note)
            where d.decided_by is not null
            order by d.step
       ) as decisions,
       r.completed_at
from topup_requests r
left join invoices i on i.tenant_id = r.tenant_id and i.request_id = r.request_id;
