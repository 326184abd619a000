import { Alert, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { formatAmount } from "../money";
import { AmountText } from "../ui/AmountText";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { useFilter } from "../ui/filters";
import { TextLink } from "../ui/links";
import { useUnfinished } from "../write/unfinished";
import { type Sent, TRANSFER_FORM, TransferForm } from "./TransferForm";
import classes from "./TransferPage.module.css";
import { Wallets, walletOf } from "./Wallets";
import type { Transfer } from "./transfer";

const route = getRouteApi("/customer/account/transfer");

/** Transfers an amount to another person. */
export function TransferPage() {
  const { currency, to } = route.useSearch();
  const { apply: chooseCurrency } = useFilter("currency");
  const [sent, setSent] = useState<Sent | null>(null);
  const unfinished = useUnfinished().find(({ form }) => form === TRANSFER_FORM)?.payload as Transfer | undefined;
  return (
    <Page title="Transfer" lead="Transfers an amount from one of your wallets to another person’s, at once.">
      <div className={classes.narrow}>
        <Wallets>
          {(wallets) => (
            <Surface>
              <TransferForm
                wallets={wallets}
                wallet={walletOf(wallets, unfinished?.currency ?? currency)}
                to={to ?? ""}
                onCurrency={chooseCurrency}
                onSent={setSent}
              />
            </Surface>
          )}
        </Wallets>
        {sent !== null && <Receipt sent={sent} />}
      </div>
    </Page>
  );
}

function Receipt({ sent: { amount, currency, to_owner_id, balance } }: { sent: Sent }) {
  return (
    <Alert mt="md" color="green" role="status" title={`Sent ${formatAmount(amount, currency)}`}>
      <Text size="sm" className={classes.receipt}>
        {to_owner_id} has received it. Your balance is <AmountText amount={balance} currency={currency} strong />.{" "}
        <TextLink to="/account/history" search={{ currency }} size="sm" underline="always">
          History
        </TextLink>
      </Text>
    </Alert>
  );
}
