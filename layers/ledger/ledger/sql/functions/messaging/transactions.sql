-- Events of transactions. A posting writes none: its entries are what an event is made of, and they are immutable and
-- committed with it. So a relay reads the entries, once and in order, and stores how far it came (decisions/0117).
--
-- Neither ids nor times are in commit order, so the order is that of xids, and a relay reads up to the oldest database
-- transaction that is open: every lower xid has ended and is visible.

-- readable_until: the xid of the oldest open database transaction: every lower one has ended, and its entries are visible.
--
-- Takes    the next xid of a reader, which has locked it
-- Raises   P0001 it is in the future, as after a restore without a migration
create or replace function readable_until(p_next_xid bigint) returns bigint
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_end constant bigint := xid_base() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
begin
    if v_end < p_next_xid then
        raise exception using message = 'the next transaction is in the future: this data came from another cluster',
            hint = 'Run the migration, which begins an epoch.';
    end if;
    return v_end;
end
$$;

-- require_reader: refuses a login that reads for others.
--
-- Raises   42501 the reader is not this login's
create or replace function require_reader(p_reader text) returns void
language plpgsql stable
set search_path = ledger, pg_temp
as $$
begin
    if (p_reader = 'webhooks') <> (session_user = 'purser_webhooks')
            and session_user in ('purser_webhooks', 'purser_relay') then
        raise exception using errcode = '42501', message = 'the reader is not this login''s';
    end if;
end
$$;

-- lease_transactions: leases to the caller the next transactions of all tenants.
--
-- Takes    the reader; how many entries, and for the reader `webhooks` how many events in all; and the seconds of the lease
-- Returns  leased_until, which names the lease; what to read: from next_xid (of this one after a tenant and a transaction) to
--          until_xid, which is excluded; whether there is more. There are no more than that, unless one xid has. There
--          may be none.
--          No row: another relay has the lease.
-- Raises   P0001 the stored xid is in the future, as after a restore without a migration
--          42501 not every tenant was announced, or the reader is not this login's
--
-- A lease has no more than 2,000 xids, so that one after an outage reads little more than it leases.
create or replace function lease_transactions(p_reader text, p_limit integer, p_seconds double precision)
returns table (
    leased_until timestamptz, next_xid bigint, after_tenant text, after_transaction uuid, until_xid bigint,
    has_more boolean
)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
    r transaction_readers;
    v_end bigint;
    v_until bigint;
    v_too_many bigint; -- the xid of the first entry, or other event, that is too many
begin
    perform require_every_tenant();
    perform require_reader(p_reader);
    select x.* into r from transaction_readers x
    where x.reader = p_reader and x.leased_until <= clock_timestamp()
    for update skip locked;
    if not found then
        return;
    end if;
    v_end := readable_until(r.next_xid);
    v_until := least(r.next_xid + 2000, v_end);
    select x.xid into v_too_many from (
        (select e.xid from entries e
         where e.xid >= r.next_xid and e.xid < v_until
         order by e.xid limit p_limit + 1)
        union all
        (select o.xid from outbox o
         where p_reader = 'webhooks' and o.xid >= r.next_xid and o.xid < v_until and o.xid > 0
         order by o.xid limit p_limit + 1)
        union all
        (select p.xid from published p
         where p_reader = 'webhooks' and p.xid >= r.next_xid and p.xid < v_until and p.xid > 0
         order by p.xid limit p_limit + 1)
    ) x
    order by x.xid
    offset p_limit limit 1;
    if found then
        v_until := greatest(v_too_many, r.next_xid + 1);
    end if;
    return query
        update transaction_readers x
        set leased_until = clock_timestamp() + make_interval(secs => p_seconds)
        where x.reader = p_reader
        returning x.leased_until, x.next_xid, x.after_tenant, x.after_transaction, v_until, v_until < v_end;
end
$$;
grant execute on function lease_transactions(text, integer, double precision) to purser_relay, purser_webhooks;

