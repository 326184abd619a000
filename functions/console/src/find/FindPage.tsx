import { Skeleton, Stack, Text, VisuallyHidden } from "@mantine/core";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { isProblem } from "../api/problem";
import { invoiceOf, paymentOf, requestOf } from "../billing/queries";
import { useHasRole } from "../session/person";
import { Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { ProblemView } from "../ui/ProblemView";
import { Surface } from "../ui/Surface";
import { FindForm } from "./FindForm";
import { FoundInvoice, FoundPayment, FoundRequest, FoundTransaction } from "./Found";
import { transactionOf } from "./queries";

const route = getRouteApi("/find/operator/find");

/** The search by id: whatever it belongs to, of what the person may see. */
export function FindPage() {
  const { id, tenant } = route.useSearch();
  const isOfLedger = useHasRole("agent", "owner", "auditor", "root");
  const isOfBilling = useHasRole("billing.view", "billing.manage", "owner", "auditor", "root");
  const objects = [
    ...(isOfLedger ? ["a transaction"] : []),
    ...(isOfBilling ? ["a top-up request", "an invoice", "a payment"] : []),
  ].join(", ");
  return (
    <Page title="Find by id" lead={`The id of ${objects.replace(/, ([^,]*)$/, " or $1")}.`}>
      <Surface>
        <FindForm id={id} tenant={tenant} />
        <Text size="sm" c="dimmed" mt="md">
          Histories, statements and events contain ids.
        </Text>
      </Surface>
      {id !== undefined && <Results id={id} tenant={tenant} of={{ isOfLedger, isOfBilling }} />}
    </Page>
  );
}

interface ResultsProps {
  id: string;
  tenant: string | undefined;
  of: { isOfLedger: boolean; isOfBilling: boolean };
}

function Results({ id, tenant, of: { isOfLedger, isOfBilling } }: ResultsProps) {
  const transaction = useQuery({ ...transactionOf(id, tenant), enabled: isOfLedger });
  const request = useQuery({ ...requestOf(id), enabled: isOfBilling });
  const invoice = useQuery({ ...invoiceOf(id), enabled: isOfBilling });
  const payment = useQuery({ ...paymentOf(id), enabled: isOfBilling });
  const all: Pick<UseQueryResult, "data" | "error" | "isFetching" | "refetch">[] = [
    transaction,
    request,
    invoice,
    payment,
  ];
  const failed = all.find(({ error }) => error !== null && !isProblem(error, 403, 404));
  return (
    <Stack mt="lg" gap="lg">
      {transaction.data !== undefined && <FoundTransaction query={transaction} tenant={tenant} />}
      {request.data !== undefined && <FoundRequest query={request} />}
      {invoice.data !== undefined && <FoundInvoice query={invoice} />}
      {payment.data !== undefined && <FoundPayment query={payment} />}
      {failed?.error != null && <ProblemView error={failed.error} onRetry={() => void failed.refetch()} />}
      {all.every(({ data }) => data === undefined) && failed === undefined && (
        <Nothing isSearching={all.some(({ isFetching }) => isFetching)} />
      )}
    </Stack>
  );
}

function Nothing({ isSearching }: { isSearching: boolean }) {
  return isSearching ? (
    <div aria-busy>
      <VisuallyHidden role="status">Searching</VisuallyHidden>
      <Skeleton height={72} radius="md" />
    </div>
  ) : (
    <div role="status">
      <Empty title="Nothing that you may see has this id">Compare it with where you have read it.</Empty>
    </div>
  );
}
