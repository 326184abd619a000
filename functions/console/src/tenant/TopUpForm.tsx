import { Button, Fieldset, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { useBillingChanged } from "../billing/queries";
import { add, compare, formatAmount, typedAmount } from "../money";
import { AmountInput, amountProblem } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteNotice } from "../write/WriteNotice";
import { refusedFields } from "../write/fields";
import { useWrite } from "../write/useWrite";

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
  const form = useForm({
    initialValues: { amount: "", note: "" },
    validate: { amount: (amount) => topUpProblem(amount, currency) },
  });
  const write = useWrite({
    send: (request: Schemas["TopupRequestCreate"], key) =>
      answerOf(api.POST("/api/v1/billing/wallet/topup-requests", { body: request, params: keyed(key) })),
    onDone: (request) => {
      form.reset();
      toastDone(
        `Requested ${formatAmount(request.amount, request.currency)}`,
        "You get an invoice once an operator approves it.",
      );
      billingChanged();
    },
    onRefused: (refusal) => form.setErrors(refusedFields(refusal, FIELDS)),
  });
  const submit = form.onSubmit(({ amount, note }) => {
    const words = note.trim();
    write.send({ amount: typedAmount(amount, currency), ...(words === "" ? {} : { note: words }) });
  });
  const isShownByFields = write.refusal !== null && Object.keys(refusedFields(write.refusal, FIELDS)).length > 0;
  const isValid = topUpProblem(form.values.amount, currency) === null;
  return (
    <form onSubmit={submit} noValidate aria-label="Request a top-up">
      <Fieldset variant="unstyled" disabled={write.isSending || write.isUnknown}>
        <Stack gap="sm">
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
        </Stack>
      </Fieldset>
      <Stack gap="sm" mt="md">
        <Text size="sm" c="dimmed" role="status">
          {isValid
            ? `Once paid, the balance will be ${formatAmount(add(balance, typedAmount(form.values.amount, currency), currency), currency)}, if nothing is charged until then.`
            : "After the approval you get an invoice. The wallet is credited when it is paid."}
        </Text>
        <WriteNotice write={write} isShownByFields={isShownByFields} />
        <div>
          <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
            Request {isValid ? formatAmount(typedAmount(form.values.amount, currency), currency) : "a top-up"}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
