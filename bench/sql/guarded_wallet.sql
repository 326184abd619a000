-- Every movement against the same guarded wallet, which each has to wait for.
\set from 100000 + random(1, :wallets)
\set e random(10000000, 99999999)
\set f random(100000000000, 999999999999)
select post('bench', 'pgbench', 'round', ('[{"kind": "debit", "description": "Bench", "events": [{"type": "CashOutRecorded", "detail": {}, "event_id": "' || :e || '-0000-4000-8000-' || :f || '"}]}]')::jsonb, '{1,1}', '{tenant,person}', array['', 'p' || :from], '{USD,USD}', '{0.01,-0.01}', null, null);
