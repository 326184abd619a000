-- Marks: what stands for an erased text. A mark shows whoever has the key, and nobody else, that a text was a given one.

-- person_is_erased: whether the texts about a person were erased. Nothing new is then written about them.
create or replace function person_is_erased(p_tenant text, p_owner text) returns boolean
language sql stable
set search_path = ledger, pg_temp
as $$
    select exists (select from erasures e where e.tenant_id = p_tenant and e.owner_id = p_owner)
$$;

-- hold_off_erasure: keeps an erasure of a person waiting until the end of the database transaction, or waits for the one that is
-- under way.
create or replace function hold_off_erasure(p_tenant text, p_owner text) returns void
language sql
set search_path = ledger, pg_temp
as $$
    select pg_advisory_xact_lock_shared(hashtextextended('erasure of ' || p_tenant || E'\n' || p_owner, 0))
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
    perform hold_off_erasure(p_tenant, p_owner);
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

-- is_erased_meta: whether an object has a mark and nothing else. A caller's own object may have a member "erased" too.
create or replace function is_erased_meta(p_meta json) returns boolean
    language sql immutable strict parallel safe as $$
    select is_erasure_mark(p_meta ->> 'erased') is true and (select count(*) from json_object_keys(p_meta)) = 1
$$;
grant execute on function is_erased_meta(json) to purser_eraser;

-- erased_meta: an object of a caller, as {"erased": mark}.
create or replace function erased_meta(p_inner bytea, p_outer bytea, p_place text, p_meta json) returns json
    language sql immutable strict parallel safe as $$
    select json_build_object('erased', case
        when is_erased_meta(p_meta) then p_meta ->> 'erased'
        else erasure_mark(p_inner, p_outer, p_place, p_meta::text) end)
$$;
grant execute on function erased_meta(bytea, bytea, text, json) to purser_eraser;

-- text_members: the members of answers, payloads and events that contain texts of people.
create or replace function text_members() returns text[]
    language sql immutable parallel safe as $$
    select array['cash_out_trigger_reason', 'decision_note', 'description', 'email', 'external_reference',
                 'idempotency_key', 'meta', 'name', 'note', 'notes', 'outcome_meta', 'reason', 'username']
$$;
grant execute on function text_members() to purser_eraser;

-- texts_about: the text members of an object that a person wrote or that are about the person, if this member has an id of
-- the person. What others wrote to decide about billing stays. tenant_id: of a contact that the person stored.
create or replace function texts_about(p_member text) returns text[]
    language sql immutable parallel safe as $$
    select case p_member
        when 'approval_id' then array['decision_note']
        when 'finding_id' then array['note']
        when 'payment_id' then array['notes']
        when 'request_id' then array['note']
        when 'tenant_id' then array['email', 'name']
        else text_members() end
$$;
grant execute on function texts_about(text) to purser_eraser;

-- erased_document: a JSON document without texts about a person.
--
-- Takes    the key as erasure_mark does, the place, the document; the person's ids: an object with the members that have
--          one, each with an object whose keys are the ids. The same text in another member does not count. Null: the
--          whole document is about the person.
create or replace function erased_document(
    p_inner bytea, p_outer bytea, p_place text, p_document json, p_ids jsonb default null
) returns json
language plpgsql immutable parallel safe
set search_path = ledger, pg_temp
as $$
declare
    v_texts text[];
begin
    case json_typeof(p_document)
        when 'object' then
            v_texts := case when p_ids is null then text_members() else array(
                select unnest(texts_about(m.key)) from json_each(p_document) m
                where (p_ids -> m.key) ? (m.value #>> '{}')) end;
            return (
                select coalesce(json_object_agg(m.key, case
                    when m.key = any (v_texts) and json_typeof(m.value) = 'string'
                        then to_json(erasure_mark(p_inner, p_outer, p_place || '/' || m.key, m.value #>> '{}'))
                    when m.key not in ('meta', 'outcome_meta') then
                        erased_document(p_inner, p_outer, p_place || '/' || m.key, m.value, p_ids)
                    when m.key = any (v_texts) and json_typeof(m.value) = 'object'
                        then erased_meta(p_inner, p_outer, p_place || '/' || m.key, m.value)
                    else m.value end order by m.number), '{}')
                from json_each(p_document) with ordinality as m (key, value, number));
        when 'array' then
            return (
                select coalesce(json_agg(
                    erased_document(p_inner, p_outer, p_place || '/' || e.number, e.value, p_ids) order by e.number), '[]')
                from json_array_elements(p_document) with ordinality as e (value, number));
        else
            return p_document;
    end case;
end
$$;
grant execute on function erased_document(bytea, bytea, text, json, jsonb) to purser_eraser;
