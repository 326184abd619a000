import { Button, Group, NativeSelect, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { compare, minorOf, typedAmount } from "../money";
import { AmountInput, amountProblem } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";

type Customer = Pick<
  Schemas["Customer"],
  "customer_id" | "username" | "currency" | "account_type" | "credit_limit" | "account_balance"
>;
type Change = Pick<Schemas["CustomerUpdate"], "account_type" | "credit_limit">;

const FIELDS = ["account_type", "credit_limit"] as const;

/** The form of a customer's terms: account type and credit limit. It begins anew when they change elsewhere. */
export function AccountForm({ customer }: { customer: Customer }) {
  return <Terms key={`${customer.account_type} ${customer.credit_limit}`} customer={customer} />;
}

function Terms({ customer }: { customer: Customer }) {
  const { customer_id, currency, username } = customer;
  const queries = useQueryClient();
  const account = useWriteForm({
    id: `account ${customer_id}`,
    what: () => `Account of ${username}`,
    initialValues: termsOf(customer),
    validate: {
      credit_limit: (limit, { account_type }) =>
        account_type === "credit" ? amountProblem(limit, currency, { zero: true }) : null,
    },
    fields: FIELDS,
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
      toastDone("Account updated");
    },
  });
  const { form, write } = account;
  const { account_type, credit_limit } = form.values;
  const change = changeOf(customer, form.values);
  const save = (values: typeof form.values) => {
    const wanted = changeOf(customer, values);
    if (wanted !== null) write.send(wanted);
  };
  return (
    <WriteForm
      label="Account"
      of={account}
      onSubmit={save}
      buttons={
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
      }
    >
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
    </WriteForm>
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

function termsOf({ account_type, credit_limit }: Customer) {
  return { account_type, credit_limit: account_type === "credit" ? credit_limit : "" };
}

/** The changed terms only; null if nothing has changed. */
function changeOf(customer: Customer, terms: ReturnType<typeof termsOf>): Change | null {
  const { currency } = customer;
  const change: Change = {};
  if (terms.account_type !== customer.account_type) change.account_type = terms.account_type;
  if (terms.account_type === "credit") {
    if (amountProblem(terms.credit_limit, currency, { zero: true }) !== null) return {};
    const limit = typedAmount(terms.credit_limit, currency, { zero: true });
    const isOther = minorOf(limit, currency) !== minorOf(customer.credit_limit, currency);
    if (isOther || change.account_type !== undefined) change.credit_limit = limit;
  }
  return Object.keys(change).length === 0 ? null : change;
}
