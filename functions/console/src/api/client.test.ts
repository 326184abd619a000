import { beforeEach, expect, test } from "vitest";
import { begin, end, session } from "../session/session";
import { aSession } from "../testing/session";
import { json, network, refused } from "../testing/system";
import { answerOf, api } from "./client";

const customers = () => answerOf(api.GET("/api/v1/agent/clients"));

beforeEach(() => () => end("signed-out"));

test("after a 401 simultaneous calls renew the token once and are repeated", async () => {
  let renewals = 0;
  begin(
    aSession({
      token: "old",
      renew: () => {
        renewals += 1;
        return Promise.resolve(aSession({ token: "new" }));
      },
    }),
  );
  const requests = network(({ bearer }) =>
    bearer === "Bearer new" ? json(200, { items: [] }) : json(401, { message: "Unauthorized" }),
  );
  await Promise.all([customers(), customers()]);
  expect(renewals).toBe(1);
  expect(requests.map((one) => one.bearer)).toEqual(["Bearer old", "Bearer old", "Bearer new", "Bearer new"]);
});

test("the session ends if the token cannot be renewed", async () => {
  begin(aSession({ renew: () => Promise.resolve(null) }));
  network(() => json(401, { message: "Unauthorized" }));
  await expect(customers()).rejects.toMatchObject({ status: 401, code: "unauthorized" });
  expect(session.get()).toBeNull();
});

test("nothing is sent after signing out", async () => {
  end("signed-out");
  const requests = network(() => json(200, { items: [] }));
  await expect(customers()).rejects.toMatchObject({ status: 401, code: "unauthorized" });
  expect(requests).toEqual([]);
});

test("a refusal is a problem, with the request id", async () => {
  network(() => refused(403, "forbidden", "You may not do this."));
  await expect(customers()).rejects.toMatchObject({ name: "Problem", code: "forbidden", requestId: "req-test" });
});

test("a lost connection is not a refusal", async () => {
  network(() => {
    throw new TypeError("Failed to fetch");
  });
  await expect(customers()).rejects.toMatchObject({ name: "Unanswered", reason: "connection" });
});

test("a truncated answer counts as no answer", async () => {
  network(() => new Response('{"items": [', { status: 200, headers: { "Content-Type": "application/json" } }));
  await expect(customers()).rejects.toMatchObject({ name: "Unanswered" });
});
