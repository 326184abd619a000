import { Button, Fieldset, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { compare, minorOf, typedAmount } from "../money";
import { AmountInput, amountProblem } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteNotice } from "../write/WriteNotice";
import { refusedFields } from "../write/fields";
import { useWrite } from "../write/useWrite";

type Customer = Schemas["Customer"];
type Change = Pick<Schemas["CustomerUpdate"], "account_type" | "credit_limit" | "status">;

const FIELDS = ["account_type", "credit_limit", "status"] as const;

/** The form of a customer's terms: account type, credit limit and status. */
export function AccountForm({ customer }: { customer: Customer }) {
  const { customer_id, currency } = customer;
  const queries = useQueryClient();
  const form = useForm({
    initialValues: termsOf(customer),
    validate: {
      credit_limit: (limit, { account_type }) =>
        account_type === "credit" ? amountProblem(limit, currency, { zero: true }) : null,
    },
  });
  const write = useWrite({
    send: (change: Change, key) =>
      answerOf(
        api.PATCH("/api/v1/agent/clients/{customer_id}", {
          body: change,
          params: { ...keyed(key), path: { customer_id } },
        }),
      ),
    onDone: (changed) => {
      queries.setQueryData(["customer", customer_id], changed);
      void queries.invalidateQueries({ queryKey: ["customer", customer_id] });
      void queries.invalidateQueries({ queryKey: ["customers"] });
      const terms = termsOf(changed);
      form.setInitialValues(terms);
      form.setValues(terms);
      toastDone("Account updated");
    },
    onRefused: (refusal) => form.setErrors(refusedFields(refusal, FIELDS)),
  });
  const { account_type, credit_limit } = form.values;
  const change = changeOf(customer, form.values);
  const submit = form.onSubmit((values) => {
    const wanted = changeOf(customer, values);
    if (wanted !== null) write.send(wanted);
  });
  return (
    <form onSubmit={submit} noValidate aria-label="Account">
      <Fieldset variant="unstyled" disabled={write.isSending || write.isUnknown}>
        <Stack gap="sm">
          <NativeSelect
            label="Account type"
            data={[
              { value: "postup", label: "PostUp: spends what was paid in" },
              { value: "credit", label: "Credit: may owe up to a limit" },
            ]}
            {...form.getInputProps("account_type")}
          />
          {account_type === "credit" && (
            <AmountInput label="Credit limit" currency={currency} {...form.getInputProps("credit_limit")} />
          )}
          <LimitHint customer={customer} isCredit={account_type === "credit"} typed={credit_limit} />
          <NativeSelect
            label="Status"
            data={[
              { value: "active", label: "Active" },
              { value: "frozen", label: "Frozen: debits are refused" },
            ]}
            {...form.getInputProps("status")}
          />
        </Stack>
      </Fieldset>
      <Stack gap="sm" mt="md">
        <WriteNotice
          write={write}
          isShownByFields={write.refusal !== null && Object.keys(refusedFields(write.refusal, FIELDS)).length > 0}
        />
        <Group>
          <Button
            type="submit"
            variant="default"
            loading={write.isSending}
            disabled={write.isUnknown || change === null}
          >
            Save changes
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The effect of the new terms on a customer in debt. */
function LimitHint({ customer, isCredit, typed }: { customer: Customer; isCredit: boolean; typed: string }) {
  const { account_balance, account_type, currency } = customer;
  if (!isCredit) {
    return account_type === "credit" ? (
      <Text size="sm" c="dimmed">
        The credit limit becomes zero.
      </Text>
    ) : null;
  }
  if (amountProblem(typed, currency, { zero: true }) !== null) return null;
  const debt = account_balance.startsWith("-") ? account_balance.slice(1) : null;
  return debt !== null && compare(typedAmount(typed, currency, { zero: true }), debt, currency) < 0 ? (
    <Text size="sm" c="dimmed">
      Less than the customer owes now. The debt stays, and further debits are refused.
    </Text>
  ) : null;
}

function termsOf({ account_type, credit_limit, status }: Customer) {
  return { account_type, credit_limit: account_type === "credit" ? credit_limit : "", status };
}

/** The changed terms only; null if nothing has changed. */
function changeOf(customer: Customer, terms: ReturnType<typeof termsOf>): Change | null {
  const { currency } = customer;
  const change: Change = {};
  if (terms.account_type !== customer.account_type) change.account_type = terms.account_type;
  if (terms.status !== customer.status && terms.status !== "erased") change.status = terms.status;
  if (terms.account_type === "credit") {
    if (amountProblem(terms.credit_limit, currency, { zero: true }) !== null) return {};
    const limit = typedAmount(terms.credit_limit, currency, { zero: true });
    const isOther = minorOf(limit, currency) !== minorOf(customer.credit_limit, currency);
    if (isOther || change.account_type !== undefined) change.credit_limit = limit;
  }
  return Object.keys(change).length === 0 ? null : change;
}
