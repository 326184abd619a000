import { TextInput } from "@mantine/core";
import { useState } from "react";

interface TenantFilterProps {
  /** The tenant that is shown. */
  value: string | undefined;
  description?: string;
  /** What is shown without a tenant. */
  placeholder?: string;
  onTenant: (tenant: string | undefined) => void;
}

/** A filter by tenant. It is applied by Enter or on leaving the field, since half a name matches no tenant. */
export function TenantFilter({ value, description, placeholder = "All", onTenant }: TenantFilterProps) {
  const [typed, setTyped] = useState(value ?? "");
  const apply = () => {
    const wanted = typed.trim() || undefined;
    if (wanted !== value) onTenant(wanted);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <TextInput
        label="Tenant"
        description={description}
        placeholder={placeholder}
        maxLength={128}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={apply}
      />
    </form>
  );
}
