-- reason: the word for which a transaction was requested, where it is not its kind. effective_at: when it happened, where that
-- is before it was posted.
alter table transactions add column reason text collate "C", add column effective_at timestamptz;

alter type two_entry_transaction add attribute reason text;

-- It returns the reason too.
drop function if exists transactions_between(text, bigint, text, uuid, bigint);
