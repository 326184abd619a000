-- mac: an authentication code of what was requested, with a key that is not in the database. It replaces the digest, which
-- whoever could change the payload could compute again. What waited before has none, and is not approved.
drop view if exists approval_details; -- it has the digest; functions/approvals/approvals.sql creates it again
alter table approvals drop column if exists digest;
alter table approvals add column if not exists mac bytea;

-- A function that got other parameters: `create or replace` would leave the old one beside the new one.
drop function if exists request_approval(text, text, text, text, text, text, bigint, text, json);
drop function if exists hold_approval(text, uuid);
