-- email, name: the recipient of a mail about a change of the contact: whoever got the tenant's e-mail until then. Such a
-- mail has its row before its event is delivered. They are removed when the mail is sent. written_by: whose data they are:
-- who had set that contact, or had asked for a top-up.
alter table mails add column if not exists email text;
alter table mails add column if not exists name text;
alter table mails add column if not exists written_by text collate "C";

create index if not exists mails_of_writer on mails (tenant_id, written_by) where written_by is not null; -- for an erasure

-- Functions that got other parameters: `create or replace` would leave the old ones beside the new ones.
drop function if exists set_contact(text, text, text, text, text, text);
drop function if exists people_of(text, text, text);
