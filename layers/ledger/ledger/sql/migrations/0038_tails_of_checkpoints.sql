-- From when on the entries after the cut-off are, instead of the time of the checkpoint, after which they need not be. Nothing
-- is posted during a migration, so that every such entry is visible.
alter table checkpoints rename column made_at to tail_since;
update checkpoints c set tail_since = least(c.tail_since, t.since)
from (
    select e.tenant_id, e.wallet_id, min(e.posted_at) as since from entries e
    where e.version is null and e.xid >= (select x.cut from xid_epochs x order by x.base desc limit 1)
    group by e.tenant_id, e.wallet_id
) t
where t.tenant_id = c.tenant_id and t.wallet_id = c.wallet_id and t.since < c.tail_since;
