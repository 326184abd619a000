import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPart } from "../testing/system";
import { AmountText } from "./AmountText";

const OWED = ["you owe", "owed to you", "even"] as const;

test("with its words for everybody an amount has no sign, which would say the same again", () => {
  renderPart(<AmountText amount="-5.25" currency="USD" words={OWED} showWords />);
  expect(screen.getByText("$5.25")).toBeVisible();
  expect(screen.getByText("owed to you")).toBeVisible();
});

test("with its sign an amount has its words for screen readers", () => {
  const { container } = renderPart(<AmountText amount="-5.25" currency="USD" signed words={["gained", "lost"]} />);
  expect(container).toHaveTextContent("-$5.25 lost");
});
