import { useQueryClient } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { formatAmount, sum } from "../money";
import { useIsAgent } from "../session/person";
import { toastEvent } from "../ui/toast";
import { followCashOuts } from "./arrivals";
import type { CashOut } from "./stream";
import { outcomeOf } from "./words";

/** Totals are read again at this interval while cash-outs arrive. Rows are shown at once. */
const TOTALS_INTERVAL_MS = 3_000;

/** The layout of the agent's pages, which announces cash-outs on each of them. An auditor has no stream. */
export function AgentLayout() {
  const queries = useQueryClient();
  const isAgent = useIsAgent();
  useEffect(() => {
    if (!isAgent) return;
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
        due ??= setTimeout(readTotals, TOTALS_INTERVAL_MS);
      },
      onBegun: readTotals,
    });
    return () => {
      clearTimeout(due);
      stop();
    };
  }, [queries, isAgent]);
  return <Outlet />;
}

/** Announces up to two cash-outs one by one, and more of them in one toast. */
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
    toastEvent(`${batch.length} new cash-outs`, paid, "cash-outs");
    return;
  }
  for (const one of batch) {
    const title = `${one.username} cashed out ${formatAmount(one.cash_out_amount, one.currency)}`;
    toastEvent(title, one.is_auto_cash_out ? `${outcomeOf(one)}, automatic` : outcomeOf(one), one.bet_id);
  }
}
