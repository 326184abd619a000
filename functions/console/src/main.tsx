import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/global.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { newQueryClient } from "./app/queries";
import { router } from "./app/router";
import { theme, variables } from "./app/theme";
import { isSamePerson, session } from "./session/session";
import { Toasts } from "./ui/Toasts";

// The content security policy allows only style elements with this nonce: the component library's, and those with
// which a dialog prevents the page behind it from scrolling.
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
setNonce(nonce);

const queries = newQueryClient();
// Another person must not see cached data of the last one.
let signedIn = session.get()?.person;
session.subscribe(() => {
  const now = session.get()?.person;
  if (now !== undefined && signedIn !== undefined && isSamePerson(now, signedIn)) return;
  if (signedIn !== undefined) queries.clear();
  signedIn = now;
  void router.invalidate();
});

const console = document.getElementById("console");
if (console === null) throw new Error("index.html has no place for the console");
createRoot(console).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
