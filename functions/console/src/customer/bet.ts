/** Placing a bet: the request, the wallet of the stake, and the checks of the form. */
import { answerOf, api, keyed } from "../api/client";
import { AmountRefused, typedAmount, withoutCommas } from "../money";
import type { OwnWallets } from "./Wallets";
import type { Bet, Wallet } from "./queries";

/** A request to place a bet. `stake`: in the customer's currency. */
export interface Placing {
  stake: string;
  description: string;
}

export function placeBet(placing: Placing, key: string): Promise<Bet> {
  return answerOf(api.POST("/api/v1/bets", { body: placing, params: keyed(key) }));
}

/**
 * The wallet of stakes. A customer bets in one currency: that of earlier bets, or else that of the only wallet with
 * money. Null if it could be several wallets: then the page shows no balance.
 */
export function stakingWallet(wallets: OwnWallets, bets: readonly Pick<Bet, "currency">[]): Wallet | null {
  const before = bets[0]?.currency;
  if (before !== undefined) return wallets.find(({ currency }) => currency === before) ?? null;
  const money = wallets.filter(({ currency }) => currency.length === 3);
  const among: readonly Wallet[] = money.length > 0 ? money : wallets;
  const [only, ...others] = among;
  return only === undefined || others.length > 0 ? null : only;
}

/** A typed stake in the API's form, with the decimals of the wallet's currency if known. Raises AmountRefused. */
export function typedStake(typed: string, wallet: Wallet | null): string {
  if (wallet !== null) return typedAmount(typed, wallet.currency);
  if (typed.trim() === "") throw new AmountRefused("Enter an amount.");
  const stake = withoutCommas(typed.trim(), null);
  if (stake === null) throw new AmountRefused("Enter an amount such as 25.00.");
  return stake;
}
