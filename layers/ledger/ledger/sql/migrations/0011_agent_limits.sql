-- Functions that got other parameters: `create or replace` would leave the old ones beside the new ones.
drop function if exists value_created(text, uuid, timestamptz);
drop function if exists left_of_limits(text, text, uuid, text, timestamptz); -- replaced by exceeded_limit()
drop function if exists set_agent_limits(text, text, text, numeric, numeric, text, text);

-- The credit lines that an agent changed in a day.
create index account_changes_of_lines on account_changes (tenant_id, changed_by, changed_at) where field = 'credit_limit';
