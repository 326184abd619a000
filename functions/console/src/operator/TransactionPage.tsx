import { Code, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { DecisionButton, REASON } from "../billing/DecisionButton";
import { transactionOf } from "../find/queries";
import { kindInWords } from "../kinds";
import { sum } from "../money";
import { useIsOwner } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { type Column, DataTable, Empty } from "../ui/DataTable";
import { Facts } from "../ui/Facts";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { StatusBadge } from "../ui/StatusBadge";
import { Surface } from "../ui/Surface";
import { TimeText } from "../ui/TimeText";
import { ButtonLink, TextLink } from "../ui/links";
import { toastDone } from "../ui/toast";
import { useUnlessWaiting } from "../write/waiting";

const route = getRouteApi("/ledger/operator/transactions/$transactionId");
type Transaction = Schemas["AuditedTransaction"];
type Entry = Transaction["entries"][number];

/** One transaction of the ledger with its origin and its entries. */
export function TransactionPage() {
  const { transactionId } = route.useParams();
  const { tenant } = route.useSearch();
  const query = useQuery(transactionOf(transactionId, tenant));
  const isOwner = useIsOwner();
  return (
    <Page
      title={query.data === undefined ? "Transaction" : kindInWords(query.data.kind)}
      lead={<Code>{transactionId}</Code>}
      actions={
        <>
          {isOwner && query.data?.corrected_by === null && <Reverse transaction={query.data} />}
          <ButtonLink to="/operator/find" variant="default" size="xs">
            Find another
          </ButtonLink>
        </>
      }
    >
      <Loaded what="the transaction" query={query}>
        {(transaction) => (
          <Stack gap="lg">
            <Surface title="Transaction">
              <About transaction={transaction} />
            </Surface>
            <section aria-label="Entries">
              <DataTable
                label="Entries"
                columns={columnsOf(transaction)}
                query={query}
                rowsOf={({ entries }) => entries}
                keyOf={(entry) => entry.id}
                empty={<Empty title="It has no entries" />}
              />
            </section>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function About({ transaction }: { transaction: Transaction }) {
  const { kind, reason, created_at, effective_at, posted_by, request_id, idempotency_key } = transaction;
  const { description, external_reference } = transaction;
  return (
    <Facts
      of={[
        ["Kind", kindInWords(kind)],
        ["Reason", reason === kind ? null : <Code key="reason">{reason}</Code>],
        ["Happened", effective_at === created_at ? null : <TimeText key="effective" at={effective_at} precise />],
        ["Posted", <TimeText key="at" at={created_at} precise />],
        ["Posted by", posted_by],
        ["Description", description],
        ["External reference", external_reference],
        ["Corrects", transaction.corrects === null ? null : <Other key="corrects" id={transaction.corrects} />],
        [
          "Corrected by",
          transaction.corrected_by === null ? null : (
            <span key="by">
              <Other id={transaction.corrected_by} /> <StatusBadge status="reversed" />
            </span>
          ),
        ],
        ["Request", <Code key="request">{request_id}</Code>],
        ["Idempotency key", idempotency_key === null ? null : <Code key="key">{idempotency_key}</Code>],
      ]}
    />
  );
}

function Other({ id }: { id: string }) {
  const { tenant } = route.useSearch();
  return (
    <TextLink
      to="/operator/transactions/$transactionId"
      params={{ transactionId: id }}
      search={tenant === undefined ? {} : { tenant }}
      size="sm"
    >
      {id}
    </TextLink>
  );
}

/** The columns of the entries, with the sum of each currency, which must be zero. */
function columnsOf({ entries }: Transaction): Column<Entry>[] {
  return [
    {
      header: "Wallet",
      isName: true,
      footer: "Sum",
      cell: ({ wallet_id, owner_id, account }) => (
        <>
          {owner_id !== null && `Of ${owner_id}`}
          {account}
          <Text size="xs" c="dimmed" fw={400}>
            <Code>{wallet_id}</Code>
          </Text>
        </>
      ),
    },
    { header: "Currency", cell: ({ currency }) => currency },
    {
      header: "Amount",
      isFigure: true,
      align: "right",
      cell: ({ amount, currency }) => (
        <AmountText amount={amount} currency={currency} signed words={["into the wallet", "out of the wallet"]} />
      ),
      footer: sumsOf(entries).map(([currency, total]) => (
        <div key={currency}>
          <AmountText amount={total} currency={currency} />
        </div>
      )),
    },
    {
      header: "Balance after",
      align: "right",
      cell: ({ balance_after, currency }) =>
        balance_after === null ? "–" : <AmountText amount={balance_after} currency={currency} />,
    },
  ];
}

/** The sum of the entries of each currency. */
export function sumsOf(entries: readonly Pick<Entry, "amount" | "currency">[]): [currency: string, total: string][] {
  return [...new Set(entries.map(({ currency }) => currency))].map((currency) => [
    currency,
    sum(
      entries.filter((entry) => entry.currency === currency).map(({ amount }) => amount),
      currency,
    ),
  ]);
}

/** A button that reverses a transaction. */
function Reverse({ transaction }: { transaction: Transaction }) {
  const unlessWaiting = useUnlessWaiting();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { tenant } = route.useSearch();
  const { transaction_id } = transaction;
  const readAgain = () => void queries.invalidateQueries({ queryKey: ["transaction", transaction_id] });
  return (
    <DecisionButton
      id={transaction_id}
      what={`Reverse ${transaction_id}`}
      verb="Reverse"
      isDangerous
      title="Reverse the transaction?"
      ask={REASON}
      send={(reason, key) =>
        answerOf(
          api.POST("/api/v1/transactions/{transaction_id}/reverse", {
            body: { reason: reason ?? "" },
            params: { ...keyed(key), path: { transaction_id }, query: { tenant_id: tenant } },
          }),
        )
      }
      onDone={(answer, isLeft) => {
        readAgain();
        unlessWaiting(answer, (reversal) => {
          toastDone("Reversed", isLeft ? `By ${reversal.transaction_id}.` : "This is the reversal.");
          if (isLeft) return;
          void navigate({
            to: "/operator/transactions/$transactionId",
            params: { transactionId: reversal.transaction_id },
            search: tenant === undefined ? {} : { tenant },
          });
        });
      }}
      onRefused={readAgain}
    >
      <Text size="sm">
        The reversal is a new transaction with the opposite entries. A transaction of a bet, a top-up, a payment or a
        settlement is refused here, because it is undone there.
      </Text>
    </DecisionButton>
  );
}
