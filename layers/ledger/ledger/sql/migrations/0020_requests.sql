-- A write in one call takes its request and its transaction as a composite value each. The types come first, since the
-- functions that take them are created after all migrations.

-- A request with an idempotency key, as one call executes it. hash: of operation and canonical payload. owner_id: in the
-- principal's token, or null. status, template: of the answer; the function says which of its values it fills in.
-- called_at: the caller's clock.
create type keyed_request as (
    tenant_id text, principal text, owner_id text, key text, hash bytea, status smallint, template text, request_id text,
    called_at timestamptz
);

-- A transaction as post() takes it, with two entries in lock order and at most one event. Of an entry: the owner's kind and
-- id, and the agent of whom the customer must be, or null. currency: null for the customer's own. amount: a signed decimal
-- for the first entry, whose opposite the second one has.
create type two_entry_transaction as (
    kind text, description text, external_reference text, idempotency_key text, meta json,
    event_id uuid, event_type text, event_detail json,
    first_kind text, first_owner text, first_agent text, second_kind text, second_owner text, second_agent text,
    currency text, amount numeric
);

-- The former signatures.
drop function if exists place_bet_once(
    text, text, text, text, bytea, smallint, text, text, text, text, text, text, json, uuid, text, json,
    text, text, text, text, text, text, text, numeric, uuid, uuid, text, numeric, text, timestamptz);
drop function if exists settle_bet_once(
    text, text, text, text, bytea, smallint, text, text, uuid, text, numeric, numeric, text, text, text, text, timestamptz);
do $$
begin
    if to_regnamespace('posting') is not null then
        execute 'set local role purser_writer';
        drop function if exists posting.post_once(
            text, text, text, text, bytea, smallint, text, text, text, text, text, text, json, uuid, text, json,
            text, text, text, text, text, text, text, numeric, timestamptz);
        execute 'set local role purser_owner';
    end if;
end
$$;
