import { useQueryClient } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { formatAmount, sum } from "../money";
import { toastNews } from "../ui/toast";
import { followCashOuts } from "./arrivals";
import type { CashOut } from "./stream";
import { outcomeOf } from "./words";

/** How often, in milliseconds, totals are read again while cash-outs come; rows are shown at once. */
const TOTALS_EVERY = 3_000;

/** Around each of the agent's pages: cash-outs are said wherever they are. */
export function AgentLayout() {
  const queries = useQueryClient();
  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    const readTotals = () => {
      due = undefined;
      for (const subject of ["cash-outs", "customers", "customer"]) {
        void queries.invalidateQueries({ queryKey: [subject] });
      }
    };
    const stop = followCashOuts({
      onBatch: (batch) => {
        announce(batch);
        due ??= setTimeout(readTotals, TOTALS_EVERY);
      },
      onBegun: readTotals,
    });
    return () => {
      clearTimeout(due);
      stop();
    };
  }, [queries]);
  return <Outlet />;
}

/** One by one while there are few; many at once are one sentence. */
function announce(batch: readonly CashOut[]): void {
  if (batch.length > 2) {
    const currency = batch[0]?.currency ?? "";
    const paid = batch.every((one) => one.currency === currency)
      ? `${formatAmount(
          sum(
            batch.map((one) => one.cash_out_amount),
            currency,
          ),
          currency,
        )} paid out`
      : "in several currencies";
    toastNews(`${batch.length} cash-outs just now`, paid, "cash-outs");
    return;
  }
  for (const one of batch) {
    const title = `${one.username} cashed out ${formatAmount(one.cash_out_amount, one.currency)}`;
    toastNews(title, one.is_auto_cash_out ? `${outcomeOf(one)}, automatic` : outcomeOf(one), one.bet_id);
  }
}
