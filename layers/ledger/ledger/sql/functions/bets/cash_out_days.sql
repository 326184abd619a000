-- add_cash_out: adds a cash-out to the totals of its day (p_times 1), or subtracts it (-1).
create or replace function add_cash_out(b bets, p_times integer) returns void
language sql security definer
set search_path = ledger, pg_temp
as $$
    insert into cash_out_customers as c (tenant_id, agent_id, user_id, currency, days, cash_outs, amounts, stakes)
    values (b.tenant_id, b.agent_id, b.user_id, b.currency, array[(b.settled_at at time zone 'UTC')::date],
            array[p_times], array[p_times * b.cash_out_amount::numeric], array[p_times * b.stake::numeric])
    on conflict (tenant_id, agent_id, user_id) do update
    set (days, cash_outs, amounts, stakes) = (
        select array_agg(t.day order by t.day), array_agg(t.cash_outs order by t.day),
               array_agg(t.amount order by t.day), array_agg(t.stake order by t.day)
        from (
            select d.day, (sum(sum(d.cash_outs)) over so_far)::bigint as cash_outs,
                   sum(sum(d.amount)) over so_far as amount, sum(sum(d.stake)) over so_far as stake
            from (
                select k.day, k.cash_outs - lag(k.cash_outs, 1, 0::bigint) over before as cash_outs,
                       k.amount - lag(k.amount, 1, 0.) over before as amount,
                       k.stake - lag(k.stake, 1, 0.) over before as stake
                from unnest(c.days, c.cash_outs, c.amounts, c.stakes) as k (day, cash_outs, amount, stake)
                window before as (order by k.day)
                union all
                select excluded.days[1], excluded.cash_outs[1], excluded.amounts[1], excluded.stakes[1]
            ) d
            where d.day >= greatest(excluded.days[1], c.days[cardinality(c.days)]) - 32
            group by d.day
            window so_far as (order by d.day)
        ) t
    );

    insert into cash_out_days as d (tenant_id, agent_id, day, currency, part, cash_outs, automatic, amount, stake,
                                    ratio, ratios)
    values (b.tenant_id, b.agent_id, (b.settled_at at time zone 'UTC')::date, b.currency,
            get_byte(uuid_send(b.user_id), 15) & 3, p_times, p_times * b.is_auto_cash_out::integer,
            p_times * b.cash_out_amount::numeric, p_times * b.stake::numeric,
            p_times * coalesce(b.cash_out_amount::numeric / nullif(b.stake, 0), 0), p_times * (b.stake <> 0)::integer)
    on conflict (tenant_id, agent_id, day, currency, part) do update
    set cash_outs = d.cash_outs + excluded.cash_outs, automatic = d.automatic + excluded.automatic,
        amount = d.amount + excluded.amount, stake = d.stake + excluded.stake,
        ratio = d.ratio + excluded.ratio, ratios = d.ratios + excluded.ratios;
$$;

-- update_cash_out_days: updates the totals of days in the database transaction that changes a bet.
--
-- Order    At COMMIT, after everything else: the row of the agent's day, which others wait for, is locked during the
--          commit only. The customer's row is locked before it; others wait for it only while they wait for the
--          customer's wallet anyway.
create or replace function update_cash_out_days() returns trigger
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    if tg_op <> 'INSERT' and old.status = 'cashed_out' then
        perform add_cash_out(old, -1);
    end if;
    if tg_op <> 'DELETE' and new.status = 'cashed_out' then
        perform add_cash_out(new, 1);
    end if;
    return null;
end
$$;

-- Runs only once, when the trigger does not exist yet. Creating the trigger locks the table, so that the existing rows are added up exactly once.
do $$
begin
    if not exists (select from pg_trigger where tgrelid = 'bets'::regclass and tgname = 'cash_out_days') then
        create constraint trigger cash_out_days
        after insert or delete
            or update of tenant_id, agent_id, user_id, currency, status, stake, cash_out_amount, is_auto_cash_out,
                         settled_at
        on bets deferrable initially deferred
        for each row execute function update_cash_out_days();
        alter table bets enable always trigger cash_out_days;

        insert into cash_out_days (tenant_id, agent_id, day, currency, part, cash_outs, automatic, amount, stake,
                                   ratio, ratios)
        select tenant_id, agent_id, (settled_at at time zone 'UTC')::date, currency,
               get_byte(uuid_send(user_id), 15) & 3, count(*), count(*) filter (where is_auto_cash_out),
               sum(cash_out_amount), sum(stake), coalesce(sum(cash_out_amount::numeric / nullif(stake, 0)), 0),
               count(nullif(stake, 0))
        from bets
        where status = 'cashed_out'
        group by 1, 2, 3, 4, 5;

        insert into cash_out_customers (tenant_id, agent_id, user_id, currency, days, cash_outs, amounts, stakes)
        select tenant_id, agent_id, user_id, min(currency), array_agg(day order by day),
               array_agg(so_far order by day), array_agg(amount order by day), array_agg(stake order by day)
        from (
            select tenant_id, agent_id, user_id, min(currency) as currency, day,
                   (sum(count(*)) over so_far)::bigint as so_far, sum(sum(cash_out_amount)) over so_far as amount,
                   sum(sum(stake)) over so_far as stake
            from (
                select tenant_id, agent_id, user_id, currency, cash_out_amount, stake,
                       (settled_at at time zone 'UTC')::date as day,
                       (max(settled_at) over (partition by tenant_id, agent_id, user_id) at time zone 'UTC')::date
                           as newest
                from bets
                where status = 'cashed_out'
            ) b
            where day >= newest - 32
            group by tenant_id, agent_id, user_id, day
            window so_far as (partition by tenant_id, agent_id, user_id order by day)
        ) d
        group by tenant_id, agent_id, user_id;
    end if;
end
$$;
