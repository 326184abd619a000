-- Only letters and digits of a reference are compared. PostgreSQL knows neither of every writing without a locale, so that
-- storage/reference_keys.py computes the keys of earlier payments. Some of these have one reference now: reference_no counts
-- them, from 0.
alter table payments add column reference_no integer not null default 0;
drop index payments_by_reference;
create unique index payments_by_reference on payments (tenant_id, reference_key, payment_method, reference_no)
    where status in ('pending_approval', 'succeeded') and reference_key is not null;
