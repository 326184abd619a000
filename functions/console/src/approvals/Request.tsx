import { Code, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { configuredMethods, contactOf, invoiceOf, paymentOf } from "../billing/queries";
import { formatAmount, signOf } from "../money";
import { useHasRole, useIsRoot } from "../session/person";
import { Facts } from "../ui/Facts";
import { Loaded } from "../ui/Loaded";
import { wordsOf } from "../ui/StatusBadge";
import { TextLink } from "../ui/links";
import classes from "./Request.module.css";
import { type ChangedLine, type Fields, changesOf, linesOf, requestOf, textOf } from "./fields";
import { policyOf } from "./queries";
import { approvalKindInWords, fromInWords, policyKindInWords } from "./words";

type Details = Schemas["ApprovalDetails"];

/** What an approval executes: in a sentence, with its subject, its fields, and exactly as it is stored. */
export function Request({ approval }: { approval: Details }) {
  return (
    <Stack gap="sm">
      <Text>{sentenceOf(approval)}</Text>
      <Subject approval={approval} />
      <RequestFields approval={approval} />
      <details className={classes.exact}>
        <summary>Exactly as it is stored</summary>
        <Code block mt="xs" tabIndex={0}>
          {JSON.stringify(approval.payload, null, 2)}
        </Code>
        <Text size="xs" c="dimmed" mt={4} className={classes.digest}>
          SHA-256 {approval.payload_sha256}
        </Text>
      </details>
    </Stack>
  );
}

function sentenceOf({ kind, payload, subject, tenant_id, amount, currency, requested_by }: Details): string {
  const request = requestOf(payload);
  const money = amount === null || currency === null ? "" : formatAmount(amount.replace("-", ""), currency);
  switch (kind) {
    case "adjustment":
      return signOf(amount ?? "0") < 0
        ? `Deducts ${money} from the prepaid wallet of ${tenant_id}.`
        : `Adds ${money} to the prepaid wallet of ${tenant_id}.`;
    case "agent_credit":
      return `Credits ${money} to the customer ${subject}, above the limit of the agent ${requested_by}.`;
    case "refund":
      return `Refunds a payment of ${money}. For a top-up, the amount is debited from the prepaid wallet.`;
    case "invoice_payment":
      return `Marks an invoice of ${money} as paid. For a top-up, the amount is credited to the prepaid wallet.`;
    case "reversal":
      return `Reverses a transaction that moved ${money}, by posting its opposite.`;
    case "overdraft":
      return request.allow_overdraft === true
        ? `Lets the ${textOf(request, "currency")} wallet of ${subject} go below zero.`
        : `No longer lets the ${textOf(request, "currency")} wallet of ${subject} go below zero.`;
    case "coin_policy":
      return `Sets the coins that the tournament ${subject} gives, in which something was paid already.`;
    case "payment_method":
      return `Changes the payment method ${subject} of ${
        payload.tenant_id === null ? "the platform, for every tenant without its own" : tenant_id
      }. It applies ${request.is_enabled === false ? "at once" : "24 hours after the approval"}.`;
    case "contact":
      return `Changes to whom e-mail for ${tenant_id} goes. Whoever gets it now is told.`;
    case "approval_policy":
      return `Changes from which amount operations of ${tenant_id} need two people.`;
    default:
      return `${approvalKindInWords(kind)} of ${subject}.`;
  }
}

/** The transaction, invoice or payment that the operation changes. */
function Subject({ approval: { kind, payload, tenant_id, subject } }: { approval: Details }) {
  if (kind === "reversal") return <Transaction id={subject} tenant={tenant_id} label="Transaction" />;
  if (kind === "refund") return <Payment id={textOf(payload, "payment_id")} />;
  if (kind === "invoice_payment" && payload.payment_id) return <Payment id={textOf(payload, "payment_id")} />;
  if (kind === "invoice_payment") return <Invoice id={textOf(payload, "invoice_id")} />;
  return null;
}

/** A transaction, as a link for roles that may open it. */
export function Transaction({ id, tenant, label }: { id: string; tenant: string; label: string }) {
  const isRoot = useIsRoot();
  const mayOpen = useHasRole("root", "owner", "auditor");
  return (
    <Facts
      of={[
        [
          label,
          mayOpen ? (
            <TextLink
              key="transaction"
              to="/operator/transactions/$transactionId"
              params={{ transactionId: id }}
              search={isRoot ? { tenant } : {}}
              size="sm"
            >
              {id}
            </TextLink>
          ) : (
            id
          ),
        ],
      ]}
    />
  );
}

function Payment({ id }: { id: string }) {
  const query = useQuery(paymentOf(id));
  return (
    <Loaded what="the payment" query={query}>
      {({ invoice_id, invoice_number, payment_method, transaction_reference, created_by, decided_by }) => (
        <Facts
          of={[
            ["Invoice", <InvoiceLink key="invoice" id={invoice_id} number={invoice_number} />],
            ["Paid by", wordsOf(payment_method)],
            ["Reference", transaction_reference],
            ["Submitted by", created_by],
            ["Approved by", decided_by],
          ]}
        />
      )}
    </Loaded>
  );
}

function Invoice({ id }: { id: string }) {
  const query = useQuery(invoiceOf(id));
  return (
    <Loaded what="the invoice" query={query}>
      {({ number, issued_by }) => (
        <Facts
          of={[
            ["Invoice", <InvoiceLink key="invoice" id={id} number={number} />],
            ["Issued by", issued_by],
          ]}
        />
      )}
    </Loaded>
  );
}

function InvoiceLink({ id, number }: { id: string; number: string }) {
  return (
    <TextLink to="/operator/invoices/$invoiceId" params={{ invoiceId: id }} size="sm">
      {number}
    </TextLink>
  );
}

/** The fields of the request. A pending change of a policy, a method or a contact also shows the values that hold now. */
function RequestFields({ approval }: { approval: Details }) {
  const { kind, payload, status } = approval;
  if (status === "pending" && kind === "payment_method") return <MethodChange payload={payload} />;
  if (status === "pending" && kind === "contact") return <ContactChange payload={payload} />;
  if (kind === "approval_policy") return <PolicyChange approval={approval} />;
  return <Facts of={linesOf(requestOf(payload))} />;
}

function MethodChange({ payload }: { payload: Fields }) {
  const isRoot = useIsRoot();
  const owner = payload.tenant_id === null ? null : textOf(payload, "tenant_id");
  const request = requestOf(payload);
  // Only the platform's operator may name a tenant.
  const query = useQuery(configuredMethods(isRoot ? (owner ?? undefined) : undefined, 0));
  const now = query.data?.items.find(
    (one) => one.id === payload.method_id && one.tenant_id === owner && one.country === (request.country ?? null),
  );
  if (now === undefined) return <Facts of={linesOf(request)} />;
  const same = Object.entries(now).filter(([name]) => name in request);
  return <Changes of={changesOf(linesOf(request), linesOf(Object.fromEntries(same)))} />;
}

function ContactChange({ payload }: { payload: Fields }) {
  const isRoot = useIsRoot();
  const request = requestOf(payload);
  const { data: now } = useQuery(contactOf(isRoot ? textOf(payload, "tenant_id") : undefined));
  if (now === undefined) return <Facts of={linesOf(request)} />;
  const same = Object.entries(now).filter(([name]) => name in request);
  return <Changes of={changesOf(linesOf(request), linesOf(Object.fromEntries(same)))} />;
}

function PolicyChange({ approval: { payload, tenant_id, status } }: { approval: Details }) {
  const isRoot = useIsRoot();
  const policy = useQuery({ ...policyOf(isRoot ? tenant_id : undefined), enabled: status === "pending" });
  const wanted = Object.entries((requestOf(payload).from ?? {}) as Record<string, string | null>);
  const lines = wanted.map(([kind, from]) => [policyKindInWords(kind), fromInWords(kind, from)] as const);
  const now = policy.data?.from;
  if (now === undefined) return <Facts of={lines} />;
  return (
    <Changes
      of={changesOf(
        lines,
        wanted.map(([kind]) => [policyKindInWords(kind), fromInWords(kind, now[kind])]),
      )}
    />
  );
}

/** New values, with the present ones below those that change. */
function Changes({ of }: { of: readonly ChangedLine[] }) {
  return (
    <Facts
      of={of.map(({ name, value, now }): readonly [string, ReactNode] => [
        name,
        value === now ? (
          value
        ) : (
          <span key={name}>
            <strong>{value}</strong>
            <Text component="span" display="block" size="xs" c="dimmed">
              {now === null ? "Not set now" : `Now ${now}`}
            </Text>
          </span>
        ),
      ])}
    />
  );
}
