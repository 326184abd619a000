import { Code, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { transactionOf } from "../find/queries";
import { kindInWords } from "../kinds";
import { useIsOwner } from "../session/person";
import { Entries } from "../transaction/Entries";
import { ReverseButton } from "../transaction/ReverseButton";
import { TransactionFacts } from "../transaction/TransactionFacts";
import { Loaded } from "../ui/Loaded";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { ButtonLink, TextLink } from "../ui/links";

const route = getRouteApi("/ledger/operator/transactions/$transactionId");

/** One transaction of the ledger with its origin and its entries. */
export function TransactionPage() {
  const { transactionId } = route.useParams();
  const { tenant } = route.useSearch();
  const query = useQuery(transactionOf(transactionId, tenant));
  const isOwner = useIsOwner();
  const navigate = useNavigate();
  const pageOf = (id: string) =>
    ({
      to: "/operator/transactions/$transactionId",
      params: { transactionId: id },
      search: tenant === undefined ? {} : { tenant },
    }) as const;
  return (
    <Page
      title={query.data === undefined ? "Transaction" : kindInWords(query.data.kind)}
      lead={<Code>{transactionId}</Code>}
      actions={
        <>
          {isOwner && query.data?.corrected_by === null && (
            <ReverseButton
              transactionId={transactionId}
              tenant={tenant}
              onReversed={(id) => void navigate(pageOf(id))}
            />
          )}
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
              <TransactionFacts
                transaction={transaction}
                linkTo={(id) => (
                  <TextLink key={id} {...pageOf(id)} size="sm">
                    {id}
                  </TextLink>
                )}
              />
            </Surface>
            <Entries query={query} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
