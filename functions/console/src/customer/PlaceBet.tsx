import { Button, Fieldset, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { AmountRefused, formatAmount } from "../money";
import { AmountInput } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteNotice } from "../write/WriteNotice";
import { refusedFields } from "../write/fields";
import { useWrite } from "../write/useWrite";
import { BalancePreviewLine } from "./BalancePreviewLine";
import { Wallets } from "./Wallets";
import { placeBet, stakingWallet, typedStake } from "./bet";
import { ACCOUNT, type Bet, type Wallet } from "./queries";
import { previewBalance } from "./transfer";

const FIELDS = ["stake", "description"] as const;
const BY_CODE = { invalid_amount: "stake", insufficient_funds: "stake", insufficient_credit: "stake" } as const;

interface PlaceBetProps {
  /** The bets on the page, from which the currency is known. */
  bets: readonly Bet[];
  opened: boolean;
  onClose: () => void;
}

/** Places a bet. The form stays mounted when its dialog closes, so that a bet without an answer keeps its key. */
export function PlaceBet({ bets, opened, onClose }: PlaceBetProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Place a bet"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
      closeOnClickOutside={false}
      keepMounted
    >
      <Wallets>{(wallets) => <PlaceBetForm wallet={stakingWallet(wallets, bets)} onClose={onClose} />}</Wallets>
    </Modal>
  );
}

function PlaceBetForm({ wallet, onClose }: { wallet: Wallet | null; onClose: () => void }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { description: "", stake: "" },
    validate: {
      description: (description) => (description.trim() === "" ? "Enter what you bet on." : null),
      stake: (stake) => stakeProblem(stake, wallet),
    },
  });
  const write = useWrite({
    send: placeBet,
    onDone: (bet) => {
      toastDone(`${formatAmount(bet.stake, bet.currency)} staked`, bet.description);
      void queries.invalidateQueries({ queryKey: ACCOUNT });
      form.reset();
      onClose();
    },
    onRefused: (refusal) => {
      form.setErrors(refusedFields(refusal, FIELDS, BY_CODE));
      void queries.invalidateQueries({ queryKey: ACCOUNT });
    },
  });
  const submit = form.onSubmit(({ description, stake }) =>
    write.send({ stake: typedStake(stake, wallet), description: description.trim() }),
  );
  const isShownByFields =
    write.refusal !== null && Object.keys(refusedFields(write.refusal, FIELDS, BY_CODE)).length > 0;
  return (
    <form onSubmit={submit} noValidate aria-label="Place a bet">
      <Fieldset variant="unstyled" disabled={write.isSending || write.isUnknown}>
        <Stack gap="sm">
          <TextInput
            label="On what"
            placeholder="Ajax – Feyenoord: home win"
            maxLength={500}
            withAsterisk
            data-autofocus
            {...form.getInputProps("description")}
          />
          {wallet === null ? (
            <TextInput
              label="Stake"
              inputMode="decimal"
              autoComplete="off"
              withAsterisk
              {...form.getInputProps("stake")}
            />
          ) : (
            <AmountInput label="Stake" currency={wallet.currency} withAsterisk {...form.getInputProps("stake")} />
          )}
          {wallet !== null && (
            <BalancePreviewLine wallet={wallet} preview={previewBalance(form.values.stake, wallet)} />
          )}
        </Stack>
      </Fieldset>
      <Stack gap="sm" mt="md">
        <WriteNotice write={write} isShownByFields={isShownByFields} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
            Place the bet
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function stakeProblem(typed: string, wallet: Wallet | null): string | null {
  try {
    typedStake(typed, wallet);
    return null;
  } catch (error) {
    if (error instanceof AmountRefused) return error.message;
    throw error;
  }
}
