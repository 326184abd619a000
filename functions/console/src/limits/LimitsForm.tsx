import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { typedAmount } from "../money";
import { AmountInput, amountProblem } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";
import { AGENT_LIMITS } from "./queries";

const FIELDS = ["daily", "total"] as const;

interface LimitsFormProps {
  tenant: string | undefined;
  /** Undefined for the tenant's default. */
  agent: string | undefined;
  limits: Schemas["AgentLimits"];
}

/** The form of an agent's limits, or of the tenant's default. An empty field removes the limit. */
export function LimitsForm({ tenant, agent, limits: { daily, total, currency } }: LimitsFormProps) {
  const queries = useQueryClient();
  const validate = (text: string) => (text.trim() === "" ? null : amountProblem(text, currency, { zero: true }));
  const of = agent ?? "The tenant’s default";
  const edited = useWriteForm({
    id: `limits ${tenant ?? ""} ${agent ?? ""} ${currency}`,
    what: () => `Limits in ${currency}: ${of}`,
    initialValues: { daily: daily ?? "", total: total ?? "" },
    validate: { daily: validate, total: validate },
    fields: FIELDS,
    send: (body: Schemas["AgentLimitsUpdate"], key) =>
      answerOf(api.PUT("/api/v1/agent-limits", { body, params: { ...keyed(key), query: { tenant_id: tenant } } })),
    onDone: () => {
      toastDone("Saved", `${of}, in ${currency}.`);
      void queries.invalidateQueries({ queryKey: [AGENT_LIMITS] });
    },
  });
  const { form, write } = edited;
  const limitOf = (text: string) => (text.trim() === "" ? null : typedAmount(text, currency, { zero: true }));
  const save = (values: typeof form.values) =>
    write.send({
      ...(agent === undefined ? {} : { agent_id: agent }),
      currency,
      daily: limitOf(values.daily),
      total: limitOf(values.total),
    });
  const none = agent === undefined ? "Empty: no limit." : "Empty: the tenant’s default.";
  return (
    <WriteForm
      label="Limits"
      of={edited}
      onSubmit={save}
      buttons={
        <div>
          <Button type="submit" loading={write.isSending} disabled={write.isUnknown || !form.isDirty()}>
            Save
          </Button>
        </div>
      }
    >
      <Group gap="sm" align="flex-start">
        <AmountInput label="In a UTC day" description={none} currency={currency} {...form.getInputProps("daily")} />
        <AmountInput label="In total" description={none} currency={currency} {...form.getInputProps("total")} />
      </Group>
    </WriteForm>
  );
}
