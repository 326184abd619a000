import { SegmentedControl, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type PointerEvent, useState } from "react";
import type { Schemas } from "../api/client";
import { reasonOf } from "../customer/words";
import { dayOf, formatMoment, instantsOf } from "../dates";
import { formatAmount, signOf } from "../money";
import { Chart } from "../ui/Chart";
import { Loaded } from "../ui/Loaded";
import { Surface } from "../ui/Surface";
import { DayText } from "../ui/TimeText";
import classes from "./BalanceChart.module.css";
import { HEIGHT, type Step, WIDTH, pathOf, rangeOf, scaleOf, stepAt, stepsOf } from "./balance";
import { statementQuery } from "./queries";

const route = getRouteApi("/agent/customers/$customerId");

const PERIODS = [
  { value: "7d", label: "7 days" },
  { value: "30d", label: "30 days" },
  { value: "90d", label: "90 days" },
] as const;
const DAY_MS = 86_400_000;

/** The balance over the last days. Pointing at a place of the line shows the transaction that led to the balance. */
export function BalanceChart({ customerId, currency }: { customerId: string; currency: string }) {
  const { period = "30d" } = route.useSearch();
  const navigate = route.useNavigate();
  const [opened] = useState(Date.now);
  const first = dayOf(new Date(opened - (parseInt(period) - 1) * DAY_MS));
  const { date_from = "" } = instantsOf({ from: first });
  const statement = useQuery(statementQuery(customerId, { currency, date_from }));
  const choose = (chosen: (typeof PERIODS)[number]["value"]) =>
    void navigate({
      search: (old) => ({ ...old, period: chosen === "30d" ? undefined : chosen }),
      replace: true,
      resetScroll: false,
    });
  return (
    <Surface
      title="Balance over time"
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Period of the chart"
          value={period}
          onChange={choose}
          data={PERIODS.map((one) => ({ ...one }))}
        />
      }
    >
      <Loaded what="the balances" query={statement}>
        {(answer) =>
          answer.movements.length === 0 ? (
            <Text size="sm" c="dimmed">
              Unchanged in this period: {formatAmount(answer.closing_balance, currency)}.
            </Text>
          ) : (
            <Line statement={answer} from={Date.parse(date_from)} until={statement.dataUpdatedAt} />
          )
        }
      </Loaded>
    </Surface>
  );
}

interface LineProps {
  statement: Schemas["WalletStatement"];
  /** Milliseconds since 1970, as `until`. */
  from: number;
  until: number;
}

function Line({ statement, from, until }: LineProps) {
  const [pointed, setPointed] = useState<Step>();
  const { currency, opening_balance, closing_balance } = statement;
  const steps = stepsOf(statement, from);
  const scale = scaleOf(steps, until, currency);
  const { lowest, highest } = rangeOf(steps, currency);
  const text = (amount: string) => formatAmount(amount, currency);
  const point = ({ clientX, currentTarget }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    setPointed(stepAt(steps, (clientX - left) / width, scale));
  };
  return (
    <>
      <Chart
        amounts={lowest === highest ? [text(highest)] : [text(highest), text(lowest)]}
        first={<DayText at={new Date(steps[0].at).toISOString()} />}
        last="now"
      >
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className={classes.plot}
          onPointerMove={point}
          onPointerLeave={() => setPointed(undefined)}
        >
          {signOf(lowest) < 0 && signOf(highest) > 0 && (
            <line className={classes.zero} x1={0} x2={WIDTH} y1={scale.y("0")} y2={scale.y("0")} />
          )}
          {pointed !== undefined && (
            <line className={classes.pointer} x1={scale.x(pointed.at)} x2={scale.x(pointed.at)} y1={0} y2={HEIGHT} />
          )}
          <path className={classes.line} d={pathOf(steps, scale)} />
        </svg>
      </Chart>
      <Text size="xs" c="dimmed" mt="xs">
        {pointed === undefined
          ? `From ${text(opening_balance)} to ${text(closing_balance)}, between ${text(lowest)} and ${text(highest)}.`
          : wordsOf(pointed, currency)}
      </Text>
    </>
  );
}

/** How a balance came about. */
function wordsOf({ at, balance, entry }: Step, currency: string): string {
  const now = formatAmount(balance, currency);
  if (entry === null) return `At the beginning: ${now}.`;
  const amount = formatAmount(entry.amount, currency, { signed: true });
  return `${formatMoment(new Date(at).toISOString())}: ${reasonOf(entry)}, ${amount}. Balance after it: ${now}.`;
}
