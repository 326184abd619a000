/** Stubs of the network. All code of the page is real. */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { newQueryClient } from "../app/queries";
import { theme } from "../app/theme";
import { Toasts } from "../ui/Toasts";

/** A request that was sent. */
export interface SentRequest {
  method: string;
  path: string;
  search: URLSearchParams;
  key: string | null;
  bearer: string | null;
  headers: Headers;
  body: unknown;
}

export type Respond = (request: SentRequest, signal: AbortSignal | null | undefined) => Response | Promise<Response>;

export type Answers = Record<string, (request: SentRequest) => Response>;

/** Answers by method and path, or by path alone; a 404 for any other request. */
export function byPath(by: Answers): Respond {
  return (request) => {
    const { method, path } = request;
    return (by[`${method} ${path}`] ?? by[path])?.(request) ?? refused(404, "not_found", `Nothing at ${path}.`);
  };
}

/** Stubs `fetch`: `respond` answers each request. Returns the requests in the order in which they were sent. */
export function network(respond: Respond): SentRequest[] {
  const requests: SentRequest[] = [];
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    const request = new Request(new URL(input instanceof Request ? input.url : input, location.origin), {
      ...(input instanceof Request ? { method: input.method, headers: input.headers } : init),
    });
    const body = input instanceof Request ? await input.clone().text() : "";
    const url = new URL(request.url);
    const sent: SentRequest = {
      method: request.method,
      path: url.pathname,
      search: url.searchParams,
      key: request.headers.get("Idempotency-Key"),
      bearer: request.headers.get("Authorization"),
      headers: request.headers,
      body: body === "" ? null : (JSON.parse(body) as unknown),
    };
    requests.push(sent);
    return respond(sent, init?.signal);
  });
  return requests;
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
}

export function refused(status: number, code: string, detail: string, members: object = {}): Response {
  const body = { type: `/problems/${code}`, title: code, status, detail, instance: "req-test", code, ...members };
  return json(status, body, { "Content-Type": "application/problem+json" });
}

/** Renders a component with the providers of the page. */
export function renderPart(part: ReactNode) {
  return render(
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={newQueryClient()}>
        {part}
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>,
  );
}
