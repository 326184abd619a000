-- transitions: the allowed transitions of billing subjects, each with its name. All others are refused.
--
-- The first two statuses of a payment are for payment gateways. A payment made by hand begins as pending_approval.
create or replace function transitions()
returns table (subject text, move text, from_status text, to_status text)
language sql immutable parallel safe
set search_path = ledger, pg_temp
as $$
    values ('topup_request', 'approve', 'pending', 'invoiced'),
           ('topup_request', 'reject', 'pending', 'rejected'),
           ('topup_request', 'cancel', 'pending', 'cancelled'),
           ('topup_request', 'complete', 'invoiced', 'completed'),
           ('topup_request', 'void', 'invoiced', 'cancelled'),
           ('invoice', 'issue', 'draft', 'issued'),
           ('invoice', 'pay', 'issued', 'paid'),
           ('invoice', 'void', 'draft', 'void'),
           ('invoice', 'void', 'issued', 'void'),
           ('payment', 'process', 'pending', 'processing'),
           ('payment', 'cancel', 'pending', 'cancelled'),
           ('payment', 'fail', 'pending', 'failed'),
           ('payment', 'succeed', 'processing', 'succeeded'),
           ('payment', 'fail', 'processing', 'failed'),
           ('payment', 'approve', 'pending_approval', 'succeeded'),
           ('payment', 'reject', 'pending_approval', 'failed'),
           ('payment', 'cancel', 'pending_approval', 'cancelled'),
           ('payment', 'refund', 'succeeded', 'refunded')
$$;

-- next_status: the status to which a transition leads. Called under the subject's lock.
--
-- Raises   PL061 it is not allowed from the present status; detail {subject, id, status, move, allowed}
create or replace function next_status(p_subject text, p_id uuid, p_status text, p_move text) returns text
language plpgsql stable
set search_path = ledger, pg_temp
as $$
declare
    v_to text;
begin
    select t.to_status into v_to from transitions() t
    where t.subject = p_subject and t.move = p_move and t.from_status = p_status;
    if not found then
        raise exception using errcode = 'PL061', message = 'invalid transition', detail = json_build_object(
            'subject', p_subject, 'id', p_id, 'status', p_status, 'move', p_move,
            'allowed', (select json_agg(t.from_status) from transitions() t
                        where t.subject = p_subject and t.move = p_move));
    end if;
    return v_to;
end
$$;

-- raise_not_found: refuses a subject that does not exist for this caller.
--
-- Raises   PL060 detail {subject, id}
create or replace function raise_not_found(p_subject text, p_id uuid) returns void
language plpgsql stable
set search_path = ledger, pg_temp
as $$
begin
    raise exception using errcode = 'PL060', message = 'not found', detail = json_build_object(
        'subject', p_subject, 'id', p_id);
end
$$;

-- tenant_of_subject: the given tenant or, if it is null (root named none), the tenant that has the billing subject.
create or replace function tenant_of_subject(p_tenant text, p_subject text, p_id uuid) returns text
language plpgsql stable security definer
set search_path = ledger, pg_temp
as $$
begin
    return case
        when p_tenant is not null then p_tenant
        when p_subject = 'topup_request' then (
            select r.tenant_id from topup_requests r where r.request_id = p_id)
        when p_subject = 'invoice' then (select i.tenant_id from invoices i where i.invoice_id = p_id)
        when p_subject = 'payment' then (select p.tenant_id from payments p where p.payment_id = p_id)
    end;
end
$$;
grant execute on function tenant_of_subject(text, text, uuid) to purser_read, purser_billing;
