import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderPart } from "../testing/system";
import { AmountText } from "./AmountText";

const OWED = ["you owe", "owed to you", "even"] as const;

test("an amount with visible words has no sign, which would repeat them", () => {
  renderPart(<AmountText amount="-5.25" currency="USD" words={OWED} showWords />);
  expect(screen.getByText("5.25 USD")).toBeVisible();
  expect(screen.getByText("owed to you")).toBeVisible();
});

test("an amount with a sign has its words for screen readers", () => {
  const { container } = renderPart(<AmountText amount="-5.25" currency="USD" signed words={["gained", "lost"]} />);
  expect(container).toHaveTextContent("-5.25 USD lost");
});
