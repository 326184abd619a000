import type { Connect, Plugin, PreviewServer, ViteDevServer } from "vite";

const PERSONAS = [
  { title: "An agent", sub: "agent-ada", tenant_id: "demo", roles: ["agent"], name: "Ada Reyes" },
  { title: "A member of a tenant", sub: "tara", tenant_id: "demo", roles: ["billing.view"], name: "Tara Okafor" },
  { title: "A billing operator", sub: "olga", tenant_id: "demo", roles: ["billing.manage"], name: "Olga Brandt" },
  { title: "The platform's operator", sub: "rui", tenant_id: "platform", roles: ["root"], name: "Rui Costa" },
  { title: "A customer", sub: "carla", tenant_id: "demo", roles: ["customer"], name: "Carla Lindqvist" },
];

/** In place of what the function beside the page serves, for Vite's own servers. */
export function standIn(): Plugin {
  const answers: Record<string, unknown> = {
    "/console.json": { sign_in: "personas", issuer: "", client_id: "" },
    "/local/personas": { items: PERSONAS },
  };
  const answer: Connect.NextHandleFunction = (request, response, next) => {
    const body = answers[request.url ?? ""];
    if (body === undefined) next();
    else response.setHeader("Content-Type", "application/json").end(JSON.stringify(body));
  };
  const use = ({ middlewares }: ViteDevServer | PreviewServer) => void middlewares.use(answer);
  return { name: "stand-in", configureServer: use, configurePreviewServer: use };
}
