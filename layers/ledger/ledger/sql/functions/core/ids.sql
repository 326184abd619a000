-- new_id: a UUID, version 7. PostgreSQL 18 has its own; before it, the milliseconds are laid over a random one.
do $do$
begin
    if current_setting('server_version_num')::int >= 180000 then
        create or replace function new_id() returns uuid language sql volatile parallel safe
            return uuidv7();
    else
        create or replace function new_id() returns uuid language sql volatile parallel safe as $$
            select encode(
                set_bit(set_bit(overlay(
                    uuid_send(gen_random_uuid())
                    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                    from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
        $$;
    end if;
end
$do$;
grant execute on function new_id() to purser_app;

-- entry_id: the id of a transaction's leg: the transaction's, its last four bytes replaced by the leg's number.
create or replace function entry_id(transaction_id uuid, leg integer) returns uuid
    language sql immutable parallel safe as $$
    select encode(overlay(uuid_send(transaction_id) placing int4send(leg) from 13), 'hex')::uuid
$$;
grant execute on function entry_id(uuid, integer) to purser_app;
