import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { renderPart } from "../testing/system";
import { AccountForm } from "./AccountForm";

const customer = {
  customer_id: "019bc0de-7a10-7c3e-9d52-4b8e6f1a2c50",
  username: "alice",
  currency: "USD",
  account_type: "credit",
  account_balance: "0.00",
} as const;

test("a limit that was changed elsewhere is shown, and not changed back by a form that nobody edited", () => {
  function Page() {
    const [credit_limit, setLimit] = useState("100.00");
    return (
      <>
        <button onClick={() => setLimit("500.00")}>Elsewhere</button>
        <AccountForm customer={{ ...customer, credit_limit }} />
      </>
    );
  }
  renderPart(<Page />);
  expect(screen.getByLabelText("Credit limit")).toHaveValue("100.00");
  fireEvent.click(screen.getByRole("button", { name: "Elsewhere" }));
  expect(screen.getByLabelText("Credit limit")).toHaveValue("500.00");
  expect(screen.getByRole("button", { name: "Save changes" })).toBeDisabled();
});
