-- Coin policies of tournaments, the awards paid by them, and the index that finds a tournament's entry fees.

create domain coins as integer check (value between 0 and 1000000);
create domain award as text collate "C" check (value in ('participation', 'place_1', 'place_2', 'place_3', 'place_4'));

-- The coins that a tournament gives. A tournament without a row gives the defaults.
create table coin_policies (
    tenant_id text collate "C" not null,
    tournament_id text collate "C" not null,
    participation coins not null,
    top4 coins not null,
    runner_up coins not null,
    winner coins not null,
    primary key (tenant_id, tournament_id)
);

-- The awards of an owner for a registration, each paid once. The key consists of these columns and not of the text that
-- the history shows, which two registrations can share. It is no idempotency key, so that no caller can use it first.
create table awards (
    tenant_id text collate "C" not null,
    registration_id text collate "C" not null,
    award award not null,
    owner_id text collate "C" not null,
    tournament_id text collate "C" not null,
    amount coins not null, -- by the policy of that time; zero: nothing was due, and nothing will be
    transaction_id uuid, -- null: nothing was due
    awarded_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, registration_id, award, owner_id)
) with (fillfactor = 80); -- transaction_id is written later, into the same page

-- The awards of a tournament that gave coins. Not by transaction_id, whose later update would then write the index.
create index awards_of_tournament on awards (tenant_id, tournament_id) where amount > 0;

-- The entry fees of a tournament, see entry_fees(). By a column and not by an expression of meta, for which row-level
-- security would not use the index.
create index transactions_of_tournaments on transactions (tenant_id, tournament_id, transaction_id)
    where tournament_id is not null;
