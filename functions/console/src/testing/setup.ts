import "@testing-library/jest-dom/vitest";
import { notifications } from "@mantine/notifications";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { session } from "../session/session";
import { drop, unfinished } from "../write/unfinished";
import { aSession } from "./session";

// In milliseconds. On a busy machine, what usually takes a fraction of a second may take many.
configure({ asyncUtilTimeout: 60_000 });

beforeEach(() => session.set(aSession()));

afterEach(() => {
  cleanup();
  notifications.clean();
  for (const { form } of unfinished()) drop(form);
});

// Browser functions that the component library uses and happy-dom lacks.
vi.stubGlobal("matchMedia", (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  },
);
Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });
