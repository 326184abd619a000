-- Whom and what the stored answers are about, so that an erasure finds those about a person: ids of persons, and of what
-- belongs to them. A row has the partition of its answer, and goes with it.
create table answer_subjects (
    tenant_id text collate "C" not null,
    subject text collate "C" not null,
    principal text collate "C" not null,
    key text collate "C" not null,
    part smallint not null,
    primary key (tenant_id, subject, principal, key, part)
) partition by list (part);

create table answer_subjects_0 partition of answer_subjects for values in (0)
    with (autovacuum_vacuum_insert_threshold = -1);
create table answer_subjects_1 partition of answer_subjects for values in (1)
    with (autovacuum_vacuum_insert_threshold = -1);
create table answer_subjects_2 partition of answer_subjects for values in (2)
    with (autovacuum_vacuum_insert_threshold = -1);

-- parts_to_search: the partitions of `requests` with answers that the release before stored, without their subjects. An
-- erasure searches all their answers, until expire() has emptied them.
alter table lifetimes add column parts_to_search smallint[] not null default '{}';
update lifetimes set parts_to_search = array(
    select p.part from (values (0::smallint), (1), (2)) p (part)
    where exists (select r.tenant_id from requests r where r.part = p.part))
where table_name = 'requests';
