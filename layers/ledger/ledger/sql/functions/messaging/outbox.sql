-- emit: writes events of a database transaction that posts nothing. Others are written by post().
--
-- Takes    tenant, and a JSON array of {event_id, type, detail, relay?}; relay: only the relay publishes the event,
--          so it is due at once. Not jsonb, so that a meta in a detail keeps its order and its numbers
create or replace function emit(p_tenant text, p_events json) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    insert into outbox (tenant_id, event_id, detail_type, detail, due_at)
    select p_tenant, e.event_id, e.type, e.detail,
           clock_timestamp() + case when e.relay then interval '0' else interval '10 s' end
    from json_to_recordset(p_events) as e (event_id uuid, type text, detail json, relay boolean)
$$;
grant execute on function emit(text, json) to purser_bets, purser_billing, purser_approvals, purser_audit, purser_relay;

-- emit: for the code of release 0.1.0, which calls it until a deployment has replaced that code. The next release drops it.
create or replace function emit(p_tenant text, p_events jsonb) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    select emit(p_tenant, p_events::json)
$$;
grant execute on function emit(text, jsonb) to purser_bets, purser_billing, purser_approvals, purser_audit, purser_relay;

-- mark_published: moves events that the bus accepted from the outbox to published, where they stay for seven days.
create or replace function mark_published(p_tenant text, p_events uuid[]) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    with gone as (
        delete from outbox
        where tenant_id = p_tenant and event_id = any (p_events)
        returning tenant_id, event_id, detail_type, detail, created_at, xid
    )
    insert into published (tenant_id, event_id, detail_type, detail, created_at, xid)
    select * from gone
    on conflict (tenant_id, event_id) do update set published_at = clock_timestamp()
$$;
grant execute on function mark_published(text, uuid[]) to purser_bets, purser_audit, purser_relay;

-- lease_outbox: leases to the caller the rows, of any tenant, that have been due for the longest time.
--
-- Takes    how many rows, and the seconds of the lease
--
-- It crosses tenants because one relay serves all of them. Rows are leased, and then published outside any database
-- transaction, so that no lock is held while the bus does not respond.
--
-- It reads the rows that it leases and no others, however many wait, through the index on due_at. The time must be
-- stable for that: an index cannot be searched for a value that changes during the search, as clock_timestamp() does.
-- The plan must know the limit: for an unknown one, PostgreSQL assumes a tenth of all rows. And it must not depend on
-- the statistics: those of a moment when nothing was due make it look cheap to read all rows and sort the due ones.
create or replace function lease_outbox(p_limit integer, p_seconds double precision)
returns table (tenant_id text, event_id uuid, detail_type text, detail json, created_at timestamptz, attempts integer)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
set enable_sort = off
as $$
#variable_conflict use_column
begin
    perform require_every_tenant();
    return query
        with due as (
            select o.tenant_id, o.event_id from outbox o
            where o.due_at <= statement_timestamp()
            order by o.due_at
            limit p_limit
            for update skip locked
        )
        update outbox o
        set due_at = clock_timestamp() + make_interval(secs => p_seconds), attempts = o.attempts + 1
        from due
        where o.tenant_id = due.tenant_id and o.event_id = due.event_id
        returning o.tenant_id, o.event_id, o.detail_type, o.detail, o.created_at, o.attempts;
end
$$;
grant execute on function lease_outbox(integer, double precision) to purser_relay;

-- note_failure: records the reason for which the bus refused a row. The row becomes due again after a pause that
-- doubles with each attempt, up to 15 minutes.
--
-- Takes    tenant, event, and the number of attempts that lease_outbox() returned: it names the lease. A relay whose lease
--          has ended does not change the row of the relay that has leased it since.
create or replace function note_failure(p_tenant text, p_event uuid, p_attempts integer, p_error text) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    update outbox
    set last_error = p_error,
        due_at = clock_timestamp() + make_interval(secs => least(power(2, least(attempts, 10)), 900))
    where tenant_id = p_tenant and event_id = p_event and attempts = p_attempts
$$;
grant execute on function note_failure(text, uuid, integer, text) to purser_relay;

-- outbox_age: for all tenants, the number of waiting rows, counted up to a limit in the order in which they are due, and the
-- age of the oldest of these in seconds. An event that the bus refuses is due again within 15 minutes.
create or replace function outbox_age(p_limit integer) returns table (waiting bigint, seconds double precision)
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select require_every_tenant();
    select count(*), coalesce(extract(epoch from clock_timestamp() - min(o.created_at)), 0)
    from (select created_at from outbox order by due_at limit p_limit) o
$$;
grant execute on function outbox_age(integer) to purser_relay;

-- forget_published: deletes, for all tenants, events that the bus accepted more than seven days ago.
--
-- Takes    the greatest number of events
-- Returns  how many it deleted; fewer than the greatest number if there are no more, or if another call deletes them
create or replace function forget_published(p_limit integer) returns bigint
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_count bigint;
begin
    perform require_every_tenant();
    with old as materialized (
        select tenant_id, event_id from published
        where published_at < statement_timestamp() - interval '7 days' -- stable, so that the index can be used
        limit p_limit
        for update skip locked
    )
    delete from published p using old
    where p.tenant_id = old.tenant_id and p.event_id = old.event_id;
    get diagnostics v_count = row_count;
    return v_count;
end
$$;
grant execute on function forget_published(integer) to purser_relay;

-- send_again: puts the events of all tenants that the bus accepted since a time into the outbox again, after it lost
-- them.
create or replace function send_again(p_since timestamptz) returns bigint
language sql security definer
set search_path = ledger, pg_temp
as $$
    select require_every_tenant();
    with back as (
        insert into outbox (tenant_id, event_id, detail_type, detail, created_at, due_at, xid)
        select tenant_id, event_id, detail_type, detail, created_at, clock_timestamp(), xid
        from published where published_at >= p_since
        on conflict do nothing
        returning 1
    )
    select count(*) from back
$$;
