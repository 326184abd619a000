-- The key by which the cursors of lists are authenticated. An administrator may replace it.
create table cursor_key (
    is_only boolean primary key default true check (is_only),
    secret bytea not null check (length(secret) = 32)
);
insert into cursor_key (secret) values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
