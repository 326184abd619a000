-- new_id: a UUID of version 7. PostgreSQL 18 has a function for it. For older versions, the milliseconds since 1970
-- replace the first bytes of a random UUID.
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
grant execute on function new_id() to purser_eraser, purser_writer;

-- entry_id: the id of an entry.
--
-- Takes    the transaction's id, the entry's number in the transaction
-- Returns  the transaction's id with its last four bytes replaced by the number
create or replace function entry_id(transaction_id uuid, entry_number integer) returns uuid
    language sql immutable parallel safe as $$
    select encode(overlay(uuid_send(transaction_id) placing int4send(entry_number) from 13), 'hex')::uuid
$$;
grant execute on function entry_id(uuid, integer)
    to purser_read, purser_wallet, purser_billing, purser_approvals;
