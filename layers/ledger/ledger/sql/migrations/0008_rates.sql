-- Rate limits: a token bucket for each principal, and one for each tenant, whose `principal` is empty. A full bucket has
-- no row, or one whose time has passed. Unlogged: what a crash loses is as if nothing had been sent in the last seconds.
create unlogged table rate_buckets (
    tenant_id text collate "C" not null,
    principal text collate "C" not null,
    full_at timestamptz not null,
    primary key (tenant_id, principal)
) with (fillfactor = 50);
