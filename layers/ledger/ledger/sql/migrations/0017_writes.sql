-- post_once() belongs to purser_writer now, in a schema of that role; answer_of_key() has its parameters in another order.
drop function if exists post_once(
    text, text, text, text, bytea, smallint, text, text, text, text, text, text, json, uuid, text, json,
    text, text, text, text, text, text, text, numeric, timestamptz);
drop function if exists answer_of_key(smallint, text, text, text, bytea);

-- The age of what waits is read in the order of due times.
drop index if exists outbox_by_age;
