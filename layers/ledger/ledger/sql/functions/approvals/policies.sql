-- lock_approval_policy: locks a tenant's policy until the end of the database transaction. Whoever changes it reads it
-- under this lock, since an existing policy decides whether the change needs a second person.
create or replace function lock_approval_policy(p_tenant text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('approval policy of ' || p_tenant, 0));
end
$$;
grant execute on function lock_approval_policy(text) to purser_approvals;

-- hold_approval_policy: keeps a tenant's policy as it is until the end of the database transaction. Others may hold it
-- too. Whoever compares something else with it needs that: both then hold at the same time.
create or replace function hold_approval_policy(p_tenant text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('approval policy of ' || p_tenant, 0));
end
$$;
grant execute on function hold_approval_policy(text) to purser_desk, purser_wallet, purser_billing, purser_approvals;

-- set_approval_policy: adds a change of some kinds to a tenant's policy. The other kinds stay as they are.
--
-- Takes    tenant, who changes it, a JSON object of decimals or null by kind, and the id of the request
create or replace function set_approval_policy(p_tenant text, p_by text, p_from json, p_request text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform lock_approval_policy(p_tenant);
    insert into approval_policies (tenant_id, kind, change_no, from_amount, changed_by, request_id)
    select p_tenant, f.kind,
           coalesce((select max(p.change_no) from approval_policies p
                     where p.tenant_id = p_tenant and p.kind = f.kind collate "C"), 0) + 1,
           f.amount::numeric, p_by, p_request
    from json_each_text(p_from) as f (kind, amount);
end
$$;
grant execute on function set_approval_policy(text, text, json, text) to purser_approvals;
