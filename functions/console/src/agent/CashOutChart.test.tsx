import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPart } from "../testing/system";
import { rowsOf } from "../testing/visit";
import { CashOutChart } from "./CashOutChart";
import classes from "./CashOutChart.module.css";

const FEW = { day: "2026-02-27", cash_out_count: 1, total_cash_out_amount: "5.00", net_profit_loss: "1.00" };
const MANY = { day: "2026-03-01", cash_out_count: 3, total_cash_out_amount: "20.00", net_profit_loss: "2.00" };

test("a bar is as high as its amount beside the most, and pointing at its day shows its figures", async () => {
  const { container } = renderPart(<CashOutChart days={[FEW, MANY]} currency="USD" />);
  expect(screen.getByText("Most on 1 Mar 2026: 20.00 USD in 3 cash-outs")).toBeVisible();
  const days = container.querySelectorAll(`.${classes.day}`);
  expect([...days].map((day) => day.querySelector<HTMLElement>(`.${classes.bar}`)?.style.height)).toEqual([
    "25%",
    undefined,
    "100%",
  ]);
  fireEvent.pointerEnter(days.item(0));
  expect(screen.getByText("27 Feb 2026: 5.00 USD in 1 cash-out")).toBeVisible();
  fireEvent.pointerLeave(container.querySelectorAll(`.${classes.bars}`).item(0));
  expect(screen.getByText("Most on 1 Mar 2026: 20.00 USD in 3 cash-outs")).toBeVisible();

  const row = await rowsOf("Cash-outs by UTC day");
  expect(row(0)).toHaveTextContent("27 Feb 20265.00 USD in 1 cash-out");
});

test("without one currency a bar is as high as its number of cash-outs", () => {
  const none = { total_cash_out_amount: null, net_profit_loss: null };
  const { container } = renderPart(
    <CashOutChart
      days={[
        { ...FEW, ...none },
        { ...MANY, ...none },
      ]}
      currency={null}
    />,
  );
  expect(screen.getByText("Most on 1 Mar 2026: 3 cash-outs")).toBeVisible();
  expect(container.querySelector<HTMLElement>(`.${classes.bar}`)?.style.height).toMatch(/^33\.3\d+%$/);
});
