-- erase_person: replaces every text about a person by its mark, and closes the person's wallets. Amounts, kinds, times
-- and ids stay. Runs as purser_eraser, which may change these columns and nothing else: refuse_change() lets only that
-- role change history, and only this function runs as it.
--
-- Takes    tenant, owner; the platform's tenant, which has the answers to root's requests; the request that approved the
--          erasure; the key as erasure_mark() does
-- Returns  JSON: {"erasure_id", "erased": {table: rows}}
-- Raises   PL037 no such person   PL038 the account is not closed   42501 nobody approved it
--          40001 a wallet or a hold was created at the same time: the caller retries
--
-- Order    1 lock approvals, holds, transactions and wallets, each in the order of those who lock several
--          2 wait for whoever creates a wallet or a hold, or requests something about the person: see require_not_erased()
--          3 check the account   4 erase: outbox, published, deliveries, and stored answers last, see below
--          5 the receipt
--
-- A posting has the wallet's lock until its commit. So it has either ended before step 1, and its texts are found, or it
-- finds a closed wallet. Each statement has a snapshot of its own, and sees what ended while it waited.
--
-- The role owns the function, and a schema of its own: PostgreSQL restores a dump only if the owner of a function may
-- create something in its schema.
do $$
begin
    execute format('grant create on database %I to purser_eraser', current_database());
    execute 'set local role purser_eraser';
end
$$;
create schema if not exists erasure;
grant usage on schema erasure to purser_approvals;

create or replace function erasure.erase_person(
    p_tenant text, p_owner text, p_platform text, p_request text, p_inner bytea, p_outer bytea
) returns json
language plpgsql security definer
set search_path = ledger, pg_temp
as $$
declare
    v_erasure constant uuid := new_id();
    v_now constant timestamptz := clock_timestamp();
    v_approval approvals;
    v_approvals uuid[] := approvals_about(p_tenant, p_owner);
    v_wallets uuid[];
    v_holds uuid[];
    v_transactions uuid[];
    v_payments uuid[]; -- approvals whose answers may have payments of the person
    v_ids jsonb; -- of the person and of what is about the person, as erased_document() takes them
    v_subjects text[]; -- the same as an array
    v_names text[]; -- the same without transactions, quoted, as JSON contains them
    v_deliveries uuid[]; -- of events about the person
    v_erased jsonb := '{}';
    v_contacts text[]; -- the approvals of contacts that the person asked for, quoted
    v_ids_of_contacts jsonb; -- v_ids with the tenant, since a contact has no other id
    v_principals text[]; -- of each write in one call about the person: who wrote it
    v_first_keys text[]; -- its key; or, if it was generated, the range in which it is
    v_last_keys text[];
    v_parts smallint[]; -- as in lifetimes.parts_to_search
    v_rows integer;
    v_row record;
    v_document json;
