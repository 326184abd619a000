-- The xids of the database transactions that changed holds, as entries have them, by which the relay finds the changes: see
-- functions/messaging/holds.sql. Changes that exist already are before the first event.
--
-- xid: of the creation. ended_xid: of the release, or of the record of the expiry.
alter table holds add column xid bigint not null default 0, add column ended_xid bigint;
alter table holds alter column xid set default stored_xid();
create index holds_by_xid on holds (xid);
create index holds_by_ended_xid on holds (ended_xid) where ended_xid is not null;

-- captured_after: what was captured of the hold with this capture.
alter table hold_captures add column xid bigint not null default 0, add column captured_after bigint not null default 0;
alter table hold_captures alter column xid set default stored_xid(), alter column captured_after drop default;
create index captures_by_xid on hold_captures (xid);

-- Replaced by one that takes minor units.
drop function if exists create_hold_once(
    keyed_request, uuid, text, text, numeric, text, text, text, text, json, timestamptz, integer, text);

-- Replaced by ones that take json, which keeps an event as it is.
drop function if exists advance_reader(text, timestamptz, bigint, text, uuid, jsonb);
drop function if exists write_deliveries(bigint, bigint, jsonb, timestamptz);

-- Whether changes of a tenant's holds are published.
alter table event_settings add column holds boolean not null default true;
drop function if exists set_event_settings(text, boolean, text, text);
