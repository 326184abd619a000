-- refuse_change: the trigger of the tables of history, to which rows are only added. A correction is a new transaction.
-- The one exception is erase_person(), which runs as purser_eraser. That role has the privilege to update the columns with
-- texts, and no other.
--
-- Raises   PL099 for every other UPDATE, DELETE or TRUNCATE, whoever sends it
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and current_user = 'purser_eraser' then
        return null;
    end if;
    raise exception using errcode = 'PL099',
        message = format('%s on %s: history is immutable; post a correction instead', tg_op, tg_table_name);
end
$$;

do $$
declare
    history regclass;
begin
    foreach history in array array[
        'entries', 'transactions', 'account_changes', 'settlements', 'approval_policies', 'erasures', 'other_changes',
        'hold_captures', 'late_entries'
    ]::regclass[] loop
        execute format('create or replace trigger immutable before update or delete or truncate on %s '
                       'for each statement execute function refuse_change()', history);
        -- ALWAYS: it fires with session_replication_role = replica too.
        execute format('alter table %s enable always trigger immutable', history);
    end loop;
end
$$;
