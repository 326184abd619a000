-- claim_answer() and post_once() look a key up themselves.
drop function if exists answer_of_key(text, text, text, bytea, smallint);
