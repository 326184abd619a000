import { TextFilter } from "../ui/fields";

interface TenantFilterProps {
  /** The tenant that is shown. */
  value: string | undefined;
  description?: string;
  /** What is shown without a tenant. */
  placeholder?: string;
  onTenant: (tenant: string | undefined) => void;
}

/** A filter by the whole name of a tenant. */
export function TenantFilter({ value, description, placeholder = "All", onTenant }: TenantFilterProps) {
  return (
    <TextFilter
      label="Tenant"
      isWhole
      maxLength={128}
      value={value}
      description={description}
      placeholder={placeholder}
      onFilter={onTenant}
    />
  );
}
