-- The place of a house account in the books, in one currency.
create table accounts (
    tenant_id text collate "C" not null,
    wallet_id uuid not null,
    category text collate "C" not null,
    description text,
    changed_by text collate "C" not null,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, wallet_id),
    foreign key (tenant_id, wallet_id) references wallets
);
