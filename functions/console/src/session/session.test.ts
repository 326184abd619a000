import { expect, test } from "vitest";
import { aSession } from "../testing/session";
import { begin, endReason, session, signOut } from "./session";

test("signing out ends the session before the issuer is called", async () => {
  const leave = () => {
    expect([session.get(), endReason.get()]).toEqual([null, "leaving"]);
    return Promise.resolve();
  };
  begin(aSession({ leave }));
  await signOut();
  expect(endReason.get()).toBe("signed-out");
});

test("a failed sign-out at the issuer is shown", async () => {
  begin(aSession({ leave: () => Promise.reject(new TypeError("Failed to fetch")) }));
  await signOut();
  expect([session.get(), endReason.get()]).toEqual([null, "signed-out-here"]);
});
