import { expect, test } from "vitest";
import { aSession } from "../testing/session";
import { begin, farewell, session, signOut } from "./session";

test("whoever leaves is gone here before the issuer is told", async () => {
  const leave = () => {
    expect([session.get(), farewell.get()]).toEqual([null, "leaving"]);
    return Promise.resolve();
  };
  begin(aSession({ leave }));
  await signOut();
  expect(farewell.get()).toBe("signed-out");
});

test("where the issuer cannot be told, it says so", async () => {
  begin(aSession({ leave: () => Promise.reject(new TypeError("Failed to fetch")) }));
  await signOut();
  expect([session.get(), farewell.get()]).toEqual([null, "signed-out-here"]);
});
