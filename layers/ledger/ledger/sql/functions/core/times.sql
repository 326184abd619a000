-- time_text: a time as answers have it, like format_time() in Python: in UTC, without a fraction at a whole second.
create or replace function time_text(at timestamptz) returns text
language sql stable parallel safe
return replace(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000Z', 'Z');
grant execute on function time_text(timestamptz) to purser_writer;
