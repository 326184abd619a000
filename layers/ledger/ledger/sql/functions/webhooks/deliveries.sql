-- Deliveries of events to webhooks. They are written from what was committed: events of transactions from the entries, all
-- others from the outbox, or from published if the bus has them already (decisions/0119). So neither a posting nor the bus has
-- a part in them.
--
-- Whoever changes both locks the webhook first, and then its deliveries.

-- write_deliveries: writes the deliveries of events to all webhooks that have their types and are not disabled: of the events
-- that database transactions in a range of xids wrote, and of their transactions. A delivery that exists stays as it is.
--
-- Takes    the first xid and the last one (excluded); the events of transactions, a JSON array of {tenant_id, event_id, type,
--          detail, occurred_at}; the time
-- Returns  how many were written
-- Raises   42501 not every tenant was announced
--
-- The webhooks of a tenant are found by an index, whatever the statistics say, since a lateral subquery that locks rows is not
-- joined in another way.
create or replace function write_deliveries(p_from bigint, p_to bigint, p_transactions json, p_now timestamptz)
returns bigint
language sql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    select require_every_tenant();
    with events as (
        select o.tenant_id, o.event_id, o.detail_type as type, o.detail, o.created_at as occurred_at from outbox o
        where o.xid >= p_from and o.xid < p_to and o.xid > 0
        union all
        select p.tenant_id, p.event_id, p.detail_type, p.detail, p.created_at from published p
        where p.xid >= p_from and p.xid < p_to and p.xid > 0
        union all
        select t.tenant_id, t.event_id, t.type, t.detail, t.occurred_at
        from json_to_recordset(p_transactions) t (
            tenant_id text, event_id uuid, type text, detail json, occurred_at timestamptz)
    ), written as (
        insert into deliveries (tenant_id, delivery_id, webhook_id, event_id, type, detail, occurred_at, created_at, due_at)
        select w.tenant_id, new_id(), w.webhook_id, e.event_id, e.type, e.detail, e.occurred_at, p_now, p_now
        from events e
        cross join lateral (
            select x.tenant_id, x.webhook_id from webhooks x
            where x.tenant_id = e.tenant_id and e.type = any (x.types) and not x.disabled and x.deleted_at is null
            for key share -- one whose row is deleted meanwhile has none
        ) w
        on conflict (tenant_id, webhook_id, event_id) do nothing
        returning 1
    )
    select count(*) from written
$$;
grant execute on function write_deliveries(bigint, bigint, json, timestamptz) to purser_webhooks;

-- lock_webhooks: locks all webhooks of a tenant, so that the bounds of its attempts hold, in one order.
create or replace function lock_webhooks(p_tenant text) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    select from webhooks w where w.tenant_id = p_tenant order by w.webhook_id for no key update
$$;
grant execute on function lock_webhooks(text) to purser_eraser;

-- free_attempts: the number of attempts of a webhook that may begin. It has at most 10 under way, and one if its last attempt
-- failed.
create or replace function free_attempts(p_failures integer, p_under_way bigint) returns bigint
language sql immutable
return greatest(case p_failures when 0 then 10 else 1 end - p_under_way, 0);

-- due_tenants: the tenants that have a webhook for which a delivery is due and an attempt may begin. One delivery of each is
-- read, whatever the statistics say, since a lateral subquery with a limit is not joined in another way.
create or replace function due_tenants(p_now timestamptz) returns table (tenant_id text)
language sql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
    select require_every_tenant();
    select distinct w.tenant_id from webhooks w
    cross join lateral (
        select from deliveries d
        where d.tenant_id = w.tenant_id and d.webhook_id = w.webhook_id and d.due_at <= p_now
        limit 1
    ) due
    cross join lateral (
        select count(*) as attempts from deliveries d
        where d.tenant_id = w.tenant_id and d.webhook_id = w.webhook_id and d.leased_until > p_now
    ) under_way
    where w.deleted_at is null and not w.disabled and free_attempts(w.failures, under_way.attempts) > 0
