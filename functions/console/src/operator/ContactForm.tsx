import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { contactOf, useBillingChanged } from "../billing/queries";
import { useIsDecider } from "../session/person";
import { Facts } from "../ui/Facts";
import { Loaded } from "../ui/Loaded";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";
import { useUnlessWaiting } from "../write/waiting";

const FIELDS = ["email", "name", "country"] as const;

/** The contact to whom e-mail about a tenant's wallet and invoices goes, and the tenant's country: as a form for those who may set it. */
export function ContactForm({ tenant }: { tenant: string | undefined }) {
  const contact = useQuery(contactOf(tenant));
  const isDecider = useIsDecider();
  return (
    <Loaded what="the contact" query={contact}>
      {(known) =>
        isDecider ? (
          <Known key={known.updated_at} tenant={tenant} contact={known} />
        ) : (
          <Facts
            of={[
              ["E-mail", known.email ?? "Nobody"],
              ["Name", known.name],
              ["Country", known.country],
            ]}
          />
        )
      }
    </Loaded>
  );
}

function Known({ tenant, contact }: { tenant: string | undefined; contact: Schemas["Contact"] }) {
  const billingChanged = useBillingChanged();
  const unlessWaiting = useUnlessWaiting();
  const edited = useWriteForm({
    id: `contact ${contact.tenant_id}`,
    what: ({ email }: Schemas["ContactUpdate"]) => `Contact ${email}`,
    initialValues: { email: contact.email ?? "", name: contact.name ?? "", country: contact.country ?? "" },
    validate: {
      email: (email) => (/^\S+@\S+$/.test(email.trim()) ? null : "An address, such as accounts@example.com."),
      country: (country) => (/^([A-Z]{2})?$/.test(country) ? null : "Two letters, such as KE, or empty."),
    },
    fields: FIELDS,
    send: (body: Schemas["ContactUpdate"], key) =>
      answerOf(api.PUT("/api/v1/billing/contact", { body, params: { ...keyed(key), query: { tenant_id: tenant } } })),
    onDone: (answer) => {
      const isExecuted = unlessWaiting(answer, ({ email }) =>
        toastDone("Saved", `E-mail goes to ${email ?? "nobody"}.`),
      );
      if (!isExecuted) edited.form.reset();
      billingChanged();
    },
  });
  const { form, write } = edited;
  const save = ({ email, name, country }: typeof form.values) =>
    write.send({
      email: email.trim(),
      ...(name.trim() === "" ? {} : { name: name.trim() }),
      ...(country === "" ? {} : { country }),
    });
  return (
    <WriteForm
      label="Contact"
      of={edited}
      onSubmit={save}
      buttons={
        <div>
          <Button
            type="submit"
            variant="default"
            loading={write.isSending}
            disabled={write.isUnknown || !form.isDirty()}
          >
            Save
          </Button>
        </div>
      }
    >
      <TextInput label="E-mail" type="email" maxLength={254} withAsterisk {...form.getInputProps("email")} />
      <TextInput label="Name" maxLength={200} {...form.getInputProps("name")} />
      <TextInput
        label="Country"
        description="Two letters. Invoices show the payment methods of this country."
        maxLength={2}
        {...form.getInputProps("country")}
        onChange={(event) => form.setFieldValue("country", event.currentTarget.value.toUpperCase())}
      />
    </WriteForm>
  );
}
