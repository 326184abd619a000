-- A transfer of pgledger between two random accounts that may not become negative.
\set from random(1, :wallets)
\set to (:from + random(0, :wallets - 2)) % :wallets + 1
select id from pgledger_create_transfer('pgla_' || lpad(:from::text, 26, '0'), 'pgla_' || lpad(:to::text, 26, '0'), 0.01);
