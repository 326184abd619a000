-- An epoch is known by the transaction that wrote it, and no longer by the cluster's identifier, for which not every
-- administrator may ask: see functions/00_checkpoints.sql.

-- written_by: the transaction that wrote the row last, as the cluster counts them. Of a row of before it is not known:
-- no transaction has this number, so that the migration begins an epoch.
alter table xid_epochs rename column cluster_id to written_by;
alter table xid_epochs drop constraint xid_epochs_pkey, add primary key (base);
update xid_epochs set written_by = -1;
