-- set_coin_policy: sets the coins that a tournament gives. Awards that were paid stay as they are.
--
-- Takes    tenant, tournament, the coins, who sets them, and the id of the request
create or replace function set_coin_policy(
    p_tenant text, p_tournament text, p_participation integer, p_top4 integer, p_runner_up integer, p_winner integer,
    p_by text, p_request text
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_before json;
begin
    perform lock_terms(p_tenant, 'coin_policy', p_tournament);
    select json_build_object('participation', p.participation, 'top4', p.top4, 'runner_up', p.runner_up,
                             'winner', p.winner) into v_before
    from coin_policies p where p.tournament_id = p_tournament and p.tenant_id = p_tenant;
    insert into coin_policies (tenant_id, tournament_id, participation, top4, runner_up, winner)
    values (p_tenant, p_tournament, p_participation, p_top4, p_runner_up, p_winner)
    on conflict (tenant_id, tournament_id) do update
    set participation = excluded.participation, top4 = excluded.top4, runner_up = excluded.runner_up,
        winner = excluded.winner;
    perform record_change(
        p_tenant, 'coin_policy', p_tournament, p_by, p_request, v_before,
        json_build_object('participation', p_participation, 'top4', p_top4, 'runner_up', p_runner_up,
                          'winner', p_winner));
end
$$;
grant execute on function set_coin_policy(text, text, integer, integer, integer, integer, text, text)
    to purser_coins, purser_approvals;

-- has_payments: whether something was paid in a tournament: an award, or an entry fee that was not given back. Locks the
-- tournament's policy until the end of the database transaction, whose change of it may need a second person for that
-- reason: each award is paid before this lock, or by the changed policy.
create or replace function has_payments(p_tenant text, p_tournament text) returns boolean
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    perform lock_terms(p_tenant, 'coin_policy', p_tournament);
    -- A separate statement, which sees what was committed while the lock was waited for.
    return exists (
        select from awards a where a.tenant_id = p_tenant and a.tournament_id = p_tournament and a.amount > 0
    ) or exists (select from entry_fees(p_tenant, p_tournament, null, 1));
end
$$;
grant execute on function has_payments(text, text) to purser_coins;

-- claim_awards: inserts the awards that do not exist yet. The caller pays them in the same database transaction.
--
-- Takes    tenant, tournament; the awards, as arrays of one length: registration, award, the policy's amount for it,
--          owner; and the policy for a tournament that has none of its own
-- Returns  the positions (from 1) of the new awards, and the amount of each
-- Order    by key, so that simultaneous deliveries cannot deadlock: the second waits for the first and then finds its
--          awards. All claims come before the wallets that post() locks. Before them, the policy is locked against changes.
create or replace function claim_awards(
    p_tenant text, p_tournament text, p_registration text[], p_award text[], p_reason text[], p_owner text[],
    p_default jsonb
) returns table (place bigint, amount integer)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    v_policy jsonb;
    wanted record;
begin
    perform share_terms(p_tenant, 'coin_policy', p_tournament);
    select to_jsonb(p) into v_policy from coin_policies p
    where p.tenant_id = p_tenant and p.tournament_id = p_tournament;
    v_policy := coalesce(v_policy, p_default);

    for wanted in
        select a.* from unnest(p_registration, p_award, p_reason, p_owner)
            with ordinality as a (registration_id, award, reason, owner_id, place)
        order by a.registration_id collate "C", a.award collate "C", a.owner_id collate "C", a.place
    loop
        place := wanted.place;
        amount := (v_policy ->> wanted.reason)::integer;
        insert into awards (tenant_id, registration_id, award, owner_id, tournament_id, amount)
        values (p_tenant, wanted.registration_id, wanted.award, wanted.owner_id, p_tournament, amount)
        on conflict do nothing;
        if found then
            return next;
        end if;
    end loop;
end
$$;
grant execute on function claim_awards(text, text, text[], text[], text[], text[], jsonb) to purser_coins;

-- record_award_payments: records the transactions that paid claimed awards. Arrays of one length.
create or replace function record_award_payments(
    p_tenant text, p_registration text[], p_award text[], p_owner text[], p_transaction uuid[]
) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    paid record;
begin
    for paid in
        select p.* from unnest(p_registration, p_award, p_owner, p_transaction)
            as p (registration_id, award, owner_id, transaction_id)
    loop
        update awards a set transaction_id = paid.transaction_id
        where a.tenant_id = p_tenant and a.registration_id = paid.registration_id and a.award = paid.award
            and a.owner_id = paid.owner_id;
    end loop;
end
$$;
grant execute on function record_award_payments(text, text[], text[], text[], uuid[]) to purser_coins;

-- entry_fees: the entry fees of a tournament that were not refunded, in the order of the transactions.
--
-- Takes    tenant, tournament, the transaction after which to begin (null: from the first), the maximum number of rows
--
-- A loop, so that each row is found by its key whatever the planner knows of the table.
create or replace function entry_fees(p_tenant text, p_tournament text, p_after uuid, p_limit integer)
returns setof uuid
language plpgsql stable security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_generic_plan
as $$
declare
    v_debit uuid;
    v_found integer := 0;
begin
    for v_debit in
        select t.transaction_id from transactions t
        where t.tenant_id = p_tenant and t.tournament_id = p_tournament
            and t.transaction_id > coalesce(p_after, '00000000-0000-0000-0000-000000000000')
        order by t.transaction_id
    loop
        continue when exists (select from transactions r where r.tenant_id = p_tenant and r.corrects = v_debit);
        return next v_debit;
        v_found := v_found + 1;
        exit when v_found = p_limit;
    end loop;
end
$$;
grant execute on function entry_fees(text, text, uuid, integer) to purser_coins;

-- hold_entry_fees: locks entry fees until the end of the database transaction, in which the caller refunds them.
--
-- Takes    tenant, transactions of entry_fees()
-- Returns  for each that was not refunded: its payer, and its amount as a decimal with the currency. A fee is a debit
--          from one person to the treasury. A transfer between persons with the same kind is left out: the treasury
--          never received it, so that a refund would pay out what was never paid in.
-- Order    1 the debits, by id, before the wallets that post() locks   2 the check for a refund, on what was committed
--          when the lock was acquired, so that the second of two simultaneous calls finds nothing to do
create or replace function hold_entry_fees(p_tenant text, p_debits uuid[])
returns table (transaction_id uuid, owner_id text, currency text, amount numeric)
language plpgsql security definer
set search_path = ledger, pg_temp
set plan_cache_mode = force_custom_plan -- a plan made while a table is small would read all of the tenant's rows later
as $$
#variable_conflict use_column
declare
    v_debit uuid;
    v_wallet uuid;
    v_minor bigint;
    v_kind text;
    v_currency text;
begin
    for v_debit in select d.id from unnest(p_debits) as d (id) order by d.id loop
        perform from transactions t where t.tenant_id = p_tenant and t.transaction_id = v_debit for no key update;
        continue when exists (select from transactions r where r.tenant_id = p_tenant and r.corrects = v_debit);

        select (array_agg(e.wallet_id))[1], min(e.amount) into v_wallet, v_minor
        from entries e
        where e.tenant_id = p_tenant and e.transaction_id = v_debit and e.version is not null
        having count(*) = 1 and min(e.amount) < 0;
        continue when not found;

        select w.owner_kind, w.owner_id, w.currency into strict v_kind, owner_id, v_currency from wallets w
        where w.tenant_id = p_tenant and w.wallet_id = v_wallet;
        continue when v_kind <> 'person';

        transaction_id := v_debit;
        currency := v_currency;
        select decimal_amount(-v_minor, c.exponent, c.units) into strict amount from currencies c
        where c.code = v_currency;
        return next;
    end loop;
end
$$;
grant execute on function hold_entry_fees(text, uuid[]) to purser_coins;
