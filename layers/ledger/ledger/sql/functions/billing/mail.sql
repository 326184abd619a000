-- reserve_mail: reserves an event's mail for the caller, for p_seconds.
--
-- Takes    tenant, event, its type, the invoice that was issued (or null), the caller's id, and seconds
-- Returns  mine: this caller has reserved it; held: another caller has; ended: nothing is left to do
create or replace function reserve_mail(
    p_tenant text, p_event uuid, p_kind text, p_invoice uuid, p_holder uuid, p_seconds double precision
) returns text
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v mails;
begin
    -- The event has no row before its first delivery, and its key is unique within one partition only.
    perform pg_advisory_xact_lock(hashtextextended(p_tenant || E'\n' || p_event::text, 0));
    -- A separate statement, which sees what was committed while the lock was waited for.
    select * into v from mails where tenant_id = p_tenant and event_id = p_event for update;
    if not found then
        insert into mails (tenant_id, event_id, part, kind, invoice_id, holder, held_until)
        select p_tenant, p_event, l.part, p_kind, p_invoice, p_holder,
               clock_timestamp() + make_interval(secs => p_seconds)
        from lifetimes l where l.table_name = 'mails';
        return 'mine';
    end if;
    if v.outcome is not null then
        return 'ended';
    elsif v.holder <> p_holder and v.held_until > clock_timestamp() then
        return 'held';
    end if;
    update mails
    set holder = p_holder, held_until = clock_timestamp() + make_interval(secs => p_seconds), attempts = v.attempts + 1
    where tenant_id = p_tenant and event_id = p_event;
    return 'mine';
end
$$;
grant execute on function reserve_mail(text, uuid, text, uuid, uuid, double precision) to purser_mail;

-- release_mail: ends a reservation after a failure, so that the next delivery can try at once.
create or replace function release_mail(p_tenant text, p_event uuid, p_holder uuid) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    update mails set held_until = clock_timestamp()
    where tenant_id = p_tenant and event_id = p_event and holder = p_holder and outcome is null
$$;
grant execute on function release_mail(text, uuid, uuid) to purser_mail;

-- close_mail: stores the final outcome, and copies it to the invoice that the mail is about. A recipient that was stored is
-- not needed any more.
create or replace function close_mail(p_tenant text, p_event uuid, p_outcome text, p_message text) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    with ended as (
        update mails
        set outcome = p_outcome, message_id = p_message, ended_at = clock_timestamp(), email = null, name = null,
            written_by = null
        where tenant_id = p_tenant and event_id = p_event and outcome is null
        returning invoice_id
    )
    update invoices set mail_status = p_outcome
    where tenant_id = p_tenant and invoice_id = (select invoice_id from ended)
$$;
grant execute on function close_mail(text, uuid, text, text) to purser_mail;
