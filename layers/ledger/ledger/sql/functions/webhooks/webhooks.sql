-- webhook_as_json: a webhook as a record of a change has it.
create or replace function webhook_as_json(w webhooks) returns json
language sql stable
set search_path = ledger, pg_temp
as $$
    select json_strip_nulls(json_build_object('url', w.url, 'types', w.types, 'description', w.description))
$$;

-- create_webhook: creates a webhook with its secret.
--
-- Takes    tenant, the id of the webhook, its URL, the types of its events, a description or null, the secret, who creates it,
--          and the id of the request
-- Raises   PL084 the tenant has as many webhooks as it may have
create or replace function create_webhook(
    p_tenant text, p_webhook uuid, p_url text, p_types text[], p_description text, p_secret bytea, p_by text, p_request text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_maximum constant bigint := 10;
begin
    insert into tenants (tenant_id) values (p_tenant) on conflict do nothing;
    perform lock_terms(p_tenant, 'webhooks', p_tenant); -- so that two calls do not both create the last one
    if v_maximum <= (select count(*) from webhooks w where w.tenant_id = p_tenant and w.deleted_at is null) then
        raise exception using errcode = 'PL084', message = 'too many webhooks',
            detail = json_build_object('maximum', v_maximum);
    end if;
    insert into webhooks (tenant_id, webhook_id, url, types, description, created_by)
    values (p_tenant, p_webhook, p_url, p_types, p_description, p_by);
    insert into webhook_secrets (tenant_id, webhook_id, secret) values (p_tenant, p_webhook, p_secret);
    perform record_change(
        p_tenant, 'webhook', p_webhook::text, p_by, p_request, null,
        (select webhook_as_json(w) from webhooks w where w.tenant_id = p_tenant and w.webhook_id = p_webhook));
end
$$;
grant execute on function create_webhook(text, uuid, text, text[], text, bytea, text, text) to purser_events;

-- delete_webhook: deletes a webhook and its secret. Its deliveries are deleted later, in portions: see forget_deliveries(). An
-- attempt that is under way may still arrive.
--
-- Takes    tenant, webhook, who deletes it, and the id of the request
-- Returns  what it was; no row if there is none
create or replace function delete_webhook(p_tenant text, p_webhook uuid, p_by text, p_request text)
returns setof webhooks
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_before webhooks;
begin
    update webhooks w set deleted_at = clock_timestamp()
    where w.tenant_id = p_tenant and w.webhook_id = p_webhook and w.deleted_at is null
    returning w.* into v_before;
    if found then
        delete from webhook_secrets s where s.tenant_id = p_tenant and s.webhook_id = p_webhook;
        perform record_change(
            p_tenant, 'webhook', p_webhook::text, p_by, p_request, webhook_as_json(v_before), null);
        return next v_before;
    end if;
end
$$;
grant execute on function delete_webhook(text, uuid, text, text) to purser_events;
