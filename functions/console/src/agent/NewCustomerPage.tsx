import { Button, Fieldset, Group, NativeSelect, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { AmountInput, amountProblem } from "../ui/fields";
import { ButtonLink } from "../ui/links";
import { toastDone } from "../ui/toast";
import { CURRENCIES, typedAmount } from "../money";
import { WriteNotice } from "../write/WriteNotice";
import { refusedFields } from "../write/fields";
import { useWrite } from "../write/useWrite";

const FIELDS = ["username", "account_type", "currency", "credit_limit"] as const;

/** The form of a new customer. */
export function NewCustomerPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { username: "", account_type: "postup" as "postup" | "credit", currency: "USD", credit_limit: "" },
    validate: {
      username: (name) => (name.trim() === "" ? "Enter a name." : null),
      credit_limit: (limit, { account_type, currency }) =>
        account_type === "credit" ? amountProblem(limit, currency, { zero: true }) : null,
    },
  });
  const create = useWrite({
    send: (request: Schemas["CustomerCreate"], key) =>
      answerOf(api.POST("/api/v1/agent/clients", { body: request, params: keyed(key) })),
    onDone: (customer) => {
      void queries.invalidateQueries({ queryKey: ["customers"] });
      toastDone(`${customer.username} created`);
      void navigate({ to: "/customers/$customerId", params: { customerId: customer.customer_id } });
    },
    onRefused: (refusal) => form.setErrors(refusedFields(refusal, FIELDS, BY_CODE)),
  });
  const { account_type, currency } = form.values;
  const send = form.onSubmit(({ username, credit_limit }) =>
    create.send({
      username: username.trim(),
      account_type,
      currency,
      ...(account_type === "credit" ? { credit_limit: typedAmount(credit_limit, currency, { zero: true }) } : {}),
    }),
  );
  const refused = create.refusal === null ? {} : refusedFields(create.refusal, FIELDS, BY_CODE);
  return (
    <Page title="New customer">
      <Surface>
        <form onSubmit={send} noValidate>
          <Fieldset variant="unstyled" disabled={create.isSending || create.isUnknown} maw={460}>
            <Stack>
              <TextInput
                label="Name"
                description="1 to 64 characters. It must be unique."
                maxLength={64}
                autoComplete="off"
                withAsterisk
                {...form.getInputProps("username")}
              />
              <Radio.Group label="Account" {...form.getInputProps("account_type")}>
                <Stack gap="xs" mt="xs">
                  <Radio value="postup" label="PostUp" description="Spends what was paid in." />
                  <Radio value="credit" label="Credit" description="May owe up to a limit." />
                </Stack>
              </Radio.Group>
              <NativeSelect label="Currency" data={CURRENCIES} {...form.getInputProps("currency")} />
              {account_type === "credit" && (
                <AmountInput
                  label="Credit limit"
                  description="How much the customer may owe."
                  currency={currency}
                  withAsterisk
                  {...form.getInputProps("credit_limit")}
                />
              )}
            </Stack>
          </Fieldset>
          <Stack mt="lg" maw={460}>
            <WriteNotice write={create} isShownByFields={Object.keys(refused).length > 0} />
            <Group>
              <Button type="submit" loading={create.isSending} disabled={create.isUnknown}>
                Create customer
              </Button>
              <ButtonLink to="/customers" variant="default">
                Cancel
              </ButtonLink>
            </Group>
          </Stack>
        </form>
      </Surface>
    </Page>
  );
}

const BY_CODE = { username_taken: "username" } as const;
