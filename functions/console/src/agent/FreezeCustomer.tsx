import { Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { DecisionButton } from "../billing/DecisionButton";
import { toastDone } from "../ui/toast";

/** A button that freezes or unfreezes a customer. */
export function FreezeCustomer({ customer }: { customer: Schemas["Customer"] }) {
  const { customer_id, username, status } = customer;
  const queries = useQueryClient();
  const readAgain = () => {
    void queries.invalidateQueries({ queryKey: ["customer", customer_id] });
    void queries.invalidateQueries({ queryKey: ["customers"] });
  };
  const isFrozen = status === "frozen";
  return (
    <DecisionButton
      key={status}
      id={customer_id}
      what={`${isFrozen ? "Unfreeze" : "Freeze"} ${username}`}
      verb={isFrozen ? "Unfreeze" : "Freeze"}
      size="sm"
      isDangerous={!isFrozen}
      title={isFrozen ? `Unfreeze ${username}?` : `Freeze ${username}?`}
      send={(_, key) =>
        answerOf(
          api.PATCH("/api/v1/agent/clients/{customer_id}", {
            body: { status: isFrozen ? "active" : "frozen" },
            params: { ...keyed(key), path: { customer_id } },
          }),
        )
      }
      onDone={(now) => {
        toastDone(now.status === "frozen" ? "Frozen" : "Active again", username);
        queries.setQueryData(["customer", customer_id], now);
        readAgain();
      }}
      onRefused={readAgain}
    >
      <Text size="sm">
        {isFrozen
          ? `${username} can bet, transfer and be paid out again.`
          : `The wallets of ${username} refuse whatever would lower them, in every currency, such as debits, bets and transfers. Credits and payouts still arrive.`}
      </Text>
    </DecisionButton>
  );
}
