-- By what transactions are found in transaction_meta.

-- meta_member: stands for a member of an object: the first 8 bytes of the SHA-256 hash of its name and its value. Whoever finds
-- a transaction by it compares the value too, since others may have the same hash.
create or replace function meta_member(p_name text, p_value text) returns bytea
    language sql immutable strict parallel safe as $$
    select substr(sha256(convert_to(p_name || E'\n' || p_value, 'UTF8')), 1, 8)
$$;
grant execute on function meta_member(text, text) to purser_read, purser_writer, purser_eraser;

-- searched_members: the members of an object that are found: texts, numbers as they are written, and booleans.
create or replace function searched_members(p_meta json) returns setof bytea
    language sql immutable strict parallel safe as $$
    select distinct meta_member(m.key, m.value #>> '{}') from json_each(p_meta) m
    where json_typeof(m.value) in ('string', 'number', 'boolean')
$$;
grant execute on function searched_members(json) to purser_writer, purser_eraser;
