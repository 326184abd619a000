-- refuse: raises a refusal from within an expression, so that a statement can judge what it has just locked.
create or replace function refuse(sqlstate text, message text, detail json default null) returns boolean
language plpgsql as $$
begin
    raise exception using errcode = sqlstate, message = message, detail = coalesce(detail::text, '');
end
$$;
