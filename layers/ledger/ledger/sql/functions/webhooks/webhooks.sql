-- delivery_details: the deliveries to webhooks, without what is sent. answered_at: when the last attempt had its result.
-- next_attempt_at: not before then; while an attempt is under way, when it counts as lost.
drop view if exists delivery_details;
create view delivery_details as
select case when d.due_at is not null then 'waiting' when d.delivered_at is not null then 'delivered' else 'failed' end as status,
       case when d.due_at is not null then greatest(d.due_at, d.created_at) end as next_attempt_at,
       d.tenant_id, d.webhook_id, d.delivery_id, d.event_id, d.type, d.occurred_at, d.created_at, d.resent_at, d.attempts,
       d.status as http_status, d.error, d.answered_at, d.due_at, d.delivered_at
from deliveries d;

-- webhook_as_json: a webhook as a record of a change has it.
create or replace function webhook_as_json(w webhooks) returns json
language sql stable
set search_path = ledger, pg_temp
as $$
    select json_strip_nulls(json_build_object(
        'url', w.url, 'types', w.types, 'description', w.description, 'disabled', w.disabled, 'rotated_at', w.rotated_at))
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

-- update_webhook: changes what is given; null: it stays. A secret replaces the newest one, which signs too for 24 hours.
-- At most five sign: a further one ends the oldest at once.
--
-- Takes    tenant, webhook, URL, types, description, whether it is disabled, secret, who changes it, and the id of the request
-- Returns  what it is then; no row if there is none
create or replace function update_webhook(
    p_tenant text, p_webhook uuid, p_url text, p_types text[], p_description text, p_disabled boolean, p_secret bytea, p_by text,
    p_request text
) returns setof webhooks
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_now timestamptz;
    v_rotated_at timestamptz;
    v_enabled_at timestamptz;
    v_before webhooks;
    v_after webhooks;
begin
    select w.* into v_before from webhooks w
    where w.tenant_id = p_tenant and w.webhook_id = p_webhook and w.deleted_at is null
    for no key update;
    if not found then
        return;
    end if;
    -- After the lock, and after the newest secret even if the clock was set back: the newest one is the current one.
    v_now := greatest(clock_timestamp(), (
        select max(s.created_at) + interval '1 us' from webhook_secrets s
        where s.tenant_id = p_tenant and s.webhook_id = p_webhook));
    v_rotated_at := case when p_secret is not null then v_now end;
    v_enabled_at := case when v_before.disabled and not p_disabled then v_now end;
    update webhooks w
    set url = coalesce(p_url, w.url), types = coalesce(p_types, w.types), description = coalesce(p_description, w.description),
        disabled = coalesce(p_disabled, w.disabled), rotated_at = coalesce(v_rotated_at, w.rotated_at),
        enabled_at = coalesce(v_enabled_at, w.enabled_at)
    where w.tenant_id = p_tenant and w.webhook_id = p_webhook
    returning w.* into v_after;
    if p_secret is not null then
        update webhook_secrets s set expires_at = v_now + interval '24 hours'
        where s.tenant_id = p_tenant and s.webhook_id = p_webhook and s.expires_at is null;
        insert into webhook_secrets (tenant_id, webhook_id, secret, created_at) values (p_tenant, p_webhook, p_secret, v_now);
        delete from webhook_secrets s
        where s.tenant_id = p_tenant and s.webhook_id = p_webhook and s.created_at <= (
            select x.created_at from webhook_secrets x
            where x.tenant_id = p_tenant and x.webhook_id = p_webhook
            order by x.created_at desc
            offset 5 limit 1);
    end if;
    if v_after is distinct from v_before then
        perform record_change(
            p_tenant, 'webhook', p_webhook::text, p_by, p_request, webhook_as_json(v_before), webhook_as_json(v_after));
    end if;
    return next v_after;
end
$$;
grant execute on function update_webhook(text, uuid, text, text[], text, boolean, bytea, text, text) to purser_events;

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

-- write_test: writes a delivery that tests a webhook. It is due before everything that waits.
--
-- Returns  the id of the delivery; null if there is no such webhook
-- Raises   PL085 the webhook is disabled
create or replace function write_test(p_tenant text, p_webhook uuid) returns uuid
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_delivery constant uuid := new_id();
    v_event constant uuid := new_id();
    v_now constant timestamptz := clock_timestamp();
    v_detail constant json := json_build_object(
        'tenant_id', p_tenant, 'event_id', v_event, 'version', 1, 'webhook_id', p_webhook);
begin
    if not lock_enabled_webhook(p_tenant, p_webhook) then
        return null;
    end if;
    insert into deliveries (tenant_id, delivery_id, webhook_id, event_id, type, detail, occurred_at, created_at, due_at)
    values (p_tenant, v_delivery, p_webhook, v_event, 'WebhookTest', v_detail, v_now, v_now, 'epoch');
    return v_delivery;
end
$$;
grant execute on function write_test(text, uuid) to purser_events;

-- resend_delivery: makes a delivery due before everything that waits, for 24 hours from its next attempt. Its attempts go on
-- being counted. One that is under way stays, and is the first one of these; if its result is lost, the next one follows.
--
-- Returns  the id of the delivery; null if the webhook has no such delivery
-- Raises   PL085 the webhook is disabled
create or replace function resend_delivery(p_tenant text, p_webhook uuid, p_delivery uuid) returns uuid
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    d deliveries;
begin
    if not lock_enabled_webhook(p_tenant, p_webhook) then
        return null;
    end if;
    select x.* into d from deliveries x
    where x.tenant_id = p_tenant and x.webhook_id = p_webhook and x.delivery_id = p_delivery
    for no key update;
    if d.due_at is not null and d.leased_until > clock_timestamp() then
        d.resent_after := d.attempts - 1;
    else
        d.resent_after := d.attempts;
        d.due_at := 'epoch';
        d.leased_until := null;
    end if;
    update deliveries x
    set due_at = d.due_at, leased_until = d.leased_until, retry_until = null, delivered_at = null,
        resent_at = clock_timestamp(), resent_after = d.resent_after
    where x.tenant_id = p_tenant and x.delivery_id = d.delivery_id;
    return d.delivery_id;
end
$$;
grant execute on function resend_delivery(text, uuid, uuid) to purser_events;

-- lock_enabled_webhook: locks a webhook before its deliveries.
--
-- Returns  whether there is one
-- Raises   PL085 it is disabled
create or replace function lock_enabled_webhook(p_tenant text, p_webhook uuid) returns boolean
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_disabled boolean;
begin
    select w.disabled into v_disabled from webhooks w
    where w.tenant_id = p_tenant and w.webhook_id = p_webhook and w.deleted_at is null
    for no key update;
    if v_disabled then
        raise exception using errcode = 'PL085', message = 'webhook disabled';
    end if;
    return found;
end
$$;
