import { Button, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { TenantInput } from "../operator/TenantInput";
import { useIsRoot } from "../session/person";
import classes from "./FindForm.module.css";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The form of the search by id. What is searched for is in the address. */
export function FindForm({ id = "", tenant = "" }: { id?: string | undefined; tenant?: string | undefined }) {
  const navigate = useNavigate();
  const isRoot = useIsRoot();
  const form = useForm({
    initialValues: { id, tenant },
    validate: { id: (text) => (ID.test(text.trim()) ? null : "An id such as 0190f3c2-8b1e-7c4a-9d2f-3e5a6b7c8d9e.") },
  });
  const { setValues } = form;
  useEffect(() => setValues({ id, tenant }), [id, tenant, setValues]);
  const submit = form.onSubmit((given) => {
    const [wanted, of] = [given.id.trim().toLowerCase(), given.tenant.trim()];
    void navigate({ to: "/operator/find", search: { id: wanted, ...(of === "" ? {} : { tenant: of }) } });
  });
  return (
    <form onSubmit={submit} noValidate role="search" aria-label="By id" className={classes.form}>
      {isRoot && (
        <TenantInput label="Tenant of a transaction" placeholder="Your own" {...form.getInputProps("tenant")} />
      )}
      <TextInput
        label="Id"
        autoComplete="off"
        spellCheck={false}
        className={classes.id}
        {...form.getInputProps("id")}
      />
      <Button type="submit" className={classes.find}>
        Find
      </Button>
    </form>
  );
}
