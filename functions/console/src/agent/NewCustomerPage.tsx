import { Box, Button, Group, NativeSelect, Radio, Stack, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { AmountInput, amountProblem } from "../ui/fields";
import { ButtonLink } from "../ui/links";
import { toastDone } from "../ui/toast";
import { CURRENCIES, typedAmount } from "../money";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";

const FIELDS = ["username", "account_type", "currency", "credit_limit"] as const;
const BY_CODE = { username_taken: "username" } as const;

const EMPTY: Required<Pick<Schemas["CustomerCreate"], "username" | "account_type" | "currency">> & {
  credit_limit: string;
} = { username: "", account_type: "postup", currency: "USD", credit_limit: "" };

/** The form of a new customer. */
export function NewCustomerPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const customers = useWriteForm({
    id: "new customer",
    what: ({ username }: Schemas["CustomerCreate"]) => `New customer ${username}`,
    page: "/customers",
    initialValues: EMPTY,
    validate: {
      username: (name) => (name.trim() === "" ? "Enter a name." : null),
      credit_limit: (limit, { account_type, currency }) =>
        account_type === "credit" ? amountProblem(limit, currency, { zero: true }) : null,
    },
    fields: FIELDS,
    byCode: BY_CODE,
    send: (request: Schemas["CustomerCreate"], key) =>
      answerOf(api.POST("/api/v1/agent/clients", { body: request, params: keyed(key) })),
    onDone: (customer, _, isLeft) => {
      void queries.invalidateQueries({ queryKey: ["customers"] });
      toastDone(`${customer.username} created`);
      if (!isLeft) void navigate({ to: "/customers/$customerId", params: { customerId: customer.customer_id } });
    },
  });
  const { form, write } = customers;
  const { account_type, currency } = form.values;
  const create = ({ username, credit_limit }: typeof form.values) =>
    write.send({
      username: username.trim(),
      account_type,
      currency,
      ...(account_type === "credit" ? { credit_limit: typedAmount(credit_limit, currency, { zero: true }) } : {}),
    });
  return (
    <Page title="New customer">
      <Surface>
        <Box maw={460}>
          <WriteForm
            label="New customer"
            of={customers}
            onSubmit={create}
            buttons={
              <Group>
                <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
                  Create customer
                </Button>
                <ButtonLink to="/customers" variant="default">
                  Cancel
                </ButtonLink>
              </Group>
            }
          >
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
          </WriteForm>
        </Box>
      </Surface>
    </Page>
  );
}
