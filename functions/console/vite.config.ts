/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./tools/compressed.ts";

/** The address of a local system (`make run`), for `npm run dev` and `npm run preview`. */
const system = `http://127.0.0.1:${process.env.PORT ?? "8080"}`;
const proxy = { "/api": system, "/local": system, "/console.json": system };

export default defineConfig({
  plugins: [react(), compressed()],
  // The function that serves the page replaces this with a new nonce in each answer.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: ["chrome123", "firefox120", "safari17.5"],
    manifest: true,
    assetsInlineLimit: 0,
  },
  server: { proxy },
  preview: { proxy },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    // All files share one environment, which takes two thirds less time. setup.ts resets what they share.
    isolate: false,
    // Otherwise one processor is left idle.
    maxWorkers: "100%",
    // In milliseconds. It only ends a test that hangs.
    testTimeout: 120_000,
    env: { TZ: "UTC" },
  },
});
