import { Alert, Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { useIsAgent, useSub } from "../session/person";
import { AmountText } from "../ui/AmountText";
import { CopyableId } from "../ui/CopyableId";
import { Page } from "../ui/Page";
import { ProblemView } from "../ui/ProblemView";
import { StatusBadge } from "../ui/StatusBadge";
import { Surface, Tile, Tiles } from "../ui/Surface";
import { TimeText } from "../ui/TimeText";
import { AccountForm } from "./AccountForm";
import { CustomerLedger } from "./CustomerLedger";
import classes from "./CustomerPage.module.css";
import { Cashier } from "./Cashier";
import { FreezeCustomer } from "./FreezeCustomer";
import { SettleDialog } from "./SettleDialog";
import { customerQuery } from "./queries";
import { accountTypeOf } from "./words";

const route = getRouteApi("/agent/customers/$customerId");

/** One customer as a ledger account: figures, the cashier, and everything that was posted, bet, settled and changed. */
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
  const { customer_id, currency, last_settlement } = customer;
  const isOwn = useSub() === customer.agent_id;
  const canAct = useIsAgent() && isOwn && customer.status !== "erased";
  return (
    <Page
      title={customer.username}
      lead={
        <>
          <StatusBadge status={customer.status} /> {accountTypeOf(customer.account_type)} account in {currency}
          {!isOwn && ` of ${customer.agent_id}`}, since <TimeText at={customer.created_at} />,{" "}
          {last_settlement === null ? (
            "never settled"
          ) : (
            <>
              last settled <TimeText at={last_settlement} />
            </>
          )}
        </>
      }
      actions={
        canAct && (
          <>
            <Settle customer={customer} />
            <FreezeCustomer customer={customer} />
          </>
        )
      }
    >
      <CopyableId id={customer_id} />
      <div className={classes.figures}>
        <Figures customer={customer} />
      </div>
      {customer.status === "erased" && (
        <Alert color="gray" role="status" mb="md">
          The texts about this person were erased. Nothing can be credited or debited any more.
        </Alert>
      )}
      {canAct ? (
        <div className={classes.columns}>
          <div className={classes.desk}>
            <Surface title="Cashier">
              <Cashier customer={customer} />
            </Surface>
            <Surface title="Account">
              <AccountForm customer={customer} />
            </Surface>
          </div>
          <CustomerLedger customer={customer} />
        </div>
      ) : (
        <CustomerLedger customer={customer} />
      )}
    </Page>
  );
}

/** The button that settles with the customer. */
function Settle({ customer }: { customer: Schemas["Customer"] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Settle…
      </Button>
      {isOpen && <SettleDialog customer={customer} onClose={() => setOpen(false)} />}
    </>
  );
}

function Figures({ customer }: { customer: Schemas["Customer"] }) {
  const { currency } = customer;
  return (
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
    </Tiles>
  );
}
