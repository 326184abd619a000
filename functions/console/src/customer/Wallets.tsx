import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Empty } from "../ui/DataTable";
import { Loaded } from "../ui/Loaded";
import { Surface } from "../ui/Surface";
import { OwnId } from "./OwnId";
import { type Wallet, useOwnerId, walletsQuery } from "./queries";

/** At least one wallet: there is always a first to begin with. */
export type OwnWallets = readonly [Wallet, ...Wallet[]];

/** What needs the own wallets; somebody who has none yet reads how they come by one. */
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

/** Money before points; each by its code. */
function inOrder(wallets: readonly Wallet[]): Wallet[] {
  const isMoney = ({ currency }: Wallet) => (currency.length === 3 ? 0 : 1);
  return wallets.toSorted((a, b) => isMoney(a) - isMoney(b) || (a.currency < b.currency ? -1 : 1));
}

function NoWallet({ ownerId }: { ownerId: string }) {
  return (
    <Surface>
      <Empty title="You have no wallet yet" action={<OwnId ownerId={ownerId} />}>
        It opens with the first amount that reaches you. Pay something in with your agent, or give this id to whoever
        wants to send you something.
      </Empty>
    </Surface>
  );
}

/** The wallet of a currency in the address; the first where there is none of it. */
export function walletOf(wallets: OwnWallets, currency: string | undefined): Wallet {
  return wallets.find((wallet) => wallet.currency === currency) ?? wallets[0];
}

interface CurrencySelectProps {
  wallets: OwnWallets;
  value: string;
  onCurrency: (currency: string) => void;
  /** Stands beside a heading, where its label is said but not shown. */
  isBesideHeading?: boolean;
}

/** Which of the own wallets; amounts of two currencies never stand in one list. */
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
