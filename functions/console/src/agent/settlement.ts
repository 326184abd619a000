import type { Schemas } from "../api/client";
import { subtract, sum } from "../money";

type Figures = Schemas["SettlementFigures"];

/** One line of a settlement. amount: positive if the customer gained, negative if they lost. */
export interface Line {
  label: string;
  amount: string;
}

/** Every line between the opening and the closing balance; their sum is the difference of the two. */
export function linesOf(figures: Figures): Line[] {
  const { currency, cash_outs } = figures;
  const minus = (amount: string) => subtract("0", amount, currency);
  const automatic = cash_outs.auto_count === 0 ? "" : `, ${cash_outs.auto_count} automatic`;
  return [
    { label: "Stakes", amount: minus(figures.stakes) },
    { label: "Payouts", amount: figures.payouts },
    { label: "Stakes returned", amount: figures.stakes_returned },
    { label: `Cash-outs (${cash_outs.count}${automatic})`, amount: cash_outs.total_amount },
    { label: "Cashier credits", amount: figures.cashier_credits },
    { label: "Cashier debits", amount: minus(figures.cashier_debits) },
    { label: "Transfers in", amount: figures.transfers_in },
    { label: "Transfers out", amount: minus(figures.transfers_out) },
    { label: "Other", amount: figures.other },
  ];
}

/** The lines in four groups, for the table. */
export function groupsOf(figures: Figures): { bets: string; cashier: string; transfers: string; other: string } {
  const { currency, cash_outs } = figures;
  const minus = (amount: string) => subtract("0", amount, currency);
  return {
    bets: sum([minus(figures.stakes), figures.payouts, figures.stakes_returned, cash_outs.total_amount], currency),
    cashier: subtract(figures.cashier_credits, figures.cashier_debits, currency),
    transfers: subtract(figures.transfers_in, figures.transfers_out, currency),
    other: figures.other,
  };
}
