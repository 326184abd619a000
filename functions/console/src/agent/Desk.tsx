import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { MovementForm } from "./MovementForm";
import type { Direction } from "./movement";

/** Debit or credit: two forms, of which one is open. Each keeps what was typed, and its key. */
export function Desk({ customer }: { customer: Schemas["Customer"] }) {
  const [direction, setDirection] = useState<Direction>("debit");
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
          <MovementForm direction={one} customer={customer} />
        </div>
      ))}
    </>
  );
}
