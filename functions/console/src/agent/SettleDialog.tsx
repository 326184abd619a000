import { Radio, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Schemas, answerOf, api, keyed } from "../api/client";
import { approvals } from "../approvals/queries";
import { approvalKindInWords } from "../approvals/words";
import { formatAmount, signOf } from "../money";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { ProblemView } from "../ui/ProblemView";
import { TextLink } from "../ui/links";
import { toastDone } from "../ui/toast";
import { Fields } from "../write/Fields";
import { WriteNotice } from "../write/WriteNotice";
import { refusedFields } from "../write/fields";
import { unfinishedOf } from "../write/unfinished";
import { useWrite } from "../write/useWrite";
import { SettlementFigures } from "./SettlementFigures";
import { customerQuery, previewQuery } from "./queries";

interface SettleDialogProps {
  customer: Pick<Schemas["SettlementFigures"], "customer_id" | "username">;
  onClose: () => void;
}

/** The dialog that closes a settlement: figures since the last one, method, note and confirmation. */
export function SettleDialog({ customer, onClose }: SettleDialogProps) {
  const { customer_id, username } = customer;
  const queries = useQueryClient();
  const id = `settle ${customer_id}`;
  const unfinished = unfinishedOf(id)?.payload as Schemas["SettlementCreate"] | undefined;
  const [method, setMethod] = useState<"zero" | "carry">(unfinished?.method ?? "zero");
  const [note, setNote] = useState(unfinished?.note ?? "");
  // Read again without the page's filters: a settlement covers everything since the last one.
  const preview = useQuery({ ...previewQuery({ customer_id }), placeholderData: undefined, staleTime: 0 });
  const account = useQuery({ ...customerQuery(customer_id), staleTime: 0 });
  const waiting = useQuery({
    ...approvals({ status: "pending", subject: customer_id }, 0),
    placeholderData: undefined,
    staleTime: 0,
  });
  const write = useWrite({
    id,
    what: (request: Schemas["SettlementCreate"]) =>
      `Settlement with ${username}, ${request.method === "zero" ? "balance to zero" : "balance carried"}`,
    send: (request, key) => answerOf(api.POST("/api/v1/agent/settlements", { body: request, params: keyed(key) })),
    onDone: (settlement) => {
      const after = formatAmount(settlement.balance_after, settlement.currency);
      toastDone(`Settled with ${username}`, `The balance is now ${after}.`);
      refresh();
      onClose();
    },
    onRefused: ({ code }) => {
      if (code === "balance_changed") refresh();
    },
  });
  const refresh = () => {
    for (const subject of ["settlement", "customer", "customers"]) {
      void queries.invalidateQueries({ queryKey: [subject] });
    }
  };
  const reads = [preview, account, waiting];
  const figures = preview.data?.customers.find((one) => one.customer_id === customer_id);
  const settle = () => {
    if (figures === undefined) return;
    write.send({
      customer_id,
      method,
      ...(note.trim() === "" ? {} : { note: note.trim() }),
      expected_balance: figures.closing_balance,
    });
  };
  const refused = write.refusal === null ? {} : refusedFields(write.refusal, ["note"]);
  return (
    <ConfirmDialog
      opened
      title={`Settle with ${username}`}
      confirm={method === "zero" ? "Close, balance to zero" : "Close, balance carried"}
      isSending={write.isSending}
      isDisabled={
        figures === undefined || reads.some(({ isFetching, error }) => isFetching || error !== null) || write.isUnknown
      }
      onConfirm={settle}
      onCancel={onClose}
    >
      {reads.map(
        ({ error, refetch }, index) =>
          error !== null && <ProblemView key={index} error={error} onRetry={() => void refetch()} />,
      )}
      {figures === undefined && preview.error === null && <Skeleton height={280} aria-label="Loading the figures" />}
      {figures !== undefined && (
        <>
          <SettlementFigures figures={figures} />
          {account.data !== undefined && <StillOpen customer={account.data} />}
          {waiting.data !== undefined && <Waiting approvals={waiting.data} />}
          <Fields isLocked={write.isSending || write.isUnknown}>
            <Radio.Group
              label="How"
              value={method}
              onChange={(value) => setMethod(value === "zero" ? "zero" : "carry")}
            >
              <Stack gap="xs" mt={4}>
                <Radio value="zero" label="Paid: the balance becomes zero" description={paidOf(figures)} />
                <Radio value="carry" label="Carried: the balance stays as it is" />
              </Stack>
            </Radio.Group>
            <TextInput
              label="Note"
              maxLength={512}
              value={note}
              error={refused.note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </Fields>
        </>
      )}
      <WriteNotice write={write} isShownByFields={refused.note !== undefined} onCheck={onClose} />
    </ConfirmDialog>
  );
}

/** What the settlement does not include yet. */
function StillOpen({ customer: { pending_bets, held, currency } }: { customer: Schemas["Customer"] }) {
  const open = [
    ...(signOf(pending_bets) > 0 ? [`bets with stakes of ${formatAmount(pending_bets, currency)}`] : []),
    ...(signOf(held) > 0 ? [`holds of ${formatAmount(held, currency)}`] : []),
  ];
  if (open.length === 0) return null;
  return (
    <Text size="sm">Still open: {open.join(" and ")}. What becomes of them counts towards the next settlement.</Text>
  );
}

/** What the agent requested for the customer and nobody has decided yet. */
function Waiting({ approvals: { items, total_count } }: { approvals: Schemas["ApprovalListing"] }) {
  if (total_count === 0) return null;
  const requests = items.map(({ kind, amount, currency }) =>
    amount === null || currency === null
      ? approvalKindInWords(kind)
      : `${approvalKindInWords(kind)}, ${formatAmount(amount, currency)}`,
  );
  const others = total_count - items.length;
  return (
    <Text size="sm">
      Waiting for a second person: {[...requests, ...(others > 0 ? [`${others} more`] : [])].join("; ")}.{" "}
      <TextLink to="/operator/approvals" size="sm">
        Approvals
      </TextLink>
    </Text>
  );
}

/** Who pays whom to bring the balance to zero. */
function paidOf({ closing_balance, currency, held }: Schemas["SettlementFigures"]): string {
  const amount = formatAmount(closing_balance.replace("-", ""), currency);
  const sign = signOf(closing_balance);
  if (sign === 0) return "Nothing has to be paid.";
  if (sign < 0) return `The customer pays you ${amount}.`;
  const condition = signOf(held) > 0 ? " Refused unless a credit limit covers what is held." : "";
  return `You pay the customer ${amount}.${condition}`;
}
