import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { MethodForm } from "./MethodForm";

type Configured = Schemas["ConfiguredListing"]["items"][number];

/** Opens the form of a method, or of a new one for `tenant`. */
export function EditMethod({ method, tenant }: { method?: Configured; tenant?: string | undefined }) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    <>
      <Button
        size={method === undefined ? "sm" : "xs"}
        variant={method === undefined ? "filled" : "default"}
        onClick={() => setIsOpen(true)}
      >
        {method === undefined ? "New method" : "Edit"}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={method === undefined ? "New payment method" : `Edit ${method.display_name}`}
        size="lg"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <MethodForm method={method} tenant={tenant} onDone={close} />
      </Modal>
    </>
  );
}
