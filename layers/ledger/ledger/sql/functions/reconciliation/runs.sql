-- The runs of reconciliation. They cover every tenant, unless they are limited to one or to one wallet.

-- request_reconciliation: stores a run that was requested, before it is carried out.
create or replace function request_reconciliation(p_run uuid, p_by text, p_dry_run boolean, p_full boolean) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    insert into reconciliation_runs (run_id, requested_by, dry_run, is_full) values (p_run, p_by, p_dry_run, p_full)
$$;
grant execute on function request_reconciliation(uuid, text, boolean, boolean) to purser_audit;

-- killed_reconciliations: the runs that are stored as running and may not be: those that began, and those that nobody
-- has carried out for too long, an hour in the queue or a day between two parts. A run that began was killed if the
-- caller can acquire its lock.
--
-- Takes    the run that is about to begin, or null
-- Returns  for each run its limits, and one row for each tenant with findings, and their number; one row without a
--          tenant if it had none
create or replace function killed_reconciliations(p_run uuid) returns table (
    run_id uuid, dry_run boolean, only_tenant text, only_wallet uuid, tenant_id text, drifted bigint, corrected bigint,
    findings bigint, judged bigint
)
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select require_every_tenant();
    select r.run_id, r.dry_run, r.only_tenant, r.only_wallet, f.tenant_id, count(*) filter (where f.kind = 'balance'),
           count(*) filter (where f.corrected), count(*) filter (where f.kind <> 'balance'),
           count(*) filter (where f.kind <> 'balance' and f.acknowledged_at is not null)
    from reconciliation_runs r
    left join reconciliation_findings f on f.run_id = r.run_id
    where r.state = 'running' and r.run_id is distinct from p_run
        and case when r.paused_at is not null then r.paused_at < clock_timestamp() - interval '1 day'
                 else r.begun_at is not null or r.requested_at < clock_timestamp() - interval '1 hour' end
    group by r.run_id, r.dry_run, r.only_tenant, r.only_wallet, f.tenant_id
$$;
grant execute on function killed_reconciliations(uuid) to purser_reconcile;

-- paused_reconciliation: the oldest run of a principal that waits for its next part and checks exactly this; null if
-- there is none.
create or replace function paused_reconciliation(
    p_by text, p_dry_run boolean, p_full boolean, p_tenant text, p_wallet uuid
) returns uuid
language sql stable security definer
set search_path = ledger, pg_temp
as $$
    select r.run_id from reconciliation_runs r
    where r.state = 'running' and r.paused_at is not null and r.requested_by = p_by and r.dry_run = p_dry_run
        and r.is_full = p_full and r.only_tenant is not distinct from p_tenant
        and r.only_wallet is not distinct from p_wallet
    order by r.begun_at
    limit 1
$$;
grant execute on function paused_reconciliation(text, boolean, boolean, text, uuid) to purser_reconcile;

-- begin_reconciliation: begins a run, or its next part. The caller holds the run's lock.
--
-- Takes    the run, requested before or new, limited to a tenant or a wallet or not
-- Returns  the cut-offs from which (null: everything) and to which it checks, about how much there is, and, if it was
--          paused, its progress and figures; no row if the run has ended already
--
-- A cut-off that is in the future, or so old that the server's counter has wrapped around, is not used: the run then
-- checks everything. A later part keeps the cut-offs of the first one.
create or replace function begin_reconciliation(
    p_run uuid, p_by text, p_dry_run boolean, p_full boolean, p_tenant text, p_wallet uuid
) returns table (
    since_cut bigint, cut bigint, wallets bigint, transactions bigint, progress json, wallets_checked bigint,
    transactions_checked bigint, found bigint, drifted bigint, corrected bigint
)
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
#variable_conflict use_column
declare
    v_cut bigint := (select x.base + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                     from xid_epochs x order by x.base desc limit 1);
    v_since bigint;
begin
    perform require_every_tenant();
    update reconciliation_runs r set paused_at = null
    where r.run_id = p_run and r.state = 'running' and r.paused_at is not null;
    if not found then
        if not p_full and p_wallet is null then
            select r.cut into v_since from reconciliation_runs r
            where r.state = 'finished' and not r.dry_run and r.only_tenant is null and r.only_wallet is null
            order by r.begun_at desc
            limit 1;
            if v_since > v_cut or v_since < v_cut - 2000000000 then
                v_since := null;
            end if;
        end if;
        insert into reconciliation_runs as r (run_id, requested_by, dry_run, is_full, only_tenant, only_wallet,
                                              since_cut, cut, begun_at)
        values (p_run, p_by, p_dry_run, p_full, p_tenant, p_wallet, v_since, v_cut, clock_timestamp())
        on conflict (run_id) do update
            set since_cut = v_since, cut = v_cut, begun_at = clock_timestamp(), progress = null
            where r.state = 'running';
        if not found then
            return;
        end if;
        -- If the run was killed, it starts again. What it corrected stays, since it cannot find that a second time.
        delete from reconciliation_findings f where f.run_id = p_run and not f.corrected;
    end if;
    return query
        select r.since_cut, r.cut,
               (select greatest(c.reltuples, 0)::bigint from pg_class c where c.oid = 'wallets'::regclass),
               (select greatest(c.reltuples, 0)::bigint from pg_class c where c.oid = 'transactions'::regclass),
               r.progress, r.wallets_checked, r.transactions_checked, r.found, r.drifted, r.corrected
        from reconciliation_runs r
        where r.run_id = p_run;
