-- disabled: no delivery is written for the webhook and none is sent. rotated_at: when its secret was replaced last; null: never.
-- told_at: when its tenant was told last that it is failing; null: never.
alter table webhooks
    add column disabled boolean not null default false, add column rotated_at timestamptz, add column told_at timestamptz;

-- expires_at: until then a secret signs beside the one that replaced it, and then the next run deletes it. null: the newest one.
alter table webhook_secrets add column expires_at timestamptz;
create index webhook_secrets_by_expiry on webhook_secrets (expires_at) where expires_at is not null;

-- resent_after: how many attempts a delivery had that had ended, when somebody sent it again. Their results do not count.
alter table deliveries add column resent_after integer not null default 0;
create index deliveries_by_webhook on deliveries (tenant_id, webhook_id, delivery_id);
create index deliveries_failed on deliveries (tenant_id, webhook_id, delivery_id) where due_at is null and delivered_at is null;
