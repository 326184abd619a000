import { Alert, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas } from "../api/client";
import { useIsAgent, useSub } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { Page } from "../ui/Page";
import { ProblemView } from "../ui/ProblemView";
import { StatusBadge } from "../ui/StatusBadge";
import { Surface, Tile, Tiles } from "../ui/Surface";
import { TimeText } from "../ui/TimeText";
import { ButtonLink } from "../ui/links";
import { AccountForm } from "./AccountForm";
import { CustomerHistory } from "./CustomerHistory";
import classes from "./CustomerPage.module.css";
import { Cashier } from "./Cashier";
import { LimitHistory } from "./LimitHistory";
import { customerQuery } from "./queries";
import { accountTypeOf } from "./words";

const route = getRouteApi("/agent/customers/$customerId");

/** One customer: figures, the cashier, the account's terms and the history. */
export function CustomerPage() {
  const { customerId } = route.useParams();
  const customer = useQuery(customerQuery(customerId));
  if (customer.data === undefined) {
    return (
      <Page title="Customer">
        {customer.error === null ? (
          <Skeleton height={160} aria-label="Loading the customer" />
        ) : (
          <ProblemView error={customer.error} onRetry={() => void customer.refetch()} />
        )}
      </Page>
    );
  }
  // The key gives each customer new forms with new idempotency keys.
  return <Loaded key={customerId} customer={customer.data} />;
}

function Loaded({ customer }: { customer: Schemas["Customer"] }) {
  const { customer_id, currency } = customer;
  const isAgent = useIsAgent();
  const isOwn = useSub() === customer.agent_id;
  return (
    <Page
      title={customer.username}
      lead={
        <>
          {accountTypeOf(customer.account_type)} account in {currency}
          {!isOwn && ` of ${customer.agent_id}`}, since <TimeText at={customer.created_at} />{" "}
          <StatusBadge status={customer.status} />
        </>
      }
      actions={
        <ButtonLink to="/cash-outs" search={{ customer: customer_id }} variant="default">
          Cash-outs
        </ButtonLink>
      }
    >
      <div className={classes.figures}>
        <Tiles>
          <Tile label="Balance" note={customer.account_balance.startsWith("-") ? "owed by the customer" : undefined}>
            <AmountText amount={customer.account_balance} currency={currency} />
          </Tile>
          <Tile label="Held" note="reserved for later">
            <AmountText amount={customer.held} currency={currency} />
          </Tile>
          <Tile label="Available" note="without an override">
            <AmountText amount={customer.available} currency={currency} />
          </Tile>
          <Tile label="Pending bets" note="stakes of open bets">
            <AmountText amount={customer.pending_bets} currency={currency} />
          </Tile>
          {customer.account_type === "credit" && (
            <Tile label="Credit limit">
              <AmountText amount={customer.credit_limit} currency={currency} />
            </Tile>
          )}
          <Tile label="Last settlement">
            <Text span size="sm" fw={600}>
              {customer.last_settlement === null ? "None yet" : <TimeText at={customer.last_settlement} />}
            </Text>
          </Tile>
        </Tiles>
      </div>
      {customer.status === "erased" && (
        <Alert color="gray" role="status">
          The texts about this person were erased. Nothing can be credited or debited any more.
        </Alert>
      )}
      {isAgent && isOwn && customer.status !== "erased" && (
        <div className={classes.columns}>
          <Surface title="Cashier">
            <Cashier customer={customer} />
          </Surface>
          <Surface title="Account">
            <AccountForm customer={customer} />
          </Surface>
        </div>
      )}
      <CustomerHistory customerId={customer_id} />
      <LimitHistory customerId={customer_id} currency={currency} />
    </Page>
  );
}
