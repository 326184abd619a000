-- The logins of people whose tokens name the owner of their wallets: two logins with one owner are one person.
-- tenant_id: the token's. A login whose sub is its owner id has no row.
create table logins (
    tenant_id text collate "C" not null,
    owner_id text collate "C" not null,
    sub text collate "C" not null,
    primary key (tenant_id, owner_id, sub)
);

create index logins_by_sub on logins (sub);
create index logins_by_owner on logins (owner_id);

-- A function that got another parameter: `create or replace` would leave the old one beside the new one.
drop function if exists claim(text, text, text, bytea);
