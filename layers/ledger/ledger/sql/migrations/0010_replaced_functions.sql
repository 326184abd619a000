-- Functions that got other parameters: `create or replace` would leave the old ones beside the new ones.
drop function if exists make_checkpoints();
drop function if exists forget_published();
drop function if exists note_failure(text, uuid, text);
