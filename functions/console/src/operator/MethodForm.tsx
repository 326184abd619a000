import { Button, Checkbox, Group, NativeSelect, TextInput, Textarea } from "@mantine/core";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { detailsOf } from "../billing/MethodDetails";
import { useBillingChanged } from "../billing/queries";
import { useIsRoot } from "../session/person";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";
import { useUnlessWaiting } from "../write/waiting";
import { TenantInput } from "./TenantInput";
import { parseDetails, formatDetails } from "./method";

type Configured = Schemas["ConfiguredPaymentMethodListing"]["items"][number];

interface Change {
  id: string;
  tenant: string | undefined;
  method: Schemas["PaymentMethodUpdate"];
}

/** Fields to which a refusal may point. Both kinds of details have one input. */
const FIELDS = ["display_name", "instructions", "bank_details", "wallet_details", "country"] as const;

interface MethodFormProps {
  method: Configured | undefined;
  tenant: string | undefined;
  onDone: () => void;
}

/** The form of a payment method. A new one of the platform's operator is for every tenant, unless a tenant is named. */
export function MethodForm({ method, tenant, onDone }: MethodFormProps) {
  const isRoot = useIsRoot();
  const billingChanged = useBillingChanged();
  const unlessWaiting = useUnlessWaiting();
  const isNew = method === undefined;
  const edited = useWriteForm({
    id: `method ${tenant ?? ""} ${method?.tenant_id ?? ""} ${method?.id ?? ""}`,
    what: ({ method: { display_name } }: Change) => `Payment method ${display_name}`,
    initialValues: {
      id: method?.id ?? "",
      tenant: method === undefined ? (tenant ?? "") : (method.tenant_id ?? ""),
      type: method?.type ?? "bank_transfer",
      display_name: method?.display_name ?? "",
      instructions: method?.instructions ?? "",
      details: method === undefined ? "" : formatDetails(detailsOf(method)),
      country: method?.country ?? "",
      is_default: method?.is_default ?? false,
      is_enabled: method?.is_enabled ?? true,
    },
    validate: {
      id: (id) =>
        /^[a-z0-9_-]{1,64}$/.test(id) ? null : "Lower-case letters, digits, - and _, such as bank_transfer.",
      display_name: (name) => (name.trim() === "" ? "Enter a name." : null),
      instructions: (words) => (words.trim() === "" ? "Enter the instructions for the payer." : null),
      details: (text) => {
        const typed = parseDetails(text);
        return typeof typed === "string" ? typed : null;
      },
      country: (country) => (/^([A-Z]{2})?$/.test(country) ? null : "Two letters, such as KE, or empty."),
    },
    fields: FIELDS,
    fieldOf: (name) => (name.endsWith("_details") ? "details" : name),
    send: ({ id, tenant: tenant_id, method: body }: Change, key) =>
      answerOf(
        api.PUT("/api/v1/billing/payment-methods/{method_id}", {
          body,
          params: { ...keyed(key), path: { method_id: id }, query: { tenant_id } },
        }),
      ),
    onDone: (answer) => {
      unlessWaiting(answer, ({ display_name }) => toastDone("Saved", display_name));
      billingChanged();
      onDone();
    },
  });
  const { form, write } = edited;
  const save = ({ id, tenant: named, type, country, details, ...others }: typeof form.values) => {
    const typed = parseDetails(details);
    if (typeof typed === "string") return;
    write.send({
      id,
      tenant: isRoot && named.trim() !== "" ? named.trim() : undefined,
      method: {
        ...others,
        type,
        ...(type === "bank_transfer" ? { bank_details: typed } : { wallet_details: typed }),
        ...(country === "" ? {} : { country }),
      },
    });
  };
  return (
    <WriteForm
      label={isNew ? "New payment method" : "Payment method"}
      of={edited}
      onSubmit={save}
      buttons={
        <Group justify="flex-end">
          <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
            Save
          </Button>
        </Group>
      }
    >
      {isRoot && (
        <TenantInput
          description="Empty: every tenant without methods of its own."
          {...(isNew ? {} : { disabled: true })}
          {...form.getInputProps("tenant")}
        />
      )}
      {isNew && (
        <TextInput
          label="Id"
          description="Lower-case letters, digits, - and _. It cannot be changed later."
          maxLength={64}
          withAsterisk
          data-autofocus
          {...form.getInputProps("id")}
        />
      )}
      <NativeSelect
        label="Type"
        data={[
          { value: "bank_transfer", label: "Bank transfer" },
          { value: "local_wallet", label: "Local wallet" },
        ]}
        {...form.getInputProps("type")}
      />
      <TextInput label="Name" maxLength={100} withAsterisk {...form.getInputProps("display_name")} />
      <Textarea
        label="Instructions"
        maxLength={2000}
        autosize
        minRows={2}
        maxRows={8}
        withAsterisk
        {...form.getInputProps("instructions")}
      />
      <Textarea
        label="Details"
        description="One line for each: a name, a colon and a value. Never a password or a card number."
        placeholder={"account_holder: Purser Platform GmbH\niban: DE02 1203 0000 0000 2020 51"}
        autosize
        minRows={3}
        maxRows={10}
        withAsterisk
        {...form.getInputProps("details")}
      />
      <TextInput
        label="Country"
        description="Two letters. Empty: every country."
        maxLength={2}
        {...form.getInputProps("country")}
        onChange={(event) => form.setFieldValue("country", event.currentTarget.value.toUpperCase())}
      />
      <Checkbox label="Enabled" {...form.getInputProps("is_enabled", { type: "checkbox" })} />
      <Checkbox label="Default method" {...form.getInputProps("is_default", { type: "checkbox" })} />
    </WriteForm>
  );
}
