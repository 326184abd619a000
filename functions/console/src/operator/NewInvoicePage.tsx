import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { CURRENCY } from "../billing/Transactions";
import { useBillingChanged } from "../billing/queries";
import { formatAmount, sum, typedAmount } from "../money";
import { useIsRoot } from "../session/person";
import { DayInput } from "../ui/DayInput";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { AmountInput, amountProblem } from "../ui/fields";
import { ButtonLink } from "../ui/links";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";
import { TenantInput } from "./TenantInput";
import classes from "./NewInvoicePage.module.css";

interface Line {
  description: string;
  amount: string;
}

interface Draft {
  tenant: string;
  purpose: "usage" | "subscription";
  period_start: string;
  period_end: string;
  lines: Line[];
}

const EMPTY: Draft = {
  tenant: "",
  purpose: "usage",
  period_start: "",
  period_end: "",
  lines: [{ description: "", amount: "" }],
};
const DAYS = [
  { name: "period_start", label: "First day" },
  { name: "period_end", label: "Last day" },
] as const;
const MAX_LINES = 100;
const FIELDS = ["purpose", "period_start", "period_end"] as const;
const FIELD_BY_CODE = { period_already_invoiced: "period_start" } as const;

/** The sum of the lines; null while an amount is invalid. */
export function totalOf(lines: readonly Line[]): string | null {
  if (lines.some(({ amount }) => amountProblem(amount, CURRENCY) !== null)) return null;
  return sum(
    lines.map(({ amount }) => typedAmount(amount, CURRENCY)),
    CURRENCY,
  );
}

/** The form of a draft invoice. It is issued on its own page, after a review. */
export function NewInvoicePage() {
  const isRoot = useIsRoot();
  const navigate = useNavigate();
  const billingChanged = useBillingChanged();
  const drafted = useWriteForm({
    id: "new invoice",
    what: ({ tenant, lines }: Draft) => `Draft of ${formatAmount(totalOf(lines) ?? "0", CURRENCY)} ${tenant}`.trim(),
    page: "/operator/invoices",
    initialValues: EMPTY,
    validate: {
      tenant: (tenant) => (isRoot && tenant.trim() === "" ? "Enter the tenant." : null),
      period_start: (day) => (day === "" ? "Enter the first day of the period." : null),
      period_end: (day, { period_start }) =>
        day === ""
          ? "Enter the last day of the period."
          : day < period_start
            ? "The last day is before the first."
            : null,
      lines: {
        description: (words) => (words.trim() === "" ? "Enter a description." : null),
        amount: (amount) => amountProblem(amount, CURRENCY),
      },
    },
    fields: FIELDS,
    byCode: FIELD_BY_CODE,
    send: ({ tenant, ...draft }: Draft, key) =>
      answerOf(
        api.POST("/api/v1/billing/invoices", {
          body: draft satisfies Schemas["InvoiceCreate"],
          params: { ...keyed(key), query: isRoot ? { tenant_id: tenant } : {} },
        }),
      ),
    onDone: ({ invoice_id, number }, _, isLeft) => {
      toastDone("Drafted", `${number} can now be issued.`);
      billingChanged();
      if (!isLeft) void navigate({ to: "/operator/invoices/$invoiceId", params: { invoiceId: invoice_id } });
    },
  });
  const { form, write } = drafted;
  const create = (draft: Draft) =>
    write.send({
      ...draft,
      tenant: draft.tenant.trim(),
      lines: draft.lines.map(({ description, amount }) => ({
        description: description.trim(),
        amount: typedAmount(amount, CURRENCY),
      })),
    });
  const total = totalOf(form.values.lines);
  return (
    <Page title="New invoice" lead="For usage or a subscription in a period. It begins as a draft.">
      <Surface>
        <WriteForm
          label="New invoice"
          of={drafted}
          onSubmit={create}
          buttons={
            <Group gap="xs">
              <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
                Create draft
              </Button>
              <ButtonLink to="/operator/invoices" variant="default">
                Cancel
              </ButtonLink>
            </Group>
          }
        >
          <Stack gap="md">
            <div className={classes.head}>
              {isRoot && <TenantInput withAsterisk {...form.getInputProps("tenant")} />}
              <NativeSelect
                label="Purpose"
                data={[
                  { value: "usage", label: "Usage" },
                  { value: "subscription", label: "Subscription" },
                ]}
                {...form.getInputProps("purpose")}
              />
              {DAYS.map(({ name, label }) => (
                <DayInput key={name} label={label} withAsterisk {...form.getInputProps(name)} />
              ))}
            </div>
            {form.values.lines.map((_, number) => (
              <div
                key={form.key(`lines.${number}`)}
                className={classes.line}
                role="group"
                aria-label={`Line ${number + 1}`}
              >
                <TextInput
                  label="Description"
                  maxLength={500}
                  withAsterisk
                  {...form.getInputProps(`lines.${number}.description`)}
                />
                <AmountInput
                  label="Amount"
                  currency={CURRENCY}
                  withAsterisk
                  {...form.getInputProps(`lines.${number}.amount`)}
                />
                <Button
                  variant="subtle"
                  color="gray"
                  disabled={drafted.isLocked || form.values.lines.length === 1}
                  onClick={() => form.removeListItem("lines", number)}
                  aria-label={`Remove line ${number + 1}`}
                >
                  Remove
                </Button>
              </div>
            ))}
            <Group justify="space-between">
              <Button
                variant="default"
                size="xs"
                disabled={drafted.isLocked || form.values.lines.length >= MAX_LINES}
                onClick={() => form.insertListItem("lines", { description: "", amount: "" })}
              >
                Add a line
              </Button>
              <Text size="sm" role="status">
                Total <strong>{total === null ? "–" : formatAmount(total, CURRENCY)}</strong>
              </Text>
            </Group>
          </Stack>
        </WriteForm>
      </Surface>
    </Page>
  );
}
