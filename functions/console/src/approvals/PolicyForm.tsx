import { Button, NativeSelect, Stack, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { withoutCommas } from "../money";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";
import { useUnlessWaiting } from "../write/waiting";
import classes from "./PolicyForm.module.css";
import { useApprovalsChanged } from "./queries";
import { isOnePersonEnough, neverInWords, policyKindInWords } from "./words";

type Policy = Schemas["ApprovalPolicy"];
/** Amounts by kind, as the API has them. */
type From = Record<string, string | null>;

/** When a kind needs two people: never, always, or from an amount. */
interface Rule {
  when: "never" | "always" | "from";
  amount: string;
}

interface PolicyFormProps {
  policy: Policy;
  /** The tenant that the platform's operator named. */
  tenant: string | undefined;
}

/** The form of a policy. Only the kinds that were changed are sent. */
export function PolicyForm({ policy, tenant }: PolicyFormProps) {
  const kinds = Object.keys(policy.from);
  const approvalsChanged = useApprovalsChanged();
  const unlessWaiting = useUnlessWaiting();
  const edited = useWriteForm({
    id: `policy ${policy.tenant_id}`,
    what: () => `Approval policy of ${policy.tenant_id}`,
    initialValues: { rules: rulesOf(policy.from) },
    validate: {
      rules: Object.fromEntries(
        kinds.map((kind) => [
          kind,
          { amount: (_: string, { rules }: { rules: Record<string, Rule> }) => problemOf(rules[kind]) },
        ]),
      ),
    },
    fields: kinds.map((kind) => `from/${kind}`),
    fieldOf: (name, { rules }) => {
      const kind = name.replace("from/", "");
      return `rules.${kind}.${rules[kind]?.when === "from" ? "amount" : "when"}`;
    },
    send: (from: From, key) =>
      answerOf(
        api.PUT("/api/v1/approval-policy", { body: { from }, params: { ...keyed(key), query: { tenant_id: tenant } } }),
      ),
    onDone: (answer) => {
      unlessWaiting(answer, ({ tenant_id }) => toastDone("Saved", `The policy of ${tenant_id} has changed.`));
      edited.form.reset();
      approvalsChanged();
    },
  });
  const { form, write } = edited;
  const changes = changesOf(policy.from, form.values.rules);
  return (
    <WriteForm
      label="Approval policy"
      of={edited}
      onSubmit={() => write.send(changes)}
      hint={
        !isOnePersonEnough(policy) && (
          <Text size="sm" c="dimmed">
            The policy asks for two people now, so that a change of it needs a second person, too.
          </Text>
        )
      }
      buttons={
        <div>
          <Button
            type="submit"
            loading={write.isSending}
            disabled={write.isUnknown || Object.keys(changes).length === 0}
          >
            Save
          </Button>
        </div>
      }
    >
      <Stack gap="md">
        {kinds.map((kind) => (
          <div key={kind} className={classes.rule}>
            <NativeSelect
              label={policyKindInWords(kind)}
              data={[
                { value: "never", label: neverInWords(kind) },
                { value: "always", label: "Always two people" },
                { value: "from", label: "Two people from an amount" },
              ]}
              {...form.getInputProps(`rules.${kind}.when`)}
            />
            {form.values.rules[kind]?.when === "from" && (
              <TextInput
                label={
                  <>
                    From<VisuallyHidden component="span">, {policyKindInWords(kind)}</VisuallyHidden>
                  </>
                }
                inputMode="decimal"
                autoComplete="off"
                withAsterisk
                {...form.getInputProps(`rules.${kind}.amount`)}
              />
            )}
          </div>
        ))}
      </Stack>
    </WriteForm>
  );
}

function rulesOf(from: Policy["from"]): Record<string, Rule> {
  return Object.fromEntries(Object.entries(from).map(([kind, amount]) => [kind, ruleOf(amount)]));
}

function ruleOf(amount: string | null): Rule {
  if (amount === null) return { when: "never", amount: "" };
  return /[1-9]/.test(amount) ? { when: "from", amount } : { when: "always", amount: "" };
}

function problemOf(rule: Rule | undefined): string | null {
  if (rule?.when !== "from") return null;
  const typed = withoutCommas(rule.amount.trim(), null);
  return typed !== null && /[1-9]/.test(typed) ? null : "Enter an amount above zero, such as 100.00.";
}

/** The kinds of which the rule differs from the policy. */
function changesOf(from: Policy["from"], rules: Record<string, Rule>): From {
  const wanted = Object.entries(rules).map(([kind, { when, amount }]): [string, string | null] => [
    kind,
    when === "never" ? null : when === "always" ? "0" : (withoutCommas(amount.trim(), null) ?? ""),
  ]);
  return Object.fromEntries(wanted.filter(([kind, amount]) => !isSame(from[kind] ?? null, amount)));
}

function isSame(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return one === other;
  return one === other || (!/[1-9]/.test(one) && !/[1-9]/.test(other) && other !== "");
}
