-- How far the transactions of all tenants were read to make events of them. Their entries are read in the order of xids:
-- see functions/messaging/transactions.sql. begin_epoch() adds the row of a new reader.
-- next_xid: every transaction with a lower one was read, and of this one those up to after_tenant and after_transaction.
-- leased_until: until then what follows belongs to one relay.
create table transaction_readers (
    reader text collate "C" primary key,
    next_xid bigint not null,
    after_tenant text collate "C" not null default '',
    after_transaction uuid not null default '00000000-0000-0000-0000-000000000000',
    leased_until timestamptz not null default '-infinity'
);
