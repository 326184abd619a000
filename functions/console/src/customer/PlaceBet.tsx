import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { AmountRefused, formatAmount } from "../money";
import { AmountInput } from "../ui/fields";
import { toastDone } from "../ui/toast";
import { WriteForm } from "../write/WriteForm";
import { useWriteForm } from "../write/useWriteForm";
import { BalancePreviewLine } from "./BalancePreviewLine";
import { Wallets } from "./Wallets";
import { type Placing, placeBet, stakingWallet, typedStake } from "./bet";
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

/** Places a bet, in a dialog. */
export function PlaceBet({ bets, opened, onClose }: PlaceBetProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Place a bet"
      centered
      closeButtonProps={{ "aria-label": "Close" }}
      closeOnClickOutside={false}
    >
      <Wallets>{(wallets) => <PlaceBetForm wallet={stakingWallet(wallets, bets)} onClose={onClose} />}</Wallets>
    </Modal>
  );
}

function PlaceBetForm({ wallet, onClose }: { wallet: Wallet | null; onClose: () => void }) {
  const queries = useQueryClient();
  const bets = useWriteForm({
    id: "bet",
    what: ({ stake, description }: Placing) =>
      `Bet of ${wallet === null ? stake : formatAmount(stake, wallet.currency)} on ${description}`,
    initialValues: { description: "", stake: "" },
    validate: {
      description: (description) => (description.trim() === "" ? "Enter what you bet on." : null),
      stake: (stake) => stakeProblem(stake, wallet),
    },
    fields: FIELDS,
    byCode: BY_CODE,
    send: placeBet,
    onDone: (bet) => {
      toastDone(`${formatAmount(bet.stake, bet.currency)} staked`, bet.description);
      void queries.invalidateQueries({ queryKey: ACCOUNT });
      bets.form.reset();
      onClose();
    },
    onRefused: () => void queries.invalidateQueries({ queryKey: ACCOUNT }),
  });
  const { form, write } = bets;
  return (
    <WriteForm
      label="Place a bet"
      of={bets}
      onSubmit={({ description, stake }) =>
        write.send({ stake: typedStake(stake, wallet), description: description.trim() })
      }
      buttons={
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={write.isSending} disabled={write.isUnknown}>
            Place the bet
          </Button>
        </Group>
      }
    >
      <TextInput
        label="On what"
        placeholder="Ajax – Feyenoord: home win"
        maxLength={500}
        withAsterisk
        data-autofocus
        {...form.getInputProps("description")}
      />
      {wallet === null ? (
        <TextInput label="Stake" inputMode="decimal" autoComplete="off" withAsterisk {...form.getInputProps("stake")} />
      ) : (
        <AmountInput label="Stake" currency={wallet.currency} withAsterisk {...form.getInputProps("stake")} />
      )}
      {wallet !== null && (
        <BalancePreviewLine
          wallet={wallet}
          preview={write.isUnknown ? null : previewBalance(form.values.stake, wallet)}
        />
      )}
    </WriteForm>
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
