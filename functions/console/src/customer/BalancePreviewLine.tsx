import { Text } from "@mantine/core";
import { AmountText } from "../ui/AmountText";
import { signOf } from "../money";
import classes from "./BalancePreviewLine.module.css";
import type { Wallet } from "./queries";
import type { BalancePreview } from "./transfer";

/** The balance now, and after what is typed in the form. */
export function BalancePreviewLine({ wallet, preview }: { wallet: Wallet; preview: BalancePreview | null }) {
  const { balance, available, held, currency } = wallet;
  return (
    <div className={classes.preview} role="status">
      <Text size="sm">
        {preview === null ? "Your balance is " : "Your balance will be "}
        <AmountText
          amount={preview === null ? balance : preview.balance}
          currency={currency}
          words={["", "owed by you"]}
          strong
        />
        {preview !== null && (
          <>
            {" "}
            (now <AmountText amount={balance} currency={currency} />)
          </>
        )}
      </Text>
      {signOf(held ?? "0") > 0 && (
        <Text size="sm" c="dimmed">
          <AmountText amount={held ?? "0"} currency={currency} /> is held for later,{" "}
          <AmountText amount={available ?? balance} currency={currency} /> is available now.
        </Text>
      )}
      {preview?.isBelow === true && (
        <Text size="sm" className={classes.warning}>
          That is more than you have available. It is refused.
        </Text>
      )}
    </div>
  );
}
