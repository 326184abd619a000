import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { formatAmount, signOf } from "../money";
import { session } from "../session/session";
import { useStore } from "../store";
import { AmountText } from "../ui/AmountText";
import { CopyableId } from "../ui/CopyableId";
import { DataTable, Empty } from "../ui/DataTable";
import { Page } from "../ui/Page";
import { Surface } from "../ui/Surface";
import { useFilter } from "../ui/filters";
import { ButtonLink, TextLink } from "../ui/links";
import classes from "./AccountPage.module.css";
import { CurrencySelect, type OwnWallets, Wallets, walletOf } from "./Wallets";
import { entryColumns } from "./entryColumns";
import { type Wallet, betsQuery, historyQuery, useOwnerId } from "./queries";

const route = getRouteApi("/customer/account");

/** Transactions that the first page shows of one wallet. */
const RECENT = 5;

/** The customer's balances in every currency, and the latest transactions. */
export function AccountPage() {
  return (
    <Page title="Account" actions={<ButtonLink to="/account/transfer">Transfer</ButtonLink>}>
      <Wallets>
        {(wallets) => (
          <div className={classes.parts}>
            <ul className={classes.wallets} aria-label="Balances">
              {wallets.map((wallet) => (
                <WalletCard key={wallet.currency} wallet={wallet} />
              ))}
            </ul>
            <OpenBets />
            <Recent wallets={wallets} />
            <Receiving />
          </div>
        )}
      </Wallets>
    </Page>
  );
}

function WalletCard({ wallet }: { wallet: Wallet }) {
  const { balance, currency } = wallet;
  const isPoints = currency.length !== 3;
  return (
    <li className={classes.wallet}>
      <Text size="sm" c="dimmed" fw={500}>
        {isPoints ? "Points" : "Balance"} in {currency}
      </Text>
      <div className={classes.balance}>
        <AmountText amount={balance} currency={currency} words={["", "owed", ""]} />
      </div>
      <Text size="sm" c="dimmed">
        {hintOf(wallet)}
      </Text>
      <div className={classes.links}>
        {LINKS.map(({ to, label }) => (
          <TextLink key={to} to={to} search={{ currency }} size="sm" aria-label={`${label} in ${currency}`}>
            {label}
          </TextLink>
        ))}
      </div>
    </li>
  );
}

const LINKS = [
  { to: "/account/history", label: "History" },
  { to: "/account/statement", label: "Statement" },
  { to: "/account/transfer", label: "Transfer" },
] as const;

type Hinted = Pick<Wallet, "balance" | "held" | "available" | "currency" | "allow_overdraft">;

/** A hint for the balance, from the wallet alone. */
export function hintOf({ balance, held, available, currency, allow_overdraft }: Hinted): string {
  const sign = signOf(balance);
  if (signOf(held ?? "0") > 0) {
    const amounts = [held ?? "0", available ?? "0"].map((amount) => formatAmount(amount, currency));
    return `${amounts[0]} is held for later, ${amounts[1]} is available.`;
  }
  if (allow_overdraft) return "May go below zero.";
  if (sign > 0) return "You can spend all of it.";
  return sign < 0 ? "You owe this to your agent." : "Empty. Ask your agent to pay something in.";
}

/** The number of open bets. Nothing is requested or shown for a person who is not a customer. */
function OpenBets() {
  const isCustomer = useStore(session)?.person.customerId != null;
  const open = useQuery({ ...betsQuery({ status: "pending", limit: 1 }), enabled: isCustomer });
  const count = open.data?.total_count ?? 0;
  if (count === 0) return null;
  return (
    <Text size="sm">
      {count === 1 ? "One bet is open" : `${count} bets are open`}: the stakes are already deducted from your balance.{" "}
      <TextLink to="/account/bets" search={{ status: "pending" }} size="sm" underline="always">
        Open bets
      </TextLink>
    </Text>
  );
}

function Recent({ wallets }: { wallets: OwnWallets }) {
  const { currency } = walletOf(wallets, route.useSearch().currency);
  const { apply: chooseCurrency } = useFilter("currency");
  const recent = useQuery(historyQuery(useOwnerId(), { currency, limit: RECENT }));
  return (
    <section aria-labelledby="recent">
      <div className={classes.heading}>
        <Title order={2} size="h4" id="recent">
          Latest transactions
        </Title>
        {wallets.length > 1 && (
          <CurrencySelect isBesideHeading wallets={wallets} value={currency} onCurrency={chooseCurrency} />
        )}
        <TextLink to="/account/history" search={{ currency }} size="sm">
          Whole history
        </TextLink>
      </div>
      <DataTable
        label={`Latest transactions in ${currency}`}
        columns={entryColumns(currency)}
        query={recent}
        rowsOf={(answer) => answer.items}
        keyOf={(entry) => entry.id}
        empty={<Empty title="No transactions yet">Amounts paid in or out appear here.</Empty>}
      />
    </section>
  );
}

function Receiving() {
  return (
    <Surface title="Receive a transfer">
      <Text size="sm" mb="xs">
        Give this id to the person who wants to send you an amount.
      </Text>
      <CopyableId id={useOwnerId()} />
    </Surface>
  );
}