$$;
grant execute on function due_tenants(timestamptz) to purser_webhooks;

-- end_deliveries: ends up to 1000 deliveries of each webhook of a tenant that are due after their retry_until: their last
-- attempts had no result, or they waited for others. A webhook that was disabled has 24 hours from when it was enabled.
--
-- Without sorts, so that these deliveries are found by their index, whatever the statistics say.
create or replace function end_deliveries(p_tenant text, p_now timestamptz) returns void
language plpgsql
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
set enable_sort = off
as $$
declare
    v_late uuid[];
begin
    v_late := array(
        select late.delivery_id from webhooks w
        cross join lateral (
            select d.delivery_id from deliveries d
            where d.tenant_id = p_tenant and d.webhook_id = w.webhook_id and d.retry_until <= p_now and d.due_at <= p_now
            order by d.retry_until
            limit 1000
        ) late
        where w.tenant_id = p_tenant and w.deleted_at is null and not w.disabled
            and coalesce(w.enabled_at, '-infinity') <= p_now - interval '24 hours');
    update deliveries d set due_at = null, leased_until = null
    where d.tenant_id = p_tenant and d.delivery_id = any (v_late);
    perform mark_failing(p_tenant, v_late);
end
$$;

-- lease_deliveries: leases to the caller deliveries of a tenant that are due, for one attempt each. Of a webhook, those that
-- have been due for the longest time come first. A tenant has at most 25 attempts under way, and its webhooks have equal shares
-- of them; free_attempts() has the bound of each. Sorts are avoided, so that deliveries that are due are found by their index,
-- whatever the statistics say.
--
-- Takes    tenant, the time, and the seconds of the lease
-- Returns  number: of the attempt, which names the lease; secrets: by which it is signed
create or replace function lease_deliveries(p_tenant text, p_now timestamptz, p_seconds double precision)
returns table (
    delivery_id uuid, event_id uuid, type text, detail json, occurred_at timestamptz, number integer, url text,
    secrets bytea[]
)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
set enable_sort = off
as $$
#variable_conflict use_column
declare
    v_until constant timestamptz := p_now + make_interval(secs => p_seconds);
    v_under_way bigint;
    v_due uuid[];
begin
    perform lock_webhooks(p_tenant);
    perform end_deliveries(p_tenant, p_now);
    select count(*) into v_under_way from deliveries d where d.tenant_id = p_tenant and d.leased_until > p_now;
    v_due := array(
        select due.delivery_id from webhooks w
        cross join lateral (
            select count(*) as attempts from deliveries d
            where d.tenant_id = p_tenant and d.webhook_id = w.webhook_id and d.leased_until > p_now
        ) under_way
        cross join lateral (
            select d.delivery_id, d.due_at from deliveries d
            where d.tenant_id = p_tenant and d.webhook_id = w.webhook_id and d.due_at <= p_now
            order by d.due_at
            limit free_attempts(w.failures, under_way.attempts)
        ) due
        where w.tenant_id = p_tenant and w.deleted_at is null and not w.disabled
        order by under_way.attempts + row_number() over (partition by w.webhook_id order by due.due_at), due.due_at
        limit greatest(25 - v_under_way, 0));
    return query
        update deliveries d
        set due_at = v_until, leased_until = v_until, attempts = d.attempts + 1,
            retry_until = coalesce(d.retry_until, p_now + interval '24 hours')
        where d.tenant_id = p_tenant and d.delivery_id = any (v_due)
        returning d.delivery_id, d.event_id, d.type, d.detail, d.occurred_at, d.attempts, (
            select w.url from webhooks w where w.tenant_id = p_tenant and w.webhook_id = d.webhook_id), array(
            select s.secret from webhook_secrets s
            where s.tenant_id = p_tenant and s.webhook_id = d.webhook_id and (s.expires_at is null or s.expires_at > p_now)
            order by s.created_at desc);
