-- clock_skew_limit: how far a time may be ahead of another clock. Synchronised clocks differ by milliseconds,
-- and a posting waits for its locks for ten seconds at most.
create or replace function clock_skew_limit() returns interval
language sql immutable parallel safe
return interval '1 minute';
grant execute on function clock_skew_limit() to purser_read, purser_wallet, purser_writer;

-- tournament_of: the tournament that the meta of an entry fee names; null if it names none. meta is sent by a caller and
-- has up to 4 KiB, while an index entry holds less than 3: what is cut cannot be a tournament's id.
create or replace function tournament_of(p_meta json) returns text
language sql immutable parallel safe
return case when json_typeof(p_meta -> 'tournament_id') in ('string', 'number')
            then left(p_meta ->> 'tournament_id', 129) end;
grant execute on function tournament_of(json) to purser_writer;

-- is_guarded: whether a wallet has a floor, a cached balance and a lock, by the kind of its owner.
create or replace function is_guarded(p_owner_kind text) returns boolean
language sql immutable parallel safe
return p_owner_kind in ('person', 'tenant');
grant execute on function is_guarded(text) to purser_writer;

-- permits: whether a guarded wallet permits an amount: the rule of the floor, which refuses only what lowers the balance.
-- PostgreSQL copies it into the statements that change a wallet, so that it is evaluated under the row's lock.
--
-- Takes    the wallet's columns, the signed amount in minor units, and whether the floor is waived for this entry
create or replace function permits(
    p_status text, p_balance bigint, p_credit_limit bigint, p_allow_overdraft boolean, p_minor bigint,
    p_floor_is_waived boolean
) returns boolean
language sql immutable parallel safe
return p_status <> 'erased'
    and (p_minor > 0 or p_floor_is_waived
         or p_status = 'active' and (p_balance + p_minor >= -p_credit_limit or p_allow_overdraft))
    and abs(p_balance + p_minor) <= 9007199254740991;
grant execute on function permits(text, bigint, bigint, boolean, bigint, boolean) to purser_writer;
