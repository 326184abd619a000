-- notification_due: a delivery has failed since WebhookFailing was emitted last.
alter table webhooks add column notification_due boolean not null default false;

-- Replaced by one that takes the deliveries.
drop function if exists mark_failing(text, uuid, timestamptz);
