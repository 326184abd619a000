import { Button, Text, Textarea } from "@mantine/core";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { useBillingChanged } from "../billing/queries";
import { add, compare, formatAmount, typedAmount } from "../money";
import { AmountInput, amountProblem } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";

/** The largest amount of a request. */
const MAX_AMOUNT = "1000000.00";
const FIELDS = ["amount", "note"] as const;

/** The problem of a top-up amount; null if it is valid. */
export function topUpProblem(amount: string, currency: string): string | null {
  const problem = amountProblem(amount, currency);
  if (problem !== null) return problem;
  return compare(typedAmount(amount, currency), MAX_AMOUNT, currency) > 0
    ? `At most ${formatAmount(MAX_AMOUNT, currency)} at once.`
    : null;
}

/** The form of a top-up request. An invoice follows its approval. */
export function TopUpForm({ wallet }: { wallet: Schemas["PrepaidWallet"] }) {
  const { balance, currency } = wallet;
  const billingChanged = useBillingChanged();
  const topUps = useWriteForm({
    id: "top-up",
    what: ({ amount }: Schemas["TopupRequestCreate"]) => `Request of ${formatAmount(amount, currency)}`,
    page: "/billing/requests",
    initialValues: { amount: "", note: "" },
    validate: { amount: (amount) => topUpProblem(amount, currency) },
    fields: FIELDS,
    first: "amount",
    send: (request: Schemas["TopupRequestCreate"], key) =>
      answerOf(api.POST("/api/v1/billing/wallet/topup-requests", { body: request, params: keyed(key) })),
    onDone: (request) => {
      topUps.form.reset();
      toastDone(
        `Requested ${formatAmount(request.amount, request.currency)}`,
        "You get an invoice once an operator approves it.",
      );
      billingChanged();
    },
  });
  const { form, write } = topUps;
  const request = ({ amount, note }: typeof form.values) => {
    const words = note.trim();
    write.send({ amount: typedAmount(amount, currency), ...(words === "" ? {} : { note: words }) });
  };
  const isValid = !write.isUnknown && topUpProblem(form.values.amount, currency) === null;
  return (
    <WriteForm
      label="Request a top-up"
      of={topUps}
      onSubmit={request}
      hint={
        <Text size="sm" c="dimmed" role="status">
          {isValid
            ? `Once paid, the balance will be ${formatAmount(add(balance, typedAmount(form.values.amount, currency), currency), currency)}, if nothing is charged until then.`
            : "After the approval you get an invoice. The wallet is credited when it is paid."}
        </Text>
      }
      buttons={
        <div>
          <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
            Request {isValid ? formatAmount(typedAmount(form.values.amount, currency), currency) : "a top-up"}
          </Button>
        </div>
      }
    >
      <AmountInput
        label="Amount"
        description={`Up to ${formatAmount(MAX_AMOUNT, currency)}.`}
        currency={currency}
        withAsterisk
        {...form.getInputProps("amount")}
      />
      <Textarea
        label="Note"
        description="Optional. For the operator who decides."
        maxLength={512}
        autosize
        minRows={2}
        maxRows={6}
        {...form.getInputProps("note")}
      />
    </WriteForm>
  );
}
