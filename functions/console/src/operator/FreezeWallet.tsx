import { Text } from "@mantine/core";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { DecisionButton } from "../billing/DecisionButton";
import { useBillingChanged } from "../billing/queries";
import { toastDone } from "../ui/toast";

/** A button that freezes or unfreezes a prepaid wallet. */
export function FreezeWallet({ wallet: { tenant_id, status } }: { wallet: Schemas["PrepaidWallet"] }) {
  const billingChanged = useBillingChanged();
  const isFrozen = status === "frozen";
  return (
    <DecisionButton
      key={status}
      id={tenant_id}
      what={`${isFrozen ? "Unfreeze" : "Freeze"} the wallet of ${tenant_id}`}
      verb={isFrozen ? "Unfreeze" : "Freeze"}
      isDangerous={!isFrozen}
      title={isFrozen ? "Unfreeze the wallet?" : "Freeze the wallet?"}
      send={(_, key) =>
        answerOf(
          api.PATCH("/api/v1/billing/wallet", {
            body: { status: isFrozen ? "active" : "frozen" },
            params: { ...keyed(key), query: { tenant_id } },
          }),
        )
      }
      onDone={(now) => {
        toastDone(now.status === "frozen" ? "Frozen" : "Active again", tenant_id);
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <Text size="sm">
        {isFrozen
          ? `${tenant_id} can be charged again.`
          : `Debits of ${tenant_id} are refused, including charges for messages. Top-ups are still credited.`}
      </Text>
    </DecisionButton>
  );
}
