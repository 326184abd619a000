-- settled_until: the latest time up to which nothing more can be posted.
--
-- Returns  just before the present time or, if postings are open, just before the start of the oldest database transaction
--
-- A posting's time is never before the start of its database transaction. The owner, as a member of the roles that post,
-- can read this start in pg_stat_activity. The order matters: first the clock, then the open transactions, and then, in a separate
-- statement with a later snapshot, what the caller reads. A posting that this snapshot does not see was then either one
-- of the open transactions, or its time is later than the clock that was read first.
create or replace function settled_until() returns timestamptz
language plpgsql volatile security definer
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
grant execute on function settled_until() to purser_read, purser_wallet, purser_approvals;
