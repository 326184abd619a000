-- The xid of the database transaction that wrote an event, as entries have it, by which the readers of transactions find it.
-- Events that exist already are before the first webhook. See functions/posting/checkpoints.sql for the default, which the
-- functions of an earlier release use too.
create function stored_xid() returns bigint language plpgsql as $$
begin
    return ledger.xid_base() + pg_current_xact_id()::text::bigint;
end
$$;
alter table outbox add column xid bigint not null default 0;
alter table outbox alter column xid set default stored_xid();
create index outbox_by_xid on outbox (xid) where xid > 0;
alter table published add column xid bigint not null default 0;
alter table published alter column xid set default stored_xid();
create index published_by_xid on published (xid) where xid > 0;

-- The URLs to which a tenant has its events sent. types: of these events. failures: the number of attempts since the last
-- one that succeeded. status: failing, if a delivery has failed for good and none has succeeded since. deleted_at: nobody sees
-- it any more, and the row stays until its deliveries are deleted.
create table webhooks (
    tenant_id text collate "C" not null references tenants,
    webhook_id uuid not null,
    url text collate "C" not null,
    types text[] collate "C" not null,
    description text,
    status text collate "C" not null default 'active' check (status in ('active', 'failing')),
    failures integer not null default 0,
    created_by text collate "C" not null,
    created_at timestamptz not null default clock_timestamp(),
    deleted_at timestamptz,
    primary key (tenant_id, webhook_id)
);

-- The secrets that sign what is sent to a webhook. A table of its own, which no login reads. The answer that is stored for an
-- Idempotency-Key contains a secret too.
create table webhook_secrets (
    tenant_id text collate "C" not null,
    webhook_id uuid not null,
    secret bytea not null,
    created_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, webhook_id, created_at),
    foreign key (tenant_id, webhook_id) references webhooks
);

-- The deliveries of events to webhooks. occurred_at: the time of the event. due_at: of the next attempt; null: it has ended.
-- leased_until: an attempt is under way, and another one is due if it has no result by then. retry_until: no attempt begins
-- after this time; null: there was none. answered_at, status, error: the result of the last attempt that has one, either an HTTP
-- status or an error. delivered_at: null if it waits or has failed.
create table deliveries (
    tenant_id text collate "C" not null,
    delivery_id uuid not null,
    webhook_id uuid not null,
    event_id uuid not null,
    type text collate "C" not null,
    detail json not null,
    occurred_at timestamptz not null,
    created_at timestamptz not null,
    due_at timestamptz,
    leased_until timestamptz,
    retry_until timestamptz,
    attempts integer not null default 0,
    answered_at timestamptz,
    status smallint,
    error text collate "C",
    delivered_at timestamptz,
    primary key (tenant_id, delivery_id),
    unique (tenant_id, webhook_id, event_id),
    foreign key (tenant_id, webhook_id) references webhooks
);

create index deliveries_due on deliveries (tenant_id, webhook_id, due_at) where due_at is not null;
create index deliveries_leased on deliveries (tenant_id, webhook_id) where leased_until is not null;
create index deliveries_by_age on deliveries (created_at);
-- For an erasure, which finds those of transactions by their events.
create index deliveries_of_other_events on deliveries (tenant_id) where type <> 'TransactionPosted';

drop function if exists transactions_between(bigint, text, uuid, bigint); -- replaced by one that takes the reader too
