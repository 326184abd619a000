-- Every transaction uses the same open wallet: the house receives from any customer.
\set from 100000 + random(1, :wallets)
\set n :n + 1
\set client 100000000000 + :client_id
select post('bench', 'round', format('[{"kind": "manual_adjust", "description": "Bench", "events": [{"type": "CashOutRecorded", "detail": {}, "event_id": "%s-0000-7000-8000-%s"}]}]', :n::int, :client::bigint)::jsonb, array[(1, 'person', :owner::text || :from, 'USD', -0.01, null, false), (1, 'house', '', 'USD', 0.01, null, false)]::posting_entry[], now());
