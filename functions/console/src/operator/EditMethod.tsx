import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { useIsRoot } from "../session/person";
import { MethodForm } from "./MethodForm";

type Configured = Schemas["ConfiguredPaymentMethodListing"]["items"][number];

/** A button that opens the form of a method, or of a new one for `tenant`. */
export function EditMethod({ method, tenant }: { method?: Configured; tenant?: string | undefined }) {
  const [isOpen, setIsOpen] = useState(false);
  const isRoot = useIsRoot();
  // A tenant's operator cannot change the platform's methods: saving one creates a copy for the tenant.
  const verb = method === undefined ? "New method" : method.tenant_id === null && !isRoot ? "Customise" : "Edit";
  const close = () => setIsOpen(false);
  return (
    <>
      <Button
        size={method === undefined ? "sm" : "xs"}
        variant={method === undefined ? "filled" : "default"}
        onClick={() => setIsOpen(true)}
      >
        {verb}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={method === undefined ? "New payment method" : `${verb}: ${method.display_name}`}
        size="lg"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <MethodForm method={method} tenant={tenant} onDone={close} />
      </Modal>
    </>
  );
}
