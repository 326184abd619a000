-- This function gets the caller's clock.
drop function if exists expire_holds(timestamptz, uuid, integer);
