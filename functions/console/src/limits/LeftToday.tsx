import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { AmountText } from "../ui/AmountText";
import { leftToday, limitsOf } from "./queries";

/** What the signed-in agent can still credit today in a currency. Nothing without a limit. */
export function LeftToday({ currency }: { currency: string }) {
  const { data: limits } = useQuery(limitsOf({ currency }));
  const left = limits === undefined ? null : leftToday(limits);
  if (limits === undefined || left === null) return null;
  return (
    <Text size="sm" c="dimmed">
      You can credit <AmountText amount={left} currency={currency} strong /> more today
      {limits.applied_daily !== null && (
        <>
          , of <AmountText amount={limits.applied_daily} currency={currency} /> a day (UTC)
        </>
      )}
      . Debits give back.
    </Text>
  );
}
