-- A hold is pending until it has ended, which an index finds out with less work than its status takes. So a new hold costs
-- no more than a debit although it is now in one more index.
drop index holds_of_wallet;
create index holds_of_wallet on holds (tenant_id, wallet_id, expires_at) include (amount, captured) where ended_at is null;
-- The pending holds of all tenants in the order in which they expire, for expire_holds().
create index holds_by_expiry on holds (expires_at, hold_id) where ended_at is null;

-- Not domains, whose checks every new hold would pay for: it has nothing captured, a capture takes at most what is left, and
-- the wallet of whoever gets it has a checked kind.
drop view if exists hold_details;
alter table holds alter column captured type bigint, alter column to_kind type text collate "C";
