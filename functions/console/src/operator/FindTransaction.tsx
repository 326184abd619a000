import { Button, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import classes from "./FindTransaction.module.css";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The form that opens the page of a transaction by its id. */
export function FindTransaction() {
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { id: "" },
    validate: { id: (id) => (ID.test(id.trim()) ? null : "An id such as 0190f3c2-8b1e-7c4a-9d2f-3e5a6b7c8d9e.") },
  });
  const submit = form.onSubmit(({ id }) =>
    navigate({ to: "/operator/transactions/$transactionId", params: { transactionId: id.trim().toLowerCase() } }),
  );
  return (
    <form onSubmit={submit} noValidate aria-label="Find a transaction" className={classes.form}>
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
