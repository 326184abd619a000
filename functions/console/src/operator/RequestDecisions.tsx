import { Text } from "@mantine/core";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { OwnPart } from "../approvals/OwnPart";
import { DecisionButton, NOTE, REASON } from "../billing/DecisionButton";
import { useBillingChanged } from "../billing/queries";
import { nobodyCanPay } from "../billing/words";
import { formatAmount } from "../money";
import { Facts } from "../ui/Facts";
import { toastDone } from "../ui/toast";

type Request = Schemas["TopupRequest"];

/** A button that approves a request, which issues its invoice. */
export function ApproveRequest({ request }: { request: Request }) {
  const billingChanged = useBillingChanged();
  const { request_id, requested_by } = request;
  return (
    <DecisionButton
      id={request_id}
      what={`Approve ${wordsFor(request)}`}
      verb="Approve"
      variant="filled"
      title="Approve the top-up?"
      ask={NOTE}
      send={(note, key) =>
        answerOf(
          api.POST("/api/v1/billing/wallet/topup-requests/{request_id}/approve", {
            body: { note },
            params: { ...keyed(key), path: { request_id } },
          }),
        )
      }
      onDone={({ invoice, warning }) => {
        const number = invoice?.number ?? "";
        toastDone("Approved", warning === null ? `Invoice ${number} is issued.` : nobodyCanPay(number));
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <RequestFacts request={request} />
      <Text size="sm">The invoice is issued at once. The wallet is credited when it is paid.</Text>
      <OwnPart by={requested_by} />
    </DecisionButton>
  );
}

/** A button that rejects a request with a reason for the requester. */
export function RejectRequest({ request }: { request: Request }) {
  const billingChanged = useBillingChanged();
  const { request_id } = request;
  return (
    <DecisionButton
      id={request_id}
      what={`Reject ${wordsFor(request)}`}
      verb="Reject"
      isDangerous
      title="Reject the top-up?"
      ask={{ ...REASON, isRequired: false, description: "Optional. Shown to the tenant." }}
      send={(reason, key) =>
        answerOf(
          api.POST("/api/v1/billing/wallet/topup-requests/{request_id}/reject", {
            body: { reason },
            params: { ...keyed(key), path: { request_id } },
          }),
        )
      }
      onDone={() => {
        toastDone("Rejected", "The tenant sees it in its list of requests.");
        billingChanged();
      }}
      onRefused={billingChanged}
    >
      <RequestFacts request={request} />
    </DecisionButton>
  );
}

function wordsFor({ amount, currency, tenant_id }: Request): string {
  return `the top-up of ${formatAmount(amount, currency)} for ${tenant_id}`;
}

function RequestFacts({ request: { amount, currency, tenant_id, requested_by, note } }: { request: Request }) {
  return (
    <Facts
      of={[
        ["Amount", <strong key="amount">{formatAmount(amount, currency)}</strong>],
        ["Tenant", tenant_id],
        ["Requested by", requested_by],
        ["Note", note],
      ]}
    />
  );
}
