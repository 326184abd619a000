-- One write may name several objects: a transfer two persons, a batch up to a thousand holds. object_no: from 0, of the objects
-- of one request.
alter table access_log add column object_no smallint not null default 0;
alter table access_log drop constraint access_log_pkey;
alter table access_log add primary key (tenant_id, request_id, object_no, part);
