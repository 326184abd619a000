import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { CopyableId } from "../ui/CopyableId";
import { Empty } from "../ui/DataTable";
import { Loaded } from "../ui/Loaded";
import { Surface } from "../ui/Surface";
import { type Wallet, useOwnerId, walletsQuery } from "./queries";

/** At least one wallet. */
export type OwnWallets = readonly [Wallet, ...Wallet[]];

/** Loads the person's wallets for its children. A person without a wallet sees how to get one. */
export function Wallets({ children }: { children: (wallets: OwnWallets) => ReactNode }) {
  const ownerId = useOwnerId();
  const query = useQuery(walletsQuery(ownerId));
  return (
    <Loaded what="your wallets" query={query}>
      {({ wallets }) => {
        const [first, ...others] = inOrder(wallets);
        return first === undefined ? <NoWallet ownerId={ownerId} /> : children([first, ...others]);
      }}
    </Loaded>
  );
}

/** Money before points, and each group by currency code. */
function inOrder(wallets: readonly Wallet[]): Wallet[] {
  const rank = ({ currency }: Wallet) => (currency.length === 3 ? 0 : 1);
  return wallets.toSorted((a, b) => rank(a) - rank(b) || (a.currency < b.currency ? -1 : 1));
}

function NoWallet({ ownerId }: { ownerId: string }) {
  return (
    <Surface>
      <Empty title="You have no wallet yet" action={<CopyableId id={ownerId} />}>
        It is created with the first amount that you receive. Ask your agent to pay something in, or give this id to the
        person who wants to send you an amount.
      </Empty>
    </Surface>
  );
}

/** The wallet of the currency in the address, or the first one. */
export function walletOf(wallets: OwnWallets, currency: string | undefined): Wallet {
  return wallets.find((wallet) => wallet.currency === currency) ?? wallets[0];
}

interface CurrencySelectProps {
  wallets: OwnWallets;
  value: string;
  onCurrency: (currency: string) => void;
  /** Next to a heading the label is for screen readers only. */
  isBesideHeading?: boolean;
}

/** Selects one of the person's wallets: a list never mixes currencies. */
export function CurrencySelect({ wallets, value, onCurrency, isBesideHeading = false }: CurrencySelectProps) {
  return (
    <NativeSelect
      {...(isBesideHeading ? { "aria-label": "Wallet", size: "xs" } : { label: "Wallet" })}
      value={value}
      onChange={(event) => onCurrency(event.currentTarget.value)}
      data={wallets.map(({ currency }) => currency)}
    />
  );
}