end
$$;
grant execute on function begin_reconciliation(uuid, text, boolean, boolean, text, uuid) to purser_reconcile;

-- note_findings: stores the findings of a run, at least the first 10,000 and all that it corrected. A finding that was
-- acknowledged before, of the same thing with the same amounts, is stored as acknowledged. A drifted balance never is.
--
-- Takes    the run, and a JSON array of findings, as the type `finding` plus `corrected`
-- Returns  how many of them were acknowledged before
create or replace function note_findings(p_run uuid, p_findings jsonb) returns bigint
language sql security definer
set search_path = ledger, pg_temp
as $$
    select require_every_tenant();
    with noted as (
        insert into reconciliation_findings (tenant_id, finding_id, run_id, kind, wallet_id, transaction_id, subject_id,
                                             version, currency, expected, actual, corrected, acknowledged_at,
                                             acknowledged_by, note)
        select n.tenant_id, new_id(), p_run, n.kind, n.wallet_id, n.transaction_id, n.subject_id, n.version,
               n.currency, n.expected, n.actual, n.corrected, j.acknowledged_at, j.acknowledged_by, j.note
        from jsonb_to_recordset(p_findings) as n (
            tenant_id text, kind text, wallet_id uuid, transaction_id uuid, subject_id uuid, version bigint,
            currency text, expected numeric, actual numeric, corrected boolean)
        left join lateral (
            select f.acknowledged_at, f.acknowledged_by, f.note from reconciliation_findings f
            where f.tenant_id = n.tenant_id and f.kind = n.kind and f.kind <> 'balance'
                and f.acknowledged_at is not null
                and (f.wallet_id, f.transaction_id, f.subject_id, f.version, f.expected, f.actual)
                    is not distinct from
                    (n.wallet_id, n.transaction_id, n.subject_id, n.version, n.expected, n.actual)
            order by f.acknowledged_at desc
            limit 1
        ) j on true
        where n.corrected or (select count(*) from reconciliation_findings f where f.run_id = p_run) < 10000
        returning acknowledged_at
    )
    select count(*) from noted where acknowledged_at is not null
$$;
grant execute on function note_findings(uuid, jsonb) to purser_reconcile;

-- end_reconciliation_part: stores the result of a part of a run. The run has ended, or waits for its next part.
--
-- Takes    the run, its state (finished or error; running: it waits), its figures over all parts, where the next part
--          goes on (null: it has ended), and the events to emit
create or replace function end_reconciliation_part(
    p_run uuid, p_state text, p_wallets bigint, p_drifted bigint, p_corrected bigint, p_transactions bigint,
    p_found bigint, p_progress json, p_events jsonb
) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    select require_every_tenant();
    update reconciliation_runs
    set state = p_state, wallets_checked = p_wallets, drifted = p_drifted, corrected = p_corrected,
        transactions_checked = p_transactions, found = p_found, progress = p_progress,
        paused_at = case p_state when 'running' then clock_timestamp() end,
        finished_at = case when p_state <> 'running' then clock_timestamp() end
    where run_id = p_run;

    insert into outbox (tenant_id, event_id, detail_type, detail)
    select e.detail ->> 'tenant_id', e.event_id, e.type, e.detail
    from jsonb_to_recordset(p_events) as e (event_id uuid, type text, detail json);
$$;
grant execute on function
    end_reconciliation_part(uuid, text, bigint, bigint, bigint, bigint, bigint, json, jsonb) to purser_reconcile;

-- acknowledge_finding: records that a person has judged a finding. It stays listed and counts no more. The first
-- acknowledgement is kept.
--
-- Raises   PL110 no such finding
create or replace function acknowledge_finding(p_finding uuid, p_by text, p_note text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform require_every_tenant();
    update reconciliation_findings f
    set acknowledged_at = coalesce(f.acknowledged_at, clock_timestamp()),
        acknowledged_by = coalesce(f.acknowledged_by, p_by), note = coalesce(f.note, p_note)
    where f.finding_id = p_finding;
    if not found then
        raise exception using errcode = 'PL110', message = 'no such finding';
    end if;
end
$$;
grant execute on function acknowledge_finding(uuid, text, text) to purser_audit;