end
$$;
grant execute on function lease_deliveries(text, timestamptz, double precision) to purser_webhooks;

-- mark_failing: marks the webhooks of deliveries that have failed for good. notify_failing() notifies the tenant then, but not of
-- a notification that failed: two webhooks would notify each other for ever.
create or replace function mark_failing(p_tenant text, p_deliveries uuid[]) returns void
language sql
set search_path = ledger, pg_temp
as $$
    update webhooks w
    set status = 'failing', notification_due = w.notification_due or f.is_notified
    from (
        select d.webhook_id, bool_or(d.type <> 'WebhookFailing') as is_notified from deliveries d
        where d.tenant_id = p_tenant and d.delivery_id = any (p_deliveries)
        group by d.webhook_id
    ) f
    where w.tenant_id = p_tenant and w.webhook_id = f.webhook_id
$$;

-- notify_failing: emits WebhookFailing for the webhooks of all tenants of which deliveries have failed, once a day at most for
-- each. One that somebody else has locked is left to the next run.
create or replace function notify_failing(p_now timestamptz) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    select require_every_tenant();
    with due as materialized (
        select w.tenant_id, w.webhook_id from webhooks w
        where w.notification_due and w.deleted_at is null
            and (w.notified_at is null or w.notified_at <= p_now - interval '24 hours')
        for no key update skip locked
    ), notified as (
        update webhooks w set notification_due = false, notified_at = p_now
        from due
        where w.tenant_id = due.tenant_id and w.webhook_id = due.webhook_id
        returning w.tenant_id, w.webhook_id, new_id() as event_id
    )
    select emit(n.tenant_id, json_build_array(json_build_object(
        'event_id', n.event_id, 'type', 'WebhookFailing', 'relay', true, 'detail', json_build_object(
            'tenant_id', n.tenant_id, 'event_id', n.event_id, 'version', 1, 'webhook_id', n.webhook_id))))
    from notified n
$$;
grant execute on function notify_failing(timestamptz) to purser_webhooks;

