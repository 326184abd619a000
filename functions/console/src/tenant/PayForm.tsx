import { Button, NativeSelect, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { MethodDetails } from "../billing/MethodDetails";
import { availableMethods, useBillingChanged } from "../billing/queries";
import { formatAmount } from "../money";
import { Loaded } from "../ui/Loaded";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";
import classes from "./PayForm.module.css";

const FIELDS = ["method_id", "transaction_reference", "notes"] as const;
/** The field of each refusal that concerns one field. */
const FIELD_BY_CODE = {
  reference_already_used: "transaction_reference",
  payment_method_not_available: "method_id",
} as const;

type Method = Schemas["AvailablePaymentMethods"]["methods"][number];

/** The form of a manual payment: where to pay, and the reference by which the operator finds it. */
export function PayForm({ invoice }: { invoice: Schemas["Invoice"] }) {
  const available = useQuery(availableMethods());
  return (
    <Loaded what="the ways to pay" query={available}>
      {({ methods, default_method }) =>
        methods.length === 0 ? (
          <Text size="sm">There is no manual payment method at the moment. Ask your operator how to pay.</Text>
        ) : (
          <Paid invoice={invoice} methods={methods} first={default_method ?? methods[0]?.id ?? ""} />
        )
      }
    </Loaded>
  );
}

function Paid({ invoice, methods, first }: { invoice: Schemas["Invoice"]; methods: Method[]; first: string }) {
  const { invoice_id, amount, currency, number } = invoice;
  const billingChanged = useBillingChanged();
  const paid = useWriteForm({
    id: `pay ${invoice_id}`,
    what: ({ transaction_reference }: Schemas["PaymentSubmit"]) =>
      `Payment of ${formatAmount(amount, currency)} for ${number}, ${transaction_reference}`,
    initialValues: { method_id: first, transaction_reference: "", notes: "" },
    validate: {
      transaction_reference: (reference) =>
        reference.trim() === ""
          ? "Enter the reference of your bank or wallet, by which the payment can be found."
          : null,
    },
    fields: FIELDS,
    byCode: FIELD_BY_CODE,
    send: (payment: Schemas["PaymentSubmit"], key) =>
      answerOf(api.POST("/api/v1/billing/payments/manual", { body: payment, params: keyed(key) })),
    onDone: () => {
      toastDone("Submitted", `An operator confirms the payment of ${number} once the money has arrived.`);
      billingChanged();
    },
    onRefused: (refusal) => {
      if (refusal.status === 409) billingChanged();
    },
  });
  const { form, write } = paid;
  const chosen = methods.find(({ id }) => id === form.values.method_id);
  const submit = ({ transaction_reference, notes }: typeof form.values) => {
    if (chosen === undefined) return;
    write.send({
      invoice_id,
      method_id: chosen.id,
      transaction_reference: transaction_reference.trim(),
      ...(notes.trim() === "" ? {} : { notes: notes.trim() }),
    });
  };
  return (
    <WriteForm
      label="Pay the invoice"
      of={paid}
      onSubmit={submit}
      buttons={
        <div>
          <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
            I paid {formatAmount(amount, currency)}
          </Button>
        </div>
      }
    >
      <div className={classes.halves}>
        <Stack gap="sm">
          <NativeSelect
            label="Paid by"
            data={methods.map(({ id, display_name }) => ({ value: id, label: display_name }))}
            {...form.getInputProps("method_id")}
          />
          <TextInput
            label="Reference of the payment"
            description="The one that your bank or wallet shows."
            maxLength={128}
            autoComplete="off"
            withAsterisk
            {...form.getInputProps("transaction_reference")}
          />
          <Textarea
            label="Notes"
            description="Optional. Never a card number or a password."
            maxLength={512}
            autosize
            minRows={2}
            maxRows={6}
            {...form.getInputProps("notes")}
          />
        </Stack>
        {chosen !== undefined && (
          <section className={classes.instructions} aria-label={`How to pay by ${chosen.display_name}`}>
            <Text size="sm" fw={600} mb="xs">
              Pay {formatAmount(amount, currency)} by {chosen.display_name}
            </Text>
            <MethodDetails method={chosen} />
          </section>
        )}
      </div>
    </WriteForm>
  );
}
