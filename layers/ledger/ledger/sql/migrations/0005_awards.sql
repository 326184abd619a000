-- Coin policies of tournaments, the awards that were paid by them, and what finds the entry fees of a tournament.

create domain coins as integer check (value between 0 and 1000000);
create domain award as text collate "C" check (value in ('participation', 'place_1', 'place_2', 'place_3', 'place_4'));

-- What a tournament gives; one without a row gives the defaults.
create table coin_policies (
    tenant_id text collate "C" not null,
    tournament_id text collate "C" not null,
    participation coins not null,
    top4 coins not null,
    runner_up coins not null,
    winner coins not null,
    primary key (tenant_id, tournament_id)
);

-- What an owner got for a registration, once. Its key is these columns and not the text that history shows, which two
-- registrations can share; and it is none of the requests' keys, so that no caller can take it first.
create table awards (
    tenant_id text collate "C" not null,
    registration_id text collate "C" not null,
    award award not null,
    owner_id text collate "C" not null,
    tournament_id text collate "C" not null,
    amount coins not null, -- by the policy of that time; zero: nothing was due, and nothing will be
    transaction_id uuid, -- none where nothing was due
    awarded_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, registration_id, award, owner_id)
) with (fillfactor = 80); -- the transaction is written into the claim's own page

-- The entry fees of a tournament. meta is what a caller sent, up to 4 KiB, and an index entry holds less than 3: what
-- is no tournament's id is not in it. Nothing but an entry fee pays for the expression. See entry_fees().
create index transactions_of_tournaments on transactions (
    tenant_id,
    (case when json_typeof(meta -> 'tournament_id') in ('string', 'number')
          then left(meta ->> 'tournament_id', 129) end) collate "C",
    transaction_id
) where kind = 'entry_fee_debit';
