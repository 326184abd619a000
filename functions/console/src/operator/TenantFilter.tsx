import { useQuery } from "@tanstack/react-query";
import { TextFilter } from "../ui/fields";
import { TenantInput } from "./TenantInput";
import { tenantNamed } from "./tenants";

interface TenantFilterProps {
  /** The tenant that is shown. */
  value: string | undefined;
  description?: string;
  /** What is shown without a tenant. */
  placeholder?: string;
  onTenant: (tenant: string | undefined) => void;
}

/** A filter by the whole name of a tenant. It says if the name is nobody's, since an empty page would not. */
export function TenantFilter({ value, description, placeholder = "All", onTenant }: TenantFilterProps) {
  const named = useQuery({ ...tenantNamed(value ?? ""), enabled: value !== undefined });
  return (
    <TextFilter
      isWhole
      value={value}
      description={description}
      error={named.data?.total_count === 0 && "Nothing is stored for this tenant."}
      placeholder={placeholder}
      onFilter={onTenant}
    >
      {(field) => <TenantInput {...field} />}
    </TextFilter>
  );
}
