import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answerOf, api } from "../api/client";

/** The first part of the keys of these queries. */
export const TENANTS = ["tenants"];
/** How many names are offered at once. */
const LIMIT = 20;

/** The first tenants by name, of those whose name contains `search`, if there is one. */
export function tenantsWith(search: string) {
  return queryOptions({
    queryKey: [...TENANTS, { search }],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET("/api/v1/tenants", {
          params: { query: { limit: LIMIT, ...(search === "" ? {} : { search }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** The tenant with exactly this name, if anything of it is stored. */
export function tenantNamed(tenant_id: string) {
  return queryOptions({
    queryKey: [...TENANTS, { tenant_id }],
    queryFn: ({ signal }) => answerOf(api.GET("/api/v1/tenants", { params: { query: { tenant_id } }, signal })),
  });
}
