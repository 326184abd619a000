import { useQuery } from "@tanstack/react-query";
import { TextFilter } from "../ui/fields";
import { TenantInput } from "./TenantInput";
import { tenantNamed } from "./tenants";

interface TenantFilterProps {
  /** The tenant that is shown. */
  value: string | undefined;
  /** What is shown without a tenant. */
  placeholder?: string;
  onTenant: (tenant: string | undefined) => void;
}

/** A filter by the whole name of a tenant. It says if nothing is stored for the tenant: an empty page would not show that. */
export function TenantFilter({ value, placeholder = "All", onTenant }: TenantFilterProps) {
  const named = useQuery({ ...tenantNamed(value ?? ""), enabled: value !== undefined });
  return (
    <TextFilter
      isWhole
      value={value}
      error={named.data?.total_count === 0 && "Nothing is stored for this tenant."}
      placeholder={placeholder}
      onFilter={onTenant}
    >
      {(field) => <TenantInput {...field} />}
    </TextFilter>
  );
}
