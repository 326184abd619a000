-- Marks: what stands for an erased text. A mark shows whoever has the key, and nobody else, that a text was a given one.

-- person_is_erased: whether the texts about a person were erased. Nothing new is then written about them.
create or replace function person_is_erased(p_tenant text, p_owner text) returns boolean
language sql stable
set search_path = ledger, pg_temp
as $$
    select exists (select from erasures e where e.tenant_id = p_tenant and e.owner_id = p_owner)
$$;

-- require_not_erased: refuses what would write a text about an erased person, and keeps an erasure waiting until the end
-- of the database transaction. Postings need it for new wallets only: for others, the wallet's lock does the same.
--
-- Raises   PL036 the person was erased
create or replace function require_not_erased(p_tenant text, p_owner text) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('erasure of ' || p_tenant || E'\n' || p_owner, 0));
    if person_is_erased(p_tenant, p_owner) then
        raise exception using errcode = 'PL036', message = 'the person was erased';
    end if;
end
$$;

-- is_erasure_mark: whether a text is a mark.
create or replace function is_erasure_mark(p_text text) returns boolean
    language sql immutable strict parallel safe as $$
    select p_text ~ '^erased:[0-9a-f]{32}$'
$$;
grant execute on function is_erasure_mark(text) to purser_eraser;

-- erasure_mark: the mark of a text; of a mark, the mark itself. It is the first 128 bits of an HMAC-SHA-256 (RFC 2104,
-- which allows this length) of the text and its place, so that equal texts in two places have different marks.
--
-- Takes    the tenant's key, combined with the inner and with the outer padding of RFC 2104; the place as
--          table/id/column; the text
create or replace function erasure_mark(p_inner bytea, p_outer bytea, p_place text, p_text text) returns text
    language sql immutable strict parallel safe as $$
    select case when is_erasure_mark(p_text) then p_text else 'erased:' || left(encode(sha256(
        p_outer || sha256(p_inner || convert_to(p_place || E'\n' || p_text, 'UTF8'))), 'hex'), 32) end
$$;
grant execute on function erasure_mark(bytea, bytea, text, text) to purser_eraser;

-- erased_meta: an object of a caller, as {"erased": mark}.
create or replace function erased_meta(p_inner bytea, p_outer bytea, p_place text, p_meta json) returns json
    language sql immutable strict parallel safe as $$
    select json_build_object('erased', case
        when is_erasure_mark(p_meta ->> 'erased') then p_meta ->> 'erased'
        else erasure_mark(p_inner, p_outer, p_place, p_meta::text) end)
$$;
grant execute on function erased_meta(bytea, bytea, text, json) to purser_eraser;

-- text_members: the members of answers, payloads and events that contain texts of people.
create or replace function text_members() returns text[]
    language sql immutable parallel safe as $$
    select array['cash_out_trigger_reason', 'decision_note', 'description', 'email', 'external_reference',
                 'idempotency_key', 'name', 'note', 'notes', 'reason', 'username']
$$;
grant execute on function text_members() to purser_eraser;

-- erased_document: a JSON document without the texts of its text members, and without `meta`. Of an array with objects
-- about several people, only those are changed that contain one of the names.
--
-- Takes    the key as erasure_mark does, the place, names of the person as quoted JSON, and the document
create or replace function erased_document(
    p_inner bytea, p_outer bytea, p_place text, p_names text[], p_document json
) returns json
language plpgsql immutable parallel safe
set search_path = ledger, pg_temp
as $$
begin
    case json_typeof(p_document)
        when 'object' then
            return (
                select coalesce(json_object_agg(m.key, case
                    when m.key = 'meta' and json_typeof(m.value) = 'object'
                        then erased_meta(p_inner, p_outer, p_place || '/meta', m.value)
                    when m.key = any (text_members()) and json_typeof(m.value) = 'string'
                        then to_json(erasure_mark(p_inner, p_outer, p_place || '/' || m.key, m.value #>> '{}'))
                    else erased_document(p_inner, p_outer, p_place || '/' || m.key, p_names, m.value)
                    end order by m.number), '{}')
                from json_each(p_document) with ordinality as m (key, value, number));
        when 'array' then
            return (
                select coalesce(json_agg(case
                    when m.is_named or not m.is_anyone_named
                        then erased_document(p_inner, p_outer, p_place || '/' || m.number, p_names, m.value)
                    else m.value end order by m.number), '[]')
                from (
                    select e.number, e.value, contains_any(e.value::text, p_names) as is_named,
                           bool_or(contains_any(e.value::text, p_names)) over () as is_anyone_named
                    from json_array_elements(p_document) with ordinality as e (value, number)
                ) m);
        else
            return p_document;
    end case;
end
$$;
grant execute on function erased_document(bytea, bytea, text, text[], json) to purser_eraser;

-- contains_any: whether a text contains one of the names.
create or replace function contains_any(p_text text, p_names text[]) returns boolean
    language sql immutable strict parallel safe as $$
    select exists (select from unnest(p_names) n (name) where strpos(p_text, n.name) > 0)
$$;
grant execute on function contains_any(text, text[]) to purser_eraser;
