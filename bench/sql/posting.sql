-- A transfer between two random guarded wallets, with one event.
\set from random(1, :wallets)
\set to (:from + random(0, :wallets - 2)) % :wallets + 1
\set last 100000 + greatest(:from, :to)
\set first 100000 + least(:from, :to)
\set n :n + 1
\set client 100000000000 + :client_id
select post('bench', 'round', format('[{"kind": "p2p_transfer", "description": "Bench", "events": [{"type": "CashOutRecorded", "detail": {}, "event_id": "%s-0000-7000-8000-%s"}]}]', :n::int, :client::bigint)::jsonb, array[(1, 'person', :owner::text || :first, 'USD', -0.01, null, false), (1, 'person', :owner::text || :last, 'USD', 0.01, null, false)]::posting_entry[], now());
