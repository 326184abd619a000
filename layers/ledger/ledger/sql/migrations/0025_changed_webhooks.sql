-- disabled: no delivery is written for the webhook and none is sent. enabled_at: when that ended last; null: it never was.
-- rotated_at: when its secret was replaced last; null: never. notified_at: when WebhookFailing was emitted last; null: never.
alter table webhooks
    add column disabled boolean not null default false, add column enabled_at timestamptz, add column rotated_at timestamptz,
    add column notified_at timestamptz;

-- expires_at: until then a secret that was replaced signs too. null: it was not replaced.
alter table webhook_secrets add column expires_at timestamptz;
create index webhook_secrets_by_expiry on webhook_secrets (expires_at) where expires_at is not null;

-- resent_at: when somebody sent the delivery again last; null: never. resent_after: how many attempts it had then, whose results
-- do not count any more.
alter table deliveries add column resent_at timestamptz, add column resent_after integer not null default 0;
create index deliveries_by_webhook on deliveries (tenant_id, webhook_id, delivery_id);
create index deliveries_failed on deliveries (tenant_id, webhook_id, delivery_id) where due_at is null and delivered_at is null;
create index deliveries_tried on deliveries (tenant_id, webhook_id, retry_until) where due_at is not null;
drop index deliveries_by_age;
create index deliveries_by_age on deliveries (coalesce(resent_at, created_at));

-- Replaced by due_tenants(), by one for a whole tenant, and by one that draws the pause.
drop function if exists due_webhooks(timestamptz);
drop function if exists lease_deliveries(text, uuid, timestamptz, double precision);
drop function if exists record_attempt(text, uuid, integer, integer, text, timestamptz, timestamptz);
