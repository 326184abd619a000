import { Button, Fieldset, NativeSelect, Stack, Text, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { MethodDetails } from "../billing/MethodDetails";
import { availableMethods, useBillingChanged } from "../billing/queries";
import { formatAmount } from "../money";
import { Loaded } from "../ui/Loaded";
import { toastDone } from "../ui/toast";
import { WriteNotice } from "../write/WriteNotice";
import { refusedFields } from "../write/fields";
import { useWrite } from "../write/useWrite";
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
  const form = useForm({
    initialValues: { method_id: first, transaction_reference: "", notes: "" },
    validate: {
      transaction_reference: (reference) =>
        reference.trim() === ""
          ? "Enter the reference of your bank or wallet, by which the payment can be found."
          : null,
    },
  });
  const write = useWrite({
    send: (payment: Schemas["PaymentSubmit"], key) =>
      answerOf(api.POST("/api/v1/billing/payments/manual", { body: payment, params: keyed(key) })),
    onDone: () => {
      toastDone("Submitted", `An operator confirms the payment of ${number} once the money has arrived.`);
      billingChanged();
    },
    onRefused: (refusal) => {
      form.setErrors(refusedFields(refusal, FIELDS, FIELD_BY_CODE));
      if (refusal.status === 409) billingChanged();
    },
  });
  const chosen = methods.find(({ id }) => id === form.values.method_id);
  const submit = form.onSubmit(({ transaction_reference, notes }) => {
    if (chosen === undefined) return;
    write.send({
      invoice_id,
      method_id: chosen.id,
      transaction_reference: transaction_reference.trim(),
      ...(notes.trim() === "" ? {} : { notes: notes.trim() }),
    });
  });
  const isShownByFields =
    write.refusal !== null && Object.keys(refusedFields(write.refusal, FIELDS, FIELD_BY_CODE)).length > 0;
  return (
    <form onSubmit={submit} noValidate aria-label="Pay the invoice">
      <div className={classes.halves}>
        <Fieldset variant="unstyled" disabled={write.isSending || write.isUnknown}>
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
        </Fieldset>
        {chosen !== undefined && (
          <section className={classes.instructions} aria-label={`How to pay by ${chosen.display_name}`}>
            <Text size="sm" fw={600} mb="xs">
              Pay {formatAmount(amount, currency)} by {chosen.display_name}
            </Text>
            <MethodDetails method={chosen} />
          </section>
        )}
      </div>
      <Stack gap="sm" mt="md">
        <WriteNotice write={write} isShownByFields={isShownByFields} />
        <div>
          <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
            I paid {formatAmount(amount, currency)}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
