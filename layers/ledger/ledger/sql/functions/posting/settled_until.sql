-- settled_until: the latest time at which nothing more can be posted.
--
-- Returns  just before the present time or, if postings are open, just before the start of the oldest database transaction
--
-- A posting's time is never before the start of its database transaction, and pg_stat_activity shows the application's
-- role when that was. The order matters: the clock first, then the open transactions, and then, in a statement of its
-- own with a later snapshot, what the caller reads. Each posting that this snapshot does not see is then either among
-- the open transactions, or it reads the clock later.
create or replace function settled_until() returns timestamptz
language plpgsql volatile
set search_path = ledger, pg_temp
as $$
declare
    v_now timestamptz := clock_timestamp();
begin
    perform pg_stat_clear_snapshot(); -- otherwise a database transaction sees the same activity at each call
    return least(v_now, (
        select min(a.xact_start) from pg_stat_activity a
        where a.datname = current_database() and a.pid <> pg_backend_pid()
    )) - interval '1 microsecond';
end
$$;
grant execute on function settled_until() to purser_app;
