-- require_erasable: refuses an erasure that cannot be done. Whoever requests it learns it at once, and erase_person()
-- checks again under its locks.
--
-- Raises   PL036 the person was erased   PL037 no such person
--          PL038 a wallet has a balance, or a bet or a hold is pending; detail {"reason": "balance", "bets" or "holds"}
create or replace function require_erasable(p_tenant text, p_owner text) returns void
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
begin
    if person_is_erased(p_tenant, p_owner) then
        raise exception using errcode = 'PL036', message = 'the person was erased';
    end if;
    perform require_closed_account(p_tenant, p_owner);
end
$$;
grant execute on function require_erasable(text, text) to purser_wallet;

-- require_closed_account: refuses an unknown person, and one who still has money, or a pending bet or hold.
--
-- Raises   PL037
--          PL038; detail {"reason": the first that applies of "balance", "bets" and "holds", "held_amounts": {currency: what
--          is held, in minor units}}
create or replace function require_closed_account(p_tenant text, p_owner text) returns void
language plpgsql
set search_path = ledger, pg_temp
as $$
declare
    v_reason text;
    v_held json;
begin
    if not exists (
            select from wallets w
            where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner)
        and not exists (select from topup_requests r where r.tenant_id = p_tenant and r.requested_by = p_owner)
        and not exists (select from payments p where p.tenant_id = p_tenant and p.created_by = p_owner)
        and not exists (select from contacts c where c.tenant_id = p_tenant and c.updated_by = p_owner)
        and not exists (select from mails m where m.tenant_id = p_tenant and m.written_by = p_owner)
        and not exists (
            select from approvals a where a.tenant_id = p_tenant and a.requested_by = p_owner and a.kind = 'contact')
        then
        raise exception using errcode = 'PL037', message = 'no such person';
    end if;
    select min(x.reason), coalesce(json_object_agg(w.currency, p.held) filter (where p.held > 0), '{}')
    into v_reason, v_held -- the alphabet has the reasons in their order
    from wallets w
    cross join lateral (
        select coalesce(sum(h.amount - h.captured), 0) as held from holds h
        where h.tenant_id = w.tenant_id and h.wallet_id = w.wallet_id and h.ended_at is null
            and h.expires_at > greatest(clock_timestamp(), w.posted_at)
    ) p
    cross join lateral (
        select case
            when w.balance <> 0 then 'balance'
            when exists (
                select from customers k
                join bets b on b.tenant_id = k.tenant_id and b.user_id = k.customer_id and b.status = 'pending'
                where k.tenant_id = w.tenant_id and k.wallet_id = w.wallet_id) then 'bets'
            when p.held > 0 then 'holds'
        end as reason
    ) x
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner;
    if v_reason is not null then
        raise exception using errcode = 'PL038', message = 'the account is not closed',
            detail = json_build_object('reason', v_reason, 'held_amounts', v_held);
    end if;
end
$$;
grant execute on function require_closed_account(text, text) to purser_eraser;

-- wallets_of, transactions_of: the ids of a person's wallets, and of the transactions with entries in them.
create or replace function wallets_of(p_tenant text, p_owner text) returns uuid[]
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce(array_agg(w.wallet_id order by w.wallet_id), '{}') from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner
$$;
grant execute on function wallets_of(text, text) to purser_eraser;

create or replace function transactions_of(p_tenant text, p_owner text) returns uuid[]
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce(array_agg(distinct e.transaction_id), '{}') from wallets w
    join entries e on e.tenant_id = w.tenant_id and e.wallet_id = w.wallet_id and e.version is not null
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner
$$;
grant execute on function transactions_of(text, text) to purser_eraser;

