-- Monitors: bounds of balances. The relay finds in the entries that were posted since which balances crossed them: see
-- functions/messaging/monitors.sql. Exactly one of below and above is set, in minor units.
-- since_xid: every database transaction with a lower one had ended when the monitor was set, so that it is not looked at.
-- balance: of an open wallet, the sum of its entries below since_xid and of those that were looked at. Null: of a guarded
-- wallet, whose entries have their balances.
create table monitors (
    tenant_id text collate "C" not null references tenants,
    monitor_id text collate "C" not null,
    owner_kind owner_kind not null,
    owner_id text collate "C" not null,
    currency text collate "C" not null references currencies,
    below minor_units,
    above minor_units,
    since_xid bigint not null,
    balance numeric,
    changed_by text collate "C" not null,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, monitor_id),
    check ((below is null) <> (above is null))
);

create index monitors_of_owner on monitors (tenant_id, owner_kind, owner_id, currency);

-- What was deleted has no terms afterwards.
alter table other_changes alter column after drop not null;

drop function if exists open_balance(text, uuid); -- replaced by one that takes an xid too
