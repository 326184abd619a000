-- version_at: the version that a guarded wallet had at a time.
--
-- Takes    tenant, wallet, the time, the wallet's present version
-- Returns  the highest version whose posted_at is not after the time; 0 if there is none
--
-- A binary search, since versions have no gaps and a higher version never has an earlier posted_at. It takes 20
-- look-ups among a million entries, and needs no index on posted_at, which every posting would have to update.
create or replace function version_at(p_tenant text, p_wallet uuid, p_at timestamptz, p_newest bigint) returns bigint
language plpgsql stable parallel safe
set plan_cache_mode = force_generic_plan
as $$
declare
    v_low bigint := 0;
    v_high bigint := p_newest;
    v_middle bigint;
begin
    while v_low < v_high loop
        v_middle := (v_low + v_high + 1) / 2;
        if (select e.posted_at <= p_at from ledger.entries e
            where e.tenant_id = p_tenant and e.wallet_id = p_wallet and e.version = v_middle) then
            v_low := v_middle;
        else
            v_high := v_middle - 1;
        end if;
    end loop;
    return v_low;
end
$$;
grant execute on function version_at(text, uuid, timestamptz, bigint)
    to purser_read, purser_desk, purser_wallet, purser_billing, purser_approvals;
