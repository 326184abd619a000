import { Text } from "@mantine/core";
import { AmountText } from "../ui/AmountText";
import classes from "./OutlookLine.module.css";
import type { Wallet } from "./queries";
import type { Outlook } from "./transfer";

/** The balance now, and after what is typed in the form. */
export function OutlookLine({ wallet, outlook }: { wallet: Wallet; outlook: Outlook | null }) {
  const { balance, currency } = wallet;
  return (
    <div className={classes.outlook} role="status">
      <Text size="sm">
        {outlook === null ? "Your balance is " : "Your balance will be "}
        <AmountText
          amount={outlook === null ? balance : outlook.balance}
          currency={currency}
          words={["", "owed by you"]}
          strong
        />
        {outlook !== null && (
          <>
            {" "}
            (now <AmountText amount={balance} currency={currency} />)
          </>
        )}
      </Text>
      {outlook?.isBelow === true && (
        <Text size="sm" className={classes.warning}>
          That is below zero. It is refused unless your agent has given you credit.
        </Text>
      )}
    </div>
  );
}
