import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { unfinishedOf } from "../write/unfinished";
import { CashierForm, cashierFormId } from "./CashierForm";
import type { Direction } from "./cashierRequest";

/** The forms for a debit and a credit, one of which is shown. Each keeps its input and its key. */
export function Cashier({ customer }: { customer: Schemas["Customer"] }) {
  const [direction, setDirection] = useState<Direction>(() =>
    unfinishedOf(cashierFormId("credit", customer)) === undefined ? "debit" : "credit",
  );
  return (
    <>
      <SegmentedControl
        fullWidth
        mb="md"
        aria-label="Debit or credit"
        value={direction}
        onChange={setDirection}
        data={[
          { value: "debit", label: "Debit (pay out)" },
          { value: "credit", label: "Credit (pay in)" },
        ]}
      />
      {(["debit", "credit"] as const).map((one) => (
        <div key={one} hidden={one !== direction}>
          <CashierForm direction={one} customer={customer} isShown={one === direction} />
        </div>
      ))}
    </>
  );
}
