import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { answerOf, api, keyed } from "../api/client";
import { DecisionButton, REASON } from "../billing/DecisionButton";
import { toastDone } from "../ui/toast";
import { useUnlessWaiting } from "../write/waiting";

interface ReverseButtonProps {
  transactionId: string;
  /** Whose transaction it is; by default, of the person's own tenant. */
  tenant?: string | undefined;
  /** Called with the id of the reversal, unless the page was left meanwhile. */
  onReversed: (id: string) => void;
}

/** A button that reverses a transaction. */
export function ReverseButton({ transactionId, tenant, onReversed }: ReverseButtonProps) {
  const unlessWaiting = useUnlessWaiting();
  const queries = useQueryClient();
  // Every page, since any wallet may have changed.
  const readAgain = () => void queries.invalidateQueries();
  return (
    <DecisionButton
      id={transactionId}
      what={`Reverse ${transactionId}`}
      verb="Reverse"
      isDangerous
      title="Reverse the transaction?"
      ask={REASON}
      send={(reason, key) =>
        answerOf(
          api.POST("/api/v1/transactions/{transaction_id}/reverse", {
            body: { reason: reason ?? "" },
            params: { ...keyed(key), path: { transaction_id: transactionId }, query: { tenant_id: tenant } },
          }),
        )
      }
      onDone={(answer, isLeft) => {
        readAgain();
        unlessWaiting(answer, (reversal) => {
          toastDone("Reversed", isLeft ? `By ${reversal.transaction_id}.` : "This is the reversal.");
          if (!isLeft) onReversed(reversal.transaction_id);
        });
      }}
      onRefused={readAgain}
    >
      <Text size="sm">
        The reversal is a new transaction with the opposite entries. A transaction of a bet, a top-up, a payment or a
        settlement is refused here, because it is undone there.
      </Text>
    </DecisionButton>
  );
}
