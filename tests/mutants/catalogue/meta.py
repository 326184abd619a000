"""Mistakes with objects of the callers' own."""

from tests.mutants.mutant import in_ledger, in_sql

_STORED = "meta::meta_of_an_operation_is_stored_with_its_transaction_and_answered_back"
_ONCE = "in_one_call::a_bet_in_one_call_and_in_several_statements_leaves_the_same_rows_and_answers"
_BET = "meta::a_bet_shows_with_what_it_was_placed_and_ended"
_ERASED = "marked_person::no_row_has_a_text_about_an_erased_person"

MUTANTS = [
    in_ledger("core/models.py")(
        "meta-none-is-hashed",
        "Field(default=None, exclude_if=lambda meta: meta is None)",
        "None",
        "A request that is repeated across the deployment is refused.",
        ["kinds::a_request_without_meta_has_the_hash_that_it_had_before_meta_existed"],
    ),
    in_ledger("cashier/imports.py")(
        "import-drops-meta", "        meta=row.meta,\n", "", "An opening balance loses its object.", [_STORED]
    ),
    in_ledger("cashier/settlements.py")(
        "settlement-posts-without-meta",
        "            meta=request.meta,\n        )\n        (posted,)",
        "        )\n        (posted,)",
        "The object of a settlement is not with its transaction.",
        [_STORED],
    ),
    in_ledger("billing/prepaid.py")(
        "refund-posts-without-meta",
        "        meta=payment.refund_meta,\n",
        "",
        "The object of a refund is not with its transaction.",
        [_STORED],
    ),
    in_sql("billing/payments.sql")(
        "refund-answers-without-meta",
        "refund_meta = p_meta,",
        "",
        "A refund does not answer what it was asked with.",
        [_STORED],
    ),
    in_sql("billing/invoices.sql")(
        "invoice-is-paid-without-meta",
        "p_reference, p_key, p_note, p_meta);",
        "p_reference, p_key, p_note, null);",
        "An invoice that is marked as paid loses its object.",
        [_STORED],
    ),
    in_sql("bets/once.sql")(
        "bet-forgets-its-meta",
        "e.transaction_id, t.meta\n",
        "e.transaction_id, null\n",
        "A bet loses its object.",
        [_ONCE],
    ),
    in_sql("bets/once.sql")(
        "payout-without-meta",
        "'meta', p_meta::text",
        "'meta', null",
        "The object of a won bet is not with its payout.",
        [_STORED],
    ),
    in_sql("bets/bets.sql")(
        "outcome-overwrites-meta",
        "outcome_meta = b.outcome_meta",
        "meta = b.outcome_meta",
        "The outcome of a bet replaces what it was placed with.",
        [_BET],
    ),
    in_sql("erasure/erase_person.sql")(
        "erase-outcome-at-the-place-of-the-bet",
        "'/outcome_meta', b.outcome_meta)",
        "'/meta', b.outcome_meta)",
        "The mark of a bet's outcome shows that it came with the same object as the bet.",
        ["marked_person::equal_texts_have_different_marks"],
    ),
    in_sql("erasure/erase_person.sql")(
        "erase-leaves-settlements-meta",
        ", meta = m.meta\n    from (\n        select x.settlement_id",
        "\n    from (\n        select x.settlement_id",
        "The object of a settlement still names the person.",
        [_ERASED],
    ),
    in_sql("erasure/marks.sql")(
        "erase-leaves-outcome-meta-of-answers",
        "'notes', 'outcome_meta', 'reason'",
        "'notes', 'reason'",
        "The stored answer of a settled bet still names the person.",
        ["marked_person::a_repeated_request_gets_its_answer_without_the_texts"],
    ),
]
