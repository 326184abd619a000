import { Button, Fieldset, Group, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { typedAmount } from "../money";
import { AmountInput, amountProblem } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteNotice } from "../write/WriteNotice";
import { refusedFields } from "../write/fields";
import { useWrite } from "../write/useWrite";
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
  const form = useForm({
    initialValues: { daily: daily ?? "", total: total ?? "" },
    validate: { daily: validate, total: validate },
  });
  const write = useWrite({
    send: (body: Schemas["AgentLimitsUpdate"], key) =>
      answerOf(api.PUT("/api/v1/agent-limits", { body, params: { ...keyed(key), query: { tenant_id: tenant } } })),
    onDone: () => {
      toastDone("Saved", `${agent ?? "The tenant’s default"}, in ${currency}.`);
      void queries.invalidateQueries({ queryKey: [AGENT_LIMITS] });
    },
    onRefused: (refusal) => form.setErrors(refusedFields(refusal, FIELDS)),
  });
  const limitOf = (text: string) => (text.trim() === "" ? null : typedAmount(text, currency, { zero: true }));
  const submit = form.onSubmit((values) =>
    write.send({
      ...(agent === undefined ? {} : { agent_id: agent }),
      currency,
      daily: limitOf(values.daily),
      total: limitOf(values.total),
    }),
  );
  const none = agent === undefined ? "Empty: no limit." : "Empty: the tenant’s default.";
  const isShownByFields = write.refusal !== null && Object.keys(refusedFields(write.refusal, FIELDS)).length > 0;
  return (
    <form onSubmit={submit} noValidate aria-label="Limits">
      <Fieldset variant="unstyled" disabled={write.isSending || write.isUnknown}>
        <Group gap="sm" align="flex-start">
          <AmountInput label="In a UTC day" description={none} currency={currency} {...form.getInputProps("daily")} />
          <AmountInput label="In total" description={none} currency={currency} {...form.getInputProps("total")} />
        </Group>
      </Fieldset>
      <Stack gap="sm" mt="md">
        <WriteNotice write={write} isShownByFields={isShownByFields} />
        <div>
          <Button type="submit" loading={write.isSending} disabled={write.isUnknown || !form.isDirty()}>
            Save
          </Button>
        </div>
      </Stack>
    </form>
  );
}
