-- mac: an authentication code of what was requested, with a key that is not in the database. It replaces the digest, which
-- whoever could change the payload could compute again. What waited before has none, and is not approved. The version before
-- needs the column digest, also after a rollback.
alter table approvals add column if not exists mac bytea;
alter table approvals alter column digest drop not null;

-- A function that got other parameters: `create or replace` would leave the old one beside the new one.
drop function if exists request_approval(text, text, text, text, text, text, bigint, text, json);