-- transactions_between: the transactions in a range of xids, of all tenants that have the events of theirs on, with a row for
-- each entry, in the order of xids, tenants and transactions.
--
-- Takes    the reader; the first xid, of which those after a tenant and a transaction are returned; the last xid (excluded).
--          The reader `webhooks` gets those of tenants with a webhook for them
-- Returns  amounts in minor units; balance_after is null for open wallets
--
-- Wallets and transactions are found by whole keys, whatever the statistics say, since a lateral subquery with a limit is
-- not joined in another way.
create or replace function transactions_between(
    p_reader text, p_from bigint, p_after_tenant text, p_after_transaction uuid, p_to bigint
)
returns table (
    xid bigint, tenant_id text, transaction_id uuid, kind text, reason text, meta json, posted_at timestamptz,
    wallet_id uuid, owner_kind text, owner_id text, currency text, amount bigint, balance_after bigint
)
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    select require_every_tenant();
    select e.xid, e.tenant_id, e.transaction_id, t.kind, coalesce(t.reason, t.kind), t.meta, e.posted_at,
           e.wallet_id, w.owner_kind, w.owner_id, w.currency, e.amount, e.balance_after
    from entries e
    cross join lateral (
        select x.* from wallets x where x.tenant_id = e.tenant_id and x.wallet_id = e.wallet_id limit 1
    ) w
    cross join lateral (
        select x.* from transactions x where x.tenant_id = e.tenant_id and x.transaction_id = e.transaction_id limit 1
    ) t
    where e.xid >= p_from and e.xid < p_to
        and (e.xid > p_from or (e.tenant_id, e.transaction_id) > (p_after_tenant, p_after_transaction))
        and e.tenant_id <> all (array(select s.tenant_id from event_settings s where not s.transactions))
        and (p_reader <> 'webhooks' or e.tenant_id = any (
            array(select w.tenant_id from webhooks w where 'TransactionPosted' = any (w.types) and w.deleted_at is null)))
    order by e.xid, e.tenant_id, e.transaction_id, e.entry_number
$$;
grant execute on function transactions_between(text, bigint, text, uuid, bigint) to purser_relay, purser_webhooks;

-- advance_reader: ends a lease. What lies before a place counts as read. Events that the bus refused by themselves wait in the
-- outbox, as all others do.
--
-- Takes    the reader; leased_until of the lease; the place, as lease_transactions() returns it; a JSON array of {tenant_id,
--          event_id, type, detail, error}
-- Raises   42501 not every tenant was announced, or the reader is not this login's, or it publishes nothing
--
-- It does nothing if another relay has leased since.
create or replace function advance_reader(
    p_reader text, p_leased_until timestamptz, p_next_xid bigint, p_after_tenant text, p_after_transaction uuid,
    p_refused json
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform require_every_tenant();
    perform require_reader(p_reader);
    if p_reader = 'webhooks' and json_array_length(p_refused) > 0 then
        raise exception using errcode = '42501', message = 'this reader publishes nothing';
    end if;
    update transaction_readers
    set next_xid = p_next_xid, after_tenant = p_after_tenant, after_transaction = p_after_transaction,
        leased_until = '-infinity'
    where reader = p_reader and leased_until = p_leased_until;
    if found then
        insert into outbox (tenant_id, event_id, detail_type, detail, due_at, attempts, last_error)
        select x.tenant_id, x.event_id, x.type, x.detail, clock_timestamp(), 1, x.error
        from json_to_recordset(p_refused) x (tenant_id text, event_id uuid, type text, detail json, error text);
    end if;
end
$$;
grant execute on function advance_reader(text, timestamptz, bigint, text, uuid, json) to purser_relay, purser_webhooks;

-- lock_reader: waits until a reader stores what it has read, and keeps it from reading until the end of the database transaction.
create or replace function lock_reader(p_reader text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform from transaction_readers x where x.reader = p_reader for update;
end
$$;
grant execute on function lock_reader(text) to purser_eraser;

-- transactions_age: for all tenants, the number of transactions that a reader has not read, among the next 10,000 xids,
-- and the age of the oldest of these in seconds.
create or replace function transactions_age(p_reader text) returns table (waiting bigint, seconds double precision)
language plpgsql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    r transaction_readers;
begin
    perform require_every_tenant();
    select x.* into r from transaction_readers x where x.reader = p_reader;
    return query
        select count(distinct (e.tenant_id, e.transaction_id)),
               coalesce(extract(epoch from clock_timestamp() - min(e.posted_at)), 0)::double precision
        from entries e
        where e.xid >= r.next_xid and e.xid < r.next_xid + 10000
            and (e.xid > r.next_xid or (e.tenant_id, e.transaction_id) > (r.after_tenant, r.after_transaction));
end
$$;
grant execute on function transactions_age(text) to purser_relay, purser_webhooks;
