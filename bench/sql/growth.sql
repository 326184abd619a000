-- Rows of a ledger that is filled by set-based INSERTs: everything about a transaction follows from its number, so that
-- millions of rows are made without a join, and balances and versions agree with the entries.
create schema growth;

-- One row. Each transaction is step_ms milliseconds after the one before it.
create table growth.shape (
    customers bigint not null,
    transactions bigint not null,
    begins_ms bigint not null,
    step_ms double precision not null
);

-- A UUID of version 7 in the order of time and number.
create function growth.uuid_of(p_ms bigint, p_number bigint, p_variant text) returns uuid
language sql immutable parallel safe as $$
    select (lpad(to_hex(p_ms), 12, '0') || '7000' || p_variant || lpad(to_hex(p_number), 12, '0'))::uuid
$$;

-- The wallet of a customer (variant 9), or of an agent (variant a). The house has the number 0 of the customers.
create function growth.wallet_of(p_number bigint, p_variant text) returns uuid
language sql immutable parallel safe as $$
    select ('01980000-0000-7000-' || p_variant || '000-000000' || (100000 + p_number)::text)::uuid
$$;

-- growth.made: the transactions from one number to another, the second excluded.
--
-- Every twentieth transaction is one of customer 1, whose wallet grows with the ledger. The others are of all other
-- customers by turns. step: what happens, in turns of ten: a bet that is cashed out by the next transaction of its
-- customer, a bet that is lost, and the cashier's credits and debits.
create function growth.made(p_first bigint, p_last bigint) returns table (
    n bigint, who bigint, agent bigint, version bigint, step integer, transaction_id uuid, posted_at timestamptz,
    kind text, amount bigint, balance_after bigint, bet_id uuid, next_id uuid, next_at timestamptz
)
language sql stable as $$
    select n, w.who, (w.who - 1) / 100, w.version, x.step, growth.uuid_of(x.ms, n, '8000'),
           to_timestamp(x.ms / 1000.0::float8),
           ('{credit,bet_stake,bet_cash_out,debit,credit,debit,bet_stake,credit,debit,credit}'::text[])[x.step],
           ('{100000,-10000,8000,-20000,10000,-10000,-10000,20000,-30000,5000}'::bigint[])[x.step],
           (w.version - 1) / 10 * 63000
               + ('{100000,90000,98000,78000,88000,78000,68000,88000,58000,63000}'::bigint[])[x.step],
           case when x.step in (2, 7) then growth.uuid_of(x.ms, n, 'b000')
                when x.step = 3 then growth.uuid_of(x.before_ms, w.before_n, 'b000') end,
           case when w.next_n < s.transactions then growth.uuid_of(x.next_ms, w.next_n, '8000') end,
           to_timestamp(x.next_ms / 1000.0::float8)
    from growth.shape s
    cross join generate_series(p_first, p_last - 1) n
    cross join lateral (select n - n / 20 - 1 as m, s.customers - 1 as others) o
    cross join lateral (
        select case when n % 20 = 0 then 1 else 2 + o.m * 7919 % o.others end as who,
               case when n % 20 = 0 then n / 20 else o.m / o.others end + 1 as version,
               case when n % 20 = 0 then n - 20 else o.m - o.others + (o.m - o.others) / 19 + 1 end as before_n,
               case when n % 20 = 0 then n + 20 else o.m + o.others + (o.m + o.others) / 19 + 1 end as next_n
    ) w
    cross join lateral (
        select ((w.version - 1) % 10)::integer + 1 as step,
               s.begins_ms + (n * s.step_ms)::bigint as ms,
               s.begins_ms + (w.before_n * s.step_ms)::bigint as before_ms,
               s.begins_ms + (w.next_n * s.step_ms)::bigint as next_ms
    ) x
$$;
