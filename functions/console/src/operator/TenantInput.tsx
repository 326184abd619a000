import { Autocomplete, type AutocompleteProps } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { tenantsWith } from "./tenants";

type TenantInputProps = Omit<AutocompleteProps, "data" | "filter" | "limit" | "onKeyDown">;

/** The input of a tenant, which is chosen by part of its name, or typed: a new one is not listed. */
export function TenantInput({ onFocus, onChange, ...shown }: TenantInputProps) {
  // Null until the field has the focus, so that a page that is only looked at does not list the tenants.
  const [typed, setTyped] = useState<string | null>(null);
  const [search] = useDebouncedValue(typed, 300, { leading: true });
  const tenants = useQuery({ ...tenantsWith(search ?? ""), enabled: search !== null });
  const [isOpen, list] = useDisclosure();
  return (
    <Autocomplete
      label="Tenant"
      maxLength={128}
      autoComplete="off"
      spellCheck={false}
      {...shown}
      data={tenants.data?.items.map(({ tenant_id }) => tenant_id) ?? []}
      filter={({ options }) => options}
      dropdownOpened={isOpen}
      onDropdownOpen={list.open}
      onDropdownClose={list.close}
      onKeyDown={({ key }) => {
        if (key === "Enter") list.close();
      }}
      onFocus={(event) => {
        setTyped("");
        onFocus?.(event);
      }}
      onChange={(text) => {
        setTyped(text.trim());
        onChange?.(text);
      }}
    />
  );
}
