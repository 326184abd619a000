import { Alert, Button, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { kindInWords } from "../kinds";
import { LeftToday } from "../limits/LeftToday";
import { AGENT_LIMITS } from "../limits/queries";
import { formatAmount, signOf, typedAmount } from "../money";
import { AmountText } from "../ui/AmountText";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { AmountInput, amountProblem } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { WriteNotice } from "../write/WriteNotice";
import { useWriteForm } from "../write/useWriteForm";
import { useUnlessWaiting } from "../write/waiting";
import {
  type Direction,
  KINDS,
  type CashierRequest,
  type BalancePreview,
  previewBalance,
  sendCashierRequest,
} from "./cashierRequest";
import classes from "./CashierForm.module.css";

const FIELDS = ["amount", "description", "external_reference", "transaction_type"] as const;

interface CashierFormProps {
  direction: Direction;
  customer: Schemas["Customer"];
  /** Whether the form is the one of the two that is on the page. */
  isShown?: boolean;
}

/** The id of the form for `useWrite`. */
export function cashierFormId(direction: Direction, { customer_id }: Schemas["Customer"]): string {
  return `${direction} ${customer_id}`;
}

/** The form of a debit or credit of a customer's wallet. */
export function CashierForm({ direction, customer, isShown = true }: CashierFormProps) {
  const { customer_id, currency, username } = customer;
  const queries = useQueryClient();
  const unlessWaiting = useUnlessWaiting();
  const [isAsking, setIsAsking] = useState(false);
  const cashier = useWriteForm({
    id: cashierFormId(direction, customer),
    what: ({ amount }: CashierRequest) =>
      `${direction === "debit" ? "Debit" : "Credit"} of ${formatAmount(amount, currency)}, ${username}`,
    initialValues: {
      amount: "",
      description: "",
      external_reference: "",
      transaction_type: KINDS[direction][0],
    },
    validate: {
      amount: (amount) => amountProblem(amount, currency),
      description: (description) => (description.trim() === "" ? "Enter a description." : null),
    },
    fields: FIELDS,
    first: "amount",
    send: (request: CashierRequest, key) => sendCashierRequest(direction, request, key),
    onDone: (answer) => {
      setIsAsking(false);
      cashier.form.reset();
      unlessWaiting(answer, (receipt) => {
        const moved = formatAmount(receipt.amount, receipt.currency);
        const balance = formatAmount(receipt.balance_after, receipt.currency);
        toastDone(`${direction === "debit" ? "Debited" : "Credited"} ${moved}`, `${username} now has ${balance}.`);
      });
      void queries.invalidateQueries({ queryKey: ["customer", customer_id] });
      void queries.invalidateQueries({ queryKey: ["customers"] });
      void queries.invalidateQueries({ queryKey: ["settlement"] });
      void queries.invalidateQueries({ queryKey: [AGENT_LIMITS] });
    },
    onRefused: () => {
      setIsAsking(false);
      void queries.invalidateQueries({ queryKey: ["customer", customer_id] });
    },
  });
  const { form, write } = cashier;
  const preview = write.isUnknown ? null : previewBalance(direction, form.values.amount, customer);
  const requestOf = ({
    amount,
    description,
    external_reference,
    transaction_type,
  }: typeof form.values): CashierRequest => ({
    customer_id,
    amount: typedAmount(amount, currency),
    description: description.trim(),
    ...(external_reference.trim() === "" ? {} : { external_reference: external_reference.trim() }),
    transaction_type,
  });
  const override = () => write.send({ ...requestOf(form.values), allow_overdraft: true });
  // A refused debit can be overridden as long as the amount has not been changed.
  const isRefusedForFunds = write.refusal?.code === "insufficient_funds" && form.errors.amount !== undefined;
  return (
    <>
      <WriteForm
        label={direction === "debit" ? "Debit" : "Credit"}
        of={cashier}
        onSubmit={(values) => write.send(requestOf(values))}
        isAsking={isAsking || !isShown}
        buttons={
          <Group>
            <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
              {direction === "debit" ? "Debit" : "Credit"}
              {preview !== null && ` ${formatAmount(typedAmount(form.values.amount, currency), currency)}`}
            </Button>
          </Group>
        }
      >
        <div className={classes.pair}>
          <AmountInput label="Amount" currency={currency} withAsterisk {...form.getInputProps("amount")} />
          <NativeSelect
            label="Kind"
            data={KINDS[direction].map((value) => ({ value, label: kindInWords(value) }))}
            {...form.getInputProps("transaction_type")}
          />
        </div>
        {isRefusedForFunds && direction === "debit" && customer.account_type === "postup" && (
          <Group>
            <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
              Override&hellip;
            </Button>
          </Group>
        )}
        <BalancePreviewLine customer={customer} preview={preview} />
        {direction === "credit" && <LeftToday currency={currency} />}
        <TextInput
          label="Description"
          placeholder={direction === "debit" ? "Cash paid out" : "Cash paid in"}
          maxLength={500}
          withAsterisk
          {...form.getInputProps("description")}
        />
        <TextInput
          label="Reference"
          description="Optional. Your own reference, such as the number of a till."
          maxLength={128}
          {...form.getInputProps("external_reference")}
        />
      </WriteForm>
      <ConfirmDialog
        opened={isAsking}
        title="Override the balance?"
        confirm="Override and debit"
        isDangerous
        isSending={write.isSending}
        isDisabled={write.isUnknown}
        onConfirm={override}
        onCancel={() => setIsAsking(false)}
      >
        <Text size="sm">
          {username} has {formatAmount(customer.available, currency)} available. The debit would leave{" "}
          {preview !== null && <AmountText amount={preview.balance} currency={currency} strong />}:{" "}
          {preview !== null && beyondOf(preview, customer)}, as a correction. The audit trail marks it as an override,
          with your name.
        </Text>
        <WriteNotice write={write} isShownByFields={cashier.isShownByFields} onCheck={() => setIsAsking(false)} />
      </ConfirmDialog>
    </>
  );
}

/** What an override goes beyond. */
function beyondOf(preview: BalancePreview, { currency, held }: Schemas["Customer"]): string {
  return signOf(preview.balance) < 0 ? "below zero" : `less than the ${formatAmount(held, currency)} that is held`;
}

/** The expected balance before anything is sent. */
function BalancePreviewLine({ customer, preview }: { customer: Schemas["Customer"]; preview: BalancePreview | null }) {
  const { account_balance, currency, held, status } = customer;
  return (
    <div className={classes.preview} role="status">
      <Text size="sm">
        Balance <AmountText amount={account_balance} currency={currency} />
        {signOf(held) > 0 && (
          <>
            , held <AmountText amount={held} currency={currency} />
          </>
        )}
        {preview !== null && (
          <>
            {" "}
            → <AmountText amount={preview.balance} currency={currency} words={["", "owed by the customer"]} strong />
          </>
        )}
      </Text>
      {preview?.needsOverride === true && (
        <Text size="sm" className={classes.warning}>
          {signOf(preview.balance) < 0 ? "Below zero" : "Less than is held"}: the debit is refused unless you override
          it.
        </Text>
      )}
      {preview?.beyondLimit != null && (
        <Text size="sm" className={classes.warning}>
          {formatAmount(preview.beyondLimit, currency)} beyond the credit limit: the debit is refused.
        </Text>
      )}
      {status === "frozen" && (
        <Alert color="yellow" role="status" mt="xs" p="xs">
          The account is frozen: debits are refused.
        </Alert>
      )}
    </div>
  );
}
