-- The statements of a write, in two round trips: BEGIN, the claim of the key and the posting; the stored answer and
-- COMMIT.
\set from random(1, :wallets)
\set to (:from + random(0, :wallets - 2)) % :wallets + 1
\set last 100000 + greatest(:from, :to)
\set first 100000 + least(:from, :to)
\set n :n + 1
\set client 100000000000 + :client_id
\set key random(1, 1000000000000000000)
\startpipeline
begin;
select claim('bench', 'pgbench', :key::text, '\x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08');
select post('bench', 'round', format('[{"kind": "p2p_transfer", "description": "Bench", "events": [{"type": "CashOutRecorded", "detail": {}, "event_id": "%s-0000-7000-8000-%s"}]}]', :n::int, :client::bigint)::jsonb, '{1,1}', '{person,person}', array[:owner::text || :first, :owner::text || :last], '{USD,USD}', '{-0.01,0.01}', '{null,null}', '{f,f}', now());
\endpipeline
\startpipeline
select store_answer('bench', 'pgbench', :key::text, '\x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 201::smallint, '{"transaction_id": "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c30", "amount": "0.01", "currency": "USD", "balance": "999.99"}');
commit;
\endpipeline