-- holds_about: the ids of the holds on a person's wallets, and of those whose captures go, or went, to the person.
create or replace function holds_about(p_tenant text, p_owner text) returns uuid[]
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce(array_agg(x.hold_id order by x.hold_id), '{}')
    from (
        select h.hold_id from holds h where h.tenant_id = p_tenant and h.owner_id = p_owner
        union
        select h.hold_id from holds h where h.tenant_id = p_tenant and h.to_kind = 'person' and h.to_owner = p_owner
        union
        select k.hold_id from unnest(transactions_of(p_tenant, p_owner)) t (id)
        join hold_captures k on k.tenant_id = p_tenant and k.transaction_id = t.id
    ) x
$$;
grant execute on function holds_about(text, text) to purser_eraser;

-- transactions_about: the ids of the transactions of a person, and of all captures of the holds about the person. These have
-- the texts of the hold, or texts of their own instead, which may be about the person too, whoever got the money.
create or replace function transactions_about(p_tenant text, p_owner text) returns uuid[]
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce(array_agg(x.transaction_id), '{}')
    from (
        select unnest(transactions_of(p_tenant, p_owner)) as transaction_id
        union
        select k.transaction_id from unnest(holds_about(p_tenant, p_owner)) h (id)
        join hold_captures k on k.tenant_id = p_tenant and k.hold_id = h.id
    ) x
$$;
grant execute on function transactions_about(text, text) to purser_eraser;

-- people_of: the persons whom an operation that waits for a second person is about: whoever is erased, or gets an
-- overdraft or a credit, the owners of the wallets whose transaction is reversed, and whoever requested a contact.
create or replace function people_of(p_tenant text, p_kind text, p_subject text, p_by text) returns text[]
language plpgsql stable
set search_path = ledger, pg_temp
as $$
begin
    return case
        when p_kind in ('agent_credit', 'erasure', 'overdraft') then array[p_subject]
        when p_kind = 'contact' then array[p_by]
        when p_kind = 'reversal' then array(
            select distinct w.owner_id from entries e
            join wallets w on w.tenant_id = e.tenant_id and w.wallet_id = e.wallet_id and w.owner_kind = 'person'
            where e.tenant_id = p_tenant and e.transaction_id = p_subject::uuid)
        else '{}' end;
end
$$;
grant execute on function people_of(text, text, text, text) to purser_eraser;

-- approvals_about: the ids of the approvals about a person. Indexes find their subjects and requesters.
create or replace function approvals_about(p_tenant text, p_owner text) returns uuid[]
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce(array_agg(a.approval_id), '{}') from approvals a
    where a.tenant_id = p_tenant
        and (a.subject = any (array(
                select t::text from unnest(transactions_of(p_tenant, p_owner)) t
                union all select p_owner))
            or a.requested_by = p_owner and a.kind = 'contact')
        and p_owner = any (people_of(a.tenant_id, a.kind, a.subject, a.requested_by))
$$;
grant execute on function approvals_about(text, text) to purser_eraser;

-- approvals_with_payments_of: the ids of the approvals whose answer may have a payment that the person submitted. What was
-- decided about it is evidence, and stays.
create or replace function approvals_with_payments_of(p_tenant text, p_owner text) returns uuid[]
language sql stable
set search_path = ledger, pg_temp
as $$
    select coalesce(array_agg(a.approval_id), '{}')
    from payments p
    join approvals a
        on a.tenant_id = p.tenant_id and (a.kind, a.subject) in (
            ('refund', p.payment_id::text), ('invoice_payment', p.invoice_id::text))
    where p.tenant_id = p_tenant and p.created_by = p_owner
$$;
grant execute on function approvals_with_payments_of(text, text) to purser_eraser;

-- erased_reference: the mark of a transaction's reference. The reference of a transaction with a subject is the subject's id,
-- which stays.
create or replace function erased_reference(
    p_inner bytea, p_outer bytea, p_place text, p_kind text, p_reference text
) returns text
    language sql immutable parallel safe as $$
    select case when has_subject(p_kind) then p_reference
                else erasure_mark(p_inner, p_outer, p_place, p_reference) end
$$;
grant execute on function erased_reference(bytea, bytea, text, text, text) to purser_eraser;
