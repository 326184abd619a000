"""Mistakes in erasures: who may do them, what they leave behind, and what they change."""

from tests.mutants.mutant import in_sql

_erase = in_sql("erasure/erase_person.sql")
_marks = in_sql("erasure/marks.sql")
_people = in_sql("erasure/people.sql")

MUTANTS = [
    _erase(
        "erasure-without-approval",
        "and a.subject = p_owner and a.decision = 'approved' and a.result is null;",
        "and a.subject = p_owner;",
        "An erasure that waits for an approval is executed by its request's id alone.",
        ["erasure::an_erasure_is_executed_once_for_its_approval"],
    ),
    _erase(
        "erasure-open-wallets",
        "update wallets w set status = 'erased' where",
        "update wallets w set status = 'frozen' where",
        "A credit after an erasure writes a new text.",
        ["erasure::the_wallets_of_an_erased_person_are_closed_in_every_currency"],
    ),
    _erase(
        "erasure-of-own-tenant-s-answers",
        "where x.tenant_id in (p_tenant, p_platform)",
        "where x.tenant_id = p_tenant",
        "The stored answers to root's requests keep their texts.",
        ["marked_person::no_row_has_a_text_about_an_erased_person"],
    ),
    _erase(
        "erasure-of-an-older-answer",
        "order by x.tenant_id, x.principal, x.key, x.part\n        for no key update",
        "order by x.tenant_id, x.principal, x.key, x.part",
        "An erasure brings back what another one erased in the same answer.",
        ["erasure_races::two_simultaneous_erasures_both_erase_their_texts_in_one_stored_answer"],
    ),
    in_sql("approvals/approvals.sql")(
        "erasures-of-one-person-at-once",
        "x.approval_id = p_approval and x.kind = 'erasure';",
        "x.approval_id = p_approval and x.kind = 'none';",
        "Two erasures of a person that are approved at the same moment deadlock.",
        ["erasure_races::the_second_of_two_erasures_of_a_person_locks_nothing_before_its_turn"],
    ),
    _people(
        "erasure-of-subjects",
        "case when has_subject(p_kind) then p_reference",
        "case when false then p_reference",
        "A bet's transactions lose the id of their bet.",
        ["marked_person::a_reconciliation_of_everything_finds_nothing_after_an_erasure"],
    ),
    _marks(
        "erasure-mark-without-place",
        "convert_to(p_place || E'\\n' || p_text, 'UTF8')",
        "convert_to(p_text, 'UTF8')",
        "Equal texts have equal marks.",
        ["marked_person::equal_texts_have_different_marks"],
    ),
    _marks(
        "erased-meta-with-other-members",
        "is true and (select count(*) from json_object_keys(p_meta)) = 1",
        "is true",
        "A caller's object with a member like a mark keeps its other members.",
        ["marked_person::no_row_has_a_text_about_an_erased_person"],
    ),
    _marks(
        "erasure-of-everybody-in-an-import",
        "p_ids is null then text_members() else array(",
        "true then text_members() else array(",
        "The answer of an import loses the names of the other customers.",
        ["marked_person::the_stored_answer_of_an_import_keeps_the_other_customers"],
    ),
    _marks(
        "erasure-of-words",
        "where (p_ids -> m.key) ? (m.value #>> '{}')) end;",
        "where exists (select from jsonb_each(p_ids) i (member, ids) where i.ids ? (m.value #>> '{}'))) end;",
        "A person whose id is like a payment's takes the texts about the payment.",
        ["erasure_of_one_person::a_person_whose_id_is_a_word_of_answers_takes_no_other_texts"],
    ),
    _marks(
        "erasure-of-decisions",
        "        when 'payment_id' then array['notes']\n",
        "        when 'payment_id' then text_members()\n",
        "The reason of a refund is erased with the payer.",
        ["erasure_of_one_person::what_was_decided_about_a_payment_stays_whoever_is_erased"],
    ),
    _erase(
        "erasure-of-another-tenant-s-owner",
        "case when v_row.tenant_id = p_tenant then '{}' else array['customer_id', 'owner_id', 'user_id'] end",
        "'{}'::text[]",
        "The texts about an owner of the same id in another tenant are erased in root's answers.",
        ["erasure_of_one_person::the_answers_of_root_about_another_tenant_s_person_of_the_same_id_stay"],
    ),
    _erase(
        "erasure-without-the-approved-contact",
        "or exists (select from unnest(v_contacts) c (id) where strpos(v_row.answer::text, c.id) > 0)",
        "or false",
        "The stored answer to whoever approved an erased person's contact still has the address.",
        [
            "contact_changes::the_erasure_of_whoever_asked_for_a_contact_erases_it_in_the_request_and_in_both_answers",
        ],
    ),
    _erase(
        "erasure-without-the-former-contact",
        "    update mails m set email = null, name = null, written_by = null\n"
        "    where m.tenant_id = p_tenant and m.written_by = p_owner;\n",
        "",
        "A mail goes to the address that an erased person wrote.",
        ["contact_changes::the_erasure_of_whoever_wrote_the_former_contact_ends_its_mail"],
    ),
    _erase(
        "erasure-without-the-contact",
        "case when v_row.tenant_id = p_tenant and v_row.principal = p_owner\n",
        "case when false and v_row.principal = p_owner\n",
        "The stored answer to an erased person who set the contact still has the address.",
        ["erasure_of_one_person::the_receipt_says_that_the_tenant_has_no_contact_any_more"],
    ),
    _people(
        "erasure-with-a-balance",
        "            when w.balance <> 0 then 'balance'\n",
        "            when w.balance > 0 then 'balance'\n",
        "A person with a debt is erased.",
        ["erasure::a_person_with_a_debt_is_not_erased"],
    ),
    in_sql("storage/immutable.sql")(
        "erasure-deletes-history",
        "if tg_op = 'UPDATE' and current_user = 'purser_eraser' then",
        "if current_user in ('purser_eraser', 'purser_owner') then",
        "The owner can change history.",
        ["erasure::no_other_role_can_change_a_text_of_history"],
    ),
]
