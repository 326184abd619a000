-- number_cash_outs: adds cash-outs to the feeds of their agents, each bet once, however often its event is delivered and
-- however many events it has.
--
-- Takes    tenant, the consumer's name, and a JSON array of {event_id, agent_id, bet_id} in the order of delivery
-- Returns  how many were new
-- Order    1 the inbox, by event, so that a second delivery waits for the first   2 events that name no cash-out of the
--          agent are left out   3 the heads of the feeds, by agent, locked until commit: whoever sees a number has seen
--          every smaller one   4 bets that were numbered before are left out   5 the feed
--
-- Two deliveries of one event do not wait in step 1 if expire() changes the partition between them. The second one then
-- waits in step 3, and step 4 leaves it out.
create or replace function number_cash_outs(p_tenant text, p_consumer text, p_events jsonb) returns bigint
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_fresh uuid[];
    v_count bigint;
begin
    with fresh as (
        insert into inbox (tenant_id, consumer, event_id, part)
        select distinct p_tenant, p_consumer, e.event_id, l.part
        from jsonb_to_recordset(p_events) as e (event_id uuid)
        join lifetimes l on l.table_name = 'inbox'
        where not exists (
            select from inbox i
            where i.tenant_id = p_tenant and i.consumer = p_consumer and i.event_id = e.event_id)
        order by e.event_id
        on conflict do nothing
        returning event_id
    )
    select array_agg(event_id) into v_fresh from fresh;
    if v_fresh is null then
        return 0;
    end if;

    -- Whatever the event names, an agent's feed has only cash-outs of the agent's own customers.
    select jsonb_agg(to_jsonb(e) order by e.no) into p_events
    from (
        select distinct on (x.bet_id) x.agent_id, x.bet_id, x.no
        from rows from (jsonb_to_recordset(p_events) as (event_id uuid, agent_id text, bet_id uuid))
             with ordinality as x (event_id, agent_id, bet_id, no)
        join bets b on b.tenant_id = p_tenant and b.bet_id = x.bet_id and b.agent_id = x.agent_id
            and b.status = 'cashed_out'
        where x.event_id = any (v_fresh)
        order by x.bet_id, x.no
    ) e;
    if p_events is null then
        return 0;
    end if;

    insert into feed_heads (tenant_id, agent_id, sequence)
    select distinct p_tenant, e.agent_id, 0
    from jsonb_to_recordset(p_events) as e (agent_id text)
    order by e.agent_id
    on conflict do nothing;

    perform from feed_heads h
    where h.tenant_id = p_tenant
        and h.agent_id in (select e.agent_id from jsonb_to_recordset(p_events) as e (agent_id text))
    order by h.agent_id
    for update;

    -- A separate statement, which sees the bets that were numbered while the locks were waited for.
    with numbered as (
        select e.agent_id, e.bet_id,
               greatest(h.sequence, (select max(base) from feed_epochs))
                   + row_number() over (partition by e.agent_id order by e.no) as sequence
        from jsonb_to_recordset(p_events) as e (agent_id text, bet_id uuid, no bigint)
        join feed_heads h on h.tenant_id = p_tenant and h.agent_id = e.agent_id
        where not exists (select from feed f where f.tenant_id = p_tenant and f.bet_id = e.bet_id)
    ), advanced as (
        update feed_heads f set sequence = n.newest
        from (select agent_id, max(sequence) as newest from numbered group by agent_id) n
        where f.tenant_id = p_tenant and f.agent_id = n.agent_id
    ), written as (
        insert into feed (tenant_id, agent_id, sequence, bet_id, part)
        select p_tenant, n.agent_id, n.sequence, n.bet_id, l.part
        from numbered n
        join lifetimes l on l.table_name = 'feed'
        returning 1
    )
    select count(*) into v_count from written;
    return v_count;
end
$$;
grant execute on function number_cash_outs(text, text, jsonb) to purser_feed;

-- begin_feed_epoch: begins an epoch of the feeds if the data was restored: it is in another cluster than before, or
-- begin_epoch() has found that it was copied. Called by every migration, after begin_epoch().
--
-- Takes    the name of the cluster
--
-- A restore takes numbers back that clients have seen. Given out again, they would stand for other cash-outs, which these
-- clients would never get. So the numbers of a new epoch begin above all that were ever given out: at the time of its
-- beginning in microseconds, since no agent has a million cash-outs a second. Those of the first one begin at 1.
create or replace function begin_feed_epoch(p_cluster text) returns void
language sql
set search_path = ledger, pg_temp
as $$
    insert into feed_epochs (base, cluster)
    select case
               when not exists (select from feed_epochs) then 0
               else greatest((extract(epoch from clock_timestamp()) * 1000000)::bigint,
                             (select max(h.sequence) from feed_heads h))
           end,
           p_cluster
    where not exists (
        select from (select * from feed_epochs order by base desc limit 1) f
        where f.cluster = p_cluster and f.begun_at > (select max(x.begun_at) from xid_epochs x))
$$;

-- begin_stream_wait: counts a request that begins to wait for new cash-outs of an agent's feed. The function that waits
-- has a limited concurrency, which one agent or one tenant must not use up.
--
-- Takes    tenant, agent, request, the seconds after which the request has ended whatever happens, and the greatest
--          number of waiting requests of an agent and of a tenant
-- Raises   PL082 the agent or the tenant has as many
-- Order    1 a lock on the tenant's requests, so that they are counted one after the other   2 expired ones are removed
--          3 the number   4 the request; a retry of it counts once
create or replace function begin_stream_wait(
    p_tenant text, p_agent text, p_request text, p_seconds integer, p_of_agent integer, p_of_tenant integer
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_agent bigint;
    v_tenant bigint;
    v_first timestamptz;
    v_first_of_agent timestamptz;
begin
    perform pg_advisory_xact_lock(hashtextextended('stream waits of ' || p_tenant, 0));
    delete from stream_waits where tenant_id = p_tenant and expires_at <= clock_timestamp();
    select count(*), min(expires_at), count(*) filter (where agent_id = p_agent),
           min(expires_at) filter (where agent_id = p_agent)
    into v_tenant, v_first, v_agent, v_first_of_agent
    from stream_waits
    where tenant_id = p_tenant and (agent_id, request_id) <> (p_agent, p_request);
    if v_agent >= p_of_agent then
        raise exception using errcode = 'PL082', message = 'too many waiting requests', detail = json_build_object(
            'policy', 'streams-of-agent', 'quota', p_of_agent,
            'seconds', ceil(extract(epoch from v_first_of_agent - clock_timestamp())));
    elsif v_tenant >= p_of_tenant then
        raise exception using errcode = 'PL082', message = 'too many waiting requests', detail = json_build_object(
            'policy', 'streams-of-tenant', 'quota', p_of_tenant,
            'seconds', ceil(extract(epoch from v_first - clock_timestamp())));
    end if;
    insert into stream_waits (tenant_id, agent_id, request_id, expires_at)
    values (p_tenant, p_agent, p_request, clock_timestamp() + make_interval(secs => p_seconds))
    on conflict (tenant_id, agent_id, request_id) do update set expires_at = excluded.expires_at;
end
$$;
grant execute on function begin_stream_wait(text, text, text, integer, integer, integer) to purser_stream;

-- end_stream_wait: a request waits no longer.
create or replace function end_stream_wait(p_tenant text, p_agent text, p_request text) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    delete from stream_waits where tenant_id = p_tenant and agent_id = p_agent and request_id = p_request
$$;
grant execute on function end_stream_wait(text, text, text) to purser_stream;
