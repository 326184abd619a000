import { Autocomplete, Button, type ComboboxItem, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatAmount, typedAmount } from "../money";
import { AmountText } from "../ui/AmountText";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { Facts } from "../ui/Facts";
import { AmountInput, amountProblem } from "../ui/fields";
import { WriteForm } from "../write/WriteForm";
import { WriteNotice } from "../write/WriteNotice";
import { useWriteForm } from "../write/useWriteForm";
import { BalancePreviewLine } from "./BalancePreviewLine";
import classes from "./TransferPage.module.css";
import { CurrencySelect, type OwnWallets, walletOf } from "./Wallets";
import { ACCOUNT, type Wallet, historyQuery, useOwnerId } from "./queries";
import {
  type Recipient,
  type Transfer,
  lookUp,
  ownerProblem,
  previewBalance,
  recentRecipients,
  sendTransfer,
} from "./transfer";

const FIELDS = ["to_owner_id", "amount", "meta"] as const;
/** The id of the form for `useWrite`. */
export const TRANSFER_FORM = "transfer";
/** The latest entries in which earlier recipients are looked for. */
const SEARCHED = 100;
const BY_CODE = { invalid_wallet: "to_owner_id", recipient_not_found: "to_owner_id" } as const;

interface TransferFormProps {
  wallets: OwnWallets;
  wallet: Wallet;
  to: string;
  onCurrency: (currency: string) => void;
  /** Called with null when a new transfer begins. */
  onSent: (sent: Sent | null) => void;
}

/** A transfer that was sent, and the sender's balance after it. */
export interface Sent extends Transfer {
  balance: string;
}

/**
 * The form of a transfer: receiver, amount and the balance after it. The receiver is looked up, and the transfer is sent
 * after a confirmation that shows the masked name.
 */
export function TransferForm({ wallets, wallet, to, onCurrency, onSent }: TransferFormProps) {
  const { currency } = wallet;
  const ownerId = useOwnerId();
  const queries = useQueryClient();
  const [toConfirm, setToConfirm] = useState<Transfer | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const transfers = useWriteForm({
    id: TRANSFER_FORM,
    what: ({ amount, currency: of, to_owner_id }: Transfer) =>
      `${formatAmount(amount, of)} to ${displayOf(to_owner_id) || to_owner_id}`,
    page: "/account/history",
    initialValues: { to_owner_id: to, amount: "", meta: "" },
    validate: {
      to_owner_id: (typed) => ownerProblem(typed, ownerId),
      amount: (amount) => amountProblem(amount, currency),
    },
    fields: FIELDS,
    byCode: BY_CODE,
    first: "amount",
    send: sendTransfer,
    onDone: ({ from_balance_after }, transfer) => {
      setIsAsking(false);
      onSent({ ...transfer, balance: from_balance_after });
      transfers.form.setValues({ to_owner_id: "", amount: "", meta: "" });
      void queries.invalidateQueries({ queryKey: ACCOUNT });
    },
    onRefused: (_, transfer, isLeft) => {
      setIsAsking(false);
      // The form of an unfinished transfer shows its currency, whatever the address says.
      if (!isLeft) onCurrency(transfer.currency);
      void queries.invalidateQueries({ queryKey: ACCOUNT });
    },
  });
  const { form, write } = transfers;
  const lookup = useMutation({
    networkMode: "always",
    mutationFn: (transfer: Transfer) => lookUp(transfer.to_owner_id),
    onSuccess: (_, transfer) => {
      setIsAsking(true);
      setToConfirm(transfer);
    },
    onError: (error) => form.setFieldError("to_owner_id", error.message),
  });
  const history = useQuery(historyQuery(ownerId, { currency, limit: SEARCHED }));
  const recent = recentRecipients(history.data?.items ?? []);
  const displayOf = (id: string) => recent.find(({ owner_id }) => owner_id === id)?.display ?? "";
  const preview = write.isUnknown ? null : previewBalance(form.values.amount, wallet);
  const ask = ({ to_owner_id, amount, meta }: typeof form.values) => {
    const note = meta.trim();
    onSent(null);
    lookup.mutate({
      to_owner_id: to_owner_id.trim(),
      amount: typedAmount(amount, currency),
      currency,
      ...(note === "" ? {} : { meta: { note } }),
    });
  };
  const confirm = () => {
    if (toConfirm !== null) write.send(toConfirm);
  };
  return (
    <>
      <WriteForm
        label="Transfer"
        of={transfers}
        onSubmit={ask}
        isWaiting={lookup.isPending}
        isAsking={isAsking}
        buttons={
          <div>
            <Button type="submit" loading={lookup.isPending || write.isSending} disabled={write.isUnknown}>
              Send{preview !== null && ` ${formatAmount(typedAmount(form.values.amount, currency), currency)}`}&hellip;
            </Button>
          </div>
        }
      >
        <Autocomplete
          label="To"
          description="The id that the other person sees on their account page."
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          withAsterisk
          data={recent.map(({ owner_id }) => owner_id)}
          filter={({ options, search }) =>
            (options as ComboboxItem[]).filter(({ value }) =>
              `${displayOf(value)} ${value}`.toLowerCase().includes(search.trim().toLowerCase()),
            )
          }
          renderOption={({ option }) => (
            <div className={classes.person}>
              {displayOf(option.value)}
              <Text size="xs" c="dimmed">
                {option.value}
              </Text>
            </div>
          )}
          {...form.getInputProps("to_owner_id")}
        />
        <div className={classes.pair}>
          <CurrencySelect
            wallets={wallets}
            value={currency}
            onCurrency={(other) => {
              form.clearFieldError("amount");
              onCurrency(other);
            }}
          />
          <AmountInput label="Amount" currency={currency} withAsterisk {...form.getInputProps("amount")} />
        </div>
        <BalancePreviewLine wallet={wallet} preview={preview} />
        <TextInput
          label="Note"
          description="Optional. Both of you see it in the history."
          maxLength={512}
          {...form.getInputProps("meta")}
        />
      </WriteForm>
      <ConfirmDialog
        opened={isAsking}
        title={
          toConfirm === null ? "Send the transfer?" : `Send ${formatAmount(toConfirm.amount, toConfirm.currency)}?`
        }
        confirm="Send"
        isSending={write.isSending}
        isDisabled={write.isUnknown}
        onConfirm={confirm}
        onCancel={() => setIsAsking(false)}
      >
        {toConfirm !== null && lookup.data !== undefined && (
          <TransferFacts transfer={toConfirm} to={lookup.data} wallet={walletOf(wallets, toConfirm.currency)} />
        )}
        <WriteNotice write={write} isShownByFields={transfers.isShownByFields} onCheck={() => setIsAsking(false)} />
      </ConfirmDialog>
    </>
  );
}

/** The transfer to be confirmed, which the sender cannot undo. */
function TransferFacts({ transfer, to, wallet }: { transfer: Transfer; to: Recipient; wallet: Wallet }) {
  const { amount, currency, meta } = transfer;
  const preview = previewBalance(amount, wallet);
  return (
    <>
      <Facts
        of={[
          ["To", to.display],
          ["Id", to.owner_id],
          ["Note", meta?.note ?? null],
          [
            "Your balance after",
            preview && <AmountText key="after" amount={preview.balance} currency={currency} words={["", "owed"]} />,
          ],
        ]}
      />
      <Text size="sm" c="dimmed">
        It is credited at once, and only the other person can send it back. Please check the name and the id.
      </Text>
    </>
  );
}
