-- A whole write in one call: the key, a transfer between two random guarded wallets, an event and the stored answer.
\set from random(1, :wallets)
\set to (:from + random(0, :wallets - 2)) % :wallets + 1
\set last 100000 + greatest(:from, :to)
\set first 100000 + least(:from, :to)
\set n :n + 1
\set client 100000000000 + :client_id
\set key random(1, 1000000000000000000)
select posting.post_once(row('bench', 'pgbench', null, :key::text, '\x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 201::smallint, '{"transaction_id": "%1$s", "amount": "%5$s", "currency": "%4$s", "balance": "%8$s"}', 'round', now()), row('p2p_transfer', 'Bench', null, null, null, format('%s-0000-7000-8000-%s', :n::int, :client::bigint)::uuid, 'CashOutRecorded', '{}', 'person', :owner::text || :first, null, 'person', :owner::text || :last, null, 'USD', -0.01, null));
