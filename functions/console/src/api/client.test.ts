import { beforeEach, describe, expect, test, vi } from "vitest";
import { begin, end, isExpired, session } from "../session/session";
import { aSession } from "../testing/session";
import { json, network, refused } from "../testing/system";
import { answerOf, api, keyed } from "./client";

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

describe("if the token cannot be renewed", () => {
  const expire = () => begin(aSession({ token: "old", renew: () => Promise.resolve(null) }));
  const until = (bearer: string) =>
    network((request) =>
      request.bearer === bearer ? json(200, { items: [] }) : json(401, { message: "Unauthorized" }),
    );

  test("requests wait until the person has signed in again, and go on", async () => {
    expire();
    const requests = until("Bearer new");
    const first = customers();
    await vi.waitFor(() => expect(isExpired.get()).toBe(true));
    expect(session.get()).not.toBeNull();
    const second = customers();
    begin(aSession({ token: "new" }));
    await Promise.all([first, second]);
    expect(requests.map((one) => one.bearer)).toEqual(["Bearer old", "Bearer new", "Bearer new"]);
    expect(isExpired.get()).toBe(false);
  });

  test("a request that is refused after somebody else has signed in is not repeated in their name", async () => {
    begin(aSession({ token: "old" }));
    const requests = network(() => {
      begin(aSession({ token: "theirs", person: { sub: "bo" } }));
      return json(401, { message: "Unauthorized" });
    });
    await expect(customers()).rejects.toMatchObject({ status: 401 });
    expect(requests.map((one) => one.bearer)).toEqual(["Bearer old"]);
  });

  test("a request is not repeated if somebody else signs in during the renewal", async () => {
    const renew = () => {
      begin(aSession({ token: "theirs", person: { sub: "bo" } }));
      return Promise.resolve(null);
    };
    begin(aSession({ token: "old", renew }));
    const requests = until("Bearer theirs");
    await expect(customers()).rejects.toMatchObject({ status: 401 });
    expect(requests).toHaveLength(1);
  });

  test("writes that have waited for hours are not sent, since their keys may be forgotten by then", async () => {
    expire();
    const requests = until("Bearer new");
    const create = () =>
      answerOf(
        api.POST("/api/v1/agent/clients", { body: { username: "al", account_type: "postup" }, params: keyed("k") }),
      );
    const first = create();
    await vi.waitFor(() => expect(isExpired.get()).toBe(true));
    const [second, reading] = [create(), customers()];
    await new Promise((resolve) => setTimeout(resolve)); // until both of them wait
    const now = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 3 * 3_600_000 + 1);
    begin(aSession({ token: "new" }));
    await expect(first).rejects.toMatchObject({ status: 401 });
    await expect(second).rejects.toMatchObject({ status: 401 });
    await reading;
    expect(requests.map(({ method, bearer }) => [method, bearer])).toEqual([
      ["POST", "Bearer old"],
      ["GET", "Bearer new"],
    ]);
    now.mockRestore();
  });

  test.each([
    ["somebody else signs in", () => begin(aSession({ token: "theirs", person: { sub: "bo" } }))],
    ["their tenant is another one", () => begin(aSession({ token: "theirs", person: { tenantId: "umbrella" } }))],
    ["the person signs out", () => end("signed-out")],
  ])("requests are not sent once %s", async (_, act) => {
    expire();
    const requests = until("Bearer theirs");
    const waiting = customers();
    await vi.waitFor(() => expect(isExpired.get()).toBe(true));
    act();
    await expect(waiting).rejects.toMatchObject({ status: 401, code: "unauthorized" });
    expect(requests.map((one) => one.bearer)).toEqual(["Bearer old"]);
  });
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
