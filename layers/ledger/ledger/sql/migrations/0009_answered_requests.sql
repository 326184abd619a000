-- A request has its row from the moment on that it has its answer; until then a lock stands for it.
alter table requests alter column status set not null, alter column answer set not null, reset (fillfactor);

-- It takes the hash now. The old one would write no answer: better that it is missing.
drop function if exists store_answer(text, text, text, smallint, text);