-- pause: the pause after the failure of an attempt: exponential, with full jitter, of 10 s after the first one and two hours at
-- most (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
--
-- Takes    how many attempts there were, and a random number from 0 to 1
create or replace function pause(p_attempts integer, p_jitter double precision) returns interval
language sql immutable
return make_interval(secs => p_jitter * least(7200, 10 * 2.0 ^ least(p_attempts - 1, 20)));

-- last_attempt_at: when the last attempt of a delivery is due at the latest: two minutes before its 24 hours are over, so that
-- one of the runs, which are a minute apart, finds it in time. A webhook that was disabled has 24 hours from when it is enabled.
--
-- Takes    retry_until of the delivery or null; disabled and enabled_at of its webhook
create or replace function last_attempt_at(p_retry_until timestamptz, p_disabled boolean, p_enabled_at timestamptz)
returns timestamptz
language sql stable
return case when p_disabled or p_retry_until is null then 'infinity'
    else greatest(p_retry_until, p_enabled_at + interval '24 hours') - interval '2 minutes' end;

-- record_attempt: records the result of an attempt, and when the next one is due. A delivery that did not succeed until 24 hours
-- after its first attempt has failed. The success of any attempt ends it; a failure counts while its attempt is the last one.
-- A result from before the delivery was sent again has no effect.
--
-- Takes    tenant, delivery, the number of the attempt; the HTTP status or the error; the time; a random number from 0
--          to 1, for the pause
-- Returns  whether an attempt has ended: not if the result is recorded already, or the delivery was deleted
create or replace function record_attempt(
    p_tenant text, p_delivery uuid, p_number integer, p_status integer, p_error text, p_now timestamptz,
    p_jitter double precision
) returns boolean
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_is_success constant boolean := coalesce(p_status between 200 and 299, false);
    v_delivered_at constant timestamptz := case when v_is_success then p_now end;
    d deliveries;
begin
    perform lock_webhooks(p_tenant);
    update deliveries x
    set due_at = (
            select least(p_now + pause(p_number - x.resent_after, p_jitter), last.at) from (
                select last_attempt_at(x.retry_until, w.disabled, w.enabled_at) as at from webhooks w
                where w.tenant_id = p_tenant and w.webhook_id = x.webhook_id
            ) last
            where not v_is_success and last.at > p_now),
        leased_until = (select x.leased_until where p_number < x.attempts), answered_at = p_now, status = p_status,
        error = p_error, delivered_at = v_delivered_at
    where x.tenant_id = p_tenant and x.delivery_id = p_delivery and x.delivered_at is null
        and (v_is_success and p_number > x.resent_after and p_number <= x.attempts
             or p_number = x.attempts and x.leased_until is not null)
    returning x.* into d;
    if not found then
        -- An earlier attempt ended the delivery while this one was under way.
        update deliveries x set leased_until = null
        where x.tenant_id = p_tenant and x.delivery_id = p_delivery and x.attempts = p_number and x.leased_until is not null
            and x.delivered_at is not null;
        return found;
    end if;
    if v_is_success then
        update webhooks w set failures = 0, status = 'active'
        where w.tenant_id = p_tenant and w.webhook_id = d.webhook_id and (w.failures > 0 or w.status <> 'active');
    else
        update webhooks w set failures = w.failures + 1 where w.tenant_id = p_tenant and w.webhook_id = d.webhook_id;
        if d.due_at is null then
            perform mark_failing(p_tenant, array[p_delivery]);
        end if;
    end if;
    return true;
end
$$;
grant execute on function record_attempt(text, uuid, integer, integer, text, timestamptz, double precision) to purser_webhooks;

-- forget_deliveries: deletes up to p_limit deliveries, of all tenants, that were written, or sent again, seven days ago or
-- earlier, whatever became of them, and as many of webhooks that were deleted; then the rows of these, if they have none any
-- more, and secrets that have expired.
--
-- Returns  how many deliveries; a number below p_limit if there are no more, or if another call deletes them
create or replace function forget_deliveries(p_limit integer, p_now timestamptz) returns bigint
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_old bigint;
    v_deleted bigint;
    v_gone uuid[];
begin
    perform require_every_tenant();
    with old as materialized (
        select tenant_id, delivery_id from deliveries
        where coalesce(resent_at, created_at) < p_now - interval '7 days'
        limit p_limit
        for update skip locked
    )
    delete from deliveries d using old
    where d.tenant_id = old.tenant_id and d.delivery_id = old.delivery_id;
    get diagnostics v_old = row_count;
    with deleted as materialized (
        select d.tenant_id, d.delivery_id
        from webhooks w
        cross join lateral (
            select x.tenant_id, x.delivery_id from deliveries x
            where x.tenant_id = w.tenant_id and x.webhook_id = w.webhook_id
            limit p_limit
            for update skip locked
        ) d
        where w.deleted_at is not null
        limit p_limit
    )
    delete from deliveries d using deleted
    where d.tenant_id = deleted.tenant_id and d.delivery_id = deleted.delivery_id;
    get diagnostics v_deleted = row_count;
    -- Without waiting for a lock, since deliveries are locked. The second statement sees what was written before the lock.
    v_gone := array(select w.webhook_id from webhooks w where w.deleted_at is not null for update skip locked);
    delete from webhooks w
    where w.webhook_id = any (v_gone) and (
        select d.delivery_id from deliveries d where d.tenant_id = w.tenant_id and d.webhook_id = w.webhook_id
        limit 1) is null;
    delete from webhook_secrets s where s.expires_at <= p_now;
    return greatest(v_old, v_deleted);
end
$$;
grant execute on function forget_deliveries(integer, timestamptz) to purser_webhooks;
