-- A transfer between two guarded wallets with one event, every wallet as likely as any other.
\set from random(1, :wallets)
\set to (:from + random(0, :wallets - 2)) % :wallets + 1
\set last 100000 + greatest(:from, :to)
\set first 100000 + least(:from, :to)
\set e random(10000000, 99999999)
\set f random(100000000000, 999999999999)
select post('bench', 'pgbench', 'round', ('[{"kind": "transfer", "description": "Bench", "events": [{"type": "CashOutRecorded", "detail": {}, "event_id": "' || :e || '-0000-4000-8000-' || :f || '"}]}]')::jsonb, '{1,1}', '{person,person}', array['p' || :last, 'p' || :first], '{USD,USD}', '{-0.01,0.01}', null, null);
