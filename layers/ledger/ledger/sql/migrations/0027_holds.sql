-- Holds: amounts of a person's wallet that are reserved for a later transaction. See functions/holds/holds.sql.

-- held: what is left of all holds of the wallet that are recorded as pending, also of those that have expired since. Like
-- balance it has no bounds here.
-- held_until: none of them expires earlier, so that nothing has to be looked up until then. Infinity if there is none.
alter table wallets add column held bigint not null default 0,
    add column held_until timestamptz not null default 'infinity';

create domain hold_status as text collate "C" check (value in ('pending', 'captured', 'released', 'expired'));

-- captured: the sum of its captures. to_kind, to_owner: who gets what is captured; null: each capture says it.
-- created_at: the wallet's time. It has no foreign keys, as transactions have none.
create table holds (
    tenant_id text collate "C" not null,
    hold_id uuid not null,
    wallet_id uuid not null,
    owner_id text collate "C" not null,
    currency text collate "C" not null,
    amount minor_units not null,
    captured minor_units not null default 0,
    status hold_status not null default 'pending',
    to_kind owner_kind,
    to_owner text collate "C",
    reason text collate "C" not null,
    external_reference text,
    meta json, -- not jsonb: it is returned as it was sent
    expires_at timestamptz not null,
    created_at timestamptz not null,
    created_by text collate "C" not null,
    request_id text collate "C" not null,
    idempotency_key text collate "C",
    ended_at timestamptz,
    primary key (tenant_id, hold_id)
);

create index holds_of_owner on holds (tenant_id, owner_id, status, created_at, hold_id);
create index holds_by_status on holds (tenant_id, status, created_at, hold_id);
create index holds_to_persons on holds (tenant_id, to_owner) where to_kind = 'person'; -- for an erasure
-- What a wallet has reserved, by the time at which it expires.
create index holds_of_wallet on holds (tenant_id, wallet_id, expires_at) include (amount, captured) where status = 'pending';

-- The transactions that captured something of a hold.
create table hold_captures (
    tenant_id text collate "C" not null,
    transaction_id uuid not null,
    hold_id uuid not null,
    amount minor_units not null,
    primary key (tenant_id, transaction_id)
);

create index captures_of_hold on hold_captures (tenant_id, hold_id, transaction_id);

-- What a transaction takes of a hold, as post() gets it. Its members are those of `Captured` in Python, which explains them.
create type captured_hold as (minor bigint, until timestamptz, despite_freeze boolean);

-- Replaced by ones that know what is held.
drop function if exists post(text, text, jsonb, posting_entry[], timestamptz);
drop function if exists waive_or_refuse(text, posting_entry, bigint);
drop function if exists permits(text, bigint, bigint, boolean, bigint, boolean);
