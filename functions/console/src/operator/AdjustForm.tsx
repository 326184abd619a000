import { Button, NativeSelect, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { useBillingChanged } from "../billing/queries";
import { add, formatAmount, subtract, typedAmount } from "../money";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { AmountInput, amountProblem } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { WriteNotice } from "../write/WriteNotice";
import { useWriteForm } from "../write/useWriteForm";
import { useUnlessWaiting } from "../write/waiting";

const FIELDS = ["amount", "reason"] as const;

interface AdjustFormProps {
  wallet: Schemas["PrepaidWallet"];
  /** Undefined for the own. Only the platform's operator may name one. */
  tenant: string | undefined;
}

/** The form of an adjustment: raises or lowers a prepaid balance, with a reason. */
export function AdjustForm({ wallet, tenant }: AdjustFormProps) {
  const { tenant_id, balance, currency } = wallet;
  const billingChanged = useBillingChanged();
  const unlessWaiting = useUnlessWaiting();
  const [isAsking, setIsAsking] = useState(false);
  const adjusted = useWriteForm({
    id: `adjust ${tenant_id}`,
    what: ({ amount }: Schemas["PrepaidAdjust"]) => `Adjustment of ${tenant_id} by ${formatAmount(amount, currency)}`,
    initialValues: { direction: "add", amount: "", reason: "" },
    validate: {
      amount: (amount) => amountProblem(amount, currency),
      reason: (reason) => (reason.trim() === "" ? "Enter a reason. It is stored with the transaction." : null),
    },
    fields: FIELDS,
    first: "amount",
    send: (adjustment: Schemas["PrepaidAdjust"], key) =>
      answerOf(
        api.POST("/api/v1/billing/wallet/adjustments", {
          body: adjustment,
          params: { ...keyed(key), query: { tenant_id: tenant } },
        }),
      ),
    onDone: (answer) => {
      setIsAsking(false);
      adjusted.form.reset();
      unlessWaiting(answer, (moved) =>
        toastDone("Adjusted", `${tenant_id} now has ${formatAmount(moved.balance, currency)}.`),
      );
      billingChanged();
    },
    onRefused: () => {
      setIsAsking(false);
      billingChanged();
    },
  });
  const { form, write } = adjusted;
  const { direction, amount, reason } = form.values;
  const isValid = !write.isUnknown && amountProblem(amount, currency) === null;
  const after = isValid
    ? (direction === "add" ? add : subtract)(balance, typedAmount(amount, currency), currency)
    : null;
  const send = () => {
    const typed = typedAmount(amount, currency);
    write.send({ amount: direction === "add" ? typed : `-${typed}`, reason: reason.trim() });
  };
  return (
    <>
      <WriteForm
        label="Adjust the balance"
        of={adjusted}
        onSubmit={() => setIsAsking(true)}
        isAsking={isAsking}
        hint={
          <Text size="sm" c="dimmed" role="status">
            Balance {formatAmount(balance, currency)}
            {after !== null && ` → ${formatAmount(after, currency)}`}
          </Text>
        }
        buttons={
          <div>
            <Button type="submit" variant="default" disabled={write.isUnknown}>
              Adjust&hellip;
            </Button>
          </div>
        }
      >
        <NativeSelect
          label="Direction"
          data={[
            { value: "add", label: "Add to the wallet" },
            { value: "deduct", label: "Deduct from the wallet" },
          ]}
          {...form.getInputProps("direction")}
        />
        <AmountInput label="Amount" currency={currency} withAsterisk {...form.getInputProps("amount")} />
        <Textarea
          label="Reason"
          maxLength={500}
          autosize
          minRows={2}
          maxRows={6}
          withAsterisk
          {...form.getInputProps("reason")}
        />
      </WriteForm>
      <ConfirmDialog
        opened={isAsking}
        title="Adjust the balance?"
        confirm="Adjust"
        isDangerous={direction === "deduct"}
        isSending={write.isSending}
        isDisabled={write.isUnknown}
        onConfirm={send}
        onCancel={() => setIsAsking(false)}
      >
        <Text size="sm">
          {tenant_id} has {formatAmount(balance, currency)}
          {after !== null && <> and will have {formatAmount(after, currency)}</>}. The transaction stays in the history,
          with your name and the reason. To undo it, make another adjustment.
        </Text>
        <WriteNotice write={write} isShownByFields={adjusted.isShownByFields} onCheck={() => setIsAsking(false)} />
      </ConfirmDialog>
    </>
  );
}
