-- Lifetimes: the tables whose rows are kept for a number of days, and then removed by emptying a whole partition.
--
-- Partitions 0, 1 and 2 take turns: one is written, the one before it is read, and the third is empty or expired. When
-- the lifetime is over, the next partition, which is empty, becomes the written one, and the written one is still read.
-- The partition that was read until then has expired, and is emptied an hour later. So a row is kept for at least one
-- lifetime, and for two and three hours at most, if the relay runs.
--
-- Nothing is created and nothing has to be done in time: if no call of expire() succeeds, rows are only kept longer.

-- set_lifetimes: sets the lifetimes in days that a stack chooses. Called by every migration with its parameters.
create or replace function set_lifetimes(p_key_days integer, p_event_days integer) returns void
language sql
set search_path = ledger, pg_temp
as $$
    update lifetimes set days = case table_name when 'requests' then p_key_days else p_event_days end
    where table_name in ('requests', 'inbox', 'feed', 'mails')
$$;

-- expire: empties the expired partition of a table, and makes the next one the written one when the lifetime is over.
-- Called every minute; nearly every call finds nothing to do.
--
-- Takes    the table
-- Raises   55P03 the expired partition has been in use by other sessions at every call for a day
--
-- `answer_subjects` has the partitions of `requests`, and is emptied with it: first, since an erasure reads it first.
--
-- The time is the server's. Each step waits an hour longer than it must. Within that hour every database transaction
-- ends that began before the last change, so none of them still writes to the previous partition or reads the expired
-- one.
create or replace function expire(p_table text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_lifetime lifetimes;
    v_next smallint;
    v_is_filled boolean;
    v_tables constant text[] := case p_table when 'requests' then array['answer_subjects', 'requests'] else array[p_table] end;
begin
    perform require_every_tenant(); -- otherwise a partition would look empty
    select l.* into v_lifetime from lifetimes l where l.table_name = p_table for update skip locked;
    if not found or v_lifetime.since > clock_timestamp() - interval '1 hour' then
        return;
    end if;

    v_next := (v_lifetime.part + 1) % 3;
    execute format('select exists (select from %I)', p_table || '_' || v_next) into v_is_filled;
    if v_is_filled then
        begin
            execute 'truncate ' || (select string_agg(format('%I', t || '_' || v_next), ', ') from unnest(v_tables) t);
        exception when lock_not_available then
            if v_lifetime.since < clock_timestamp() - interval '25 hours' then
                raise;
            end if;
            return;
        end;
        update lifetimes set parts_to_search = array_remove(parts_to_search, v_next) where table_name = p_table;
    end if;

    if v_lifetime.since < clock_timestamp() - make_interval(days => v_lifetime.days, hours => 1) then
        update lifetimes set part = v_next, since = clock_timestamp() where table_name = p_table;
    end if;
end
$$;
grant execute on function expire(text) to purser_relay;
