import { useQuery } from "@tanstack/react-query";
import { TextFilter, useFilter } from "../ui/filters";
import { TenantInput } from "./TenantInput";
import { tenantNamed } from "./tenants";

interface TenantFilterProps {
  /** What is shown without a tenant. */
  placeholder?: string;
}

/** A filter by the whole name of a tenant. It says if nothing is stored for the tenant: an empty page would not show that. */
export function TenantFilter({ placeholder = "All" }: TenantFilterProps) {
  const { value } = useFilter("tenant");
  const named = useQuery({ ...tenantNamed(value ?? ""), enabled: value !== undefined });
  return (
    <TextFilter
      name="tenant"
      isWhole
      error={named.data?.total_count === 0 && "Nothing is stored for this tenant."}
      placeholder={placeholder}
    >
      {(field) => <TenantInput {...field} />}
    </TextFilter>
  );
}
