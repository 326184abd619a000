import { Button, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useIsRoot } from "../session/person";
import classes from "./FindTransaction.module.css";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The form that opens the page of a transaction by its tenant and its id. */
export function FindTransaction() {
  const navigate = useNavigate();
  const isRoot = useIsRoot();
  const form = useForm({
    initialValues: { tenant: "", id: "" },
    validate: { id: (id) => (ID.test(id.trim()) ? null : "An id such as 0190f3c2-8b1e-7c4a-9d2f-3e5a6b7c8d9e.") },
  });
  const submit = form.onSubmit(({ tenant, id }) =>
    navigate({
      to: "/operator/transactions/$transactionId",
      params: { transactionId: id.trim().toLowerCase() },
      search: tenant.trim() === "" ? {} : { tenant: tenant.trim() },
    }),
  );
  return (
    <form onSubmit={submit} noValidate aria-label="Find a transaction" className={classes.form}>
      {isRoot && (
        <TextInput
          label="Tenant"
          placeholder="Your own"
          maxLength={128}
          autoComplete="off"
          {...form.getInputProps("tenant")}
        />
      )}
      <TextInput
        label="Transaction id"
        autoComplete="off"
        spellCheck={false}
        className={classes.id}
        {...form.getInputProps("id")}
      />
      <Button type="submit" className={classes.show}>
        Show
      </Button>
    </form>
  );
}
