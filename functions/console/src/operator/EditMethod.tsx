import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { useIsRoot } from "../session/person";
import { MethodForm } from "./MethodForm";

type Configured = Schemas["ConfiguredListing"]["items"][number];

/** Opens the form of a method, or of a new one for `tenant`. */
export function EditMethod({ method, tenant }: { method?: Configured; tenant?: string | undefined }) {
  const [isOpen, setIsOpen] = useState(false);
  const isRoot = useIsRoot();
  // An operator of one tenant changes no other's: what they save of the platform's is their tenant's from then on.
  const verb = method === undefined ? "New method" : method.tenant_id === null && !isRoot ? "Make our own" : "Edit";
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
