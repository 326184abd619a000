import { cleanup, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { formatMoment } from "../dates";
import { renderPart } from "../testing/system";
import { When } from "./entryColumns";

test("an entry that was posted late says when it happened, and others do not", () => {
  const created_at = "2026-02-03T09:31:20.5Z";
  renderPart(<When entry={{ created_at, effective_at: "2026-01-31T12:00:00Z" }} />);
  expect(screen.getByText(/^happened/)).toHaveTextContent(`happened ${formatMoment("2026-01-31T12:00:00Z")}`);

  cleanup();
  renderPart(<When entry={{ created_at, effective_at: "2026-02-03T09:31:20.4Z" }} />);
  expect(screen.queryByText(/^happened/)).toBeNull();
});