begin
    v_payments := approvals_with_payments_of(p_tenant, p_owner);
    perform from approvals a where a.tenant_id = p_tenant and a.approval_id = any (v_approvals || v_payments)
    order by a.approval_id
    for no key update;
    v_holds := holds_about(p_tenant, p_owner);
    perform from holds h where h.tenant_id = p_tenant and h.hold_id = any (v_holds)
    order by h.hold_id
    for no key update;
    perform from transactions t
    where t.tenant_id = p_tenant and t.transaction_id = any (transactions_about(p_tenant, p_owner))
    order by t.transaction_id
    for no key update;
    perform from wallets w
    where w.tenant_id = p_tenant and w.owner_kind = 'person' and w.owner_id = p_owner
    order by w.currency
    for no key update;
    v_wallets := wallets_of(p_tenant, p_owner);
    perform pg_advisory_xact_lock(hashtextextended('erasure of ' || p_tenant || E'\n' || p_owner, 0));
    if v_wallets <> wallets_of(p_tenant, p_owner) or v_holds <> holds_about(p_tenant, p_owner) then
        raise exception using errcode = '40001', message = 'a wallet or a hold was created at the same time';
    end if;
    perform require_closed_account(p_tenant, p_owner);
    select a.* into v_approval from approvals a
    where a.tenant_id = p_tenant and a.decision_request_id = p_request and a.kind = 'erasure'
        and a.subject = p_owner and a.decision = 'approved' and a.result is null;
    if not found then
        raise exception using errcode = '42501', message = 'nobody approved this erasure';
    end if;
    v_approvals := approvals_about(p_tenant, p_owner);
    v_payments := approvals_with_payments_of(p_tenant, p_owner);
    v_transactions := transactions_about(p_tenant, p_owner);
    -- Before these keys are erased.
    select array_agg(x.principal), array_agg(coalesce(x.key, '§request/' || x.request_id || '/')),
           array_agg(coalesce(x.key, '§request/' || x.request_id || '0'))
    into v_principals, v_first_keys, v_last_keys
    from (
        select t.posted_by as principal, t.request_id, t.idempotency_key as key from transactions t
        where t.tenant_id = p_tenant and t.transaction_id = any (v_transactions)
        union
        select h.created_by, h.request_id, h.idempotency_key from holds h
        where h.tenant_id = p_tenant and h.hold_id = any (v_holds)
    ) x;

    insert into account_changes (tenant_id, customer_id, change_no, field, old_value, new_value, changed_by, changed_at,
                                 request_id)
    select p_tenant, k.customer_id,
           (select coalesce(max(h.change_no), 0) + 1 from account_changes h
            where h.tenant_id = p_tenant and h.customer_id = k.customer_id),
           'status', w.status, 'erased', v_approval.requested_by, v_now, p_request
    from customers k
    join wallets w on w.tenant_id = k.tenant_id and w.wallet_id = k.wallet_id
    where k.tenant_id = p_tenant and k.wallet_id = any (v_wallets) and w.status <> 'erased';
    update wallets w set status = 'erased' where w.tenant_id = p_tenant and w.wallet_id = any (v_wallets);

    update customers k
    set username = m.username, username_key = m.username, external_reference = m.external_reference
    from (
        select c.customer_id,
               erasure_mark(p_inner, p_outer, 'customers/' || c.customer_id || '/username', c.username) as username,
               erasure_mark(p_inner, p_outer, 'customers/' || c.customer_id || '/external_reference',
                            c.external_reference) as external_reference
        from customers c where c.tenant_id = p_tenant and c.wallet_id = any (v_wallets)
    ) m
    where k.tenant_id = p_tenant and k.customer_id = m.customer_id
        and (k.username, k.external_reference) is distinct from (m.username, m.external_reference);
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('customers', v_rows);

    -- A hash of a text would show whoever guesses it that they are right.
    for v_row in
        select x.transaction_id, x.meta,
               erased_meta(p_inner, p_outer, 'transactions/' || x.transaction_id || '/meta', x.meta) as erased
        from transactions x
        where x.tenant_id = p_tenant and x.transaction_id = any (v_transactions) and is_erased_meta(x.meta) is false
    loop
        delete from transaction_meta m
        where m.tenant_id = p_tenant and m.member = any (array(select searched_members(v_row.meta)))
            and m.transaction_id = v_row.transaction_id;
        insert into transaction_meta (tenant_id, member, transaction_id)
        select p_tenant, m, v_row.transaction_id from searched_members(v_row.erased) m;
    end loop;
    update transactions t
    set description = m.description, external_reference = m.external_reference, idempotency_key = m.idempotency_key,
        meta = m.meta
    from (
        select x.transaction_id,
               erasure_mark(p_inner, p_outer, 'transactions/' || x.transaction_id || '/description', x.description)
                   as description,
               erased_reference(p_inner, p_outer, 'transactions/' || x.transaction_id || '/external_reference', x.kind,
                                x.external_reference) as external_reference,
               erasure_mark(p_inner, p_outer, 'transactions/' || x.transaction_id || '/idempotency_key',
                            x.idempotency_key) as idempotency_key,
               erased_meta(p_inner, p_outer, 'transactions/' || x.transaction_id || '/meta', x.meta) as meta
        from transactions x where x.tenant_id = p_tenant and x.transaction_id = any (v_transactions)
    ) m
    where t.tenant_id = p_tenant and t.transaction_id = m.transaction_id
        and (t.description, t.external_reference, t.idempotency_key, t.meta ->> 'erased', t.meta is null)
            is distinct from
            (m.description, m.external_reference, m.idempotency_key, m.meta ->> 'erased', m.meta is null);
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('transactions', v_rows);

    -- Also those whose captures go to the person: their texts may be about the person too.
    update holds h
    set external_reference = erasure_mark(p_inner, p_outer, 'holds/' || h.hold_id || '/external_reference',
                                          h.external_reference),
        idempotency_key = erasure_mark(p_inner, p_outer, 'holds/' || h.hold_id || '/idempotency_key', h.idempotency_key),
        meta = erased_meta(p_inner, p_outer, 'holds/' || h.hold_id || '/meta', h.meta)
    where h.tenant_id = p_tenant and h.hold_id = any (v_holds)
        and (is_erasure_mark(h.external_reference) is false or is_erasure_mark(h.idempotency_key) is false
             or is_erased_meta(h.meta) is false);
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('holds', v_rows);

    -- The figures of a settlement have the username of that time.
    update settlements s set note = m.note, figures = m.figures, meta = m.meta
    from (
        select x.settlement_id,
               erasure_mark(p_inner, p_outer, 'settlements/' || x.settlement_id || '/note', x.note) as note,
               erased_document(p_inner, p_outer, 'settlements/' || x.settlement_id || '/figures', x.figures)
                   as figures,
               erased_meta(p_inner, p_outer, 'settlements/' || x.settlement_id || '/meta', x.meta) as meta
        from settlements x
        join customers k on k.tenant_id = x.tenant_id and k.customer_id = x.customer_id
        where k.tenant_id = p_tenant and k.wallet_id = any (v_wallets)
    ) m
    where s.tenant_id = p_tenant and s.settlement_id = m.settlement_id
        and (s.note, s.figures::jsonb, s.meta::jsonb) is distinct from (m.note, m.figures::jsonb, m.meta::jsonb);
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('settlements', v_rows);

    update bets b
    set description = erasure_mark(p_inner, p_outer, 'bets/' || b.bet_id || '/description', b.description),
        cash_out_trigger_reason = erasure_mark(p_inner, p_outer, 'bets/' || b.bet_id || '/cash_out_trigger_reason',
                                               b.cash_out_trigger_reason),
        meta = erased_meta(p_inner, p_outer, 'bets/' || b.bet_id || '/meta', b.meta),
        outcome_meta = erased_meta(p_inner, p_outer, 'bets/' || b.bet_id || '/outcome_meta', b.outcome_meta)
    from customers k
    where k.tenant_id = p_tenant and k.wallet_id = any (v_wallets) and b.tenant_id = k.tenant_id
        and b.user_id = k.customer_id
        and (not is_erasure_mark(b.description) or not is_erasure_mark(b.cash_out_trigger_reason)
             or is_erased_meta(b.meta) is false or is_erased_meta(b.outcome_meta) is false);
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('bets', v_rows);

    -- An e-mail address has no mark, since a mail would be sent to it.
    update topup_requests r
    set note = erasure_mark(p_inner, p_outer, 'topup_requests/' || r.request_id || '/note', r.note), asker_email = null
    where r.tenant_id = p_tenant and r.requested_by = p_owner
        and (not is_erasure_mark(r.note) or r.asker_email is not null);
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('topup_requests', v_rows);
    update payments p set notes = erasure_mark(p_inner, p_outer, 'payments/' || p.payment_id || '/notes', p.notes)
    where p.tenant_id = p_tenant and p.created_by = p_owner and not is_erasure_mark(p.notes);
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('payments', v_rows);
    delete from contacts c where c.tenant_id = p_tenant and c.updated_by = p_owner;
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('contacts', v_rows);
    delete from monitors m where m.tenant_id = p_tenant and m.owner_kind = 'person' and m.owner_id = p_owner;
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('monitors', v_rows);
    update mails m set email = null, name = null, written_by = null
    where m.tenant_id = p_tenant and m.written_by = p_owner;
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('mails', v_rows);

    update reconciliation_findings f
    set note = erasure_mark(p_inner, p_outer, 'reconciliation_findings/' || f.finding_id || '/note', f.note)
    where f.tenant_id = p_tenant and not is_erasure_mark(f.note)
        and (f.wallet_id = any (v_wallets) or f.transaction_id = any (v_transactions));
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('reconciliation_findings', v_rows);

    select jsonb_object_agg(x.member, x.ids) into v_ids from (
        select m.member, jsonb_object_agg(i.id, null) as ids
        from (
            select array['customer_id', 'owner_id', 'user_id'] as members, p_owner as id
            union all select array['wallet_id', 'from_wallet_id', 'to_wallet_id'], w::text from unnest(v_wallets) w
            union all select array['transaction_id'], t::text from unnest(v_transactions) t
            union all select array['hold_id'], h::text from unnest(v_holds) h
            union all select array['approval_id'], a::text from unnest(v_approvals) a
            union all select array['finding_id'], f.finding_id::text from reconciliation_findings f
                      where f.tenant_id = p_tenant
                          and (f.wallet_id = any (v_wallets) or f.transaction_id = any (v_transactions))
            union all select array['request_id'], r.request_id::text from topup_requests r
                      where r.tenant_id = p_tenant and r.requested_by = p_owner
            union all select array['payment_id'], p.payment_id::text from payments p
                      where p.tenant_id = p_tenant and p.created_by = p_owner
        ) i, unnest(i.members) m (member)
        group by m.member
    ) x;
    v_subjects := array(
        select distinct i.id from jsonb_each(v_ids) m (member, ids), jsonb_object_keys(m.ids) i (id));
    -- There may be many transactions. Their events are found by the event's id, which is the transaction's.
    v_names := array(
        select distinct to_json(i.id)::text from jsonb_each(v_ids) m (member, ids), jsonb_object_keys(m.ids) i (id)
        where m.member <> 'transaction_id');
    v_contacts := array(
        select to_json(a.approval_id)::text from approvals a
        where a.tenant_id = p_tenant and a.approval_id = any (v_approvals) and a.kind = 'contact');
    v_ids_of_contacts := v_ids || jsonb_build_object('tenant_id', jsonb_build_object(p_tenant, null));
    -- What still waits about the person has no authentication code then, and cannot be approved.
    update approvals a
    set payload = m.payload, digest = null, mac = m.mac, result = m.result, decision_note = m.decision_note,
        idempotency_key = m.idempotency_key
    from (
        select x.approval_id,
               erased_document(p_inner, p_outer, 'approvals/' || x.approval_id || '/payload', x.payload) as payload,
               null::bytea as mac,
               erased_document(p_inner, p_outer, 'approvals/' || x.approval_id || '/result', x.result,
                               case x.kind when 'contact' then v_ids_of_contacts else v_ids end) as result,
               erasure_mark(p_inner, p_outer, 'approvals/' || x.approval_id || '/decision_note', x.decision_note)
                   as decision_note,
               erasure_mark(p_inner, p_outer, 'approvals/' || x.approval_id || '/idempotency_key', x.idempotency_key)
                   as idempotency_key
        from approvals x where x.tenant_id = p_tenant and x.approval_id = any (v_approvals)
        union all
        select x.approval_id, x.payload, x.mac,
               erased_document(p_inner, p_outer, 'approvals/' || x.approval_id || '/result', x.result, v_ids),
               x.decision_note, x.idempotency_key
        from approvals x where x.tenant_id = p_tenant and x.approval_id = any (v_payments)
    ) m
    where a.tenant_id = p_tenant and a.approval_id = m.approval_id
        and (a.payload::jsonb, a.result::jsonb, a.decision_note, a.idempotency_key)
            is distinct from (m.payload::jsonb, m.result::jsonb, m.decision_note, m.idempotency_key);
    get diagnostics v_rows = row_count;
    v_erased := v_erased || jsonb_build_object('approvals', v_rows);

    -- An event can have texts about several people. So each is locked before it is read: it then has the marks of an erasure
    -- that was waited for. In the order of the keys, so that two erasures cannot deadlock.
    -- Every row of the tenant is searched for the names: a call of erased_document() for each takes many times as long.
    --
    -- mark_published() moves rows from the outbox to published: whoever misses them there finds them here. Events of holds
    -- are made of texts that are erased above: of what was read before, they are found here.
    perform lock_reader('holds');
    v_rows := 0;
    for v_row in
        select x.event_id, x.detail from outbox x
        where x.tenant_id = p_tenant
            and (x.event_id in (select unnest(v_transactions))
                 or exists (select from unnest(v_names) n (name) where strpos(x.detail::text, n.name) > 0))
        order by x.event_id
        for no key update
    loop
        v_document := erased_document(p_inner, p_outer, 'outbox/' || v_row.event_id, v_row.detail, v_ids);
        continue when v_document::jsonb = v_row.detail::jsonb;
        update outbox set detail = v_document where tenant_id = p_tenant and event_id = v_row.event_id;
        v_rows := v_rows + 1;
    end loop;
    v_erased := v_erased || jsonb_build_object('outbox', v_rows);
    v_rows := 0;
    for v_row in
        select x.event_id, x.detail from published x
        where x.tenant_id = p_tenant
            and exists (select from unnest(v_names) n (name) where strpos(x.detail::text, n.name) > 0)
        order by x.event_id
        for no key update
    loop
        v_document := erased_document(p_inner, p_outer, 'outbox/' || v_row.event_id, v_row.detail, v_ids);
        continue when v_document::jsonb = v_row.detail::jsonb;
        update published set detail = v_document where tenant_id = p_tenant and event_id = v_row.event_id;
        v_rows := v_rows + 1;
    end loop;
    v_erased := v_erased || jsonb_build_object('published', v_rows);
    -- Deliveries are written from what is erased above: of what was read before, they are found here. Those of
    -- transactions, of which there are many, by their events.
    perform lock_webhooks(p_tenant); -- before their deliveries
    perform lock_reader('webhooks');
    v_deliveries := array(
        select x.delivery_id from deliveries x
        where x.tenant_id = p_tenant and x.type <> 'TransactionPosted'
            and exists (select from unnest(v_names) n (name) where strpos(x.detail::text, n.name) > 0)
        union all
        select x.delivery_id from webhooks w, unnest(v_transactions) t (id), deliveries x
        where w.tenant_id = p_tenant and x.tenant_id = p_tenant and x.webhook_id = w.webhook_id and x.event_id = t.id);
    v_rows := 0;
    for v_row in
        select x.delivery_id, x.event_id, x.detail from deliveries x
        where x.tenant_id = p_tenant and x.delivery_id = any (v_deliveries)
        order by x.delivery_id
        for no key update
    loop
        v_document := erased_document(p_inner, p_outer, 'outbox/' || v_row.event_id, v_row.detail, v_ids);
        continue when v_document::jsonb = v_row.detail::jsonb;
        update deliveries set detail = v_document where tenant_id = p_tenant and delivery_id = v_row.delivery_id;
        v_rows := v_rows + 1;
    end loop;
    v_erased := v_erased || jsonb_build_object('deliveries', v_rows);

    -- Last: an answer is stored by the commit of its request, for whose locks the statements above have waited. Those of
    -- root lie in the platform's tenant, so that these statements see every tenant. An owner's id may be another tenant's
    -- there, so only ids that the ledger made count. A contact has no id: it is found in the answers to the person's own
    -- requests, and to the decisions about them. Erasures wait for each other at lock_reader(), so no other one changes an
    -- answer at the same time.
    --
    -- An answer without subjects (see store_answer()) is that of one transaction or hold, and all its texts are erased with
    -- the first of its persons. So it need not be found for the next one, when its key is erased too. OFFSET 0: the index is
    -- asked for each one, whatever the planner knows of the table.
    perform announce(null, current_setting('purser.principal', true));
    select l.parts_to_search into v_parts from lifetimes l where l.table_name = 'requests';
    v_rows := 0;
    for v_row in
        select k.tenant_id, k.principal, k.key, r.part, r.answer
        from (
            select s.tenant_id, s.principal, s.key from answer_subjects s
            where s.tenant_id in (p_tenant, p_platform) and s.subject = any (v_subjects)
            union
            select x.tenant_id, x.principal, x.key from requests x where x.tenant_id = p_tenant and x.principal = p_owner
            union
            select p_tenant, w.principal, i.key
            from unnest(v_principals, v_first_keys, v_last_keys) w (principal, first_key, last_key)
            cross join lateral (
                select x.key from requests x
                where x.tenant_id = p_tenant and x.principal = w.principal and x.key between w.first_key and w.last_key
                offset 0
            ) i
            union
            -- What the release before stored has no subjects, and the keys that it generated do not name their request. The
            -- answer to who sends a transfer does not name the receiver. The next release drops both.
            select x.tenant_id, x.principal, x.key from requests x
            where x.part = any (v_parts) and x.tenant_id in (p_tenant, p_platform)
                and exists (select from unnest(v_names) n (name) where strpos(x.answer, n.name) > 0)
            union
            select p_tenant, w.principal, i.key
            from (select distinct u.principal from unnest(v_principals) u (principal)) w
            cross join lateral (
                select x.key from requests x
                where x.tenant_id = p_tenant and x.principal = w.principal and x.key between '§0' and '§g'
                    and (exists (select from unnest(v_names) n (name) where strpos(x.answer, n.name) > 0)
                         or strpos(x.answer, '"from_wallet_id"') > 0)
                offset 0
            ) i
        ) k
        cross join lateral (
            select x.part, x.answer::json as answer from requests x
            where x.tenant_id = k.tenant_id and x.principal = k.principal and x.key = k.key
            offset 0
        ) r
    loop
        v_document := erased_document(
            p_inner, p_outer, 'requests/' || v_row.principal || '/' || v_row.key, v_row.answer,
            case when v_row.tenant_id = p_tenant and v_row.principal = p_owner
                     and strpos(v_row.answer::text, '"approval_id"') = 0 -- not what the person decided for another
                     or exists (select from unnest(v_contacts) c (id) where strpos(v_row.answer::text, c.id) > 0)
                     then v_ids_of_contacts
                 else v_ids end
            - case when v_row.tenant_id = p_tenant then '{}' else array['customer_id', 'owner_id', 'user_id'] end);
        continue when v_document::jsonb = v_row.answer::jsonb;
        update requests q set answer = v_document::text
        where q.tenant_id = v_row.tenant_id and q.principal = v_row.principal and q.key = v_row.key
            and q.part = v_row.part;
        v_rows := v_rows + 1;
    end loop;
    v_erased := v_erased || jsonb_build_object('requests', v_rows);
    perform announce(p_tenant, current_setting('purser.principal', true));

    insert into erasures (tenant_id, erasure_id, owner_id, approval_id, erased, erased_at)
    values (p_tenant, v_erasure, p_owner, v_approval.approval_id, v_erased, v_now);
    return json_build_object('erasure_id', v_erasure, 'erased', v_erased);
end
$$;
revoke execute on function erasure.erase_person(text, text, text, text, bytea, bytea) from public;
grant execute on function erasure.erase_person(text, text, text, text, bytea, bytea) to purser_approvals;

do $$
begin
    execute 'set local role purser_owner';
    execute format('revoke create on database %I from purser_eraser', current_database());
end
$$;
